"""Places: house numbers, before a street or behind it: "12 bis rue Battant", "au 12 de la rue", "rue Battant n° 12"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.places.language import Around
from bot.places.records import Place, Point
from bot.places.tokens import Token

_HOUSE = re.compile(r"(\d{1,4})(bis|ter|quater|[a-z])?")
_NO_HOUSE = re.compile(r"(?:19|20)\d\d|\d+[e-z]")
"""What a message hardly means by a house: a year, an hour ("22h"), a weight or a length."""

_REPEATED = ("bis", "ter", "quater")
_BETWEEN = frozenset({"de", "la", "l", "du", "d", "des"})
_NEIGHBOUR = 20
"""How far a known house number may be, to stand for one that is not known."""


@dataclass(frozen=True, slots=True)
class House:
    """A house number: its figure, and what tells two houses with the same one apart ("bis", "b", "")."""

    figure: int
    repeated: str = ""

    def __str__(self) -> str:
        """Write it as people do: "12", "12 bis", "12B"."""
        return f"{self.figure} {self.repeated}" if len(self.repeated) > 1 else f"{self.figure}{self.repeated.upper()}"

    @property
    def key(self) -> str:
        """Give its name among the numbers of a place."""
        return f"{self.figure}{self.repeated}"


def read_house(figure: str, repeated: str = "") -> House | None:
    """Read a house number as lists have it, in one column or two; None for what is none, as 0."""
    found = _HOUSE.fullmatch(f"{figure}{repeated}".replace(" ", "").lower())
    return House(int(found[1]), found[2] or "") if found and int(found[1]) else None


def house_before(found: Sequence[Token], at: int, free_from: int, around: Around) -> tuple[int, House] | None:
    """Read the number before the word for a street.

    Args:
        found: the words of a message. at: where the street begins.
        free_from: the first word that belongs to no place yet.
        around: words around names.

    Returns:
        Where it begins, and the number.
    """
    place = at - 1
    while place >= free_from and found[place].folded in _BETWEEN:
        place -= 1
    repeated = ""
    if place > free_from and found[place].folded in _REPEATED:
        repeated, place = found[place].folded, place - 1
    if place < free_from or _is_apart(found, place, at):
        return None
    house = None if _NO_HOUSE.fullmatch(found[place].folded) else read_house(found[place].folded, repeated)
    before = found[place - 1] if place else None
    if house is None or (before and not found[place].stops and _is_no_house(before, around)):
        return None
    return place, house


def house_after(found: Sequence[Token], end: int, around: Around) -> tuple[int, House] | None:
    """Read the number behind the last word of a street: "rue Battant, au 12", "rue Battant n° 12", "rue Battant 12".

    Returns:
        Where it ends, and the number.
    """
    place = end + 1
    while place < len(found) and (found[place].folded in around.number or found[place].folded in ("le", "a", "du")):
        place += 1
    if place >= len(found) or place > end + 4 or any(_ends_sentence(word) for word in found[end + 1 : place + 1]):
        return None
    announced = any(word.folded in around.number for word in found[end + 1 : place])
    if _NO_HOUSE.fullmatch(found[place].folded):
        return None
    following = found[place + 1] if place + 1 < len(found) else None
    if following and following.folded in _REPEATED and not following.stops:
        house, last = read_house(found[place].folded, following.folded), place + 1
        following = found[place + 2] if place + 2 < len(found) else None
    else:
        house, last = read_house(found[place].folded), place
    if house is None or ((place > end + 1 or found[place].stops) and not announced):
        return None
    # "rue Battant 3 sacs", "au 12 mars", "au 2e étage": what is counted follows at once.
    if following and not following.stops and following.folded not in around.ends:
        return None
    return last, house


def point_of(place: Place, house: House) -> Point | None:
    """Give the point of a house, or of one close by that is known; None without any."""
    exact = place.numbers.get(house.key) or place.numbers.get(str(house.figure))
    if exact or not place.numbers:
        return exact
    figures = {key: int(match[1]) for key in place.numbers if (match := _HOUSE.fullmatch(key))}
    # Across the street stands the other parity, which may be a long way off.
    closest = min(figures, key=lambda key: (abs(figures[key] - house.figure), key), default=None)
    if closest is None or abs(figures[closest] - house.figure) > _NEIGHBOUR:
        return None
    return place.numbers[closest]


def _is_apart(found: Sequence[Token], place: int, at: int) -> bool:
    """Tell whether more than a comma stands between a number and its street."""
    return any(word.stops and word.gap.strip() != "," for word in found[place + 1 : at + 1])


def _ends_sentence(word: Token) -> bool:
    return word.stops and word.gap.strip() not in (",", "(")


def _is_no_house(before: Token, around: Around) -> bool:
    is_parcel = before.written.isupper() and len(before.written) <= 2 and before.folded not in around.ends
    return before.folded not in around.number and (is_parcel or before.folded in around.not_house)
