"""Straight to SQLite's driver: the statements that run for every message, each worked out once.

SQLAlchemy looks at every run of a statement, and at every row, as at something new, which costs several times what
SQLite itself needs. So here it compiles a statement once for each shape in which it comes, and the driver gets the rest
as it is; values are written and read by the types' own processors. On PostgreSQL, where the way to the server is what
counts, everything goes through SQLAlchemy.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import ExecutableReturnsRows
from sqlalchemy.types import TypeEngine

Row = Mapping[str, object]
Write = Insert | Update | Delete
Question = ExecutableReturnsRows

STATEMENTS = 512
"""Statements whose form is remembered, one with a list once for each length of it."""

Convert = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class _Form:
    """How a statement is written, and how a row's values become the driver's, in the order of the names."""

    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, object]
    converted: Sequence[tuple[int, Convert]]


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a question is written; where each value is, by name and place in a list; what becomes of the answer."""

    sql: str
    values: Sequence[tuple[str, int | None, Convert | None]]
    fixed: Mapping[str, object]
    row: Callable[[Sequence[object]], Any]
    converted: Sequence[tuple[int, Convert]]


def write(connection: Connection, statement: Write, rows: Sequence[Row]) -> None:
    """Run a statement for each of some rows, which all have the same names; without rows nothing is done.

    Args:
        connection: of the transaction.
        statement: gives nothing back; kept for the next time, so made once.
        rows: for each name of a column or parameter its value.

    Raises:
        TypeError: the table has a column for which Python makes up a value; such a row is a statement of its own.
        sqlalchemy.exc.DBAPIError: as SQLAlchemy does.
    """
    if not rows:
        return
    if not _is_straight(connection):
        connection.execute(statement, rows)
        return
    form = _form(connection.dialect, statement, tuple(rows[0]))
    written = []
    for row in rows:
        named = {**form.fixed, **row} if form.fixed else row
        values = [named[name] for name in form.names]
        for place, convert in form.converted:
            values[place] = convert(values[place])
        written.append(tuple(values))
    _through(connection, form.sql, written, many=True).close()


def ask(connection: Connection, statement: Question, named: Row) -> Sequence[Any]:
    """Run a statement that gives rows back.

    Args:
        connection: of the transaction.
        statement: kept for the next time, so made once.
        named: its parameters; those of a list that may have any length are sequences.

    Returns:
        The rows, whose columns have their names.

    Raises:
        sqlalchemy.exc.DBAPIError: as SQLAlchemy does.
    """
    if not _is_straight(connection):
        return connection.execute(statement, named).all()
    shape = tuple((name, len(value) if isinstance(value, list | tuple) else -1) for name, value in named.items())
    asking = _asking(connection.dialect, statement, shape)
    values = []
    for name, place, convert in asking.values:
        value: Any = named[name] if name in named else asking.fixed[name]
        value = value if place is None else value[place]
        values.append(value if convert is None else convert(value))
    cursor = _through(connection, asking.sql, values, many=False)
    found = [asking.row(row) for row in cursor.fetchall()] if not asking.converted else _converted(asking, cursor)
    cursor.close()
    return found


def run(connection: Connection, sql: str) -> None:
    """Run a statement of SQLite's that has no parameters and gives nothing back; errors as :func:`ask`."""
    _through(connection, sql, (), many=False).close()


def _is_straight(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _through(connection: Connection, sql: str, values: Any, *, many: bool) -> Any:  # noqa: ANN401  # The driver's.
    cursor = connection.connection.cursor()
    for heard in connection.dispatch.before_cursor_execute:  # Tests look at what is asked.
        heard(connection, cursor, sql, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(sql, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error
    return cursor


def _converted(asking: _Asking, cursor: Any) -> list[Any]:  # noqa: ANN401  # The driver's.
    found = []
    for given in cursor.fetchall():
        values = list(given)
        for place, convert in asking.converted:
            values[place] = convert(values[place])
        found.append(asking.row(values))
    return found


@lru_cache(maxsize=STATEMENTS)
def _form(dialect: Dialect, statement: Write, names: tuple[str, ...]) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.prefetch:
        raise TypeError(f"no value for {compiled.prefetch[0]}")
    order = tuple(compiled.positiontup or ())
    converted = []
    for place, name in enumerate(order):
        if convert := _writing(compiled.binds[name].type, dialect):
            converted.append((place, convert))
    fixed = {name: value for name, value in compiled.params.items() if name not in names}
    return _Form(str(compiled), order, fixed, converted)


@lru_cache(maxsize=STATEMENTS)
def _asking(dialect: Dialect, statement: Question, shape: tuple[tuple[str, int], ...]) -> _Asking:
    compiled: Any = statement.compile(dialect=dialect)
    given = {name: [None] * length if length >= 0 else None for name, length in shape}
    state = compiled.construct_expanded_state(given)
    expanded = {
        each: (name, place) for name, parts in state.parameter_expansion.items() for place, each in enumerate(parts)
    }
    values = []
    for each in state.positiontup:
        name, place = expanded.get(each, (each, None))
        values.append((name, place, _writing(compiled.binds[name].type, dialect)))
    fixed = {name: value for name, value in compiled.params.items() if name not in given}
    columns = list(statement.exported_columns.items())
    names = [str(name) for name, _column in columns]
    row: Any = namedtuple("row", names, rename=True)  # type: ignore[misc]  # Known only now.
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for _name, column in columns]
    converted = [(place, convert) for place, convert in enumerate(processors) if convert is not None]
    return _Asking(state.statement, values, fixed, row._make, converted)


def _writing(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
