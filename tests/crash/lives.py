"""Starts the bot over and over: a process that has imported everything forks one life after the other.

Run as ``python -m tests.crash.lives PORT DATABASE``; every line on standard input starts a life, whose process id is
written on standard output. A fork costs milliseconds where a start from nothing costs a second.
"""

import asyncio
import os
import sys

from bot.app import App, Pace
from bot.clock import SystemClock
from bot.understanding import Decision, Understanding
from storage.database import Database
from tests.crash.line_platform import LinePlatform
from tests.fakes.city import settings


class OneSubject:
    """Understands everything as a broken lamp."""

    def understand(self, texts: list[str]) -> list[Understanding]:
        """Understand messages."""
        top = (("street_lighting", 1.0),)
        return [Understanding(text, "fr", top[0][0], 1.0, top, Decision.DIRECT, None) for text in texts]


async def live(port: int, url: str) -> None:
    """Run until killed."""
    pace = Pace(look_again=0.05, tick=5.0, lease=0.5, first_retry=0.05)
    team = {"rooms": ["line:team"], "agents": [], "heads": []}
    city = settings(teams={name: team for name in ("street_lighting", "desk", "mediation")}, councils={})
    app = App(city, Database(url), [LinePlatform(port)], OneSubject(), SystemClock(), pace)  # type: ignore[arg-type]  # A list is a sequence.
    await app.run(asyncio.Event())


def main() -> None:
    """Fork a life for each line."""
    port, url = int(sys.argv[1]), sys.argv[2]
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            asyncio.run(live(port, url))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
