"""Step 1 of a message on Telegram: asks for updates (long polling), and confirms them only when they are committed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bot.platforms import Batch
from bot.platforms.telegram.albums import Albums
from bot.platforms.telegram.arriving import Arrivals
from bot.platforms.telegram.client import Client, Json

log = structlog.get_logger()

POLL_SECONDS = 50
"""How long Telegram may wait for the first update."""

LOOK_AGAIN_SECONDS = 0.75
"""Pause between two looks for more of an album. Asked with the same offset within half a second, the Bot API gives one
update only (telegram-bot-api, Client::process_get_updates_query)."""


class CannotReceive(ConnectionError):
    """Nothing can be received now; the text says why and what to do. Intake tries again, ever more slowly."""


class Polling:
    """Receives by asking.

    Args:
        client: the Bot API.
        arrivals: turns updates into messages.
        albums: makes what gathers albums.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        client: Client,
        arrivals: Arrivals,
        albums: Callable[[], Albums],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client = client
        self._arrivals = arrivals
        self._albums = albums
        self._sleep = sleep

    async def batches(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give what comes, for ever.

        Args:
            cursor: the first update that has not been kept yet.

        Raises:
            CannotReceive: the network, another program that asks too, a webhook, the token.
        """
        await self._prepare()
        me = self._client.bot
        albums = self._albums()
        kept = None if cursor is None else int(cursor)
        while True:
            raws = await self._ask(kept, POLL_SECONDS if albums.first_open is None else 0)
            groups = albums.take(self._arrivals.parse(raws))
            reached = albums.first_open
            if reached is None:
                reached = int(raws[-1]["update_id"]) + 1 if raws else kept
            if groups or (reached != kept and albums.first_open is None):
                arrived = await self._arrivals.take(groups, me)
                yield Batch(arrived.messages, None if reached == kept else str(reached))
                kept = reached
                self._arrivals.kept(arrived)
            if albums.first_open is not None:
                await self._sleep(LOOK_AGAIN_SECONDS)

    async def _prepare(self) -> None:
        try:
            await self._client.get_me()
            webhook = await self._client.get_webhook_info()
        except TelegramError as error:
            raise explained(error) from error
        if webhook.url:
            raise _told(
                "telegram_webhook_elsewhere",
                f"Telegram sends this bot's messages to a webhook on {urlsplit(webhook.url).hostname}, so polling "
                "gets none. "
                'Either set mode = "webhook" under [telegram], or call deleteWebhook once.',
            )

    async def _ask(self, offset: int | None, seconds: int) -> list[Json]:
        try:
            return await self._client.poll(offset, seconds)
        except TelegramError as error:
            raise explained(error) from error


def explained(error: TelegramError) -> CannotReceive:
    """Say in plain words why nothing can be received; what needs a person is also logged as an error."""
    match error:
        case Conflict() if "webhook" in error.message.lower():
            return _told(
                "telegram_webhook_elsewhere",
                "a webhook was set for this bot while it was polling: another program uses its token. "
                "Stop that one, or make a new token at @BotFather.",
            )
        case Conflict():
            return _told(
                "telegram_second_poller",
                "another program asks for this bot's messages with the same token, and each gets only some of them. "
                "Stop one of the two.",
            )
        case InvalidToken():
            return _told(
                "telegram_token_refused",
                "Telegram does not know the token. Copy it anew from @BotFather to [telegram].",
            )
        case BadRequest():
            return _told("telegram_refused", f"Telegram refuses: {error.message}")
        case _:
            # The error names neither the token nor what people wrote.
            return CannotReceive(f"Telegram cannot be reached: {error.message}")


def _told(event: str, what_to_do: str) -> CannotReceive:
    log.error(event, what_to_do=what_to_do)
    return CannotReceive(what_to_do)
