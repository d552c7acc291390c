"""A platform inside the measuring process: robots put messages in, and are called with what the bot shows them.

It costs next to nothing, so what is measured is the bot. Like getUpdates it hands over whatever waits, a hundred at
most, and only when the last batch has been kept.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.incoming import Account, Address, Incoming, Pressed, Words
from bot.platforms import Abilities, Batch, Rendered

MOST = 100
"""Messages handed over at once."""

BUTTONS = Abilities(buttons=True, edits=True, html=False, max_length=4096)

Listener = Callable[[Rendered], None]


@dataclass(slots=True)
class InProcess:
    """The platform.

    Args:
        name: its name in addresses: that of the configuration's rooms, so that cards reach the teams.
        clock: stamps what robots send.
        listeners: who is called when something is shown, by room; other rooms, such as the teams', show it to nobody.
    """

    name: str
    clock: Clock
    listeners: dict[str, Listener] = field(default_factory=dict)
    abilities: Abilities = BUTTONS
    shown: int = 0
    _closed: bool = False
    _events: int = 0
    _waiting: deque[Incoming] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, citizen: str, content: Words | Pressed) -> None:
        """Let a citizen write or press a button, in their private room."""
        self._events += 1
        event = f"e{self._events}"
        address, account = Address(self.name, citizen), Account(self.name, citizen, citizen)
        self._waiting.append(Incoming(event, address, account, content, self.clock.now()))
        self._arrived.set()

    def close(self) -> None:
        """Have nothing more to say, so that the bot leaves by itself."""
        self._closed = True
        self._arrived.set()

    def take(self) -> list[Incoming]:
        """Take the messages that wait, the oldest first."""
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message to whoever listens in the room; the receipt of an edit is the one it had."""
        self.shown += 1
        receipt = edit or f"m{self.shown}"
        if listener := self.listeners.get(room_id):
            listener(rendered)
        return receipt

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give what waits, as soon as anything does, until the platform is closed."""
        while not self._closed:
            await self._arrived.wait()
            messages = self.take()
            if not self._waiting:
                self._arrived.clear()
            yield Batch(messages, str(self._events))
