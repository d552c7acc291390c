"""How many dangers are found, and how many look-alikes are taken for one (`make evaluate`).

Usage: python -m benchmarks.danger [FILE ...] [--wrong]

A file has one JSON object a line: `text`, `lang`, `kind` (null for a look-alike), `also` (other kinds that are as good
an answer), `register`, and for a look-alike the kind it is `near`. It measures only; nothing is learnt from it. Of the
ordinary messages (`calibration.jsonl`, `held_out.jsonl`) a few tell of what could be called a danger.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Annotated

import typer

from benchmarks.evaluate import HELD_OUT
from bot.understanding import Emergency, danger, ideas
from bot.understanding.danger import Dangers, Message
from bot.understanding.embedding import SentenceEncoder
from bot.understanding.features import clean, grams, shorthand
from bot.understanding.training import CALIBRATION

DEVELOPMENT = Path(__file__).with_name("danger_dev.jsonl")
"""The threshold and the constants were chosen on these messages, and their mistakes have been read."""
SECOND = Path(__file__).with_name("danger_second.jsonl")
"""The same by now, once untouched: 120 dangers and 120 look-alikes each in French and English."""
FOURTH = Path(__file__).with_name("danger_fourth.jsonl")
"""Likewise: 160 and 160 in French, 80 and 80 in English, by somebody who had not seen what is learnt."""
FINAL = Path(__file__).with_name("danger_final.jsonl")
"""Nobody chooses anything by these, nor reads their mistakes."""
THIRD = Path(__file__).with_name("danger_third.jsonl")
"""The same: 80 dangers and 80 look-alikes each in French and English, hard on purpose."""
FIFTH = Path(__file__).with_name("danger_fifth.jsonl")
"""The same: 160 and 160 in French, 80 and 80 in English, by 60 invented inhabitants, when all else had been written."""
EVERYDAY = Path(__file__).with_name("danger_everyday.jsonl")
"""No dangers: 84 short answers as people give them in the middle of a form. Their mistakes have been read."""
REPORTS = Path(__file__).with_name("danger_reports.jsonl")
"""No dangers: 80 things to repair by which somebody was hurt, or nearly. Nobody reads their mistakes."""
BATCH = 64


@dataclass(frozen=True, slots=True)
class Case:
    """One message beside what was found in it; `right` is empty for a look-alike."""

    text: str
    lang: str
    group: str
    right: frozenset[str]
    found: Emergency | None

    @property
    def is_wrong(self) -> bool:
        """Whether a danger is missed or of the wrong kind, or a look-alike is taken for one."""
        return self.found not in self.right if self.right else self.found is not None


def seek(texts: Sequence[str]) -> tuple[list[Emergency | None], float]:
    """Return the danger of each message, and the processor time that it took beside the embedding, in seconds."""
    spellings, encoder = shorthand(), SentenceEncoder()
    dangers = Dangers(danger.read_model(), ideas.read(), spellings)
    messages: list[Message] = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        cleaned = [clean(text, spellings) for text in batch]
        meanings = encoder.encode(cleaned)
        messages += [Message(*known) for known in zip(batch, cleaned, map(grams, cleaned), meanings, strict=True)]
    started = process_time()
    return dangers.find(messages), process_time() - started


def cases(path: Path) -> list[Case]:
    """Look for danger in every message of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(
            text=row["text"],
            lang=row["lang"],
            group=row["kind"] or "look-alike",
            right=frozenset([row["kind"], *row["also"]] if row["kind"] else []),
            found=found,
        )
        for row, found in zip(rows, seek([row["text"] for row in rows])[0], strict=True)
    ]


def line(name: str, some: Sequence[Case]) -> str:
    """Write the figures of some messages as one line of a table."""
    told, alike = [case for case in some if case.right], [case for case in some if not case.right]
    found = sum(case.found is not None for case in told)
    kind = sum(not case.is_wrong for case in told)
    false = sum(case.is_wrong for case in alike)
    dangers = f"{len(told):5} {found / len(told):6.1%} {kind / len(told):6.1%}" if told else f"{0:5} {'':6} {'':6}"
    return f"{name:14} {dangers} {len(alike):11}" + (f" {false / len(alike):6.1%}" if alike else "")


def by(some: Sequence[Case], key: Callable[[Case], str]) -> dict[str, list[Case]]:
    """Group messages, in alphabetical order."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in some:
        groups[key(case)].append(case)
    return {name: groups[name] for name in sorted(groups)}


def main(
    files: Annotated[list[Path] | None, typer.Argument(help="Labelled messages, one JSON object a line.")] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="List the mistakes, but for the final files'.")] = False,
) -> None:
    """Print how many dangers are found, by language and, in French and English, by kind."""
    for path in files or (DEVELOPMENT, SECOND, FOURTH, FINAL, THIRD, FIFTH, EVERYDAY, REPORTS):
        everything = cases(path)
        typer.echo(f"{path.stem:14}     n  found  right look-alikes  false")
        for name, some in by(everything, lambda case: case.lang).items():
            typer.echo(line(name, some))
        asked = [case for case in everything if case.lang in {"fr", "en"}]
        typer.echo(line("fr and en", asked))
        for name, some in by(asked, lambda case: case.group).items():
            typer.echo(line(f"  {name}", some))
        for case in everything if wrong and path not in {FINAL, THIRD, FIFTH, REPORTS} else ():
            if case.is_wrong:
                typer.echo(f"{case.lang} {case.group} -> {case.found or 'nothing'}: {case.text}")
        typer.echo("")
    ordinary = [
        json.loads(row)["text"]
        for path in (CALIBRATION, HELD_OUT)
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    found, seconds = seek(ordinary)
    warned = sum(each is not None for each in found)
    typer.echo(f"ordinary messages: {warned} of {len(found)} warned of ({warned / len(found):.1%})")
    typer.echo(f"a message: {seconds / len(found) * 1000:.2f} ms beside its embedding (processor time)")


if __name__ == "__main__":
    typer.run(main)
