"""ProximCité itself on an SQLite file, with the real Matrix adapter and the classifier.

Usage: python -m benchmarks.bots.matrix_ours URL FOLDER USER PASSWORD
"""

import asyncio
import signal
import sys
from pathlib import Path

import uvloop

from benchmarks.bots.child import tell_processor_time
from bot import logs
from bot.app import App
from bot.clock import SystemClock
from bot.config import Settings, parse
from bot.notebook import StoredNotebook
from bot.platforms import matrix
from bot.understanding.understander import load as load_understander
from storage.database import Database
from storage.migrate import upgrade

CITY = """
[matrix]
homeserver = "{url}"
user = "{user}"
password = "{password}"
[teams.desk]
rooms = ["matrix:!desk:bench"]
[teams.mediation]
rooms = ["matrix:!mediation:bench"]
"""


async def run(settings: Settings, folder: Path) -> None:
    """Run the whole bot until SIGTERM."""
    if settings.matrix is None:
        raise ValueError("the bench's city is on Matrix")
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    upgrade(database)
    platform = matrix.build(settings.matrix, StoredNotebook(database, matrix.NAME), folder)
    app, stop = App(settings, database, [platform], load_understander(), SystemClock()), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        await app.run(stop)
    finally:
        await platform.close()
        app.close()


def main(url: str, folder: str, user: str, password: str) -> None:
    """Run."""
    logs.configure("error", "text")
    tell_processor_time()
    settings = parse(CITY.format(url=url, user=user, password=password), "benchmarks")
    uvloop.run(run(settings, Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
