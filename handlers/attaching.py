"""Feature: /rattacher. Who asked at the phone or the counter takes their request into a chat, with its number and code.

From then on they are its citizen, and what is written for them comes there. What was answered meanwhile is shown.
"""

from bot.domain import reference
from bot.domain.reference import Reference
from bot.domain.request import FILED_BY, EventKind, Request, Status
from bot.handling import Context
from bot.outgoing import Moment, Quoted, text
from handlers import case, endings, telling
from storage.callers import Claim


def attach(context: Context) -> None:
    """/rattacher NUMBER CODE."""
    read = reference.parse(context.argument)
    code = context.argument[read.end :].strip() if isinstance(read, Reference) else ""
    if not isinstance(read, Reference) or not code:
        context.say(text("attach-how"))
        return
    request = context.uow.requests.get(read.serial)
    is_unclaimed = request is not None and request.by_phone
    claim = context.uow.callers.claim(read.serial, code, context.now) if is_unclaimed else Claim.WRONG
    if request is None or claim is not Claim.TAKEN:
        context.uow.members.refused(context.account, "attach", context.now)
        context.say(text("attach-refused", why=claim.value, phone=context.city.settings.city.phone))
        return
    _give(context, request)
    _show(context, request)


def _give(context: Context, request: Request) -> None:
    request.person_id, request.address, request.lang = context.person.id, context.incoming.address, context.person.lang
    request.answers.pop(FILED_BY, None)
    context.uow.requests.save(request)
    context.uow.requests.log(request, EventKind.ATTACHED, context.now, "citizen")
    case.refresh(context, request)
    case.tell_team(context, request, text("attached-team", number=request.number))


def _show(context: Context, request: Request) -> None:
    context.about = request.about
    due, category = Moment(request.promise.due_at), text(f"category-{request.category}")
    context.say(
        text("attached", number=request.number, category=category, status=request.status.value, due=due),
        Quoted(request.words),
    )
    history = context.uow.requests.history(request)
    said = {event.kind: event.words for event in history}
    if request.status is Status.ANSWERED:
        answer = telling.Answer(said[EventKind.ANSWERED])
        context.say(*telling.answered(request, answer), choices=telling.satisfaction(request))
    elif request.outcome and (ending := endings.last(history)):
        context.say(*endings.told(context, request, ending), choices=endings.ways_on(request))
