"""Codes for requests told at the phone, on SQLite and PostgreSQL: used once, locked after five wrong ones, swept."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import NOBODY, Request, Status
from storage.callers import MOST_WRONG, Claim
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock

T = TypeVar("T")
RULES = Rules(Calendar(PARIS))
CODE, ANOTHER, PHONE = "K7PT2MXR", "K7PT2MXT", "+33381615050"
DAY = timedelta(days=1)


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def made(database: Database, clock: StillClock, status: Status = Status.NEW) -> int:
    new = Request(
        id=0, number="", person_id=None, address=NOBODY, lang="fr", category="roads", team="roads", status=status,
        urgent=False, confidential=False, words="un trou", promise=promise.start(clock.now(), RULES),
    )  # fmt: skip
    request_id = look(database, lambda uow: uow.requests.add(new, reference.format)).id
    look(database, lambda uow: uow.callers.keep(request_id, CODE, PHONE, clock.now() + 60 * DAY))
    return request_id


def claim(database: Database, clock: StillClock, request_id: int, code: str) -> Claim:
    return look(database, lambda uow: uow.callers.claim(request_id, code, clock.now()))


def phone(database: Database, request_id: int) -> str | None:
    return look(database, lambda uow: uow.callers.phone_of(request_id))


class TestACode:
    @pytest.mark.parametrize("typed", [CODE, "k7pt-2mxr", "K7PT 2MXR"])
    def test_is_taken_once_however_it_is_typed_and_the_number_goes(
        self, database: Database, clock: StillClock, typed: str
    ) -> None:
        request_id = made(database, clock)
        assert phone(database, request_id) == PHONE
        assert claim(database, clock, request_id, typed) is Claim.TAKEN
        assert claim(database, clock, request_id, typed) is Claim.WRONG
        assert phone(database, request_id) is None

    def test_locks_the_request_when_it_is_wrong_too_often_until_there_is_a_new_one(
        self, database: Database, clock: StillClock
    ) -> None:
        request_id, other = made(database, clock), made(database, clock)
        for _ in range(MOST_WRONG):
            assert claim(database, clock, request_id, ANOTHER) is Claim.WRONG
        assert claim(database, clock, request_id, CODE) is Claim.LOCKED
        look(database, lambda uow: uow.callers.keep(request_id, ANOTHER, PHONE, clock.now() + DAY))
        assert claim(database, clock, request_id, CODE) is Claim.WRONG
        assert claim(database, clock, request_id, ANOTHER) is Claim.TAKEN
        assert claim(database, clock, other, CODE) is Claim.TAKEN

    def test_holds_until_it_expires(self, database: Database, clock: StillClock) -> None:
        request_id = made(database, clock)
        clock.advance(60 * DAY)
        assert claim(database, clock, request_id, CODE) is Claim.WRONG
        assert phone(database, request_id) == PHONE

    def test_of_a_request_without_any_is_wrong(self, database: Database, clock: StillClock) -> None:
        assert claim(database, clock, 4242, CODE) is Claim.WRONG

    def test_is_not_stored(self, database: Database, clock: StillClock) -> None:
        made(database, clock)
        row = look(database, lambda uow: uow.connection.exec_driver_sql("SELECT * FROM callers").one())
        assert CODE not in map(str, row)


class TestSweeping:
    def test_takes_what_has_expired_and_is_over(self, database: Database, clock: StillClock) -> None:
        is_open, over = made(database, clock), made(database, clock, Status.ANSWERED)
        clock.advance(60 * DAY - timedelta(seconds=1))
        assert look(database, lambda uow: uow.callers.sweep(clock.now())) == 0
        clock.advance(timedelta(seconds=1))
        assert look(database, lambda uow: uow.callers.sweep(clock.now())) == 1
        assert (phone(database, is_open), phone(database, over)) == (PHONE, None)
