"""What requests mean is worked out beside the steps; an agent is offered how one like it was answered, or is not."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from unittest import mock

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.dispatch import A_MOMENT
from bot.incoming import Words
from bot.outgoing import Quoted
from bot.recalling import PATIENCE, Recalling
from bot.thinking import Thinking
from bot.understanding import Understanding
from bot.understanding.recalling import WIDTH
from handlers.categories import CATEGORIES
from storage.tables import conversations, meanings
from tests.conftest import Fresh
from tests.fakes.town import Town, agent, citizen
from tests.fakes.understander import FakeUnderstander

LÉA, TOM = citizen("léa"), citizen("tom")
NADIA = agent("street_lighting", "nadia")
WORDS = "le lampadaire est éteint depuis hier"
ANSWER = "Bonjour Mme Léa, appelez le 03 81 61 50 50, le câble sera changé."


class Stumbling(FakeUnderstander):
    """Gives no meanings of texts with a word in it, and notes what it was asked."""

    def __init__(self, on: str = "\0") -> None:
        super().__init__()
        self.on = on
        self.asked: list[list[str]] = []

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give what texts mean, or fail."""
        self.asked.append(list(texts))
        if any(self.on in text for text in texts):
            raise RuntimeError("stumbled")
        return super().meanings(texts)


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    """A town on a new database, once of each kind."""
    with closing(Town(url)) as opened:
        yield opened


def stored(town: Town) -> dict[int, bytes | None]:
    query = select(meanings.c.request_id, meanings.c.meaning)
    return {row.request_id: row.meaning for row in town.look(lambda uow: uow.connection.execute(query).all())}


def number(town: Town, request_id: int) -> str:
    return town.request(request_id).number


async def offered(town: Town, request_id: int) -> list[str]:
    """Let an agent begin to answer; gives what they are offered, and leaves it."""
    await town.write(NADIA, f"/repondre {number(town, request_id)}")
    row = next(row for row in reversed(town.rows()) if row.room == NADIA.room)
    await town.write(NADIA, "annuler")
    return [*row.actions, *(each.words for each in row.said.paragraphs if isinstance(each, Quoted))]


async def answer(town: Town, request_id: int, words: str = ANSWER) -> None:
    assert "desk-answered" in await town.write(NADIA, f"/repondre {number(town, request_id)} {words}")


async def test_a_request_has_a_meaning_as_soon_as_it_is_sent_without_names_and_numbers(fresh_sqlite: Fresh) -> None:
    understander = Stumbling()
    with closing(Town(fresh_sqlite(), understander=understander)) as town:
        sent = await town.report(LÉA, f"{WORDS}, Léa, 06 12 34 56 78")
        assert understander.asked == [["le lampadaire est éteint depuis hier,"]]
        assert {key: len(meaning or b"") for key, meaning in stored(town).items()} == {sent: 2 * WIDTH}


async def test_the_answer_is_offered_masked_to_that_team_only(town: Town) -> None:
    first, second = await town.report(LÉA, WORDS), await town.report(TOM, f"{WORDS} soir")
    assert await offered(town, second) == []
    await answer(town, first)
    masked = "Bonjour Mme […], appelez le […], le câble sera changé."
    assert await offered(town, second) == [f"alike {second} {first}", f"own {second}", masked]
    # Its own answer is not offered to itself.
    assert await offered(town, first) == []
    roads = agent("roads")
    assert "desk-not-yours" in await town.press(roads, f"alike {second} {first}")


@pytest.mark.parametrize("what", ["confidential", "urgent"])
async def test_what_is_private_is_never_offered(town: Town, what: str) -> None:
    first, second = await town.report(LÉA, WORDS), await town.report(TOM, f"{WORDS} soir")
    await answer(town, first)
    request = town.request(first)
    setattr(request, what, True)
    town.look(lambda uow: uow.requests.save(request))
    # Also while its meaning is still there.
    assert await offered(town, second) == []
    assert await town.press(NADIA, f"alike {second} {first}") == ["similar-gone"]


async def test_a_confidential_subject_has_no_meaning(town: Town) -> None:
    confidential = next(each.name for each in CATEGORIES.values() if each.confidential)
    sent = await town.report(LÉA, WORDS)
    assert list(stored(town)) == [sent]
    await town.write(NADIA, f"/reorienter {number(town, sent)} {confidential}")
    assert town.request(sent).confidential
    assert stored(town) == {}


async def test_an_erasure_takes_meaning_answer_and_preview_along(town: Town) -> None:
    first, second = await town.report(LÉA, WORDS), await town.report(TOM, f"{WORDS} soir")
    await answer(town, first)
    await town.write(NADIA, "/modeles ajouter Lieu : Nous passons : {lieu}")
    await town.press(NADIA, f"use {second} 1")
    await town.write(TOM, "/mesdonnees")
    await town.press(TOM, "data erase yes")
    assert list(stored(town)) == [first]
    held = town.look(lambda uow: uow.connection.scalars(select(conversations.c.answers)).all())
    assert not [each for each in held if "Battant" in each]
    await town.write(LÉA, "/mesdonnees")
    await town.press(LÉA, "data erase yes")
    assert stored(town) == {}
    third = await town.report(citizen("inès"), f"{WORDS} encore")
    assert await offered(town, third) == [f"use {third} 1", f"own {third}"]
    assert await town.press(NADIA, f"alike {third} {first}") == ["similar-gone"]


async def test_who_erases_while_it_is_worked_out_is_not_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(town.app.recalling, "drain", _nothing)
        sent = await town.report(LÉA, WORDS)

    async def slow(self: Thinking, texts: Sequence[str]) -> NDArray[np.float32]:
        person = town.request(sent).person_id
        assert person is not None
        town.look(lambda uow: uow.personal_data.erase(person))
        return FakeUnderstander().meanings(texts)

    monkeypatch.setattr(Thinking, "meanings", slow)
    assert await town.app.recalling.drain() == 1
    assert stored(town) == {}


async def test_one_text_that_cannot_be_read_does_not_hold_up_the_others(
    fresh_sqlite: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    understander = Stumbling(on="girafe")
    with closing(Town(fresh_sqlite(), understander=understander)) as town, capture_logs() as logs:
        with monkeypatch.context() as patch:
            patch.setattr(town.app.recalling, "drain", _nothing)
            good, bad = await town.report(LÉA, WORDS), await town.report(TOM, "une girafe sous le lampadaire")
        assert await town.app.recalling.drain() == 2
        assert await town.app.recalling.drain() == 0
        assert {key: meaning is None for key, meaning in stored(town).items()} == {good: False, bad: True}
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["recalling_failed", "meaning_unknown"]


async def test_people_who_wait_for_their_turn_go_first_but_not_for_ever(
    fresh_sqlite: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Town(fresh_sqlite())) as town:
        monkeypatch.setattr(town.app.recalling, "drain", _nothing)
        await town.report(LÉA, WORDS)
        behind = [True]
        recalling = Recalling(town.database, Thinking(FakeUnderstander()), town.clock, lambda: behind[0])
        assert await recalling.look() == 0
        town.clock.advance(PATIENCE - timedelta(seconds=1))
        assert await recalling.look() == 0
        town.clock.advance(timedelta(seconds=1))
        assert await recalling.look() == 1
        await town.report(TOM, WORDS)
        assert await recalling.look() == 0
        behind[0] = False
        assert await recalling.look() == 1


async def test_a_full_batch_is_the_sign_that_people_have_to_wait(fresh_sqlite: Fresh) -> None:
    behind: list[bool] = []

    class Watching(FakeUnderstander):
        def understand(self, texts: Sequence[str]) -> list[Understanding]:
            behind.append(dispatch.is_behind)
            return super().understand(texts)

    with closing(Town(fresh_sqlite(), understander=Watching())) as town, mock.patch("bot.dispatch.BATCH", 2):
        dispatch = town.app.dispatch
        await town.hand_over(*(town.platform.said(citizen(name), Words("bonjour")) for name in ("léa", "tom", "inès")))
        await town.settle()
        assert behind == [True, True]
        town.clock.advance(A_MOMENT)
        assert not dispatch.is_behind
        await town.write(LÉA, "bonjour")
        assert behind[2:] == [False]


async def _nothing() -> int:
    return 0
