"""Step 3 of a message, on Matrix: rendered words become the content of events. Pure.

The renderer has escaped everything and leaves only ``<b>``. An event may have 64 KiB, and an envelope adds a third, so
a longer message is cut at line ends, then at spaces.
"""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms import Refused, Rendered

MOST_BYTES = 36_000
"""Of words and their HTML together in one event: sealed and signed, that stays below 60 kB."""

LINE_BREAK = len("\\n") + len("<br>")


@dataclass(frozen=True, slots=True)
class Part:
    """What fits into one event. ``html`` has ``<b>`` only."""

    text: str
    html: str | None

    @property
    def size(self) -> int:
        """Bytes it takes, as JSON."""
        return _bytes(self.text) + (_bytes(_formatted(self.html)) if self.html is not None else 0)


def contents(rendered: Rendered, most: int = MOST_BYTES) -> list[dict[str, Any]]:
    """Give the content of the events that show a message, at least one; each has at most so many bytes of words."""
    return [_content(part) for part in parts(rendered, most)]


def edited(rendered: Rendered, event_id: str, most: int = MOST_BYTES) -> dict[str, Any]:
    """Give the content of the event that puts a message in the place of another.

    Raises:
        Refused: it does not fit into one event.
    """
    part = Part(rendered.text, rendered.html)
    if part.size > most:
        raise Refused("too long to be an edit")
    new = _content(part)
    # What clients without edits show; in a very long message it is left out, because the event must hold both.
    shown = {"msgtype": "m.text", "body": f"* {part.text}" if 2 * part.size <= most else "*"}
    return {**shown, "m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": event_id}}


def threaded(content: Mapping[str, Any], thread: str | None) -> Mapping[str, Any]:
    """Put the content of an event into a thread, if there is one, named by its first message.

    Clients that show no threads show an answer to that message.
    """
    if thread is None:
        return content
    answer = {"is_falling_back": True, "m.in_reply_to": {"event_id": thread}}
    return {**content, "m.relates_to": {"rel_type": "m.thread", "event_id": thread, **answer}}


def parts(rendered: Rendered, most: int) -> list[Part]:
    """Cut a message into parts of at most so many bytes."""
    whole = Part(rendered.text, rendered.html)
    if whole.size <= most:
        return [whole]
    found: list[Part] = []
    filled = 0
    for piece in (piece for line in _lines(whole) for piece in _pieces(line, most)):
        if found and filled + piece.size + LINE_BREAK <= most:
            found[-1] = _join(found[-1], piece)
            filled += piece.size + LINE_BREAK
        else:
            found.append(piece)
            filled = piece.size
    return found


def _lines(whole: Part) -> list[Part]:
    text = whole.text.split("\n")
    marked = whole.html.split("\n") if whole.html is not None else []
    # The renderer never marks across lines, so both have the same lines.
    if len(marked) != len(text):
        return [Part(line, None) for line in text]
    return [Part(line, mark) for line, mark in zip(text, marked, strict=True)]


def _pieces(line: Part, most: int) -> list[Part]:
    """Cut a line that alone is too long, at spaces; its marks are lost."""
    if line.size <= most:
        return [line]
    found, text = [], line.text
    while text:
        end = _longest(text, most)
        cut = text.rfind(" ", 1, end + 1) if end < len(text) else end
        end = cut if cut > end // 2 else end
        piece = text[:end].rstrip() or text[:end]
        found.append(Part(piece, html.escape(piece, quote=False) if line.html is not None else None))
        text = text[end:].lstrip()
    return found


def _longest(text: str, most: int) -> int:
    """Give how many characters of a text fit, with their HTML; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = Part(text[:middle], html.escape(text[:middle], quote=False)).size <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def _join(first: Part, second: Part) -> Part:
    marked = f"{first.html}\n{second.html}" if first.html is not None and second.html is not None else None
    return Part(f"{first.text}\n{second.text}", marked)


def _content(part: Part) -> dict[str, Any]:
    content: dict[str, Any] = {"msgtype": "m.text", "body": part.text}
    if part.html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": _formatted(part.html)}
    return content


def _formatted(marked: str) -> str:
    return marked.replace("<b>", "<strong>").replace("</b>", "</strong>").replace("\n", "<br>")


def _bytes(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))
