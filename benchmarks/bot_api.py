"""A Bot API that is as fast as Python allows, inside the measuring process: robots say things, and hear what is sent.

It knows just enough of each method for a bot to go on; whether a bot keeps to the API is tested elsewhere
(tests/fakes/bot_api.py). An answer leaves when the wire's delay has passed; what it tells of has happened before.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic, time
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web

from bot.incoming import Pressed, Words

TOKEN = "123456:BENCH-token"  # noqa: S105  # Of no bot.
MOST_UPDATES = 100
USUAL_POLL = 50.0
"""Seconds; a bot that asks for updates and does not say how long it waits, waits so long."""

BOT = {"id": 123456, "is_bot": True, "first_name": "ProximCité", "username": "ProximCite_bot"}
WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
SENDING = frozenset({"sendMessage", "editMessageText"})

Json = dict[str, Any]
Listener = Callable[[Sequence[str]], None]
"""Is called with what the buttons of a message carry."""


class Flood:
    """The limits of the Bot API as its FAQ tells them: 30 a second, one a second in a chat, 20 a minute in a group.

    A chat may have its five of five seconds at once: "short bursts" are forgiven.
    """

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def refuses(self, chat: int) -> bool:
        """Say whether a message that arrives now is one too many; if not, it counts."""
        now = monotonic()
        own = self._chats.setdefault(chat, deque())
        windows = [(self._all, 30, 1.0), (own, 20, 60.0) if chat < 0 else (own, 5, 5.0)]
        for taken, _most, seconds in windows:
            while taken and taken[0] <= now - seconds:
                taken.popleft()
        if any(len(taken) >= most for taken, most, _seconds in windows):
            return True
        for taken, _most, _seconds in windows:
            taken.append(now)
        return False


@dataclass(slots=True)
class BotApi:
    """The server.

    Args:
        delay: seconds between what happens and its answer, of every method.
        flood: the limits; without them everything is taken.

    ``sent`` counts the messages of the bot by chat, ``refused`` those that met a limit.
    """

    delay: float = 0.0
    flood: Flood | None = None
    listeners: dict[int, Listener] = field(default_factory=dict)
    sent: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    url: str = ""
    _updates: deque[Json] = field(default_factory=deque)
    _last_update: int = 0
    _last_message: int = 0
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _spoken: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Self]:
        """Listen on a free port of this machine."""
        # Without routes and middlewares: with them, the server would need a third of what it measures.
        runner = web.ServerRunner(web.Server(self._answer), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    def say(self, chat: int, content: Words | Pressed) -> None:
        """Let a person write or press a button in their private chat; the bot is told as soon as it asks."""
        self._last_update += 1
        self._last_message += 1
        person = {"id": chat, "is_bot": False, "first_name": f"Citoyenne {chat}", "language_code": "fr"}
        place = {"id": chat, "first_name": f"Citoyenne {chat}", "type": "private"}
        message = {"message_id": self._last_message, "date": int(time()), "chat": place}
        if isinstance(content, Pressed):
            shown = {**message, "from": BOT, "text": "Tout est juste ?"}
            query = {"id": str(self._last_update), "from": person, "message": shown, "chat_instance": "1"}
            update: Json = {"callback_query": {**query, "data": content.action}}
        else:
            update = {"message": {**message, "from": person, "text": content.text}}
        self._updates.append({"update_id": self._last_update, **update})
        self._arrived.set()

    async def bot_speaks(self, within: float) -> None:
        """Wait until the bot says something for the first time.

        Raises:
            TimeoutError: it does not, within so many seconds.
        """
        await asyncio.wait_for(self._spoken.wait(), within)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        try:
            asked = _parameters(await request.read())
        except ConnectionError:  # A bot that leaves hangs up in the middle of a sentence.
            return web.Response()
        match method:
            case "sendMessage" | "editMessageText":
                chat = int(asked["chat_id"])
                if self.flood is not None and self.flood.refuses(chat):
                    self.refused += 1
                    return await self._refuse()
                result: object = self._show(chat, asked)
            case "getUpdates":
                result = await self._next(int(asked.get("offset", 0)), float(asked.get("timeout", USUAL_POLL)))
            case "getMe":
                result = BOT
            case "getWebhookInfo":
                result = WEBHOOK
            case _:
                result = True
        if self.delay:
            await asyncio.sleep(self.delay)
        return _response(200, {"ok": True, "result": result})

    def _show(self, chat: int, asked: Json) -> Json:
        self.sent[chat] += 1
        self._spoken.set()
        self._last_message += 1
        keyboard = asked.get("reply_markup") or {}
        if isinstance(keyboard, str):  # A form has it as text.
            keyboard = json.loads(keyboard)
        if listener := self.listeners.get(chat):
            listener([button["callback_data"] for row in keyboard.get("inline_keyboard", ()) for button in row])
        kind = {"type": "supergroup", "title": "Équipe"} if chat < 0 else {"type": "private", "first_name": "Citoyenne"}
        message = {"message_id": self._last_message, "date": int(time()), "from": BOT, "chat": {"id": chat, **kind}}
        return {**message, "text": asked["text"], **({"reply_markup": keyboard} if keyboard else {})}

    async def _next(self, offset: int, seconds: float) -> list[Json]:
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                return []
        return [self._updates[place] for place in range(min(len(self._updates), MOST_UPDATES))]

    async def _refuse(self) -> web.Response:
        await asyncio.sleep(self.delay)
        said = {"description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}}
        return _response(429, {"ok": False, "error_code": 429, **said})


def _parameters(body: bytes) -> Json:
    """Read what was asked, as JSON or as a form: each bot has its own way."""
    if body.startswith(b"{"):
        asked: Json = json.loads(body)
        return {name: value for name, value in asked.items() if value is not None}
    return dict(parse_qsl(body.decode()))


def _response(status: int, answer: Json) -> web.Response:
    written = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=status, body=written, content_type="application/json")
