"""What requests must look like: their histories told again by the pure rules of bot.domain, without the database.

The state, the assignee and the clock of a request follow from what people did to it (its events); what the jobs must
have done follows from that and from the moments at which they ran. Both are compared with what is stored.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from bot.domain import promise as clock
from bot.domain.promise import Promise, Rules
from bot.domain.request import EventKind, Request, Status
from handlers.categories import CATEGORIES
from storage.tables import events, outbox
from storage.tables import requests as table
from storage.unit_of_work import UnitOfWork

_TELL_WHEN = frozenset({EventKind.SNOOZED, EventKind.MOVED})

BY_THE_CLOCK = frozenset({EventKind.REMINDED, EventKind.BREACHED, EventKind.QUESTION_LAPSED})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is stored."""

    id: int
    kind: EventKind
    at: datetime
    actor: str
    words: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """The jobs ran at a moment, until nothing was due; ``after`` is the latest event before."""

    at: datetime
    after: int


@dataclass(slots=True)
class Story:
    """A request told again from its history."""

    rules: Rules
    mediation: str
    promise: Promise
    status: Status = Status.NEW
    team: str | None = None
    """Known from the first time that somebody sent it elsewhere."""
    assignee: str | None = None
    cycle: int = 1
    expected: Counter[tuple[EventKind, datetime, str]] = field(default_factory=Counter)
    steps: set[tuple[int, datetime, int]] = field(default_factory=set)
    """Steps of the ladder that went out: cycle, deadline, number."""

    def tick(self, now: datetime) -> None:
        """Do what is due, as often as something is."""
        while due := clock.due_steps(self.promise, self.rules, now):
            self.steps.add((self.cycle, self.promise.due_at, due.step.number))
            self.promise = due.promise
            self.expected[EventKind.REMINDED, now, due.step.rung.value] += 1
        if notice := clock.due_notice(self.promise, self.rules, now):
            self.promise = notice.promise
            self.expected[EventKind.BREACHED, now, ""] += 1
        lapses = clock.lapses_at(self.promise, self.rules)
        if lapses is not None and lapses <= now:
            self._resume(now)
            self.expected[EventKind.QUESTION_LAPSED, now, ""] += 1
            self.tick(now)

    def happen(self, event: Happened) -> None:
        """Take in what somebody did."""
        match event.kind:
            case EventKind.TAKEN:
                assert self.assignee is None, "taken from somebody who had it"
                self.assignee = event.actor
                self.status = Status.TAKEN if self.status is Status.NEW else self.status
            case EventKind.ASKED:
                self.assignee = self.assignee or event.actor
                self.status, self.promise = Status.ASKED, clock.pause(self.promise, event.at)
            case EventKind.CITIZEN_WROTE | EventKind.CITIZEN_SENT | EventKind.HANDED_ON if self.status is Status.ASKED:
                self._resume(event.at)
            case EventKind.SNOOZED:
                until = datetime.fromisoformat(event.words)
                self.promise = clock.snooze(self.promise, until, event.at)
            case EventKind.MOVED:
                told = datetime.fromisoformat(event.words.partition(" – ")[0])
                local = told.replace(tzinfo=self.rules.calendar.zone)
                self.promise = clock.move(self.promise, self.rules, local, event.at)
            case EventKind.ANSWERED:
                self.assignee = self.assignee or event.actor
                self._stop(Status.ANSWERED, event.at)
            case EventKind.CLOSED:
                self._stop(Status.CLOSED, event.at)
            case EventKind.WITHDRAWN:
                self._stop(Status.WITHDRAWN, event.at)
            case EventKind.SATISFIED:
                self.status = Status.CLOSED
            case EventKind.ROUTED:
                self.assignee, self.team = None, CATEGORIES[event.words].team if event.words else None
                self.status = Status.NEW if self.status is Status.TAKEN else self.status
            case EventKind.REOPENED:
                self._restart(event.at)
                self.status = Status.TAKEN if self.assignee else Status.NEW
            case EventKind.CONTESTED:
                self._restart(event.at)
                self.status, self.team, self.assignee = Status.NEW, self.mediation, None

    def _resume(self, now: datetime) -> None:
        self.status = Status.TAKEN if self.assignee else Status.NEW
        self.promise = clock.resume(self.promise, self.rules, now)

    def _stop(self, status: Status, now: datetime) -> None:
        self.status, self.promise = status, clock.answer(self.promise, self.rules, now)

    def _restart(self, now: datetime) -> None:
        self.cycle += 1
        self.promise = clock.restart(self.promise, self.rules, now)


def tell(request: Request, history: list[Happened], ticks: list[Ticked], rules: Rules, mediation: str) -> Story:
    """Tell a request's story again.

    Args:
        request: only how long its promise lasts is read in it.
        history: its events, oldest first.
        ticks: when the jobs ran.
        rules: the city's promise.
        mediation: the team that contested requests go to.
    """
    first, *others = history
    assert first.kind is EventKind.RECEIVED, f"{request.number} begins with {first.kind}"
    story = Story(rules, mediation, clock.start(first.at, rules, request.promise.within))
    people = [(event.id, event) for event in others if event.kind not in BY_THE_CLOCK]
    jobs = [(tick.after, tick) for tick in ticks if tick.after >= first.id]
    for _order, what in sorted([*people, *jobs], key=lambda pair: (pair[0], isinstance(pair[1], Ticked))):
        match what:
            case Ticked():
                story.tick(what.at)
            case Happened():
                story.happen(what)
    return story


def check(uow: UnitOfWork, ticks: list[Ticked], rules: Rules, mediation: str) -> None:
    """Compare every request with its story: state, assignee, clock, and exactly the reminders that were due."""
    for request, history in _requests(uow):
        if any(event.kind in _TELL_WHEN and not event.words for event in history):
            continue  # The words are erased, and with them until when something was put off.
        story = tell(request, history, ticks, rules, mediation)
        stored = (request.status, request.assignee, request.cycle, request.promise)
        assert stored == (story.status, story.assignee, story.cycle, story.promise), request.number
        assert story.team in (None, request.team), request.number
        happened = Counter((event.kind, event.at, event.words) for event in history if event.kind in BY_THE_CLOCK)
        expected = story.expected if request.person_id else _erased(story.expected)
        assert happened == expected, f"{request.number}: {happened - expected} {expected - happened}"
        assert _steps_said(uow, request) == story.steps, request.number


def _erased(expected: Counter[tuple[EventKind, datetime, str]]) -> Counter[tuple[EventKind, datetime, str]]:
    """Give what is left of a history when its citizen has erased all words."""
    left: Counter[tuple[EventKind, datetime, str]] = Counter()
    for (kind, at, _words), times in expected.items():
        left[kind, at, ""] += times
    return left


def _requests(uow: UnitOfWork) -> list[tuple[Request, list[Happened]]]:
    found: list[tuple[Request, list[Happened]]] = []
    for request_id in uow.connection.scalars(select(table.c.id).order_by(table.c.id)).all():
        request = uow.requests.get(request_id)
        assert request is not None
        rows = uow.connection.execute(select(events).where(events.c.request_id == request_id).order_by(events.c.id))
        history = [Happened(row.id, EventKind(row.kind), row.at, row.actor, row.words) for row in rows]
        found.append((request, history))
    return found


def _steps_said(uow: UnitOfWork, request: Request) -> set[tuple[int, datetime, int]]:
    """Give the steps of which the outbox has a message, by its idempotency key (see handlers/jobs/reminders.py)."""
    rows = uow.connection.scalars(
        select(outbox.c.idempotency_key).where(outbox.c.idempotency_key.contains(f"{request.about}:"))
    )
    found: set[tuple[int, datetime, int]] = set()
    for key in (line for row in rows for line in str(row).split("\n") if line.startswith(f"{request.about}:")):
        cycle, rest = str(key).removeprefix(f"{request.about}:").split(":", 1)
        due, offset, step = rest.partition("+00:00:")
        found.add((int(cycle), datetime.fromisoformat(due + offset.rstrip(":")), int(step.partition(":")[0])))
    return found
