"""Step 1 of a message on Telegram, the same for polling and webhook: updates become messages, and what follows.

Only when the batch is committed are pressed buttons answered (the little clock on them stops) and "typing…" expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from telegram import User
from telegram.error import TelegramError

from bot.clock import Clock
from bot.incoming import Address, Incoming, Pressed, Room, Words
from bot.platforms.telegram.activity import Spawn, Typing
from bot.platforms.telegram.albums import Group
from bot.platforms.telegram.buttons import Buttons
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.parts import Parts
from bot.platforms.telegram.reading import NAME, moved, read
from bot.platforms.telegram.rooms import Rooms
from bot.platforms.telegram.updates import Update, parse

log = structlog.get_logger()

GONE_STATES = frozenset({"kicked", "left"})


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came at once: the messages, and the ids of the pressed buttons that wait to be answered."""

    messages: tuple[Incoming, ...]
    pressed: tuple[str, ...]


class Arrivals:
    """Turns updates into messages of ours.

    Args:
        client: the Bot API.
        rooms: our names of chats.
        buttons: what pressed buttons mean.
        parts: what is known of long messages.
        typing: who waits for an answer.
        clock: dates what Telegram does not.
        spawn: runs a call beside everything else.
    """

    def __init__(
        self, client: Client, rooms: Rooms, buttons: Buttons, parts: Parts, typing: Typing, clock: Clock, spawn: Spawn
    ) -> None:
        self._client = client
        self._rooms = rooms
        self._buttons = buttons
        self._parts = parts
        self._typing = typing
        self._clock = clock
        self._spawn = spawn

    def parse(self, raws: Sequence[dict[str, Any]]) -> list[Update]:
        """Read JSON; an update that cannot be read is logged and left out, or it would block all others."""
        updates = []
        for raw in raws:
            try:
                updates.append(parse(raw))
            except (TypeError, ValueError, KeyError, AttributeError) as error:
                log.error("telegram_update_unreadable", update_id=raw.get("update_id"), error=type(error).__name__)
        return updates

    async def take(self, groups: Sequence[Group], me: User) -> Arrived:
        """Read what makes a message each.

        Args:
            groups: updates alone, or all of an album.
            me: the bot's own account.
        """
        now = self._clock.now()
        messages = [message for group in groups if (message := await self._message(group, me, now))]
        queries = (update.callback_query for group in groups for update in group)
        return Arrived(tuple(messages), tuple(query.id for query in queries if query is not None))

    def kept(self, arrived: Arrived) -> None:
        """Go on when the messages are committed."""
        for query in arrived.pressed:
            self._spawn(self._answer(query))
        for message in arrived.messages:
            if message.room is Room.PRIVATE:
                self._typing.expect(message.address.room_id)

    async def _message(self, group: Group, me: User, now: datetime) -> Incoming | None:
        await self._note(group[0])
        message = _read(group, me, now)
        if message is None:
            return None
        room_id = message.address.room_id
        if message.room is Room.GROUP:
            room_id = await self._rooms.room(int(room_id))
        content = message.content
        match content:
            case Pressed(action=data):
                action = await self._buttons.action(data)
                content = content if action == data else replace(content, action=action)
            case Words(reply_to=str(replied)):
                content = replace(content, reply_to=await self._parts.receipt(room_id, replied))
        if room_id == message.address.room_id and content is message.content:
            return message
        return replace(message, address=Address(NAME, room_id), content=content)

    async def _note(self, update: Update) -> None:
        if move := moved(update):
            await self._rooms.move(*move)
        member = update.my_chat_member
        if member is not None and (state := member.raw["new_chat_member"]["status"]) in GONE_STATES:
            # The next message to this room is a dead letter by itself; here it is only told when it happened.
            log.info("telegram_left", chat=member.raw["chat"]["type"], state=state)

    async def _answer(self, query: str) -> None:
        try:
            await self._client.answer_press(query)
        except TelegramError as error:  # Too old, after an outage: nothing more can be done for that clock.
            log.debug("telegram_press_unanswered", error=error.message)


def _read(group: Group, me: User, now: datetime) -> Incoming | None:
    try:
        return read(group, me, now)
    except Exception:  # A mistake of ours about one kind of message must not stop all others for ever.
        log.exception("telegram_update_misread", update_id=group[0].update_id)
        return None
