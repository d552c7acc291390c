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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
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
AT_ONCE = 64
"""Messages that are weighed together: more are no faster, and take more memory."""

PART_WORDS = 16
PART_STEP = 8
"""Who dictates makes no sentences: longer ones are read in pieces of 16 words that begin every 8 words."""

FLOOR = -1.0
"""However harmless a message is as a whole, it speaks no louder than this against one sentence of it."""
SPREAD = 0.2
"""The more sentences, the likelier is one that only sounds like danger: this is taken off, times log(sentences)."""
THRESHOLD = -0.25
"""Lower finds more dangers, and takes more look-alikes for one.

As a missed danger costs the most, it is the lowest, in steps of 0.05, at which none of the files that it may be chosen
by (`danger_dev.jsonl`, `danger_second.jsonl`, `danger_fourth.jsonl`) has more than 5 % false alarms, and no more of
the look-alikes of `danger_final.jsonl` and `danger_fifth.jsonl` are warned of than by the model before.
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
        text: as it was written, from `features.unmarked`.
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

    def scores(self, documents: Sequence[Counter[int]]) -> NDArray[np.float32]:
        """Return a row for each document, with one number for each column."""
        return self.weights.dot(self.vocabulary.weigh(documents))


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

    def scores(self, found: Sequence[Grams], thoughts: Sequence[Counter[int]]) -> NDArray[np.float32]:
        """Return a row for each message or sentence, one number for each column, before its meaning is added."""
        total = self.words.scores([each.words for each in found])
        total += self.pieces.scores([each.pieces for each in found])
        total += self.ideas.scores(thoughts)
        total += self.bias
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

    def find(self, messages: Sequence[Message]) -> list[Emergency | None]:
        """Return the most pressing danger that each message tells of, or None."""
        return [verdict.kind for verdict in self.weigh(messages)]

    def weigh(self, messages: Sequence[Message]) -> list[Verdict]:
        """Say how much each message speaks of danger, and of which; of each the first 4,000 characters are read."""
        return [
            verdict
            for start in range(0, len(messages), AT_ONCE)
            for verdict in self._weigh(messages[start : start + AT_ONCE])
        ]

    def _weigh(self, messages: Sequence[Message]) -> Iterator[Verdict]:
        sentences = [list(self._sentences(message)) for message in messages]
        texts = [(message.cleaned, message.grams) for message in messages]
        texts += chain.from_iterable(sentences)
        rows = self._model.scores([found for _, found in texts], [self._ideas.count(cleaned) for cleaned, _ in texts])
        meanings = np.stack([message.meaning for message in messages]) @ self._model.meaning
        end = len(messages)
        for at, several in enumerate(sentences):
            start, end = end, end + len(several)
            each = rows[start:end] if several else rows[at : at + 1]
            yield _verdict(rows[at, :COLUMNS] + meanings[at], each[:, COLUMNS:])

    def _sentences(self, message: Message) -> Iterator[tuple[Cleaned, Grams]]:
        """Yield the sentences of a message that has several."""
        sentences = parts(message.text)
        if len(sentences) > 1:
            for sentence in sentences:
                cleaned = clean(sentence, self._spellings)
                yield cleaned, grams(cleaned)


def _verdict(whole: NDArray[np.float32], sentences: NDArray[np.float32]) -> Verdict:
    """Judge a message.

    Args:
        whole: shape (COLUMNS,), what speaks for each kind in the message as a whole.
        sentences: shape (sentences, COLUMNS), what speaks for each in every sentence by itself.
    """
    ground = max(float(_margins(whole)), FLOOR) - SPREAD * log(len(sentences))
    scores = ground + _margins(sentences)
    highest = float(scores.max())
    if highest < THRESHOLD:
        return Verdict(None, highest)
    found = {KINDS[int(kind)] for kind in (sentences + whole)[scores >= THRESHOLD, 1:].argmax(axis=1)}
    return Verdict(min(found, key=KINDS.index), highest)


def _margins(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by how much the likeliest kind is likelier than a look-alike, in each row."""
    margins: NDArray[np.float32] = rows[..., 1:].max(axis=-1) - rows[..., HARMLESS]
    return margins
