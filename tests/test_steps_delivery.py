"""Step 3 of a message: what is to be said is said in order, again when it must be, and given up visibly.

Pauses between two tries, messages that a platform will never take, a worker that dies with a message in its hands, a
database that cannot note what was sent, a platform that is gone for a day or was never there.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.incoming import Address
from bot.outgoing import Quoted, Say, Text
from bot.platforms import Gone, PlatformError, Refused, Rendered, Retryable
from storage.database import Reason, Unavailable
from storage.outbox import Message
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.platform import BUTTONS, NAME, FakePlatform
from tests.fakes.town import Row, Town

DEADLINE = 10.0
"""Seconds that a test waits for something at most."""

LEASE = timedelta(seconds=60)
DOWN = Retryable("down")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    opened = Town(url)
    yield opened
    opened.close()


def say(town: Town, room: str, *words: str, platform: str = NAME) -> None:
    """Leave messages for a room in the outbox."""

    def work(uow: UnitOfWork) -> None:
        for each in words:
            message = Message(Address(platform, room), "fr", Say((Quoted(each),)))
            uow.outbox.add(message, town.clock.now())

    town.look(work)


def read(town: Town, room: str) -> list[str]:
    """Give what was shown in a room, in its order."""
    return [shown.rendered.text for shown in town.platform.screen if shown.room == room]


def row(town: Town, number: int = 1) -> Row:
    return next(each for each in town.rows() if each.id == number)


def pause(town: Town, number: int = 1) -> float:
    """Give the seconds until a message may be tried again."""
    moment = town.look(lambda uow: uow.connection.scalar(select(outbox.c.not_before).where(outbox.c.id == number)))
    assert moment is not None
    return float((moment - town.clock.now()).total_seconds())


class TestRetries:
    async def test_the_platform_says_when(self, town: Town) -> None:
        say(town, "a", "1")
        town.platform.failures = [Retryable("429", 37.5)]
        await town.app.delivery.drain()
        assert (row(town).state, pause(town)) == ("waiting", 37.5)
        town.clock.advance(timedelta(seconds=37))
        assert await town.app.delivery.drain() == 0
        town.clock.advance(timedelta(seconds=0.5))
        await town.app.delivery.drain()
        assert read(town, "a") == ["1"]
        assert town.platform.tried == [("a", "outbox-1")] * 2

    async def test_pauses_double_up_to_five_minutes(self, town: Town) -> None:
        say(town, "a", "1")
        town.platform.down = DOWN
        pauses: list[float] = []
        for _ in range(12):
            await town.app.delivery.drain()
            pauses.append(pause(town))
            town.clock.advance(timedelta(seconds=pauses[-1]))
        assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
        town.platform.down = None
        await town.app.delivery.drain()
        assert (row(town).state, row(town).error, read(town, "a")) == ("sent", None, ["1"])

    async def test_a_rooms_order_is_kept_while_other_rooms_go_on(self, town: Town) -> None:
        say(town, "a", "1", "2")
        say(town, "b", "1", "2")
        town.platform.failures = [DOWN]
        await town.app.delivery.drain()
        failed, other = ("a", "b") if read(town, "b") else ("b", "a")
        assert (read(town, failed), read(town, other)) == ([], ["1", "2"])
        town.clock.advance(timedelta(seconds=1))
        await town.app.delivery.drain()
        assert read(town, failed) == ["1", "2"]

    async def test_a_mistake_in_an_adapter_is_told_and_tried_again(self, town: Town) -> None:
        say(town, "a", "1")
        say(town, "b", "1")
        with capture_logs() as logs, mock.patch.object(FakePlatform, "send", side_effect=ZeroDivisionError):
            await town.app.delivery.drain()
        assert {entry["log_level"] for entry in logs} == {"error"}
        assert "ZeroDivisionError" in (row(town).error or "")
        town.clock.advance(timedelta(seconds=1))
        await town.app.delivery.drain()
        assert read(town, "a") == read(town, "b") == ["1"]

    @pytest.mark.parametrize("knows_keys", [True, False])
    async def test_an_answer_that_got_lost(self, town: Town, knows_keys: bool) -> None:
        """It was shown, but nobody said so: it goes out again under the same key."""
        town.platform.knows_keys = knows_keys
        say(town, "a", "1")
        town.platform.lost = [Retryable("timeout", ambiguous=True)]
        await town.app.delivery.drain()
        town.clock.advance(timedelta(seconds=1))
        await town.app.delivery.drain()
        assert town.platform.tried == [("a", "outbox-1")] * 2
        assert read(town, "a") == ["1"] * (1 if knows_keys else 2)


class TestDeadLetters:
    @pytest.mark.parametrize("error", [Refused("too long"), Gone("blocked")], ids=["refused", "gone"])
    async def test_a_platform_that_will_never_take_it(self, town: Town, error: PlatformError) -> None:
        say(town, "a", "1", "2")
        town.platform.failures = [error]
        with capture_logs() as logs:
            await town.app.delivery.drain()
        assert (row(town).state, read(town, "a")) == ("dead", ["2"])
        assert error.reason in (row(town).error or "")
        assert [entry["event"] for entry in logs] == ["dead_letter"]
        town.clock.advance(timedelta(days=2))
        assert await town.app.delivery.drain() == 0

    async def test_a_message_that_cannot_be_written_holds_up_nobody(self, town: Town) -> None:
        """A sentence that is missing is missing tomorrow as well: it is given up at once, and the room goes on."""
        broken = Message(Address(NAME, "a"), "fr", Say((Text("no-such-sentence", {}),)))
        town.look(lambda uow: uow.outbox.add(broken, town.clock.now()))
        say(town, "a", "2")
        with capture_logs() as logs:
            await town.app.delivery.drain()
        assert (row(town).state, read(town, "a")) == ("dead", ["2"])
        assert "no-such-sentence" in (row(town).error or "")
        assert "error" in {entry["log_level"] for entry in logs}

    async def test_after_a_day_the_news_is_old(self, town: Town) -> None:
        say(town, "a", "1")
        town.platform.down = DOWN
        for _ in range(25):
            await town.app.delivery.drain()
            assert row(town).state == "waiting"
            town.clock.advance(timedelta(hours=1))
        say(town, "a", "2")
        await town.app.delivery.drain()
        assert row(town).state == "dead"
        assert DOWN.reason in (row(town).error or "")
        town.platform.down = None
        town.clock.advance(timedelta(seconds=1))
        await town.app.delivery.drain()
        assert read(town, "a") == ["2"]

    async def test_a_platform_that_is_not_there_waits_for_it(self, town: Town) -> None:
        say(town, "!x:y", "1", platform="elsewhere")
        say(town, "a", "1")
        for _ in range(3):
            await town.app.delivery.drain()
            assert row(town).state == "waiting"
            town.clock.advance(timedelta(hours=1))
        assert (row(town).error, read(town, "a")) == ("no such platform here", ["1"])
        town.platform = FakePlatform(town.clock, BUTTONS, name="elsewhere")
        town.reopen()
        await town.app.delivery.drain()
        assert (row(town).state, read(town, "!x:y")) == ("sent", ["1"])


@dataclass(slots=True)
class Slow:
    """A platform whose first answer takes as long as the test likes, and may be an error."""

    late: PlatformError | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    answer: asyncio.Event = field(default_factory=asyncio.Event)
    keys: list[str] = field(default_factory=list)

    async def send(self, _room: str, _rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Answer at once, but for the first time."""
        assert edit is None
        self.keys.append(idempotency_key)
        if len(self.keys) == 1:
            self.begun.set()
            await self.answer.wait()
            if self.late:
                raise self.late
        return "m1"


class TestLeases:
    async def test_a_worker_that_died_is_followed_by_another(self, url: str) -> None:
        with Town(url, workers=2) as town:
            say(town, "a", "1")
            town.look(lambda uow: uow.outbox.claim_answers(town.clock.now(), LEASE, NAME, 64))
            town.clock.advance(LEASE - timedelta(seconds=1))
            assert await town.apps[1].delivery.drain() == 0
            town.clock.advance(timedelta(seconds=1))
            await town.apps[1].delivery.drain()
            assert town.platform.tried == [("a", "outbox-1")]
            assert (row(town).state, read(town, "a")) == ("sent", ["1"])

    async def test_a_send_that_outlasts_its_lease_is_taken_over_under_the_same_key(self, url: str) -> None:
        slow = Slow()
        with Town(url, workers=2) as town, mock.patch.object(FakePlatform, "send", slow.send):
            say(town, "a", "1")
            first = asyncio.create_task(town.apps[0].delivery.drain())
            await asyncio.wait_for(slow.begun.wait(), DEADLINE)
            assert await town.apps[1].delivery.drain() == 0
            town.clock.advance(LEASE)
            await asyncio.wait_for(town.apps[1].delivery.drain(), DEADLINE)
            slow.answer.set()
            await asyncio.wait_for(first, DEADLINE)
            assert slow.keys == ["outbox-1"] * 2
            assert (row(town).state, row(town).receipt) == ("sent", "m1")
            assert await town.app.delivery.drain() == 0

    @pytest.mark.parametrize("late", [Retryable("timeout"), Refused("400")], ids=["retryable", "refused"])
    async def test_a_late_failure_undoes_nothing(self, url: str, late: PlatformError) -> None:
        """A worker that was held up for longer than its lease fails at last; another has sent it long since."""
        slow = Slow(late)
        with Town(url, workers=2) as town, mock.patch.object(FakePlatform, "send", slow.send):
            say(town, "a", "1")
            first = asyncio.create_task(town.apps[0].delivery.drain())
            await asyncio.wait_for(slow.begun.wait(), DEADLINE)
            town.clock.advance(LEASE)
            await asyncio.wait_for(town.apps[1].delivery.drain(), DEADLINE)
            slow.answer.set()
            await asyncio.wait_for(first, DEADLINE)
            town.clock.advance(LEASE)
            assert await town.apps[1].delivery.drain() == 0
            assert slow.keys == ["outbox-1"] * 2
            assert (row(town).state, row(town).receipt) == ("sent", "m1")

    @pytest.mark.parametrize("late", [Retryable("timeout"), Refused("400")], ids=["retryable", "refused"])
    async def test_a_late_failure_does_not_disturb_who_is_sending_now(self, url: str, late: PlatformError) -> None:
        """The first worker's failure comes while the second one's send is under way: nobody takes it a third time."""
        slow, second = Slow(late), Slow()
        with Town(url, workers=2) as town:
            say(town, "a", "1")
            with mock.patch.object(FakePlatform, "send", slow.send):
                first = asyncio.create_task(town.apps[0].delivery.drain())
                await asyncio.wait_for(slow.begun.wait(), DEADLINE)
            town.clock.advance(LEASE)
            with mock.patch.object(FakePlatform, "send", second.send):
                other = asyncio.create_task(town.apps[1].delivery.drain())
                await asyncio.wait_for(second.begun.wait(), DEADLINE)
                slow.answer.set()
                await asyncio.wait_for(first, DEADLINE)
                assert row(town).state == "sending"
                town.clock.advance(LEASE - timedelta(seconds=1))
                assert await town.apps[0].delivery.drain() == 0
                second.answer.set()
                await asyncio.wait_for(other, DEADLINE)
            assert slow.keys == second.keys == ["outbox-1"]
            assert (row(town).state, row(town).receipt) == ("sent", "m1")

    async def test_receipts_are_kept_while_the_database_is_unavailable(self, fresh_sqlite: Fresh) -> None:
        """The messages are shown; what cannot be noted now is noted later, and nothing is sent twice."""
        with Town(fresh_sqlite(), busy_seconds=0.02) as town:
            town.platform.knows_keys = False
            for room in ("a", "b", "c"):
                say(town, room, "1")
            other = sqlite3.connect(town.url.removeprefix("sqlite:///"), isolation_level=None)
            send = FakePlatform.send

            async def send_and_lock(*args: str, **named: str) -> str:
                if not other.in_transaction:
                    other.execute("BEGIN IMMEDIATE")
                return await send(*args, **named)  # type: ignore[arg-type]  # As it was called.

            with mock.patch.object(FakePlatform, "send", send_and_lock):
                for _ in range(3):
                    with pytest.raises(Unavailable) as refused:
                        await town.app.delivery.drain()
                    assert refused.value.reason is Reason.BUSY
                other.execute("ROLLBACK")
            other.close()
            await town.app.delivery.drain()
            assert [(each.state, each.receipt is not None) for each in town.rows()] == [("sent", True)] * 3
            town.clock.advance(LEASE * 2)
            assert await town.app.delivery.drain() == 0
            assert len(town.platform.screen) == 3
