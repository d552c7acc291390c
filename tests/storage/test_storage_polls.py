"""Polls on SQLite and PostgreSQL: one person, one vote, and nobody slips in while it closes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Event
from typing import TypeVar

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bot.incoming import Account
from storage.database import Database
from storage.polls import Poll
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock

T = TypeVar("T")
LONG = timedelta(hours=48)
OPTIONS = ("Forêt", "Doubs | Loue", "L’« horloge »")


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def opened(database: Database, clock: StillClock, council: str = "jeunes", question: str = "Quelle fresque ?") -> Poll:
    now = clock.now()
    return look(database, lambda uow: uow.polls.add(council, question, OPTIONS, "fake:léa", now, now + LONG))


@pytest.fixture
def voters(database: Database, clock: StillClock) -> list[int]:
    accounts = [Account("fake", name) for name in ("léa", "tom", "inès")]
    found = look(database, lambda uow: uow.people.of(accounts, "fr", clock.now()))
    return [found[str(account)].id for account in accounts]


def vote(database: Database, clock: StillClock, poll: Poll, person: int, option: int) -> int | None:
    return look(database, lambda uow: uow.polls.vote(poll, person, option, clock.now()))


def tally(database: Database, poll: Poll) -> tuple[int, ...]:
    return look(database, lambda uow: uow.polls.tally(poll))


def latest(database: Database, council: str = "jeunes", *, only_open: bool = False) -> Poll | None:
    return look(database, lambda uow: uow.polls.latest(council, only_open=only_open))


def test_it_comes_back_as_it_was_opened(database: Database, clock: StillClock) -> None:
    poll = opened(database, clock)
    assert look(database, lambda uow: uow.polls.get(poll.id)) == poll
    assert (poll.options, poll.closes_at, poll.closed_at) == (OPTIONS, clock.now() + LONG, None)
    assert poll.about == f"poll:{poll.id}"
    assert look(database, lambda uow: uow.polls.get(poll.id + 1)) is None


def test_the_latest_of_a_council(database: Database, clock: StillClock) -> None:
    assert latest(database) is None
    first, second = opened(database, clock), opened(database, clock, question="Et après ?")
    opened(database, clock, "sages")
    assert latest(database) == second
    look(database, lambda uow: uow.polls.close(second, clock.now()))
    closed = latest(database)
    assert closed is not None
    assert (closed.id, closed.closed_at) == (second.id, clock.now())
    assert latest(database, only_open=True) == first


def test_the_last_vote_of_a_person_counts(database: Database, clock: StillClock, voters: list[int]) -> None:
    poll = opened(database, clock)
    assert tally(database, poll) == (0, 0, 0)
    assert vote(database, clock, poll, voters[0], 0) is None
    assert vote(database, clock, poll, voters[1], 2) is None
    assert vote(database, clock, poll, voters[0], 0) == 0
    assert vote(database, clock, poll, voters[0], 2) == 0
    assert vote(database, clock, poll, voters[0], 2) == 2
    assert tally(database, poll) == (0, 0, 2)


def test_a_vote_that_is_withdrawn_is_forgotten(database: Database, clock: StillClock, voters: list[int]) -> None:
    first, second = opened(database, clock), opened(database, clock)
    for poll, person in ((first, voters[0]), (first, voters[1]), (second, voters[0])):
        vote(database, clock, poll, person, 1)
    assert look(database, lambda uow: uow.polls.withdraw(first, voters[0])) is True
    assert look(database, lambda uow: uow.polls.withdraw(first, voters[0])) is False
    assert (tally(database, first), tally(database, second)) == ((0, 1, 0), (0, 1, 0))
    assert vote(database, clock, first, voters[0], 2) is None
    assert tally(database, first) == (0, 1, 1)


def test_votes_of_another_poll_are_not_counted(database: Database, clock: StillClock, voters: list[int]) -> None:
    first, second = opened(database, clock), opened(database, clock)
    vote(database, clock, first, voters[0], 1)
    assert vote(database, clock, second, voters[0], 0) is None
    assert (tally(database, first), tally(database, second)) == ((0, 1, 0), (1, 0, 0))


def test_a_vote_of_nobody_is_refused(database: Database, clock: StillClock, voters: list[int]) -> None:
    poll = opened(database, clock)
    with pytest.raises(IntegrityError):
        vote(database, clock, poll, max(voters) + 100, 0)


def test_what_is_to_be_closed(database: Database, clock: StillClock) -> None:
    first = opened(database, clock)
    clock.advance(timedelta(hours=1))
    second = opened(database, clock)

    def due(most: int = 10) -> list[int]:
        return [poll.id for poll in look(database, lambda uow: uow.polls.to_close(clock.now(), most))]

    clock.advance(LONG - timedelta(hours=1, seconds=1))
    assert due() == []
    clock.advance(timedelta(seconds=1))
    assert due() == [first.id]
    clock.advance(timedelta(hours=1))
    assert due() == [first.id, second.id]
    assert due(1) == [first.id]
    look(database, lambda uow: uow.polls.close(first, clock.now()))
    assert due() == [second.id]


def test_no_vote_slips_in_while_it_is_closed(url: str, clock: StillClock) -> None:
    """Whoever votes looks the poll up first: that waits until the closing has been committed."""
    holding, waits = Event(), Event()

    def close(uow: UnitOfWork) -> None:
        (due,) = uow.polls.to_close(poll.closes_at, 10)
        holding.set()
        assert waits.wait(10)
        uow.polls.close(due, poll.closes_at)

    def try_to_vote(uow: UnitOfWork) -> bool:
        found = uow.polls.get(poll.id)
        assert found is not None
        if found.closed_at is None:
            uow.polls.vote(found, sami.id, 0, clock.now())
        return found.closed_at is None

    with closing(Database(url)) as one, closing(Database(url)) as other, ThreadPoolExecutor(2) as pool:
        poll = opened(one, clock)
        sami = look(one, lambda uow: uow.people.of([Account("fake", "sami")], "fr", clock.now()))["fake:sami"]
        closing_it = pool.submit(one.run_here, close)
        assert holding.wait(10)
        event.listen(other.engine, "before_cursor_execute", lambda *_: waits.set())
        voting = pool.submit(other.run_here, try_to_vote)
        closing_it.result(20)
        assert not voting.result(20)
        assert tally(one, poll) == (0, 0, 0)
