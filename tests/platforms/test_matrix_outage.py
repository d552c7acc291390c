"""The homeserver killed, started again, or hanging: nothing is lost, nothing doubled, and the order stays."""

import asyncio
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.platforms import Retryable
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
