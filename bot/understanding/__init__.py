"""Understanding: between a message taken from the inbox and the decision what to do with it.

A text becomes an `Understanding`: its language, its likeliest labels with honest probabilities, whether to go ahead,
to ask or to give up, and the danger it may tell of. Nothing here does I/O once loaded, keeps state or starts a
thread. `bot.understanding.understander.load` builds the one that ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.danger import Emergency


class Decision(StrEnum):
    """What a message's best score allows."""

    DIRECT = "direct"
    """Go ahead: of messages that the model never learnt from, such answers are right more than 96 times in 100."""
    ASK = "ask"
    """Offer the first three labels."""
    UNKNOWN = "unknown"
    """Offering labels would not help."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One subject of a message that has several.

    Attributes:
        words: the words that belong to it, as they were written.
        top: the five likeliest labels of these words alone with their probabilities, best first.
        emergency: the danger to life that these words tell of, or None.
    """

    words: str
    top: tuple[tuple[str, float], ...]
    emergency: Emergency | None = None

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.top[0][0]

    @property
    def score(self) -> float:
        """Its probability, 0 to 1."""
        return self.top[0][1]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means.

    Attributes:
        text: the message as it was written.
        lang: "fr", "en", "es", "pt", "de", "it", "tr" or "ar".
        label: the likeliest label.
        score: its probability, 0 to 1.
        top: the five likeliest labels with their probabilities, best first.
        decision: whether to go ahead, to ask or to give up.
        emergency: the danger to life that it tells of, beside the label, or None.
        is_lang_sure: whether the language is sure enough to answer in it.
        proposals: its subjects with the words of each, two to four, if there are several; () otherwise.
    """

    text: str
    lang: str
    label: str
    score: float
    top: tuple[tuple[str, float], ...]
    decision: Decision
    emergency: Emergency | None
    is_lang_sure: bool = True
    proposals: tuple[Proposal, ...] = ()


class Understander(Protocol):
    """Whatever understands messages; to be used from one thread at a time."""

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages of any length, in their order; a batch costs less than its messages one by one."""
        ...

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give what texts of any length mean, in their order: rows of unit length, shape (len(texts), 512)."""
        ...


def classify_json(understanding: Understanding) -> dict[str, object]:
    """Return what `proximcite classify --json` writes for one message; probabilities are rounded to four decimals."""
    return {
        "text": understanding.text,
        "lang": understanding.lang,
        "label": understanding.label,
        "score": round(understanding.score, 4),
        "top": [[label, round(score, 4)] for label, score in understanding.top],
        "decision": str(understanding.decision),
        "emergency": None if understanding.emergency is None else str(understanding.emergency),
    }


__all__ = ["Decision", "Emergency", "Proposal", "Understander", "Understanding", "classify_json"]
