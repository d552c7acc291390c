"""What texts mean, for tests that ask two models about the same ones."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.understanding.embedding import SentenceEncoder
from bot.understanding.features import Cleaned


@lru_cache(maxsize=1)
def meanings(cleaned: tuple[Cleaned, ...]) -> NDArray[np.float32]:
    """Encode texts, shape (texts, 512); the latest ones are not encoded again."""
    return SentenceEncoder().encode(cleaned)
