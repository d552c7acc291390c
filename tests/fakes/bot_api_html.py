"""The markup of the fake Bot API: reads HTML as Telegram does, and refuses what Telegram refuses, in its words.

See https://core.telegram.org/bots/api#html-style and td/telegram/MessageEntity.cpp.
"""

import html
import re

TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler"}
)
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)(>?)")
_NAMED = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class BadMarkup(Exception):
    """What Telegram answers behind "can't parse entities: "."""


def plain(written: str) -> str:
    """Give the text without its markup, trimmed as Telegram trims it.

    Raises:
        BadMarkup: Telegram would refuse it.
    """
    letters: list[str] = []
    opened: list[str] = []
    place = 0
    for match in _TAG.finditer(written):
        letters.append(_text(written[place : match.start()]))
        place = match.end()
        at = f"at byte offset {len(written[: match.start()].encode())}"
        closing, name, attributes, end = match.groups()
        if not closing and name.lower() not in TAGS and (attributes or end):
            raise BadMarkup(f'Unsupported start tag "{name}" {at}')
        if not end:
            raise BadMarkup(f"Unclosed start tag {at}")
        if closing:
            if not opened:
                raise BadMarkup(f"Unexpected end tag {at}")
            if (last := opened.pop()) != name.lower():
                raise BadMarkup(f'Unmatched end tag {at}, expected "</{last}>", found "</{name}>"')
        else:
            opened.append(name.lower())
    letters.append(_text(written[place:]))
    if opened:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{opened[-1]}"')
    return "".join(letters).strip()


def units(letters: str) -> int:
    """Count UTF-16 units, as Telegram counts."""
    return len(letters.encode("utf-16-le")) // 2


def _text(written: str) -> str:
    return _NAMED.sub(lambda match: html.unescape(match[0]), written)
