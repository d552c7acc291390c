"""Whatever a person can send has a sentence of its own, in every language, and nothing of a contact is kept."""

from collections.abc import Iterator
from typing import get_args

import pytest

from bot.domain.attachments import Objection
from bot.i18n import Words as Wording
from bot.incoming import Other, Words
from tests.conftest import Fresh
from tests.fakes.clock import PARIS
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, citizen

LÉA = citizen("léa")
OTHERS = get_args(Other)


@pytest.fixture
def town(fresh_sqlite: Fresh) -> Iterator[Town]:
    with Town(fresh_sqlite()) as opened:
        yield opened


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_has_a_sentence_of_its_own(lang: str) -> None:
    wording = Wording.packaged(PARIS)
    said = [wording.text(lang, "nothing-to-read", {"what": what}) for what in (*OTHERS, "nothing")]
    assert len(set(said)) == len(OTHERS) + 1


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("key", ["file-not-shown", "file-lost-why"])
def test_each_reason_has_a_sentence_of_its_own(key: str, lang: str) -> None:
    wording = Wording.packaged(PARIS)
    # Whoever sent a file is not told what the agents' platform takes.
    reasons = [each for each in Objection if key == "file-not-shown" or each is not Objection.REFUSED]
    assert len({wording.text(lang, key, {"why": each.value}) for each in reasons}) == len(reasons)


@pytest.mark.parametrize("what", OTHERS)
async def test_in_the_middle_of_a_draft_the_question_is_asked_again(what: Other, town: Town) -> None:
    await town.write(LÉA, "un trou", meaning="category roads")
    await town.hand_over(town.platform.said(LÉA, Words("", other=what)))
    await town.settle()
    assert town.said(LÉA.room)[-2:] == ["nothing-to-read", "report-place"]


async def test_in_a_group_nothing_is_said_to_it(town: Town) -> None:
    tom = Speaker("tom", "council-conseil", group=True)
    await town.hand_over(town.platform.said(tom, Words("", other="sticker"), called=False))
    await town.settle()
    assert town.said("council-conseil") == []
