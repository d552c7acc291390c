"""Places, step 3: how well the words behind "rue" are the name of a street, in whatever spelling.

A word is the same as another when it is spelt alike, differs by the marks of plural and feminine, sounds the same, or
has one slip of the finger in it (two in a long one). Of a name, the first names and titles may be left out, or what
stands at its end; each costs something, so that the full name of another street always wins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.places.language import Kind, Language
from bot.places.naming import Name
from bot.places.records import Place
from bot.search.text import sound, stem

SAME_STEM = 0.97
SAME_SOUND = 0.93
SOUND_FROM = 4
SPELT_ALIKE = 0.7
"""Share of letters that words of few sounds must have in common: "barrée" is not "Barthet"."""

SLIP_FROM = 5
"""Letters from which on a slip of the finger is forgiven."""

TWO_SLIPS_FROM = 9
PLURAL_FROM = 8
"""Letters from which on the mark of the plural is no slip: "Saunier" for "Saulniers"."""

SLIP = 0.5
"""What a slip costs, times its share of the word's letters."""

NEAR_KIND = 0.04
OTHER_KIND = 0.3
COMMON_ONLY = 0.2
HEAD_LEFT_OUT = 0.03
MIDDLE_LEFT_OUT = 0.06
TAIL_LEFT_OUT = 0.06
TAIL_LETTERS = 0.12
HALF_OF_NEAR_KIND = 0.1
"""For a name that is cut or misspelt, too: "allée du fond" is hardly the chemin des Fonds de Chailluz."""

ARTICLE_TOO_MUCH = 0.05
"""For "la" before somebody's name: "rue de la gare" is hardly a rue Gare."""

FIRST_IS_OFF = 0.05
HALF = 0.5
LINKS = ("de", "du", "des", "la")

LOOKED_AT = 3
"""Words behind the kind of street by which names are looked up."""


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the list with its name taken apart."""

    place: Place
    name: Name


@dataclass(frozen=True, slots=True)
class Fit:
    """How well words are a name.

    Attributes:
        known: the place. score: 1 is the whole name, letter by letter.
        used: how many of the words belong to it. whole: none of its words is left out at the end.
        exact: each word is the one that was written, but for the plural.
    """

    known: Known
    score: float
    used: int
    whole: bool
    exact: bool = True


class Index:
    """The names of a list, looked up by their words."""

    def __init__(self, names: Iterable[Known], language: Language) -> None:
        self._language = language
        listed = tuple(names)
        self._by_word: dict[str, list[Known]] = {}
        self._like: dict[str, set[str]] = {}
        self._sounding: dict[str, set[str]] = {}
        for known in listed:
            for word in set(known.name.core):
                self._by_word.setdefault(word, []).append(known)
            for together, word in known.name.elided:
                self._like.setdefault(together, set()).add(word)
            # A name that is two words is written as one, too: "fontaineargent".
            for first, second in zip(known.name.core, known.name.core[1:], strict=False):
                self._like.setdefault(first + second, set()).add(first)
        for word in self._by_word:
            self._like.setdefault(stem(word), set()).add(word)
            self._sounding.setdefault(sound(word), set()).add(word)
        self._words = [word for word in self._by_word if len(word) >= SLIP_FROM]
        self._kindless: dict[str, list[Known]] = {}
        for known in listed:
            if known.name.kind is None and known.name.core:
                self._kindless.setdefault(stem(known.name.core[0]), []).append(known)

    def __bool__(self) -> bool:
        """Tell whether there is any place."""
        return bool(self._by_word)

    def knows(self, word: str) -> bool:
        """Tell whether a word tells a place of the list, and is no everyday word."""
        return len(word) >= SOUND_FROM and word in self._by_word and word not in self._language.common

    def has(self, word: str) -> bool:
        """Tell whether a word stands in a name of the list, a numeral in words included."""
        return self._language.numbers.get((word,), word) in self._by_word

    def begins_kindless(self, word: str) -> bool:
        """Tell whether a place without a kind in its name may begin with a word."""
        return stem(word) in self._kindless

    def kindless(self, words: Sequence[str]) -> list[Known]:
        """Give the places without a kind in their names ("Citadelle") that words begin with, the longest first."""
        found = [
            known
            for known in self._kindless.get(stem(words[0]) if words else "", ())
            if tuple(map(stem, words[: len(known.name.core)])) == tuple(map(stem, known.name.core))
        ]
        return sorted(found, key=lambda known: -len(known.name.core))

    def fits(self, words: Sequence[str], kind: Kind | None, *, articled: bool = False) -> list[Fit]:
        """Give the places whose names words may be, best first.

        Args:
            words: folded, small words left out, numbers in digits.
            kind: of street, as it was said; None where none was.
            articled: an article stands before the first of them.
        """
        places = {id(known): known for known in self._candidates(words)}
        found = [fit for known in places.values() if (fit := self._fit(known, words, kind, articled=articled))]
        return sorted(found, key=lambda fit: (-fit.score, fit.known.place.key))

    def _candidates(self, words: Sequence[str]) -> Iterable[Known]:
        for at, word in enumerate(words[:LOOKED_AT]):
            for same in self._alike(word) | (self._alike(word + words[at + 1]) if at + 1 < len(words) else set()):
                yield from self._by_word[same]

    def _alike(self, word: str) -> set[str]:
        found = {word} if word in self._by_word else set()
        found |= self._like.get(word, set()) | self._like.get(stem(word), set())
        if word in self._by_word or word in self._language.common:
            return found
        if len(word) >= SOUND_FROM:
            found |= self._sounding.get(sound(word), set())
        if len(word) >= SLIP_FROM:
            # One more than is forgiven, for a mark of the plural is no slip.
            near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=_slips(word) + 1, limit=16)
            found |= {same for same, _, _ in near}
        return found

    def _fit(self, known: Known, words: Sequence[str], kind: Kind | None, *, articled: bool) -> Fit | None:
        fits = (self._align(known, start, words) for start in known.name.starts)
        best = max((fit for fit in fits if fit), key=lambda fit: fit.score, default=None)
        best = best or self._behind_first(known, words)
        if best is None or not (best.whole or any(self._tells(word) for word in words[: best.used])):
            return None
        cost = self._of_kind(known.name, kind) if kind else 0.0
        if cost and not (best.whole and best.exact):
            cost += HALF_OF_NEAR_KIND
        if articled and not known.name.articled and not self._is_rank(words[0]):
            cost += ARTICLE_TOO_MUCH
        return replace(best, score=best.score - cost)

    def _behind_first(self, known: Known, words: Sequence[str]) -> Fit | None:
        """Read a name whose first word is no part of it: another title, "de" or a first name with a slip in it."""
        for start in sorted(known.name.starts) if len(words) > 1 else ():
            fit = self._align(known, start, words[1:])
            if fit is None or not (fit.whole and fit.exact):
                continue
            first_name = known.name.core[start - 1] if start else ""
            is_like = bool(first_name) and OSA.normalized_similarity(words[0], first_name) >= HALF
            if is_like or self._is_rank(words[0]) or self._is_small(words[0]):
                return replace(fit, score=fit.score - FIRST_IS_OFF, used=fit.used + 1)
        return None

    def _is_small(self, word: str) -> bool:
        """Tell whether a word is "de" or "la" with a slip in it."""
        return len(word) > 1 and any(OSA.distance(word, link) == 1 for link in LINKS)

    def _is_rank(self, word: str) -> bool:
        return word in self._language.titles.values() and not word.startswith("saint")

    def _tells(self, word: str) -> bool:
        return word not in self._language.common and not word.isdigit()

    def _of_kind(self, name: Name, kind: Kind) -> float:
        if name.kind is not None and name.kind.name == kind.name:
            return 0.0
        if name.kind is None or name.kind.near != kind.near:
            return OTHER_KIND
        return NEAR_KIND + COMMON_ONLY * all(word in self._language.things for word in name.core)

    def _align(self, known: Known, start: int, words: Sequence[str]) -> Fit | None:
        """Read words as a name from one of its words on."""
        core = known.name.core
        at, used, cost, middle = start, 0, 0.0, 0
        letters, least = 0, 1.0
        while at < len(core) and used < len(words):
            word, wanted = words[used], core[at]
            following = core[at + 1] if at + 1 < len(core) else None
            next_word = words[used + 1] if used + 1 < len(words) else None
            if sure := self._same(word, wanted, known, sure_of_rest=at > start):
                steps, taken = 1, 1
            elif next_word and (sure := _together(word + next_word, wanted)):
                steps, taken = 1, 2
            elif following and (sure := _together(word, wanted + following)):
                steps, taken = 2, 1
            elif following and at > start and (sure := self._same(word, following, known)):
                steps, taken, middle = 2, 1, middle + 1
            else:
                break
            size = sum(map(len, core[at : at + steps]))
            cost += (1 - sure) * size
            letters += size
            least = min(least, sure)
            at, used = at + steps, used + taken
        if all(word.isdigit() for word in core[start:at]):
            return None
        left_out = sum(map(len, core[at:]))
        score = 1 - cost / letters - HEAD_LEFT_OUT * bool(start) - MIDDLE_LEFT_OUT * middle
        if left_out:
            score -= TAIL_LEFT_OUT + TAIL_LETTERS * left_out / (left_out + letters)
        return Fit(known, score, used, not left_out, least >= SAME_STEM)

    def _same(self, word: str, wanted: str, known: Known, *, sure_of_rest: bool = False) -> float:
        if (word, wanted) in known.name.elided:
            return SAME_STEM
        if word in self._language.common:  # An everyday word is no other one misspelt.
            return 1.0 if word == wanted else SAME_STEM if stem(word) == stem(wanted) else 0.0
        return alike(word, wanted, sure_of_rest=sure_of_rest)


def alike(word: str, other: str, *, sure_of_rest: bool = False) -> float:
    """Tell how surely a word is another, misspelt: 0 it is not, 1 it is the same.

    Args:
        word: as it was written. other: as the list has it; both folded.
        sure_of_rest: the words before it fit, so that one more slip is forgiven.
    """
    if word == other:
        return 1.0
    if min(len(word), len(other)) < SOUND_FROM or word.isdigit() or other.isdigit():
        return SAME_STEM if stem(word) == stem(other) and not word.isdigit() else 0.0
    return _alike(word, other, sure_of_rest)


@lru_cache(maxsize=4096)
def _alike(word: str, other: str, sure_of_rest: bool) -> float:  # noqa: FBT001, RUF100  # A cache takes no other.
    if stem(word) == stem(other):
        return SAME_STEM
    heard = sound(word)
    if heard == sound(other) and (len(heard) >= SOUND_FROM or OSA.normalized_similarity(word, other) >= SPELT_ALIKE):
        return SAME_SOUND
    longest = max(len(word), len(other))
    if min(len(word), len(other)) < SLIP_FROM:
        return 0.0
    # Hardly anybody mistakes the first letter, so it is another word, unless the words before it fit.
    allowed = _slips(word) + sure_of_rest
    slips = OSA.distance(word, other)
    if longest >= PLURAL_FROM:
        slips = min(slips, OSA.distance(stem(word), stem(other)))
    is_other = slips > allowed or (word[0] != other[0] and not sure_of_rest)
    return 0.0 if is_other else 1 - SLIP * slips / longest


def _slips(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def _together(word: str, wanted: str) -> float:
    sure = alike(word, wanted) if abs(len(word) - len(wanted)) <= 1 else 0.0
    return sure - (1 - SAME_STEM) if sure >= SAME_SOUND else 0.0
