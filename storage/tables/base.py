"""What every table is made with: the one metadata, and moments in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Written(sqlite.DATETIME):
    """What SQLite keeps of a moment: the same text as the library's own type, written in a fraction of the time."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        """Give what writes a moment."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC on every database; SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the database's own type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_Written())  # type: ignore[no-untyped-call]  # The library's own has no types.
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        if value.tzinfo is not UTC:
            value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
