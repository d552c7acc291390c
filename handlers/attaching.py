"""Feature: /rattacher. Who asked at the phone or the counter takes their request into a chat, with its number and code.

From then on they are its citizen, and what is written for them comes there. What was answered meanwhile is shown.
"""

from bot.domain import reference
from bot.domain.reference import Reference
from bot.domain.request import FILED_BY, EventKind, Request, Status
from bot.handling import Context
from bot.outgoing import Choice, Moment, Quoted, text
from handlers import case, endings, following, joining, merged, telling
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
    if request.merged_into is not None:
        merged.bring_along(context, request)


def _show(context: Context, request: Request) -> None:
    now = merged.treated_with(context, request)
    context.about = now.about
    due, category = Moment(now.promise.due_at), text(f"category-{request.category}")
    context.say(
        text("attached", number=request.number, category=category, status=now.status.value, due=due),
        Quoted(request.words),
    )
    history, is_own = context.uow.requests.history(now), now.person_id == context.person.id
    if now.id != request.id:
        context.say(text("merged-details", number=request.number, other=now.number))
        context.say(following.line(now) if is_own else joining.line(now))
    said = {event.kind: event.words for event in history if event.words}
    if now.status is Status.ANSWERED:
        answer = telling.Answer(said[EventKind.ANSWERED])
        if is_own:
            context.say(*telling.answered(now, answer), choices=telling.satisfaction(now))
        else:
            context.say(*telling.answered_joined(now, answer), choices=telling.helped_choices(now))
    elif now.outcome and (ending := endings.last(history)):
        ways = endings.ways_on(now) if is_own else (Choice(text("joined-own"), f"apart {now.id}"),)
        context.say(*endings.told(context, now, ending), choices=ways)
