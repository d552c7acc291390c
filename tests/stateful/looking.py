"""What can be read in the database from outside while the bot is between two steps."""

import json
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot import flow
from bot.delivery import OUT_OF_DATE
from handlers.registry import REGISTRY
from handlers.several import OTHERS
from storage.files import FileState
from storage.tables import conversations, events, followers, inbox, outbox, requests
from storage.unit_of_work import UnitOfWork


def is_at_rest(uow: UnitOfWork) -> bool:
    """Say whether everything that came in is handled and everything that is to be said has been sent or given up."""
    waiting = select(func.count()).select_from(inbox).where(inbox.c.state == "waiting")
    unsent = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("waiting", "sending")))
    return not uow.connection.scalar(waiting) and not uow.connection.scalar(unsent)


def latest(uow: UnitOfWork) -> tuple[int, int]:
    """Give the latest event of a request and the latest message of ours."""
    event, row = (uow.connection.scalar(select(func.max(table.c.id))) for table in (events, outbox))
    return event or 0, row or 0


def pending(uow: UnitOfWork, conversation: str) -> str | None:
    """Give the question that a conversation stands at."""
    columns = select(conversations.c.flow, conversations.c.answers)
    row = uow.connection.execute(columns.where(conversations.c.key == conversation)).first()
    return flow.pending(REGISTRY.flows[row.flow].flow, json.loads(row.answers)) if row and row.flow else None


def to_be_sent(uow: UnitOfWork, conversation: str) -> int:
    """Give how many requests a confirmation in a conversation would make: none where it does not stand at a summary."""
    if pending(uow, conversation) != "confirm":
        return 0
    answers = uow.connection.execute(
        select(conversations.c.answers).where(conversations.c.key == conversation)
    ).scalar_one()
    return len(json.loads(json.loads(answers).get(OTHERS, "[null]")))


def next_moment(uow: UnitOfWork, now: datetime, question_lapses_after: timedelta) -> datetime | None:
    """Give the next moment at which a job has something to do."""
    found: list[datetime] = []
    for column in (requests.c.next_step_at, requests.c.notice_at, conversations.c.nudge_at, conversations.c.expires_at):
        found += [moment for moment in uow.connection.scalars(select(column)) if moment]
    found += [
        moment + question_lapses_after for moment in uow.connection.scalars(select(requests.c.paused_at)) if moment
    ]
    return min((moment for moment in found if moment > now), default=None)


def check_outbox(uow: UnitOfWork, refused: int, tried: set[str], *, edits: bool) -> int:
    """Check that every message was sent, or given up for it was refused or had nothing more to say; and count them.

    A platform that cannot edit is not given what is only worth an edit.
    """
    states = Counter(uow.connection.scalars(select(outbox.c.state)))
    rows = states.total()
    over = list(uow.connection.scalars(select(outbox.c.error).where(outbox.c.state == "dead"))).count(OUT_OF_DATE)
    assert states == Counter(sent=rows - refused - over, dead=refused + over), states
    assert all(uow.connection.scalars(select(outbox.c.error).where(outbox.c.state == "dead"))), "dead without a reason"
    assert all(uow.connection.scalars(select(outbox.c.receipt).where(outbox.c.state == "sent"))), "no receipt"
    for row in uow.connection.execute(select(outbox.c.id, outbox.c.is_card, outbox.c.error)):
        is_silent = row.error == OUT_OF_DATE or (row.is_card and not edits)
        assert is_silent or f"outbox-{row.id}" in tried, "a message that no platform was given"
    return rows


def check_inbox(uow: UnitOfWork, kept: int, broken: str) -> None:
    """Check that every event is one row that was handled, unless it said the words whose handler is broken."""
    rows = uow.connection.execute(select(inbox.c.state, inbox.c.payload, inbox.c.error)).all()
    assert len(rows) == kept, "an event is one row"
    for row in rows:
        may_be_dead = not row.payload or broken in json.loads(row.payload)["content"].get("text", "")
        assert row.state == "done" or (row.state == "dead" and may_be_dead), row


def check_requests(uow: UnitOfWork) -> None:
    """Check that every request was received once."""
    received = uow.connection.scalars(select(events.c.request_id).where(events.c.kind == "received")).all()
    assert sorted(received) == sorted(uow.connection.scalars(select(requests.c.id))), "not received once each"


def check_followers(uow: UnitOfWork) -> None:
    """Check that nobody follows what is their own, and that no request counts fewer than have joined it."""
    rows = uow.connection.execute(select(requests.c.id, requests.c.person_id, requests.c.joined)).all()
    for row in rows:
        joined = uow.connection.scalars(select(followers.c.person_id).where(followers.c.request_id == row.id)).all()
        assert row.person_id not in joined, f"{row.id} is followed by its author"
        assert row.joined >= len(joined), f"{row.id} counts {row.joined}, but {len(joined)} have joined"


def check_files(uow: UnitOfWork) -> None:
    """Check that the files of each request are exactly those its citizen has given it, each settled, and told of."""
    for row in uow.connection.execute(select(requests.c.id, requests.c.answers)):
        given = set(filter(None, json.loads(row.answers).get("photo", "").split("\n")))
        kept = uow.files.of(row.id)
        assert {each.reference for each in kept} == given, f"{given} given, {kept} kept"
        assert all(each.state is FileState.KEPT for each in kept), kept
    assert not uow.files.untold(1)
