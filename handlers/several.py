"""Feature: several subjects in one message. Each becomes a draft of its own, and one confirmation sends them all.

What was understood is shown first: all of it is right, or it is one matter, or one subject is another. Then each draft
is asked what it still needs, in the flow of its subject like any other (handlers/report.py). The conversation's answers
are those of the draft that is being asked about; the others wait beside them, and the summary shows all.
"""

import json
import re
from collections.abc import Sequence

from bot.conversing import ask, begin, drop, entry_of, pending_question, quoted
from bot.flow import SKIPPED, back, pending
from bot.handling import Context, Handler
from bot.outgoing import Choice, Moment, text
from bot.sources import BEFORE, FILES, SAID, SPLIT, lines
from handlers import case, drafting, joining, neighbours, where
from handlers.categories import CATEGORIES
from handlers.drafting import flow_name
from handlers.where import DOUBTED, PLACE

OTHERS = "others"
"""Beside the answers: the other drafts in their order, and nothing in the place of the one being asked about."""

PROPOSALS = "several"
"""The flow in which what was understood is shown, before there are drafts."""

LETTERS = "ABCD"
"""What drafts are called, for numbers are those of the choices; there are never more than four."""

Draft = dict[str, str]


def confirm(context: Context) -> None:
    """Show the summary of all drafts, when each has what it needs; until then go on with the next."""
    drafts, at = drafts_of(context)
    if len(drafts) < 2:
        drafting.confirm(context)
        return
    context.conversation.answers.pop(DOUBTED, None)
    if neighbours.must_look_again(context):
        ask(context)
        return
    for other, draft in enumerate(drafts):
        if other != at and _pending(context, draft) != "confirm":
            context.asked = False
            enter(context, drafts, other)
            return
    context.say(text("several-summary", count=len(drafts)))
    for letter, draft in zip(LETTERS, drafts, strict=False):
        context.say(text("several-heading", letter=letter, category=text(f"category-{draft['subject']}")))
        drafting.show(context, draft)
    drafting.ask_to_confirm(context, drafts)


def send(context: Context) -> None:
    """Store every request at once, and say all numbers."""
    drafts, _ = drafts_of(context)
    if len(drafts) < 2 or context.conversation.flow != flow_name(context.conversation.answers["subject"]):
        drafting.send(context)
        return
    requests = [drafting.store(context, draft) for draft in drafts]
    drop(context)
    context.say(text("several-sent", count=len(requests)))
    for request in requests:
        context.say(
            text(
                "several-sent-one",
                number=request.number,
                category=text(f"category-{request.category}"),
                team=text(f"team-{request.team}"),
                due=Moment(request.promise.due_at),
                urgent="yes" if request.urgent else "no",
            )
        )
    for request in requests:
        case.announce(context, request)


def fix(context: Context) -> None:
    """Ask which of the drafts in the summary is to be corrected or left out; of one draft, which of its fields."""
    drafts, _ = drafts_of(context)
    if context.conversation.flow == PROPOSALS:
        context.say(text("several-proposals-help"))
        ask(context)
        return
    if len(drafts) < 2 or pending_question(context) != "confirm":
        drafting.fix(context)
        return
    subjects = [text(f"category-{draft['subject']}") for draft in drafts]
    choices = [
        *(
            Choice(text("several-fix", letter=LETTERS[at], category=each), f"several {at + 1}")
            for at, each in enumerate(subjects)
        ),
        *(
            Choice(text("several-leave-out", letter=LETTERS[at], category=each), f"several {at + 1} out")
            for at, each in enumerate(subjects)
        ),
    ]
    context.say(text("several-which"), choices=choices)
    context.asked = True


def choose(context: Context) -> None:
    """A button: one of the drafts in the summary, ``<number>``, to correct it, or ``<number> out``."""
    drafts, _ = drafts_of(context)
    number, _, out = context.argument.partition(" ")
    at = int(number) - 1 if re.fullmatch(r"\d", number) else -1
    if pending_question(context) != "confirm" or len(drafts) < 2 or not 0 <= at < len(drafts):
        context.registry.old_button(context)
        ask(context)
    elif out:
        context.say(text("several-left-out", category=text(f"category-{drafts[at]['subject']}")))
        enter(context, [draft for other, draft in enumerate(drafts) if other != at], 0)
    else:
        hold(context, drafts, at)
        drafting.fix(context)


def add_before(context: Context) -> None:
    """A button: the words that were written before those that were understood belong to the request, too."""
    drafts, at = drafts_of(context)
    found = [draft for draft in drafts if BEFORE in draft]
    if pending_question(context) != "confirm" or not found:
        context.registry.old_button(context)
        ask(context)
        return
    for draft in found:
        draft[SAID] = lines(draft.pop(BEFORE), draft[SAID])
    for gave in context.conversation.sources.values():
        if BEFORE in gave:
            gave[SAID if len(drafts) == 1 else SPLIT] = gave.pop(BEFORE)
    hold(context, drafts, at)
    context.say(text("report-words-added"))
    ask(context)


def ask_place(context: Context) -> None:
    """Ask where it is; if another draft has a place, offer that."""
    where.ask_place(context)
    drafts, at = drafts_of(context)
    places = {draft[PLACE] for other, draft in enumerate(drafts) if other != at and PLACE in draft} - {SKIPPED}
    if len(places) == 1 and DOUBTED not in context.conversation.answers:
        same = Choice(text("several-same-place"), f"answer {PLACE} {places.pop()}")
        context.choices = (same, *context.choices)


def step_back(context: Context) -> bool:
    """Go back to the draft before the one being asked about, where "back" goes no further; say whether there is one."""
    drafts, at = drafts_of(context)
    if at == 0:
        return False
    hold(context, drafts, at - 1)
    if entry := entry_of(context):
        answers = context.conversation.answers
        context.conversation.answers = back(entry.flow, answers, entry.hidden) or answers
    ask(context)
    return True


def together(answers: Draft) -> Draft:
    """Join a draft with the words and files of those beside it, for one request of all; it is urgent if one is."""
    drafts = [answers, *filter(None, json.loads(answers.get(OTHERS, "[]")))]
    joined = {
        SAID: "\n".join(draft[SAID] for draft in drafts if SAID in draft),
        FILES: lines(*(draft.get(FILES, "") for draft in drafts)),
        "urgent": next((draft["urgent"] for draft in drafts if "urgent" in draft), ""),
    }
    return {**answers, **{name: value for name, value in joined.items() if value}}


def drafts_of(context: Context) -> tuple[list[Draft], int]:
    """Give all drafts in their order, and which of them is being asked about; without others it is alone.

    A subject that this version does not know any more is asked for again.
    """
    current = dict(context.conversation.answers)
    slots: list[Draft | None] = json.loads(current.pop(OTHERS, "[null]"))
    for draft in filter(None, slots):
        if draft.get("subject") not in CATEGORIES:
            draft.pop("subject", None)
    return [current if draft is None else draft for draft in slots], slots.index(None)


def _and_the_others(handler: Handler) -> Handler:
    """Make a handler that ends the draft being asked about leave the others: they go on."""

    def handle(context: Context) -> None:
        drafts, at = drafts_of(context)
        handler(context)
        others = [draft for other, draft in enumerate(drafts) if other != at]
        if others and context.conversation.flow is None:
            context.asked = False
            enter(context, others, 0)

    return handle


def receivers(drafts: Sequence[Draft]) -> list[int]:
    """Say which drafts get what was given to all: only confidential ones, if any is, for it may be about that."""
    confidential = {name for name, category in CATEGORIES.items() if category.confidential}
    private = [at for at, draft in enumerate(drafts) if draft.get("subject") in confidential]
    return private or list(range(len(drafts)))


def _flow_of(draft: Draft) -> str:
    subject = draft.get("subject", "")
    return flow_name(subject) if subject in CATEGORIES else "report"


def _pending(context: Context, draft: Draft) -> str | None:
    return pending(context.registry.flows[_flow_of(draft)].flow, draft)


def hold(context: Context, drafts: Sequence[Draft], at: int) -> None:
    """Put one draft into the conversation and the others beside it, without asking anything."""
    slots = [None if other == at else draft for other, draft in enumerate(drafts)]
    beside = {OTHERS: json.dumps(slots, ensure_ascii=False)} if len(drafts) > 1 else {}
    context.conversation.flow, context.conversation.answers = _flow_of(drafts[at]), {**drafts[at], **beside}


def enter(context: Context, drafts: Sequence[Draft], at: int) -> None:
    """Go on with one draft; where it has something to ask, it is said before which one it is."""
    hold(context, drafts, at)
    said = len(context.paragraphs)
    begin(context, context.conversation.flow or "report", dict(context.conversation.answers))
    asks = context.conversation.flow is not None and pending_question(context) != "confirm"
    if not asks or drafts_of(context)[1] != at:
        return
    if len(drafts) > 1:
        context.paragraphs.insert(said, text("several-about", letter=LETTERS[at], words=quoted(drafts[at][SAID])))
    if "subject" in drafts[at]:
        context.choices = (*context.choices, Choice(text("report-wrong-subject"), "correct subject"))


ACTIONS: dict[str, Handler] = {
    "fix": fix,
    "before": add_before,
    "several": choose,
    "join": _and_the_others(joining.join),
    "complete": _and_the_others(joining.complete),
}
