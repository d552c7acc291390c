"""Rows written and asked for as SQLAlchemy writes and reads each of them, on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.request import Status
from storage.database import Database
from storage.dialect import insert_new, upsert
from storage.straight import Question, Write, ask, run, write
from storage.tables import Moment

THINGS = Table(
    "straight_things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("at", Moment),
    Column("is_open", Boolean),
    Column("state", Text, server_default="waiting"),
)
NOON = datetime(2026, 3, 3, 12, 0, 0, 250, tzinfo=UTC)
ROWS: list[dict[str, object]] = [
    {"id": 1, "name": "Éléonore d'«Orval» %s ?", "at": NOON, "is_open": True, "state": Status.NEW},
    {"id": 2, "name": None, "at": None, "is_open": False, "state": "sent"},
    {"id": 3, "name": "", "at": NOON + timedelta(hours=9), "is_open": None, "state": "sent"},
]
Rows = Sequence[Mapping[str, object]]
Steps = Sequence[tuple[Write, Rows]]


def kept(connection: Connection) -> list[tuple[object, ...]]:
    """Give the table as the driver gives it, without SQLAlchemy's types."""
    return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM straight_things ORDER BY id")]


def both(database: Database, steps: Steps) -> tuple[list[tuple[object, ...]], ...]:
    """Run statements in one way and in the other; give what each left."""
    left = []
    for way in (write, lambda connection, statement, rows: connection.execute(statement, rows) if rows else None):
        with database.engine.begin() as connection:
            THINGS.metadata.create_all(connection)
            for statement, rows in steps:
                way(connection, statement, rows)
            left.append(kept(connection))
            THINGS.metadata.drop_all(connection)
    return tuple(left)


def test_every_type_is_written_as_it_is_by_the_library(database: Database) -> None:
    ours, theirs = both(database, [(insert(THINGS), ROWS)])
    assert ours == theirs
    assert len(ours) == len(ROWS)


def test_one_row_is_written_too(database: Database) -> None:
    ours, theirs = both(database, [(insert(THINGS), ROWS[:1])])
    assert ours == theirs
    assert len(ours) == 1


def test_what_is_left_out_has_its_default(database: Database) -> None:
    ours, theirs = both(database, [(insert(THINGS), [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}])])
    assert ours == theirs
    assert [row[-1] for row in ours] == ["waiting", "waiting"]


def test_without_rows_nothing_is_done(database: Database) -> None:
    ours, theirs = both(database, [(insert(THINGS), ROWS), (update(THINGS).values(name="nobody"), [])])
    assert ours == theirs
    assert "nobody" not in [row[1] for row in ours]


def test_values_of_the_statement_itself_are_the_same_for_every_row(database: Database) -> None:
    over = (
        update(THINGS)
        .where(THINGS.c.id == bindparam("which"), THINGS.c.state == "sent")
        .values(state="done", at=NOON, name=bindparam("called"))
    )
    steps: Steps = [(insert(THINGS), ROWS), (over, [{"which": each, "called": f"n{each}"} for each in (3, 1, 2)])]
    ours, theirs = both(database, steps)
    assert ours == theirs
    assert [row[1] for row in ours] == [ROWS[0]["name"], "n2", "n3"]


def test_what_is_there_is_left_alone_or_written_over(database: Database) -> None:
    again = [{**row, "name": "again"} for row in ROWS]
    with database.engine.connect() as connection:
        unless, over = insert_new(connection, THINGS), upsert(connection, THINGS, ("id",))
    for statement, names in ((unless, [row["name"] for row in ROWS]), (over, ["again"] * 3)):
        ours, theirs = both(database, [(insert(THINGS), ROWS), (statement, again)])
        assert ours == theirs
        assert [row[1] for row in ours] == names


def test_rows_are_removed(database: Database) -> None:
    gone = delete(THINGS).where(THINGS.c.id == bindparam("which"))
    ours, theirs = both(database, [(insert(THINGS), ROWS), (gone, [{"which": 1}, {"which": 3}, {"which": 9}])])
    assert ours == theirs
    assert [row[0] for row in ours] == [2]


CALLED: BindParameter[Sequence[str]] = bindparam("names", expanding=True)
QUESTIONS: list[tuple[str, Question, Mapping[str, object]]] = [
    ("every type", select(THINGS).order_by(THINGS.c.id), {}),
    ("a list", select(THINGS.c.id, THINGS.c.at).where(THINGS.c.name.in_(CALLED)), {"names": ["", "nobody"]}),
    ("a longer one", select(THINGS.c.id, THINGS.c.at).where(THINGS.c.name.in_(CALLED)), {"names": ["a", "b", "c", ""]}),
    ("an empty one", select(THINGS.c.id).where(THINGS.c.name.in_(CALLED)), {"names": []}),
    ("a moment", select(THINGS.c.name).where(THINGS.c.at <= bindparam("now")), {"now": NOON}),
    ("a state", select(THINGS.c.id).where(THINGS.c.state == Status.NEW, THINGS.c.is_open), {}),
    ("whether there is any", select(exists().where(THINGS.c.name == bindparam("called"))), {"called": "nobody"}),
    ("at most so many", select(THINGS.c.id).order_by(THINGS.c.id.desc()).limit(bindparam("most")), {"most": 2}),
    (
        "what is changed",
        update(THINGS).where(THINGS.c.id == 2).values(at=bindparam("then")).returning(THINGS.c.at, THINGS.c.is_open),
        {"then": NOON + timedelta(days=1)},
    ),
]


@pytest.mark.parametrize(("statement", "named"), [each[1:] for each in QUESTIONS], ids=[each[0] for each in QUESTIONS])
def test_what_is_asked_is_answered_as_by_the_library(
    database: Database, statement: Question, named: Mapping[str, object]
) -> None:
    answers = []
    for way in (ask, lambda connection, statement, named: connection.execute(statement, named).all()):
        with database.engine.begin() as connection:
            THINGS.metadata.create_all(connection)
            write(connection, insert(THINGS), ROWS)
            answers.append([tuple(row) for row in way(connection, statement, named)])
            THINGS.metadata.drop_all(connection)
    assert answers[0] == answers[1]


def test_columns_have_their_names(database: Database) -> None:
    with database.engine.begin() as connection:
        THINGS.metadata.create_all(connection)
        write(connection, insert(THINGS), ROWS)
        (row,) = ask(connection, select(THINGS).where(THINGS.c.id == bindparam("which")), {"which": 1})
        THINGS.metadata.drop_all(connection)
    assert (row.id, row.at, row.is_open, row.state) == (1, NOON, True, "new")


def test_what_the_driver_refuses_is_the_librarys_error_without_what_people_wrote() -> None:
    database = Database("sqlite://")
    with database.engine.begin() as connection:
        THINGS.metadata.create_all(connection)
        write(connection, insert(THINGS), ROWS)
        with pytest.raises(IntegrityError) as again:
            write(connection, insert(THINGS), ROWS)
        with pytest.raises(OperationalError, match="no such table"):
            run(connection, "DELETE FROM nowhere")
    database.close()
    assert "Orval" not in str(again.value)


def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="naive"):
        both(database, [(insert(THINGS), [{**row, "at": datetime(2026, 3, 3, 12)} for row in ROWS])])  # noqa: DTZ001


def test_a_value_that_python_makes_up_is_not_left_out_in_silence() -> None:
    database, made_up = (
        Database("sqlite://"),
        Table("made_up", MetaData(), Column("id", Integer, default=7), Column("a", Text)),
    )
    with database.engine.begin() as connection, pytest.raises(TypeError, match=r"made_up\.id"):
        write(connection, insert(made_up), [{"a": "b"}])
    database.close()
