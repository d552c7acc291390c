"""Feature: answers that are not clear, or are of another kind: what can be meant is offered, what cannot be is told.

Nobody is held up: whoever says the same again is taken at their word, and an agent reads it as it was written; what
cannot be right however often it is said is answered with the ways out.
"""

from bot.conversing import ask, choices_of, entry_of, pending_question, put
from bot.handling import Context
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, text
from bot.sources import may_be_said_again
from handlers import relocating
from handlers.calling import is_for_somebody
from handlers.questions import NAME, READERS, SHORT
from handlers.values import Trouble, day_shown, offered_values, read_value, said_value, value_shown
from handlers.where import PLACE

ASKED = ("day", "hours", "contact")
"""The questions that are asked here."""

KINDS = tuple(name for name in READERS if name not in (PLACE, *ASKED))
"""The questions of which :func:`reword_kind` takes what is no answer."""

DOUBTED = "value_doubted"
"""Beside the answers: the question whose answer was doubted once."""

ASKED_AGAIN = "asked_again"
"""Beside the answers: the question that was asked again because words were no answer to it."""


def ask_value(context: Context) -> None:
    """Ask for a value, unless the words that were just said have told it; offer what the first words may mean."""
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None:
        return
    context.conversation.answers.pop(DOUBTED, None)
    if (said := _said_with_another(context, name)) is not None:
        context.asked = False
        put(context, name, said)
        return
    skip = choices_of(name, entry.flow.questions[name])
    words = context.conversation.answers.get("words", "")
    if offered := _offered(context, name, offered_values(name, words, context.person.lang, context.scope)):
        context.say(text("value-which", question=name), choices=(*offered, *skip))
    else:
        context.say(text(entry.flow.key(name), **entry.arguments(context)), choices=skip)


def reword_value(context: Context) -> None:
    """Say what is wrong with an answer that cannot be taken as it is, and offer what may be meant."""
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None or relocating.in_between(context):
        return
    answers, written = context.conversation.answers, context.incoming.text
    trouble = read_value(name, written, context.scope)
    if not isinstance(trouble, Trouble):
        _ask_once_more(context)
        return
    kept = SHORT.read(Words(written), context.scope) if answers.get(DOUBTED) == name else None
    if kept is not None:
        put(context, name, kept)
        return
    answers[DOUBTED] = name
    may_be_said_again(context)
    _tell(context, trouble)
    offered = _offered(context, name, trouble.choices)
    asked = text(entry.flow.key(name), **entry.arguments(context))
    context.say(text("value-which", question=name) if offered else asked)
    context.choices = (*offered, *choices_of(name, entry.flow.questions[name]))
    context.asked = True


def reword_kind(context: Context) -> None:
    """Take a place where something else was asked as the draft's, and ask again for what is no answer.

    Who gives a day for the name of a school is asked once more: what is said twice is its name.
    """
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None or relocating.in_between(context):
        return
    answers, words = context.conversation.answers, Words(context.incoming.text)
    kept = SHORT.read(words, context.scope) if entry.flow.questions[name].reader is NAME else None
    if kept is not None and answers.get(DOUBTED) == name:
        put(context, name, kept)
        return
    answers[DOUBTED] = name
    _ask_once_more(context)


def _ask_once_more(context: Context) -> None:
    """Say how to answer, and ask again; who is asked a third time is offered the ways out: skipping, and a person."""
    entry, name, answers = entry_of(context), pending_question(context), context.conversation.answers
    if entry is None or name is None:
        return
    is_stuck = answers.get(ASKED_AGAIN) == name and entry.draft and not is_for_somebody(answers)
    answers[ASKED_AGAIN] = name
    may_be_said_again(context)
    context.say(text(f"{entry.flow.key(name)}-help"))
    if is_stuck:
        context.say(text("doubt-ways-out", optional="yes" if entry.flow.questions[name].optional else "no"))
    ask(context)
    if is_stuck:
        context.choices = (*context.choices, Choice(text("human-pass-on"), "forward"))


def _tell(context: Context, trouble: Trouble) -> None:
    match trouble.why:
        case "none":
            context.say(text("value-no-such-day", said=Quoted(trouble.said)))
        case "passed" if trouble.day is not None:
            context.say(text("value-passed", day=day_shown(trouble.day, context.now.year)))
        case "phone":
            context.say(text("value-phone", digits=trouble.digits))


def _offered(context: Context, name: str, values: tuple[str, ...]) -> tuple[Choice, ...]:
    shown = [(value, value_shown(name, value, context.now.year)) for value in values]
    return tuple(Choice(label, f"answer {name} {value}") for value, label in shown if label is not None)


def _said_with_another(context: Context, name: str) -> str | None:
    """Give hours that were said with the day: "samedi 13 juin de 14 h à 18 h"."""
    gave = context.conversation.sources.get(context.incoming.receipt or "", {})
    if name != "hours" or "day" not in gave:
        return None
    return said_value(name, context.incoming.text, context.person.lang, context.scope)
