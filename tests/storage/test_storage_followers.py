"""Who has joined a request, on SQLite and PostgreSQL: once each, also at once; found, moved, exported, erased."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import NEIGHBOUR, EventKind, Outcome, Request, Status
from bot.incoming import Account, Address
from storage.conversations import Conversation
from storage.database import Database
from storage.followers import Follower
from storage.people import Person
from storage.tables import spots
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock

T = TypeVar("T")
RULES = Rules(Calendar(PARIS))
CLAIRE, CLAIRE_TOO, TOM = Account("telegram", "42", "Claire"), Account("matrix", "@c:ex.org", "C."), Account("x", "tom")


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def met(database: Database, clock: StillClock, *accounts: Account) -> list[Person]:
    found = look(database, lambda uow: uow.people.of(accounts, "fr", clock.now()))
    return [found[str(account)] for account in accounts]


def made(database: Database, clock: StillClock, person: Person, **other: object) -> Request:
    values: dict[str, object] = {"status": Status.NEW, "category": "roads", "confidential": False, **other}
    values.setdefault("answers", {"place": "rue Battant"})
    new = Request(
        id=0, number="", person_id=person.id, address=Address("x", "room"), lang="fr", team="roads", urgent=False,
        words="un trou", promise=promise.start(clock.now(), RULES), **values,  # type: ignore[arg-type]  # As named.
    )  # fmt: skip
    return look(database, lambda uow: uow.requests.add(new, reference.format))


def follower(request: Request, person: Person, clock: StillClock, words: str = "moi aussi") -> Follower:
    room = Address("x", f"room-{person.id}")
    return Follower(request.id, person.id, room, "en", words, {"place": "12 rue Battant"}, clock.now())


def joins(database: Database, request: Request, person: Person, clock: StillClock, words: str = "moi aussi") -> bool:
    """Let somebody join as handlers/joining.py does."""

    def work(uow: UnitOfWork) -> bool:
        locked = uow.requests.get(request.id)
        assert locked
        added = uow.followers.add(follower(request, person, clock, words))
        if added:
            locked.joined += 1
            uow.requests.save(locked)
            uow.requests.log(locked, EventKind.JOINED, clock.now(), f"{NEIGHBOUR}{person.id}", words)
        return added

    return look(database, work)


def count(database: Database, request: Request) -> int:
    found = look(database, lambda uow: uow.requests.get(request.id))
    assert found
    return found.joined


class TestJoining:
    def test_somebody_joins_once(self, database: Database, clock: StillClock) -> None:
        claire, tom = met(database, clock, CLAIRE, TOM)
        request = made(database, clock, claire)
        assert joins(database, request, tom, clock)
        assert not joins(database, request, tom, clock, "encore")
        assert look(database, lambda uow: uow.followers.of(request.id)) == [follower(request, tom, clock)]
        assert look(database, lambda uow: uow.followers.find(request.id, tom.id)) == follower(request, tom, clock)
        assert look(database, lambda uow: uow.followers.find(request.id, claire.id)) is None
        assert look(database, lambda uow: uow.followers.of_person(tom.id)) == [follower(request, tom, clock)]
        assert count(database, request) == 1

    def test_leaving_is_once_too(self, database: Database, clock: StillClock) -> None:
        claire, tom = met(database, clock, CLAIRE, TOM)
        request = made(database, clock, claire)
        joins(database, request, tom, clock)
        assert look(database, lambda uow: uow.followers.remove(request.id, tom.id))
        assert not look(database, lambda uow: uow.followers.remove(request.id, tom.id))
        assert look(database, lambda uow: uow.followers.of(request.id)) == []

    def test_what_is_added_is_kept(self, database: Database, clock: StillClock) -> None:
        claire, tom = met(database, clock, CLAIRE, TOM)
        request = made(database, clock, claire)
        joins(database, request, tom, clock)
        more = follower(request, tom, clock, "moi aussi\ntoujours")
        look(database, lambda uow: uow.followers.keep(more))
        assert look(database, lambda uow: uow.followers.find(request.id, tom.id)) == more

    @pytest.mark.parametrize("same", [True, False])
    def test_two_at_once_are_counted_right(
        self, database: Database, clock: StillClock, fresh: Callable[[], str], same: bool
    ) -> None:
        """One person in two chats joins once, two people twice."""
        url = fresh()
        with closing(Database(url)) as first, closing(Database(url)) as second:
            claire, tom, ines = met(first, clock, CLAIRE, TOM, CLAIRE_TOO)
            request = made(first, clock, claire)
            both = Barrier(2)

            def at_once(worker: Database, person: Person) -> bool:
                both.wait(10)
                return joins(worker, request, person, clock)

            with ThreadPoolExecutor(2) as pool:
                done = list(pool.map(at_once, (first, second), (tom, tom if same else ines)))
            assert done.count(True) == count(first, request) == (1 if same else 2)


class TestReported:
    def found(self, database: Database, clock: StillClock, *marks: str) -> list[int]:
        now = clock.now()
        when = now - timedelta(days=30), now - timedelta(days=3)
        near = marks or ("battant",)
        return [each.id for each in look(database, lambda uow: uow.requests.reported("roads", near, *when, 10))]

    def test_only_where_it_was_asked_for_and_once(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        first = made(database, clock, claire)
        corner = made(database, clock, claire, answers={"place": "rue Battant / rue Bersot (geo:47.24211,6.02083)"})
        assert self.found(database, clock) == [corner.id, first.id]
        assert self.found(database, clock, "bersot", "battant", "9448:1204") == [corner.id, first.id]
        assert self.found(database, clock, "9448:1204") == [corner.id]
        assert self.found(database, clock, "proudhon", "9448:1205") == []

    def test_another_place_and_another_subject_are_followed(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        request = made(database, clock, claire)

        def change(name: str, value: object) -> None:
            def work(uow: UnitOfWork) -> None:
                locked = uow.requests.get(request.id)
                assert locked
                setattr(locked, name, value)
                uow.requests.save(locked)

            look(database, work)

        change("answers", {"place": "rue Bersot"})
        assert (self.found(database, clock), self.found(database, clock, "bersot")) == ([], [request.id])
        change("category", "other")
        assert self.found(database, clock, "bersot") == []
        change("category", "roads")
        change("confidential", True)
        assert self.found(database, clock, "bersot") == []

    def test_who_erases_their_data_is_not_found_by_their_place(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        made(database, clock, claire)
        look(database, lambda uow: uow.personal_data.erase(claire.id))
        assert look(database, lambda uow: uow.connection.execute(spots.select()).all()) == []

    def test_what_is_open_the_latest_first(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        ids = [made(database, clock, claire, status=each).id for each in (Status.NEW, Status.TAKEN, Status.ASKED)]
        assert self.found(database, clock) == ids[::-1]

    @pytest.mark.parametrize(
        "other",
        [{"category": "other"}, {"confidential": True}, {"status": Status.WITHDRAWN}, {"status": Status.CLOSED}],
    )
    def test_what_is_not_found(self, database: Database, clock: StillClock, other: dict[str, object]) -> None:
        (claire,) = met(database, clock, CLAIRE)
        made(database, clock, claire, **other)
        assert self.found(database, clock) == []

    @pytest.mark.parametrize(
        ("outcome", "days", "is_found"),
        [
            (Outcome.REFUSED, 1, True),
            (Outcome.ANSWERED, 2, True),
            (Outcome.SOLVED, 1, False),
            (Outcome.REFUSED, 4, False),
        ],
    )
    def test_what_has_ended(
        self, database: Database, clock: StillClock, outcome: Outcome, days: int, is_found: bool
    ) -> None:
        (claire,) = met(database, clock, CLAIRE)
        made(database, clock, claire, status=Status.CLOSED, outcome=outcome, closed_at=clock.now())
        clock.advance(timedelta(days=days))
        assert bool(self.found(database, clock)) == is_found

    def test_what_is_too_old(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        made(database, clock, claire)
        clock.advance(timedelta(days=31))
        assert self.found(database, clock) == []

    def test_several_by_their_ids(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        request = made(database, clock, claire)
        assert look(database, lambda uow: uow.requests.several([])) == {}
        assert look(database, lambda uow: uow.requests.several([request.id, 99])) == {request.id: request}


class TestOnePersonSeveralAccounts:
    def test_what_was_joined_moves(self, database: Database, clock: StillClock) -> None:
        claire, too, tom = met(database, clock, CLAIRE, CLAIRE_TOO, TOM)
        request, gone = made(database, clock, tom), too.id
        joins(database, request, too, clock)
        look(database, lambda uow: uow.linking.join(too, claire.id))
        assert [each.person_id for each in look(database, lambda uow: uow.followers.of(request.id))] == [claire.id]
        actors = [each.actor for each in look(database, lambda uow: uow.requests.history(request))]
        assert actors == [f"{NEIGHBOUR}{claire.id}"] != [f"{NEIGHBOUR}{gone}"]
        assert count(database, request) == 1

    def test_what_both_had_joined_counts_once(self, database: Database, clock: StillClock) -> None:
        claire, too, tom = met(database, clock, CLAIRE, CLAIRE_TOO, TOM)
        request = made(database, clock, tom)
        joins(database, request, too, clock)
        joins(database, request, claire, clock)
        look(database, lambda uow: uow.linking.join(too, claire.id))
        assert len(look(database, lambda uow: uow.followers.of(request.id))) == count(database, request) == 1

    @pytest.mark.parametrize("author_stays", [True, False])
    def test_nobody_follows_what_is_their_own(self, database: Database, clock: StillClock, author_stays: bool) -> None:
        claire, too = met(database, clock, CLAIRE, CLAIRE_TOO)
        author, neighbour = (claire, too) if author_stays else (too, claire)
        request = made(database, clock, author)
        joins(database, request, neighbour, clock)
        look(database, lambda uow: uow.linking.join(too, claire.id))
        assert look(database, lambda uow: uow.followers.of(request.id)) == []
        assert count(database, request) == 0

    def test_parting_takes_along_what_was_joined_there(self, database: Database, clock: StillClock) -> None:
        claire, too, tom = met(database, clock, CLAIRE, CLAIRE_TOO, TOM)
        request, other = made(database, clock, tom), made(database, clock, tom)
        look(database, lambda uow: uow.linking.join(too, claire.id))
        here, there = follower(request, claire, clock), follower(other, claire, clock)
        room = Address("matrix", "!dm:ex.org")
        look(database, lambda uow: uow.followers.add(here))
        look(
            database,
            lambda uow: uow.followers.add(Follower(there.request_id, claire.id, room, "fr", "", {}, clock.now())),
        )
        conversation = Conversation(f"{room}|{CLAIRE_TOO}", room, claire.id, clock.now())
        look(database, lambda uow: uow.conversations.save([conversation]))
        look(database, lambda uow: uow.linking.part(too, CLAIRE_TOO, clock.now()))
        assert too.id != claire.id
        assert [each.request_id for each in look(database, lambda uow: uow.followers.of_person(too.id))] == [other.id]
        assert [each.request_id for each in look(database, lambda uow: uow.followers.of_person(claire.id))] == [
            request.id
        ]
