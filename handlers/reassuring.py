"""Feature: what is said to somebody who asks after something that is not among the requests that are sent.

It is a draft, which leaves only when they say so; or words that were kept and sent to nobody; or a matter that they
gave to the city in another way, of which the bot knows nothing.
"""

from bot.conversing import entry_of, pending_question
from bot.handling import Context
from bot.outgoing import Choice, text
from bot.sources import hold
from handlers.categories import CATEGORIES
from handlers.guesses import HELD_GUESSES, likeliest, ways_out

WORTH_WRITING_TO = 0.002
"""Probability from which a service is offered by name: beside "how is my file getting on?" any subject has little."""


def not_yet(context: Context) -> bool:
    """Say that the draft somebody is in is kept and not sent; say whether they are in one."""
    entry = entry_of(context)
    if entry is None or not entry.draft:
        return False
    context.say(text("not-sent-yet", summary="yes" if pending_question(context) == "confirm" else "no"))
    return True


def kept_words(context: Context) -> None:
    """Say that the words that are held went to nobody, if there are any, and offer to pass them on."""
    if context.conversation.held:
        context.say(text("not-sent-words"))
        context.choices = (*context.choices, Choice(text("human-pass-on"), "forward"))


def elsewhere(context: Context, known: frozenset[str]) -> None:
    """Say that what was not asked for here cannot be seen here, and offer to write to whoever knows, with these words.

    Args:
        context: of words that ask how something is getting on.
        known: the subjects of the requests that were just shown; words about one of them are answered already.
    """
    words = context.incoming.text if context.understanding else context.argument
    if not words:
        return
    likely = _likely(context)
    if known and (likely is None or likely in known):
        return
    hold(context, words)
    context.say(text("status-elsewhere"))
    service = [Choice(text("status-write", category=text(f"category-{likely}")), f"subject {likely}")] if likely else []
    context.choices = (*service, *context.choices, *ways_out())


def _likely(context: Context) -> str | None:
    """Give the subject that words which ask how something is getting on are likeliest to be about."""
    guesses = likeliest(context, WORTH_WRITING_TO) or context.conversation.answers.get(HELD_GUESSES, "")
    return next((name for name in guesses.split() if name in CATEGORIES and name != "other"), None)
