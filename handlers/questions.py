"""How the answers to questions are read. The questions themselves are named in handlers/categories.toml.

A reader turns words, a choice or a pin into a canonical answer, or None when it is none. It accepts its own output, so
that a stored answer can always be read again.
"""

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.flow import Reader, Scope
from bot.incoming import Words
from bot.places.gazetteer import Gazetteer
from bot.places.records import Point
from bot.places.spot import Spot
from bot.places.where import pinned, where
from bot.understanding.global_words import as_answer, fold
from handlers.details import house_alone
from handlers.kinds import is_moment, is_near_moment, is_question, place_alone
from handlers.values import VALUES, Trouble, read_value

LONGEST = 4_000
"""Characters kept of one answer; Telegram's own limit of a message is 4,096."""

LONGEST_SHORT = 200
"""Characters kept of an answer that is a few words."""

YES = "yes"


def options(name: str, *codes: str) -> Reader:
    """Make a reader of a closed list; labels and numbers are matched before it, by the choices that were offered."""

    def read(words: Words, _scope: Scope) -> str | None:
        return words.text.strip() if words.text.strip() in codes else None

    return Reader(name, read, codes)


def _cut(written: str, longest: int = LONGEST) -> str:
    # Stripped again, for where it is cut there may be a space: a stored answer is read as it was stored.
    return written.strip()[:longest].strip()


def _words(words: Words, _scope: Scope) -> str | None:
    return _cut(words.text) or None


def _more(words: Words, scope: Scope) -> str | None:
    return words.location.written if words.location else _words(words, scope)


def _subject(words: Words, _scope: Scope) -> str | None:
    from handlers.categories import CATEGORIES  # Not before it is there: it checks its questions against this module.

    return words.text if words.text in CATEGORIES else None


def _place(words: Words, scope: Scope) -> str | None:
    """Read a place; None too for what has to be asked about: one of several, or in another town (handlers/where.py)."""
    gazetteer = scope.gazetteer()
    if words.location is not None:
        pin = words.location
        spot = pinned(gazetteer, Point(pin.latitude, pin.longitude), pin.name)
        return spot.written if spot.town is None else None
    written = _cut(words.text)
    if sum(letter.isalnum() for letter in written) < 2 or _is_yes_or_no(written):
        return None
    if not gazetteer or not Spot.parse(written).is_plain:
        return written
    found = where(gazetteer, written, asked=True)
    if is_question(written) and found.spot is None:
        return None
    if found.choices or (found.spot is not None and found.spot.town is not None):
        return None
    return written if found.spot is None or found.spot.is_plain else _cut(found.spot.written)


def _number(words: Words, scope: Scope) -> str | None:
    """Read how many; the figure of a house, a day or a class ("CE1") is none."""
    if place_alone(scope.gazetteer(), words.text) or is_moment(words.text, scope):
        return None
    found = re.search(r"(?<!\w)\d{1,6}(?!\d)", words.text)
    return found[0] if found else None


def _year(words: Words, scope: Scope) -> str | None:
    found = re.search(r"\b(19\d\d|20\d\d)\b", words.text)
    if found is None:
        return None
    return found[0] if 1900 <= int(found[0]) <= scope.now.astimezone(scope.zone).year else None


def _short(words: Words, _scope: Scope) -> str | None:
    written = _cut(words.text, LONGEST_SHORT)
    says_something = any(letter.isalnum() for letter in written) and not _is_yes_or_no(written)
    return written if says_something else None


def _name(words: Words, scope: Scope) -> str | None:
    """Read what something is called; of a day or a question it is asked again (handlers/doubts.py)."""
    written = _short(words, scope)
    return None if written is None or is_question(written) or is_moment(written, scope) else written


def _numbered(words: Words, scope: Scope) -> str | None:
    written = _short(words, scope)
    if written is None or not any(letter.isdigit() for letter in written):
        return None
    house = house_alone(written)
    is_place = place_alone(scope.gazetteer(), written) or (house is not None and house.is_behind_at)
    return None if is_place else written


def _value(question: str) -> Reader:
    """Make a reader of a value: words that tell none are kept, what is doubtful is not taken (handlers/doubts.py)."""

    def read(words: Words, scope: Scope) -> str | None:
        written = _short(words, scope)
        found = None if written is None else read_value(question, written, scope)
        if isinstance(found, Trouble) or written is None:
            return None
        is_none = found is None and (place_alone(scope.gazetteer(), written) or _is_no(question, written, scope))
        return None if is_none else found or written

    return Reader(question, read, open=True)


def _is_no(question: str, written: str, scope: Scope) -> bool:
    """Say whether words cannot be an answer however often they are said: "demain" is no age."""
    return question == "child_age" and is_near_moment(written, scope)


@lru_cache(maxsize=1)
def _yes_and_no() -> tuple[frozenset[str], frozenset[str]]:
    yes: set[str] = set()
    no: set[str] = set()
    for folder in files("locales").iterdir():
        table = folder / "words.toml"
        if table.is_file():
            read = tomllib.loads(table.read_text("utf-8"))
            yes |= {fold(phrase) for phrase in (*read["yes"], *read.get("send", ()))}
            no |= {fold(phrase) for phrase in read["no"]}
    return frozenset(yes), frozenset(no)


def says_no(written: str) -> bool:
    """Say whether words are a plain "no"."""
    return as_answer(written) in _yes_and_no()[1]


def _is_yes_or_no(written: str) -> bool:
    # Somebody who answers "yes" to "do you see a number?" has not said which.
    yes, no = _yes_and_no()
    return as_answer(written) in yes | no


def _yes(words: Words, _scope: Scope) -> str | None:
    folded = as_answer(words.text)
    return YES if folded == YES or folded in _yes_and_no()[0] else None


@lru_cache(maxsize=4)
def _table(lang: str) -> dict[str, Any]:
    table = files("locales") / lang / "places.toml"
    return tomllib.loads(table.read_text("utf-8")) if table.is_file() else _table("fr")


def said_already(
    question: str, written: str, label: Callable[[str, str], str], lang: str, gazetteer: Gazetteer
) -> str | None:
    """Give the answer to a question that a message holds already, so that it need not be asked.

    Args:
        question: its name.
        written: the message.
        label: gives the label of an option, by question and option, in the citizen's language.
        lang: that language.
        gazetteer: the city's places.

    Returns:
        A canonical answer, or None: a place that is sure, a named school, or the one option whose label is said.
    """
    if question == "place":
        spot = where(gazetteer, written).spot
        return spot.written if spot is not None and spot.town is None else None
    if kinds := _table(lang)["named"].get(question):
        return gazetteer.find_named(written, kinds)
    folded = f" {fold(written)} "
    said = [option for option in READERS[question].options if f" {fold(label(question, option))} " in folded]
    return said[0] if len(said) == 1 else None


WORDS = Reader("words", _words, open=True)
MORE = Reader("more", _more, open=True)
"""Anything to add to a request: words, or a pin."""
SUBJECT = Reader("subject", _subject)
CONFIRM = Reader("confirm", _yes)
PLACE = Reader("place", _place, open=True)
SHORT = Reader("short", _short, open=True)
NAME = Reader("name", _name, open=True)
NUMBERED = Reader("numbered", _numbered)
"""What has a figure in it: the number on a lamp post, with its letters."""
NUMBER = Reader("number", _number)
YEAR = Reader("year", _year)

READERS: dict[str, Reader] = {
    "place": PLACE,
    "lamp_number": NUMBERED,
    "line": NAME,
    "household": options("household", "alone", "couple", "family"),
    "tenure": options("tenure", "social", "private", "owner"),
    "school": NAME,
    "class_level": NAME,
    "document": options("document", "identity_card", "passport", "both"),
    "document_kind": options("document_kind", "birth", "marriage", "death", "pacs", "other"),
    "birth_year": YEAR,
    "cemetery_name": NAME,
    "deceased": NAME,
    "facility": NAME,
    "association_name": NAME,
    "people_count": NUMBER,
    "decision": SHORT,
    **{question: _value(question) for question in VALUES},
}
"""Every question that handlers/categories.toml may name."""
