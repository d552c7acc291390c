"""Values: days of the week, and days counted from the present one: "samedi en huit", "hier", "il y a 3 jours"."""

import re
from datetime import UTC, date, timedelta

from bot.understanding.values import reckoning
from bot.understanding.values.lexicon import DAY as DAY_UNIT
from bot.understanding.values.lexicon import WEEK, YEAR
from bot.understanding.values.meaning import BY, Meant, Moment, days, months_of, span, written
from bot.understanding.values.reckoning import DAY, one
from bot.understanding.values.records import Certainty, FoundHours, Hours, Part, Prefer, Relation

FORTNIGHT = "fortnight"

FAR = 62
"""Days from which on the next Friday the 13th is so far away that one had better look twice."""


def nth(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "le premier dimanche de mars", "la première semaine d'avril", "le dernier samedi du mois"."""
    which, today = -1 if match["O"] == "<" else moment.number(match, "O"), moment.today
    passed: list[date | None] = []
    for year, month in months_of(moment, match):
        if match["u"]:
            if moment.value(match, "u") != WEEK:
                return None
            monday = reckoning.nth_weekday(which, 0, year, month)
            if monday and monday + 6 * DAY >= today:
                return span(reckoning.week_of(monday), certainty=Certainty.LIKELY)
        elif found := reckoning.nth_weekday(which, moment.number(match, "W"), year, month):
            if found >= today or match["y"] or moment.prefer is Prefer.PAST:
                return days(
                    *passed,
                    found,
                    certainty=Certainty.LIKELY if match["any"] and moment.prefer is None else Certainty.SURE,
                )
            passed.append(found)
    return None


def weekday_in_week(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "mardi de la semaine prochaine", "Tuesday next week"."""
    if moment.value(match, "u") != WEEK:
        return None
    by = BY.get(match["by"], 1)
    return days(reckoning.week_of(moment.today + by * reckoning.WEEK).first + moment.number(match, "W") * DAY)


def weekday_and_number(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "vendredi 13": the next real one."""
    day = moment.number(match, "n")
    if not 1 <= day <= 31:
        return None
    found = reckoning.weekday_on(moment.number(match, "W"), day, moment.today, moment.prefer)
    if found is None:
        return None
    return days(found, certainty=Certainty.LIKELY if abs((found - moment.today).days) > FAR else Certainty.SURE)


def weekday_later(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "samedi en huit": the one after the next."""
    later = moment.number(match, "by") if match["by"] else 7
    if match["u"] and (moment.value(match, "u") != WEEK or moment.line.lexicon.lang != "en"):
        return None
    coming = reckoning.weekday_from(moment.today + DAY, moment.number(match, "W"))
    return days(coming + timedelta(days=later))


def weekday(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "samedi", "ce samedi", "samedi prochain", "samedi dernier"."""
    weekday, today, at = moment.number(match, "W"), moment.today, match.start()
    before = moment.line.kinds[max(at - 1, 0) : at]
    if before == "1" or (before == "G" and written(moment, at - 1) == "du"):
        return None  # "un lundi", "les enfants du lundi": some Monday, or each.
    coming = reckoning.weekday_from(today, weekday)
    match match["by"]:
        case "<" | "Z":
            return days(reckoning.weekday_before(today, weekday))
        case "}":
            return days(reckoning.weekday_from(today + DAY, weekday))
        case ">":
            after = reckoning.weekday_from(today + DAY, weekday)
            # In the same week it is that one for some people, and the one after it for others.
            if reckoning.week_of(after) == reckoning.week_of(today):
                return days(after, after + reckoning.WEEK)
            return days(after)
        case "=":
            return days(coming)
    certainty = Certainty.SURE
    if before == "L":
        # "le samedi" is every Saturday, unless somebody was asked for a day.
        habit = moment.line.lexicon.lang in ("fr", "it")
        if habit and not moment.asked:
            return None
        certainty = Certainty.LIKELY if habit else certainty
    latest = today if coming == today else reckoning.weekday_before(today, weekday)
    match moment.prefer:
        case Prefer.PAST:
            return days(latest, certainty=certainty)
        case Prefer.FUTURE if coming != today:
            return days(coming, certainty=certainty)
        case Prefer.FUTURE:
            return days(today, today + reckoning.WEEK, certainty=certainty)
        case None:
            # "l'huissier passe mardi", "elle est tombée mardi".
            return days(coming if coming != today else today + reckoning.WEEK, latest, certainty=certainty)


def relative_day(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "demain", "avant-hier", "tonight"."""
    return days(moment.today + moment.number(match, "T") * DAY)


def this_part(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "ce soir", "ce midi", "cette nuit", "la nuit dernière"."""
    today, part = moment.today, moment.value(match, "p")
    if match["by"] in ("<", "Z"):
        return days(today - DAY) if part in (Part.NIGHT, Part.EVENING) else None
    if part is Part.NIGHT and moment.now.hour >= 6 and moment.line.lexicon.lang == "fr":
        nights = (today - DAY, today) if moment.prefer is Prefer.PAST else (today, today - DAY)
        return days(*nights)
    return days(today)


def count(moment: Moment, match: re.Match[str]) -> Meant | None:
    """Read "dans quinze jours", "il y a 3 semaines", "depuis deux mois", "two weeks ago", "in 2 hours"."""
    number, today, line = moment.number(match, "n"), moment.today, moment.line
    ahead = bool(match["ahead"])
    sign = 1 if ahead else -1
    relation = Relation.SINCE if match["since"] else Relation.UNTIL if match["until"] else Relation.ON
    unit = moment.value(match, "u") if match["u"] else match["clock"]
    if number > 1_000:
        return None
    match unit:
        case "day":
            days = line.lexicon.idioms.get(number, number)
            found = one(today + sign * days * DAY)
        case "week" | "fortnight":
            found = one(today + sign * number * (14 if unit == FORTNIGHT else 7) * DAY)
        case "month" | "year":
            day = reckoning.months_later(today, sign * number * (12 if unit == YEAR else 1))
            found = one(day) if relation is not Relation.ON else reckoning.month_of(day.year, day.month)
        case None:
            return None
        case _:
            return _hours_away(moment, match, sign * number, relation)
    return Meant(((found,),), is_day=False, relation=relation, takes_hours=unit in (DAY_UNIT, WEEK))


def _hours_away(moment: Moment, match: re.Match[str], number: int, relation: Relation) -> Meant | None:
    if relation is not Relation.ON:
        return None
    away = timedelta(minutes=number) if match["clock"] == "z" else timedelta(hours=number)
    # Through UTC, for in the night when the clocks change two hours are not two hours on the clock.
    at = (moment.now.astimezone(UTC) + away).astimezone(moment.now.tzinfo)
    start, end = moment.line.span(match.start(), match.end())
    hours = FoundHours(start, end, (Hours(at.hour * 60 + at.minute),))
    return Meant(((one(at.date()),),), is_day=False, relation=relation, hours=hours)
