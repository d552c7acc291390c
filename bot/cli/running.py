"""``proximcite chat`` and ``proximcite run``."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol, runtime_checkable

import typer
import uvloop

from bot import logs
from bot.app import App, settle_in
from bot.chat import View, chat_with, rooms_of
from bot.cli import demo
from bot.cli.setting import Setting
from bot.cli.understanding import understander_of
from bot.clock import AdjustableClock, SystemClock
from bot.notebook import StoredNotebook
from bot.platforms import Platform
from bot.platforms.terminal import Terminal
from storage.database import Database
from storage.migrate import is_current, upgrade

if TYPE_CHECKING:
    from aiohttp import web


@runtime_checkable
class _Closing(Protocol):
    """A platform with connections to close."""

    async def close(self) -> None: ...


@runtime_checkable
class _Served(Protocol):
    """A platform with an HTTP side."""

    routes: "Sequence[web.RouteDef]"


def chat(setting: Setting) -> None:
    """Open the demo city: in memory, so that each visit starts clean, unless a database is named."""
    logs.configure("error", "text")
    database = Database("sqlite://" if setting.is_demo else setting.url)
    upgrade(database)
    demo.fill(database)
    try:
        asyncio.run(chat_with(setting.settings, database, understander_of(setting), AdjustableClock()))
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
        _refuse(setting, "admin-database-old")
    platforms = platforms_of(setting, database)
    if not platforms:
        _refuse(setting, "admin-no-platform")
    uvloop.run(_run(setting, database, platforms))  # A tenth less processor time a message than asyncio's own loop.


def platforms_of(setting: Setting, database: Database) -> list[Platform]:
    """Build the platforms of the configuration, each with a notebook of its own.

    Raises:
        typer.Exit: one of them lacks something; what, has been said.
    """
    settings = setting.settings
    platforms: list[Platform] = []
    if settings.telegram:
        from bot.cli.menus import menus_of
        from bot.platforms import telegram

        if not telegram.is_complete(settings.telegram):
            _refuse(setting, "admin-telegram-webhook-incomplete")
        notebook = StoredNotebook(database, telegram.TelegramPlatform.name)
        rooms = setting.rooms(telegram.TelegramPlatform.name)
        platforms.append(telegram.build(settings.telegram, notebook, rooms=rooms, menus=menus_of(setting)))
    if settings.matrix:
        from bot.platforms import matrix

        notebook = StoredNotebook(database, matrix.NAME)
        platforms.append(matrix.build(settings.matrix, notebook, Path(), rooms=setting.rooms(matrix.NAME)))
    if settings.terminal.enabled:
        shown = rooms_of(settings)
        view = View(shown, lambda kind, room: setting.say(f"terminal-{kind}", room=room, default="False"), plain=True)
        platforms.append(Terminal(shown, view.message, SystemClock()))
    return platforms


def _refuse(setting: Setting, key: str) -> NoReturn:
    typer.echo(setting.say(key), err=True)
    raise typer.Exit(1)


async def _serve(
    setting: Setting, database: Database, platforms: Sequence[Platform], open_ones: AsyncExitStack
) -> None:
    """Open the HTTP port, if the configuration or a platform wants it.

    Raises:
        typer.Exit: something else listens there; that has been said.
    """
    section = setting.settings.http
    routes = [route for platform in platforms if isinstance(platform, _Served) for route in platform.routes]
    if not (section.enabled or routes):
        return
    from bot import http

    served = http.application(database, SystemClock())
    served.add_routes(routes)
    try:
        await open_ones.enter_async_context(http.serving(served, section.host, section.port))
    except OSError as error:
        said = {"host": section.host, "port": str(section.port), "reason": error.strerror or ""}
        typer.echo(setting.say("admin-http-taken", **said), err=True)
        raise typer.Exit(1) from error


async def _run(setting: Setting, database: Database, platforms: Sequence[Platform]) -> None:
    app = App(setting.settings, database, platforms, understander_of(setting), SystemClock())
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        settle_in()
        async with AsyncExitStack() as open_ones:
            await _serve(setting, database, platforms, open_ones)
            for platform in platforms:
                if isinstance(platform, _Closing):  # Before the port: a platform lets go of the requests it holds.
                    open_ones.push_async_callback(platform.close)
            await app.run(stop)
    finally:
        app.close()
        sys.stdout.flush()
