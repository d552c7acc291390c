"""What SQLite looks through for what every message needs: never all that was ever said or heard."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from bot.incoming import Account, Address, Incoming, Words
from bot.outgoing import Card, Choice, Say, text
from storage.database import Database
from storage.migrate import upgrade
from storage.outbox import Message
from storage.personal_data import over_in
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock

NOW = StillClock("2026-02-01 10:00").now()
LEASE = timedelta(seconds=60)
ROOM = Address("fake", "c1")
CONVERSATION = "fake:c1|fake:c1"


def _hear(uow: UnitOfWork) -> None:
    account = Account("fake", "c1", "C1")
    uow.inbox.add([Incoming("e1", ROOM, account, Words("bonjour"), NOW)], NOW)


def _say(uow: UnitOfWork) -> None:
    said = Say((text("greeting"),), (Choice(text("skip"), "answer x -"),))
    uow.outbox.add(Message(ROOM, "fr", said), NOW)
    uow.outbox.add(Message(ROOM, "fr", Card("request:1", (text("greeting"),))), NOW)


WORK: dict[str, Callable[[UnitOfWork], object | None]] = {
    "what is heard": _hear,
    "what waits to be handled": lambda uow: uow.inbox.waiting(64),
    "what is being handled": lambda uow: uow.inbox.claim(64),
    "what was handled": lambda uow: uow.inbox.done([1]),
    "what is said": _say,
    "what is due": lambda uow: uow.outbox.due(NOW),
    "when something is due": lambda uow: uow.outbox.next_moment(),
    "answers to send": lambda uow: uow.outbox.claim_answers(NOW, LEASE, "fake", 128),
    "others to send": lambda uow: uow.outbox.claim_others(NOW, LEASE, "fake", 32),
    "what was sent": lambda uow: uow.outbox.sent([(1, "r1")], NOW),
    "choices of a room": lambda uow: uow.outbox.offered(ROOM),
    "choices of many rooms": lambda uow: uow.outbox.foresee([CONVERSATION]),
    "choices of a message": lambda uow: uow.outbox.offered(ROOM, "r1"),
    "what a message is about": lambda uow: uow.outbox.about(ROOM, "r1"),
    "the card of a request": lambda uow: uow.outbox.receipt_of(ROOM, "request:1"),
    "rooms with a card": lambda uow: uow.outbox.rooms_about("request:1"),
    "what was said in a room": lambda uow: uow.connection.execute(
        update(outbox).where(over_in(ROOM.platform, ROOM.room_id)).values(payload="")
    ),
}
SMALL = {"conversations", "requests", "first"}
"""What may be looked through: what has a row for each person or request at most, or is made by the statement itself."""


def _plans(database: Database, work: Callable[[UnitOfWork], object]) -> list[str]:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(*args: object) -> None:
        several = args[3] if args[5] else [args[3]]
        asked.append((str(args[2]), tuple(several[0]) if isinstance(several, list) and several else ()))

    event.listen(database.engine, "before_cursor_execute", note)
    database.run_here(work)
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.begin() as connection:
        return [
            str(row[3])
            for statement, values in asked
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


@pytest.mark.parametrize("name", WORK)
def test_nothing_is_looked_for_in_everything(name: str) -> None:
    database = Database("sqlite://")
    upgrade(database)
    plans = _plans(database, WORK[name])
    database.close()
    assert [each for each in plans if each.startswith("SCAN") and each.split()[1] not in SMALL] == []


def test_the_index_of_what_is_under_way_is_used() -> None:
    database = Database("sqlite://")
    upgrade(database)
    plans = " ".join(_plans(database, lambda uow: [work(uow) for work in WORK.values()]))
    database.close()
    for index in (
        "ix_inbox_state_id",
        "ix_inbox_conversation_id",
        "ix_outbox_state_not_before",
        "ix_outbox_platform_room_id_id",
        "ix_outbox_platform_room_id_receipt",
        "ix_outbox_platform_room_id_offers_id",
        "ix_outbox_about",
    ):
        assert f"USING INDEX {index} " in plans or f"USING COVERING INDEX {index} " in plans
