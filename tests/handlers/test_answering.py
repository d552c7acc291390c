"""An agent's answer: its files, the moment in which it can be undone, and what must not be lost, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import select

import tests.fakes.town
from bot.domain.request import Status
from bot.outgoing import Quoted, Say
from bot.platforms import Gone
from storage.files import FileState, Sender
from storage.tables import held_answers, signatures
from storage.writers import LAPSES_AFTER
from tests.fakes.city import settings
from tests.fakes.things import Thing
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
ROOM = f"team-{TEAM}"
SOPHIE, NADIA = agent(TEAM), agent(TEAM, "nadia")
ANNA = citizen("anna")
UNDO = timedelta(seconds=30)
PHOTO = Thing("photo", "lampe.jpg")


@pytest.fixture
def town(url: str, tmp_path: Path) -> Iterator[Town]:
    configured = settings(promise={"undo_within": "30s"}, files={"folder": str(tmp_path / "files")})
    with (
        mock.patch.object(tests.fakes.town, "settings", return_value=configured),
        Town(url, folder=tmp_path / "files") as opened,
    ):
        yield opened


async def wait(town: Town, span: timedelta = UNDO) -> None:
    town.clock.advance(span)
    await town.app.schedule.tick()
    await town.settle()


def read_by(town: Town, room: str, words: str) -> list[Row]:
    """Give the messages in a room that quote these words."""
    return [row for row in town.rows() if row.room == room and Quoted(words) in row.said.paragraphs]


def held(town: Town) -> int:
    return len(town.look(lambda uow: uow.connection.execute(select(held_answers)).all()))


async def test_undone_it_is_as_if_it_had_not_been(town: Town) -> None:
    before = town.request(await town.report(ANNA))
    assert (await town.write(SOPHIE, f"/repondre {before.number} Réparé."))[-1] == "desk-answered-held"
    answered = town.request(before.id)
    assert (answered.status, answered.promise.answered_at) == (Status.ANSWERED, town.clock.now())
    assert (await town.choose(SOPHIE, f"undo {before.id} 1"))[-1] == "undone"
    assert town.request(before.id) == before
    await wait(town)
    assert read_by(town, "anna", "Réparé.") == []
    assert town.history(before.id)[-2:] == ["answered", "undone"]


async def test_the_clock_counts_the_moment_of_the_answer(town: Town) -> None:
    request = town.request(await town.report(ANNA))
    town.clock.advance(request.promise.due_at - town.clock.now() - timedelta(seconds=5))
    town.said("anna")
    await town.write(SOPHIE, f"/repondre {request.number} Réparé.")
    await wait(town)
    assert town.said("anna") == ["answer-from", "answer-helped"], "and no apology"
    after = town.request(request.id).promise
    assert after.answered_at is not None
    assert after.answered_at < after.due_at


async def test_nothing_is_lost_when_the_program_dies_in_between(town: Town) -> None:
    number = town.request(await town.report(ANNA)).number
    await town.write(SOPHIE, f"/repondre {number} Réparé.")
    town.reopen()
    await wait(town, timedelta(hours=1))
    assert len(read_by(town, "anna", "Réparé.")) == 1
    await wait(town)
    assert (len(read_by(town, "anna", "Réparé.")), held(town)) == (1, 0)


async def test_it_can_be_undone_as_long_as_it_has_not_gone(town: Town) -> None:
    """The moment is over, but the schedule has not looked yet: what is undone now reaches nobody all the same."""
    request_id = await town.report(ANNA)
    await town.write(SOPHIE, f"/repondre {town.request(request_id).number} Réparé.")
    town.clock.advance(UNDO)
    assert (await town.press(SOPHIE, f"undo {request_id} 1"))[-1] == "undone"
    await wait(town)
    assert read_by(town, "anna", "Réparé.") == []


async def test_an_older_button_does_not_undo_a_newer_answer(town: Town) -> None:
    request_id = await town.report(ANNA)
    number = town.request(request_id).number
    await town.write(SOPHIE, f"/repondre {number} Un.")
    await town.write(SOPHIE, f"/repondre {number} Deux.")
    assert len(read_by(town, "anna", "Un.")) == 1, "the second lets the first go"
    assert await town.press(SOPHIE, f"undo {request_id} 1") == ["undo-gone"]
    await wait(town)
    assert len(read_by(town, "anna", "Deux.")) == 1


@pytest.mark.parametrize("argument", ["", "0", "99", "abc", "1 2 3", "-1"])
async def test_a_button_that_means_nothing_undoes_nothing(town: Town, argument: str) -> None:
    request_id = await town.report(ANNA)
    await town.write(SOPHIE, f"/repondre {town.request(request_id).number} Réparé.")
    assert await town.press(SOPHIE, f"undo {request_id} {argument}") == ["undo-gone"]
    assert held(town) == 1


async def test_an_agent_of_another_team_undoes_nothing(town: Town) -> None:
    request_id = await town.report(ANNA)
    await town.write(SOPHIE, f"/repondre {town.request(request_id).number} Réparé.")
    assert await town.press(agent("roads"), f"undo {request_id} 1") == ["desk-not-yours"]
    assert held(town) == 1


async def test_a_citizen_who_blocked_the_bot_is_told_to_the_team(town: Town) -> None:
    number = town.request(await town.report(ANNA)).number
    await town.write(SOPHIE, f"/repondre {number} Réparé.")
    town.platform.unreachable["anna"] = Gone("blocked")
    town.said(ROOM)
    await wait(town)
    await wait(town)
    assert "citizen-unreached" in town.said(ROOM)


async def test_whoever_erases_their_data_gets_nothing_more(town: Town) -> None:
    request_id = await town.report(ANNA)
    await town.show(SOPHIE, PHOTO, text=f"/repondre {town.request(request_id).number} Réparé.")
    assert await town.press(ANNA, "data erase yes") == ["data-erased"]
    await wait(town)
    assert held(town) == 0
    assert read_by(town, "anna", "Réparé.") == []
    assert town.look(lambda uow: uow.files.digests()) == set()


class TestFiles:
    async def test_go_with_the_words_and_are_not_the_citizens(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        await town.show(SOPHIE, PHOTO, text=f"/repondre {town.request(request_id).number} Réparé.")
        await wait(town)
        (row,) = read_by(town, "anna", "Réparé.")
        assert isinstance(row.said, Say)
        files = row.said.files
        assert town.look(lambda uow: uow.files.of(request_id)) == []
        (kept,) = town.look(lambda uow: uow.files.among(request_id, files))
        assert (kept.state, kept.sender) == (FileState.KEPT, Sender.AGENT)
        assert town.request(request_id).files == ()
        assert town.history(request_id)[-2:] == ["answered", "answer_files"]
        shown = next(each for each in town.platform.screen if each.receipt == row.receipt)
        assert len(shown.rendered.enclosures) == 1

    async def test_of_an_answer_that_is_undone_go_with_it(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        await town.show(SOPHIE, PHOTO, text=f"/repondre {town.request(request_id).number} Réparé.")
        await town.press(SOPHIE, f"undo {request_id} 1")
        assert town.look(lambda uow: uow.files.digests()) == set()

    async def test_one_that_is_lost_is_told_and_the_words_go(self, town: Town) -> None:
        number = town.request(await town.report(ANNA)).number
        await town.show(SOPHIE, Thing("photo", "gone.jpg"), text=f"/repondre {number} Encore.")
        assert "answer-files-lost" in [key for row in town.rows() if row.room == ROOM for key in row.keys]
        await wait(town)
        (row,) = read_by(town, "anna", "Encore.")
        assert isinstance(row.said, Say)
        assert (row.said.files, "answer-files" in row.keys) == ((), False)

    async def test_what_comes_too_late_follows(self, town: Town) -> None:
        number = town.request(await town.report(ANNA)).number
        with mock.patch.object(town.app.fetching, "drain", return_value=0):
            await town.show(SOPHIE, PHOTO, text=f"/repondre {number} Réparé.")
            await wait(town)
            assert read_by(town, "anna", "Réparé.") == [], "it waits for its files a little"
            await wait(town, timedelta(minutes=2))
            assert len(read_by(town, "anna", "Réparé.")) == 1
        await town.settle()
        assert town.said("anna")[-1] == "answer-files-late"


async def test_a_colleague_is_not_warned_of_who_left_or_of_herself(town: Town) -> None:
    request_id = await town.report(ANNA)
    await town.press(SOPHIE, f"reply {request_id}")
    town.clock.advance(timedelta(minutes=1))
    assert await town.press(SOPHIE, f"reply {request_id}") == ["desk-text"]
    assert (await town.press(NADIA, f"reply {request_id}"))[0] == "second-writing"
    await town.press(NADIA, "answer again leave")
    town.clock.advance(LAPSES_AFTER)
    assert await town.press(NADIA, f"reply {request_id}") == ["desk-text"]


@pytest.mark.parametrize("word", ["", "oui"], ids=["choice", "yes"])
async def test_a_template_that_is_used_is_seen_before_it_is_sent(word: str, town: Town) -> None:
    request_id = await town.report(ANNA)
    await town.write(SOPHIE, "/modeles ajouter Réparé : Réparé, {numéro}.")
    await town.press(SOPHIE, f"reply {request_id}")
    number = town.request(request_id).number
    assert "template-preview" in await town.choose(SOPHIE, f"use {request_id} 1")
    assert read_by(town, "anna", f"Réparé, {number}.") == []
    said = await (town.write(SOPHIE, word) if word else town.choose(SOPHIE, "answer sure send"))
    assert said[-1] == "desk-answered-held"
    await wait(town)
    assert len(read_by(town, "anna", f"Réparé, {number}.")) == 1


class TestSignature:
    @pytest.mark.parametrize("name", ["Sophie", "Jean-Luc", "D’Arc", "Anne Marie", "سوفي", "Sophie M."])
    async def test_is_a_name(self, town: Town, name: str) -> None:
        assert await town.write(SOPHIE, f"/signature {name}") == ["signature-kept"]

    @pytest.mark.parametrize("name", ["*Sophie*", "<b>S</b>", "Sophie 06", "0612345678", "a@b.fr", "S" * 31, "S\nT_"])
    async def test_is_nothing_else(self, town: Town, name: str) -> None:
        assert await town.write(SOPHIE, f"/signature {name}") == ["signature-refused"]
        assert town.look(lambda uow: uow.connection.execute(select(signatures)).all()) == []

    async def test_goes_with_the_persons_data(self, town: Town) -> None:
        await town.write(SOPHIE, "/signature Sophie")
        assert await town.press(citizen(SOPHIE.account), "data erase yes") == ["data-erased"]
        assert town.look(lambda uow: uow.connection.execute(select(signatures)).all()) == []
