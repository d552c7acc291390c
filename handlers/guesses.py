"""Feature: what a message may be about, when it is not clear: the likeliest subjects offered, and the way to all."""

from bot.domain import reference
from bot.handling import Context
from bot.outgoing import Choice, text
from handlers.categories import CATEGORIES

PAGE = 10
"""Subjects shown at once when somebody looks through all of them."""

OFFERED_INTENTS = ("find_association", "find_activity", "check_status", "talk_to_human", "delete_my_data")
"""What a message may want beside a request, offered (``intent-<name>``) among the likeliest when it is not clear."""

HELD_GUESSES = "held_guesses"
"""Beside the answers: what words that are held may be about, if they turn out to be a new request."""

WORTH_OFFERING = 0.05
"""Probability from which a guess is worth a line to somebody who was not understood."""


def browse(context: Context) -> None:
    """Show the subjects, a page at a time; ``argument`` is the first one's position."""
    first = reference.whole(context.argument) or 0
    names = [name for name in CATEGORIES if name != "other"][first : first + PAGE]
    choices = [Choice(text(f"category-{name}"), f"subject {name}") for name in (*names, "other")]
    if first + PAGE < len(CATEGORIES) - 1:
        choices.append(Choice(text("report-more-subjects"), f"subjects {first + PAGE}"))
    elif first:
        choices.append(Choice(text("report-first-subjects"), "subjects 0"))
    context.say(text("report-all-subjects"), choices=choices)
    context.asked = True


def offer_subjects(context: Context, guesses: str) -> None:
    """Offer these subjects (names separated by spaces, those of an older version left out), and the way to all."""
    other = Choice(text("report-other-subject"), "subjects 0")
    context.say(text("report-subject"), choices=(*offered(guesses), other))
    context.asked = True


def likeliest(context: Context, at_least: float = 0.0) -> str:
    """Give the three subjects (or intents) that a message is likeliest to be about, names separated by spaces.

    Args:
        context: of the message.
        at_least: the probability below which a guess would only be noise.
    """
    top = context.understanding.top if context.understanding else ()
    likely = [label for label, score in top if score >= at_least]
    return " ".join([label for label in likely if label in CATEGORIES or label in OFFERED_INTENTS][:3])


def offered(guesses: str) -> tuple[Choice, ...]:
    """Turn names into choices; those of an older version are left out."""
    return tuple(
        Choice(text(f"category-{name}"), f"subject {name}")
        if name in CATEGORIES
        else Choice(text(f"intent-{name}"), f"intent {name}")
        for name in guesses.split()
        if name in CATEGORIES or name in OFFERED_INTENTS
    )


def ways_out() -> tuple[Choice, ...]:
    """Give what always helps: all subjects, or a person."""
    return (Choice(text("report-browse"), "subjects 0"), Choice(text("human-pass-on"), "forward"))
