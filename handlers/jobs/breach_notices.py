"""Job: tells the citizen that a promise was broken, before they ask, with an apology and the way to the mediator."""

from bot.domain.promise import due_notice
from bot.domain.request import EventKind, Request
from bot.handling import Job, Tick
from bot.outgoing import Choice, Moment, text
from handlers import case
from handlers.jobs import MOST, stale_cards
from storage.upcoming import is_due


def run(tick: Tick) -> int:
    """Send every notice that is due, each once."""
    requests = tick.uow.requests.notice_due(tick.now, MOST)
    told = list[Request]()
    for request in requests:
        notice = due_notice(request.promise, tick.city.rules, tick.now)
        if notice is None:
            request.wait_for_day(tick.city.rules, tick.now)
            tick.uow.requests.save(request)
            continue
        again_by = tick.city.rules.calendar.add_working(tick.now, request.promise.within)
        apology = text(
            "breach-citizen",
            number=request.number,
            promised=Moment(request.promise.due_at),
            again=Moment(again_by, "day"),
            team=text(f"team-{request.team}"),
            phone=tick.city.settings.city.phone,
        )
        wait = Choice(text("breach-wait"), f"follow {request.id}")
        mediate = Choice(text("breach-mediate"), f"mediate {request.id}")
        case.tell_citizen(tick, request, apology, choices=(mediate, wait))
        case.tell_joined(tick, request, apology, choices=(wait,))
        request.set_clock(notice.promise, tick.city.rules)
        tick.uow.requests.save(request)
        tick.uow.requests.log(request, EventKind.BREACHED, tick.now, "clock")
        told.append(request)
    stale_cards.note(tick, told)
    return len(requests)


JOB = Job("breach_notices", run, lambda upcoming, _city, now: is_due(upcoming.notice, now))
