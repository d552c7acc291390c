"""Places: what is near a point, and whether a point is in the city at all.

A list has a point for a street, or many (its house numbers). Some of its points are wrong by kilometres; one that lies
among the streets of other neighbourhoods only is not trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.places.language import Language
from bot.places.records import Place, Point

SURELY_INSIDE = 500.0
"""Metres from a known street within which a point is taken to be in the city, and beside that street."""

SURELY_OUTSIDE = 1_500.0
"""Metres from which on it is taken to be outside; between both it is where the middle of another town is nearer."""

ACROSS_A_TOWN = 2_500.0
"""Metres from its middle within which a point may be in another town."""

COMPARED = 8
"""Nearest other streets by whose neighbourhoods a point is checked."""

MANY = 300
"""Points from which on a list is taken to be that of the whole city; a shorter one has gaps."""

GAPS = 4
"""How much farther from a place of a short list its city may go on."""


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest place to a point, its distance in metres, and the neighbourhood there ("" if nobody knows)."""

    place: Place
    metres: float
    neighbourhood: str


class Map:
    """The points of a list."""

    def __init__(self, places: Sequence[Place], language: Language) -> None:
        self._towns = language.next_towns
        located = [place for place in places if place.point]
        trusted = [place for place, sure in zip(located, _trusted(located), strict=True) if sure]
        self._trusted = {place.key: place.point for place in trusted if place.point}
        pairs = [(place, self._trusted[place.key]) for place in trusted]
        pairs += [(place, point) for place in places for point in place.numbers.values()]
        self._places = [place for place, _ in pairs]
        self._points = [point for _, point in pairs]
        self._flat = _flat(self._points)
        self._reach = 1 if len(self._points) >= MANY else GAPS

    def point_of(self, place: Place) -> Point | None:
        """Give the point of a place, unless it is not trusted."""
        return self._trusted.get(place.key)

    def nearest(self, point: Point) -> Near | None:
        """Give the nearest place."""
        if not self._points:
            return None
        order = self._order(point)
        return Near(self._places[order[0]], point.metres_to(self._points[order[0]]), self._neighbourhood(order))

    def town_at(self, point: Point) -> str | None:
        """Tell in which other town a point is ("": somewhere else); None if it is in the city, or nobody knows."""
        if not self._points:
            return None
        metres = point.metres_to(self._points[self._order(point)[0]])
        if metres <= SURELY_INSIDE * self._reach:
            return None
        distances = {town.name: point.metres_to(town.point) for town in self._towns if town.point}
        town = min(distances, key=lambda name: (distances[name], name), default="")
        if town and distances[town] < min(metres, ACROSS_A_TOWN):
            return town
        return "" if metres > SURELY_OUTSIDE * self._reach else None

    def _order(self, point: Point) -> list[int]:
        """Give which points are the nearest, the nearest first."""
        here = _flat([point])[0]
        apart = ((self._flat - here) ** 2).sum(axis=1)
        first = np.argpartition(apart, min(COMPARED, len(apart) - 1))[: COMPARED + 1]
        return [int(at) for at in first[np.argsort(apart[first], kind="stable")]]

    def _neighbourhood(self, order: Sequence[int]) -> str:
        """Give the neighbourhood of the nearest place; where that runs through several, the next ones decide."""
        own = self._places[order[0]].neighbourhoods
        for at in order:
            theirs = self._places[at].neighbourhoods
            if len(theirs) == 1 and (theirs[0] in own or not own):
                return theirs[0]
        return own[0] if own else ""


def _flat(points: Sequence[Point]) -> NDArray[np.float64]:
    """Lay points on a plane, in degrees of latitude: good enough to compare distances within a city."""
    if not points:
        return np.zeros((0, 2))
    degrees = np.array([(point.latitude, point.longitude) for point in points])
    return np.column_stack((degrees[:, 0], degrees[:, 1] * np.cos(np.radians(degrees[:, 0]))))


def _trusted(places: Sequence[Place]) -> NDArray[np.bool_]:
    """Tell which points lie where their neighbourhood is: one of the nearest other streets shares it."""
    sure = np.ones(len(places), np.bool_)
    if len(places) < MANY:
        return sure
    flat = _flat([place.point for place in places if place.point])
    apart = ((flat[:, None, :] - flat[None, :, :]) ** 2).sum(axis=2)
    nearest = np.argpartition(apart, COMPARED, axis=1)[:, : COMPARED + 1]
    for at, place in enumerate(places):
        others = {name for other in nearest[at] if other != at for name in places[other].neighbourhoods}
        sure[at] = not place.neighbourhoods or not others or not others.isdisjoint(place.neighbourhoods)
    return sure
