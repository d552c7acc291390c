"""Values: how they are kept as an answer, and read back: "2026-12-05 14:00-18:00", "since 2026-02-28", "P9Y6M".

Dates and ages are written as in ISO 8601, phone numbers as in E.164; both are plain text that a person can still read.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.understanding.values.records import NIGHTFALL, Age, Days, FoundDate, Hours, Part, Relation

_DATE = r"\d{4}-\d\d-\d\d"
_CLOCK = r"(?:[01]\d|2[0-4]):[0-5]\d"
_DAYS = re.compile(
    rf"(?:(?P<relation>since|from|until) )?(?P<first>{_DATE})(?:/(?P<last>{_DATE}))?(?: (?P<hours>\S+))?"
)
_HOURS = re.compile(rf"(?P<begins>{_CLOCK})?(?P<dash>-)?(?P<ends>{_CLOCK})?")
_AGE = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,2})M)?(?:(\d{1,2})W)?(?:(\d{1,2})D)?")
_BORN = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?|" + _DATE)
_PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class When:
    """Days as an answer keeps them: on them, or since, from or until them; with hours, or without."""

    days: Days
    relation: Relation = Relation.ON
    hours: Hours | None = None

    @property
    def written(self) -> str:
        """Write it as an answer."""
        before = "" if self.relation is Relation.ON else f"{self.relation.value} "
        span = "" if self.days.is_one else f"/{self.days.last.isoformat()}"
        behind = f" {write_hours(self.hours)}" if self.hours else ""
        return f"{before}{self.days.first.isoformat()}{span}{behind}"


def when_of(found: FoundDate, reading: int = 0) -> When:
    """Give one of the readings of a found date, as an answer keeps it; of hours the likeliest.

    Raises:
        IndexError: it has no such reading.
    """
    days = found.readings[reading]
    match found.relation:
        case Relation.SINCE | Relation.FROM:
            days = Days(days.first, days.first)
        case Relation.UNTIL:
            days = Days(days.last, days.last)
    return When(days, found.relation, found.hours.readings[0] if found.hours else None)


def parse_when(written: str) -> When | None:
    """Read what `When.written` wrote; None for anything else."""
    match = _DAYS.fullmatch(written)
    if match is None:
        return None
    hours = parse_hours(match["hours"]) if match["hours"] else None
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"]) if match["last"] else first
    except ValueError:
        return None
    if last < first or (match["hours"] and hours is None):
        return None
    return When(Days(first, last), Relation(match["relation"] or "on"), hours)


def write_hours(hours: Hours) -> str:
    """Write hours as an answer: "14:00-18:00", "09:30", "14:00-" (from then on), "-18:00" (until then), "morning"."""
    if hours.part is not None:
        return hours.part.value
    begins = "" if hours.begins is None else _clock(hours.begins)
    ends = "" if hours.ends is None else _clock(hours.ends)
    return f"{begins}{'-' if hours.open or hours.ends is not None else ''}{ends}"


def parse_hours(written: str) -> Hours | None:
    """Read what `write_hours` wrote; None for anything else."""
    if written in set(Part):
        return Hours(part=Part(written))
    match = _HOURS.fullmatch(written)
    if match is None or not (match["begins"] or match["ends"]) or bool(match["ends"]) > bool(match["dash"]):
        return None
    begins, ends = (_minutes(match[name]) for name in ("begins", "ends"))
    if max(begins or 0, ends or 0) > NIGHTFALL:
        return None
    return Hours(begins, ends, open=match["dash"] is not None and ends is None)


def write_age(age: Age) -> str:
    """Write an age as an answer: "P9Y6M", or the year, month or day of birth."""
    if age.born:
        return age.born
    parts = ((age.years, "Y"), (age.months, "M"), (age.weeks, "W"), (age.days, "D"))
    return "P" + "".join(f"{number}{letter}" for number, letter in parts if number)


def parse_age(written: str) -> Age | None:
    """Read what `write_age` wrote; None for anything else."""
    if match := _AGE.fullmatch(written):
        years, months, weeks, days = (int(group or 0) for group in match.groups())
        return Age(years, months, weeks, days)
    if not _BORN.fullmatch(written):
        return None
    if len(written) == len("2024-03-12"):
        try:
            date.fromisoformat(written)
        except ValueError:
            return None
    return Age(born=written)


def is_phone(written: str) -> bool:
    """Say whether it is a phone number as an answer keeps it (E.164)."""
    return _PHONE.fullmatch(written) is not None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(written: str | None) -> int | None:
    if written is None:
        return None
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)
