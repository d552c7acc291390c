"""``proximcite chat`` and ``proximcite run``."""

import asyncio
import signal
import sys

import typer

from bot import logs
from bot.app import App
from bot.chat import View, chat_with, rooms_of
from bot.cli.directory import import_demo
from bot.cli.setting import Setting
from bot.clock import AdjustableClock, SystemClock
from bot.platforms import Platform
from bot.platforms.terminal import Terminal
from bot.understanding.understander import load as load_understander
from storage.database import Database
from storage.migrate import is_current, upgrade


def chat(setting: Setting) -> None:
    """Open the demo city: in memory, so that each visit starts clean, unless a database is named."""
    logs.configure("error", "text")
    database = Database("sqlite://" if setting.is_demo else setting.url)
    upgrade(database)
    import_demo(database)
    try:
        asyncio.run(chat_with(setting.settings, database, load_understander(), AdjustableClock()))
    finally:
        database.close()


def run(setting: Setting) -> None:
    """Run until SIGTERM or SIGINT."""
    settings = setting.settings
    logs.configure(settings.log.level, settings.log.format)
    database = Database(setting.url)
    if database.engine.dialect.name == "sqlite":
        upgrade(database)
    elif not is_current(database):
        typer.echo(setting.say("admin-database-old"), err=True)
        raise typer.Exit(1)
    if settings.telegram or settings.matrix:
        # Said rather than ignored: a city that believes its bot is on Telegram must not find out from its inhabitants.
        typer.echo(setting.say("admin-platform-missing"), err=True)
        raise typer.Exit(1)
    if not settings.terminal.enabled:
        typer.echo(setting.say("admin-no-platform"), err=True)
        raise typer.Exit(1)
    asyncio.run(_run(setting, database))


async def _run(setting: Setting, database: Database) -> None:
    clock = SystemClock()
    rooms = rooms_of(setting.settings)
    view = View(rooms, lambda kind, room: setting.say(f"terminal-{kind}", room=room, default="False"), plain=True)
    platforms: list[Platform] = [Terminal(rooms, view.message, clock)]
    app = App(setting.settings, database, platforms, load_understander(), clock)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await app.run(stop)
    finally:
        app.close()
        sys.stdout.flush()
