"""Values: the dates of a message. The grammar is a table of patterns over the letters of a line (see `lexicon.py`)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.understanding.values import reckoning
from bot.understanding.values.grammar import MEANINGS
from bot.understanding.values.hours import hours_at
from bot.understanding.values.masking import masked
from bot.understanding.values.meaning import Meant, Moment
from bot.understanding.values.reckoning import DAY
from bot.understanding.values.records import Certainty, Days, FoundDate, FoundHours, Prefer, Relation
from bot.understanding.values.tokens import Line, line_of

_LINKS = "lLG"
_NEAR = 8
"""Words before a date in which its hours are looked for."""

_RELATIONS = {"s": Relation.SINCE, "U": Relation.UNTIL, "B": Relation.UNTIL, "A": Relation.FROM, "F": Relation.FROM}


def read_dates(
    text: str, lang: str, now: datetime, *, asked: bool = False, prefer: Prefer | None = None
) -> tuple[FoundDate, ...]:
    """Give the dates of a message, in their order.

    Args:
        text: the message; its first 2,000 characters are read.
        lang: its language.
        now: the present moment, aware, in the city's zone.
        asked: it answers a question for a day: "le 12" or "le samedi" are dates then.
        prefer: which way to look for a day whose year or week is not said; if that is not known, a weekday alone can
            be the one that comes or the one before. "depuis" always looks back, "avant" and "à partir de" ahead.

    Raises:
        ValueError: `now` does not know its zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing; give an aware datetime")
    line = masked(line_of(text, lang))
    found = list[FoundDate]()
    at, left = 0, 0
    while at < len(line.kinds):
        one = _date_at(line, at, left, Moment(now, prefer, asked, line))
        if one is None:
            at += 1
            continue
        dates, at = one
        found += dates
        left = at
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Atom:
    """Days that begin at a place in the line."""

    meant: Meant
    at: int
    behind: int


def _date_at(line: Line, at: int, left: int, moment: Moment) -> tuple[list[FoundDate], int] | None:
    """Read a date that begins at a place, with its hours; `left`: what stands before is another date's."""
    atom = _atom_at(line, at, moment)
    if atom is None:
        return None
    relation, start = _relation(line, at, left, atom)
    towards = Prefer.PAST if relation is Relation.SINCE else moment.prefer
    if relation in (Relation.FROM, Relation.UNTIL):
        towards = towards or Prefer.FUTURE
    if towards is not moment.prefer:
        atom = _atom_at(line, at, replace(moment, prefer=towards)) or atom
    meant, behind = atom.meant, atom.behind
    if (further := _until(line, behind, meant, moment)) is not None:
        meant, behind = further
    hours = meant.hours
    if hours is None and meant.takes_hours:
        hours, start, behind = _hours_beside(line, start, behind, left)
    found = []
    if relation is Relation.SINCE and all(days.first > moment.today for each in meant.alternatives for days in each):
        relation = Relation.ON  # "dal 3 all'8 aprile": nothing lasts since a day to come.
    letter = "" if relation is Relation.ON else line.kinds[_before(line, at)]
    if line.kinds[at] == "g" and line.tokens[at].value == 1:
        letter = ""  # "avant la fin du mois": until its last day.
    for number, readings in enumerate(meant.alternatives):
        first, last = line.span(start, behind)
        days = _related(tuple(readings), letter)
        found.append(FoundDate(first, last, days, relation, hours if number == 0 else None, meant.certainty))
    return found, behind


def _atom_at(line: Line, at: int, moment: Moment) -> _Atom | None:
    for meaning in MEANINGS:
        match = meaning.pattern.match(line.kinds, at)
        if match is None:
            continue
        meant = meaning.read(moment, match)
        if meant is not None:
            return _Atom(meant, at, match.end())
    return None


def _before(line: Line, at: int) -> int:
    place = at - 1
    while place >= 0 and line.kinds[place] in _LINKS:
        place -= 1
    return place


def _relation(line: Line, at: int, left: int, atom: _Atom) -> tuple[Relation, int]:
    """Give how something stands to the days, and where the date begins: "depuis samedi", "cumartesiden beri"."""
    if atom.meant.relation is not None:
        return atom.meant.relation, at
    place = _before(line, at)
    if place >= left and line.kinds[place] in _RELATIONS:
        return _RELATIONS[line.kinds[place]], place
    behind = re.compile(r"[lLGt]*([sUF])").match(line.kinds, atom.behind)
    if behind and line.lexicon.lang == "tr":
        return _RELATIONS[behind[1]], at
    start = at
    while start - 1 >= left and line.kinds[start - 1] == "L":
        start -= 1
    return Relation.ON, start


def _related(readings: tuple[Days, ...], letter: str) -> tuple[Days, ...]:
    """Leave out the day itself behind "before" and "after"."""
    if letter == "B":
        return tuple(reckoning.one(each.first - DAY) for each in readings)
    return tuple(reckoning.one(each.last + DAY) for each in readings) if letter == "A" else readings


def _until(line: Line, behind: int, first: Meant, moment: Moment) -> tuple[Meant, int] | None:
    """Read the second day of "du lundi 6 au vendredi 10", "from 28 March to 2 April"."""
    joint = re.compile(r"[lLG]*[tU][lLGt]*").match(line.kinds, behind)
    if joint is None or first.relation is not None or not first.is_day or first.hours is not None:
        return None
    second = _atom_at(line, joint.end(), moment)
    if second is None or not second.meant.is_day:
        return None
    by_name = line.kinds[joint.end() : second.behind] == "W"
    spans = [
        Days(begins.first, ends.last if begins.first <= ends.last or not by_name else ends.last + reckoning.WEEK)
        for begins in first.alternatives[0][:1]
        for ends in second.meant.alternatives[0]
        if begins.first <= ends.last or by_name
    ]
    if not spans:
        return None
    certainty = max(first.certainty, second.meant.certainty, key=lambda each: each is Certainty.LIKELY)
    if by_name:
        certainty = Certainty.LIKELY  # "from Monday to Friday" is rather every week's.
    return Meant((tuple(spans[:1]),), certainty, is_day=False), second.behind


def _hours_beside(line: Line, start: int, behind: int, left: int) -> tuple[FoundHours | None, int, int]:
    """Read hours right behind a date ("samedi de 8 à 10"), or right before it ("à 14 h samedi")."""
    place = behind
    while place < len(line.kinds) and line.kinds[place] in ",lLG":
        place += 1
    for begin in range(behind, place + 1):
        if found := hours_at(line, begin, bare=True):
            hours, end = found
            if _plain_number(line, begin, end):
                break
            if hours.readings[0].ends is not None:
                hours = replace(hours, certainty=Certainty.SURE)
            return hours, start, end
    for begin in range(max(left, start - _NEAR), start):
        if line.kinds[begin] in "hn17^oprq" or (line.kinds[begin] in "tfUBAF&@" and begin + 1 < start):
            found = hours_at(line, begin, bare=False)
            between = line.kinds[found[1] : start] if found else ""
            if found and found[1] <= start and set(between) <= set(",lLG@") and _fits(found[0], between):
                return found[0], begin, behind
    return None, start, behind


def _fits(hours: FoundHours, between: str) -> bool:
    """Say whether hours before a date are of it: a part of a day only by a word ("le soir du 14 juillet")."""
    return hours.readings[0].part is None or "G" in between


def _plain_number(line: Line, begin: int, end: int) -> bool:
    """Say whether what stands for hours is a number alone that nothing leads to: "samedi 13 21 personnes"."""
    return set(line.kinds[begin:end]) <= set("n7,lLG1")
