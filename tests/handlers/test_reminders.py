"""Reminders that fall due at once: one message to each reader, whatever their number, on either database."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from unittest import mock

import pytest

from bot.app import rules_of
from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.request import Request, Status
from bot.incoming import Address
from bot.outgoing import Priority
from bot.platforms import Retryable
from handlers.categories import CATEGORIES
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.monday import TownHall
from tests.fakes.monday_people import Agent, Citizen
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
ROOM = f"team-{TEAM}"
HOUR = timedelta(hours=1)


def add(town: Town, count: int, *, assignee: str | None = None, team: str = TEAM) -> list[int]:
    """Store requests that were received now."""
    rules, clock = town.app.city.rules, promise.start(town.clock.now(), town.app.city.rules)
    ids = []
    for _ in range(count):
        request = Request(
            id=0,
            number="",
            person_id=None,
            address=Address("fake", "anna"),
            lang="fr",
            category=TEAM,
            team=team,
            status=Status.NEW,
            urgent=False,
            confidential=False,
            words="Lampadaire éteint",
            promise=clock,
            assignee=assignee,
            assignee_name="Nadia" if assignee else None,
        )
        request.set_clock(clock, rules)
        ids.append(town.look(lambda uow, request=request: uow.requests.add(request, reference.format)).id)  # type: ignore[misc]  # Bound now.
    return ids


async def tick(town: Town) -> list[Row]:
    """Let the jobs run, and give the reminders that were said."""
    before = len(town.rows())
    await town.app.schedule.tick()
    await town.settle()
    return [row for row in town.rows()[before:] if {"reminder", "reminders-title"} & set(row.keys)]


class TestThirtyAtOnce:
    async def test_are_one_message_with_ten_lines_and_a_button_for_each(self, url: str) -> None:
        with Town(url) as town:
            ids = add(town, 30)
            town.clock.advance(24 * HOUR)
            [row] = await tick(town)
            assert row.room == ROOM
            assert Counter(row.keys) == {"reminders-title": 1, "reminders-line": 10, "reminders-more": 1}
            assert row.said.paragraphs[0].args == {"count": 30}  # type: ignore[union-attr]  # A sentence.
            assert row.said.paragraphs[-1].args == {"count": 20}  # type: ignore[union-attr]  # A sentence.
            listed = ",".join(map(str, ids))
            taking = [f"take {each}" for each in ids[:10]]
            assert row.actions == [*taking, f"snooze {listed} 2h", f"snooze {listed} morning"]
            assert await tick(town) == []

    async def test_come_again_as_one_message_when_they_are_put_off_together(self, url: str) -> None:
        with Town(url) as town:
            ids = add(town, 30)
            town.clock.advance(24 * HOUR)
            [row] = await tick(town)
            assert await town.press(agent(TEAM), row.actions[-2], row.receipt) == ["snoozed-several"]
            town.clock.advance(2 * HOUR - timedelta(minutes=1))
            assert await tick(town) == []
            town.clock.advance(timedelta(minutes=1))
            [again] = await tick(town)
            assert again.said.paragraphs[0].args == {"count": 30}  # type: ignore[union-attr]  # A sentence.
            assert {town.request(each).promise.step_done for each in ids} == {1}

    async def test_a_button_takes_one_of_them(self, url: str) -> None:
        with Town(url) as town:
            ids = add(town, 12)
            town.clock.advance(24 * HOUR)
            await tick(town)
            assert await town.choose(agent(TEAM), f"take {ids[3]}") == ["desk-taken"]
            assert town.request(ids[3]).status is Status.TAKEN

    async def test_are_broken_together_for_the_mediator_who_cannot_put_them_off(self, url: str) -> None:
        with Town(url) as town:
            add(town, 30)
            town.clock.advance(48 * HOUR)
            rows = await tick(town)
            assert sorted(row.room for row in rows) == [f"head-{TEAM}", "team-mediation", ROOM]
            assert {tuple(row.keys[:2]) for row in rows} == {("reminders-title", "reminders-line")}
            assert not [action for row in rows for action in row.actions if action.startswith("snooze")]

    async def test_each_reader_gets_their_own(self, url: str) -> None:
        with Town(url) as town:
            mine, theirs = add(town, 2, assignee=f"fake:nadia-{TEAM}"), add(town, 3)
            [desk] = add(town, 1, team="roads")
            town.clock.advance(24 * HOUR)
            said = {row.room: row for row in await tick(town)}
            assert set(said) == {f"nadia-{TEAM}", ROOM, "team-roads"}
            assert said[f"nadia-{TEAM}"].actions[:2] == [f"reply {each}" for each in mine]
            assert said[ROOM].actions[:3] == [f"take {each}" for each in theirs]
            assert said["team-roads"].keys == ["reminder"]
            assert said["team-roads"].actions == [f"{does} {desk}" for does in ("take", "reply")] + [
                f"snooze {desk} {wait}" for wait in ("2h", "morning")
            ]

    async def test_none_is_lost_where_there_are_more_than_one_transaction_takes(self, url: str) -> None:
        with Town(url) as town, mock.patch("handlers.jobs.reminders.MOST_AT_ONCE", 5):
            ids = add(town, 12)
            town.clock.advance(24 * HOUR)
            assert [row.actions[-1].count(",") + 1 for row in await tick(town)] == [5, 5, 2]
            assert {town.request(each).promise.step_done for each in ids} == {1}

    async def test_two_processes_do_not_share_them_out(self, fresh: Fresh) -> None:
        with Town(fresh(), workers=2) as town:
            add(town, 30)
            town.clock.advance(24 * HOUR)
            await asyncio.gather(*(app.schedule.tick() for app in town.apps))
            reminders = [row for row in town.rows() if "reminders-title" in row.keys]
            assert [(row.room, row.keys[0]) for row in reminders] == [(ROOM, "reminders-title")]


class TestPuttingOff:
    async def test_is_for_those_who_may_work_the_request(self, url: str) -> None:
        with Town(url) as town:
            [each] = add(town, 1)
            town.clock.advance(24 * HOUR)
            await tick(town)
            assert await town.press(agent("roads"), f"snooze {each} 2h") == ["desk-not-yours"]
            assert await town.press(citizen("boris"), f"snooze {each} 2h") == ["refused"]
            assert town.request(each).promise.snoozed_until is None

    @pytest.mark.parametrize("action", ["snooze", "snooze 1", "snooze 1 3h", "snooze  2h", "snooze x,1; 2h"])
    async def test_what_no_button_says_does_nothing(self, action: str, url: str) -> None:
        with Town(url) as town:
            [each] = add(town, 1)
            before = town.request(each)
            assert await town.press(agent(TEAM), action)
            after = town.request(each)
            assert after.promise.due_at == before.promise.due_at
            assert "x" in action or after.promise == before.promise

    async def test_at_night_it_comes_in_the_morning(self, url: str) -> None:
        with Town(url) as town:
            town.clock.set("2026-03-03 19:00")
            [each] = add(town, 1)
            town.clock.advance(24 * HOUR)
            await tick(town)
            await town.press(agent(TEAM), f"snooze {each} 2h")
            at = town.request(each).next_step_at
            assert at is not None
            assert at == Calendar(town.app.city.zone).next_allowed(at)
            assert f"{at.astimezone(town.app.city.zone):%d %H:%M}" == "05 07:30"


class TestADelayOfItsOwn:
    async def test_is_what_the_citizen_is_promised_and_stretches_the_ladder(self, url: str) -> None:
        longer = replace(CATEGORIES[TEAM], answer_within=timedelta(days=4))
        with Town(url) as town, mock.patch.dict(CATEGORIES, {TEAM: longer}):
            each = await town.report(citizen("anna"))
            stored = town.request(each).promise
            assert stored.due_at - stored.received_at == timedelta(days=4)
            steps = promise.ladder(town.app.city.rules, stored.within)
            assert [step.after / HOUR for step in steps] == [48, 80, 94, 96]
            town.clock.advance(24 * HOUR)
            assert await tick(town) == []
            town.clock.advance(24 * HOUR)
            assert [row.room for row in await tick(town)] == [ROOM]

    async def test_the_mediator_answers_within_the_citys(self, url: str) -> None:
        longer = replace(CATEGORIES[TEAM], answer_within=timedelta(days=4))
        with Town(url) as town, mock.patch.dict(CATEGORIES, {TEAM: longer}):
            each = await town.report(citizen("anna"))
            await town.press(citizen("anna"), f"mediate {each}")
            stored = town.request(each).promise
            assert stored.due_at - town.clock.now() == stored.within == timedelta(hours=48)


def test_the_citys_days_off_stand_beside_the_holidays_of_france_but_not_of_alsace() -> None:
    plain = rules_of(settings()).calendar
    own = rules_of(settings(promise={"days_off": ["2026-12-26"]})).calendar
    boxing_day, good_friday, christmas = date(2026, 12, 26), date(2026, 4, 3), date(2026, 12, 25)
    assert [plain.is_day_off(day) for day in (boxing_day, good_friday, christmas)] == [False, False, True]
    assert [own.is_day_off(day) for day in (boxing_day, good_friday, christmas)] == [True, False, True]


async def test_a_reminder_that_waits_for_a_platform_is_not_said_behind_the_answer(fresh_sqlite: Fresh) -> None:
    hall = TownHall(fresh_sqlite(), 1, "2026-03-03 10:00")
    anna = Citizen(hall, "telegram", "citizen0", street="rue Dolan")
    agent = Agent(hall, "telegram", "street_lighting-t", team="street_lighting")
    await anna.tell()
    for _ in range(6):
        for seen in await hall.minute():
            if seen.room == "citizen0":
                anna.read(seen)
        await anna.act()
    hall.lines["matrix"].down = Retryable("down")
    reminded = await hall.minute(timedelta(hours=24))
    assert [seen.platform for seen in reminded if seen.priority == Priority.REMINDER] == ["telegram"]
    await agent.write(agent.room, f"/repondre {anna.numbers[0]} Réparé.")
    await hall.minute()
    hall.lines["matrix"].down = None
    late = [seen for _ in range(30) for seen in await hall.minute()]
    assert [seen for seen in late if seen.platform == "matrix"], "what else waited is said"
    assert [seen for seen in late if seen.priority == Priority.REMINDER] == []
    hall.app.close()
