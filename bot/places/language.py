"""Places: the language data, read once: kinds of streets, what names are made of, neighbourhoods, the towns around.

Names of places are French whatever language somebody speaks, so most of it stands beside this file; only the words
around a name are a language's own (`locales/<lang>/places.toml`).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from bot.places.records import Point
from bot.places.tokens import Token, tokens
from bot.search.text import fold, stem, words

HERE = Path(__file__).resolve().parent
LOCALES = HERE.parents[1] / "locales"
NEIGHBOURHOODS = HERE.parent / "search" / "neighbourhoods.toml"

T = TypeVar("T")

Phrase = tuple[str, ...]
"""Folded words."""


class Phrases(Generic[T]):
    """Things by the words for them, looked up in a message from one word on; the longest wins."""

    def __init__(self, table: Mapping[Phrase, T]) -> None:
        self._beginning: dict[str, list[tuple[Phrase, T]]] = {}
        for said in sorted(table, key=lambda said: (-len(said), said)):
            self._beginning.setdefault(said[0], []).append((said, table[said]))

    def has(self, said: Phrase) -> bool:
        """Tell whether words say a thing."""
        return any(each == said for each, _ in self._beginning.get(said[0], ()))

    def at(self, found: Sequence[Token], at: int) -> tuple[T, int] | None:
        """Give what the words from one on say, and the last of them; None if nothing."""
        for said, thing in self._beginning.get(found[at].folded, ()):
            last = at + len(said) - 1
            if last < len(found) and all(
                word == token.folded and not (rank and token.stops)
                for rank, (word, token) in enumerate(zip(said, found[at : last + 1], strict=True))
            ):
                return thing, last
        return None


Article = Literal["la", "le", "l'"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of street or landmark.

    Attributes:
        name: as it begins a name: "rue". article: what stands before it.
        near: what it shares with the kinds that people mix it up with; its own name where there are none.
        vague: it is an everyday word too. landmark: it is no street.
    """

    name: str
    article: Article
    near: str
    vague: bool
    landmark: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A word for a kind; a brief one ("r", "ch") is one only before a name of the list."""

    kind: Kind
    brief: bool


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A name for a neighbourhood or a part of one, and the official name of the whole."""

    name: str
    official: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town that is not the city; ``loose``: its name is an everyday word too. The point is its middle, roughly."""

    name: str
    loose: bool
    point: Point | None


@dataclass(frozen=True, slots=True)
class Around:
    """Words around a name, of every language: each set tells something about what stands beside it."""

    ends: frozenset[str]
    own: frozenset[str]
    corner: frozenset[str]
    at: frozenset[str]
    beside: frozenset[str]
    home: frozenset[str]
    number: frozenset[str]
    not_house: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that is known of words.

    Attributes:
        said: kinds by the words for them; behind: by those that follow a name.
        links: small words inside names.
        titles: by the title and its short forms, the title.
        things: words that name ordinary things too; common: these and other everyday words.
        numbers: numerals by how they are written out. accents: by the word without any.
        landmarks: what everybody knows without a street. neighbourhoods, towns: by their names.
        around: the words around names.
        official: official neighbourhoods by the stems of their words. next_towns: those whose point is known.
    """

    said: Phrases[Said]
    behind: Mapping[str, Kind]
    links: frozenset[str]
    titles: Mapping[str, str]
    things: frozenset[str]
    common: frozenset[str]
    numbers: Mapping[Phrase, str]
    accents: Mapping[str, str]
    landmarks: Phrases[str]
    neighbourhoods: Phrases[Neighbourhood]
    official: Mapping[Phrase, str]
    towns: Phrases[Town]
    next_towns: tuple[Town, ...]
    around: Around

    def is_neighbourhood(self, folded: str) -> bool:
        """Tell whether a word is a name for a neighbourhood by itself."""
        return self.neighbourhoods.has((folded,))

    def neighbourhood(self, written: str) -> str:
        """Give the official spelling of a neighbourhood in a list; one that is not known is written as a name."""
        known = self.official.get(_stems(written))
        return known or (written.title() if written.isupper() else written)

    @classmethod
    @cache
    def packaged(cls) -> "Language":
        """Read the tables that come with the product; they never change while it runs."""
        return cls.of(
            tomllib.loads((HERE / "kinds.toml").read_text("utf-8")),
            tomllib.loads((HERE / "names.toml").read_text("utf-8")),
            tomllib.loads((HERE / "around.toml").read_text("utf-8")),
            tomllib.loads(NEIGHBOURHOODS.read_text("utf-8")),
            [tomllib.loads(path.read_text("utf-8")) for path in sorted(LOCALES.glob("*/places.toml"))],
        )

    @classmethod
    def of(
        cls,
        kinds: Mapping[str, Any],
        names: Mapping[str, Any],
        towns: Mapping[str, Any],
        neighbourhoods: Mapping[str, Any],
        locales: Sequence[Mapping[str, Any]],
    ) -> "Language":
        """Build from the contents of the tables."""
        said: dict[Phrase, Said] = {}
        behind: dict[str, Kind] = {}
        for name, row in kinds.items():
            near, vague, landmark = row.get("near", name), row.get("vague", False), row.get("landmark", False)
            kind = Kind(name, row["article"], near, vague, landmark)
            said |= {phrase(written): Said(kind, brief=True) for written in row.get("brief", ())}
            said |= {phrase(written): Said(kind, brief=False) for written in (name, *row["said"])}
            behind |= {fold(word): kind for word in row.get("behind", ())}
        titles = {fold(form): fold(title) for title, forms in names["titles"].items() for form in (title, *forms)}
        around = _towns(towns)
        return cls(
            Phrases(said),
            behind,
            frozenset(names["links"]),
            titles,
            _folded(names["common"]["things"]),
            _folded((*names["common"]["things"], *names["common"]["plain"])),
            {phrase(form): digits for digits, forms in names["numbers"].items() for form in (*forms, digits)},
            {fold(word): word for word in names["accents"]["words"] if fold(word) != word},
            Phrases({phrase(word): word for word in names["landmarks"]["words"]}),
            Phrases(_neighbourhoods(neighbourhoods)),
            {_stems(name): name for name in neighbourhoods},
            Phrases(around),
            tuple(town for town in dict.fromkeys(around.values()) if town.point),
            Around(**{part: _folded(word for table in locales for word in table[part]) for part in _AROUND}),
        )


_AROUND = ("ends", "own", "corner", "at", "beside", "home", "number", "not_house")


def phrase(written: str) -> Phrase:
    """Give the folded words of a text."""
    return tuple(token.folded for token in tokens(written))


def _neighbourhoods(table: Mapping[str, Any]) -> dict[Phrase, Neighbourhood]:
    aliases = [(alias, name) for name, row in table.items() for alias in row["aliases"] if alias[:1].isupper()]
    return {
        words: Neighbourhood(alias, name)
        for alias, name in (*aliases, *((name, name) for name in table))
        for words in _spellings(alias)
    }


def _towns(table: Mapping[str, Any]) -> dict[Phrase, Town]:
    found: dict[Phrase, Town] = {}
    for name, row in table.items():
        town = Town(name, row.get("loose", False), Point(*row["point"]) if "point" in row else None)
        found |= {words: town for written in (name, *row.get("also", ())) for words in _spellings(written)}
    return found


def _spellings(written: str) -> tuple[Phrase, ...]:
    """Give the words of a name, and the same with "Saint" shortened."""
    words = phrase(written)
    return words, tuple({"saint": "st", "sainte": "ste"}.get(word, word) for word in words)


def _stems(written: str) -> Phrase:
    return tuple(stem(word.folded) for word in words(written))


def _folded(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, listed))
