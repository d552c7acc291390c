"""What understanding a message costs and gains, beside simpler ways over the same examples (`make evaluate`).

Usage: python -m benchmarks.classifiers [--rounds N] [FILE]

Each way runs in a process of its own, so that what it loads is its own. All read the same examples and keywords, and
are measured on the same messages: `Held out` unless a file is given. Ours does more than the others: language, danger,
several subjects, honest probabilities.

- TF-IDF + LinearSVC: scikit-learn, words and word pairs and pieces of words; it is learnt when it is loaded.
- keywords: RapidFuzz, the label of the keyword that is most alike.
- nearest example: RapidFuzz, the label of the example that is most alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from benchmarks.evaluate import BATCH, HELD_OUT
from benchmarks.figures import NOISE, latency, verdict
from bot.understanding.model import UNCLEAR

Ranking = Callable[[Sequence[str]], list[list[str]]]
"""Gives the three likeliest labels of each message."""

GOALS = {"p50": 4.0, "p99": 12.0, "batch": 1.5, "load": 1.5, "memory": 200.0}
"""Of ours: milliseconds a message alone (p50, p99) and in a batch; seconds and megabytes that loading takes."""

PAGE = os.sysconf("SC_PAGE_SIZE")


def ours() -> Ranking:
    """Load what the bot uses."""
    from bot.understanding.understander import load

    understander = load()
    return lambda texts: [[label for label, _ in each.top[:3]] for each in understander.understand(texts)]


def tfidf_svc() -> Ranking:
    """Learn scikit-learn's usual text classifier."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    from bot.understanding.training import examples, keywords

    words = TfidfVectorizer(ngram_range=(1, 2), strip_accents="unicode", sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), strip_accents="unicode", sublinear_tf=True)
    known = [*examples(), *keywords()]
    machine = make_pipeline(make_union(words, pieces), LinearSVC(random_state=0))
    machine.fit([each.text for each in known], [each.label for each in known])
    labels: list[str] = machine.classes_.tolist()

    def rank(texts: Sequence[str]) -> list[list[str]]:
        best = np.argsort(-machine.decision_function(texts), axis=1)[:, :3]
        return [[labels[at] for at in row] for row in best]

    return rank


def keyword_matching() -> Ranking:
    """Read the keywords, to find the one that is most alike."""
    from bot.understanding.training import keywords

    return _most_alike([(each.text, each.label) for each in keywords()])


def nearest_example() -> Ranking:
    """Read the examples, to find the one that is most alike."""
    from bot.understanding.training import examples

    return _most_alike([(each.text, each.label) for each in examples()])


def _most_alike(known: Sequence[tuple[str, str]]) -> Ranking:
    from rapidfuzz import fuzz, process

    from bot.understanding.features import plain

    texts, labels = [plain(text.lower()) for text, _ in known], [label for _, label in known]

    def rank(wanted: Sequence[str]) -> list[list[str]]:
        return [
            _labels(process.extract(plain(each.lower()), texts, scorer=fuzz.token_set_ratio, limit=9))
            for each in wanted
        ]

    def _labels(found: Sequence[tuple[str, float, int]]) -> list[str]:
        return list(dict.fromkeys(labels[at] for _, _, at in found))[:3]

    return rank


WAYS: dict[str, Callable[[], Ranking]] = {
    "ours": ours,
    "TF-IDF + LinearSVC": tfidf_svc,
    "keywords (RapidFuzz)": keyword_matching,
    "nearest example (RapidFuzz)": nearest_example,
}
ALIKE = ("keywords (RapidFuzz)", "nearest example (RapidFuzz)")


def measure(way: str, file: Path, rounds: int) -> dict[str, float | str]:
    """Measure one way in this process."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["label"] != UNCLEAR]
    texts = [row["text"] for row in rows]
    if way in ALIKE:
        import_module("bot.understanding.training")  # Only its readers of files are used; what it loads is not theirs.
    before, began = _megabytes(), perf_counter()
    rank = WAYS[way]()
    rank(texts[:1])
    loading = perf_counter() - began
    rank(texts[:BATCH])
    memory = _megabytes() - before
    ranked = rank(texts)
    right = [{row["label"], *row.get("also", ())} for row in rows]
    waits = []
    for _ in range(rounds):
        for text in texts:
            start = perf_counter()
            rank([text])
            waits.append(perf_counter() - start)
    whole = [texts[at : at + BATCH] for at in range(0, len(texts) - BATCH + 1, BATCH)]
    start = perf_counter()
    for _ in range(rounds):
        for batch in whole:
            rank(batch)
    batched = (perf_counter() - start) / (rounds * len(whole) * BATCH) * 1000
    p50, _, p99 = latency(waits)
    return {
        "top1": sum(first[0] in wanted for first, wanted in zip(ranked, right, strict=True)) / len(rows),
        "top3": sum(bool(wanted & set(first)) for first, wanted in zip(ranked, right, strict=True)) / len(rows),
        "p50": p50,
        "p99": p99,
        "batch": batched,
        "load": loading,
        "memory": memory,
        "scikit-learn": "sklearn" in sys.modules,
        "kernel": _kernel(),
    }


def _kernel() -> str:
    """Name what numpy multiplies with: its OpenBLAS has another kernel for each kind of processor."""
    from threadpoolctl import threadpool_info  # type: ignore[import-untyped]  # scikit-learn's, and without types.

    return ", ".join(sorted({str(each.get("architecture")) for each in threadpool_info()}))


def _megabytes() -> float:
    """Resident memory of this process (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE / 1e6


def main(
    file: Annotated[Path, typer.Argument(help="labelled messages")] = HELD_OUT,
    rounds: Annotated[int, typer.Option(help="times each message is understood alone")] = 3,
    only: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Measure every way, each in a process on one core."""
    if only:
        typer.echo(json.dumps(measure(only, file, rounds)))
        return
    typer.echo(f"{'':28} {'top-1':>6} {'top-3':>6} {'p50 ms':>7} {'p99':>6} {'of 64':>6} {'load s':>7} {'MB':>5}")
    for way in WAYS:
        one = [sys.executable, "-m", "benchmarks.classifiers", str(file), "--rounds", str(rounds), "--only", way]
        threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        said = subprocess.run(one, capture_output=True, text=True, check=True, env={**os.environ, **threads})  # noqa: S603  # Ourselves.
        found = json.loads(said.stdout)
        typer.echo(
            f"{way:28} {found['top1']:6.1%} {found['top3']:6.1%} {found['p50']:7.2f} {found['p99']:6.2f} "
            f"{found['batch']:6.2f} {found['load']:7.2f} {found['memory']:5.0f}"
        )
        if way == "ours":
            for name, goal in GOALS.items():
                typer.echo(f"  {name}: {verdict(found[name], goal, found[name] <= goal)}")
            typer.echo(f"  scikit-learn imported: {found['scikit-learn']}; numpy's kernel: {found['kernel']}")
    typer.echo(f"\n{NOISE}")


if __name__ == "__main__":
    typer.run(main)
