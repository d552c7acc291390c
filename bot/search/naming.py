"""Searching: how much what is asked for looks like a name, letter by letter, whatever the words and the spaces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from bot.search.asking import Asked
from bot.search.document import Document, Title

_LETTERS_FOR_LIKENESS = 5
"""Shorter strings look like too many things: only the very same name counts."""

_WORDS_FOR_WITHIN = 2
WITHIN = 0.95
"""How alike a name is that holds the whole request as it was written, and something more."""

HELD = 0.9
"""The same for a name that the request holds in full, and something more."""

_LETTERS_FOR_HELD = 8


class Exact(IntEnum):
    """Whether a request has the very same letters as a name, and as which: a whole name goes before an acronym."""

    NO = 0
    SHORT_NAME = 1
    NAME = 2
    NAME_ALONE = 3
    """Nothing stands around the name: who writes "La Bascule" does not mean "Bascule"."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a request and the nearest name of an association are, from 0 to 1."""

    value: float
    exact: Exact


class Request:
    """A request as a name that may be looked for, with and without what surrounds it.

    Args:
        asked: the request. light: folded words that do not tell one name from another.
    """

    def __init__(self, asked: Asked, light: frozenset[str]) -> None:
        self._forms = tuple(Title.of(part, light) for part in dict.fromkeys((asked.whole, asked.core)) if part)
        self._padded = tuple(
            f" {' '.join(word.folded for word in form.words)} "
            if len(form.words) >= _WORDS_FOR_WITHIN and form.telling
            else None
            for form in self._forms
        )

    def likeness(self, document: Document) -> Likeness:
        """Compare the request with every name of an association."""
        squeezed = [form.squeezed for form in self._forms]
        if document.titles[0].squeezed in squeezed:
            return Likeness(1.0, Exact.NAME_ALONE if document.titles[0].squeezed == squeezed[0] else Exact.NAME)
        if any(title.squeezed in squeezed for title in document.titles):
            return Likeness(1.0, Exact.SHORT_NAME)
        return Likeness(max(self._like(title) for title in dict.fromkeys(document.titles)), Exact.NO)

    def _like(self, title: Title) -> float:
        """Tell how alike a title is that is not the very same."""
        best = 0.0
        for form, padded in zip(self._forms, self._padded, strict=True):
            if padded and padded in f" {' '.join(word.folded for word in title.words)} ":
                best = max(best, WITHIN)
            if (
                len(title.telling) >= _LETTERS_FOR_HELD
                and len(title.words) >= _WORDS_FOR_WITHIN
                and _holds(form, title)
            ):
                best = max(best, HELD)
            if min(len(form.squeezed), len(title.squeezed)) >= _LETTERS_FOR_LIKENESS:
                best = max(best, _alike(form, title))
        return best


def _holds(form: Title, title: Title) -> bool:
    return f" {' '.join(word.stem for word in title.words)} " in f" {' '.join(word.stem for word in form.words)} "


def _alike(form: Title, title: Title) -> float:
    moved = fuzz.ratio(form.ordered, title.ordered)
    best = max(fuzz.ratio(form.squeezed, title.squeezed), moved * 0.98)
    # Common words must not make two names alike: what is left without them counts too.
    if len(form.telling) >= _LETTERS_FOR_LIKENESS and len(title.telling) >= _LETTERS_FOR_LIKENESS:
        telling = fuzz.ratio(form.telling, title.telling)
        best = min(best, 0.4 * best + 0.6 * max(telling, moved)) if telling < best else max(best, 0.97 * telling)
    return best / 100


def named_share(document: Document, stems: Mapping[str, float], idf: Callable[[str], float]) -> float:
    """Tell what share of the best name of an association the request says, each word weighed by how rare it is.

    Args:
        stems: the stems that the request may stand for, and how surely.
        idf: how telling a stem is, from 0 to 1.
    """
    best = 0.0
    for title in document.titles:
        weights = {word.stem: idf(word.stem) for word in title.words}
        total = sum(weights.values())
        if total:
            best = max(best, sum(weight * stems.get(stem, 0.0) for stem, weight in weights.items()) / total)
    return best
