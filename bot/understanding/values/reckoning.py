"""Values: reckoning with days, for `dates.py`: the next Saturday, the 14th, a week, a month, a holiday."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.easter import easter

from bot.understanding.values.records import Days, Prefer

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

RECENT = 90
"""Days for which a date without a year is still the one that has just passed: "le 2 mars", said on the 3rd."""

_FURTHEST = 4_000
"""Days that are looked through for a weekday on a given day of the month; every pair comes within eleven years."""

SATURDAY, SUNDAY = 5, 6


def one(day: date) -> Days:
    """Give a single day."""
    return Days(day, day)


def exact(day: int, month: int, year: int) -> date | None:
    """Give a date, or None if the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """Give the year and month so many months later."""
    number = year * 12 + month - 1 + by
    return number // 12, number % 12 + 1


def month_of(year: int, month: int) -> Days:
    """Give a whole month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def week_of(day: date) -> Days:
    """Give the week that a day is in, from Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return Days(monday, monday + 6 * DAY)


def weekend_of(day: date) -> Days:
    """Give the Saturday and Sunday of a day's week."""
    monday = week_of(day).first
    return Days(monday + SATURDAY * DAY, monday + SUNDAY * DAY)


def months_later(day: date, months: int) -> date:
    """Give the day so many months later, or the last day of a month that is too short."""
    year, month = shifted(day.year, day.month, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def weekday_from(today: date, weekday: int) -> date:
    """Give the first such weekday, today or later."""
    return today + (weekday - today.weekday()) % 7 * DAY


def weekday_before(today: date, weekday: int) -> date:
    """Give the last such weekday before today."""
    return today - ((today.weekday() - weekday - 1) % 7 + 1) * DAY


def without_year(day: int, month: int, today: date, prefer: Prefer | None) -> tuple[date | None, ...]:
    """Give what a day and month can be, the likeliest first; None stands for a day that its year does not have.

    The next one is meant, or (`Prefer.PAST`) the latest. One that has just passed may be meant all the same.
    """
    clipped = min(day, monthrange(today.year, month)[1])
    this_year = date(today.year, month, clipped)
    other_year = today.year + (1 if prefer is not Prefer.PAST else -1)
    agrees = this_year >= today if prefer is not Prefer.PAST else this_year <= today
    if agrees:
        return (exact(day, month, today.year),)
    if abs((this_year - today).days) <= RECENT:
        near, far = exact(day, month, today.year), exact(day, month, other_year)
        return (near, far) if near and far else (near or far,)
    return (exact(day, month, other_year),)


def day_of_month(day: int, today: date, prefer: Prefer | None) -> date | None:
    """Give the next (or latest) date with such a day; months that are too short do not count."""
    step = 1 if prefer is not Prefer.PAST else -1
    for months in range(12):
        year, month = shifted(today.year, today.month, step * months)
        found = exact(day, month, year)
        if found and (found >= today if step > 0 else found <= today):
            return found
    return None


def weekday_on(weekday: int, day: int, today: date, prefer: Prefer | None) -> date | None:
    """Give the next (or latest) such weekday with such a day of the month: "vendredi 13"."""
    step = DAY if prefer is not Prefer.PAST else -DAY
    at = today
    for _ in range(_FURTHEST):
        if at.day == day and at.weekday() == weekday:
            return at
        at += step
    return None


def nearest_weekday(day: date, weekday: int) -> date:
    """Give the weekday that is the fewest days away from a date."""
    after = weekday_from(day, weekday)
    return after if (after - day).days <= 3 else after - WEEK


def nth_weekday(which: int, weekday: int, year: int, month: int) -> date | None:
    """Give the first, second... (-1: the last) such weekday of a month."""
    days = month_of(year, month)
    if which < 0:
        return weekday_before(days.last + DAY, weekday)
    found = weekday_from(days.first, weekday) + (which - 1) * WEEK
    return found if which >= 1 and found <= days.last else None


def part_of_month(days: Days, which: int) -> Days:
    """Give the beginning (-1), middle (0) or end (1) of a month: its first, second or last ten days."""
    tenth, twentieth = days.first + 9 * DAY, days.first + 19 * DAY
    if which < 0:
        return Days(days.first, tenth)
    return Days(tenth + DAY, twentieth) if which == 0 else Days(twentieth + DAY, days.last)


def holiday(rule: str, year: int) -> date | None:
    """Give a holiday in a year, by a rule: "12-25", "easter", "easter+39"."""
    if rule.startswith("easter"):
        sunday: date = easter(year)
        return sunday + int(rule.removeprefix("easter") or 0) * DAY
    month, day = map(int, rule.split("-"))
    return exact(day, month, year)
