"""Job: the ladder. Reminds the assignee, the team, its head; at the breach hands the request to the mediator's view.

What falls due at once is one message to each reader, however much it is. It names the steps that it tells of, and is
written anew from them when it is handed to the platform: nobody is reminded of what was answered while it waited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.domain.promise import Audience, Due, Rung, Step, due_steps, ladder, waits_until
from bot.domain.request import EventKind, Request
from bot.handling import Job, Tick
from bot.incoming import Account, Address
from bot.outgoing import Card, Choice, Moment, Priority, Quoted, Say, Span, Value, text
from handlers import snoozing
from handlers.jobs import stale_cards
from storage.upcoming import is_due

A_MINUTE = 60
"""Seconds from which on a lateness is worth a figure."""

MOST_AT_ONCE = 500
"""Rows in one transaction; what falls due together has to be seen together, to be one message."""

SHOWN = 10
"""Requests that a message about several names; the others are in the queue."""

LONGEST_KEY = 1_000
"""Characters; a longer idempotency key does not fit into PostgreSQL's index."""


RENEWAL = "reminders"


@dataclass(frozen=True, slots=True)
class _Call:
    """A step that goes out now, of a request. ``key`` is the same each time it would be sent."""

    request: Request
    step: Step
    said: dict[str, Value]
    key: str = ""


def run(tick: Tick) -> int:
    """Send every step that is due, each once, with its true lateness."""
    requests = tick.uow.requests.step_due(tick.now, MOST_AT_ONCE)
    calls: dict[Address, list[_Call]] = {}
    logged = list[tuple[Request, str]]()
    for request in requests:
        due = due_steps(request.promise, tick.city.rules, tick.now)
        if due is None:
            request.wait_for_day(tick.city.rules, tick.now)
            continue
        call = _Call(request, due.step, _said(tick, request, due.step), _key(request, due))
        for address in _addresses(tick, request, due.step.rung, due.audience):
            calls.setdefault(address, []).append(call)
        request.set_clock(due.promise, tick.city.rules)
        logged.append((request, due.step.rung.value))
    tick.uow.requests.save_steps(requests)
    tick.uow.requests.log_all(logged, EventKind.REMINDED, tick.now, "clock")
    stale_cards.note(tick, [request for request, _rung in logged])
    for address, several in calls.items():
        _remind(tick, address, several)
    return len(requests)


def renew(tick: Tick, address: Address, _before: Card | Say, steps: str) -> Say | datetime | None:
    """Write a reminder again, of what it still holds for; ``<request>:<step> ...``.

    It does for a step that is done and that nothing has undone since: an answer, a question, a date that was moved, a
    wish to be reminded later, another agent or team, a later step that the same reader is told of. In quiet time it
    tells of the steps that do not wait for its end, if there are any, and of the others after it.
    """
    wanted = [(int(request), int(number)) for request, _, number in (each.partition(":") for each in steps.split())]
    found = tick.uow.requests.several([request_id for request_id, _number in wanted])
    calls = [
        _Call(request, step, _said(tick, request, step))
        for request_id, number in wanted
        if (request := found.get(request_id)) and (step := _still_done(tick, request, number))
        if any(address in _addresses(tick, request, step.rung, [each]) for each in Audience)
        if not _is_overtaken(tick, request, step, address)
    ]
    now = [call for call in calls if _waits_until(tick, call) is None]
    by_day = [call for call in calls if call not in now]
    if by_day and now:
        # It is claimed for itself, and put aside then.
        tick.post(address, _written(by_day), about=_about(by_day))
    if by_day and not now:
        return min(moment for call in by_day if (moment := _waits_until(tick, call)))
    return _written(now) if now else None


def _waits_until(tick: Tick, call: _Call) -> datetime | None:
    return waits_until(call.request.promise, tick.city.rules, call.step, tick.now)


def _still_done(tick: Tick, request: Request, number: int) -> Step | None:
    """Give the step of a request that has this number, if it was done and no other clock runs."""
    steps = ladder(tick.city.rules, request.promise.within)
    if not request.promise.running or number >= len(steps):
        return None
    step = steps[number]
    is_done = request.promise.escalated if step.rung is Rung.BREACH else number < request.promise.step_done
    return step if is_done else None


def _is_overtaken(tick: Tick, request: Request, step: Step, address: Address) -> bool:
    """Say whether a step after this one is done that the same reader is told of: it stands for this one."""
    return any(
        address in _addresses(tick, request, later.rung, later.audience)
        for later in ladder(tick.city.rules, request.promise.within)[step.number + 1 :]
        if _still_done(tick, request, later.number)
    )


def _remind(tick: Tick, address: Address, calls: Sequence[_Call]) -> None:
    """Say in one message what falls due for one reader."""
    say = _written(calls)
    once = "\n".join((*sorted(call.key for call in calls), str(address)))
    if len(once) > LONGEST_KEY:
        once = sha256(once.encode()).hexdigest()
    tick.post(address, say, priority=Priority.REMINDER, once=once, about=_about(calls))


def _about(calls: Sequence[_Call]) -> str | None:
    return calls[0].request.about if len(calls) == 1 else None


def _written(calls: Sequence[_Call]) -> Say:
    """Write what is said of steps, the one with the least time left first."""
    calls = sorted(calls, key=lambda call: (call.request.promise.due_at, call.request.id))
    steps = " ".join(f"{call.request.id}:{call.step.number}" for call in calls)
    return replace(_one(calls[0]) if len(calls) == 1 else _several(calls), renewal=f"{RENEWAL} {steps}")


def _one(call: _Call) -> Say:
    request = call.request
    take = () if request.assignee else (Choice(text("card-take"), f"take {request.id}"),)
    reply = Choice(text("card-reply"), f"reply {request.id}")
    return Say((text("reminder", **call.said),), (*take, reply, *_snoozes([call])))


def _several(calls: Sequence[_Call]) -> Say:
    shown, left = calls[:SHOWN], len(calls) - SHOWN
    said = [text("reminders-title", count=len(calls)), *(text("reminders-line", **call.said) for call in shown)]
    if left > 0:
        said.append(text("reminders-more", count=left))
    return Say(tuple(said), (*(_first_thing(call.request) for call in shown), *_snoozes(calls)))


def _first_thing(request: Request) -> Choice:
    does = "reply" if request.assignee else "take"
    return Choice(text(f"reminders-{does}", number=request.number), f"{does} {request.id}")


def _snoozes(calls: Sequence[_Call]) -> tuple[Choice, ...]:
    return snoozing.choices([call.request for call in calls if call.step.rung is not Rung.BREACH])


def _said(tick: Tick, request: Request, step: Step) -> dict[str, Value]:
    away = int(abs((request.promise.due_at - tick.now).total_seconds()))
    return {
        "rung": step.rung.value,
        "number": request.number,
        "category": text(f"category-{request.category}"),
        "due": Moment(request.promise.due_at),
        "late": "no" if tick.now < request.promise.due_at else "yes" if away >= A_MINUTE else "now",
        "left": Span(away),
        "taken": "yes" if request.assignee else "no",
        "name": Quoted(request.assignee_name or ""),
        "team": text(f"team-{request.team}"),
    }


def _key(request: Request, due: Due) -> str:
    """Name a step of a request, so that it is said once; one that comes again after a snooze is another."""
    again = request.promise.snoozed_until
    parts = (request.about, request.cycle, request.promise.due_at.isoformat(), due.step.number)
    return ":".join(map(str, (*parts, again.isoformat() if again else "")))


def _addresses(tick: Tick, request: Request, rung: Rung, audience: Sequence[Audience]) -> list[Address]:
    """Give where a step goes. Who works in a room is told in the room; a head or assignee elsewhere, in private."""
    roster, members = tick.city.roster, tick.uow.members
    found: list[Address] = []
    for each in audience:
        match each:
            case Audience.ASSIGNEE if request.assignee:
                found.append(private(request.assignee))
            case Audience.ASSIGNEE | Audience.TEAM:
                found += roster.rooms(request.team)
            case Audience.HEAD:
                heads = roster.heads(request.team, members)
                found += [private(str(head)) for head in heads] or roster.rooms(request.team)
            case Audience.MEDIATOR:
                found += roster.rooms(tick.city.settings.mediation_team)
    if rung is Rung.BREACH:
        found += roster.rooms(request.team)
    return list(dict.fromkeys(found))


def private(account: str) -> Address:
    """Give the private chat with an account: on every platform so far its room is found by the account's own name."""
    parsed = Address.parse(account)
    who = Account(parsed.platform, parsed.room_id)
    return Address(who.platform, who.account_id)


JOB = Job("reminders", run, lambda upcoming, _city, now: is_due(upcoming.step, now))
