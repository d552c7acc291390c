"""Places, step 1: a message cut into words that know where they stood and what stood before them."""

import re
from dataclasses import dataclass

from bot.search.text import fold

_WORD = re.compile(r"[^\W_]+")
# A name goes on across spaces, apostrophes, hyphens and the signs of emphasis ("rue **Battant**").
_STOPS = re.compile(r"[^\s\u00a0'’`´\-‐‑.°*_~]|\n")
_SHORTENED = frozenset(
    {
        *("all", "av", "ave", "bd", "bld", "blvd", "boul", "ch", "chem", "espl", "fbg", "fg", "imp", "pass", "pl"),
        *("rte", "sq", "st", "ste", "cdt", "cne", "col", "dr", "gal", "gen", "gral", "lt", "mal", "mgr", "mm", "mme"),
        *("no", "num", "pdt", "pr", "prof"),
    }
)
"""A point behind these ends no sentence ("av. Foch", "St. Jean"), nor does one behind a single letter."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a message.

    Attributes:
        written: as it stands there. folded: without accents and case.
        start, end: where it stands in the message.
        gap: what stands between the word before and this one.
        stops: whether a name cannot go on across that gap.
    """

    written: str
    folded: str
    start: int
    end: int
    gap: str
    stops: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[:1].isupper()

    @property
    def is_half(self) -> bool:
        """Whether it is the second half of a word with a hyphen."""
        return self.gap in ("-", "‐", "‑")


def tokens(text: str) -> list[Token]:
    """Cut a message into its words; "l'Amitié" and "Fontaine-Argent" are two words each."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        written, gap = match[0], text[end : match.start()]
        folded = written.lower() if written.isascii() else fold(written)
        if folded:
            found.append(Token(written, folded, match.start(), match.end(), gap, _stops(gap, found)))
            end = match.end()
    return found


def _stops(gap: str, before: list[Token]) -> bool:
    if gap in (" ", "'", "-", "’", ""):
        return False
    if "." in gap:
        word = before[-1].folded if before else ""
        return gap.strip() != "." or not (len(word) == 1 or word in _SHORTENED)
    return _STOPS.search(gap) is not None
