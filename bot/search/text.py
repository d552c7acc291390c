"""Searching, step 1: words as they are compared, whoever wrote them: a register in capitals, a phone, a dictation.

A word is kept in three forms: folded (no accent, no case), its stem (no plural, no feminine), and the way it sounds in
French, for what was dictated or written by ear ("volé" for "volley", "ludotek" for "ludothèque").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.features import plain

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i", "’": "'", "ʼ": "'", "`": "'", "ـ": None})
_WORD = re.compile(r"[^\W_]+")
# "A.S.P.T.T.", "A. A. D. D.": letters and points make one word. A single letter with a point does not.
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\. ?){2,}(?:[^\W\d_](?![^\W_]))?")
_ABBREVIATED = {"st": "saint", "ste": "sainte"}
_STEM_FROM = 4

_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[éèêë]", "E"),
        (r"[œ]u?", "e"),
        (r"ç", "s"),
        (r"e?aux?", "o"),
        (r"ph", "f"),
        (r"s?ch(?=[rlnt])", "k"),
        (r"s?ch|sh", "C"),
        (r"c(?=[eiyE])", "s"),
        (r"qu|ck|[cq]", "k"),
        (r"g(?=[eiyE])", "j"),
        (r"gu(?=[eiyE])", "g"),
        (r"ou|oo|ow", "u"),
        (r"(?:[aeio]?in|im|ym|yn|um)(?=[^aeiouyEhmn]|$)", "I"),
        (r"[ae][nm](?=[^aeiouyEhmn]|$)", "A"),
        (r"ai|ei|ay|ey|Ee?|e[rz]$", "E"),
        (r"[yï]", "i"),
        (r"h", ""),
        (r"z", "s"),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)[estdxp]+$", ""),
        (r"E", "e"),
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        raw: lower case, with its accents.
        folded: without accents. stem: without the marks of plural and feminine.
    """

    raw: str
    folded: str
    stem: str

    def sound(self) -> str:
        """Tell how the word sounds, roughly; words that sound alike give the same letters."""
        return sound(self.raw)


def fold(text: str) -> str:
    """Give a text without case, accents, ligatures and Arabic lengthening; apostrophes are straight."""
    return plain(text.translate(_LETTERS)).translate(_LETTERS)


def stem(folded: str) -> str:
    """Cut the marks of plural and feminine: "danses" and "danse" become "dans", "solidaires" "solidair"."""
    word = folded
    if len(word) >= _STEM_FROM and word[-1] in "sx":
        word = word[:-1]
    if len(word) > _STEM_FROM and word[-1] == "e":
        word = word[:-1]
        if len(word) > _STEM_FROM and word[-1] == "s":
            word = word[:-1]
    return f"{word[:-1]}f" if word.endswith("iv") else word


def sound(raw: str) -> str:
    """Spell a lower-case word, accents kept, as it sounds in French."""
    spelt = raw if raw.isascii() else plain_but_e(raw)
    for pattern, to in _SOUNDS:
        spelt = pattern.sub(to, spelt)
    return spelt


def plain_but_e(raw: str) -> str:
    """Take the accents away except where the sound depends on them (é, è, ê, ë, ç, œ)."""
    return "".join(letter if letter in "éèêëçœ" else fold(letter) for letter in raw)


def words(text: str) -> list[Word]:
    """Cut a text into words; the letters of a dotted acronym make one word, "St" is read "Saint"."""
    lowered = text.translate(_LETTERS_KEEPING_ACCENTS).lower()
    joined = _DOTTED.sub(lambda dotted: re.sub(r"[. ]", "", dotted[0]) + " ", lowered)
    found = []
    for raw in _WORD.findall(joined):
        folded = raw if raw.isascii() else fold(raw)
        folded = _ABBREVIATED.get(folded, folded)
        # A mark that stands alone ("ﾞ") is a letter for Unicode, and nothing once the accents are gone.
        if folded:
            found.append(Word(raw, folded, stem(folded)))
    return found


_LETTERS_KEEPING_ACCENTS = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ـ": None, "İ": "i", "\u0307": None})


def squeeze(found: Iterable[Word]) -> str:
    """Put the words of a name together without spaces: "handi sport" and "handisport" are the same name."""
    return "".join(word.folded for word in found)
