"""A platform over a loopback socket, one JSON object a line: it keeps updates until they are asked for beyond them.

Like the Bot API it hands out what lies after a cursor, and like Matrix it knows idempotency keys.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.incoming import Account, Address, Incoming, Pressed, Words
from bot.platforms import Abilities, Batch, Rendered, Retryable

NAME = "line"


class LinePlatform:
    """The adapter, in the process that is killed.

    Args:
        port: where the server listens on this machine.
    """

    name = NAME
    abilities = Abilities(buttons=True, edits=False, html=False, max_length=100_000)

    def __init__(self, port: int) -> None:
        self._port = port
        self._asking = asyncio.Lock()
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message."""
        choices = [choice.action for choice in rendered.choices]
        said = {"send": room_id, "text": rendered.text, "choices": choices, "key": idempotency_key}
        async with self._asking:
            self._connection = self._connection or await self._connect()
            return str((await self._ask(self._connection, said))["receipt"])

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Ask for updates for ever."""
        reached = int(cursor or 0)
        connection = await self._connect()
        while True:
            answer = await self._ask(connection, {"after": reached})
            updates = answer["updates"]
            if updates:
                reached = updates[-1]["id"]
                yield Batch([_incoming(each) for each in updates], str(reached))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    @staticmethod
    async def _ask(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], asked: object) -> dict[str, list]:  # type: ignore[type-arg]  # JSON.
        reader, writer = connection
        writer.write(json.dumps(asked).encode() + b"\n")
        await writer.drain()
        line = await reader.readline()
        if not line:
            raise Retryable("the server closed the connection")
        answer: dict[str, list] = json.loads(line)  # type: ignore[type-arg]  # JSON.
        return answer


def _incoming(update: dict[str, str]) -> Incoming:
    content = Pressed(update["action"]) if "action" in update else Words(update["text"])
    return Incoming(
        event_id=str(update["id"]),
        address=Address(NAME, update["who"]),
        account=Account(NAME, update["who"]),
        content=content,
        sent_at=datetime.now(UTC),
    )
