"""The words that work at every moment: "annuler", "retour", "corriger le lieu", "aide"... Language data, no meaning.

They are few and exact on purpose: in the middle of a form, somebody who answers "stop" to "which bus stop?" must not
lose the draft, so a word counts only when the whole message is that word (or, for "correct", starts with it).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from bot.understanding.features import plain

LONGEST_QUESTION = 120
"""Characters; nobody needs more to ask whether their request was sent."""


_STOPS = str.maketrans(dict.fromkeys(",.!;:…", " "))


class GlobalWord(StrEnum):
    """What such a word asks for."""

    CANCEL = "cancel"
    BACK = "back"
    CORRECT = "correct"
    SKIP = "skip"
    HELP = "help"
    HUMAN = "human"
    STATUS = "status"
    REPEAT = "repeat"
    HERE = "here"
    """Whether anybody is there, in the middle of something; anywhere else it is a greeting."""
    SENT = "sent"
    """Whether something was sent, or has arrived: asked in so many ways that they are patterns, not phrases."""


@dataclass(frozen=True, slots=True)
class Found:
    """A global word, and what stood behind it ("corriger le lieu" → "lieu")."""

    word: GlobalWord
    argument: str = ""


class GlobalWords:
    """The global words of every language, looked up whatever the language of the conversation.

    Args:
        tables: by language, the content of its ``words.toml``: lists of phrases by name of the word, and
            ``articles``, small words that are dropped before an argument, ``yes`` and ``no``, and ``nothing``, what
            leaves out a question that need not be answered. ``sent`` are patterns of whole questions,
            ``sent_if_asked`` of what is one only with a question mark, ``fillers`` of what may stand around either.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._whole: dict[str, GlobalWord] = {}
        self._articles: set[str] = set()
        self._elided: tuple[str, ...] = ()
        self._starts: list[str] = []
        self._answers: set[str] = set()
        self._nothing: set[str] = set()
        self._sent: list[re.Pattern[str]] = []
        for table in tables.values():
            self._articles |= {fold(article) for article in table["articles"]}
            for word in GlobalWord:
                if word is not GlobalWord.SENT:
                    self._whole |= {fold(phrase): word for phrase in table[word.value]}
            self._sent.append(_sent(table))
            self._starts += [fold(phrase) for phrase in table[GlobalWord.CORRECT.value]]
            self._answers |= {fold(phrase) for phrase in (*table["yes"], *table["no"])}
            self._nothing |= {fold(phrase) for phrase in (*table["no"], *table["nothing"])}
        self._elided = tuple(article for article in self._articles if article.endswith("'"))

    @classmethod
    def packaged(cls, languages: list[str]) -> "GlobalWords":
        """Read ``locales/<lang>/words.toml`` of these languages."""
        folder = files("locales")
        return cls({lang: tomllib.loads((folder / lang / "words.toml").read_text("utf-8")) for lang in languages})

    def find(self, text: str) -> Found | None:
        """Give the global word that a whole message is, or None."""
        written = fold(text)
        folded = written.strip(" .!?,;:")
        if word := self._whole.get(folded):
            return Found(word)
        if len(folded) <= LONGEST_QUESTION:
            question = _question(written)
            if any(pattern.fullmatch(question) for pattern in self._sent):
                return Found(GlobalWord.SENT)
        start = next((start for start in self._starts if folded.startswith(f"{start} ")), None)
        if start is None:
            return None
        rest = folded[len(start) :].split()
        while rest and rest[0] in self._articles:
            rest.pop(0)
        if elided := next((each for each in self._elided if rest and rest[0].startswith(each)), None):
            rest[0] = rest[0].removeprefix(elided)
        # "corriger" must name a thing to correct, in three words at most; a longer sentence is somebody's message.
        return Found(GlobalWord.CORRECT, " ".join(rest)) if 0 < len(rest) <= 3 else None

    def asked_about(self, text: str) -> str:
        """Give the one word that a whole message asks help about ("aide fusion" → "fusion"), or ""."""
        begun, _, rest = fold(text).strip(" .!?,;:").rpartition(" ")
        return rest if self._whole.get(begun) is GlobalWord.HELP else ""

    def is_bare_answer(self, text: str) -> bool:
        """Say whether a whole message is a yes or a no, which mean nothing without a question."""
        return fold(text).strip(" .!") in self._answers

    def leaves_out(self, text: str) -> bool:
        """Say whether a whole message leaves out what need not be answered: "non", "il n'y en a pas", "c'est tout"."""
        return fold(text).strip(" .!") in self._nothing


def _sent(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Put together what asks in one language whether something was sent, for :func:`_question`."""
    fillers, asks, if_asked = (
        f"(?:{'|'.join(table[name])})" for name in ("fillers", GlobalWord.SENT.value, "sent_if_asked")
    )
    return re.compile(rf"(?:{fillers} )*(?:{asks}(?: {fillers})*(?: \?)?|{if_asked}(?: {fillers})* \?)")


def _question(written: str) -> str:
    """Drop commas and full stops from what is folded, and put a space before the question mark at its end, if any."""
    folded = " ".join(written.translate(_STOPS).split())
    asked = folded.rstrip(" ?")
    return f"{asked} ?" if asked != folded else asked


def fold(text: str) -> str:
    """Case, accents and curly apostrophes away, white space single."""
    return " ".join(plain(text.replace("’", "'")).split())
