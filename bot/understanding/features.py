"""Understanding, step 1: what of a message's words and spelling the classifier sees.

`unmarked` drops what is only form, at run time: no example has any. `clean` undoes capitals and text-message spelling
and is what the sentence encoder reads; `grams` cuts the accent-free form into words, word pairs and pieces of words,
hashed; `weigh` turns those into sparse vectors of unit length. These three serve training and run time, so the two
cannot drift apart. Only numpy is needed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import log
from pathlib import Path
from typing import NewType
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Cleaned = NewType("Cleaned", str)
"""A message in lower case, without doubled letters and with text-message spellings written out; accents are kept."""

# A request is understood from its beginning and its end; what a long letter tells between them costs time and adds
# noise.
HEAD = 480
TAIL = 160

WORDS_REMEMBERED = 4096
"""Words whose pieces are remembered, some 4 MB: most words of a message have been in another one."""
LONGEST_REMEMBERED = 24
"""Bytes of a word: a longer one hardly comes again, and nobody shall fill the memory with them."""

REMEMBERED = 128
"""Texts whose plain form is remembered: a message is looked at from several sides, one after the other."""

SHORTHAND = Path(__file__).with_name("shorthand.toml")
# A text-message spelling stands alone: the "c" of "c'est" and the "t" of "a-t-on" are none.
_WORD = re.compile(r"(?<![\w'-])\w+(?![\w'-])")
_WORDS_AND_DIGITS = re.compile(r"[^\W\d_]+|\d+")
# What French and its neighbours put on letters, all combining characters; others are looked at one by one.
_LATIN_ACCENTS = re.compile("[\u0300-\u034e]+")
_REPEATED = re.compile(r"(\w)\1{2,}")
_MARKS = re.compile(r"[*_~|`<#\[>]|://|\bwww\.|^[ \t]*-[ \t]", re.MULTILINE)
# Each looks ahead by a bounded number of characters, so that nobody's ten thousand brackets cost more than a message.
_LINK = re.compile(r"\[([^\]\n]{0,200})\]\([^)\s]{0,500}\)|<?\bhttps?://[^\s<>\"]+>?|\bwww\.\S+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_SIGNS = re.compile(r"\*+|~~|\|\||`+|^[ \t]*(?:#{1,6}|>|-)[ \t]+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)", re.MULTILINE)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " "})


def shorthand(path: Path = SHORTHAND) -> Mapping[str, str]:
    """Read the table of text-message spellings (sections are only for the reader; they are merged)."""
    sections: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {short: long for section in sections.values() for short, long in section.items()}


def unmarked(text: str) -> str:
    """Give a message without emphasis, headings, tags and addresses of pages: they say nothing of what it is about.

    Of a link with words the words stay. A message that is nothing but a link gives nothing.
    """
    if not _MARKS.search(text):
        return text
    without_links = _LINK.sub(lambda link: link[1] or " ", _TAG.sub("", text))
    return _SIGNS.sub("", without_links).strip()


def cap(text: str) -> str:
    """Bound the cost of a message of any length: the first 480 and the last 160 characters of what is longer."""
    if len(text) <= HEAD + TAIL:
        return text
    return f"{text[:HEAD]} {text[-TAIL:]}"


def clean(text: str, table: Mapping[str, str]) -> Cleaned:
    """Lower case, composed accents, plain apostrophes, text-message spellings written out ("jpe" becomes "je peux").

    Args:
        text: a message as it was written, of any length; only its capped form is looked at.
        table: the result of `shorthand`.
    """
    lowered = unicodedata.normalize("NFKC", cap(text)).translate(_APOSTROPHES).lower()
    squeezed = _REPEATED.sub(r"\1\1", lowered)
    return Cleaned(_WORD.sub(lambda word: table.get(word[0], word[0]), squeezed))


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Case-folded text without accents ("Éclairé" becomes "eclaire")."""
    # Twice, for a letter in another style ("𝐀") shows its case only when it is decomposed.
    if text.isascii():
        return text.lower()
    decomposed = _LATIN_ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return decomposed if decomposed.isascii() else "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Grams:
    """How often each hashed piece occurs: words and word pairs apart from pieces of words."""

    words: Counter[int]
    pieces: Counter[int]


def grams(cleaned: Cleaned) -> Grams:
    """Hash the words, the pairs of neighbouring words and the pieces of 2 to 5 bytes inside each word.

    A number counts as "0" whatever its value, for house numbers and dates say nothing of the subject. A word is
    padded with one space at both ends, so that a piece knows whether it begins or ends a word.
    """
    words = ["0" if word.isdigit() else word for word in _WORDS_AND_DIGITS.findall(plain(cleaned))]
    raw = [word.encode() for word in words]
    whole = [crc32(word) for word in raw]
    whole += [crc32(first + b" " + second) for first, second in pairwise(raw)]
    found = (_known_pieces(word) if len(word) <= LONGEST_REMEMBERED else _pieces(word) for word in raw)
    return Grams(Counter(whole), Counter(chain.from_iterable(found)))


def _pieces(word: bytes) -> tuple[int, ...]:
    """Hash the pieces of one word."""
    padded = b" " + word + b" "
    length = len(padded)
    pieces: list[int] = []
    for size in (2, 3, 4, 5):
        if size >= length:
            pieces.append(crc32(padded))
            break
        pieces += [crc32(padded[i : i + size]) for i in range(length - size + 1)]
    return tuple(pieces)


_known_pieces = lru_cache(maxsize=WORDS_REMEMBERED)(_pieces)


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse vectors behind each other, one for each document, as in a matrix of compressed rows.

    Attributes:
        positions: intp, which features a document has.
        values: float32, how much of each.
        ends: intp, shape (documents + 1,): row `at` is what lies between `ends[at]` and `ends[at + 1]`.
    """

    positions: NDArray[np.intp]
    values: NDArray[np.float32]
    ends: NDArray[np.intp]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield where each row begins and ends."""
        return pairwise(self.ends.tolist())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The hashed pieces that training met often enough, and how telling each is.

    Attributes:
        hashes: uint32, ascending, one for each feature.
        idf: float32, the inverse document frequency of each feature.
    """

    hashes: NDArray[np.uint32]
    idf: NDArray[np.float32]

    def weigh(self, documents: Sequence[Counter[int]]) -> Rows:
        """Give each document the known pieces: 1 + log count, times idf, of unit length together."""
        sizes = [len(counts) for counts in documents]
        total = sum(sizes)
        keys = np.fromiter(chain.from_iterable(documents), np.uint32, total)
        times = np.fromiter(chain.from_iterable(counts.values() for counts in documents), np.float32, total)
        found = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        known = self.hashes[found] == keys
        positions = found[known]
        # Few pieces occur twice: a table of logarithms is not worth its lookup, numpy does it for all at once.
        values = (1 + np.log(times[known])) * self.idf[positions]
        ends = np.concatenate([[0], np.cumsum(known)])[np.concatenate([[0], np.cumsum(sizes, dtype=np.intp)])]
        rows = Rows(positions, values, ends)
        for start, end in rows.spans():
            row = values[start:end]
            row /= np.float32(float(np.sqrt(row @ row)) or 1.0)
        return rows


def fit(documents: list[Counter[int]], at_least: int) -> Vocabulary:
    """Choose the pieces that occur in `at_least` documents and weigh them by smoothed inverse document frequency."""
    frequency: Counter[int] = Counter()
    for counts in documents:
        frequency.update(counts.keys())
    kept = sorted(piece for piece, times in frequency.items() if times >= at_least)
    total = len(documents)
    # Rounded to half precision here, because that is how the model is stored: training must see what run time will see.
    idf = np.array([log((1 + total) / (1 + frequency[piece])) + 1 for piece in kept], np.float16)
    return Vocabulary(np.array(kept, np.uint32), idf.astype(np.float32))
