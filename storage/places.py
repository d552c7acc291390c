"""The streets and landmarks of the city as they are stored; finding them is in memory (bot/places/)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from bot.places.records import Place, Point
from storage.dialect import upsert
from storage.json_text import from_text, to_text
from storage.tables import cursors, places

_VERSION = "places"
"""Its row among the cursors: how far the list in use has to have read."""

_READ_VERSION = select(cursors.c.value).where(cursors.c.platform == _VERSION)


class Places:
    """Places within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._version: str | None = None

    def save(self, records: Sequence[Place], now: datetime) -> None:
        """Store places; one with the same key is replaced."""
        if records:
            self._connection.execute(upsert(self._connection, places, ("key",)), [_values(place) for place in records])
            version = {"platform": _VERSION, "value": now.isoformat()}
            self._connection.execute(upsert(self._connection, cursors, ("platform",)), version)
            self._version = None

    def version(self) -> str:
        """Give a text that changes whenever places are stored; read once a transaction, for every message needs it."""
        if self._version is None:
            self._version = self._connection.scalar(_READ_VERSION) or ""
        return self._version

    def every(self) -> list[Place]:
        """Give every place, in the order of their keys."""
        return [_read(row) for row in self._connection.execute(select(places).order_by(places.c.key))]

    def count(self) -> int:
        """Count what is stored."""
        return self._connection.scalar(select(func.count()).select_from(places)) or 0


def _values(place: Place) -> dict[str, object]:
    numbers = {number: (point.latitude, point.longitude) for number, point in place.numbers.items()}
    return {
        "key": place.key,
        "name": place.name,
        "neighbourhoods": to_text(place.neighbourhoods),
        "latitude": place.point.latitude if place.point else None,
        "longitude": place.point.longitude if place.point else None,
        "numbers": to_text(numbers),
    }


def _read(row: Row[tuple[object, ...]]) -> Place:
    return Place(
        row.key,
        row.name,
        tuple(from_text(row.neighbourhoods)),
        None if row.latitude is None else Point(row.latitude, row.longitude),
        {number: Point(*point) for number, point in from_text(row.numbers).items()},
    )
