"""What a platform adapter must remember between two starts: long buttons, direct rooms, devices, groups that moved."""

from sqlalchemy import Connection, select

from storage.dialect import upsert
from storage.tables import notes


class Notes:
    """Adapters' notes within one transaction: texts by platform and key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, platform: str, key: str) -> str | None:
        """Give a note, or None."""
        query = select(notes.c.value).where(notes.c.platform == platform, notes.c.key == key)
        found: str | None = self._connection.scalar(query)
        return found

    def starting(self, platform: str, start: str) -> dict[str, str]:
        """Give every note of a platform whose key begins so, by key."""
        query = select(notes.c.key, notes.c.value).where(notes.c.platform == platform)
        rows = self._connection.execute(query.where(notes.c.key.startswith(start, autoescape=True)))
        return {row.key: row.value for row in rows}

    def write(self, platform: str, key: str, value: str) -> None:
        """Put a note down; an earlier one under the same key is overwritten."""
        row = {"platform": platform, "key": key, "value": value}
        self._connection.execute(upsert(self._connection, notes, ("platform", "key")), row)
