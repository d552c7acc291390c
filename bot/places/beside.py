"""Places: whether two requests may be about the same spot, and how far apart they are; pure.

What is known of a place differs: a pin, a house, a street of which one point is known, words. Two points that are good
are measured; else it has to be the same street.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.places.gazetteer import Gazetteer
from bot.places.language import phrase
from bot.places.mentions import Certainty, Mention
from bot.places.numbers import House
from bot.places.records import Point
from bot.places.spot import Spot
from bot.search.text import fold

GOOD = 50
"""Metres by which a point may be off that is still measured; of a street only any one of its points is known."""

METRES_A_NUMBER = 5
"""How far apart two houses are for each number between them: ten metres of front, odd and even across the street."""

DOOR = 15
"""Metres within which it is the same spot."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place as it is compared.

    Attributes:
        point: where it is, if that is well known. within: metres by which it may be off.
        streets: what names the streets it is said to be in, the same however they were written.
        house: the house number, if one is said.
        shown: its name as the city's list has it, with the house; "" where the name is somebody's own words.
    """

    point: Point | None = None
    within: int = 0
    streets: frozenset[str] = frozenset()
    house: House | None = None
    shown: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it can be compared at all; a neighbourhood, or another town, cannot."""
        return self.point is not None or bool(self.streets)


def site_of(written: str, gazetteer: Gazetteer) -> Site:
    """Read the answer to the question of the place.

    Args:
        written: as `Spot.written` gives it; any words.
        gazetteer: the city's places.
    """
    spot = Spot.parse(written)
    if spot.town is not None:
        return Site()
    mentions = [each for each in gazetteer.find(spot.name, asked=True)]
    sure = [each for each in mentions if each.places and each.certainty is Certainty.SURE]
    named = sure or [each for each in mentions if each.certainty is Certainty.UNLISTED]
    is_good = spot.point is not None and (spot.within is None or spot.within <= GOOD)
    return Site(
        point=spot.point if is_good else None,
        within=(spot.within or 0) if is_good else 0,
        streets=frozenset(key for each in named if (key := _key(each, spot.name))),
        house=next((each.house for each in named if each.house), None),
        shown=_shown(spot, sure),
    )


def may_be_near(one: Site, written: str, radius: int) -> bool:
    """Say whether it is worth reading another answer to compare it: cheap, and never wrong about what is near.

    Args:
        one: the place that is compared. written: the other answer.
        radius: metres within which two things may be the same.
    """
    if one.point:
        spot = Spot.parse(written)
        if spot.point and (spot.within is None or spot.within <= GOOD):
            return one.point.metres_to(spot.point) <= radius + one.within + (spot.within or 0)
    folded = fold(written)
    return any(street.rpartition(" ")[2] in folded for street in one.streets)


def apart(one: Site, other: Site, radius: int) -> int | None:
    """Give how many metres are between two places that may be the same, -1 if nobody knows; None if they are not.

    Args:
        one, other: the places.
        radius: metres within which two things may be the same.
    """
    if one.point and other.point:
        metres = round(one.point.metres_to(other.point))
        return metres if metres <= radius + one.within + other.within else None
    if one.streets.isdisjoint(other.streets):
        return None
    if one.house is None or other.house is None:
        return -1
    metres = abs(one.house.figure - other.house.figure) * METRES_A_NUMBER
    return metres if metres <= radius else None


def _key(mention: Mention, name: str) -> str:
    if mention.places:
        return mention.places[0].key
    house = str(mention.house or "").split(" ")
    words = phrase(name[mention.start : mention.end])
    return " ".join(word for word in words if word.upper() not in {part.upper() for part in house})


def _shown(spot: Spot, sure: Sequence[Mention]) -> str:
    """Give the name of a spot if all of it is names of the list; anything else may be somebody's own words."""
    rest = spot.name
    for mention in sorted(sure, key=lambda each: -each.start):
        rest = rest[: mention.start] + rest[mention.end :]
    return spot.name if sure and not rest.strip(" /") else ""
