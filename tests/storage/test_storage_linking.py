"""One person with several accounts, on SQLite and PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import Request, Status
from bot.incoming import Account, Address
from storage.conversations import Conversation
from storage.database import Database
from storage.linking import Offer
from storage.people import Person
from storage.tables import link_codes, people
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock

T = TypeVar("T")
CODE = "K7PT2MXR"
CLAIRE, CLAIRE_TOO, TOM = Account("telegram", "42", "Claire"), Account("matrix", "@c:ex.org", "C."), Account("x", "tom")
HERE, THERE = Address("telegram", "42"), Address("matrix", "!dm:ex.org")
SOON = timedelta(minutes=15)


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def met(database: Database, clock: StillClock, *accounts: Account) -> list[Person]:
    found = look(database, lambda uow: uow.people.of(accounts, "fr", clock.now()))
    return [found[str(account)] for account in accounts]


def offer(database: Database, clock: StillClock, person: Person, code: str = CODE) -> None:
    look(database, lambda uow: uow.linking.offer(code, person, CLAIRE, HERE, clock.now() + SOON))


def offered(database: Database, clock: StillClock, code: str = CODE) -> Offer | None:
    return look(database, lambda uow: uow.linking.offered(code, clock.now()))


def joined(database: Database, person: Person, into: Person) -> None:
    look(database, lambda uow: uow.linking.join(person, into.id))


def names(database: Database, person: Person) -> list[str]:
    return [str(each) for each in look(database, lambda uow: uow.linking.accounts_of(person.id))]


def request_of(database: Database, clock: StillClock, person: Person, room: Address) -> Request:
    rules = Rules(Calendar(PARIS))
    new = Request(
        id=0,
        number="",
        person_id=person.id,
        address=room,
        lang="fr",
        category="roads",
        team="roads",
        status=Status.NEW,
        urgent=False,
        confidential=False,
        words="un trou",
        promise=promise.start(clock.now(), rules),
    )
    return look(database, lambda uow: uow.requests.add(new, reference.format))


def converse(database: Database, clock: StillClock, person: Person, account: Account, room: Address) -> None:
    conversation = Conversation(f"{room}|{account}", room, person.id, clock.now())
    look(database, lambda uow: uow.conversations.save([conversation]))


class TestCodes:
    def test_a_code_says_whose_it_is(self, database: Database, clock: StillClock) -> None:
        claire, _tom = met(database, clock, CLAIRE, TOM)
        offer(database, clock, claire)
        expected = Offer(claire.id, CLAIRE, HERE)
        for typed in (CODE, " k7pt-2mxr ", "K7PT 2MXR", "k7pt–2mxr"):
            assert offered(database, clock, typed) == expected
        assert offered(database, clock, "K7PT2MXX") is None
        assert offered(database, clock, "") is None

    def test_the_code_itself_is_not_stored(self, database: Database, clock: StillClock) -> None:
        offer(database, clock, met(database, clock, CLAIRE)[0])
        stored = look(database, lambda uow: uow.connection.execute(select(link_codes)).one())
        assert CODE not in repr(stored)

    def test_a_code_works_once(self, database: Database, clock: StillClock) -> None:
        offer(database, clock, met(database, clock, CLAIRE)[0])
        assert look(database, lambda uow: uow.linking.use(CODE, clock.now())) is not None
        assert look(database, lambda uow: uow.linking.use(CODE, clock.now())) is None

    def test_a_code_expires(self, database: Database, clock: StillClock) -> None:
        offer(database, clock, met(database, clock, CLAIRE)[0])
        clock.advance(SOON)
        assert offered(database, clock) is None
        assert look(database, lambda uow: uow.linking.use(CODE, clock.now())) is None

    def test_a_new_code_replaces_the_old_one(self, database: Database, clock: StillClock) -> None:
        (claire,) = met(database, clock, CLAIRE)
        offer(database, clock, claire)
        offer(database, clock, claire, "99999999")
        assert offered(database, clock) is None
        assert offered(database, clock, "99999999") is not None

    def test_of_two_at_once_one_has_it(self, database: Database, clock: StillClock, fresh: Callable[[], str]) -> None:
        url = fresh()
        with closing(Database(url)) as first, closing(Database(url)) as second:
            offer(first, clock, met(first, clock, CLAIRE)[0])
            both = Barrier(2)

            def use(database: Database) -> bool:
                both.wait()
                return look(database, lambda uow: uow.linking.use(CODE, clock.now())) is not None

            with ThreadPoolExecutor(2) as pool:
                assert sorted(pool.map(use, (first, second))) == [False, True]


class TestJoining:
    def test_everything_becomes_the_other_persons(self, database: Database, clock: StillClock) -> None:
        claire, too = met(database, clock, CLAIRE, CLAIRE_TOO)
        look(database, lambda uow: uow.people.choose_language(claire, "en", chosen=True))
        converse(database, clock, too, CLAIRE_TOO, THERE)
        request = request_of(database, clock, too, THERE)
        before = too.id
        joined(database, too, claire)
        assert too == claire, "whoever holds the person goes on with the other one"
        assert names(database, claire) == ["matrix:@c:ex.org", "telegram:42"]
        assert [each.id for each in look(database, lambda uow: uow.requests.of_person(claire.id))] == [request.id]
        assert met(database, clock, CLAIRE_TOO) == [claire]
        left = select(func.count()).select_from(people).where(people.c.id == before)
        assert look(database, lambda uow: uow.connection.scalar(left)) == 0

    @pytest.mark.parametrize("is_open", [True, False])
    def test_votes(self, is_open: bool, database: Database, clock: StillClock) -> None:
        claire, too, tom = met(database, clock, CLAIRE, CLAIRE_TOO, TOM)
        now = clock.now()
        polls = [
            look(database, lambda uow: uow.polls.add("conseil", "Quoi ?", ["A", "B"], "x:tom", now, now + SOON))
            for _ in range(2)
        ]

        def vote(uow: UnitOfWork) -> None:
            for number, person, option in ((0, claire, 0), (0, too, 1), (0, tom, 1), (1, too, 1)):
                uow.polls.vote(polls[number], person.id, option, now)
            for poll in () if is_open else polls:
                uow.polls.close(poll, now)

        look(database, vote)
        joined(database, too, claire)
        counts = look(database, lambda uow: [uow.polls.tally(poll) for poll in polls])
        assert counts == ([(1, 1), (0, 1)] if is_open else [(1, 2), (0, 1)])

    def test_a_register_counts_people(self, database: Database, clock: StillClock) -> None:
        claire, too = met(database, clock, CLAIRE, CLAIRE_TOO)
        register = {str(CLAIRE), str(CLAIRE_TOO), "x:nobody", "x:nobody-else"}
        assert look(database, lambda uow: uow.linking.count_people(register)) == 4
        joined(database, too, claire)
        assert look(database, lambda uow: uow.linking.count_people(register)) == 3
        assert look(database, lambda uow: uow.linking.count_people(set())) == 0


class TestParting:
    def test_what_was_written_in_its_chats_goes_with_an_account(self, database: Database, clock: StillClock) -> None:
        claire, too = met(database, clock, CLAIRE, CLAIRE_TOO)
        for account, room in ((CLAIRE, HERE), (CLAIRE_TOO, THERE)):
            converse(database, clock, claire, account, room)
        kept, goes = request_of(database, clock, claire, HERE), request_of(database, clock, too, THERE)
        joined(database, too, claire)
        look(database, lambda uow: uow.linking.part(too, CLAIRE_TOO, clock.now()))
        assert too.id != claire.id
        assert (names(database, claire), names(database, too)) == (["telegram:42"], ["matrix:@c:ex.org"])
        theirs = look(database, lambda uow: [uow.requests.of_person(person.id) for person in (claire, too)])
        assert [[each.id for each in requests] for requests in theirs] == [[kept.id], [goes.id]]

    def test_an_account_whose_name_ends_like_another(self, database: Database, clock: StillClock) -> None:
        claire, other = met(database, clock, CLAIRE, Account("telegram", "1|telegram:42"))
        converse(database, clock, other, Account("telegram", "142"), Address("telegram", "142"))
        look(database, lambda uow: uow.linking.part(claire, CLAIRE, clock.now()))
        row = look(database, lambda uow: uow.conversations.find(["telegram:142|telegram:142"]))
        assert row["telegram:142|telegram:142"].person_id == other.id


def test_erasing_takes_every_account_and_the_code(database: Database, clock: StillClock) -> None:
    claire, too = met(database, clock, CLAIRE, CLAIRE_TOO)
    joined(database, too, claire)
    offer(database, clock, claire)
    look(database, lambda uow: uow.personal_data.erase(claire.id))
    assert names(database, claire) == []
    assert offered(database, clock) is None
