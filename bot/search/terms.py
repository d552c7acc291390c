"""Searching among requests, step 1: the words by which a request is found, and how each may be misspelt.

A word is kept as its stem, without accents ("Éteints" is found by "eteint"); a street also as a whole. How a word may
be misspelt is known beforehand: it without one letter, and the way it sounds. Two words that share one of these are
looked at closer, so that nobody has to compare a word with all others that citizens have ever written.
"""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from bot.places.spot import Spot
from bot.search.text import sound, words
from bot.search.vocabulary import Vocabulary

MOST_TERMS = 200
"""Words of one request that are kept; nobody looks for what a letter says after that."""

LONGEST = 24
"""Letters; what is longer is no word of any language, and no database likes it as a key."""

_MOST_READ = 8_000
_MISSPELT_FROM = 4
_TWICE_FROM = 8
"""Letters from which on one, or two, are forgiven."""

_MOST_IN_A_STREET = 7
_HOUSE = re.compile(r"\d+(?:bis|ter|quater|[a-d])?|bis|ter|quater")


def terms_of(text: str) -> dict[str, str]:
    """Give the words of a text that tell something: each stem, and how it was written first.

    Args:
        text: what somebody wrote, of any length; its first 8,000 characters are read.
    """
    found = dict[str, str]()
    if not text:
        return found
    small = _small()
    for word in words(text[:_MOST_READ]):
        if word.folded not in small and 1 < len(word.stem) <= LONGEST:
            found.setdefault(word.stem, word.raw)
    return found


def street_term(name: str) -> str:
    """Give the one term for a street or landmark ("12 bis, rue Battant" and "Rue Battant": "rue battant"); or "".

    A sentence is no name.
    """
    folded = [word.folded for word in words(name)]
    while folded and _HOUSE.fullmatch(folded[0]):
        folded.pop(0)
    return " ".join(folded) if 1 < len(folded) <= _MOST_IN_A_STREET else ""


def request_terms(said: Iterable[str], place: str) -> dict[str, str]:
    """Give the terms of a request: what its citizens wrote, and where it is (an answer to that question, or "")."""
    found, spot = dict[str, str](), Spot.parse(place)
    street = street_term(spot.name)
    if street:
        found[street] = street
    for text in (spot.name, spot.area, spot.town or "", spot.said, *said):
        for term, raw in terms_of(text).items():
            found.setdefault(term, raw)
        if len(found) >= MOST_TERMS:
            break
    return dict(list(found.items())[:MOST_TERMS])


def spellings(term: str, raw: str) -> set[str]:
    """Give what a term has in common with its misspellings: it, it without a letter, its sound; none for what is short.

    Args:
        term: a stem. raw: as it was written, with its accents.
    """
    if len(term) < _MISSPELT_FROM or not term.isalpha():
        return set()
    return {term, f"~{sound(raw)}", *(term[:at] + term[at + 1 :] for at in range(len(term)))}


def is_near(term: str, other: str, raw: str, sounds_alike: bool) -> bool:
    """Tell whether a term may be a misspelling of another; one that only sounds alike has as many letters, or nearly.

    Args:
        term: the stem that was typed, and ``raw``, how it was.
        other: the one that is known. sounds_alike: their sounds are the same.
    """
    most = 2 if len(term) >= _TWICE_FROM else 1
    if sounds_alike:
        most = max(most, len(raw) // 2)
    return OSA.distance(term, other, score_cutoff=most) <= most


@cache
def _small() -> frozenset[str]:
    spoken = (language for language in Vocabulary.packaged().languages if language.before)
    return frozenset(word for language in spoken for word in language.small | language.chat)
