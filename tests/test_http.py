"""The HTTP port: alive, ready, figures; not ready while the database takes nothing."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import aiohttp

from bot.http import application, serving
from bot.incoming import Account, Address, Incoming, Words
from bot.outgoing import Quoted, Say
from storage.database import Database
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock


async def _get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def test_alive_and_ready(database: Database, clock: StillClock) -> None:
    async with serving(application(database, clock), "127.0.0.1", 0) as port:
        assert await _get(port, "/healthz") == (200, "ok\n")
        assert await _get(port, "/readyz") == (200, "ok\n")
        assert (await _get(port, "/nothing"))[0] == 404


async def test_not_ready_while_the_database_is_locked(fresh_sqlite: Callable[[], str], clock: StillClock) -> None:
    url = fresh_sqlite()
    database = Database(url, busy_seconds=0.01)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with serving(application(database, clock), "127.0.0.1", 0) as port:
        assert await _get(port, "/readyz") == (503, "busy\n")
        other.execute("ROLLBACK")
        assert await _get(port, "/readyz") == (200, "ok\n")
    other.close()
    database.close()


async def test_the_figures(database: Database, clock: StillClock) -> None:
    def work(uow: UnitOfWork) -> None:
        address = Address("fake", "léa")
        message = Incoming("e1", address, Account("fake", "léa"), Words("bonjour"), clock.now())
        uow.inbox.add([message], clock.now())
        uow.outbox.add(Message(address, "fr", Say((Quoted("bonjour"),))), clock.now())

    database.run_here(work)
    clock.advance(timedelta(seconds=90))
    async with serving(application(database, clock), "127.0.0.1", 0) as port:
        status, text = await _get(port, "/metrics")
    assert status == 200
    assert "proximcite_inbox_waiting 1.0" in text
    assert "proximcite_inbox_oldest 90.0" in text
    assert "proximcite_outbox_waiting 1.0" in text
    assert "proximcite_requests_open 0.0" in text
    assert "léa" not in text
