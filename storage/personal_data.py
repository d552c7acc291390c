"""What is stored about somebody: counted, exported, erased. Figures survive without the person."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, func, or_, select, update

from bot.domain.request import OPEN
from bot.incoming import Address
from storage.tables import (
    accounts,
    conversations,
    events,
    files,
    inbox,
    link_codes,
    origins,
    outbox,
    refusals,
    requests,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is stored about somebody."""

    requests: int
    open: int
    messages: int


class PersonalData:
    """Personal data within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def summary(self, person_id: int) -> Stored:
        """Count what is stored about somebody."""
        mine = requests.c.person_id == person_id
        keys = select(conversations.c.key).where(conversations.c.person_id == person_id)
        return Stored(
            self._count(select(func.count()).select_from(requests).where(mine)),
            self._count(select(func.count()).select_from(requests).where(mine, requests.c.status.in_(OPEN))),
            self._count(
                select(func.count()).select_from(inbox).where(inbox.c.conversation.in_(keys), inbox.c.payload != "")
            ),
        )

    def export(self, person_id: int) -> list[dict[str, Any]]:
        """Give somebody's requests with their history, as plain values."""
        found = []
        for row in self._connection.execute(
            select(requests).where(requests.c.person_id == person_id).order_by(requests.c.id)
        ):
            history = self._connection.execute(
                select(events.c.at, events.c.kind, events.c.words)
                .where(events.c.request_id == row.id, events.c.kind != "noted")
                .order_by(events.c.id)
            )
            found.append(
                {
                    "number": row.number,
                    "category": row.category,
                    "status": row.status,
                    "received_at": row.received_at.isoformat(),
                    "words": row.words,
                    "answers": json.loads(row.answers),
                    "history": [{"at": at.isoformat(), "kind": kind, "words": words} for at, kind, words in history],
                }
            )
        return found

    def erase(self, person_id: int, spare: Collection[Address] = ()) -> list[int]:
        """Erase everything that tells who somebody is and what they wrote.

        Subjects, dates and outcomes stay for the figures. Requests still open are withdrawn by the caller first.
        What waits in the inbox stays, so that it is answered.

        Args:
            person_id: who.
            spare: rooms that are not theirs alone (of teams, of councils): what the bot said there stays.

        Returns:
            The ids of the requests that were made anonymous.
        """
        mine = list(self._connection.scalars(select(requests.c.id).where(requests.c.person_id == person_id)))
        rooms = self._connection.execute(
            select(conversations.c.key, conversations.c.platform, conversations.c.room_id).where(
                conversations.c.person_id == person_id
            )
        ).all()
        about = [f"request:{request_id}" for request_id in mine]
        over = outbox.c.state.in_(("sent", "dead"))
        self._erase_agents_words(mine)
        self._connection.execute(update(events).where(events.c.request_id.in_(mine)).values(words=""))
        self._connection.execute(
            update(outbox).where(outbox.c.about.in_(about), over).values(payload=_EMPTY, offers=False)
        )
        # What still waits to be shown with their words in it is not shown any more.
        self._connection.execute(
            update(outbox)
            .where(outbox.c.about.in_(about), ~over)
            .values(payload=_EMPTY, offers=False, state="dead", error="erased")
        )
        names = select(accounts.c.platform + ":" + accounts.c.account_id).where(accounts.c.person_id == person_id)
        self._connection.execute(delete(refusals).where(refusals.c.account.in_(names)))
        self._erase_edits(mine)
        # Their contents go with the next sweep of what nobody refers to (handlers/jobs/swept_files.py).
        self._connection.execute(delete(files).where(files.c.request_id.in_(mine)))
        for key, platform, room_id in rooms:
            self._erase_messages(key)
            if Address(platform, room_id) not in spare:
                here = (outbox.c.platform == platform) & (outbox.c.room_id == room_id)
                self._connection.execute(
                    update(outbox).where(here, over).values(payload=_EMPTY, offers=False, room_id="")
                )
        self._connection.execute(
            update(requests)
            .where(requests.c.person_id == person_id)
            .values(person_id=None, words="", answers="{}", room_id="")
        )
        self._connection.execute(delete(conversations).where(conversations.c.person_id == person_id))
        self._connection.execute(delete(accounts).where(accounts.c.person_id == person_id))
        self._connection.execute(delete(link_codes).where(link_codes.c.person_id == person_id))
        return mine

    def _erase_agents_words(self, mine: Sequence[int]) -> None:
        """Empty the messages in which agents wrote what then went into the history of these requests."""
        by_agents = select(events.c.words).where(events.c.request_id.in_(mine), events.c.words != "")
        for words in set(self._connection.scalars(by_agents.where(events.c.actor.not_in(("citizen", "clock"))))):
            as_written = json.dumps(words, ensure_ascii=False)[1:-1]
            holds = inbox.c.payload.contains(as_written, autoescape=True) & (inbox.c.state != "waiting")
            self._connection.execute(update(inbox).where(holds).values(payload=""))

    def _erase_edits(self, mine: Sequence[int]) -> None:
        """Empty what agents made of messages that had become part of these requests, and forget which ones these were.

        Such an edit was not passed on, so it is in no history; but it may speak of the person.
        """
        for row in self._connection.execute(select(origins).where(origins.c.request_id.in_(mine))).all():
            room, named = f"{row.platform}:{row.room_id}|", json.dumps(row.receipt)
            edits = inbox.c.payload.contains(f'"edits":{named}', autoescape=True) & (inbox.c.state != "waiting")
            here = inbox.c.conversation.startswith(room, autoescape=True)
            self._connection.execute(update(inbox).where(here, edits).values(payload=""))
            offered = conversations.c.sources.contains(named, autoescape=True)
            theirs = conversations.c.key.startswith(room, autoescape=True)
            self._connection.execute(update(conversations).where(theirs, offered).values(sources="{}"))
        self._connection.execute(delete(origins).where(origins.c.request_id.in_(mine)))

    def _erase_messages(self, conversation: str) -> None:
        """Empty what was handled, and the message being handled now: the oldest that waits."""
        here = inbox.c.conversation == conversation
        now = select(func.min(inbox.c.id)).where(here, inbox.c.state == "waiting").scalar_subquery()
        self._connection.execute(
            update(inbox)
            .where(here, or_(inbox.c.state != "waiting", inbox.c.id == now))
            .values(payload="", error=None, conversation="")
        )

    def _count(self, query: Select[int]) -> int:
        return self._connection.scalar(query) or 0


_EMPTY = '{"paragraphs":[],"choices":[],"type":"say"}'
"""An outgoing message with nothing in it."""
