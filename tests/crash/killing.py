"""The other side of :mod:`tests.crash.lives`: starts lives of the bot, and kills each at a random moment."""

import asyncio
import json
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.books import Books
from tests.crash.robots import Crowd

SEED = 20261124
"""Another one changes the moments of death."""

KILLED = f"ended {-signal.SIGKILL}\n"
DEADLINE = 400.0
MOST_REPLIES = 20
"""Seen in one life."""


@dataclass(slots=True)
class Lives:
    """Lives of one bot, one after the other.

    Args:
        process: forks them.
    """

    process: Process

    async def live(self, until: Awaitable[object]) -> None:
        """Let the bot live until something has happened, then kill it."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"live\n")
        pid = int(await self._told())
        try:
            await until
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            assert await self._told() == KILLED, "the bot ended by itself"

    async def _told(self) -> str:
        assert self.process.stdout is not None
        return (await self.process.stdout.readline()).decode()


@asynccontextmanager
async def begun(configuration: Mapping[str, object]) -> AsyncIterator[Lives]:
    """Get a bot ready to live; at the end, none of its lives must have logged an error.

    Args:
        configuration: as in the file.
    """
    command = (sys.executable, "-m", "tests.crash.lives", json.dumps(configuration))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=Path(__file__).parents[2], stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    errors = asyncio.create_task(process.stderr.read())
    try:
        yield Lives(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        sys.stderr.write((await errors).decode())
    assert not errors.result()


@asynccontextmanager
async def deadline(crowd: Crowd, books: Books) -> AsyncIterator[None]:
    """Fail when the block takes far too long, and tell who still waits."""
    try:
        async with asyncio.timeout(DEADLINE):
            yield
    except TimeoutError as error:
        raise AssertionError(f"{crowd.waiting} wait for a reply; {books.standing}") from error


async def moment(dice: random.Random, crowd: Crowd, instant: float) -> None:
    """Wait for the next death: it comes when citizens have seen some more replies, and an instant later.

    So most deaths are in the middle of conversations, however slow the machine is; a third comes before any reply.

    Args:
        dice: says when.
        crowd: the citizens.
        instant: seconds at most.
    """
    await crowd.see(max(0, dice.randint(-MOST_REPLIES // 2, MOST_REPLIES)))
    await asyncio.sleep(dice.uniform(0.0, instant))


def tell(capsys: pytest.CaptureFixture[str], figures: str) -> None:
    """Print a line of figures, whether pytest shows what tests print or not."""
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")


def lasting_port() -> int:
    """Give a free port that the system gives to nobody by itself, so that it is free again after each death."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
