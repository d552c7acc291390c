"""Values: the age of a person, or when they were born, in a message. A number of years alone is rather a duration."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.understanding.values.dates import read_dates
from bot.understanding.values.levelling import word_form
from bot.understanding.values.lexicon import lexicon
from bot.understanding.values.records import Age, Certainty, FoundAge, FoundDate, Prefer
from bot.understanding.values.tokens import Line, line_of

OLDEST = 120
"""Years; more is no age."""

_AGE = re.compile(r"[n71]l?(?P<u>u)")
_MORE = re.compile(r"[e,]?(?P<n>[n71])(?P<u>u)")
_MOST = 99
_MONTHS_OF_A_YEAR = 12
_NEWBORN = 21
_BEFORE = 40
_BEHIND = 24


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands around an age, in one language."""

    before: re.Pattern[str]
    never: re.Pattern[str]
    behind: re.Pattern[str]
    half: re.Pattern[str]
    year_and_half: re.Pattern[str]
    born: re.Pattern[str]


def read_ages(text: str, lang: str, now: datetime, *, asked: bool = False) -> tuple[FoundAge, ...]:
    """Give the ages of a message, in their order.

    Args:
        text: the message; its first 2,000 characters are read.
        lang: its language.
        now: the present moment, aware, in the city's zone.
        asked: it answers a question for an age, so that "3 ans" alone is one.
    """
    line, words = line_of(text, lang), _words(lang)
    found = [*_born(text, line, words, lang, now), *_aged(line, words, asked=asked)]
    return tuple(sorted(found, key=lambda each: each.start))


def _is_old(date: FoundDate, now: datetime) -> bool:
    return not date.readings or (now.date() - date.readings[0].first).days > _NEWBORN


def _aged(line: Line, words: _Words, *, asked: bool) -> list[FoundAge]:
    found, at = list[FoundAge](), 0
    text = line.text.text
    for said in words.year_and_half.finditer(text):
        if certainty := _certainty(line, said.start(), said.end(), words, asked=asked):
            start, end = line.text.span(said.start(), said.end())
            found.append(FoundAge(start, end, Age(years=1, months=6), certainty))
    while match := _AGE.search(line.kinds, at):
        at = match.end("u")
        counted = _counted(line, words, match)
        if counted is None:
            continue
        age, behind, at = counted
        certainty = _certainty(line, line.tokens[match.start()].start, behind, words, asked=asked)
        if certainty is not None:
            start, end = line.text.span(line.tokens[match.start()].start, behind)
            found.append(FoundAge(start, end, age, certainty))
    return found


def _counted(line: Line, words: _Words, match: re.Match[str]) -> tuple[Age, int, int] | None:
    """Read a number of years, months, weeks or days, with what more there is ("et demi", "et deux mois").

    Returns:
        The age, where it ends in the levelled text, and where the line goes on; or None.
    """
    number, unit, behind = line.number(match.start()), line.tokens[match.start("u")].value, match.end("u")
    end = line.tokens[behind - 1].end
    if not 0 < number <= (OLDEST if unit == "year" else _MOST):
        return None
    half = words.half.match(line.text.text, end)
    match unit:
        case "year":
            if half:
                return Age(years=number, months=6), half.end(), behind
            more = _MORE.match(line.kinds, behind)
            months = line.number(more.start("n")) if more and line.tokens[more.start("u")].value == "month" else 0
            if more and 0 < months < _MONTHS_OF_A_YEAR:
                return Age(years=number, months=months), line.tokens[more.end() - 1].end, more.end()
            return Age(years=number), end, behind
        case "month":
            # "six mois et demi" is still six months.
            return Age(months=number), half.end() if half else end, behind
        case "week":
            return Age(weeks=number), end, behind
        case "day":
            return Age(days=number), end, behind
        case _:
            return None


def _certainty(line: Line, start: int, end: int, words: _Words, *, asked: bool) -> Certainty | None:
    """Say how sure it is that a number of years between two places is an age; None: it is not."""
    text = line.text.text
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    if words.never.search(before) or re.match(r"\s?[-/]\s?\d|\d", behind) or re.search(r"\d\s?-\s?$", before):
        return None
    if words.behind.match(behind) or words.before.search(before):
        return Certainty.SURE
    return Certainty.LIKELY if asked else None


def _born(text: str, line: Line, words: _Words, lang: str, now: datetime) -> list[FoundAge]:
    """Read "né en 2017", "née le 12 mars 2024"; what is still to come is no birth."""
    found = list[FoundAge]()
    for match in words.born.finditer(line.text.text):
        year = re.compile(r"[\s:,]*(?:\w{2,3}\s)?((?:19|20)\d\d)\b(?![-/.]\d)").match(line.text.text, match.end())
        start = line.text.span(match.start(), match.end())[0]
        if year:
            born, end = year[1], line.text.span(year.start(1), year.end(1))[1]
            if int(born) <= now.year:
                found.append(FoundAge(start, end, Age(born=born)))
            continue
        behind = line.text.span(match.end(), match.end())[0]
        dates = [
            date
            for date in read_dates(text, lang, now, asked=True, prefer=Prefer.PAST)
            if 0 <= date.start - behind <= len(" le jour du ") or date.start <= behind <= date.end
        ]
        # Without its year it is a birthday, and no age; "née hier" is one.
        if dates and not re.search(r"\d{4}|\d\d$", text[dates[0].start : dates[0].end]) and _is_old(dates[0], now):
            continue
        if dates and len(dates[0].readings) == 1 and dates[0].readings[0].first <= now.date():
            days = dates[0].readings[0]
            written = days.first.isoformat() if days.is_one else days.first.isoformat()[:7]
            found.append(FoundAge(start, dates[0].end, Age(born=written)))
    return found


@cache
def _words(lang: str) -> _Words:
    table = lexicon(lang).tables["ages"]

    def any_of(name: str, form: str) -> re.Pattern[str]:
        written = sorted({word_form(each) for each in table.get(name, ())}, key=len, reverse=True)
        joined = "|".join(re.escape(each).replace(r"\ ", r"[\s'.-]{1,2}") for each in written)
        return re.compile(form.format(joined)) if joined else re.compile(r"(?!)")

    return _Words(
        any_of("before", r"(?:^|(?<=[\s,('-]))(?:{})[\s,:('’-]{{0,3}}$"),
        any_of("never", r"(?:^|(?<=[\s,('-]))(?:{})[\s']{{1,2}}(?:env\w*\s|environ\s|deja\s)?$"),
        any_of("behind", r"[\s'-]{{0,2}}(?:{})\b"),
        any_of("half", r"[\s-]{{1,2}}(?:{})\b"),
        any_of("one_year", r"\b(?:{})\b"),
        any_of("born", r"(?<!\w)(?:{})\b"),
    )
