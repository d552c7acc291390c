"""Messages that did not reach anybody, until somebody has been told of it (handlers/jobs/losses.py)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from bot.incoming import Address
from bot.outgoing import Priority
from storage.dialect import insert_new
from storage.tables import is_unsent, losses, outbox


class Why(StrEnum):
    """Why a room or a person was not reached."""

    GONE = "gone"
    """The room is not there any more, or the bot is not in it; a person has blocked it."""
    REFUSED = "refused"
    """The platform will not take the message."""
    LATE = "late"
    """It was tried for so long that the news in it is old."""
    SILENT = "silent"
    """It still waits, longer than a request may be without anybody's seeing it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A message that did not get there: where, about what (``request:12``, if about a thing), and why."""

    address: Address
    about: str | None
    why: Why


_FIRST = (
    select(losses.c.outbox_id, losses.c.why, outbox.c.platform, outbox.c.room_id, outbox.c.about)
    .join(outbox, outbox.c.id == losses.c.outbox_id)
    .order_by(losses.c.outbox_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=losses)
)
WAITING_CARD: ColumnElement[bool] = is_unsent(outbox) & outbox.c.is_card & (outbox.c.priority <= int(Priority.CARD))
"""A card that has not been shown yet; one that is only drawn anew, because time has passed, is not looked for."""


class Losses:
    """Losses within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outbox_id: int, why: Why) -> None:
        """Note that a message is lost."""
        self._connection.execute(insert_new(self._connection, losses), {"outbox_id": outbox_id, "why": why})

    def take(self, most: int) -> list[Loss]:
        """Take losses out, the oldest first; two processes never get the same."""
        rows = self._connection.execute(_FIRST, {"most": most}).all()
        if rows:
            self._connection.execute(delete(losses).where(losses.c.outbox_id.in_([row.outbox_id for row in rows])))
        return [Loss(Address(row.platform, row.room_id), row.about, Why(row.why)) for row in rows]

    def unshown(self, before: datetime, spare: list[Address], most: int) -> list[tuple[int, Address, datetime]]:
        """Give requests whose card nobody could see yet: id, the room that it waits for, since when; the oldest first.

        Args:
            before: the card waits since then or longer.
            spare: rooms that are the way out: what has a card for one of them beside this is left out.
            most: how many.
        """
        other, shown = outbox.alias("other"), outbox.alias("shown")
        is_shown = select(shown.c.id).where(shown.c.about == outbox.c.about, shown.c.is_card, shown.c.state == "sent")
        has_way_out = select(other.c.id).where(
            other.c.about == outbox.c.about, other.c.is_card, other.c.state != "dead", other.c.id != outbox.c.id,
            (other.c.platform + ":" + other.c.room_id).in_(list(map(str, spare))),
        )  # fmt: skip
        rows = self._connection.execute(
            select(outbox.c.about, outbox.c.platform, outbox.c.room_id, outbox.c.created_at)
            .where(WAITING_CARD, outbox.c.created_at <= before, outbox.c.about.startswith("request:"))
            .where(~is_shown.exists(), ~has_way_out.exists())
            .order_by(outbox.c.id)
            .limit(most)
        )
        return [
            (int(row.about.removeprefix("request:")), Address(row.platform, row.room_id), row.created_at)
            for row in rows
        ]
