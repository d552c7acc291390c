"""Polls of the councils: one person, one vote, the last one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from storage.dialect import upsert
from storage.json_text import from_text, to_text
from storage.tables import polls, votes


@dataclass(frozen=True, slots=True)
class Poll:
    """A question put to a council; ``options`` in their order, ``closed_at`` None while it is open."""

    id: int
    council: str
    question: str
    options: tuple[str, ...]
    opened_by: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None

    @property
    def about(self) -> str:
        """How messages and cards refer to it."""
        return f"poll:{self.id}"


class Polls:
    """Polls within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, council: str, question: str, options: Sequence[str], opened_by: str, now: datetime, closes_at: datetime
    ) -> Poll:
        """Open a poll."""
        poll_id = self._connection.execute(
            insert(polls)
            .values(
                council=council,
                question=question,
                options=to_text(list(options)),
                opened_by=opened_by,
                opened_at=now,
                closes_at=closes_at,
            )
            .returning(polls.c.id)
        ).scalar_one()
        return Poll(poll_id, council, question, tuple(options), opened_by, now, closes_at)

    def get(self, poll_id: int) -> Poll | None:
        """Give a poll by its id, locked until the transaction ends, so that no vote slips in while it is closed."""
        row = self._connection.execute(select(polls).where(polls.c.id == poll_id).with_for_update()).first()
        return _read(row) if row else None

    def latest(self, council: str, *, only_open: bool = False) -> Poll | None:
        """Give a council's latest poll."""
        query = select(polls).where(polls.c.council == council)
        if only_open:
            query = query.where(polls.c.closed_at.is_(None))
        row = self._connection.execute(query.order_by(polls.c.id.desc()).limit(1)).first()
        return _read(row) if row else None

    def to_close(self, now: datetime, most: int) -> list[Poll]:
        """Claim open polls whose time has come."""
        rows = self._connection.execute(
            select(polls)
            .where(polls.c.closed_at.is_(None), polls.c.closes_at <= now)
            .order_by(polls.c.closes_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [_read(row) for row in rows]

    def close(self, poll: Poll, now: datetime) -> None:
        """Take no more votes."""
        self._connection.execute(update(polls).where(polls.c.id == poll.id).values(closed_at=now))

    def vote(self, poll: Poll, person_id: int, option: int, now: datetime) -> int | None:
        """Keep somebody's vote, in place of their earlier one.

        Returns:
            The option they had voted for before, or None.
        """
        mine = (votes.c.poll_id == poll.id) & (votes.c.person_id == person_id)
        before = self._connection.scalar(select(votes.c.option).where(mine))
        row = {"poll_id": poll.id, "person_id": person_id, "option": option, "at": now}
        self._connection.execute(upsert(self._connection, votes, ("poll_id", "person_id")), row)
        return before

    def withdraw(self, poll: Poll, person_id: int) -> bool:
        """Forget somebody's vote; say whether there was one."""
        mine = (votes.c.poll_id == poll.id) & (votes.c.person_id == person_id)
        return self._connection.execute(delete(votes).where(mine)).rowcount > 0

    def tally(self, poll: Poll) -> tuple[int, ...]:
        """Count the votes of each option, in the options' order."""
        rows = self._connection.execute(
            select(votes.c.option, func.count()).where(votes.c.poll_id == poll.id).group_by(votes.c.option)
        )
        counted = {option: count for option, count in rows}
        return tuple(counted.get(index, 0) for index in range(len(poll.options)))


def _read(row: Row[tuple[object, ...]]) -> Poll:
    return Poll(
        row.id,
        row.council,
        row.question,
        tuple(from_text(row.options)),
        row.opened_by,
        row.opened_at,
        row.closes_at,
        row.closed_at,
    )
