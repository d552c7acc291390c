"""Step 3 of a message on Telegram: a text longer than one message may be becomes several. Pure.

Telegram counts a message in UTF-16 units after its markup is read, so an emoji counts twice and ``<b>`` not at all.
"""

import html
import re
from dataclasses import dataclass

MOST = 4096
"""UTF-16 units of one message; https://core.telegram.org/bots/api#sendmessage"""

_TOKEN = re.compile(r"(</?b>)|([^<]+)")
_PARAGRAPH = re.compile(r"\n+")
_SENTENCE = re.compile(r"(?<=[.!?…])[^\S\u00a0\u202f]+")
_WORD = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters that are all bold or all not."""

    letters: str
    bold: bool


def split(written: str, most: int = MOST) -> tuple[str, ...]:
    """Cut HTML into parts that each fit into a message.

    Args:
        written: HTML with no other tags than ``<b>``, as the renderer writes it.
        most: UTF-16 units that a part may have; at least 2, so that any letter fits.

    Returns:
        The parts in order, each with its markup closed: cut between paragraphs if there are any in the second half of
        what fits, else between sentences, else between words, else anywhere. The space at a cut is left out.
    """
    if 2 * len(written) <= most:
        return (written,)
    runs = _runs(written)
    letters = "".join(run.letters for run in runs)
    if units(letters) <= most:
        return (written,)
    parts, begin = [], 0
    while begin < len(letters):
        end, following = _cut(letters, begin, most)
        if part := _write(runs, begin, end):
            parts.append(part)
        begin = following
    return tuple(parts) or (written,)


def units(letters: str) -> int:
    """Count as Telegram counts: letters outside the basic plane are two."""
    return len(letters) + sum(letter > "\uffff" for letter in letters)


def _runs(written: str) -> list[_Run]:
    runs, bold = [], False
    for tag, letters in _TOKEN.findall(written):
        if tag:
            bold = tag == "<b>"
        else:
            runs.append(_Run(html.unescape(letters), bold))
    return runs


def _cut(letters: str, begin: int, most: int) -> tuple[int, int]:
    """Give where the part that begins here ends, and where the next one begins."""
    end, left = begin, most
    while end < len(letters) and (left := left - units(letters[end])) >= 0:
        end += 1
    if end == len(letters):
        return end, end
    middle = begin + (end - begin) // 2
    for boundary in (_PARAGRAPH, _SENTENCE, _WORD):
        # One letter more is looked at: a space just behind what fits is a boundary too.
        found = [gap for gap in boundary.finditer(letters, begin, end + 1) if middle <= gap.start() <= end]
        if found:
            gap = found[-1]
            following = _WORD.match(letters, gap.start())
            return gap.start(), following.end() if following else gap.end()
    return end, end


def _write(runs: list[_Run], begin: int, end: int) -> str:
    """Write the letters from one place to another as HTML, with bold opened and closed within the part."""
    written, place = [], 0
    for run in runs:
        piece = run.letters[max(begin - place, 0) : max(end - place, 0)]
        place += len(run.letters)
        if piece:
            escaped = html.escape(piece, quote=False)
            written.append(f"<b>{escaped}</b>" if run.bold else escaped)
    part = "".join(written)
    return part if part.replace("<b>", "").replace("</b>", "").strip() else ""
