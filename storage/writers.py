"""Who is writing an answer to which request, so that whoever begins a second one is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from storage.dialect import upsert
from storage.json_text import from_text
from storage.tables import conversations, writers

LAPSES_AFTER = timedelta(minutes=15)
"""Whoever began so long ago is not writing any more."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who is writing an answer, and since when."""

    account: str
    name: str
    since: datetime


class Writers:
    """Those who are writing, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, request_id: int, conversation: str, writer: Writer) -> None:
        """Note that somebody begins to write in a conversation; those who lapsed are forgotten."""
        here = writers.c.request_id == request_id
        self._connection.execute(delete(writers).where(here, writers.c.since <= writer.since - LAPSES_AFTER))
        row = {
            "request_id": request_id,
            "conversation": conversation,
            "account": writer.account,
            "name": writer.name,
            "since": writer.since,
        }
        self._connection.execute(upsert(self._connection, writers, ("request_id", "conversation")), row)

    def end(self, request_id: int, conversation: str) -> None:
        """Note that it is written."""
        here = (writers.c.request_id == request_id) & (writers.c.conversation == conversation)
        self._connection.execute(delete(writers).where(here))

    def of(self, request_id: int, flows: Collection[str], now: datetime) -> list[Writer]:
        """Give those who are writing an answer to a request, the first first.

        Args:
            request_id: which.
            flows: the names of the flows in which one writes. Whoever has left them is not writing any more.
            now: the present.
        """
        rows = self._connection.execute(
            select(writers, conversations.c.flow, conversations.c.answers, conversations.c.updated_at)
            .join(conversations, conversations.c.key == writers.c.conversation, isouter=True)
            .where(writers.c.request_id == request_id, writers.c.since > now - LAPSES_AFTER)
            .order_by(writers.c.since, writers.c.conversation)
        )
        return [
            Writer(row.account, row.name, row.since)
            for row in rows
            # What was begun in this very transaction is not in the conversation's row yet.
            if row.updated_at is None
            or row.updated_at < row.since
            or _is_writing(row.flow, row.answers, flows, request_id)
        ]


def _is_writing(flow: str | None, answers: str, flows: Collection[str], request_id: int) -> bool:
    said = from_text(answers)
    return flow in flows and said.get("request") == str(request_id) and said.get("task", "reply") == "reply"
