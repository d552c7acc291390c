"""Telegram and Matrix at once: who is on one is answered from the other; one card, one person, one vote.

A citizen on Matrix waits for the bot in their chat before they write, as nio shares its keys with nobody else.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.fakes.bot_api import USERNAME
from tests.fakes.bot_api_methods import Json
from tests.platforms.bad_gateway import Gateway
from tests.platforms.both import COUNCIL_CHAT, OTHER_CHAT, TEAM_CHAT, Both
from tests.platforms.conftest import SecretArrival
from tests.platforms.people import plain
from tests.platforms.synapse import Synapse

pytestmark = pytest.mark.slow

AGENT, CITIZEN, LEA = 51, 42, 61


@pytest.fixture
async def both(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Both]:
    """The bot with an account on each platform; a test starts it."""
    async with Both.arrive(synapse, tmp_path) as made:
        yield made


async def reports(both: Both, citizen: Json) -> None:
    """Let somebody on Telegram send a request."""
    asked = await both.says(citizen, "lampadaire éteint rue Battant", "numéro")
    both.press(citizen, asked, "Passer")
    summary = await both.on_telegram(CITIZEN, "Tout est juste")
    both.press(citizen, summary, "Envoyer")
    await both.on_telegram(CITIZEN, "BES-")


async def test_a_citizen_on_telegram_is_answered_from_an_encrypted_room(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    """And the card stands in the team's group and in its room, in step."""
    nadia = await arrive_secretly("nadia")
    room = await both.room(nadia)
    settings = both.settings(room, [f"matrix:{nadia.user_id}", f"telegram:{AGENT}"])
    citizen, agent = both.people.person(CITIZEN, "Claire"), both.people.person(AGENT, "Tom")
    async with both.running(settings, fresh_sqlite()):
        await reports(both, citizen)
        card = await both.card(nadia, room)
        assert card["encrypted"]
        there = await both.on_telegram(TEAM_CHAT, "BES-")
        assert "Prendre" in [each["text"] for each in there.buttons]

        # Taken in the room, shown in the group, where it cannot be taken any more.
        await nadia.reply(room, card["event_id"], "1")
        await both.api.until(lambda: "Prendre" not in [each["text"] for each in there.buttons])
        assert "Nadia" in there.text
        both.people.write(agent, f"/prendre {there.text.split()[1]}", TEAM_CHAT)
        assert "Nadia" in (await both.on_telegram(TEAM_CHAT, "déjà")).text

        await nadia.reply(room, card["event_id"], "Réparé ce matin.")
        answer = await both.on_telegram(CITIZEN, "Réparé ce matin.")
        assert not [name for name in ("nadia", "matrix") if name in answer.text.lower()]
        await both.api.until(lambda: "répon" in there.text.lower())
        both.press(citizen, answer, "Oui")
        await both.on_matrix(nadia, room, "Terminée")
    assert not both.people.unanswered()


async def test_a_citizen_on_matrix_is_answered_from_a_telegram_group(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    nadia, claire = await arrive_secretly("nadia"), await arrive_secretly("claire")
    room = await both.room(nadia)
    agent = both.people.person(AGENT, "Tom")
    async with both.running(both.settings(room, [f"telegram:{AGENT}"]), fresh_sqlite()):
        direct = await both.direct(claire)
        await claire.say(direct, "lampadaire éteint rue Battant")
        await both.on_matrix(claire, direct, "numéro")
        await claire.say(direct, "passer")
        await both.on_matrix(claire, direct, "Tout est juste")
        await claire.say(direct, "1")
        await both.on_matrix(claire, direct, "BES-")
        there = await both.on_telegram(TEAM_CHAT, "BES-")
        both.press(agent, there, "Prendre")
        taken = await both.on_matrix(nadia, room, "Tom")
        assert taken["content"]["m.relates_to"]["rel_type"] == "m.replace"
        both.people.write(agent, "Réparé.", TEAM_CHAT, there.id)
        answer = await both.on_matrix(claire, direct, "Réparé.")
        assert answer["encrypted"]
        assert "Tom" not in plain(answer)


async def test_one_person_on_both(both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]) -> None:
    """A code from Telegram joins the account on Matrix: rights, requests, and one vote in a poll on both."""
    nadia, lea = await arrive_secretly("nadia"), await arrive_secretly("lea")
    room, hall = await both.room(nadia), await both.room(nadia, lea)
    council = {
        "rooms": [f"telegram:{COUNCIL_CHAT}", f"matrix:{hall}"],
        "facilitators": [f"telegram:{LEA}"],
        "members": [f"matrix:{lea.user_id}", f"telegram:{AGENT}"],
    }
    here = both.people.person(LEA, "Léa")
    async with both.running(both.settings(room, [f"telegram:{LEA}"], {"jeunes": council}), fresh_sqlite()):
        direct = await both.direct(lea)
        await lea.say(direct, "/file")
        await both.on_matrix(lea, direct, "réservé aux agents")
        code = (await both.says(here, "/lier", "/lier ")).text.split("/lier ")[1].split(".")[0]
        await lea.say(direct, f"/lier {code}")
        await both.on_matrix(lea, direct, "Telegram")
        await lea.say(direct, "1")
        await both.on_matrix(lea, direct, "ne font plus qu’un")
        await both.on_telegram(LEA, "Votre code vient de servir")
        # An agent there is an agent here.
        before = len(lea.messages(direct, both.user_id))
        await lea.say(direct, "/file")
        await both.on_matrix(lea, direct, "Rien en attente", before)

        poll = await both.says(here, f"/sondage@{USERNAME} Fête ? | Oui | Non", "Fête ?", COUNCIL_CHAT)
        assert "0 sur 2" in poll.text, "two accounts of one person and one more make two"
        await lea.until(lambda: any("Fête" in repr(each) for where, each in lea.seen if where == hall))
        both.press(here, poll, "Oui")
        await both.on_telegram(COUNCIL_CHAT, "votre vote est noté")
        await lea.say(hall, "2")
        await both.on_matrix(lea, hall, "votre vote est changé")
        result = await both.says(here, f"/resultats@{USERNAME}", "Fête", COUNCIL_CHAT)
        counted = result.text.replace("\u00a0", " ")
        assert ("Non : 1 voix" in counted, "Oui : aucune voix" in counted) == (True, True), counted


async def test_a_group_is_told_where_to_go(
    both: Both, arrive_secretly: SecretArrival, fresh_sqlite: Callable[[], str]
) -> None:
    """Nothing of anybody's in a group, but a link that does the thing in private, once it is opened."""
    nadia = await arrive_secretly("nadia")
    room, hall = await both.room(nadia), await both.room(nadia)
    citizen = both.people.person(CITIZEN, "Claire")
    async with both.running(both.settings(room, [f"telegram:{AGENT}"]), fresh_sqlite()):
        await reports(both, citizen)
        hint = await both.says(citizen, f"/suivi@{USERNAME}", "privé", OTHER_CHAT)
        assert "BES-" not in hint.text
        assert f"https://t.me/{USERNAME}?start=suivi" in hint.text
        # Opening the link sends this.
        await both.says(citizen, "/start suivi", "BES-")
        await nadia.say(hall, "/suivi")
        told = await both.on_matrix(nadia, hall, "privé")
        assert f"https://matrix.to/#/{both.user_id}" in plain(told)


async def test_one_platform_down_leaves_the_other_alone(
    synapse: Synapse,
    gateway: Gateway,
    arrive_secretly: SecretArrival,
    fresh_sqlite: Callable[[], str],
    tmp_path: Path,
) -> None:
    """The card waits for Matrix; the citizen on Telegram does not."""
    nadia = await arrive_secretly("nadia")
    async with Both.arrive(synapse, tmp_path, gateway.url) as both:
        room = await both.room(nadia)
        citizen = both.people.person(CITIZEN, "Claire")
        async with both.running(both.settings(room, [f"matrix:{nadia.user_id}"]), fresh_sqlite()):
            await both.is_in(nadia, room)
            gateway.fail("/_matrix", "refused", 100_000)
            await reports(both, citizen)
            await both.on_telegram(TEAM_CHAT, "BES-")
            assert not nadia.messages(room, both.user_id)
            gateway.faults.clear()
            await both.card(nadia, room)
            await nadia.look(0.5)
            cards = [each for each in nadia.messages(room, both.user_id) if "BES-" in plain(each)]
            assert len(cards) == 1, "shown once"
