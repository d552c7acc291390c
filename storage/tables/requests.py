"""Requests, all that hangs on one, and what answers and understanding learn from them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables.base import Moment, metadata

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
    Column("phoned", Integer, nullable=False, server_default="0"),
    Column("merged_into", Integer),
    Index("ix_requests_merged_into", "merged_into"),
    Column("recall_at", Moment),
    Index("ix_requests_recall_at", "recall_at"),
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

spots = Table(
    "spots",
    metadata,
    Column("category", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("received_at", Moment, primary_key=True),
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True, index=True),
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
    Column("via", Integer),
)

held_answers = Table(
    "held_answers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("request_id", Integer, ForeignKey("requests.id"), nullable=False, unique=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("room_id", Text, nullable=False),
    Column("receipt", Text),
    Column("before", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("undo_until", Moment, nullable=False),
    Column("send_at", Moment, nullable=False, index=True),
    Column("kind", Text, nullable=False, server_default="answered"),
    sqlite_autoincrement=True,
)

writers = Table(
    "writers",
    metadata,
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True, autoincrement=False),
    Column("conversation", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
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
    Column("sender", Text, nullable=False, server_default="citizen"),
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
