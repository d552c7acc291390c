"""How many statements things take, on SQLite and PostgreSQL: lists one, however long; a batch few for each message."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import EventKind, Request, Status
from bot.incoming import Account, Address, Incoming, Words
from bot.outgoing import Card, Priority, Quoted, Say, text
from bot.places.records import Place
from storage.conversations import Conversation
from storage.database import Database
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork
from tests.fakes.city import DIRECTORY
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

RULES = Rules(Calendar(PARIS))
TEAMS = ["street_lighting", "roads"]
BATCH = 64
LEASE = timedelta(seconds=60)
SHARED = 12
"""Statements of a batch that do not depend on how many messages are in it."""

LONG_AGO = StillClock("2026-02-01 10:00")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note every statement; the beginning of a transaction is none."""
    said: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith("BEGIN"):
            said.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count(database: Database, work: Callable[[UnitOfWork], object]) -> int:
    with statements(database.engine) as said:
        database.run_here(work)
    return len(said)


def accounts(many: int) -> list[Account]:
    return [Account("fake", f"c{number}", f"C{number}") for number in range(many)]


def incoming(account: Account, words: str = "bonjour") -> Incoming:
    address = Address(account.platform, account.account_id)
    return Incoming(f"{words}{account}", address, account, Words(words), LONG_AGO.now())


def fill(uow: UnitOfWork, many: int) -> None:
    """Put many of everything there: requests of one person, everything due, other people's messages and drafts."""
    now = LONG_AGO.now()
    people = uow.people.of(accounts(many), "fr", now)
    first = people["fake:c0"].id
    for number in range(many):
        request = Request(
            0, "", first, Address("fake", "c0"), "fr", "roads", TEAMS[number % 2], Status.NEW, False, False,
            "Lampadaire éteint", promise.start(now, RULES),
        )  # fmt: skip
        request.set_clock(request.promise, RULES)
        request.next_step_at = request.notice_at = now
        uow.requests.add(request, reference.format)
        paused = replace(request, status=Status.ASKED, promise=promise.pause(request.promise, now))
        uow.requests.add(paused, reference.format)
        uow.requests.log(request, EventKind.RECEIVED, now, "citizen", "mots")
        uow.polls.add("conseil", "Quoi ?", ["A", "B"], "fake:léa", now, now)
    uow.conversations.save(
        Conversation(f"fake:c{number}|fake:c{number}", Address("fake", f"c{number}"), first, now, "report",
                     nudge_at=now, expires_at=now)
        for number in range(many)
    )  # fmt: skip
    uow.inbox.add([incoming(account) for account in accounts(many)], now)
    for account in accounts(many):
        address = Address(account.platform, account.account_id)
        uow.outbox.add(Message(address, "fr", Card("request:1", (text("greeting"),))), now)
        digest = Message(Address("fake", f"team-{account.account_id}"), "fr", Say((Quoted("file"),)), Priority.DIGEST)
        uow.outbox.add(digest, now)
    uow.associations.save([replace(DIRECTORY[0], id=f"W{number}") for number in range(many)], now)
    uow.places.save([Place(f"rue {number}", f"rue {number}") for number in range(many)], now)


def say(uow: UnitOfWork, many: int) -> None:
    for _ in range(many):
        uow.outbox.add(Message(Address("fake", "x"), "fr", Say((Quoted("bonjour"),))), LONG_AGO.now())


LISTS: dict[str, Callable[[UnitOfWork], object]] = {
    "several": lambda uow: uow.requests.several(range(1, 100)),
    "of_person": lambda uow: uow.requests.of_person(1, most=100),
    "open_by_team": lambda uow: uow.requests.open_by_team(),
    "step_due": lambda uow: uow.requests.step_due(LONG_AGO.now(), 100),
    "notice_due": lambda uow: uow.requests.notice_due(LONG_AGO.now(), 100),
    "paused_before": lambda uow: uow.requests.paused_before(LONG_AGO.now(), 100),
    "to_nudge": lambda uow: uow.conversations.to_nudge(LONG_AGO.now(), 100),
    "to_expire": lambda uow: uow.conversations.to_expire(LONG_AGO.now(), 100),
    "to_close": lambda uow: uow.polls.to_close(LONG_AGO.now(), 100),
    "waiting": lambda uow: uow.inbox.waiting(BATCH),
    "claim of the inbox": lambda uow: uow.inbox.claim(BATCH),
    "due": lambda uow: uow.outbox.due(LONG_AGO.now()),
    "claim of answers": lambda uow: uow.outbox.claim_answers(LONG_AGO.now(), LEASE, "fake", BATCH),
    "claim of others": lambda uow: uow.outbox.claim_others(LONG_AGO.now(), LEASE, "fake", BATCH),
    "rooms_about": lambda uow: uow.outbox.rooms_about("request:1"),
    "every": lambda uow: uow.associations.every(),
    "known": lambda uow: uow.associations.known(),
    "every place": lambda uow: uow.places.every(),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_one_statement_however_long_it_is(name: str, database: Database) -> None:
    database.run_here(lambda uow: fill(uow, 30))
    found: list[object] = []

    def look(uow: UnitOfWork) -> None:
        result = LISTS[name](uow)
        assert isinstance(result, list | dict | set)
        found.extend(result)

    assert count(database, look) <= (3 if name == "step_due" else 1)  # That one is claimed by one process at a time.
    assert len(found) >= 2


WRITES: dict[str, Callable[[UnitOfWork], object]] = {
    "people": lambda uow: uow.people.of(accounts(BATCH), "fr", LONG_AGO.now()),
    "conversations": lambda uow: uow.conversations.find([f"fake:c{number}|fake:c{number}" for number in range(BATCH)]),
    "conversations written": lambda uow: uow.conversations.save(
        Conversation(f"k{number}", Address("fake", "x"), 1, LONG_AGO.now()) for number in range(BATCH)
    ),
    "inbox": lambda uow: uow.inbox.add([incoming(account, "encore") for account in accounts(BATCH)], LONG_AGO.now()),
    "inbox done": lambda uow: uow.inbox.done(range(1, BATCH + 1)),
    "outbox": lambda uow: say(uow, BATCH),
    "outbox sent": lambda uow: uow.outbox.sent(
        [(number, f"m{number}") for number in range(1, BATCH + 1)], LONG_AGO.now()
    ),
    "associations": lambda uow: uow.associations.save(
        [replace(DIRECTORY[0], id=f"V{n}") for n in range(BATCH)], LONG_AGO.now()
    ),
    "places": lambda uow: uow.places.save([Place(f"rue {n}", f"rue {n}") for n in range(BATCH)], LONG_AGO.now()),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_batch_is_read_or_written_at_once(name: str, database: Database) -> None:
    database.run_here(lambda uow: fill(uow, BATCH))
    assert count(database, WRITES[name]) <= 2


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    """A town on a new database, once of each kind."""
    with closing(Town(url)) as opened:
        yield opened


async def dispatched(town: Town, words: str, who: list[Account]) -> int:
    """Let everybody write the same at once, and count what dispatch needs; delivery follows."""
    await town.hand_over(*(replace(incoming(each, words), event_id=f"{len(town.rows())}{each}") for each in who))
    with statements(town.database.engine) as said:
        assert await town.app.dispatch.drain() == len(who)
    with statements(town.database.engine) as more:
        await town.app.delivery.drain()
    if not any(isinstance(row.said, Card) for row in town.rows()):
        assert len(more) <= 4  # A claim, the receipts with the next claim, however many messages.
    return len(said)


async def test_a_batch_of_messages_of_as_many_citizens(town: Town) -> None:
    """What can be shared is shared; the rest is a few statements for each message, its savepoint included."""
    town.understander.teach("bonjour", "intent greeting")
    town.understander.teach("lampe", "category street_lighting")
    everybody = accounts(BATCH)
    new = await dispatched(town, "bonjour", everybody)
    known = await dispatched(town, "bonjour", everybody)
    assert new <= SHARED + 6 * BATCH
    assert known <= SHARED + 4 * BATCH
    for words, each in (("lampe", 5), ("rue Battant", 4), ("passer", 4), ("oui", 8)):
        assert await dispatched(town, words, everybody) <= SHARED + each * BATCH, words
    assert sum(row.keys[:1] == ["report-sent"] for row in town.rows()) == BATCH


async def test_a_message_costs_no_more_because_others_have_written_before(town: Town) -> None:
    town.understander.teach("bonjour", "intent greeting")
    alone = [await dispatched(town, "bonjour", accounts(1)) for _ in range(2)][-1]
    for _ in range(3):
        await dispatched(town, "bonjour", accounts(BATCH))
    assert await dispatched(town, "bonjour", accounts(1)) == alone


@pytest.mark.parametrize(
    ("who", "command"),
    [
        (agent("roads"), "/file"),
        (agent("roads"), "/chercher lampadaire"),
        (Speaker("agent-roads", "agent-roads"), "/file"),
        (citizen("c0"), "/suivi"),
    ],
    ids=["queue in the room", "search", "queue in private", "own requests"],
)
async def test_a_list_in_the_chat_costs_the_same_however_long_it_is(who: Speaker, command: str, town: Town) -> None:
    async def cost() -> int:
        await town.hand_over(town.platform.incoming(who, Words(command)))
        with statements(town.database.engine) as said:
            await town.settle()
        return len(said)

    town.look(lambda uow: fill(uow, 2))
    await town.settle()
    await cost()  # The first one makes the person.
    few = await cost()
    town.look(lambda uow: fill(uow, 20))
    await town.settle()
    assert await cost() == few
