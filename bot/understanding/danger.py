"""Understanding, before anything else: does a message tell of a danger to life, and of which kind?

Two linear layers, learnt together (`danger_training`) from messages of danger and from look-alikes ("je vais exploser
si on me renvoie encore un formulaire"), say how much a message resembles either. The first reads the whole message:
its meaning, words, pieces of words and ideas (`ideas`). The second reads each sentence by itself, without its meaning,
so that a danger in the middle of a long story is not drowned by the rest. Their sum decides; no part asks which
language a message is in, for who is afraid does not wait for that to be recognised, and "gas leak rue Bersot" looks
French.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Cleaned, Grams, Vocabulary, clean, grams
from bot.understanding.ideas import Ideas
from bot.understanding.model import ModelError, Weights

MODEL = Path(__file__).with_name("danger.npz")

# Longer messages are not calls for help; the bounds keep a hostile one from costing more than a few milliseconds.
LONGEST = 4000
MOST_PARTS = 64

PART_WORDS = 16
PART_STEP = 8
"""Who dictates makes no sentences: longer ones are read in pieces of 16 words that begin every 8 words."""

FLOOR = -1.0
"""However harmless a message is as a whole, it speaks no louder than this against one sentence of it."""
SPREAD = 0.2
"""The more sentences, the likelier is one that only sounds like danger: this is taken off, times log(sentences)."""
THRESHOLD = -0.45
"""Lower finds more dangers, and takes more look-alikes for one.

The messages that it may be chosen by (`danger_dev.jsonl`, `danger_second.jsonl`) meet the goal, 97 % found with
5 % false alarms, in a wide range. As a missed danger costs the most, it is the lowest of that range, in steps of
0.05, at which no more ordinary messages are warned of than by the model before (3.7 %).
"""


class Emergency(StrEnum):
    """Kinds of danger to life, the most pressing first: the first that is found is the one reported."""

    FIRE = "fire"
    GAS = "gas"
    MEDICAL = "medical"
    SUICIDE = "suicide"
    CHILD = "child"
    VIOLENCE = "violence"
    HAZARD = "hazard"
    HOMELESS = "homeless"


KINDS = tuple(Emergency)
HARMLESS = 0
"""Column of the look-alikes; the kinds follow in their order, once for the whole and once for a sentence."""
COLUMNS = 1 + len(KINDS)


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what is already known of it.

    Attributes:
        text: as it was written.
        cleaned, grams: of the text, from `features`.
        meaning: float32, shape (512,), its sentence embedding.
    """

    text: str
    cleaned: Cleaned
    grams: Grams
    meaning: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message tells.

    Attributes:
        kind: the danger, or None.
        score: from `THRESHOLD` on it is one.
    """

    kind: Emergency | None
    score: float


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of features: the ones that training kept, and their weights, shape (features, 2 * COLUMNS)."""

    vocabulary: Vocabulary
    weights: Weights

    def scores(self, counts: Counter[int]) -> NDArray[np.float32]:
        """Return one number for each column."""
        return self.weights.dot(*self.vocabulary.weigh(counts))


@dataclass(frozen=True, slots=True)
class DangerModel:
    """Everything training found out.

    Attributes:
        words, pieces, ideas: the blocks of features.
        meaning: float32, shape (512, COLUMNS), the weights of the sentence embedding, which only the whole has.
        bias: float32, shape (2 * COLUMNS,).
        digest: fingerprint of what it was learnt from.
    """

    words: Block
    pieces: Block
    ideas: Block
    meaning: NDArray[np.float32]
    bias: NDArray[np.float32]
    digest: str

    def scores(self, found: Grams, thoughts: Counter[int]) -> NDArray[np.float32]:
        """Return one number for each column, of a message or of one sentence, before its meaning is added."""
        total: NDArray[np.float32] = (
            self.words.scores(found.words) + self.pieces.scores(found.pieces) + self.ideas.scores(thoughts) + self.bias
        )
        return total

    def save(self, path: Path = MODEL) -> None:
        """Write the model as compressed plain arrays."""
        arrays: dict[str, Any] = {}  # NumPy's types take a dict of arrays for its flag `allow_pickle`.
        for name, block in (("words", self.words), ("pieces", self.pieces), ("ideas", self.ideas)):
            arrays[f"{name}_hashes"] = block.vocabulary.hashes
            arrays[f"{name}_idf"] = block.vocabulary.idf.astype(np.float16)
            arrays[f"{name}_steps"] = block.weights.steps
            arrays[f"{name}_scale"] = block.weights.scale
        meaning = self.meaning.astype(np.float16)
        np.savez_compressed(path, meaning=meaning, bias=self.bias, digest=np.array(self.digest), **arrays)


def read_model(path: Path = MODEL) -> DangerModel:
    """Load a model written by `DangerModel.save`.

    Raises:
        ModelError: the file is missing, damaged or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            words, pieces, thoughts = (
                Block(
                    Vocabulary(arrays[f"{name}_hashes"], arrays[f"{name}_idf"].astype(np.float32)),
                    Weights(arrays[f"{name}_steps"], arrays[f"{name}_scale"]),
                )
                for name in ("words", "pieces", "ideas")
            )
            meaning = arrays["meaning"].astype(np.float32)
            return DangerModel(words, pieces, thoughts, meaning, arrays["bias"], str(arrays["digest"]))
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({error}); run `make model`") from error


_AFTER_SENTENCE = re.compile(r"(?<=[.?!;:…])\s+|\n+")


def parts(text: str) -> list[str]:
    """Cut a message into sentences, and long sentences into overlapping pieces; at most `MOST_PARTS` of them."""
    found: list[str] = []
    for sentence in _AFTER_SENTENCE.split(text[:LONGEST]):
        words = sentence.split()
        last = max(len(words) - PART_WORDS, 0)
        starts = [*range(0, last, PART_STEP), last] if words else []
        found += [" ".join(words[start : start + PART_WORDS]) for start in starts]
    return found[:MOST_PARTS]


class Dangers:
    """The model and the ideas of all languages, ready to be asked.

    Args:
        model: what training found out.
        thoughts: the ideas of all languages.
        spellings: the table of text-message spellings, from `features.shorthand`.
    """

    def __init__(self, model: DangerModel, thoughts: Ideas, spellings: Mapping[str, str]) -> None:
        self._model = model
        self._ideas = thoughts
        self._spellings = spellings

    def find(self, message: Message) -> Emergency | None:
        """Return the most pressing danger the message tells of, or None."""
        return self.weigh(message).kind

    def weigh(self, message: Message) -> Verdict:
        """Say how much a message speaks of danger, and of which. Only its first 4,000 characters are read."""
        sentences = parts(message.text)
        whole = self._scores(message.cleaned, message.grams)
        rows = [whole] if len(sentences) <= 1 else list(self._each(sentences))
        overall = whole[:COLUMNS] + message.meaning @ self._model.meaning
        ground = max(_margin(overall), FLOOR) - SPREAD * log(len(rows))
        scores = [ground + _margin(row[COLUMNS:]) for row in rows]
        found = {
            KINDS[int(np.argmax((row[COLUMNS:] + overall)[1:]))]
            for row, score in zip(rows, scores, strict=True)
            if score >= THRESHOLD
        }
        kind = next((kind for kind in KINDS if kind in found), None)
        return Verdict(kind, max(scores))

    def _each(self, sentences: list[str]) -> Iterator[NDArray[np.float32]]:
        for sentence in sentences:
            cleaned = clean(sentence, self._spellings)
            yield self._scores(cleaned, grams(cleaned))

    def _scores(self, cleaned: Cleaned, found: Grams) -> NDArray[np.float32]:
        return self._model.scores(found, self._ideas.count(cleaned))


def _margin(row: NDArray[np.float32]) -> float:
    """Return by how much the likeliest kind is likelier than a look-alike."""
    return float(row[1:].max() - row[HARMLESS])
