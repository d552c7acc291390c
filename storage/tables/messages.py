"""What comes in and goes out: the inbox, the outbox, the platforms' cursors and what is noted about them."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    or_,
    text,
)

from storage.tables.base import Moment, metadata


def in_state(messages: FromClause, *states: str) -> ColumnElement[bool]:
    """Say that a message of the inbox or the outbox is in one of these states.

    The states are written into the statement, for a database uses an index of some rows only where it reads in the
    statement that it looks for no others. Such an index holds what is under way and stays small for ever; what is over
    costs it nothing.
    """
    return or_(*(messages.c.state == literal_column(f"'{state}'") for state in states))


def is_unsent(messages: FromClause) -> ColumnElement[bool]:
    """Say that those behind a message of the outbox in its room wait for it."""
    return in_state(messages, "waiting", "sending")


def _only(rows: ColumnElement[bool]) -> dict[str, Any]:
    """Give the options of an index that holds no other rows than these."""
    return {"sqlite_where": rows, "postgresql_where": rows}


inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("error", Text),
    UniqueConstraint("platform", "event_id"),
    Index("ix_inbox_conversation", "conversation"),
    sqlite_autoincrement=True,
)
Index("ix_inbox_state_id", inbox.c.state, inbox.c.id, **_only(in_state(inbox, "waiting", "dead")))
Index("ix_inbox_conversation_id", inbox.c.conversation, inbox.c.id, **_only(in_state(inbox, "waiting")))

cursors = Table(
    "cursors",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("about", Text),
    Column("is_card", Boolean, nullable=False),
    Column("offers", Boolean, nullable=False),
    Column("idempotency_key", Text, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("receipt", Text),
    Column("sent_at", Moment),
    Column("error", Text),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_state_not_before",
    outbox.c.state,
    outbox.c.not_before,
    **_only(in_state(outbox, "waiting", "sending", "held", "dead")),
)
Index(
    "ix_outbox_platform_room_id_id",
    outbox.c.platform,
    outbox.c.room_id,
    outbox.c.id,
    **_only(is_unsent(outbox)),
)
Index(
    "ix_outbox_platform_room_id_receipt",
    outbox.c.platform,
    outbox.c.room_id,
    outbox.c.receipt,
    **_only(outbox.c.receipt.is_not(None)),
)
Index(
    "ix_outbox_platform_room_id_offers_id",
    outbox.c.platform,
    outbox.c.room_id,
    outbox.c.offers,
    outbox.c.id,
    sqlite_where=text("offers = 1"),
    postgresql_where=outbox.c.offers,
)
Index("ix_outbox_about", outbox.c.about, **_only(outbox.c.about.is_not(None)))

stale_cards = Table(
    "stale_cards",
    metadata,
    Column("about", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("room_id", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Index("ix_stale_cards_platform_room_id_since_about", "platform", "room_id", "since", "about"),
    sqlite_with_rowid=False,
)

stale_rooms = Table(
    "stale_rooms",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("room_id", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_stale_rooms_at", "at"),
    sqlite_with_rowid=False,
)

losses = Table(
    "losses",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
)

notes = Table(
    "platform_notes",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("what", Text, primary_key=True),
    Column("which", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
