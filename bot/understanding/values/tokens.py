"""Values, step 3: a message as a line of letters, one a word (see `lexicon.py`), with the value and place of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.values.levelling import Levelled, level
from bot.understanding.values.lexicon import Lexicon, Value, lexicon

LONGEST = 2_000
"""Characters of a message that are read; what a citizen wants stands before."""

MOST_WORDS = 400
"""Words and signs of it that are read; so long a message has fewer, unless it is there to cost time."""

_TOKEN = re.compile(
    r"""
      (?P<always> \b24\s?h?\s?(?:/|sur)\s?24(?:\s?h)?\b | \b24\s?/\s?7\b | \b7\s?j?(?:ours?)?\s?(?:/|sur)\s?7\s?j?\b )
    | (?P<reference> \bbes\s?-\s?[a-z0-9]{3}\s?-?\s?[a-z0-9]{3}\b )
    | (?<![\w/.-]) (?P<iso> (?:19|20|21)\d\d-\d{1,2}-\d{1,2} ) (?![\w/-])
    | (?<![\w/.-]) (?P<full> \d{1,2} (?P<by>[/.-]) \d{1,2} (?P=by) (?:19|20|21)\d\d ) (?![\w/-])
    | (?<![\w/]) (?P<phone> (?:\+|00)\d{2}[\s.(-]*\d (?:[\s.()-]{0,2}\d){7,11} | 0\s?[1-9] (?:[\s.-]?\d\d){4} ) (?!\w)
    | (?<![\w/.-]) (?P<short> \d{1,2} (?P<of>[/.-]) \d{1,2} (?P=of) \d\d ) (?![\w/.-]?\d|\w)
    | (?<![\w/.,:]) (?P<pointed> (?:0?[1-9]|[12]\d|3[01]) \. (?:0?[1-9]|1[0-2]) \. ) (?=\s|$)
    | (?<![\w.,:]) (?P<clock> \d{1,2} (?: \s?(?:hrs|hs|h)\s?[0-5]\d | :[0-5]\d (?:\s?h)? | \s?(?:hrs|hs|h) ) )
      (?! (?!(?:am|pm)\b)[\w:] )
    | (?<![\w/.,]) (?P<day> \d{1,2}/\d{1,2} ) (?![\w/])
    | (?<![\w/.,]) (?P<grouped> \d{1,3} (?:(?P<group>[ .,'])\d{3})+ (?:[.,]\d\d)? ) (?![\w] | [.,]\d)
    | (?<![\w/.,]) (?P<decimal> \d+[.,]\d{1,2} ) (?![\w] | [.,:/]\d)
    | (?<![\w]) (?P<digits> \d+ ) (?P<ending> \s?°(?=\s?\w) | \.(?=\s?[^\W\d_]) | [^\W\d_]* ) (?!\w)
    | (?<!\w) (?P<half> [ap]\.\s?m\b\.? )
    | (?P<number> \bn\s?° )
    | (?P<word> [^\W_]+ )
    | (?P<comma> [,;()":] )
    | (?P<stop> [.!?\n] )
    | (?P<hyphen> (?<=[\d\shm]) -+>? (?=[\s\d]) )
    | (?P<slash> / )
    | (?P<money> € )
    """,
    re.VERBOSE,
)
_JOINED = re.compile(r"[\s'.-]{0,3}")
_MOST_NUMBER = 10**9
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, with its letter and value; `start` and `end` are places in the levelled text."""

    kind: str
    value: Value
    start: int
    end: int
    spelt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A message as letters; `kinds[i]` is that of `tokens[i]`."""

    kinds: str
    tokens: tuple[Token, ...]
    text: Levelled
    lexicon: Lexicon

    def number(self, at: int) -> int:
        """Give the value of a number; "sept" is seven."""
        token = self.tokens[at]
        value = 7 if token.kind == "7" else token.value
        return value if isinstance(value, int) else 0

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give where the words from one to before another stand in the message."""
        return self.text.span(self.tokens[first].start, self.tokens[last - 1].end)

    def with_kinds(self, kinds: str) -> "Line":
        """Give the same words with other letters."""
        return Line(kinds, self.tokens, self.text, self.lexicon)


@lru_cache(maxsize=64)
def line_of(text: str, lang: str) -> Line:
    """Read the beginning of a message as letters; the same message is often asked for several kinds of values."""
    words = lexicon(lang)
    levelled = level(text[:LONGEST])
    if not _tells_something(levelled.text, words):
        return Line("", (), levelled, words)
    tokens = tuple(_with_numbers(list(islice(_tokens(levelled, words), MOST_WORDS))))
    return Line("".join(token.kind for token in tokens), tokens, levelled, words)


_WORDS = re.compile(r"[^\W\d_]+")


def _tells_something(text: str, words: Lexicon) -> bool:
    if any(character.isdigit() for character in text):
        return True
    return any(
        form in words.triggers or (len(word) >= 6 and _misspelt(word, words))
        for word in set(_WORDS.findall(text))
        for form in words.forms(word)
    )


def _tokens(levelled: Levelled, words: Lexicon) -> Iterator[Token]:
    matches = list(_TOKEN.finditer(levelled.text))
    at = 0
    while at < len(matches):
        match = matches[at]
        start, end = match.span()
        match match.lastgroup:
            case "word":
                size, found = _phrase(levelled.text, matches, at, words)
                if size == 1 and words.accented:
                    found = words.accented.get(levelled.as_written(start, end), found)
                # "j" is a day behind a number, but not in "j'ai".
                if end - start == 1 and levelled.text[end : end + 1] == "'" and found[0] in "uM":
                    found = ("x", (0,))
                yield from _emit(found, start, matches[at + size - 1].end())
                at += size
                continue
            case "ending":
                yield from _digits(match, words, start)
            case "iso":
                year, month, day = match[0].split("-")
                yield Token("d", f"{day} {month} {year}", start, end)
            case "full" | "short" | "day" | "pointed":
                yield Token("d", " ".join(re.split(r"[/.-]", match[0].rstrip("."))), start, end)
            case "half":
                yield Token("P", f"{match[0][0]}m", start, end)
            case "clock":
                hours, _, minutes = re.sub(r"[^\d]+", " ", match[0]).strip().partition(" ")
                yield Token("h", int(hours) * 60 + int(minutes or 0), start, end)
            case "grouped" | "decimal" as name:
                yield Token("q", match[name], start, end)
            case "hyphen" | "slash":
                yield Token("t", 0, start, end)
            case "comma":
                yield Token(",", 0, start, end)
            case "stop":
                yield Token(".", 0, start, end)
            case "money":
                yield Token("C", "EUR", start, end)
            case "number":
                yield Token("#", 0, start, end)
            case _:
                yield Token("X", 0, start, end)
        at += 1


def _emit(found: tuple[str, tuple[Value, ...]], start: int, end: int) -> Iterator[Token]:
    kinds, values = found
    for kind, value in zip(kinds, values, strict=True):
        yield Token(kind, value, start, end, spelt=True)


def _digits(match: re.Match[str], words: Lexicon, start: int) -> Iterator[Token]:
    """Read digits, with what is joined to them: "1er", "3rd", "3. Dezember", "5j", "9pm"; anything else is a name."""
    digits, ending = match["digits"], match["ending"].strip()
    value, end = min(int(digits), _MOST_NUMBER) if len(digits) < 10 else _MOST_NUMBER, start + len(digits)
    if ending in ("°", ".") or ending in words.ordinal_endings:
        yield Token("O" if value < 100 else "n", value, start, match.end())
        return
    if ending:
        joined = words.one(ending)
        if joined is None or joined[0] not in ("u", "o", "z", "P", "C"):
            yield Token("c" if len(ending) == 1 and ending in "abcd" else "X", 0, start, match.end())
            return
        yield Token("n", value, start, end)
        yield from _emit(joined, end, match.end())
        return
    yield Token("y" if len(digits) == 4 and value in _YEARS else "n", value, start, end)


def _phrase(
    text: str, matches: list[re.Match[str]], at: int, words: Lexicon
) -> tuple[int, tuple[str, tuple[Value, ...]]]:
    """Give how many words from a place on are a phrase, and what it is; the longest one counts."""
    first = matches[at][0]
    for form in words.forms(first):
        for phrase, found in words.phrases.get(form, ()):
            if _stands(text, matches, at, phrase, words):
                return len(phrase), found
    near = _misspelt(first, words)
    if near is not None and (found_near := words.one(near)):
        return 1, found_near
    return 1, ("x", (0,))


def _stands(text: str, matches: list[re.Match[str]], at: int, phrase: tuple[str, ...], words: Lexicon) -> bool:
    for further, word in enumerate(phrase[1:], at + 1):
        if further >= len(matches) or word not in words.forms(matches[further][0]):
            return False
        if _JOINED.fullmatch(text, matches[further - 1].end(), matches[further].start()) is None:
            return False
    return True


@lru_cache(maxsize=4_096)
def _near(word: str, names: tuple[str, ...]) -> str | None:
    found = process.extractOne(word, names, scorer=OSA.distance, score_cutoff=1)
    return str(found[0]) if found and found[0][0] == word[0] else None


def _misspelt(word: str, words: Lexicon) -> str | None:
    """Give the weekday or month that a word is but for a letter."""
    if len(word) < 6 or any(form in words.phrases for form in words.forms(word)):
        return None
    return _near(word, tuple(words.names))


def _with_numbers(tokens: list[Token]) -> Iterator[Token]:
    """Put numbers in words together: "vingt" and "cinq" are 25, "mille", "deux" and "cents" 1200."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not _is_spelt_number(token):
            yield token
            at += 1
            continue
        thousands, rest, behind = 0, _spelt(token), at + 1
        if rest == 1_000:
            thousands, rest = 1_000, 0
        while behind < len(tokens):
            place = behind + (tokens[behind].kind == "e")
            if place >= len(tokens) or not _is_spelt_number(tokens[place]):
                break
            more = _spelt(tokens[place])
            if more == 1_000 and not thousands and place == behind:
                thousands, rest = max(rest, 1) * 1_000, 0
            elif more == 100 and 0 < rest < 10 and place == behind:
                rest *= 100
            elif _adds(rest, more) or (thousands and not rest):
                rest += more
            else:
                break
            behind = place + 1
        if behind == at + 1:
            yield token
        else:
            yield Token("n", thousands + rest, token.start, tokens[behind - 1].end, spelt=True)
        at = behind


def _is_spelt_number(token: Token) -> bool:
    return token.kind in "n17" and token.spelt


def _spelt(token: Token) -> int:
    return 7 if token.kind == "7" else int(token.value)


def _adds(first: int, more: int) -> bool:
    """Say whether the second number adds to the first: "cent vingt", "vingt et un", "quatre-vingt-dix"."""
    tens = first % 100
    if tens == 0:
        return first > 0 and 0 < more < 100
    return tens % 10 == 0 and ((0 < more < 10 and tens >= 20) or (10 <= more < 20 and tens in (60, 80)))
