"""What SQLite and PostgreSQL write differently: "insert unless it is there", "insert or update", turns, ids."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, Insert, Integer, Table, bindparam, cast, column, func, select, table, text
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table) -> Insert:
    """Give an INSERT that leaves a row alone which is there already, by any of its unique keys."""
    return _insert_new(connection.dialect.name, table)


def upsert(connection: Connection, table: Table, keys: Sequence[str]) -> Insert:
    """Give an INSERT that overwrites every other column where a row with these keys is there already."""
    return _upsert(connection.dialect.name, table, tuple(keys))


def hold_still(connection: Connection, table: Table) -> None:
    """Wait for whoever is changing a table, and let nobody change it until this transaction ends.

    SQLite has one writer, so being in a transaction is enough.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE MODE"))


def take_turns(connection: Connection, name: str) -> None:
    """Wait until no other transaction that takes turns under this name is left. SQLite has one writer at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


class NewIds:
    """The ids of the rows that are added to a table within one transaction, by nobody else.

    Args:
        connection: the transaction's.
        of: the table.
    """

    def __init__(self, connection: Connection, of: Table) -> None:
        self._connection = connection
        self._of = of
        self._last: int | None = None

    def take(self) -> int:
        """Give the id that nothing in the table has or has had, for the row that is added next."""
        if self._connection.dialect.name == "postgresql":
            return int(self._connection.scalar(_NEXT_ON_POSTGRESQL, {"sequence": f"{self._of.name}_id_seq"}) or 1)
        if self._last is None:
            self._last = int(self._connection.scalar(_LAST_ON_SQLITE, {"name": self._of.name}) or 0)
        # Where a savepoint took a row back, its id stays unused, as it does on PostgreSQL.
        self._last += 1
        return self._last


# Not as text, of which the columns of the result are looked up each time anew.
_NEXT_ON_POSTGRESQL = select(func.nextval(cast(bindparam("sequence"), postgresql.REGCLASS)))
_LAST_ON_SQLITE = (
    select(column("seq", Integer)).select_from(table("sqlite_sequence")).where(column("name") == bindparam("name"))
)


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...]) -> Insert:
    others = [column.name for column in table.columns if column.name not in keys]
    if dialect == "postgresql":
        on_postgresql = postgresql.insert(table)
        return on_postgresql.on_conflict_do_update(
            index_elements=keys, set_={name: on_postgresql.excluded[name] for name in others}
        )
    on_sqlite = sqlite.insert(table)
    return on_sqlite.on_conflict_do_update(
        index_elements=keys, set_={name: on_sqlite.excluded[name] for name in others}
    )
