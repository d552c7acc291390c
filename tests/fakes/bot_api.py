"""A strict Bot API over HTTP on this machine, for tests: what Telegram documents, with its limits and its words.

A method or parameter that it does not know fails the test. Updates come again until they are confirmed by a higher
offset; a second poller, a webhook, a blocked bot, a lost answer are there to be scripted.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from time import monotonic
from typing import Any, Self

from aiohttp import ClientSession, web

from tests.fakes.bot_api_methods import KINDS, METHODS, ApiError, Json, Method, World
from tests.fakes.platform import JAMMED

TOKEN = "123456:TEST-token"  # noqa: S105  # Of no bot.
USERNAME = "ProximCite_bot"
BOT_ID = 123456
DEADLINE = 10.0
"""Seconds after which a test that waits for something has failed."""

SAME_OFFSET_SECONDS = 0.5
"""Asked with the same offset sooner than that, the Bot API gives one update only."""


LARGEST_UPLOAD = 50 * 1024 * 1024
FUTURE = 10
"""Ids beyond the last one from which on an offset is from another time; td/db/TQueue.cpp."""


class Fault(Enum):
    """How a connection breaks."""

    CUT = auto()
    """Before anything is done."""
    LOST = auto()
    """After it is done, before the answer."""
    GARBAGE = auto()
    """It is done, and the answer is no JSON."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was made."""

    method: str
    parameters: Json


class BotApi:
    """The server.

    Args:
        time: gives seconds on a clock that never goes back.
        port: where it listens on this machine; the system's choice for 0.
    """

    def __init__(self, time: Callable[[], float] = monotonic, port: int = 0) -> None:
        self.world = World(
            {
                "id": BOT_ID,
                "is_bot": True,
                "first_name": "ProximCité",
                "username": USERNAME,
                "can_join_groups": True,
                "can_read_all_group_messages": True,
                "supports_inline_queries": False,
            }
        )
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self.stalling: set[str] = set()
        """Methods that never answer."""
        self.jammed: set[int] = set()
        """Chats for which nothing is taken: too many requests."""
        self.unanswered: list[tuple[str, Any]] = []
        """Calls that were done although their answer was lost: the method, and what it gave."""
        self.url = f"http://127.0.0.1:{port}"
        self.webhook: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self._secret = ""
        self._time = time
        self._port = port
        self._faults: dict[str, list[ApiError | Fault | None]] = defaultdict(list)
        self._pending: dict[int, Json] = {}
        self._confirmed: dict[int, Json] = {}
        self._last_id = 1000
        self._allowed: frozenset[str] | None = None
        self._asked: tuple[int, float] = (0, -SAME_OFFSET_SECONDS)
        self._poll: asyncio.Future[None] | None = None
        self._polled = asyncio.Event()
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Self]:
        """Listen; at the end nothing is under way any more, and the client must have made no mistake."""
        self._closing.clear()
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/files/{name}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            self._wake()
            self._closing.set()
            await runner.cleanup()
        assert not self.problems, self.problems

    def fail(self, method: str, *faults: ApiError | Fault | None) -> None:
        """Let the next calls of a method fail, one after the other; None lets one pass."""
        self._faults[method] += faults

    def flood(self, method: str, seconds: int) -> None:
        """Let the next call of a method meet the flood limit."""
        self._faults[method].append(_flood(seconds))

    def called(self, method: str) -> list[Json]:
        """Give the parameters of all calls of a method."""
        return [call.parameters for call in self.calls if call.method == method]

    def update(self, kind: str, content: Json) -> int:
        """Let something happen that the bot is told of; gives the update's id."""
        self._last_id += 1
        if self._allowed is None or kind in self._allowed:
            self._pending[self._last_id] = {"update_id": self._last_id, kind: content}
            self._wake()
        return self._last_id

    def forget_confirmation(self) -> None:
        """Give what was confirmed last once more: the confirmation never arrived."""
        self._pending = {**self._confirmed, **self._pending}
        self._confirmed = {}

    @property
    def unconfirmed(self) -> list[int]:
        """The ids of updates that would come again."""
        return list(self._pending)

    @property
    def pending(self) -> list[Json]:
        """The updates themselves."""
        return list(self._pending.values())

    async def polled(self) -> None:
        """Wait until somebody waits for updates."""
        await asyncio.wait_for(self._polled.wait(), DEADLINE)

    async def until(self, holds: Callable[[], bool], within: float = DEADLINE) -> None:
        """Wait until something holds; looked at whenever the client has called."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(holds)

    async def push(self, *, keep: bool = False) -> list[int]:
        """Bring what is pending to the webhook, as Telegram does: one after the other, stopping at what is not taken.

        Args:
            keep: do not hear the answer, so that the same is brought again.

        Returns:
            The answers.
        """
        answers: list[int] = []
        async with ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": self._secret}) as session:
            for number, update in list(self._pending.items()):
                async with session.post(self.webhook["url"], json=update) as response:
                    answers.append(response.status)
                if answers[-1] != HTTPStatus.OK:
                    break
                if not keep:
                    del self._pending[number]
        return answers

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _refused(ApiError(401, "Unauthorized"))
        try:
            asked = await _parameters(request)
            self.calls.append(Call(name, asked))
            fault = self._faults[name].pop(0) if self._faults[name] else None
            if isinstance(fault, ApiError):
                raise fault
            if asked.get("chat_id") in self.jammed:
                raise _flood(JAMMED)
            if fault is Fault.CUT:
                return _cut(request)
            if name in self.stalling:
                await self._closing.wait()
            result = await self._run(name, asked)
            async with self._changed:
                self._changed.notify_all()
        except ApiError as error:
            return _refused(error)
        if fault is not None:
            self.unanswered.append((name, result))
        if fault is Fault.LOST:
            return _cut(request)
        if fault is Fault.GARBAGE:
            return web.Response(text="<html>Bad gateway</html>")
        return web.json_response({"ok": True, "result": result})

    async def _run(self, name: str, asked: Json) -> object:
        own = {
            "getUpdates": ({"offset": "int", "timeout": "int", "limit": "int", "allowed_updates": "list"}, self._get),
            "setWebhook": ({"!url": "str", "secret_token": "str", "allowed_updates": "list"}, self._set_webhook),
            "deleteWebhook": ({}, self._delete_webhook),
            "getWebhookInfo": ({}, self._webhook_info),
        }
        if name in own:
            parameters, run = own[name]
            self._check(name, Method(parameters, lambda _world, _asked: None), asked)
            return await run(asked)
        if name not in METHODS:
            self.problems.append(f"unknown method {name}")
            raise ApiError(404, "Not Found")
        self._check(name, METHODS[name], asked)
        return METHODS[name].run(self.world, asked)

    def _check(self, name: str, method: Method, asked: Json) -> None:
        kinds = {parameter.lstrip("!"): kind for parameter, kind in method.parameters.items()}
        wrong = [each for each in asked if each not in kinds]
        wrong += [each for each, value in asked.items() if each in kinds and not KINDS[kinds[each]](value)]
        wrong += [each for each in method.parameters if each.startswith("!") and each[1:] not in asked]
        if wrong:
            self.problems.append(f"{name}: unknown, mistyped or missing {wrong}")
            raise ApiError(400, f"Bad Request: {wrong}")

    async def _get(self, asked: Json) -> list[Json]:
        if self.webhook["url"]:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        offset, limit, now = asked.get("offset", 0), asked.get("limit", 100), self._time()
        if "allowed_updates" in asked:
            self._allowed = frozenset(asked["allowed_updates"])
        if self._asked[0] == offset and now < self._asked[1] + SAME_OFFSET_SECONDS:
            limit = 1
        self._asked = (offset, now)
        if offset > self._last_id + FUTURE:
            offset = 0  # Ids begin anew after a week of silence, so one from the future confirms nothing.
        if confirmed := {number: each for number, each in self._pending.items() if number < offset}:
            self._confirmed = confirmed
            self._pending = {number: each for number, each in self._pending.items() if number >= offset}
        if not self._pending and asked.get("timeout"):
            await self._long_poll(asked["timeout"])
        return list(self._pending.values())[:limit]

    async def _long_poll(self, seconds: int) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(
                ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            )
        self._poll = poll = asyncio.get_running_loop().create_future()
        self._polled.set()
        try:
            await asyncio.wait_for(asyncio.shield(poll), seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
                self._polled.clear()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def _set_webhook(self, asked: Json) -> bool:
        self.webhook["url"], self._secret = asked["url"], asked.get("secret_token", "")
        self._allowed = frozenset(asked.get("allowed_updates", ())) or None
        return True

    async def _delete_webhook(self, _asked: Json) -> bool:
        self.webhook["url"] = ""
        return True

    async def _webhook_info(self, _asked: Json) -> Json:
        return self.webhook

    async def _download(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        if request.match_info["token"] != TOKEN or content is None:
            return web.Response(status=404)
        return web.Response(body=content)


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        sent: Json = await request.json()
        return sent
    return {name: _field(value) for name, value in (await request.post()).items()}


def _field(value: str | bytes | bytearray | web.FileField) -> object:
    if isinstance(value, web.FileField):
        return value.filename, value.file.read()
    try:
        return json.loads(value)
    except ValueError:
        return value


def _refused(error: ApiError) -> web.Response:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return web.json_response(answer, status=error.code)


def _flood(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
