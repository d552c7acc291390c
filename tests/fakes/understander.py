"""An understander that knows only what a test has told it: instant, and the same on every machine."""

from collections.abc import Sequence

from bot.understanding import Decision, Emergency, Understanding

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
                ``unknown``, ``danger KIND``, ``lang CODE``.

        Raises:
            ValueError: a part is none of these.
        """
        _read(text, meaning)
        self._taught[text.strip()] = meaning

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages in their order."""
        self.batches.append(len(texts))
        return [_read(text, self._taught.get(text.strip(), "unknown")) for text in texts]


def _read(text: str, meaning: str) -> Understanding:
    decision, labels, lang = Decision.UNKNOWN, ["other"], "fr"
    emergency: Emergency | None = None
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
            case ["lang", code]:
                lang = code
            case _:
                raise ValueError(f"no meaning: {part!r}")
    top = [*labels, *(label for label in SUBJECTS if label not in labels)][:5]
    scores = [0.9 if decision is Decision.DIRECT else 0.6, 0.1, 0.08, 0.06, 0.04]
    return Understanding(text, lang, top[0], scores[0], tuple(zip(top, scores, strict=False)), decision, emergency)
