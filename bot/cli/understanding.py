"""``proximcite classify``."""

import json
import sys
from collections.abc import Iterable, Iterator

import typer

from bot.understanding import Understanding, classify_json
from bot.understanding.understander import load as load_understander

BATCH = 64


def classify(messages: list[str] | None, *, as_json: bool) -> None:
    """Understand messages, one a line, as they come."""
    understander = load_understander()
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
