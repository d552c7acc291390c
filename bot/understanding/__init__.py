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
    """

    text: str
    lang: str
    label: str
    score: float
    top: tuple[tuple[str, float], ...]
    decision: Decision
    emergency: Emergency | None


class Understander(Protocol):
    """Whatever understands messages; to be used from one thread at a time."""

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages of any length, in their order; a batch costs less than its messages one by one."""
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


__all__ = ["Decision", "Emergency", "Understander", "Understanding", "classify_json"]
