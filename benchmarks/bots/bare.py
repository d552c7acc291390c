"""The form as a bare loop, the practical limit of a durable bot in Python: no framework, no features, no retries.

Usage: python -m benchmarks.bots.bare URL FOLDER

getUpdates by aiohttp; every batch is one SQLite transaction with synchronous=FULL that keeps the updates, the offset
and each person's answers; then the replies go out as tasks while the next updates are asked for.
"""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector

from benchmarks.bots import form
from benchmarks.bots.child import tell_processor_time

POLL_SECONDS = 50

Json = dict[str, Any]
Reply = tuple[int, str, tuple[tuple[str, str], ...]]


class Store:
    """The database.

    Args:
        folder: where it is made.
    """

    def __init__(self, folder: str) -> None:
        self._connection = sqlite3.connect(Path(folder) / "peer.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        for table in (
            "updates (id INTEGER PRIMARY KEY, payload TEXT)",
            "answers (person INTEGER PRIMARY KEY, given TEXT)",
            "requests (id INTEGER PRIMARY KEY, person INTEGER, words TEXT, place TEXT, lamp TEXT)",
        ):
            self._connection.execute(f"CREATE TABLE {table}")

    def take(self, updates: list[Json]) -> list[Reply]:
        """Keep updates and what follows from them; gives what is to be said."""
        self._connection.execute("BEGIN IMMEDIATE")
        replies = [self._take(update) for update in updates]
        self._connection.execute("COMMIT")
        return replies

    def _take(self, update: Json) -> Reply:
        execute = self._connection.execute
        execute("INSERT INTO updates VALUES (?, ?)", (update["update_id"], json.dumps(update)))
        message = update.get("message")
        person = (message or update["callback_query"])["from"]["id"]
        row = execute("SELECT given FROM answers WHERE person = ?", (person,)).fetchone()
        given: list[str] = json.loads(row[0]) if row else []
        if message is None:
            number = execute(
                "INSERT INTO requests (person, words, place, lamp) VALUES (?, ?, ?, ?)", (person, *given)
            ).lastrowid
            execute("DELETE FROM answers WHERE person = ?", (person,))
            return person, form.SENT.format(number=number), ()
        given.append(message["text"])
        execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (person, json.dumps(given)))
        match given:
            case [_]:
                return person, form.PLACE, (form.CANCEL_BUTTON,)
            case [_, _]:
                return person, form.LAMP, (form.SKIP_BUTTON, form.CANCEL_BUTTON)
            case _:
                return person, form.summary(*given), (form.CONFIRM_BUTTON, form.FIX_BUTTON, form.CANCEL_BUTTON)


async def run(url: str, folder: str) -> None:
    """Poll for ever."""
    store, offset, sends = Store(folder), 0, set[asyncio.Task[None]]()
    async with ClientSession(f"{url}/bot{form.TOKEN}/", connector=TCPConnector(limit=0)) as session:
        while True:
            asked = {"offset": offset, "timeout": POLL_SECONDS}
            async with session.post("getUpdates", json=asked) as response:
                updates = (await response.json())["result"]
            replies = store.take(updates)
            offset = updates[-1]["update_id"] + 1 if updates else offset
            for reply in replies:
                send = asyncio.create_task(_send(session, *reply))
                sends.add(send)
                send.add_done_callback(sends.discard)


async def _send(session: ClientSession, person: int, text: str, buttons: tuple[tuple[str, str], ...]) -> None:
    rows = [[{"text": label, "callback_data": data}] for label, data in buttons]
    asked = {"chat_id": person, "text": text, **({"reply_markup": {"inline_keyboard": rows}} if rows else {})}
    async with session.post("sendMessage", json=asked) as response:
        await response.read()


if __name__ == "__main__":
    tell_processor_time()
    asyncio.run(run(sys.argv[1], sys.argv[2]))
