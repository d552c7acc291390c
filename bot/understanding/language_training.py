"""Understanding, at the workbench: distils the letter statistics of py3langid into `language.npz` (run by hand, once).

py3langid (Adrien Barbaresi, after langid.py by Marco Lui and Timothy Baldwin; BSD licence) knows 140 languages by
100,000 byte strings held in an automaton. The bot needs seven of them, in lower case, and only the strings that tell
them apart.
"""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.understanding.language import LANGUAGES, LONGEST_PIECE, STATISTICS

# How far apart the log-likelihoods of a piece must be among the seven languages to be worth keeping.
TELLING = 2.5


def strings(identifier: LanguageIdentifier) -> dict[bytes, int]:
    """Recover the byte string of each feature: the shortest way through the automaton to the state that reports it."""
    reached = {0: b""}
    waiting = deque([0])
    while waiting:
        state = waiting.popleft()
        base = identifier._rowbase[state]
        for byte in range(256):
            following = identifier.tk_nextmove[base + byte]
            if following not in reached:
                reached[following] = reached[state] + bytes([byte])
                waiting.append(following)
    return {text: identifier.tk_output[state] for state, text in reached.items() if identifier.tk_output[state] >= 0}


def distil(path: Path = STATISTICS) -> int:
    """Write the statistics of the languages other than Arabic; returns how many pieces are kept."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    columns = [identifier.nb_classes.index(language) for language in LANGUAGES[:-1]]
    table = np.asarray(identifier.nb_ptc, dtype=np.float32)[:, columns]
    table -= table.mean(axis=1, keepdims=True)
    spread = np.ptp(table, axis=1)
    kept = sorted(
        (text, feature)
        for text, feature in strings(identifier).items()
        if 2 <= len(text) <= LONGEST_PIECE and spread[feature] >= TELLING and text.lower() == text and max(text) < 0xC6
    )
    pieces = np.array([text for text, _ in kept], dtype=f"S{LONGEST_PIECE}")
    weights = table[[feature for _, feature in kept]].astype(np.float16)
    np.savez_compressed(path, pieces=pieces, weights=weights)
    return len(kept)


if __name__ == "__main__":
    sys.stdout.write(f"{distil()} pieces, {STATISTICS.stat().st_size / 1e3:.0f} kB\n")
