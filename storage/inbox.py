"""Step 1 of a message: what came in, kept before it is acknowledged, with the platform's cursor in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection, Select, and_, bindparam, exists, select, update

from bot import incoming
from bot.incoming import Incoming
from storage.dialect import insert_new, upsert
from storage.straight import ask, write
from storage.tables import cursors, in_state, inbox

log = structlog.get_logger()

_earlier = inbox.alias("earlier")

_WAITING = (
    select(inbox.c.id, inbox.c.payload)
    .where(in_state(inbox, "waiting"))
    .where(
        ~exists().where(
            and_(
                _earlier.c.conversation == inbox.c.conversation,
                in_state(_earlier, "waiting"),
                _earlier.c.id < inbox.c.id,
            )
        )
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_CLAIM = _WAITING.with_for_update(skip_locked=True, of=inbox)
_DONE = update(inbox).where(inbox.c.id == bindparam("row_id")).values(state="done")
_DEAD = (
    update(inbox)
    # A process of a newer version may have handled meanwhile what this one cannot read.
    .where(inbox.c.id == bindparam("row_id"), inbox.c.state == "waiting")
    .values(state="dead", error=bindparam("traceback"))
)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message that waits to be handled; ``payload`` is how it is stored."""

    id: int
    incoming: Incoming
    payload: str


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
        write(self._connection, insert_new(self._connection, inbox), rows)

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
        """Look at the next messages, at most one a conversation and oldest first, without claiming them.

        What this version cannot read becomes a dead row with the reason, here as in :meth:`claim`.
        """
        return self._readable(_WAITING, most, ())

    def claim(self, most: int, seen: Sequence[InboxRow] = ()) -> list[InboxRow]:
        """Claim the next messages until the transaction ends, at most one a conversation.

        Those that were seen waiting (:meth:`waiting`) are not read again, unless they have changed.

        SQLite has one writer, so being in a transaction is the claim. On PostgreSQL the rows are locked; another
        process neither waits for them nor overtakes within a conversation, because it still sees them waiting.
        """
        return self._readable(_CLAIM, most, seen)

    def done(self, ids: Sequence[int]) -> None:
        """Mark messages as handled."""
        write(self._connection, _DONE, [{"row_id": row_id} for row_id in ids])

    def dead(self, row_id: int, traceback: str) -> None:
        """Keep a message that a handler could not take, with the reason; it blocks nobody."""
        self._connection.execute(_DEAD, {"row_id": row_id, "traceback": traceback})

    def _readable(self, query: Select[int, str], most: int, seen: Sequence[InboxRow]) -> list[InboxRow]:
        """Read what a query finds; while that is nothing but rows that cannot be read, look for others."""
        read, found = {row.id: row for row in seen}, list[InboxRow]()
        while not found and (rows := ask(self._connection, query, {"most": most})):
            for row_id, payload in rows:
                known = read.get(row_id)
                if known is not None and known.payload == payload:
                    found.append(known)
                    continue
                try:
                    found.append(InboxRow(row_id, incoming.load(payload), payload))
                except ValidationError as error:
                    log.error("inbox_unreadable", inbox_id=row_id)
                    # Without the input: what people wrote is kept in the payload only, where it can be erased.
                    self.dead(row_id, str(error.errors(include_input=False, include_url=False)))
        return found
