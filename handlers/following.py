"""Feature: what a citizen sees and does with requests that are sent: state, more words, withdrawing, "it helped".

Putting something right is in handlers/correcting.py; being of another opinion in handlers/disagreeing.py.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.conversing import begin, drop, quoted
from bot.domain import reference
from bot.domain.permissions import Permission
from bot.domain.reference import Misread, Reference
from bot.domain.request import ENDED, OPEN, EventKind, Request, Status
from bot.flow import DONE, SKIPPED, Flow, Question, Reader
from bot.handling import Context, FlowEntry, Handler
from bot.incoming import Words
from bot.outgoing import Choice, Moment, Text, Value, text
from bot.sources import (
    FILES,
    HELD_FILES,
    as_said,
    digests,
    held_files,
    held_sources,
    hold,
    hold_files,
    lines,
    may_be_said_again,
)
from bot.understanding import Decision
from handlers import case, endings, guesses, joining, merged, reassuring, report
from handlers.questions import MORE

JUST_NOW = timedelta(minutes=30)
"""How long after somebody has sent a request, or added to it, a photo probably belongs to it."""


def status(context: Context) -> None:
    """/suivi, or "où en est ma demande ?": the one whose number was given, else all of one's own."""
    wanted = context.argument or context.incoming.text
    read = reference.parse(wanted)
    if isinstance(read, Misread):
        may_be_said_again(context)
        context.say(text("number-misread"))
    elif isinstance(read, Reference):
        mine = context.uow.requests.get(read.serial)
        if mine is None or not joining.is_concerned(context, mine):
            may_be_said_again(context)
            context.say(text("status-not-yours"))
        else:
            _details(context, mine)
    else:
        _all(context)


def follow(context: Context) -> None:
    """A button on one request of the list."""
    if request := _named(context):
        _details(context, request)


def add(context: Context) -> None:
    """A button: something to add to a request, words or files."""
    if request := _concerning(context):
        begin(context, ADD.flow.name, {"request": str(request.id)})


def offer_files(context: Context) -> bool:
    """Offer to add files to a request that they may belong to, or to begin a new one; say whether that was done.

    They may belong to the request that is replied to; or to the one that was just sent, unless the words that came
    with them are clearly about something else.
    """
    request = _replied_to(context) or _just_sent(context)
    if request is None:
        return False
    if context.incoming.text:
        hold(context, context.incoming.text)
    else:
        hold_files(context)
    context.conversation.answers[guesses.HELD_GUESSES] = guesses.likeliest(context)
    context.about = request.about
    context.say(
        text("files-for-which", count=len(held_files(context).split("\n"))),
        choices=(
            Choice(text("files-add", number=request.number), f"attach {request.id}"),
            Choice(text("draft-new"), "attach new"),
        ),
    )
    return True


def attach(context: Context) -> None:
    """A button: add the words and files that are put aside to a request, ``<id>``, or begin a ``new`` one with them."""
    conversation, files = context.conversation, held_files(context)
    if not (files or conversation.held):
        context.registry.old_button(context)
    elif context.argument == "new":
        report.begin_anew(context, conversation.answers.get(guesses.HELD_GUESSES, ""))
    elif request := _concerning(context):
        words, sources = conversation.held or "", as_said(held_sources(context))
        conversation.held, conversation.misses = None, 0
        conversation.answers.pop(HELD_FILES, None)
        conversation.sources = {each: gave for each, gave in conversation.sources.items() if each not in sources}
        pass_on(context, request, words, files.split("\n") if files else ())
        note_origins(context, request, sources)


def withdraw(context: Context) -> None:
    """A button: take a request back, after one question whether that is meant."""
    request = own(context)
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
        goes_on = case.withdraw(context, request)
        merged.take_back(context, request)
        if not goes_on:
            merged.let_callers_go(context, request)
        context.say(text("withdraw-done", number=request.number, joined="yes" if goes_on else "no"))


def citizen_reply(context: Context) -> None:
    """What answers an agent's question, or replies to a message about a request: words, files, a pin."""
    if request := _concerning(context):
        words, given, context.given = context.incoming.content, context.given, ()
        pin = words.location.written if isinstance(words, Words) and words.location else ""
        pass_on(context, request, context.incoming.text or pin, given)


def satisfied(context: Context) -> None:
    """A button: yes, it helped."""
    request = own(context)
    if request is None:
        return
    if request.status is Status.ANSWERED:
        case.satisfied(context, request)
        context.say(text("satisfied-thanks", number=request.number))
    else:
        state_only(context, request)


def whether_sent(context: Context) -> None:
    """Answer "c'est bien noté ?": the draft is kept and not sent, or how what was sent last stands."""
    if reassuring.not_yet(context):
        return
    sent = [*context.uow.requests.of_person(context.person.id), *_joined(context)]
    if sent:
        latest = max(sent, key=lambda each: each.id)
        context.say(text("sent-latest"), line(latest), choices=[Choice(title(latest), f"follow {latest.id}")])
    elif not context.conversation.held:
        context.say(text("sent-nothing"))
    reassuring.kept_words(context)


def _all(context: Context) -> None:
    mine = context.uow.requests.of_person(context.person.id)
    joined = _joined(context)
    if mine:
        context.say(text("status-title", count=len(mine)), *map(line, mine))
    if joined:
        context.say(text("joined-title", count=len(joined)), *map(joining.line, joined))
    both = (*mine, *joined)
    if both:
        context.say(text("status-choose"), choices=[Choice(title(each), f"follow {each.id}") for each in both])
    if (context.understanding or not both) and reassuring.not_yet(context):
        return
    if not both:
        context.say(text("status-none"))
    reassuring.elsewhere(context, frozenset(each.category for each in both))


def _joined(context: Context) -> list[Request]:
    followed = [each.request_id for each in context.uow.followers.of_person(context.person.id)]
    found = context.uow.requests.several(followed).values()
    return [each for each in found if each.merged_into is None]  # What it was merged into is among them.


def _details(context: Context, request: Request) -> None:
    now = _as_of_now(context, request)
    if now.id != request.id:
        context.say(text("merged-details", number=request.number, other=now.number))
        context.about, request = now.about, now
    if request.person_id != context.person.id:
        joining.details(context, request)
        return
    context.say(line(request), quoted(request.words, 500))
    choices: list[Choice] = []
    if request.status not in ENDED:
        choices.append(Choice(text("status-add"), f"add {request.id}"))
        choices.append(Choice(text("status-correct"), f"rectify {request.id}"))
    if request.status in OPEN:
        if request.address != context.incoming.address:
            choices.append(Choice(text("link-receive-here"), f"here {request.id}"))
        choices.append(Choice(text("status-withdraw"), f"withdraw {request.id}"))
    else:
        choices += endings.ways_on(request)
    context.choices = tuple(choices)


def line(request: Request) -> Text:
    """Write how a request stands, in plain words, on one line."""
    return text(
        "status-line",
        number=request.number,
        category=text(f"category-{request.category}"),
        state=_state(request),
        open="paused" if request.promise.paused_at else "yes" if request.status in OPEN else "no",
        due=Moment(request.promise.due_at),
    )


def _state(request: Request) -> Text:
    outcome = request.outcome.value if request.outcome else ""
    return text(f"status-{request.status.value}", team=text(f"team-{request.team}"), outcome=outcome)


def title(request: Request) -> Text:
    """Name a request in a choice."""
    return text("status-request", number=request.number, category=text(f"category-{request.category}"))


def state_only(context: Context, request: Request) -> None:
    """Say no more than how a request stands."""
    context.say(line(request))


def pass_on(context: Context, request: Request, words: str, files: Sequence[str] = ()) -> None:
    """Bring what a citizen adds to their request to the agents; one that has ended is shown, with the ways on."""
    if request.status in ENDED:
        if files:
            # Kept for when it is reopened, or for a new request.
            context.conversation.answers[HELD_FILES] = lines(*files)
        _details(context, request)
        return
    if request.person_id == context.person.id:
        case.citizen_wrote(context, request, words, files)
    else:
        joining.wrote(context, request, words, files)
    running = request.status in OPEN
    context.say(
        text("passed-on", number=request.number, due=Moment(request.promise.due_at), open="yes" if running else "no")
    )


def own(context: Context) -> Request | None:
    """Find the request an action is about, if it is this citizen's; the argument keeps the rest.

    What is said from then on is about it, so that a reply comes back to it.
    """
    request = _named(context)
    if request is not None and request.merged_into is not None and merged.is_open(context, request):
        _details(context, request)
        return None
    if request is not None and request.person_id != context.person.id:
        context.about = None
        context.say(text("status-not-yours"))
        return None
    return request


def _concerning(context: Context) -> Request | None:
    """Find the request that something is said to: the one that was named, or that it was merged into."""
    request = _named(context)
    if request is not None:
        request = _as_of_now(context, request)
        context.about = request.about
    return request


def _as_of_now(context: Context, request: Request) -> Request:
    """Give the request that one was merged into, if its citizen still waits for that."""
    now = merged.treated_with(context, request)
    return now if joining.is_concerned(context, now) else request


def _named(context: Context) -> Request | None:
    """Find the request an action is about, as :func:`own` does; also one that the citizen has joined."""
    first, _, rest = context.argument.partition(" ")
    read = reference.parse(context.argument)
    number = reference.whole(first) or (read.serial if isinstance(read, Reference) else 0)
    request = context.uow.requests.get(number)
    context.argument = rest.strip()
    if request is None or not joining.is_concerned(context, request):
        context.say(text("status-not-yours"))
        return None
    context.about = request.about
    return request


def _replied_to(context: Context) -> Request | None:
    """Give the request that a message of ours is about, if the citizen replies to one that they can add to."""
    words = context.incoming.content
    if not isinstance(words, Words) or not words.reply_to:
        return None
    about = context.uow.outbox.about(context.incoming.address, words.reply_to) or ""
    request = context.uow.requests.get(reference.whole(about.removeprefix("request:")) or 0)
    if request is None or not joining.is_concerned(context, request):
        return None
    request = _as_of_now(context, request)
    return None if request.status in ENDED else request


def _just_sent(context: Context) -> Request | None:
    """Give the request that the citizen has just sent or added to, unless their words are clearly about another."""
    request = context.uow.requests.touched_by(context.person.id, context.now - JUST_NOW)
    understood = context.understanding
    if request is None or understood is None or understood.decision is not Decision.DIRECT:
        return request
    return request if understood.label == request.category else None


def note_origins(context: Context, request: Request, sources: Mapping[str, Mapping[str, str]]) -> None:
    """Note that messages have become part of a request: what is changed in them later is not in it."""
    context.uow.origins.add(context.incoming.address, request.id, EventKind.CITIZEN_WROTE, digests(sources))


def asked_about(
    name: str,
    finish: Callable[[Context, Request, str, Sequence[str]], None],
    reader: Reader,
    find: Callable[[Context], Request | None] = own,
) -> FlowEntry:
    """Declare a flow that asks one thing about a request: its words, with which files may come.

    ``find`` says of which requests somebody may do it.
    """

    def done(context: Context) -> None:
        answers, sources = dict(context.conversation.answers), context.conversation.sources
        drop(context)
        context.argument = answers["request"]
        words = "" if answers["text"] == SKIPPED else answers["text"]
        if request := find(context):
            finish(context, request, words, tuple(filter(None, answers.get(FILES, "").split("\n"))))
            note_origins(context, request, sources)

    def arguments(context: Context) -> dict[str, Value]:
        request = context.uow.requests.get(int(context.conversation.answers["request"]))
        return {"number": request.number if request else ""}

    flow = Flow(name, "text", {"text": Question(reader, {"*": DONE})})
    return FlowEntry(flow, finish=done, permission=Permission.OWN, arguments=arguments, files=True)


ADD = asked_about("add", pass_on, MORE, _concerning)

ACTIONS: dict[str, Handler] = {
    "follow": follow,
    "add": add,
    "attach": attach,
    "withdraw": withdraw,
    "satisfied": satisfied,
}
