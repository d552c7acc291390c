"""A gateway in front of the homeserver that loses answers, shows error pages, or hangs, when a test wants it to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

import aiohttp
from aiohttp import web

from tests.platforms.people import PATIENCE
from tests.platforms.synapse import Synapse

PASSED_ON = ("Authorization", "Content-Type")


@dataclass(slots=True)
class Gateway:
    """The gateway.

    Args:
        synapse: what is behind it.
    """

    synapse: Synapse
    faults: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answered: list[tuple[str, int]] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    _late: list[tuple[str, str, bytes, dict[str, str]]] = field(default_factory=list)
    _holding: int = 0
    _new: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None
    port: int = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def fail(self, part: str, how: str, times: int = 1) -> None:
        """Let the next calls go wrong whose path has a part in it.

        Args:
            part: of the path.
            how: ``lost`` (done, but the connection is cut before the answer), ``cut`` (half of the answer),
                ``page`` (done, but a page comes as 502), ``refused`` (a page, nothing done), ``held`` (done, and the
                answer comes once ``held`` is set), ``later`` (said to be done, but done only by :meth:`release`),
                ``too large`` (not done: the server takes nothing of that size).
            times: how many calls.
        """
        self.faults += [(part, how)] * times

    async def asked_for(self, part: str) -> None:
        """Wait for a call whose path has a part in it."""
        await self._until(lambda: any(part in path for path in self.asked))

    async def has_begun(self) -> None:
        """Wait until every call that is to go wrong has been made."""
        await self._until(lambda: not self.faults)

    async def is_holding(self) -> None:
        """Wait until there is an answer that is held."""
        await self._until(lambda: self._holding > 0)

    async def _until(self, there: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not there():
                self._new.clear()
                await self._new.wait()

    async def release(self) -> None:
        """Do what was only said to be done."""
        late, self._late = self._late, []
        for method, path, content, headers in late:
            await self._forward(method, path, content, headers)

    async def __aenter__(self) -> "Gateway":
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=10**8)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.held.set()
        assert self._runner is not None
        assert self._session is not None
        await self._runner.cleanup()
        await self._session.close()

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self._new.set()
        how = next((each for each in self.faults if each[0] in request.path), None)
        if how is not None:
            self.faults.remove(how)
            self._new.set()
        match how:
            case (_, "refused"):
                return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
            case (_, "too large"):
                return web.json_response({"errcode": "M_TOO_LARGE", "error": "too large"}, status=413)
            case (_, "later"):
                self._late.append((request.method, request.raw_path, await request.read(), _passed_on(request)))
                return web.json_response({})
            case _:
                status, kind, content = await self._forward(
                    request.method, request.raw_path, await request.read(), _passed_on(request)
                )
        self.answered.append((request.path, status))
        match how:
            case (_, "lost"):
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case (_, "cut"):
                answer = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(content) + 100)})
                await answer.prepare(request)
                await answer.write(content)
                assert request.transport is not None
                request.transport.close()
                return answer
            case (_, "page"):
                return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
            case (_, "held"):
                self._holding += 1
                self._new.set()
                await self.held.wait()
                self._holding -= 1
        return web.Response(status=status, body=content, headers={"Content-Type": kind})

    async def _forward(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        assert self._session is not None
        url = self.synapse.url + path
        async with self._session.request(method, url, data=content or None, headers=headers) as response:
            return response.status, response.headers.get("Content-Type", ""), await response.read()


def _passed_on(request: web.Request) -> dict[str, str]:
    return {name: request.headers[name] for name in PASSED_ON if name in request.headers}
