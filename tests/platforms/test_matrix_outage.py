"""The homeserver killed, started again, or hanging: nothing is lost, nothing doubled, and the order stays."""

import asyncio
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.app import App, Pace
from bot.incoming import Address, Words
from bot.notebook import StoredNotebook
from bot.outgoing import Quoted, Say
from bot.platforms import Retryable
from bot.platforms.matrix import NAME, build
from storage.database import Database
from storage.outbox import Message
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.clock import StillClock, running_clock
from tests.fakes.platform import FakePlatform
from tests.fakes.town import citizen
from tests.fakes.understander import FakeUnderstander
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Person, Secretive, plain
from tests.platforms.synapse import Synapse

LINES = 12


async def insist(person: Person, room: str, text: str, key: str) -> None:
    """Send a message until the server has taken it, as every client does."""
    async with asyncio.timeout(60):
        while True:
            try:
                content = {"msgtype": "m.text", "body": text}
                await person.call("PUT", f"/rooms/{room}/send/m.room.message/{key}", content)
            except (aiohttp.ClientError, OSError):
                await person.leave_town()  # The connection is of no use any more.
                await asyncio.sleep(0.05)
            else:
                return


async def deliver(bot: Bot, address: str, text: str, key: str) -> None:
    """Send a message until it is taken, as delivery does."""
    async with asyncio.timeout(60):
        while True:
            try:
                await bot.say(address, text, key=key)
            except Retryable as error:
                assert not error.ambiguous  # noqa: PT017, RUF100  # Not what this test is about.
                await asyncio.sleep(0.05)
            else:
                return


@pytest.mark.slow
async def test_a_homeserver_that_is_killed_loses_and_doubles_nothing(own_synapse: Synapse, tmp_path: Path) -> None:
    bot = await Bot.arrive(own_synapse, tmp_path / "bot")
    eva = await Person.arrive(own_synapse, "eva")
    zoe = await Secretive.arrive_with(own_synapse, "zoe", tmp_path / "zoe")
    clear = await eva.direct(bot.user_id)
    secret = await zoe.direct(bot.user_id, initial_state=[ENCRYPTION])
    await eva.say(clear, "bonjour")
    await zoe.say(secret, "bonjour")
    assert {(await bot.hears()).text, (await bot.hears()).text} == {"bonjour"}
    said = [f"ligne {number}" for number in range(LINES)]
    told = [f"réponse {number}" for number in range(LINES)]

    async def talk() -> None:
        for number, text in enumerate(said):
            await insist(eva, clear, text, f"line-{number}")

    async def answer(address: str) -> None:
        for number, text in enumerate(told):
            await deliver(bot, address, text, f"{address}-{number}")

    async def disturb() -> None:
        for _ in range(2):
            own_synapse.kill()
            await asyncio.to_thread(own_synapse.start)

    await asyncio.gather(talk(), answer(eva.user_id), answer(zoe.user_id), disturb())
    await insist(eva, clear, "fin", "the-end")
    heard = [await bot.hears()]
    while heard[-1].text != "fin":
        heard.append(await bot.hears())
    assert [each.text for each in heard] == [*said, "fin"]
    for person, room in ((eva, clear), (zoe, secret)):
        await deliver(bot, person.user_id, "fin", f"{person.user_id}-end")
        await person.until(partial(_ended, person, room, bot))
        assert _shown(person, room, bot) == [*told, "fin"]
        await person.leave_town()
    assert all(event["encrypted"] for event in zoe.messages(secret, bot.user_id))
    await bot.stop()


def _ended(person: Person, room: str, bot: Bot) -> bool:
    return "fin" in _shown(person, room, bot)


def _shown(person: Person, room: str, bot: Bot) -> list[str]:
    return [plain(event) for event in person.messages(room, bot.user_id)]


@pytest.mark.slow
async def test_a_homeserver_that_hangs_is_waited_for(
    own_synapse: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.matrix.server.PATIENCE", 0.5)
    monkeypatch.setattr("bot.platforms.matrix.platform.SYNC_PATIENCE", 1.0)
    monkeypatch.setattr("bot.platforms.matrix.platform.LONG_POLL", 0.5)
    bot = await Bot.arrive(own_synapse, tmp_path / "bot")
    eva = await Person.arrive(own_synapse, "eva")
    room = await eva.direct(bot.user_id)
    await eva.say(room, "bonjour")
    await bot.hears()
    own_synapse.freeze()
    with pytest.raises(Retryable):
        async with asyncio.timeout(PATIENCE):
            await bot.say(eva.user_id, "Bonjour !", key="outbox-1")
    own_synapse.thaw()
    await deliver(bot, eva.user_id, "Bonjour !", "outbox-1")
    await deliver(bot, eva.user_id, "fin", "outbox-2")
    await eva.until(partial(_ended, eva, room, bot))
    assert _shown(eva, room, bot) == ["Bonjour !", "fin"]
    await eva.say(room, "merci")
    assert (await bot.hears()).text == "merci"
    await eva.leave_town()
    await bot.stop()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["frozen", "killed"])
async def test_the_other_platform_is_not_disturbed(
    own_synapse: Synapse, tmp_path: Path, fresh_sqlite: Fresh, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """And what was to be said on Matrix meanwhile is said once, when there is somebody to say it to."""
    monkeypatch.setattr("bot.platforms.matrix.server.PATIENCE", 0.5)
    monkeypatch.setattr("bot.platforms.matrix.platform.SYNC_PATIENCE", 1.0)
    monkeypatch.setattr("bot.platforms.matrix.platform.LONG_POLL", 0.5)
    user_id, _device, _token = await own_synapse.register("bot")
    database, understander, elsewhere = Database(fresh_sqlite()), FakeUnderstander(), FakePlatform(StillClock())
    understander.teach("bonjour", "intent greeting")
    section, clock = Bot(own_synapse, tmp_path, user_id).section, running_clock()
    matrix = build(section, StoredNotebook(database, NAME), tmp_path, clock)
    pace = Pace(look_again=0.05, first_retry=0.1, first_pause=0.1)
    app = App(settings(), database, [matrix, elsewhere], understander, clock, pace)
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    eva = await Person.arrive(own_synapse, "eva")
    room = await eva.direct(user_id)
    await eva.say(room, "bonjour")
    await eva.hears(room, user_id)
    own_synapse.freeze() if how == "frozen" else own_synapse.kill()
    reminder = Message(Address(NAME, eva.user_id), "fr", Say((Quoted("Un rappel"),)))
    database.run_here(lambda uow: uow.outbox.add(reminder, clock.now()))
    for number in range(1, 4):
        await app.intake.accept("fake", [elsewhere.incoming(citizen(f"zoe-{number}"), Words("bonjour"))], None)
        async with asyncio.timeout(PATIENCE):
            while len(elsewhere.screen) < number:  # noqa: ASYNC110  # The fake platform tells nobody.
                await asyncio.sleep(0.01)
    own_synapse.thaw() if how == "frozen" else await asyncio.to_thread(own_synapse.start)
    await eva.leave_town()  # Her connection is of no use any more.
    await eva.hears(room, user_id, after=1)
    await eva.say(room, "bonjour")
    await eva.hears(room, user_id, after=2)
    assert eva.texts(room, user_id)[1] == "Un rappel"
    assert len(eva.messages(room, user_id)) == 3
    stop.set()
    await running
    await matrix.close()
    await eva.leave_town()
    app.close()
