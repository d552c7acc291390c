"""Places, step 5: from the places that a text names, or a pin, to where something is; or to what has to be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.places.gazetteer import Gazetteer
from bot.places.language import phrase
from bot.places.mentions import Certainty, Mention
from bot.places.numbers import point_of
from bot.places.records import Place, Point
from bot.places.spot import Spot

MOST_NAMED = 2
"""Streets of one message that are put down together: a corner has two."""

MOST_AREAS = 2
"""Of a street that runs through more neighbourhoods than that, they say little."""

BESIDE = 250.0
"""Metres within which a pin is said to be beside a street."""

HOUSE_WITHIN = 20
"""Metres by which the point of a house may be off."""

STREET_WITHIN = 250
"""The same for a street, of which only one point is known."""

_BEFORE_TOWN = re.compile(r"[\s,(–-]*(?:\d{5}[\s,]*)?(?:(?:à|a|de|sur|in|at|en|em)\s+)?", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    {
        *("c", "est", "a", "au", "sur", "dans", "en", "fait", "pardon", "plutot", "alors", "euh", "non", "oui"),
        *("in", "at", "on", "it", "is", "s", "sorry", "actually", "no", "yes", "please", "merci"),
    }
)
"""Words beside a place that tell nothing more of it."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where something is.

    Attributes:
        spot: there, if that is sure enough to go on; None if it is not said.
        choices: what may be meant, if it has to be asked.
    """

    spot: Spot | None = None
    choices: tuple[Spot, ...] = ()


def where(gazetteer: Gazetteer, text: str, *, asked: bool = False) -> Where:
    """Tell where something is by what a text says.

    Args:
        gazetteer: the places of the city.
        text: a message.
        asked: it answers the question where, so that all of it is about the place.

    Returns:
        A spot with a ``town`` is said to be outside the city, so it is worth asking whether to go on.
    """
    return _Telling(gazetteer, text, gazetteer.find(text, asked=asked), asked).where()


def pinned(gazetteer: Gazetteer, point: Point, name: str = "") -> Spot:
    """Tell what a pin stands for: beside which street, in which neighbourhood, or in which other town.

    Args:
        gazetteer: the places of the city.
        point: where the pin is.
        name: what the sender's map calls it, if it does.
    """
    town, nearest = gazetteer.town_at(point), gazetteer.nearest(point)
    if town is not None or nearest is None:
        return Spot(name, town=town, point=point)
    is_beside = nearest.metres <= BESIDE and not name
    return Spot(nearest.place.name if is_beside else name, nearest.neighbourhood, point=point, near=is_beside)


@dataclass(frozen=True, slots=True)
class _Telling:
    gazetteer: Gazetteer
    text: str
    mentions: Sequence[Mention]
    asked: bool

    def where(self) -> Where:
        if self.gazetteer and (outside := self._outside()):
            return Where(outside)
        if named := self._named():
            spots = [self._spot(each.places[0], each) for each in named]
            first = replace(spots[0], name=" / ".join(spot.name for spot in spots))
            return Where(self._in_own_words(first, named))
        several = next((each for each in self.mentions if each.certainty is Certainty.SEVERAL), None)
        if several:
            spots = [self._spot(place, several) for place in several.places]
            return Where(choices=tuple(self._in_own_words(spot, [several]) for spot in spots))
        return Where(self._unlisted() or self._neighbourhood())

    def _named(self) -> list[Mention]:
        """Give the places of the list that are named; where somebody lives only if nothing else is."""
        sure = [each for each in self.mentions if each.places and each.certainty is Certainty.SURE]
        found = [each for each in sure if not each.is_home] or sure
        once = {each.places[0].key: each for each in reversed(found)}
        return sorted(once.values(), key=lambda each: each.start)[:MOST_NAMED]

    def _spot(self, place: Place, mention: Mention) -> Spot:
        house = mention.house
        name = f"{house} {place.name}" if house else place.name
        if house and (point := point_of(place, house)):
            near = self.gazetteer.nearest(point)
            area = near.neighbourhood if near and near.neighbourhood in place.neighbourhoods else self._area(place)
            return Spot(name, area, point=point, within=HOUSE_WITHIN)
        known = self.gazetteer.point_of(place)
        return Spot(name, self._area(place), point=known, within=STREET_WITHIN if known else None)

    def _area(self, place: Place) -> str:
        """Give the neighbourhood of a place; of one that runs through several, the one that is said."""
        said = [each for each in self._said_neighbourhoods() if each in place.neighbourhoods]
        areas = said[:1] or place.neighbourhoods
        return " / ".join(areas) if len(areas) <= MOST_AREAS else ""

    def _said_neighbourhoods(self) -> list[str]:
        return [each.neighbourhood.official for each in self.mentions if each.neighbourhood]

    def _unlisted(self) -> Spot | None:
        found = [each for each in self.mentions if each.certainty is Certainty.UNLISTED]
        if not found:
            return None
        mention = next((each for each in found if not each.is_home), found[0])
        name = self.text.strip() if self.asked else self.text[mention.start : mention.end]
        said = [mention.neighbourhood.official] if mention.neighbourhood else self._said_neighbourhoods()
        return Spot(name, said[0] if said and self.gazetteer else "")

    def _neighbourhood(self) -> Spot | None:
        """Give the neighbourhood that is said; the longest name says most."""
        found = [each.neighbourhood for each in self.mentions if each.neighbourhood]
        if not found:
            return None
        best = max(found, key=lambda each: len(each.name))
        if self.asked and not self._is_all(best.name):
            return Spot(self.text.strip(), best.official if self.gazetteer else "")
        return Spot(best.name, best.official if self.gazetteer else "")

    def _outside(self) -> Spot | None:
        """Give the other town in which it is said to be, unless a place of the city is named, too."""
        in_city = [each for each in self.mentions if not each.town]
        for before, mention in zip((None, *self.mentions), self.mentions, strict=False):
            town = mention.town
            if town is None:
                continue
            behind = before and not before.town and _BEFORE_TOWN.fullmatch(self.text[before.end : mention.start])
            if before and behind and not before.neighbourhood:
                name = self.text.strip() if self.asked else self.text[before.start : mention.end]
                return Spot(name, town=town.name)
            if not in_city and (self.asked or mention.is_there):
                return Spot(self.text.strip() if self.asked else town.name, town=town.name)
        return None

    def _in_own_words(self, spot: Spot, told: Sequence[Mention]) -> Spot:
        """Keep the answer as it was written, if it says more than the place ("devant le 12, à gauche")."""
        if not self.asked:
            return spot
        rest = self.text
        for mention in sorted(told, key=lambda each: -each.start):
            rest = f"{rest[: mention.start]} {rest[mention.end :]}"
        links = self.gazetteer.language.links
        more = [word for word in phrase(rest) if word not in links and word not in _SAYS_NOTHING]
        return replace(spot, said=" ".join(self.text.split())) if more else spot

    def _is_all(self, name: str) -> bool:
        links = self.gazetteer.language.links
        return {word for word in phrase(self.text) if word not in links} <= {*phrase(name), "quartier", *_SAYS_NOTHING}
