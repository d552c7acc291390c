"""What the tests of the Telegram adapter start from: the adapter before the fake Bot API, and a time of its own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.config import Telegram
from bot.platforms import Batch, Rendered, RenderedChoice
from bot.platforms.telegram import TelegramPlatform, build
from tests.fakes.bot_api import DEADLINE, TOKEN, BotApi
from tests.fakes.bot_api_methods import Json, Message
from tests.fakes.bot_api_people import People
from tests.fakes.clock import StillClock
from tests.fakes.notebook import MemoryNotebook

LEA = 42
TEAM = -1001


@dataclass(slots=True)
class Seconds:
    """A clock that never goes back, moved by whoever sleeps on it; ``slept`` tells how long they did."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)
    first_sleep: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds
        self.first_sleep.set()
        await asyncio.sleep(0)


@dataclass(slots=True)
class Hourglass(Seconds):
    """The same, but whoever sleeps goes on only when the test lets time pass."""

    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has let so much time pass."""
        until = self.now + seconds
        self.slept.append(seconds)
        self.first_sleep.set()
        async with self._moved:
            await self._moved.wait_for(lambda: self.now >= until)

    async def let(self, seconds: float) -> None:
        """Let time pass."""
        async with self._moved:
            self.now += seconds
            self._moved.notify_all()


@dataclass(slots=True)
class Later:
    """The event loop's ``call_later``, of which a test says when it is."""

    calls: list["Later.Call"] = field(default_factory=list)

    @dataclass(slots=True)
    class Call:
        """Something to happen, unless cancelled."""

        run: Any
        cancelled: bool = False

        def cancel(self) -> None:
            """Let it not happen."""
            self.cancelled = True

    def __call__(self, _seconds: float, run: Any) -> "Later.Call":  # noqa: ANN401  # Any call.
        self.calls.append(Later.Call(run))
        return self.calls[-1]

    def happen(self) -> int:
        """Let the time come; gives how much happened."""
        due, self.calls = [call for call in self.calls if not call.cancelled], []
        for call in due:
            call.run()
        return len(due)


@dataclass(slots=True)
class Case:
    """One adapter in front of one Bot API."""

    api: BotApi
    people: People
    platform: TelegramPlatform
    notebook: MemoryNotebook
    seconds: Seconds
    later: Later
    section: Telegram
    lea: Json
    _old: list[TelegramPlatform] = field(default_factory=list)
    _batches: AsyncIterator[Batch] | None = None
    _next: "asyncio.Task[Batch] | None" = None

    def start_again(self, **changes: object) -> None:
        """Put a new adapter in the place of the old one, ten seconds later: it knows what its notebook does."""
        self.seconds.now += 10
        self._old.append(self.platform)
        self.section = Telegram(**{**self.section.model_dump(), **changes})
        self.platform = _build(self.section, self.notebook, self.seconds, self.later)
        self._batches = self._next = None

    async def batch(self, cursor: str | None = None) -> Batch:
        """Give the next batch; what came before it is committed by this."""
        if self._batches is None:
            self._batches = self.platform.receive(cursor)
        batch = await asyncio.wait_for(asyncio.shield(self.resume()), DEADLINE)
        self._next = None
        return batch

    async def commit(self) -> None:
        """Ask for the next batch, without waiting for there to be one; then nothing is under way any more."""
        self.resume()
        await self.api.polled()

    async def hang_up(self) -> None:
        """Stop receiving, as a process does that ends; what was given last is not committed."""
        if self._next is not None:
            self._next.cancel()
            await asyncio.gather(self._next, return_exceptions=True)
        if isinstance(self._batches, AsyncGenerator):
            await self._batches.aclose()
        self._batches = self._next = None

    def resume(self) -> "asyncio.Task[Batch]":
        """Ask for the next batch, which commits the one before."""
        if self._batches is None:
            self._batches = self.platform.receive(None)
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._batches))
        return self._next

    async def close(self) -> None:
        """End every adapter that there was."""
        await self.hang_up()
        for platform in (*self._old, self.platform):
            await platform.close()

    async def send(
        self, text: str = "Bonjour", room: int = LEA, *, edit: str | None = None, key: str = "outbox-1", **more: object
    ) -> str:
        """Send a text."""
        rendered = Rendered(text, **more)  # type: ignore[arg-type]  # html and choices.
        return await self.platform.send(str(room), rendered, idempotency_key=key, edit=edit)

    def message(self, receipt: str, room: int = LEA) -> Message:
        """Give what stands on the screen."""
        return self.api.world.chats[room].messages[int(receipt)]

    def texts(self, room: int = LEA) -> list[str]:
        """Give what the bot has said in a room and what still stands there."""
        chat = self.api.world.chats[room]
        return [each.text for each in chat.messages.values() if each.sender is self.api.world.me and not each.deleted]


@asynccontextmanager
async def opened(seconds: Seconds | None = None, **options: Any) -> AsyncIterator[Case]:  # noqa: ANN401  # Those of the platform.
    """Open the adapter; at the end the client must have made no mistake."""
    seconds, later, notebook = seconds or Seconds(), Later(), MemoryNotebook()
    async with BotApi(seconds).serve() as api:
        section = Telegram(token=TOKEN, base_url=api.url)
        people = People(api)
        people.group(TEAM, "supergroup")
        platform = _build(section, notebook, seconds, later, **options)
        case = Case(api, people, platform, notebook, seconds, later, section, people.person(LEA))
        try:
            yield case
        finally:
            await case.close()


def choices(*actions: str) -> tuple[RenderedChoice, ...]:
    """Make choices that are called as their actions."""
    return tuple(RenderedChoice(action, action) for action in actions)


def _build(
    section: Telegram,
    notebook: MemoryNotebook,
    seconds: Seconds,
    later: Later,
    **options: Any,  # noqa: ANN401  # Those of the platform.
) -> TelegramPlatform:
    given = {"clock": StillClock(), "time": seconds, "sleep": seconds.sleep, "later": later, **options}
    return build(section, notebook, **given)
