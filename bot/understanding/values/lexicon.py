"""Values, step 2: the words of one language, from `locales/<lang>/values.toml` and, for months and weekdays, the CLDR.

Every word or phrase is one letter or more, with a value each; a grammar is then a pattern of such letters, the same in
all languages. The letters:

    n number  1 "un"  7 "sept"  O ordinal  y year  q 14.30  d 3/12  h clock time  r clock times  o "heures"  z "minutes"
    W weekday  w abbreviated  M month  m abbreviated  H holiday  V "vacances de"  T today + n  p part of day  P am, pm
    u day, week, month, year  k weekend  8 "en huit"  g begin, middle, end  Y Saturdays  E every
    > next  } coming  < last  Z last, behind  = this  i in  a ago  b ago, behind  j later, behind
    s since  U until  B before  A after  F from ... on  f from  t to  & between  e and  | or  @ at
    + "et demie"  ^ "half past"  D during  C currency  R street  # bus, line, floor...: a number beside is a name  c bis
    L the  G of  l another link  , .  X something else that must not be read  x any other word
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import get_day_names, get_month_names

from bot.understanding.values.levelling import word_form
from bot.understanding.values.records import Part

LANGUAGES = ("fr", "en", "es", "pt", "de", "it", "tr", "ar")

Value = int | str | Part
Word = tuple[str, tuple[Value, ...]]
"""Letters, and a value for each."""

FEWEST_LETTERS = 6
"""Of a weekday or month that is recognised with a letter wrong."""

# Lists of words that have one letter and nothing else to say.
_PLAIN = {
    "next": ">", "coming": "}", "last": "<", "last_behind": "Z", "this": "=", "every": "E", "in": "i", "ago": "a",
    "ago_behind": "b", "later_behind": "j", "since": "s", "until": "U", "before": "B", "after": "A", "from_on": "F",
    "from": "f", "to": "t", "between": "&", "and": "e", "or": "|", "at": "@", "during": "D", "article": "L", "of": "G",
    "link": "l", "numbered": "#", "street": "R", "suffixed": "c", "weekend": "k", "hour": "o", "minute": "z",
    "holidays_of": "V",
}  # fmt: skip
_WITH_VALUE = {
    "day": "T", "plus": "+", "minus": "^", "week_later": "8", "month_part": "g", "unit": "u", "half_day": "P",
}  # fmt: skip

WEEK, MONTH, YEAR, DAY = "week", "month", "year", "day"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language.

    Attributes:
        phrases: by their first word, the phrases in words with what they are, longest first.
        names: weekdays and months that are recognised with a letter wrong.
        ordinal_endings: what follows the digits of an ordinal ("er", "th").
        idioms: numbers of days that are said for others: "quinze jours" are two weeks.
        month_first: "3/12" may be the 12th of March.
        early: the last hour (on a clock of twelve) that is rather one of the afternoon where nobody says which.
        endings, beginnings: what may be joined to a word (Turkish, Arabic).
        triggers: first words of what tells of a value; a message without any, and without digits, is not looked at.
        accented: words, as they are written, that only an accent tells from others.
        tables: the other sections of the file, for the grammars of ages and amounts.
    """

    lang: str
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Word]]]
    names: Sequence[str]
    ordinal_endings: frozenset[str]
    idioms: Mapping[int, int]
    month_first: bool = False
    early: int = 6
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    triggers: frozenset[str] = frozenset()
    accented: Mapping[str, Word] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)

    def one(self, word: str) -> Word | None:
        """Give what a single word is, if it is known; a plain link is what it is whatever is joined to it."""
        for form in self.forms(word):
            for phrase, found in self.phrases.get(form, ()):
                if len(phrase) == 1:
                    return found
        return None

    def forms(self, word: str) -> Iterator[str]:
        """Give a word, and then what is left of it without what may be joined to it."""
        yield word
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) > 2:
                yield word[: -len(ending)]
        for beginning in self.beginnings:
            if word.startswith(beginning) and len(word) - len(beginning) > 1:
                yield word[len(beginning) :]


@cache
def lexicon(lang: str) -> Lexicon:
    """Give the words of a language; of an unknown one those of French."""
    if lang not in LANGUAGES:
        lang = LANGUAGES[0]
    table = tomllib.loads((files("locales") / lang / "values.toml").read_text("utf-8"))
    beginnings = tuple(sorted(map(word_form, table.get("beginnings", ())), key=len, reverse=True))
    endings = tuple(sorted(map(word_form, table.get("endings", ())), key=len, reverse=True))
    found: dict[tuple[str, ...], Word] = {}
    # What comes first stays: a number is a number before it is a link.
    for written, word in (*_numbers(table), *_calendar(lang, table), *_own(table), *_shared(table)):
        words = tuple(word_form(written).split())
        if words:
            found.setdefault(words, word)
        if word[0] in "WMY":
            found.setdefault(tuple(_bare(part, beginnings) for part in words), word)
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for words in sorted(found, key=len, reverse=True):
        phrases.setdefault(words[0], []).append((words, found[words]))
    names = [words[0] for words, (kinds, _) in found.items() if kinds in "WM" and len(words[0]) >= FEWEST_LETTERS]
    telling = {words[0] for words, (kinds, _) in found.items() if not set(kinds) <= set("lLG,etf@#Rc|i&=UBADsn1")}
    return Lexicon(
        lang,
        phrases,
        names,
        frozenset(map(word_form, table.get("ordinal_endings", ()))),
        {int(days): meant for days, meant in table.get("idioms", {}).items()},
        table.get("month_first", False),
        table.get("early", 6),
        endings,
        beginnings,
        frozenset(telling),
        {written: (_PLAIN[name], (0,)) for written, name in table.get("accented", {}).items()},
        {name: table.get(name, {}) for name in ("ages", "money")},
    )


def _bare(word: str, beginnings: Iterable[str]) -> str:
    # Months and weekdays have their article in the CLDR ("السبت"); in a message it may be another one.
    return next((word[len(each) :] for each in beginnings if word.startswith(each) and len(word) > len(each) + 1), word)


def _numbers(table: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    for value, written in enumerate(table["numbers"]):
        for one in written if isinstance(written, list) else [written]:
            # "un" is an article too.
            yield one, ("1" if value == 1 else "n", (value,))
    for written, value in table.get("numbers_more", {}).items():
        yield written, ("n", (value,))
    for written, value in table.get("ordinals", {}).items():
        yield written, ("O", (value,))


def _calendar(lang: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    days, months = get_day_names("wide", locale=lang), get_month_names("wide", locale=lang)
    weekdays, parts = table["weekdays"], list(_parts(table))
    for number in range(7):
        for written in (days[number], *_at(weekdays, "more", number)):
            yield written, ("W", (number,))
            if table.get("joins_parts"):
                for part, (_, values) in parts:
                    yield f"{written}{part}", ("Wp", (number, *values))
        yield from ((short, ("w", (number,))) for short in _at(weekdays, "short", number))
        yield from ((every, ("Y", (0,))) for every in _at(weekdays, "every", number))
    everyday = set(table["months"].get("everyday", ()))
    for number in range(1, 13):
        for written in (months[number], *_at(table["months"], "more", number - 1)):
            yield written, ("m" if word_form(written) in everyday else "M", (number,))
        for short in _at(table["months"], "short", number - 1):
            # "sept" is a number too.
            yield short, ("7" if (short, number) == ("sept", 9) and lang == "fr" else "m", (number,))


def _at(table: Mapping[str, Sequence[Sequence[str]]], name: str, place: int) -> Sequence[str]:
    rows = table.get(name, ())
    return rows[place] if place < len(rows) else ()


def _parts(table: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    for name, written in table["parts"].items():
        yield from ((each, ("p", (Part(name),))) for each in written)


def _own(table: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    yield from _parts(table)
    for written, (day, part) in table.get("day_and_part", {}).items():
        yield written, ("Tp", (day, Part(part)))
    for written, (count, unit) in table.get("counted", {}).items():
        yield written, ("nu", (count, unit))
    for written, clock in table["times"].items():
        yield written, ("h", (_minutes(clock),))
    for written, clocks in table.get("time_ranges", {}).items():
        begins, ends = map(_minutes, clocks.split("-"))
        yield written, ("r", (begins * 10_000 + ends,))
    for rule, names in table["holidays"].items():
        yield from ((name, ("H", (rule,))) for name in names)
    for currency, names in table["money"].items():
        yield from ((name, ("C", (currency,))) for name in names)
    words = table["words"]
    for name, letter in _WITH_VALUE.items():
        yield from ((written, (letter, (value,))) for written, value in words.get(name, {}).items())
    for name, letter in _PLAIN.items():
        yield from ((written, (letter, (0,))) for written in words.get(name, ()))


def _shared(table: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    """Give the French words for streets: they have their French names in every language."""
    french = tomllib.loads((files("locales") / "fr" / "values.toml").read_text("utf-8"))["words"]
    for name in ("street", "numbered", "suffixed"):
        yield from ((written, (_PLAIN[name], (0,))) for written in french[name])


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
