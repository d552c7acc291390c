"""Step 3 of a message on Telegram: the messages that wait for their turn, in the order of their priority."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from heapq import heapify, heappush
from itertools import count

from bot.outgoing import Priority
from bot.platforms import Retryable
from bot.platforms.telegram.limits import Limits

LONGEST_WAIT = 1.0
"""Seconds that a message waits here for its chat's turn; beyond that delivery keeps it and asks again."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(order=True, slots=True)
class _Waiting:
    priority: Priority
    number: int
    is_first: asyncio.Event = field(compare=False, default_factory=asyncio.Event)


class Turns:
    """Says when it is a message's turn.

    Args:
        limits: what Telegram takes.
        sleep: waits so many seconds.
    """

    def __init__(self, limits: Limits, sleep: Sleep) -> None:
        self._limits = limits
        self._sleep = sleep
        self._line: list[_Waiting] = []
        self._numbers = count()

    async def come(self, chat: int, priority: Priority) -> None:
        """Wait for this chat's turn, then for a place among all, the most urgent first; the place is then taken.

        Raises:
            Retryable: the chat's turn comes too late to wait for it here.
        """
        if wait := self._limits.chat_wait(chat):
            if wait > LONGEST_WAIT:
                raise Retryable("this chat has had enough messages for now", wait)
            await self._sleep(wait)
        if not self._line and not self._limits.overall_wait(priority):
            self._limits.take(chat)
            return
        here = _Waiting(priority, next(self._numbers))
        heappush(self._line, here)
        try:
            await self._place(here)
            self._limits.take(chat)
        finally:
            self._leave(here)

    def hold(self, chat: int, seconds: float) -> None:
        """Let this chat have nothing for a while: Telegram said so."""
        self._limits.hold(chat, seconds)

    async def _place(self, here: _Waiting) -> None:
        """Wait until a message is the first in line and there is a place for it.

        Whoever comes first sleeps until there is one. Somebody more urgent may have come to the front meanwhile, and
        have taken it.
        """
        while True:
            if self._line[0] is not here:
                here.is_first.clear()
                await here.is_first.wait()
            elif wait := self._limits.overall_wait(here.priority):
                await self._sleep(wait)
            else:
                return

    def _leave(self, here: _Waiting) -> None:
        self._line.remove(here)
        heapify(self._line)
        if self._line:
            self._line[0].is_first.set()
