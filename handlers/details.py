"""What a few words at a summary are: the number of a house, or a detail of what is wrong. Pure."""

import re
from dataclasses import dataclass
from functools import cache

from bot.places.gazetteer import Gazetteer
from bot.places.tokens import tokens
from handlers.kinds import phrases, without_excuses

LONGEST_HOUSE = 60
"""Characters in which somebody says a number, and which it is not."""

BEHIND_A_COUNT = 2
"""Words behind how many there are of something: "3 gros chiens"."""

BEHIND_A_MEASURE = 3
"""Words behind a measure: "3 m du trottoir"."""

_HOUSE = re.compile(r"\d{1,4}(?:bis|ter|quater|[a-d])?")
_REPEATED = re.compile(r"bis|ter|quater|[a-d]")
_FIGURE = re.compile(r"\d+(?P<unit>[a-z]*)\d?")


@dataclass(frozen=True, slots=True)
class HouseSaid:
    """The number of a house as it stands before a street ("12", "12 bis", "12b"), and whether "au" stood before it.

    Without that a mere figure may be the number of something else.
    """

    written: str
    is_behind_at: bool


def house_alone(said: str) -> HouseSaid | None:
    """Read words that are the number of a house and nothing else: "au 12 bis", "c'est pas au 14, c'est au 16"."""
    if len(said) > LONGEST_HOUSE or not any(letter.isdigit() for letter in said):
        return None
    left = _without_denied(said)
    if not _begins_as_a_house().match(left):
        return None
    words, at = _words(left), phrases("at_house")
    before = list[str]()
    while words and words[0] in at | phrases("house"):
        before.append(words.pop(0))
    figure, *repeated = words or [""]
    if not _HOUSE.fullmatch(figure) or len(repeated) > 1 or not all(map(_REPEATED.fullmatch, repeated)):
        return None
    written = figure + "".join(each if len(each) == 1 else f" {each}" for each in repeated)
    return HouseSaid(written, not at.isdisjoint(before))


def _without_denied(said: str) -> str:
    """Drop the number that it is not: "pas au 12, au 14" and "14, pas 12" are "au 14" and "14"."""
    first, last = _denied()
    left = without_excuses(said)
    return without_excuses(last.sub("", left) if last.search(left) else first.sub("", left))


@cache
def _begins_as_a_house() -> re.Pattern[str]:
    """Give what finds out soon that words are something else."""
    return re.compile(rf"(?:(?:{_before_a_house()})\W*)*\d")


def _before_a_house() -> str:
    return "|".join(map(re.escape, sorted(phrases("at_house") | phrases("house"), key=len, reverse=True)))


@cache
def _denied() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what finds a number that is denied, in front of the right one and behind it."""
    no = "|".join(map(re.escape, sorted(phrases("denies"), key=len, reverse=True)))
    denied = rf"(?:{no}) (?:(?:{_before_a_house()}) )*{_HOUSE.pattern}(?: (?:{_REPEATED.pattern})(?!'))?(?!\w)"
    return re.compile(rf"^{denied}[ ,]*"), re.compile(rf"[ ,]+{denied}$")


def is_detail(gazetteer: Gazetteer, said: str) -> bool:
    """Say whether words are too few to tell of a matter of their own: "3 chiens", "environ 10 m de long", "un matelas".

    They say how many or how much, or are a noun at most; with a place they may be more.
    """
    words = _words(said)
    if not words or gazetteer.find(said):
        return False
    if len(words) == 1 or (len(words) == 2 and words[0] in phrases("articles") | phrases("determiners")):
        return True
    quantities, is_counted = phrases("quantities"), False
    while words and (_FIGURE.fullmatch(words[0]) or words[0] in quantities | phrases("around_quantities")):
        first = words.pop(0)
        is_counted |= first in quantities or first[0].isdigit()
        if (figure := _FIGURE.fullmatch(first)) and figure["unit"]:
            return len(words) <= BEHIND_A_MEASURE
    if words and words[0] in phrases("units"):
        return is_counted and len(words) - 1 <= BEHIND_A_MEASURE
    return is_counted and len(words) <= BEHIND_A_COUNT


def _words(said: str) -> list[str]:
    return [token.folded for token in tokens(without_excuses(said))]
