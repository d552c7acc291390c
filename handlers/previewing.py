"""Feature: a template, or an earlier answer, is shown as the citizen would read it before a person sends it.

What is still missing in it ("{date}", "[…]") keeps it from being sent as it is.
"""

from bot.conversing import ask, begin, drop
from bot.domain import reference
from bot.domain.permissions import Permission
from bot.domain.request import ENDED, Request
from bot.flow import DONE, Flow, Question, Reader, Scope, without
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, Value, text
from bot.sources import FILES
from handlers import answering, desk, offering
from handlers.filling import filled, gaps
from handlers.questions import CONFIRM, WORDS

SEND, EDIT = "send", "edit"


def use(context: Context) -> None:
    """A choice: a template, filled in; ``<request> <template>``."""
    request = _to_be_answered(context)
    if request is None:
        return
    template = context.uow.templates.get(reference.whole(context.argument) or 0)
    if template is None or template.team != request.team:
        context.say(text("template-gone"))
        return
    _preview(context, request, filled(context, request, template.body), str(template.id))


def alike(context: Context) -> None:
    """A choice: what was answered to an earlier request; ``<request> <earlier request>``."""
    request = _to_be_answered(context)
    if request is None:
        return
    found = context.uow.requests.several([reference.whole(context.argument) or 0])
    answer = next((offering.earlier_answer(context, request, each) for each in found.values()), "")
    if answer:
        _preview(context, request, answer, "")
    else:
        context.say(text("similar-gone"))


def own(context: Context) -> None:
    """A choice: write the answer oneself; ``<request>``."""
    if request := _to_be_answered(context):
        begin(context, answering.NAME, {"request": str(request.id), "own": "yes"})


def _to_be_answered(context: Context) -> Request | None:
    """Find the request, and check that it may be answered here and now; if not, it is said why."""
    request = desk.named(context)
    if request is None or not desk.may_write_here(context, request):
        return None
    if request.status in ENDED:
        context.say(text("desk-not-open", number=request.number, status=request.status.value))
        return None
    return request


def _preview(context: Context, request: Request, words: str, template: str) -> None:
    begin(context, FLOW.flow.name, {"request": str(request.id), "draft": words, "template": template})


def _show(context: Context) -> None:
    """Show the text as it would be sent, and what may be done with it."""
    answers = context.conversation.answers
    draft = answers["draft"]
    context.say(text("template-preview", **_arguments(context)), Quoted(draft))
    edit = Choice(text("template-edit"), f"answer sure {EDIT}")
    choices = [edit, Choice(text("template-cancel"), "cancel")]
    if missing := gaps(draft):
        context.say(text("template-gaps", missing=Quoted(", ".join(missing))))
    else:
        choices.insert(0, Choice(text("template-send"), f"answer sure {SEND}"))
    context.say(choices=choices)


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    is_edited = answers["sure"] == EDIT
    words = answers["text"] if is_edited else answers["draft"]
    if missing := gaps(words):
        context.say(text("template-gaps", missing=Quoted(", ".join(missing))))
        context.conversation.answers = without(FLOW.flow, answers, "text" if is_edited else "sure")
        ask(context)
        return
    drop(context)
    request = context.uow.requests.get(int(answers["request"]))
    if request is None:
        context.say(text("number-unknown"))
        return
    # As if the agent had written it: rights, room and state are checked again where every answer is.
    if not desk.may_work(context, request):
        return
    context.about = request.about
    answering.answer(context, request, words, tuple(filter(None, answers.get(FILES, "").split("\n"))))
    if answers["template"]:
        context.uow.templates.used(int(answers["template"]))


def _arguments(context: Context) -> dict[str, Value]:
    request = context.uow.requests.get(int(context.conversation.answers["request"]))
    return {"number": request.number if request else ""}


def _read_sure(words: Words, scope: Scope) -> str | None:
    """Read what is to be done with a text that is shown; a yes sends it."""
    written = words.text.strip()
    return written if written in (SEND, EDIT) else SEND if CONFIRM.read(words, scope) else None


FLOW = FlowEntry(
    Flow(
        "template",
        "sure",
        {
            "sure": Question(Reader("sure", _read_sure, (SEND, EDIT)), {EDIT: "text", "*": DONE}),
            "text": Question(WORDS, {"*": DONE}),
        },
    ),
    finish=_finish,
    permission=Permission.WRITE,
    present={"sure": _show},
    arguments=_arguments,
    files=True,
)

ACTIONS = {"use": use, "alike": alike, "own": own}
