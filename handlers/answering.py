"""Feature: an agent answers a citizen, with words and files, from a team's room or in private.

Replying to a card is answering; so is ``/repondre N``, or the button and then the text. An answer is held back for a
moment (``[promise] undo_within``) and can be taken back as a whole until then. Whoever begins a second answer while a
colleague writes one, or has just written one, reads who, and decides.
"""

from datetime import timedelta

from bot.conversing import ask, begin, choices_of, drop, entry_of, misread, pending_question, receive
from bot.domain.permissions import Permission
from bot.domain.request import ENDED, EventKind, Request
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.incoming import Room, Words
from bot.outgoing import Choice, Quoted, Text, Value, text
from bot.rendering import match_choice
from bot.sources import FILES, accept_files, keep_files, lines
from handlers import calling, desk, holding, offering
from handlers.questions import WORDS, options
from handlers.telling import Answer
from storage.writers import Writer

GO, LEAVE = "go", "leave"
AGAIN = "again"
"""Beside the answers: a colleague answers too, and the agent goes on all the same."""

TEMPLATE = "template"
"""The flow in which an answer is looked at before it is sent (handlers/previewing.py)."""


def team_words(context: Context) -> None:
    """Take what somebody writes in a team's room: a reply to a card, the text a button asked for; else stay silent."""
    words = context.incoming.content
    if not isinstance(words, Words):
        return
    request = desk.replied_to(context, words)
    if request is None and context.paragraphs:
        return  # The reply was to a request that is not theirs, which has been said.
    if request is not None:
        _reply_to_card(context, request)
    elif pending_question(context) is not None:
        _text_in_room(context, words)
    elif context.incoming.called:
        context.say(text("desk-hint"))


def reply(context: Context) -> None:
    """/repondre N texte, or the button and then the text; files that come with it go to the citizen too."""
    files = _files(context)
    if request := desk.named(context):
        answer(context, request, context.argument, files)


def answer(context: Context, request: Request, words: str, files: tuple[str, ...] = ()) -> None:
    """Answer a request with words that are there, or ask for them; a colleague who answers too is told of first."""
    if request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
    elif desk.may_write_here(context, request) and desk.somebody_reads(context, request):
        answers = {"request": str(request.id), **({FILES: lines(*files)} if files else {})}
        if words:
            begin(context, NAME, {**answers, "text": words})
        elif other := _who_else(context, request):
            _warn(context, other, answers)
        else:
            begin(context, NAME, answers)


def undo(context: Context) -> None:
    """A button on what an agent reads of their answer or question: take it back, ``<request> <what is held>``."""
    request = desk.named(context)
    if request is None:
        return
    held = context.uow.held.find(request.id)
    if held is None or str(held.id) != context.argument:
        context.say(text("undo-gone", number=request.number))
        if request.status not in ENDED:
            context.say(choices=(Choice(text("undo-correct"), f"rewrite {request.id}"),))
    elif held.account not in context.accounts:
        context.say(text("undo-not-yours", name=Quoted(held.name), number=request.number))
    else:
        holding.take_back(context, request)
        context.say(text("undone", number=request.number), Quoted(held.words))
        again = "ask" if held.kind is EventKind.ASKED else "reply"
        context.say(choices=(Choice(text(f"card-{again}"), f"{again} {request.id}"),))


def _reply_to_card(context: Context, request: Request) -> None:
    said = context.incoming.text
    if not desk.is_note(context, request, said):
        answer(context, request, said, _files(context))


def _text_in_room(context: Context, words: Words) -> None:
    """Take what was asked for; a file is kept for the words that it goes with."""
    entry = entry_of(context)
    if entry is not None and entry.files:
        accept_files(context)
        count = len(context.given)
        keep_files(context)
        if count and not words.text.strip():
            context.say(text("desk-files-kept", count=count))
            ask(context)
            return
    else:
        desk.without_files(context)
    if not (receive(context, words) or _chooses(context, words)):
        misread(context)


def _chooses(context: Context, words: Words) -> bool:
    """Take the name of a choice also when something else was offered since the question; say whether it was one."""
    entry, name = entry_of(context), pending_question(context)
    # A number means what was offered last; what a handler of its own asks has labels of its own.
    if entry is None or name is None or name in entry.present or words.text.strip(" .)").isdigit():
        return False
    choices = choices_of(name, entry.flow.questions[name])
    choice = match_choice(words.text, choices, context.city.lang, context.city.wording)
    return choice is not None and receive(context, Words(choice.action.split()[-1]))


def _files(context: Context) -> tuple[str, ...]:
    """Give the files of a message that can be shown; of the others it is said why they cannot."""
    if context.incoming.room is Room.GROUP:
        accept_files(context)
    files, context.given = context.given, ()
    return files


def _who_else(context: Context, request: Request) -> Text | None:
    """Say which colleague has just answered, or is writing; whoever writes already has been told, or was first."""
    mine = context.accounts
    held = context.uow.held.find(request.id)
    if held is not None and held.account not in mine:
        return text("second-held", number=request.number, name=Quoted(held.name), kind=held.kind.value)
    writing = context.uow.writers.of(request.id, (NAME, TEMPLATE), context.now)
    if not writing or any(each.account in mine for each in writing):
        return None
    minutes = (context.now - writing[0].since) // timedelta(minutes=1)
    return text("second-writing", number=request.number, name=Quoted(writing[0].name), minutes=minutes)


def _warn(context: Context, other: Text, answers: dict[str, str]) -> None:
    """Say who answers too; what the agent has written is kept beside the question."""
    context.say(other)
    kept = {"request": answers["request"], "draft": answers.get("text", "")}
    begin(context, SECOND.flow.name, {**kept, **({FILES: answers[FILES]} if answers.get(FILES) else {})})


def _decided(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None:
        context.say(text("number-unknown"))
        return
    context.about = request.about
    if answers[AGAIN] == LEAVE:
        _leave(context, request, answers["draft"])
        return
    kept = {"request": answers["request"], AGAIN: GO, FILES: answers.get(FILES, ""), "text": answers["draft"]}
    begin(context, NAME, {name: value for name, value in kept.items() if value})


def _left(context: Context) -> None:
    answers = context.conversation.answers
    request = context.uow.requests.get(int(answers["request"]))
    if request is not None and answers["draft"]:
        _leave(context, request, answers["draft"])


def _leave(context: Context, request: Request, words: str) -> None:
    context.say(text("second-left", number=request.number))
    _give_back(context, words)


def _give_back(context: Context, words: str) -> None:
    """Show words that were not sent, so that they are not lost."""
    if words:
        context.say(Quoted(words))


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None or not desk.may_work(context, request) or not desk.may_write_here(context, request):
        return
    context.about = request.about
    context.uow.writers.end(request.id, context.conversation.key)
    if desk.is_note(context, request, answers["text"]):
        return
    if request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
        _give_back(context, answers["text"])
    elif desk.somebody_reads(context, request):
        other = None if AGAIN in answers else _who_else(context, request)
        if other:
            _warn(context, other, answers)
        else:
            _send(context, request, answers["text"], tuple(filter(None, answers.get(FILES, "").split("\n"))))


def _send(context: Context, request: Request, words: str, files: tuple[str, ...]) -> None:
    if request.assignee not in (None, *context.accounts):
        context.say(text("desk-answered-for", name=Quoted(request.assignee_name or "")))
    signed = Answer(words, files, context.uow.people.signature(context.person.id))
    # Nobody reads in a chat what is read out at the phone, and the agent has said it before they could undo it.
    until = context.now if request.by_phone else holding.undo_until(context)
    held = holding.answer(context, request, signed, until)
    if held is not None and until > context.now:
        holding.offer_undo(context, request, "desk-answered-held", held)
    else:
        context.say(text("calling-kept" if request.by_phone else "desk-answered", number=request.number))
    calling.read_out(context, request)
    if request.joined and not request.confidential:
        context.say(text("desk-answered-joined", count=request.joined))


def _arguments(context: Context) -> dict[str, Value]:
    request = context.uow.requests.get(int(context.conversation.answers["request"]))
    return {"task": "reply", "number": request.number if request else ""}


def _ask_text(context: Context) -> None:
    """Ask for the text; whoever answers is offered what fits, unless they want to write it themselves."""
    answers = context.conversation.answers
    request = context.uow.requests.get(int(answers["request"]))
    context.say(text("desk-text", **_arguments(context)))
    if request is None:
        return
    writer = Writer(context.account, context.name, context.now)
    context.uow.writers.begin(request.id, context.conversation.key, writer)
    if "own" not in answers:
        offering.offer(context, request)


NAME = "reply"

FLOW = FlowEntry(
    Flow(NAME, "text", {"text": Question(WORDS, {"*": DONE})}, wording="desk"),
    finish=_finish,
    permission=Permission.WRITE,
    present={"text": _ask_text},
    arguments=_arguments,
    files=True,
)

SECOND = FlowEntry(
    Flow("second", AGAIN, {AGAIN: Question(options(AGAIN, GO, LEAVE), {"*": DONE})}),
    finish=_decided,
    permission=Permission.WRITE,
    left=_left,
)

FLOWS = (FLOW, SECOND)
