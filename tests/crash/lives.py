"""Lets the bot live over and over: a process that has put everything together forks one life after the other.

Run as ``python -m tests.crash.lives CONFIGURATION``, which is as in the file, but in JSON. Every line on standard input
starts a life; its process id is written on standard output, and behind it how it ended. A fork costs milliseconds where
a start from nothing costs a second.

By the bot's clock each life begins as much later than the one before as a lease lasts. So what was being sent when a
life ended is due at once in the next one, and in no life does a lease end, however slow the machine is.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from aiohttp import web
from numpy.typing import NDArray

from bot import http, logs
from bot.app import App, Pace
from bot.notebook import StoredNotebook
from bot.platforms import Platform, matrix, telegram
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram.limits import Rate, Rates
from bot.understanding import Decision, Understanding
from bot.understanding.recalling import WIDTH
from storage.database import Database
from tests.crash.line_platform import NAME, LinePlatform
from tests.fakes.city import settings
from tests.fakes.clock import running_clock

LEASE = 10.0
PACE = Pace(look_again=0.05, tick=5.0, lease=LEASE, first_retry=0.05)
NO_LIMIT = Rate(1_000_000, 1.0)


class OneSubject:
    """Understands everything as a broken lamp."""

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages."""
        top = (("street_lighting", 1.0),)
        return [Understanding(text, "fr", top[0][0], 1.0, top, Decision.DIRECT, None) for text in texts]

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Let nothing be like anything else."""
        return np.zeros((len(texts), WIDTH), np.float32)


class Bot:
    """The bot, put together and not yet alive.

    Args:
        configuration: as in the file; its section ``line`` is for the platform of that name.
    """

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        city = settings(councils={}, **{name: each for name, each in configuration.items() if name != NAME})
        self._http = city.http
        self._clock = running_clock()
        self._database = Database(city.database.url)
        self._routes: Sequence[web.RouteDef] = ()
        platforms: list[Platform] = []
        if line := configuration.get(NAME):
            platforms.append(LinePlatform(line["port"]))
        if city.telegram:
            notebook, rates = StoredNotebook(self._database, TelegramPlatform.name), Rates(NO_LIMIT, NO_LIMIT, NO_LIMIT)
            built = telegram.build(city.telegram, notebook, clock=self._clock, rates=rates)
            self._routes = built.routes
            platforms.append(built)
        if city.matrix:
            notebook = StoredNotebook(self._database, matrix.NAME)
            platforms.append(matrix.build(city.matrix, notebook, Path(), self._clock))
        self._app = App(city, self._database, platforms, OneSubject(), self._clock, PACE)

    def age(self) -> None:
        """Let as much time pass as a lease lasts."""
        self._clock.advance(timedelta(seconds=LEASE))

    async def live(self) -> None:
        """Run until killed."""
        async with AsyncExitStack() as stack:
            if self._routes:
                served = http.application(self._database, self._clock)
                served.add_routes(self._routes)
                await stack.enter_async_context(http.serving(served, self._http.host, self._http.port))
            await self._app.run(asyncio.Event())


def main() -> None:
    """Fork a life for each line."""
    logs.configure("error", "text")
    bot = Bot(json.loads(sys.argv[1]))
    for _line in sys.stdin:
        bot.age()
        pid = os.fork()
        if pid == 0:
            asyncio.run(bot.live())
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _pid, status = os.waitpid(pid, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
