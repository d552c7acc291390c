"""Who goes next on Telegram: the most urgent of those that wait, each chat within its own limit."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.outgoing import Priority
from bot.platforms import Retryable
from bot.platforms.telegram.limits import Limits, Rate, Rates
from bot.platforms.telegram.turns import Turns
from tests.platforms.telegram_case import Hourglass

DEADLINE = 10.0
"""Seconds that a test waits at most."""

RATES = Rates(overall=Rate(2, 1.0), chat=Rate(1, 0.5), group=Rate(1, 10.0))


@dataclass(slots=True)
class Queue:
    """Messages that come to be sent; ``went`` are those whose turn it was, with the moment."""

    seconds: Hourglass = field(default_factory=Hourglass)
    went: list[tuple[float, str]] = field(default_factory=list)
    turns: Turns = field(init=False)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.turns = Turns(Limits(self.seconds, RATES), self.seconds.sleep)

    def come(self, name: str, chat: int, priority: Priority = Priority.ANSWER) -> "asyncio.Task[None]":
        """Let a message come."""
        return asyncio.create_task(self._come(name, chat, priority))

    async def until(self, count: int) -> list[str]:
        """Wait until so many went; gives their names."""
        async with asyncio.timeout(DEADLINE), self._changed:
            await self._changed.wait_for(lambda: len(self.went) >= count)
        return [name for _moment, name in self.went]

    async def at_rest(self) -> list[str]:
        """Let everything go on that needs no time to pass; gives the names of those that went."""
        for _ in range(20):
            await asyncio.sleep(0)
        return [name for _moment, name in self.went]

    async def _come(self, name: str, chat: int, priority: Priority) -> None:
        await self.turns.come(chat, priority)
        self.went.append((self.seconds.now, name))
        async with self._changed:
            self._changed.notify_all()


async def test_the_most_urgent_goes_first_whenever_it_came() -> None:
    queue = Queue()
    await asyncio.gather(queue.come("first", 1), queue.come("second", 2))
    for chat, priority in enumerate((Priority.DIGEST, Priority.REMINDER, Priority.CARD, Priority.ANSWER), 3):
        queue.come(priority.name, chat, priority)
        await queue.at_rest()
    assert await queue.at_rest() == ["first", "second"]
    for _ in range(6):
        await queue.seconds.let(1.0)
        await queue.at_rest()
    assert await queue.until(6) == ["first", "second", "ANSWER", "CARD", "REMINDER", "DIGEST"]


async def test_equally_urgent_ones_go_in_the_order_in_which_they_came() -> None:
    queue = Queue()
    for name in "abcd":
        queue.come(name, ord(name))
        await queue.at_rest()
    await queue.seconds.let(1.0)
    assert await queue.until(4) == ["a", "b", "c", "d"]


async def test_an_answer_does_not_wait_behind_a_broadcast() -> None:
    queue = Queue()
    for chat in range(1, 11):
        queue.come(f"digest {chat}", chat, Priority.DIGEST)
    assert await queue.at_rest() == ["digest 1"]
    await queue.come("answer", 99)
    assert queue.went[-1] == (queue.seconds.now, "answer")
    assert queue.went[0][0] == queue.seconds.now


async def test_what_waits_for_its_own_chat_holds_nobody_up() -> None:
    queue = Queue()
    await queue.come("first", 1)
    queue.come("second", 1)
    assert await queue.at_rest() == ["first"]
    assert queue.seconds.slept == [0.5]
    await asyncio.wait_for(queue.come("elsewhere", 2), DEADLINE)


async def test_a_chat_whose_turn_comes_too_late_is_delivered_later() -> None:
    queue = Queue()
    await queue.come("first", -1)
    with pytest.raises(Retryable) as caught:
        await queue.come("second", -1)
    assert caught.value.retry_after == 10.0
    await asyncio.wait_for(queue.come("elsewhere", 2), DEADLINE)


async def test_who_is_stopped_while_waiting_leaves_the_line() -> None:
    queue = Queue()
    await asyncio.gather(queue.come("first", 1), queue.come("second", 2))
    stopped = [queue.come("asleep", 3), queue.come("behind", 4)]
    queue.come("last", 5)
    await queue.at_rest()
    for each in stopped:
        each.cancel()
    await asyncio.wait(stopped)
    await queue.at_rest()
    await queue.seconds.let(1.0)
    assert await queue.until(3) == ["first", "second", "last"]
