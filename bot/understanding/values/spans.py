"""Values: weeks, weekends, months and years: "la semaine prochaine", "le week-end du 14", "fin janvier", "en mars"."""

import re
from datetime import date

from bot.understanding.values import reckoning
from bot.understanding.values.lexicon import MONTH, WEEK, YEAR
from bot.understanding.values.meaning import BY, Meant, Moment, months_of, span, written
from bot.understanding.values.reckoning import DAY
from bot.understanding.values.records import Certainty, Days

_MONTHS_AGO = 5
"""Months for which "en janvier" may be the one that has passed."""


def part_of_month(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "fin janvier", "mi-mars", "à la fin du mois prochain", "Ende nächster Woche", "fin d'année"."""
    which = moment.number(match, "g")
    unit = moment.value(match, "u") if match["u"] else MONTH
    if unit == WEEK:
        monday = reckoning.week_of(moment.today + BY.get(match["by"] or "=", 1) * reckoning.WEEK).first
        first, last = {-1: (0, 1), 0: (1, 3), 1: (3, 6)}[which]
        return span(Days(monday + first * DAY, monday + last * DAY), certainty=Certainty.LIKELY)
    if unit == YEAR:
        year = moment.today.year + BY.get(match["by"] or "=", 1)
        begins, ends = {-1: (1, 3), 0: (5, 8), 1: (10, 12)}[which]
        return span(Days(date(year, begins, 1), reckoning.month_of(year, ends).last))
    if unit != MONTH:
        return None
    year, month = months_of(moment, match)[0]
    return span(reckoning.part_of_month(reckoning.month_of(year, month), which))


def weekend(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "le week-end du 14", "ce week-end", "le week-end prochain"."""
    today = moment.today
    this = reckoning.weekend_of(today)
    later = reckoning.weekend_of(today + reckoning.WEEK)
    if match["n"]:
        day = moment.number(match, "n")
        if not 1 <= day <= 31:
            return None
        if match["m"]:
            month = 9 if match["m"] == "7" else moment.number(match, "m")
            found = reckoning.without_year(day, month, today, moment.prefer)[0]
        else:
            found = reckoning.day_of_month(day, today, moment.prefer)
        return span(reckoning.weekend_of(found)) if found else None
    match match["by"]:
        case "=" | "}":
            return span(this)
        case ">":
            # Said from Monday to Friday it is the one that comes, or the one after it.
            return span(later) if today.weekday() >= reckoning.SATURDAY else span(this, later)
        case "<" | "Z":
            return span(reckoning.weekend_of(today - reckoning.WEEK))
        case _:
            return span(this, certainty=Certainty.LIKELY) if moment.asked else None


def week_of(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "la semaine du 6 avril"."""
    if moment.value(match, "u") != WEEK or written(moment, match.start("n") - 1) == "des":
        return None
    day = moment.number(match, "n")
    month = 9 if match["m"] == "7" else moment.number(match, "m")
    if not 1 <= day <= 31:
        return None
    found = (
        reckoning.without_year(day, month, moment.today, moment.prefer)[0]
        if month
        else reckoning.day_of_month(day, moment.today, moment.prefer)
    )
    return span(reckoning.week_of(found)) if found else None


def unit(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "la semaine prochaine", "le mois dernier", "cette année"."""
    by, today = BY.get(match["by"], 1), moment.today
    match moment.value(match, "u"):
        case "week":
            return span(reckoning.week_of(today + by * reckoning.WEEK))
        case "month":
            return span(reckoning.month_of(*reckoning.shifted(today.year, today.month, by)))
        case "year":
            return span(Days(date(today.year + by, 1, 1), date(today.year + by, 12, 31)))
        case _:
            return None


def month(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "en mars", "depuis janvier", "mars 2027"; a month alone may be a name."""
    before = moment.line.kinds[max(match.start() - 1, 0) : match.start()]
    led = before in tuple("lisUBAFfte&<>=}gu@") if match["m"] in "M" else before in tuple("isUBF<>=")
    if not (match["y"] or led or moment.asked):
        return None
    by = match["by"]
    year, month = months_of(moment, match)[0]
    if by in ("<", "Z") and (year, month) >= (moment.today.year, moment.today.month):
        year -= 1
    ago = (moment.today.month - month) % 12
    if match["y"] is None and moment.prefer is None and by is None and 1 <= ago <= _MONTHS_AGO:
        passed = reckoning.shifted(moment.today.year, moment.today.month, -ago)
        return span(reckoning.month_of(*passed), reckoning.month_of(year, month))
    return span(reckoning.month_of(year, month))


def year(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "en 2027", "depuis 2019"."""
    before = moment.line.kinds[max(match.start() - 1, 0) : match.start()]
    if before not in tuple("lisUB"):
        return None
    year = moment.number(match, "y")
    return Meant(((Days(date(year, 1, 1), date(year, 12, 31)),),), is_day=False, takes_hours=False)
