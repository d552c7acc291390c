"""Understanding, at the workbench: learns `danger.npz` from `locales/*/danger/` (`make model`).

Never imported while the bot runs; needs scikit-learn. A file is named for the kind of danger that its messages tell of;
`none.txt` holds look-alikes. The examples of the subjects (`locales/*/examples/`) are harmless, too, but for those that
also stand in a danger file: `unsure.txt` is for the ones that could be called either.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # SciPy ships no types.
from sklearn.svm import LinearSVC

from bot.understanding import ideas, training
from bot.understanding.danger import COLUMNS, KINDS, MODEL, Block, DangerModel, Emergency
from bot.understanding.embedding import SentenceEncoder
from bot.understanding.features import SHORTHAND, clean, fit, grams, shorthand
from bot.understanding.ideas import LOCALES, DangerError
from bot.understanding.recalling import WIDTH
from bot.understanding.training import Example, quantise, sparse

NONE = "none"
UNSURE = "unsure"

# The four numbers below were chosen on `benchmarks/danger_dev.jsonl` and on messages measured before they were learnt.
INVERSE_REGULARISATION = 0.3
ORDINARY_WEIGHT = 0.4
"""How much the examples of the subjects teach together, beside the danger files: few of them are hard to tell."""
IDEA_WEIGHT = 0.7
SEEN_AT_LEAST = 2


def told(locales: Path = LOCALES) -> list[Example]:
    """Read every `<lang>/danger/<kind>.txt` in sorted order; empty lines and comments ("#") are skipped.

    Raises:
        DangerError: a file is not named for a kind, nor "none" or "unsure".
    """
    paths = sorted(locales.glob("*/danger/*.txt"), key=lambda path: (path.stem, path.parts[-3]))
    for path in paths:
        if path.stem not in {*KINDS, NONE, UNSURE}:
            raise DangerError(f"{path}: {path.stem!r} is no kind of danger")
    return [
        Example(line, path.stem, path.parts[-3])
        for path in paths
        for line in (raw.strip() for raw in path.read_text(encoding="utf-8").splitlines())
        if line and not line.startswith("#")
    ]


def ordinary_messages(locales: Path = LOCALES) -> list[Example]:
    """Read the examples of the subjects and their keywords, which are what the shortest requests consist of."""
    return [*training.examples(locales), *training.keywords(locales)]


def harmless(known: Sequence[Example], ordinary: Sequence[Example]) -> list[Example]:
    """Return the ordinary messages of which no danger file says otherwise."""
    named = {example.text for example in known}
    return [example for example in ordinary if example.text not in named]


def digest(known: Sequence[Example], ordinary: Sequence[Example], locales: Path = LOCALES) -> str:
    """Fingerprint what the model is learnt from, so that a test can tell a stale model."""
    seen = hashlib.sha256(SHORTHAND.read_bytes())
    for path in sorted(locales.glob("*/danger.toml")):
        seen.update(path.read_bytes())
    for example in (*known, *ordinary):
        seen.update(f"{example.label}\t{example.lang}\t{example.text}\n".encode())
    return seen.hexdigest()


def train(known: Sequence[Example], ordinary: Sequence[Example], locales: Path = LOCALES) -> DangerModel:
    """Learn a model; the same examples give the same model.

    Args:
        known: the messages of the danger files.
        ordinary: the examples and keywords of the subjects.
        locales: where the ideas are.
    """
    told_of = [example for example in known if example.label != UNSURE]
    quiet = harmless(known, ordinary)
    taught = [*told_of, *quiet]
    truth = np.array([KINDS.index(Emergency(e.label)) + 1 if e.label in KINDS else 0 for e in told_of])
    truth = np.concatenate([truth, np.zeros(len(quiet), truth.dtype)])
    weights = np.array([1.0] * len(told_of) + [ORDINARY_WEIGHT * len(told_of) / max(len(quiet), 1)] * len(quiet))
    known_ideas, table = ideas.read(locales), shorthand()
    cleaned = [clean(example.text, table) for example in taught]
    found = [grams(text) for text in cleaned]
    thoughts = [known_ideas.count(text) for text in cleaned]
    documents = ([each.words for each in found], [each.pieces for each in found], thoughts)
    # Only what danger or a look-alike says is worth remembering.
    vocabularies = [fit(counts[: len(told_of)], SEEN_AT_LEAST) for counts in documents]
    blocks = [sparse(vocabulary, counts) for vocabulary, counts in zip(vocabularies, documents, strict=True)]
    blocks[-1] = blocks[-1] * IDEA_WEIGHT
    meaning = csr_matrix(SentenceEncoder().encode(cleaned).astype(np.float64))
    whole = learn(hstack([meaning, *blocks], format="csr"), truth, weights)
    sentence = learn(hstack(blocks, format="csr"), truth, weights)
    planes = np.hstack([whole.coef_[:, WIDTH:].T, sentence.coef_.T])
    ends = np.cumsum([len(vocabulary.hashes) for vocabulary in vocabularies])
    each = np.split(planes, ends[:-1])
    each[-1] = each[-1] * IDEA_WEIGHT
    words, pieces, thought = (
        Block(vocabulary, quantise(rows)) for vocabulary, rows in zip(vocabularies, each, strict=True)
    )
    return DangerModel(
        words=words,
        pieces=pieces,
        ideas=thought,
        meaning=whole.coef_[:, :WIDTH].T.astype(np.float32),
        bias=np.concatenate([whole.intercept_, sentence.intercept_]).astype(np.float32),
        digest=digest(known, ordinary, locales),
    )


def learn(matrix: csr_matrix, truth: NDArray[np.int64], weights: NDArray[np.float64]) -> LinearSVC:
    """Learn one hyperplane for the look-alikes and one for each kind; the same data give the same planes."""
    head = LinearSVC(C=INVERSE_REGULARISATION, random_state=0).fit(matrix, truth, sample_weight=weights)
    if len(head.classes_) != COLUMNS:
        raise DangerError("there must be look-alikes and examples of every kind of danger")
    return head


def main() -> None:
    """Learn from all examples, write the model, and say how large it is."""
    known, ordinary = told(), ordinary_messages()
    train(known, ordinary).save(MODEL)
    sys.stdout.write(
        f"{len(known)} messages of danger and look-alikes, {len(ordinary)} ordinary ones\n"
        f"{MODEL.name}: {MODEL.stat().st_size / 1e6:.2f} MB\n"
    )


if __name__ == "__main__":
    main()
