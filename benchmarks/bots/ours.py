"""ProximCité itself on an SQLite file, with the real Telegram adapter.

Usage: python -m benchmarks.bots.ours URL FOLDER [--classifier] [--limits]

Without ``--classifier`` everything is about street lighting, at once. Without ``--limits`` the adapter keeps to none
of Telegram's rates, so that a fast Bot API shows how fast the bot is; peers keep to none either.
"""

import asyncio
import signal
import sys
from pathlib import Path

import uvloop

from benchmarks.bots import form
from benchmarks.bots.child import tell_processor_time
from benchmarks.robots import Instant
from bot import logs
from bot.app import App, settle_in
from bot.clock import SystemClock
from bot.config import Settings, parse
from bot.notebook import StoredNotebook
from bot.platforms import telegram
from bot.platforms.telegram.limits import Rate, Rates
from bot.understanding import Understander
from bot.understanding.understander import load as load_understander
from storage.database import Database
from storage.migrate import upgrade

TEAM = -1001

CITY = f"""
[telegram]
token = "{form.TOKEN}"
base_url = "{{url}}"
[teams.street_lighting]
rooms = []
[teams.desk]
rooms = []
[teams.mediation]
rooms = ["telegram:-1003"]
"""

_ANY = Rate(1_000_000, 1.0)
NO_LIMITS = Rates(_ANY, _ANY, _ANY)


def database_in(folder: Path) -> Database:
    """Open the database in a folder."""
    return Database(f"sqlite:///{folder / 'bench.db'}")


async def run(settings: Settings, database: Database, understander: Understander, rates: Rates | None) -> None:
    """Run the whole bot until SIGTERM."""
    if settings.telegram is None:
        raise ValueError("the bench's city is on Telegram")
    notebook = StoredNotebook(database, telegram.TelegramPlatform.name)
    platform = telegram.build(settings.telegram, notebook, rates=rates)
    app, stop = App(settings, database, [platform], understander, SystemClock()), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settle_in()
    try:
        await app.run(stop)
    finally:
        await platform.close()
        app.close()


def main(url: str, folder: str, *options: str) -> None:
    """Read the options, make the database, run."""
    logs.configure("error", "text")
    tell_processor_time()
    database = database_in(Path(folder))
    upgrade(database)
    understander = load_understander() if "--classifier" in options else Instant()
    rates = None if "--limits" in options else NO_LIMITS
    uvloop.run(run(parse(CITY.format(url=url), "benchmarks"), database, understander, rates))


if __name__ == "__main__":
    main(*sys.argv[1:])
