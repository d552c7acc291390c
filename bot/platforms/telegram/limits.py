"""Step 3 of a message on Telegram: when the next message may go out. Pure, but for the injected time.

Telegram takes about 30 messages a second in all, one a second in a chat with short bursts forgiven, and 20 a minute in
a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Each is a window that slides:
never more than so many within so many seconds, so that nothing saved up overruns the limit afterwards.

What nobody waits for (a card, a reminder, a digest) leaves a place free in the overall window and goes out evenly, so
that an answer finds a place at once although thousands of other messages are on their way.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from bot.outgoing import Priority

KEPT_FOR_ANSWERS = 1
"""Places of the overall window. Each is lost to a broadcast; with even spacing the next one is free soon."""

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
        self._most = rate.most
        self._seconds = rate.seconds
        self._taken: deque[float] = deque(maxlen=rate.most)

    def free_at(self, kept: int = 0) -> float:
        """Give when there is a place beside those that are kept free."""
        place = len(self._taken) + kept - self._most
        return self._taken[place] + self._seconds if place >= 0 else -inf

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
        self._gap = rates.overall.seconds / (rates.overall.most - KEPT_FOR_ANSWERS)
        self._even = -inf
        self._chats: dict[int, tuple[_Window, ...]] = {}
        self._held: dict[int, float] = {}

    def chat_wait(self, chat: int) -> float:
        """Give the seconds until this chat may have a message; nothing is taken."""
        now = self._time()
        free = max((window.free_at() for window in self._of(chat)), default=-inf)
        return max(free, self._held.get(chat, -inf), now) - now

    def overall_wait(self, priority: Priority) -> float:
        """Give the seconds until a message of this priority may go out, to whichever chat; nothing is taken."""
        now = self._time()
        if priority is Priority.ANSWER:
            return max(self._overall.free_at(), now) - now
        return max(self._overall.free_at(KEPT_FOR_ANSWERS), self._even, now) - now

    def take(self, chat: int) -> None:
        """Take a place for a message that goes out to this chat now."""
        now = self._time()
        self._overall.take(now)
        # One gap may be made up for: nobody wakes up to the millisecond, and the rate would suffer from it.
        self._even = max(self._even, now - self._gap) + self._gap
        for window in self._of(chat):
            window.take(now)

    def hold(self, chat: int, seconds: float) -> None:
        """Let this chat have nothing for a while: Telegram said so.

        It does not say which limit was met. If it was the overall one, messages have bunched up on their way; so what
        nobody waits for pauses as long as that can last.
        """
        now = self._time()
        self._held[chat] = now + seconds
        self._even = max(self._even, now + min(seconds, self._rates.overall.seconds))

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
