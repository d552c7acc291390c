"""The form with aiogram 3, its router and its states.

Usage: python -m benchmarks.bots.aiogram_peer URL FOLDER [--sqlite]

The states are kept in memory or, with ``--sqlite``, in a storage on aiosqlite that commits every change for good;
aiogram 3.31 itself ships storages for memory, Redis and MongoDB only. Runs with what is in requirements-bench.lock.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiosqlite
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks.bots import form
from benchmarks.bots.child import tell_processor_time


class Report(StatesGroup):
    """The steps behind the first."""

    place = State()
    lamp = State()
    confirm = State()


class SqliteStorage(BaseStorage):
    """States and answers in a table, as aiogram's Redis storage has them in two keys.

    Args:
        connection: opened in autocommit: every statement is a transaction.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._keys = DefaultKeyBuilder()

    @classmethod
    async def open(cls, folder: str) -> "SqliteStorage":
        """Make the database."""
        connection = await aiosqlite.connect(Path(folder) / "states.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            await connection.execute(f"PRAGMA {pragma}")
        await connection.execute("CREATE TABLE fsm (key TEXT PRIMARY KEY, value TEXT)")
        return cls(connection)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep a state."""
        await self._set(self._keys.build(key, "state"), state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """Give a state."""
        return await self._get(self._keys.build(key, "state"))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep what was answered."""
        await self._set(self._keys.build(key, "data"), json.dumps(data) if data else None)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Give what was answered."""
        found: dict[str, Any] = json.loads(await self._get(self._keys.build(key, "data")) or "{}")
        return found

    async def close(self) -> None:
        """Close the database."""
        await self._connection.close()

    async def _set(self, key: str, value: str | None) -> None:
        if value is None:
            await self._connection.execute("DELETE FROM fsm WHERE key = ?", (key,))
        else:
            await self._connection.execute("INSERT OR REPLACE INTO fsm VALUES (?, ?)", (key, value))

    async def _get(self, key: str) -> str | None:
        async with self._connection.execute("SELECT value FROM fsm WHERE key = ?", (key,)) as cursor:
            row = await cursor.fetchone()
        return row[0] if row else None


def _keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)] for label, data in buttons]
    )


class Form:
    """The handlers.

    Args:
        requests: where what was sent is kept.
    """

    def __init__(self, requests: form.Requests) -> None:
        self._requests = requests

    async def words(self, message: Message, state: FSMContext) -> None:
        """Take what is wrong, ask where."""
        await state.update_data(words=message.text)
        await state.set_state(Report.place)
        await message.answer(form.PLACE, reply_markup=_keyboard(form.CANCEL_BUTTON))

    async def place(self, message: Message, state: FSMContext) -> None:
        """Take the place, ask for the lamp's number."""
        await state.update_data(place=message.text)
        await state.set_state(Report.lamp)
        await message.answer(form.LAMP, reply_markup=_keyboard(form.SKIP_BUTTON, form.CANCEL_BUTTON))

    async def lamp(self, message: Message, state: FSMContext) -> None:
        """Take the number, show everything."""
        answers = await state.update_data(lamp=message.text)
        await state.set_state(Report.confirm)
        said = form.summary(answers["words"], answers["place"], answers["lamp"])
        buttons = _keyboard(form.CONFIRM_BUTTON, form.FIX_BUTTON, form.CANCEL_BUTTON)
        await message.answer(said, reply_markup=buttons)

    async def confirm(self, query: CallbackQuery, state: FSMContext, bot: Bot) -> None:
        """Keep the request, say its number."""
        answers, person = await state.get_data(), query.from_user.id
        number = self._requests.add(person, answers["words"], answers["place"], answers["lamp"])
        await state.clear()
        await bot.send_message(person, form.SENT.format(number=number))
        await query.answer()


async def run(url: str, folder: str, *, sqlite: bool) -> None:
    """Put the bot together, and poll until told to stop."""
    storage = await SqliteStorage.open(folder) if sqlite else MemoryStorage()
    steps, dispatcher = Form(form.Requests(folder)), Dispatcher(storage=storage)
    dispatcher.message.register(steps.place, Report.place)
    dispatcher.message.register(steps.lamp, Report.lamp)
    dispatcher.message.register(steps.words)
    dispatcher.callback_query.register(steps.confirm, Report.confirm, F.data == form.CONFIRM)
    # Its usual hundred connections at once would make two hundred citizens wait for each other.
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), limit=1000)
    await dispatcher.start_polling(Bot(form.TOKEN, session=session))


if __name__ == "__main__":
    tell_processor_time()
    asyncio.run(run(sys.argv[1], sys.argv[2], sqlite="--sqlite" in sys.argv))
