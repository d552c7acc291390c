"""Talking to people through a real Synapse: in clear and encrypted, in private and in groups."""

import json
from typing import Any

import aiohttp
import pytest
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment  # type: ignore[import-untyped]  # nio ships no types.

from bot.incoming import Address, Location, Pressed, Room, Words
from bot.platforms import Enclosure, Gone, Refused, RenderedChoice
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, Person, plain

CHOICES = (RenderedChoice("Oui", "answer confirm yes"), RenderedChoice("Non", "answer confirm no"))


async def group_of(bot: Bot, person: Person, **more: Any) -> str:  # noqa: ANN401  # As the server takes it.
    """Create a group with the bot in it."""
    room = await person.create(name="Éclairage", invite=[bot.user_id], preset="private_chat", **more)
    await person.say(room, "Bienvenue")
    assert (await bot.hears()).text == "Bienvenue"
    return room


async def test_a_private_chat_in_clear(matrix_bot: Bot, arrive: Arrival) -> None:
    matrix_bot.echo = True
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    first = await eva.say(room, "Y a plus de lumière rue Battant")
    answer = await eva.hears(room, matrix_bot.user_id)
    assert plain(answer) == "echo Y a plus de lumière rue Battant"
    heard = await matrix_bot.hears()
    assert (heard.event_id, heard.address, heard.room) == (first, Address("matrix", eva.user_id), Room.PRIVATE)
    assert (heard.account.account_id, heard.account.name) == (eva.user_id, "Eva")
    # The read mark comes once the row is kept.
    await eva.until(lambda: (room, first, matrix_bot.user_id) in eva.receipts)


async def test_a_private_chat_encrypted(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    matrix_bot.echo = True
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    for number in range(3):
        await zoe.say(room, f"secret {number}")
        answer = await zoe.hears(room, matrix_bot.user_id, after=number)
        assert (plain(answer), answer["encrypted"]) == (f"echo secret {number}", True)
    assert (await matrix_bot.hears()).room is Room.PRIVATE


async def test_messages_keep_their_order(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    said = [f"ligne {number}" for number in range(30)]
    for text in said:
        await eva.say(room, text)
    assert [(await matrix_bot.hears()).text for _ in said] == said


async def test_in_a_group_the_bot_knows_when_it_is_called(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await group_of(matrix_bot, tom)
    receipt = await matrix_bot.say(room, "Une nouvelle demande")
    other = await tom.say(room, "Qui vient au café ?")
    await tom.reply(room, other, "moi")
    await tom.say(room, "!file")
    await tom.say(room, "Bot: la file ?")
    await tom.reply(room, receipt, "C'est réparé")
    heard = [await matrix_bot.hears() for _ in range(5)]
    assert [(each.text, each.called) for each in heard] == [
        ("Qui vient au café ?", False),
        ("moi", False),
        ("!file", True),
        ("la file ?", True),
        ("C'est réparé", True),
    ]
    assert {(each.address.room_id, each.room) for each in heard} == {(room, Room.GROUP)}
    assert isinstance(heard[4].content, Words)
    assert heard[4].content.reply_to == receipt


async def test_a_reply_to_what_was_said_before_a_restart_is_still_one(matrix_bot: Bot, arrive: Arrival) -> None:
    tom = await arrive("tom")
    room = await group_of(matrix_bot, tom)
    receipt = await matrix_bot.say(room, "Une nouvelle demande")
    await matrix_bot.stop()
    await matrix_bot.start()
    await tom.reply(room, receipt, "C'est réparé")
    heard = await matrix_bot.hears()
    assert heard.called
    assert heard.content == Words("C'est réparé", reply_to=receipt)


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_card_is_edited_in_place(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await eva.direct(matrix_bot.user_id, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    receipt = await matrix_bot.say(eva.user_id, "Reçu", html="<b>Reçu</b>", choices=CHOICES)
    assert await matrix_bot.say(eva.user_id, "Pris", html="<b>Pris</b>", choices=CHOICES, edit=receipt) == receipt
    first = await eva.hears(room, matrix_bot.user_id)
    second = await eva.hears(room, matrix_bot.user_id, after=1)
    assert (first["event_id"], first["content"]["formatted_body"]) == (receipt, "<strong>Reçu</strong>")
    assert second["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": receipt}
    assert plain(second) == "Pris"


async def test_a_reaction_chooses(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    receipt = await matrix_bot.say(eva.user_id, "C'est bien ça ?\n1. Oui\n2. Non", choices=CHOICES)
    await matrix_bot.stop()
    await matrix_bot.start()
    await eva.react(room, receipt, "👍")
    await eva.react(room, receipt, "2️⃣")
    heard = await matrix_bot.hears()
    assert heard.content == Pressed("answer confirm no", receipt)
    assert matrix_bot.unheard == []


async def test_an_edit_is_heard_with_its_new_words(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    room = await group_of(matrix_bot, eva)
    await eva.call("POST", f"/rooms/{room}/invite", {"user_id": tom.user_id})
    await tom.join(room)
    first = await eva.say(room, "rue Batant")
    new = {"msgtype": "m.text", "body": "rue Battant"}
    relation = {"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": first}}
    await tom.say(room, "* rue Battant", **relation)
    await matrix_bot.stop()  # So that the author has to be asked for.
    await eva.say(room, "* rue Battant", **relation)
    await matrix_bot.start()
    await eva.say(room, "voilà")
    heard = [await matrix_bot.hears() for _ in range(3)]
    assert [(each.text, each.account.account_id) for each in heard] == [
        ("rue Batant", eva.user_id),
        ("rue Battant", eva.user_id),
        ("voilà", eva.user_id),
    ]


async def test_a_place_on_the_map(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.send(room, {"msgtype": "m.location", "body": "Position", "geo_uri": "geo:47.24,6.02;u=12"})
    assert (await matrix_bot.hears()).content == Words("", location=Location(47.24, 6.02))


PICTURE = bytes(range(256)) * 40


async def upload(person: Person, content: bytes) -> str:
    """Put a file into the media repository."""
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "image/png"}
    where = f"{person.synapse.url}/_matrix/media/v3/upload"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(where, data=content) as response:
        found: str = (await response.json())["content_uri"]
        return found


async def download(person: Person, url: str) -> bytes:
    """Get a file from the media repository."""
    headers = {"Authorization": f"Bearer {person.token}"}
    where = f"{person.synapse.url}/_matrix/client/v1/media/download/{url.removeprefix('mxc://')}"
    async with aiohttp.ClientSession(headers=headers) as session, session.get(where) as response:
        return await response.read()


async def test_a_picture_in_clear(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    url = await upload(eva, PICTURE)
    info = {"size": len(PICTURE), "mimetype": "image/png"}
    content = {"msgtype": "m.image", "filename": "lampe.png", "body": "Elle est cassée", "url": url, "info": info}
    await eva.send(room, content)
    heard = await matrix_bot.hears()
    assert isinstance(heard.content, Words)
    (picture,) = heard.content.attachments
    assert (heard.text, picture.kind, picture.name, picture.size) == ("Elle est cassée", "photo", "lampe.png", 10240)
    assert await matrix_bot.platform.fetch(picture.file_id, 20_000) == PICTURE
    with pytest.raises(Refused):
        await matrix_bot.platform.fetch(picture.file_id, 10_239)


async def test_a_picture_encrypted(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    sealed, keys = encrypt_attachment(PICTURE)
    file = {**keys, "url": await upload(zoe, sealed)}
    await zoe.send(room, {"msgtype": "m.image", "body": "lampe.png", "file": file})
    heard = await matrix_bot.hears()
    assert isinstance(heard.content, Words)
    (picture,) = heard.content.attachments
    assert await matrix_bot.platform.fetch(picture.file_id, 20_000) == PICTURE
    handle = json.loads(picture.file_id)
    for name in ("sha256", "key", "iv"):
        with pytest.raises(Refused):
            await matrix_bot.platform.fetch(json.dumps({**handle, name: "AAAA"}), 20_000)


@pytest.mark.parametrize("encrypted", [False, True])
async def test_files_are_shown_before_the_words(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await eva.direct(matrix_bot.user_id, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    files = (Enclosure(PICTURE, "image/png", "photo.png"), Enclosure(b"%PDF-", "application/pdf", "document.pdf"))
    receipt = await matrix_bot.say(eva.user_id, "Voici", enclosures=files)
    shown = [await eva.hears(room, matrix_bot.user_id, after=number) for number in range(3)]
    assert [event["content"]["msgtype"] for event in shown] == ["m.image", "m.file", "m.text"]
    assert [event["content"]["body"] for event in shown] == ["photo.png", "document.pdf", "Voici"]
    assert shown[2]["event_id"] == receipt
    picture = shown[0]["content"]
    assert picture["info"] == {"mimetype": "image/png", "size": len(PICTURE)}
    url = picture["file"]["url"] if encrypted else picture["url"]
    content = await download(eva, url)
    if encrypted:
        assert content != PICTURE
        keys = picture["file"]
        content = decrypt_attachment(content, keys["key"]["k"], keys["hashes"]["sha256"], keys["iv"])
    assert content == PICTURE
    # A reply to the picture is one to the message.
    await eva.reply(room, shown[0]["event_id"], "Où est-ce ?")
    heard = await matrix_bot.hears()
    assert isinstance(heard.content, Words)
    assert heard.content.reply_to == receipt


@pytest.mark.parametrize(
    ("file_id", "error"),
    [
        ("no JSON", Refused),
        ("[]", Refused),
        ('{"url":"mxc://besancon.test/../../login"}', Refused),
        ('{"url":"mxc://besancon.test/nothing"}', Gone),
    ],
)
async def test_a_file_that_is_not_there(matrix_bot: Bot, file_id: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await matrix_bot.platform.fetch(file_id, 1000)


async def test_typing_is_shown_when_a_reply_takes_long(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.say(room, "bonjour")
    await matrix_bot.hears()
    await eva.until(lambda: eva.typing.get(room) == [matrix_bot.user_id])
    await matrix_bot.say(eva.user_id, "Bonjour !")
    await eva.until(lambda: eva.typing.get(room) == [])


async def test_a_sticker_and_a_notice(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    await eva.send(room, {"msgtype": "m.notice", "body": "I am a bot"})
    await eva.send(room, {"body": "haha", "url": "mxc://besancon.test/a", "info": {}}, "m.sticker")
    assert (await matrix_bot.hears()).content == Words("", other="sticker")
