"""What goes wrong in one place stays there: a platform's adapter, a sentence, a slow send, a row of another version."""

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from bot import outgoing
from bot.app import App, Pace
from bot.delivery import AT_ONCE, Delivery
from bot.i18n import Words as Wording
from bot.incoming import Account, Address, Incoming, Words
from bot.outgoing import Choice, Quoted, Say
from bot.outgoing import text as sentence
from bot.platforms import Batch, Rendered, Retryable
from storage.database import Database, Reason, Unavailable
from storage.outbox import Message
from storage.tables import inbox, outbox
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import FakePlatform
from tests.fakes.town import Town, citizen
from tests.fakes.understander import FakeUnderstander

DEADLINE = 30.0
"""Seconds after which a test that waits has failed; none takes so long."""

QUICK = Pace(look_again=60.0, tick=3_600.0, first_pause=0.001)
"""Nothing is looked at by itself within a test: what happens must have been announced."""

HELLO = Say((sentence("greeting"),))
FUTURE = '{"type": "hologram", "paragraphs": ["les mots de Léa"]}'
"""What a newer version may have written."""


@dataclass(slots=True)
class Stumbling(FakePlatform):
    """A platform whose adapter has a mistake in it: it raises so often, and then goes on."""

    falls: int = 3
    has_fallen: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        if self.falls:
            self.falls -= 1
            self.has_fallen.set()
            raise ZeroDivisionError
        yield Batch([self.incoming(citizen("tom"), Words("bonjour"))], None)


@dataclass(slots=True)
class Waiting(FakePlatform):
    """A platform that gives a message as soon as something has happened elsewhere, and then has nothing more."""

    until: asyncio.Event = field(default_factory=asyncio.Event)
    is_open: bool = False

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        self.is_open = True
        try:
            await self.until.wait()
            yield Batch([self.incoming(citizen("léa"), Words("bonjour"))], None)
        finally:
            self.is_open = False


@dataclass(slots=True)
class Slow(FakePlatform):
    """A platform that takes its time in some rooms: until their gate is opened."""

    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    busy: dict[str, asyncio.Event] = field(default_factory=dict)
    showing: dict[str, asyncio.Event] = field(default_factory=dict)

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        self.busy.setdefault(room_id, asyncio.Event()).set()
        if gate := self.gates.get(room_id):
            await gate.wait()
        # Named, because a dataclass with slots is another class than the one that super() knows.
        receipt = await FakePlatform.send(self, room_id, rendered, idempotency_key=idempotency_key, edit=edit)
        self.showing.setdefault(room_id, asyncio.Event()).set()
        return receipt

    def close(self, *rooms: str) -> None:
        """Let sends to these rooms wait."""
        self.gates |= {room: asyncio.Event() for room in rooms}

    def open(self) -> None:
        """Let every send pass."""
        for gate in self.gates.values():
            gate.set()

    def texts(self, room: str) -> list[str]:
        return [shown.rendered.text for shown in self.screen if shown.room == room]


def say(database: Database, clock: StillClock, *said: tuple[str, Say]) -> None:
    def work(uow: UnitOfWork) -> None:
        for room, each in said:
            uow.outbox.add(Message(Address("fake", room), "fr", each), clock.now())

    database.run_here(work)


def words(said: str) -> Say:
    return Say((Quoted(said),))


def rows(database: Database, table: Any = outbox) -> list[Any]:  # noqa: ANN401  # Rows of any table.
    return database.run_here(lambda uow: list(uow.connection.execute(select(table).order_by(table.c.id))))


def states(database: Database, table: Any = outbox) -> list[str]:  # noqa: ANN401  # As above.
    return [row.state for row in rows(database, table)]


def rewrite(database: Database, table: Any, row_id: int, **values: object) -> None:  # noqa: ANN401  # As above.
    """Let a row be as another version has written it."""
    database.run_here(lambda uow: uow.connection.execute(update(table).where(table.c.id == row_id), values) and None)


@pytest.fixture
def slow(clock: StillClock) -> Slow:
    """A platform with gates; all are open."""
    return Slow(clock)


class TestReceiving:
    @pytest.fixture
    def database(self, fresh_sqlite: Fresh) -> Iterator[Database]:
        """One kind is enough: nothing of this depends on it."""
        with closing(Database(fresh_sqlite())) as opened:
            yield opened

    async def test_a_mistake_in_an_adapter_is_told_and_receiving_begins_again(
        self, database: Database, clock: StillClock, understander: FakeUnderstander
    ) -> None:
        understander.teach("bonjour", "intent greeting")
        bad = Stumbling(clock, name="bad")
        good = Waiting(clock, name="good", until=bad.has_fallen)
        app = App(settings(), database, [good, bad], understander, clock, QUICK)
        with capture_logs() as logs:
            await asyncio.wait_for(app.run(asyncio.Event()), DEADLINE)
        assert len(good.screen) == len(bad.screen) == 1
        told = [each for each in logs if each["event"] == "receiving_failed"]
        assert [(each["log_level"], each["platform"]) for each in told] == [("error", "bad")] * 3
        assert [each["seconds"] for each in told] == [0.001, 0.002, 0.004]
        assert all(each["exc_info"] for each in told)

    async def test_the_pause_grows_no_further_than_that_of_known_errors(
        self, database: Database, clock: StillClock, understander: FakeUnderstander, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.app.LONGEST_PAUSE", 0.003)
        app = App(settings(), database, [Stumbling(clock, falls=5)], understander, clock, QUICK)
        with capture_logs() as logs:
            await asyncio.wait_for(app.run(asyncio.Event()), DEADLINE)
        pauses = [each["seconds"] for each in logs if each["event"] == "receiving_failed"]
        assert pauses == [0.001, 0.002, 0.003, 0.003, 0.003]

    async def test_told_to_stop_it_leaves_nothing_behind(
        self, database: Database, clock: StillClock, understander: FakeUnderstander
    ) -> None:
        """Not even a result that nobody looks at: asyncio would complain of it when it is thrown away."""
        complaints: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
        platform, stop = Waiting(clock), asyncio.Event()
        running = asyncio.create_task(App(settings(), database, [platform], understander, clock, QUICK).run(stop))
        asyncio.get_running_loop().call_soon(stop.set)
        await asyncio.wait_for(running, DEADLINE)
        del running
        gc.collect()
        assert complaints == []
        assert not platform.is_open


class TestDelivering:
    @pytest.fixture
    def changed(self) -> asyncio.Event:
        """Set when a send has ended."""
        return asyncio.Event()

    @pytest.fixture
    def delivery(self, database: Database, slow: Slow, clock: StillClock, changed: asyncio.Event) -> Delivery:
        """The step, on a database of each kind."""
        return Delivery(database, {slow.name: slow}, Wording.packaged(PARIS), clock, changed.set)

    async def test_a_sentence_that_is_missing_is_a_dead_letter_at_once(
        self, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        say(database, clock, ("léa", Say((sentence("no-such-sentence"),))), ("léa", words("ensuite")))
        with capture_logs() as logs:
            await delivery.drain()
        assert states(database) == ["dead", "sent"]
        assert "no-such-sentence" in rows(database)[0].error
        assert slow.texts("léa") == ["ensuite"]
        assert [each["event"] for each in logs] == ["rendering_failed", "dead_letter"]
        assert logs[0]["exc_info"]

    async def test_a_mistake_in_an_adapter_is_told_and_the_message_sent_later(
        self, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        slow.failures.append(ZeroDivisionError())  # type: ignore[arg-type]  # No error of a platform: a mistake.
        say(database, clock, ("léa", words("bonjour")))
        with capture_logs() as logs:
            await delivery.drain()
        assert [each["event"] for each in logs] == ["delivery_failed"]
        assert states(database) == ["waiting"]
        clock.advance(timedelta(seconds=1))
        await delivery.drain()
        assert states(database) == ["sent"]

    @pytest.mark.parametrize("seconds", [1e300, float("inf")])
    async def test_no_pause_is_longer_than_the_news_is_worth(
        self, seconds: float, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        slow.failures.append(Retryable("flood", retry_after=seconds))
        say(database, clock, ("léa", words("bonjour")))
        await delivery.drain()
        assert rows(database)[0].not_before == clock.now() + timedelta(hours=24)

    async def test_a_slow_send_holds_up_its_own_room_only(
        self, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        slow.close("léa")
        say(database, clock, ("léa", words("1")), ("léa", words("2")), ("tom", words("3")))
        assert await delivery.look() == 2
        await asyncio.wait_for(slow.showing.setdefault("tom", asyncio.Event()).wait(), DEADLINE)
        say(database, clock, ("tom", words("4")), ("inès", words("5")))
        assert await delivery.look() == 2
        await asyncio.wait_for(slow.showing.setdefault("inès", asyncio.Event()).wait(), DEADLINE)
        assert await delivery.look() == 0
        assert states(database) == ["sending", "waiting", "sent", "sent", "sent"]
        assert slow.texts("léa") == []
        slow.open()
        await asyncio.wait_for(delivery.drain(), DEADLINE)
        assert slow.texts("léa") == ["1", "2"]
        assert states(database) == ["sent"] * 5

    async def test_no_more_than_so_many_are_under_way(
        self, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        rooms = [f"room-{number}" for number in range(AT_ONCE + 3)]
        slow.close(*rooms[:AT_ONCE])
        say(database, clock, *((room, words("bonjour")) for room in rooms))
        assert await delivery.look() == AT_ONCE
        assert await delivery.look() == 0
        slow.open()
        assert await asyncio.wait_for(delivery.drain(), DEADLINE) == 3
        assert sorted(shown.room for shown in slow.screen) == sorted(rooms)

    async def test_a_send_is_stopped_before_its_lease_ends(
        self, database: Database, slow: Slow, clock: StillClock
    ) -> None:
        """Otherwise it would be claimed a second time while it is still under way."""
        slow.close("léa")
        lease = timedelta(milliseconds=20)
        delivery = Delivery(database, {slow.name: slow}, Wording.packaged(PARIS), clock, lambda: None, lease=lease)
        say(database, clock, ("léa", words("bonjour")))
        with capture_logs() as logs:
            await asyncio.wait_for(delivery.drain(), DEADLINE)
        assert [each["event"] for each in logs] == ["delivery_failed"]
        assert states(database) == ["waiting"]
        assert len(slow.tried) == 0

    async def test_what_is_abandoned_goes_out_when_its_lease_ends(
        self, database: Database, delivery: Delivery, slow: Slow, clock: StillClock
    ) -> None:
        slow.close("léa")
        say(database, clock, ("léa", words("bonjour")))
        await delivery.look()
        await asyncio.wait_for(slow.busy.setdefault("léa", asyncio.Event()).wait(), DEADLINE)
        delivery.abandon()
        slow.open()
        await asyncio.wait_for(delivery.drain(), DEADLINE)
        assert states(database) == ["sending"]
        clock.advance(timedelta(seconds=60))
        await delivery.drain()
        assert states(database) == ["sent"]

    async def test_receipts_are_kept_here_until_the_database_takes_them(
        self, fresh_sqlite: Fresh, slow: Slow, clock: StillClock, changed: asyncio.Event
    ) -> None:
        url = fresh_sqlite()
        with (
            closing(Database(url, busy_seconds=0)) as database,
            closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other,
        ):
            delivery = Delivery(database, {slow.name: slow}, Wording.packaged(PARIS), clock, changed.set)
            say(database, clock, ("léa", words("bonjour")))
            await delivery.look()
            await asyncio.wait_for(changed.wait(), DEADLINE)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unavailable):
                await delivery.drain()
            other.execute("ROLLBACK")
            await delivery.drain()
            assert states(database) == ["sent"]
            assert len(slow.screen) == 1

    async def test_the_whole_bot_answers_while_a_send_is_slow(
        self, database: Database, slow: Slow, clock: StillClock, understander: FakeUnderstander
    ) -> None:
        understander.teach("bonjour", "intent greeting")
        slow.close("léa")
        stop = asyncio.Event()
        waiting = Waiting(clock, name="waiting")  # So that the bot goes on until it is told to stop.
        app = App(settings(), database, [slow, waiting], understander, clock, QUICK)
        running = asyncio.create_task(app.run(stop))
        await app.intake.accept(slow.name, [slow.incoming(citizen("léa"), Words("bonjour"))], None)
        await asyncio.wait_for(slow.busy.setdefault("léa", asyncio.Event()).wait(), DEADLINE)
        await app.intake.accept(slow.name, [slow.incoming(citizen("tom"), Words("bonjour"))], None)
        await asyncio.wait_for(slow.showing.setdefault("tom", asyncio.Event()).wait(), DEADLINE)
        assert slow.texts("léa") == []
        slow.open()
        stop.set()
        await asyncio.wait_for(running, DEADLINE)
        assert states(database) == ["sent", "sent"]


def incoming(event: str, who: str) -> Incoming:
    return Incoming(event, Address("fake", who), Account("fake", who), Words("bonjour"), StillClock().now())


class TestUnreadableInbox:
    @pytest.fixture
    def kept(self, database: Database, clock: StillClock) -> Database:
        """A database of each kind with three messages, the first of which a newer version has written."""
        messages = [incoming("1", "léa"), incoming("2", "léa"), incoming("3", "tom")]
        database.run_here(lambda uow: uow.inbox.add(messages, clock.now()))
        rewrite(database, inbox, 1, payload=FUTURE)
        return database

    @pytest.mark.parametrize("method", ["waiting", "claim"])
    def test_it_is_a_dead_row_and_stops_nothing(self, method: str, kept: Database) -> None:
        def events(uow: UnitOfWork) -> list[str]:
            return [row.incoming.event_id for row in getattr(uow.inbox, method)(10)]

        with capture_logs() as logs:
            assert kept.run_here(events) == ["3"]
        assert logs == [{"event": "inbox_unreadable", "inbox_id": 1, "log_level": "error"}]
        assert kept.run_here(events) == ["2", "3"]
        assert states(kept, inbox) == ["dead", "waiting", "waiting"]
        assert "event_id" in rows(kept, inbox)[0].error

    @pytest.mark.parametrize("method", ["waiting", "claim"])
    def test_nothing_readable_means_that_nothing_waits(self, method: str, kept: Database) -> None:
        found = kept.run_here(lambda uow: getattr(uow.inbox, method)(1))
        assert [row.incoming.event_id for row in found] == ["2"]

    def test_what_people_wrote_is_not_in_the_error(self, kept: Database) -> None:
        """Nor in the log: an error outlives what it is about when somebody's data is erased."""
        kept.run_here(lambda uow: uow.inbox.waiting(10) and None)
        assert "Léa" not in rows(kept, inbox)[0].error

    def test_what_a_newer_version_has_handled_meanwhile_stays_handled(self, kept: Database) -> None:
        kept.run_here(lambda uow: uow.inbox.done([1]))
        kept.run_here(lambda uow: uow.inbox.dead(1, "too late"))
        assert states(kept, inbox)[0] == "done"

    async def test_everybody_else_is_answered(self, url: str) -> None:
        with closing(Town(url)) as town:
            town.understander.teach("bonjour", "intent greeting")
            await town.hand_over(incoming("1", "léa"), incoming("2", "tom"))
            rewrite(town.database, inbox, 1, payload=FUTURE)
            await town.settle()
            assert town.said("tom") == ["greeting"]
            assert states(town.database, inbox) == ["dead", "done"]
            assert await town.write(citizen("léa"), "bonjour") == ["greeting"]


class TestUnreadableOutbox:
    @pytest.mark.parametrize("values", [{"payload": FUTURE}, {"priority": 99}], ids=["payload", "priority"])
    def test_it_is_a_dead_letter_and_stops_nothing(
        self, values: dict[str, object], database: Database, clock: StillClock
    ) -> None:
        def claimed(uow: UnitOfWork) -> list[int]:
            return [each.id for each in uow.outbox.claim_answers(clock.now(), timedelta(seconds=60), "fake", 10)]

        say(database, clock, ("léa", HELLO), ("léa", HELLO), ("tom", HELLO))
        rewrite(database, outbox, 1, **values)
        with capture_logs() as logs:
            assert database.run_here(claimed) == [3]
        assert [(each["event"], each["outbox_id"]) for each in logs] == [("outbox_unreadable", 1)]
        assert database.run_here(claimed) == [2]
        assert states(database) == ["dead", "sending", "sending"]
        assert "Léa" not in rows(database)[0].error

    def test_nothing_readable_means_that_nothing_is_due(self, database: Database, clock: StillClock) -> None:
        say(database, clock, ("léa", HELLO), ("léa", HELLO))
        rewrite(database, outbox, 1, payload=FUTURE)
        claimed = database.run_here(
            lambda uow: uow.outbox.claim_answers(clock.now(), timedelta(seconds=60), "fake", 10)
        )
        assert [each.id for each in claimed] == [2]

    async def test_receipts_that_wait_to_be_recorded_are_not_lost(
        self, database: Database, slow: Slow, clock: StillClock
    ) -> None:
        changed = asyncio.Event()
        delivery = Delivery(database, {slow.name: slow}, Wording.packaged(PARIS), clock, changed.set)
        say(database, clock, ("léa", HELLO))
        await delivery.look()
        await asyncio.wait_for(changed.wait(), DEADLINE)
        say(database, clock, ("tom", HELLO))
        rewrite(database, outbox, 2, payload=FUTURE)
        assert await delivery.look() == 0
        assert [(row.state, row.receipt) for row in rows(database)] == [("sent", "m1"), ("dead", None)]

    async def test_its_choices_hold_nobody_up(self, url: str) -> None:
        """What was offered last is read for every message of the room."""
        offer = Say((sentence("greeting"),), (Choice(Quoted("oui"), "yes"),))
        with closing(Town(url)) as town:
            town.understander.teach("bonjour", "intent greeting")
            say(town.database, town.clock, ("léa", offer))
            rewrite(town.database, outbox, 1, payload=outgoing.dump(offer).replace('"say"', '"hologram"'))
            assert town.look(lambda uow: uow.outbox.offered(Address("fake", "léa"))) == ()
            await town.hand_over(incoming("1", "léa"))
            await town.settle()
            assert states(town.database) == ["dead", "sent"]


def test_a_full_disk_is_said_to_be_full_also_in_a_savepoint(fresh_sqlite: Fresh, clock: StillClock) -> None:
    """The whole transaction is gone then, and the savepoint with it: what failed first is told."""

    def limit(uow: UnitOfWork) -> None:
        pages = uow.connection.scalar(text("PRAGMA page_count"))
        uow.connection.scalar(text(f"PRAGMA max_page_count = {pages}"))

    def fill(uow: UnitOfWork) -> None:
        with uow.savepoint():
            for number in range(1_000):
                uow.marks.done("test", f"{number}" * 1_000, clock.now())

    with closing(Database(fresh_sqlite())) as database:
        database.run_here(limit)
        with pytest.raises(Unavailable) as caught:
            database.run_here(fill)
    assert caught.value.reason is Reason.FULL
