"""Values: days with their number or name: "3/12", "samedi 5 décembre", "le 3 du mois dernier", "à la Toussaint"."""

import re
from datetime import date

from bot.understanding.values import reckoning
from bot.understanding.values.lexicon import MONTH
from bot.understanding.values.meaning import BY, Meant, Moment, agreeing, days, span
from bot.understanding.values.reckoning import exact, one
from bot.understanding.values.records import Certainty, Days, Prefer


def day_and_month(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "samedi 5 décembre 2026", "March 3rd", "du 3 au 8 avril", "les 4 et 5 avril"."""
    month = 9 if match["m"] == "7" else moment.number(match, "m")
    numbers = [moment.number(match, name) for name in ("a", "n") if match.groupdict().get(name)]
    if not all(1 <= number <= 31 for number in numbers):
        return None
    year = moment.number(match, "y") if match["y"] else None
    found = [
        (exact(number, month, year),) if year else reckoning.without_year(number, month, moment.today, moment.prefer)
        for number in numbers
    ]
    if len(found) == 1:
        return agreeing(moment, match, found[0])
    first, last = ([day for day in each if day is not None] for each in found)
    if match["to"] in tuple("tU") or match["between"]:
        if not first or not last:
            return Meant(((),), is_day=False)
        return span(Days(first[0], last[0])) if first[0] < last[0] else None
    return Meant((tuple(map(one, first)), tuple(map(one, last))))


def in_digits(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "3/12", "03.12.2026", "2026-12-03"."""
    day, month, *rest = map(int, str(moment.value(match, "d")).split())
    year = rest[0] + (2000 if rest[0] < 100 else 0) if rest else None
    written = moment.line.text.text[moment.line.tokens[match.start("d")].start :][:5]
    if day > 31 or month > 31 or not (day and month):
        return None
    orders = [(day, month)]
    swapped = not written[:4].isdigit() and moment.line.lexicon.month_first and day <= 12 and day != month
    if swapped or (month > 12 >= day and moment.line.lexicon.month_first):
        orders.append((month, day))
    found: list[date | None] = []
    for of_day, of_month in orders:
        if of_month <= 12:
            loose = reckoning.without_year(of_day, of_month, moment.today, moment.prefer)
            found += [exact(of_day, of_month, year)] if year else loose
    if not any(of_month <= 12 for _, of_month in orders):
        return None
    meant = agreeing(moment, match, found)
    led = match["W"] or moment.line.kinds[max(match.start() - 1, 0) : match.start()] in tuple("LsUBAFtf&@T")
    plain = not rest and len(written.split("/")[0]) < 2 and not led
    following = moment.line.kinds[match.end() : match.end() + 2]
    if following[:1] == "G" and following[1:] not in tuple("hnr") and not rest and not moment.asked:
        return None  # "les 3/4 des lampadaires"
    # "1/2" and "3/4" are fractions too.
    if meant and plain and month <= 5 and not moment.asked:
        return Meant(meant.alternatives, Certainty.LIKELY)
    return meant


def with_point(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "am 5.12.", "il 3.4": only behind an article or a weekday, for it is a number or a time as well."""
    day, _, month = str(moment.value(match, "q")).replace(",", "/").partition(".")
    if not (month.isdigit() and day.isdigit() and 1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return agreeing(moment, match, reckoning.without_year(int(day), int(month), moment.today, moment.prefer))


def month_before(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "le 3 du mois dernier"."""
    if moment.value(match, "u") != MONTH:
        return None
    by = BY.get(match["by"], 1)
    year, month = reckoning.shifted(moment.today.year, moment.today.month, by)
    day = moment.number(match, "n")
    return days(exact(day, month, year)) if 1 <= day <= 31 else None


def holiday(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "à la Toussaint", "Noël 2026", "before Christmas"."""
    rule, today = str(moment.value(match, "H")), moment.today
    before = moment.line.kinds[max(match.start() - 2, 0) : match.start()]
    # "un sapin de Noël", "le marché de Noël": a thing, and no day.
    if not moment.asked and (before[-1:] == "x" or before == "xG"):
        return None
    if match["y"]:
        return days(reckoning.holiday(rule, moment.number(match, "y")))
    here = reckoning.holiday(rule, today.year)
    if here is None:
        return None
    if moment.prefer is Prefer.PAST:
        return days(here if here <= today else reckoning.holiday(rule, today.year - 1))
    return days(here if here >= today else reckoning.holiday(rule, today.year + 1))


def day(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "le 14": a day only where one is asked for, or where something of a date stands behind it."""
    day = moment.number(match, "n")
    if not 1 <= day <= 31:
        return None
    following = moment.line.kinds[match.end() : match.end() + 2]
    if not moment.asked and following[:1] not in ("", ".", ",") and following not in ("th", "Gh"):
        return None
    found = reckoning.day_of_month(day, moment.today, moment.prefer)
    return days(found, certainty=Certainty.LIKELY) if found else None


def two_days(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "du 14 au 17": days only where they are asked for."""
    days = moment.number(match, "a"), moment.number(match, "n")
    if not moment.asked or not 1 <= days[0] < days[1] <= 31:
        return None
    first = reckoning.day_of_month(days[0], moment.today, moment.prefer)
    last = first and exact(days[1], first.month, first.year)
    return span(Days(first, last), certainty=Certainty.LIKELY) if first and last else None
