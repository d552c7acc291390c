"""Understanding, for danger: words and expressions that stand for one idea, whatever the language ("brûle", "burns").

`locales/<lang>/danger.toml` lists them, in lower case and without accents: `burn = "brul*; part en fumee"`. A star
stands for any ending. Ideas, and pairs of ideas that are close to each other in a message, are what lets "un bambin
tout seul" be understood by who has only read "un enfant seul", and German by who has read French.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from zlib import crc32

from bot.understanding.features import LONGEST_REMEMBERED, WORDS_REMEMBERED, Cleaned, plain

LOCALES = Path(__file__).resolve().parents[2] / "locales"

NEAR = 8
"""How many words apart two ideas may be to count as a pair."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_NAME = re.compile(r"[a-z_]+")
_QUESTION = crc32(b"?")


class DangerError(Exception):
    """A danger file cannot be used; the message names the file and the idea or the expression."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Several words in a row: those after the first, whether the last may end otherwise, and what they stand for."""

    rest: tuple[str, ...]
    open_ended: bool
    idea: str

    def follows(self, words: list[str], start: int) -> bool:
        """Tell whether the expression goes on at `words[start]`."""
        *middle, last = self.rest
        end = start + len(middle)
        if end >= len(words) or words[start:end] != middle:
            return False
        return words[end].startswith(last) if self.open_ended else words[end] == last


@dataclass(frozen=True, slots=True)
class Ideas:
    """The danger files of all languages, ready to be searched.

    Attributes:
        named: gives the ideas that a single word stands for.
        expressions: by their first word.
    """

    named: Callable[[str], tuple[str, ...]]
    expressions: Mapping[str, tuple[Expression, ...]]

    def find(self, cleaned: Cleaned) -> list[tuple[int, str]]:
        """Return the ideas of a message with the position of their first word, each pair once, in order."""
        words = _WORD.findall(plain(cleaned))
        found: set[tuple[int, str]] = set()
        for at, word in enumerate(words):
            for idea in self.named(word):
                found.add((at, idea))
            for expression in self.expressions.get(word, ()):
                if expression.follows(words, at + 1):
                    found.add((at, expression.idea))
        return sorted(found)

    def count(self, cleaned: Cleaned) -> Counter[int]:
        """Hash the ideas, the pairs of ideas near each other, and whether anything is asked; each counts once."""
        found = self.find(cleaned)
        seen = {idea for _, idea in found}
        for row, (at, idea) in enumerate(found):
            for later, other in found[row + 1 :]:
                if later - at > NEAR:
                    break
                if other != idea:
                    seen.add(f"{min(idea, other)} {max(idea, other)}")
        hashes = Counter({crc32(name.encode()): 1 for name in seen})
        if "?" in cleaned:
            hashes[_QUESTION] = 1
        return hashes


def read(locales: Path = LOCALES) -> Ideas:
    """Read the danger file of every language (`<lang>/danger.toml`) into one.

    Raises:
        DangerError: one is no TOML, an idea is not named in small letters, an expression could never match, or there is
            no file at all.
    """
    paths = sorted(locales.glob("*/danger.toml"))
    if not paths:
        raise DangerError(f"no danger.toml under {locales}")
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    expressions: dict[str, tuple[Expression, ...]] = {}
    for idea, phrase, path in chain.from_iterable(map(_phrases, paths)):
        open_ended = phrase.endswith("*")
        first, *rest = _split(phrase.removesuffix("*"), path)
        if rest:
            expressions[first] = (*expressions.get(first, ()), Expression(tuple(rest), open_ended, idea))
        else:
            where = stems if open_ended else words
            where[first] = (*where.get(first, ()), idea)
    return Ideas(_naming(words, stems), expressions)


def _naming(
    words: Mapping[str, tuple[str, ...]], stems: Mapping[str, tuple[str, ...]]
) -> Callable[[str], tuple[str, ...]]:
    """Return what gives the ideas of a word, by itself and by its beginnings; the same words come again and again."""

    def naming(word: str) -> tuple[str, ...]:
        begun = (stems.get(word[:end], ()) for end in range(2, min(len(word), longest) + 1))
        return (*words.get(word, ()), *chain.from_iterable(begun))

    longest = max(map(len, stems), default=0)
    remembered = lru_cache(maxsize=WORDS_REMEMBERED)(naming)
    return lambda word: remembered(word) if len(word) <= LONGEST_REMEMBERED else naming(word)


def _phrases(path: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield the ideas of one file, each with one of its expressions and the path, for complaints."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DangerError(f"{path}: {error}") from error
    for idea, written in table.items():
        if not _NAME.fullmatch(idea) or not isinstance(written, str):
            raise DangerError(f"{path}: {idea!r} is not an idea with its words")
        for phrase in written.split(";"):
            yield idea, " ".join(phrase.split()), path


def _split(phrase: str, path: Path) -> list[str]:
    """Split an expression into words, making sure that it is written as messages are read."""
    found = _WORD.findall(phrase)
    if not found or " ".join(found) != phrase or plain(phrase) != phrase:
        raise DangerError(f"{path}: {phrase!r} must be words in lower case, without accents, one space apart")
    return found
