"""Understanding, at the workbench: learns `model.npz` from `locales/*/examples/` and `keywords.toml` (`make model`).

Never imported while the bot runs; needs scikit-learn. A linear support vector machine reads meaning, words and pieces
of words together (measured against either alone: 7 to 16 points better). Messages that it never learns from
(`calibration.jsonl`, written by somebody who saw no example) give the temperature that makes its probabilities honest,
and from those the thresholds of `Decision`.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # SciPy ships no types.
from sklearn.svm import LinearSVC

from bot.understanding.embedding import Encoder, SentenceEncoder
from bot.understanding.features import SHORTHAND, Grams, Vocabulary, clean, fit, grams, shorthand
from bot.understanding.model import MODEL, UNCLEAR, Model, Weights, softmax
from bot.understanding.recalling import WIDTH

LOCALES = Path(__file__).resolve().parents[2] / "locales"

CALIBRATION = Path(__file__).with_name("calibration.jsonl")

# The four numbers below were chosen by cross-validation on the examples and on messages that were never learnt from.
INVERSE_REGULARISATION = 0.5
MEANING_WEIGHT = 0.5
"""How much the sentence embedding counts beside the words and the pieces of words: at 1, what a message is like drowns
what it says."""
KEYWORD_WEIGHT = 0.6
"""How much a keyword teaches, beside a whole message."""
SEEN_AT_LEAST = 2

DIRECT_PRECISION = 0.985
"""Share right among the calibration messages that are taken as understood: more than the 96 % promised, because they
were written in one go and people are more various."""
DIRECT_AT_LEAST = 0.9
"""No message is taken as understood on less than this, however often that would be right."""
ASK_TOP3 = 0.5
"""Where fewer of the calibration messages have a right label among the first three, nothing is offered."""
ASK_AT_LEAST = 0.3
"""Nothing is offered on less than this: so few calibration messages score lower that their share alone says little."""
# int8 leaves 127 steps each way; 31 lose nothing that can be measured and halve the compressed file.
STEPS = 31


@dataclass(frozen=True, slots=True)
class Example:
    """One line of an examples file."""

    text: str
    label: str
    lang: str


def examples(locales: Path = LOCALES) -> list[Example]:
    """Read every `<lang>/examples/<label>.txt` in sorted order; empty lines and comments ("#") are skipped."""
    return [
        Example(line, path.stem, path.parts[-3])
        for path in sorted(locales.glob("*/examples/*.txt"), key=lambda path: (path.stem, path.parts[-3]))
        for line in (raw.strip() for raw in path.read_text(encoding="utf-8").splitlines())
        if line and not line.startswith("#")
    ]


def keywords(locales: Path = LOCALES) -> list[Example]:
    """Read the words and short phrases of every `<lang>/keywords.toml`, each also behind a greeting, in sorted order.

    Who writes "bonjour, un nid-de-poule" does not only greet.
    """
    found = []
    for path in sorted(locales.glob("*/keywords.toml")):
        table = {label: _phrases(written) for label, written in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        openings = cycle(table.pop("opening"))
        for label, phrases in table.items():
            for phrase in phrases:
                lang = path.parts[-2]
                found += [Example(phrase, label, lang), Example(f"{next(openings)} {phrase}", label, lang)]
    return found


def _phrases(written: str) -> list[str]:
    return [phrase.strip() for phrase in written.split(";")]


@dataclass(frozen=True, slots=True)
class Message:
    """A message to calibrate with, and the labels that are right for it."""

    text: str
    right: frozenset[str]


def calibration(path: Path = CALIBRATION) -> list[Message]:
    """Read the calibration messages: one JSON object a line, with `text`, `label` and `also`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Message(row["text"], frozenset((row["label"], *row["also"]))) for row in rows]


def digest(
    known: Sequence[Example], named: Sequence[Example], messages: Sequence[Message], spellings: Path = SHORTHAND
) -> str:
    """Fingerprint what the model is learnt from, so that a test can tell a stale model."""
    seen = hashlib.sha256(spellings.read_bytes())
    for message in messages:
        seen.update(f"{sorted(message.right)}\t{message.text}\n".encode())
    for example in (*known, *named):
        seen.update(f"{example.label}\t{example.text}\n".encode())
    return seen.hexdigest()


def sparse(vocabulary: Vocabulary, documents: list[Counter[int]]) -> csr_matrix:
    """Stack the vectors of `Vocabulary.weigh` into one sparse matrix."""
    rows = vocabulary.weigh(documents)
    shape = (len(documents), len(vocabulary.hashes))
    return csr_matrix((rows.values, rows.positions, rows.ends), shape=shape)


def importance(known: Sequence[Example], named: Sequence[Example]) -> NDArray[np.float64]:
    """Weigh the examples and then the keywords, those of a label with few examples the more.

    A city's own subject with ten messages would drown among subjects with hundreds: with five labels cut down to ten
    messages each, this takes them from 31 to 46 % right, and costs the other labels nothing.
    """
    written = Counter(example.label for example in known)
    usual = median(written.values())
    plain = [1.0] * len(known) + [KEYWORD_WEIGHT] * len(named)
    taught = [*known, *named]
    return np.array(
        [one * max(1.0, usual / written[example.label]) for one, example in zip(plain, taught, strict=True)]
    )


def learn(matrix: csr_matrix, truth: NDArray[np.int64], weights: NDArray[np.float64]) -> LinearSVC:
    """Learn one hyperplane a label; the same data give the same planes."""
    return LinearSVC(C=INVERSE_REGULARISATION, random_state=0).fit(matrix, truth, sample_weight=weights)


def temperature(raw: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the divisor of the raw scores under which the right labels are likeliest, to the nearest of 200 steps.

    Args:
        raw: shape (messages, labels).
        right: the same shape; several labels of a message may be right.
    """
    candidates = np.geomspace(0.05, 5, 200)
    losses = [-np.log((softmax(raw / divisor) * right).sum(axis=1) + 1e-12).mean() for divisor in candidates]
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


def train(
    known: Sequence[Example], named: Sequence[Example] = (), messages: Sequence[Message] = ()
) -> tuple[Model, str]:
    """Learn a model.

    Args:
        known: messages to learn from.
        named: keywords, which teach less than a message each.
        messages: to calibrate with; without any, probabilities are not honest and no message is ever direct.

    Returns:
        The model, and a few lines on what it does with the calibration messages.
    """
    labels = tuple(sorted({example.label for example in known}))
    taught = [*known, *named]
    truth = np.array([labels.index(example.label) for example in taught])
    weights = importance(known, named)
    encoder, table = SentenceEncoder(), shorthand()
    cleaned = [clean(example.text, table) for example in taught]
    found: list[Grams] = [grams(text) for text in cleaned]
    words = fit([message.words for message in found], SEEN_AT_LEAST)
    pieces = fit([message.pieces for message in found], SEEN_AT_LEAST)
    matrix = hstack(
        [
            csr_matrix(encoder.encode(cleaned).astype(np.float64) * MEANING_WEIGHT),
            sparse(words, [message.words for message in found]),
            sparse(pieces, [message.pieces for message in found]),
        ],
        format="csr",
    )
    head = learn(matrix, truth, weights)
    planes = head.coef_.T
    first_word, first_piece = WIDTH, WIDTH + len(words.hashes)
    model = Model(
        labels=labels,
        words=words,
        pieces=pieces,
        word_weights=quantise(planes[first_word:first_piece]),
        piece_weights=quantise(planes[first_piece:]),
        meaning=(planes[:first_word] * MEANING_WEIGHT).astype(np.float32),
        bias=head.intercept_.astype(np.float32),
        temperature=1.0,
        direct=1.0,
        ask=0.0,
        digest=digest(known, named, messages),
    )
    size = (
        f"{len(known)} examples, {len(named)} keywords, {len(labels)} labels, "
        f"{len(words.hashes)} words and pairs, {len(pieces.hashes)} pieces of words"
    )
    if not messages:
        return model, size
    model, calibrated = calibrate(model, messages, encoder)
    return model, f"{size}\n{calibrated}"


def calibrate(model: Model, messages: Sequence[Message], encoder: Encoder) -> tuple[Model, str]:
    """Find the temperature and the thresholds; returns the model with them, and what they mean for these messages."""
    table = shorthand()
    cleaned = [clean(message.text, table) for message in messages]
    raw = model.scores([grams(text) for text in cleaned], encoder.encode(cleaned)).astype(np.float64)
    right = np.array([[label in message.right for label in model.labels] for message in messages])
    divisor = temperature(raw, right)
    chances = softmax(raw / divisor)
    if UNCLEAR in model.labels:
        chances[:, model.labels.index(UNCLEAR)] = 0.0  # It is never what a message means.
    ranked = np.argsort(-chances, axis=1)[:, :3]
    hits = np.take_along_axis(right, ranked, axis=1)
    score = chances.max(axis=1)
    first, among_3 = hits[:, 0], np.asarray(hits.any(axis=1), np.bool_)
    direct = max(lowest_score(score, first, DIRECT_PRECISION), DIRECT_AT_LEAST)
    ask = min(max(highest_floor(score, among_3, ASK_TOP3), ASK_AT_LEAST), direct)
    sure, lost = score >= direct, score < ask
    report = (
        f"calibration: top-1 {first.mean():.1%}, top-3 {among_3.mean():.1%}, temperature {divisor:.3f}\n"
        f"direct from {direct:.3f}: {sure.mean():.1%} of messages, {first[sure].mean():.1%} right; "
        f"unknown below {ask:.3f}: {lost.mean():.1%}"
    )
    return replace(model, temperature=divisor, direct=direct, ask=ask), report


def main() -> None:
    """Learn from all examples and keywords, write the model, and say what it does with the calibration messages."""
    model, report = train(examples(), keywords(), calibration())
    model.save(MODEL)
    sys.stdout.write(f"{report}\n{MODEL.name}: {MODEL.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
