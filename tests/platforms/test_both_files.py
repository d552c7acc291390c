"""Photos and documents from one platform to the other, an encrypted room among them; and messages edited there."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment  # type: ignore[import-untyped]  # nio ships no types.
from PIL import Image

from tests.fakes.bot_api_methods import Json
from tests.fakes.things import jpeg
from tests.platforms.both import TEAM_CHAT, Both
from tests.platforms.conftest import SecretArrival
from tests.platforms.people import Person
from tests.platforms.synapse import Synapse

pytestmark = pytest.mark.slow

AGENT, CITIZEN = 51, 42
PLAN = b"%PDF-1.7\n" + b"plan " * 300_000
"""More than a megabyte, from which on HTTP libraries go other ways."""


@pytest.fixture
async def both(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Both]:
    """The bot with an account on each platform; a test starts it."""
    async with Both.arrive(synapse, tmp_path) as made:
        yield made


def of(both: Both, person: Person, room: str, kind: str) -> list[Json]:
    """Give what the bot has shown somebody in a room, of one kind."""
    return [each for each in person.messages(room, both.user_id) if each["content"]["msgtype"] == kind]


async def shown(both: Both, person: Person, room: str, kind: str, count: int = 1) -> bytes:
    """Wait until the bot has shown so many files of a kind in an encrypted room; gives what is in the last one."""
    await person.until(lambda: len(of(both, person, room, kind)) >= count)
    event = of(both, person, room, kind)[count - 1]
    assert event["encrypted"]
    file = event["content"]["file"]
    where = f"{person.synapse.url}/_matrix/client/v1/media/download/{file['url'].removeprefix('mxc://')}"
    headers = {"Authorization": f"Bearer {person.token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(where) as response:
        sealed = await response.read()
    found = decrypt_attachment(sealed, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
    assert found != sealed
    return bytes(found)


async def sealed(person: Person, content: bytes) -> Json:
    """Put a file into the media repository as clients do in encrypted rooms."""
    closed, keys = encrypt_attachment(content)
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/octet-stream"}
    where = f"{person.synapse.url}/_matrix/media/v3/upload"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(where, data=io.BytesIO(closed)) as response,
    ):
        return {**keys, "url": (await response.json())["content_uri"]}


def is_the_photo(data: bytes) -> bool:
    """Say whether this is the citizen's photo, drawn anew."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size == (64, 48) and data != jpeg()


async def test_what_a_citizen_shows_on_telegram_is_seen_in_an_encrypted_room_and_in_the_group(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    nadia = await arrive_secretly("nadia")
    room, citizen = await both.room(nadia), both.people.person(CITIZEN, "Claire")
    both.api.world.files |= {"lamp": jpeg(), "plan": PLAN, "later": jpeg()}
    async with both.running(both.settings(room, [f"matrix:{nadia.user_id}"]), fresh_sqlite()):
        size = {"file_id": "lamp", "file_unique_id": "u1", "width": 64, "height": 48}
        both.people.send(citizen, photo=[size], caption="lampadaire éteint rue Battant")
        both.press(citizen, await both.on_telegram(CITIZEN, "numéro"), "Passer")
        await both.on_telegram(CITIZEN, "Tout est juste")
        document = {"file_id": "plan", "file_unique_id": "u2", "mime_type": "application/pdf", "file_name": "plan.pdf"}
        both.people.send(citizen, document=document)
        both.press(citizen, await both.on_telegram(CITIZEN, "Merci pour le fichier"), "Envoyer")
        await both.on_telegram(CITIZEN, "C’est envoyé")

        assert is_the_photo(await shown(both, nadia, room, "m.image"))
        assert hashlib.sha256(await shown(both, nadia, room, "m.file")).digest() == hashlib.sha256(PLAN).digest()
        await both.on_matrix(nadia, room, "2 pièces jointes")
        await both.on_telegram(TEAM_CHAT, "2 pièces jointes")
        assert [kind for kind, _name, _data in both.api.world.uploads] == ["photo", "document"]
        assert both.api.world.uploads[1][2] == PLAN

        # A photo later, in reply to the confirmation, with an edit of the first words in between.
        sent = await both.on_telegram(CITIZEN, "C’est envoyé")
        first = next(each for each in both.chat(CITIZEN).messages.values() if "caption" in each.json)
        both.people.edit(first, caption="lampadaire éteint rue Bersot")
        offer = await both.on_telegram(CITIZEN, "est déjà parti")
        both.press(citizen, offer, "Envoyer aussi")
        await both.on_matrix(nadia, room, "rue Bersot")
        later = {"file_id": "later", "file_unique_id": "u3", "width": 64, "height": 48}
        both.people.send(citizen, None, sent.id, photo=[later])
        both.press(citizen, await both.on_telegram(CITIZEN, "Bien reçu"), "Ajouter")
        assert is_the_photo(await shown(both, nadia, room, "m.image", 2))
    assert not both.people.unanswered()


async def test_what_a_citizen_shows_in_an_encrypted_chat_is_seen_in_the_group_and_in_the_room(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    nadia, claire = await arrive_secretly("nadia"), await arrive_secretly("claire")
    room = await both.room(nadia)
    both.people.person(AGENT, "Tom")
    async with both.running(both.settings(room, [f"telegram:{AGENT}"]), fresh_sqlite()):
        direct = await both.direct(claire)
        photo = {"msgtype": "m.image", "filename": "lampe.jpg", "body": "lampadaire éteint rue Battant"}
        info = {"mimetype": "image/jpeg", "size": len(jpeg())}
        await claire.send(direct, {**photo, "info": info, "file": await sealed(claire, jpeg())})
        await both.on_matrix(claire, direct, "numéro")
        await claire.say(direct, "passer")
        await both.on_matrix(claire, direct, "Tout est juste")
        plan = {"msgtype": "m.file", "body": "plan.pdf", "info": {"mimetype": "application/pdf", "size": len(PLAN)}}
        await claire.send(direct, {**plan, "file": await sealed(claire, PLAN)})
        await both.on_matrix(claire, direct, "Merci pour le fichier")
        await claire.say(direct, "1")
        await both.on_matrix(claire, direct, "C’est envoyé")

        await both.on_telegram(TEAM_CHAT, "2 pièces jointes")
        (_photo, _, picture), (_document, _, document) = both.api.world.uploads
        assert (_photo, _document) == ("photo", "document")
        assert is_the_photo(picture)
        assert document == PLAN
        assert is_the_photo(await shown(both, nadia, room, "m.image"))
        assert await shown(both, nadia, room, "m.file") == PLAN


async def test_what_an_agent_shows_in_the_group_is_seen_in_an_encrypted_chat(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    """With their words, and once; the plan that comes later, too."""
    nadia, claire = await arrive_secretly("nadia"), await arrive_secretly("claire")
    room = await both.room(nadia)
    agent = both.people.person(AGENT, "Tom")
    both.api.world.files |= {"lamp": jpeg(), "plan": PLAN}
    async with both.running(both.settings(room, [f"telegram:{AGENT}"]), fresh_sqlite()):
        direct = await both.direct(claire)
        await claire.say(direct, "lampadaire éteint rue Battant")
        await both.on_matrix(claire, direct, "numéro")
        await claire.say(direct, "passer")
        await both.on_matrix(claire, direct, "Tout est juste")
        await claire.say(direct, "1")
        card = await both.on_telegram(TEAM_CHAT, "BES-")
        # What is edited is known to the bot by its number: whoever replies sooner than that is too quick for a person.
        both.press(agent, card, "Prendre")
        await both.api.until(lambda: "Tom" in card.text)

        size = {"file_id": "lamp", "file_unique_id": "u1", "width": 64, "height": 48}
        both.people.send(agent, TEAM_CHAT, card.id, photo=[size], caption="Réparé, voyez.")
        answer = await both.on_matrix(claire, direct, "Réparé, voyez.")
        assert answer["encrypted"]
        assert is_the_photo(await shown(both, claire, direct, "m.image"))
        document = {"file_id": "plan", "file_unique_id": "u2", "mime_type": "application/pdf", "file_name": "plan.pdf"}
        both.people.send(agent, TEAM_CHAT, card.id, document=document, caption="Et le plan.")
        await both.on_matrix(claire, direct, "Et le plan.")
        assert await shown(both, claire, direct, "m.file") == PLAN
        assert len(of(both, claire, direct, "m.image")) == 1
        # What an agent shows a citizen is theirs: the bot sends nothing of it back into the rooms of the team.
        assert not both.api.world.uploads
        assert not of(both, nadia, room, "m.image")


async def test_what_an_agent_shows_in_an_encrypted_room_is_seen_on_telegram(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    nadia = await arrive_secretly("nadia")
    room, citizen = await both.room(nadia), both.people.person(CITIZEN, "Claire")
    async with both.running(both.settings(room, [f"matrix:{nadia.user_id}"]), fresh_sqlite()):
        both.press(citizen, await both.says(citizen, "lampadaire éteint rue Battant", "numéro"), "Passer")
        both.press(citizen, await both.on_telegram(CITIZEN, "Tout est juste"), "Envoyer")
        card = await both.card(nadia, room)
        await nadia.reply(room, card["event_id"], "1")
        await both.on_matrix(nadia, room, "Prise par")

        reply = {"m.relates_to": {"m.in_reply_to": {"event_id": card["event_id"]}}}
        photo = {"msgtype": "m.image", "filename": "lampe.jpg", "body": "Réparé, voyez.", **reply}
        info = {"mimetype": "image/jpeg", "size": len(jpeg())}
        await nadia.send(room, {**photo, "info": info, "file": await sealed(nadia, jpeg())})
        answer = await both.on_telegram(CITIZEN, "Réparé, voyez.")
        assert "nadia" not in answer.text.lower()
        await both.api.until(lambda: bool(both.api.world.uploads))
        ((kind, _name, picture),) = both.api.world.uploads
        assert kind == "photo"
        assert is_the_photo(picture)
