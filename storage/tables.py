"""Every table, in one place; storage/migrations/ brings an existing database to this shape, and a test compares both.

Moments are stored in UTC. Personal data is in people, accounts, conversations, requests (with terms, request_terms and
spellings), callers, followers, events, files, origins, lessons (while they are linked), inbox and outbox only.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC on every database; SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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

losses = Table(
    "losses",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("lang", Text, nullable=False),
    Column("lang_chosen", Boolean, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
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

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", Text, unique=True),
    Column("person_id", Integer, ForeignKey("people.id"), index=True),
    Column("platform", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("within_seconds", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("step_done", Integer, nullable=False),
    Column("escalated", Boolean, nullable=False),
    Column("citizen_told", Boolean, nullable=False),
    Column("paused_at", Moment),
    Column("snoozed_until", Moment),
    Column("answered_at", Moment),
    Column("next_step_at", Moment),
    Column("notice_at", Moment),
    Column("assignee", Text),
    Column("assignee_name", Text),
    Column("closed_at", Moment),
    Column("outcome", Text),
    Column("satisfied", Boolean),
    Column("cycle", Integer, nullable=False, server_default="1"),
    Column("joined", Integer, nullable=False, server_default="0"),
    Index("ix_requests_next_step_at", "next_step_at"),
    Index("ix_requests_notice_at", "notice_at"),
    Index("ix_requests_team_status_due_at_assignee", "team", "status", "due_at", "assignee"),
    Index("ix_requests_status_due_at", "status", "due_at"),
    Index("ix_requests_paused_at", "paused_at"),
    Index("ix_requests_category_received_at", "category", "received_at"),
    Index("ix_requests_team_received_at", "team", "received_at"),
    sqlite_autoincrement=True,
)

terms = Table(
    "terms",
    metadata,
    Column("word", Text, primary_key=True),
    Column("request_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

request_terms = Table(
    "request_terms",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
)

spellings = Table(
    "spellings",
    metadata,
    Column("word", Text, primary_key=True),
    Column("spelling", Text, primary_key=True),
    Index("ix_spellings_spelling", "spelling"),
    sqlite_with_rowid=False,
)

callers = Table(
    "callers",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True),
    Column("code_digest", Text, nullable=False),
    Column("phone", Text),
    Column("wrong_tries", Integer, nullable=False, server_default="0"),
    Column("expires_at", Moment, nullable=False, index=True),
)

meanings = Table(
    "meanings",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True, autoincrement=False),
    Column("category", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("answered_at", Moment),
    Column("wanted_at", Moment, index=True),
    Column("meaning", LargeBinary),
    Index("ix_meanings_category_team_answered_at", "category", "team", "answered_at"),
)

followers = Table(
    "followers",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), primary_key=True, index=True),
    Column("platform", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("joined_at", Moment, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("request_id", Integer, ForeignKey("requests.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("words", Text, nullable=False),
    sqlite_autoincrement=True,
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

refusals = Table(
    "refusals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("account", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

associations = Table(
    "associations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("category_codes", Text, nullable=False),
    Column("neighbourhood", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("website", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("updated_on", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("neighbourhoods", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("numbers", Text, nullable=False),
)

misses = Table(
    "association_misses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("query", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("council", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Index("ix_polls_closed_at_closes_at", "closed_at", "closes_at"),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("poll_id", Integer, ForeignKey("polls.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), primary_key=True),
    Column("option", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

origins = Table(
    "origins",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("room_id", Text, primary_key=True),
    Column("receipt", Text, primary_key=True),
    Column("request_id", Integer, ForeignKey("requests.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("digest", Text, index=True),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("objection", Text),
    Column("told", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Index("ix_files_state_due_at", "state", "due_at"),
    Index("ix_files_told_state", "told", "state"),
    Index("ix_files_reference", "reference"),
)

lessons = Table(
    "lessons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("taken_for", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("teacher", Text, nullable=False),
    Column("taught_on", Date, nullable=False),
    Column("request_id", Integer, ForeignKey("requests.id"), index=True),
    Column("conversation", Text, index=True),
)

templates = Table(
    "templates",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    UniqueConstraint("team", "key"),
    sqlite_autoincrement=True,
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
