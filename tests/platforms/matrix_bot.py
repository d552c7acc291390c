"""The Matrix adapter as tests run it: on a notebook in memory, with its messages put where a test can wait for them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import Matrix
from bot.incoming import Incoming, Words
from bot.platforms import Enclosure, Rendered, RenderedChoice
from bot.platforms.matrix import build
from bot.platforms.matrix.platform import MatrixPlatform
from tests.fakes.clock import running_clock
from tests.fakes.notebook import MemoryNotebook
from tests.platforms.people import PATIENCE
from tests.platforms.synapse import PASSWORD, Synapse


@dataclass(slots=True)
class Bot:
    """The adapter, its intake and what both remember.

    Args:
        synapse: the homeserver.
        folder: where it keeps its keys.
        user_id: its account.
    """

    synapse: Synapse
    folder: Path
    user_id: str
    more: dict[str, object] = field(default_factory=dict)
    notebook: MemoryNotebook = field(default_factory=MemoryNotebook)
    cursor: str | None = None
    incoming: list[Incoming] = field(default_factory=list)
    rooms: tuple[str, ...] = ()
    echo: bool = False
    platform: MatrixPlatform = field(init=False)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _started: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    _keys: int = 0
    _read: int = 0

    @classmethod
    async def arrive(cls, synapse: Synapse, folder: Path, **more: object) -> "Bot":
        """Make an account for the bot, and start it."""
        user_id, _device, _token = await synapse.register("bot")
        bot = cls(synapse, folder, user_id, dict(more))
        await bot.start()
        return bot

    @property
    def section(self) -> Matrix:
        """Its configuration."""
        values = {"homeserver": self.synapse.url, "user": self.user_id, "password": PASSWORD, "store": "store"}
        return Matrix.model_validate({**values, **self.more})

    def prepare(self) -> None:
        """Put it together."""
        self.platform = build(self.section, self.notebook, self.folder, running_clock(), rooms=self.rooms)

    async def start(self) -> None:
        """Start it, and wait until it has synced."""
        self.prepare()
        self._started.clear()
        self._task = asyncio.create_task(self._run())
        ready = asyncio.create_task(self.platform._ready.wait())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait((ready, self._task), return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            ready.cancel()
            self._task.result()
        self._started.set()

    async def stop(self) -> None:
        """Stop it, wherever it is."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await self._task
            self._task = None
        await self.platform.close()

    async def say(
        self,
        address: str,
        text: str,
        *,
        html: str | None = None,
        choices: tuple[RenderedChoice, ...] = (),
        enclosures: tuple[Enclosure, ...] = (),
        edit: str | None = None,
        thread: str | None = None,
        key: str = "",
    ) -> str:
        """Send a message; gives its receipt."""
        self._keys += 1
        rendered = Rendered(text, html, choices, enclosures, thread=thread)
        return await self.platform.send(address, rendered, idempotency_key=key or f"outbox-{self._keys}", edit=edit)

    async def hears(self) -> Incoming:
        """Wait for the next message."""
        async with asyncio.timeout(PATIENCE):
            while len(self.incoming) <= self._read:
                self._came.clear()
                await self._came.wait()
        self._read += 1
        return self.incoming[self._read - 1]

    @property
    def unheard(self) -> list[Incoming]:
        """What has come and was not waited for."""
        return self.incoming[self._read :]

    @property
    def texts(self) -> list[str]:
        """The words of everything that has come."""
        return [each.text for each in self.incoming]

    async def _run(self) -> None:
        while True:
            try:
                receiving = self.platform.receive(self.cursor)
                try:
                    async for batch in receiving:
                        known = {each.event_id for each in self.incoming}
                        fresh = [each for each in batch.messages if each.event_id not in known]
                        self.incoming += fresh
                        self.cursor = batch.cursor
                        self._came.set()
                        for each in fresh:
                            await self._answer(each)
                finally:
                    await receiving.aclose()  # type: ignore[attr-defined]  # It is a generator.
            except OSError:
                if not self._started.is_set():
                    raise
                await asyncio.sleep(0)

    async def _answer(self, incoming: Incoming) -> None:
        if self.echo and isinstance(incoming.content, Words):
            key = f"answer-{incoming.event_id}"
            rendered = Rendered(f"echo {incoming.text}")
            await self.platform.send(incoming.address.room_id, rendered, idempotency_key=key)
