"""Feature: what a citizen sees and does with requests that are sent: state, more words, withdrawing, "it helped"."""

from collections.abc import Callable

from bot.conversing import begin, drop, quoted
from bot.domain import reference
from bot.domain.reference import Misread, Reference
from bot.domain.request import ENDED, OPEN, Request, Status
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry, Handler
from bot.incoming import Room
from bot.outgoing import Choice, Moment, Text, Value, text
from handlers import case
from handlers.questions import WORDS


def status(context: Context) -> None:
    """/suivi, or "où en est ma demande ?": the one whose number was given, else all of one's own."""
    if context.incoming.room is Room.GROUP:
        context.say(text("status-in-private"))
        return
    wanted = context.argument or context.incoming.text
    read = reference.parse(wanted)
    if isinstance(read, Misread):
        context.say(text("number-misread"))
    elif isinstance(read, Reference):
        mine = context.uow.requests.get(read.serial)
        if mine is None or mine.person_id != context.person.id:
            context.say(text("status-not-yours"))
        else:
            _details(context, mine)
    else:
        _all(context)


def follow(context: Context) -> None:
    """A button on one request of the list."""
    if request := _own(context):
        _details(context, request)


def add(context: Context) -> None:
    """A button: something to add to a request."""
    if request := _own(context):
        begin(context, ADD.flow.name, {"request": str(request.id)})


def withdraw(context: Context) -> None:
    """A button: take a request back, after one question whether that is meant."""
    request = _own(context)
    if request is None:
        return
    if request.status not in OPEN:
        context.say(text("status-ended-already", number=request.number))
    elif context.argument != "yes":
        context.say(
            text("withdraw-sure", number=request.number),
            choices=(
                Choice(text("withdraw-yes"), f"withdraw {request.id} yes"),
                Choice(text("withdraw-no"), f"follow {request.id}"),
            ),
        )
    else:
        case.withdraw(context, request)
        context.say(text("withdraw-done", number=request.number))


def citizen_reply(context: Context) -> None:
    """Words that answer an agent's question, or reply to a message about a request."""
    if request := _own(context):
        _pass_on(context, request, context.incoming.text)


def satisfied(context: Context) -> None:
    """A button: yes, it helped."""
    request = _own(context)
    if request is None:
        return
    if request.status is Status.ANSWERED:
        case.satisfied(context, request)
        context.say(text("satisfied-thanks", number=request.number))
    else:
        _state_only(context, request)


def unsatisfied(context: Context) -> None:
    """A button: no, it did not help. Two ways on, and neither is a reproach."""
    request = _own(context)
    if request is None:
        return
    if request.status in OPEN:
        _state_only(context, request)
        return
    context.say(
        text("unsatisfied-ways", number=request.number),
        choices=(
            Choice(text("answer-reopen"), f"reopen {request.id}"),
            Choice(text("answer-contest"), f"contest {request.id}"),
        ),
    )


def reopen(context: Context) -> None:
    """A button: open a request again, with a reason."""
    _open_again(context, REOPEN.flow.name)


def contest(context: Context) -> None:
    """A button or /contester N: put an answer before the mediator, with a reason."""
    if not context.argument:
        answered = [each for each in context.uow.requests.of_person(context.person.id) if each.status not in OPEN]
        if not answered:
            context.say(text("contest-nothing"))
            return
        context.say(
            text("contest-which"),
            choices=[Choice(_title(request), f"contest {request.id}") for request in answered],
        )
        return
    _open_again(context, CONTEST.flow.name)


def mediate(context: Context) -> None:
    """A button on the notice of breach: put a request that is late before the mediator, without more questions."""
    request = _own(context)
    if request is None:
        return
    if request.team == context.city.settings.mediation_team and request.status in OPEN:
        _state_only(context, request)
        return
    case.contest(context, request, "")
    context.say(text("contested", number=request.number, due=Moment(request.promise.due_at)))


def _open_again(context: Context, flow: str) -> None:
    request = _own(context)
    if request is None:
        return
    if request.status in OPEN:
        _state_only(context, request)
    else:
        begin(context, flow, {"request": str(request.id)})


def _all(context: Context) -> None:
    mine = context.uow.requests.of_person(context.person.id)
    if not mine:
        context.say(text("status-none"))
        if context.understanding:
            context.conversation.held = context.incoming.text
            context.choices = (Choice(text("human-pass-on"), "forward"),)
        return
    context.say(text("status-title", count=len(mine)))
    for request in mine:
        context.say(_line(request))
    context.say(text("status-choose"), choices=[Choice(_title(request), f"follow {request.id}") for request in mine])


def _details(context: Context, request: Request) -> None:
    context.say(_line(request), quoted(request.words, 500))
    choices = [Choice(text("status-add"), f"add {request.id}")] if request.status not in ENDED else []
    if request.status in OPEN:
        choices.append(Choice(text("status-withdraw"), f"withdraw {request.id}"))
    else:
        choices += [
            Choice(text("answer-reopen"), f"reopen {request.id}"),
            Choice(text("answer-contest"), f"contest {request.id}"),
        ]
    context.choices = tuple(choices)


def _line(request: Request) -> Text:
    return text(
        "status-line",
        number=request.number,
        category=text(f"category-{request.category}"),
        state=text(f"status-{request.status.value}", team=text(f"team-{request.team}")),
        open="yes" if request.status in OPEN else "no",
        due=Moment(request.promise.due_at),
    )


def _title(request: Request) -> Text:
    return text("status-request", number=request.number, category=text(f"category-{request.category}"))


def _state_only(context: Context, request: Request) -> None:
    context.say(_line(request))


def _pass_on(context: Context, request: Request, words: str) -> None:
    if request.status in ENDED:
        _details(context, request)
        return
    case.citizen_wrote(context, request, words)
    running = request.status in OPEN
    context.say(
        text("passed-on", number=request.number, due=Moment(request.promise.due_at), open="yes" if running else "no")
    )


def _own(context: Context) -> Request | None:
    """Find the request an action is about, if it is this citizen's; the argument keeps the rest."""
    first, _, rest = context.argument.partition(" ")
    read = reference.parse(context.argument)
    number = reference.whole(first) or (read.serial if isinstance(read, Reference) else 0)
    request = context.uow.requests.get(number)
    context.argument = rest.strip()
    if request is None or request.person_id != context.person.id:
        context.say(text("status-not-yours"))
        return None
    return request


def _flow(name: str, finish: Callable[[Context, Request, str], None]) -> FlowEntry:
    """Declare a flow that asks one thing about a request: its words."""

    def done(context: Context) -> None:
        answers = dict(context.conversation.answers)
        drop(context)
        context.argument = answers["request"]
        if request := _own(context):
            finish(context, request, answers["text"])

    def arguments(context: Context) -> dict[str, Value]:
        request = context.uow.requests.get(int(context.conversation.answers["request"]))
        return {"number": request.number if request else ""}

    return FlowEntry(Flow(name, "text", {"text": Question(WORDS, {"*": DONE})}), finish=done, arguments=arguments)


def _reopened(context: Context, request: Request, reason: str) -> None:
    case.reopen(context, request, reason)
    context.say(text("reopened", number=request.number, due=Moment(request.promise.due_at)))


def _contested(context: Context, request: Request, reason: str) -> None:
    case.contest(context, request, reason)
    context.say(text("contested", number=request.number, due=Moment(request.promise.due_at)))


ADD = _flow("add", _pass_on)
REOPEN = _flow("reopen", _reopened)
CONTEST = _flow("contest", _contested)
FLOWS: tuple[FlowEntry, ...] = (ADD, REOPEN, CONTEST)

ACTIONS: dict[str, Handler] = {
    "follow": follow,
    "add": add,
    "withdraw": withdraw,
    "satisfied": satisfied,
    "unsatisfied": unsatisfied,
    "reopen": reopen,
    "contest": contest,
}
