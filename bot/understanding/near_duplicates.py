"""Understanding, at the workbench: finds messages that are nearly the same, among what teaches and what measures.

An example that is said twice teaches once; one that is also in a set that measures makes its figures too good. Two
messages are near when they are the same after folding, or when their folded sets of words are alike (rapidfuzz). What
folding drops is what a template would change: capitals, accents, text-message spelling, order, numbers, street names.

Usage: python -m bot.understanding.near_duplicates [FILE ...]
Lists the near-duplicates among the examples of each language, and between them and every FILE that measures (one JSON
object a line, with `text` and `lang`). With `--shingles FILE` it writes the fingerprints of FILE's messages instead.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from rapidfuzz import fuzz, process

from bot.understanding.features import clean, plain, shorthand
from bot.understanding.training import CALIBRATION, examples

NEAR = 80
"""From this similarity on (0 to 100) two messages are near. Read in pairs, nearly all from 85 on say the same again,
two of three from 80 to 84, one of three from 75 to 79, where the rest ask in the same words for something else."""
WORDS = 4
"""Of messages with fewer words only those that fold to the same are near: three short words are easily alike."""
SHINGLES = 0.5
"""The same for fingerprints: share of the word pairs that two messages have in common. One word changed in a message of
six leaves 5 pairs of 9; a sentence that only begins alike stays under it."""

_BLOCK = 500
_TABLE = shorthand()
_WORD = re.compile(r"[^\W\d_]+|\d+")
_POLITE = re.compile(r"\bs'il (?:vous|te) plait\b")
_STREET = re.compile(
    r"\b(rue|avenue|boulevard|place|chemin|impasse|quai|allee|faubourg|route)(?: (?:de la|de l'|du|des|de|d'))? ?[\w-]+"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A message and where it stands: the label of an example, or the name of a file."""

    text: str
    where: str
    lang: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two messages that are nearly the same, and how alike they are (0 to 100)."""

    score: int
    one: Written
    other: Written


def words(text: str) -> list[str]:
    """Return the words of a message in their order, without what a template would change."""
    return ["0" if word.isdigit() else word for word in _WORD.findall(_bare(plain(clean(text, _TABLE))))]


def _bare(text: str) -> str:
    return _STREET.sub(r"\1", _POLITE.sub(" ", text))


def fold(text: str) -> str:
    """Return the words of a message as a sorted set; what has none (a smiley) folds to itself."""
    return " ".join(sorted(set(words(text)))) or text


def shingles(text: str) -> frozenset[int]:
    """Return the fingerprint of a message: a 32-bit hash of each pair of neighbouring words, both ends included."""
    return frozenset(crc32(f"{one} {other}".encode()) for one, other in pairwise(["", *words(text), ""]))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share, 0 to 1, of two fingerprints that is in both."""
    return len(one & other) / len(one | other)


def against(ones: Sequence[Written], others: Sequence[Written]) -> Iterator[Near]:
    """Find every near pair between two lists of messages in one language."""
    left, right = [fold(each.text) for each in ones], [fold(each.text) for each in others]
    for row, column, score in _alike(left, right):
        yield Near(score, ones[row], others[column])


def within(ones: Sequence[Written]) -> Iterator[Near]:
    """Find every near pair inside one list of messages in one language, each once."""
    folded = [fold(each.text) for each in ones]
    for row, column, score in _alike(folded, folded):
        if row < column:
            yield Near(score, ones[row], ones[column])


def _alike(left: list[str], right: list[str]) -> Iterator[tuple[int, int, int]]:
    for start in range(0, len(left), _BLOCK):
        block = left[start : start + _BLOCK]
        scores = process.cdist(block, right, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
        for row, column in zip(*np.nonzero(scores), strict=True):
            one, other = block[row], right[column]
            if one == other or min(one.count(" "), other.count(" ")) + 1 >= WORDS:
                yield start + int(row), int(column), int(scores[row, column])


def taught() -> dict[str, list[Written]]:
    """Return every example, by language."""
    found: dict[str, list[Written]] = {}
    for example in examples():
        found.setdefault(example.lang, []).append(Written(example.text, example.label, example.lang))
    return found


def measuring(path: Path) -> list[Written]:
    """Read the messages of a file that measures."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Written(row["text"], path.name, row["lang"]) for row in rows]


def near(files: Sequence[Path]) -> Iterator[Near]:
    """Find every near pair among the examples, between them and each file, and between the files."""
    examples_of, sets = taught(), [measuring(path) for path in files]
    for lang, known in examples_of.items():
        yield from within(known)
        spoken = [[one for one in each if one.lang == lang] for each in sets]
        for at, each in enumerate(spoken):
            yield from against(known, each)
            for later in spoken[at + 1 :]:
                yield from against(each, later)


def main() -> None:
    """Print what is near, the likest first; exit 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--shingles", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    if chosen.shingles:
        for message in measuring(chosen.shingles):
            sys.stdout.write(" ".join(f"{shingle:08x}" for shingle in sorted(shingles(message.text))) + "\n")
        return
    found = sorted(near([CALIBRATION, *chosen.files]), key=lambda pair: -pair.score)
    for pair in found:
        first, second = pair.one, pair.other
        sys.stdout.write(f"{pair.score} {first.lang} {first.where}: {first.text}\n   {second.where}: {second.text}\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
