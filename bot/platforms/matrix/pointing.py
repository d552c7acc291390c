"""Beside reading: what an event points to, looked up in memory, in the notebook, or at the homeserver.

The notebook keeps ``choices:<event>`` (the actions of the numbered lines on a message of ours, as JSON) and
``part:<room>:<event>`` (a message that was split: each part leads to the receipt of the whole).
"""

import json
from collections import OrderedDict
from collections.abc import Sequence

from bot.incoming import Room
from bot.platforms import Notebook, RenderedChoice
from bot.platforms.matrix.events import Event, string
from bot.platforms.matrix.reading import Points, Target, points_to
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

REMEMBERED = 5000
"""Events whose senders are kept in memory."""

LOOK_UP_PATIENCE = 5.0


class Pointing:
    """Knows earlier events.

    Args:
        server: the homeserver, for events of before the start.
        notebook: where what we have sent is noted.
        me: our user id.
    """

    def __init__(self, server: Server, notebook: Notebook, me: str) -> None:
        self._server = server
        self._notebook = notebook
        self._me = me
        self._senders: OrderedDict[str, str] = OrderedDict()

    def seen(self, event_id: str, sender: str) -> None:
        """Remember who sent an event."""
        self._senders[event_id] = sender
        self._senders.move_to_end(event_id)
        if len(self._senders) > REMEMBERED:
            self._senders.popitem(last=False)

    async def target(self, room_id: str, event: Event, kind: Room) -> Target | None:
        """Look up what an event points to; None when to nothing, or nothing that matters."""
        pointer = points_to(event)
        if pointer is None:
            return None
        how, event_id = pointer
        match how:
            case Points.REACTION:
                written = await self._notebook.read(f"choices:{event_id}")
                return Target(self._me, event_id, tuple(json.loads(written))) if written else None
            case Points.EDIT:
                return Target(await self._sender(room_id, event_id), event_id)
            case Points.REPLY:
                receipt = await self._notebook.read(f"part:{room_id}:{event_id}")
                # In a private room it does not matter whose message was answered: the bot is meant in any case.
                sender = await self._sender(room_id, event_id) if kind is Room.GROUP else ""
                return Target(sender, receipt or event_id)

    async def note(self, room_id: str, parts: Sequence[str], choices: Sequence[RenderedChoice]) -> None:
        """Note a message that was sent: the events it became, the last of which is its receipt, and its choices."""
        *before, receipt = parts
        for event_id in parts:
            self.seen(event_id, self._me)
        for event_id in before:
            await self._notebook.write(f"part:{room_id}:{event_id}", receipt)
        if choices:
            await self._notebook.write(f"choices:{receipt}", json.dumps([choice.action for choice in choices]))

    async def _sender(self, room_id: str, event_id: str) -> str:
        """Give who sent an event; empty when nobody knows."""
        if event_id not in self._senders:
            where = path("rooms", room_id, "event", event_id)
            try:
                found = string(await self._server.call("GET", where, patience=LOOK_UP_PATIENCE), "sender")
            except (Unreachable, Rejected):
                # What a stranger's event points to must not be able to hold up everybody's messages.
                return ""
            self.seen(event_id, found)
        return self._senders[event_id]
