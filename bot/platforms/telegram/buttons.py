"""Steps 3 and 1 of a message on Telegram: choices become an inline keyboard, and what comes back becomes the action.

A button carries 64 bytes at most. A longer action is kept in the notebook under a digest of itself, so that the button
works after a restart and on a message of last year.
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice

from bot.platforms import Notebook, RenderedChoice
from bot.platforms.telegram.client import Json

MOST_BYTES = 64
"""https://core.telegram.org/bots/api#inlinekeyboardbutton"""

LONGEST_LABEL = 64
"""Letters; Telegram would show no more of them anyway."""

ROW_LETTERS = 26
ROW_BUTTONS = 4
"""Short labels share a row, as far as a narrow telephone shows them whole."""

PREFIX = "button:"
DIGEST_BYTES = 16
REMEMBERED = 4096
"""Actions known to be in the notebook already; the oldest half is forgotten when there are more."""


class Buttons:
    """The buttons of all messages.

    Args:
        notebook: where long actions are kept.
    """

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._kept: dict[str, None] = {}

    async def keyboard(self, choices: Sequence[RenderedChoice]) -> Json | None:
        """Make the keyboard of a message, None without choices; long actions are kept before this returns."""
        if not choices:
            return None
        rows: list[list[Json]] = [[]]
        left = ROW_LETTERS
        for choice in choices:
            label = short(choice.label)
            left -= len(label)
            if rows[-1] and (left < 0 or len(rows[-1]) == ROW_BUTTONS):
                rows.append([])
                left = ROW_LETTERS - len(label)
            rows[-1].append({"text": label, "callback_data": await self._data(choice.action)})
        return {"inline_keyboard": rows}

    async def action(self, data: str) -> str:
        """Give the action behind what a pressed button carries; one that nobody kept is given as it came."""
        if not data.startswith(PREFIX):
            return data
        return await self._notebook.read(data) or data

    async def _data(self, action: str) -> str:
        data = carried(action)
        if data != action and data not in self._kept:
            await self._notebook.write(data, action)
            if len(self._kept) >= REMEMBERED:
                for old in list(islice(self._kept, REMEMBERED // 2)):
                    del self._kept[old]
            self._kept[data] = None
        return data


def carried(action: str) -> str:
    """Give what a button carries for an action: the action itself, or where it is noted."""
    encoded = action.encode()
    if len(encoded) <= MOST_BYTES and not action.startswith(PREFIX):
        return action
    return PREFIX + blake2b(encoded, digest_size=DIGEST_BYTES).hexdigest()


def short(label: str) -> str:
    """Cut a label to what a button shows."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
