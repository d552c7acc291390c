"""Beside reading: what an event points to, looked up in memory, in the notebook, or at the homeserver.

The notebook keeps ``choices:<event>`` (the actions of the numbered lines on a message of ours, as JSON),
``poll:<event>`` (of a poll of ours, the action of a vote that is taken back), ``thread:<event>`` (of a thread's first
message, the latest of ours in it that offers choices), ``in:<event>`` (the thread that such a message is in) and
``part:<room>:<event>`` (a message that became several events: each leads to the receipt of the whole). Choices and poll
are noted under the transaction first: somebody may answer before we know which event a message became.
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.incoming import Room
from bot.platforms import Notebook, Rendered
from bot.platforms.matrix.events import Event, Json, mapping, string
from bot.platforms.matrix.reading import Points, Target, points_to
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

REMEMBERED = 5000
"""Events whose rooms and senders are kept in memory."""

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
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    def seen(self, room_id: str, event_id: str, sender: str, transaction: str = "") -> None:
        """Remember where an event is, who sent it, and if this device of ours did, in which transaction."""
        self._seen[event_id] = _Seen(room_id, sender, transaction if sender == self._me else "")
        self._seen.move_to_end(event_id)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    async def target(self, room_id: str, event: Event, kind: Room) -> Target | None:
        """Look up what an event points to; None when to nothing, or nothing that matters."""
        pointer = points_to(event)
        if pointer is None:
            return None
        how, event_id = pointer
        match how:
            case Points.REACTION:
                receipt = await self._whole(room_id, event_id)
                actions = await self._actions(room_id, receipt)
                thread = await self._notebook.read(f"in:{receipt}")
                return Target(self._me, receipt, actions, thread=thread) if actions else None
            case Points.VOTE:
                withdraw = await self._noted("poll", room_id, event_id)
                actions = await self._actions(room_id, event_id)
                return Target(self._me, event_id, actions, withdraw) if withdraw else None
            case Points.EDIT:
                return Target(await self._sender(room_id, event_id), event_id)
            case Points.REPLY:
                receipt = await self._whole(room_id, event_id)
                # In a private room it does not matter whose message was answered: the bot is meant in any case.
                sender = await self._sender(room_id, event_id) if kind is Room.GROUP else ""
                return Target(sender, receipt)
            case Points.THREAD:
                return await self._in_thread(room_id, event_id, kind)

    async def _in_thread(self, room_id: str, first: str, kind: Room) -> Target | None:
        """Say what is answered in a thread: what was asked there last, else the thread's first message."""
        if asked := await self._notebook.read(f"thread:{first}"):
            return Target(self._me, asked)
        sender = await self._sender(room_id, first)
        if kind is Room.PRIVATE and sender != self._me:
            return None  # Below words of their own: that points to nothing of ours.
        return Target(sender, await self._whole(room_id, first))

    async def is_in(self, room_id: str, event_id: str) -> bool:
        """Say whether an event is in a room; of two rooms of the same address only one has it.

        Raises:
            Unreachable, Rejected: the server did not tell.
        """
        try:
            return (await self._look_up(room_id, event_id)).room_id == room_id
        except Rejected as error:
            if error.status in (403, 404):
                return False
            raise

    async def is_poll(self, receipt: str) -> bool:
        """Say whether a message of ours is a poll."""
        return bool(await self._notebook.read(f"poll:{receipt}"))

    async def offer(self, name: str, rendered: Rendered) -> None:
        """Note what a message offers.

        Args:
            name: of the transaction in which it is about to be sent, or of the event that it became.
            rendered: the message.
        """
        if rendered.choices:
            actions = [choice.action for choice in rendered.choices]
            await self._notebook.write(f"choices:{name}", json.dumps(actions))
        if rendered.poll is not None and not rendered.ends_a_poll:
            await self._notebook.write(f"poll:{name}", rendered.poll.withdraw)

    async def note(self, room_id: str, parts: Sequence[str], rendered: Rendered) -> None:
        """Note a message that was sent: the events it became, the last of which is its receipt, and its choices."""
        *before, receipt = parts
        for event_id in before:
            await self._notebook.write(f"part:{room_id}:{event_id}", receipt)
        await self.offer(receipt, rendered)
        if rendered.choices and rendered.thread is not None:
            await self._notebook.write(f"in:{receipt}", rendered.thread)
            await self._notebook.write(f"thread:{rendered.thread}", receipt)
        for event_id in parts:
            self.seen(room_id, event_id, self._me)

    async def _whole(self, room_id: str, event_id: str) -> str:
        """Give the receipt of the message of ours that an event is a part of; its own id if of none."""
        return await self._notebook.read(f"part:{room_id}:{event_id}") or event_id

    async def _actions(self, room_id: str, receipt: str) -> tuple[str, ...]:
        return tuple(json.loads(await self._noted("choices", room_id, receipt) or "[]"))

    async def _noted(self, what: str, room_id: str, event_id: str) -> str | None:
        """Read what is noted of a message of ours; under its transaction, if the program was stopped in between."""
        if written := await self._notebook.read(f"{what}:{event_id}"):
            return written
        with suppress(Unreachable, Rejected):
            if transaction := (await self._look_up(room_id, event_id)).transaction:
                # Behind a dot stands which part of the message it is.
                return await self._notebook.read(f"{what}:{transaction.partition('.')[0]}")
        return None

    async def _sender(self, room_id: str, event_id: str) -> str:
        """Give who sent an event; empty when nobody knows."""
        try:
            return (await self._look_up(room_id, event_id)).sender
        except (Unreachable, Rejected):
            # What a stranger's event points to must not be able to hold up everybody's messages.
            return ""

    async def _look_up(self, room_id: str, event_id: str) -> "_Seen":
        """Give where an event is and who sent it; errors as :meth:`Server.call`."""
        if event_id not in self._seen:
            where = path("rooms", room_id, "event", event_id)
            found = await self._server.call("GET", where, patience=LOOK_UP_PATIENCE)
            self.seen(room_id, event_id, string(found, "sender"), transaction_of(mapping(found, "unsigned")))
        return self._seen[event_id]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where an event is, who sent it, and if this device of ours did, in which transaction."""

    room_id: str
    sender: str
    transaction: str


def transaction_of(unsigned: Json) -> str:
    """Give the transaction in which an event was sent, which a server tells only the device that sent it."""
    return string(unsigned, "transaction_id")
