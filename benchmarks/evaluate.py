"""How well messages are understood: figures over a labelled file (`make evaluate`).

Usage: python -m benchmarks.evaluate [FILE] [--json]

The file has one JSON object a line: `text`, `lang`, `label`, and optionally `also`, other labels that are as good an
answer, and `register`, how it is written. It measures only; the model is learnt from `locales/*/examples/` alone. The
label "unclear" says that nobody could tell what is wanted: right is to ask again. Such messages are counted apart.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.understanding import Decision, Understanding
from bot.understanding.model import UNCLEAR
from bot.understanding.understander import load

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages_dev.jsonl"
HELD_OUT = Path(__file__).with_name("held_out.jsonl")
"""Messages in every register and language, written before the examples they measure and never learnt from."""
BATCH = 64
BINS = 10
CONFUSIONS = 20


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message beside what was understood."""

    lang: str
    register: str
    label: str
    right: frozenset[str]
    understood: Understanding

    def within(self, first: int) -> bool:
        """Tell whether one of the right labels is among the `first` likeliest."""
        return any(label in self.right for label, _ in self.understood.top[:first])


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1 over some cases; a precision is None where there is nothing to divide by.

    Attributes:
        messages: how many.
        top1, top3: a right label is the first, among the first three.
        direct, direct_precision: share taken as understood, and share of those that is right.
        unknown: share given up.
        calibration_error: mean distance between score and share right over ten bins of the score (ECE).
        language: the language was recognised.
        emergencies: how many tell of a danger.
    """

    messages: int
    top1: float
    top3: float
    direct: float
    direct_precision: float | None
    unknown: float
    calibration_error: float
    language: float
    emergencies: int


def figures(cases: Sequence[Case]) -> Figures:
    """Compute the figures over at least one case."""
    total = len(cases)
    sure = [case for case in cases if case.understood.decision is Decision.DIRECT]
    return Figures(
        messages=total,
        top1=sum(case.within(1) for case in cases) / total,
        top3=sum(case.within(3) for case in cases) / total,
        direct=len(sure) / total,
        direct_precision=sum(case.within(1) for case in sure) / len(sure) if sure else None,
        unknown=sum(case.understood.decision is Decision.UNKNOWN for case in cases) / total,
        calibration_error=calibration_error(cases),
        language=sum(case.lang == case.understood.lang for case in cases) / total,
        emergencies=sum(case.understood.emergency is not None for case in cases),
    )


def calibration_error(cases: Sequence[Case]) -> float:
    """Return the expected calibration error: bins of equal width, weighted by how many scores fall into them."""
    bins: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        bins[min(int(case.understood.score * BINS), BINS - 1)].append(case)
    return sum(
        abs(sum(case.understood.score for case in members) - sum(case.within(1) for case in members))
        for members in bins.values()
    ) / len(cases)


def macro_f1(cases: Sequence[Case]) -> float:
    """Return the mean of the labels' F1: what is low where a rare label is given up for a common one.

    An answer from `also` counts as the label's own.
    """
    right = Counter(case.label for case in cases if case.within(1))
    missed = Counter(case.label for case in cases if not case.within(1))
    wrongly = Counter(case.understood.label for case in cases if not case.within(1))
    labels = {case.label for case in cases}
    return sum(2 * right[it] / (2 * right[it] + missed[it] + wrongly[it]) for it in labels) / len(labels)


def by(cases: Sequence[Case], key: Callable[[Case], str]) -> dict[str, Figures]:
    """Compute the figures of each group, in alphabetical order."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    return {name: figures(groups[name]) for name in sorted(groups)}


def confusions(cases: Sequence[Case]) -> list[tuple[str, str, int]]:
    """Return the commonest mistakes as (right label, label given, times)."""
    wrong = Counter((case.label, case.understood.label) for case in cases if not case.within(1))
    ordered = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))
    return [(right, given, times) for (right, given), times in ordered[:CONFUSIONS]]


def read(path: Path) -> list[Case]:
    """Understand every message of a file, in batches as the running bot does."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    understander = load()
    understood: list[Understanding] = []
    for start in range(0, len(rows), BATCH):
        understood += understander.understand([row["text"] for row in rows[start : start + BATCH]])
    return [
        Case(
            lang=row.get("lang", ""),
            register=row.get("register", ""),
            label=row["label"],
            right=frozenset([row["label"], *row.get("also", [])]),
            understood=result,
        )
        for row, result in zip(rows, understood, strict=True)
    ]


def unclear(cases: Sequence[Case]) -> dict[str, int]:
    """Count what is done with messages from which nobody could tell what is wanted, by decision."""
    return {decision.value: sum(case.understood.decision is decision for case in cases) for decision in Decision}


def line(name: str, one: Figures) -> str:
    """Write figures as one line of a table."""
    precision = "     -" if one.direct_precision is None else f"{one.direct_precision:6.1%}"
    return (
        f"{name:20} {one.messages:5} {one.top1:6.1%} {one.top3:6.1%} {one.direct:6.1%} {precision} {one.unknown:7.1%} "
        f"{one.calibration_error:6.1%} {one.language:6.1%} {one.emergencies:4}"
    )


def main(
    file: Annotated[Path, typer.Argument(help="Labelled messages, one JSON object a line.")] = DEFAULT_FILE,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Print how well the messages of FILE are understood."""
    if not file.exists():
        typer.echo(f"{file} does not exist: nothing to evaluate.")
        return
    everything = read(file)
    cases = [case for case in everything if case.label != UNCLEAR]
    if not cases:
        typer.echo(f"{file} is empty: nothing to evaluate.")
        return
    whole, without = figures(cases), unclear([case for case in everything if case.label == UNCLEAR])
    tables = {
        "languages": by(cases, lambda case: case.lang),
        "registers": by(cases, lambda case: case.register),
        "labels": by(cases, lambda case: case.label),
    }
    if as_json:
        groups = {table: {name: asdict(one) for name, one in rows.items()} for table, rows in tables.items()}
        totals = {"all": asdict(whole), "macro_f1": macro_f1(cases), "unclear": without}
        typer.echo(json.dumps({**totals, **groups, "confusions": confusions(cases)}, ensure_ascii=False))
        return
    typer.echo(f"{'':20}     n  top-1  top-3 direct  right unknown    ECE   lang danger")
    typer.echo(line("all", whole))
    typer.echo(f"macro-F1 over {len(tables['labels'])} labels: {macro_f1(cases):.1%}; unclear messages: {without}")
    for rows in tables.values():
        typer.echo("")
        for name, one in rows.items():
            typer.echo(line(name, one))
    typer.echo("\nright label -> label given, times")
    for right, given, times in confusions(cases):
        typer.echo(f"{right} -> {given}  {times}")


if __name__ == "__main__":
    typer.run(main)
