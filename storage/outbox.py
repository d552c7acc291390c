"""Step 3 of a message: what is to be said, kept before it is sent; claimed with a lease, retried, given up visibly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, literal_column, or_, select, update

from bot import outgoing
from bot.incoming import Address
from bot.outgoing import Card, Choice, Priority, Say
from storage.dialect import insert_new
from storage.tables import outbox

log = structlog.get_logger()

_unsent = outbox.alias("unsent")
_UNSENT_STATES: tuple[ColumnElement[str], ...] = (literal_column("'waiting'"), literal_column("'sending'"))
"""Those behind wait for messages in these states. Literals: a list of parameters is written out anew at every use."""

_HERE = and_(outbox.c.platform == bindparam("platform"), outbox.c.room_id == bindparam("room_id"))

_FIRST_OF_EACH_ROOM = (
    select(func.min(_unsent.c.id))
    .where(_unsent.c.state.in_(_UNSENT_STATES))
    .group_by(_unsent.c.platform, _unsent.c.room_id)
)
_CLAIMABLE = (
    select(outbox.c.id)
    .where(
        or_(
            and_(outbox.c.state == "waiting", outbox.c.not_before <= bindparam("now")),
            and_(outbox.c.state == "sending", outbox.c.lease_until <= bindparam("now")),
        )
    )
    .where(outbox.c.id.in_(_FIRST_OF_EACH_ROOM))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=outbox)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_CLAIMABLE))
    .values(state="sending", lease_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(
        outbox.c.id,
        outbox.c.platform,
        outbox.c.room_id,
        outbox.c.lang,
        outbox.c.priority,
        outbox.c.payload,
        outbox.c.about,
        outbox.c.attempts,
        outbox.c.created_at,
    )
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(state="sent", receipt=bindparam("got"), sent_at=bindparam("now"), lease_until=None, error=None)
)
_RETRY = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.state == "sending")
    .values(state="waiting", not_before=bindparam("at"), lease_until=None, error=bindparam("why"))
)
_DEAD = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.state == "sending")
    .values(state="dead", lease_until=None, error=bindparam("why"))
)
_CARD_RECEIPT = (
    select(outbox.c.receipt)
    # The room is compared as one text: by its columns SQLite would read through everything ever said in it.
    .where(outbox.c.about == bindparam("thing"), outbox.c.platform + ":" + outbox.c.room_id == bindparam("address"))
    .where(outbox.c.state == "sent", outbox.c.is_card)
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_ROOMS_ABOUT = (
    select(outbox.c.platform, outbox.c.room_id)
    .where(outbox.c.about == bindparam("thing"), outbox.c.is_card, outbox.c.state != "dead")
    .distinct()
    .order_by(outbox.c.platform, outbox.c.room_id)
)
_ABOUT = select(outbox.c.about).where(_HERE, outbox.c.receipt == bindparam("got")).order_by(outbox.c.id.desc()).limit(1)
_OFFERED = select(outbox.c.payload).where(_HERE, outbox.c.offers).order_by(outbox.c.id.desc()).limit(1)
_OFFERED_BY = (
    select(outbox.c.payload).where(_HERE, outbox.c.receipt == bindparam("got")).order_by(outbox.c.id.desc()).limit(1)
)


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say to a room, in a language. ``idempotency_key``: said once, however often it is asked for."""

    address: Address
    lang: str
    outgoing: Say | Card
    priority: Priority = Priority.ANSWER
    idempotency_key: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process may send until its lease ends."""

    id: int
    message: Message
    attempts: int
    created_at: datetime


class Outbox:
    """The outbox within one transaction. Messages are gathered and written by :meth:`flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gathered: list[dict[str, object]] = []

    def add(self, message: Message, now: datetime) -> None:
        """Say something when the transaction is committed, not before."""
        about = message.outgoing.about if isinstance(message.outgoing, Card) else message.about
        self._gathered.append(
            {
                "platform": message.address.platform,
                "room_id": message.address.room_id,
                "lang": message.lang,
                "priority": int(message.priority),
                "payload": outgoing.dump(message.outgoing),
                "about": about,
                "is_card": isinstance(message.outgoing, Card),
                "offers": bool(message.outgoing.choices),
                "idempotency_key": message.idempotency_key,
                "created_at": now,
                "not_before": now,
            }
        )

    def mark(self) -> int:
        """Give a place to come back to with :meth:`rewind`."""
        return len(self._gathered)

    def rewind(self, mark: int) -> None:
        """Forget what was gathered since the mark: the work that wanted to say it was rolled back."""
        del self._gathered[mark:]

    def flush(self) -> None:
        """Write what was gathered."""
        if self._gathered:
            self._connection.execute(insert_new(self._connection, outbox), self._gathered)
            self._gathered = []

    def claim(self, now: datetime, lease: timedelta, most: int) -> list[Claimed]:
        """Take messages to send: the oldest of each room only, so a room's order is kept; urgent rooms first.

        What this version cannot read becomes a dead letter with the reason, and the ones behind it go on.
        """
        claimed: list[Claimed] = []
        while not claimed and (
            rows := self._connection.execute(_CLAIM, {"now": now, "until": now + lease, "most": most}).all()
        ):
            for row in sorted(rows, key=lambda row: (row.priority, row.id)):
                try:
                    claimed.append(self._read(row))
                except ValueError as error:
                    log.error("outbox_unreadable", outbox_id=row.id, platform=row.platform)
                    self.dead(row.id, _reason(error))
        return claimed

    def sent(self, receipts: Sequence[tuple[int, str]], now: datetime) -> None:
        """Note the platform's receipts of sent messages, as pairs of row id and receipt."""
        if receipts:
            rows = [{"row_id": row_id, "got": receipt, "now": now} for row_id, receipt in receipts]
            self._connection.execute(_SENT, rows)

    def retry(self, row_id: int, at: datetime, why: str) -> None:
        """Try again later; the messages behind it wait. One that another process has sent meanwhile stays sent."""
        self._connection.execute(_RETRY, {"row_id": row_id, "at": at, "why": why})

    def dead(self, row_id: int, why: str) -> None:
        """Give up on a message; the ones behind it go on. One that another process has sent meanwhile stays sent."""
        self._connection.execute(_DEAD, {"row_id": row_id, "why": why})

    def next_moment(self) -> datetime | None:
        """Give when the next message that waits or is being sent may be claimed; None when there is none."""
        moments = self._connection.execute(
            select(func.min(outbox.c.not_before))
            .where(outbox.c.state == "waiting")
            .union_all(select(func.min(outbox.c.lease_until)).where(outbox.c.state == "sending"))
        ).scalars()
        return min((moment for moment in moments if moment), default=None)

    def receipt_of(self, address: Address, about: str) -> str | None:
        """Give the receipt of the card that stands in a room for a thing, to edit it."""
        found: str | None = self._connection.scalar(_CARD_RECEIPT, {"thing": about, "address": str(address)})
        return found

    def rooms_about(self, about: str) -> list[Address]:
        """Give the rooms where a thing has a card, those gathered in this transaction included."""
        rows = self._connection.execute(_ROOMS_ABOUT, {"thing": about})
        stored = [Address(platform, room_id) for platform, room_id in rows]
        gathered = [
            Address(str(row["platform"]), str(row["room_id"]))
            for row in self._gathered
            if row["about"] == about and row["is_card"]
        ]
        return list(dict.fromkeys((*stored, *gathered)))

    def about(self, address: Address, receipt: str) -> str | None:
        """Give what a message of ours in a room is about, by its receipt."""
        found: str | None = self._connection.scalar(_ABOUT, {"got": receipt, **_here(address)})
        return found

    def offered(self, address: Address, receipt: str | None = None) -> tuple[Choice, ...]:
        """Give the choices of the latest message in a room that has any, or of the message with this receipt.

        A message that this version cannot read offers nothing.
        """
        wanted = _here(address) if receipt is None else {"got": receipt, **_here(address)}
        payload = self._connection.scalar(_OFFERED if receipt is None else _OFFERED_BY, wanted)
        try:
            return outgoing.load(payload).choices if payload else ()
        except ValidationError:
            return ()

    @staticmethod
    def _read(row: Row[tuple[object, ...]]) -> Claimed:
        message = Message(
            address=Address(row.platform, row.room_id),
            lang=row.lang,
            outgoing=outgoing.load(row.payload),
            priority=Priority(row.priority),
            about=row.about,
        )
        return Claimed(row.id, message, row.attempts, row.created_at)


def _here(address: Address) -> dict[str, str]:
    return {"platform": address.platform, "room_id": address.room_id}


def _reason(error: ValueError) -> str:
    # Without the input: what people wrote is kept in the payload only, where it can be erased.
    return str(error.errors(include_input=False, include_url=False) if isinstance(error, ValidationError) else error)
