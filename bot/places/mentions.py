"""Places: what reading a message gives: the places that it mentions, and how surely."""

from dataclasses import dataclass
from enum import StrEnum

from bot.places.language import Neighbourhood, Town
from bot.places.numbers import House
from bot.places.records import Place


class Certainty(StrEnum):
    """How sure a mention is."""

    SURE = "sure"
    SEVERAL = "several"
    """One of a few places, or one that may not be meant."""
    UNLISTED = "unlisted"
    """It is said as a place is said, but no list has it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that a message names.

    Attributes:
        start, end: where in the message, with the house number.
        certainty: see there.
        places: the one, or those to choose from; none for a neighbourhood, a town, or what no list has.
        house: the house number, if one is said.
        neighbourhood: the one that is said; for what no list has, the one that its name tells of.
        town: a town that is not the city; ``is_there``: it is said to be there ("à Thise").
        is_home: it is where somebody lives, which need not be where something is.
        is_landmark: it is no street; ``kind`` is the one that is said ("" where none is).
    """

    start: int
    end: int
    certainty: Certainty
    places: tuple[Place, ...] = ()
    house: House | None = None
    neighbourhood: Neighbourhood | None = None
    town: Town | None = None
    is_there: bool = False
    is_home: bool = False
