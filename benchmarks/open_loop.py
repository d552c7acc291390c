"""How long a citizen waits at 30 messages a second, beside a bare durable loop, in the same run (`make bench`).

Usage: python -m benchmarks.open_loop [--rounds N] [--seconds S] [--rate R]

The messages arrive at random, the same moments for both; the Bot API answers after 50 ms; our classifier is on. The
bare loop (benchmarks/bots/bare.py) understands nothing and has no features: it keeps each batch of updates in one
SQLite transaction with synchronous=FULL, then replies. Neither keeps to Telegram's limits, since 30 replies a second
are all that they allow.
"""

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from benchmarks.arrivals import Crowd
from benchmarks.bot_api import BotApi
from benchmarks.figures import NOISE, Round, latency, middle, verdict
from benchmarks.processes import STARTS_WITHIN, Kind, NoBot, alone_on_a_core, started

DELAY = 0.05
FIRST_CITIZEN = 1000
WARM_UP = 5.0
"""Seconds that do not count."""

OURS = Kind("ours, classifier on", "benchmarks.bots.ours", ("--classifier",))
BARE = Kind("bare durable loop", "benchmarks.bots.bare")
GOAL = 60.0
"""Milliseconds by which the p95 of ours may be above that of the bare loop."""


@dataclass(slots=True)
class Scenario:
    """A bot, and what was measured of it."""

    kind: Kind
    rounds: list[Round] = field(default_factory=list)


async def measure(
    scenario: Scenario, folder: Path, cores: Sequence[int], rate: float, seconds: float, seed: int
) -> None:
    """Measure once, on a new database in a folder.

    Raises:
        NoBot: it ended, or messages were not answered.
    """
    async with BotApi(DELAY).serve() as api:
        crowd = Crowd(api, rate, FIRST_CITIZEN, Random(seed))
        async with started(scenario.kind, api.url, folder, cores) as bot:
            crowd.begin()
            await api.bot_speaks(STARTS_WITHIN)
            await crowd.talk(WARM_UP)
            crowd.waits.clear()
            worked = await bot.worked()
            await crowd.talk(seconds)
            heard, worked = list(crowd.waits), await bot.worked() - worked
        if crowd.unanswered:
            raise NoBot(f"{scenario.kind.name}: {crowd.unanswered} messages were not answered in a citizen's patience")
    scenario.rounds.append(Round(len(heard) / seconds, worked / len(heard) * 1e6, latency(heard)))


def table(ours: Scenario, bare: Scenario) -> Iterable[str]:
    """Write what was measured as the lines of a table; the difference is the median of those within each round."""
    yield "bot                    messages/s   CPU µs   p50 ms      p95      p99"
    for scenario in (bare, ours):
        one = middle(scenario.rounds)
        figures = "  ".join(f"{each:7.1f}" for each in one.latency)
        yield f"{scenario.kind.name:21}  {one.rate:10.1f}  {one.cpu:7.0f}  {figures}"
    pairs = zip(ours.rounds, bare.rounds, strict=True)
    above = median(mine.latency[1] - other.latency[1] for mine, other in pairs)
    yield f"p95 of ours above the bare loop's: {above:.1f} ms  {verdict(above, GOAL, above <= GOAL)}"


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured; the median is printed.")] = 3,
    seconds: Annotated[float, typer.Option(min=2, help="How long each time.")] = 60.0,
    rate: Annotated[float, typer.Option(min=1, help="Messages a second.")] = 30.0,
) -> None:
    """Print how long citizens wait at a given rate of messages, with ours and with the bare loop."""
    cores = alone_on_a_core()
    ours, bare = Scenario(OURS), Scenario(BARE)
    for seed in range(rounds):
        for scenario in (bare, ours):
            with TemporaryDirectory() as folder:
                asyncio.run(measure(scenario, Path(folder), cores, rate, seconds, seed))
    typer.echo(f"{rate:g} messages/s at random for {seconds:g} s, {DELAY * 1000:g} ms of API delay; {rounds} rounds.\n")
    for row in table(ours, bare):
        typer.echo(row)
    typer.echo(f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    typer.run(main)
