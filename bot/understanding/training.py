"""Understanding, at the workbench: learns `model.npz` from `locales/*/examples/` and `keywords.toml` (`make model`).

Never imported while the bot runs; needs scikit-learn. A linear support vector machine reads meaning, words and pieces
of words together (measured against either alone: 7 to 16 points better). Five-fold cross-validation, on blocks of
neighbouring lines, gives the temperature that makes its probabilities honest, and from those the thresholds of
`Decision`.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # SciPy ships no types.
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.understanding.embedding import WIDTH, SentenceEncoder
from bot.understanding.features import SHORTHAND, Grams, Vocabulary, clean, fit, grams, shorthand
from bot.understanding.model import MODEL, Model, Weights, softmax

LOCALES = Path(__file__).resolve().parents[2] / "locales"

# The three numbers below were chosen by cross-validation on the examples.
INVERSE_REGULARISATION = 0.5
KEYWORD_WEIGHT = 0.3
"""How much a keyword teaches, beside a whole message."""
SEEN_AT_LEAST = 2

DIRECT_PRECISION = 0.96
ASK_TOP3 = 0.5
FOLDS = 5
# int8 leaves 127 steps each way; 31 lose nothing that can be measured and halve the compressed file.
STEPS = 31


@dataclass(frozen=True, slots=True)
class Example:
    """One line of an examples file."""

    text: str
    label: str


def examples(locales: Path = LOCALES) -> list[Example]:
    """Read every `<lang>/examples/<label>.txt` in sorted order; empty lines and comments ("#") are skipped."""
    return [
        Example(line, path.stem)
        for path in sorted(locales.glob("*/examples/*.txt"), key=lambda path: (path.stem, path.parts[-3]))
        for line in (raw.strip() for raw in path.read_text(encoding="utf-8").splitlines())
        if line and not line.startswith("#")
    ]


def keywords(locales: Path = LOCALES) -> list[Example]:
    """Read the words and short phrases of every `<lang>/keywords.toml`, in sorted order."""
    return [
        Example(phrase.strip(), label)
        for path in sorted(locales.glob("*/keywords.toml"))
        for label, phrases in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for phrase in phrases.split(";")
    ]


def digest(known: Sequence[Example], named: Sequence[Example], spellings: Path = SHORTHAND) -> str:
    """Fingerprint what the model is learnt from, so that a test can tell a stale model."""
    seen = hashlib.sha256(spellings.read_bytes())
    for example in (*known, *named):
        seen.update(f"{example.label}\t{example.text}\n".encode())
    return seen.hexdigest()


def sparse(vocabulary: Vocabulary, documents: list[Counter[int]]) -> csr_matrix:
    """Stack the vectors of `Vocabulary.weigh` into one sparse matrix."""
    rows = [vocabulary.weigh(counts) for counts in documents]
    ends = np.cumsum([0, *(len(positions) for positions, _ in rows)])
    shape = (len(rows), len(vocabulary.hashes))
    columns = np.concatenate([positions for positions, _ in rows])
    return csr_matrix((np.concatenate([values for _, values in rows]), columns, ends), shape=shape)


def learn(matrix: csr_matrix, truth: NDArray[np.int64], weights: NDArray[np.float64]) -> LinearSVC:
    """Learn one hyperplane a label; the same data give the same planes."""
    return LinearSVC(C=INVERSE_REGULARISATION, random_state=0).fit(matrix, truth, sample_weight=weights)


def out_of_fold(
    matrix: csr_matrix, truth: NDArray[np.int64], weights: NDArray[np.float64], messages: int
) -> NDArray[np.float64]:
    """Return raw scores, shape (messages, labels), of each example by a model that did not see its neighbours.

    Args:
        matrix: features, a row for each example, then for each keyword; keywords are always learnt from.
        truth: label of each row.
        weights: how much each row teaches.
        messages: how many rows are examples.
    """
    raw = np.zeros((messages, int(truth.max()) + 1))
    keyword_rows = np.arange(messages, len(truth))
    for seen, test in StratifiedKFold(FOLDS).split(np.zeros(messages), truth[:messages]):
        rows = np.concatenate([seen, keyword_rows])
        raw[test] = learn(matrix[rows], truth[rows], weights[rows]).decision_function(matrix[test])
    return raw


def temperature(raw: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Return the divisor of the raw scores under which the true labels are likeliest, to the nearest of 200 steps."""
    rows = np.arange(len(truth))
    candidates = np.geomspace(0.05, 5, 200)
    losses = [-np.log(softmax(raw / divisor)[rows, truth] + 1e-12).mean() for divisor in candidates]
    return float(candidates[int(np.argmin(losses))])


def lowest_score(score: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """Return the lowest threshold from which on at least `precision` of the answers are right; 1.0 if there is none."""
    order = np.argsort(-score, kind="stable")
    enough = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision)
    return float(score[order][enough[-1]]) if len(enough) else 1.0


def highest_floor(score: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """Return the highest threshold below which fewer than `precision` of the answers are right, or 0.0."""
    order = np.argsort(score, kind="stable")
    poor = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) < precision)
    return float(score[order][poor[-1]]) if len(poor) else 0.0


def quantise(weights: NDArray[np.float64]) -> Weights:
    """Round weights, shape (features, labels), to `STEPS` steps each way, with one scale for each label."""
    scale = (np.abs(weights).max(axis=0) / STEPS).astype(np.float32)
    return Weights(np.rint(weights / scale).astype(np.int8), scale)


def train(known: Sequence[Example], named: Sequence[Example] = ()) -> tuple[Model, str]:
    """Learn a model from messages and keywords; returns it with a few lines on what cross-validation promises."""
    labels = tuple(sorted({example.label for example in known}))
    taught = [*known, *named]
    truth = np.array([labels.index(example.label) for example in taught])
    weights = np.array([1.0] * len(known) + [KEYWORD_WEIGHT] * len(named))
    table = shorthand()
    cleaned = [clean(example.text, table) for example in taught]
    found: list[Grams] = [grams(text) for text in cleaned]
    words = fit([message.words for message in found], SEEN_AT_LEAST)
    pieces = fit([message.pieces for message in found], SEEN_AT_LEAST)
    matrix = hstack(
        [
            csr_matrix(SentenceEncoder().encode(cleaned).astype(np.float64)),
            sparse(words, [message.words for message in found]),
            sparse(pieces, [message.pieces for message in found]),
        ],
        format="csr",
    )

    raw, truth_of_messages = out_of_fold(matrix, truth, weights, len(known)), truth[: len(known)]
    divisor = temperature(raw, truth_of_messages)
    chances = softmax(raw / divisor)
    ranked = np.argsort(-chances, axis=1)[:, :3]
    score, first, among_3 = (
        chances.max(axis=1),
        ranked[:, 0] == truth_of_messages,
        (ranked == truth_of_messages[:, None]).any(axis=1),
    )
    direct = lowest_score(score, first, DIRECT_PRECISION)
    ask = min(highest_floor(score, among_3, ASK_TOP3), direct)

    head = learn(matrix, truth, weights)
    planes = head.coef_.T
    first_word, first_piece = WIDTH, WIDTH + len(words.hashes)
    model = Model(
        labels=labels,
        words=words,
        pieces=pieces,
        word_weights=quantise(planes[first_word:first_piece]),
        piece_weights=quantise(planes[first_piece:]),
        meaning=planes[:first_word].astype(np.float32),
        bias=head.intercept_.astype(np.float32),
        temperature=divisor,
        direct=direct,
        ask=ask,
        digest=digest(known, named),
    )
    sure, lost = score >= direct, score < ask
    report = (
        f"{len(known)} examples, {len(named)} keywords, {len(labels)} labels, "
        f"{len(words.hashes)} words and pairs, {len(pieces.hashes)} pieces of words\n"
        f"cross-validation: top-1 {first.mean():.1%}, top-3 {among_3.mean():.1%}, temperature {divisor:.3f}\n"
        f"direct from {direct:.3f}: {sure.mean():.1%} of messages, {first[sure].mean():.1%} right; "
        f"unknown below {ask:.3f}: {lost.mean():.1%}"
    )
    return model, report


def main() -> None:
    """Train on all examples and keywords, write the model, and say what cross-validation promises."""
    model, report = train(examples(), keywords())
    model.save(MODEL)
    sys.stdout.write(f"{report}\n{MODEL.name}: {MODEL.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
