"""The database at its edge: one place that opens it, runs work on a thread of its own and names what can go wrong.

Everything behind dispatch is synchronous and runs inside one transaction; only this class is awaited. SQLite has one
writer, so one thread; PostgreSQL gets a few. Measured (docs/decisions/0002-synchronous-core.md): far faster than an
asynchronous session, and the code reads as what it does.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from storage.straight import run
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

BUSY_SECONDS = 5.0
"""How long SQLite waits for another process that holds the write lock before it says that it is busy."""

POSTGRESQL_THREADS = 4


class Reason(StrEnum):
    """Why the database cannot take anything now."""

    BUSY = "busy"
    FULL = "full"
    DOWN = "down"


class Unavailable(Exception):
    """The database took nothing of the work; the same work may succeed later."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Database:
    """An open database.

    Args:
        url: ``sqlite:///file.db``, ``sqlite://`` (in memory) or ``postgresql://user:secret@host/name``.
        busy_seconds: how long SQLite waits for another process before :class:`Unavailable`.
    """

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.engine = _engine(url, busy_seconds)
        # A statement alone needs no BEGIN and no COMMIT, each of which is a way to PostgreSQL and back.
        self._alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        threads = 1 if self.engine.dialect.name == "sqlite" else POSTGRESQL_THREADS
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="storage")

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run work in one transaction on the storage thread: all of it is committed, or nothing.

        Raises:
            Unavailable: the database is locked, full or gone; nothing was written.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, self.run_here, work)

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run one statement that only reads on the storage thread: what happens often should cost little.

        Raises:
            Unavailable: as :meth:`run`.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._look_here, work)

    def run_here(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run work in one transaction on the calling thread (command line, tests).

        Raises:
            Unavailable: as :meth:`run`.
        """
        try:
            with self.engine.begin() as connection:
                unit = UnitOfWork(connection)
                result = work(unit)
                unit.flush()
            unit.committed()
            return result
        except DBAPIError as error:
            if reason := _reason(error):
                raise Unavailable(reason) from error
            raise

    def _look_here(self, work: Callable[[UnitOfWork], T]) -> T:
        if self.engine.dialect.name == "sqlite":
            return self.run_here(work)
        try:
            with self._alone.connect() as connection:
                return work(UnitOfWork(connection))
        except DBAPIError as error:
            if reason := _reason(error):
                raise Unavailable(reason) from error
            raise

    @staticmethod
    def is_bug(error: Exception) -> bool:
        """Tell a mistake in a handler from a database that cannot take anything now."""
        return not (isinstance(error, Unavailable) or (isinstance(error, DBAPIError) and _reason(error) is not None))

    def close(self) -> None:
        """Let what runs finish, then close every connection."""
        self._executor.shutdown()
        self.engine.dispose()


def _engine(url: str, busy_seconds: float) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=POSTGRESQL_THREADS,
            max_overflow=1,
            hide_parameters=True,  # What people wrote must not stand in an error's text.
        )
    in_memory = parsed.database in (None, "", ":memory:")
    engine = create_engine(
        parsed.set(drivername="sqlite"),
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        pool_size=1,
        max_overflow=0 if in_memory else 1,
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # We say BEGIN ourselves; the driver's own would break savepoints.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # The write lock is taken at the start: taking it later fails at once when somebody else wrote in between.
    run(connection, "BEGIN IMMEDIATE")


def _reason(error: DBAPIError) -> Reason | None:
    # Only what befalls the database itself; another error may have these words in the data that it complains of.
    if not isinstance(error, OperationalError):
        return None
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said:
        return Reason.BUSY
    if "full" in said or "no space" in said or "disk i/o" in said:
        return Reason.FULL
    return Reason.DOWN
