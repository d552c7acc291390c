"""Bots as processes beside the measuring one, each on a processor core of its own where the system allows that."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-bench" / "bin" / "python"
"""Has aiogram, whose pydantic is older than ours; `make bench` makes it."""

STARTS_WITHIN = 60.0
"""Seconds that a bot may take to its first answer; the classifier alone needs two."""

LEAVES_WITHIN = 15.0
"""Seconds that a bot may take to leave."""


MOST_TOLD = 4000
"""Characters of a failed bot's own words."""

LOG = "bot.log"
"""What a bot writes while it runs, in its folder."""


class NoBot(RuntimeError):
    """A bot's process has ended although nobody told it to, or says nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A bot that can be started: its module beside this one, its options, and the Python that has what it needs."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    python: Path = Path(sys.executable)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that runs."""

    process: Process

    async def worked(self) -> float:
        """Give the seconds of processor time that it has used.

        Raises:
            NoBot: it has ended.
        """
        asking, telling = self.process.stdin, self.process.stdout
        if asking is None or telling is None:
            raise NoBot("there are no pipes")
        asking.write(b"\n")
        try:
            await asking.drain()
            return float(await telling.readline())
        except (ValueError, ConnectionError) as error:
            raise NoBot("it has ended") from error


def alone_on_a_core() -> Sequence[int]:
    """Keep this process on the first core; gives the others, for the bots. None where cores cannot be chosen."""
    if not hasattr(os, "sched_setaffinity"):
        return ()
    first, *others = sorted(os.sched_getaffinity(0))
    if others:
        os.sched_setaffinity(0, {first})
    return others


@asynccontextmanager
async def started(kind: Kind, url: str, folder: Path, cores: Sequence[int]) -> AsyncIterator[Running]:
    """Run a bot in front of a Bot API while the block runs, on the first of these cores."""
    command = [str(kind.python), "-m", kind.module, url, str(folder), *kind.options]
    with (folder / LOG).open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=log, cwd=ROOT)
    if cores:
        os.sched_setaffinity(process.pid, {cores[0]})
    try:
        yield Running(process)
    except NoBot:
        print((folder / LOG).read_text("utf-8", "replace")[-MOST_TOLD:], file=sys.stderr)
        raise
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), LEAVES_WITHIN)
            except TimeoutError:
                process.kill()
                await process.wait()
