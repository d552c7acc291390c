"""``proximcite classify``, and which model a city understands with: its own, where one fits, else the shipped one."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typer

from bot.cli.setting import Setting
from bot.understanding import Understanding, classify_json
from bot.understanding.model import MODEL, Model, ModelError, read
from bot.understanding.understander import TextUnderstander
from bot.understanding.understander import load as load_understander

BATCH = 64

SHIPPED = MODEL


class Unfit(StrEnum):
    """Why a city's own model is left aside."""

    DAMAGED = "damaged"
    OTHER_SUBJECTS = "other_subjects"
    """It was trained before an upgrade, or after a subject was added."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model file to use, and why it is not the city's own although there is one."""

    path: Path
    unfit: Unfit | None = None


def choose_model(setting: Setting) -> Chosen:
    """Choose the model of a city.

    Raises:
        ModelError: the shipped one, with which the city's own is compared, cannot be read.
    """
    own = Path(setting.settings.understanding.model)
    if not own.is_file():
        return Chosen(SHIPPED)
    try:
        labels = read(own).labels
    except ModelError:
        return Chosen(SHIPPED, Unfit.DAMAGED)
    return Chosen(own) if labels == read(SHIPPED).labels else Chosen(SHIPPED, Unfit.OTHER_SUBJECTS)


def is_behind(model: Model) -> bool:
    """Say whether a city's own model was learnt from other examples than those that ship now.

    Raises:
        ModelError: the shipped model cannot be read.
    """
    return model.digest != read(SHIPPED).digest


def understander_of(setting: Setting) -> TextUnderstander:
    """Load what a city understands with; it is told when a model of its own cannot be used.

    Raises:
        ModelError: the shipped model cannot be read.
    """
    chosen = choose_model(setting)
    if chosen.unfit:
        typer.echo(left_aside(setting, chosen.unfit), err=True)
    return load_understander(chosen.path)


def left_aside(setting: Setting, why: Unfit) -> str:
    """Say why the city's own model is not used, and what helps."""
    return setting.say("admin-model-left-aside", file=setting.settings.understanding.model, why=why.value)


def classify(setting: Setting, messages: list[str] | None, *, as_json: bool) -> None:
    """Understand messages, one a line, as they come."""
    understander = understander_of(setting)
    for batch in _batches(messages or (line.rstrip("\n") for line in sys.stdin), 1 if sys.stdin.isatty() else BATCH):
        for understood in understander.understand(batch):
            typer.echo(_line(understood, as_json=as_json))


def _line(understood: Understanding, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(classify_json(understood), ensure_ascii=False)
    emergency = f"!{understood.emergency.value}" if understood.emergency else ""
    decided = f"{understood.decision.value:8} {understood.score:4.0%} {understood.label:20} {understood.lang}"
    return f"{decided} {emergency:10} {understood.text}"


def _batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
