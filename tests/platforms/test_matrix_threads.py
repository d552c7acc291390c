"""Threads: what is said in one is about its first message, and is answered there."""

from typing import Any

import pytest

from bot.incoming import Pressed, Room, Words
from bot.platforms import Enclosure, RenderedChoice
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, Json, Person, plain

TAKE = (RenderedChoice("Prendre", "take 12"), RenderedChoice("Répondre", "reply 12"))
ROUTE = (RenderedChoice("Voirie", "route 12 roads"), RenderedChoice("Propreté", "route 12 cleanliness"))


def within(first: str, latest: str | None = None) -> Json:
    """Give the relation that clients write in a thread, with the reply for those that show none."""
    fallback = {"is_falling_back": True, "m.in_reply_to": {"event_id": latest or first}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": first, **fallback}}


def replying(first: str, meant: str) -> Json:
    """Give the relation of a true reply in a thread."""
    relation = {"rel_type": "m.thread", "event_id": first, "is_falling_back": False}
    return {"m.relates_to": {**relation, "m.in_reply_to": {"event_id": meant}}}


async def team_room(bot: Bot, *people: Person, **more: Any) -> str:  # noqa: ANN401  # As the server takes it.
    """Create a team's room."""
    first, *others = people
    invited = [bot.user_id, *(each.user_id for each in others)]
    room = await first.create(name="Éclairage", invite=invited, preset="private_chat", **more)
    for each in others:
        await each.join(room)
    await first.say(room, "Bienvenue")
    assert (await bot.hears()).text == "Bienvenue"
    return room


@pytest.mark.parametrize("encrypted", [False, True])
async def test_below_a_card_everything_is_about_it(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await team_room(matrix_bot, eva, **({"initial_state": [ENCRYPTION]} if encrypted else {}))
    card = await matrix_bot.say(room, "Une demande\n1. Prendre\n2. Répondre", choices=TAKE)
    await matrix_bot.say(room, "Une autre\n1. Prendre", choices=(RenderedChoice("Prendre", "take 13"),))
    for text in ("1", "C'est réparé"):
        latest = await eva.say(room, text, **within(card))
        heard = await matrix_bot.hears()
        assert (heard.content, heard.called) == (Words(text, reply_to=card), True)
        assert (heard.thread, heard.room, heard.address.room_id) == (card, Room.GROUP, room)
    # Clients fill in the latest message there is, which is not what is meant.
    await eva.say(room, "voilà", **within(card, latest))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.called) == (Words("voilà", reply_to=card), True)


async def test_the_answer_is_said_in_the_thread_with_its_files_and_after_a_restart_too(
    matrix_bot: Bot, arrive: Arrival
) -> None:
    eva = await arrive("eva")
    room = await team_room(matrix_bot, eva)
    card = await matrix_bot.say(room, "Une demande", choices=TAKE)
    await matrix_bot.stop()
    await matrix_bot.start()
    photo = Enclosure(b"photo", "image/png", "photo.png")
    await matrix_bot.say(room, "Répondu", enclosures=(photo,), thread=card)
    for number in (1, 2):
        answer = await eva.hears(room, matrix_bot.user_id, after=number)
        assert answer["content"]["m.relates_to"] == within(card)["m.relates_to"]
    # A card is changed where it stands.
    await matrix_bot.say(room, "Une demande, prise", edit=card)
    edit = await eva.hears(room, matrix_bot.user_id, after=3)
    assert edit["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": card}


async def test_a_number_in_a_thread_chooses_from_what_was_asked_there_last(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await team_room(matrix_bot, eva)
    card = await matrix_bot.say(room, "Une demande", choices=TAKE)
    asked = await matrix_bot.say(room, "À qui ?", choices=ROUTE, thread=card)
    told = await matrix_bot.say(room, "Prenez votre temps", thread=card)
    await matrix_bot.say(room, "Une autre demande", choices=TAKE)
    await matrix_bot.stop()
    await matrix_bot.start()
    await eva.say(room, "2", **within(card, told))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.thread) == (Words("2", reply_to=asked), card)
    await eva.react(room, asked, "1️⃣")
    heard = await matrix_bot.hears()
    assert (heard.content, heard.thread) == (Pressed("route 12 roads", asked), card)
    await eva.react(room, card, "1️⃣")
    heard = await matrix_bot.hears()
    assert (heard.content, heard.thread) == (Pressed("take 12", card), None)


async def test_who_replies_to_a_colleague_in_a_thread_does_not_mean_the_card(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    room = await team_room(matrix_bot, eva, tom)
    card = await matrix_bot.say(room, "Une demande", choices=TAKE)
    said = await eva.say(room, "// qui a l'échelle ?", **within(card))
    await matrix_bot.hears()
    await tom.say(room, "moi", **replying(card, said))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.called, heard.thread) == (Words("moi", reply_to=said), False, card)
    await tom.say(room, "réparé", **replying(card, card))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.called, heard.thread) == (Words("réparé", reply_to=card), True, card)


async def test_a_thread_of_colleagues_is_theirs(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, tom = await arrive("eva"), await arrive("tom")
    room = await team_room(matrix_bot, eva, tom)
    await matrix_bot.say(room, "Une demande", choices=TAKE)
    first = await eva.say(room, "Combien au café ?")
    await matrix_bot.hears()
    await tom.say(room, "1", **within(first))
    heard = await matrix_bot.hears()
    # Not the choice of the card that stands last in the room.
    assert (heard.content, heard.called) == (Words("1", reply_to=first), False)
    await tom.say(room, "!file", **within(first))
    heard = await matrix_bot.hears()
    assert (heard.called, heard.thread) == (True, first)


async def test_in_a_private_chat(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await eva.direct(matrix_bot.user_id)
    first = await eva.say(room, "bonjour")
    await matrix_bot.hears()
    question = await matrix_bot.say(eva.user_id, "Où ?\n1. Ici\n2. Ailleurs", choices=ROUTE)
    # Below her own words: what the bot asked last in the room is meant.
    await eva.say(room, "1", **within(first))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.thread, heard.room) == (Words("1"), first, Room.PRIVATE)
    await matrix_bot.say(eva.user_id, "Ici, d'accord", thread=heard.thread)
    answer = await eva.hears(room, matrix_bot.user_id, after=1)
    assert (plain(answer), answer["content"]["m.relates_to"]["event_id"]) == ("Ici, d'accord", first)
    await eva.say(room, "2", **within(question))
    heard = await matrix_bot.hears()
    assert (heard.content, heard.thread) == (Words("2", reply_to=question), question)


async def test_a_thread_that_is_not_in_the_room_is_left_out(matrix_bot: Bot, arrive: Arrival) -> None:
    """As after a move to another private room: what was said in the old one is not there."""
    eva = await arrive("eva")
    old, new = [await eva.direct(matrix_bot.user_id) for _ in range(2)]
    first = await eva.say(old, "bonjour")
    await matrix_bot.hears()
    card = await matrix_bot.say(eva.user_id, "Reçu", choices=TAKE)
    await eva.say(new, "je suis ici")
    await matrix_bot.hears()
    await matrix_bot.stop()
    await matrix_bot.start()
    await matrix_bot.say(eva.user_id, "Bien", thread=first)
    answer = await eva.hears(new, matrix_bot.user_id)
    assert "m.relates_to" not in answer["content"]
    # Nor can a card be changed that stands elsewhere: it is shown again, under a receipt of its own.
    moved = await matrix_bot.say(eva.user_id, "Reçu, pris", choices=TAKE, edit=card)
    assert moved != card
    shown = await eva.hears(new, matrix_bot.user_id, after=1)
    assert (plain(shown), shown["event_id"]) == ("Reçu, pris", moved)
