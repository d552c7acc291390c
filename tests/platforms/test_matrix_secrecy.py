"""Nothing goes in clear into an encrypted room, even if it became one a moment ago."""

import asyncio

from bot.platforms import Enclosure
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, Secretive, plain

PICTURE = bytes(range(256)) * 40


async def in_clear(bot: Bot, zoe: Secretive) -> str:
    """Open a private chat that is not encrypted yet."""
    room = await zoe.direct(bot.user_id)
    await zoe.say(room, "bonjour")
    await bot.hears()
    return room


async def switch_on(zoe: Secretive, room: str) -> None:
    """Encrypt a room from now on."""
    await zoe.call("PUT", f"/rooms/{room}/state/m.room.encryption/", ENCRYPTION["content"])  # type: ignore[arg-type]  # A dict.
    await zoe.until(lambda: zoe.client.rooms[room].encrypted)


async def test_the_rest_of_a_message_that_was_begun_in_clear(
    gated_bot: Bot, gateway: Gateway, arrive_secretly: SecretArrival
) -> None:
    zoe = await arrive_secretly("zoe")
    room = await in_clear(gated_bot, zoe)
    gateway.fail("/send/m.room.message", "held")
    text = "\n".join(f"{number}. Une association avec « des mots »" for number in range(1200))
    saying = asyncio.create_task(gated_bot.say(zoe.user_id, text))
    first = await zoe.hears(room, gated_bot.user_id)
    await switch_on(zoe, room)
    await zoe.say(room, "en secret maintenant")
    await gated_bot.hears()
    gateway.held.set()
    await saying
    second = await zoe.hears(room, gated_bot.user_id, after=1)
    assert (first["encrypted"], second["encrypted"]) == (False, True)
    assert f"{plain(first)}\n{plain(second)}" == text


async def test_a_file_that_was_on_its_way_when_the_room_became_secret(
    gated_bot: Bot, gateway: Gateway, arrive_secretly: SecretArrival
) -> None:
    zoe = await arrive_secretly("zoe")
    room = await in_clear(gated_bot, zoe)
    gateway.fail("/upload", "held")
    photo = Enclosure(PICTURE, "image/png", "photo.png")
    saying = asyncio.create_task(gated_bot.say(zoe.user_id, "Voici", enclosures=(photo,)))
    await gateway.asked_for("/upload")
    await switch_on(zoe, room)
    await zoe.say(room, "en secret maintenant")
    await gated_bot.hears()
    gateway.held.set()
    await saying
    shown = await zoe.hears(room, gated_bot.user_id)
    assert shown["encrypted"] is True
    # Not only the words that show it: the file itself too.
    assert "url" not in shown["content"]
    assert shown["content"]["file"]["key"]["alg"] == "A256CTR"


async def test_a_room_that_became_secret_while_another_ones_news_are_read(
    gated_bot: Bot, gateway: Gateway, arrive: Arrival, arrive_secretly: SecretArrival
) -> None:
    """One sync tells of both; something has to be looked up for the first room, and that takes its time."""
    tom, zoe = await arrive("tom"), await arrive_secretly("zoe")
    group = await tom.create(invite=[gated_bot.user_id])
    await tom.say(group, "!bonjour")
    await gated_bot.hears()
    room = await in_clear(gated_bot, zoe)
    gateway.fail("/sync", "held")
    await tom.say(group, "un")
    await gateway.has_begun()
    await tom.say(group, "deux")
    await gateway.is_holding()
    await tom.reply(group, "$unknown", "trois")
    await switch_on(zoe, room)
    gateway.fail("/event/", "held")
    gateway.held.set()
    gateway.held.clear()
    await gateway.asked_for("/event/")
    await gated_bot.say(zoe.user_id, "Compris")
    gateway.held.set()
    answer = await zoe.hears(room, gated_bot.user_id)
    assert (plain(answer), answer["encrypted"]) == ("Compris", True)
