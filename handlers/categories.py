"""The subjects of requests, typed. They are in handlers/categories.toml; a mistake there is refused at import."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from bot.config import duration
from handlers.questions import READERS


class InvalidDeclaration(Exception):
    """A subject that cannot work: an unknown key or question, a delay that is none."""


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question that a subject asks; an optional one may be skipped in one tap."""

    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A subject.

    Args:
        name: the classifier's label.
        team: who works it, by the team's name in the configuration.
        questions: what is asked beside the words themselves, in order.
        confidential: nothing of its content is shown in a room.
        notice: a sentence (``category-<name>-notice``) is told before sending.
        photo: a photo helps, and the citizen is told that one may be added.
        duplicate_radius: metres within which another recent request may be the same thing.
        answer_within: a promise other than the city's; reminders scale with it (``bot.domain.promise.ladder``).
        anonymous: works without the city knowing who writes.
    """

    name: str
    team: str
    questions: tuple[QuestionRef, ...] = ()
    confidential: bool = False
    notice: bool = False
    photo: bool = False
    duplicate_radius: int | None = None
    answer_within: timedelta | None = None
    anonymous: bool = True


_KEYS = frozenset(Category.__dataclass_fields__) - {"name"}


def load_categories(written: str) -> dict[str, Category]:
    """Read the subjects.

    Args:
        written: TOML, a table a subject.

    Raises:
        InvalidDeclaration: naming the subject and what is wrong with it.
    """
    return {name: _category(name, table) for name, table in tomllib.loads(written).items()}


def _category(name: str, table: Mapping[str, Any]) -> Category:
    if unknown := set(table) - _KEYS:
        raise InvalidDeclaration(f"{name}: unknown {sorted(unknown)}")
    if "team" not in table:
        raise InvalidDeclaration(f"{name}: no team")
    questions = tuple(_question(name, each) for each in table.get("questions", ()))
    values = {**table, "questions": questions}
    if "answer_within" in values:
        values["answer_within"] = _delay(name, values["answer_within"])
    return Category(name, **values)


def _delay(category: str, written: object) -> timedelta:
    try:
        delay = duration(written)
    except ValueError as error:
        raise InvalidDeclaration(f"{category}: {written!r} is no duration") from error
    if delay <= timedelta(0):
        raise InvalidDeclaration(f"{category}: an answer within {written!r} cannot be promised")
    return delay


def _question(category: str, written: str) -> QuestionRef:
    name = written.removesuffix("?")
    if name not in READERS:
        raise InvalidDeclaration(f"{category}: unknown question {name}")
    return QuestionRef(name, written.endswith("?"))


CATEGORIES: Mapping[str, Category] = load_categories((files("handlers") / "categories.toml").read_text("utf-8"))
