"""Values: what a date can look like. The order counts: what is longer stands before its beginning."""

import re
from dataclasses import dataclass

from bot.understanding.values import day_numbers as number
from bot.understanding.values import spans
from bot.understanding.values import weekdays as week
from bot.understanding.values.meaning import Read


@dataclass(frozen=True, slots=True)
class Meaning:
    """A pattern over the letters of a line, and what it means."""

    pattern: re.Pattern[str]
    read: Read


def _compiled(pattern: str) -> re.Pattern[str]:
    """Write a pattern out: ``_`` is any links, ``N`` a number, ``X`` a month, ``Q`` a weekday."""
    for short, long in (("_", "[lLG]*"), ("N", "[n7O]"), ("X", "[Mm7]"), ("Q", "[Ww]")):
        pattern = pattern.replace(short, long)
    return re.compile(pattern)


_TABLE: tuple[tuple[str, Read], ...] = (
    # "entre le 3 et le 8 avril", "du 3 au 8 avril", "les 4 et 5 avril"; "April 3 to 8".
    (r"(?P<between>&)_(?P<a>N)_(?P<to>e)_(?P<n>N)_(?P<m>X)(?:_(?P<y>y))?", number.day_and_month),
    (r"(?P<between>&)?Q?,?_(?P<a>N)_(?P<to>[tUe|,])[lLGte|]*Q?_(?P<n>N)_(?P<m>X)(?:_(?P<y>y))?", number.day_and_month),
    (
        r"(?P<between>&)?(?P<m>X)_(?P<a>[nO])_(?P<to>[tUe|])_(?P<n>[nO])(?:,?_(?P<y>y))?(?![lLG]*[uozMCP])",
        number.day_and_month,
    ),
    # "samedi 5 décembre 2026", "March 3rd, 2026", "5 Aralık cumartesi".
    (r"(?:(?P<W>Q),?_)?(?P<n>N)_(?P<m>X)(?:,?_(?P<y>y))?(?:,?_(?P<V>W))?", number.day_and_month),
    (r"(?:(?P<W>Q),?_)?(?P<m>X)_(?P<n>[nO])(?:,?_(?P<y>y))?(?![lLG]*[uozMCPt7])", number.day_and_month),
    (r"(?:(?P<W>Q),?_)?(?P<d>d)", number.in_digits),
    (r"(?:(?P<W>Q),?_|(?<=[L]))(?P<q>q)(?!o)", number.with_point),
    (r"(?P<n>N)_(?P<u>u)(?P<by>[<>=}Z])", number.month_before),
    (r"(?P<n>N)_(?P<by>[<>=}])(?P<u>u)", number.month_before),
    (r"(?P<O>[O<])_(?:(?P<W>W)|(?P<u>u))[lLGi]*(?:(?P<m>X)(?:_(?P<y>y))?|u(?P<by>[<>=}Z])|(?P<any>u))", week.nth),
    (r"(?P<g>g)_(?:(?P<m>X)(?:_(?P<y>y))?|(?P<u>u)(?P<by>[<>=}Z])?)", spans.part_of_month),
    (r"(?P<g>g)_(?P<by>[<>=}])(?P<u>u)(?P<m>)(?P<y>)", spans.part_of_month),
    (r"(?P<m>X)_(?:(?P<y>y))?_(?P<g>g)(?P<u>)", spans.part_of_month),
    (r"k_(?P<n>N)(?:_(?P<m>X))?(?P<by>)", spans.weekend),
    (r"k(?P<by>[<>=}Z])(?P<n>)(?P<m>)", spans.weekend),
    (r"(?P<by>[<>=}])_k(?P<n>)(?P<m>)", spans.weekend),
    (r"k(?P<by>)(?P<n>)(?P<m>)", spans.weekend),
    (r"(?P<u>u)G(?P<n>N)(?:_(?P<m>X))?", spans.week_of),
    (r"(?P<W>W),?_(?P<u>u)(?P<by>[<>=}Z])", week.weekday_in_week),
    (r"(?P<W>W),?_(?P<by>[<>=}])(?P<u>u)", week.weekday_in_week),
    (r"(?P<u>u)_(?P<by>[<>=}Z])_(?P<W>W)", week.weekday_in_week),
    (r"(?P<by>[<>=}])(?P<u>u)_,?(?P<W>W)", week.weekday_in_week),
    (r"(?:(?P<ahead>i)|(?P<until>U))_(?P<n>[n71])(?:_(?P<u>u)|(?P<clock>[oz]))(?P<since>)", week.count),
    (r"(?P<since>s)[alLG]*(?P<n>[n71])_(?P<u>u)(?P<ahead>)(?P<until>)(?P<clock>)", week.count),
    (r"a_(?P<n>[n71])(?:_(?P<u>u)|(?P<clock>[oz]))(?P<ahead>)(?P<until>)(?P<since>)", week.count),
    (r"(?P<n>[n71])(?:_(?P<u>u)|(?P<clock>[oz]))(?:(?P<ahead>j)|b|(?P<since>s))(?P<until>)", week.count),
    (r"(?P<by>[<>=}])(?P<u>u)", spans.unit),
    (r"(?P<u>u)(?P<by>[<>=}Z])", spans.unit),
    (r"(?P<W>Q),?_(?P<n>N)(?![lLG]*[uozCxR:])", week.weekday_and_number),
    (r"(?P<W>W)_(?P<by>8)(?P<u>)", week.weekday_later),
    (r"(?P<W>W)_(?P<u>u)(?P<by>)", week.weekday_later),
    (r"(?P<by>[<>=}])_(?P<W>W)", week.weekday),
    (r"(?P<W>W)(?P<by>[<>}Z])?", week.weekday),
    (r"(?P<T>T)", week.relative_day),
    (r"(?P<by>=)_(?=(?P<p>[ph]))", week.this_part),
    (r"(?P<by><)_(?=(?P<p>p))", week.this_part),
    (r"(?=(?P<p>p))(?=p(?P<by>[<Z]))", week.this_part),
    (r"(?P<H>H)(?:_(?P<y>y))?", number.holiday),
    (r"(?P<by>[<>=}])?_(?P<m>[Mm])(?:_(?P<y>y))?", spans.month),
    (r"(?P<y>y)", spans.year),
    (r"(?<=[LG])(?P<a>N)_[tU]_(?P<n>N)(?![hoPuC])", number.two_days),
    (r"(?<=L)(?P<n>[n7O])", number.day),
)

MEANINGS: tuple[Meaning, ...] = tuple(Meaning(_compiled(pattern), read) for pattern, read in _TABLE)
