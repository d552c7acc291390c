"""Job: tells the citizen that a promise was broken, before they ask, with an apology and the way to the mediator."""

from bot.domain.promise import due_notice
from bot.domain.request import EventKind
from bot.handling import Job, Tick
from bot.outgoing import Choice, Moment, text
from handlers import case
from handlers.jobs import MOST


def run(tick: Tick) -> int:
    """Send every notice that is due, each once."""
    requests = tick.uow.requests.notice_due(tick.now, MOST)
    for request in requests:
        notice = due_notice(request.promise, tick.city.rules, tick.now)
        if notice is None:
            request.wait_for_day(tick.city.rules, tick.now)
            tick.uow.requests.save(request)
            continue
        again_by = tick.city.rules.calendar.add_working(tick.now, request.promise.within)
        case.tell_citizen(
            tick,
            request,
            text(
                "breach-citizen",
                number=request.number,
                promised=Moment(request.promise.due_at),
                again=Moment(again_by, "day"),
                team=text(f"team-{request.team}"),
                phone=tick.city.settings.city.phone,
            ),
            choices=(
                Choice(text("breach-mediate"), f"mediate {request.id}"),
                Choice(text("breach-wait"), f"follow {request.id}"),
            ),
        )
        request.set_clock(notice.promise, tick.city.rules)
        tick.uow.requests.save(request)
        tick.uow.requests.log(request, EventKind.BREACHED, tick.now, "clock")
    return len(requests)


JOB = Job("breach_notices", run)
