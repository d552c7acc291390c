"""How fast messages are handled: the whole bot on a real database, beside the bare rate of its disk (`make bench`).

Usage: python -m benchmarks.throughput [--rounds N] [--seconds S] [--warm-up S] [--folder FOLDER]

Robots of citizens fill the report form again and again: text, place, skip, confirm button, each waiting for its reply
before the next message. All four steps of the bot run. The bare rate is what SQLite alone can do with one insert and
one update a message and 64 messages a commit, measured in the same rounds.
"""

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Annotated

import typer
from sqlalchemy import func, select

from benchmarks.figures import NOISE, Round, latency, middle, verdict
from benchmarks.platform import InProcess
from benchmarks.robots import Instant, Robot
from bot import logs
from bot.app import App
from bot.clock import SystemClock
from bot.config import Settings, load
from bot.platforms import Rendered
from bot.platforms.terminal import NAME
from bot.understanding import Understander
from bot.understanding.understander import load as load_understander
from storage.database import Database
from storage.migrate import upgrade
from storage.tables import inbox, outbox

CITIZENS = (1, 200)

RATE_GOALS = {(200, False): 1_000, (200, True): 500}
"""Messages a second, by citizens and whether the classifier is on."""

REPLY_GOAL = 3.0
MEMORY_GOAL = 300.0
REPLY = "[ProximCité ·"
"""How a reply to the citizen begins in the demo."""

LINES = ("y a plus de lumière devant chez moi", "au fond de la cour", "passer", "1")
REPORTS = 10
"""What is said to the demo, and how often, before its memory is looked at."""


@dataclass(slots=True)
class Scenario:
    """How many citizens speak at once to which understander, and what was measured of it."""

    citizens: int
    understander: Understander
    rounds: list[Round] = field(default_factory=list)

    @property
    def classifier(self) -> bool:
        """Whether the messages are really understood."""
        return not isinstance(self.understander, Instant)


async def whole_bot(scenario: Scenario, settings: Settings, folder: Path, warm_up: float, seconds: float) -> Round:
    """Measure the bot once, on a new database in a folder.

    Raises:
        RuntimeError: a message was not handled, or a report did not become a request: the figures would mean nothing.
    """
    database, clock = Database(f"sqlite:///{folder / 'bench.db'}"), SystemClock()
    upgrade(database)
    platform, times = InProcess(NAME, clock), list[float]()
    names = [f"robot-{number}" for number in range(scenario.citizens)]
    robots = [Robot(partial(platform.say, name), times, name.title()) for name in names]
    platform.listeners |= dict(zip(names, (partial(_show, robot) for robot in robots), strict=True))
    app = App(settings, database, [platform], scenario.understander, clock)
    try:
        running = asyncio.create_task(app.run(asyncio.Event()))
        for robot in robots:
            robot.begin()
        await asyncio.sleep(warm_up)
        times.clear()
        start, worked = perf_counter(), process_time()
        await asyncio.sleep(seconds)
        passed, worked, heard = perf_counter() - start, process_time() - worked, list(times)
        platform.listeners.clear()
        platform.close()
        await running
        _check(database, sum(robot.reports - 1 for robot in robots))
    finally:
        app.close()
    if len(heard) < 2:
        raise RuntimeError("no reply in time: measure for longer")
    return Round(len(heard) / passed, worked / len(heard) * 1e6, latency(heard))


def _show(robot: Robot, rendered: Rendered) -> None:
    robot.hear([choice.action for choice in rendered.choices])


def _check(database: Database, least: int) -> None:
    with database.engine.begin() as connection:
        dead = sum(
            connection.scalar(select(func.count()).where(each.c.state == "dead")) or 0 for each in (inbox, outbox)
        )
    requests = database.run_here(lambda uow: uow.requests.count())
    if dead or requests < least:
        raise RuntimeError(f"{dead} dead rows, and {requests} requests of at least {least}")


def bare(folder: Path, seconds: float) -> Round:
    """Measure SQLite without a bot: one insert and one update a message, 64 messages a commit, synchronous=FULL."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, payload TEXT, state TEXT)")
    payload, last = "x" * 300, 0
    start, worked = perf_counter(), process_time()
    while perf_counter() - start < seconds:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(64):
            last += 1
            connection.execute("INSERT INTO message VALUES (?, ?, 'waiting')", (last, payload))
            connection.execute("UPDATE message SET state = 'done' WHERE id = ?", (last,))
        connection.execute("COMMIT")
    passed, worked = perf_counter() - start, process_time() - worked
    connection.close()
    return Round(last / passed, worked / last * 1e6)


def demo() -> tuple[float, float | None]:
    """Talk to `proximcite chat` through a pipe.

    Returns:
        Seconds from the start of the process to its first reply, and its resident memory in MB after some messages
        (None where the system does not tell).

    Raises:
        RuntimeError: it ended before it had answered everything.
    """
    start = perf_counter()
    # A fixed command of ours: nothing in it comes from outside.
    command = [sys.executable, "-m", "bot", "chat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        said, heard = process.stdin, process.stdout
        if said is None or heard is None:
            raise RuntimeError("there are no pipes")
        replies = (line for line in heard if line.startswith(REPLY))
        said.writelines(f"{line}\n" for line in LINES * REPORTS)
        said.flush()
        answered = sum(1 for _ in islice(replies, 1))
        seconds = perf_counter() - start
        answered += sum(1 for _ in islice(replies, len(LINES) * REPORTS - 1))
        memory = resident(process.pid)
        said.close()
        heard.read()
    if answered < len(LINES) * REPORTS:
        raise RuntimeError(f"`proximcite chat` answered only {answered} of {len(LINES) * REPORTS} lines")
    return seconds, memory


def resident(pid: int) -> float | None:
    """Give the resident memory of a process in MB, where the system tells it as Linux does."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else None


def table(scenarios: Sequence[Scenario], limit: Round) -> Iterable[str]:
    """Write what was measured as the lines of a table."""
    yield "citizens  classifier  messages/s      min-max  of bare  CPU µs  a core   p50 ms     p95     p99"
    for scenario in scenarios:
        one, rates = middle(scenario.rounds), [each.rate for each in scenario.rounds]
        goal, spread = RATE_GOALS.get((scenario.citizens, scenario.classifier)), f"{min(rates):.0f}-{max(rates):.0f}"
        yield (
            f"{scenario.citizens:8}  {'on' if scenario.classifier else 'off':10}  {one.rate:10.0f}  {spread:>11}  "
            f"{one.rate / limit.rate:7.2%}  {one.cpu:6.0f}  {1e6 / one.cpu:6.0f}  "
            f"{' '.join(f'{each:7.1f}' for each in one.latency)}  {verdict(one.rate, goal, one.rate >= (goal or 0))}"
        )
    yield f"bare SQLite, 64 a commit  {limit.rate:6.0f}  {'':11}  {'':7}  {limit.cpu:6.0f}"


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured; the median is printed.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long each time.")] = 3.0,
    warm_up: Annotated[float, typer.Option(min=0.0, help="Seconds before that do not count.")] = 1.0,
    folder: Annotated[
        Path | None, typer.Option(help="Where the databases are put: on the disk to be measured.")
    ] = None,
) -> None:
    """Print how fast messages are handled, how soon the demo answers and how much memory it takes."""
    logs.configure("error", "text")
    with as_file(files("bot.demo") / "config.toml") as config:
        settings = load(config)
    understanders: tuple[Understander, ...] = (Instant(), load_understander())
    scenarios = [Scenario(citizens, understander) for understander in understanders for citizens in CITIZENS]
    limits: list[Round] = []
    for _ in range(rounds):
        with TemporaryDirectory(dir=folder) as where:
            limits.append(bare(Path(where), seconds / 3))
        for scenario in scenarios:
            with TemporaryDirectory(dir=folder) as where:
                scenario.rounds.append(asyncio.run(whole_bot(scenario, settings, Path(where), warm_up, seconds)))
    typer.echo(f"The whole bot on an SQLite file, synchronous=FULL; median of {rounds} rounds of {seconds:g} s.\n")
    for row in table(scenarios, middle(limits)):
        typer.echo(row)
    demos = [demo() for _ in range(rounds)]
    reply, memory = median(first for first, _ in demos), [each for _, each in demos if each is not None]
    typer.echo("\n`proximcite chat`, a new process, through a pipe")
    typer.echo(f"first reply after {reply:.2f} s  {verdict(reply, REPLY_GOAL, reply <= REPLY_GOAL)}")
    if memory:
        most = max(memory)
        typer.echo(
            f"resident memory after {len(LINES) * REPORTS} messages {most:.0f} MB  "
            f"{verdict(most, MEMORY_GOAL, most < MEMORY_GOAL)}"
        )
    typer.echo(f"\n{NOISE}\nLoad now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    typer.run(main)
