"""Many rows with one statement: worked out once how the driver wants a row, each is only put in that order.

SQLAlchemy looks at every row as at a statement of its own, which costs more than to write it into SQLite.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Delete, Dialect, Insert, Update

Row = Mapping[str, object]
Write = Insert | Update | Delete

STATEMENTS = 256
"""Statements whose form is remembered."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a statement is written, and how a row's values become the driver's, in the order of the names."""

    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, object]
    converted: Sequence[tuple[int, Callable[[object], object]]]


def write(connection: Connection, statement: Write, rows: Sequence[Row]) -> None:
    """Run a statement for each of some rows, which all have the same names; without rows nothing is done.

    Args:
        connection: of the transaction.
        statement: gives nothing back; kept for the next time, so made once.
        rows: for each name of a column or parameter its value.

    Raises:
        TypeError: the table has a column for which Python makes up a value; such a row is a statement of its own.
    """
    if not rows:
        return
    if not connection.dialect.positional:
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
    connection.exec_driver_sql(form.sql, written)


@lru_cache(maxsize=STATEMENTS)
def _form(dialect: Dialect, statement: Write, names: tuple[str, ...]) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.prefetch:
        raise TypeError(f"no value for {compiled.prefetch[0]}")
    order = tuple(compiled.positiontup or ())
    converted = []
    for place, name in enumerate(order):
        convert = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            converted.append((place, convert))
    fixed = {name: value for name, value in compiled.params.items() if name not in names}
    return _Form(str(compiled), order, fixed, converted)
