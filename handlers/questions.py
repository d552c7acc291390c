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
from bot.understanding.global_words import fold
from bot.understanding.places import Places

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


def _subject(words: Words, _scope: Scope) -> str | None:
    from handlers.categories import CATEGORIES  # Not before it is there: it checks its questions against this module.

    return words.text if words.text in CATEGORIES else None


def _place(words: Words, _scope: Scope) -> str | None:
    if words.location is not None:
        return f"geo:{words.location.latitude:.5f},{words.location.longitude:.5f}"
    written = _cut(words.text)
    says_something = sum(letter.isalnum() for letter in written) >= 2 and not _is_yes_or_no(written)
    return written if says_something else None


def _number(words: Words, _scope: Scope) -> str | None:
    found = re.search(r"\d{1,6}", words.text)
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


@lru_cache(maxsize=1)
def _yes_and_no() -> tuple[frozenset[str], frozenset[str]]:
    yes: set[str] = set()
    no: set[str] = set()
    for folder in files("locales").iterdir():
        table = folder / "words.toml"
        if table.is_file():
            read = tomllib.loads(table.read_text("utf-8"))
            yes |= {fold(phrase) for phrase in read["yes"]}
            no |= {fold(phrase) for phrase in read["no"]}
    return frozenset(yes), frozenset(no)


def says_no(written: str) -> bool:
    """Say whether words are a plain "no"."""
    return fold(written).strip(" .!") in _yes_and_no()[1]


def _is_yes_or_no(written: str) -> bool:
    # Somebody who answers "yes" to "do you see a number?" has not said which.
    yes, no = _yes_and_no()
    return fold(written).strip(" .!") in yes | no


def _yes(words: Words, _scope: Scope) -> str | None:
    folded = fold(words.text).strip(" .!")
    return YES if folded == YES or folded in _yes_and_no()[0] else None


@lru_cache(maxsize=4)
def _table(lang: str) -> dict[str, Any]:
    table = files("locales") / lang / "places.toml"
    return tomllib.loads(table.read_text("utf-8")) if table.is_file() else _table("fr")


@lru_cache(maxsize=4)
def _places(lang: str) -> Places:
    return Places.of(_table(lang))


@lru_cache(maxsize=4)
def _named(lang: str) -> dict[str, Places]:
    table = _table(lang)
    everywhere = {"ends": table["ends"], "links": table["links"], "vague": (), "neighbourhoods": ()}
    return {question: Places.of({**everywhere, "kinds": kinds}) for question, kinds in table["named"].items()}


def said_already(question: str, written: str, label: Callable[[str, str], str], lang: str) -> str | None:
    """Give the answer to a question that a message holds already, so that it need not be asked.

    Args:
        question: its name.
        written: the message.
        label: gives the label of an option, by question and option, in the citizen's language.
        lang: that language.

    Returns:
        A canonical answer, or None: a place, a named school, or the one option whose label the message says.
    """
    if question == "place":
        return _places(lang).find(written)
    if named := _named(lang).get(question):
        return named.find(written)
    folded = f" {fold(written)} "
    said = [option for option in READERS[question].options if f" {fold(label(question, option))} " in folded]
    return said[0] if len(said) == 1 else None


WORDS = Reader("words", _words, open=True)
SUBJECT = Reader("subject", _subject)
CONFIRM = Reader("confirm", _yes)
PLACE = Reader("place", _place, open=True)
SHORT = Reader("short", _short, open=True)
NUMBER = Reader("number", _number)
YEAR = Reader("year", _year)

READERS: dict[str, Reader] = {
    "place": PLACE,
    "lamp_number": SHORT,
    "line": SHORT,
    "when": SHORT,
    "household": options("household", "alone", "couple", "family"),
    "contact": SHORT,
    "tenure": options("tenure", "social", "private", "owner"),
    "child_age": SHORT,
    "school": SHORT,
    "class_level": SHORT,
    "document": options("document", "identity_card", "passport", "both"),
    "document_kind": options("document_kind", "birth", "marriage", "death", "pacs", "other"),
    "birth_year": YEAR,
    "cemetery_name": SHORT,
    "deceased": SHORT,
    "facility": SHORT,
    "association_name": SHORT,
    "day": SHORT,
    "hours": SHORT,
    "people_count": NUMBER,
    "period": SHORT,
    "decision": SHORT,
}
"""Every question that handlers/categories.toml may name."""
