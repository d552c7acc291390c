"""A database that takes nothing, locked or full: nothing is kept by halves, it is told, and later nothing is missing.

The other half of tests/test_bad_input.py.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from unittest import mock

import pytest
from sqlalchemy import event, select
from structlog.testing import capture_logs

from bot.app import App
from bot.chat import Chat, View
from bot.clock import AdjustableClock
from bot.incoming import Words
from bot.platforms import Batch
from bot.platforms.terminal import Rooms, Terminal
from storage.database import Database, Reason, Unavailable
from storage.tables import inbox
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.town import Town, citizen
from tests.fakes.understander import FakeUnderstander

ANNA, BORIS = citizen("anna"), citizen("boris")
LONG = "lampadaire " * 1_000
"""More than any page of the database has room for."""

AT_ONCE = 0.02
"""Seconds that the bot waits for a lock in these tests."""


@pytest.fixture
def town(fresh_sqlite: Fresh) -> Iterator[Town]:
    with Town(fresh_sqlite(), busy_seconds=AT_ONCE) as opened:
        opened.understander.teach(LONG, "category street_lighting")
        yield opened


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the write lock, as another process would."""
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Leave no room for another page on the disk."""

    most = 1  # SQLite makes it as many pages as there are.

    def limit(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {most}")

    event.listen(database.engine, "checkout", limit)
    try:
        yield
    finally:
        most = 1_000_000


@contextmanager
def taking_nothing(town: Town, reason: Reason) -> Iterator[None]:
    with locked(town.url) if reason is Reason.BUSY else full(town.database):
        yield


def kept(town: Town) -> dict[str, int]:
    """Count every row of the database."""
    connection = sqlite3.connect(town.url.removeprefix("sqlite:///"))
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608  # Names of our tables.
    connection.close()
    return found


@pytest.mark.parametrize("reason", [Reason.BUSY, Reason.FULL])
class TestUnavailable:
    async def test_what_is_not_kept_is_kept_when_it_comes_again(self, town: Town, reason: Reason) -> None:
        event, before = town.platform.incoming(ANNA, Words(LONG)), kept(town)
        with taking_nothing(town, reason):
            for _ in range(3):
                with pytest.raises(Unavailable) as refused:
                    await town.app.intake.accept(town.platform.name, [event], "17")
                assert refused.value.reason is reason
        assert kept(town) == before
        assert town.look(lambda uow: uow.inbox.cursor(town.platform.name)) is None
        await town.app.intake.accept(town.platform.name, [event], "17")
        await town.settle()
        assert town.said(ANNA.room) == ["report-understood", "report-place"]
        assert town.look(lambda uow: uow.inbox.cursor(town.platform.name)) == "17"

    async def test_a_message_that_is_kept_waits_until_it_can_be_handled(self, town: Town, reason: Reason) -> None:
        await town.hand_over(town.platform.incoming(ANNA, Words(LONG)), town.platform.incoming(BORIS, Words(LONG)))
        before = kept(town)
        with taking_nothing(town, reason):
            for _ in range(3):
                with pytest.raises(Unavailable) as refused:
                    await town.settle()
                assert refused.value.reason is reason
        assert kept(town) == before
        assert town.platform.screen == []
        await town.settle()
        for who in (ANNA, BORIS):
            assert town.said(who.room) == ["report-understood", "report-place"]
        assert len(town.platform.screen) == 2

    async def test_a_confirmation_makes_one_request_in_the_end(self, town: Town, reason: Reason) -> None:
        await town.write(ANNA, LONG)
        await town.write(ANNA, "12 rue Battant")
        await town.choose(ANNA, "answer lamp_number -")
        await town.hand_over(town.platform.incoming(ANNA, Words("oui")))
        with taking_nothing(town, reason):
            for _ in range(3):
                with pytest.raises(Unavailable):
                    await town.settle()
            assert town.platform.screen[-1].room == ANNA.room
        await town.settle()
        assert len(town.requests()) == 1
        assert [shown.room for shown in town.platform.screen].count("team-street_lighting") == 1

    async def test_receiving_goes_on_by_itself_and_says_so_in_the_log(self, town: Town, reason: Reason) -> None:
        town.platform.batches = [Batch([town.platform.incoming(ANNA, Words(LONG))], "1")]
        pauses: list[float] = []
        with ExitStack() as trouble, capture_logs() as logs:
            trouble.enter_context(taking_nothing(town, reason))

            async def pause(seconds: float) -> None:
                pauses.append(seconds)
                if len(pauses) == 3:
                    trouble.close()

            with mock.patch("bot.intake.asyncio.sleep", pause):
                await town.app.intake.run(town.platform)
        waits = [entry for entry in logs if entry["event"] == "intake_waits"]
        assert [entry["seconds"] for entry in waits] == pauses == [pauses[0], pauses[0] * 2, pauses[0] * 4]
        assert all(reason.value in entry["error"] for entry in waits)
        await town.settle()
        assert town.said(ANNA.room) == ["report-understood", "report-place"]

    async def test_somebody_at_the_terminal_reads_what_is_wrong(
        self, chat: "Terminals", reason: Reason, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with capture_logs() as logs, chat.trouble(reason):
            await chat.chat.line(LONG)
        assert chat.sentence(f"terminal-unavailable-{reason.value}") in capsys.readouterr().out
        assert [entry["reason"] for entry in logs if entry["log_level"] == "error"] == [reason]
        await chat.chat.line("bonjour")
        assert chat.sentence("report-not-understood") in capsys.readouterr().out
        assert chat.kept() == 1

    async def test_a_line_that_was_kept_is_not_called_lost(
        self, chat: "Terminals", reason: Reason, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The trouble begins when the line is in the inbox: it will be answered, so nobody may be told to repeat it."""
        accept = chat.app.intake.accept
        with ExitStack() as trouble, capture_logs():

            async def accept_and_fail(*args: object) -> None:
                await accept(*args)  # type: ignore[arg-type]  # As it was called.
                trouble.enter_context(chat.trouble(reason))

            with mock.patch.object(chat.app.intake, "accept", accept_and_fail):
                await chat.chat.line(LONG)
        assert chat.kept() == 1
        assert chat.sentence(f"terminal-unavailable-{reason.value}") not in capsys.readouterr().out


class Terminals:
    """A session at the terminal, with a database that can be made to take nothing.

    Args:
        url: a new database.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.database, clock = Database(url, AT_ONCE), AdjustableClock(datetime(2026, 3, 3, 9, tzinfo=UTC))
        rooms = Rooms(frozenset(), frozenset())
        view = View(rooms, lambda _kind, room: room, plain=True)
        terminal = Terminal(rooms, view.message, clock)
        self.app = App(settings(), self.database, [terminal], FakeUnderstander(), clock)
        self.chat = Chat(self.app, terminal, view, clock, plain=True)

    def trouble(self, reason: Reason) -> AbstractContextManager[None]:
        """Let the database take nothing for a while."""
        return locked(self._url) if reason is Reason.BUSY else full(self.database)

    def sentence(self, key: str) -> str:
        """Write a sentence as the person reads it."""
        return self.app.city.wording.text("fr", key)

    def kept(self) -> int:
        """Count the lines in the inbox."""
        return self.database.run_here(lambda uow: len(uow.connection.execute(select(inbox.c.id)).all()))


@pytest.fixture
def chat(fresh_sqlite: Fresh) -> Iterator[Terminals]:
    opened = Terminals(fresh_sqlite())
    yield opened
    opened.app.close()
