"""Understanding, before anything else: does a message tell of a danger to life, and of which kind?

The patterns are language data (`locales/<lang>/danger.toml`, explained at the top of the French file) and those of
every language are tried on every message: who is afraid does not wait for a language to be recognised. They are
written to be precise, because an emergency number shown for a burnt-out boiler teaches people not to read it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.understanding.features import plain, shorthand

LOCALES = Path(__file__).resolve().parents[2] / "locales"

# Longer messages are not calls for help; the bound keeps a hostile one from costing more than a few milliseconds.
LONGEST = 4000


class Emergency(StrEnum):
    """Kinds of danger to life, the most pressing first: the first that is found is the one reported."""

    FIRE = "fire"
    GAS = "gas"
    MEDICAL = "medical"
    SUICIDE = "suicide"
    CHILD = "child"
    VIOLENCE = "violence"
    HAZARD = "hazard"
    HOMELESS = "homeless"


class DangerError(Exception):
    """A danger file cannot be used; the message names the file, the kind and the pattern."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What tells of one kind of danger in one language, and what in the same sentence speaks against it."""

    kind: Emergency
    patterns: re.Pattern[str]
    unless: re.Pattern[str] | None

    def applies(self, sentence: str) -> bool:
        """Tell whether a sentence, already in plain form, tells of this danger."""
        return bool(self.patterns.search(sentence)) and not (self.unless and self.unless.search(sentence))


@dataclass(frozen=True, slots=True)
class Language:
    """The danger file of one language."""

    look_alikes: re.Pattern[str]
    rules: tuple[Rule, ...]


_BETWEEN_SENTENCES = re.compile(r"[.?;:\n…]+|(?<=!)\s")
_SEPARATORS = re.compile(r"[^\w!]+")
_SHORT = re.compile(r"(?<![\w'’-])\w+(?![\w'’-])")
_PLACEHOLDER = re.compile(r"<(\w+)>")
_GAP = re.compile(r" ?<\.\.(\d)>")


class Dangers:
    """The danger files of all languages, ready to be searched.

    Args:
        languages: their compiled files.
        spellings: the table of text-message spellings, from `features.shorthand`.
    """

    def __init__(self, languages: Iterable[Language], spellings: Mapping[str, str]) -> None:
        self._languages = tuple(languages)
        self._spellings = spellings

    @classmethod
    def read(cls, locales: Path = LOCALES) -> Dangers:
        """Compile every `<lang>/danger.toml`.

        Raises:
            DangerError: an unknown kind, a pattern that is no regular expression, or no file at all.
        """
        paths = sorted(locales.glob("*/danger.toml"))
        if not paths:
            raise DangerError(f"no danger.toml under {locales}")
        return cls([_language(path) for path in paths], shorthand())

    def find(self, text: str) -> Emergency | None:
        """Return the most pressing danger the text tells of, or None. Only the first 4,000 characters are read."""
        sentences = list(self._sentences(text[:LONGEST]))
        found: set[Emergency] = set()
        for language in self._languages:
            for sentence in sentences:
                kept = language.look_alikes.sub("-", sentence)
                found.update(rule.kind for rule in language.rules if rule.kind not in found and rule.applies(kept))
        return next((kind for kind in Emergency if kind in found), None)

    def _sentences(self, text: str) -> Iterable[str]:
        written_out = _SHORT.sub(lambda word: self._spellings.get(word[0], word[0]), text.lower())
        for part in _BETWEEN_SENTENCES.split(plain(written_out)):
            sentence = _SEPARATORS.sub(" ", part.replace("!", " ! ")).strip()
            if sentence:
                yield sentence


def danger(text: str) -> Emergency | None:
    """Return the most pressing danger that a message tells of, or None; the files that ship with the bot are used."""
    return _shipped().find(text)


@cache
def _shipped() -> Dangers:
    """Compile the shipped files at the first use; they are read-only data, so keeping them shares no state."""
    return Dangers.read()


def _language(path: Path) -> Language:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words: dict[str, str] = table.pop("words", {})
    look_alikes = table.pop("look_alikes", {}).get("patterns", [])
    unknown = set(table) - {str(kind) for kind in Emergency}
    if unknown:
        raise DangerError(f"{path}: unknown kind {sorted(unknown)[0]!r}")
    rules = []
    for kind in Emergency:
        section = table.get(kind, {})
        unless = section.get("unless", [])
        if patterns := section.get("patterns", []):
            excuse = _compiled(unless, words, path) if unless else None
            rules.append(Rule(kind, _compiled(patterns, words, path), excuse))
    return Language(_compiled(look_alikes, words, path), tuple(rules))


def _compiled(patterns: list[str], words: Mapping[str, str], path: Path) -> re.Pattern[str]:
    """Join patterns into one alternation that begins and ends between words; nothing matches if there are none."""
    whole = [_expanded(pattern, words, path) for pattern in patterns]
    return re.compile(r"(?<!\S)(?:" + "|".join(whole or [r"(?!)"]) + r")(?!\S)")


def _expanded(pattern: str, words: Mapping[str, str], path: Path) -> str:
    """Replace the placeholders of one pattern and make sure that it is a regular expression by itself."""
    try:
        full = _GAP.sub(r"(?: \\w+){0,\1}", _PLACEHOLDER.sub(lambda name: words[name[1]], pattern))
        re.compile(full)
    except (KeyError, re.error) as error:
        raise DangerError(f"{path}: {pattern!r}: {error}") from error
    return full
