"""Feature: a reminder that comes again later. Only the reminder waits: the date does not move, and lateness is told."""

from datetime import datetime, time, timedelta

from bot.domain import promise
from bot.domain.digests import next_digest
from bot.domain.request import EventKind, Request
from bot.handling import Context
from bot.outgoing import Choice, Moment, Text, text
from handlers import desk

TWO_HOURS = "2h"
MORNING = "morning"


def choices(requests: list[Request]) -> tuple[Choice, ...]:
    """Give the buttons that put off what reminds of these requests."""
    ids = ",".join(str(request.id) for request in requests)
    return tuple(Choice(text(f"snooze-{wait}"), f"snooze {ids} {wait}") for wait in (TWO_HOURS, MORNING) if ids)


def snooze(context: Context) -> None:
    """A button, or ⏰ on a reminder: ``<ids> 2h`` or ``<ids> morning``."""
    ids, _, wait = context.argument.partition(" ")
    if wait not in (TWO_HOURS, MORNING):
        context.registry.old_button(context)
        return
    until = _until(context, wait)
    done: list[Text] = []
    for each in ids.split(","):
        context.argument = each
        if request := desk.named(context):
            done += _snooze(context, request, until)
    if len(done) > 1:
        context.about = None
        context.say(text("snoozed-several", count=len(done), until=Moment(until)))
    else:
        context.say(*done)


def _snooze(context: Context, request: Request, until: datetime) -> list[Text]:
    """Put the reminders of a request off; what was done is given back, what cannot be is said."""
    if not request.promise.running or request.promise.escalated:
        context.say(text("snooze-nothing", number=request.number))
        return []
    snoozed = promise.snooze(request.promise, until, context.now)
    if snoozed != request.promise:
        request.set_clock(snoozed, context.city.rules)
        context.uow.requests.save(request)
        context.uow.requests.log(request, EventKind.SNOOZED, context.now, context.account, until.isoformat())
    due = request.promise.due_at
    told = text("snoozed", number=request.number, until=Moment(request.next_step_at or until), due=Moment(due))
    return [text("snoozed-past", number=request.number, due=Moment(due)) if until >= due else told]


def _until(context: Context, wait: str) -> datetime:
    if wait == TWO_HOURS:
        return context.now + timedelta(hours=2)
    calendar = context.city.rules.calendar
    tomorrow = calendar.at(calendar.local_day(context.now) + timedelta(days=1), time())
    return next_digest(tomorrow, calendar, context.city.settings.promise.digest_at)
