"""Step 1 of a message on Telegram: Telegram brings updates by HTTP, and is told 2xx only when they are committed.

Telegram brings a chat's updates one after the other, the next one only after the 2xx for the one before
(telegram-bot-api, WebhookActor). So the parts of an album cannot be held back until it is whole: each is put down in
the notebook, which is what its 2xx stands on, and the whole album goes on from there, also after a restart.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

import structlog
from aiohttp import web
from telegram import User
from telegram.error import TelegramError

from bot.platforms import Batch, Notebook
from bot.platforms.telegram.albums import Albums, Group
from bot.platforms.telegram.arriving import Arrivals
from bot.platforms.telegram.client import ALLOWED_UPDATES, Client
from bot.platforms.telegram.reading import album
from bot.platforms.telegram.receiving import explained
from bot.platforms.telegram.updates import Update

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # The header's name, no secret.
MOST_AT_ONCE = 64
ALBUM = "album:"

Json = dict[str, Any]
Accept = Callable[[Json], Awaitable[None]]
"""Returns when an update is kept for good; raises :class:`NotKept` when it is not."""


class NotKept(Exception):
    """An update could not be kept now; Telegram must bring it again."""


def route(path: str, secret: str, accept: Accept) -> web.RouteDef:
    """Make the HTTP side; the application's own limit of a body, 1 MiB unless said otherwise, stands.

    Args:
        path: where Telegram brings updates, as in the URL that it was told.
        secret: what it must know.
        accept: keeps an update.
    """

    async def bring(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            log.warning("telegram_webhook_secret_wrong")
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        try:
            await accept(update)
        except NotKept:
            return web.Response(status=503)
        return web.Response()

    return web.post(path, bring)


@dataclass(slots=True)
class _Waiting:
    raw: Json
    kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Mailbox:
    """Between the HTTP side and intake: what was brought waits here until intake has committed it.

    Args:
        client: the Bot API.
        arrivals: turns updates into messages.
        notebook: keeps the parts of albums that are not whole yet.
        albums: makes what gathers them.
        sleep: waits so many seconds.
        url: where Telegram shall bring updates.
        secret: what it shall know.
    """

    def __init__(
        self,
        client: Client,
        arrivals: Arrivals,
        notebook: Notebook,
        albums: Callable[[], Albums],
        sleep: Callable[[float], Awaitable[None]],
        url: str,
        secret: str,
    ) -> None:
        self._client = client
        self._arrivals = arrivals
        self._notebook = notebook
        self._albums = albums
        self._sleep = sleep
        self._url = url
        self._secret = secret
        self._brought: list[_Waiting] = []
        self._unanswered: set[asyncio.Future[None]] = set()
        self._something = asyncio.Event()
        self._is_closed = False

    async def accept(self, raw: Json) -> None:
        """Keep an update.

        Raises:
            NotKept: it could not be committed now.
        """
        if self._is_closed:
            raise NotKept
        waiting = _Waiting(raw)
        self._brought.append(waiting)
        self._unanswered.add(waiting.kept)
        self._something.set()
        try:
            await waiting.kept
        finally:
            self._unanswered.discard(waiting.kept)

    def close(self) -> None:
        """Take nothing more; Telegram must bring again what was not committed."""
        self._is_closed = True
        for kept in self._unanswered:
            if not kept.done():
                kept.set_exception(NotKept())

    async def batches(self, _cursor: str | None) -> AsyncIterator[Batch]:
        """Give what is brought, for ever; everything that waits makes one batch.

        Raises:
            CannotReceive: Telegram cannot be told where to bring updates.
        """
        me = await self._register()
        albums, in_hand = self._albums(), list[_Waiting]()
        groups = albums.take(await self._unfinished())
        try:
            while True:
                if groups:
                    arrived = await self._arrivals.take(groups, me)
                    yield Batch(arrived.messages, None)
                    self._arrivals.kept(arrived)
                    await self._finish(groups)
                _answer(in_hand)
                await self._wait(albums.seconds_left)
                in_hand = self._take()
                groups = albums.take(await self._put_down(in_hand))
        finally:
            _answer(in_hand, NotKept())

    async def _register(self) -> User:
        try:
            me = await self._client.get_me()
            await self._client.set_webhook(self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret)
        except TelegramError as error:
            raise explained(error) from error
        return me

    async def _wait(self, seconds: float | None) -> None:
        """Wait until something is brought, or so many seconds: then an album is whole."""
        if seconds is None:
            await self._something.wait()
            return
        either = [asyncio.ensure_future(self._something.wait()), asyncio.ensure_future(self._sleep(seconds))]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in either:
                each.cancel()

    def _take(self) -> list[_Waiting]:
        taken, self._brought = self._brought[:MOST_AT_ONCE], self._brought[MOST_AT_ONCE:]
        if not self._brought:
            self._something.clear()
        return taken

    async def _put_down(self, brought: list[_Waiting]) -> list[Update]:
        """Read updates; parts of albums are in the notebook when this returns."""
        raws = {each.raw["update_id"]: each.raw for each in brought}
        updates = self._arrivals.parse(list(raws.values()))
        for update in updates:
            if key := _key(update):
                earlier = json.loads(await self._notebook.read(key) or "[]")
                if raws[update.update_id] not in earlier:
                    await self._notebook.write(key, json.dumps([*earlier, raws[update.update_id]]))
        return updates

    async def _unfinished(self) -> list[Update]:
        kept = await self._notebook.starting(ALBUM)
        return self._arrivals.parse([raw for written in kept.values() if written for raw in json.loads(written)])

    async def _finish(self, groups: list[Group]) -> None:
        for group in groups:
            if key := _key(group[0]):
                await self._notebook.write(key, "")


def _answer(in_hand: list[_Waiting], error: NotKept | None = None) -> None:
    while in_hand:
        kept = in_hand.pop().kept
        if kept.done():  # Telegram has hung up in the meantime.
            continue
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)


def _key(update: Update) -> str | None:
    part = album(update)
    return f"{ALBUM}{part[0]}:{part[1]}" if part else None
