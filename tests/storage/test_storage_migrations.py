"""Migrations, on SQLite and PostgreSQL: from nothing to exactly storage/tables/, once, and that is known."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.incoming import Account
from storage.database import Database
from storage.files import FileState
from storage.migrate import FOLDER, is_current, newest, upgrade
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.clock import StillClock

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name"
POSTGRESQL = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: the test runs once for each."""
    return str(request.param)


@pytest.fixture
def empty(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    if kind == "sqlite":
        with closing(Database(f"sqlite:///{tmp_path / 'empty.db'}")) as opened:
            yield opened
        return
    server: Callable[[str], str] = request.getfixturevalue("postgresql_server")
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrations")
        with closing(Database(server("migrations"))) as opened:
            yield opened
        connection.execute("DROP DATABASE migrations WITH (FORCE)")


@pytest.fixture
def made(kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with every table as storage/tables/ has it, made without migrations."""
    fresh: Fresh = request.getfixturevalue(f"fresh_{kind}")
    with closing(Database(fresh())) as opened:
        yield opened


def tables(database: Database) -> set[str]:
    return set(database.run_here(lambda uow: inspect(uow.connection).get_table_names()))


def shape(database: Database) -> list[tuple[object, ...]]:
    """Give everything that the database itself knows of its tables, but for the order; Alembic's own left out."""

    def read(connection: Connection) -> list[tuple[object, ...]]:
        queries = (SQLITE,) if connection.dialect.name == "sqlite" else POSTGRESQL
        return [tuple(row) for query in queries for row in connection.execute(text(query))]

    rows = database.run_here(lambda uow: read(uow.connection))
    return [tuple(_parts(value) for value in row) for row in rows if "alembic_version" not in str(row)]


def _parts(value: object) -> object:
    """Take a statement apart at the commas that are in no parentheses, and sort what stands between them."""
    if not isinstance(value, str):
        return value
    head, parenthesis, body = " ".join(value.split()).partition("(")
    return (head, sorted(part.strip(" )") for part in re.split(r",(?![^(]*\))", body))) if parenthesis else value


def differences(database: Database) -> list[object]:
    def compare(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    return database.run_here(lambda uow: compare(uow.connection))


def test_from_nothing_to_the_tables(empty: Database) -> None:
    upgrade(empty)
    assert tables(empty) == {*metadata.tables, "alembic_version"}
    assert differences(empty) == []


def test_alembic_sees_a_difference_where_there_is_one(empty: Database) -> None:
    """So that the test above cannot pass for another reason."""
    upgrade(empty)
    empty.run_here(lambda uow: uow.connection.execute(text("DROP TABLE votes")) and None)
    assert differences(empty) != []


def test_not_even_the_names_of_constraints_differ(empty: Database, made: Database) -> None:
    upgrade(empty)
    assert shape(empty) == shape(made)


def test_it_tells_whether_it_is_current(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    empty.run_here(lambda uow: uow.connection.execute(text("UPDATE alembic_version SET version_num = '0000'")) and None)
    assert not is_current(empty)


def test_tables_without_a_revision_are_not_current(made: Database) -> None:
    assert not is_current(made)


def test_a_second_upgrade_changes_nothing(empty: Database, clock: StillClock) -> None:
    upgrade(empty)
    people = [Account("fake", "léa")]
    before = empty.run_here(lambda uow: uow.people.of(people, "fr", clock.now()))
    first = shape(empty)
    upgrade(empty)
    assert shape(empty) == first
    assert is_current(empty)
    assert empty.run_here(lambda uow: uow.people.of(people, "fr", clock.now())) == before


OLD_REQUEST = """
INSERT INTO requests (id, number, platform, room_id, lang, category, team, status, urgent, confidential, words, answers,
    received_at, due_at, within_seconds, since, step_done, escalated, citizen_told)
VALUES (1, 'BES-1', 'fake', 'léa', 'fr', 'roads', 'roads', 'new', :no, :no, 'Un trou', :answers,
    '2026-03-03 09:00:00', '2026-03-05 09:00:00', 172800, '2026-03-03 09:00:00', 0, :no, :no)
"""


def test_files_of_before_belong_to_their_requests(empty: Database) -> None:
    """What was shown is kept; what was not fetched, because nobody had looked at it yet, is fetched now."""
    upgrade(empty, "0005")
    answers = '{"place": "rue Battant", "photo": "fake:shown\\nfake:confidential"}'
    digest = "d" * 64

    def fill(uow: UnitOfWork) -> None:
        uow.connection.execute(text(OLD_REQUEST), {"no": False, "answers": answers})
        columns = "reference, digest, media_type, name"
        kept = text(f"INSERT INTO files ({columns}) VALUES (:reference, :digest, 'a/b', 'c.d')")  # noqa: S608  # Ours.
        uow.connection.execute(kept, {"reference": "fake:shown", "digest": digest})
        uow.connection.execute(kept, {"reference": "fake:of-nobody", "digest": "e" * 64})

    empty.run_here(fill)
    upgrade(empty)
    kept = {row.reference: row for row in empty.run_here(lambda uow: uow.files.of(1))}
    assert kept.keys() == {"fake:shown", "fake:confidential"}
    assert (kept["fake:shown"].state, kept["fake:shown"].digest) == (FileState.KEPT, digest)
    assert kept["fake:confidential"].state is FileState.WANTED
    assert empty.run_here(lambda uow: uow.files.digests()) == {digest}
    assert empty.run_here(lambda uow: uow.files.untold(10)) == []


def test_requests_of_before_are_found_by_their_words(empty: Database) -> None:
    upgrade(empty, "0009")
    empty.run_here(
        lambda uow: uow.connection.execute(text(OLD_REQUEST), {"no": False, "answers": '{"place": "rue Battant"}'})
    )
    upgrade(empty)
    found = empty.run_here(lambda uow: set(uow.connection.scalars(text("SELECT word FROM terms WHERE request_id = 1"))))
    assert {"trou", "battant", "rue battant", "@roads"} <= found


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ("status = 'new'", [(1, None)]),
        ("status = 'answered', answered_at = received_at", [(1, "roads")]),
        ("status = 'closed', outcome = 'solved', answered_at = received_at", [(1, "roads")]),
        ("status = 'closed', outcome = 'refused', answered_at = received_at", []),
        ("status = 'withdrawn', answered_at = received_at", []),
        ("confidential = true", []),
        ("urgent = true", []),
        ("person_id = NULL", []),
    ],
)
def test_requests_of_before_are_wanted_for_what_they_mean(
    empty: Database, change: str, wanted: list[tuple[int, str | None]]
) -> None:
    upgrade(empty, "0010")

    def old(uow: UnitOfWork) -> None:
        uow.people.of([Account("fake", "léa")], "fr", StillClock().now())
        uow.connection.execute(text(OLD_REQUEST), {"no": False, "answers": "{}"})
        uow.connection.execute(text("UPDATE requests SET person_id = 1"))
        uow.connection.execute(text(f"UPDATE requests SET {change}"))  # noqa: S608  # Ours.

    empty.run_here(old)
    upgrade(empty)
    read = "SELECT request_id, CASE WHEN answered_at IS NULL THEN NULL ELSE category END FROM meanings"
    where = " WHERE wanted_at IS NOT NULL AND meaning IS NULL"
    assert [
        tuple(row) for row in empty.run_here(lambda uow: uow.connection.execute(text(read + where)).all())
    ] == wanted


def test_callers_who_were_merged_before_are_counted_in_all_that_theirs_went_into(empty: Database) -> None:
    upgrade(empty, "0018")

    def old(uow: UnitOfWork) -> None:
        for number, into, platform in ((1, None, "fake"), (2, 1, "phone"), (3, 2, "phone"), (4, 1, "fake")):
            written = OLD_REQUEST.replace("(1, 'BES-1', 'fake'", f"({number}, 'BES-{number}', '{platform}'")
            uow.connection.execute(text(written), {"no": False, "answers": "{}"})
            moved = text("UPDATE requests SET merged_into = :into WHERE id = :number")
            uow.connection.execute(moved, {"into": into, "number": number})

    empty.run_here(old)
    upgrade(empty)
    phoned = "SELECT id, phoned FROM requests ORDER BY id"
    found = [tuple(row) for row in empty.run_here(lambda uow: uow.connection.execute(text(phoned)).all())]
    assert found == [(1, 2), (2, 1), (3, 0), (4, 0)]


def test_asking_leaves_no_trace(empty: Database) -> None:
    is_current(empty)
    assert tables(empty) == set()


def test_the_database_is_used_as_migrated(empty: Database, clock: StillClock) -> None:
    """SQLite's settings and our own kind of transaction survive a migration."""
    upgrade(empty)

    def fail(uow: UnitOfWork) -> None:
        uow.marks.done("a", "b", clock.now())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        empty.run_here(fail)
    assert not empty.run_here(lambda uow: uow.marks.is_done("a", "b"))


def test_a_failing_migration_leaves_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    # The last thing of the first revision: everything before it has to be taken back.
    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
    with pytest.raises(ZeroDivisionError):
        upgrade(empty)
    assert tables(empty) - {"alembic_version"} == set()
    monkeypatch.undo()
    upgrade(empty)
    assert is_current(empty)


def test_revisions_are_one_line_without_branches() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert scripts.get_heads() == [newest()]
    assert [script.down_revision for script in scripts.walk_revisions()][-1] is None
    files = sorted(path.name for path in (FOLDER / "versions").glob("0*.py"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert newest() == files[-1][:4]
