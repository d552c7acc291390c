"""How well associations are found: figures over labelled queries, and the time it takes.

Usage: python -m benchmarks.search_quality [FOLDER] [--misses]

FOLDER holds the directories and their query files; a query is a JSON object a line: `query`, `accept` (identifiers of
all the right answers, none where nothing may be proposed with assurance) and `kind`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated

import typer

from bot.search.importing import read_associations
from bot.search.index import Directory, Findings
from bot.search.records import Association

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
PAIRS = (
    ("associations_sample.csv", "association_queries_dev.jsonl"),
    ("rna_37_45_2023.csv", "association_queries_rna_dev.jsonl"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled query beside what was found, and the seconds it took."""

    query: str
    kind: str
    accept: frozenset[str]
    found: Findings
    seconds: float

    def within(self, first: int) -> bool:
        """Tell whether a right answer is among the `first` hits."""
        return any(hit.association.id in self.accept for hit in self.found.hits[:first])


def line(name: str, cases: Sequence[Case]) -> str:
    """Write the figures of some cases as one line of a table."""
    positive = [case for case in cases if case.accept]
    negative = [case for case in cases if not case.accept]
    shares = [
        f"{sum(case.within(first) for case in positive) / len(positive):7.1%}" if positive else "      -"
        for first in (1, 3, 5)
    ]
    unsure = sum(not case.found.confident for case in positive)
    wrong = sum(case.found.confident and not case.within(1) for case in positive)
    bold = sum(case.found.confident for case in negative)
    return (
        f"{name:16} {len(cases):4} {' '.join(shares)}   {unsure:3}/{len(positive):<4} {wrong:3}/{len(positive):<4} "
        f"{bold:3}/{len(negative)}"
    )


def read(directory: Directory, path: Path) -> list[Case]:
    """Search for every query of a file."""
    cases = []
    for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines())):
        start = perf_counter()
        found = directory.search(row["query"])
        cases.append(Case(row["query"], row["kind"], frozenset(row["accept"]), found, perf_counter() - start))
    return cases


def report(cases: Sequence[Case]) -> Iterable[str]:
    """Write the table of one directory."""
    kinds: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    yield f"{'':16}    n  first   top 3   top 5   unsure   sure, wrong   sure of nothing"
    yield line("all", cases)
    for kind in sorted(kinds):
        yield line(kind, kinds[kind])


def main(
    folder: Annotated[Path, typer.Argument(help="Where the directories and queries are.")] = DEFAULT_FOLDER,
    misses: Annotated[bool, typer.Option("--misses", help="Name the queries that went wrong.")] = False,
) -> None:
    """Print how well the associations of FOLDER are found."""
    for listing, queries in PAIRS:
        if not (folder / listing).exists() or not (folder / queries).exists():
            typer.echo(f"{listing} or {queries} is not in {folder}: nothing to measure.")
            continue
        records = [one for one in read_associations((folder / listing).read_bytes()) if isinstance(one, Association)]
        start = perf_counter()
        directory = Directory(records)
        built = perf_counter() - start
        cases = read(directory, folder / queries)
        times = sorted(case.seconds for case in cases)
        typer.echo(
            f"{listing}: {len(records)} records, index in {built:.2f} s, a search in {median(times) * 1000:.1f} ms "
            f"(slowest {times[-1] * 1000:.1f} ms)"
        )
        for row in report(cases):
            typer.echo(row)
        if misses:
            for case in cases:
                right = case.within(1) and case.found.confident if case.accept else not case.found.confident
                if not right:
                    hits = "; ".join(f"{hit.association.name[:40]} {hit.score}" for hit in case.found.hits[:3])
                    at = next((n for n, h in enumerate(case.found.hits, 1) if h.association.id in case.accept), 0)
                    typer.echo(f"  {case.kind}: {case.query!r} rank {at} sure {case.found.confident} -> {hits}")
        typer.echo("")


if __name__ == "__main__":
    typer.run(main)
