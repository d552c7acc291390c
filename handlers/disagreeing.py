"""Feature: a citizen is not content with an answer: what ways there are, opening it again, the mediator.

None of them is a reproach. What the mediator has ended goes no further here (handlers/mediation.py).
"""

from collections.abc import Sequence

from bot.conversing import begin
from bot.domain.request import OPEN, Request
from bot.handling import Context, FlowEntry, Handler
from bot.outgoing import Choice, Moment, text
from bot.sources import FILES, fresh_files
from handlers import case, endings, following, mediation, merged
from handlers.endings import CONTEST, REOPEN
from handlers.questions import WORDS


def unsatisfied(context: Context) -> None:
    """A button: no, it did not help. The ways on that are left."""
    request = following.own(context)
    if request is None:
        return
    if request.status in OPEN:
        following.state_only(context, request)
    elif not mediation.spoken(context, request):
        context.say(text("unsatisfied-ways", number=request.number), choices=endings.ways_on(request))


def reopen(context: Context) -> None:
    """A button: open a request again, with a reason."""
    request = following.own(context)
    if request is None or _is_open(context, request):
        return
    if endings.may(request, REOPEN):
        _ask_why(context, "reopen", request)
    elif not mediation.spoken(context, request):
        context.say(following.line(request), choices=endings.ways_on(request))


def contest(context: Context) -> None:
    """A button or /contester N: put an answer before the mediator, with a reason."""
    if not context.argument:
        _which(context)
        return
    request = following.own(context)
    if request is None or _is_open(context, request) or mediation.spoken(context, request):
        return
    if endings.may(request, CONTEST):
        _ask_why(context, "contest", request)
    else:
        context.say(text("contest-not", number=request.number), choices=endings.ways_on(request))


def mediate(context: Context) -> None:
    """A button on the notice of breach: put a request that is late before the mediator, without more questions."""
    request = following.own(context)
    if request is None:
        return
    if request.team == context.city.settings.mediation_team and request.status in OPEN:
        following.state_only(context, request)
    elif not mediation.spoken(context, request):
        merged.part(context, request, "citizen")
        case.contest(context, request, "")
        context.say(text("contested", number=request.number, due=Moment(request.promise.due_at)))


def _which(context: Context) -> None:
    mine = context.uow.requests.of_person(context.person.id)
    answered = [each for each in mine if each.status not in OPEN and endings.may(each, CONTEST)]
    if not answered:
        context.say(text("contest-nothing"))
        return
    choices = [Choice(following.title(request), f"contest {request.id}") for request in answered]
    context.say(text("contest-which"), choices=choices)


def _is_open(context: Context, request: Request) -> bool:
    if request.status in OPEN:
        following.state_only(context, request)
    return request.status in OPEN


def _ask_why(context: Context, flow: str, request: Request) -> None:
    files = fresh_files(context)
    begin(context, flow, {"request": str(request.id), **({FILES: files} if files else {})})


def _reopened(context: Context, request: Request, reason: str, files: Sequence[str]) -> None:
    merged.part(context, request, "citizen")
    case.reopen(context, request, reason)
    case.add_files(context, request, files)
    context.say(text("reopened", number=request.number, due=Moment(request.promise.due_at)))


def _contested(context: Context, request: Request, reason: str, files: Sequence[str]) -> None:
    merged.part(context, request, "citizen")
    case.contest(context, request, reason)
    case.add_files(context, request, files)
    context.say(text("contested", number=request.number, due=Moment(request.promise.due_at)))


FLOWS: tuple[FlowEntry, ...] = (
    following.asked_about("reopen", _reopened, WORDS),
    following.asked_about("contest", _contested, WORDS),
)

ACTIONS: dict[str, Handler] = {
    "unsatisfied": unsatisfied,
    "reopen": reopen,
    "contest": contest,
    "mediate": mediate,
}
