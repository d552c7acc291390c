"""Several requests named at the beginning of a line: "12, 15 et 19", "12-15", "BES-TV2-2PX BES-4K7-P1X". Pure."""

import re
from dataclasses import dataclass

from bot.domain import reference
from bot.domain.reference import Misread, Reference

MOST = 50
"""Requests of one line."""

_BETWEEN = re.compile(r"(?:[\s,;+&/]|(?:et|and|puis|n°|nos?|#)(?=[\s\d]))+", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,9})\s*(?:-|–|—|\.{2,3}|…|à|au|to)\s*(\d{1,9})(?!\w)", re.IGNORECASE)
_ONE = re.compile(r"(\d{1,9})(?!\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a line begins with: ids in their order, each once; what is meant as a number and is none; what is behind.

    ``twice``: one of them was named again.
    """

    ids: tuple[int, ...]
    wrong: tuple[str, ...]
    rest: str
    twice: bool = False


def read_numbers(line: str, most: int = MOST) -> Named:
    """Read the requests that a line begins with; ranges are of the short numbers, and either end may come first.

    Of a range no more than ``most`` and one are given, so that whoever asks can tell that there are too many.
    """
    ids, wrong, at = list[int](), list[str](), 0
    while True:
        if between := _BETWEEN.match(line, at):
            at = between.end()
        found = next(iter(reference.parse_all(line[at:])), None)
        if isinstance(found, Reference) and found.start == 0:
            ids.append(found.serial)
            at += found.end
        elif isinstance(found, Misread) and found.start == 0:
            wrong.append(line[at : at + found.end])
            at += found.end
        elif match := _RANGE.match(line, at):
            first, last = sorted((int(match[1]), int(match[2])))
            ids += range(first, min(last, first + most) + 1)
            at = match.end()
        elif match := _ONE.match(line, at):
            ids.append(int(match[1]))
            at = match.end()
        else:
            named = tuple(dict.fromkeys(ids))
            return Named(named, tuple(wrong), line[at:].strip(" :"), len(named) < len(ids))
