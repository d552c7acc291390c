"""Which rooms the bot goes into, what it takes from their past, and whose they are."""

import asyncio
from functools import partial

import pytest

from bot.incoming import Address, Room
from bot.platforms import Gone, PlatformError, Retryable
from bot.platforms.matrix.events import Event
from bot.platforms.matrix.rooms import Invitation, Rule, read_invitation
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Person, plain
from tests.platforms.synapse import DOMAIN, Synapse

BOT = "@bot:besancon.test"


@pytest.mark.parametrize(
    ("direct_from", "rooms_from", "invitation", "taken"),
    [
        (("*",), (), Invitation("@eva:elsewhere.test", direct=True), True),
        (("*",), (), Invitation("@eva:elsewhere.test", direct=False), False),
        (("*",), (), Invitation("@eva:besancon.test", direct=False), True),
        (("besancon.test",), (), Invitation("@eva:elsewhere.test", direct=True), False),
        (("besancon.test",), (), Invitation("@eva:besancon.test", direct=True), True),
        ((), (), Invitation("@eva:besancon.test", direct=True), False),
        (("*",), ("@eva:elsewhere.test",), Invitation("@eva:elsewhere.test", direct=False), True),
        (("*",), ("@eva:elsewhere.test",), Invitation("@tom:elsewhere.test", direct=False), False),
        (("*",), ("elsewhere.test",), Invitation("@tom:elsewhere.test:8448", direct=False), False),
    ],
)
def test_whose_invitations_are_taken(
    direct_from: tuple[str, ...], rooms_from: tuple[str, ...], invitation: Invitation, taken: bool
) -> None:
    rule = Rule(direct_from, rooms_from or ("besancon.test",))
    assert rule.takes(invitation) is taken


@pytest.mark.parametrize(
    "stripped",
    [
        [],
        [None, 5, "x", {}],
        [{"type": "m.room.member", "state_key": BOT, "content": {"membership": "join"}, "sender": "@eva:a"}],
        [{"type": "m.room.member", "state_key": "@eva:a", "content": {"membership": "invite"}, "sender": "@eva:a"}],
        [{"type": "m.room.member", "state_key": BOT, "content": {"membership": "invite"}, "sender": 5}],
        [{"type": "m.room.member", "state_key": BOT, "content": [], "sender": "@eva:a"}],
    ],
    ids=str,
)
def test_what_is_no_invitation(stripped: list[object]) -> None:
    assert read_invitation(stripped, BOT) is None


async def until(person: Person, room: str, user_id: str, membership: str) -> None:
    """Wait until somebody stands so with a room."""
    async with asyncio.timeout(PATIENCE):
        while await person.membership(room, user_id) != membership:
            await person.look(0.2)


def has_seen(person: Person, event_id: str) -> bool:
    """Say whether somebody has seen an event."""
    return event_id in {event["event_id"] for _room, event in person.seen}


async def until_gone(bot: Bot, address: str) -> None:
    """Wait until the bot knows that somebody does not want it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await bot.say(address, "vous êtes là ?")
            except Gone:
                return


async def test_rooms_are_taken_from_those_who_may_invite_only(
    synapse: Synapse, matrix_bot: Bot, arrive: Arrival
) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    await matrix_bot.stop()
    matrix_bot.more = {"rooms_from": [tom.user_id], "direct_from": [DOMAIN]}
    await matrix_bot.start()
    refused = await eva.create(invite=[matrix_bot.user_id])
    taken = await tom.create(invite=[matrix_bot.user_id])
    direct = await eva.direct(matrix_bot.user_id)
    await until(tom, taken, matrix_bot.user_id, "join")
    await until(eva, direct, matrix_bot.user_id, "join")
    await until(eva, refused, matrix_bot.user_id, "leave")
    await tom.say(taken, "bonjour")
    assert (await matrix_bot.hears()).room is Room.GROUP


async def test_an_invitation_waits_for_the_next_start(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    await matrix_bot.stop()
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.start()
    assert (await matrix_bot.hears()).text == "bonjour"


async def test_nothing_of_before_the_first_start_is_answered(
    synapse: Synapse, matrix_bot: Bot, arrive: Arrival
) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await matrix_bot.stop()
    await eva.say(room, "personne ?")
    # A new database: neither cursor nor notes.
    matrix_bot.cursor = None
    matrix_bot.notebook.notes.clear()
    await matrix_bot.start()
    await eva.say(room, "me revoilà")
    heard = await matrix_bot.hears()
    assert (heard.text, heard.address, heard.room) == ("me revoilà", Address("matrix", eva.user_id), Room.PRIVATE)
    # Whose room it is was learnt again, so an answer finds its way.
    await matrix_bot.say(eva.user_id, "Bonjour !")
    assert plain(await eva.hears(room, matrix_bot.user_id)) == "Bonjour !"


async def test_the_past_of_a_room_is_not_answered_what_came_with_the_invitation_is(
    matrix_bot: Bot, arrive: Arrival
) -> None:
    tom = await arrive("tom")
    room = await tom.create(name="Éclairage")
    for number in range(12):
        await tom.say(room, f"ancien {number}")
    await matrix_bot.stop()
    await tom.call("POST", f"/rooms/{room}/invite", {"user_id": matrix_bot.user_id})
    await tom.say(room, "!aide")
    await matrix_bot.start()
    assert (await matrix_bot.hears()).text == "!aide"
    await tom.say(room, "merci")
    assert (await matrix_bot.hears()).text == "merci"


async def test_nothing_is_answered_again_after_a_rejoin(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id, preset="private_chat")
    await eva.say(room, "avant")
    await matrix_bot.hears()
    known = {each.event_id for each in matrix_bot.incoming}
    # The test's inbox would hide a replay; forgetting it shows one.
    matrix_bot.incoming.clear()
    matrix_bot._read = 0
    await eva.call("POST", f"/rooms/{room}/kick", {"user_id": matrix_bot.user_id})
    await eva.say(room, "pendant")
    await until(eva, room, matrix_bot.user_id, "leave")
    await until_gone(matrix_bot, eva.user_id)
    await eva.call("POST", f"/rooms/{room}/invite", {"user_id": matrix_bot.user_id})
    await eva.say(room, "après")
    assert (await matrix_bot.hears()).text == "après"
    assert matrix_bot.texts == ["après"]
    assert not known & {each.event_id for each in matrix_bot.incoming}
    receipt = await matrix_bot.say(eva.user_id, "Bonjour !")
    await eva.until(lambda: receipt in {event["event_id"] for event in eva.messages(room, matrix_bot.user_id)})


async def test_more_than_a_page_missed_is_read_in_order(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await matrix_bot.stop()
    said = [f"ligne {number}" for number in range(130)]
    for text in said:
        await eva.say(room, text)
    await matrix_bot.start()
    assert [(await matrix_bot.hears()).text for _ in said] == said


async def test_the_bot_speaks_first_in_an_encrypted_room(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    zoe = await arrive_secretly("zoe")
    first, again = await asyncio.gather(
        matrix_bot.say(zoe.user_id, "Un rappel"), matrix_bot.say(zoe.user_id, "Et encore")
    )
    assert first != again
    await zoe.until(lambda: zoe.invitations)
    (room,) = zoe.invitations
    await zoe.join(room)
    words = {plain(await zoe.hears(room, matrix_bot.user_id, after=number)) for number in (0, 1)}
    assert words == {"Un rappel", "Et encore"}
    assert all(event["encrypted"] for event in zoe.messages(room, matrix_bot.user_id))
    await zoe.say(room, "merci")
    heard = await matrix_bot.hears()
    assert (heard.address, heard.room) == (Address("matrix", zoe.user_id), Room.PRIVATE)


async def test_a_private_room_that_no_note_tells_of_is_known_by_who_made_it(matrix_bot: Bot, arrive: Arrival) -> None:
    """As when the database is a new one, or the bot was killed between the server's answer and its own notes."""
    eva = await arrive("eva")
    await matrix_bot.say(eva.user_id, "Un rappel")
    room = matrix_bot.notebook.notes[f"direct:{eva.user_id}"]
    await eva.until(lambda: eva.invitations)
    await eva.join(room)
    await matrix_bot.stop()
    del matrix_bot.notebook.notes[f"direct:{eva.user_id}"], matrix_bot.notebook.notes[f"person:{room}"]
    await matrix_bot.start()
    await eva.say(room, "/stats")
    heard = await matrix_bot.hears()
    assert (heard.address, heard.room) == (Address("matrix", eva.user_id), Room.PRIVATE)
    receipt = await matrix_bot.say(eva.user_id, "Un autre rappel")
    await eva.until(partial(has_seen, eva, receipt))
    assert list(eva.invitations) == [room]


async def test_a_room_that_the_bot_made_and_others_were_asked_into_is_nobodys(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    await matrix_bot.say(eva.user_id, "Un rappel")
    room = matrix_bot.notebook.notes[f"direct:{eva.user_id}"]
    await eva.until(lambda: eva.invitations)
    await eva.join(room)
    await eva.call("POST", f"/rooms/{room}/invite", {"user_id": tom.user_id})
    await matrix_bot.stop()
    del matrix_bot.notebook.notes[f"direct:{eva.user_id}"], matrix_bot.notebook.notes[f"person:{room}"]
    await matrix_bot.start()
    await eva.say(room, "/stats")
    heard = await matrix_bot.hears()
    assert (heard.address.room_id, heard.room) == (room, Room.GROUP)


async def test_the_latest_private_room_is_where_a_person_is_reached(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    rooms = [await eva.direct(matrix_bot.user_id) for _ in range(2)]
    for room in (*rooms, rooms[0]):
        await eva.say(room, "bonjour")
        assert (await matrix_bot.hears()).address == Address("matrix", eva.user_id)
        receipt = await matrix_bot.say(eva.user_id, "Bonjour !")
        await eva.until(partial(has_seen, eva, receipt))
        assert [where for where, event in eva.seen if event["event_id"] == receipt] == [room]


async def test_a_private_room_with_a_third_one_in_it_is_none(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await eva.call("POST", f"/rooms/{room}/invite", {"user_id": tom.user_id})
    await eva.say(room, "!suivi")
    heard = await matrix_bot.hears()
    assert (heard.address.room_id, heard.room) == (room, Room.GROUP)
    # What is for her alone goes where she is alone.
    await matrix_bot.say(eva.user_id, "Votre demande")
    await eva.until(lambda: eva.invitations)
    assert room not in eva.invitations
    assert eva.texts(room, matrix_bot.user_id) == []


async def test_a_person_who_leaves_is_left_alone_until_they_come_back(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await eva.leave(room)
    await until_gone(matrix_bot, eva.user_id)
    again = await eva.direct(matrix_bot.user_id)
    await eva.say(again, "me revoilà")
    assert (await matrix_bot.hears()).text == "me revoilà"
    await matrix_bot.say(eva.user_id, "Bonjour !")
    assert plain(await eva.hears(again, matrix_bot.user_id)) == "Bonjour !"


async def test_a_room_the_bot_is_not_in_is_gone_and_one_it_is_coming_into_is_not(
    matrix_bot: Bot, arrive: Arrival
) -> None:
    tom = await arrive("tom")
    for address in ("!nowhere", await tom.create()):
        with pytest.raises(Gone):
            await matrix_bot.say(address, "bonjour")
    room = await tom.create(invite=[matrix_bot.user_id])
    with pytest.raises(PlatformError) as raised:
        await _until_known(matrix_bot, room)
    assert isinstance(raised.value, Retryable | _Known)


class _Known(PlatformError):
    """The room was known at once."""


async def _until_known(bot: Bot, room: str) -> None:
    while True:
        try:
            await bot.say(room, "bonjour")
        except Gone:
            continue  # The invitation has not even come yet.
        raise _Known("known")


async def test_too_many_invitations_of_one_person_are_refused(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    rooms = [await eva.direct(matrix_bot.user_id) for _ in range(12)]
    async with asyncio.timeout(PATIENCE):
        while "invite" in (standing := [await eva.membership(room, matrix_bot.user_id) for room in rooms]):
            await eva.look(0.1)
    assert sorted(standing) == ["join"] * 10 + ["leave"] * 2


async def test_encryption_that_is_switched_on_later_is_kept_to(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id)
    await zoe.say(room, "en clair")
    await matrix_bot.hears()
    where = f"/rooms/{room}/state/m.room.encryption/"
    await zoe.call("PUT", where, ENCRYPTION["content"])  # type: ignore[arg-type]  # A dict.
    await zoe.until(lambda: zoe.client.rooms[room].encrypted)
    await zoe.say(room, "en secret")
    await matrix_bot.hears()
    await matrix_bot.say(zoe.user_id, "Compris")
    answer = await zoe.hears(room, matrix_bot.user_id)
    assert (plain(answer), answer["encrypted"]) == ("Compris", True)
    # Neither a restart nor clear words from somebody open it again.
    await matrix_bot.stop()
    await Person.send(zoe, room, {"msgtype": "m.text", "body": "en clair, par erreur"})
    await matrix_bot.start()
    await matrix_bot.hears()
    await matrix_bot.say(zoe.user_id, "Toujours en secret")
    assert (await zoe.hears(room, matrix_bot.user_id, after=1))["encrypted"] is True


async def test_rooms_are_looked_at_again_when_no_sync_has_told_of_them_for_long(
    matrix_bot: Bot, arrive_secretly: SecretArrival, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id)
    await zoe.say(room, "en clair")
    await matrix_bot.hears()
    monkeypatch.setattr("bot.platforms.matrix.sending.STALE", -1.0)
    await matrix_bot.say(zoe.user_id, "Bonjour")
    assert (await zoe.hears(room, matrix_bot.user_id))["encrypted"] is False
    monkeypatch.setattr("bot.platforms.matrix.engine.Engine.happened", _deaf)
    where = f"/rooms/{room}/state/m.room.encryption/"
    await zoe.call("PUT", where, ENCRYPTION["content"])  # type: ignore[arg-type]  # A dict.
    await zoe.until(lambda: zoe.client.rooms[room].encrypted)
    await matrix_bot.say(zoe.user_id, "En secret")
    assert (await zoe.hears(room, matrix_bot.user_id, after=1))["encrypted"] is True


def _deaf(_engine: object, _room_id: str, _event: Event) -> None:
    """Stand for a sync that does not come."""


async def test_a_room_that_the_bot_was_thrown_out_of_is_forgotten(
    gated_bot: Bot, gateway: Gateway, arrive: Arrival
) -> None:
    tom = await arrive("tom")
    room = await tom.create(invite=[gated_bot.user_id])
    await tom.say(room, "!bonjour")
    await gated_bot.hears()
    await tom.call("POST", f"/rooms/{room}/kick", {"user_id": gated_bot.user_id})
    await until_gone(gated_bot, room)
    async with asyncio.timeout(PATIENCE):
        while not any(f"/rooms/{room}/forget" in each for each, _status in gateway.answered):
            await tom.look(0.1)
    await gated_bot.stop()
    await gated_bot.start()
    with pytest.raises(Gone):
        await gated_bot.say(room, "vous êtes là ?")
    # Invited again, it comes again, and hears only what is said from then on.
    await tom.say(room, "pendant")
    await tom.call("POST", f"/rooms/{room}/invite", {"user_id": gated_bot.user_id})
    await tom.say(room, "!après")
    assert (await gated_bot.hears()).text == "!après"


async def test_no_second_private_room_is_opened_while_the_bot_is_coming_into_one(
    matrix_bot: Bot, arrive: Arrival, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    with monkeypatch.context() as patch:
        # As between the join and the sync that tells of it.
        patch.setattr("bot.platforms.matrix.engine.Engine.knows", _is_of_no_sync)
        with pytest.raises(Retryable):
            await matrix_bot.say(eva.user_id, "Un rappel", key="1")
    receipt = await matrix_bot.say(eva.user_id, "Un rappel", key="1")
    await eva.until(partial(has_seen, eva, receipt))
    assert (plain(eva.messages(room, matrix_bot.user_id)[0]), eva.invitations) == ("Un rappel", {})


def _is_of_no_sync(_engine: object, _room_id: str) -> bool:
    """Stand for a room that no sync has told of."""
    return False


async def test_a_private_room_that_was_lost_is_opened_anew(matrix_bot: Bot, arrive: Arrival) -> None:
    """As when the server is another one, or the bot was taken out of the room while nothing was written down."""
    eva, tom = await arrive("eva"), await arrive("tom")
    await matrix_bot.stop()
    matrix_bot.notebook.notes[f"direct:{eva.user_id}"] = await tom.create()
    await matrix_bot.start()
    await matrix_bot.say(eva.user_id, "Un rappel")
    await eva.look()
    assert len(eva.invitations) == 1
