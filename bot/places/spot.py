"""Places: what a request keeps of where something is, as one line of text that a person could read, too.

``12 rue Battant [Battant] (geo:47.24211,6.02083;u=20) “devant la boulangerie”``: the name; the neighbourhood, or the
other town behind "!"; the point with its uncertainty in metres (RFC 5870); the citizen's own words, if they say more.
"~" before the name: near there. What is not known is left out; of a place that no list has only the words are there.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.places.records import Point

_GEO = r"geo:(?P<latitude>-?\d{1,2}(?:\.\d+)?),(?P<longitude>-?\d{1,3}(?:\.\d+)?)(?:;u=(?P<within>\d{1,6}))?"
_BARE = re.compile(_GEO)
_WRITTEN = re.compile(
    rf"(?P<near>~)?(?P<name>.*?)(?:(?:^|(?<=.) )\[(?P<area>!?[^\[\]]*)\])?(?:(?:^|(?<=.) )\({_GEO}\))?"
    r"(?:(?:^|(?<=.) )“(?P<said>[^“”]*)”)?",
    re.DOTALL,
)
_SIGNS = str.maketrans({"[": "(", "]": ")", "“": "«", "”": "»"})
MOST_SAID = 300
"""Characters kept of the citizen's own words beside a name."""

LATELY = 256
"""Answers that are not parsed again: one request's is read for its summary, card, marks, words and neighbours."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is.

    Attributes:
        name: "12 rue Battant", or the citizen's words; "" where only a neighbourhood or a point is known.
        area: the neighbourhood, or several behind each other; "" if nobody knows.
        town: the other town in which it is, "" for one without a name; None if it is in the city.
        point: where on the map; within: how many metres off it may be, None for a pin.
        near: it is beside what the name says, not there.
        said: the citizen's own words, where they say more than the name.
    """

    name: str = ""
    area: str = ""
    town: str | None = None
    point: Point | None = None
    within: int | None = None
    near: bool = False
    said: str = ""

    @property
    def written(self) -> str:
        """Write it as the answer to the question of the place."""
        geo = ""
        if self.point:
            geo = f"geo:{self.point.latitude:.5f},{self.point.longitude:.5f}"
            geo += "" if self.within is None else f";u={self.within}"
        bracket = (
            f"[!{self.town.translate(_SIGNS)}]" if self.town is not None else f"[{self.area}]" if self.area else ""
        )
        name = self.name.translate(_SIGNS).strip().lstrip("~")
        parts = (
            f"{'~' if self.near and name else ''}{name}",
            bracket,
            f"({geo})" if geo and (name or bracket or self.said) else geo,
            f"“{self.said.translate(_SIGNS)[:MOST_SAID].strip()}”" if self.said.strip() else "",
        )
        return " ".join(filter(None, parts))

    @classmethod
    def parse(cls, written: str) -> "Spot":
        """Read an answer; plain words are a name and nothing else."""
        return _parse(written)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known but a name."""
        return self == Spot(self.name)


@lru_cache(maxsize=LATELY)
def _parse(written: str) -> Spot:
    match = _BARE.fullmatch(written) or _WRITTEN.fullmatch(written)
    if match is None:
        return Spot(written)
    found = match.groupdict()
    area = found.get("area") or ""
    latitude, longitude, within = found["latitude"], found["longitude"], found["within"]
    return Spot(
        name=found.get("name") or "",
        area="" if area.startswith("!") else area,
        town=area[1:] if area.startswith("!") else None,
        point=Point(float(latitude), float(longitude)) if latitude and longitude else None,
        within=int(within) if within else None,
        near=bool(found.get("near")),
        said=found.get("said") or "",
    )
