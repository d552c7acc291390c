"""Understanding, step 0: which language a message is written in, so that the answer can be in it.

Short messages ("Kimlik kartım kayboldu?", "bghit rdv") defeat letter statistics, long ones hardly need a word list:
so both vote. The letter statistics are those of py3langid (BSD licence) for seven languages, distilled into 400 kB by
`language_training`: loading the original takes 0.8 s and 80 MB. Arabic is known by its script, or in Latin letters by
its words and by digits used as letters.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import cap, plain

LANGUAGES = ("fr", "en", "es", "pt", "de", "it", "tr", "ar")
DEFAULT = "fr"

HINTS = Path(__file__).with_name("hints.toml")
STATISTICS = Path(__file__).with_name("language.npz")

# In a French city a message that says little is French: what speaks for another language has to outweigh this.
HEAD_START = 1.0
WORD_VOTE = 2.0
LETTER_VOTE = 1.0
LONGEST_PIECE = 5
REMEMBERED = 32768
"""Sequences of five bytes whose longest piece is remembered, in some 3 MB."""

# By how much a language has to lead before one may speak it to somebody: over French, French over the next. Of 1,165
# French messages none of three words or more leads so far as another language; "stop" and "baby foot" would lead by 2.
SHORT_WORDS = 3
SHORT_LEAD = 3.0
LEAD = 1.0

_WORD = re.compile(r"\w+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile(r"[a-zà-ɏ]")
# Digits stand for Arabic letters: 3 for ayn, 7 for ha, 9 for qaf. "3eme", "7h30", "9km" and a class named "5a" are
# none.
_UNITS = "eme|em|ieme|rd|th|km|kg|mm|cm|ans|mois|jours|pm|am|euros?"
_DIGIT_LETTERS = re.compile(rf"[a-z]+[379][a-z]+|[379](?!(?:{_UNITS})\b)[a-z]{{2,}}|[a-z]{{2,}}[79]")


@dataclass(frozen=True, slots=True)
class Told:
    """Which language a message is in.

    Attributes:
        lang: one of `LANGUAGES`; French when nothing speaks clearly for another.
        is_sure: whether that is enough to answer in it; "stop" and "hello" are written by everybody.
    """

    lang: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Detector:
    """Letter statistics and giveaway words of the languages.

    Attributes:
        longest: gives the row in `weights` of the longest known piece at the end of five bytes, or None.
        weights: float32, shape (pieces, 7), log-likelihood of each piece in each language but Arabic, centred.
        words: for each giveaway word, the languages it speaks for.
    """

    longest: Callable[[bytes], int | None]
    weights: NDArray[np.float32]
    words: Mapping[str, tuple[int, ...]]

    def detect(self, text: str) -> str:
        """Return one of `LANGUAGES`; French when nothing speaks clearly for another."""
        return self.tell(text).lang

    def tell(self, text: str) -> Told:
        """Return the language, and whether it is sure."""
        lowered = cap(text).lower()
        arabic, latin = len(_ARABIC.findall(lowered)), len(_LATIN.findall(lowered))
        if arabic > latin:
            return Told("ar", is_sure=True)
        votes = np.zeros(len(LANGUAGES))
        votes[0] = HEAD_START
        tokens = _WORD.findall(plain(lowered))
        for token in tokens:
            for language in self.words.get(token, ()):
                votes[language] += WORD_VOTE / len(self.words[token])
            if _DIGIT_LETTERS.fullmatch(token):
                votes[-1] += WORD_VOTE
        votes[:-1] += LETTER_VOTE * self._letters(lowered)
        best = int(votes.argmax())
        lead = votes[best] - (votes[0] if best else votes[1:].max())
        return Told(LANGUAGES[best], bool(lead >= (LEAD if len(tokens) >= SHORT_WORDS else SHORT_LEAD)))

    def _letters(self, lowered: str) -> NDArray[np.float64]:
        """Log-likelihood of the letters under each language but Arabic, tempered by the square root of the length.

        At each byte the longest known piece that ends there counts, as in the automaton the statistics come from.
        """
        data = lowered.encode()
        # Nothing that is known begins with a zero byte, so the first bytes need no windows of their own.
        padded = bytes(LONGEST_PIECE - 2) + data
        windows = [padded[at : at + LONGEST_PIECE] for at in range(len(data) - 1)]
        rows = Counter(map(self.longest, windows))
        del rows[None]  # What ends no known piece; a `Counter` need not have it.
        if not rows:
            return np.zeros(len(LANGUAGES) - 1)
        positions = np.fromiter(rows.keys(), np.intp, len(rows))
        counts = np.fromiter(rows.values(), np.float32, len(rows))
        likelihood = np.log1p(counts) @ self.weights[positions]
        tempered: NDArray[np.float64] = (likelihood / np.sqrt(len(data))).astype(np.float64)
        tempered -= tempered.max()
        return tempered


def read(statistics: Path = STATISTICS, hints: Path = HINTS) -> Detector:
    """Load the statistics (`language.npz`) and the giveaway words (`hints.toml`)."""
    with np.load(statistics, allow_pickle=False) as arrays:
        pieces = {bytes(piece): row for row, piece in enumerate(arrays["pieces"].tolist())}
        weights = arrays["weights"].astype(np.float32)
    table: dict[str, str] = tomllib.loads(hints.read_text(encoding="utf-8"))
    words: dict[str, tuple[int, ...]] = {}
    for row, language in enumerate(LANGUAGES):
        for word in dict.fromkeys(table[language].split()):
            words[word] = (*words.get(word, ()), row)
    return Detector(_Longest(pieces).__getitem__, weights, words)


class _Longest(dict[bytes, int | None]):
    """The row of the longest piece at the end of some bytes, looked for when they are first met.

    The same some ten thousand come again and again, so they are never forgotten; what comes when `REMEMBERED` are known
    is looked for each time.
    """

    def __init__(self, pieces: Mapping[bytes, int]) -> None:
        super().__init__()
        self._pieces = pieces

    def __missing__(self, window: bytes) -> int | None:
        """Look for it."""
        ends = (self._pieces.get(window[start:]) for start in range(len(window) - 1))
        row = next((row for row in ends if row is not None), None)
        if len(self) < REMEMBERED:
            self[window] = row
        return row


def detect(text: str) -> str:
    """Return the language of a message, one of `LANGUAGES`, with what ships with the bot."""
    return _shipped().detect(text)


@cache
def _shipped() -> Detector:
    """Load the shipped data at the first use; it is read-only, so keeping it shares no state."""
    return read()
