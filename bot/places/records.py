"""Places: one street or landmark as a list has it, and a point on the map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_008.8
"""Mean radius in metres (IUGG)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the map: WGS 84 degrees."""

    latitude: float
    longitude: float

    def metres_to(self, other: "Point") -> float:
        """Give the great-circle distance (haversine formula)."""
        north, south = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        chord = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
        return 2 * EARTH * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Place:
    """A street, a square, a landmark.

    Attributes:
        key: the same in every list that names it, whatever its capitals, accents and small words.
        name: as people read it: "rue de l'Amitié".
        neighbourhoods: those it runs through, by their official names.
        point: somewhere on it, if known.
        numbers: the house numbers that are known ("12", "12bis"), and where they are.
    """

    key: str
    name: str
    neighbourhoods: tuple[str, ...] = ()
    point: Point | None = None
    numbers: Mapping[str, Point] = field(default_factory=dict)
