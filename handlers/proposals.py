"""Feature: several subjects in what was said, before there are drafts: is it all right so, or is it one matter?

So it is asked of a message in which several subjects were understood, and of words at the summary that are clearly
about something else than what is in it.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.conversing import ask, begin, entry_of, pending_question, quoted
from bot.domain.permissions import Permission
from bot.flow import DONE, Flow, Question, Reader, Scope
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, text
from bot.sources import BEFORE, FILES, SAID, SPLIT, lines, may_be_said_again, note_source
from bot.understanding import Decision
from handlers import calling, drafting, lessons, pointing, relocating, several
from handlers.categories import CATEGORIES
from handlers.details import is_detail
from handlers.drafting import flow_name, with_what_was_said
from handlers.guesses import likeliest
from handlers.questions import CONFIRM, says_no
from handlers.several import LETTERS, Draft
from handlers.where import DOUBTED, PLACE

PROPOSED = "proposed"
"""Beside the answers: what was understood, while it is being asked whether that is right."""

SINGLE = "single"
"""Beside the answers: the subject of the whole message, if it is one matter after all."""

BEGUN = "begun"
"""In what was understood: the draft that there is of it already."""

QUESTION = "proposals"


def _read(words: Words, scope: Scope) -> str | None:
    said = words.text.strip()
    if re.fullmatch(r"all|one|more|wrong \d", said):
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
    _say(context, proposed)
    if FILES in answers and not _is_beside(proposed):
        drafts = _drafts_of(context, proposed)
        context.say(text("several-files", private="no" if len(several.receivers(drafts)) == len(drafts) else "yes"))
    wrong = [
        Choice(text("several-wrong", letter=LETTERS[number - 1]), f"answer {QUESTION} wrong {number}")
        for number, each in enumerate(proposed, 1)
        if BEGUN not in each
    ]
    every = Choice(text("several-all", count=len(proposed)), f"answer {QUESTION} all")
    alone = ("several-more", "more") if _is_beside(proposed) else ("several-one", "one")
    context.choices = (every, Choice(text(alone[0]), f"answer {QUESTION} {alone[1]}"), *wrong)


def _say(context: Context, proposed: Sequence[dict[str, Any]]) -> None:
    context.say(text("several-understood", count=len(proposed)))
    for letter, each in zip(LETTERS, proposed, strict=False):
        category = text(f"category-{each['labels'][0]}")
        context.say(text("several-line", letter=letter, category=category, words=quoted(each["words"], 300)))


def go_on_with(context: Context, subjects: Sequence[str]) -> None:
    """Go on with a draft for each of these subjects, which the citizen has chosen; all words belong to each."""
    answers = context.conversation.answers
    guesses = answers.get("subject_guesses", "").split()
    proposed = [
        {
            "words": answers[SAID],
            "labels": [subject, *(name for name in guesses if name != subject and name in CATEGORIES)],
            "urgent": answers.get("urgent", ""),
        }
        for subject in subjects
    ]
    for gave in context.conversation.sources.values():
        if SAID in gave:
            gave[SPLIT] = gave.pop(SAID)
    _say(context, proposed)
    several.enter(context, [_filled(context, draft) for draft in _drafts_of(context, proposed)], 0)


def reword(context: Context) -> None:
    """Look at words said instead of choosing: a new version of the message, or something more to say of it."""
    sources, answers, said = context.conversation.sources, context.conversation.answers, context.incoming.text
    understood = context.understanding
    beside = _is_beside(_proposed(answers))
    if understood is not None and not beside and not any(SAID in gave for gave in sources.values()):
        is_clear = understood.decision is Decision.DIRECT and understood.label in CATEGORIES
        (context.registry.subject if is_clear else context.registry.unsure)(context)
        return
    if says_no(said) or said.strip(" .)").isdigit():
        may_be_said_again(context)
        context.say(text("several-proposals-help"))
    else:
        proposed = _proposed(answers)
        for at in [-1] if beside else several.receivers(_drafts_of(context, proposed)):
            proposed[at]["words"] += f"\n{said}"
        answers |= {SAID: f"{answers[SAID]}\n{said}", PROPOSED: json.dumps(proposed, ensure_ascii=False)}
        note_source(context, **{SPLIT if beside else SAID: said})
        context.say(text("report-words-added"))
    ask(context)


def settle(context: Context) -> None:
    """Go on as the citizen has said: with a draft for each subject, or with one for all."""
    answers = context.conversation.answers
    chosen, proposed = answers.pop(QUESTION), _proposed(answers)
    if chosen in {"more", "one"}:
        if _is_beside(proposed):
            _as_more(context, proposed)
        else:
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
    # Of drafts that there are already it has been asked what they need.
    ready = [BEGUN in each for each in proposed]
    filled = [draft if is_ready else _filled(context, draft) for draft, is_ready in zip(drafts, ready, strict=True)]
    several.enter(context, filled, wrong or 0)


def add_words(context: Context) -> None:
    """Take words at the summary as something more to say of all that is in it, or ask whether they are a new matter."""
    drafts, at = several.drafts_of(context)
    said = context.incoming.text
    if says_no(said):
        several.fix(context)
    elif said.strip(" .)").isdigit():
        drafting.add_words(context)
    elif put_right(context) or (len(drafts) < 2 and drafting.change_option(context)):
        return
    elif is_new_matter(context):
        offer_beside(context)
    elif len(drafts) < 2:
        drafting.add_words(context)
    else:
        several.hold(context, _with_words(drafts, said), at)
        note_source(context, **{SPLIT: said})
        context.say(text("report-words-added"))
        ask(context)


def put_right(context: Context) -> bool:
    """Take words at the summary as what puts a place of it right; say whether they were that."""
    if pending_question(context) != "confirm":
        return False
    drafts, _ = several.drafts_of(context)
    return relocating.at_summary(context) if len(drafts) < 2 else pointing.put_right(context)


def beside(context: Context) -> bool:
    """Ask whether words that are none of the choices of a question are a new matter; say whether that was asked."""
    entry, name = entry_of(context), pending_question(context)
    is_choice = entry is not None and name is not None and bool(entry.flow.questions[name].reader.options)
    if not (is_choice and is_new_matter(context)):
        return False
    offer_beside(context)
    return True


def is_new_matter(context: Context) -> bool:
    """Say whether words are clearly about another subject than the drafts there are, nor one they could be about."""
    understood, (drafts, _) = context.understanding, several.drafts_of(context)
    if understood is None or understood.decision is not Decision.DIRECT or understood.label not in CATEGORIES:
        return False
    if len(drafts) == len(LETTERS) or any("subject" not in each or calling.is_for_somebody(each) for each in drafts):
        return False
    if is_detail(context.gazetteer(), context.incoming.text):
        return False
    known = {name for each in drafts for name in (each["subject"], *each.get("subject_guesses", "").split())}
    return understood.label not in known


def offer_beside(context: Context) -> None:
    """Ask whether words are a request of their own beside the drafts there are; files that came with them are its."""
    understood, (drafts, at) = context.understanding, several.drafts_of(context)
    if understood is None:
        return
    said, conversation = context.incoming.text, context.conversation
    came = conversation.sources.get(context.incoming.receipt or "", {}).get(FILES, "").split("\n")
    kept = [each for each in drafts[at].pop(FILES, "").split("\n") if each and each not in came]
    drafts[at] |= {FILES: "\n".join(kept)} if kept else {}
    labels = [understood.label, *(name for name in likeliest(context).split() if name != understood.label)]
    proposed = [
        *(
            {"words": draft[SAID], "labels": [draft["subject"]], "urgent": draft.get("urgent", ""), BEGUN: draft}
            for draft in drafts
        ),
        {
            "words": said,
            "labels": [name for name in labels if name in CATEGORIES],
            "urgent": understood.emergency.value if understood.emergency else "",
        },
    ]
    for gave in conversation.sources.values():
        if SAID in gave:
            gave[SPLIT] = gave.pop(SAID)
    note_source(context, **{SPLIT: said})
    answers = {
        SAID: "\n".join((*(draft[SAID] for draft in drafts), said)),
        PROPOSED: json.dumps(proposed, ensure_ascii=False),
    }
    answers |= {FILES: "\n".join(came)} if any(came) else {}
    answers |= {"urgent": understood.emergency.value} if understood.emergency else {}
    context.asked = False
    begin(context, FLOW.name, answers)


def _with_words(drafts: list[Draft], said: str) -> list[Draft]:
    """Add words to the drafts that they may belong to."""
    for receiver in several.receivers(drafts):
        drafts[receiver][SAID] += f"\n{said}"
    return drafts


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


def _as_more(context: Context, proposed: Sequence[dict[str, Any]]) -> None:
    """Go on with the drafts there were; what seemed a new matter says more of them."""
    drafts = _with_words([each[BEGUN] for each in proposed if BEGUN in each], proposed[-1]["words"])
    if more := context.conversation.answers.get(FILES):
        for at in several.receivers(drafts):
            drafts[at][FILES] = lines(drafts[at].get(FILES, ""), more)
    if len(drafts) == 1:
        for gave in context.conversation.sources.values():
            if SPLIT in gave:
                gave[SAID] = gave.pop(SPLIT)
    context.say(text("report-words-added"))
    several.enter(context, drafts, 0)


def _is_beside(proposed: Sequence[dict[str, Any]]) -> bool:
    """Say whether it is asked of words beside drafts, and not of a message as a whole."""
    return any(BEGUN in each for each in proposed)


def _filled(context: Context, draft: Draft) -> Draft:
    return with_what_was_said(context, draft) if "subject" in draft else draft


def _proposed(answers: Draft) -> list[dict[str, Any]]:
    """Read what was understood; a subject that is no more is "other"."""
    read: list[dict[str, Any]] = json.loads(answers[PROPOSED])
    return [{**each, "labels": [name for name in each["labels"] if name in CATEGORIES] or ["other"]} for each in read]


def _drafts_of(context: Context, proposed: Sequence[dict[str, Any]]) -> list[Draft]:
    """Make a draft of each subject: a pin belongs to all, danger to those that tell of it, files to all who may see.

    Drafts that there are already stay as they are: what came with the words beside them belongs to those.
    """
    answers, beside = context.conversation.answers, _is_beside(proposed)
    pin = {name: answers[name] for name in (PLACE, DOUBTED) if name in answers}
    drafts: list[Draft] = []
    tells = any(each["urgent"] for each in proposed)
    for each in proposed:
        if BEGUN in each:
            drafts.append(each[BEGUN])
            continue
        subject, *guesses = each["labels"]
        draft = {SAID: each["words"], "subject": subject, "subject_guesses": " ".join(guesses), **pin}
        draft |= lessons.as_understood(context, subject)
        if "urgent" in answers and (each["urgent"] or not tells):
            draft["urgent"] = each["urgent"] or answers["urgent"]
        drafts.append(draft)
    if BEFORE in answers:
        drafts[0][BEFORE] = answers[BEFORE]
    if FILES in answers:
        for at in [-1] if beside else several.receivers(drafts):
            drafts[at][FILES] = answers[FILES]
    return drafts


FLOW = Flow("several", QUESTION, {QUESTION: Question(Reader(QUESTION, _read), {"*": DONE})})
ENTRY = FlowEntry(
    FLOW, settle, Permission.TALK, present={QUESTION: show}, reword={QUESTION: reword}, draft=True, files=True
)
