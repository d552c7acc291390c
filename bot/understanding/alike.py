"""Understanding, beside the way of a message: how much alike the words of two people are who tell of one thing. Pure.

Small words say nothing of it, nor does the name of the street where both are; numbers may tell a lamp or an hour.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from bot.understanding.features import clean, plain, shorthand

SHORTEST = 4
"""Letters: shorter words are mostly those that every sentence has, in any of the languages."""

AT_ONCE = 64
"""Texts that are remembered: one is compared with many, and the same ones come again."""

_TABLE = shorthand()
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=AT_ONCE)
def telling(text: str) -> frozenset[str]:
    """Give the words of a message that may tell what it is about, folded."""
    return frozenset(word for word in _WORD.findall(plain(clean(text, _TABLE))) if len(word) >= SHORTEST)


def alike(one: str, other: str, place: str = "") -> float:
    """Tell how much alike two messages are, whatever the order and the length.

    Args:
        one, other: the messages.
        place: words that are left out, as the name of the street.

    Returns:
        From 0 to 1; 0 where one of them has no telling word.
    """
    left_out = telling(place)
    first, second = telling(one) - left_out, telling(other) - left_out
    if not first or not second:
        return 0.0
    return fuzz.token_set_ratio(" ".join(sorted(first)), " ".join(sorted(second))) / 100
