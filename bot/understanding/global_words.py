"""The words that work at every moment: "annuler", "retour", "corriger le lieu", "aide"... Language data, no meaning.

They are few and exact on purpose: in the middle of a form, somebody who answers "stop" to "which bus stop?" must not
lose the draft, so a word counts only when the whole message is that word (or, for "correct", starts with it).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from bot.understanding.about import asked_about
from bot.understanding.features import plain

LATELY = 256
"""Messages that are not looked up again: several steps ask what the same one says."""

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
    WAIT = "wait"
    """Somebody needs a moment, in the middle of something ("attendez, je regarde"): patterns, too."""
    SENT = "sent"
    """Whether something was sent, or has arrived: asked in so many ways that they are patterns, not phrases."""
    GOING_ON = "going_on"
    """Not giving up after all ("ah si, quand même"): patterns, too, and only while a request is being written."""
    ABOUT = "about_the_service"
    """Something about the service itself ("c'est anonyme ?"); the argument is its topic (`about.Topic`)."""


PATTERNS = (GlobalWord.SENT, GlobalWord.WAIT, GlobalWord.GOING_ON)
"""The words that are patterns of a whole message, in this order."""

LISTED = tuple(word for word in GlobalWord if word not in (*PATTERNS, GlobalWord.ABOUT))
"""The words that are lists of phrases."""


@dataclass(frozen=True, slots=True)
class Found:
    """A global word, and what stood behind it ("corriger le lieu" → "lieu")."""

    word: GlobalWord
    argument: str = ""


class GlobalWords:
    """The global words of every language, looked up whatever the language of the conversation.

    Args:
        tables: by language, the content of its ``words.toml``: lists of phrases by name of the word, and
            ``articles``, small words that are dropped before an argument, ``yes``, ``send`` (a yes to sending), ``no``,
            and ``nothing``, what leaves out a question that need not be answered. ``sent``, ``wait`` and ``going_on``
            are patterns of whole messages, ``sent_if_asked`` of what is a question only with its mark, ``fillers`` of
            what may stand around them. What else is in a table is read where it is used.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._whole: dict[str, GlobalWord] = {}
        self._articles: set[str] = set()
        self._elided: tuple[str, ...] = ()
        self._starts: list[str] = []
        self._yes: set[str] = set()
        self._send: set[str] = set()
        self._no: set[str] = set()
        self._nothing: set[str] = set()
        self._patterns: list[tuple[GlobalWord, re.Pattern[str]]] = []
        for table in tables.values():
            self._articles |= {fold(article) for article in table["articles"]}
            for word in LISTED:
                self._whole |= {fold(phrase): word for phrase in table[word.value]}
            self._patterns += ((word, _pattern(table, word)) for word in PATTERNS)
            self._starts += [fold(phrase) for phrase in table[GlobalWord.CORRECT.value]]
            self._yes |= {fold(phrase) for phrase in table["yes"]}
            self._send |= {fold(phrase) for phrase in table["send"]}
            self._no |= {fold(phrase) for phrase in table["no"]}
            self._nothing |= {fold(phrase) for phrase in (*table["no"], *table["nothing"])}
        self._elided = tuple(article for article in self._articles if article.endswith("'"))
        self._looked_up = lru_cache(maxsize=LATELY)(self._look_up)

    @classmethod
    def packaged(cls, languages: list[str]) -> "GlobalWords":
        """Read ``locales/<lang>/words.toml`` of these languages."""
        folder = files("locales")
        return cls({lang: tomllib.loads((folder / lang / "words.toml").read_text("utf-8")) for lang in languages})

    def find(self, text: str) -> Found | None:
        """Give the global word that a whole message is, or None."""
        return self._looked_up(text)

    def _look_up(self, text: str) -> Found | None:
        written = fold(text)
        folded = written.strip(" .!?,;:")
        if word := self._whole.get(folded):
            return Found(word)
        if len(folded) <= LONGEST_QUESTION:
            question = _question(written)
            if meant := next((word for word, pattern in self._patterns if pattern.fullmatch(question)), None):
                return Found(meant)
            if topic := asked_about(question):
                return Found(GlobalWord.ABOUT, topic)
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
        return self.answer(text) is not None or as_answer(text) in self._send

    def answer(self, text: str) -> bool | None:
        """Give the plain yes (True) or no (False) that a whole message is; "envoyez" says what to do, and is none."""
        folded = as_answer(text)
        return True if folded in self._yes else False if folded in self._no else None

    def leaves_out(self, text: str) -> bool:
        """Say whether a whole message leaves out what need not be answered: "non", "il n'y en a pas", "c'est tout"."""
        return as_answer(text) in self._nothing


def _pattern(table: Mapping[str, list[str]], word: GlobalWord) -> re.Pattern[str]:
    """Put together what says a word that is patterns in one language, for :func:`_question`."""
    fillers, says = (f"(?:{'|'.join(table[name])})" for name in ("fillers", word.value))
    whole = rf"{says}(?: {fillers})*(?: \?)?"
    if if_asked := "|".join(table.get(f"{word.value}_if_asked", ())):
        whole = rf"(?:{whole}|(?:{if_asked})(?: {fillers})* \?)"
    return re.compile(rf"(?:{fillers} )*{whole}")


def _question(written: str) -> str:
    """Drop commas and full stops from what is folded, and put a space before the question mark at its end, if any."""
    folded = " ".join(written.translate(_STOPS).split())
    asked = folded.rstrip(" ?")
    return f"{asked} ?" if asked != folded else asked


@lru_cache(maxsize=LATELY)
def as_answer(text: str) -> str:
    """Fold a message that may be a mere answer: "Oui, merci !" is "oui merci"."""
    return " ".join(fold(text).replace(",", " ").strip(" .!").split())


def fold(text: str) -> str:
    """Case, accents and curly apostrophes away, white space single."""
    return " ".join(plain(text.replace("’", "'")).split())
