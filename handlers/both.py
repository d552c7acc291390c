"""Feature: of the subjects that are offered, several are chosen at once ("les deux", "1 et 3").

The words of the message belong to each of them, for nobody could tell them apart; each is a draft of its own, as those
of a message in which several subjects were understood (handlers/proposals.py).
"""

import re

from bot.handling import Context
from bot.understanding.global_words import as_answer
from handlers import proposals, several
from handlers.categories import CATEGORIES
from handlers.guesses import OFFERED_INTENTS
from handlers.kinds import phrases


def take(context: Context) -> bool:
    """Take words as several of the subjects on offer, and go on with a draft for each; say whether they were that."""
    answers = context.conversation.answers
    chosen = _chosen(context.incoming.text, answers.get("subject_guesses", ""))
    if len(chosen) < 2 or several.OTHERS in answers or not answers.get("words"):
        return False
    proposals.go_on_with(context, chosen)
    return True


def _chosen(said: str, guesses: str) -> list[str]:
    """Give the subjects that words name by their places in a list of guesses; [] if they do not name several."""
    shown = [name for name in guesses.split() if name in CATEGORIES or name in OFFERED_INTENTS]
    folded = as_answer(said)
    tokens = re.findall(r"\d+|[^\W\d]+", folded)
    figures = [int(token) for token in tokens if token.isdigit()]
    if folded in phrases("both"):
        figures = [1, 2]
    elif not {token for token in tokens if not token.isdigit()} <= phrases("articles") | phrases("between_numbers"):
        return []
    if not all(1 <= figure <= len(shown) for figure in figures):
        return []
    chosen = [shown[figure - 1] for figure in dict.fromkeys(figures)]
    return chosen if len(chosen) > 1 and all(name in CATEGORIES for name in chosen) else []
