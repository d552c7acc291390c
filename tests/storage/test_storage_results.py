"""What became of a team's requests, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import promise
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import EventKind, Request, Status
from bot.domain.weeks import Clock
from bot.incoming import Account, Address
from storage.database import Database
from tests.fakes.clock import PARIS, StillClock

RULES = Rules(Calendar(PARIS))
DAY = timedelta(days=1)
TEAM = "street_lighting"


def stored(database: Database, clock: StillClock, **changes: object) -> Request:
    running = promise.start(clock.now(), RULES)
    plain = Request(
        0, "", None, Address("fake", "léa"), "fr", TEAM, TEAM, Status.NEW,
        urgent=False, confidential=False, words="", promise=running,
    )  # fmt: skip
    request = replace(plain, **changes)  # type: ignore[arg-type]  # Fields by name.
    return database.run_here(lambda uow: uow.requests.add(request, str))


def test_the_clocks_of_a_team_without_what_was_withdrawn(database: Database, clock: StillClock) -> None:
    started = promise.start(clock.now(), RULES)
    answered = promise.answer(started, RULES, clock.now() + timedelta(hours=3))
    held = promise.pause(started, clock.now())
    stored(database, clock, promise=answered, status=Status.CLOSED, category="roads")
    stored(database, clock, promise=held, status=Status.ASKED)
    stored(database, clock, promise=answered, status=Status.WITHDRAWN)
    stored(database, clock, team="roads")
    stored(database, clock, promise=promise.start(clock.now() - 9 * DAY, RULES))
    found = database.run_here(lambda uow: uow.results.clocks(TEAM, clock.now() - DAY))
    times = (started.received_at, started.due_at)
    assert sorted(found, key=lambda each: each.category) == [
        Clock("roads", *times, answered.answered_at),
        Clock(TEAM, *times, None, paused=True),
    ]


def test_what_is_open_and_late_now(database: Database, clock: StillClock) -> None:
    assert database.run_here(lambda uow: uow.results.open_now(TEAM, clock.now())) == (0, 0)
    for status in Status:
        stored(database, clock, status=status)
    later = clock.now() + 3 * DAY
    assert database.run_here(lambda uow: uow.results.open_now(TEAM, clock.now())) == (3, 0)
    assert database.run_here(lambda uow: uow.results.open_now(TEAM, later)) == (3, 2)
    assert database.run_here(lambda uow: uow.results.open_now("roads", later)) == (0, 0)


def test_what_was_contested_and_moved_between_two_moments(database: Database, clock: StillClock) -> None:
    lamp, road = stored(database, clock), stored(database, clock, category="roads", team="roads")
    now = clock.now()
    for request, kind, at in (
        (lamp, EventKind.CONTESTED, now),
        (lamp, EventKind.MOVED, now),
        (lamp, EventKind.MOVED, now + DAY),
        (lamp, EventKind.NOTED, now),
        (road, EventKind.CONTESTED, now),
    ):
        database.run_here(lambda uow, r=request, k=kind, a=at: uow.requests.log(r, k, a, "fake:a"))  # type: ignore[misc]  # Bound now.
    assert database.run_here(lambda uow: uow.results.contested([TEAM], now, now + DAY)) == 1
    assert database.run_here(lambda uow: uow.results.contested([TEAM, "roads"], now, now + DAY)) == 2
    assert database.run_here(lambda uow: uow.results.contested([], now, now + DAY)) == 0
    assert database.run_here(lambda uow: uow.results.contested([TEAM], now - DAY, now)) == 0
    assert database.run_here(lambda uow: uow.results.moved(TEAM, now, now + DAY)) == 1
    assert database.run_here(lambda uow: uow.results.moved(TEAM, now, now + 2 * DAY)) == 2


@pytest.mark.parametrize(("account", "lang"), [(Account("fake", "léa"), "en"), (Account("fake", "tom"), None)])
def test_the_language_of_an_account(database: Database, clock: StillClock, account: Account, lang: str | None) -> None:
    database.run_here(lambda uow: uow.people.of([Account("fake", "léa")], "en", clock.now()))
    assert database.run_here(lambda uow: uow.people.language_of(account)) == lang
