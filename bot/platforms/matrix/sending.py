"""Step 3 of a message, on Matrix: a rendered message becomes events, each under a transaction id of its own.

The homeserver remembers transaction ids, so a message whose answer was lost is sent again without being shown twice.
The ids begin with a word that belongs to the notebook: a new database counts its messages from one again, and must not
be taken for the old one.
"""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from bot.platforms import Gone, Notebook, PlatformError, Refused, Rendered, Retryable
from bot.platforms.matrix.client import Opened
from bot.platforms.matrix.formatting import MOST_BYTES, contents, edited
from bot.platforms.matrix.media import enclosed
from bot.platforms.matrix.pointing import Pointing
from bot.platforms.matrix.rooms import Rooms
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

NOTE = "transactions"
GONE = frozenset({"M_FORBIDDEN", "M_NOT_FOUND", "M_GUEST_ACCESS_FORBIDDEN"})
REFUSED = frozenset({"M_TOO_LARGE", "M_BAD_JSON", "M_INVALID_PARAM"})

STALE = 60.0
"""Seconds without a sync after which what we know of a room may be old, and is looked up before clear text is sent."""


def as_platform_error(error: Rejected | Unreachable) -> PlatformError:
    """Say what a failed call means for a message; it can always be tried again, because of its transaction id."""
    if isinstance(error, Unreachable):
        return Retryable(str(error))
    if error.code in GONE:
        return Gone(error.code)
    if error.code in REFUSED or error.status == 413:
        return Refused(error.code or str(error.status))
    return Retryable(error.code or str(error.status), error.retry_after)


class Sending:
    """Sends messages.

    Args:
        server: the homeserver.
        opened: the account.
        rooms: knows the rooms.
        pointing: is told what was sent.
        notebook: keeps the word that transaction ids begin with.
    """

    def __init__(self, server: Server, opened: Opened, rooms: Rooms, pointing: Pointing, notebook: Notebook) -> None:
        self._server = server
        self._engine = opened.engine
        self._chores = opened.chores
        self._rooms = rooms
        self._pointing = pointing
        self._notebook = notebook
        self._word = ""
        self._synced_at = time.monotonic()

    async def load(self) -> None:
        """Read the word that transaction ids begin with, or choose it."""
        self._word = await self._notebook.read(NOTE) or ""
        if not self._word:
            self._word = secrets.token_hex(4)
            await self._notebook.write(NOTE, self._word)

    def synced(self) -> None:
        """Note that what we know of the rooms is fresh."""
        self._synced_at = time.monotonic()

    async def send(self, address: str, rendered: Rendered, key: str, edit: str | None) -> tuple[str, str]:
        """Send a message, or an edit of the one with the receipt ``edit``.

        Returns:
            The room it went to, and its receipt.

        Raises:
            PlatformError: one of its three kinds.
        """
        try:
            room_id = await self._rooms.room_of(address)
            encrypted = await self._is_encrypted(room_id)
            if edit is not None:
                await self._put(room_id, edited(rendered, edit), key, encrypted=encrypted)
                sent = [edit]
            else:
                sent = await self._show(room_id, rendered, key, encrypted=encrypted)
            await self._pointing.note(room_id, sent, rendered.choices)
        except (Unreachable, Rejected) as error:
            raise as_platform_error(error) from error
        except TimeoutError as error:
            raise Retryable("the room's key could not be handed over in time") from error
        return room_id, sent[-1]

    async def _show(self, room_id: str, rendered: Rendered, key: str, *, encrypted: bool) -> list[str]:
        """Send files and words; gives the events they became."""
        sent = []
        for number, enclosure in enumerate(rendered.enclosures, 1):
            content = await enclosed(self._server, enclosure, encrypted=encrypted)
            sent.append(await self._put(room_id, content, f"{key}.file-{number}", encrypted=encrypted))
        words = contents(rendered, MOST_BYTES)
        keys = [*(f"{key}.{number}" for number in range(1, len(words))), key]
        for content, each in zip(words, keys, strict=True):
            sent.append(await self._put(room_id, content, each, encrypted=encrypted))
        return sent

    async def _is_encrypted(self, room_id: str) -> bool:
        """Say whether a room is encrypted; an answer that could be out of date is asked for again."""
        if self._engine.is_encrypted(room_id):
            return True
        if time.monotonic() - self._synced_at < STALE:
            return False
        try:
            await self._server.call("GET", path("rooms", room_id, "state", "m.room.encryption"))
        except Rejected as error:
            if error.status == 404:
                return False
            raise
        self._engine.enter(room_id, encrypted=True)
        return True

    async def _put(self, room_id: str, content: Mapping[str, Any], key: str, *, encrypted: bool) -> str:
        kind = "m.room.message"
        if encrypted or self._engine.is_encrypted(room_id):
            await self._chores.prepare(room_id)
            # No await between the two: the key that was just shared is the one that is used.
            kind, content = self._engine.sealed(room_id, kind, content)
        where = path("rooms", room_id, "send", kind, f"{self._word}-{key}")
        answer = await self._server.call("PUT", where, content)
        event_id = answer.get("event_id")
        if not isinstance(event_id, str) or not event_id:
            raise Unreachable("no event id")
        return event_id
