"""Understanding, beside the way of a message: which earlier texts mean nearly the same as one. Pure.

What a text means is kept as half-precision numbers, a kilobyte each: what is lost is far below what tells texts apart.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WIDTH = 512
"""Numbers of a meaning (bot/understanding/embedding.py)."""

NEAR = 0.55
"""Cosine from which on two texts of one subject are alike enough to be worth reading together: of two hundred varied
examples of a subject one in four has another that near, and of their pairs one in five hundred is."""

_STORED = np.dtype("<f2")


def packed(meaning: NDArray[np.float32]) -> bytes:
    """Give a meaning (float32, shape (512,), unit length) as it is stored: 1,024 bytes, float16, little-endian."""
    return meaning.astype(_STORED).tobytes()


def nearest(own: bytes, others: Sequence[tuple[int, bytes]], most: int, least: float = NEAR) -> list[int]:
    """Find the texts that mean most nearly the same as one.

    Args:
        own: its stored meaning.
        others: an id and the stored meaning of each of the others.
        most: how many to give.
        least: the cosine under which none is given.

    Returns:
        Ids, the nearest first; of two equally near ones the one that came first.

    Raises:
        ValueError: a meaning has another width.
    """
    if not others:
        return []
    rows = np.frombuffer(b"".join(meaning for _id, meaning in others), _STORED).astype(np.float32)
    scores = rows.reshape(len(others), WIDTH) @ np.frombuffer(own, _STORED).astype(np.float32)
    ranked = np.argsort(-scores, kind="stable")[:most]
    return [others[at][0] for at in ranked if scores[at] >= least]
