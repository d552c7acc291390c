"""Feature: moving a request's date openly. The citizen, and whoever has joined, read the new date and the reason.

A date moves twice at most before the request is opened anew, and never further than 30 days from now; a promise that
could be put off without end would be none.
"""

import re
from datetime import date, datetime, time, timedelta

from bot.conversing import begin, drop
from bot.domain import promise
from bot.domain.permissions import Permission
from bot.domain.request import EventKind, Request, Status
from bot.flow import DONE, Flow, Question, Reader, Scope
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Moment, Quoted, Text, Value, text
from bot.understanding.values import Prefer, Relation, read_dates
from handlers import calling, case, desk
from handlers.questions import WORDS

MOST_MOVES = 2

FURTHEST = timedelta(days=30)

END_OF_DAY = time(18)
"""A date without an hour promises an answer before the offices close."""

_SPAN = re.compile(r"(\d{1,3}) ?(j|jours?|d|days?|s|sem|semaines?|w|weeks?)(?!\w)[ :,.–-]*", re.IGNORECASE)
_WEEKS = ("s", "w")
"""How the words for weeks begin; all others are days."""


def postpone(context: Context) -> None:
    """/reporter N 3j raison, or the button, then until when, then why."""
    request = desk.named(context)
    if request is None or not desk.may_write_here(context, request) or not desk.is_open(context, request):
        return
    if refusal := _refusal(context, request):
        context.say(refusal)
        return
    until, reason = _split(context.argument, context.scope)
    if until and (trouble := _trouble(context, request, _moment(context, request, until))):
        context.say(trouble)
        return
    answers = {"request": str(request.id), "until": until, "reason": reason}
    begin(context, FLOW.flow.name, {name: answer for name, answer in answers.items() if answer})


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    context.argument = answers["request"]
    request = desk.named(context)
    if request is None or not desk.may_write_here(context, request) or not desk.is_open(context, request):
        return
    if desk.is_note(context, request, answers["reason"]):
        return
    if refusal := _refusal(context, request):
        context.say(refusal)
        return
    due = _moment(context, request, answers.pop("until"))
    if trouble := _trouble(context, request, due):
        context.say(trouble)
        begin(context, FLOW.flow.name, answers)
    else:
        _move(context, request, due, answers["reason"])


def _move(context: Context, request: Request, due: datetime, reason: str) -> None:
    before, rules = Moment(request.promise.due_at), context.city.rules
    request.set_clock(promise.move(request.promise, rules, due, context.now), rules)
    local = due.astimezone(context.city.zone)
    case.save(context, request, EventKind.MOVED, context.account, f"{local:%Y-%m-%d %H:%M} – {reason}")
    team = text(f"team-{request.team}")
    told: dict[str, Value] = {"number": request.number, "team": team, "before": before, "due": Moment(due)}
    case.tell_citizen(context, request, text("moved-citizen", **told), Quoted(reason))
    case.tell_joined(context, request, text("moved-joined", **told), Quoted(reason))
    context.say(text("deadline-moved", number=request.number, due=Moment(due)))
    calling.read_out(context, request)


def _refusal(context: Context, request: Request) -> Text | None:
    """Say why the date of a request cannot move at all, if so."""
    due = Moment(request.promise.due_at)
    if request.status is Status.ASKED:
        return text("deadline-paused", number=request.number)
    if _moves(context, request) >= MOST_MOVES:
        return text("deadline-fixed", number=request.number, due=due, most=MOST_MOVES)
    return None


def _moves(context: Context, request: Request) -> int:
    """Count how often the date has moved since the request was opened, the first time or anew."""
    count = 0
    for event in context.uow.requests.history(request):
        if event.kind in (EventKind.REOPENED, EventKind.CONTESTED):
            count = 0
        count += event.kind is EventKind.MOVED
    return count


def _trouble(context: Context, request: Request, due: datetime) -> Text | None:
    """Say why a date cannot be promised, if so."""
    if due <= max(request.promise.due_at, context.now):
        return text("deadline-earlier", number=request.number, due=Moment(request.promise.due_at))
    local_day = context.city.rules.calendar.local_day
    if local_day(due) > local_day(context.now) + FURTHEST:
        return text("deadline-too-far", days=FURTHEST.days)
    return None


def _moment(context: Context, request: Request, until: str) -> datetime:
    """Give the moment that an answer to "until when?" means; days are counted from the date, or from now if late.

    The clock on the wall shows the same time then, also where summer time has begun or ended in between.
    """
    calendar = context.city.rules.calendar
    if until.endswith("d"):
        local = max(request.promise.due_at, context.now).astimezone(calendar.zone)
        return calendar.at(local.date() + timedelta(days=int(until.removesuffix("d"))), local.time())
    return calendar.at(date.fromisoformat(until), END_OF_DAY)


def _split(written: str, scope: Scope) -> tuple[str, str]:
    """Read until when, canonical ("3d" or "2026-12-04"), from the beginning of a line; the rest is the reason."""
    if found := _SPAN.match(written):
        days = int(found[1]) * (7 if found[2].lower().startswith(_WEEKS) else 1)
        return f"{days}d", written[found.end() :].strip()
    now = scope.now.astimezone(scope.zone)
    for lang in dict.fromkeys((scope.lang, "fr", "en")):
        for each in read_dates(written, lang, now, asked=True, prefer=Prefer.FUTURE):
            said = each.relation in (Relation.ON, Relation.UNTIL) and len(each.readings) == 1
            if said and not any(letter.isalnum() for letter in written[: each.start]):
                return each.readings[0].last.isoformat(), written[each.end :].strip(" :,.–-")
    return "", written


def _until(words: Words, scope: Scope) -> str | None:
    try:
        return date.fromisoformat(words.text).isoformat()
    except ValueError:
        until = _split(words.text.strip(), scope)[0]
    is_too_far = until.endswith("d") and int(until.removesuffix("d")) > FURTHEST.days
    return None if is_too_far else until or None


def _arguments(context: Context) -> dict[str, Value]:
    request = context.uow.requests.get(int(context.conversation.answers["request"]))
    if request is None:
        return {"number": "", "due": ""}
    return {"number": request.number, "due": Moment(request.promise.due_at)}


UNTIL = Reader("until", _until, ("1d", "3d", "7d", "14d"))
FLOW = FlowEntry(
    Flow("deadline", "until", {"until": Question(UNTIL, {"*": "reason"}), "reason": Question(WORDS, {"*": DONE})}),
    finish=_finish,
    permission=Permission.WRITE,
    arguments=_arguments,
)
