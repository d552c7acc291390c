"""Steps 1 and 3 of a message: Telegram as a platform. What is done how is in the modules beside this one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import TelegramError

from bot.clock import Clock, SystemClock
from bot.config import Telegram
from bot.platforms import Abilities, Batch, Notebook, Rendered
from bot.platforms.telegram.activity import Later, Typing
from bot.platforms.telegram.albums import QUIET_SECONDS, Albums
from bot.platforms.telegram.arriving import Arrivals
from bot.platforms.telegram.buttons import Buttons
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.failures import failure
from bot.platforms.telegram.limits import Limits, Rates
from bot.platforms.telegram.menus import Menu, show
from bot.platforms.telegram.parts import Parts
from bot.platforms.telegram.reading import NAME
from bot.platforms.telegram.receiving import Polling
from bot.platforms.telegram.rooms import Rooms
from bot.platforms.telegram.sending import Sender
from bot.platforms.telegram.splitting import MOST
from bot.platforms.telegram.turns import Turns
from bot.platforms.telegram.webhook import Mailbox, route

CLOSE_SECONDS = 2.0
"""What a stopping program gives the calls that nobody waits for."""


class TelegramPlatform:
    """The platform.

    Args:
        section: its configuration.
        notebook: where it writes down what it must still know after a restart.
        rooms: the Telegram rooms of the configuration.
        menus: the commands to offer.
        clock: dates what Telegram does not.
        rates: how many messages Telegram allows; its usual limits unless said otherwise.
        time: gives seconds on a clock that never goes back.
        sleep: waits so many seconds.
        later: calls something in so many seconds; the event loop's unless a test says otherwise.
        quiet: seconds after which an album is whole.
    """

    name = NAME

    def __init__(
        self,
        section: Telegram,
        notebook: Notebook,
        *,
        rooms: Collection[str] = (),
        menus: Sequence[Menu] = (),
        clock: Clock | None = None,
        rates: Rates | None = None,
        time: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        later: Later | None = None,
        quiet: float = QUIET_SECONDS,
    ) -> None:
        self._notebook = notebook
        self._menus = menus
        self._beside: set[asyncio.Task[None]] = set()
        self._client = Client(section.token, section.base_url)
        self._typing = Typing(self._client, self._spawn, later)
        buttons, parts, known = Buttons(notebook), Parts(notebook), Rooms(notebook, rooms)
        self._sender = Sender(self._client, known, buttons, parts, Turns(Limits(time, rates or Rates()), sleep))
        arrivals = Arrivals(self._client, known, buttons, parts, self._typing, clock or SystemClock(), self._spawn)
        self._receiver: Polling | Mailbox
        self.routes: Sequence[web.RouteDef] = ()
        """The HTTP side: what Telegram calls in webhook mode."""
        if section.mode == "polling":
            self._receiver = Polling(self._client, arrivals, lambda: Albums(time, quiet), sleep)
        else:
            self._receiver = Mailbox(
                self._client, arrivals, notebook, lambda: Albums(time, quiet), sleep, section.url, section.secret
            )
            self.routes = (route(urlsplit(section.url).path or "/", section.secret, self._receiver.accept),)

    @property
    def abilities(self) -> Abilities:
        """What Telegram can show, the link to the bot included once its name is known."""
        return _abilities(self._client.door)

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message, or change one; see :class:`bot.platforms.Platform`.

        Telegram knows no idempotency keys: after an ambiguous failure a message may stand there twice. Of a long one
        that went out in part, only the rest is sent.
        """
        self._typing.answered(room_id)
        return await self._sender.send(room_id, rendered, idempotency_key, edit)

    def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give what comes in, for ever.

        Raises:
            bot.platforms.telegram.receiving.CannotReceive: not now; the text says why.
        """
        if self._menus:
            menus, self._menus = self._menus, ()
            self._spawn(show(self._client, self._notebook, menus))
        return self._receiver.batches(cursor)

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Fetch a file that somebody sent.

        Args:
            file_id: the attachment's.
            most: bytes that it may have; the Bot API itself gives none above 20 MB.

        Raises:
            bot.platforms.Refused: it is larger, or no file of ours.
            bot.platforms.PlatformError: any other kind.
        """
        try:
            return await self._client.download(file_id, most)
        except TelegramError as error:
            raise failure(error) from error

    async def close(self) -> None:
        """Let calls that nobody waits for finish shortly, then close every connection."""
        self._typing.close()
        if isinstance(self._receiver, Mailbox):
            self._receiver.close()
        if self._beside:
            _done, late = await asyncio.wait(self._beside, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
        await self._client.close_connections()

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(call)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


@lru_cache(maxsize=2)
def _abilities(door: str | None) -> Abilities:
    """Give what Telegram can show: asked for each message, and the same as soon as the bot's name is known."""
    return Abilities(buttons=True, edits=True, html=True, max_length=MOST, files=True, door=door)
