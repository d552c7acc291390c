"""Answers that are days, hours, ages and phone numbers: how they are read, found in a message, and shown.

What an answer keeps is canonical (bot/understanding/values/canonical.py), or the citizen's own words where those are
clearer than any reading of them: nobody is held up because a date was not understood.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol, TypeVar

from bot.flow import Scope
from bot.outgoing import Moment, Quoted, Text, text
from bot.understanding.values import (
    Age,
    Certainty,
    Days,
    FoundAge,
    FoundDate,
    FoundHours,
    Hours,
    Part,
    Prefer,
    Relation,
    read_ages,
    read_dates,
    read_hours,
    read_phones,
    shown_phone,
)
from bot.understanding.values.canonical import (
    When,
    is_phone,
    parse_age,
    parse_hours,
    parse_when,
    when_of,
    write_age,
    write_hours,
)
from bot.understanding.values.lexicon import LANGUAGES
from bot.understanding.values.records import moments

MOST_OTHER_WORDS = 4
"""Words beside a value in an answer that may go ("samedi, si possible"); with more, the answer is kept as it is."""

LONGEST_DAYS = 14
"""Days in a row that are still an answer to "which day?"; a month is not."""

LONG_AGO = 30
"""Days after which somebody who says a date that has passed may mean next year's."""

OF_AGE = 18

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an answer cannot be taken as it is.

    Attributes:
        why: "none" (the calendar has no such day), "passed", "which" (one of several), "phone" (a digit is wrong).
        said: the words that are meant.
        choices: canonical answers that may be meant.
        day: the day that has passed. digits: how many there are, of a phone number.
    """

    why: Literal["none", "passed", "which", "phone"]
    said: str
    choices: tuple[str, ...] = ()
    day: date | None = None
    digits: int = 0


class _Found(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_F = TypeVar("_F", bound=_Found)


def read_value(question: str, written: str, scope: Scope) -> str | Trouble | None:
    """Read an answer to one of the questions for a value.

    Args:
        question: its name, one of `VALUES`.
        written: the answer, canonical or in words.
        scope: when and in which language it was written; others are tried after that.

    Returns:
        The canonical answer; what has to be asked about; or None if the words are to be kept as they are.
    """
    return VALUES[question](written, scope)


def said_value(question: str, written: str, lang: str, scope: Scope) -> str | None:
    """Give the canonical answer to a question for a value that a message holds, if there is no doubt about it."""
    now = _local(scope)
    match question:
        case "day":
            return _said_day(read_dates(written, lang, now, prefer=Prefer.FUTURE), now.date())
        case "hours":
            ranges = [found for found in read_hours(written, lang) if _is_range(found)]
            return _one([write_hours(found.readings[0]) for found in ranges if len(found.readings) == 1])
        case "when":
            happened = [found for found in read_dates(written, lang, now) if _is_sure(found)]
            return _happened(happened, now.date())
        case "period":
            coming = [found for found in read_dates(written, lang, now, prefer=Prefer.FUTURE) if _is_sure(found)]
            return _one([when_of(found).written for found in coming if found.readings[0].last >= now.date()])
        case "child_age":
            ages = [each.age for each in read_ages(written, lang, now) if each.certainty is Certainty.SURE]
            return _one([write_age(age) for age in ages if _is_child(age, now.year)])
        case "birth_year":
            return _one([each.age.born[:4] for each in read_ages(written, lang, now) if each.age.born])
        case "contact":
            return _one([each.number for each in read_phones(written) if each.number])
        case _:
            return None


def offered_values(question: str, written: str, lang: str, scope: Scope) -> tuple[str, ...]:
    """Give the canonical answers that a message may mean, where it says one that can be several."""
    now = _local(scope)
    match question:
        case "day":
            dates = read_dates(written, lang, now, prefer=Prefer.FUTURE)
            sure = [each for each in dates if each.certainty is Certainty.SURE and each.relation is Relation.ON]
            return _coming(sure[0], now.date()) if len(sure) == len(dates) == 1 else ()
        case "hours":
            ranges = [found for found in read_hours(written, lang) if _is_range(found)]
            return tuple(map(write_hours, ranges[0].readings)) if len(ranges) == 1 else ()
        case _:
            return ()


def _local(scope: Scope) -> datetime:
    return scope.now.astimezone(scope.zone)


def _one(found: Sequence[str]) -> str | None:
    return found[0] if len(set(found)) == 1 else None


def _is_sure(found: FoundDate) -> bool:
    return found.certainty is Certainty.SURE and len(found.readings) == 1


def _is_range(found: FoundHours) -> bool:
    first = found.readings[0]
    is_range = first.part is Part.DAY or (first.begins is not None and first.ends is not None)
    return is_range and found.certainty is Certainty.SURE


def _is_child(age: Age, year: int) -> bool:
    return int(age.born[:4]) > year - OF_AGE if age.born else age.years < OF_AGE


def _said_day(found: Sequence[FoundDate], today: date) -> str | None:
    """Give the only day to come that is said; if another one may be meant, none."""
    coming = [each for each in found if not each.readings or each.readings[0].last >= today]
    if len(coming) != 1 or not _is_sure(coming[0]) or coming[0].relation is not Relation.ON:
        return None
    days = coming[0].readings[0]
    return When(days).written if days.last - days.first < timedelta(LONGEST_DAYS) else None


def _happened(found: Sequence[FoundDate], today: date) -> str | None:
    """Give the only moment that is over, or since when it goes on."""
    if len(found) != 1 or found[0].relation not in (Relation.ON, Relation.SINCE):
        return None
    if found[0].readings[0].first > today or (found[0].hours and len(found[0].hours.readings) > 1):
        return None
    return when_of(found[0]).written


def _coming(found: FoundDate, today: date) -> tuple[str, ...]:
    coming = tuple(When(days).written for days in found.readings if days.last >= today)
    return coming if len(coming) > 1 else ()


def _day(written: str, scope: Scope) -> str | Trouble | None:
    if parse_when(written):
        return written
    now = _local(scope)
    found = _in_any(written, scope, lambda lang: read_dates(written, lang, now, asked=True, prefer=Prefer.FUTURE))
    wrong = next((each for each in found if not each.readings), None)
    if wrong is not None:
        return Trouble("none", written[wrong.start : wrong.end])
    if len(found) != 1 or found[0].relation is not Relation.ON:
        return None
    one, today = found[0], now.date()
    said, first = written[one.start : one.end], one.readings[0]
    # "aujourd'hui à 9 h" is over at ten.
    over = moments(first, one.hours.readings[0] if one.hours else None, scope.zone)[1]
    if over < scope.now:
        later = [When(days).written for days in (*one.readings[1:], *_next_year(first, today)) if days.first >= today]
        long_ago = (today - first.last).days >= LONG_AGO
        return Trouble("passed", said, tuple(dict.fromkeys(later))[:1] if long_ago else (), first.first)
    if coming := _coming(one, today):
        return Trouble("which", said, coming)
    hours = read_hours(written, scope.lang, asked=True)
    return None if other_words(written, (one, *hours)) > MOST_OTHER_WORDS else When(first).written


def _next_year(days: Days, today: date) -> Iterable[Days]:
    """Give the same day of the year that comes, for a day with its month."""
    if not days.is_one:
        return
    for year in (today.year, today.year + 1):
        try:
            later = days.first.replace(year=year)
        except ValueError:
            continue
        if later >= today:
            yield Days(later, later)


def _hours(written: str, scope: Scope) -> str | Trouble | None:
    if parse_hours(written):
        return written
    found = _in_any(written, scope, lambda lang: read_hours(written, lang, asked=True))
    if len(found) != 1:
        return None
    one = found[0]
    if len(one.readings) > 1:
        return Trouble("which", written[one.start : one.end], tuple(map(write_hours, one.readings)))
    return None if other_words(written, found) > MOST_OTHER_WORDS else write_hours(one.readings[0])


def _when(written: str, scope: Scope) -> str | None:
    if parse_when(written):
        return written
    now = _local(scope)
    found = _in_any(written, scope, lambda lang: read_dates(written, lang, now, asked=True, prefer=Prefer.PAST))
    if not all(map(_is_sure, found)) or other_words(written, found) > MOST_OTHER_WORDS:
        return None
    return _happened(found, now.date())


def _period(written: str, scope: Scope) -> str | None:
    if parse_when(written):
        return written
    now = _local(scope)
    found = _in_any(written, scope, lambda lang: read_dates(written, lang, now, asked=True, prefer=Prefer.FUTURE))
    if len(found) != 1 or not _is_sure(found[0]) or other_words(written, found) > MOST_OTHER_WORDS:
        return None
    return when_of(found[0]).written if found[0].readings[0].last >= now.date() else None


def _age(written: str, scope: Scope) -> str | None:
    if parse_age(written):
        return written
    now = _local(scope)
    found: Sequence[FoundAge] = _in_any(written, scope, lambda lang: read_ages(written, lang, now, asked=True))
    if len(found) != 1 or other_words(written, found) > MOST_OTHER_WORDS:
        return None
    return write_age(found[0].age)


def _phone(written: str, _scope: Scope) -> str | Trouble | None:
    found = read_phones(written)
    wrong = next((each for each in found if each.number is None), None)
    if wrong is not None:
        return Trouble("phone", written[wrong.start : wrong.end], digits=wrong.digits)
    if len(found) != 1 or other_words(written, found) > MOST_OTHER_WORDS // 2:
        return None
    return found[0].number


VALUES: dict[str, Callable[[str, Scope], str | Trouble | None]] = {
    "day": _day,
    "hours": _hours,
    "when": _when,
    "period": _period,
    "child_age": _age,
    "contact": _phone,
}
"""The questions for a value, with how their answers are read."""


def _in_any(written: str, scope: Scope, read: Callable[[str], Sequence[_F]]) -> Sequence[_F]:
    """Read in the language that leaves the fewest words over, the one that is spoken first; answers are short."""
    best = read(scope.lang)
    fewest = other_words(written, best)
    for lang in LANGUAGES:
        if fewest and lang != scope.lang and (found := read(lang)) and (left := other_words(written, found)) < fewest:
            best, fewest = found, left
    return best


def other_words(written: str, found: Iterable[_Found]) -> int:
    """Count the words of an answer beside what was found in it, each with its ``start`` and ``end``."""
    spans = [(each.start, each.end) for each in found]
    return sum(
        not any(start <= word.start() and word.end() <= end for start, end in spans) for word in _WORD.finditer(written)
    )


def value_shown(question: str, value: str, year: int) -> Text | Quoted | None:
    """Write a canonical answer in the reader's language.

    Args:
        question: its name.
        value: the answer.
        year: the one in which it was given; dates in it are written without a year.

    Returns:
        The sentence, or None for an answer that is kept in words.
    """
    match question:
        case "day" | "when" | "period":
            return None if (when := parse_when(value)) is None else _when_shown(when, year)
        case "hours":
            return None if (hours := parse_hours(value)) is None else hours_shown(hours)
        case "child_age":
            return None if (age := parse_age(value)) is None else _age_shown(age)
        case "contact":
            return Quoted(shown_phone(value)) if is_phone(value) else None
        case _:
            return None


def day_shown(day: date, year: int) -> Text:
    """Write a day; with its year if that is another one."""
    return text("value-day", day=Moment(_noon(day), "day" if day.year == year else "date"))


def _when_shown(when: When, year: int) -> Text:
    first, last = when.days.first, when.days.last
    match when.relation:
        case Relation.ON if when.days.is_one:
            shown = day_shown(first, year)
        case Relation.ON if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
            shown = text("value-month", month=Moment(_noon(first), "month"))
        case Relation.ON:
            shown = text("value-days", first=day_shown(first, year), last=day_shown(last, year))
        case relation:
            shown = text("value-towards", relation=relation.value, day=day_shown(first, year))
    return shown if when.hours is None else text("value-day-and-hours", day=shown, hours=hours_shown(when.hours))


def hours_shown(hours: Hours) -> Text:
    """Write hours."""
    if hours.part is not None:
        return text("value-part", part=hours.part.value)
    if hours.begins is not None and hours.ends is not None:
        return text("value-hours", begins=_clock(hours.begins), ends=_clock(hours.ends))
    if hours.begins is None:
        return text("value-hours-until", ends=_clock(hours.ends or 0))
    return text("value-hours-from" if hours.open else "value-hour", begins=_clock(hours.begins))


def _clock(minutes: int) -> Text:
    if minutes % (24 * 60) == 0:
        return text("value-midnight")
    sharp = "yes" if minutes % 60 == 0 else "no"
    return text("value-clock", hour=str(minutes // 60), minutes=f"{minutes % 60:02}", sharp=sharp)


def _age_shown(age: Age) -> Text:
    if not age.born:
        return text("value-age", years=age.years, months=age.months, weeks=age.weeks, days=age.days)
    year, *rest = age.born.split("-")
    if not rest:
        return text("value-born-year", year=year)
    day = date.fromisoformat(age.born if len(rest) > 1 else f"{age.born}-01")
    form: Literal["date", "month"] = "date" if len(rest) > 1 else "month"
    return text("value-born", day=Moment(_noon(day), form), exact="yes" if len(rest) > 1 else "no")


def _noon(day: date) -> datetime:
    # At noon in UTC it is the same day everywhere from Hawaii to Nouméa.
    return datetime.combine(day, time(12), UTC)
