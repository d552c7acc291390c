"""Searching: what an association is for a search: its names, its words by field, and whom it speaks of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search.records import Association
from bot.search.text import Word, words
from bot.search.vocabulary import Phrase

IN_NAME = 1.0
IN_PURPOSE = 0.85
IN_THEME = 0.5
IN_PLACE = 0.45

_PARENTHESIS = re.compile(r"\(([^)]*)\)?")
_MIXED = re.compile(r"^([a-z]{3,})\d+$")
_RANGE = re.compile(r"\b(?:de|entre)? ?(\d{1,2}) (?:a|et) (\d{1,3}) ans\b")
_FROM = re.compile(r"\b(?:des|a partir de) (?:l age de )?(\d{1,2}) ans\b")
_ACRONYM = 12
"""A short name of at most so many letters is also one word: "AHS-FC" is found as "ahsfc"."""


@dataclass(frozen=True, slots=True)
class Title:
    """One name, or a request that may be one, in the forms that are compared.

    Attributes:
        squeezed: without spaces. ordered: the words in alphabetical order. telling: without spaces and common words.
        told: how many words are left without the common ones.
        acronym: short enough to be one.
    """

    words: tuple[Word, ...]
    squeezed: str
    ordered: str
    telling: str
    told: int
    acronym: bool = False

    @classmethod
    def of(cls, found: Sequence[Word], light: frozenset[str], *, acronym: bool = False) -> "Title":
        """Prepare a name, given the folded words that tell nothing."""
        folded = [word.folded for word in found]
        squeezed = "".join(folded)
        telling = [word for word in folded if word not in light]
        return cls(
            tuple(found),
            squeezed,
            " ".join(sorted(folded)),
            "".join(telling),
            len(telling),
            acronym and len(squeezed) <= _ACRONYM,
        )


@dataclass(frozen=True, slots=True)
class Document:
    """What a search compares.

    Attributes:
        titles: the whole name, the name without its parenthesis, the short name, the acronym in the parenthesis.
        name, purpose: stems of the content words, with a space around each, to look for phrases in.
        ages: youngest and oldest, in years, where the purpose tells them.
    """

    titles: tuple[Title, ...]
    name: str
    purpose: str
    ages: tuple[int, int] | None


class Reading:
    """Turns associations into documents and collects the words they are written with.

    Args:
        small: folded small words, which phrases are compared without.
        light: folded words that do not tell one name from another, the small ones among them.
    """

    def __init__(self, small: frozenset[str], light: frozenset[str]) -> None:
        self._small = small
        self._light = light
        self.spellings: dict[str, tuple[str, str]] = {}

    def read(self, association: Association) -> tuple[Document, Mapping[str, float]]:
        """Give the document of an association and the weight of each stem in it."""
        titles = _titles(association, self._light)
        purpose = words(association.purpose)
        weights: dict[str, float] = {}
        for title in titles:
            self._add(weights, title.words, IN_NAME)
            if title.acronym and title.squeezed:
                self._add(weights, words(title.squeezed), IN_NAME)
        self._add(weights, purpose, IN_PURPOSE)
        self._add(weights, words(association.theme), IN_THEME)
        self._add(weights, words(f"{association.place} {association.street} {association.city}"), IN_PLACE)
        folded = " ".join(word.folded for word in purpose)
        document = Document(titles, self._phrases(titles[0].words, titles[2:]), self._phrase(purpose), _ages(folded))
        return document, weights

    def _add(self, weights: dict[str, float], found: Sequence[Word], weight: float) -> None:
        for word in found:
            weights.setdefault(word.stem, weight)
            self.spellings.setdefault(word.raw, (word.folded, word.stem))
            if mixed := _MIXED.match(word.folded):
                for part in words(mixed[1]):
                    weights.setdefault(part.stem, weight)
                    self.spellings.setdefault(part.raw, (part.folded, part.stem))

    def _phrases(self, name: tuple[Word, ...], others: tuple[Title, ...]) -> str:
        return self._phrase(name) + "|" + "|".join(self._phrase(title.words) for title in others)

    def _phrase(self, found: Sequence[Word]) -> str:
        return " " + " ".join(word.stem for word in found if word.folded not in self._small) + " "


def holds(text: str, phrase: Phrase) -> bool:
    """Tell whether the words of a phrase stand together in a text of `Document`."""
    return f" {' '.join(phrase)} " in text


def _titles(association: Association, light: frozenset[str]) -> tuple[Title, ...]:
    whole = Title.of(words(association.name), light)
    titles = [whole, whole]
    inside = _PARENTHESIS.findall(association.name)
    if inside and (bare := words(_PARENTHESIS.sub(" ", association.name))):
        titles[1] = Title.of(bare, light)
    # A short name that ends in dots is only the beginning of the name.
    if association.short_name and not association.short_name.rstrip().endswith("..."):
        short = Title.of(words(association.short_name), light, acronym=True)
        if _tells(short) and short.squeezed != whole.squeezed:
            titles.append(short)
    for letters in inside:
        acronym = Title.of(words(letters), light, acronym=True)
        if acronym.acronym and len(acronym.squeezed) > 1 and _tells(acronym):
            titles.append(acronym)
    return tuple(titles)


def _tells(title: Title) -> bool:
    """Tell whether a short name can stand for an association: "Association", "(le)" and "(45)" cannot."""
    return title.told > 0 and not title.squeezed.isdigit()


def _ages(purpose: str) -> tuple[int, int] | None:
    if found := _RANGE.search(purpose):
        return int(found[1]), int(found[2])
    if found := _FROM.search(purpose):
        return int(found[1]), 120
    return None
