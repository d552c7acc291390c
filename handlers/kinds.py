"""What an answer obviously is, whatever was asked: nothing but a place on the map, or nothing but a moment. Pure.

It is told only where nothing else is said, for a form that refuses what may be right is worse than one that asks less.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files

from bot.flow import Scope
from bot.places.gazetteer import Gazetteer
from bot.places.spot import Spot
from bot.places.where import where
from bot.understanding.global_words import fold
from bot.understanding.values import Certainty, read_dates, read_hours
from handlers.values import other_words

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


def is_question(said: str) -> bool:
    """Say whether words ask something; a name with a question mark is one of which somebody is not sure."""
    return said.rstrip().endswith("?") and len(said.split()) > LONGEST_NAME


def without_excuses(words: str) -> str:
    """Drop what stands around a place that is put right: "pardon", "en fait", "c'est"."""
    left = fold(words).strip(" .,;:!?")
    while found := next((each for each in _excuses() if _begins_or_ends(left, each)), None):
        left = (left.removeprefix(found) if left.startswith(found) else left.removesuffix(found)).strip(" .,;:!?")
    return left


def _begins_or_ends(words: str, part: str) -> bool:
    return words == part or any(
        words.startswith(f"{part}{end}") or words.endswith(f"{end}{part}") for end in (" ", ",", ":")
    )


@lru_cache(maxsize=1)
def _excuses() -> tuple[str, ...]:
    """Read the ``excuses`` of every language's words, the longest first."""
    tables = (each / "words.toml" for each in files("locales").iterdir())
    read = (tomllib.loads(table.read_text("utf-8")) for table in tables if table.is_file())
    found = {fold(phrase) for table in read for phrase in table.get("excuses", [])}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
