"""Every table, in one place; storage/migrations/ brings an existing database to this shape, and a test compares both.

Moments are stored in UTC. Personal data is in people, accounts, conversations, requests (with terms, request_terms,
spellings and spots), callers, followers, events, files, held_answers, origins, lessons (while they are linked), inbox,
outbox only.
"""

from storage.tables.base import Moment, metadata
from storage.tables.city import associations, misses, places, polls, votes
from storage.tables.messages import cursors, inbox, losses, marks, notes, outbox, stale_cards, stale_rooms
from storage.tables.people import (
    accounts,
    conversations,
    invitations,
    link_codes,
    members,
    people,
    refusals,
    signatures,
)
from storage.tables.requests import (
    callers,
    events,
    files,
    followers,
    held_answers,
    lessons,
    meanings,
    origins,
    request_terms,
    requests,
    spellings,
    spots,
    templates,
    terms,
    writers,
)

__all__ = [
    "Moment",
    "accounts",
    "associations",
    "callers",
    "conversations",
    "cursors",
    "events",
    "files",
    "followers",
    "held_answers",
    "inbox",
    "invitations",
    "lessons",
    "link_codes",
    "losses",
    "marks",
    "meanings",
    "members",
    "metadata",
    "misses",
    "notes",
    "origins",
    "outbox",
    "people",
    "places",
    "polls",
    "refusals",
    "request_terms",
    "requests",
    "signatures",
    "spellings",
    "spots",
    "stale_cards",
    "stale_rooms",
    "templates",
    "terms",
    "votes",
    "writers",
]
