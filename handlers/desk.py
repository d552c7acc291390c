"""Feature: the agents' desk, wholly in chat. Taking, re-routing, noting; answering.py and asking.py stand beside it.

Every function checks the agent's right to the request's team at the moment of acting, whatever button or command led
here. Replying to a card is answering the citizen; ``//`` in front makes it a note. What happens to the request itself
is in handlers/case.py; looking things up is in handlers/queue.py, searching.py and viewing.py.
"""

from bot import rights
from bot.conversing import begin, drop
from bot.domain import reference
from bot.domain.permissions import Permission, Verdict
from bot.domain.reference import Misread, Reference
from bot.domain.request import ENDED, OPEN, EventKind, Request
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.incoming import Room, Words
from bot.outgoing import Choice, Moment, Quoted, Value, text
from bot.rendering import match_choice
from bot.sources import may_be_said_again
from handlers import calling, case, lessons, merged
from handlers.categories import CATEGORIES, Category
from handlers.questions import WORDS

NOTE = "//"


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


def note(context: Context) -> None:
    """/note N texte: kept for agents only."""
    if request := named(context):
        note_on(context, request)


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
        give(context, request, chosen)
        context.say(text("desk-routed", number=request.number, team=text(f"team-{request.team}")))
        calling.read_out(context, request)


def correct(context: Context, request: Request, kind: EventKind, words: str) -> None:
    """Send on what an agent has made of a text that the citizen has already, or keep it as one more note."""
    if not may_work(context, request) or not may_write_here(context, request) or is_note(context, request, words):
        return
    if kind is EventKind.NOTED:
        case.note(context, request, words)
        context.say(text("desk-noted", number=request.number))
    elif request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
    elif somebody_reads(context, request):
        case.correct(context, request, words)
        context.say(text("calling-kept" if request.by_phone else "desk-corrected", number=request.number))
        calling.read_out(context, request)


def fix(context: Context) -> None:
    """A button: send a correction of an answer that has gone."""
    if request := named(context):
        _with_text(context, request, "correct")


def note_on(context: Context, request: Request) -> None:
    """Keep the argument as a note, or ask for one."""
    _with_text(context, request, "note")


def is_note(context: Context, request: Request, words: str) -> bool:
    """Keep words with ``//`` in front as a note, wherever they were written; say whether they were one."""
    if not words.startswith(NOTE):
        return False
    without_files(context)
    context.argument = words.removeprefix(NOTE).strip()
    note_on(context, request)
    return True


def without_files(context: Context) -> None:
    """Say of files that came with words for which they are of no use that they go nowhere."""
    if isinstance(context.incoming.content, Words) and context.incoming.content.attachments:
        context.given = ()
        context.say(text("desk-no-files"))


def _with_text(context: Context, request: Request, task: str) -> None:
    """Do a task with the text that is there, or ask for the text."""
    if not may_write_here(context, request) or (task != "note" and not somebody_reads(context, request)):
        return
    answers = {"task": task, "request": str(request.id)}
    if context.argument:
        answers["text"] = context.argument
    begin(context, FLOW.flow.name, answers)


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None or not may_work(context, request):
        return
    if answers["task"] != "note" and not somebody_reads(context, request):
        return
    words = answers["text"]
    match answers["task"]:
        case "reply":  # As an earlier version asked for it; the feature is in handlers/answering.py.
            begin(context, "reply", {"request": answers["request"], "text": words})
        case "correct":
            correct(context, request, EventKind.ANSWERED, words)
        case "ask":  # Likewise, handlers/asking.py.
            begin(context, "asking", {"request": answers["request"], "text": words})
        case "note":
            case.note(context, request, words)
            context.say(text("desk-noted", number=request.number))
        case outcome:  # Asked for by an earlier version, for which closing was part of this flow.
            context.argument = f"{request.number} {outcome} {words}"
            context.registry.actions["close"].run(context)


def give(context: Context, request: Request, category: Category) -> None:
    """Give a request to another subject and its team; what was merged into it stays out of what is confidential."""
    before = request.category
    if category.confidential:
        merged.let_go(context, request)
    case.route(context, request, category)
    lessons.from_routing(context, request, before)


def named(context: Context) -> Request | None:
    """Find the request that an argument begins with or a reply points at, and check the right to work it.

    The argument keeps what stood behind the number.
    """
    request = meant(context)
    return None if request is None or _is_elsewhere(context, request) else request


def meant(context: Context) -> Request | None:
    """Do as :func:`named`, also of what is treated with another one by now."""
    request = _find(context)
    if request is None or not may_work(context, request):
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
        request = replied_to(context, content) if isinstance(content, Words) else None
        if request is None:
            context.say(text("number-missing"))
            return None
    if request is None:
        may_be_said_again(context)
        context.say(text("number-unknown"))
    return request


def replied_to(context: Context, words: Words) -> Request | None:
    """Give the request whose card somebody replies to, if they may work it here; if not, it is said why."""
    if not words.reply_to:
        return None
    about = context.uow.outbox.about(context.incoming.address, words.reply_to) or ""
    kind, _, request_id = about.partition(":")
    request = context.uow.requests.get(int(request_id)) if kind == "request" else None
    if request is None or not may_work(context, request) or _is_elsewhere(context, request):
        return None
    context.about = request.about
    return request


def _is_elsewhere(context: Context, request: Request) -> bool:
    """Say whether a request is treated with another one by now; then nothing but reading is done with it."""
    if request.merged_into is None or context.permission is Permission.READ:
        return False
    now = merged.treated_with(context, request)
    choices = (Choice(text("merged-show", number=now.number), f"show {now.id}"),)
    context.say(text("merged-gone", number=request.number, other=now.number), choices=choices)
    return True


def somebody_reads(context: Context, request: Request) -> bool:
    """Say so to the agent where there is nobody left to write to."""
    if request.person_id is not None or request.by_phone or (request.joined and context.uow.followers.of(request.id)):
        return True
    context.say(text("desk-nobody-there", number=request.number))
    return False


def teams_shown_here(context: Context) -> list[str]:
    """Give the agent's teams; in a team's room only those whose requests it may see."""
    teams = context.city.roster.teams_of(context.accounts, context.uow.members)
    in_group = context.incoming.room is Room.GROUP
    return [team for team in teams if not in_group or rights.may_show(context, team)]


def teams_seen_here(context: Context) -> tuple[str, ...]:
    """Give the teams whose requests the agent may look up here: the desk's may look up every team's."""
    settings, teams = context.city.settings, teams_shown_here(context)
    if settings.desk_team not in teams:
        return tuple(teams)
    return tuple(dict.fromkeys((*teams, *settings.teams, *(each.team for each in CATEGORIES.values()))))


def may_work(context: Context, request: Request) -> bool:
    """Look up whether the agent may do with a request what they are about to do, here; if not, it is said."""
    verdict = rights.on(context, request)
    match verdict:
        case Verdict.NOT_THEIRS:
            context.uow.members.refused(context.account, f"request {request.id}", context.now)
            context.say(text("desk-not-yours", team=text(f"team-{request.team}")))
        case Verdict.NOT_HERE:
            context.say(text("desk-not-here", number=request.number, team=text(f"team-{request.team}")))
            context.door = f"voir_{request.id}"
        case Verdict.IN_PRIVATE if context.permission is Permission.READ:
            may_read_here(context, request)
        case Verdict.IN_PRIVATE:
            may_write_here(context, request)
    return verdict is Verdict.YES


def may_read_here(context: Context, request: Request) -> bool:
    """Say whether a request may be read in this room; if not, say where."""
    return _may_show_here(context, request, "desk-read-in-private")


def may_write_here(context: Context, request: Request) -> bool:
    """Say whether the text of a request may be written where the agent is; if not, it is said where."""
    return _may_show_here(context, request, "desk-write-in-private")


def _may_show_here(context: Context, request: Request, otherwise: str) -> bool:
    if not request.confidential or context.incoming.room is Room.PRIVATE:
        return True
    context.say(text(otherwise, number=request.number))
    context.door = f"voir_{request.id}"
    return False


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


FLOW = FlowEntry(
    Flow("desk", "text", {"text": Question(WORDS, {"*": DONE})}),
    finish=_finish,
    permission=Permission.WRITE,
    arguments=_arguments,
)
