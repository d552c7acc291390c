"""Feature: an agent asks a citizen something, in a team's room or in private; the clock is held until they write.

Like an answer (handlers/answering.py) a question is held back for a moment, and is undone by the same button.
"""

from bot.conversing import begin, drop
from bot.domain.permissions import Permission
from bot.domain.request import Request
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.outgoing import Value, text
from handlers import calling, desk, holding
from handlers.questions import WORDS
from handlers.telling import Answer

NAME = "asking"


def ask(context: Context) -> None:
    """/demander N texte, or the button and then the text; at the phone it is asked by word of mouth."""
    request = desk.named(context)
    if request is None:
        return
    desk.without_files(context)
    if _may_ask(context, request):
        words = {"text": context.argument} if context.argument else {}
        begin(context, NAME, {"request": str(request.id), **words})


def _may_ask(context: Context, request: Request) -> bool:
    """Say whether there is somebody to be asked, here and now; if not, it is said why."""
    if request.by_phone:
        context.say(text("calling-ask", number=request.number))
        calling.read_out(context, request)
        return False
    return (
        desk.is_open(context, request)
        and desk.may_write_here(context, request)
        and desk.somebody_reads(context, request)
    )


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None or not desk.may_work(context, request):
        return
    context.about = request.about
    if desk.is_note(context, request, answers["text"]) or not _may_ask(context, request):
        return
    question = Answer(answers["text"], signature=context.uow.people.signature(context.person.id))
    held = holding.ask(context, request, question, holding.undo_until(context))
    if held is None:
        context.say(text("desk-asked", number=request.number))
    else:
        holding.offer_undo(context, request, "desk-asked-held", held)


def _arguments(context: Context) -> dict[str, Value]:
    request = context.uow.requests.get(int(context.conversation.answers["request"]))
    return {"task": "ask", "number": request.number if request else ""}


FLOW = FlowEntry(
    Flow(NAME, "text", {"text": Question(WORDS, {"*": DONE})}, wording="desk"),
    finish=_finish,
    permission=Permission.WRITE,
    arguments=_arguments,
)
