"""Job: a citizen who has not answered an agent's question is reminded of it, once and in the day, before it lapses."""

from bot.domain.promise import lapses_at
from bot.domain.request import EventKind, Request
from bot.handling import Job, Tick
from bot.outgoing import Moment, Quoted, text
from handlers import telling
from handlers.jobs import MOST
from storage.upcoming import is_due


def run(tick: Tick) -> int:
    """Remind of every question whose moment has come; in quiet time it waits for the next allowed moment."""
    requests = tick.uow.requests.recall_due(tick.now, MOST)
    allowed = tick.city.rules.calendar.next_allowed(tick.now)
    for request in requests:
        request.recall_at = None if allowed <= tick.now else allowed
        if request.recall_at is None:
            _remind(tick, request)
        tick.uow.requests.save(request)
    return len(requests)


def _remind(tick: Tick, request: Request) -> None:
    lapses = lapses_at(request.promise, tick.city.rules)
    if lapses is None:
        return
    # One that was taken back before it was sent has no words any more.
    asked = [each.words for each in tick.uow.requests.history(request) if each.kind is EventKind.ASKED and each.words]
    said = text("question-reminder", number=request.number, team=text(f"team-{request.team}"), lapses=Moment(lapses))
    telling.tell_citizen(tick, request, said, *map(Quoted, asked[-1:]), text("question-reminder-how"))
    tick.uow.requests.log(request, EventKind.QUESTION_REMINDED, tick.now, "clock")


JOB = Job("question_reminders", run, lambda upcoming, _city, now: is_due(upcoming.recall, now))
