"""Under everything the Matrix adapter does: one HTTP call to the homeserver, which fails in one of two ways.

The homeserver is spoken to here and not through nio's own client, because that one takes a gateway's error page for an
empty success (it ignores the HTTP status), sleeps through rate limits, and waits without end for some answers. What
comes back from here is a JSON object of a 2xx answer, or an exception::

    Unreachable (an OSError)   no answer of the homeserver: the network, a time-out, a 5xx, a cut or foreign page
    Rejected                   the homeserver says no, with its code
"""

import asyncio
from collections.abc import Mapping
from io import BytesIO
from json import loads
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.platforms import TooLarge

CLIENT = "/_matrix/client/v3"
UPLOAD = "/_matrix/media/v3/upload"
PATIENCE = 20.0
"""Seconds that a call may take unless it says otherwise."""

CHUNK = 64 * 1024
LIMITED = "M_LIMIT_EXCEEDED"
"""The code of a call that may be made later."""

T = TypeVar("T")


class Unreachable(ConnectionError):
    """Nothing is known about what the homeserver did with the call; asking again is right."""


class Rejected(Exception):
    """The homeserver refused.

    Args:
        status: the HTTP status.
        code: the Matrix error code (``M_FORBIDDEN``).
        retry_after: seconds it asks us to wait, if it says so.
        answer: the whole answer; interactive authentication needs more of it.
    """

    def __init__(self, status: int, code: str, retry_after: float | None, answer: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.answer = answer


def path(*parts: str) -> str:
    """Give the path of an endpoint of the client-server API; each part is quoted, so that it stays one part."""
    return "/".join(
        (CLIENT, *(quote(part, safe="") if part.strip(".") else part.replace(".", "%2E") for part in parts))
    )


class Server:
    """The homeserver.

    Args:
        url: its base URL.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self.token = ""
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self,
        method: str,
        where: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        patience: float | None = None,
    ) -> dict[str, Any]:
        """Call an endpoint.

        Args:
            method: of HTTP.
            where: as :func:`path` gives it.
            body: sent as JSON.
            query: the parameters of the URL.
            patience: seconds that the call may take, :data:`PATIENCE` unless it says otherwise.

        Raises:
            Unreachable: no usable answer came.
            Rejected: the homeserver said no.
        """
        wait = PATIENCE if patience is None else patience
        return _expected(await self._request(method, where, query, wait, json=body), dict)

    async def listing(self, where: str) -> list[Any]:
        """Get from an endpoint whose answer is a list; arguments and errors as :meth:`call`."""
        return _expected(await self._request("GET", where, None, PATIENCE), list)

    async def upload(self, data: bytes, media_type: str, *, patience: float) -> str:
        """Put a file into the media repository.

        Args:
            data: its bytes.
            media_type: MIME.
            patience: seconds that it may take.

        Returns:
            Its address, ``mxc://...``.

        Raises:
            Unreachable: no usable answer came.
            Rejected: the homeserver said no.
        """
        kind = {"Content-Type": media_type}
        # As a stream it is written piece by piece, and nobody else's message waits for it.
        body = BytesIO(data)
        answer = _expected(await self._request("POST", UPLOAD, None, patience, data=body, headers=kind), dict)
        address = answer.get("content_uri")
        if not isinstance(address, str) or not address.startswith("mxc://"):
            raise Unreachable("no address of a file")
        return address

    async def _request(
        self,
        method: str,
        where: str,
        query: Mapping[str, str] | None,
        patience: float,
        *,
        json: Mapping[str, Any] | None = None,
        data: BytesIO | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> object:
        try:
            async with self._open().request(
                method,
                self._address(where, query),
                json=json,
                data=data,
                headers={**self._headers(), **headers},
                timeout=aiohttp.ClientTimeout(total=patience),
            ) as response:
                return _answer(response, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from error

    async def download(self, where: str, most: int, *, patience: float) -> bytes:
        """Get a file.

        Args:
            where: the path.
            most: bytes; nothing larger is held in memory.
            patience: seconds that it may take.

        Raises:
            TooLarge: it has more bytes.
            Unreachable: no usable answer came.
            Rejected: the homeserver said no.
        """
        try:
            async with self._open().get(
                self._address(where), headers=self._headers(), timeout=aiohttp.ClientTimeout(total=patience)
            ) as response:
                if response.status != 200:
                    _answer(response, await response.read())
                    raise Unreachable(f"HTTP {response.status}")
                if (response.content_length or 0) > most:
                    raise TooLarge(f"more than {most} bytes")
                held = bytearray()
                async for chunk in response.content.iter_chunked(CHUNK):
                    held += chunk
                    if len(held) > most:
                        raise TooLarge(f"more than {most} bytes")
                return bytes(held)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()
            # The transports of closed connections go away in the loop's next round.
            await asyncio.sleep(0)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50))
        return self._session

    def _address(self, where: str, query: Mapping[str, str] | None = None) -> URL:
        # As it was quoted: nothing that a stranger has put into a path may be taken for more than one part of it.
        return URL(f"{self._url}{where}{'?' + urlencode(query) if query else ''}", encoded=True)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def _answer(response: aiohttp.ClientResponse, content: bytes) -> object:
    """Read an answer; see the module for what is one."""
    status = response.status
    try:
        answer = loads(content)
    except (ValueError, RecursionError):
        answer = None
    if status < 300 and answer is not None:
        return answer
    if status >= 500 or not isinstance(answer, dict):
        raise Unreachable(f"HTTP {status}")
    code = answer.get("errcode")
    raise Rejected(status, code if isinstance(code, str) else "", _wait(response, answer), answer)


def _expected(answer: object, kind: type[T]) -> T:
    if not isinstance(answer, kind):
        raise Unreachable("an answer of another kind")
    return answer


def _wait(response: aiohttp.ClientResponse, answer: Mapping[str, Any]) -> float | None:
    milliseconds = answer.get("retry_after_ms")
    if isinstance(milliseconds, int | float) and milliseconds >= 0:
        return float(milliseconds) / 1000
    try:
        return float(response.headers["Retry-After"])
    except (KeyError, ValueError):
        return 5.0 if response.status == 429 else None
