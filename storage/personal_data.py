"""What is stored about somebody: counted, exported, erased. Figures survive without the person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, or_, select, update

from bot.domain.request import NEIGHBOUR, OPEN, EventKind
from bot.incoming import Address
from storage.json_text import from_text, to_text
from storage.tables import (
    accounts,
    conversations,
    events,
    files,
    followers,
    held_answers,
    in_state,
    inbox,
    invitations,
    lessons,
    link_codes,
    meanings,
    origins,
    outbox,
    refusals,
    requests,
    signatures,
    spots,
    templates,
)
from storage.words import WordIndex


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is stored about somebody."""

    requests: int
    open: int
    messages: int
    joined: int = 0


class PersonalData:
    """Personal data within one transaction."""

    def __init__(self, connection: Connection, words: WordIndex) -> None:
        self._connection = connection
        self._words = words

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
            self._count(
                select(func.count())
                .select_from(followers.join(requests, requests.c.id == followers.c.request_id))
                .where(followers.c.person_id == person_id, requests.c.merged_into.is_(None))
            ),
        )

    def export(self, person_id: int) -> list[dict[str, Any]]:
        """Give somebody's requests with their history, and what they said in those they joined, as plain values."""
        found = []
        for row in self._connection.execute(
            select(requests).where(requests.c.person_id == person_id).order_by(requests.c.id)
        ):
            history = self._connection.execute(
                select(events.c.at, events.c.kind, events.c.words)
                .where(events.c.request_id == row.id, events.c.kind.not_in(_OF_AGENTS), ~_BY_NEIGHBOURS)
                .order_by(events.c.id)
            )
            found.append(
                {
                    "number": row.number,
                    "category": row.category,
                    "status": row.status,
                    "received_at": row.received_at.isoformat(),
                    "words": row.words,
                    "answers": from_text(row.answers),
                    "history": [{"at": at.isoformat(), "kind": kind, "words": words} for at, kind, words in history],
                }
            )
        return found + self._joined(person_id)

    def release(self, request_id: int) -> None:
        """Erase what was said with the citizen of a request that somebody who had joined it has from now on.

        What those who have joined wrote and read stays, and so does what the clock did.
        """
        self._erase_filed([request_id])
        self._erase_agents_words([request_id])
        here = events.c.request_id == request_id
        kept = _BY_NEIGHBOURS | (events.c.actor == "clock") | events.c.kind.in_(_OF_NOBODY)
        self._connection.execute(update(events).where(here, ~kept).values(words=""))
        self._erase_said([request_id])
        self._erase_edits([request_id])
        self._connection.execute(delete(meanings).where(meanings.c.request_id == request_id))
        self._words.touch(request_id)

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
        self._erase_filed(mine)
        self._erase_agents_words(mine)
        self._connection.execute(update(events).where(events.c.request_id.in_(mine), ~_BY_NEIGHBOURS).values(words=""))
        self._erase_said(mine)
        self._erase_followed(person_id)
        names = select(accounts.c.platform + ":" + accounts.c.account_id).where(accounts.c.person_id == person_id)
        self._connection.execute(delete(refusals).where(refusals.c.account.in_(names)))
        self._connection.execute(update(templates).where(templates.c.author.in_(names)).values(author=""))
        self._connection.execute(update(invitations).where(invitations.c.used_by.in_(names)).values(used_by=""))
        self._connection.execute(update(invitations).where(invitations.c.invited_by.in_(names)).values(invited_by=""))
        self._connection.execute(delete(held_answers).where(held_answers.c.request_id.in_(mine)))
        self._connection.execute(delete(signatures).where(signatures.c.person_id == person_id))
        self._connection.execute(delete(meanings).where(meanings.c.request_id.in_(mine)))
        self._connection.execute(delete(spots).where(spots.c.request_id.in_(mine)))
        self._erase_previews(mine)
        self._erase_edits(mine)
        taught = or_(lessons.c.request_id.in_(mine), lessons.c.conversation.in_([key for key, *_room in rooms]))
        self._connection.execute(delete(lessons).where(taught))
        # Their contents go with the next sweep of what nobody refers to (handlers/jobs/swept_files.py).
        self._connection.execute(delete(files).where(files.c.request_id.in_(mine)))
        for key, platform, room_id in rooms:
            self._erase_messages(key)
            if Address(platform, room_id) not in spare:
                # Also of what they joined, which is not theirs.
                theirs = (origins.c.platform == platform) & (origins.c.room_id == room_id)
                self._connection.execute(delete(origins).where(theirs))
                said = update(outbox).where(over_in(platform, room_id))
                self._connection.execute(said.values(payload=_EMPTY, offers=False, room_id=""))
        self._connection.execute(
            update(requests)
            .where(requests.c.person_id == person_id)
            .values(person_id=None, words="", answers="{}", room_id="")
        )
        self._connection.execute(delete(conversations).where(conversations.c.person_id == person_id))
        self._connection.execute(delete(accounts).where(accounts.c.person_id == person_id))
        self._connection.execute(delete(link_codes).where(link_codes.c.person_id == person_id))
        self._words.touch(*mine)
        return mine

    def _erase_agents_words(self, mine: Sequence[int]) -> None:
        """Empty the messages in which agents wrote what then went into the history of these requests."""
        by_agents = select(events.c.words).where(events.c.request_id.in_(mine), events.c.words != "", ~_BY_NEIGHBOURS)
        for words in set(self._connection.scalars(by_agents.where(events.c.actor.not_in(("citizen", "clock"))))):
            as_written = to_text(words)[1:-1]
            holds = inbox.c.payload.contains(as_written, autoescape=True) & (inbox.c.state != "waiting")
            self._connection.execute(update(inbox).where(holds).values(payload=""))

    def _erase_said(self, mine: Sequence[int]) -> None:
        """Empty what was said of requests, but for what those read who have joined them."""
        about = [f"request:{request_id}" for request_id in mine]
        to_followers = exists().where(
            followers.c.request_id.in_(mine),
            followers.c.platform == outbox.c.platform,
            followers.c.room_id == outbox.c.room_id,
        )
        said = update(outbox).where(outbox.c.about.in_(about), ~to_followers)
        self._connection.execute(said.where(_OVER).values(payload=_EMPTY, offers=False))
        # What still waits to be shown with their words in it is not shown any more.
        self._connection.execute(said.where(~_OVER).values(payload=_EMPTY, offers=False, state="dead", error="erased"))

    def _joined(self, person_id: int) -> list[dict[str, Any]]:
        """Give what somebody said in the requests they joined; of what others said there nothing."""
        joined = select(followers, requests.c.number, requests.c.category, requests.c.status)
        rows = self._connection.execute(
            joined.join(requests, requests.c.id == followers.c.request_id)
            .where(followers.c.person_id == person_id)
            .order_by(followers.c.request_id)
        )
        return [
            {
                "joined": row.number,
                "category": row.category,
                "status": row.status,
                "joined_at": row.joined_at.isoformat(),
                "words": row.words,
                "answers": from_text(row.answers),
            }
            for row in rows
        ]

    def _erase_followed(self, person_id: int) -> None:
        """Erase what somebody said in requests they joined; how many joined stays a figure."""
        theirs = events.c.actor == f"{NEIGHBOUR}{person_id}"
        for row in self._connection.execute(select(events.c.request_id, events.c.words).where(theirs)).all():
            as_written = to_text(row.words)[1:-1]
            shown = (outbox.c.about == f"request:{row.request_id}") & outbox.c.payload.contains(
                as_written, autoescape=True
            )
            if row.words:
                self._connection.execute(update(outbox).where(shown, _OVER).values(payload=_EMPTY, offers=False))
            self._words.touch(row.request_id)
        self._connection.execute(update(events).where(theirs).values(words="", actor=NEIGHBOUR))
        self._connection.execute(delete(followers).where(followers.c.person_id == person_id))

    def _erase_edits(self, mine: Sequence[int]) -> None:
        """Empty what agents made of messages that had become part of these requests, and forget which ones these were.

        Such an edit was not passed on, so it is in no history; but it may speak of the person.
        """
        for row in self._connection.execute(select(origins).where(origins.c.request_id.in_(mine))).all():
            room, named = f"{row.platform}:{row.room_id}|", to_text(row.receipt)
            edits = inbox.c.payload.contains(f'"edits":{named}', autoescape=True) & (inbox.c.state != "waiting")
            here = inbox.c.conversation.startswith(room, autoescape=True)
            self._connection.execute(update(inbox).where(here, edits).values(payload=""))
            offered = conversations.c.sources.contains(named, autoescape=True)
            theirs = conversations.c.key.startswith(room, autoescape=True)
            self._connection.execute(update(conversations).where(theirs, offered).values(sources="{}"))
        self._connection.execute(delete(origins).where(origins.c.request_id.in_(mine)))

    def _erase_previews(self, mine: Sequence[int]) -> None:
        """Forget answers to these requests that agents were looking at before they send them."""
        for request_id in mine:
            theirs = conversations.c.answers.contains(f'"request": "{request_id}", "draft"', autoescape=True)
            self._connection.execute(update(conversations).where(theirs).values(flow=None, answers="{}"))

    def _erase_filed(self, mine: Sequence[int]) -> None:
        """Empty what agents wrote and read when they noted these requests for somebody at the phone."""
        filed = origins.c.kind == EventKind.FILED
        told = select(origins.c.platform, origins.c.room_id, origins.c.receipt, events.c.words).join(
            events, (events.c.request_id == origins.c.request_id) & (events.c.kind == EventKind.FILED)
        )
        for row in self._connection.execute(told.where(filed, origins.c.request_id.in_(mine))).all():
            in_room = inbox.c.conversation.startswith(f"{row.platform}:{row.room_id}|", autoescape=True)
            message = inbox.c.payload.contains(f'"receipt":{to_text(row.receipt)}', autoescape=True)
            self._connection.execute(update(inbox).where(in_room, message, _HANDLED).values(payload=""))
            as_written = to_text(row.words[:_SHOWN])[1:-1]
            over = over_in(row.platform, row.room_id)
            said = update(outbox).where(over, outbox.c.payload.contains(as_written, autoescape=True))
            self._connection.execute(said.values(payload=_EMPTY, offers=False))

    def _erase_messages(self, conversation: str) -> None:
        """Empty what was handled, and the message being handled now: the oldest that waits."""
        here = inbox.c.conversation == conversation
        now = select(func.min(inbox.c.id)).where(here, in_state(inbox, "waiting")).scalar_subquery()
        self._connection.execute(
            update(inbox)
            .where(here, or_(inbox.c.state != "waiting", inbox.c.id == now))
            .values(payload="", error=None, conversation="")
        )

    def _count(self, query: Select[int]) -> int:
        return self._connection.scalar(query) or 0


_OF_AGENTS = (EventKind.NOTED, EventKind.UNDONE)
"""What agents wrote that no citizen has read."""

_OF_NOBODY = (EventKind.ROUTED, EventKind.MERGED, EventKind.TOOK_IN, EventKind.SPLIT)
"""What agents did that tells nothing of anybody: its words are subjects and numbers."""

_BY_NEIGHBOURS = events.c.actor.startswith(NEIGHBOUR)
_OVER = outbox.c.state.in_(("sent", "dead"))
_HANDLED = inbox.c.state != "waiting"
_SHOWN = 400
"""Characters of a request's words that every summary shows."""

_EMPTY = '{"paragraphs":[],"choices":[],"type":"say"}'
"""An outgoing message with nothing in it."""


def over_in(platform: str, room_id: str) -> ColumnElement[bool]:
    """Say of what was said in a room that it is over: sent (then it has a receipt) or given up, each by its index."""
    here = and_(outbox.c.platform == platform, outbox.c.room_id == room_id)
    return or_(and_(here, outbox.c.receipt.is_not(None)), and_(here, in_state(outbox, "dead")))
