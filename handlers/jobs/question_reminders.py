"""Job: a citizen who has not answered an agent's question is reminded of it, once and in the day, before it lapses.

What reminds of it is not said any more when it is handed to the platform only after the question is settled.
"""

from datetime import datetime

from bot.domain.promise import lapses_at
from bot.domain.request import EventKind, Request, Status
from bot.handling import Job, Tick
from bot.incoming import Address
from bot.outgoing import Card, Moment, Quoted, Say, Text, text
from handlers import telling
from handlers.jobs import MOST
from storage.upcoming import is_due

RENEWAL = "question"


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
    if said := _reminder(tick, request):
        telling.say_to_citizen(tick, request, said)
        tick.uow.requests.log(request, EventKind.QUESTION_REMINDED, tick.now, "clock")


def renew(tick: Tick, _room: Address, _before: Card | Say, argument: str) -> Say | datetime | None:
    """Remind of a question as it is now; ``<request> <moment>``: whose, and since when it holds the clock.

    Once it is answered, has lapsed or stands for another one, there is nothing to remind of. Nobody is woken up for it.
    """
    request_id, _, paused_at = argument.partition(" ")
    request = tick.uow.requests.several([int(request_id)]).get(int(request_id))
    if request is None or request.status is not Status.ASKED or request.promise.paused_at is None:
        return None
    lapses = lapses_at(request.promise, tick.city.rules)
    if request.promise.paused_at.isoformat() != paused_at or lapses is None or lapses <= tick.now:
        return None
    calendar = tick.city.rules.calendar
    return calendar.next_allowed(tick.now) if calendar.is_quiet(tick.now) else _reminder(tick, request)


def _reminder(tick: Tick, request: Request) -> Say | None:
    lapses, paused_at = lapses_at(request.promise, tick.city.rules), request.promise.paused_at
    if lapses is None or paused_at is None:
        return None
    # One that was taken back before it was sent has no words any more.
    asked = [each.words for each in tick.uow.requests.history(request) if each.kind is EventKind.ASKED and each.words]
    title = text("question-reminder", number=request.number, team=text(f"team-{request.team}"), lapses=Moment(lapses))
    said: list[Text | Quoted] = [title, *map(Quoted, asked[-1:]), text("question-reminder-how")]
    return Say(tuple(said), renewal=f"{RENEWAL} {request.id} {paused_at.isoformat()}")


JOB = Job("question_reminders", run, lambda upcoming, _city, now: is_due(upcoming.recall, now))
