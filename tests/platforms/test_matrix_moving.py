"""Rooms that are upgraded: the bot goes along where that is right, nowhere else, and nothing is lost on the way."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.incoming import Address, Incoming, Pressed, Room, Words
from bot.platforms import PlatformError, Rendered, RenderedChoice, RenderedPoll, Retryable
from bot.platforms.matrix.events import Event, parse
from bot.platforms.matrix.moving import is_authentic
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Json, Person, plain

OLD, NEW = "!old", "!new"
EVA, TOM = "@eva:a", "@tom:a"


def event(kind: str, content: object, sender: str = EVA, state_key: str = "") -> Event:
    """Give an event of a room's state."""
    raw = {"event_id": "$1", "sender": sender, "type": kind, "origin_server_ts": 1, "content": content}
    found = parse({**raw, "state_key": state_key})
    assert found is not None
    return found


def tombstone(sender: str = EVA, new: object = NEW) -> Event:
    """Give a tombstone."""
    return event("m.room.tombstone", {"body": "moved", "replacement_room": new}, sender)


def created(version: str, *more: str) -> Event:
    """Give the event that created the room; by Eva, and others."""
    return event("m.room.create", {"room_version": version, "additional_creators": list(more)})


def levels(**content: object) -> Event:
    """Give the room's power levels."""
    return event("m.room.power_levels", content)


@pytest.mark.parametrize(
    ("state", "by", "authentic"),
    [
        ([created("11"), levels(users={EVA: 100}), tombstone()], EVA, True),
        ([created("11"), levels(users={EVA: 50}), tombstone()], EVA, True),
        ([created("11"), levels(users={EVA: 49}), tombstone()], EVA, False),
        ([created("11"), levels(users_default=100), tombstone()], EVA, True),
        ([created("11"), levels(), tombstone()], EVA, False),
        # What the room itself asks for counts only when it is more than a moderator has.
        ([created("11"), levels(users={EVA: 50}, events={"m.room.tombstone": 100}), tombstone()], EVA, False),
        ([created("11"), levels(users={EVA: 50}, state_default=60), tombstone()], EVA, False),
        ([created("11"), levels(users={EVA: 0}, events={"m.room.tombstone": 0}), tombstone()], EVA, False),
        ([created("11"), levels(users={EVA: 0}, state_default=0), tombstone()], EVA, False),
        # Creators: from version 12 on they have every power and stand in no list.
        ([created("12"), levels(), tombstone()], EVA, True),
        ([created("org.matrix.hydra.11"), levels(), tombstone()], EVA, True),
        ([created("12"), levels(users={TOM: 10}), tombstone(TOM)], TOM, False),
        ([created("12", TOM), levels(), tombstone(TOM)], TOM, True),
        ([created("11", TOM), levels(), tombstone(TOM)], TOM, False),
        ([created("11"), tombstone()], EVA, True),
        ([created("11"), tombstone(TOM)], TOM, False),
        ([created(""), levels(users={EVA: 0}), tombstone()], EVA, False),
        # Not what it is said to be.
        ([created("11"), levels(users={EVA: 100})], EVA, False),
        ([created("11"), levels(users={EVA: 100}), tombstone(new="!other")], EVA, False),
        ([created("11"), levels(users={EVA: 100}), tombstone(new=5)], EVA, False),
        ([created("11"), levels(users={EVA: 100}), tombstone(TOM)], EVA, False),
        ([levels(users={EVA: 100}), tombstone()], EVA, False),
        ([created("11"), event("m.room.power_levels", {"users": {EVA: True}}), tombstone()], EVA, False),
        ([created("11"), event("m.room.power_levels", {"users": {EVA: "100"}}), tombstone()], EVA, False),
        ([created("11"), event("m.room.power_levels", {"users": [EVA]}), tombstone()], EVA, False),
        ([created("11"), levels(users={EVA: 100}), event("m.room.tombstone", {}, state_key="x")], EVA, False),
    ],
)
def test_whose_tombstone_is_believed(state: list[Event], by: str, authentic: bool) -> None:
    assert is_authentic(state, NEW, by) is authentic


async def team_of(bot: Bot, tom: Person, *others: Person, **more: Any) -> str:  # noqa: ANN401  # As the server takes it.
    """Create a room with the bot in it."""
    invited = [bot.user_id, *(each.user_id for each in others)]
    room = await tom.create(**{"name": "Éclairage", "invite": invited, "preset": "private_chat", **more})
    for each in others:
        await each.join(room)
    await tom.say(room, "Bienvenue")
    assert (await bot.hears()).text == "Bienvenue"
    return room


async def upgrade(person: Person, room: str, version: str = "12") -> str:
    """Upgrade a room, as somebody's client does."""
    found = await person.call("POST", f"/rooms/{room}/upgrade", {"new_version": version})
    return str(found["replacement_room"])


async def invite(person: Person, room: str, *others: str) -> None:
    """Invite others."""
    for each in others:
        await person.call("POST", f"/rooms/{room}/invite", {"user_id": each})


async def deliver(bot: Bot, address: str, text: str, key: str, **more: Any) -> str:  # noqa: ANN401  # As in Bot.say.
    """Send as delivery does: again and again, under the same key."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await bot.say(address, text, key=key, **more)
            except Retryable:
                await asyncio.sleep(0.02)


async def said_in(person: Person, room: str, bot: Bot, count: int) -> list[str]:
    """Wait until the bot has said so much in a room, and give it."""
    await person.until(lambda: len(person.messages(room, bot.user_id)) >= count)
    return [plain(each) for each in person.messages(room, bot.user_id)]


async def until_left(person: Person, room: str, user_id: str) -> None:
    """Wait until somebody is not in a room."""
    async with asyncio.timeout(PATIENCE):
        while await person.membership(room, user_id) not in ("leave", "none"):
            await person.look(0.1)


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_teams_room_is_followed(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool, version: str
) -> None:
    tom = await (arrive_secretly if encrypted else arrive)("tom")
    room = await team_of(matrix_bot, tom, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    new = await upgrade(tom, room, version)
    # What is said now waits for the invitation.
    said = [asyncio.create_task(deliver(matrix_bot, room, text, text)) for text in ("un", "deux")]
    await invite(tom, new, matrix_bot.user_id)
    await asyncio.gather(*said)
    assert sorted(await said_in(tom, new, matrix_bot, 2)) == ["deux", "un"]
    assert all(each.get("encrypted", False) is encrypted for each in tom.messages(new, matrix_bot.user_id))
    assert tom.messages(room, matrix_bot.user_id) == []
    await tom.say(new, "!file")
    heard = await matrix_bot.hears()
    assert (heard.text, heard.address, heard.room) == ("!file", Address("matrix", room), Room.GROUP)
    # For good.
    await matrix_bot.stop()
    await matrix_bot.start()
    await deliver(matrix_bot, room, "trois", "trois")
    assert (await said_in(tom, new, matrix_bot, 3))[-1] == "trois"
    await tom.say(new, "encore")
    assert (await matrix_bot.hears()).address == Address("matrix", room)


async def test_a_room_that_takes_everybody_needs_no_invitation(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom, preset="public_chat")
    new = await upgrade(tom, room)
    # Said before the bot comes in: it would have heard it in the old room.
    await tom.say(new, "vous êtes là ?")
    heard = await matrix_bot.hears()
    assert (heard.text, heard.address) == ("vous êtes là ?", Address("matrix", room))
    await deliver(matrix_bot, room, "Oui", "1")
    assert await said_in(tom, new, matrix_bot, 1) == ["Oui"]


async def test_an_invitation_into_the_new_room_is_taken_whatever_the_rule(matrix_bot: Bot, arrive: Arrival) -> None:
    tom, eva = await arrive("tom"), await arrive("eva")
    room = await team_of(matrix_bot, tom, eva)
    await matrix_bot.stop()
    matrix_bot.more = {"rooms_from": ["nobody.test"]}
    await matrix_bot.start()
    new = await upgrade(tom, room)
    await invite(tom, new, eva.user_id)
    await eva.join(new)
    await invite(tom, new, matrix_bot.user_id)
    await eva.say(new, "!file")
    assert (await matrix_bot.hears()).address == Address("matrix", room)
    other = await eva.create(invite=[matrix_bot.user_id])
    await until_left(eva, other, matrix_bot.user_id)


async def test_a_move_goes_on_after_a_restart(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom)
    await matrix_bot.stop()
    new = await upgrade(tom, room)
    await matrix_bot.start()
    with pytest.raises(Retryable):
        await matrix_bot.say(room, "trop tôt")
    await matrix_bot.stop()
    await invite(tom, new, matrix_bot.user_id)
    await tom.say(new, "!file")
    await matrix_bot.start()
    heard = await matrix_bot.hears()
    assert (heard.text, heard.address) == ("!file", Address("matrix", room))


async def test_a_message_that_the_upgrade_overtakes_is_not_lost(
    gated_bot: Bot, gateway: Gateway, arrive: Arrival
) -> None:
    """The old room takes no more messages before the bot has heard of the new one."""
    tom = await arrive("tom")
    room = await team_of(gated_bot, tom)
    await tom.say(room, "deux mots")
    await gated_bot.hears()
    gateway.fail("/sync", "held", 2)
    await tom.say(room, "pendant")  # So that the sync which is under way ends, and the next ones are held.
    new = await upgrade(tom, room)
    with pytest.raises(PlatformError) as raised:
        await gated_bot.say(room, "entre les deux", key="1")
    assert isinstance(raised.value, Retryable)
    gateway.held.set()
    await invite(tom, new, gated_bot.user_id)
    await deliver(gated_bot, room, "entre les deux", "1")
    assert await said_in(tom, new, gated_bot, 1) == ["entre les deux"]


async def test_what_stands_in_the_old_room_is_shown_again_in_the_new_one(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom)
    choices = (RenderedChoice("Prendre", "take 12"),)
    card = await matrix_bot.say(room, "Une demande", choices=choices)
    new = await upgrade(tom, room)
    await invite(tom, new, matrix_bot.user_id)
    moved = await deliver(matrix_bot, room, "Une demande, prise", "edit", choices=choices, edit=card)
    assert moved != card
    assert await said_in(tom, new, matrix_bot, 1) == ["Une demande, prise"]
    await tom.react(new, moved, "1️⃣")
    heard = await matrix_bot.hears()
    assert (heard.content, heard.address) == (Pressed("take 12", moved), Address("matrix", room))
    await tom.reply(new, moved, "C'est réparé")
    assert (await matrix_bot.hears()).content == Words("C'est réparé", reply_to=moved)


async def test_a_poll_that_stayed_in_the_old_room_ends_unseen(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom)
    poll = RenderedPoll("Quelle fresque ?", "unvote 7")
    choices = (RenderedChoice("Forêt", "vote 7 0"), RenderedChoice("Doubs", "vote 7 1"))
    receipt = await matrix_bot.platform.send(
        room, Rendered("Sondage", None, choices, poll=poll), idempotency_key="poll"
    )
    new = await upgrade(tom, room)
    await invite(tom, new, matrix_bot.user_id)
    await deliver(matrix_bot, room, "ici", "1")
    closed = Rendered("Doubs : 2 voix", poll=replace(poll, closed=True))
    assert await matrix_bot.platform.send(room, closed, idempotency_key="close", edit=receipt) == receipt
    await deliver(matrix_bot, room, "Le résultat", "2")
    assert await said_in(tom, new, matrix_bot, 2) == ["ici", "Le résultat"]


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_private_chat_is_followed(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await eva.direct(matrix_bot.user_id, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    new = await upgrade(eva, room)
    await invite(eva, new, matrix_bot.user_id)
    await deliver(matrix_bot, eva.user_id, "Bonjour !", "1")
    assert await said_in(eva, new, matrix_bot, 1) == ["Bonjour !"]
    await eva.say(new, "merci")
    heard = await matrix_bot.hears()
    assert (heard.text, heard.address, heard.room) == ("merci", Address("matrix", eva.user_id), Room.PRIVATE)
    assert list(eva.invitations) == []


async def test_moved_twice_and_then_put_into_the_configuration(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    first = room = await team_of(matrix_bot, tom)
    for number in range(2):
        new = await upgrade(tom, room)
        await invite(tom, new, matrix_bot.user_id)
        await deliver(matrix_bot, first, "ici", f"{number}")
        assert await said_in(tom, new, matrix_bot, 1) == ["ici"]
        room = new
    await tom.say(room, "!file")
    assert (await matrix_bot.hears()).address == Address("matrix", first)
    await matrix_bot.stop()
    matrix_bot.rooms = (room,)
    await matrix_bot.start()
    await tom.say(room, "!file")
    assert (await matrix_bot.hears()).address == Address("matrix", room)
    # What still waits under the old name finds its way.
    for number, name in enumerate((first, room)):
        await deliver(matrix_bot, name, "encore", f"again-{number}")
    assert (await said_in(tom, room, matrix_bot, 3))[1:] == ["encore", "encore"]


async def heard_next(bot: Bot, person: Person, room: str) -> Incoming:
    """Let somebody say something, and give it."""
    await person.say(room, "toujours là")
    return await bot.hears()


async def test_a_member_without_power_moves_nobody(matrix_bot: Bot, arrive: Arrival) -> None:
    tom, mallory = await arrive("tom"), await arrive("mallory")
    # A room that is too trusting: the server itself lets everybody upgrade it.
    trusting: Json = {"events": {"m.room.tombstone": 0}, "state_default": 0}
    room = await team_of(matrix_bot, tom, mallory, power_level_content_override=trusting)
    trap = await mallory.create(
        preset="public_chat", creation_content={"predecessor": {"room_id": room, "event_id": "$1"}}
    )
    await mallory.call("PUT", f"/rooms/{room}/state/m.room.tombstone/", {"body": "x", "replacement_room": trap})
    await invite(mallory, trap, matrix_bot.user_id)
    assert (await heard_next(matrix_bot, tom, room)).address == Address("matrix", room)
    await deliver(matrix_bot, room, "Une demande", "1")
    assert await said_in(tom, room, matrix_bot, 1) == ["Une demande"]
    # That it is in the other room, as in any it is invited to, makes it nobody's room.
    await mallory.say(trap, "!file")
    assert (await matrix_bot.hears()).address == Address("matrix", trap)
    # Even a moderator who comes to it later is followed only to where they themselves point.
    await matrix_bot.stop()
    await matrix_bot.start()
    await deliver(matrix_bot, room, "Une autre", "2")
    assert await said_in(tom, room, matrix_bot, 2) == ["Une demande", "Une autre"]


async def test_a_new_room_that_knows_nothing_of_it_is_left(matrix_bot: Bot, arrive: Arrival) -> None:
    tom, eva = await arrive("tom"), await arrive("eva")
    room = await team_of(matrix_bot, tom)
    stranger = await eva.create(preset="public_chat")
    await eva.say(stranger, "rien à voir")
    await tom.call("PUT", f"/rooms/{room}/state/m.room.tombstone/", {"body": "x", "replacement_room": stranger})
    await eva.until(
        lambda: (
            {"join", "leave"}
            <= {
                each["content"].get("membership")
                for where, each in eva.seen
                if where == stranger and each.get("state_key") == matrix_bot.user_id
            }
        )
    )
    assert (await heard_next(matrix_bot, tom, room)).address == Address("matrix", room)
    await deliver(matrix_bot, room, "Une demande", "1")
    assert await said_in(tom, room, matrix_bot, 1) == ["Une demande"]


@pytest.mark.parametrize("new", ["", "!nowhere", "#alias:besancon.test"])
async def test_a_tombstone_that_leads_nowhere(matrix_bot: Bot, arrive: Arrival, new: str) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom)
    await tom.call("PUT", f"/rooms/{room}/state/m.room.tombstone/", {"body": "x", "replacement_room": new})
    assert (await heard_next(matrix_bot, tom, room)).address == Address("matrix", room)
    if new == "!nowhere":
        with pytest.raises(Retryable):
            await matrix_bot.say(room, "Une demande")
    else:
        await deliver(matrix_bot, room, "Une demande", "1")
        assert await said_in(tom, room, matrix_bot, 1) == ["Une demande"]


async def test_an_encrypted_room_is_not_followed_into_the_clear(
    matrix_bot: Bot, arrive_secretly: SecretArrival
) -> None:
    zoe = await arrive_secretly("zoe")
    room = await team_of(matrix_bot, zoe, initial_state=[ENCRYPTION])
    new = await zoe.create(preset="public_chat", creation_content={"predecessor": {"room_id": room, "event_id": "$1"}})
    await zoe.call("PUT", f"/rooms/{room}/state/m.room.tombstone/", {"body": "x", "replacement_room": new})
    # The bot has looked at the new room, and does not take it for the old one.
    await zoe.say(new, "!file")
    assert (await matrix_bot.hears()).address == Address("matrix", new)
    with pytest.raises(Retryable):
        await matrix_bot.say(room, "Un secret", key="1")
    await zoe.call("PUT", f"/rooms/{new}/state/m.room.encryption/", ENCRYPTION["content"])  # type: ignore[arg-type]  # A dict.
    await deliver(matrix_bot, room, "Un secret", "1")
    assert await said_in(zoe, new, matrix_bot, 1) == ["Un secret"]
    assert zoe.messages(new, matrix_bot.user_id)[0]["encrypted"] is True


async def test_rooms_that_name_each_other_are_no_circle(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await team_of(matrix_bot, tom)
    new = await upgrade(tom, room)
    await invite(tom, new, matrix_bot.user_id)
    await deliver(matrix_bot, room, "un", "1")
    await tom.call("PUT", f"/rooms/{new}/state/m.room.tombstone/", {"body": "x", "replacement_room": room})
    assert (await heard_next(matrix_bot, tom, new)).address == Address("matrix", room)
    await deliver(matrix_bot, room, "deux", "2")
    assert await said_in(tom, new, matrix_bot, 2) == ["un", "deux"]
