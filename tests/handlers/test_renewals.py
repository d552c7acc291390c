"""What waited for a platform that was down is true when it is said: made anew, or not said at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery import OUT_OF_DATE
from bot.handling import Tick
from bot.incoming import Account, Address
from bot.outgoing import Card, Priority, Say, Span, Text
from bot.platforms import Retryable
from handlers.registry import REGISTRY
from storage.tables import requests
from storage.unit_of_work import UnitOfWork
from tests.fakes.platform import Speaker
from tests.fakes.town import Row, Town, agent
from tests.handlers import test_reminders
from tests.handlers.test_reminders import ROOM, TEAM

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ALONE = Speaker(f"agent-{TEAM}", f"agent-{TEAM}")
HEAD = Speaker(f"head-{TEAM}", f"head-{TEAM}")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    with Town(url) as opened:
        opened.clock.set("2026-03-03 12:00")
        yield opened


def add(town: Town, count: int, *, assignee: str | None = None) -> list[int]:
    """Store requests of somebody who can be answered."""
    ids = test_reminders.add(town, count, assignee=assignee)

    def give(uow: UnitOfWork) -> None:
        person = uow.people.of([Account("fake", "anna")], "fr", town.clock.now())["fake:anna"]
        uow.connection.execute(requests.update().values(person_id=person.id))

    town.look(give)
    return ids


async def wait(town: Town, at: str, room: str = ROOM) -> None:
    """Let what is due at a moment wait for a room."""
    town.platform.unreachable[room] = Retryable("down", retry_after=60)
    town.clock.set(at)
    await town.app.schedule.tick()
    await town.settle()


async def said(town: Town, room: str = ROOM, later: timedelta = 2 * MINUTE) -> list[Row]:
    """Let the room take messages again, and give the reminders, digests and figures that it got or did not get."""
    town.platform.unreachable.pop(room, None)
    town.clock.advance(later)
    await town.settle()
    return [row for row in town.rows() if row.room == room and isinstance(row.said, Say) and row.said.renewal]


async def answer(town: Town, *request_ids: int, by: Speaker = ALONE) -> None:
    for each in request_ids:
        await town.write(by, f"/repondre {town.request(each).number} Réparé.")


def named(row: Row) -> list[object]:
    """Give the numbers that a message names."""
    found = [each.args["number"] for each in row.said.paragraphs if isinstance(each, Text) and "number" in each.args]
    return [*found]


class TestAReminderOfSeveral:
    async def test_names_only_what_still_waits_for_an_answer(self, town: Town) -> None:
        ids = add(town, 14)
        await wait(town, "2026-03-04 12:00")
        await answer(town, *ids[:2])
        await town.write(ALONE, f"/demander {town.request(ids[2]).number} Quel côté ?")
        await town.write(ALONE, f"/reporter {town.request(ids[3]).number} 3 j la pièce manque")
        await town.press(ALONE, f"snooze {ids[4]} 2h")
        await town.write(ALONE, f"/reorienter {town.request(ids[5]).number} roads")
        [row] = await said(town, later=HOUR)
        assert row.state == "sent"
        left = [ids[number] for number in range(6, 14)]
        assert named(row) == [town.request(each).number for each in left]
        assert row.said.paragraphs[0].args == {"count": 8}  # type: ignore[union-attr]  # A sentence.
        assert row.said.paragraphs[1].args["left"] == Span(23 * 3600)  # type: ignore[union-attr]  # A sentence.
        listed = ",".join(map(str, left))
        assert row.actions[-2:] == [f"snooze {listed} 2h", f"snooze {listed} morning"]
        assert await town.choose(agent(TEAM), f"take {left[3]}") == ["desk-taken"]

    async def test_becomes_one_of_one(self, town: Town) -> None:
        ids = add(town, 3)
        await wait(town, "2026-03-04 12:00")
        await answer(town, *ids[1:])
        [row] = await said(town)
        assert (row.keys, named(row)) == (["reminder"], [town.request(ids[0]).number])

    async def test_is_not_said_when_all_is_answered_and_what_stands_behind_it_is(self, town: Town) -> None:
        ids = add(town, 3)
        await wait(town, "2026-03-04 12:00")
        await answer(town, *ids)
        town.look(
            lambda uow: Tick(town.app.city, uow, town.clock.now()).post(
                Address("fake", ROOM), Say((Text("greeting", {}),)), priority=Priority.CARD
            )
        )
        [row] = await said(town)
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)
        assert [each.room for each in town.platform.screen][-1] == ROOM
        assert not [each for each in town.rows() if each.state in ("waiting", "sending")]
        assert town.look(lambda uow: uow.losses.take(10)) == [], "nothing is lost by it"

    async def test_is_not_said_of_a_request_that_was_opened_anew(self, town: Town) -> None:
        [request_id] = [await town.report(Speaker("anna", "anna"))]
        await wait(town, "2026-03-04 12:00")
        await answer(town, request_id)
        await town.press(Speaker("anna", "anna"), f"unsatisfied {request_id}")
        await town.choose(Speaker("anna", "anna"), f"reopen {request_id}")
        await town.write(Speaker("anna", "anna"), "Toujours éteint")
        assert town.request(request_id).cycle == 2
        [row] = await said(town)
        assert row.state == "dead"

    async def test_is_not_said_to_whoever_has_it_no_more(self, town: Town) -> None:
        mine = f"nadia-{TEAM}"
        [first, second] = add(town, 2, assignee=f"fake:{mine}")
        await wait(town, "2026-03-04 12:00", mine)
        await town.write(HEAD, f"/confier {town.request(first).number} fake:agent-{TEAM}")
        [row] = await said(town, mine)
        assert named(row) == [town.request(second).number]

    async def test_of_the_breach_is_said_to_the_mediator_as_long_as_it_is_late(self, town: Town) -> None:
        ids = add(town, 2)
        await wait(town, "2026-03-05 12:00", "team-mediation")
        await answer(town, ids[0])
        [row] = await said(town, "team-mediation")
        assert (row.keys, named(row), row.actions) == (
            ["reminder"],
            [town.request(ids[1]).number],
            [f"take {ids[1]}", f"reply {ids[1]}"],
        )


class TestADigest:
    async def test_is_written_anew_without_what_was_answered(self, town: Town) -> None:
        ids = add(town, 12)
        await wait(town, "2026-03-04 08:30")
        await answer(town, *ids[:3])
        [row] = await said(town, later=timedelta(seconds=1))
        assert row.state == "waiting", "the platform is asked again later"
        [row] = await said(town)
        assert named(row) == [town.request(each).number for each in ids[3:]]
        assert row.said.paragraphs[1].args == {"count": 9}  # type: ignore[union-attr]  # A sentence.

    async def test_tells_the_hours_of_when_it_is_read(self, town: Town) -> None:
        add(town, 1)
        await wait(town, "2026-03-04 08:30")
        [row] = await said(town, later=HOUR)
        assert row.said.paragraphs[-1].args["left"] == Span(26 * 3600 + 1800)  # type: ignore[union-attr]  # A sentence.

    async def test_is_not_said_when_nothing_is_left(self, town: Town) -> None:
        ids = add(town, 2)
        await wait(town, "2026-03-04 08:30")
        await answer(town, *ids)
        [row] = await said(town)
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)

    async def test_is_not_said_when_the_morning_is_over(self, town: Town) -> None:
        add(town, 2)
        await wait(town, "2026-03-04 08:30")
        [row] = await said(town, later=3 * HOUR)
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)

    async def test_of_yesterday_is_not_said_beside_that_of_today(self, town: Town) -> None:
        add(town, 1)
        await wait(town, "2026-03-04 08:30")
        town.clock.set("2026-03-05 08:30")
        await town.app.schedule.tick()
        rows = [row for row in await said(town) if row.said.renewal.startswith("digest")]
        assert [row.state for row in rows] == ["dead", "sent"]


class TestTheWeek:
    async def test_is_counted_again(self, town: Town) -> None:
        [first, second] = add(town, 2)
        await answer(town, first)
        await wait(town, "2026-03-09 08:30", f"head-{TEAM}")
        before = [row.said for row in town.rows() if row.room == f"head-{TEAM}" and "week-title" in row.keys]
        await answer(town, second)
        row = (await said(town, f"head-{TEAM}"))[-1]
        assert (row.state, row.keys[0]) == ("sent", "week-title")
        assert [row.said] != before, "what is open is told as it is now"

    async def test_is_not_said_on_the_next_day(self, town: Town) -> None:
        await answer(town, *add(town, 1))
        await wait(town, "2026-03-09 08:30", f"head-{TEAM}")
        row = (await said(town, f"head-{TEAM}", later=24 * HOUR))[-1]
        assert (row.said.renewal.partition(" ")[0], row.error) == ("weekly", OUT_OF_DATE)


async def test_a_renewal_that_fails_holds_up_nothing(url: str) -> None:
    def fail(_tick: Tick, _room: Address, _before: Card | Say, _argument: str) -> Say:
        raise ZeroDivisionError

    with Town(url, registry=replace(REGISTRY, renewals={"broken": fail})) as town:
        for renewal in ("broken", ""):
            message = Say((Text("greeting", {}),), renewal=renewal)
            town.look(lambda uow, it=message: Tick(town.app.city, uow, town.clock.now()).post(Address("fake", "a"), it))  # type: ignore[misc]  # Bound now.
        with capture_logs() as logs:
            await town.settle()
        assert [row.state for row in town.rows()] == ["dead", "sent"]
        assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["renewal_failed"]
