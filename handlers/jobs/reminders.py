"""Job: the ladder. Reminds the assignee, the team, its head; at the breach hands the request to the mediator's view."""

from bot.domain.promise import Audience, Due, Rung, due_steps
from bot.domain.request import EventKind, Request
from bot.handling import Job, Tick
from bot.incoming import Account, Address
from bot.outgoing import Choice, Moment, Priority, Quoted, Say, Span, text
from handlers.jobs import MOST

A_MINUTE = 60
"""Seconds from which on a lateness is worth a figure."""


def run(tick: Tick) -> int:
    """Send every step that is due, each once, with its true lateness."""
    requests = tick.uow.requests.step_due(tick.now, MOST)
    for request in requests:
        due = due_steps(request.promise, tick.city.rules, tick.now)
        if due is None:
            request.wait_for_day(tick.city.rules, tick.now)
            tick.uow.requests.save(request)
            continue
        _remind(tick, request, due)
        request.set_clock(due.promise, tick.city.rules)
        tick.uow.requests.save(request)
        tick.uow.requests.log(request, EventKind.REMINDED, tick.now, "clock", due.step.rung.value)
    return len(requests)


def _remind(tick: Tick, request: Request, due: Due) -> None:
    away = int(abs((request.promise.due_at - tick.now).total_seconds()))
    sentence = text(
        "reminder",
        rung=due.step.rung.value,
        number=request.number,
        category=text(f"category-{request.category}"),
        due=Moment(request.promise.due_at),
        late="no" if tick.now < request.promise.due_at else "yes" if away >= A_MINUTE else "now",
        left=Span(away),
        taken="yes" if request.assignee else "no",
        name=Quoted(request.assignee_name or ""),
        team=text(f"team-{request.team}"),
    )
    choices = () if request.assignee else (Choice(text("card-take"), f"take {request.id}"),)
    for address in _addresses(tick, request, due):
        tick.post(
            address,
            Say((sentence,), (*choices, Choice(text("card-reply"), f"reply {request.id}"))),
            priority=Priority.REMINDER,
            once=f"{request.about}:{request.cycle}:{request.promise.due_at.isoformat()}:{due.step.number}:{address}",
            about=request.about,
        )


def _addresses(tick: Tick, request: Request, due: Due) -> list[Address]:
    """Give where a step goes. Who works in a room is told in the room; a head or assignee elsewhere, in private."""
    roster, members = tick.city.roster, tick.uow.members
    found: list[Address] = []
    for audience in due.audience:
        match audience:
            case Audience.ASSIGNEE if request.assignee:
                found.append(private(request.assignee))
            case Audience.ASSIGNEE | Audience.TEAM:
                found += roster.rooms(request.team)
            case Audience.HEAD:
                heads = roster.heads(request.team, members)
                found += [private(str(head)) for head in heads] or roster.rooms(request.team)
            case Audience.MEDIATOR:
                found += roster.rooms(tick.city.settings.mediation_team)
    if due.step.rung is Rung.BREACH:
        found += roster.rooms(request.team)
    return list(dict.fromkeys(found))


def private(account: str) -> Address:
    """Give the private chat with an account: on every platform so far its room is found by the account's own name."""
    parsed = Address.parse(account)
    who = Account(parsed.platform, parsed.room_id)
    return Address(who.platform, who.account_id)


JOB = Job("reminders", run)
