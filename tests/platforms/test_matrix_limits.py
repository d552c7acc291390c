"""The homeserver's limits: kept to without asking twice, shared fairly between rooms, and nothing lost over them."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from bot.app import App, Pace
from bot.incoming import Address
from bot.notebook import StoredNotebook
from bot.outgoing import Priority, Quoted, Say
from bot.platforms.matrix import build
from bot.platforms.matrix.client import NotSignedIn
from bot.platforms.matrix.limits import LONGEST_TURN, OTHERS_FIRST, Limit
from storage.database import Database
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.clock import running_clock
from tests.fakes.understander import FakeUnderstander
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import PATIENCE, Person
from tests.platforms.synapse import PASSWORD, Synapse, started


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Give them."""
        return self.now


class TestLimit:
    """Rooms that take turns."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def limit(self, clock: Clock) -> Limit:
        return Limit(clock)

    def test_nothing_waits_before_the_server_says_no(self, limit: Limit) -> None:
        assert [limit.take(room) for room in "aaabbb"] == [0.0] * 6

    def test_nobody_calls_before_the_time_it_gave(self, limit: Limit, clock: Clock) -> None:
        assert limit.take("a") == 0.0
        limit.told("a", 5.0)
        assert (limit.take("a"), limit.take("b")) == (5.0, 5.0)
        clock.now += 4.0
        assert (limit.take("a"), limit.take("c")) == (1.0, 1.0)
        clock.now += 1.0
        assert limit.take("a") == 0.0

    def test_then_one_message_goes_in_such_a_time(self, limit: Limit, clock: Clock) -> None:
        limit.told("a", 5.0)
        clock.now += 5.0
        assert (limit.take("b"), limit.take("a"), limit.take("b")) == (0.0, 5.0, 5.0)

    def test_the_rooms_take_turns(self, limit: Limit, clock: Clock) -> None:
        """However many messages wait in the first one: it always asks first, as delivery does."""
        limit.told("a", 5.0)
        for room in "bc":
            assert limit.take(room) == 5.0
        order = []
        for _ in range(7):
            clock.now += 5.0
            waits = {room: limit.take(room) for room in "abc"}
            order += [room for room, wait in waits.items() if wait == 0.0]
            assert all(wait in (0.0, OTHERS_FIRST, 5.0) for wait in waits.values())
        assert "".join(order) == "abcabca"

    def test_an_answer_gives_way_to_no_digest(self, limit: Limit, clock: Clock) -> None:
        limit.told("a", 5.0)
        for room in "bcd":
            assert limit.take(room, Priority.DIGEST) == 5.0
        for _ in range(2):
            clock.now += 5.0
            assert limit.take("a") == 0.0
            assert limit.take("b", Priority.DIGEST) == 5.0
        # But a digest does to one, and digests to one another.
        clock.now += 5.0
        assert limit.take("b", Priority.DIGEST) == 0.0
        assert limit.take("e") == 5.0
        clock.now += 5.0
        assert limit.take("b", Priority.DIGEST) == OTHERS_FIRST
        assert limit.take("e") == 0.0

    def test_a_room_that_does_not_come_back_holds_up_nobody(self, limit: Limit, clock: Clock) -> None:
        limit.told("a", 4.0)
        assert limit.take("gone") == 4.0
        clock.now += 4.0
        assert limit.take("a") == 0.0
        clock.now += 4.0
        assert limit.take("a") == OTHERS_FIRST
        clock.now += 1.0
        assert limit.take("a") == 0.0

    def test_a_turn_that_nobody_wants_ends_it(self, limit: Limit, clock: Clock) -> None:
        limit.told("a", 5.0)
        clock.now += 10.0
        assert [limit.take(room) for room in "aabb"] == [0.0] * 4

    def test_a_long_pause_is_kept_once(self, limit: Limit, clock: Clock) -> None:
        limit.told("a", 600.0)
        clock.now += 599.0
        assert limit.take("a") == 1.0
        clock.now += 1.0
        assert (limit.take("a"), limit.take("b")) == (0.0, LONGEST_TURN)

    def test_several_refusals_at_once_are_one_pause(self, limit: Limit, clock: Clock) -> None:
        for room, seconds in (("a", 5.0), ("b", 4.0), ("c", 4.5)):
            limit.told(room, seconds)
        clock.now += 4.9
        assert [limit.take(room) == 0.0 for room in "abc"] == [False] * 3
        clock.now += 0.1
        assert limit.take("c") == 0.0


@pytest.fixture(scope="module")
def strict_synapse() -> Iterator[Synapse]:
    """A homeserver with the limits that Synapse comes with."""
    with started(limited=True) as server:
        yield server


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """Let the whole bot run for a block."""
    stop = asyncio.Event()
    task = asyncio.create_task(app.run(stop))
    try:
        yield app
    finally:
        stop.set()
        await task
        app.close()


def _leave(messages: Sequence[Message], now: datetime, uow: UnitOfWork) -> None:
    """Leave messages in the outbox."""
    for message in messages:
        uow.outbox.add(message, now)


@pytest.mark.slow
async def test_more_than_ten_messages_under_the_limits_that_synapse_comes_with(
    strict_synapse: Synapse, tmp_path: Path, fresh_sqlite: Fresh
) -> None:
    """All arrive, each once, in order; the server is not asked in vain, and another citizen is answered in between."""
    async with AsyncExitStack() as stack:
        gateway = await stack.enter_async_context(Gateway(strict_synapse))
        user_id, _device, _token = await strict_synapse.register("bot")
        database = Database(fresh_sqlite())
        section = Bot(strict_synapse, tmp_path, user_id, {"homeserver": gateway.url}).section
        clock = running_clock()
        platform = build(section, StoredNotebook(database, "matrix"), tmp_path, clock)
        stack.push_async_callback(platform.close)
        understander = FakeUnderstander()
        understander.teach("bonjour", "intent greeting")
        app = App(settings(), database, [platform], understander, clock, Pace(look_again=0.1))
        await stack.enter_async_context(running(app))
        eva, tom = [await Person.arrive(strict_synapse, name) for name in ("eva", "tom")]
        for person in (eva, tom):
            stack.push_async_callback(person.leave_town)
        hers, his = [await person.direct(user_id) for person in (eva, tom)]
        for person, room in ((eva, hers), (tom, his)):
            await person.say(room, "bonjour")
            await person.hears(room, user_id)
        told = [f"réponse {number}" for number in range(9)]
        messages = [Message(Address("matrix", eva.user_id), "fr", Say((Quoted(text),))) for text in told]
        database.run_here(partial(_leave, messages, clock.now()))
        sends = "/send/m.room.message/"
        await eva.until(lambda: any(sends in path and status == 429 for path, status in gateway.answered))

        # The bot is at its limit: it hears all the same, and answers before it has told eva everything.
        await tom.say(his, "bonjour")
        await _until_said(tom, his, user_id, 2)
        await eva.look()
        assert len(eva.messages(hers, user_id)) < 1 + len(told)
        await _until_said(eva, hers, user_id, 1 + len(told))
        assert eva.texts(hers, user_id)[1:] == told
        assert len(tom.messages(his, user_id)) == 2
        # The last answer may still be on its way back through the gateway when its message has been read.
        await eva.until(lambda: [status for path, status in gateway.answered if sends in path].count(200) >= 12)
        answers = [status for path, status in gateway.answered if sends in path]
        after = answers[answers.index(429) :]
        assert answers.count(200) == 12
        # At most one is refused for one that is taken, and one more that was under way at the same time.
        assert after.count(429) <= after.count(200) + 1, answers


async def _until_said(person: Person, room: str, user_id: str, count: int) -> None:
    """Wait until the bot has said so much in a room, at the speed that it is limited to."""
    async with asyncio.timeout(120):
        while len(person.messages(room, user_id)) < count:
            await person.look(5.0)


async def test_every_invitation_has_its_turn_however_many_there_are(
    synapse: Synapse, matrix_bot: Bot, arrive: Arrival
) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    await matrix_bot.stop()
    await synapse.limit(matrix_bot.user_id, 5, 1)
    rooms = [(person, await person.direct(matrix_bot.user_id)) for person in (eva, tom) for _ in range(7)]
    await matrix_bot.start()
    async with asyncio.timeout(2 * PATIENCE):
        for person, room in rooms:
            while await person.membership(room, matrix_bot.user_id) != "join":
                await person.look(0.2)


async def test_a_sign_in_that_is_refused_for_now_is_not_tried_before_its_time(
    strict_synapse: Synapse, tmp_path: Path
) -> None:
    async with Gateway(strict_synapse) as gateway:
        user_id, device_id, token = await strict_synapse.register("bot")
        somebody = Person(strict_synapse, user_id, device_id, token)
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user_id}, "password": PASSWORD}
        status = 200
        while status == 200:
            status, _answer = await somebody.ask("POST", "/login", login)
        assert status == 429
        await somebody.leave_town()
        bot = Bot(strict_synapse, tmp_path, user_id, {"homeserver": gateway.url})
        bot.prepare()
        for _ in range(3):
            with pytest.raises(NotSignedIn, match="sign-in-waits"):
                await anext(aiter(bot.platform.receive(None)))
        assert [path for path, _status in gateway.answered if path.endswith("/login")] == ["/_matrix/client/v3/login"]
        await bot.stop()
