"""Where requests are, kept so that those about the same thing nearby are found among a million of their subject.

As with their words (storage/words.py), what is stored follows from the requests alone (storage/touched.py).
"""

from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, delete, insert, select

from bot.places.beside import marks_of
from storage.json_text import from_text
from storage.straight import write
from storage.tables import requests, spots
from storage.touched import Touched

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_REQUESTS = select(
    requests.c.id, requests.c.category, requests.c.received_at, requests.c.confidential, requests.c.answers
).where(requests.c.id.in_(_IDS))
_HAD = select(spots.c.request_id).where(spots.c.request_id.in_(_IDS)).distinct()
_FORGET = delete(spots).where(spots.c.request_id == bindparam("of"))
_ADD = insert(spots)


class Spots(Touched):
    """The places of requests within one transaction."""

    def _write(self, ids: Sequence[int]) -> None:
        if had := sorted(self._connection.scalars(_HAD, {"ids": ids})):
            self._connection.execute(_FORGET, [{"of": each} for each in had])
        rows = [
            {"category": row.category, "mark": mark, "received_at": row.received_at, "request_id": row.id}
            for row in self._connection.execute(_REQUESTS, {"ids": ids})
            if not row.confidential
            for mark in sorted(marks_of(from_text(row.answers).get("place", "")))
        ]
        write(self._connection, _ADD, rows)
