"""The other side of the socket: keeps the updates, shows what is sent, and lets the citizens react."""

import asyncio
import json
from collections import Counter

from tests.crash.robots import Crowd, Said

MOST = 20
"""Updates handed out at once."""


class Server:
    """Speaks to whichever process is alive.

    Args:
        crowd: the citizens.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.updates: list[dict[str, str | int]] = []
        self.shown: Counter[str] = Counter()
        self.keys: dict[str, int] = {}
        self.sends = 0
        self._crowd = crowd
        self._new = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen, let everybody begin, and give the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        for robot in self._crowd.robots.values():
            self._add(robot.name, robot.open())
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()

    def _add(self, name: str, said: Said) -> None:
        content = {"action": said.action} if said.action else {"text": said.text}
        self.updates.append({"id": len(self.updates) + 1, "who": name, **content})
        self._new.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                asked = json.loads(line)
                answer = {"receipt": self._show(asked)} if "send" in asked else {"updates": await self._after(asked)}
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, json.JSONDecodeError):
            pass  # The process was killed in the middle of a line: that is what this test is about.
        finally:
            writer.close()

    async def _after(self, asked: dict[str, int]) -> list[dict[str, str | int]]:
        if len(self.updates) <= asked["after"]:
            self._new.clear()
            try:
                await asyncio.wait_for(self._new.wait(), 0.2)
            except TimeoutError:
                return []
        return self.updates[asked["after"] :][:MOST]

    def _show(self, sent: dict[str, str]) -> int:
        self.sends += 1
        key = sent["key"]
        if key in self.keys:
            return self.keys[key]
        self.keys[key] = len(self.keys) + 1
        self.shown[sent["send"]] += 1
        if sent["send"] in self._crowd.robots and (
            said := self._crowd.hear(sent["send"], sent["text"], tuple(sent["choices"]))
        ):
            self._add(sent["send"], said)
        return self.keys[key]
