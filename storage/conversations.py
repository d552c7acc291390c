"""Where a citizen stands in one room: the flow, its answers by name, and what is kept for later."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select

from bot.incoming import Address
from storage.dialect import upsert
from storage.json_text import from_text, to_text
from storage.straight import ask, write
from storage.tables import conversations

_FIND = select(conversations).where(conversations.c.key.in_(bindparam("keys", expanding=True)))


@dataclass(slots=True)
class Conversation:
    """A conversation, changed in place by a handler and saved with the transaction.

    ``held`` are words put aside while another question is settled. ``sources`` tells which message gave what, by its
    receipt, so that an edit of it is followed (handlers/edits.py). ``misses`` counts messages in a row that were not
    understood. ``nudge_at`` and ``expires_at`` are when an unfinished draft is recalled once, and when it lapses.
    ``erased``: its person wanted nothing of it kept, so it is not written again.
    """

    key: str
    address: Address
    person_id: int
    updated_at: datetime
    flow: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    held: str | None = None
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    misses: int = 0
    nudge_at: datetime | None = None
    expires_at: datetime | None = None
    erased: bool = False

    def forget_draft(self) -> None:
        """Leave the flow with everything that was answered in it."""
        self.flow, self.answers, self.held, self.sources = None, {}, None, {}
        self.nudge_at = self.expires_at = None
        self.misses = 0


class Conversations:
    """Conversations within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, keys: Iterable[str]) -> dict[str, Conversation]:
        """Give the conversations that exist among these keys."""
        rows = ask(self._connection, _FIND, {"keys": list(keys)})
        return {row.key: _read(row) for row in rows}

    def save(self, changed: Iterable[Conversation]) -> None:
        """Write conversations as they are now."""
        rows = [
            {
                "key": each.key,
                "platform": each.address.platform,
                "room_id": each.address.room_id,
                "person_id": each.person_id,
                "flow": each.flow,
                "answers": to_text(each.answers),
                "held": each.held,
                "sources": to_text(each.sources),
                "misses": each.misses,
                "updated_at": each.updated_at,
                "nudge_at": each.nudge_at,
                "expires_at": each.expires_at,
            }
            for each in changed
            if not each.erased
        ]
        write(self._connection, upsert(self._connection, conversations, ("key",)), rows)

    def to_nudge(self, now: datetime, most: int) -> list[Conversation]:
        """Give drafts whose one reminder is due."""
        return self._due(conversations.c.nudge_at, now, most)

    def to_expire(self, now: datetime, most: int) -> list[Conversation]:
        """Give drafts that have lapsed."""
        return self._due(conversations.c.expires_at, now, most)

    def _due(self, column: ColumnElement[datetime], now: datetime, most: int) -> list[Conversation]:
        query = select(conversations).where(column <= now).order_by(column).limit(most)
        return [_read(row) for row in self._connection.execute(query.with_for_update(skip_locked=True))]


def _read(row: Row[tuple[object, ...]]) -> Conversation:
    return Conversation(
        key=row.key,
        address=Address(row.platform, row.room_id),
        person_id=row.person_id,
        updated_at=row.updated_at,
        flow=row.flow,
        answers=from_text(row.answers),
        held=row.held,
        sources=from_text(row.sources),
        misses=row.misses,
        nudge_at=row.nudge_at,
        expires_at=row.expires_at,
    )
