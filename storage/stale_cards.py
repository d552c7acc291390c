"""Cards that time has made untrue, until they are drawn anew (handlers/jobs/stale_cards.py); a room has one at a time.

Hundreds of cards become stale in one moment, and a platform takes twenty messages a minute in a group. In the outbox
they would stand before whatever is said there next, so they wait here, and go into it one by one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, select, tuple_, update

from bot.incoming import Address
from storage.dialect import insert_new, upsert
from storage.tables import Moment, is_unsent, outbox, stale_cards, stale_rooms


@dataclass(frozen=True, slots=True)
class Stale:
    """A card that is not true any more: what it is about (``request:12``), where it stands, since when.

    ``shown_at``: when it was drawn last, also if that waits to be sent; None: it stands there no more.
    """

    about: str
    address: Address
    since: datetime
    shown_at: datetime | None


_NOW = bindparam("now", type_=Moment)
_CARDS = (
    select(outbox.c.about, outbox.c.platform, outbox.c.room_id, _NOW)
    .where(outbox.c.about.in_(bindparam("about", expanding=True)), outbox.c.is_card)
    .where(outbox.c.state != "dead")
    .distinct()
    # In one order, so that two processes do not wait for each other.
    .order_by(outbox.c.about, outbox.c.platform, outbox.c.room_id)
)
_ROOMS = (
    select(stale_cards.c.platform, stale_cards.c.room_id, bindparam("turn", type_=Moment))
    .where(stale_cards.c.since == _NOW)
    .distinct()
    .order_by(stale_cards.c.platform, stale_cards.c.room_id)
)
_IN_ROOM = and_(stale_cards.c.platform == stale_rooms.c.platform, stale_cards.c.room_id == stale_rooms.c.room_id)
_DUE_ROOMS = (
    select(stale_rooms.c.platform, stale_rooms.c.room_id)
    .where(stale_rooms.c.at <= _NOW)
    .order_by(stale_rooms.c.at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_other = stale_cards.alias("other")
_FIRST_OF_ROOMS = select(
    stale_cards.c.about,
    stale_cards.c.platform,
    stale_cards.c.room_id,
    stale_cards.c.since,
    select(func.max(outbox.c.created_at))
    .where(outbox.c.about == stale_cards.c.about, outbox.c.is_card, outbox.c.state != "dead")
    .where(outbox.c.platform + ":" + outbox.c.room_id == stale_cards.c.platform + ":" + stale_cards.c.room_id)
    .scalar_subquery()
    .label("shown_at"),
).where(
    tuple_(stale_cards.c.platform, stale_cards.c.room_id).in_(bindparam("rooms", expanding=True)),
    stale_cards.c.about
    == select(_other.c.about)
    .where(_other.c.platform == stale_cards.c.platform, _other.c.room_id == stale_cards.c.room_id)
    .order_by(_other.c.since, _other.c.about)
    .limit(1)
    .scalar_subquery(),
)
_BACKLOGS = (
    select(outbox.c.platform, outbox.c.room_id)
    .where(tuple_(outbox.c.platform, outbox.c.room_id).in_(bindparam("rooms", expanding=True)))
    .where(is_unsent(outbox))
    .where(outbox.c.created_at <= bindparam("before", type_=Moment))
    .distinct()
)
_THIS_CARD = and_(
    stale_cards.c.about == bindparam("thing"),
    stale_cards.c.platform == bindparam("on"),
    stale_cards.c.room_id == bindparam("room"),
)
_THIS_ROOM = and_(stale_rooms.c.platform == bindparam("on"), stale_rooms.c.room_id == bindparam("room"))
_TAKE = delete(stale_cards).where(_THIS_CARD)
_LATER = update(stale_rooms).where(_THIS_ROOM).values(at=bindparam("later", type_=Moment))
_FORGET = delete(stale_rooms).where(_THIS_ROOM, ~exists().where(_IN_ROOM))


class StaleCards:
    """Stale cards within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, about: Sequence[str], now: datetime, turn: datetime) -> None:
        """Note that the cards of some things are stale, wherever they stand; one that waits already waits once.

        Args:
            about: the things (``request:12``).
            now: since when they are stale.
            turn: when the rooms where they stand have their next turn.
        """
        if not about:
            return
        cards = insert_new(self._connection, stale_cards)
        self._connection.execute(
            cards.from_select(["about", "platform", "room_id", "since"], _CARDS), {"about": about, "now": now}
        )
        rooms = upsert(self._connection, stale_rooms, ("platform", "room_id"))
        self._connection.execute(rooms.from_select(["platform", "room_id", "at"], _ROOMS), {"now": now, "turn": turn})

    def rooms_due(self, now: datetime, most: int) -> list[Address]:
        """Claim rooms whose turn it is to have a card drawn anew; two processes never get the same."""
        rows = self._connection.execute(_DUE_ROOMS, {"now": now, "most": most})
        return [Address(row.platform, row.room_id) for row in rows]

    def backlogs(self, rooms: Collection[Address], before: datetime) -> set[Address]:
        """Give those of some rooms where something waits to be said since a moment or longer."""
        rows = self._connection.execute(_BACKLOGS, {"rooms": _pairs(rooms), "before": before}) if rooms else ()
        return {Address(row.platform, row.room_id) for row in rows}

    def take(self, rooms: Collection[Address]) -> list[Stale]:
        """Take one card of each of some rooms, that which has been stale longest."""
        rows = self._connection.execute(_FIRST_OF_ROOMS, {"rooms": _pairs(rooms)}).all() if rooms else ()
        found = [Stale(row.about, Address(row.platform, row.room_id), row.since, row.shown_at) for row in rows]
        if found:
            self._connection.execute(_TAKE, [{"thing": each.about, **_named(each.address)} for each in found])
        return found

    def put_off(self, rooms: Collection[Address], until: datetime) -> None:
        """Let some rooms have their next turn at a moment; one without stale cards has none."""
        if rooms:
            self._connection.execute(_LATER, [{"later": until, **_named(each)} for each in rooms])
            self._connection.execute(_FORGET, list(map(_named, rooms)))


def _pairs(rooms: Collection[Address]) -> list[tuple[str, str]]:
    return [(each.platform, each.room_id) for each in rooms]


def _named(room: Address) -> dict[str, str]:
    return {"on": room.platform, "room": room.room_id}
