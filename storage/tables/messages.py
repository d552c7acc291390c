"""What comes in and goes out: the inbox, the outbox, the platforms' cursors and what is noted about them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.tables.base import Moment, metadata

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
    Index("ix_inbox_state_id", "state", "id"),
    Index("ix_inbox_conversation_state_id", "conversation", "state", "id"),
    sqlite_autoincrement=True,
)

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
    Index("ix_outbox_state_not_before", "state", "not_before"),
    Index("ix_outbox_platform_room_id_state_id", "platform", "room_id", "state", "id"),
    Index("ix_outbox_platform_room_id_receipt", "platform", "room_id", "receipt"),
    Index("ix_outbox_platform_room_id_offers_id", "platform", "room_id", "offers", "id"),
    Index("ix_outbox_about", "about"),
    sqlite_autoincrement=True,
)

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
