"""Searching: the language data, read once from `locales/*/search.toml` and the tables beside this file.

A language that the bot speaks has a whole table (fillers, people, weekdays, activities); one that it does not speak has
a few words in `abroad.toml`. Activities are the same everywhere; only the words for them are a language's.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.search.text import Word, sound, words

HERE = Path(__file__).resolve().parent
LOCALES = HERE.parents[1] / "locales"

Phrase = tuple[str, ...]
HOME = "fr"
"""The language that the names and purposes of associations are written in."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What people look for: its code in the national nomenclature, what is near it, the French words that tell it.

    Attributes:
        key: its name in `activities.toml`.
        codes: six digits each. near: keys of other activities, the nearest first.
        phrases: stems of content words; a single one that ends in "*" is the beginning of a word.
    """

    key: str
    codes: tuple[str, ...]
    near: tuple[str, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language.

    Attributes:
        before, after: word sequences around a request, longest first.
        small, chat, common: words that weigh nothing, nothing and little.
        clauses: words that begin a detail. people: who it is for ("ma fille"), by kind. weekdays: 0 is Monday.
        said: phrases that ask for an activity but do not tell that somebody does it.
        phrases: activities by the stems of their words; beginnings: the same by the beginning of a word.
        sounds: activities of one word, by its sound; pairs: those of two words, by the sound of both together.
    """

    name: str
    before: tuple[Phrase, ...]
    after: tuple[Phrase, ...]
    small: frozenset[str]
    chat: frozenset[str]
    common: frozenset[str]
    clauses: frozenset[str]
    audience: tuple[tuple[Phrase, str], ...]
    weekdays: Mapping[str, int]
    said: frozenset[Phrase]
    phrases: Mapping[Phrase, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    sounds: Mapping[str, tuple[str, ...]]
    pairs: Mapping[str, tuple[str, ...]]

    def is_filler(self, word: Word) -> bool:
        """Tell whether a word is one of this language's everyday words."""
        return word.folded in self.small or word.folded in self.chat or word.folded in self.common

    def fillers(self, sentence: Sequence[Word]) -> int:
        """Count the everyday words of a sentence."""
        return sum(map(self.is_filler, sentence))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that a search knows of languages, activities and places.

    Attributes:
        languages: the home language first, then those that the bot speaks, then the others.
        neighbourhoods: official names by alias, an alias being folded words. next_to: the ones that touch, by name.
        labels: the first word for an activity, by language and key.
        shared_codes: nomenclature codes that several activities are under.
    """

    languages: tuple[Language, ...]
    activities: Mapping[str, Activity]
    neighbourhoods: Mapping[Phrase, str]
    next_to: Mapping[str, tuple[str, ...]]
    labels: Mapping[tuple[str, str], str]
    shared_codes: frozenset[str]

    @property
    def home(self) -> Language:
        """The language of the directory."""
        return self.languages[0]

    def order(self, sentence: Sequence[Word]) -> list[Language]:
        """Give the languages, the one that a sentence is most likely in first.

        One everyday word of a language that the bot does not speak is no sign of it: "con" stands in Italian names too.
        """
        counted = []
        for rank, language in enumerate(self.languages):
            fillers = language.fillers(sentence)
            counted.append((fillers if language.before or fillers > 1 else 0, -rank, language))
        return [language for _, _, language in sorted(counted, key=lambda item: item[:2], reverse=True)]

    def label(self, activity: str, lang: str) -> str:
        """Name an activity in a language, or in the home language, or by its key."""
        return self.labels.get((lang, activity)) or self.labels.get((HOME, activity), activity)

    @classmethod
    @cache
    def packaged(cls) -> "Vocabulary":
        """Read the tables that come with the product; they never change while it runs."""
        spoken = {
            folder.name: tomllib.loads((folder / "search.toml").read_text("utf-8"))
            for folder in sorted(LOCALES.iterdir())
            if (folder / "search.toml").is_file()
        }
        abroad = tomllib.loads((HERE / "abroad.toml").read_text("utf-8"))
        return cls.of(
            tomllib.loads((HERE / "activities.toml").read_text("utf-8")),
            tomllib.loads((HERE / "neighbourhoods.toml").read_text("utf-8")),
            {HOME: spoken.pop(HOME), **spoken, **{lang: table for lang, table in abroad.items() if lang not in spoken}},
        )

    @classmethod
    def of(
        cls, activities: Mapping[str, Any], neighbourhoods: Mapping[str, Any], languages: Mapping[str, Any]
    ) -> "Vocabulary":
        """Build from the contents of the tables, the home language first.

        Raises:
            ValueError: a language names an activity that is in no table.
        """
        for lang, table in languages.items():
            if unknown := {*table["activities"], *table.get("said", {})} - set(activities):
                raise ValueError(f"search.toml of {lang!r} names unknown activities: {', '.join(sorted(unknown))}")
        read = tuple(_language(name, table) for name, table in languages.items())
        home = next(iter(languages.values()))
        claimed = [code for activity in activities.values() for code in activity.get("codes", ())]
        return cls(
            read,
            {
                key: Activity(
                    key,
                    tuple(row.get("codes", ())),
                    tuple(row.get("near", ())),
                    tuple(_phrase(written, read[0].small) for written in home["activities"].get(key, ())),
                )
                for key, row in activities.items()
            },
            {_folded(alias): name for name, row in neighbourhoods.items() for alias in (*row["aliases"], name)},
            {name: tuple(row["next"]) for name, row in neighbourhoods.items()},
            {
                (lang, key): listed[0].rstrip("*")
                for lang, table in languages.items()
                for key, listed in table["activities"].items()
            },
            frozenset(code for code in claimed if claimed.count(code) > 1),
        )


def _language(name: str, table: Mapping[str, Any]) -> Language:
    small = frozenset(word.folded for written in table.get("small", ()) for word in words(written))
    phrases: dict[Phrase, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    sounds: dict[str, tuple[str, ...]] = {}
    pairs: dict[str, tuple[str, ...]] = {}
    for section in ("activities", "said"):
        for key, listed in table.get(section, {}).items():
            for written in listed:
                phrase = _phrase(written, small)
                if len(phrase) == 1 and phrase[0].endswith("*"):
                    beginnings[phrase[0][:-1]] = _with(beginnings.get(phrase[0][:-1], ()), key)
                    continue
                phrases[phrase] = _with(phrases.get(phrase, ()), key)
                if len(phrase) <= 2:
                    heard = "".join(sound(word.raw) for word in words(written) if word.folded not in small)
                    by_ear = sounds if len(phrase) == 1 else pairs
                    by_ear[heard] = _with(by_ear.get(heard, ()), key)
    return Language(
        name,
        _sequences(table.get("before", ())),
        _sequences(table.get("after", ())),
        small,
        _set(table.get("chat", ())),
        _set(table.get("common", ())),
        _set(table.get("clauses", ())),
        tuple(
            sorted(
                (
                    (_folded(pattern.format(who=who)), kind)
                    for pattern in table.get("audience", ())
                    for kind, people in table.get("people", {}).items()
                    for who in people
                ),
                key=lambda pair: -len(pair[0]),
            )
        ),
        {words(day)[0].folded: number for day, number in table.get("weekdays", {}).items()},
        frozenset(_phrase(written, small) for listed in table.get("said", {}).values() for written in listed),
        phrases,
        beginnings,
        sounds,
        pairs,
    )


def _phrase(written: str, small: frozenset[str]) -> Phrase:
    """Give the stems of the content words; one word with a star is the beginning of a word, and not stemmed."""
    found = words(written)
    kept = [word for word in found if word.folded not in small] or found
    if written.endswith("*") and len(kept) == 1:
        return (f"{kept[0].folded}*",)
    return tuple(word.stem for word in kept)


def _folded(written: str) -> Phrase:
    return tuple(word.folded for word in words(written))


def _sequences(listed: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(sorted({_folded(written) for written in listed} - {()}, key=lambda phrase: (-len(phrase), phrase)))


def _set(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(word.folded for written in listed for word in words(written))


def _with(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return keys if key in keys else (*keys, key)
