"""The citizen's case: what it is, which states it can be in, and what each state means. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.promise import Promise, Rules, breach_notice_at, next_reminder
from bot.incoming import Address


class Status(StrEnum):
    """Where a request stands. Every status has a sentence for the citizen, ``status-<value>``."""

    NEW = "new"
    """Nobody has taken it yet."""
    TAKEN = "taken"
    """An agent works on it."""
    ASKED = "asked"
    """The citizen has been asked something; the clock is paused."""
    ANSWERED = "answered"
    """A person has answered; the citizen has not said yet whether it helped."""
    CLOSED = "closed"
    """Ended, with an outcome."""
    WITHDRAWN = "withdrawn"
    """Taken back by the citizen."""


OPEN = frozenset({Status.NEW, Status.TAKEN, Status.ASKED})
"""Somebody of the city still owes an answer."""

AWAITS_AGENT = frozenset({Status.NEW, Status.TAKEN})
"""The clock runs."""

ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN})
"""Nothing more is expected of anybody, unless it is reopened."""


class Outcome(StrEnum):
    """How a request ended: different truths, and different words for the citizen (``closed-citizen``)."""

    SOLVED = "solved"
    ANSWERED = "answered"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    """It is another body's (handlers/bodies.toml)."""
    DUPLICATE = "duplicate"
    """It is the same as another request, which goes on."""
    WITHDRAWN = "withdrawn"
    """The citizen has told an agent that nothing is needed any more."""
    SPAM = "spam"
    UPHELD = "upheld"
    """The mediator: the team was right."""
    CHANGED = "changed"
    """The mediator: the answer is another one now."""
    CITIZEN_MISTAKE = "citizen_mistake"
    """The mediator: an honest mistake of the citizen's, put right without blame."""
    CITY_MISTAKE = "city_mistake"
    """The mediator: an honest mistake of the city's."""
    MEETING = "meeting"
    """The mediator brings those concerned together."""
    NO_AGREEMENT = "no_agreement"
    """The mediator: none was found."""


MEDIATED = frozenset(
    {
        Outcome.UPHELD,
        Outcome.CHANGED,
        Outcome.CITIZEN_MISTAKE,
        Outcome.CITY_MISTAKE,
        Outcome.MEETING,
        Outcome.NO_AGREEMENT,
    }
)
"""The mediator has spoken, in writing."""

UNANSWERED = frozenset({Outcome.DUPLICATE, Outcome.WITHDRAWN, Outcome.SPAM})
"""Ended without an answer that anybody waits for: no promise was kept by it, and none broken."""


class EventKind(StrEnum):
    """What can happen to a request; its events are its history."""

    RECEIVED = "received"
    TAKEN = "taken"
    ASKED = "asked"
    CITIZEN_WROTE = "citizen_wrote"
    CITIZEN_SENT = "citizen_sent"
    """Files; the words are how many."""
    QUESTION_LAPSED = "question_lapsed"
    QUESTION_REMINDED = "question_reminded"
    """The citizen has been reminded of a question."""
    ANSWERED = "answered"
    ANSWER_FILES = "answer_files"
    """Files that went with an answer; the words are how many."""
    UNDONE = "undone"
    """An agent has taken an answer back before it was sent; the words are the answer's."""
    ROUTED = "routed"
    NOTED = "noted"
    CORRECTED = "corrected"
    """An agent has sent the citizen another version of what they had written."""
    REMINDED = "reminded"
    SNOOZED = "snoozed"
    """An agent wants the last reminder again later; the words are when (ISO 8601)."""
    MOVED = "moved"
    """An agent has given the citizen a later date; the words are that date and the reason."""
    BREACHED = "breached"
    CLOSED = "closed"
    SATISFIED = "satisfied"
    REOPENED = "reopened"
    CONTESTED = "contested"
    MEDIATED = "mediated"
    """The mediator has ended it; the words are the outcome and theirs."""
    CITIZEN_CORRECTED = "citizen_corrected"
    """Its citizen has put something right; the words are what, the old answer and the new one (JSON)."""
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    """Somebody else has the same problem; the words are theirs."""
    NEIGHBOUR_WROTE = "neighbour_wrote"
    """Words of somebody who has joined."""
    NEIGHBOUR_SENT = "neighbour_sent"
    """Files of somebody who has joined; the words are how many."""
    MERGED = "merged"
    """It is treated with another one from now on; the words are that one's number."""
    TOOK_IN = "took_in"
    """Another one is treated with it from now on; the words are that one's number."""
    SPLIT = "split"
    """Two that were merged are apart again; the words are the other one's number."""
    HANDED_ON = "handed_on"
    """Its citizen has taken it back, and somebody who had joined has it now."""
    ASSIGNED = "assigned"
    """A head has given it to somebody; the words are who."""
    GIVEN_BACK = "given_back"
    """Its agent has left the team; the words are who."""
    FILED = "filed"
    """An agent has noted it for somebody at the phone or the counter."""
    ATTACHED = "attached"
    """Whoever asked at the phone or the counter has it in a chat of their own now."""


NEIGHBOUR = "neighbour:"
"""How the actor of an event begins that somebody did who has joined a request; their person's number follows."""


NOBODY = Address("phone", "")
"""Where somebody is reached who asked at the phone or the counter, and has no chat with us."""

FILED_BY = "filed_by"
"""Beside the answers: the name of the agent who noted the request for somebody, as long as that is so."""


@dataclass(slots=True)
class Request:
    """A request as it is stored; changed in place by a handler and saved with the transaction.

    ``answers`` are the canonical answers by question, without the words themselves. ``promise`` is its clock;
    ``next_step_at`` (when the ladder's next step is due) and ``notice_at`` (when the citizen is told that the promise
    was broken) follow from it and are kept so that a sweep finds what is due; None: nothing is. ``cycle`` counts how
    often it was opened: 1, then one more at each reopening. ``joined`` counts those who have joined it, ``phoned``
    those at the phone whose own request was merged into it, also by way of others. ``merged_into``: the request that it
    is treated with, for it is about the same thing. ``recall_at`` is when the citizen is reminded of the question that
    holds the clock.
    """

    id: int
    number: str
    person_id: int | None
    address: Address
    lang: str
    category: str
    team: str
    status: Status
    urgent: bool
    confidential: bool
    words: str
    promise: Promise
    answers: dict[str, str] = field(default_factory=dict)
    next_step_at: datetime | None = None
    notice_at: datetime | None = None
    assignee: str | None = None
    assignee_name: str | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    satisfied: bool | None = None
    cycle: int = 1
    joined: int = 0
    phoned: int = 0
    merged_into: int | None = None
    recall_at: datetime | None = None

    @property
    def about(self) -> str:
        """How messages and cards refer to it."""
        return f"request:{self.id}"

    @property
    def by_phone(self) -> bool:
        """Whether whoever asked has no chat with us: an agent reads them the answer."""
        return self.person_id is None and self.address == NOBODY

    @property
    def callers(self) -> int:
        """How many at the phone wait for its answer: whoever made it, if they have no chat, and who came along."""
        return self.phoned + self.by_phone

    @property
    def concerned(self) -> int:
        """How many people wait for its answer, each once: whoever made it, who has joined it, who was merged."""
        return 1 + self.joined + self.phoned

    @property
    def files(self) -> tuple[str, ...]:
        """References of the photos and documents that came with it."""
        return tuple(self.answers.get("photo", "").split("\n")) if self.answers.get("photo") else ()

    def set_clock(self, promise: Promise, rules: Rules) -> None:
        """Change the promise and everything that follows from it: when the next step and the notice are due."""
        self.promise = promise
        reminder = next_reminder(promise, rules)
        self.next_step_at = reminder.at if reminder else None
        self.notice_at = breach_notice_at(promise, rules)
        if promise.paused_at is None or promise.answered_at is not None:
            self.recall_at = None

    def wait_for_day(self, rules: Rules, now: datetime) -> None:
        """Put off what is due and may not be said now: people are asleep, and after an outage it waits for them.

        The moments are worked out anew first, since the configuration may have another ladder than when they were kept.
        """
        self.set_clock(self.promise, rules)
        allowed = rules.calendar.next_allowed(now)
        if self.next_step_at and self.next_step_at <= now:
            self.next_step_at = allowed
        if self.notice_at and self.notice_at <= now:
            self.notice_at = allowed


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a request: what, when, what words, by whom.

    ``actor`` is an account, ``citizen``, ``clock``, or somebody who has joined, ``neighbour:17``.
    """

    kind: EventKind
    at: datetime
    actor: str
    words: str = ""
