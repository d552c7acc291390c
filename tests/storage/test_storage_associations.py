"""The stored directory of associations, on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select

from bot.search.records import Association
from storage.database import Database
from storage.tables import misses
from storage.unit_of_work import UnitOfWork
from tests.fakes.city import DIRECTORY
from tests.fakes.clock import StillClock

T = TypeVar("T")
FULL = Association(
    "W251000001",
    "Échecs « bisontins »",
    short_name="EB",
    purpose="Jeu d'échecs\npour tous, 100 %",
    theme="jeux",
    category_codes=("007000", "007020"),
    neighbourhood="Butte",
    place="Maison de quartier",
    street="1 rue Battant",
    city="Besançon",
    website="https://example.org/?a=1&b=2",
    email="echecs@example.org",
    phone="03 81 00 00 00",
    updated_at=date(2025, 9, 1),
)


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def save(database: Database, clock: StillClock, *records: Association) -> None:
    look(database, lambda uow: uow.associations.save(records, clock.now()))


def get(database: Database, association_id: str) -> Association | None:
    return look(database, lambda uow: uow.associations.get(association_id))


def version(database: Database) -> str:
    return look(database, lambda uow: uow.associations.version())


def test_every_field_comes_back(database: Database, clock: StillClock) -> None:
    save(database, clock, FULL, *DIRECTORY)
    assert get(database, FULL.id) == FULL
    assert [get(database, each.id) for each in DIRECTORY] == list(DIRECTORY)
    assert get(database, "W0") is None


def test_the_same_id_is_replaced(database: Database, clock: StillClock) -> None:
    save(database, clock, FULL)
    changed = replace(FULL, name="Échecs de Besançon", category_codes=(), updated_at=None, phone="")
    save(database, clock, changed)
    assert get(database, FULL.id) == changed
    assert look(database, lambda uow: uow.associations.count()) == 1


def test_dissolved_ones_are_given_too_and_said_to_be_so(database: Database, clock: StillClock) -> None:
    dissolved = replace(FULL, id="W2", active=False)
    save(database, clock, dissolved, FULL)
    assert look(database, lambda uow: uow.associations.every()) == [dissolved, FULL]
    assert look(database, lambda uow: uow.associations.known()) == {FULL.id, "W2"}
    assert look(database, lambda uow: uow.associations.count()) == 2
    assert get(database, "W2") == dissolved
    save(database, clock, replace(FULL, active=False))
    assert [each.active for each in look(database, lambda uow: uow.associations.every())] == [False, False]


def test_they_come_in_the_order_of_their_ids(database: Database, clock: StillClock) -> None:
    save(database, clock, *reversed(DIRECTORY))
    assert [each.id for each in look(database, lambda uow: uow.associations.every())] == [each.id for each in DIRECTORY]


def test_the_version_changes_whenever_something_is_stored(database: Database, clock: StillClock) -> None:
    seen = [version(database)]
    for record in (FULL, replace(FULL, name="Autre"), FULL):
        clock.advance(timedelta(microseconds=1))
        save(database, clock, record)
        seen.append(version(database))
    assert len(set(seen)) == len(seen)
    assert version(database) == seen[-1]


def test_storing_nothing_changes_nothing(database: Database, clock: StillClock) -> None:
    before = version(database)
    save(database, clock)
    assert version(database) == before
    assert look(database, lambda uow: uow.associations.count()) == 0


def test_the_version_is_no_platforms_cursor(database: Database, clock: StillClock) -> None:
    save(database, clock, FULL)
    look(database, lambda uow: uow.inbox.move_cursor("fake", "17"))
    assert look(database, lambda uow: uow.inbox.cursor("fake")) == "17"
    assert version(database) == clock.now().isoformat()


def test_what_was_looked_for_in_vain_is_kept_without_who(database: Database, clock: StillClock) -> None:
    look(database, lambda uow: uow.associations.missed("curling à Planoise", clock.now()))
    (row,) = look(database, lambda uow: uow.connection.execute(select(misses)).all())
    assert (row.query, row.at) == ("curling à Planoise", clock.now())
    assert set(misses.columns.keys()) == {"id", "query", "at"}
