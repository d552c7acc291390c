"""Steps 1 and 3 of a message on Telegram: our room ids and Telegram's chat ids.

They are the same, but for a group that became a supergroup: Telegram then gives it a new id, and the rest of the
product goes on calling it by the old one, which is in the configuration and in every row about it.
"""

from collections.abc import Collection

import structlog

from bot.platforms import Notebook, Refused

log = structlog.get_logger()

PREFIX = "moved:"


class Rooms:
    """Which chat a room is.

    Args:
        notebook: where moves are kept.
        configured: the rooms of the configuration; a new id that the administrator has put there stays as it is.
    """

    def __init__(self, notebook: Notebook, configured: Collection[str] = ()) -> None:
        self._notebook = notebook
        self._configured = frozenset(configured)
        self._new: dict[str, int] = {}
        self._old: dict[int, str] = {}
        self._is_read = False

    async def chat(self, room_id: str) -> int:
        """Give the chat of a room.

        Raises:
            Refused: there can be no such room on Telegram.
        """
        moves = await self._moves()
        if room_id in moves:
            return moves[room_id]
        try:
            return int(room_id)
        except ValueError as error:
            raise Refused("Telegram's rooms have numbers") from error

    async def room(self, chat: int) -> str:
        """Give our name of a chat."""
        await self._moves()
        return self._old.get(chat, str(chat))

    async def move(self, old: int, new: int) -> None:
        """Follow a group to its new id; told twice, it is the same move."""
        moves = await self._moves()
        room_id = self._old.get(old, str(old))
        if moves.get(room_id) == new:
            return
        await self._notebook.write(f"{PREFIX}{room_id}", str(new))
        self._note(room_id, new)
        log.info("telegram_group_moved", old=old, new=new)

    async def _moves(self) -> dict[str, int]:
        if not self._is_read:
            kept = await self._notebook.starting(PREFIX)
            if not self._is_read:  # Another message may have read them in the meantime.
                self._is_read = True
                for key, new in kept.items():
                    self._note(key.removeprefix(PREFIX), int(new))
        return self._new

    def _note(self, room_id: str, new: int) -> None:
        self._new[room_id] = new
        if str(new) not in self._configured:
            self._old[new] = room_id
