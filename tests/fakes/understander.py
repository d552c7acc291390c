"""An understander that knows only what a test has told it: instant, and the same on every machine."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding import Decision, Emergency, Proposal, Understanding
from bot.understanding.global_words import fold
from bot.understanding.recalling import WIDTH

SUBJECTS = ("cleanliness", "roads", "green_spaces")
"""Guesses that stand behind the ones a test names, so that there are always five labels as in the real one."""


class FakeUnderstander:
    """Understands each text as it was taught, any other as unknown."""

    def __init__(self) -> None:
        self._taught: dict[str, str] = {}
        self.batches: list[int] = []

    def teach(self, text: str, meaning: str) -> None:
        """Say what a text means.

        Args:
            text: the message, stripped.
            meaning: parts separated by commas: ``category X`` or ``intent X`` (sure), ``ask X Y Z`` (unsure),
                ``unknown``, ``danger KIND``, ``lang CODE``, ``perhaps CODE`` (a language that is not sure),
                ``several LABEL=WORDS + LABEL=WORDS`` (subjects with their words, without commas; ``!KIND`` behind a
                label: these words tell of danger).

        Raises:
            ValueError: a part is none of these.
        """
        _read(text, meaning)
        self._taught[text.strip()] = meaning

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages in their order."""
        self.batches.append(len(texts))
        return [_read(text, self._taught.get(text.strip(), "unknown")) for text in texts]

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give texts with the same words, in any order, the same meaning: each word counts once."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[[crc32(word.encode()) % WIDTH for word in fold(text).split()] or [0]] = 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _read(text: str, meaning: str) -> Understanding:
    decision, labels, lang, is_sure = Decision.UNKNOWN, ["other"], "fr", True
    emergency: Emergency | None = None
    proposals: tuple[Proposal, ...] = ()
    for part in meaning.split(","):
        match part.split():
            case ["category" | "intent", label]:
                decision, labels = Decision.DIRECT, [label]
            case ["ask", *named] if named:
                decision, labels = Decision.ASK, named
            case ["unknown"]:
                decision, labels = Decision.UNKNOWN, ["other"]
            case ["danger", kind]:
                emergency = Emergency(kind)
            case ["several", *_]:
                proposals = tuple(map(_proposal, part.split(maxsplit=1)[1].split(" + ")))
            case ["lang" | "perhaps" as how, code]:
                lang, is_sure = code, how == "lang"
            case _:
                raise ValueError(f"no meaning: {part!r}")
    top = [*labels, *(label for label in SUBJECTS if label not in labels)][:5]
    scores = [0.9 if decision is Decision.DIRECT else 0.6, 0.1, 0.08, 0.06, 0.04]
    ranked = tuple(zip(top, scores, strict=False))
    return Understanding(text, lang, top[0], scores[0], ranked, decision, emergency, is_sure, proposals)


def _proposal(part: str) -> Proposal:
    told, _, words = part.strip().partition("=")
    label, _, danger = told.partition("!")
    labels = [label, *(each for each in SUBJECTS if each != label)]
    return Proposal(
        words, tuple(zip(labels, (0.9, 0.05, 0.03, 0.01), strict=False)), Emergency(danger) if danger else None
    )
