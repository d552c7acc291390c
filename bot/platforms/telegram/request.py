"""Under every step of a message on Telegram: HTTP to the Bot API, through one aiohttp session.

python-telegram-bot's own request class costs about 3 ms of CPU a call when many are in flight; this one costs a fifth,
and its :meth:`AiohttpRequest.call` still less. What a failed request means for a message is the question, so the errors
keep apart what the library does not::

    TelegramError
    ├── Flooded          429: how long to wait
    ├── TooLarge         a download that is larger than wanted
    ├── BadRequest, Forbidden, InvalidToken, Conflict, ChatMigrated    the Bot API's own refusals, as in the library
    └── NetworkError     the request may have been carried out although no answer came
        ├── TimedOut
        └── Unreached    no connection came about, so nothing was carried out
"""

from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from pydantic_core import from_json, to_json
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
WRITE_SECONDS = 30.0
DOWNLOAD_SECONDS = 120.0
CONNECTIONS = 256
"""Connections at once: what delivery has under way, a batch of pressed buttons, the long poll."""

DNS_SECONDS = 300
CHUNK = 65_536
FLOOD_SECONDS = 5.0
"""The pause after a 429 that does not say how long to wait."""

_JSON = {"Content-Type": "application/json"}
_REFUSALS: Mapping[int, type[TelegramError]] = {
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,  # A token of a form that no bot has.
    HTTPStatus.CONFLICT: Conflict,
}


class Flooded(TelegramError):
    """The Bot API wants no more requests for a while.

    Args:
        seconds: how long.
    """

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__(f"flood limit, retry after {seconds:g} s")
        self.seconds = seconds


class TooLarge(TelegramError):
    """A file has more bytes than wanted."""

    __slots__ = ()


class Unreached(NetworkError):
    """No connection came about: the request was never sent."""

    __slots__ = ()


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's way to the network.

    The session is opened by the first request, inside the running event loop, and closed by :meth:`shutdown`.
    """

    __slots__ = ("_session", "_usual", "_usual_call")

    def __init__(self) -> None:
        self._session: ClientSession | None = None
        self._usual = _timeout(CONNECT_SECONDS, READ_SECONDS, WRITE_SECONDS)
        self._usual_call = _whole(READ_SECONDS)

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take, unless a call says otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session."""
        self._opened()

    async def shutdown(self) -> None:
        """Close every connection; a later request opens a new session."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401  # JSON.
        """Read an answer; unlike the library's own it never logs one, since people's words are in it."""
        try:
            return from_json(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # The library's type for it is private.
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # As above.
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # As above.
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # As above.
    ) -> tuple[int, bytes]:
        """Make one request, never a second time by itself.

        Returns:
            The status, which is that of a success, and the body.

        Raises:
            Unreached: nothing was sent.
            telegram.error.NetworkError: it may have been carried out.
            telegram.error.TelegramError: it was refused; :class:`Flooded` among others.
        """
        body, headers = _body(request_data)
        timeout = self._timeout(connect_timeout, read_timeout, write_timeout)
        return await self._exchange(method, url, body, headers, timeout)

    async def call(self, url: str, parameters: Mapping[str, object], seconds: float = READ_SECONDS) -> Any:  # noqa: ANN401  # JSON.
        """Call a method of the Bot API with parameters that hold no files; errors as :meth:`do_request`.

        Leaner than the library's way, which looks for files in each, and with one limit of time for everything.

        Args:
            url: the method's.
            parameters: those that are None are left out.
            seconds: that it may take the Bot API to answer.
        """
        body = _written({name: value for name, value in parameters.items() if value is not None})
        timeout = self._usual_call if seconds == READ_SECONDS else _whole(seconds)
        _status, payload = await self._exchange("POST", url, body, _JSON, timeout)
        try:
            return self.parse_json_payload(payload)["result"]
        except (KeyError, TypeError) as error:
            raise TelegramError("Invalid server response") from error

    async def _exchange(
        self, method: str, url: str, body: bytes | FormData | None, headers: dict[str, str] | None, limit: ClientTimeout
    ) -> tuple[int, bytes]:
        try:
            async with self._opened().request(method, url, data=body, headers=headers, timeout=limit) as response:
                status, payload = response.status, await response.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise Unreached(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (ClientError, OSError) as error:
            # Only the kind of error is told: some of them name the address, and the token is a part of it.
            raise NetworkError(type(error).__name__) from error
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise _refusal(status, payload)
        return status, payload

    async def download(self, url: str, most: int) -> bytes:
        """Fetch a file.

        Args:
            url: where it is.
            most: bytes that it may have.

        Raises:
            TooLarge: it has more.
            telegram.error.NetworkError: it could not be fetched now.
        """
        content = bytearray()
        try:
            async with self._opened().get(url, timeout=ClientTimeout(DOWNLOAD_SECONDS)) as response:
                if response.status != HTTPStatus.OK:
                    raise NetworkError(f"HTTP {response.status}")
                async for chunk in response.content.iter_chunked(CHUNK):
                    content += chunk
                    if len(content) > most:
                        raise TooLarge(f"more than {most} bytes")
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error
        return bytes(content)

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=CONNECTIONS, ttl_dns_cache=DNS_SECONDS),
                cookie_jar=DummyCookieJar(),  # The Bot API has none, and each call would look for some.
                headers={"User-Agent": BaseRequest.USER_AGENT},
            )
        return self._session

    def _timeout(self, connect: object, read: object, write: object) -> ClientTimeout:
        unset = BaseRequest.DEFAULT_NONE
        if connect is unset and read is unset and write is unset:
            return self._usual
        return _timeout(
            _seconds(connect, CONNECT_SECONDS), _seconds(read, READ_SECONDS), _seconds(write, WRITE_SECONDS)
        )


def _seconds(value: object, usual: float) -> float:
    return float(value) if isinstance(value, int | float) else usual


def _timeout(connect: float, read: float, write: float) -> ClientTimeout:
    # aiohttp has no limit for writing, so the whole request gets one.
    return ClientTimeout(total=connect + read + write, connect=connect, sock_connect=connect, sock_read=read)


def _whole(seconds: float) -> ClientTimeout:
    """Limit a call as a whole: every further limit is a timer that each call has to set and to cancel."""
    return ClientTimeout(total=CONNECT_SECONDS + seconds, connect=CONNECT_SECONDS)


def _written(parameters: Mapping[str, object]) -> bytes:
    return to_json(parameters)


def _body(data: RequestData | None) -> tuple[bytes | FormData | None, dict[str, str] | None]:
    if data is None:
        return None, None
    if not data.contains_files:
        return _written(data.parameters), _JSON
    form = FormData(quote_fields=False)  # Telegram shows a file's name as it comes.
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        # As a stream, so that a large file does not hold up everything else while it is written.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=kind)
    return form, None


def _refusal(status: int, payload: bytes) -> TelegramError:
    """Give the error of an answer that is no success (https://core.telegram.org/bots/api#making-requests)."""
    try:
        answer = from_json(payload)
        said, parameters = str(answer.get("description", "")), answer.get("parameters") or {}
        moved_to, retry_after = parameters.get("migrate_to_chat_id"), parameters.get("retry_after")
    except (ValueError, AttributeError):  # Somebody in between has answered.
        said, moved_to, retry_after = "", None, None
    if moved_to:
        return ChatMigrated(int(moved_to))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Flooded(max(float(retry_after), 1.0) if isinstance(retry_after, int | float) else FLOOD_SECONDS)
    return _REFUSALS.get(status, NetworkError)(said or f"HTTP {status}")
