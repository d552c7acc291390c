"""Values, step 1: a text without case, accents and foreign digits, that knows where each letter stood."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.features import plain

_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "ـ": "", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ة": "ه", "ى": "ي", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\u00a0": " ",
        "\u202f": " ", "\u2009": " ",
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "«": '"', "»": '"', "“": '"', "”": '"', "،": ",", "؛": ";",
        "؟": "?", "٫": ",", "\u200e": "", "\u200f": "",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Levelled:
    """A text as words are compared.

    Attributes:
        text: it. source: what it was made from.
        offsets: for each character, where it comes from in the source; empty if they stand at the same places.
    """

    text: str
    source: str
    offsets: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a part of it stands in the source."""
        if not self.offsets:
            return start, end
        first = self.offsets[start] if start < len(self.offsets) else len(self.source)
        # What a letter was cut into belongs together: the end is behind the letter of the last character.
        last = self.offsets[end - 1] + 1 if 0 < end <= len(self.offsets) else first
        return first, max(first, last)

    def as_written(self, start: int, end: int) -> str:
        """Give a part as it stands in the source, in lower case."""
        first, last = self.span(start, end)
        return self.source[first:last].lower()


def level(source: str) -> Levelled:
    """Level a text."""
    if source.isascii():
        return Levelled(source.lower(), source)
    pieces = [level_character(character) for character in source]
    text = "".join(pieces)
    if len(text) == len(source) and all(len(piece) == 1 for piece in pieces):
        return Levelled(text, source)
    offsets = [place for place, piece in enumerate(pieces) for _ in piece]
    return Levelled(text, source, tuple(offsets))


@lru_cache(maxsize=4_096)
def level_character(character: str) -> str:
    """Level one character; a mark above or below another one is nothing."""
    digit = unicodedata.digit(character, None)
    if digit is not None and unicodedata.category(character) == "Nd":
        return str(digit)
    return plain(character.translate(_LETTERS)).translate(_LETTERS)


def word_form(written: str) -> str:
    """Level words of a language file; an apostrophe, a hyphen or a point between them is a space."""
    return " ".join(level(written).text.replace("'", " ").replace("-", " ").replace(".", " ").split())
