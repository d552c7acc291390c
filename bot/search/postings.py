"""Searching, step 3: which associations hold a word, and which names look like a string. Arrays, no rules.

Two inverted indexes of the same shape: stems of words, each with the weight of the best field it stands in, and the
pieces of three letters of each name, for what no word matches ("uellowkorner").
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.text import sound

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_SOUND_FROM = 3
_TYPO_FROM = 4
_PREFIX_FROM = 4
_ALIKE = 0.72
_HEARD = 0.85


class Terms:
    """The words of a directory and the associations that hold each.

    Args:
        documents: for each association, the weight of each stem, from 0 to 1.
        spellings: every form in which a stem occurs, with its stem; raw forms keep their accents.
    """

    def __init__(self, documents: Sequence[Mapping[str, float]], spellings: Mapping[str, tuple[str, str]]) -> None:
        self.size = len(documents)
        numbers: dict[str, int] = {}
        terms: list[int] = []
        weights: list[float] = []
        lengths = []
        for document in documents:
            lengths.append(len(document))
            for stem, weight in document.items():
                terms.append(numbers.setdefault(stem, len(numbers)))
                weights.append(weight)
        self._numbers = numbers
        self._stems = list(numbers)
        self._postings = _Postings(
            np.array(terms, np.int64),
            np.repeat(np.arange(self.size, dtype=np.int32), lengths),
            np.array(weights, np.float32),
            len(numbers),
        )
        forms: dict[str, int] = {}
        self._heard: dict[str, list[int]] = {}
        for raw, (folded, stem) in spellings.items():
            number = numbers.get(stem)
            if number is None:
                continue
            forms.setdefault(folded, number)
            heard = sound(raw)
            if len(heard) >= _SOUND_FROM:
                self._heard.setdefault(heard, []).append(number)
        by_length: dict[int, list[str]] = {}
        for form in forms:
            by_length.setdefault(len(form), []).append(form)
        self._forms = forms
        self._by_length = by_length
        self._sorted = sorted(forms)

    def __contains__(self, stem: str) -> bool:
        return stem in self._numbers

    def count(self, stem: str) -> int:
        """Tell how many associations hold a stem."""
        number = self._numbers.get(stem)
        return 0 if number is None else self._postings.count(number)

    def holding(self, stem: str) -> tuple[Ints, Floats]:
        """Give the associations that hold a stem, and the weight it has in each."""
        number = self._numbers.get(stem)
        return self._postings.of(number) if number is not None else (np.zeros(0, np.int32), np.zeros(0, np.float32))

    def beginning(self, start: str) -> set[str]:
        """Give the stems of the words that begin so."""
        low = bisect_left(self._sorted, start)
        high = bisect_left(self._sorted, f"{start}\U0010ffff")
        return {self._stems[self._forms[form]] for form in self._sorted[low:high]}

    def like(self, raw: str, folded: str, stem: str) -> dict[str, float]:
        """Give the stems that a word may stand for and how surely, from 0 to 1: itself, by ear, a slip, a beginning."""
        found: dict[str, float] = {stem: 1.0} if stem in self._numbers else {}
        for number in self._heard.get(sound(raw), ()):
            _keep(found, self._stems[number], _HEARD)
        for start in _variants(folded):
            if len(start) >= _PREFIX_FROM:
                for longer in self.beginning(start):
                    missing = max(0, len(longer) - len(start))
                    _keep(found, longer, (0.8 if start == folded else 0.7) * (0.93**missing))
        if len(folded) >= _TYPO_FROM and not folded.isdigit():
            for form, likeness in self._misspelt(folded):
                _keep(found, self._stems[self._forms[form]], likeness)
        return found

    def _misspelt(self, folded: str) -> Iterable[tuple[str, float]]:
        size = len(folded)
        allowed = 1 if size < 6 else 2 if size < 11 else 3
        candidates = [
            form for length in range(size - allowed, size + allowed + 1) for form in self._by_length.get(length, ())
        ]
        if not candidates:
            return
        likeness = process.cdist(
            [folded], candidates, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, dtype=np.float32
        )[0]
        for at in np.nonzero(likeness)[0]:
            yield candidates[at], float(likeness[at]) ** 1.5


class Names:
    """The names of a directory by their pieces of three letters.

    Args:
        names: folded names without spaces; owners: the association of each.
    """

    def __init__(self, names: Sequence[str], owners: Sequence[int]) -> None:
        encoded = [f"^{name}$".encode("utf-8", "ignore") for name in names]
        lengths = np.array([len(name) for name in encoded], np.int64)
        letters = np.frombuffer(b"".join(encoded), np.uint8).astype(np.int64)
        rows = np.repeat(np.arange(len(encoded), dtype=np.int32), lengths)
        if len(letters) > 2:
            inside = rows[:-2] == rows[2:]
            pieces = ((letters[:-2] << 16) | (letters[1:-1] << 8) | letters[2:])[inside]
            rows = rows[:-2][inside]
        else:
            pieces, rows = np.zeros(0, np.int64), np.zeros(0, np.int32)
        self._pieces, terms = np.unique(pieces, return_inverse=True)
        self._postings = _Postings(terms.astype(np.int64), rows, np.ones(len(rows), np.float32), len(self._pieces))
        self._owners = np.array(owners, np.int32)
        self._norms = np.sqrt(np.maximum(lengths - 2, 1)).astype(np.float32)

    def like(self, name: str, most: int) -> Ints:
        """Give the associations whose names share most pieces with a folded name without spaces, the best first."""
        encoded = f"^{name}$".encode("utf-8", "ignore")
        if not len(self._owners) or len(encoded) <= 3:
            return np.zeros(0, np.int32)
        shared = np.zeros(len(self._owners), np.float32)
        for start in {encoded[at : at + 3] for at in range(len(encoded) - 2)}:
            piece = (start[0] << 16) | (start[1] << 8) | start[2]
            number = int(np.searchsorted(self._pieces, piece))
            if number < len(self._pieces) and self._pieces[number] == piece:
                shared[self._postings.of(number)[0]] += 1
        shared /= self._norms
        best = largest(shared, most)
        return self._owners[best[shared[best] > 0]]


class _Postings:
    """Documents by term: one array cut into slices."""

    def __init__(self, terms: NDArray[np.int64], documents: Ints, weights: Floats, size: int) -> None:
        order = np.argsort(terms, kind="stable")
        self._documents = documents[order]
        self._weights = weights[order]
        self._starts = np.searchsorted(terms[order], np.arange(size + 1))

    def count(self, term: int) -> int:
        return int(self._starts[term + 1] - self._starts[term])

    def of(self, term: int) -> tuple[Ints, Floats]:
        part = slice(self._starts[term], self._starts[term + 1])
        return self._documents[part], self._weights[part]


def largest(values: Floats, most: int) -> NDArray[np.intp]:
    """Give the positions of the highest values, the highest first, the first position first among equals."""
    if most >= len(values):
        return np.argsort(-values, kind="stable")
    part = np.argpartition(-values, most)[:most]
    return part[np.lexsort((part, -values[part]))]


def _variants(folded: str) -> list[str]:
    """A word, and what an apostrophe left out may hide: "delev" for "d'élèves"."""
    if len(folded) > 4 and folded[0] in "dljs" and folded[1] in "aeiouh":
        return [folded, folded[1:]]
    return [folded]


def _keep(found: dict[str, float], stem: str, likeness: float) -> None:
    if likeness > found.get(stem, 0.0):
        found[stem] = likeness
