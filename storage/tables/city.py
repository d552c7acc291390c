"""What the city knows and asks: associations, places, polls."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from storage.tables.base import Moment, metadata

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
