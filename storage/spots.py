"""Where requests are, kept so that those about the same thing nearby are found among a million of their subject.

As with their words (storage/words.py), what is stored follows from the requests alone: whoever changes one only tells
that it was touched, and before the commit its marks are worked out anew.
"""

from collections.abc import Sequence
from json import loads

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from bot.places.beside import marks_of
from storage.tables import requests, spots

AT_ONCE = 500
"""Requests of one statement; SQLite takes some thousands."""

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_REQUESTS = select(
    requests.c.id, requests.c.category, requests.c.received_at, requests.c.confidential, requests.c.answers
).where(requests.c.id.in_(_IDS))
_HAD = select(spots.c.request_id).where(spots.c.request_id.in_(_IDS)).distinct()
_FORGET = delete(spots).where(spots.c.request_id == bindparam("of"))
_ADD = insert(spots)


class Spots:
    """The places of requests within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._touched: set[int] = set()

    def touch(self, *request_ids: int) -> None:
        """Note that the subject or the place of requests may have changed; for nothing it costs time and no more."""
        self._touched.update(request_ids)

    def flush(self) -> None:
        """Write what has changed in the requests that were touched; the last thing before the commit."""
        touched, self._touched = sorted(self._touched), set()
        for first in range(0, len(touched), AT_ONCE):
            self._write(touched[first : first + AT_ONCE])

    def _write(self, ids: Sequence[int]) -> None:
        if had := sorted(self._connection.scalars(_HAD, {"ids": ids})):
            self._connection.execute(_FORGET, [{"of": each} for each in had])
        rows = [
            {"category": row.category, "mark": mark, "received_at": row.received_at, "request_id": row.id}
            for row in self._connection.execute(_REQUESTS, {"ids": ids})
            if not row.confidential
            for mark in sorted(marks_of(loads(row.answers).get("place", "")))
        ]
        if rows:
            self._connection.execute(_ADD, rows)
