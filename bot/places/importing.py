"""Places: reads a file of streets into records: a city's "Rues et quartiers", the national address base, or any CSV.

Columns are found by their names. Known forms: ``rues.csv`` (``rue;quartier``, a line for each neighbourhood of a
street); ``adresses-25.csv`` of the Base Adresse Nationale (``numero;rep;nom_voie;code_insee;lon;lat``…, a line for each
house of a department); ``street;neighbourhoods;lat;lon``, neighbourhoods separated by "|". A street may stand in
several lines and in several files: what each tells is put together.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean as mean

from bot.places.language import Language
from bot.places.naming import Name, read_name
from bot.places.numbers import read_house
from bot.places.records import Place, Point
from bot.search.rows import Reason, rows_of
from bot.search.text import fold

# What a column may be called, in folded letters and digits only; the first name present in a file is read.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("street", "rue", "nomvoie", "voie", "libellevoie", "nomdevoie", "name", "nom", "lieu", "place"),
    "neighbourhoods": ("neighbourhoods", "neighbourhood", "quartier", "quartiers", "nomquartier", "secteur"),
    "latitude": ("lat", "latitude"),
    "longitude": ("lon", "lng", "long", "longitude"),
    "number": ("numero", "number", "numvoie"),
    "repeated": ("rep", "repetition", "indicerepetition", "suffixe"),
    "commune": ("codeinsee", "insee", "codecommune", "communeinsee"),
}
_NO_NUMBER = frozenset({"", "0", "99999"})
"""What the address base writes for a place without house numbers."""


class Fault(StrEnum):
    """Why a line was not taken, beside what may be wrong with any file (bot/search/rows.py)."""

    NO_NAME = "no_name"
    BAD_POINT = "bad_point"
    BAD_NUMBER = "bad_number"


@dataclass(frozen=True, slots=True)
class Untaken:
    """A line that was not taken; `line` is the physical line where its record begins, from 1."""

    line: int
    reason: Reason | Fault


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave.

    Attributes:
        places: each once. untaken: lines that are wrong, in their order.
        elsewhere: how many lines are of other communes, which is nobody's mistake.
    """

    places: tuple[Place, ...]
    untaken: tuple[Untaken, ...]
    elsewhere: int


def read_places(data: bytes, commune: str = "", language: Language | None = None) -> Read:
    """Read a file of streets.

    Args:
        data: the file, in any encoding and with any separator that `rows_of` reads.
        commune: the INSEE code to take, where a file says of which commune a line is (Besançon: 25056); "": take all.
        language: the words; those that come with the product.
    """
    known = language or Language.packaged()
    rows = rows_of(data)
    line, header = next(rows, (1, Reason.NO_NAME_COLUMN))
    if isinstance(header, Reason):
        return Read((), (Untaken(line, header),), 0)
    ranks = _ranks(header)
    if "name" not in ranks:
        return Read((), (Untaken(line, Reason.NO_NAME_COLUMN),), 0)
    names: dict[str, Name | None] = {}
    drafts: dict[str, _Draft] = {}
    untaken: list[Untaken] = []
    elsewhere = 0
    for line, row in rows:
        if isinstance(row, Reason):
            untaken.append(Untaken(line, row))
            continue
        fields = {column: row[rank].strip() for column, rank in ranks.items()}
        if commune and fields.get("commune", commune) != commune:
            elsewhere += 1
            continue
        written = fields["name"]
        if written not in names:  # The address base repeats each street for all its houses.
            names[written] = read_name(written, known)
        name = names[written]
        if name is None:
            untaken.append(Untaken(line, Fault.NO_NAME))
        elif fault := drafts.setdefault(name.key, _Draft(name)).add(fields, known):
            untaken.append(Untaken(line, fault))
    # A street of which every line is wrong is none.
    return Read(tuple(draft.place() for draft in drafts.values() if draft.lines), tuple(untaken), elsewhere)


@dataclass(slots=True)
class _Draft:
    """What the lines of one file tell of a street, so far; of a house that stands there twice, the first."""

    name: Name
    areas: dict[str, None] = field(default_factory=dict)
    point: Point | None = None
    numbers: dict[str, Point] = field(default_factory=dict)
    lines: int = 0

    def add(self, fields: Mapping[str, str], language: Language) -> Fault | None:
        """Add a line, or say what is wrong with it."""
        point = _point(fields.get("latitude", ""), fields.get("longitude", ""))
        number, repeated = fields.get("number", ""), fields.get("repeated", "")
        house = None if number in _NO_NUMBER else read_house(number, repeated) or read_house(number)
        if isinstance(point, Fault):
            return point
        if house is None and number not in _NO_NUMBER:
            return Fault.BAD_NUMBER
        self.lines += 1
        areas = (area.strip() for area in re.split(r"[|/]", fields.get("neighbourhoods", "")))
        self.areas |= {language.neighbourhood(area): None for area in areas if area}
        if house is None:
            self.point = self.point or point
        elif point:
            self.numbers.setdefault(house.key, point)
        return None

    def place(self) -> Place:
        """Give the street; one that has only houses lies where the house is that is nearest to the middle of all."""
        point = self.point
        if point is None and self.numbers:
            points = list(self.numbers.values())
            middle = Point(mean(each.latitude for each in points), mean(each.longitude for each in points))
            point = min(points, key=middle.metres_to)
        return Place(self.name.key, self.name.shown, tuple(self.areas), point, self.numbers)


def merged(known: Place | None, new: Place) -> Place:
    """Put a street that is known and what a newer file tells of it together: the newer wins, where it tells anything.

    The spelling with accents and small words wins ("rue de l'Amitié" over "RUE DE L'AMITIE"), whichever is newer.
    """
    if known is None:
        return new
    return Place(
        new.key,
        known.name if _richness(known.name) > _richness(new.name) else new.name,
        new.neighbourhoods or known.neighbourhoods,
        new.point or known.point,
        new.numbers or known.numbers,
    )


def _ranks(header: Sequence[str]) -> dict[str, int]:
    named = {re.sub(r"[^a-z0-9]", "", fold(name)): rank for rank, name in reversed(list(enumerate(header)))}
    found = {}
    for column, names in _COLUMNS.items():
        rank = next((named[name] for name in names if name in named), None)
        if rank is not None:
            found[column] = rank
    return found


def _point(latitude: str, longitude: str) -> Point | Fault | None:
    if not latitude and not longitude:
        return None
    try:
        north, east = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return Fault.BAD_POINT
    return Point(north, east) if abs(north) <= 90 and abs(east) <= 180 else Fault.BAD_POINT


def _richness(name: str) -> tuple[int, int]:
    return sum(not letter.isascii() for letter in name), len(name)
