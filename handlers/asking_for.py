"""Feature: what an agent looks for, read from one line: "lampadaire battant en retard depuis lundi". Pure.

States, places, dates and subjects are taken out one after the other, each by the words that the product reads them with
everywhere; what is left are words of requests. Nothing of the line is an error: what means nothing is looked for as it
stands.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from bot.domain.request import AWAITS_AGENT, OPEN, Status
from bot.places.gazetteer import Gazetteer
from bot.places.mentions import Certainty
from bot.places.naming import read_name
from bot.places.tokens import tokens
from bot.search.terms import street_term, terms_of
from bot.understanding.values import FoundDate, Prefer, Relation, read_dates
from bot.understanding.values.records import moments
from storage.searching import Which

LONGEST_LINE = 200
"""Characters of a line that are read."""

MOST_WORDS = 6
"""Words of it that are looked for; who gives more leaves the last ones out."""

TYPO_LENGTH = 5
"""Letters from which on the word for a state is known with a mistake in it."""

LATE, ANY_OPEN = "late", "open"

STATES: Mapping[str, frozenset[Status]] = {
    LATE: AWAITS_AGENT,
    ANY_OPEN: OPEN,
    **{status.value: frozenset({status}) for status in Status},
}
"""What can be said of a state, and the statuses that it stands for."""


@dataclass(frozen=True, slots=True)
class Street:
    """A street or landmark that was named.

    Attributes:
        shown: its name. terms: the same in the index; several, if any of them may be meant.
        words: the telling words of its name, for requests that say it in other words.
    """

    shown: str
    terms: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """When requests came in: from the beginning of a day on, and before the end of one; one of them may be None."""

    since: datetime | None
    before: datetime | None

    @property
    def last(self) -> datetime | None:
        """A moment of the last day."""
        return self.before - timedelta(seconds=1) if self.before else None

    @property
    def is_one(self) -> bool:
        """Whether it is a single day, which may have 25 hours."""
        return bool(self.since and self.before and self.before - self.since <= timedelta(hours=25))


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is looked for.

    Attributes:
        words: each stem, and how it was written.
        streets: all of them. categories: codes of subjects, any of them. states: names in ``STATES``, any of them.
        dates: when it came in.
    """

    words: tuple[tuple[str, str], ...] = ()
    streets: tuple[Street, ...] = ()
    categories: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    dates: Dates | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is looked for."""
        return bool(self.words or self.streets or self.categories or self.states or self.dates)


def read_line(
    line: str, lang: str, now: datetime, gazetteer: Gazetteer, labels: Mapping[str, Iterable[str]]
) -> AskedFor:
    """Read what is looked for.

    Args:
        line: what stands behind the command.
        lang: the language that dates are read in.
        now: the present moment, aware, in the city's zone.
        gazetteer: the city's places.
        labels: the names of each subject, by its code.
    """
    text = line[:LONGEST_LINE].replace("_", " ")
    states, text = _take(text, _phrases("states"))
    codes = {tuple(code.split("_")): code for code in labels}
    named = {_phrase(label): code for code, written in labels.items() for label in written}
    categories, text = _take(text, {**named, **codes})
    streets, houses, text = _streets(text, gazetteer)
    dates, text = _dates(text, lang, now)
    words = tuple(terms_of(f"{text} {houses}").items())[:MOST_WORDS]
    return AskedFor(words, streets, categories, states, dates)


def read_queue(line: str) -> Which | None:
    """Read which part of the queue is wanted; None if that is not said."""
    found, _rest = _take(line[:LONGEST_LINE], _phrases("queue"))
    return Which(found[0]) if found else None


def near_state(word: str) -> str | None:
    """Give the word for a state from which a word differs by one mistake; None if there is none."""
    folded = " ".join(token.folded for token in tokens(word))
    known = (phrase[0] for phrase in _phrases("states") if len(phrase) == 1 and len(phrase[0]) >= TYPO_LENGTH)
    return next((each for each in known if OSA.distance(folded, each) == 1), None)


def _take(text: str, phrases: Mapping[tuple[str, ...], str]) -> tuple[tuple[str, ...], str]:
    """Take phrases out of a text, the longest first; gives what they stand for, and the rest."""
    found, words, at = dict[str, None](), tokens(text), 0
    longest = max(map(len, phrases))
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            code = phrases.get(tuple(word.folded for word in words[at : at + size]))
            if code is not None:
                found[code] = None
                text = _without(text, words[at].start, words[at + size - 1].end)
                at += size - 1
                break
        at += 1
    return tuple(found), text


def _without(text: str, start: int, end: int) -> str:
    """Blank a part of a text, so that what is left stays where it is and is not read across the gap."""
    return f"{text[:start]},{' ' * (end - start - 1)}{text[end:]}"


def _streets(text: str, gazetteer: Gazetteer) -> tuple[tuple[Street, ...], str, str]:
    """Take the streets out of a text; gives them, the house numbers (words like others) and the rest."""
    found, houses = list[Street](), list[str]()
    for mention in gazetteer.find(text):
        names = [place.name for place in mention.places]
        if not names and mention.certainty is Certainty.UNLISTED and mention.neighbourhood is None:
            names = [text[mention.start : mention.end]]
        known = tuple(filter(None, map(street_term, names)))
        if not known:
            continue  # A neighbourhood or a town is a word like another.
        shown = names[0] if len(names) == 1 else text[mention.start : mention.end]
        read = filter(None, (read_name(name, gazetteer.language) for name in names))
        telling = [max(terms_of(" ".join(name.core)), key=len, default="") for name in read]
        found.append(Street(shown, known, tuple(dict.fromkeys(filter(None, telling)))))
        houses += [str(mention.house.figure)] if mention.house else []
        text = _without(text, mention.start, mention.end)
    return tuple(found), " ".join(houses), text


def _dates(text: str, lang: str, now: datetime) -> tuple[Dates | None, str]:
    sure = read_dates(text, lang, now, prefer=Prefer.PAST)
    # "depuis le 3" says by its preposition that it is a date; "le 12" alone is more often a house.
    likely = read_dates(text, lang, now, asked=True, prefer=Prefer.PAST)
    found = [each for each in sure or [each for each in likely if each.relation is not Relation.ON] if each.readings]
    if not found:
        return None, text
    bounds = [_bounds(each, now) for each in found]
    for each in reversed(found):
        text = _without(text, each.start, each.end)
    since = [first for first, _last in bounds if first]
    before = [last for _first, last in bounds if last]
    return Dates(max(since, default=None), min(before, default=None)), text


def _bounds(found: FoundDate, now: datetime) -> tuple[datetime | None, datetime | None]:
    since, before = moments(found.readings[0], None, now.tzinfo or UTC)
    match found.relation:
        case Relation.SINCE | Relation.FROM:
            return since, None
        case Relation.UNTIL:
            return None, before
        case _:
            return since, before


def _phrase(written: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(written))


@cache
def _phrases(table: str) -> Mapping[tuple[str, ...], str]:
    """Read a table of every language that has one; an agent may write in any."""
    found = dict[tuple[str, ...], str]()
    for folder in sorted(files("locales").iterdir(), key=lambda each: each.name, reverse=True):
        if (written := folder / "looking.toml").is_file():
            read: dict[str, Sequence[str]] = tomllib.loads(written.read_text("utf-8"))[table]
            found |= {_phrase(phrase): code for code, listed in read.items() for phrase in listed}
    return found
