"""What became of a team's requests: their clocks, what is open, what was contested or put off. Nothing tells who."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from bot.domain.request import OPEN, UNANSWERED, EventKind, Status
from bot.domain.weeks import Clock
from storage.tables import events, requests

COUNTED = and_(
    requests.c.status != Status.WITHDRAWN, or_(requests.c.outcome.is_(None), requests.c.outcome.not_in(UNANSWERED))
)
"""A request that its citizen takes back, a duplicate and spam keep no promise and break none."""


class Results:
    """Results within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def clocks(self, team: str, since: datetime) -> list[Clock]:
        """Give the clocks of a team's requests that were due then or later."""
        columns = (requests.c.category, requests.c.received_at, requests.c.due_at, requests.c.answered_at)
        rows = self._connection.execute(
            select(*columns, requests.c.paused_at).where(requests.c.team == team, COUNTED, requests.c.due_at >= since)
        )
        return [Clock(*row[:4], paused=row.paused_at is not None) for row in rows]

    def open_now(self, team: str, now: datetime) -> tuple[int, int]:
        """Count a team's open requests, and those of them that are late; what waits for a citizen is not late."""
        late = and_(requests.c.due_at < now, requests.c.status != Status.ASKED)
        row = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(case((late, 1), else_=0)), 0)).where(
                requests.c.team == team, requests.c.status.in_(OPEN)
            )
        ).one()
        return int(row[0]), int(row[1])

    def contested(self, categories: Collection[str], since: datetime, until: datetime) -> int:
        """Count how often an answer on these subjects was contested, from one moment to another."""
        # Contesting starts the clock anew, so no older one can be among them.
        where = and_(requests.c.category.in_(categories), requests.c.received_at >= since)
        return self._count(EventKind.CONTESTED, where, since, until)

    def moved(self, team: str, since: datetime, until: datetime) -> int:
        """Count how often a date of a team's requests was moved, from one moment to another."""
        where = and_(requests.c.team == team, COUNTED, requests.c.due_at >= since)
        return self._count(EventKind.MOVED, where, since, until)

    def _count(self, kind: EventKind, where: ColumnElement[bool], since: datetime, until: datetime) -> int:
        found = self._connection.scalar(
            select(func.count())
            .select_from(requests.join(events, requests.c.id == events.c.request_id))
            .where(where, events.c.kind == kind, events.c.at >= since, events.c.at < until)
        )
        return int(found or 0)
