"""What the bot has in its database: looked at while it is dead, and at the end."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, func, select

from bot.domain.request import EventKind
from bot.platforms.matrix.reading import UNREADABLE
from storage.database import Database
from storage.tables import events, files, inbox, outbox, requests
from tests.crash.robots import Crowd

LOOK_AGAIN = 0.05
"""Seconds; nobody tells the test what another process commits."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot that was sent. ``about``: what it is the card of, or an edit of that card."""

    row_id: int
    receipt: str
    about: str | None


class Books:
    """The books of one bot.

    Args:
        url: its database.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def under_way(self) -> frozenset[int]:
        """Give the rows of messages that are being sent, as far as the database knows."""
        with self._database.engine.connect() as connection:
            return frozenset(connection.scalars(select(outbox.c.id).where(outbox.c.state == "sending")))

    def sent(self, platform: str, room_id: str) -> list[Sent]:
        """Give the messages to a room, in the order in which they were written."""
        columns = (outbox.c.id, outbox.c.receipt, outbox.c.about, outbox.c.is_card)
        here = (outbox.c.platform == platform, outbox.c.room_id == room_id, outbox.c.state == "sent")
        with self._database.engine.connect() as connection:
            rows = connection.execute(select(*columns).where(*here).order_by(outbox.c.id))
            return [Sent(row.id, row.receipt, row.about if row.is_card else None) for row in rows]

    @property
    def standing(self) -> str:
        """How many rows are in which state."""
        return f"inbox {dict(self._states(inbox))}, outbox {dict(self._states(outbox))}"

    async def until_all_is_done(self, crowd: Crowd) -> None:
        """Wait until every citizen has come to rest, and all that was said has been kept, handled and answered."""
        await crowd.finished.wait()
        while not self._is_done(crowd):  # noqa: ASYNC110  # Another process commits what is waited for.
            await asyncio.sleep(LOOK_AGAIN)

    def check(self, crowd: Crowd) -> None:
        """See that everything is there once, and nothing was given up."""
        assert self._states(inbox) == {"done": crowd.said}
        assert not self._count(inbox, inbox.c.event_id.endswith(UNREADABLE))
        assert self._states(outbox).keys() == {"sent"}
        assert self._count(requests) == crowd.confirmed
        with self._database.engine.connect() as connection:
            words = connection.scalar(select(func.count(requests.c.words.distinct())))
        assert words == crowd.confirmed, "each request is another one"
        assert self._count(requests, requests.c.assignee.is_not(None)) == len(crowd.taken)
        assert self._count(events, events.c.kind == EventKind.RECEIVED) == crowd.confirmed
        assert self._count(events) == crowd.confirmed + len(crowd.taken)

    def _is_done(self, crowd: Crowd) -> bool:
        # In this order: what is shown of a file, or said in answer, is written with what makes it so.
        kept, done = self._states(files).keys() <= {"kept"}, self._states(inbox) == {"done": crowd.said}
        return kept and done and self._states(outbox).keys() == {"sent"}

    def _states(self, table: FromClause) -> Counter[str]:
        counted = select(table.c.state, func.count()).group_by(table.c.state)
        with self._database.engine.connect() as connection:
            return Counter({state: count for state, count in connection.execute(counted)})

    def _count(self, table: FromClause, *which: ColumnElement[bool]) -> int:
        with self._database.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(*which)) or 0


def check_cards(sent: Iterable[Sent], crowd: Crowd) -> None:
    """See that a team's room has one card for each request, which was edited in place once it was taken."""
    cards: dict[str, list[str]] = {}
    for message in sent:
        if message.about is not None:
            cards.setdefault(message.about, []).append(message.receipt)
    assert len(cards) == crowd.confirmed == len(crowd.taken)
    assert all(len(receipts) == 2 and len(set(receipts)) == 1 for receipts in cards.values())
