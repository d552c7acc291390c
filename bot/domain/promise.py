"""The promise to answer, between a stored request and its reminders: deadline, pauses, ladder, breach.

A promise is a frozen value that the request's row keeps; every function takes one and returns a new one. Nothing here
reads the clock or sends: a job asks `due_steps` and `due_notice` what is due now, stores the promise they return in the
same transaction as the outbox row, and by that nothing goes out twice. A good idempotency key is request, due_at, step.

The ladder has the reminders of the config (24 h, 40 h, 47 h) and then the breach (48 h). Its moments hang on the
deadline: "47 h" means one hour before it, wherever a pause or an open move has put it. A moment that falls in
quiet time is shifted:
1. it comes before, at the last allowed minute;
2. if that is before the clock began to run (a request at night), it comes at the first allowed moment after that;
3. if quiet time covers all that is left until the deadline (a promise of 20 s at night), it keeps its own moment:
   a deadline outranks the quiet, and an escalation is never lost.
The breach follows the same rule, so the mediator may hear on Saturday evening of what will be late on Sunday. What the
citizen reads about it cannot be true before it happened: that notice comes at the deadline or, if that is in quiet
time, right after it.

After an outage the highest step that is due goes out once and stands for the lower ones. In quiet time it waits for the
next allowed moment, unless the deadline is still ahead and would pass during that wait. What is done, but still waits
for a platform at night, follows the same rule (`waits_until`).
"""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from bot.domain.calendar import Calendar, utc

_NONE = timedelta(0)
_TICK = timedelta(microseconds=1)


class Audience(StrEnum):
    """Who reads a step of the ladder."""

    ASSIGNEE = "assignee"  # the team's room, if nobody took the request
    TEAM = "team"
    HEAD = "head"
    MEDIATOR = "mediator"


class Rung(StrEnum):
    """What a step of the ladder is, however many reminders the config has."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    BREACH = "breach"


AUDIENCES: dict[Rung, tuple[Audience, ...]] = {
    Rung.FIRST: (Audience.ASSIGNEE,),
    Rung.MIDDLE: (Audience.TEAM, Audience.HEAD),
    Rung.LAST: (Audience.HEAD,),
    Rung.BREACH: (Audience.MEDIATOR,),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the city promises, from the config.

    answer_within: the promised delay. remind_after: when the agents are reminded, counted from the receipt, rising and
    inside the delay. working_calendar: count the delay in working days' time. question_lapses_after: how long a
    question to the citizen may hold the clock. remind_citizen_after: when they are reminded of it, zero for never.
    Raises ValueError when a delay is not positive or a reminder not inside the promise.
    """

    calendar: Calendar
    answer_within: timedelta = timedelta(hours=48)
    remind_after: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=40), timedelta(hours=47))
    working_calendar: bool = False
    question_lapses_after: timedelta = timedelta(days=5)
    remind_citizen_after: timedelta = timedelta(days=3)

    def __post_init__(self) -> None:
        """Refuse rules under which a reminder would come after the deadline or out of order."""
        if self.answer_within <= _NONE or self.question_lapses_after <= _NONE:
            raise ValueError("answer_within and question_lapses_after must be longer than nothing")
        bounds = (_NONE, *self.remind_after, self.answer_within)
        if any(later <= earlier for earlier, later in pairwise(bounds)):
            raise ValueError("remind_after must rise, and every reminder must come before answer_within is over")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder. number: from 0, the breach last. after: its nominal moment, counted from the receipt."""

    number: int
    rung: Rung
    after: timedelta

    @property
    def audience(self) -> tuple[Audience, ...]:
        """Who reads it."""
        return AUDIENCES[self.rung]


@dataclass(frozen=True, slots=True)
class Promise:
    """The clock of one request. Moments must know their zone and are kept in UTC; ValueError for one that does not.

    received_at: when the clock was started. due_at: the deadline that the citizen was told. within: the promised delay.
    since: from when the clock runs unbroken (receipt, end of a pause, open move); no reminder is timed before it.
    step_done: how many reminders are done. escalated: the breach went to the mediator. citizen_told: the citizen read
    that the answer is late. paused_at: since when a question to the citizen holds the clock. snoozed_until: no reminder
    before. answered_at: when a person first answered. The breach has its own field, and is not a number in step_done,
    so that no change of the number of reminders in the config can make it look done.
    """

    received_at: datetime
    due_at: datetime
    within: timedelta
    since: datetime
    step_done: int = 0
    escalated: bool = False
    citizen_told: bool = False
    paused_at: datetime | None = None
    snoozed_until: datetime | None = None
    answered_at: datetime | None = None

    def __post_init__(self) -> None:
        """Keep every moment in UTC: between two moments of one zone Python counts the wall clock, DST and all."""
        for name in _MOMENTS:
            value = getattr(self, name)
            if value is not None and value.tzinfo is not UTC:
                object.__setattr__(self, name, utc(value))

    @property
    def running(self) -> bool:
        """True while the clock runs: neither answered nor paused."""
        return self.answered_at is None and self.paused_at is None


_MOMENTS = tuple(each.name for each in fields(Promise) if each.name == "since" or each.name.endswith(("_at", "_until")))


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step and the moment it goes out, in UTC. nominal: where it would be without quiet time."""

    step: Step
    at: datetime
    nominal: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """What goes out now: one message, of the highest step that is due.

    collapsed: lower steps that it stands for, which are done with it. lateness: now minus the planned moment. overdue:
    now minus the deadline, zero before it. promise: the clock to store, with all these steps done.
    """

    reminder: Reminder
    collapsed: tuple[Step, ...]
    lateness: timedelta
    overdue: timedelta
    promise: Promise = field(repr=False)

    @property
    def step(self) -> Step:
        """The step to send."""
        return self.reminder.step

    @property
    def audience(self) -> tuple[Audience, ...]:
        """Everybody whom this step or one it stands for would reach, each once, so that nobody is passed over."""
        steps = (*self.collapsed, self.step)
        return tuple(dict.fromkeys(reader for step in steps for reader in step.audience))


@dataclass(frozen=True, slots=True)
class Notice:
    """The citizen must be told now that the answer is late. overdue: by how much. promise: the clock to store."""

    at: datetime
    overdue: timedelta
    promise: Promise = field(repr=False)


@lru_cache(maxsize=128)
def ladder(rules: Rules, within: timedelta | None = None) -> tuple[Step, ...]:
    """The steps of a promise in order, the breach last; the reminders scale with a delay that is not the city's."""
    within = rules.answer_within if within is None else within
    last = len(rules.remind_after) - 1
    steps = []
    for number, after in enumerate(rules.remind_after):
        # A single reminder goes to those who do the work, so "first" wins over "last".
        rung = Rung.FIRST if number == 0 else Rung.LAST if number == last else Rung.MIDDLE
        # Whole microseconds, because a float would move a deadline of many days by some of them.
        scaled = _TICK * ((after // _TICK) * (within // _TICK) // (rules.answer_within // _TICK))
        steps.append(Step(number, rung, scaled))
    return (*steps, Step(last + 1, Rung.BREACH, within))


def start(received_at: datetime, rules: Rules, within: timedelta | None = None) -> Promise:
    """Start the clock at the receipt. within: the category's own delay, None for the city's; ValueError if not > 0."""
    within = rules.answer_within if within is None else within
    if within <= _NONE:
        raise ValueError("a promise needs a delay longer than nothing")
    return Promise(received_at, _after(rules, utc(received_at), within), within, since=received_at)


def restart(promise: Promise, rules: Rules, now: datetime) -> Promise:
    """A new clock with the same delay from now, for a request that is reopened."""
    return start(now, rules, promise.within)


def pause(promise: Promise, now: datetime) -> Promise:
    """Hold the clock, because the citizen was asked something. Nothing changes if it does not run."""
    return replace(promise, paused_at=now) if promise.running else promise


def lapses_at(promise: Promise, rules: Rules) -> datetime | None:
    """When an unanswered question stops holding the clock; None if it is not held. Then `resume` with this moment."""
    if promise.paused_at is None or promise.answered_at is not None:
        return None
    return promise.paused_at + rules.question_lapses_after


def question_reminder_at(promise: Promise, rules: Rules) -> datetime | None:
    """When the citizen is reminded of the question that holds the clock, in the day; None if not before it lapses."""
    lapses = lapses_at(promise, rules)
    if promise.paused_at is None or lapses is None or rules.remind_citizen_after <= _NONE:
        return None
    at = rules.calendar.next_allowed(promise.paused_at + rules.remind_citizen_after)
    return at if at < lapses else None


def resume(promise: Promise, rules: Rules, now: datetime) -> Promise:
    """Let the clock run again: the deadline and the steps not yet sent move by the length of the pause.

    Nothing changes if the clock was not held. In a working calendar the working time that was left is left again.
    """
    if promise.paused_at is None or promise.answered_at is not None:
        return promise
    now = max(now, promise.paused_at)
    if rules.working_calendar:
        left = rules.calendar.working_between(promise.paused_at, promise.due_at)
        due_at = rules.calendar.add_working(now, left)
    else:
        due_at = promise.due_at + (now - promise.paused_at)
    return replace(promise, due_at=due_at, since=now, paused_at=None)


def move(promise: Promise, rules: Rules, new_due: datetime, now: datetime) -> Promise:
    """Give the citizen a new date, openly. The ladder begins anew towards it, steps that would be past left out.

    It ends a pause, since the new date is a date and not a date plus a wait. Nothing changes after the answer.
    Raises ValueError for a date that is not in the future.
    """
    if utc(new_due) <= utc(now):
        raise ValueError("a new deadline must lie in the future")
    if promise.answered_at is not None:
        return promise
    moved = Promise(promise.received_at, new_due, promise.within, since=now)
    reminders = ladder(rules, promise.within)[:-1]
    return replace(moved, step_done=sum(_nominal(moved, rules, step) <= now for step in reminders))


def bring_forward(promise: Promise, rules: Rules, due: datetime, now: datetime) -> Promise:
    """Promise the answer by an earlier date; where the clock is held, so that it is that date if it runs from now on.

    Nothing changes after the answer, for a date that has passed, or for one that is no earlier.
    """
    if promise.answered_at is not None or not now < due < resume(promise, rules, now).due_at:
        return promise
    if promise.paused_at is None:
        return replace(promise, due_at=due)
    if rules.working_calendar:
        left = rules.calendar.working_between(now, due)
        return replace(promise, due_at=rules.calendar.add_working(promise.paused_at, left))
    return replace(promise, due_at=promise.paused_at + (due - now))


def snooze(promise: Promise, until: datetime, now: datetime) -> Promise:
    """The reminder that came last comes again at this moment, and none before it; deadline and breach stay.

    The breach stands for what is snoozed beyond it. While a snooze lasts another one only changes the moment. Nothing
    changes where no reminder is to come: answered, paused, or past the breach.
    """
    if not promise.running or promise.escalated:
        return promise
    lasts = promise.snoozed_until is not None and promise.snoozed_until > now
    done = promise.step_done if lasts else max(0, promise.step_done - 1)
    return replace(promise, snoozed_until=until, step_done=done)


def answer(promise: Promise, rules: Rules, now: datetime) -> Promise:
    """Stop the clock at the first answer by a person; a later one changes nothing. A pause ends with it."""
    if promise.answered_at is not None:
        return promise
    return replace(resume(promise, rules, now), answered_at=now)


def time_left(promise: Promise, now: datetime) -> timedelta:
    """By the clock, to the deadline: from the answer, the pause or now, whichever holds; negative when late."""
    return promise.due_at - (promise.answered_at or promise.paused_at or now)


def next_reminder(promise: Promise, rules: Rules) -> Reminder | None:
    """The next step not done and its moment (UTC), or None: answered, paused, or nothing left.

    Of several steps at the same moment it is the highest. The moment may be past, and after an outage it may then be
    held by quiet time; `due_steps` decides.
    """
    plan = _plan(promise, rules)
    first = min((reminder.at for reminder in plan), default=None)
    return next((reminder for reminder in reversed(plan) if reminder.at == first), None)


def due_steps(promise: Promise, rules: Rules, now: datetime) -> Due | None:
    """What goes out now: the highest step that is due, once, standing for all lower ones; None if nothing does.

    See the module's text for what happens after an outage that ends in quiet time.
    """
    plan = _plan(promise, rules)
    highest = next((reminder for reminder in reversed(plan) if reminder.at <= now), None)
    if highest is None or _held(promise, rules, highest.at, now):
        return None
    step = highest.step
    done = (
        replace(promise, step_done=step.number, escalated=True)
        if step.rung is Rung.BREACH
        else replace(promise, step_done=step.number + 1)
    )
    return Due(
        reminder=highest,
        collapsed=tuple(lower.step for lower in plan if lower.step.number < step.number),
        lateness=now - highest.at,
        overdue=max(_NONE, now - promise.due_at),
        promise=done,
    )


def breach_notice_at(promise: Promise, rules: Rules) -> datetime | None:
    """When the citizen is told that the answer is late: at the deadline or, in quiet time, at the next allowed moment.

    Never before the deadline, unlike the mediator's escalation: until then the promise can still be kept. None if the
    clock does not run or the citizen was told.
    """
    if not promise.running or promise.citizen_told:
        return None
    return rules.calendar.next_allowed(promise.due_at)


def due_notice(promise: Promise, rules: Rules, now: datetime) -> Notice | None:
    """The notice of breach if it is due now, once; after an outage it too waits for an allowed moment."""
    at = breach_notice_at(promise, rules)
    if at is None or now < at or rules.calendar.is_quiet(now):
        return None
    return Notice(at, now - promise.due_at, replace(promise, citizen_told=True))


def waits_until(promise: Promise, rules: Rules, step: Step, now: datetime) -> datetime | None:
    """When a step that is done, but has not reached anybody yet, may be read; None: now.

    The rule is that of `due_steps`: it waits for the end of quiet time, unless it was meant for quiet time itself or
    the deadline is still ahead and would pass during that wait.
    """
    return rules.calendar.next_allowed(now) if _held(promise, rules, _moment(promise, rules, step), now) else None


def _after(rules: Rules, moment: datetime, delta: timedelta) -> datetime:
    """A moment moved by the clock or, where the city counts so, by working days' time."""
    return rules.calendar.add_working(moment, delta) if rules.working_calendar else moment + delta


def _nominal(promise: Promise, rules: Rules, step: Step) -> datetime:
    """Where a step lies without quiet time: counted back from the deadline."""
    return promise.due_at if step.rung is Rung.BREACH else _after(rules, promise.due_at, step.after - promise.within)


def _plan(promise: Promise, rules: Rules) -> list[Reminder]:
    """The steps not done, in order, each with its moment; empty when the clock does not run."""
    if not promise.running:
        return []
    plan = []
    for step in ladder(rules, promise.within):
        breach = step.rung is Rung.BREACH
        if promise.escalated or (not breach and step.number < promise.step_done):
            continue
        plan.append(Reminder(step, _moment(promise, rules, step), _nominal(promise, rules, step)))
    return plan


def _moment(promise: Promise, rules: Rules, step: Step) -> datetime:
    """Where a step lies, with quiet time and a snooze."""
    is_free = step.rung is Rung.BREACH or promise.snoozed_until is None
    floor = promise.since if is_free else max(promise.since, promise.snoozed_until or promise.since)
    return _allowed(max(_nominal(promise, rules, step), floor), floor, promise.due_at, rules.calendar)


@lru_cache(maxsize=4_096)
def _allowed(moment: datetime, floor: datetime, due_at: datetime, calendar: Calendar) -> datetime:
    """Shift a step out of quiet time: before it, else after the floor, else not at all (rules 1 to 3 of the module)."""
    earlier = calendar.latest_allowed(moment)
    if earlier >= floor:
        return earlier
    later = calendar.next_allowed(floor)
    return later if later <= due_at else moment


def _held(promise: Promise, rules: Rules, planned: datetime, now: datetime) -> bool:
    """True if a step that missed its planned moment waits for the end of quiet time."""
    calendar = rules.calendar
    if not calendar.is_quiet(now) or calendar.is_quiet(planned):
        return False
    return now > promise.due_at or calendar.next_allowed(now) <= promise.due_at
