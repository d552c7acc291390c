"""The platform contract on Matrix: the adapter, a gateway that can fail, and two people on a real Synapse."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.platforms import Batch, Gone, PlatformError, Rendered, Retryable
from bot.platforms.matrix import MatrixPlatform, build
from tests.fakes.clock import running_clock
from tests.fakes.notebook import MemoryNotebook
from tests.platforms.bad_gateway import Gateway
from tests.platforms.contract import Bench, PlatformContract, receive
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, Person, Secretive, plain
from tests.platforms.synapse import Synapse


class Started:
    """The adapter, which has been started once: a first start ignores what was said before, so that lies behind it."""

    def __init__(self, adapter: MatrixPlatform) -> None:
        self.adapter = adapter
        self.name, self.abilities = adapter.name, adapter.abilities
        self.start: str | None = None

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Send."""
        return await self.adapter.send(room_id, rendered, idempotency_key=idempotency_key, edit=edit)

    def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Receive."""
        return self.adapter.receive(cursor or self.start)


@dataclass(slots=True)
class MatrixBench:
    """The bench.

    Args:
        platform: started.
        gateway: in front of the server.
        people: by their addresses.
        rooms: their private rooms, by the same.
    """

    platform: Started
    gateway: Gateway
    bot: str
    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    knows_keys: bool = True

    @property
    def room(self) -> str:
        """The first person's."""
        return next(iter(self.people))

    @property
    def other_room(self) -> str:
        """The second one's."""
        return next(reversed(self.people))

    async def shown(self, room: str) -> list[str]:
        """Read the screen, where an edit takes the place of what it changes."""
        person = self.people[room]
        await person.look()
        texts: dict[str, str] = {}
        for event in person.messages(self.rooms[room], self.bot):
            relation = event["content"].get("m.relates_to", {})
            texts[relation.get("event_id", event["event_id"])] = plain(event)
        return list(texts.values())

    async def say(self, room: str, text: str, reply_to: str | None = None) -> None:
        """Let a person write."""
        person = self.people[room]
        if reply_to:
            await person.reply(self.rooms[room], reply_to, text)
        else:
            await person.say(self.rooms[room], text)

    async def press(self, room: str, receipt: str, label: str) -> None:
        """There are no buttons."""
        raise NotImplementedError

    async def fail(self, error: type[PlatformError], room: str) -> bool:
        """Let the gateway answer with a page, or the person throw the bot out."""
        if error is Retryable:
            self.gateway.fail("/send/m.room", "refused")
        elif error is Gone:
            await self.people[room].call("POST", f"/rooms/{self.rooms[room]}/kick", {"user_id": self.bot})
        else:
            return False
        return True


class TestMatrix(PlatformContract):
    """In an encrypted room, and in another one in clear."""

    @pytest.fixture
    async def bench(self, synapse: Synapse, gateway: Gateway, tmp_path: Path) -> AsyncIterator[Bench]:
        user_id, _device, _token = await synapse.register("bot")
        section = Bot(synapse, tmp_path, user_id, {"homeserver": gateway.url}).section
        adapter = build(section, MemoryNotebook(), tmp_path, running_clock())
        bench = MatrixBench(Started(adapter), gateway, user_id)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(adapter.close)
            _came, bench.platform.start = await receive(bench, None, 0)
            zoe = await Secretive.arrive_with(synapse, "zoe", tmp_path / "zoe")
            for person, state in ((zoe, [ENCRYPTION]), (await Person.arrive(synapse, "tom"), [])):
                stack.push_async_callback(person.leave_town)
                room = await person.direct(user_id, preset="private_chat", initial_state=state)
                bench.people[person.user_id], bench.rooms[person.user_id] = person, room
                await person.say(room, "bonjour")
                _came, bench.platform.start = await receive(bench, None, 1)
            yield bench
