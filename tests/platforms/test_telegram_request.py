"""HTTP to the Bot API: what is asked goes out as it should, and every answer that is no success is the right error."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.http import serving
from bot.platforms.telegram.request import FLOOD_SECONDS, AiohttpRequest, Flooded

HTML = "<html>Bad gateway</html>"


@dataclass(slots=True)
class Server:
    """Says what the test wants; ``asked`` is what came."""

    url: str = ""
    status: int = 200
    body: str = '{"ok": true, "result": {"message_id": 7}}'
    asked: list[tuple[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """Note the request, give the answer."""
        self.asked.append((request.path, await request.json()))
        return web.Response(status=self.status, text=self.body)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    opened = Server()
    app = web.Application()
    app.router.add_post("/{method}", opened.answer)
    async with serving(app, "127.0.0.1", 0) as port:
        opened.url = f"http://127.0.0.1:{port}"
        yield opened


@pytest.fixture
async def http() -> AsyncIterator[AiohttpRequest]:
    opened = AiohttpRequest()
    yield opened
    await opened.shutdown()


async def failed(http: AiohttpRequest, server: Server, status: int, body: str) -> TelegramError:
    server.status, server.body = status, body
    with pytest.raises(TelegramError) as caught:
        await http.call(f"{server.url}/sendMessage", {})
    return caught.value


async def test_what_is_asked(http: AiohttpRequest, server: Server) -> None:
    asked = {"chat_id": 42, "text": "déjà vu 🏮", "reply_markup": None, "options": {"is_disabled": True}}
    assert await http.call(f"{server.url}/sendMessage", asked) == {"message_id": 7}
    assert server.asked == [("/sendMessage", {name: asked[name] for name in ("chat_id", "text", "options")})]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (413, NetworkError),
        (500, NetworkError),
        (502, NetworkError),
    ],
)
async def test_a_refusal(status: int, kind: type[TelegramError], http: AiohttpRequest, server: Server) -> None:
    told = await failed(http, server, status, '{"ok": false, "description": "Bad Request: chat not found"}')
    assert type(told) is kind
    assert "chat not found" in told.message.lower()
    in_between = await failed(http, server, status, HTML)
    assert type(in_between) is kind
    assert HTML not in in_between.message


async def test_a_group_that_moved(http: AiohttpRequest, server: Server) -> None:
    body = '{"ok": false, "description": "upgraded", "parameters": {"migrate_to_chat_id": -1009}}'
    moved = await failed(http, server, 400, body)
    assert isinstance(moved, ChatMigrated)
    assert moved.new_chat_id == -1009


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ('{"parameters": {"retry_after": 17}}', 17),
        ('{"parameters": {"retry_after": 0}}', 1),
        ('{"parameters": {"retry_after": "soon"}}', FLOOD_SECONDS),
        ('{"parameters": null}', FLOOD_SECONDS),
        ("[]", FLOOD_SECONDS),
        (HTML, FLOOD_SECONDS),
    ],
    ids=["told", "at once", "no number", "not told", "no object", "no JSON"],
)
async def test_a_flood(body: str, seconds: float, http: AiohttpRequest, server: Server) -> None:
    flooded = await failed(http, server, 429, body)
    assert isinstance(flooded, Flooded)
    assert flooded.seconds == seconds


@pytest.mark.parametrize("body", [HTML, "[]", '{"ok": true}', '"ok"'], ids=["no JSON", "list", "no result", "text"])
async def test_a_success_that_says_nothing(body: str, http: AiohttpRequest, server: Server) -> None:
    told = await failed(http, server, 200, body)
    assert type(told) is TelegramError
