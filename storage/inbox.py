"""Step 1 of a message: what came in, kept before it is acknowledged, with the platform's cursor in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, select, update

from bot import incoming
from bot.incoming import Incoming
from storage.dialect import insert_new, upsert
from storage.tables import cursors, inbox

_earlier = inbox.alias("earlier")

_WAITING = (
    select(inbox.c.id, inbox.c.payload)
    .where(inbox.c.state == "waiting")
    .where(
        ~exists().where(
            and_(
                _earlier.c.conversation == inbox.c.conversation,
                _earlier.c.state == "waiting",
                _earlier.c.id < inbox.c.id,
            )
        )
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_CLAIM = _WAITING.with_for_update(skip_locked=True, of=inbox)
_DONE = update(inbox).where(inbox.c.id == bindparam("row_id")).values(state="done")
_DEAD = update(inbox).where(inbox.c.id == bindparam("row_id")).values(state="dead", error=bindparam("traceback"))


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message that waits to be handled."""

    id: int
    incoming: Incoming


class Inbox:
    """The inbox within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, messages: Sequence[Incoming], now: datetime) -> None:
        """Keep messages; one that is there already (same platform and event) changes nothing."""
        if not messages:
            return
        rows = [
            {
                "platform": message.address.platform,
                "event_id": message.event_id,
                "conversation": message.conversation_key,
                "payload": incoming.dump(message),
                "received_at": now,
            }
            for message in messages
        ]
        self._connection.execute(insert_new(self._connection, inbox), rows)

    def cursor(self, platform: str) -> str | None:
        """Give how far this platform's updates have been kept, in the platform's own form."""
        found: str | None = self._connection.scalar(select(cursors.c.value).where(cursors.c.platform == platform))
        return found

    def move_cursor(self, platform: str, value: str) -> None:
        """Say how far the platform's updates have been kept."""
        self._connection.execute(
            upsert(self._connection, cursors, ("platform",)), {"platform": platform, "value": value}
        )

    def waiting(self, most: int) -> list[InboxRow]:
        """Look at the next messages, at most one a conversation and oldest first, without claiming them."""
        return self._read(self._connection.execute(_WAITING, {"most": most}).all())

    def claim(self, most: int) -> list[InboxRow]:
        """Claim the next messages until the transaction ends, at most one a conversation.

        SQLite has one writer, so being in a transaction is the claim. On PostgreSQL the rows are locked; another
        process neither waits for them nor overtakes within a conversation, because it still sees them waiting.
        """
        return self._read(self._connection.execute(_CLAIM, {"most": most}).all())

    def done(self, ids: Sequence[int]) -> None:
        """Mark messages as handled."""
        if ids:
            self._connection.execute(_DONE, [{"row_id": row_id} for row_id in ids])

    def dead(self, row_id: int, traceback: str) -> None:
        """Keep a message that a handler could not take, with the reason; it blocks nobody."""
        self._connection.execute(_DEAD, {"row_id": row_id, "traceback": traceback})

    @staticmethod
    def _read(rows: Sequence[tuple[int, str]]) -> list[InboxRow]:
        return [InboxRow(row_id, incoming.load(payload)) for row_id, payload in rows]
