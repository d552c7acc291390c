"""The other side of the socket: keeps the updates, shows what is sent, and lets robots of citizens go on talking."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field

MOST = 20
"""Updates handed out at once."""


@dataclass(slots=True)
class Robot:
    """A citizen who makes one request after another until told that it is enough, waiting for each reply."""

    name: str
    enough: bool = False
    at_rest: bool = False
    said: int = 0
    heard: int = 0
    confirmed: int = 0
    finished: int = 0
    numbers: list[str] = field(default_factory=list)

    def opening(self) -> dict[str, str]:
        """Begin a request."""
        return {"text": f"lampadaire éteint numéro {self.finished} de {self.name}"}

    def answer(self, text: str, choices: list[str]) -> dict[str, str] | None:
        """React to a reply."""
        if "answer confirm yes" in choices:
            self.confirmed += 1
            return {"action": "answer confirm yes"}
        if "BES-" in text:
            self.finished += 1
            self.numbers.append(text.split("BES-")[1][:7])
            self.at_rest = self.enough
            return None if self.enough else self.opening()
        skips = [choice for choice in choices if choice.endswith(" -")]
        return {"action": skips[0]} if skips else {"text": "12 rue Battant"}


class Server:
    """Speaks to whichever process is alive."""

    def __init__(self, robots: list[Robot]) -> None:
        self.robots = {robot.name: robot for robot in robots}
        self.updates: list[dict[str, str | int]] = []
        self.shown: Counter[str] = Counter()
        self.keys: dict[str, int] = {}
        self.sends = 0
        self.finished = asyncio.Event()
        self._new = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen, let every robot begin, and give the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        for robot in self.robots.values():
            self._add(robot, robot.opening())
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()

    def enough(self) -> None:
        """Let every robot finish the request it is at, and begin no other."""
        for robot in self.robots.values():
            robot.enough = True

    def _add(self, robot: Robot, update: dict[str, str]) -> None:
        robot.said += 1
        self.updates.append({"id": len(self.updates) + 1, "who": robot.name, **update})
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
        robot = self.robots.get(sent["send"])
        if robot:
            robot.heard += 1
            if update := robot.answer(sent["text"], list(sent["choices"])):
                self._add(robot, update)
            elif all(each.at_rest for each in self.robots.values()):
                self.finished.set()
        return self.keys[key]
