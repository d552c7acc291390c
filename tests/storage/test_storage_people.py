"""People and the accounts by which platforms know them, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from threading import Event

from sqlalchemy import event, func, select

from bot.incoming import Account
from storage.database import Database
from storage.people import Person
from storage.tables import accounts, people
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock

LÉA, TOM = Account("fake", "léa", "Léa"), Account("fake", "tom", "Tom")


def of(database: Database, clock: StillClock, *wanted: Account, lang: str = "fr") -> dict[str, Person]:
    return database.run_here(lambda uow: uow.people.of(wanted, lang, clock.now()))


def names(database: Database) -> dict[str, str]:
    rows = database.run_here(lambda uow: uow.connection.execute(select(accounts.c.account_id, accounts.c.name)).all())
    return {row.account_id: row.name for row in rows}


def count(database: Database) -> int:
    return database.run_here(lambda uow: uow.connection.scalar(select(func.count()).select_from(people))) or 0


def test_the_first_contact_makes_a_person(database: Database, clock: StillClock) -> None:
    found = of(database, clock, LÉA, TOM, lang="en")
    assert set(found) == {"fake:léa", "fake:tom"}
    assert found["fake:léa"].id != found["fake:tom"].id
    assert {(each.lang, each.lang_chosen) for each in found.values()} == {("en", False)}
    assert names(database) == {"léa": "Léa", "tom": "Tom"}


def test_a_second_contact_finds_the_same_person(database: Database, clock: StillClock) -> None:
    first = of(database, clock, LÉA)["fake:léa"]
    assert of(database, clock, LÉA, TOM, lang="en")["fake:léa"] == first
    assert count(database) == 2


def test_one_account_with_several_messages_is_one_person(database: Database, clock: StillClock) -> None:
    assert set(of(database, clock, LÉA, LÉA, Account("fake", "léa"))) == {"fake:léa"}
    assert count(database) == 1


def test_the_same_name_on_another_platform_is_somebody_else(database: Database, clock: StillClock) -> None:
    found = of(database, clock, LÉA, Account("matrix", "léa", "Léa"))
    assert found["fake:léa"].id != found["matrix:léa"].id


def test_an_account_id_with_colons(database: Database, clock: StillClock) -> None:
    account = Account("matrix", "@léa:example.org:8448")
    assert of(database, clock, account) == of(database, clock, account)
    assert count(database) == 1


def test_a_changed_display_name_is_kept_and_an_empty_one_is_not(database: Database, clock: StillClock) -> None:
    of(database, clock, LÉA, TOM)
    of(database, clock, Account("fake", "léa", "Léa M."), Account("fake", "tom", ""))
    assert names(database) == {"léa": "Léa M.", "tom": "Tom"}


def test_nobody_is_asked_for(database: Database, clock: StillClock) -> None:
    assert of(database, clock) == {}


def test_a_chosen_language_stays(database: Database, clock: StillClock) -> None:
    person = of(database, clock, LÉA)["fake:léa"]

    def choose(uow: UnitOfWork) -> str:
        uow.people.choose_language(person, "en", chosen=True)
        return uow.people.language(person.id)

    assert database.run_here(choose) == "en"
    assert (person.lang, person.lang_chosen) == ("en", True)
    assert of(database, clock, LÉA)["fake:léa"] == Person(person.id, "en", lang_chosen=True)
    assert of(database, clock, TOM)["fake:tom"].lang == "fr"


def test_a_language_of_a_rolled_back_message_is_forgotten(database: Database, clock: StillClock) -> None:
    person = of(database, clock, LÉA)["fake:léa"]

    def fail(uow: UnitOfWork) -> None:
        try:
            with uow.savepoint():
                uow.people.choose_language(person, "en", chosen=True)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return

    database.run_here(fail)
    assert of(database, clock, LÉA)["fake:léa"].lang == "fr"


def test_two_processes_that_meet_somebody_at_once_meet_one_person(url: str, clock: StillClock) -> None:
    """Somebody new writes in private and in a group at the same moment."""
    met, writes = Event(), Event()

    def meet(uow: UnitOfWork) -> Person:
        return uow.people.of([LÉA], "fr", clock.now())["fake:léa"]

    def meet_first(uow: UnitOfWork) -> Person:
        found = meet(uow)
        met.set()
        assert writes.wait(10)
        return found

    def watch(*args: object) -> None:
        if str(args[2]).startswith(("INSERT", "BEGIN")):
            writes.set()  # From here on the second one waits for the first.

    with closing(Database(url)) as one, closing(Database(url)) as other, ThreadPoolExecutor(2) as pool:
        event.listen(other.engine, "before_cursor_execute", watch)
        first = pool.submit(one.run_here, meet_first)
        assert met.wait(10)
        second = pool.submit(other.run_here, meet)
        assert first.result(20) == second.result(20) == one.run_here(meet)


def test_first_contact_is_written_down(database: Database, clock: StillClock) -> None:
    of(database, clock, LÉA)
    created: datetime | None = database.run_here(lambda uow: uow.connection.scalar(select(people.c.created_at)))
    assert created == clock.now()
