"""The stored places of the city, on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.places.records import Place, Point
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock
from tests.places.town import demo_places

T = TypeVar("T")
FULL = Place(
    "rue essai tout",
    "rue de l’Essai de Tout",
    ("Butte - Grette", "Saint-Ferjeux - Rosemont"),
    Point(47.232371, 5.986422),
    {"2": Point(47.2322, 5.9862), "4bis": Point(-0.5, 179.999999)},
)
BARE = Place("rue x", "rue X")


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def save(database: Database, clock: StillClock, *places: Place) -> None:
    look(database, lambda uow: uow.places.save(places, clock.now()))


def every(database: Database) -> list[Place]:
    return look(database, lambda uow: uow.places.every())


def version(database: Database) -> str:
    return look(database, lambda uow: uow.places.version())


def test_everything_comes_back(database: Database, clock: StillClock) -> None:
    save(database, clock, BARE, FULL, *demo_places())
    assert {place.key: place for place in every(database)} == {
        place.key: place for place in (BARE, FULL, *demo_places())
    }


def test_the_same_key_is_replaced(database: Database, clock: StillClock) -> None:
    save(database, clock, FULL)
    changed = replace(FULL, name="rue de l’essai", neighbourhoods=(), point=None, numbers={})
    save(database, clock, changed)
    assert every(database) == [changed]
    assert look(database, lambda uow: uow.places.count()) == 1


def test_the_version_changes_whenever_something_is_stored(database: Database, clock: StillClock) -> None:
    seen = [version(database)]
    for place in (FULL, replace(FULL, name="rue Autre"), BARE):
        clock.advance(timedelta(microseconds=1))
        save(database, clock, place)
        seen.append(version(database))
    assert len(set(seen)) == len(seen)


def test_the_version_is_read_once_and_still_changes_within_a_transaction(database: Database, clock: StillClock) -> None:
    def work(uow: UnitOfWork) -> tuple[str, str]:
        before = uow.places.version()
        uow.places.save([FULL], clock.now())
        return before, uow.places.version()

    assert look(database, work) == ("", clock.now().isoformat())


def test_storing_nothing_changes_nothing(database: Database, clock: StillClock) -> None:
    save(database, clock)
    assert (version(database), every(database)) == ("", [])
