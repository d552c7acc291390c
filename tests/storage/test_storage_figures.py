"""Figures about requests, on SQLite and PostgreSQL: complete, in order, and without anybody in them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import reference
from storage import figures
from storage.database import Database
from storage.figures import Figure
from tests.fakes.town import Town, agent, citizen

LÉA = citizen("léa")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    """A town on a new database, once of each kind."""
    with closing(Town(url)) as opened:
        yield opened


def read(town: Town) -> list[Figure]:
    return town.look(lambda uow: figures.requests(uow.connection))


async def test_no_request_no_figure(town: Town) -> None:
    assert read(town) == []


async def test_a_request_from_its_receipt_to_its_end(town: Town) -> None:
    number, received = await town.report(LÉA), town.clock.now()
    assert read(town) == [
        Figure(
            reference.format(number),
            "street_lighting",
            "street_lighting",
            "new",
            received,
            received + timedelta(hours=48),
            answered_at=None,
            closed_at=None,
            outcome=None,
            satisfied=None,
            cycle=1,
        )
    ]
    town.clock.advance(timedelta(hours=3))
    await town.write(agent("street_lighting"), f"/repondre {number} Réparé ce matin")
    town.clock.advance(timedelta(hours=1))
    await town.choose(LÉA, f"satisfied {number}")
    (figure,) = read(town)
    assert (figure.status, figure.outcome, figure.satisfied) == ("closed", "answered", True)
    assert figure.answered_at == received + timedelta(hours=3)
    assert figure.closed_at == received + timedelta(hours=4)


async def test_they_come_oldest_first(town: Town) -> None:
    made = [await town.report(citizen(name)) for name in ("léa", "tom", "inès")]
    assert [figure.number for figure in read(town)] == [reference.format(number) for number in made]


async def test_nobody_and_nothing_that_was_written_is_in_them(town: Town) -> None:
    number = await town.report(LÉA, "Lampadaire éteint devant chez Léa Martin, 12 rue Battant")
    await town.write(agent("street_lighting"), f"/repondre {number} Bonjour Madame Martin")
    written = str([asdict(figure) for figure in read(town)])
    for personal in ("Martin", "Battant", "léa", "Léa", "nadia", "agent-"):
        assert personal not in written


class TestCopy:
    async def test_a_database_in_use_is_copied(self, town: Town, tmp_path: Path) -> None:
        await town.report(LÉA)
        file = tmp_path / "copy.db"
        is_sqlite = town.database.engine.dialect.name == "sqlite"
        assert figures.copy(town.database.engine, file) is is_sqlite
        assert file.exists() is is_sqlite
        if is_sqlite:
            with closing(Database(f"sqlite:///{file}")) as copied:
                assert copied.run_here(lambda uow: figures.requests(uow.connection)) == read(town)
            await town.report(citizen("tom"))
            assert len(read(town)) == 2

    async def test_a_copy_is_whole(self, town: Town, tmp_path: Path) -> None:
        """What is still in SQLite's write-ahead log is in it too."""
        await town.report(LÉA)
        file = tmp_path / "copy.db"
        if figures.copy(town.database.engine, file):
            with closing(sqlite3.connect(file)) as opened:
                assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert opened.execute("SELECT count(*) FROM requests").fetchone() == (1,)
