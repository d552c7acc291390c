"""Citizens who write when they like, not when the bot is ready: messages arrive at random moments, at a given rate."""

import asyncio
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from time import perf_counter

from benchmarks.bot_api import BotApi
from benchmarks.robots import Robot
from bot.incoming import Pressed, Words

PAUSE = 20.0
"""Seconds, about, between two messages of the same citizen; by then the last one has been answered."""


@dataclass(slots=True)
class Citizen:
    """Somebody who fills the report form; ``waits`` gets the seconds from each message to its reply.

    ``unanswered`` counts the times that it was their turn and they still waited for a reply.
    """

    chat: int
    api: BotApi
    waits: list[float]
    unanswered: int = 0
    _robot: Robot = field(init=False)
    _next: Words | Pressed | None = None

    def __post_init__(self) -> None:
        """Enter the chat, with the first words ready."""
        self._robot = Robot(self._prepare, self.waits, f"Battant{self.chat}")
        self.api.listeners[self.chat] = self._robot.hear
        self._robot.begin()

    def speak(self) -> None:
        """Say what comes next, unless the last reply is still awaited."""
        if self._next is None:
            self.unanswered += 1
            return
        content, self._next = self._next, None
        self._robot.since = perf_counter()
        self.api.say(self.chat, content)

    def _prepare(self, content: Words | Pressed) -> None:
        self._next = content


class Crowd:
    """As many citizens as are needed for a rate of messages a second.

    Args:
        api: what they and the bot meet at.
        rate: messages a second.
        first_chat: the others' chats have the numbers behind it.
        random: when they speak.

    ``waits`` are the seconds to each reply.
    """

    def __init__(self, api: BotApi, rate: float, first_chat: int, random: Random) -> None:
        self.waits: list[float] = []
        self._rate = rate
        self._random = random
        self._citizens = [Citizen(first_chat + number, api, self.waits) for number in range(round(rate * PAUSE))]
        self._turns = cycle(self._citizens)

    @property
    def unanswered(self) -> int:
        """How often somebody still waited for a reply when it was their turn again."""
        return sum(citizen.unanswered for citizen in self._citizens)

    def begin(self) -> None:
        """Let the first one speak."""
        next(self._turns).speak()

    async def talk(self, seconds: float) -> None:
        """Let them speak in turn, at random moments (a Poisson process), for so many seconds.

        A message that is due while this process was busy is said as soon as it can be; it counts from then.
        """
        start, due = perf_counter(), self._pause()
        while due < seconds:
            if (pause := start + due - perf_counter()) > 0:
                await asyncio.sleep(pause)
            next(self._turns).speak()
            due += self._pause()
        await asyncio.sleep(max(0.0, start + seconds - perf_counter()))

    def _pause(self) -> float:
        return self._random.expovariate(self._rate)
