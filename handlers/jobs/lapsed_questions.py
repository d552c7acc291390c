"""Job: a question that the citizen did not answer for five days stops holding the clock; both sides read it."""

from datetime import datetime

from bot.domain.request import EventKind
from bot.handling import City, Job, Tick
from bot.outgoing import Moment, text
from handlers import case
from handlers.jobs import MOST
from storage.upcoming import Upcoming, is_due


def run(tick: Tick) -> int:
    """Let every clock run again that has been held for too long."""
    requests = tick.uow.requests.paused_before(tick.now - tick.city.rules.question_lapses_after, MOST)
    for request in requests:
        case.resume(tick, request)
        tick.uow.requests.save(request)
        tick.uow.requests.log(request, EventKind.QUESTION_LAPSED, tick.now, "clock")
        due = Moment(request.promise.due_at)
        case.tell_citizen(tick, request, text("question-lapsed-citizen", number=request.number, due=due))
        case.tell_team(tick, request, text("question-lapsed-team", number=request.number, due=due))
        case.refresh(tick, request)
    return len(requests)


def _due(upcoming: Upcoming, city: City, now: datetime) -> bool:
    return is_due(upcoming.paused, now - city.rules.question_lapses_after)


JOB = Job("lapsed_questions", run, _due)
