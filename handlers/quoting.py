"""What of somebody's words may be shown to their neighbours: a few, and only if nothing in them can tell who it is.

A list of what tells who somebody is would never be complete, so it is the other way round: every word has to be one
that people use of this subject, which is seen in the examples that teach it. A name, a phone number, an illness, a
floor are none of them.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.understanding.alike import SHORTEST
from bot.understanding.features import plain

SHORTEST_QUOTE, LONGEST_QUOTE = 10, 90
"""Characters; longer words are not cut, for a cut sentence may say something else."""

OFTEN = 2
"""How many examples use a word that is everybody's."""

_WORD = re.compile(r"[^\W_]+")
LONGEST_ANSWER = 600
"""Characters of an agent's answer that is shown to others."""

_NEVER = re.compile(r"[@#/\\<>*_\[\]{}|]|\d{3}|[^\W\d_]\d|\d[^\W\d_]")


def quotable(words: str, category: str, place: str) -> str:
    """Give words as they may be shown to a stranger; "" if they may not.

    Args:
        words: what somebody wrote.
        category: the subject.
        place: the name of the place, by the city's list, which is shown anyway.
    """
    said = " ".join(words.split())
    if not SHORTEST_QUOTE <= len(said) <= LONGEST_QUOTE or _NEVER.search(said) or not _WORD.search(said):
        return ""
    known, named = _everybodys(category), {plain(word) for word in _WORD.findall(place)}
    sentence_begins = True
    for match in _WORD.finditer(said):
        word = plain(match[0])
        is_capital = match[0][:1].isupper() and not sentence_begins and not said.isupper()
        is_plain = word in known or (word.isdigit() and len(word) < 3)
        if word in _of_people() or (word not in named and (is_capital or not is_plain)):
            return ""
        sentence_begins = said[match.end() : match.end() + 1] in (".", "!", "?")
    return said


def passable(answer: str, place: str) -> str:
    """Give an agent's answer as others than the one who asked may read it; "" if it may speak of a person.

    Agents write of the street, in words that no list has; what would be a name, a number or an address is looked for.
    """
    said = answer.strip()
    named = {plain(word) for word in _WORD.findall(place)}
    if not said or len(said) > LONGEST_ANSWER or _NEVER.search(said):
        return ""
    words = [(plain(match[0]), match[0][:1].isupper(), said[: match.start()]) for match in _WORD.finditer(said)]
    for word, is_capital, before in words:
        begins = not before.strip() or before.rstrip()[-1] in ".!?:\n"
        if word in _titles() or (is_capital and not begins and word not in named):
            return ""
    return said


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    """Read the words for people, by language."""
    tables = ((folder.name, folder / "people.toml") for folder in files("locales").iterdir())
    return {lang: tomllib.loads(table.read_text("utf-8")) for lang, table in tables if table.is_file()}


@cache
def _of_people() -> frozenset[str]:
    return frozenset(plain(word) for table in _lists().values() for each in table.values() for word in each.split())


@cache
def _titles() -> frozenset[str]:
    return frozenset(plain(word) for table in _lists().values() for word in table["titles"].split())


@cache
def _everybodys(category: str) -> frozenset[str]:
    """Read the words that several examples of a subject use, in languages whose words for people are known."""
    counted: Counter[str] = Counter()
    for lang in _lists():
        examples = files("locales") / lang / "examples" / f"{category}.txt"
        for line in examples.read_text("utf-8").splitlines() if examples.is_file() else ():
            # What always stands with a capital is a name, also where it is written often.
            counted.update({plain(word) for word in _WORD.findall(line) if word[:1].islower() or len(word) < SHORTEST})
    return frozenset(word for word, times in counted.items() if times >= OFTEN)
