"""What is sent is shown once, whole, in order, and fails in the three ways that delivery knows."""

import asyncio
from pathlib import Path
from typing import Literal

import pytest

from bot.incoming import Words
from bot.platforms import Gone, Refused, Retryable
from bot.platforms.matrix.sending import as_platform_error
from bot.platforms.matrix.server import Rejected, Unreachable
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Person, plain
from tests.platforms.synapse import Synapse


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (Unreachable("HTTP 502"), Retryable),
        (Rejected(429, "M_LIMIT_EXCEEDED", 3.5, {}), Retryable),
        (Rejected(401, "M_UNKNOWN_TOKEN", None, {}), Retryable),
        (Rejected(403, "M_FORBIDDEN", None, {}), Gone),
        (Rejected(404, "M_NOT_FOUND", None, {}), Gone),
        (Rejected(413, "M_TOO_LARGE", None, {}), Refused),
        (Rejected(413, "", None, {}), Refused),
        (Rejected(400, "M_BAD_JSON", None, {}), Refused),
        (Rejected(400, "M_UNKNOWN", None, {}), Retryable),
    ],
    ids=str,
)
def test_what_a_failed_call_means(error: Rejected | Unreachable, ours: type[Exception]) -> None:
    found = as_platform_error(error)
    assert type(found) is ours
    if isinstance(found, Retryable):
        assert found.retry_after == (error.retry_after if isinstance(error, Rejected) else None)
        assert not found.ambiguous


async def greeted(bot: Bot, person: Person, **more: object) -> str:
    """Open a private chat in which the bot has heard a first message."""
    room = await person.direct(bot.user_id, **more)
    await person.say(room, "bonjour")
    assert (await bot.hears()).text == "bonjour"
    return room


async def said_in_all(person: Person, room: str, bot: Bot) -> list[str]:
    """Give everything that the bot said in a room, after a last word of it."""
    await _until_said(bot, person.user_id, "fin", "the-end")
    await person.until(lambda: "fin" in [plain(each) for each in person.messages(room, bot.user_id)])
    return [plain(each) for each in person.messages(room, bot.user_id)][:-1]


async def _until_said(bot: Bot, address: str, text: str, key: str) -> str:
    """Send as delivery does: again and again, under the same key."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await bot.say(address, text, key=key)
            except Retryable:
                continue


async def test_the_same_key_shows_one_message(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await greeted(matrix_bot, eva)
    first = await matrix_bot.say(eva.user_id, "Reçu", key="outbox-7")
    assert await matrix_bot.say(eva.user_id, "Reçu", key="outbox-7") == first
    await matrix_bot.stop()
    await matrix_bot.start()
    assert await matrix_bot.say(eva.user_id, "Reçu", key="outbox-7") == first
    assert await said_in_all(eva, room, matrix_bot) == ["Reçu"]


async def test_a_new_database_does_not_repeat_the_keys_of_the_old_one(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await greeted(matrix_bot, eva)
    await matrix_bot.say(eva.user_id, "Reçu", key="outbox-1")
    await matrix_bot.stop()
    matrix_bot.notebook.notes.clear()
    matrix_bot.cursor = None
    await matrix_bot.start()
    await matrix_bot.say(eva.user_id, "Autre chose", key="outbox-1")
    assert await said_in_all(eva, room, matrix_bot) == ["Reçu", "Autre chose"]


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("how", ["lost", "cut", "page", "refused"])
async def test_a_lost_answer_does_not_double_a_message(
    gated_bot: Bot, gateway: Gateway, arrive: Arrival, arrive_secretly: SecretArrival, how: str, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await greeted(gated_bot, eva, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    gateway.fail("/send/m.room", how, 2)
    await _until_said(gated_bot, eva.user_id, "Reçu", "outbox-7")
    assert gateway.faults == []
    assert await said_in_all(eva, room, gated_bot) == ["Reçu"]


@pytest.mark.parametrize("how", ["lost", "page", "refused"])
@pytest.mark.parametrize("call", ["keys/query", "keys/claim", "sendToDevice"])
async def test_a_key_that_did_not_arrive_is_sent_again_before_the_message(
    gated_bot: Bot, gateway: Gateway, arrive_secretly: SecretArrival, call: str, how: str
) -> None:
    zoe = await arrive_secretly("zoe")
    gateway.fail(call, how, 2)
    # The bot speaks first, so each of these calls is made.
    await _until_said(gated_bot, zoe.user_id, "Un rappel", "outbox-7")
    assert gateway.faults == []
    await zoe.until(lambda: zoe.invitations)
    (room,) = zoe.invitations
    await zoe.join(room)
    answer = await zoe.hears(room, gated_bot.user_id)
    assert (plain(answer), answer["encrypted"]) == ("Un rappel", True)


async def test_a_long_message_is_several_and_any_of_them_can_be_answered(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await greeted(matrix_bot, eva)
    text = "\n".join(f"{number}. Une association avec « des mots »" for number in range(2500))
    receipt = await matrix_bot.say(eva.user_id, text, key="outbox-7")
    assert await matrix_bot.say(eva.user_id, text, key="outbox-7") == receipt
    await eva.until(lambda: receipt in {event["event_id"] for event in eva.messages(room, matrix_bot.user_id)})
    parts = eva.messages(room, matrix_bot.user_id)
    assert len(parts) > 1
    assert "\n".join(plain(each) for each in parts) == text
    assert parts[-1]["event_id"] == receipt
    await eva.reply(room, parts[0]["event_id"], "la première")
    heard = await matrix_bot.hears()
    assert isinstance(heard.content, Words)
    assert heard.content.reply_to == receipt


async def _try(bot: Bot, address: str, text: str) -> float | Literal[True] | None:
    """Send once, within a second; give the pause that is asked for if it does not go through."""
    try:
        async with asyncio.timeout(1.0):
            await bot.say(address, text, key=f"limited-{text}")
    except Retryable as error:
        return error.retry_after
    return True


async def test_a_limit_is_respected_and_nothing_slept_through(
    synapse: Synapse, matrix_bot: Bot, arrive: Arrival
) -> None:
    eva = await arrive("eva")
    room = await greeted(matrix_bot, eva)
    await synapse.limit(matrix_bot.user_id, 1, 3)
    waits: list[float | None] = []
    async with asyncio.timeout(PATIENCE):
        for number in range(5):
            while (wait := await _try(matrix_bot, eva.user_id, f"{number}")) is not True:
                waits.append(wait)
                await asyncio.sleep(wait or 0.0)
    assert waits
    assert all(wait and wait < 10 for wait in waits)
    await synapse.limit(matrix_bot.user_id, 0, 0)
    assert await said_in_all(eva, room, matrix_bot) == [str(number) for number in range(5)]


async def test_a_message_waits_while_nothing_is_known(synapse: Synapse, tmp_path: Path) -> None:
    user_id, _device, _token = await synapse.register("bot")
    bot = Bot(synapse, tmp_path, user_id)
    bot.prepare()
    with pytest.raises(Retryable):
        await bot.say("@eva:besancon.test", "bonjour")
    await bot.stop()
