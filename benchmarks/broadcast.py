"""How long a citizen waits for a reply while a broadcast to thousands of chats goes out (`make bench`).

Usage: python -m benchmarks.broadcast [--chats N] [--rate R] [--quiet S]

The whole bot keeps to Telegram's limits, which the Bot API (50 ms of delay) enforces with 429. Citizens write at random
moments: for a while before the broadcast, while it goes out, and for a while after it. The broadcast is rows in the
outbox, at the priority of a digest. Each message of the bot counts, so the share of the limit that was used is that of
all between the first and the last of the broadcast.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

import typer

from benchmarks.arrivals import Crowd
from benchmarks.bot_api import BotApi, Flood
from benchmarks.bots.ours import database_in
from benchmarks.figures import NOISE, latency, verdict
from benchmarks.processes import STARTS_WITHIN, Kind, alone_on_a_core, started
from bot.clock import SystemClock
from bot.incoming import Address
from bot.outgoing import Priority, Quoted, Say
from bot.platforms.telegram.reading import NAME
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork

DELAY = 0.05
FIRST_CITIZEN, FIRST_CHAT = 1000, 100_000
WARM_UP = 10.0
ALLOWED = 30.0
"""Messages a second, in all."""

OURS = Kind("ours", "benchmarks.bots.ours", ("--classifier", "--limits"))
NEWS = "Rappel : la réunion de quartier a lieu jeudi à 18 h 30 à la maison de quartier. Entrée libre."
SLOWER_GOAL = 1.25
USED_GOAL = 0.9
STALLED_AFTER = 30.0
"""Seconds without a message of the broadcast after which it will not come to an end."""


@dataclass(slots=True)
class Progress:
    """How far the broadcast is: when each of its messages arrived, and how many there were of any kind by then."""

    api: BotApi
    moments: list[float] = field(default_factory=list)
    first_total: int = 0
    last_total: int = 0

    def hear(self, _actions: Sequence[str]) -> None:
        """Count a message of the broadcast."""
        self.moments.append(perf_counter())
        self.last_total = self.api.sent.total()
        self.first_total = self.first_total or self.last_total

    @property
    def rate(self) -> float:
        """Messages of any kind a second, while it went out."""
        return (self.last_total - self.first_total) / (self.moments[-1] - self.moments[0])


def announce(folder: Path, chats: Sequence[int]) -> None:
    """Put the broadcast into the bot's outbox."""
    database, now = database_in(folder), SystemClock().now()

    def add(uow: UnitOfWork) -> None:
        for chat in chats:
            uow.outbox.add(Message(Address(NAME, str(chat)), "fr", Say((Quoted(NEWS),)), Priority.DIGEST), now)

    try:
        database.run_here(add)
    finally:
        database.close()


async def measure(folder: Path, cores: Sequence[int], count: int, rate: float, quiet: float) -> tuple[str, ...]:
    """Measure on a new database in a folder; gives the lines to print.

    Raises:
        TimeoutError: the broadcast stands still.
    """
    async with BotApi(DELAY, Flood()).serve() as api:
        crowd, progress = Crowd(api, rate, FIRST_CITIZEN, Random(1)), Progress(api)
        chats = range(FIRST_CHAT, FIRST_CHAT + count)
        api.listeners |= dict.fromkeys(chats, progress.hear)
        async with started(OURS, api.url, folder, cores):
            crowd.begin()
            await api.bot_speaks(STARTS_WITHIN)
            await crowd.talk(WARM_UP)
            crowd.waits.clear()
            await crowd.talk(quiet)
            without = list(crowd.waits)
            crowd.waits.clear()
            await asyncio.to_thread(partial(announce, folder, chats))
            while len(progress.moments) < count:
                before = len(progress.moments)
                await crowd.talk(1.0)
                if len(progress.moments) == before and perf_counter() - progress.moments[-1] > STALLED_AFTER:
                    raise TimeoutError(f"{count - before} messages of the broadcast do not come")
            during = list(crowd.waits)
            crowd.waits.clear()
            await crowd.talk(quiet)
            without += crowd.waits
    calm, busy = latency(without), latency(during)
    slower, used = busy[1] / calm[1], progress.rate / ALLOWED
    return (
        "a citizen's reply      messages   p50 ms      p95      p99",
        f"without a broadcast    {len(without):8}  {'  '.join(f'{each:7.1f}' for each in calm)}",
        f"during the broadcast   {len(during):8}  {'  '.join(f'{each:7.1f}' for each in busy)}",
        f"p95 during it: {slower:.2f} times that without  {verdict(slower, SLOWER_GOAL, slower <= SLOWER_GOAL)}",
        f"{progress.rate:.1f} messages/s, {used:.1%} of {ALLOWED:g}  {verdict(used, USED_GOAL, used >= USED_GOAL)}",
        f"{api.refused} refused with 429  {verdict(api.refused, 0, not api.refused)}",
        f"{crowd.unanswered} times a citizen still waited when it was their turn again",
    )


def main(
    chats: Annotated[int, typer.Option(min=100, help="How many the broadcast goes to.")] = 5_000,
    rate: Annotated[float, typer.Option(min=0.5, help="Messages of citizens a second.")] = 4.0,
    quiet: Annotated[float, typer.Option(min=5, help="Seconds before and after the broadcast.")] = 60.0,
) -> None:
    """Print how long citizens wait with and without a broadcast, and how much of Telegram's limit it uses."""
    cores = alone_on_a_core()
    with TemporaryDirectory() as folder:
        lines = asyncio.run(measure(Path(folder), cores, chats, rate, quiet))
    typer.echo(
        f"A broadcast to {chats} chats, {rate:g} citizens' messages/s at random, {DELAY * 1000:g} ms of API delay.\n"
    )
    for line in lines:
        typer.echo(line)
    typer.echo(f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    typer.run(main)
