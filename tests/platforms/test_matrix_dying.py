"""Where the adapter can be killed between two steps that belong together: what it must still know afterwards."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.incoming import Incoming, Pressed
from bot.platforms import Rendered, RenderedChoice, RenderedPoll
from bot.platforms.matrix.polls import START
from tests.fakes.notebook import MemoryNotebook
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Person, Secretive
from tests.platforms.synapse import Synapse

CHOICES = (RenderedChoice("Forêt", "vote 7 0"), RenderedChoice("Doubs", "vote 7 1"))
ASKED = Rendered("Quelle fresque ?\n1. Forêt\n2. Doubs", None, CHOICES)
POLL = Rendered(ASKED.text, None, CHOICES, poll=RenderedPoll("Quelle fresque ?", "unvote 7"))
VOTE = "org.matrix.msc3381.poll.response"


class Died(Exception):
    """The program is not there any more."""


class Brittle(MemoryNotebook):
    """A notebook whose program can die when it is about to note something of an event."""

    dies = False

    async def write(self, key: str, value: str) -> None:
        """Put a note down, or die."""
        if self.dies and ":$" in key:
            raise Died
        await super().write(key, value)


async def die_with_a_batch(bot: Bot) -> list[Incoming]:
    """Let a bot that is stopped start, and die when it has given something that is not kept yet."""
    bot.prepare()
    batches = bot.platform.receive(bot.cursor)
    async with asyncio.timeout(PATIENCE):
        batch = await anext(batches)
        # What it has begun beside that goes on for as long.
        rooms = bot.platform._parts.rooms  # type: ignore[union-attr]  # It is there, for it has given something.
        await asyncio.gather(*rooms._answering.values())
    await batches.aclose()  # type: ignore[attr-defined]  # It is a generator.
    await bot.platform.close()
    return list(batch.messages)


def ours(person: Person, bot: Bot) -> list[str]:
    """Give the events of the bot's own words and polls that somebody has seen."""
    kinds = ("m.room.message", START)
    return [
        event["event_id"] for _room, event in person.seen if event["sender"] == bot.user_id and event["type"] in kinds
    ]


@pytest.mark.parametrize("rendered", [ASKED, POLL], ids=["words", "poll"])
async def test_a_choice_can_be_taken_although_the_bot_died_when_it_had_shown_it(
    matrix_bot: Bot, arrive: Arrival, rendered: Rendered
) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await matrix_bot.stop()
    notebook = Brittle()
    notebook.notes, notebook.dies, matrix_bot.notebook = matrix_bot.notebook.notes, True, notebook
    await matrix_bot.start()
    with pytest.raises(Died):
        await matrix_bot.platform.send(eva.user_id, rendered, idempotency_key="outbox-7")
    await matrix_bot.stop()
    await eva.until(lambda: len(ours(eva, matrix_bot)) == (2 if rendered.poll else 1))
    shown = ours(eva, matrix_bot)
    for event_id in shown:
        await eva.react(room, event_id, "2\ufe0f\u20e3")
    if rendered.poll:
        relation = {"rel_type": "m.reference", "event_id": shown[-1]}
        await eva.send(room, {"m.relates_to": relation, VOTE: {"answers": ["1"]}}, VOTE)
    await matrix_bot.start()
    for event_id in shown:
        assert (await matrix_bot.hears()).content == Pressed("vote 7 1", event_id)
    if rendered.poll:
        assert (await matrix_bot.hears()).content == Pressed("vote 7 0", shown[-1])


async def test_what_is_said_as_soon_as_the_bot_has_come_is_not_the_past(
    synapse: Synapse, tmp_path: Path, arrive: Arrival
) -> None:
    """At a first start the past is not answered; but what the first start itself has brought about is not the past."""
    eva, bot = await arrive("eva"), Bot(synapse, tmp_path, (await synapse.register("bot"))[0])
    room = await eva.direct(bot.user_id)
    assert await die_with_a_batch(bot) == []
    await eva.say(room, "bonjour")
    await bot.start()
    assert (await bot.hears()).text == "bonjour"
    await bot.stop()


async def test_a_message_whose_key_came_late_is_given_again_until_it_is_kept(
    matrix_bot: Bot, synapse: Synapse, gateway: Gateway, tmp_path: Path
) -> None:
    zoe = await Secretive.arrive_with(synapse, "zoe", tmp_path / "zoe")
    zoe.client.homeserver = gateway.url
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    gateway.fail("sendToDevice", "later")
    await zoe.say(room, "bonjour")
    await Person.send(zoe, room, {"msgtype": "m.text", "body": "en clair"})
    assert (await matrix_bot.hears()).text == "en clair"
    await matrix_bot.stop()
    await gateway.release()
    assert [each.text for each in await die_with_a_batch(matrix_bot)] == ["bonjour"]
    await matrix_bot.start()
    assert (await matrix_bot.hears()).text == "bonjour"
    # And no longer.
    await Person.send(zoe, room, {"msgtype": "m.text", "body": "merci"})
    assert (await matrix_bot.hears()).text == "merci"
    await matrix_bot.stop()
    await matrix_bot.start()
    assert json.loads(matrix_bot.notebook.notes["late"]) == []
    assert matrix_bot.unheard == []
    await zoe.leave_town()
