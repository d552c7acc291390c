"""What corrections have taught, as it is stored, on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest

from storage.database import Database
from storage.lessons import Lesson, Teacher
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
DAY = date(2026, 3, 3)
LESSON = Lesson("0123456789ab", "un trou […] énorme", "fr", "cleanliness", "roads", Teacher.CITIZEN, DAY)
AGENTS = replace(LESSON, label="green_spaces", teacher=Teacher.AGENT)
OTHER = replace(LESSON, id="ba9876543210", words="des papiers", taught_on=DAY - timedelta(days=1))


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def keep(database: Database, *lessons: Lesson) -> None:
    for lesson in lessons:
        look(database, lambda uow, lesson=lesson: uow.lessons.keep(lesson, "fake:léa|fake:léa"))  # type: ignore[misc]  # mypy infers no defaults of lambdas.


def every(database: Database) -> list[Lesson]:
    return look(database, lambda uow: uow.lessons.every())


def test_everything_comes_back_the_latest_day_first(database: Database) -> None:
    keep(database, OTHER, LESSON)
    assert every(database) == [LESSON, OTHER]


@pytest.mark.parametrize(("first", "second", "stays"), [(LESSON, AGENTS, AGENTS), (AGENTS, LESSON, AGENTS)])
def test_the_same_words_are_there_once_and_an_agent_knows_better(
    database: Database, first: Lesson, second: Lesson, stays: Lesson
) -> None:
    keep(database, first, second)
    assert every(database) == [stays]


def test_removing_says_whether_it_was_there(database: Database) -> None:
    keep(database, LESSON, OTHER)
    removed = [look(database, lambda uow: uow.lessons.remove(LESSON.id)) for _ in range(2)]
    assert removed == [True, False]
    assert every(database) == [OTHER]


def test_what_is_unknown_is_nobodys(database: Database) -> None:
    keep(database, LESSON)
    assert look(database, lambda uow: uow.lessons.of_request(1)) is None
    assert look(database, lambda uow: uow.lessons.taught(1, Teacher.CITIZEN, DAY)) == 0


def test_a_sweep_drops_links_and_what_is_too_old_once(database: Database) -> None:
    keep(database, LESSON, OTHER)
    swept = [look(database, lambda uow: uow.lessons.sweep(DAY, DAY)) for _ in range(2)]
    assert swept == [1, 0]
    assert every(database) == [LESSON]
    assert look(database, lambda uow: uow.lessons.sweep(DAY + timedelta(days=1), DAY)) == 1
    assert every(database) == [LESSON]
