"""Beside the way of a message on Telegram: shows "typing…" to somebody whose answer takes longer than a second."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.platforms.telegram.client import Client

AFTER_SECONDS = 1.0
MOST_WAITING = 20
"""People that are shown it at once; after an outage, when everybody waits, it would only take from the limits."""


class Timer(Protocol):
    """Something that will happen, unless cancelled."""

    def cancel(self) -> None:
        """Let it not happen."""


Later = Callable[[float, Callable[[], None]], Timer]
"""Calls something in so many seconds."""

Spawn = Callable[[Coroutine[Any, Any, None]], None]
"""Lets something run beside."""


class Typing:
    """Knows who waits for an answer.

    Args:
        client: the Bot API.
        spawn: runs a call beside everything else.
        later: the event loop's ``call_later``, unless a test says otherwise.
    """

    def __init__(self, client: Client, spawn: Spawn, later: Later | None = None) -> None:
        self._client = client
        self._spawn = spawn
        self._later = later
        self._waiting: dict[str, Timer] = {}

    def expect(self, room_id: str) -> None:
        """Somebody wrote in their private chat and should get an answer."""
        if room_id in self._waiting or len(self._waiting) >= MOST_WAITING:
            return
        later = self._later or asyncio.get_running_loop().call_later
        self._waiting[room_id] = later(AFTER_SECONDS, lambda: self._late(room_id))

    def answered(self, room_id: str) -> None:
        """The answer is on its way."""
        if timer := self._waiting.pop(room_id, None):
            timer.cancel()

    def close(self) -> None:
        """Expect nothing any more."""
        while self._waiting:
            self._waiting.popitem()[1].cancel()

    def _late(self, room_id: str) -> None:
        self._waiting.pop(room_id, None)
        self._spawn(self._show(room_id))

    async def _show(self, room_id: str) -> None:
        with suppress(TelegramError):  # It is a courtesy; the answer itself tells what is wrong.
            await self._client.send_chat_action(int(room_id), ChatAction.TYPING)
