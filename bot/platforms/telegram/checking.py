"""For ``proximcite check``: what keeps the bot from working on Telegram, as codes; the command line has the words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.config import Telegram
from bot.platforms.telegram.client import Client


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found; ``wrong`` ones keep the bot from working, the others are good to know."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    wrong: bool = True


async def check(section: Telegram, rooms: Collection[str] = ()) -> list[Finding]:
    """Ask Telegram about the bot.

    Args:
        section: its configuration.
        rooms: the Telegram rooms of the configuration.

    Returns:
        What was found: ``token`` · ``unreachable`` · ``webhook-incomplete`` · ``webhook-elsewhere`` ·
        ``webhook-missing`` · ``webhook-failing`` · ``no-groups`` · ``privacy``.
    """
    if not is_complete(section):
        return [Finding("webhook-incomplete")]
    client = Client(section.token, section.base_url)
    try:
        me = await client.get_me()
        found = _webhook(section, await client.get_webhook_info())
    except InvalidToken:
        return [Finding("token")]
    except TelegramError as error:
        return [Finding("unreachable", {"reason": error.message})]
    finally:
        await client.close_connections()
    if any(room.startswith("-") for room in rooms):
        if not me.can_join_groups:
            found.append(Finding("no-groups"))
        if not me.can_read_all_group_messages:
            found.append(Finding("privacy", wrong=False))
    return found


def is_complete(section: Telegram) -> bool:
    """Say whether webhook mode has what it needs: an address that Telegram can reach, and a secret."""
    return section.mode == "polling" or (
        urlsplit(section.url).scheme == "https" and re.fullmatch(r"[A-Za-z0-9_-]{16,256}", section.secret) is not None
    )


def _webhook(section: Telegram, info: WebhookInfo) -> list[Finding]:
    host = urlsplit(info.url).hostname or ""  # The path may be a secret.
    if section.mode == "polling":
        return [Finding("webhook-elsewhere", {"host": host})] if info.url else []
    if not info.url:
        # `proximcite run` sets it at its start.
        return [Finding("webhook-missing", wrong=False)]
    if info.url != section.url:
        return [Finding("webhook-elsewhere", {"host": host})]
    if info.last_error_message:
        return [Finding("webhook-failing", {"reason": info.last_error_message})]
    return []
