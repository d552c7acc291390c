"""Feature: the agents' desk, wholly in chat. Taking, answering, asking, re-routing, closing, noting.

Every function checks the agent's right to the request's team at the moment of acting, whatever button or command led
here. Replying to a card is answering the citizen; ``//`` in front makes it a note. What happens to the request itself
is in handlers/case.py; looking things up is in handlers/queue.py, searching.py and viewing.py.
"""

from bot.conversing import begin, drop, misread, pending_question, receive
from bot.domain import reference
from bot.domain.reference import Misread, Reference
from bot.domain.request import ENDED, OPEN, EventKind, Outcome, Request
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.incoming import Room, Words
from bot.outgoing import Choice, Moment, Quoted, Value, text
from bot.rendering import match_choice
from bot.sources import may_be_said_again
from handlers import calling, case, lessons, offering
from handlers.categories import CATEGORIES
from handlers.questions import WORDS

NOTE = "//"
NEEDS_REASON = frozenset({Outcome.REFUSED, Outcome.HANDED_OVER})
"""Outcomes that the citizen must be able to understand: why not, or to whom."""


def team_words(context: Context) -> None:
    """Take what somebody writes in a team's room: a reply to a card, the text a button asked for; else stay silent."""
    words = context.incoming.content
    if not isinstance(words, Words):
        return
    request = _replied_to(context, words)
    if request is None and context.paragraphs:
        return  # The reply was to a request that is not theirs, which has been said.
    if words.attachments and (request is not None or pending_question(context) is not None):
        context.say(text("desk-no-files"))
    if request is not None:
        context.argument = context.incoming.text
        if context.argument.startswith(NOTE):
            context.argument = context.argument.removeprefix(NOTE).strip()
            _note(context, request)
        else:
            _answer(context, request, context.argument)
    elif pending_question(context) is not None:
        if not receive(context, words):
            misread(context)
    elif context.incoming.called:
        context.say(text("desk-hint"))


def take(context: Context) -> None:
    """/prendre N, or the card's button: the first who takes it has it, the second reads who does."""
    request = named(context)
    if request is None:
        return
    if request.status not in OPEN:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
    elif case.take(context, request):
        context.say(text("desk-taken", number=request.number, due=Moment(request.promise.due_at)))
        may_read_here(context, request)
    elif request.assignee in context.accounts:
        context.say(text("desk-yours-already", number=request.number))
    else:
        context.say(text("desk-taken-by", number=request.number, name=Quoted(request.assignee_name or "")))


def reply(context: Context) -> None:
    """/repondre N texte, or the button and then the text."""
    if request := named(context):
        _answer(context, request, context.argument)


def ask(context: Context) -> None:
    """/demander N texte, or the button and then the text."""
    request = named(context)
    if request is None:
        return
    if request.by_phone:
        context.say(text("calling-ask", number=request.number))
        calling.read_out(context, request)
    else:
        _with_text(context, request, "ask")


def note(context: Context) -> None:
    """/note N texte: kept for agents only."""
    if request := named(context):
        _note(context, request)


def route(context: Context) -> None:
    """/reorienter N sujet, or the button and then a choice of subjects."""
    request = named(context)
    if request is None or not is_open(context, request):
        return
    offered = [Choice(text(f"category-{name}"), f"route {request.id} {name}") for name in CATEGORIES]
    wanted = context.argument
    chosen = CATEGORIES.get(wanted)
    if chosen is None and wanted:
        match = match_choice(wanted, offered, context.city.lang, context.city.wording)
        chosen = CATEGORIES[match.action.split()[-1]] if match else None
    if chosen is None:
        context.say(text("desk-route-to", number=request.number), choices=offered)
    elif chosen.team == request.team and chosen.name == request.category:
        context.say(text("desk-routed-already", number=request.number, team=text(f"team-{request.team}")))
    else:
        before = request.category
        case.route(context, request, chosen)
        lessons.from_routing(context, request, before)
        context.say(text("desk-routed", number=request.number, team=text(f"team-{request.team}")))
        calling.read_out(context, request)


def close(context: Context) -> None:
    """/clore N issue raison, or the button, a choice, and the reason where the citizen needs one."""
    request = named(context)
    if request is None:
        return
    if request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
        return
    offered = [Choice(text(f"outcome-{outcome.value}"), f"close {request.id} {outcome.value}") for outcome in Outcome]
    first, _, rest = context.argument.partition(" ")
    match = match_choice(first, offered, context.city.lang, context.city.wording) if first else None
    if first in set(Outcome):
        outcome = Outcome(first)
    elif match:
        outcome = Outcome(match.action.split()[-1])
    else:
        context.say(text("desk-close-how", number=request.number), choices=offered)
        return
    context.argument = rest.strip()
    if outcome in NEEDS_REASON and not context.argument:
        _with_text(context, request, outcome.value)
    else:
        _close(context, request, outcome, context.argument)


def correct(context: Context, request: Request, kind: EventKind, words: str) -> None:
    """Send on what an agent has made of a text that the citizen has already, or keep it as one more note."""
    if not _may_work(context, request) or not may_write_here(context, request):
        return
    if kind is EventKind.NOTED:
        case.note(context, request, words)
        context.say(text("desk-noted", number=request.number))
    elif request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
    elif _somebody_reads(context, request):
        case.correct(context, request, words)
        context.say(text("calling-kept" if request.by_phone else "desk-corrected", number=request.number))
        calling.read_out(context, request)


def join(context: Context) -> None:
    """/agent CODE: enter a team with a one-time invitation."""
    accepted = context.uow.members.accept(context.argument, context.account, context.now) if context.argument else None
    if accepted is None:
        context.say(text("join-refused"))
        return
    role, team = accepted
    context.say(text("join-welcome", role=role, team=text(f"team-{team}")))


def _answer(context: Context, request: Request, words: str) -> None:
    if request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
        return
    context.argument = words
    _with_text(context, request, "reply")


def _note(context: Context, request: Request) -> None:
    _with_text(context, request, "note")


def _with_text(context: Context, request: Request, task: str) -> None:
    """Do a task with the text that is there, or ask for the text."""
    if not may_write_here(context, request) or (task != "note" and not _somebody_reads(context, request)):
        return
    answers = {"task": task, "request": str(request.id)}
    if context.argument:
        answers["text"] = context.argument
    begin(context, FLOW.flow.name, answers)


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None or not _may_work(context, request):
        return
    if answers["task"] != "note" and not _somebody_reads(context, request):
        return
    words, number = answers["text"], request.number
    match answers["task"]:
        case "reply":
            if request.assignee not in (None, *context.accounts):
                context.say(text("desk-answered-for", name=Quoted(request.assignee_name or "")))
            case.answer(context, request, words)
            context.say(text("calling-kept" if request.by_phone else "desk-answered", number=number))
            calling.read_out(context, request)
            if request.joined and not request.confidential:
                context.say(text("desk-answered-joined", count=request.joined))
        case "ask":
            if is_open(context, request):
                case.ask(context, request, words)
                context.say(text("desk-asked", number=number))
        case "note":
            case.note(context, request, words)
            context.say(text("desk-noted", number=number))
        case outcome:
            _close(context, request, Outcome(outcome), words)


def _close(context: Context, request: Request, outcome: Outcome, words: str) -> None:
    case.close(context, request, outcome, words)
    context.say(text("desk-closed", number=request.number, outcome=text(f"outcome-{outcome.value}")))
    calling.read_out(context, request)


def named(context: Context) -> Request | None:
    """Find the request that an argument begins with or a reply points at, and check the right to work it.

    The argument keeps what stood behind the number.
    """
    request = _find(context)
    if request is None or not _may_work(context, request):
        return None
    context.about = request.about
    return request


def _find(context: Context) -> Request | None:
    first, _, rest = context.argument.partition(" ")
    read = reference.parse(context.argument)
    if isinstance(read, Reference):
        request = context.uow.requests.get(read.serial)
        context.argument = context.argument[read.end :].strip(" :")
    elif (number := reference.whole(first)) is not None:
        request = context.uow.requests.get(number)
        context.argument = rest.strip()
    elif isinstance(read, Misread):
        may_be_said_again(context)
        context.say(text("number-misread"))
        return None
    else:
        content = context.incoming.content
        request = _replied_to(context, content) if isinstance(content, Words) else None
        if request is None:
            context.say(text("number-missing"))
            return None
    if request is None:
        may_be_said_again(context)
        context.say(text("number-unknown"))
    return request


def _replied_to(context: Context, words: Words) -> Request | None:
    if not words.reply_to:
        return None
    about = context.uow.outbox.about(context.incoming.address, words.reply_to) or ""
    kind, _, request_id = about.partition(":")
    request = context.uow.requests.get(int(request_id)) if kind == "request" else None
    if request is None or not _may_work(context, request):
        return None
    context.about = request.about
    return request


def _somebody_reads(context: Context, request: Request) -> bool:
    """Say so to the agent where there is nobody left to write to."""
    if request.person_id is not None or request.by_phone or (request.joined and context.uow.followers.of(request.id)):
        return True
    context.say(text("desk-nobody-there", number=request.number))
    return False


def teams_shown_here(context: Context) -> list[str]:
    """Give the agent's teams; in a team's room only those whose requests it may see."""
    roster, address = context.city.roster, context.incoming.address
    teams = roster.teams_of(context.accounts, context.uow.members)
    in_group = context.incoming.room is Room.GROUP
    return [team for team in teams if not in_group or roster.may_show(address, team)]


def teams_seen_here(context: Context) -> tuple[str, ...]:
    """Give the teams whose requests the agent may look up here: the desk's may look up every team's."""
    settings, teams = context.city.settings, teams_shown_here(context)
    if settings.desk_team not in teams:
        return tuple(teams)
    return tuple(dict.fromkeys((*teams, *settings.teams, *(each.team for each in CATEGORIES.values()))))


def _may_work(context: Context, request: Request) -> bool:
    roster = context.city.roster
    if not roster.may_work(context.accounts, request.team, context.uow.members):
        context.uow.members.refused(context.account, f"request {request.id}", context.now)
        context.say(text("desk-not-yours", team=text(f"team-{request.team}")))
        return False
    if context.incoming.room is Room.GROUP and not roster.may_show(context.incoming.address, request.team):
        context.say(text("desk-not-here", number=request.number, team=text(f"team-{request.team}")))
        context.door = f"voir_{request.id}"
        return False
    return True


def may_read_here(context: Context, request: Request) -> bool:
    """Say whether a request may be read in this room; if not, say where."""
    if request.confidential and context.incoming.room is Room.GROUP:
        context.say(text("desk-read-in-private", number=request.number))
        context.door = f"voir_{request.id}"
        return False
    return True


def may_write_here(context: Context, request: Request) -> bool:
    """Say whether the text of a request may be written where the agent is; if not, it is said where."""
    if request.confidential and context.incoming.room is Room.GROUP:
        context.say(text("desk-write-in-private", number=request.number))
        context.door = f"voir_{request.id}"
        return False
    return True


def is_open(context: Context, request: Request) -> bool:
    """Say whether somebody still owes an answer; if not, it is said how the request stands."""
    if request.status in OPEN:
        return True
    context.say(text("desk-not-open", number=request.number, status=request.status.value))
    return False


def _arguments(context: Context) -> dict[str, Value]:
    answers = context.conversation.answers
    request = context.uow.requests.get(int(answers["request"]))
    return {"task": answers["task"], "number": request.number if request else ""}


def _ask_text(context: Context) -> None:
    """Ask for the text; whoever answers is offered what fits, unless they want to write it themselves."""
    answers = context.conversation.answers
    context.say(text("desk-text", **_arguments(context)))
    if answers["task"] == "reply" and "own" not in answers:
        request = context.uow.requests.get(int(answers["request"]))
        if request is not None:
            offering.offer(context, request)


FLOW = FlowEntry(
    Flow("desk", "text", {"text": Question(WORDS, {"*": DONE})}),
    finish=_finish,
    present={"text": _ask_text},
    arguments=_arguments,
)
