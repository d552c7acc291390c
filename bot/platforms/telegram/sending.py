"""Step 3 of a message on Telegram: brings it out, or changes the one that is there, within Telegram's limits."""

import html
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import structlog
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.outgoing import Priority
from bot.platforms import Enclosure, Gone, Rendered
from bot.platforms.telegram.buttons import Buttons
from bot.platforms.telegram.client import Client, Json
from bot.platforms.telegram.failures import failure, is_not_editable, is_unchanged
from bot.platforms.telegram.parts import Parts
from bot.platforms.telegram.request import Flooded
from bot.platforms.telegram.rooms import Rooms
from bot.platforms.telegram.splitting import split
from bot.platforms.telegram.turns import Turns

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Goal:
    """The room that a message goes to, and how urgent it is."""

    room_id: str
    priority: Priority


class Sender:
    """Sends and edits.

    Args:
        client: the Bot API.
        rooms: which chat a room is.
        buttons: make the keyboards.
        parts: what is known of long messages.
        turns: when a message may go out.
    """

    def __init__(self, client: Client, rooms: Rooms, buttons: Buttons, parts: Parts, turns: Turns) -> None:
        self._client = client
        self._rooms = rooms
        self._buttons = buttons
        self._parts = parts
        self._turns = turns

    async def send(self, room_id: str, rendered: Rendered, key: str, edit: str | None) -> str:
        """Bring a message out; errors and result as :meth:`bot.platforms.Platform.send`."""
        goal = _Goal(room_id, rendered.priority)
        written = html.escape(rendered.text, quote=False) if rendered.html is None else rendered.html
        texts = split(written)
        try:
            keyboard = await self._buttons.keyboard(rendered.choices)
            if edit is not None and (receipt := await self._edit(goal, texts, keyboard, edit)):
                return receipt
            return await self._show(goal, rendered.enclosures, texts, keyboard, key)
        except TelegramError as error:
            raise failure(error) from error

    async def _show(
        self, goal: _Goal, files: Sequence[Enclosure], texts: tuple[str, ...], keyboard: Json | None, key: str
    ) -> str:
        """Bring out files, then texts; what an earlier try under this key brought out is not brought out again."""
        if not files and len(texts) == 1:
            return str(await self._say(goal, texts[0], keyboard))
        sent = await self._parts.sent_so_far(key)
        for file in files[len(sent) :]:
            sent.append(await self._enclose(goal, file))
            await self._parts.progress(key, sent)
        for text in texts[len(sent) - len(files) :]:
            last = len(sent) == len(files) + len(texts) - 1
            sent.append(await self._say(goal, text, keyboard if last else None))
            await self._parts.progress(key, sent)
        return await self._parts.keep(goal.room_id, sent[len(files) :], [each for each in sent[: len(files)] if each])

    async def _say(self, goal: _Goal, text: str, keyboard: Json | None) -> int:
        return await self._in_turn(goal, lambda chat: self._client.say(chat, text, keyboard))

    async def _enclose(self, goal: _Goal, file: Enclosure) -> int:
        """Show a file, or say why it is not here if Telegram will never take it: the words matter more."""
        try:
            return await self._in_turn(goal, lambda chat: self._client.enclose(chat, file))
        except BadRequest as error:
            if isinstance(failure(error), Gone):
                raise
            log.warning("telegram_file_refused", error=error.message)
            return await self._say(goal, html.escape(file.instead, quote=False), None) if file.instead else 0

    async def _edit(self, goal: _Goal, texts: tuple[str, ...], keyboard: Json | None, edit: str) -> str | None:
        """Change a message part by part; None when it cannot be changed, so that a new one must take its place."""
        there = await self._parts.of(goal.room_id, edit)
        if len(texts) > len(there):  # Nothing can be put between messages that stand there.
            return None
        surplus, kept = there[: -len(texts)], there[-len(texts) :]
        for message, text in zip(kept, texts, strict=True):
            own_keyboard = keyboard if message == kept[-1] else None
            if not await self._change(goal, message, text, own_keyboard):
                return None
        if surplus:
            chat = await self._rooms.chat(goal.room_id)
            for message in surplus:
                with suppress(BadRequest):  # Too old to be deleted, or somebody did already.
                    await self._client.delete_message(chat, message)
            await self._parts.keep(goal.room_id, kept, ())
        return edit

    async def _change(self, goal: _Goal, message: int, text: str, keyboard: Json | None) -> bool:
        try:
            await self._in_turn(goal, lambda chat: self._client.change(chat, message, text, keyboard))
        except BadRequest as error:
            if is_unchanged(error):
                return True
            if is_not_editable(error):
                return False
            raise
        return True

    async def _in_turn(self, goal: _Goal, call: Callable[[int], Awaitable[T]]) -> T:
        """Do something in a chat when its turn comes, following it once to where it has moved."""
        chat = await self._rooms.chat(goal.room_id)
        await self._turns.come(chat, goal.priority)
        try:
            return await call(chat)
        except ChatMigrated as moved:
            await self._rooms.move(chat, moved.new_chat_id)
            return await call(moved.new_chat_id)
        except Flooded as error:
            log.warning("telegram_flood", seconds=error.seconds)
            self._turns.hold(chat, error.seconds)
            raise
