"""Values: what the patterns of `grammar.py` share: from where a date is read, and what some words mean."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.understanding.values import reckoning
from bot.understanding.values.reckoning import one
from bot.understanding.values.records import Certainty, Days, FoundHours, Part, Prefer, Relation
from bot.understanding.values.tokens import Line

BY = {"<": -1, "Z": -1, "=": 0}
"""How many weeks or months from the present one a word leads; any other leads to the next."""


@dataclass(frozen=True, slots=True)
class Moment:
    """From where a date is read."""

    now: datetime
    prefer: Prefer | None
    asked: bool
    line: Line

    @property
    def today(self) -> date:
        """The present day in the city."""
        return self.now.date()

    def value(self, match: re.Match[str], name: str) -> int | str | Part | None:
        """Give the value of the word that a group matched, None if it matched none."""
        at = match.start(name)
        if at < 0:
            return None
        return self.line.number(at) if self.line.kinds[at] in "n17" else self.line.tokens[at].value

    def number(self, match: re.Match[str], name: str) -> int:
        """Give the number that a group matched, 0 if it matched none."""
        value = self.value(match, name)
        return value if isinstance(value, int) else 0


@dataclass(frozen=True, slots=True)
class Meant:
    """What some words mean: dates, of which each is one of several days where it is not clear; none: no such day.

    `is_day`: a single day, with which a range can begin or end. `takes_hours`: hours may follow it.
    """

    alternatives: Sequence[Sequence[Days]]
    certainty: Certainty = Certainty.SURE
    is_day: bool = True
    relation: Relation | None = None
    hours: FoundHours | None = None
    takes_hours: bool = True


Read = Callable[[Moment, re.Match[str]], Meant | None]
"""What a pattern means where it matches; None: nothing after all."""


def days(*each: date | None, certainty: Certainty = Certainty.SURE) -> Meant:
    """Give a single day, or one of several; None is a day that does not exist."""
    return Meant((tuple(one(day) for day in each if day is not None),), certainty)


def span(*spans: Days, certainty: Certainty = Certainty.SURE) -> Meant:
    """Give several days in a row, or one of several such spans."""
    return Meant((spans,), certainty, is_day=False)


def written(moment: Moment, at: int) -> str:
    """Give a word as it stands in the levelled text."""
    token = moment.line.tokens[at]
    return moment.line.text.text[token.start : token.end]


def agreeing(moment: Moment, match: re.Match[str], candidates: Sequence[date | None]) -> Meant | None:
    """Give the candidates that are the weekday that is said; if none is, the first, and the nearest such weekday."""
    known = [day for day in candidates if day is not None]
    weekday = moment.value(match, "W") if "W" in match.re.groupindex else None
    if weekday is None and "V" in match.re.groupindex:
        weekday = moment.value(match, "V")
    if not known or not isinstance(weekday, int):
        return days(*candidates)
    agreeing = [day for day in known if day.weekday() == weekday]
    return days(*(agreeing or [known[0], reckoning.nearest_weekday(known[0], weekday)]))


def months_of(moment: Moment, match: re.Match[str]) -> list[tuple[int, int]]:
    """Give the months that a group "m" can mean, the nearest first; without one the present month and the next."""
    today = moment.today
    by = match.groupdict().get("by")
    if not match["m"]:
        here = reckoning.shifted(today.year, today.month, BY.get(by or "=", 1))
        return [here] if by else [here, reckoning.shifted(today.year, today.month, 1)]
    month = 9 if match["m"] == "7" else moment.number(match, "m")
    if match["y"]:
        return [(moment.number(match, "y"), month)]
    if moment.prefer is Prefer.PAST:
        return [(today.year if month <= today.month else today.year - 1, month)]
    years = [today.year, today.year + 1] if month >= today.month else [today.year + 1]
    return [(year, month) for year in years]
