"""A reminder that waited for a platform until the night waits on until the morning, and nothing behind it does."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot import outgoing
from bot.delivery import OUT_OF_DATE
from bot.outgoing import Say, Span
from bot.platforms import Retryable
from storage.tables import outbox
from tests.conftest import Fresh
from tests.fakes.clock import PARIS
from tests.fakes.platform import BUTTONS, NUMBERS
from tests.fakes.town import Row, Town, agent, citizen
from tests.handlers.test_promise_year import has_allowed, is_quiet
from tests.handlers.test_reminders import ROOM, TEAM
from tests.handlers.test_renewals import ALONE, add, answer, named, said, wait

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def town(url: str, request: pytest.FixtureRequest) -> Iterator[Town]:
    with Town(url, abilities=request.param) as opened:
        opened.clock.set("2026-03-03 19:00")
        yield opened


async def at(town: Town, moment: str, room: str = ROOM) -> list[Row]:
    """Let a moment come, and give what is made anew in a room by then."""
    town.clock.set(moment)
    await town.app.schedule.tick()
    return await said(town, room, later=timedelta(0))


def reminders(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.said.renewal.startswith("reminders")]


class TestAtNight:
    async def test_a_reminder_waits_for_the_morning_and_is_written_anew_then_once(self, town: Town) -> None:
        ids = add(town, 2)
        await wait(town, "2026-03-04 19:00")
        [row] = await at(town, "2026-03-04 21:00")
        assert (row.state, [shown for shown in town.platform.screen if shown.room == ROOM]) == ("held", [])
        await answer(town, ids[0])
        assert reminders(await at(town, "2026-03-05 07:29"))[0].state == "held"
        [row] = reminders(await at(town, "2026-03-05 07:30"))
        assert (row.state, named(row)) == ("sent", [town.request(ids[1]).number])
        assert row.said.paragraphs[0].args["left"] == Span(11 * 3600 + 1800)  # type: ignore[union-attr]  # A sentence.
        [row] = reminders(await at(town, "2026-03-05 07:40"))
        assert row.state == "sent"

    async def test_what_stands_behind_it_does_not_wait(self, town: Town) -> None:
        [request_id] = add(town, 1)
        await wait(town, "2026-03-04 19:00")
        await at(town, "2026-03-04 21:00")
        await town.report(citizen("léa"))
        assert any("card-title" in row.keys and row.state == "sent" for row in town.rows() if row.room == ROOM)
        shown = await town.write(agent(TEAM), f"/prendre {town.request(request_id).number}")
        assert shown[0] == "desk-taken"
        assert not [row for row in town.rows() if row.state in ("waiting", "sending")]

    async def test_a_number_means_what_the_room_has_read_last(self, town: Town) -> None:
        """At night the card that stands there; in the morning the reminder, although it was made before the card."""
        [request_id] = add(town, 1)
        await wait(town, "2026-03-04 19:00")
        await at(town, "2026-03-04 21:00")
        new = await town.report(citizen("léa"))
        offered = town.look(lambda uow: uow.outbox.offered(town.platform.address(ROOM)))
        assert offered[0].action == f"take {new}"
        await at(town, "2026-03-05 07:30")
        offered = town.look(lambda uow: uow.outbox.offered(town.platform.address(ROOM)))
        assert offered[0].action == f"take {request_id}"

    async def test_nothing_is_said_in_the_morning_of_what_was_answered_at_night(self, town: Town) -> None:
        ids = add(town, 2)
        await wait(town, "2026-03-04 19:00")
        await at(town, "2026-03-04 21:00")
        await answer(town, *ids)
        [row] = reminders(await at(town, "2026-03-05 07:30"))
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)

    async def test_it_waits_over_a_sunday(self, town: Town) -> None:
        town.clock.set("2026-03-07 12:00")
        add(town, 1)
        await wait(town, "2026-03-07 19:59")
        for moment in ("2026-03-07 20:10", "2026-03-08 12:00"):
            assert [row.state for row in reminders(await at(town, moment))] == ["held"]
        assert [row.state for row in reminders(await at(town, "2026-03-09 07:30"))] == ["sent"]

    async def test_it_does_not_where_the_deadline_is_on_the_sunday(self, town: Town) -> None:
        town.clock.set("2026-03-06 12:00")
        [request_id] = add(town, 1)
        await wait(town, "2026-03-07 19:59")
        rows = reminders(await at(town, "2026-03-07 20:10"))
        assert [(row.state, row.said.renewal) for row in rows] == [("sent", f"reminders {request_id}:3")]

    async def test_a_deadline_that_would_pass_meanwhile_is_told_of_and_the_rest_waits(self, town: Town) -> None:
        town.clock.set("2026-03-03 04:00")
        [early] = add(town, 1)
        town.clock.set("2026-03-03 19:59")
        [late] = add(town, 1)
        await wait(town, "2026-03-04 19:59")
        rows = await at(town, "2026-03-04 21:00")
        assert [(row.state, named(row)) for row in rows] == [
            ("sent", [town.request(early).number]),
            ("held", [town.request(late).number]),
        ]
        rows = reminders(await at(town, "2026-03-05 07:30"))
        assert [named(row) for row in rows if row.state == "sent"][-1] == [town.request(late).number]

    async def test_of_several_steps_that_waited_the_highest_is_said(self, town: Town) -> None:
        [request_id] = add(town, 1)
        for moment in ("2026-03-04 19:00", "2026-03-05 11:00", "2026-03-05 19:00"):
            await wait(town, moment)
        assert [row.state for row in reminders(await at(town, "2026-03-05 21:00"))] == ["dead", "dead", "held"]
        rows = reminders(await at(town, "2026-03-06 07:30"))
        assert [row.state for row in rows] == ["dead", "dead", "sent"]
        assert rows[-1].said.renewal == f"reminders {request_id}:3"

    async def test_the_figures_of_the_week_wait_too_as_long_as_they_are_of_this_week(self, town: Town) -> None:
        town.clock.set("2026-03-06 10:00")
        await answer(town, *add(town, 1))
        head = f"head-{TEAM}"
        await wait(town, "2026-03-09 08:30", head)
        assert [row.state for row in await at(town, "2026-03-09 21:00", head)] == ["held"]
        rows = await at(town, "2026-03-10 07:30", head)
        assert [(row.state, row.keys[0]) for row in rows] == [("sent", "week-title")]

    async def test_a_restart_and_a_second_process_say_it_once(self, url: str) -> None:
        with Town(url, workers=2) as town:
            town.clock.set("2026-03-03 19:00")
            add(town, 1)
            await wait(town, "2026-03-04 19:00")
            await at(town, "2026-03-04 21:00")
            town.reopen()
            town.clock.set("2026-03-05 07:30")
            await asyncio.gather(*(app.delivery.drain() for app in town.apps))
            assert [row.state for row in reminders(town.rows())] == ["sent"]
            assert len([shown for shown in town.platform.screen if shown.room == ROOM]) == 1


OUTAGES = st.lists(st.tuples(st.integers(0, 5 * 24), st.integers(1, 30)), min_size=1, max_size=4)
ARRIVALS = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=5)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@given(outages=OUTAGES, arrivals=ARRIVALS, begins=st.integers(0, 7 * 24 * 2))
@settings(
    max_examples=6,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_the_outages(
    fresh_sqlite: Fresh,
    loop: asyncio.Runner,
    outages: list[tuple[int, int]],
    arrivals: list[tuple[int, bool]],
    begins: int,
) -> None:
    with Town(fresh_sqlite()) as town:
        town.clock.set("2026-03-16 00:29")
        town.clock.advance(begins * 30 * MINUTE)
        loop.run(_live(town, outages, arrivals))


async def _live(town: Town, outages: list[tuple[int, int]], arrivals: list[tuple[int, bool]]) -> None:
    """Let requests come, and be answered or not, while the team's room comes and goes, for nine days."""
    begun, down = town.clock.now(), Retryable("down", retry_after=60)
    answers: dict[int, datetime] = {}
    came: list[tuple[int, datetime]] = []
    for _half_hour in range(9 * 48):
        hour = (town.clock.now() - begun) / HOUR
        is_down = any(start <= hour < start + length for start, length in outages)
        town.platform.unreachable = {ROOM: down} if is_down else {}
        for each, (arrives, is_answered) in enumerate(arrivals):
            if hour == arrives:
                request_id = await town.report(citizen(f"anna{each}"))
                came.append((request_id, town.request(request_id).promise.due_at))
                answers |= {request_id: town.clock.now() + 30 * HOUR} if is_answered else {}
        for request_id, moment in answers.items():
            if moment == town.clock.now():
                await town.write(ALONE, f"/repondre {town.request(request_id).number} Réparé.")
        await town.app.schedule.tick()
        await town.settle()
        town.clock.advance(30 * MINUTE)
    _check(town, dict(came), answers)


def _check(town: Town, due: dict[int, datetime], answers: dict[int, datetime]) -> None:
    columns = (outbox.c.room_id, outbox.c.payload, outbox.c.state, outbox.c.sent_at, outbox.c.error)
    rows = town.look(lambda uow: uow.connection.execute(select(*columns)).all())
    read, given_up = Counter[tuple[str, int, int]](), set[str]()
    for row in rows:
        assert row.state in ("sent", "dead"), "it waits for ever"
        shown = outgoing.load(row.payload)
        if not isinstance(shown, Say) or not shown.renewal.startswith("reminders"):
            continue
        if row.state == "dead":
            # After a day in vain it is told elsewhere that the room is out of reach.
            given_up |= set(shown.renewal.split()[1:]) if row.error != OUT_OF_DATE else set()
            continue
        for each in shown.renewal.split()[1:]:
            request_id, step = map(int, each.split(":"))
            assert request_id not in answers or row.sent_at < answers[request_id], "said behind the answer"
            read[row.room_id, request_id, step] += 1
            _was_allowed(due[request_id], step, row.sent_at)
        if len(shown.renewal.split()) == 2:
            left = shown.paragraphs[0].args["left"]  # type: ignore[union-attr]  # A sentence.
            assert left == Span(abs(int((due[request_id] - row.sent_at).total_seconds()))), "not written anew"
    assert set(read.values()) <= {1}, "said twice"
    for request_id in due.keys() - answers.keys():
        assert read["team-mediation", request_id, 3] == 1
        assert read[ROOM, request_id, 3] == 1 or f"{request_id}:3" in given_up, "the breach was lost"


def _was_allowed(due: datetime, step: int, moment: datetime) -> None:
    if is_quiet(moment):
        assert not has_allowed(due - 48 * HOUR, due) or (moment <= due and not has_allowed(moment, due)), (
            f"step {step} at night, {moment.astimezone(PARIS)}"
        )
