"""Understanding, step 3: one linear layer over meaning, words and pieces of words gives each label its probability.

`model.npz` is made by `make model` (see `training`) and holds plain arrays: no pickle, no scikit-learn at run time.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Grams, Rows, Vocabulary

Real = TypeVar("Real", np.float32, np.float64)

MODEL = Path(__file__).with_name("model.npz")


UNCLEAR = "unclear"
"""The label of messages from which nobody could tell what is wanted: it takes probability from the others, no more."""


class ModelError(Exception):
    """The model file is missing or was written by another version of the code; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one sparse block, as whole numbers: weight = steps * scale.

    Attributes:
        steps: int8, shape (features, labels).
        scale: float32, shape (labels,).
    """

    steps: NDArray[np.int8]
    scale: NDArray[np.float32]

    def dot(self, rows: Rows) -> NDArray[np.float32]:
        """Multiply sparse vectors with the block; returns one number for each of them and each label."""
        steps = self.steps[rows.positions].astype(np.float32)
        product = np.empty((len(rows.ends) - 1, len(self.scale)), np.float32)
        for row, (start, end) in enumerate(rows.spans()):
            product[row] = rows.values[start:end] @ steps[start:end]
        product *= self.scale
        return product


@dataclass(frozen=True, slots=True)
class Model:
    """Everything training found out.

    Attributes:
        labels: names of the labels, in the order of all columns.
        words, pieces: the vocabularies of the two sparse blocks.
        word_weights, piece_weights: their weights.
        meaning: float32, shape (512, labels), the weights of the sentence embedding.
        bias: float32, shape (labels,).
        temperature: what raw scores are divided by, so that "0.8" is right 8 times in 10.
        direct: probability from which a message is taken as understood.
        ask: probability below which offering choices would not help.
        digest: fingerprint of the shipped examples and of the table of spellings it was trained with.
        trained_on: the day on which a city trained it (ISO 8601); empty for the one that ships.
        lessons: how many corrections it has learnt from.
    """

    labels: tuple[str, ...]
    words: Vocabulary
    pieces: Vocabulary
    word_weights: Weights
    piece_weights: Weights
    meaning: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    direct: float
    ask: float
    digest: str
    trained_on: str = ""
    lessons: int = 0

    def probabilities(self, found: Sequence[Grams], embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return calibrated probabilities, shape (messages, labels); each row adds up to 1.

        Args:
            found: `features.grams` of each message.
            embeddings: float32, shape (messages, 512), the rows in the same order.
        """
        return softmax(self.scores(found, embeddings) / np.float32(self.temperature))

    def scores(self, found: Sequence[Grams], embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return raw scores, shape (messages, labels), of the same arguments: what `probabilities` makes honest."""
        raw: NDArray[np.float32] = embeddings @ self.meaning + self.bias
        raw += self.word_weights.dot(self.words.weigh([message.words for message in found]))
        raw += self.piece_weights.dot(self.pieces.weigh([message.pieces for message in found]))
        return raw

    def save(self, path: Path = MODEL) -> None:
        """Write the model as compressed plain arrays; whoever reads meanwhile finds the old file or the new one, whole.

        Raises:
            OSError: it cannot be written there.
        """
        beside = path.with_name(f".{path.name}.new")
        try:
            with beside.open("wb") as file:
                self._write(file)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    def _write(self, file: IO[bytes]) -> None:
        np.savez_compressed(
            file,
            labels=np.array(self.labels),
            word_hashes=self.words.hashes,
            word_idf=self.words.idf.astype(np.float16),
            word_steps=self.word_weights.steps,
            word_scale=self.word_weights.scale,
            piece_hashes=self.pieces.hashes,
            piece_idf=self.pieces.idf.astype(np.float16),
            piece_steps=self.piece_weights.steps,
            piece_scale=self.piece_weights.scale,
            meaning=self.meaning.astype(np.float16),
            bias=self.bias,
            thresholds=np.array([self.temperature, self.direct, self.ask]),
            digest=np.array(self.digest),
            trained_on=np.array(self.trained_on),
            lessons=np.array(self.lessons),
        )


def softmax(raw: NDArray[Real]) -> NDArray[Real]:
    """Turn each row into positive numbers that add up to 1."""
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    shares: NDArray[Real] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def read(path: Path = MODEL) -> Model:
    """Load a model written by `Model.save`, in some 50 ms.

    Raises:
        ModelError: the file is missing, damaged or of another version.
    """
    try:
        # Opened here, for numpy leaves a damaged file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            temperature, direct, ask = (float(number) for number in arrays["thresholds"])
            return Model(
                labels=tuple(str(label) for label in arrays["labels"]),
                words=Vocabulary(arrays["word_hashes"], arrays["word_idf"].astype(np.float32)),
                pieces=Vocabulary(arrays["piece_hashes"], arrays["piece_idf"].astype(np.float32)),
                word_weights=Weights(arrays["word_steps"], arrays["word_scale"]),
                piece_weights=Weights(arrays["piece_steps"], arrays["piece_scale"]),
                meaning=arrays["meaning"].astype(np.float32),
                bias=arrays["bias"],
                temperature=temperature,
                direct=direct,
                ask=ask,
                digest=str(arrays["digest"]),
                # Models of an earlier version do not say.
                trained_on=str(arrays["trained_on"]) if "trained_on" in arrays else "",
                lessons=int(arrays["lessons"]) if "lessons" in arrays else 0,
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error) as error:
        raise ModelError(f"{path} cannot be read ({error}); run `make model`") from error
