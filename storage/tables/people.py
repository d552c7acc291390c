"""People and what they are in the middle of; agents, how they came in, and what was refused."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from storage.tables.base import Moment, metadata

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("lang", Text, nullable=False),
    Column("lang_chosen", Boolean, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

signatures = Table(
    "signatures",
    metadata,
    Column("person_id", Integer, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("account_id", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("key", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("flow", Text),
    Column("answers", Text, nullable=False),
    Column("held", Text),
    Column("sources", Text, nullable=False, server_default="{}"),
    Column("misses", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("nudge_at", Moment, index=True),
    Column("expires_at", Moment, index=True),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_digest", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("account_id", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("account", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("joined_at", Moment, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_digest", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Text),
    Column("invited_by", Text),
    Column("withdrawn_at", Moment),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("account", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
