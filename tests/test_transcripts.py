"""Every transcript, on each database, and once more on a platform without buttons, where choices are numbers."""

from pathlib import Path

import pytest

from bot.app import App
from bot.platforms import Abilities
from storage.database import Database
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.clock import StillClock
from tests.fakes.platform import BUTTONS, NUMBERS, FakePlatform
from tests.fakes.understander import FakeUnderstander
from tests.transcript_runner import Runner
from tests.transcript_script import BadTranscript, parse

TRANSCRIPTS = {
    path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
}


async def _play(transcript: str, url: str, abilities: Abilities) -> None:
    clock, understander = StillClock(), FakeUnderstander()
    stage = FakePlatform(clock, abilities)

    def build() -> App:
        return App(settings(), Database(url), [stage], understander, clock)

    await Runner(stage, build, clock, understander).play(transcript)


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript(name: str, fresh: Fresh) -> None:
    await _play(TRANSCRIPTS[name], fresh(), BUTTONS)


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript_without_buttons(name: str, fresh_sqlite: Fresh) -> None:
    await _play(TRANSCRIPTS[name], fresh_sqlite(), NUMBERS)


@pytest.mark.parametrize(
    "text",
    [
        "bot> report-understood {category: category-roads}",
        "citizen> salut   # intent greeting\nbot> thanks",
        "citizen> salut   # intent greeting",
        "citizen> salut   # intent greeting\nsilence",
        "citizen> salut   # intent greeting\nbot> greeting\nbot> greeting",
        "citizen> [answer confirm yes]",
        "citizen> salut   # intent greeting\nbot> greeting\nbot> [report-send]",
    ],
    ids=["nothing said", "other key", "left unread", "no silence", "said once", "never offered", "no such choice"],
)
async def test_a_transcript_can_fail(text: str, fresh_sqlite: Fresh) -> None:
    with pytest.raises(AssertionError, match=r"line \d+|not expected"):
        await _play(text, fresh_sqlite(), BUTTONS)


@pytest.mark.parametrize("text", ["hello", "bot> Bonjour !", "after two days", "agent: bonjour", "citizen/léa> salut"])
def test_a_line_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadTranscript):
        parse(text)
