"""Places: whether two requests may be about the same spot, and how far apart they are; pure.

What is known of a place differs: a pin, a house, a street of which one point is known, words. Two points that are good
are measured; else it has to be the same street.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from bot.places.gazetteer import Gazetteer
from bot.places.language import Language, phrase
from bot.places.mentions import Certainty, Mention
from bot.places.numbers import House
from bot.places.records import Point
from bot.places.spot import Spot

GOOD = 50
"""Metres by which a point may be off that is still measured; of a street only any one of its points is known."""

METRES_A_NUMBER = 5
"""How far apart two houses are for each number between them: ten metres of front, odd and even across the street."""

DOOR = 15
"""Metres within which it is the same spot."""


SHORT = 2
"""Letters of what tells no place from another: house numbers, "de", "du"."""

CELL = 0.005
"""Degrees of one field of the grid by which points are found: 550 metres to the north, 380 to the east."""

DEGREES_A_METRE = 1.8e-5
"""More than a metre is anywhere between here and the 59th parallel, to the east as to the north."""


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
    is_good = _is_good(spot)
    return Site(
        point=spot.point if is_good else None,
        within=(spot.within or 0) if is_good else 0,
        streets=frozenset(key for each in named if (key := _key(each, spot.name))),
        house=next((each.house for each in named if each.house), None),
        shown=_shown(spot, sure),
    )


def marks_of(written: str) -> frozenset[str]:
    """Give what an answer is kept under, so that it is found beside another (:func:`marks_near`).

    Args:
        written: as `Spot.written` gives it; any words.

    Returns:
        The field of the grid in which its point is, if that is good, and its words.
    """
    spot = Spot.parse(written)
    if spot.town is not None:
        return frozenset()
    fields = [_field(spot.point.latitude, spot.point.longitude)] if spot.point and _is_good(spot) else []
    return frozenset((*fields, *_long(phrase(spot.name))))


def marks_near(one: Site, radius: int) -> frozenset[str]:
    """Give the marks of which every answer that may be near has one at least.

    Args:
        one: the place that is compared.
        radius: metres within which two things may be the same.
    """
    found = {_telling(street) for street in one.streets}
    if one.point:
        reach = (radius + one.within + GOOD) * DEGREES_A_METRE
        north, east = one.point.latitude, one.point.longitude
        # The reach is less than a field, so its corners are in all the fields that it touches.
        found |= {_field(north + up, east + right) for up in (-reach, reach) for right in (-reach, reach)}
    return frozenset(found)


def may_be_near(one: Site, written: str, radius: int) -> bool:
    """Say whether it is worth reading another answer to compare it: cheap, and never wrong about what is near.

    Args:
        one: the place that is compared. written: the other answer.
        radius: metres within which two things may be the same.
    """
    spot = Spot.parse(written)
    if one.point and spot.point and _is_good(spot):
        return one.point.metres_to(spot.point) <= radius + one.within + (spot.within or 0)
    said = phrase(spot.name)
    return any(_telling(street) in said for street in one.streets)


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


def _is_good(spot: Spot) -> bool:
    return spot.point is not None and (spot.within is None or spot.within <= GOOD)


def _field(latitude: float, longitude: float) -> str:
    return f"{floor(latitude / CELL)}:{floor(longitude / CELL)}"


def _telling(street: str) -> str:
    """Give the word that tells a street from most others: the last one that is no kind of street, if there is any."""
    kinds, long = Language.packaged().said, _long(street.split())
    return ([word for word in long if not kinds.has((word,))] or long)[-1]


def _long(words: Sequence[str]) -> Sequence[str]:
    """Leave out what tells no place from another, unless there is nothing else."""
    return [word for word in words if len(word) > SHORT] or words


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
