"""The edge of the database, on SQLite and PostgreSQL: all or nothing, durable, and honest about why it cannot."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.database import POSTGRESQL_THREADS, Database, Reason, Unavailable
from storage.tables import associations, marks
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.clock import PARIS, StillClock

T = TypeVar("T")


def mark(uow: UnitOfWork, which: str = "x") -> None:
    uow.marks.done("test", which, StillClock().now())


def mark_and_fail(uow: UnitOfWork, which: str) -> None:
    mark(uow, which)
    raise ZeroDivisionError


def marked(database: Database) -> list[str]:
    return list(
        database.run_here(lambda uow: list(uow.connection.scalars(select(marks.c.which).order_by(marks.c.which))))
    )


def file_of(url: str) -> Path:
    name = make_url(url).database
    assert name is not None
    return Path(name)


@pytest.fixture
def sqlite_url(fresh_sqlite: Fresh) -> str:
    """A new SQLite database."""
    return fresh_sqlite()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """An open SQLite database that waits for nobody."""
    with closing(Database(sqlite_url, busy_seconds=0)) as opened:
        yield opened


class TestLooking:
    async def test_it_sees_what_is_committed_and_leaves_no_transaction_open(self, database: Database) -> None:
        database.run_here(mark)
        states: list[object] = []

        def look(uow: UnitOfWork) -> list[str]:
            found = list(uow.connection.scalars(select(marks.c.which)))
            driver = uow.connection.connection.driver_connection
            if isinstance(driver, psycopg.Connection):
                states.append(driver.info.transaction_status)
            return found

        assert await database.look(look) == ["x"]
        assert set(states) <= {psycopg.pq.TransactionStatus.IDLE}
        database.run_here(partial(mark, which="y"))
        with pytest.raises(ZeroDivisionError):
            database.run_here(partial(mark_and_fail, which="z"))
        assert marked(database) == ["x", "y"], "what changes something has a transaction again"

    async def test_a_database_that_is_gone_is_told(self, fresh_postgresql: Fresh) -> None:
        with closing(Database(fresh_postgresql())) as database:
            await database.look(lambda uow: uow.connection.execute(text("SELECT 1")).scalar())
            gone = text("SELECT pg_terminate_backend(pg_backend_pid())")
            with pytest.raises(Unavailable) as caught:
                await database.look(lambda uow: uow.connection.execute(gone))
            assert caught.value.reason is Reason.DOWN
            assert await database.look(lambda uow: uow.connection.execute(text("SELECT 1")).scalar()) == 1


class TestTransactions:
    def test_what_was_done_is_committed_and_given_back(self, database: Database) -> None:
        def work(uow: UnitOfWork) -> int:
            mark(uow)
            return 17

        assert database.run_here(work) == 17
        assert marked(database) == ["x"]

    @pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
    def test_an_exception_takes_everything_back(self, error: type[BaseException], database: Database) -> None:
        def work(uow: UnitOfWork) -> None:
            mark(uow)
            raise error

        with pytest.raises(error):
            database.run_here(work)
        assert marked(database) == []

    def test_a_savepoint_takes_back_only_what_was_done_in_it(self, database: Database) -> None:
        def work(uow: UnitOfWork) -> None:
            mark(uow, "before")
            with pytest.raises(ZeroDivisionError), uow.savepoint():
                mark_and_fail(uow, "inside")
            with uow.savepoint():
                mark(uow, "kept")
            mark(uow, "after")

        database.run_here(work)
        assert marked(database) == ["after", "before", "kept"]

    def test_a_savepoint_within_a_savepoint(self, database: Database) -> None:
        def work(uow: UnitOfWork) -> None:
            with uow.savepoint():
                mark(uow, "outer")
                with pytest.raises(ZeroDivisionError), uow.savepoint():
                    mark_and_fail(uow, "inner")

        database.run_here(work)
        assert marked(database) == ["outer"]

    def test_an_error_of_the_database_in_a_savepoint_is_over_with_it(self, database: Database) -> None:
        def work(uow: UnitOfWork) -> None:
            mark(uow)
            with pytest.raises(IntegrityError), uow.savepoint():
                uow.connection.execute(insert(marks).values(what="test", which="x", at=StillClock().now()))
            mark(uow, "y")

        database.run_here(work)
        assert marked(database) == ["x", "y"]

    def test_what_may_be_forgotten_is_forgotten_after_the_commit_only(self, database: Database) -> None:
        forgotten: list[str] = []

        def work(uow: UnitOfWork) -> None:
            uow.after_commit(lambda: forgotten.append("a"))
            assert forgotten == []

        def fail(uow: UnitOfWork) -> None:
            uow.after_commit(lambda: forgotten.append("b"))
            raise ZeroDivisionError

        database.run_here(work)
        with pytest.raises(ZeroDivisionError):
            database.run_here(fail)
        assert forgotten == ["a"]

    async def test_work_is_done_on_a_thread_of_its_own(self, database: Database) -> None:
        def where(_uow: UnitOfWork) -> str:
            return threading.current_thread().name

        assert (await database.run(where)).startswith("storage")
        assert database.run_here(where) == threading.current_thread().name


class TestMoments:
    def test_a_moment_without_a_zone_is_refused(self, database: Database) -> None:
        naive = StillClock().now().replace(tzinfo=None)
        with pytest.raises(StatementError, match="naive"):
            database.run_here(lambda uow: uow.marks.done("test", "x", naive))
        assert marked(database) == []

    def test_a_moment_comes_back_in_utc_whatever_zone_it_was_in(self, database: Database) -> None:
        local = datetime(2026, 7, 14, 0, 30, 15, 123_456, PARIS)
        database.run_here(lambda uow: uow.marks.done("test", "x", local))
        found: Any = database.run_here(lambda uow: uow.connection.scalar(select(marks.c.at)))
        assert found == local
        assert found.utcoffset() == timedelta(0)


class TestSettings:
    def test_sqlite_loses_nothing_at_a_power_cut(self, sqlite: Database) -> None:
        def pragma(name: str) -> object:
            return sqlite.run_here(lambda uow: uow.connection.scalar(text(f"PRAGMA {name}")))

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL.
        assert pragma("foreign_keys") == 1

    def test_they_hold_for_every_connection(self, sqlite: Database) -> None:
        with sqlite.engine.connect() as one, sqlite.engine.execution_options(autocommit=True).connect() as _other:
            assert one.scalar(text("PRAGMA synchronous")) == 2

    def test_sqlite_takes_the_write_lock_at_the_start(self, sqlite: Database, sqlite_url: str) -> None:
        """Also for work that has only read so far, so that it cannot fail when it wants to write."""
        with closing(sqlite3.connect(file_of(sqlite_url), timeout=0, isolation_level=None)) as other:

            def work(uow: UnitOfWork) -> None:
                uow.connection.scalar(select(marks.c.which))
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
                assert other.execute("SELECT count(*) FROM marks").fetchone() == (0,)

            sqlite.run_here(work)
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")

    def test_sqlite_has_one_writer_and_postgresql_a_few(self, database: Database) -> None:
        expected = 1 if database.engine.dialect.name == "sqlite" else POSTGRESQL_THREADS
        assert database._executor._max_workers == expected

    def test_a_database_in_memory_is_one_database(self) -> None:
        with closing(Database("sqlite://")) as memory:
            memory.run_here(lambda uow: uow.connection.execute(text("CREATE TABLE t (n INTEGER)")) and None)
            assert memory.run_here(lambda uow: uow.connection.scalar(text("SELECT count(*) FROM t"))) == 0


class TestUnavailable:
    def why(self, database: Database, work: Callable[[UnitOfWork], object]) -> Reason:
        with pytest.raises(Unavailable) as caught:
            database.run_here(work)
        cause = caught.value.__cause__
        assert isinstance(cause, DBAPIError)
        assert not Database.is_bug(cause)
        assert not Database.is_bug(caught.value)
        return caught.value.reason

    def test_busy(self, sqlite: Database, sqlite_url: str) -> None:
        with closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert self.why(sqlite, mark) is Reason.BUSY
            other.execute("ROLLBACK")
        sqlite.run_here(mark)
        assert marked(sqlite) == ["x"]

    def test_full(self, sqlite: Database) -> None:
        def fill(uow: UnitOfWork) -> None:
            for number in range(1_000):
                mark(uow, f"{number}" * 1_000)

        def limit(uow: UnitOfWork) -> None:
            pages = uow.connection.scalar(text("PRAGMA page_count"))
            uow.connection.scalar(text(f"PRAGMA max_page_count = {pages}"))

        sqlite.run_here(limit)
        assert self.why(sqlite, fill) is Reason.FULL
        assert marked(sqlite) == []

    @pytest.mark.parametrize(
        "url", ["postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2", "sqlite:////no/such/folder/proximcite.db"]
    )
    def test_down(self, url: str) -> None:
        with closing(Database(url)) as database:
            assert self.why(database, mark) is Reason.DOWN

    async def test_it_is_said_through_the_thread_too(self) -> None:
        with (
            closing(Database("sqlite:////no/such/folder/proximcite.db")) as database,
            pytest.raises(Unavailable, match="down"),
        ):
            await database.run(mark)

    def test_a_mistake_of_ours_is_a_bug(self, database: Database) -> None:
        assert Database.is_bug(ZeroDivisionError())
        with pytest.raises(DBAPIError) as caught:
            database.run_here(lambda uow: uow.connection.execute(insert(marks).values(what="a", which=None)))
        assert Database.is_bug(caught.value)

    @pytest.mark.parametrize("words", ["disk full", "the lift is locked", "busy road"])
    def test_a_mistake_stays_one_whatever_words_are_in_it(self, words: str, database: Database) -> None:
        """Taken for a full disk, it would be tried again for ever, and everybody's messages with it."""

        def twice(uow: UnitOfWork) -> None:
            row = {column.name: "" for column in associations.columns} | {"id": words, "active": True}
            uow.connection.execute(insert(associations).values(row))
            uow.connection.execute(insert(associations).values(row))

        with pytest.raises(IntegrityError) as caught:
            database.run_here(twice)
        assert Database.is_bug(caught.value)
