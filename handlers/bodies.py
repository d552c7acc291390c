"""Other bodies to which a request may be handed over, typed. They are in handlers/bodies.toml.

A mistake there is refused at import. The name of each, and what it does, are sentences: ``body-<name>``,
``body-<name>-does``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.understanding.global_words import fold

ANOTHER = "another"
"""In the place of a body's name: none of these, the agent has written which."""

_SPELLING = re.compile(r"[a-z_]+")

_TO = re.compile(r"(?:(?:à|au|aux|to)\s+)?(?:(?:la|le|les|the)\s+|l['’]\s*)?", re.IGNORECASE)
"""What stands before a body's name where a request goes to it."""

_BETWEEN = " :,;.–-\n"
"""What stands between a body's name and the words behind it."""


class InvalidBody(Exception):
    """A body that cannot work: an unknown key, a name that is no code, words that another one has."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body.

    Args:
        name: its code.
        words: what agents call it, folded.
        phone: as people write it; empty if it differs from person to person.
        site: its web site; empty likewise.
    """

    name: str
    words: tuple[str, ...]
    phone: str = ""
    site: str = ""


def load_bodies(written: str) -> dict[str, Body]:
    """Read the bodies.

    Args:
        written: TOML, a table a body.

    Raises:
        InvalidBody: naming the body and what is wrong with it.
    """
    found: dict[str, Body] = {}
    taken: dict[str, str] = {}
    for name, table in tomllib.loads(written).items():
        body = _body(name, table)
        for words in body.words:
            if words in taken:
                raise InvalidBody(f"{name}: {words!r} is {taken[words]}")
            taken[words] = name
        found[name] = body
    return found


def _body(name: str, table: Mapping[str, Any]) -> Body:
    if not _SPELLING.fullmatch(name) or name == ANOTHER:
        raise InvalidBody(f"{name}: no name for a body")
    if unknown := set(table) - {"words", "phone", "site"}:
        raise InvalidBody(f"{name}: unknown {sorted(unknown)}")
    words = tuple(fold(each) for each in table.get("words", ()))
    if not words:
        raise InvalidBody(f"{name}: nobody can name it")
    return Body(name, words, table.get("phone", ""), table.get("site", ""))


BODIES: Mapping[str, Body] = load_bodies((files("handlers") / "bodies.toml").read_text("utf-8"))


def named(line: str) -> tuple[Body | None, str]:
    """Read which body a line begins with.

    Returns:
        The body and the words behind it; None and the line without "to the" if it begins with none.
    """
    said = _TO.sub("", line.strip(), count=1)
    for end in _ends(said):
        head = fold(said[:end])
        body = next((each for each in BODIES.values() if head in each.words), None)
        if body is not None:
            return body, said[end:].strip(_BETWEEN)
    return None, said


def _ends(said: str) -> list[int]:
    """Give where the first words of a line end, the most words first."""
    most = max(len(words.split()) for body in BODIES.values() for words in body.words)
    return [found.end() for found in re.finditer(r"[^\s:,;]+", said)][:most][::-1]
