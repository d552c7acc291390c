"""Beside the way of a message on Telegram: the menu of commands that people see when they type "/".

Which commands there are is given as data; this module knows no feature.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.platforms import Notebook
from bot.platforms.telegram.client import Client

log = structlog.get_logger()

LONGEST_DESCRIPTION = 256
PREFIX = "menu:"


@dataclass(frozen=True, slots=True)
class Menu:
    """What is offered to whom.

    ``where`` is ``private`` (everybody's private chat), ``groups``, or a chat's id. ``language`` is a code of two
    letters, or "" for everybody whose language has no menu. ``commands`` are names without the slash, and what they do.
    """

    where: str
    language: str
    commands: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Give the note under which it is kept what Telegram shows there."""
        return f"{PREFIX}{self.where}:{self.language}"

    @property
    def digest(self) -> str:
        """Give a short text that changes with the commands."""
        return blake2b(json.dumps(self.commands).encode(), digest_size=8).hexdigest()


async def show(client: Client, notebook: Notebook, menus: Sequence[Menu]) -> None:
    """Let Telegram show these menus; those that it shows already cost nothing.

    What cannot be set now (the network, a limit) is left for the next start; people can type commands all the same.
    """
    shown = await notebook.starting(PREFIX)
    for menu in menus:
        if shown.get(menu.key) == menu.digest:
            continue
        commands = [BotCommand(name, does[:LONGEST_DESCRIPTION]) for name, does in menu.commands]
        try:
            await client.set_my_commands(commands, scope=_scope(menu.where), language_code=menu.language or None)
        except (BadRequest, Forbidden) as error:
            # A chat where the bot is not, or an agent who has never written to it: tried again at the next start.
            log.info("telegram_menu_refused", error=error.message)
            continue
        except TelegramError as error:
            log.warning("telegram_menus_later", error=error.message)
            return
        await notebook.write(menu.key, menu.digest)


def _scope(where: str) -> BotCommandScope:
    match where:
        case "private":
            return BotCommandScopeAllPrivateChats()
        case "groups":
            return BotCommandScopeAllGroupChats()
        case chat:
            return BotCommandScopeChat(int(chat))
