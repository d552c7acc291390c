"""The directory of associations as it is stored; the search itself is in memory (bot/search/)."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime

from sqlalchemy import Connection, Row, func, insert, select

from bot.search.records import Association
from storage.dialect import upsert
from storage.tables import associations, cursors, misses

_VERSION = "associations"
"""Its row among the cursors: how far the directory in use has to have read."""

_NAMES = frozenset(field.name for field in fields(Association))


class Associations:
    """Associations within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self) -> set[str]:
        """Give the ids that are stored."""
        return set(self._connection.scalars(select(associations.c.id)))

    def save(self, records: Sequence[Association], now: datetime) -> None:
        """Store associations; one with the same id is replaced."""
        if records:
            self._connection.execute(
                upsert(self._connection, associations, ("id",)), [_values(record) for record in records]
            )
            version = {"platform": _VERSION, "value": now.isoformat()}
            self._connection.execute(upsert(self._connection, cursors, ("platform",)), version)

    def version(self) -> str:
        """Give a text that changes whenever associations are stored."""
        return self._connection.scalar(select(cursors.c.value).where(cursors.c.platform == _VERSION)) or ""

    def every(self) -> list[Association]:
        """Give every association; the dissolved too, which are not proposed but must be recognised by their name."""
        rows = self._connection.execute(select(associations).order_by(associations.c.id))
        return [_read(row) for row in rows]

    def get(self, association_id: str) -> Association | None:
        """Give one by its id."""
        row = self._connection.execute(select(associations).where(associations.c.id == association_id)).first()
        return _read(row) if row else None

    def count(self) -> int:
        """Count what is stored, dissolved ones included."""
        return self._connection.scalar(select(func.count()).select_from(associations)) or 0

    def missed(self, query: str, at: datetime) -> None:
        """Keep what somebody looked for in vain, without who, for the house of associations."""
        self._connection.execute(insert(misses).values(query=query, at=at))


def _values(record: Association) -> dict[str, object]:
    values = asdict(record)
    updated_at = values.pop("updated_at")
    values["updated_on"] = updated_at.isoformat() if updated_at else ""
    values["category_codes"] = " ".join(record.category_codes)
    return values


def _read(row: Row[tuple[object, ...]]) -> Association:
    values = {name: value for name, value in row._asdict().items() if name in _NAMES}
    return Association(
        **{
            **values,
            "category_codes": tuple(row.category_codes.split()),
            "updated_at": date.fromisoformat(row.updated_on) if row.updated_on else None,
        }
    )
