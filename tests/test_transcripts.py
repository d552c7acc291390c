"""Every transcript, on each database, and once more on a platform without buttons, where choices are numbers."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.platforms import Abilities
from storage.database import Database
from tests.conftest import Fresh
from tests.fakes.camera import Camera
from tests.fakes.city import settings
from tests.fakes.clock import StillClock
from tests.fakes.platform import BUTTONS, NUMBERS
from tests.fakes.understander import FakeUnderstander
from tests.transcript_runner import Runner
from tests.transcript_script import BadTranscript, parse

TRANSCRIPTS = {
    path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
}


async def _play(transcript: str, url: str, abilities: Abilities, folder: Path) -> None:
    clock, understander = StillClock(), FakeUnderstander()
    stage, city = Camera(clock, replace(abilities, files=True)), settings(files={"folder": str(folder / "files")})

    def build() -> App:
        return App(city, Database(url), [stage], understander, clock)

    await Runner(stage, build, clock, understander).play(transcript)


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript(name: str, fresh: Fresh, tmp_path: Path) -> None:
    await _play(TRANSCRIPTS[name], fresh(), BUTTONS, tmp_path)


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript_without_buttons(name: str, fresh_sqlite: Fresh, tmp_path: Path) -> None:
    await _play(TRANSCRIPTS[name], fresh_sqlite(), NUMBERS, tmp_path)


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
async def test_a_transcript_can_fail(text: str, fresh_sqlite: Fresh, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"line \d+|not expected"):
        await _play(text, fresh_sqlite(), BUTTONS, tmp_path)


@pytest.mark.parametrize("text", ["hello", "bot> Bonjour !", "after two days", "agent: bonjour", "citizen/léa> salut"])
def test_a_line_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadTranscript):
        parse(text)
