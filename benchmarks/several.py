"""How well several subjects in one message are told apart, and how rarely one subject is (`make evaluate`).

Usage: python -m benchmarks.several [--misses]

benchmarks/several.jsonl has one JSON object a line: `text`, `lang`, `part` ("tune": what the rules were made with;
"untouched": measured only), and `subjects`, each with its right labels and, where there are several, its `words`. All
labelled messages of the other files are single subjects, too. A message counts as right if every subject was found, no
other was, and each has its own words and none of another's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.evaluate import DEFAULT_FILE, HELD_OUT
from bot.understanding import Proposal, Understanding
from bot.understanding.cutting import NOISE, fold
from bot.understanding.model import UNCLEAR
from bot.understanding.understander import load

FILE = Path(__file__).with_name("several.jsonl")
CALIBRATION = Path(__file__).resolve().parents[1] / "bot" / "understanding" / "calibration.jsonl"
BATCH = 64


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about: labels that are all right, and its words ("" in a message with one subject)."""

    labels: frozenset[str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A message with its subjects, and what was understood of it."""

    group: str
    subjects: tuple[Subject, ...]
    understood: Understanding

    @property
    def labels_right(self) -> bool:
        """Whether the subjects that were proposed are those of the message."""
        found = self.understood.proposals
        return len(found) == len(self.subjects) and all(
            proposal.label in subject.labels for proposal, subject in zip(found, self.subjects, strict=True)
        )

    @property
    def words_right(self) -> bool:
        """Whether each has its own words and none of another's, too."""
        return self.labels_right and all(
            (_says(proposal, subject) is (mine == theirs))
            for mine, proposal in enumerate(self.understood.proposals)
            for theirs, subject in enumerate(self.subjects)
        )


def _says(proposal: Proposal, subject: Subject) -> bool:
    return _plain(subject.words) in _plain(proposal.words)


def _plain(words: str) -> str:
    return " ".join(fold(words).split()).removeprefix("et ").removeprefix("and ").strip(NOISE)


def _rows() -> Iterator[tuple[str, tuple[Subject, ...], str]]:
    for row in _lines(FILE):
        subjects = tuple(Subject(frozenset(each["label"]), each.get("words", "")) for each in row["subjects"])
        kind = "several" if len(subjects) > 1 else "hard single"
        yield f"{kind}, {row['part']}", subjects, row["text"]
    for name, path in (("development", DEFAULT_FILE), ("calibration", CALIBRATION), ("held out", HELD_OUT)):
        if path.exists():
            for row in _lines(path):
                if row["label"] != UNCLEAR:
                    yield name, (Subject(frozenset((row["label"], *row.get("also", ())))),), row["text"]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def read_cases() -> list[Case]:
    """Understand every message, in batches."""
    rows, understander = list(_rows()), load()
    texts = [text for _, _, text in rows]
    understood = [
        each for at in range(0, len(texts), BATCH) for each in understander.understand(texts[at : at + BATCH])
    ]
    return [Case(group, subjects, each) for (group, subjects, _), each in zip(rows, understood, strict=True)]


def report(cases: Sequence[Case]) -> list[str]:
    """Write one line for each group of messages."""
    lines = ["several                 n  split  right  words too", "single                  n  split"]
    several, single = [lines[0]], [lines[1]]
    for group in dict.fromkeys(case.group for case in cases):
        mine = [case for case in cases if case.group == group]
        split = sum(bool(case.understood.proposals) for case in mine)
        if len(mine[0].subjects) > 1:
            right, words = (sum(getattr(case, name) for case in mine) for name in ("labels_right", "words_right"))
            shares = f"{split / len(mine):6.1%} {right / len(mine):6.1%} {words / len(mine):6.1%}"
            several.append(f"{group:<20} {len(mine):4} {shares}")
        else:
            single.append(f"{group:<20} {len(mine):4} {split / len(mine):6.1%} ({split})")
    return [*several, "", *single]


def main(misses: Annotated[bool, typer.Option(help="list what went wrong")] = False) -> None:
    """Measure how well several subjects in one message are told apart."""
    cases = read_cases()
    typer.echo("\n".join(report(cases)))
    for case in cases if misses else ():
        found = case.understood.proposals
        if (len(case.subjects) > 1 and not case.words_right) or (len(case.subjects) == 1 and found):
            typer.echo(f"\n{case.group}: {case.understood.text}")
            typer.echo(f"  {[sorted(each.labels) for each in case.subjects]}")
            for each in found:
                typer.echo(f"  {each.label} {each.score:.2f}: {each.words}")


if __name__ == "__main__":
    typer.run(main)
