"""Step 3 of a message, on Matrix: a rendered message becomes events, each under a transaction id of its own.

The homeserver remembers transaction ids, so a message whose answer was lost is sent again without being shown twice.
The ids begin with a word that belongs to the notebook: a new database counts its messages from one again, and must not
be taken for the old one.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.platforms import Enclosure, Gone, Notebook, PlatformError, Refused, Rendered, Retryable
from bot.platforms.matrix import polls
from bot.platforms.matrix.client import Opened
from bot.platforms.matrix.formatting import MOST_BYTES, contents, edited, threaded
from bot.platforms.matrix.limits import LONGEST_TURN, Limit
from bot.platforms.matrix.media import enclosed
from bot.platforms.matrix.moving import SHORTLY, Moves
from bot.platforms.matrix.pointing import Pointing
from bot.platforms.matrix.reading import MESSAGE
from bot.platforms.matrix.rooms import Rooms
from bot.platforms.matrix.server import LIMITED, Rejected, Server, Unreachable, path

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
        moves: knows which room has taken the place of another.
        pointing: is told what was sent.
        notebook: keeps the word that transaction ids begin with.
    """

    def __init__(
        self, server: Server, opened: Opened, rooms: Rooms, moves: Moves, pointing: Pointing, notebook: Notebook
    ) -> None:
        self._server = server
        self._engine = opened.engine
        self._chores = opened.chores
        self._rooms = rooms
        self._moves = moves
        self._pointing = pointing
        self._notebook = notebook
        self._limit = Limit()
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
        room_id = address
        try:
            room_id = await self._rooms.room_of(address)
            if wait := self._limit.take(room_id, rendered.priority):
                raise Retryable("the account has sent enough for now", wait)
            await self._learn_whether_encrypted(room_id)
            rendered = await self._in_its_thread(room_id, rendered)
            sent = [edit] if edit is not None else []
            if edit is not None and await self._pointing.is_in(room_id, edit):
                await self._change(room_id, rendered, key, edit)
            elif edit is None or not rendered.ends_a_poll:
                # Whoever is quick, or writes while the program is being started again, answers what we have not noted.
                await self._pointing.offer(self._transaction(key), rendered)
                sent = await self._show(room_id, rendered, key)
            await self._pointing.note(room_id, sent, rendered)
        except (Unreachable, Rejected) as error:
            raise await self._failure(error, room_id) from error
        except TimeoutError as error:
            raise Retryable("the room's key could not be handed over in time") from error
        return room_id, sent[-1]

    def _transaction(self, key: str) -> str:
        return f"{self._word}-{key}"

    async def _show(self, room_id: str, rendered: Rendered, key: str) -> list[str]:
        """Send files, words, and a poll; gives the events they became."""
        sent = []
        for number, enclosure in enumerate(rendered.enclosures, 1):
            content = await self._enclosed_or_not(room_id, enclosure)
            sent.append(await self._put(room_id, threaded(content, rendered.thread), f"{key}.file-{number}"))
        shown = [(MESSAGE, content) for content in contents(rendered, MOST_BYTES)]
        if rendered.poll is not None and not rendered.ends_a_poll:
            shown.append((polls.START, polls.started(rendered.poll, rendered.choices)))
        keys = [*(f"{key}.{number}" for number in range(1, len(shown))), key]
        for (kind, content), each in zip(shown, keys, strict=True):
            sent.append(await self._put(room_id, threaded(content, rendered.thread), each, kind=kind))
        return sent

    async def _change(self, room_id: str, rendered: Rendered, key: str, receipt: str) -> None:
        """Change a message that was sent. Of a poll nothing but its end can be changed."""
        if rendered.poll is None or not await self._pointing.is_poll(receipt):
            await self._put(room_id, edited(rendered, receipt), key)
        elif rendered.ends_a_poll:
            await self._put(room_id, polls.ended(receipt, rendered.text), key, kind=polls.END)

    async def _failure(self, error: Rejected | Unreachable, room_id: str) -> PlatformError:
        """Say what a failed call means; a room that takes no messages may have moved a moment ago."""
        found = as_platform_error(error)
        if isinstance(found, Gone) and room_id.startswith("!") and await self._moves.is_replaced(room_id):
            return Retryable("the room is moving", SHORTLY)
        return found

    async def _in_its_thread(self, room_id: str, rendered: Rendered) -> Rendered:
        """Take a message out of a thread that is not in this room; see :meth:`Pointing.is_in`."""
        if rendered.thread is None or await self._pointing.is_in(room_id, rendered.thread):
            return rendered
        return replace(rendered, thread=None)

    async def _learn_whether_encrypted(self, room_id: str) -> None:
        """See to it that the engine knows that a room is encrypted; what could be out of date is asked for again."""
        if self._engine.is_encrypted(room_id) or time.monotonic() - self._synced_at < STALE:
            return
        try:
            await self._server.call("GET", path("rooms", room_id, "state", "m.room.encryption"))
        except Rejected as error:
            if error.status == 404:
                return
            raise
        self._engine.enter(room_id, encrypted=True)

    async def _enclosed_or_not(self, room_id: str, enclosure: Enclosure) -> Mapping[str, Any]:
        """Give the content of the event that shows a file, or says why it is not here if the server never takes it."""
        try:
            return await self._enclosed(room_id, enclosure)
        except Rejected as error:
            if not (enclosure.instead and isinstance(as_platform_error(error), Refused)):
                raise
            return contents(Rendered(enclosure.instead), MOST_BYTES)[0]

    async def _enclosed(self, room_id: str, enclosure: Enclosure) -> dict[str, Any]:
        """Put a file where an event can show it; encrypted, even if the room became so while it was on its way."""
        encrypted = self._engine.is_encrypted(room_id)
        content = await enclosed(self._server, enclosure, encrypted=encrypted)
        if encrypted is self._engine.is_encrypted(room_id):
            return content
        return await enclosed(self._server, enclosure, encrypted=True)

    async def _put(self, room_id: str, content: Mapping[str, Any], key: str, *, kind: str = MESSAGE) -> str:
        if self._engine.is_encrypted(room_id):
            await self._chores.prepare(room_id)
            # No await between the two: the key that was just shared is the one that is used.
            kind, content = self._engine.sealed(room_id, kind, content)
        where = path("rooms", room_id, "send", kind, self._transaction(key))
        try:
            answer = await self._server.call("PUT", where, content)
        except Rejected as error:
            if error.code == LIMITED:
                self._limit.told(room_id, error.retry_after or LONGEST_TURN)
            raise
        event_id = answer.get("event_id")
        if not isinstance(event_id, str) or not event_id:
            raise Unreachable("no event id")
        return event_id
