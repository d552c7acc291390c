"""What an answer obviously is, whatever was asked: nothing but a place on the map, or nothing but a moment. Pure.

It is told only where nothing else is said, for a form that refuses what may be right is worse than one that asks less.
"""

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache
from importlib.resources import files

from bot.flow import Scope
from bot.places.gazetteer import Gazetteer
from bot.places.spot import Spot
from bot.places.where import where
from bot.understanding.global_words import fold
from bot.understanding.values import Certainty, read_dates, read_hours
from bot.understanding.values.lexicon import LANGUAGES
from handlers.values import other_words

NEAR = timedelta(days=8)
"""How far a day is that is hardly anybody's birth."""

AROUND = " .,;:!?"
LATELY = 256
"""Messages whose words are not looked through again: several steps ask what the same one says."""

LONGEST_NAME = 3
"""Words behind which a question mark may only say that a name is not sure."""


def place_alone(gazetteer: Gazetteer, said: str) -> Spot | None:
    """Give the place on the map that words are, beside those that put something right ("pardon, c'est rue Bersot")."""
    words = without_excuses(said)
    if not gazetteer or not words:
        return None
    spot = where(gazetteer, words, asked=True).spot
    is_on_map = spot is not None and spot.point is not None and spot.town is None
    return spot if is_on_map and spot and not spot.said else None


def is_moment(said: str, scope: Scope) -> bool:
    """Say whether words are days or hours and nothing else: "lundi et jeudi", "demain à 14 h"."""
    # Without a figure "le lundi" is a day, with one "6e" may be a class.
    asked = not any(letter.isdigit() for letter in said)
    days = read_dates(said, scope.lang, scope.now.astimezone(scope.zone), asked=asked)
    hours = [each for each in read_hours(said, scope.lang) if each.certainty is Certainty.SURE]
    # What joins them is a word, too.
    return bool(days or hours) and other_words(said, (*days, *hours)) < len(days) + len(hours)


def is_near_moment(said: str, scope: Scope) -> bool:
    """Say whether words are hours, or a day of these days, and nothing else: "demain", "lundi", "à 18 h", "tomorrow".

    A date in figures, or one that is farther off, may be a birth.
    """
    lang = next((each for each in LANGUAGES if is_moment(said, replace(scope, lang=each))), None)
    if lang is None:
        return False
    now = scope.now.astimezone(scope.zone)
    days = [each for found in read_dates(said, lang, now, asked=True) for each in found.readings]
    has_figure = any(letter.isdigit() for letter in said)
    return not days or (not has_figure and all(abs(each.last - now.date()) <= NEAR for each in days))


def is_question(said: str) -> bool:
    """Say whether words ask something; a name with a question mark is one of which somebody is not sure."""
    return said.rstrip().endswith("?") and len(said.split()) > LONGEST_NAME


@lru_cache(maxsize=LATELY)
def without_excuses(words: str) -> str:
    """Drop what stands around a place that is put right: "pardon", "en fait", "c'est"."""
    begins, ends = _excuses()
    left = fold(words).strip(AROUND)
    while found := begins.match(left) or ends.search(left):
        left = (left[: found.start()] or left[found.end() :]).strip(AROUND)
    return left


@cache
def phrases(name: str) -> frozenset[str]:
    """Give a list of every language's ``words.toml``, folded."""
    tables = (each / "words.toml" for each in files("locales").iterdir())
    read = (tomllib.loads(table.read_text("utf-8")) for table in tables if table.is_file())
    return frozenset(fold(phrase) for table in read for phrase in table.get(name, []))


@cache
def _excuses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what finds, before and behind a place that is put right, the longest phrase of that kind."""
    longest_first = sorted(phrases("excuses"), key=lambda phrase: (-len(phrase), phrase))
    any_of_them = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?:{any_of_them})(?=[ ,:]|$)"), re.compile(rf"(?<=[ ,:])(?:{any_of_them})$")
