"""Invitations and members on SQLite and PostgreSQL: a code works once, for a while, for one of two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Event
from typing import TypeVar

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.members import Invitation, Refused, WrongCode
from storage.tables import invitations, members, refusals
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock

T = TypeVar("T")
CODE, WEEK = "TV22PX", timedelta(days=7)
NADIA, TOM = "fake:nadia", "matrix:@tom:example.org"


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def invite(database: Database, clock: StillClock, code: str = CODE, role: str = "agent", team: str = "roads") -> None:
    look(database, lambda uow: uow.members.invite(code, role, team, clock.now() + WEEK))


def accept(database: Database, clock: StillClock, code: str = CODE, account: str = NADIA) -> tuple[str, str] | None:
    return look(database, lambda uow: uow.members.accept(code, account, clock.now()))


def teams(database: Database, account: str = NADIA) -> dict[str, str]:
    return look(database, lambda uow: dict(uow.members.teams_of((account,))))


def test_a_code_lets_somebody_in(database: Database, clock: StillClock) -> None:
    invite(database, clock)
    assert teams(database) == {}
    assert accept(database, clock) == ("agent", "roads")
    assert teams(database) == {"roads": "agent"}
    assert teams(database, TOM) == {}


@pytest.mark.parametrize("account", [NADIA, TOM])
def test_it_works_once(account: str, database: Database, clock: StillClock) -> None:
    invite(database, clock)
    accept(database, clock)
    assert accept(database, clock, account=account) is None
    assert teams(database, TOM) == {}


@pytest.mark.parametrize("written", ["tv22px", " TV22PX\n", "Tv22Px"])
def test_it_is_typed_as_people_type(written: str, database: Database, clock: StillClock) -> None:
    invite(database, clock)
    assert accept(database, clock, written) == ("agent", "roads")


@pytest.mark.parametrize("wrong", ["", " ", "TV22P", "TV22PXX", "%", "TV22P_"])
def test_another_code_does_not_work(wrong: str, database: Database, clock: StillClock) -> None:
    invite(database, clock)
    assert accept(database, clock, wrong) is None
    assert accept(database, clock) is not None


def test_it_expires(database: Database, clock: StillClock) -> None:
    invite(database, clock)
    invite(database, clock, "OTHER")
    clock.advance(WEEK - timedelta(seconds=1))
    assert accept(database, clock) is not None
    clock.advance(timedelta(seconds=1))
    assert accept(database, clock, "OTHER", TOM) is None
    assert teams(database, TOM) == {}


def test_of_two_at_once_one_gets_in(url: str, clock: StillClock) -> None:
    holding, waits = Event(), Event()

    def accept_slowly(uow: UnitOfWork) -> tuple[str, str] | None:
        accepted = uow.members.accept(CODE, NADIA, clock.now())
        holding.set()
        assert waits.wait(10)
        return accepted

    with closing(Database(url)) as one, closing(Database(url)) as other, ThreadPoolExecutor(2) as pool:
        invite(one, clock)
        event.listen(other.engine, "before_cursor_execute", lambda *_: waits.set())
        first = pool.submit(one.run_here, accept_slowly)
        assert holding.wait(10)
        second = pool.submit(other.run_here, lambda uow: uow.members.accept(CODE, TOM, clock.now()))
        assert (first.result(20), second.result(20)) == (("agent", "roads"), None)
        assert look(one, lambda uow: uow.members.accounts_of("roads", "agent")) == [NADIA]


def test_if_the_transaction_fails_the_code_still_works(database: Database, clock: StillClock) -> None:
    invite(database, clock)

    def fail(uow: UnitOfWork) -> None:
        assert uow.members.accept(CODE, NADIA, clock.now()) is not None
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look(database, fail)
    assert teams(database) == {}
    assert accept(database, clock, account=TOM) == ("agent", "roads")


def test_the_code_itself_is_stored_nowhere(database: Database, clock: StillClock) -> None:
    invite(database, clock)
    accept(database, clock)
    rows = look(database, lambda uow: uow.connection.execute(select(invitations)).all())
    assert all(CODE not in str(row).upper() for row in rows)


def test_who_used_it_and_when_is_kept(database: Database, clock: StillClock) -> None:
    invite(database, clock)
    clock.advance(timedelta(hours=3))
    accept(database, clock)
    row = look(database, lambda uow: uow.connection.execute(select(invitations)).one())
    assert (row.used_by, row.used_at) == (NADIA, clock.now())
    joined = look(database, lambda uow: uow.connection.execute(select(members)).one())
    assert (joined.account, joined.joined_at) == (NADIA, clock.now())


def test_a_code_cannot_be_given_out_twice(database: Database, clock: StillClock) -> None:
    invite(database, clock)
    with pytest.raises(IntegrityError):
        invite(database, clock, team="desk")


def test_somebody_may_be_in_several_teams(database: Database, clock: StillClock) -> None:
    invite(database, clock, "A", "agent", "roads")
    invite(database, clock, "B", "head", "desk")
    accept(database, clock, "A")
    accept(database, clock, "B")
    assert teams(database) == {"roads": "agent", "desk": "head"}


def test_a_new_invitation_to_the_same_team_changes_the_role(database: Database, clock: StillClock) -> None:
    invite(database, clock, "A", "agent")
    invite(database, clock, "B", "head")
    accept(database, clock, "A")
    assert accept(database, clock, "B") == ("head", "roads")
    assert teams(database) == {"roads": "head"}


def test_the_accounts_of_a_team_by_role(database: Database, clock: StillClock) -> None:
    for code, role, account in (("A", "head", TOM), ("B", "head", NADIA), ("C", "agent", "fake:zoé")):
        invite(database, clock, code, role)
        accept(database, clock, code, account)
    assert look(database, lambda uow: uow.members.accounts_of("roads", "head")) == [NADIA, TOM]
    assert look(database, lambda uow: uow.members.accounts_of("desk", "head")) == []


def test_what_was_refused_is_recorded(database: Database, clock: StillClock) -> None:
    def refuse(uow: UnitOfWork) -> None:
        for action in ("file", "request 7"):
            uow.members.refused(TOM, action, clock.now())

    look(database, refuse)
    rows = look(database, lambda uow: uow.connection.execute(select(refusals).order_by(refusals.c.id)).all())
    assert [(row.account, row.action, row.at) for row in rows] == [
        (TOM, "file", clock.now()),
        (TOM, "request 7", clock.now()),
    ]


def test_why_a_code_does_not_work(database: Database, clock: StillClock) -> None:
    def why(code: str) -> WrongCode | Invitation:
        return look(database, lambda uow: uow.members.invitation(code, clock.now()))

    invite(database, clock)
    invite(database, clock, "OTHER")
    accept(database, clock)
    assert [why(code) for code in (CODE, "NONE")] == [WrongCode.USED, WrongCode.UNKNOWN]
    clock.advance(WEEK)
    assert [why(code) for code in (CODE, "OTHER")] == [WrongCode.USED, WrongCode.EXPIRED]


def test_who_leaves_is_out_of_that_team_only(database: Database, clock: StillClock) -> None:
    for code, team, account in (("A", "roads", NADIA), ("B", "desk", NADIA), ("C", "roads", TOM)):
        invite(database, clock, code, team=team)
        accept(database, clock, code, account)
    assert look(database, lambda uow: uow.members.leave((NADIA, "fake:x"), "roads"))
    assert not look(database, lambda uow: uow.members.leave((NADIA,), "roads"))
    assert teams(database) == {"desk": "agent"}
    assert teams(database, TOM) == {"roads": "agent"}


def test_refusals_by_account_and_action(database: Database, clock: StillClock) -> None:
    begun = clock.now()

    def refuse(uow: UnitOfWork) -> None:
        for account, action in ((TOM, "request 1"), (NADIA, "file"), (TOM, "request 2"), (TOM, "code")):
            clock.advance(timedelta(minutes=1))
            uow.members.refused(account, action, clock.now())

    look(database, refuse)
    found = look(database, lambda uow: uow.members.refusals(begun))
    assert found == [
        Refused(TOM, "request", 2, begun + timedelta(minutes=3)),
        Refused(NADIA, "file", 1, begun + timedelta(minutes=2)),
        Refused(TOM, "code", 1, begun + timedelta(minutes=4)),
    ]
    assert look(database, lambda uow: uow.members.refusals(clock.now())) == []
    assert look(database, lambda uow: uow.members.refused_since((TOM, NADIA), "code", begun)) == [clock.now()]
    assert look(database, lambda uow: uow.members.refused_since((NADIA,), "code", begun)) == []


def test_what_is_open_is_neither_used_nor_withdrawn_nor_over(database: Database, clock: StillClock) -> None:
    def open_ones() -> list[Invitation]:
        return look(database, lambda uow: uow.members.open_invitations(clock.now()))

    late = clock.now() + 2 * WEEK
    made = look(database, lambda uow: uow.members.invite("LATE", "head", "desk", late, NADIA))
    for code in ("USED", "BACK", "OVER"):
        invite(database, clock, code)
    assert [each.role for each in open_ones()] == ["agent", "agent", "agent", "head"]
    accept(database, clock, "USED", TOM)
    back = look(database, lambda uow: uow.members.invitation("BACK", clock.now()))
    assert isinstance(back, Invitation)
    assert look(database, lambda uow: uow.members.withdraw(back.key, clock.now()))
    assert not look(database, lambda uow: uow.members.withdraw(back.key, clock.now()))
    assert accept(database, clock, "BACK", TOM) is None
    assert look(database, lambda uow: uow.members.invitation("BACK", clock.now())) is WrongCode.WITHDRAWN
    clock.advance(WEEK)
    assert open_ones() == [made] == [Invitation(made.key, "head", "desk", late, NADIA)]
