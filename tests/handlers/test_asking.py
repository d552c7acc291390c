"""A question to the citizen: held back and undone like an answer, and true to the clock whatever comes in between."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from sqlalchemy import update

import tests.fakes.town
from bot.domain.request import Status
from bot.incoming import Pressed
from bot.outgoing import Quoted
from storage.tables import conversations
from tests.fakes.city import settings
from tests.fakes.town import Town, agent, citizen

TEAM = "street_lighting"
ROOM = f"team-{TEAM}"
SOPHIE, NADIA = agent(TEAM), agent(TEAM, "nadia")
ANNA, TOM = citizen("anna"), citizen("tom")
UNDO = timedelta(seconds=30)


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    configured = settings(promise={"undo_within": "30s"})
    with mock.patch.object(tests.fakes.town, "settings", return_value=configured), Town(url, workers=2) as opened:
        yield opened


async def wait(town: Town, span: timedelta = UNDO) -> None:
    town.clock.advance(span)
    await asyncio.gather(*(app.schedule.tick() for app in town.apps))
    await town.settle()


async def asked(town: Town, request_id: int, words: str = "Quel mât ?") -> str:
    """Let Sophie ask; gives the action that takes it back."""
    said = await town.write(SOPHIE, f"/demander {request_id} {words}")
    assert said[-1] == "desk-asked-held"
    return next(action for row in reversed(town.rows()) for action in row.actions if action.startswith("undo "))


def read_by(town: Town, room: str, words: str) -> int:
    """Count the messages in a room that quote these words."""
    return sum(row.room == room and Quoted(words) in row.said.paragraphs for row in town.rows())


def held(town: Town, request_id: int) -> bool:
    return town.look(lambda uow: uow.held.find(request_id)) is not None


async def test_undone_the_clock_was_never_paused(town: Town) -> None:
    before = town.request(await town.report(ANNA))
    undo = await asked(town, before.id)
    during = town.request(before.id)
    assert (during.status, during.promise.paused_at) == (Status.ASKED, town.clock.now())
    assert during.recall_at is not None
    await wait(town, UNDO / 2)
    assert (await town.choose(SOPHIE, undo))[-1] == "undone"
    assert town.request(before.id) == before
    await wait(town)
    assert read_by(town, "anna", "Quel mât ?") == 0
    assert town.history(before.id)[-2:] == ["asked", "undone"]


async def test_it_goes_once_when_the_program_dies_in_between(town: Town) -> None:
    request_id = await town.report(ANNA)
    await asked(town, request_id)
    town.reopen()
    await wait(town, timedelta(hours=1))
    await wait(town)
    assert (read_by(town, "anna", "Quel mât ?"), held(town, request_id)) == (1, False)
    assert town.request(request_id).status is Status.ASKED


async def test_of_two_agents_only_who_asked_can_undo_it_and_once(town: Town) -> None:
    request_id = await town.report(ANNA)
    undo = await asked(town, request_id)
    assert await town.press(NADIA, undo) == ["undo-not-yours"]
    await town.hand_over(*(town.platform.incoming(SOPHIE, Pressed(undo)) for _ in range(2)))
    await town.settle()
    said = town.said(ROOM)
    assert (said.count("undone"), said.count("undo-gone")) == (1, 1)


async def test_an_earlier_one_goes_when_a_colleague_asks_too(town: Town) -> None:
    request_id = await town.report(ANNA)
    undo = await asked(town, request_id)
    assert (await town.write(NADIA, f"/demander {request_id} Depuis quand ?"))[-1] == "desk-asked-held"
    assert (read_by(town, "anna", "Quel mât ?"), read_by(town, "anna", "Depuis quand ?")) == (1, 0)
    assert await town.press(SOPHIE, undo) == ["undo-gone"]
    await wait(town)
    assert read_by(town, "anna", "Depuis quand ?") == 1


class TestTheCitizenWritesMeanwhile:
    async def test_about_something_else(self, town: Town) -> None:
        """They have not been asked anything yet, so it is no answer, and nobody's agent reads it."""
        request_id = await town.report(ANNA)
        await asked(town, request_id)
        assert "report-understood" in await town.write(ANNA, "un trou", meaning="category roads")
        assert town.request(request_id).status is Status.ASKED

    async def test_about_the_request(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        paused_at = town.clock.now()
        undo = await asked(town, request_id)
        receipt = next(row.receipt for row in reversed(town.rows()) if row.room == "anna")
        assert await town.write(ANNA, "c'est le mât 12", meaning="unknown", reply_to=receipt) == ["passed-on"]
        assert "citizen-wrote" in town.said(ROOM)
        assert town.request(request_id).promise.paused_at == paused_at
        await town.press(SOPHIE, undo)
        assert (town.request(request_id).status, town.request(request_id).promise.paused_at) == (Status.NEW, None)
        assert town.history(request_id)[-2:] == ["citizen_wrote", "undone"]

    @pytest.mark.parametrize("is_undone", [False, True])
    async def test_to_answer_an_earlier_question(self, town: Town, is_undone: bool) -> None:
        """The earlier one holds the clock no more; the one that is still to come does, from when it was asked on."""
        first = town.request(await town.report(ANNA)).promise
        request_id = town.requests()[-1]
        await asked(town, request_id, "Quel mât ?")
        await wait(town, timedelta(hours=3))
        undo = await asked(town, request_id, "Depuis quand ?")
        asked_at = town.clock.now()
        town.clock.advance(UNDO / 3)
        assert await town.write(ANNA, "le mât 12", meaning="unknown") == ["passed-on"]
        assert town.request(request_id).promise.paused_at == asked_at
        if is_undone:
            await town.press(SOPHIE, undo)
            now = town.request(request_id)
            assert (now.status, now.promise.paused_at) == (Status.TAKEN, None)
            assert now.promise.due_at == first.due_at + timedelta(hours=3) + UNDO / 3
            return
        await wait(town)
        assert town.request(request_id).promise.due_at == first.due_at + timedelta(hours=3)
        assert read_by(town, "anna", "Depuis quand ?") == 1
        await town.write(ANNA, "depuis hier", meaning="unknown")
        assert town.request(request_id).status is Status.TAKEN


class TestNothingIsToBeAskedAnyMore:
    @pytest.mark.parametrize("line", ["/repondre {} Réparé.", "/clore {} réglée", "/clore {} spam"])
    async def test_an_agent_ends_it(self, town: Town, line: str) -> None:
        request_id = await town.report(ANNA)
        await asked(town, request_id)
        assert "question-dropped" in await town.write(SOPHIE, line.format(request_id))
        await wait(town)
        assert (read_by(town, "anna", "Quel mât ?"), read_by(town, ROOM, "Quel mât ?")) == (0, 1)
        assert town.request(request_id).promise.paused_at is None

    async def test_an_answer_that_is_undone_leaves_no_question(self, town: Town) -> None:
        before = town.request(await town.report(ANNA))
        await asked(town, before.id)
        await town.write(SOPHIE, f"/repondre {before.number} Réparé.")
        undo = next(action for row in reversed(town.rows()) for action in row.actions if action.startswith("undo "))
        await town.press(SOPHIE, undo)
        assert town.request(before.id) == before

    async def test_its_citizen_withdraws_it(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        await asked(town, request_id)
        assert await town.press(ANNA, f"withdraw {request_id} yes") == ["withdraw-done"]
        assert "question-dropped" in town.said(ROOM)
        await wait(town)
        assert (read_by(town, "anna", "Quel mât ?"), held(town, request_id)) == (0, False)

    async def test_its_citizen_erases_it(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        await asked(town, request_id)
        assert await town.press(ANNA, "data erase yes") == ["data-erased"]
        await wait(town)
        assert (read_by(town, "anna", "Quel mât ?"), held(town, request_id)) == (0, False)

    async def test_it_is_merged_into_another_one(self, town: Town) -> None:
        kept, gone = await town.report(ANNA), await town.report(TOM)
        await asked(town, gone)
        said = await town.write(SOPHIE, f"/fusionner {kept} {gone}")
        assert {"question-dropped", "merge-done"} <= set(said)
        await wait(town)
        assert read_by(town, "tom", "Quel mât ?") == 0
        assert town.request(gone).promise.paused_at is None


class TestWhateverElseHappensLetsItGoFirst:
    async def test_an_earlier_date_of_one_that_is_merged_into_it(self, town: Town) -> None:
        gone = await town.report(TOM)
        town.clock.advance(timedelta(hours=2))
        kept = await town.report(ANNA)
        undo = await asked(town, kept)
        await town.write(SOPHIE, f"/fusionner {gone} dans {kept}")
        assert read_by(town, "anna", "Quel mât ?") == 1
        assert await town.press(SOPHIE, undo) == ["undo-gone"]

    async def test_another_agent_gets_it(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        undo = await asked(town, request_id)
        await town.write(agent(TEAM, "head"), f"/confier {request_id} nadia")
        assert (await town.press(SOPHIE, undo))[0] == "undo-gone"
        assert town.request(request_id).assignee == f"fake:nadia-{TEAM}"


async def test_what_was_undone_is_not_what_the_citizen_is_reminded_of(town: Town) -> None:
    request_id = await town.report(ANNA)
    await asked(town, request_id, "Quel mât ?")
    await wait(town)
    undo = await asked(town, request_id, "Depuis quand ?")
    await town.press(SOPHIE, undo)
    await wait(town, timedelta(days=3, hours=1))
    assert "question-reminder" in town.said("anna")
    assert (read_by(town, "anna", "Quel mât ?"), read_by(town, "anna", "Depuis quand ?")) == (2, 0)


async def test_a_text_that_an_earlier_version_asked_for_is_a_question(town: Town) -> None:
    """Asking was part of the desk's flow then; whoever writes after the upgrade asks all the same."""
    request_id = await town.report(ANNA)
    await town.press(SOPHIE, f"note {request_id}")
    older = f'{{"task": "ask", "request": "{request_id}"}}'
    mine = conversations.c.flow == "desk"
    town.look(lambda uow: uow.connection.execute(update(conversations).where(mine).values(answers=older)))
    assert (await town.write(SOPHIE, "Quel mât ?"))[-1] == "desk-asked-held"
    await wait(town)
    assert read_by(town, "anna", "Quel mât ?") == 1
