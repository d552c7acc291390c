"""Understanding: does a message ask something about the service itself ("c'est anonyme ?", "vous êtes un robot ?")?

Such a question comes at any moment, most of all before somebody sends a request, and is no part of it. It counts only
when a whole message asks it; the patterns are language data (`locales/<lang>/about.toml`), those of every language are
tried.
"""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.understanding.ideas import LOCALES

MOST_WORDS = 15
MOST_WITHOUT_MARK = 9
"""Words of a question, with and without its mark; what is longer tells something, too."""


class Topic(StrEnum):
    """What is asked about; each has an answer (``about-<topic>``, handlers/about.py)."""

    DELAY = "delay"
    ROBOT = "robot"
    READERS = "readers"
    ANONYMOUS = "anonymous"
    PHOTO = "photo"
    FREE = "free"
    CHANNEL = "channel"
    LANGUAGE = "language"
    CHANGE = "change"
    OTHERS = "others"
    NEEDED = "needed"
    """Why something is asked, or whether one has to answer: only while a question is pending."""


class AboutError(Exception):
    """A file of patterns cannot be used; the message names it."""


def asked_about(question: str) -> Topic | None:
    """Give what a message asks about the service, or None.

    Args:
        question: the message folded (:func:`bot.understanding.global_words.fold`), without commas and full stops, and
            with a space before the question mark at its end, if there is one.
    """
    words = question.count(" ") + 1
    if words > MOST_WORDS or (words > MOST_WITHOUT_MARK and not question.endswith("?")):
        return None
    for pattern in _shipped():
        if found := pattern.fullmatch(question):
            return Topic(found.lastgroup or "")
    return None


@cache
def _shipped() -> tuple[re.Pattern[str], ...]:
    """Compile the shipped patterns at the first use; they are read-only data, so keeping them shares no state."""
    return tuple(_read(path) for path in sorted(LOCALES.glob("*/about.toml")))


def _read(path: Path) -> re.Pattern[str]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return _pattern(table["around"], table["asks"], table["topics"])
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise AboutError(f"{path}: {error}") from error


def _pattern(around: list[str], asks: list[str], topics: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Put all topics of a language into one pattern, so that a message that asks nothing is done with at once."""
    beside, begins = "|".join(around), "|".join(asks)
    named = "|".join(f"(?P<{Topic(topic)}>{'|'.join(phrases)})" for topic, phrases in topics.items())
    return re.compile(rf"(?:(?:{beside}) )*(?:{begins})?(?:{named})(?: (?:{beside}))*(?: \?)?")
