"""How long a citizen waits for an answer on Matrix, beside a bare nio echo bot, in the same run (`make bench`).

Usage: python -m benchmarks.matrix_round_trip [--messages N] [--warm-up N]

A real Synapse (that of the tests), two bots as processes of their own (benchmarks/bots/), one person with a clear and
an encrypted private chat with each. They say something to ours and to the echo bot in turn, and wait each time until
their client shows the answer. Ours is the whole bot: it understands what was said, and commits with synchronous=FULL
before and after it answers; the echo bot keeps nothing. The way through Synapse, twice, is the same for both.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

import typer

from benchmarks.figures import NOISE, latency, verdict
from benchmarks.processes import Kind, Running
from benchmarks.processes import started as bot_started
from tests.platforms.people import ENCRYPTION, Person, Secretive
from tests.platforms.synapse import PASSWORD, Synapse
from tests.platforms.synapse import started as synapse_started

OURS, ECHO = "ours, SQLite FULL", "nio echo"
MODULES = {OURS: "benchmarks.bots.matrix_ours", ECHO: "benchmarks.bots.nio_echo"}
GOAL = 1.3
"""How many times the echo bot's p50 ours may be at most."""

SAID = ("bonjour", "merci beaucoup", "bonsoir", "merci pour tout")
"""Small talk: each is understood, and answered by one message."""

COMES_WITHIN = 60.0
AFTERWARDS = 0.1
"""Seconds between an answer and the next message, so that what a bot does behind its answer delays nobody else's."""


@dataclass(slots=True)
class Chat:
    """A private chat with a bot, and the seconds that each of its answers took."""

    name: str
    encrypted: bool
    person: Person
    bot: str
    room: str
    waits: list[float] = field(default_factory=list)

    async def round_trip(self, text: str) -> float:
        """Say something; gives the seconds until the answer is seen."""
        before = len(self.person.messages(self.room, self.bot))
        start = perf_counter()
        await self.person.say(self.room, text)
        async with asyncio.timeout(COMES_WITHIN):
            while len(self.person.messages(self.room, self.bot)) == before:
                await self.person.look(10.0)
        return perf_counter() - start


@asynccontextmanager
async def opened(synapse: Synapse, folder: Path) -> AsyncIterator[tuple[list[Chat], dict[str, Running]]]:
    """Start the bots, and open a clear and an encrypted chat with each."""
    async with AsyncExitStack() as stack:
        eva = await Person.arrive(synapse, "eva")
        stack.push_async_callback(eva.leave_town)
        zoe = await Secretive.arrive_with(synapse, "zoe", folder / "zoe")
        stack.push_async_callback(zoe.leave_town)
        chats: list[Chat] = []
        bots: dict[str, Running] = {}
        for name, module in MODULES.items():
            user, _device, _token = await synapse.register("bot")
            own = folder / module
            own.mkdir()
            kind = Kind(name, module, (user, PASSWORD))
            bots[name] = await stack.enter_async_context(bot_started(kind, synapse.url, own, ()))
            for person, encrypted in ((eva, False), (zoe, True)):
                room = await person.direct(user, initial_state=[ENCRYPTION] if encrypted else [])
                await comes(person, room, user)
                chats.append(Chat(name, encrypted, person, user, room))
        yield chats, bots


async def comes(person: Person, room: str, user: str) -> None:
    """Wait until a bot is in a room."""
    async with asyncio.timeout(COMES_WITHIN):
        while await person.membership(room, user) != "join":
            await person.look(0.5)


async def measure(messages: int, warm_up: int) -> tuple[list[Chat], dict[str, float]]:
    """Measure.

    Args:
        messages: to each bot, in each of its chats.
        warm_up: messages before, that do not count.

    Returns:
        The chats, and the processor milliseconds that each bot used for a message.
    """
    with synapse_started() as synapse, TemporaryDirectory() as folder:
        async with opened(synapse, Path(folder)) as (chats, bots):
            worked: dict[str, float] = {}
            for number in range(warm_up + messages):
                if number == warm_up:
                    worked = {name: await bot.worked() for name, bot in bots.items()}
                # In turn, and each goes first as often as the other.
                for chat in chats if number % 2 else chats[::-1]:
                    await asyncio.sleep(AFTERWARDS)
                    wait = await chat.round_trip(SAID[number % len(SAID)])
                    if number >= warm_up:
                        chat.waits.append(wait)
            used = {name: (await bot.worked() - worked[name]) * 1000 / messages / 2 for name, bot in bots.items()}
    return chats, used


def table(chats: Sequence[Chat], used: dict[str, float]) -> Iterable[str]:
    """Write what was measured as the lines of a table."""
    yield "room       bot                   p50 ms      p95      p99   CPU ms  ours is"
    for encrypted in (False, True):
        for name in MODULES:
            waits = {chat.name: chat.waits for chat in chats if chat.encrypted is encrypted}
            figures = "  ".join(f"{each:7.1f}" for each in latency(waits[name]))
            line = f"{'encrypted' if encrypted else 'clear':9}  {name:20}  {figures}  {used[name]:7.1f}"
            if name != OURS:
                ratio = median(waits[OURS]) / median(waits[name])
                line += f"  x{ratio:.2f} {verdict(ratio, GOAL, ratio <= GOAL)}"
            yield line


def main(
    messages: Annotated[int, typer.Option(min=2, help="To each bot in each of its two chats.")] = 200,
    warm_up: Annotated[int, typer.Option(min=1, help="Messages before that do not count.")] = 10,
) -> None:
    """Print how long an answer takes on Matrix, of ours and of a bare nio echo bot, in turn."""
    logging.getLogger("nio").setLevel(logging.CRITICAL)  # The person's client, not a bot.
    chats, used = asyncio.run(measure(messages, warm_up))
    typer.echo(f"Synapse on loopback; {messages} messages to each bot in each room, in turn.\n")
    for row in table(chats, used):
        typer.echo(row)
    typer.echo(f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    typer.run(main)
