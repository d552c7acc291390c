"""Whatever a gateway or a homeserver answers is either an answer or one of two errors."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.platforms import TooLarge
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[Server]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Makes a homeserver that answers in one way only, and a client of it."""
    runners: list[web.AppRunner] = []
    clients: list[Server] = []

    async def make(answer: Answer) -> Server:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        client = Server(f"http://127.0.0.1:{runner.addresses[0][1]}/")
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.close()
    for runner in runners:
        await runner.cleanup()


def saying(status: int, body: object, **headers: str) -> Answer:
    """Answer with JSON, or with text as it is."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(
            status=status, text=text, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )

    return answer


async def test_an_answer(serve: Serve) -> None:
    asked: list[tuple[str, str, str]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append((request.method, request.raw_path, request.headers.get("Authorization", "")))
        return web.json_response({"event_id": "$1"})

    server = await serve(answer)
    assert await server.call("GET", path("account", "whoami")) == {"event_id": "$1"}
    server.token = "secret"  # noqa: S105  # It is one, of a test.
    await server.call("GET", path("rooms", "!a", "event", ".."))
    await server.call("PUT", path("rooms", "!a/b:c", "send", "m.room.message", "x y"), {}, query={"a": "é"})
    assert asked == [
        ("GET", "/_matrix/client/v3/account/whoami", ""),
        ("GET", "/_matrix/client/v3/rooms/%21a/event/%2E%2E", "Bearer secret"),
        ("PUT", "/_matrix/client/v3/rooms/%21a%2Fb%3Ac/send/m.room.message/x%20y?a=%C3%A9", "Bearer secret"),
    ]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, "<html>Bad Gateway</html>"),
        (502, {}),
        (504, {"errcode": "M_UNKNOWN"}),
        (200, "<html>Welcome</html>"),
        (200, ""),
        (200, []),
        (200, "[" * 100_000),
        (403, "<html>Forbidden</html>"),
        (404, "not found"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_what_is_no_answer_of_a_homeserver(serve: Serve, status: int, body: object) -> None:
    server = await serve(saying(status, body))
    with pytest.raises(Unreachable):
        await server.call("GET", path("sync"))


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "wait"),
    [
        (403, {"errcode": "M_FORBIDDEN"}, {}, "M_FORBIDDEN", None),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}, {}, "M_LIMIT_EXCEEDED", 2.5),
        (429, {"errcode": "M_LIMIT_EXCEEDED"}, {"Retry_After": "7"}, "M_LIMIT_EXCEEDED", 7.0),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "x"}, {"Retry_After": "x"}, "M_LIMIT_EXCEEDED", 5.0),
        (400, {"errcode": 5}, {}, "", None),
        (400, {}, {}, "", None),
    ],
    ids=str,
)
async def test_a_no(
    serve: Serve, status: int, body: object, headers: dict[str, str], code: str, wait: float | None
) -> None:
    server = await serve(saying(status, body, **headers))
    with pytest.raises(Rejected) as raised:
        await server.call("GET", path("sync"))
    assert (raised.value.status, raised.value.code, raised.value.retry_after) == (status, code, wait)


async def test_an_answer_that_breaks_off_or_does_not_come(serve: Serve) -> None:
    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"a":')
        assert request.transport is not None
        request.transport.close()
        return response

    async def silent(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    for answer in (broken, silent):
        server = await serve(answer)
        with pytest.raises(Unreachable):
            await server.call("GET", path("sync"), patience=0.2)
        with pytest.raises(Unreachable):
            await server.download("/file", 1000, patience=0.2)


async def test_nobody_there() -> None:
    server = Server("http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        await server.call("GET", path("sync"))
    await server.close()


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_file_has_a_largest_size(serve: Serve, chunked: bool) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if not chunked:
            response.content_length = 300_000
        await response.prepare(request)
        for _ in range(3):
            await response.write(b"x" * 100_000)
        return response

    server = await serve(answer)
    assert await server.download("/file", 300_000, patience=5) == b"x" * 300_000
    with pytest.raises(TooLarge):
        await server.download("/file", 299_999, patience=5)


async def test_a_file_that_is_a_page(serve: Serve) -> None:
    server = await serve(saying(502, "<html>Bad Gateway</html>"))
    with pytest.raises(Unreachable):
        await server.download("/file", 1000, patience=5)
    server = await serve(saying(404, {"errcode": "M_NOT_FOUND"}))
    with pytest.raises(Rejected):
        await server.download("/file", 1000, patience=5)
