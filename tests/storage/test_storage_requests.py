"""Requests, their clocks and their history, on SQLite and PostgreSQL."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import EventKind, Outcome, Request, Status
from bot.incoming import Account, Address
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock

RULES = Rules(Calendar(PARIS))


@pytest.fixture
def person(database: Database, clock: StillClock) -> int:
    léa = Account("fake", "léa")
    return database.run_here(lambda uow: uow.people.of([léa], "fr", clock.now()))["fake:léa"].id


ROOM = Address("fake", "léa")


def stored(database: Database, clock: StillClock, person: int, **changes: object) -> Request:
    request = Request(
        id=0,
        number="",
        person_id=person,
        address=ROOM,
        lang="fr",
        category="street_lighting",
        team="street_lighting",
        status=Status.NEW,
        urgent=False,
        confidential=False,
        words="Lampadaire éteint",
        promise=promise.start(clock.now(), RULES),
        answers={"place": "rue Battant"},
    )
    request.set_clock(request.promise, RULES)
    request = replace(request, **changes)  # type: ignore[arg-type]  # Fields by name.
    return database.run_here(lambda uow: uow.requests.add(request, reference.format))


def _save(request: Request, uow: UnitOfWork) -> None:
    uow.requests.save(request)


def _get(request_id: int, uow: UnitOfWork) -> Request | None:
    return uow.requests.get(request_id)


def _log(request: Request, kind: EventKind, at: datetime, uow: UnitOfWork) -> None:
    uow.requests.log(request, kind, at, "fake:a", "mots")


def test_a_request_comes_back_as_it_was_stored(database: Database, clock: StillClock, person: int) -> None:
    request = stored(database, clock, person)
    assert request.number == reference.format(request.id)
    assert database.run_here(lambda uow: uow.requests.get(request.id)) == request
    assert database.run_here(lambda uow: uow.requests.by_number(request.number)) == request


def test_every_field_of_a_changed_request_is_saved(database: Database, clock: StillClock, person: int) -> None:
    request = stored(database, clock, person)
    request.status, request.outcome, request.satisfied = Status.CLOSED, Outcome.SOLVED, True
    request.assignee, request.assignee_name, request.closed_at = "fake:a", "Anaïs", clock.now()
    request.answers, request.words, request.cycle = {"place": "-"}, "é" * 5_000, 2
    request.set_clock(promise.pause(request.promise, clock.now()), RULES)
    database.run_here(lambda uow: uow.requests.save(request))
    assert database.run_here(lambda uow: uow.requests.get(request.id)) == request


def test_several_of_one_transaction_have_ids_of_their_own_also_after_one_was_taken_back(
    database: Database, clock: StillClock, person: int
) -> None:
    first = stored(database, clock, person)

    def add_three(uow: UnitOfWork) -> list[int]:
        second = uow.requests.add(replace(first), reference.format)
        with suppress(ZeroDivisionError), uow.savepoint():
            uow.requests.add(replace(first), reference.format)
            raise ZeroDivisionError
        return [second.id, uow.requests.add(replace(first), reference.format).id]

    added = database.run_here(add_three)
    ids = [first.id, *added, stored(database, clock, person).id]
    assert ids == sorted(set(ids))
    for each in ids:
        kept = database.run_here(partial(_get, each))
        assert kept is not None
        assert kept.number == reference.format(each)


def test_only_one_of_two_takes_it(database: Database, clock: StillClock, person: int) -> None:
    first, second = stored(database, clock, person), None
    second = replace(first)
    assert database.run_here(lambda uow: uow.requests.take(first, "fake:a", "Anaïs"))
    assert not database.run_here(lambda uow: uow.requests.take(second, "fake:b", "Bilal"))
    found = database.run_here(lambda uow: uow.requests.get(first.id))
    assert found is not None
    assert (found.assignee, found.assignee_name) == ("fake:a", "Anaïs")


def test_open_requests_by_team(database: Database, clock: StillClock, person: int) -> None:
    late = stored(database, clock, person)
    early = stored(database, clock, person, promise=promise.start(clock.now() - timedelta(hours=5), RULES))
    stored(database, clock, person, status=Status.CLOSED)
    stored(database, clock, person, team="roads")
    found = database.run_here(lambda uow: uow.requests.open_by_team())
    assert [each.id for each in found["street_lighting"]] == [early.id, late.id]
    assert list(found) == ["street_lighting", "roads"]


def test_what_is_due_is_found_and_nothing_else(database: Database, clock: StillClock, person: int) -> None:
    request = stored(database, clock, person)
    paused = stored(database, clock, person)
    paused.set_clock(promise.pause(paused.promise, clock.now()), RULES)
    database.run_here(lambda uow: uow.requests.save(paused))
    assert request.next_step_at is not None

    def due(uow: UnitOfWork) -> tuple[list[int], list[int], list[int]]:
        now = clock.now()
        return (
            [each.id for each in uow.requests.step_due(now, 10)],
            [each.id for each in uow.requests.notice_due(now, 10)],
            [each.id for each in uow.requests.paused_before(now - timedelta(days=5), 10)],
        )

    assert database.run_here(due) == ([], [], [])
    clock.advance(request.next_step_at - clock.now())
    assert database.run_here(due) == ([request.id], [], [])
    clock.advance(timedelta(days=5))
    assert database.run_here(due) == ([request.id], [request.id], [paused.id])


def test_history_keeps_the_order(database: Database, clock: StillClock, person: int) -> None:
    request = stored(database, clock, person)
    for kind in (EventKind.RECEIVED, EventKind.TAKEN, EventKind.ANSWERED):
        database.run_here(partial(_log, request, kind, clock.now()))
    history = database.run_here(lambda uow: uow.requests.history(request))
    assert [each.kind for each in history] == [EventKind.RECEIVED, EventKind.TAKEN, EventKind.ANSWERED]
    assert {(each.at, each.actor, each.words) for each in history} == {(clock.now(), "fake:a", "mots")}


def test_somebody_who_was_asked_about_two_answers_the_latest(
    database: Database, clock: StillClock, person: int
) -> None:
    assert database.run_here(lambda uow: uow.requests.awaiting_citizen(person, ROOM)) is None
    for _ in range(2):
        request = stored(database, clock, person, status=Status.ASKED)
        request.promise = promise.pause(request.promise, clock.now())
        database.run_here(partial(_save, request))
        clock.advance(timedelta(hours=1))
    found = database.run_here(lambda uow: uow.requests.awaiting_citizen(person, ROOM))
    assert found is not None
    assert found.id == request.id
    elsewhere = database.run_here(lambda uow: uow.requests.awaiting_citizen(person, Address("matrix", "léa")))
    assert elsewhere is None, "what is written in another chat is about something else"

    def foreseen(uow: UnitOfWork) -> list[Request | None]:
        uow.requests.foresee([person, person + 1])
        return [uow.requests.awaiting_citizen(each, ROOM) for each in (person, person + 1, person + 2)]

    assert database.run_here(foreseen) == [found, None, None]


def test_lists_take_one_query_however_long_they_are(database: Database, clock: StillClock, person: int) -> None:
    for _ in range(12):
        stored(database, clock, person)
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    for work in (
        lambda uow: uow.requests.of_person(person),
        lambda uow: uow.requests.open_by_team(),
    ):
        said.clear()
        assert database.run_here(work)
        assert len([each for each in said if not each.startswith("BEGIN")]) == 1, said
