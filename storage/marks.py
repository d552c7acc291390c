"""What has been done once and is never done again: the digest of a day, for example."""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from storage.dialect import insert_new
from storage.tables import marks


class Marks:
    """Marks within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_done(self, what: str, which: str) -> bool:
        """Say whether this was done before."""
        query = select(exists().where(marks.c.what == what, marks.c.which == which))
        return bool(self._connection.scalar(query))

    def done(self, what: str, which: str, now: datetime) -> None:
        """Note that this is done. Two processes at once: the second waits for the first, and notes nothing."""
        self._connection.execute(insert_new(self._connection, marks), {"what": what, "which": which, "at": now})
