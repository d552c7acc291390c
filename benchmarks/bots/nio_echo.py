"""A bot as matrix-nio's own examples write it: it joins where it is invited, and says everything again.

Usage: python -m benchmarks.bots.nio_echo URL FOLDER USER PASSWORD
"""

import asyncio
import sys

import nio  # type: ignore[import-untyped]  # nio ships no types.

from benchmarks.bots.child import tell_processor_time

LONG_POLL = 30_000
"""Milliseconds."""


async def run(url: str, folder: str, user: str, password: str) -> None:
    """Echo until the process is ended."""
    config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = nio.AsyncClient(url, user, store_path=folder, config=config)
    await client.login(password)

    async def join(room: nio.MatrixRoom, _event: nio.InviteMemberEvent) -> None:
        await client.join(room.room_id)

    async def echo(room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        if event.sender != client.user_id:
            content = {"msgtype": "m.text", "body": event.body}
            await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)

    client.add_event_callback(join, nio.InviteMemberEvent)
    client.add_event_callback(echo, nio.RoomMessageText)
    await client.sync_forever(LONG_POLL, full_state=True)


def main(url: str, folder: str, user: str, password: str) -> None:
    """Run."""
    tell_processor_time()
    asyncio.run(run(url, folder, user, password))


if __name__ == "__main__":
    main(*sys.argv[1:])
