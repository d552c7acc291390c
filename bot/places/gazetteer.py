"""Places: what a city's list of them is good for. Built once from the list, and used by every message."""

from collections.abc import Iterable
from functools import lru_cache

from bot.places.language import Language
from bot.places.matching import Index, Known
from bot.places.mentions import Mention
from bot.places.naming import read_name
from bot.places.nearest import Map, Near
from bot.places.reading import Reading
from bot.places.records import Place, Point
from bot.places.tokens import tokens
from bot.places.unlisted import end_of_name

LONGEST_KIND = 3
"""Words: "école maternelle publique"."""

MOST_READ = 2_000
"""Characters of a message in which places are looked for; nobody names the place of something later."""

REMEMBERED = 64
"""Texts of which it is remembered what they name."""


class Gazetteer:
    """The places of a city. Without any, it finds what is said as a place is said, and the neighbourhoods.

    Args:
        places: in any order.
        language: the words; those that come with the product.
    """

    def __init__(self, places: Iterable[Place] = (), language: Language | None = None) -> None:
        self.language = language or Language.packaged()
        self._places = tuple(places)
        names = ((place, read_name(place.name, self.language)) for place in self._places)
        self._index = Index((Known(place, name) for place, name in names if name), self.language)
        self._map = Map(self._places, self.language)
        # What somebody has just written is looked at from several sides.
        self._read = lru_cache(maxsize=REMEMBERED)(self._mentions)

    def __bool__(self) -> bool:
        """Tell whether there is any list."""
        return bool(self._places)

    def find(self, text: str, *, asked: bool = False) -> list[Mention]:
        """Give the places that a text names, in its order.

        Args:
            text: a message in any language.
            asked: it answers the question where something is, so that a name alone is one.
        """
        return list(self._read(text, asked))

    def _mentions(self, text: str, asked: bool) -> tuple[Mention, ...]:
        return tuple(Reading(self.language, self._index, tokens(text[:MOST_READ]), asked).mentions())

    def find_named(self, text: str, kinds: Iterable[str]) -> str | None:
        """Give the first thing of certain kinds that a text calls by a name of its own ("école Jean-Macé").

        Args:
            text: a message.
            kinds: words for them, folded ("ecole", "groupe scolaire").
        """
        found = tokens(text[:MOST_READ])
        wanted = {tuple(kind.split()) for kind in kinds}
        for at in range(len(found)):
            for last in range(min(at + LONGEST_KIND, len(found)) - 1, at - 1, -1):
                if tuple(token.folded for token in found[at : last + 1]) not in wanted:
                    continue
                end = end_of_name(found, last, self.language, self._index, None)
                if end > last:
                    return text[found[at].start : found[end].end]
        return None

    def point_of(self, place: Place) -> Point | None:
        """Give the point of a place; None if the list has none, or one that cannot be right."""
        return self._map.point_of(place)

    def nearest(self, point: Point) -> Near | None:
        """Give the place nearest to a point, how far it is, and the neighbourhood there; None without a list."""
        return self._map.nearest(point)

    def town_at(self, point: Point) -> str | None:
        """Tell in which other town a point is ("": in none that is known); None if in the city, or nobody knows."""
        return self._map.town_at(point)
