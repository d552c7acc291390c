"""Step 2 of a message, the part that every flow shares: asking, reading an answer, going back, correcting, dropping.

Handlers start a flow with :func:`begin`; bot/routing.py hands it what the citizen sends. The state is only the answers
by name (bot/flow.py); what is said goes through the context.
"""

import json
from datetime import timedelta

from bot.flow import SKIPPED, Question, advance, back, current, path, pending, without
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, Text, text
from bot.rights import check
from bot.sources import may_be_said_again, note_source
from storage.conversations import Conversation

ASIDE = "aside"
"""Beside the answers of a flow that is no draft: the draft that was put aside for it, and goes on behind it."""

CANCELLED = "cancelled"
"""Among the answers of a conversation in no flow: the draft that was cancelled a moment ago, perhaps by mistake."""

TAKEN_UP_WITHIN = timedelta(minutes=10)
"""How long a cancelled draft can be taken up again; then nothing is left of it (handlers/jobs/drafts.py)."""


def bring_up_to_date(context: Context) -> None:
    """Let a conversation that an earlier version began go on in this one, before anything else is done with it.

    A renamed question keeps its answer. A flow that is no more leaves its words to the first one, which asks what they
    are about; one without any is over, and that is said.
    """
    conversation, registry = context.conversation, context.registry
    if conversation.flow is None:
        return
    if entry := entry_of(context):
        conversation.answers = current(entry.flow, conversation.answers)
    elif conversation.answers.get("words"):
        conversation.flow = registry.first_flow
        conversation.answers.pop("subject", None)
    else:
        drop(context)
        context.say(text("flow-gone"))


def begin(context: Context, flow: str, answers: dict[str, str] | None = None) -> None:
    """Start a flow with what is known already, and ask the first thing that is missing.

    Answers of an earlier flow that the new one does not ask are kept: changing the subject of a request keeps its
    place. Nothing to ask finishes it at once. A draft that is not finished is put aside for what is none.
    """
    if entry := entry_of(context):
        entry.left(context)
    forget_cancelled(context.conversation)
    aside = _put_aside(context) if not context.registry.flows[flow].draft else {}
    context.conversation.flow = flow
    if answers is not None:
        context.conversation.answers = {**answers, **aside}
    _remember(context)
    proceed(context)


def proceed(context: Context) -> None:
    """Ask the pending question, or finish the flow when nothing is left to ask."""
    entry = entry_of(context)
    if entry is None:
        return
    context.conversation.answers = current(entry.flow, context.conversation.answers)
    if pending_question(context) is None:
        if check(context, entry.permission, entry.flow.name):
            entry.finish(context)
        else:
            drop(context)
        if context.resumed:
            ask_again(context)
    else:
        ask(context)


def entry_of(context: Context) -> FlowEntry | None:
    """Give the flow the citizen is in, if any."""
    name = context.conversation.flow
    if name is None:
        return None
    return context.registry.flows.get(name)


def pending_question(context: Context) -> str | None:
    """Give the name of the question whose answer is awaited, if any."""
    entry = entry_of(context)
    return pending(entry.flow, context.conversation.answers) if entry else None


def ask(context: Context) -> None:
    """Say the pending question, with its choices and the way to skip it."""
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None or context.asked:
        return
    context.asked = True
    if present := entry.present.get(name):
        present(context)
        return
    question = entry.flow.questions[name]
    context.say(text(entry.flow.key(name), **entry.arguments(context)), choices=choices_of(name, question))


def ask_again(context: Context) -> None:
    """Say the pending question behind something else that was said; what that offers stays on offer."""
    offered = context.choices
    ask(context)
    context.choices = (*offered, *(choice for choice in context.choices if choice not in offered))


def receive(context: Context, words: Words) -> bool:
    """Take words as the answer to the pending question.

    Returns:
        Whether they were one. If so it is put down and the flow has gone on; if not, nothing was said or changed.
    """
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None:
        return False
    value = entry.flow.questions[name].reader.read(words, context.scope)
    if value is None:
        return False
    put(context, name, value)
    return True


def put(context: Context, question: str, value: str) -> None:
    """Put an answer down and go on."""
    entry = entry_of(context)
    if entry is None:
        return
    context.conversation.answers = advance(entry.flow, context.conversation.answers, question, value)
    note_source(context, **{question: value})
    context.conversation.misses = 0
    _remember(context)
    proceed(context)


def press(context: Context) -> None:
    """Take a choice of a question, ``<question> <value>``; one of a question that is no longer pending is re-asked."""
    name, _, value = context.argument.partition(" ")
    entry, pending = entry_of(context), pending_question(context)
    if entry is None or name != pending:
        context.registry.old_button(context)
        ask(context)
        return
    if value == SKIPPED:
        skip(context)
    elif not receive(context, Words(value)):
        ask(context)


def skip(context: Context) -> None:
    """Leave an optional question out; a needed one says why it is needed."""
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None:
        context.say(text("flow-nothing-pending"))
    elif entry.flow.questions[name].optional:
        put(context, name, SKIPPED)
    else:
        context.say(text("flow-needed"))
        ask(context)


def misread(context: Context) -> None:
    """Say how to answer the pending question, and ask it again."""
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None:
        return
    if reword := entry.reword.get(name):
        reword(context)
        return
    may_be_said_again(context)
    context.say(text(f"{entry.flow.key(name)}-help"))
    ask(context)


def go_back(context: Context) -> None:
    """Ask the previous question again; what was answered after it is kept."""
    entry = entry_of(context)
    before = back(entry.flow, context.conversation.answers, entry.hidden) if entry else None
    if before is None:
        if entry and entry.before(context):
            return
        context.say(text("flow-no-way-back"))
        ask(context)
        return
    context.conversation.answers = before
    _remember(context)
    ask(context)


def correct(context: Context, question: str) -> None:
    """Ask one question again; every other answer stays."""
    entry = entry_of(context)
    if entry is None or question not in entry.flow.questions:
        context.registry.old_button(context)
        return
    context.conversation.answers = without(entry.flow, context.conversation.answers, question)
    _remember(context)
    ask(context)


def answered_questions(context: Context) -> tuple[str, ...]:
    """Give the questions on the citizen's way that have an answer, in the order in which they were asked."""
    entry = entry_of(context)
    return path(entry.flow, context.conversation.answers) if entry else ()


def option_label(question: str, option: str) -> Text:
    """Name the label of a choice of a question."""
    return text(f"option-{question}-{option}")


def drop(context: Context) -> None:
    """Leave the flow and forget its draft; one that was put aside for it goes on."""
    aside = context.conversation.answers.get(ASIDE)
    context.conversation.forget_draft()
    if aside:
        _restore(context, aside)
        context.resumed = entry_of(context) is not None


def cancel(context: Context) -> bool:
    """Leave the flow because the citizen wants to.

    Returns:
        Whether it was a draft, which they can take up again for a moment (:func:`take_up`).
    """
    entry = entry_of(context)
    kept = _kept(context) if entry and entry.draft else None
    drop(context)
    if kept:
        context.conversation.answers = {CANCELLED: kept}
        context.conversation.expires_at = context.now + TAKEN_UP_WITHIN
    return kept is not None


def is_cancelled(context: Context) -> bool:
    """Say whether a draft was cancelled a moment ago and can still be taken up again."""
    return context.conversation.flow is None and CANCELLED in context.conversation.answers


def forget_cancelled(conversation: Conversation) -> None:
    """Leave nothing of a draft that was cancelled; what was begun or said since is not touched."""
    if conversation.answers.pop(CANCELLED, None) is not None:
        conversation.expires_at = None


def take_up(context: Context) -> None:
    """Go on with the draft that was cancelled a moment ago (:func:`is_cancelled`), as if it had not been."""
    _restore(context, context.conversation.answers[CANCELLED])
    bring_up_to_date(context)


def choices_of(name: str, question: Question) -> tuple[Choice, ...]:
    """Give the choices with which a question is asked."""
    offered = [Choice(option_label(name, option), f"answer {name} {option}") for option in question.reader.options]
    if question.optional:
        offered.append(Choice(text("skip"), f"answer {name} {SKIPPED}"))
    return tuple(offered)


def _put_aside(context: Context) -> dict[str, str]:
    """Give the draft that somebody is in, or that was put aside before, as an answer of the flow that comes first."""
    conversation, entry = context.conversation, entry_of(context)
    if entry is None or not entry.draft:
        return {ASIDE: conversation.answers[ASIDE]} if entry and ASIDE in conversation.answers else {}
    kept = _kept(context)
    conversation.sources = {}
    return {ASIDE: kept}


def _kept(context: Context) -> str:
    conversation = context.conversation
    kept = {"flow": conversation.flow, "answers": conversation.answers, "sources": conversation.sources}
    return json.dumps(kept, ensure_ascii=False)


def _restore(context: Context, kept: str) -> None:
    conversation, draft = context.conversation, json.loads(kept)
    conversation.flow, conversation.answers, conversation.sources = draft["flow"], draft["answers"], draft["sources"]
    _remember(context)


def _remember(context: Context) -> None:
    entry, conversation, drafts = entry_of(context), context.conversation, context.city.settings.drafts
    if entry is not None and entry.draft:
        conversation.nudge_at = context.now + drafts.nudge_after
        conversation.expires_at = context.now + drafts.expire_after


def quoted(words: str, most: int = 200) -> Quoted:
    """Quote somebody's words, shortened with an ellipsis at ``most`` characters."""
    return Quoted(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")
