"""Step 3 of a message on Telegram: when the next message may go out. Pure, but for the injected time.

Telegram takes about 30 messages a second in all, one a second in a chat with short bursts forgiven, and 20 a minute in
a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Each is a window that slides:
never more than so many within so many seconds, so that nothing saved up overruns the limit afterwards.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

MANY_CHATS = 4096
"""Chats from which on those that have been quiet are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many messages within any so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram allows. The overall second is a bit long, because messages may bunch up on their way."""

    overall: Rate = Rate(30, 1.05)
    chat: Rate = Rate(5, 5.0)
    group: Rate = Rate(20, 60.0)


class _Window:
    def __init__(self, rate: Rate) -> None:
        self._seconds = rate.seconds
        self._taken: deque[float] = deque(maxlen=rate.most)

    def free_at(self) -> float:
        return self._taken[0] + self._seconds if len(self._taken) == self._taken.maxlen else -inf

    def take(self, moment: float) -> None:
        self._taken.append(moment)

    def is_quiet(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + self._seconds < now


class Limits:
    """All limits of one bot.

    Args:
        time: gives seconds on a clock that never goes back.
        rates: what is allowed.
    """

    def __init__(self, time: Callable[[], float], rates: Rates) -> None:
        self._time = time
        self._rates = rates
        self._overall = _Window(rates.overall)
        self._chats: dict[int, tuple[_Window, ...]] = {}
        self._held: dict[int, float] = {}

    def chat_wait(self, chat: int) -> float:
        """Give the seconds until this chat may have a message; nothing is taken."""
        now = self._time()
        free = max((window.free_at() for window in self._of(chat)), default=-inf)
        return max(free, self._held.get(chat, -inf), now) - now

    def overall_wait(self) -> float:
        """Give the seconds until any message may go out; nothing is taken."""
        now = self._time()
        return max(self._overall.free_at(), now) - now

    def take(self, chat: int, wait: float) -> None:
        """Take a place for a message to this chat in so many seconds; those that ask later come behind it."""
        moment = self._time() + wait
        self._overall.take(moment)
        for window in self._of(chat):
            window.take(moment)

    def hold(self, chat: int, seconds: float) -> None:
        """Let this chat have nothing for a while: Telegram said so."""
        self._held[chat] = self._time() + seconds

    def _of(self, chat: int) -> tuple[_Window, ...]:
        if chat not in self._chats:
            if len(self._chats) >= MANY_CHATS:
                self._forget_quiet()
            # Groups have negative ids.
            rates = (self._rates.chat, self._rates.group) if chat < 0 else (self._rates.chat,)
            self._chats[chat] = tuple(_Window(rate) for rate in rates)
        return self._chats[chat]

    def _forget_quiet(self) -> None:
        now = self._time()
        self._chats = {
            chat: windows for chat, windows in self._chats.items() if not all(each.is_quiet(now) for each in windows)
        }
        self._held = {chat: until for chat, until in self._held.items() if until > now}
