"""The Matrix platform: the adapter's parts, put together, behind the seam that the rest of the product knows."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from bot.clock import Clock
from bot.config import Matrix
from bot.platforms import Abilities, Batch, Notebook, Rendered, Retryable
from bot.platforms.matrix import media
from bot.platforms.matrix.client import Account, NotSignedIn, Opened
from bot.platforms.matrix.courtesy import Courtesy
from bot.platforms.matrix.late import Late
from bot.platforms.matrix.moving import Moves
from bot.platforms.matrix.pointing import Pointing
from bot.platforms.matrix.receiving import Heard, Receiving
from bot.platforms.matrix.rooms import NAME, Rooms, Rule
from bot.platforms.matrix.sending import Sending
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

log = structlog.get_logger()

LONG_POLL = 25.0
"""Seconds the server holds a sync that has nothing to say."""

SYNC_PATIENCE = 60.0
FIRST_SYNC_PATIENCE = 300.0
"""Seconds a sync may take; the first one of a process names every member of every room."""

READY_WITHIN = 1.0
"""Seconds that a message waits for the first sync, before it is put back."""

KEEP_AT_LEAST = 10.0
"""Seconds between two cursors that are kept although nothing was said."""

NOTHING: dict[str, list[str]] = {"types": []}
FILTER = {
    "presence": NOTHING,
    "account_data": NOTHING,
    "room": {"ephemeral": NOTHING, "account_data": NOTHING, "timeline": {"limit": 100}},
}


@dataclass(frozen=True, slots=True)
class _Parts:
    rooms: Rooms
    moves: Moves
    receiving: Receiving
    sending: Sending
    courtesy: Courtesy
    late: Late

    async def close(self) -> None:
        """Leave all that goes on beside."""
        await self.courtesy.close()
        await self.moves.close()
        await self.rooms.close()


class MatrixPlatform:
    """The platform.

    Args:
        section: of the configuration.
        notebook: what must outlive a restart.
        folder: the store of the device's keys.
        clock: the only source of time.
        rooms: the Matrix rooms of the configuration.
    """

    name = NAME
    abilities = Abilities(buttons=False, edits=True, html=True, max_length=16_000, files=True, polls=True)

    def __init__(
        self, section: Matrix, notebook: Notebook, folder: Path, clock: Clock, rooms: Collection[str] = ()
    ) -> None:
        self.abilities = replace(type(self).abilities, door=f"https://matrix.to/#/{section.user}")
        self._section = section
        self._notebook = notebook
        self._configured = rooms
        self._clock = clock
        self._server = Server(section.homeserver)
        self._account = Account(section, folder, self._server)
        self._parts: _Parts | None = None
        self._connecting = asyncio.Lock()
        self._ready = asyncio.Event()

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message, or change the one with the receipt ``edit``; errors as the seam says."""
        try:
            async with asyncio.timeout(READY_WITHIN):
                await self._ready.wait()
        except TimeoutError as error:
            raise Retryable("not synced yet", READY_WITHIN) from error
        parts = self._parts
        if parts is None:
            raise Retryable("signed out", READY_WITHIN)
        room, receipt = await parts.sending.send(room_id, rendered, idempotency_key, edit)
        parts.courtesy.answered(room)
        return receipt

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give what comes in after a cursor, for ever.

        Raises:
            OSError: the account cannot be used, or the server is not there; to be tried again.
        """
        kept_at = float("-inf")
        while True:
            parts = await self._connected()
            answer = await self._sync(parts, cursor)
            if answer is None:
                cursor = None
                continue
            heard = await parts.receiving.take(answer, cursor)
            parts.sending.synced()
            self._ready.set()
            moved, cursor = cursor != answer["next_batch"], answer["next_batch"]
            if heard or (moved and time.monotonic() - kept_at > KEEP_AT_LEAST):
                yield Batch(tuple(each.incoming for each in heard), cursor)
                kept_at = time.monotonic()
                _be_courteous(parts.courtesy, heard)
            # Now all that this sync told is kept for good.
            parts.late.kept()
            parts.rooms.answer()

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Fetch a file that came with a message.

        Args:
            file_id: of the attachment.
            most: bytes.

        Raises:
            PlatformError: one of its three kinds.
        """
        try:
            await self._connected()
        except OSError as error:
            raise Retryable(str(error)) from error
        return await media.fetch(self._server, file_id, most)

    async def close(self) -> None:
        """Close everything; :meth:`receive` opens it again."""
        self._ready.clear()
        if self._parts is not None:
            parts, self._parts = self._parts, None
            await parts.close()
        self._account.close()
        await self._server.close()

    async def _connected(self) -> _Parts:
        async with self._connecting:
            opened = await self._account.open()
            if self._parts is None:
                self._parts = await self._put_together(opened)
            return self._parts

    async def _put_together(self, opened: Opened) -> _Parts:
        me, engine, notebook = opened.session.user_id, opened.engine, self._notebook
        pointing, late = Pointing(self._server, notebook, me), Late(notebook, engine)
        moves = Moves(self._server, engine, notebook, self._configured)
        rule, encrypt_direct = Rule.of(self._section), self._section.encrypt_direct
        rooms = Rooms(self._server, engine, notebook, moves, rule, encrypt_direct=encrypt_direct)
        sending = Sending(self._server, opened, rooms, moves, pointing, notebook)
        for part in (late, moves, sending, rooms):
            await part.load()
        receiving = Receiving(self._server, opened, rooms, moves, pointing, late, self._clock)
        return _Parts(rooms, moves, receiving, sending, Courtesy(self._server, me), late)

    async def _sync(self, parts: _Parts, cursor: str | None) -> dict[str, Any] | None:
        """Ask for what is new; None when the server does not know the cursor."""
        first = not self._ready.is_set()
        waits = [LONG_POLL, *(each for each in (parts.late.patience(self._clock.now()),) if each is not None)]
        query = {"filter": json.dumps(FILTER), "timeout": str(0 if first else int(min(waits) * 1000))}
        if cursor is not None:
            query["since"] = cursor
        else:
            # Synapse gives the same answer to the same question for two minutes: an old one is not what is wanted here.
            unlike = {"types": [], "not_types": [secrets.token_hex(8)]}
            query["filter"] = json.dumps({**FILTER, "presence": unlike})
        if first:
            # The engine starts empty: without it, rooms where nothing happens would not be known.
            query["full_state"] = "true"
        patience = FIRST_SYNC_PATIENCE if first else SYNC_PATIENCE
        try:
            answer = await self._server.call("GET", path("sync"), query=query, patience=patience)
        except Rejected as error:
            if error.code == "M_UNKNOWN_TOKEN":
                await self._signed_out(device_stays=error.answer.get("soft_logout") is True)
                raise NotSignedIn("signed-out") from error
            if cursor is not None and error.status == 400:
                # The server has lost its memory. What was said meanwhile cannot be told from what was answered.
                log.error("matrix_cursor_unknown", error=error.code)
                return None
            raise Unreachable(error.code) from error
        if not isinstance(answer.get("next_batch"), str):
            raise Unreachable("no sync")
        return answer

    async def _signed_out(self, *, device_stays: bool) -> None:
        self._ready.clear()
        if self._parts is not None:
            parts, self._parts = self._parts, None
            await parts.close()
        self._account.signed_out(device_stays=device_stays)


def _be_courteous(courtesy: Courtesy, heard: list[Heard]) -> None:
    latest = {each.room_id: each.event_id for each in heard}
    courtesy.heard(latest, frozenset(each.room_id for each in heard if each.incoming.called))
