"""When something is due at the earliest, of everything that becomes due: one statement, for it is asked every tick.

Each moment is the first entry of an index, so it costs the same with a million requests as with ten.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, exists, func, literal, literal_column, select

from storage.losses import WAITING_CARD
from storage.tables import conversations, held_answers, losses, marks, outbox, polls, requests, stale_rooms

MARKED = ("digest", "weekly", "files", "lessons", "callers")
"""What is done once an hour, a day or a week, and marked by a name that grows with time."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The earliest moment of each kind; None: there is none.

    Attributes:
        step: of a request's ladder. notice: of a citizen to be told of a breach.
        paused: since when the request has been paused that has waited longest.
        recall: of a citizen to be reminded of a question. held: of an answer that is held back.
        nudge, lapse: of a draft. closing: of a poll.
        unshown: since when the card has waited that has waited longest. stale: of a room with cards to be drawn anew.
        lost: whether there are messages that reached nobody.
        done: the latest mark of what is done once in a while; "" if it never was.
    """

    step: datetime | None
    notice: datetime | None
    paused: datetime | None
    recall: datetime | None
    held: datetime | None
    nudge: datetime | None
    lapse: datetime | None
    closing: datetime | None
    unshown: datetime | None
    stale: datetime | None
    lost: bool
    done: dict[str, str]


def is_due(at: datetime | None, now: datetime) -> bool:
    """Say whether a moment has come."""
    return at is not None and at <= now


def _first(column: ColumnElement[datetime]) -> ScalarSelect[datetime]:
    # Written out, for a limit that is a parameter makes PostgreSQL plan the whole anew each time.
    return select(column).where(column.is_not(None)).order_by(column).limit(literal_column("1")).scalar_subquery()


def _latest(what: str) -> ScalarSelect[str]:
    return select(func.max(marks.c.which)).where(marks.c.what == literal(what, literal_execute=True)).scalar_subquery()


_READ = select(
    _first(requests.c.next_step_at),
    _first(requests.c.notice_at),
    _first(requests.c.paused_at),
    _first(requests.c.recall_at),
    _first(held_answers.c.send_at),
    _first(conversations.c.nudge_at),
    _first(conversations.c.expires_at),
    select(func.min(polls.c.closes_at)).where(polls.c.closed_at.is_(None)).scalar_subquery(),
    select(func.min(outbox.c.created_at)).where(WAITING_CARD).scalar_subquery(),
    _first(stale_rooms.c.at),
    select(exists().where(losses.c.outbox_id > 0)).scalar_subquery(),
    *(_latest(what) for what in MARKED),
)


def read(connection: Connection) -> Upcoming:
    """Read all of it."""
    row = connection.execute(_READ).one()
    step, notice, paused, recall, held, nudge, lapse, closing, unshown, stale, lost, *marked = row
    done = {what: which or "" for what, which in zip(MARKED, marked, strict=True)}
    return Upcoming(step, notice, paused, recall, held, nudge, lapse, closing, unshown, stale, bool(lost), done)
