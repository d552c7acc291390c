"""How fast the whole bot is on Telegram, beside its peers, in the same rounds (`make bench`).

Usage: python -m benchmarks.telegram [--rounds N] [--seconds S] [--warm-up S] [--only NAME]...

Two hundred citizens fill the report form in front of a fast Bot API (benchmarks/bot_api.py); the bots are processes of
their own (benchmarks/bots/). Ours is durable: nothing is confirmed before it is committed with synchronous=FULL. None
of the bots keeps to Telegram's limits here, for with them every bot would do 30 messages a second.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Annotated

import typer

from benchmarks.bot_api import BotApi
from benchmarks.figures import NOISE, Round, latency, middle, verdict
from benchmarks.processes import PEERS, STARTS_WITHIN, Kind, NoBot, alone_on_a_core, started
from benchmarks.robots import Robot

CITIZENS = 200
FIRST_CITIZEN = 1000
DELAYS = (0.0, 0.05)
"""Seconds between what a bot asks and the answer."""

OURS = Kind("ours, SQLite FULL", "benchmarks.bots.ours")
BARE = Kind("bare loop, SQLite FULL", "benchmarks.bots.bare")
PTB = Kind("(a) PTB, in memory", "benchmarks.bots.ptb")
PTB_PICKLE = Kind("(b) PTB, pickle", "benchmarks.bots.ptb", ("--persistence",))
AIOGRAM = Kind("(c) aiogram, in memory", "benchmarks.bots.aiogram_peer", (), PEERS)
AIOGRAM_SQLITE = Kind("(d) aiogram, SQLite FULL", "benchmarks.bots.aiogram_peer", ("--sqlite",), PEERS)
KINDS = (OURS, PTB, PTB_PICKLE, AIOGRAM, AIOGRAM_SQLITE, BARE)

GOALS: dict[tuple[str, float], float] = {
    (PTB.name, 0.0): 4,
    (PTB_PICKLE.name, 0.0): 8,
    (AIOGRAM.name, 0.0): 1.5,
    (AIOGRAM_SQLITE.name, 0.0): 2,
    (PTB.name, 0.05): 25,
    (AIOGRAM.name, 0.05): 1.2,
}
"""How many times as fast as this peer ours is to be, with this delay."""

CPU_GOAL = 1200.0
"""Microseconds of processor time an update, of ours."""


@dataclass(slots=True)
class Scenario:
    """A bot with a delay, and what was measured of it; ``busy`` is how much of its core the Bot API itself used."""

    kind: Kind
    delay: float
    rounds: list[Round] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


async def closed_loop(scenario: Scenario, folder: Path, cores: Sequence[int], warm_up: float, seconds: float) -> None:
    """Measure once, on a new database in a folder.

    Raises:
        RuntimeError: fewer requests were stored than were said to be sent: the figures would mean nothing.
        NoBot: the bot ended.
    """
    async with BotApi(scenario.delay).serve() as api:
        waits: list[float] = []
        numbers = range(FIRST_CITIZEN, FIRST_CITIZEN + CITIZENS)
        robots = {number: Robot(partial(api.say, number), waits, f"Battant{number}") for number in numbers}
        api.listeners = {number: robot.hear for number, robot in robots.items()}
        async with started(scenario.kind, api.url, folder, cores) as bot:
            for robot in robots.values():
                robot.begin()
            await api.bot_speaks(STARTS_WITHIN)
            await asyncio.sleep(warm_up)
            worked, own = await bot.worked(), process_time()
            waits.clear()
            start = perf_counter()
            await asyncio.sleep(seconds)
            passed, heard, own = perf_counter() - start, list(waits), process_time() - own
            worked = await bot.worked() - worked
            api.listeners.clear()
        sent = sum(robot.reports - 1 for robot in robots.values())
    if len(heard) < 2:
        raise NoBot("no reply in time: measure for longer")
    if (kept := _kept(folder)) < sent:
        raise RuntimeError(f"{scenario.kind.name}: {kept} requests stored of {sent}")
    scenario.rounds.append(Round(len(heard) / passed, worked / len(heard) * 1e6, latency(heard)))
    scenario.busy.append(own / passed)


def _kept(folder: Path) -> int:
    """Count the requests in the bot's database, whichever bot it is."""
    found = [path for path in (folder / "bench.db", folder / "peer.db") if path.exists()]
    with closing(sqlite3.connect(found[0])) as connection:
        return int(connection.execute("SELECT count(*) FROM requests").fetchone()[0])


def table(scenarios: Sequence[Scenario]) -> Iterable[str]:
    """Write what was measured as the lines of a table; the ratio is the median of those within each round."""
    ours = {scenario.delay: scenario for scenario in scenarios if scenario.kind is OURS}
    yield "delay  bot                        updates/s      min-max   CPU µs   p50 ms      p95      p99  API busy  ours"
    for scenario in scenarios:
        one, rates = middle(scenario.rounds), [each.rate for each in scenario.rounds]
        line = (
            f"{scenario.delay * 1000:3.0f}ms  {scenario.kind.name:25}  {one.rate:9.0f}  "
            f"{f'{min(rates):.0f}-{max(rates):.0f}':>11}  {one.cpu:7.0f}  "
            f"{'  '.join(f'{each:7.1f}' for each in one.latency)}  {median(scenario.busy):8.0%}"
        )
        if scenario.kind is OURS:
            yield f"{line}  {verdict(one.cpu, CPU_GOAL, one.cpu <= CPU_GOAL)}"
        else:
            pairs = zip(ours[scenario.delay].rounds, scenario.rounds, strict=True)
            ratio = median(mine.rate / other.rate for mine, other in pairs)
            goal = GOALS.get((scenario.kind.name, scenario.delay))
            yield f"{line}  x{ratio:<6.2f} {verdict(ratio, goal, ratio >= (goal or 0))}"


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured; the median is printed.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.5, help="How long each time.")] = 4.0,
    warm_up: Annotated[float, typer.Option(min=0.0, help="Seconds before that do not count.")] = 2.0,
    only: Annotated[list[str] | None, typer.Option(help="Measure only bots whose name contains this.")] = None,
) -> None:
    """Print how fast our bot and its peers are on Telegram, in alternating rounds."""
    wanted = [kind for kind in KINDS if kind is OURS or not only or any(part in kind.name for part in only)]
    if missing := [kind.name for kind in wanted if not kind.python.exists()]:
        typer.echo(f"Not measured, because {PEERS} is not there (`make bench` makes it): {', '.join(missing)}")
        wanted = [kind for kind in wanted if kind.python.exists()]
    cores = alone_on_a_core()
    scenarios = [Scenario(kind, delay) for delay in DELAYS for kind in wanted]
    for _ in range(rounds):
        for scenario in scenarios:
            with TemporaryDirectory() as folder:
                asyncio.run(closed_loop(scenario, Path(folder), cores, warm_up, seconds))
    typer.echo(f"{CITIZENS} citizens, no limits of Telegram's; median of {rounds} rounds of {seconds:g} s.\n")
    for row in table(scenarios):
        typer.echo(row)
    typer.echo(f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    typer.run(main)
