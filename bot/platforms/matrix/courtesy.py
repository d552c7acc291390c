"""Beside the way of a message: what a person sees of the bot while they wait. Nothing depends on it.

A message is marked as read once its row is kept, so the mark means "received". When the reply takes longer than a
second, the bot is shown typing until it comes, or for a few seconds if none comes.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import structlog

from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

log = structlog.get_logger()

TYPING_AFTER = 1.0
TYPING_LASTS = 15.0
"""Seconds."""


class Courtesy:
    """Read marks and typing.

    Args:
        server: the homeserver.
        me: our user id.
        typing_after: seconds that a reply may take unnoticed.
    """

    def __init__(self, server: Server, me: str, typing_after: float = TYPING_AFTER) -> None:
        self._server = server
        self._me = me
        self._typing_after = typing_after
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._typing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def heard(self, latest: Mapping[str, str], called: frozenset[str]) -> None:
        """Mark messages as read, and get ready to be seen typing.

        Args:
            latest: by room, the last message there that is kept.
            called: the rooms where a reply is waited for.
        """
        for room_id, event_id in latest.items():
            self._tell("POST", path("rooms", room_id, "receipt", "m.read", event_id), {})
        loop = asyncio.get_running_loop()
        for room_id in called - self._waiting.keys():
            self._waiting[room_id] = loop.call_later(self._typing_after, self._show_typing, room_id)

    def answered(self, room_id: str) -> None:
        """Note that the reply is there."""
        if handle := self._waiting.pop(room_id, None):
            handle.cancel()
        if room_id in self._typing:
            self._typing.discard(room_id)
            self._tell("PUT", self._where(room_id), {"typing": False})

    async def close(self) -> None:
        """Leave all of it."""
        for handle in self._waiting.values():
            handle.cancel()
        self._waiting.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _show_typing(self, room_id: str) -> None:
        self._waiting.pop(room_id, None)
        self._typing.add(room_id)
        self._tell("PUT", self._where(room_id), {"typing": True, "timeout": int(TYPING_LASTS * 1000)})

    def _where(self, room_id: str) -> str:
        return path("rooms", room_id, "typing", self._me)

    def _tell(self, method: str, where: str, body: Mapping[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._call(self._server.call(method, where, body)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _call(call: Coroutine[Any, Any, object]) -> None:
        try:
            await call
        except (Unreachable, Rejected) as error:
            log.debug("matrix_courtesy_failed", error=str(error))
