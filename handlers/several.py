"""Feature: several subjects in one message. Each becomes a draft of its own, and one confirmation sends them all.

What was understood is shown first: all of it is right, or it is one matter, or one subject is another. Then each draft
is asked what it still needs, in the flow of its subject like any other (handlers/report.py). The conversation's answers
are those of the draft that is being asked about; the others wait beside them, and the summary shows all.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.conversing import ask, begin, drop, entry_of, pending_question, quoted
from bot.domain.permissions import Permission
from bot.flow import DONE, SKIPPED, Flow, Question, Reader, Scope, back, walk
from bot.handling import Context, FlowEntry, Handler
from bot.incoming import Words
from bot.outgoing import Choice, Moment, text
from bot.sources import FILES, SAID, SPLIT, lines, may_be_said_again, note_source
from bot.understanding import Decision
from handlers import case, drafting, joining, lessons, neighbours, where
from handlers.categories import CATEGORIES
from handlers.drafting import flow_name, with_what_was_said
from handlers.guesses import likeliest
from handlers.questions import CONFIRM, says_no
from handlers.where import DOUBTED, PLACE

PROPOSED = "proposed"
"""Beside the answers: what was understood, while it is being asked whether that is right."""

SINGLE = "single"
"""Beside the answers: the subject of the whole message, if it is one matter after all."""

OTHERS = "others"
"""Beside the answers: the other drafts in their order, and nothing in the place of the one being asked about."""

QUESTION = "proposals"

LETTERS = "ABCD"
"""What drafts are called, for numbers are those of the choices; there are never more than four."""

Draft = dict[str, str]


def _read(words: Words, scope: Scope) -> str | None:
    said = words.text.strip()
    if re.fullmatch(r"all|one|wrong \d", said):
        return said
    return "all" if CONFIRM.read(words, scope) else None


def offer(context: Context, answers: Draft) -> None:
    """Show what was understood of a message with several subjects.

    Args:
        context: of the message; its understanding has proposals.
        answers: what is known of the whole: words, files, a pin, danger.
    """
    understood = context.understanding
    if understood is None:
        return
    proposed = [
        {
            "words": each.words,
            "labels": [label for label, _ in each.top if label in CATEGORIES][:4],
            "urgent": each.emergency.value if each.emergency else "",
        }
        for each in understood.proposals
    ]
    note_source(context, **{QUESTION: ""})  # An edit of the message is as good as a new one, until something is chosen.
    is_clear = understood.decision is Decision.DIRECT and understood.label in CATEGORIES
    kept = {"subject_guesses": likeliest(context), **answers, PROPOSED: json.dumps(proposed, ensure_ascii=False)}
    begin(context, FLOW.name, {**kept, SINGLE: understood.label} if is_clear else kept)


def show(context: Context) -> None:
    """Show the subjects, each with its words, and what can be said of that."""
    answers = context.conversation.answers
    proposed = _proposed(answers)
    context.say(text("several-understood", count=len(proposed)))
    for letter, each in zip(LETTERS, proposed, strict=False):
        category = text(f"category-{each['labels'][0]}")
        context.say(text("several-line", letter=letter, category=category, words=quoted(each["words"], 300)))
    if FILES in answers:
        drafts = _drafts_of(context, proposed)
        context.say(text("several-files", private="no" if len(_receivers(drafts)) == len(drafts) else "yes"))
    wrong = [
        Choice(text("several-wrong", letter=LETTERS[number - 1]), f"answer {QUESTION} wrong {number}")
        for number in range(1, len(proposed) + 1)
    ]
    every = Choice(text("several-all", count=len(proposed)), f"answer {QUESTION} all")
    context.choices = (every, Choice(text("several-one"), f"answer {QUESTION} one"), *wrong)


def reword(context: Context) -> None:
    """Look at words said instead of choosing: a new version of the message, or something more to say of it."""
    sources, answers, said = context.conversation.sources, context.conversation.answers, context.incoming.text
    understood = context.understanding
    if understood is not None and not any(SAID in gave for gave in sources.values()):
        is_clear = understood.decision is Decision.DIRECT and understood.label in CATEGORIES
        (context.registry.subject if is_clear else context.registry.unsure)(context)
        return
    if says_no(said) or said.strip(" .)").isdigit():
        may_be_said_again(context)
        context.say(text("several-proposals-help"))
    else:
        proposed = _proposed(answers)
        for at in _receivers(_drafts_of(context, proposed)):
            proposed[at]["words"] += f"\n{said}"
        answers |= {SAID: f"{answers[SAID]}\n{said}", PROPOSED: json.dumps(proposed, ensure_ascii=False)}
        note_source(context, words=said)
        context.say(text("report-words-added"))
    ask(context)


def settle(context: Context) -> None:
    """Go on as the citizen has said: with a draft for each subject, or with one for all."""
    answers = context.conversation.answers
    chosen, proposed = answers.pop(QUESTION), _proposed(answers)
    if chosen == "one":
        _as_one(context)
        return
    _, _, number = chosen.partition(" ")
    wrong = int(number) - 1 if number and 0 < int(number) <= len(proposed) else None
    for gave in context.conversation.sources.values():
        gave.pop(QUESTION, None)
        if SAID in gave:
            gave[SPLIT] = gave.pop(SAID)
    drafts = _drafts_of(context, proposed)
    if wrong is not None:
        del drafts[wrong]["subject"]
    _enter(context, [_filled(context, draft) for draft in drafts], wrong or 0)


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
            _enter(context, drafts, other)
            return
    context.say(text("several-summary", count=len(drafts)))
    for letter, draft in zip(LETTERS, drafts, strict=False):
        context.say(text("several-heading", letter=letter, category=text(f"category-{draft['subject']}")))
        drafting.show(context, draft)
    drafting.ask_to_confirm(context)


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
    if context.conversation.flow == FLOW.name:
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
        _enter(context, [draft for other, draft in enumerate(drafts) if other != at], 0)
    else:
        _hold(context, drafts, at)
        drafting.fix(context)


def add_words(context: Context) -> None:
    """Take words at the summary as something more to say of all that is in it."""
    drafts, at = drafts_of(context)
    said = context.incoming.text
    if says_no(said):
        fix(context)
    elif len(drafts) < 2 or said.strip(" .)").isdigit():
        drafting.add_words(context)
    else:
        for receiver in _receivers(drafts):
            drafts[receiver][SAID] += f"\n{said}"
        _hold(context, drafts, at)
        note_source(context, **{SPLIT: said})
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
    _hold(context, drafts, at - 1)
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
            _enter(context, others, 0)

    return handle


def _as_one(context: Context) -> None:
    answers = context.conversation.answers
    del answers[PROPOSED]
    subject = answers.pop(SINGLE, "")
    if subject not in CATEGORIES:
        begin(context, "report", dict(answers))
        return
    for gave in context.conversation.sources.values():
        gave.pop(QUESTION, None)
        if SAID in gave:
            gave["subject"] = subject
    context.say(text("report-understood", category=text(f"category-{subject}")))
    begin(context, flow_name(subject), with_what_was_said(context, {**answers, "subject": subject}))


def _proposed(answers: Draft) -> list[dict[str, Any]]:
    """Read what was understood; a subject that is no more is "other"."""
    read: list[dict[str, Any]] = json.loads(answers[PROPOSED])
    return [{**each, "labels": [name for name in each["labels"] if name in CATEGORIES] or ["other"]} for each in read]


def _drafts_of(context: Context, proposed: Sequence[dict[str, Any]]) -> list[Draft]:
    """Make a draft of each subject: a pin belongs to all, danger to those that tell of it, files to all who may see."""
    answers = context.conversation.answers
    pin = {name: answers[name] for name in (PLACE, DOUBTED) if name in answers}
    drafts: list[Draft] = []
    tells = any(each["urgent"] for each in proposed)
    for each in proposed:
        subject, *guesses = each["labels"]
        draft = {SAID: each["words"], "subject": subject, "subject_guesses": " ".join(guesses), **pin}
        draft |= lessons.as_understood(context, subject)
        if "urgent" in answers and (each["urgent"] or not tells):
            draft["urgent"] = each["urgent"] or answers["urgent"]
        drafts.append(draft)
    for at in _receivers(drafts) if FILES in answers else ():
        drafts[at][FILES] = answers[FILES]
    return drafts


def _receivers(drafts: Sequence[Draft]) -> list[int]:
    """Say which drafts get what was given to all: only confidential ones, if any is, for it may be about that."""
    confidential = {name for name, category in CATEGORIES.items() if category.confidential}
    private = [at for at, draft in enumerate(drafts) if draft.get("subject") in confidential]
    return private or list(range(len(drafts)))


def _filled(context: Context, draft: Draft) -> Draft:
    return with_what_was_said(context, draft) if "subject" in draft else draft


def _flow_of(draft: Draft) -> str:
    subject = draft.get("subject", "")
    return flow_name(subject) if subject in CATEGORIES else "report"


def _pending(context: Context, draft: Draft) -> str | None:
    return walk(context.registry.flows[_flow_of(draft)].flow, draft).question


def _hold(context: Context, drafts: Sequence[Draft], at: int) -> None:
    """Put one draft into the conversation and the others beside it, without asking anything."""
    slots = [None if other == at else draft for other, draft in enumerate(drafts)]
    beside = {OTHERS: json.dumps(slots, ensure_ascii=False)} if len(drafts) > 1 else {}
    context.conversation.flow, context.conversation.answers = _flow_of(drafts[at]), {**drafts[at], **beside}


def _enter(context: Context, drafts: Sequence[Draft], at: int) -> None:
    """Go on with one draft; where it has something to ask, it is said before which one it is."""
    _hold(context, drafts, at)
    said = len(context.paragraphs)
    begin(context, context.conversation.flow or "report", dict(context.conversation.answers))
    asks = context.conversation.flow is not None and pending_question(context) != "confirm"
    if not asks or drafts_of(context)[1] != at:
        return
    if len(drafts) > 1:
        context.paragraphs.insert(said, text("several-about", letter=LETTERS[at], words=quoted(drafts[at][SAID])))
    if "subject" in drafts[at]:
        context.choices = (*context.choices, Choice(text("report-wrong-subject"), "correct subject"))


FLOW = Flow("several", QUESTION, {QUESTION: Question(Reader(QUESTION, _read), {"*": DONE})})
ENTRY = FlowEntry(
    FLOW, settle, Permission.TALK, present={QUESTION: show}, reword={QUESTION: reword}, draft=True, files=True
)

ACTIONS: dict[str, Handler] = {
    "fix": fix,
    "several": choose,
    "join": _and_the_others(joining.join),
    "complete": _and_the_others(joining.complete),
}
