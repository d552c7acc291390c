"""Step 3 of a message: what is to be said, kept before it is sent; claimed with a lease, retried, given up visibly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Subquery,
    Update,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot import outgoing
from bot.incoming import Address
from bot.outgoing import Card, Choice, Priority, Say
from storage.dialect import insert_new
from storage.straight import ask, write
from storage.tables import conversations, in_state, is_unsent, outbox

log = structlog.get_logger()

_ANSWER: ColumnElement[int] = literal_column(str(int(Priority.ANSWER)))


def _due(table: FromClause) -> ColumnElement[bool]:
    """Say whether a row may be claimed, as far as it itself is concerned."""
    return or_(
        and_(in_state(table, "waiting"), table.c.not_before <= bindparam("now")),
        and_(in_state(table, "sending"), table.c.lease_until <= bindparam("now")),
    )


_HERE = and_(outbox.c.platform == bindparam("platform"), outbox.c.room_id == bindparam("room_id"))

_HELD = and_(in_state(outbox, "held"), outbox.c.not_before <= bindparam("now"))
_DUE = (
    select(outbox.c.platform, outbox.c.priority == _ANSWER, outbox.c.state == "held")
    .where(or_(_due(outbox), _HELD))
    .distinct()
)

_answer, _unsent = outbox.alias("answer"), outbox.alias("unsent")
_FIRST_OF_ITS_ROOM = (
    select(func.min(_unsent.c.id))
    .where(_unsent.c.platform == _answer.c.platform, _unsent.c.room_id == _answer.c.room_id)
    .where(is_unsent(_unsent))
    .correlate(_answer)
    .scalar_subquery()
)
_BEFORE_ANSWERS = (
    select(_FIRST_OF_ITS_ROOM.label("id"), _ANSWER.label("urgency"))
    .where(_due(_answer), _answer.c.priority == _ANSWER)
    .distinct()
    .subquery("first")
)
"""Whoever waits for an answer also waits for what stands before it in the room."""

_FIRST_OF_OTHER_ROOMS = (
    select(func.min(_unsent.c.id).label("id"), func.min(_unsent.c.priority).label("urgency"))
    .where(is_unsent(_unsent))
    .group_by(_unsent.c.platform, _unsent.c.room_id)
    .having(func.min(_unsent.c.priority) > _ANSWER)
    .subquery("first")
)


def _claim(first: Subquery) -> Update:
    chosen = (
        select(outbox.c.id)
        # Joined, because SQLite would look for a list of ids in everything that was ever said on the platform.
        .join(first, first.c.id == outbox.c.id)
        .where(outbox.c.platform == bindparam("of_platform"), _due(outbox))
        .order_by(first.c.urgency, outbox.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=outbox)
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(chosen))
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


_CLAIM_ANSWERS = _claim(_BEFORE_ANSWERS)
_CLAIM_OTHERS = _claim(_FIRST_OF_OTHER_ROOMS)

_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(state="sent", receipt=bindparam("got"), sent_at=bindparam("now"), lease_until=None, error=None)
)
_MINE = and_(
    outbox.c.id == bindparam("row_id"),
    outbox.c.state == "sending",
    # Every claim counts, so this tells whether somebody else has claimed it since.
    outbox.c.attempts == bindparam("claim_number"),
)
_RETRY = (
    update(outbox)
    .where(_MINE)
    .values(state="waiting", not_before=bindparam("at"), lease_until=None, error=bindparam("why"))
)
_DEAD = update(outbox).where(_MINE).values(state="dead", lease_until=None, error=bindparam("why"))
_HOLD = (
    update(outbox)
    .where(_MINE)
    # What nobody has read offers nothing: a number that is written in the room means what stands there.
    .values(state="held", not_before=bindparam("at"), lease_until=None, offers=False)
)
_WAKE = (
    delete(outbox)
    .where(_HELD)
    .returning(
        outbox.c.id,
        *(outbox.c[name] for name in ("platform", "room_id", "lang", "priority", "payload", "about", "is_card")),
        outbox.c.idempotency_key,
    )
)
_RENEW = update(outbox).where(_MINE).values(payload=bindparam("written"), offers=bindparam("has_choices"))
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
_OFFERED_IN = select(
    conversations.c.platform,
    conversations.c.room_id,
    select(outbox.c.payload)
    .where(outbox.c.platform == conversations.c.platform, outbox.c.room_id == conversations.c.room_id)
    .where(outbox.c.offers)
    .order_by(outbox.c.id.desc())
    .limit(1)
    .scalar_subquery(),
).where(conversations.c.key.in_(bindparam("keys", expanding=True)))
_OFFERED_BY = (
    select(outbox.c.payload)
    # A choice that an edit took away is recognised still: on a platform without edits it stands there.
    .where(_HERE, outbox.c.receipt == bindparam("got"), outbox.c.offers)
    .order_by(outbox.c.id.desc())
    .limit(1)
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
    """A message that this process may send until its lease ends.

    ``attempts`` counts its claims, this one included. ``urgency`` is its own priority or, when somebody in its room
    waits for an answer that stands behind it, the answer's.
    """

    id: int
    message: Message
    attempts: int
    created_at: datetime
    urgency: Priority


class Outbox:
    """The outbox within one transaction. Messages are gathered and written by :meth:`flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gathered: list[dict[str, object]] = []
        self._foreseen: dict[Address, str | None] = {}

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
                "offers": _offers(message.outgoing),
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
        write(self._connection, insert_new(self._connection, outbox), self._gathered)
        self._gathered = []

    def due(self, now: datetime) -> list[tuple[str, bool]]:
        """Give the platforms that have something to be sent now, each with whether it is an answer."""
        found = ask(self._connection, _DUE, {"now": now})
        if any(is_held for _platform, _is_answer, is_held in found):
            self._wake(now)
            return self.due(now)
        return [(platform, bool(is_answer)) for platform, is_answer, _is_held in found]

    def claim_answers(self, now: datetime, lease: timedelta, platform: str, most: int) -> list[Claimed]:
        """Take messages to send where a person waits for an answer: the oldest of each such room, so its order is kept.

        What this version cannot read becomes a dead letter with the reason, and the ones behind it go on.
        """
        return self._claim(_CLAIM_ANSWERS, now, lease, platform, most, Priority.ANSWER)

    def claim_others(self, now: datetime, lease: timedelta, platform: str, most: int) -> list[Claimed]:
        """Take the oldest message of each other room, the rooms with the most urgent ones first.

        It looks through all that waits, so it is better asked for several at once. As :meth:`claim_answers` otherwise.
        """
        return self._claim(_CLAIM_OTHERS, now, lease, platform, most, Priority.DIGEST)

    def _claim(
        self, claim: Update, now: datetime, lease: timedelta, platform: str, most: int, urgency: Priority
    ) -> list[Claimed]:
        claimed: list[Claimed] = []
        asked = {"now": now, "until": now + lease, "of_platform": platform, "most": most}
        while not claimed and (rows := ask(self._connection, claim, asked)):
            for row in sorted(rows, key=lambda row: (row.priority, row.id)):
                try:
                    claimed.append(self._read(row, urgency))
                except ValueError as error:
                    log.error("outbox_unreadable", outbox_id=row.id, platform=row.platform)
                    self._connection.execute(_DEAD, {**_mine(row.id, row.attempts), "why": _reason(error)})
        return claimed

    def sent(self, receipts: Sequence[tuple[int, str]], now: datetime) -> None:
        """Note the platform's receipts of sent messages, as pairs of row id and receipt."""
        rows = [{"row_id": row_id, "got": receipt, "now": now} for row_id, receipt in receipts]
        write(self._connection, _SENT, rows)

    def retry(self, claimed: Claimed, at: datetime, why: str) -> None:
        """Try again later; the messages behind it wait. Changes nothing if another process has claimed it since."""
        self._connection.execute(_RETRY, {**_mine(claimed.id, claimed.attempts), "at": at, "why": why})

    def dead(self, claimed: Claimed, why: str) -> bool:
        """Give up on a message; the ones behind it go on. Changes nothing if another process has claimed it since.

        Returns:
            Whether it was this process's to give up.
        """
        return self._connection.execute(_DEAD, {**_mine(claimed.id, claimed.attempts), "why": why}).rowcount > 0

    def hold(self, claimed: Claimed, until: datetime) -> None:
        """Put a message aside until then; the ones behind it go on, and at its time it is the last of its room.

        It offers nothing until it is renewed. Changes nothing if another process has claimed it since.
        """
        self._connection.execute(_HOLD, {**_mine(claimed.id, claimed.attempts), "at": until})

    def _wake(self, now: datetime) -> None:
        """Let what was put aside until now wait as if it were only said now: behind what the room has read since."""
        rows = sorted(self._connection.execute(_WAKE, {"now": now}).mappings(), key=lambda row: int(row["id"]))
        anew = {"offers": False, "created_at": now, "not_before": now}
        written = [{**row, **anew} for row in rows]
        for each in written:
            del each["id"]
        write(self._connection, insert_new(self._connection, outbox), written)

    def renew(self, claimed: Claimed, said: Say | Card) -> Claimed:
        """Let a claimed message say something else; what can be chosen from it is kept with it."""
        written = {"written": outgoing.dump(said), "has_choices": _offers(said)}
        self._connection.execute(_RENEW, {**_mine(claimed.id, claimed.attempts), **written})
        return replace(claimed, message=replace(claimed.message, outgoing=said))

    def next_moment(self) -> datetime | None:
        """Give when the next message that waits or is being sent may be claimed; None when there is none."""
        moments = self._connection.execute(
            select(func.min(outbox.c.not_before))
            .where(in_state(outbox, "waiting"))
            .union_all(
                select(func.min(outbox.c.lease_until)).where(in_state(outbox, "sending")),
                select(func.min(outbox.c.not_before)).where(in_state(outbox, "held")),
            )
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

    def foresee(self, conversations: Sequence[str]) -> None:
        """Look at once what stands to be chosen in the rooms of conversations, by their keys, for :meth:`offered`.

        What this transaction says is shown to nobody before its end, so it changes nothing of that.
        """
        for platform, room_id, payload in ask(self._connection, _OFFERED_IN, {"keys": conversations}):
            self._foreseen[Address(platform, room_id)] = payload

    def offered(self, address: Address, receipt: str | None = None) -> tuple[Choice, ...]:
        """Give the choices of the latest message in a room that has any, or the last ones of that with this receipt.

        A message that this version cannot read offers nothing.
        """
        payload: str | None
        if receipt is not None:
            payload = self._connection.scalar(_OFFERED_BY, {"got": receipt, **_here(address)})
        elif address in self._foreseen:
            payload = self._foreseen[address]
        else:
            payload = self._connection.scalar(_OFFERED, _here(address))
        try:
            return outgoing.load(payload).choices if payload else ()
        except ValidationError:
            return ()

    @staticmethod
    def _read(row: Row[tuple[object, ...]], urgency: Priority) -> Claimed:
        message = Message(
            address=Address(row.platform, row.room_id),
            lang=row.lang,
            outgoing=outgoing.load(row.payload),
            priority=Priority(row.priority),
            about=row.about,
        )
        return Claimed(row.id, message, row.attempts, row.created_at, min(urgency, message.priority))


def _offers(said: Say | Card) -> bool:
    """Say whether a message is what a number that is written in its room chooses from; by a reply it may be otherwise.

    A minor change of a card is not: the reader goes on choosing from what they have read last.
    """
    return bool(said.choices) and not (isinstance(said, Card) and said.minor)


def _here(address: Address) -> dict[str, str]:
    return {"platform": address.platform, "room_id": address.room_id}


def _mine(row_id: int, attempts: int) -> dict[str, int]:
    return {"row_id": row_id, "claim_number": attempts}


def _reason(error: ValueError) -> str:
    # Without the input: what people wrote is kept in the payload only, where it can be erased.
    return str(error.errors(include_input=False, include_url=False) if isinstance(error, ValidationError) else error)
