"""How the machine room is doing: what waits, what was given up, and for how long the oldest has waited."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables import in_state, inbox, is_unsent, outbox, requests


@dataclass(frozen=True, slots=True)
class Health:
    """Counts at a moment; ages are in seconds, 0 where nothing waits."""

    inbox_waiting: int
    inbox_dead: int
    inbox_oldest: float
    outbox_waiting: int
    outbox_dead: int
    outbox_oldest: float
    requests_open: int
    requests_late: int


def look(connection: Connection, now: datetime) -> Health:
    """Count, with four indexed queries."""
    inbox_waiting, inbox_first = connection.execute(
        select(func.count(), func.min(inbox.c.received_at)).where(in_state(inbox, "waiting"))
    ).one()
    outbox_waiting, outbox_first = connection.execute(
        select(func.count(), func.min(outbox.c.not_before)).where(is_unsent(outbox))
    ).one()
    dead = [
        connection.scalar(select(func.count()).select_from(table).where(in_state(table, "dead"))) or 0
        for table in (inbox, outbox)
    ]
    open_requests, late = connection.execute(
        select(func.count(), func.count().filter(requests.c.due_at < now)).where(
            requests.c.status.in_(("new", "taken", "asked"))
        )
    ).one()
    return Health(
        inbox_waiting=inbox_waiting,
        inbox_dead=dead[0],
        inbox_oldest=_age(inbox_first, now),
        outbox_waiting=outbox_waiting,
        outbox_dead=dead[1],
        outbox_oldest=_age(outbox_first, now),
        requests_open=open_requests,
        requests_late=late,
    )


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
