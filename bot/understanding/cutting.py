"""Understanding, step 4: a message cut into parts, where one subject may end and another begin.

It is cut at sentences, list items, and the connectors of `locales/<lang>/splitting.toml` (explained at the top of the
French file). A part knows how strongly what stands before it tells that something new begins, and whether it is only
told beside something else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from bot.understanding.features import plain
from bot.understanding.ideas import LOCALES

LONGEST = 1500
"""Characters; a longer letter is one matter, or more than can be told apart."""

FEWEST_WORDS = 6
"""Words of a message below which it is not cut."""

MOST_PARTS = 12

NOISE = " \n\t,.;!?…-"
"""What may stand around the words of a part."""

_ENUMERATED = r"(?:(?<=\n)|^)(?:\d{1,2}\s?[./]|\d\s?-|[-–•*])(?=\s)|(?:(?<=\s)|^)\d\s?\)(?=\s)"
_SENTENCE = r"[.!?…]+(?=\s|$)|\n+|;|؟|\s[+/&](?=\s)"
_WEAK = r"[,،:](?=\s)|\s\(|\)"
_IS = re.compile(r"(?<!\w)[èéÈÉ](?!\w)")
"""Italian and Portuguese for "is": without its accent it would be "and"."""

_KEYS = ("announced", "other", "more", "also", "and", "greetings", "beside", "settled", "where", "places", "asks")


class Link(IntEnum):
    """What stands before a part: how strongly it tells that something new begins."""

    AND = 1
    SENTENCE = 2
    AND_THEN = 3
    MORE = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: where it stands, and what stands before it.

    Attributes:
        start, end: positions in the text.
        link: what leads to it.
        beside: it tells of what was said before it, or of who writes.
        short: it is a single word.
        settled: it is negated, or no problem any more.
        heads: it ends with a colon, so it belongs to what follows.
        where: it says where something is.
        placed: it names a street, a square or the like, wherever in it.
        asks: it is worded as a wish or a question.
    """

    start: int
    end: int
    link: Link
    beside: bool
    short: bool
    settled: bool
    heads: bool
    where: bool
    placed: bool
    asks: bool


class SplittingError(Exception):
    """A file of connectors cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Cutter:
    """The connectors of one language, ready to be searched.

    Attributes:
        boundaries: whatever may stand between two parts.
        links: how strongly a boundary tells that something new begins; without any of these it is `Link.AND`.
        also, echoes: "also" anywhere in a part, and at its end, where it only repeats what was said before.
        announced, settled, places: found anywhere in a part; beside, where, asks: found where it begins.
    """

    boundaries: re.Pattern[str]
    links: tuple[tuple[Link, re.Pattern[str]], ...]
    also: re.Pattern[str]
    announced: re.Pattern[str]
    beside: re.Pattern[str]
    echoes: re.Pattern[str]
    settled: re.Pattern[str]
    where: re.Pattern[str]
    places: re.Pattern[str]
    asks: re.Pattern[str]

    def parts(self, text: str) -> list[Part]:
        """Cut a message; [] if it is too short, too long, or all of one piece."""
        folded = fold(text)
        if len(text) > LONGEST or len(folded.split()) < FEWEST_WORDS:
            return []
        for weakest in (Link.AND, Link.SENTENCE, Link.MORE):
            found = self._cut(folded, weakest)
            if len(found) <= MOST_PARTS:
                return found if len(found) > 1 else []
        return []

    def _cut(self, folded: str, weakest: Link) -> list[Part]:
        found: list[Part] = []
        start, link = 0, Link.SENTENCE
        for match in self.boundaries.finditer(folded):
            kind = self._kind(match[0])
            if kind < weakest:
                continue
            words = folded[start : match.start()].strip(NOISE)
            if self.also.fullmatch(words):
                link = Link.MORE
            elif words:
                found.append(self._part(folded, start, match, link))
                link = kind
            else:
                link = max(link, kind)
            start = match.end()
        if folded[start:].strip(NOISE):
            found.append(self._part(folded, start, None, link))
        found = _continued(found)
        if self.announced.search(folded):
            return [replace(part, link=Link.OTHER if part.link > Link.AND else Link.MORE) for part in found]
        if found and found[0].heads and found[0].where:
            # "Rue Battant: ..." heads a list of what is wrong there.
            return [replace(part, link=max(part.link, Link.SENTENCE)) for part in found]
        return found

    def _part(self, folded: str, start: int, boundary: re.Match[str] | None, link: Link) -> Part:
        end = boundary.start() if boundary else len(folded)
        words = folded[start:end].strip(NOISE)
        return Part(
            start,
            end,
            max(link, Link.MORE) if self.also.search(words) else link,
            beside=self.beside.match(words) is not None or self.echoes.search(words) is not None,
            short=len(words.split()) < 2,
            settled=bool(self.settled.search(words) or self.announced.search(words)),
            heads=boundary is not None and boundary[0].lstrip().startswith(":"),
            where=self.where.match(words) is not None,
            placed=self.places.search(words) is not None,
            asks=self.asks.match(words) is not None,
        )

    def _kind(self, boundary: str) -> Link:
        return max((link for link, pattern in self.links if pattern.search(boundary)), default=Link.AND)


def _continued(parts: Sequence[Part]) -> list[Part]:
    """What is joined to a part that only tells of something tells of it, too, unless it is worded as a wish."""
    found: list[Part] = []
    for part in parts:
        goes_on = bool(found) and part.link is Link.AND and found[-1].beside and not found[-1].short
        found.append(replace(part, beside=True) if goes_on and not part.asks else part)
    return found


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met; there are only so many characters."""

    def __missing__(self, code: int) -> str:
        """Fold one character; a mark that stands alone stays."""
        self[code] = plain(chr(code))[:1] or chr(code)
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Case and accents folded, character by character, so that positions stay those of the text."""
    return _IS.sub("_", text.replace("’", "'")).translate(_FOLDED)


def _any(phrases: Sequence[str]) -> str:
    return "|".join(sorted(phrases, key=len, reverse=True)) or r"(?!)"


def read(locales: Path = LOCALES) -> dict[str, Cutter]:
    """Read `<lang>/splitting.toml` of every language.

    Raises:
        SplittingError: a file lacks a list, or one of its patterns is no regular expression.
    """
    return {path.parent.name: _read(path) for path in sorted(locales.glob("*/splitting.toml"))}


def _read(path: Path) -> Cutter:
    try:
        return _cutter(tomllib.loads(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise SplittingError(f"{path}: {error}") from error


def _cutter(table: Mapping[str, Sequence[str]]) -> Cutter:
    begins = {name: rf"(?:{_any(table[name])})(?!\w)" for name in _KEYS}
    said = {name: rf"(?<!\w){pattern}" for name, pattern in begins.items()}
    one = "|".join((_ENUMERATED, said["other"], said["more"], said["greetings"], _SENTENCE, _WEAK, said["and"]))
    return Cutter(
        boundaries=re.compile(rf"(?:\s*(?:{one})\s*,?\s*)+"),
        links=(
            (Link.SENTENCE, re.compile(_SENTENCE)),
            (Link.AND_THEN, re.compile(rf"(?:{_SENTENCE})\s*{said['and']}|\n")),
            (Link.MORE, re.compile(said["more"])),
            (Link.OTHER, re.compile(f"{said['other']}|{_ENUMERATED}")),
        ),
        also=re.compile(said["also"]),
        echoes=re.compile(rf"{said['also']}$"),
        announced=re.compile(said["announced"]),
        settled=re.compile(said["settled"]),
        beside=re.compile(begins["beside"]),
        where=re.compile(begins["where"]),
        places=re.compile(said["places"]),
        asks=re.compile(begins["asks"]),
    )
