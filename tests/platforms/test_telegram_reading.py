"""Everything that a person can send on Telegram, as the rest of the product sees it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import User

from bot.incoming import Account, Address, Attachment, Incoming, Location, Pressed, Room, Words
from bot.platforms.telegram.reading import moved, read
from bot.platforms.telegram.updates import parse
from tests.fakes.bot_api_people import entities

ME = User(123456, "ProximCité", is_bot=True, username="ProximCite_bot")
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LEA = {"id": 42, "is_bot": False, "first_name": "Léa", "last_name": "Petit", "language_code": "fr"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Léa"}
TEAM = {"id": -1001, "type": "supergroup", "title": "Éclairage"}
OURS = {"message_id": 7, "from": ME.to_dict(), "chat": PRIVATE, "date": 1_772_528_300, "text": "Où ?"}
Json = dict[str, Any]


def message(content: Json, chat: Json = PRIVATE, **more: Any) -> Json:  # noqa: ANN401  # JSON.
    return {"message_id": 8, "from": LEA, "chat": chat, "date": 1_772_528_400, **content, **more}


def heard(content: Json, chat: Json = PRIVATE, kind: str = "message", **more: Any) -> Incoming | None:  # noqa: ANN401  # JSON.
    return take({"update_id": 5, kind: message(content, chat, **more)})


def take(*updates: Json) -> Incoming | None:
    return read([parse(update) for update in updates], ME, NOW)


def words(content: Json, chat: Json = PRIVATE, **more: Any) -> Words:  # noqa: ANN401  # JSON.
    incoming = heard(content, chat, **more)
    assert incoming is not None
    assert isinstance(incoming.content, Words)
    return incoming.content


def text(written: str) -> Json:
    return {"text": written, **entities(written)}


def captioned(written: str) -> Json:
    return {"photo": SIZES, "caption": written, "caption_entities": entities(written)["entities"]}


def file(name: str, **more: Any) -> Json:  # noqa: ANN401  # JSON.
    return {"file_id": name, "file_unique_id": name, **more}


def test_words() -> None:
    assert heard(text("y a plus de lumière")) == Incoming(
        event_id="5",
        address=Address("telegram", "42"),
        account=Account("telegram", "42", "Léa Petit"),
        content=Words("y a plus de lumière"),
        sent_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
        room=Room.PRIVATE,
        called=True,
        receipt="8",
    )


def test_an_edit_names_the_message() -> None:
    incoming = heard(text("rue Battant"), kind="edited_message", edit_date=1_772_528_460)
    assert incoming is not None
    assert (incoming.content, incoming.receipt) == (Words("rue Battant", edits="8"), "8")
    assert incoming.sent_at == datetime(2026, 3, 3, 9, 1, tzinfo=UTC)


def test_an_edited_caption_says_which_photo_it_is_under() -> None:
    """The handle on the same photo may be another one each time; the name of its content is not."""
    edited = {"caption": "rue Battant", "photo": [{**file("small", width=90, height=60), "file_id": "another"}]}
    incoming = heard(edited, kind="edited_message", edit_date=1_772_528_460)
    assert incoming is not None
    assert incoming.content == Words("rue Battant", (Attachment("photo", "another", content="small"),), edits="8")


def test_an_edit_of_something_mute_is_nothing() -> None:
    """A live location moves by edits, several a minute."""
    moving = {"location": {"latitude": 47.2, "longitude": 6.0, "live_period": 900}}
    assert heard(moving, kind="edited_message", edit_date=1_772_528_460) is None


SIZES = [
    file("small", width=90, height=60, file_size=1_000),
    file("large", width=1280, height=853, file_size=90_000),
    file("middle", width=320, height=213, file_size=9_000),
]


def test_a_photo_in_its_largest_size_with_its_caption() -> None:
    found = words({"photo": SIZES, "caption": "des sacs"})
    assert found == Words("des sacs", (Attachment("photo", "large", size=90_000, content="large"),))


def test_a_photo_alone() -> None:
    assert words({"photo": SIZES}).text == ""


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        (
            {"document": file("d", file_name="plan.pdf", mime_type="application/pdf", file_size=5)},
            Attachment("document", "d", "plan.pdf", 5, "application/pdf", "d"),
        ),
        (
            {"voice": file("v", duration=3, file_size=6, mime_type="audio/ogg")},
            Attachment("voice", "v", "", 6, "audio/ogg", "v"),
        ),
        (
            {"video": file("f", width=1, height=1, duration=3, file_name="rue.mp4", file_size=7)},
            Attachment("video", "f", "rue.mp4", 7, content="f"),
        ),
        ({"video_note": file("n", length=1, duration=3)}, Attachment("video", "n", content="n")),
        (
            {"audio": file("a", duration=3, file_name="bruit.mp3", mime_type="audio/mpeg")},
            Attachment("document", "a", "bruit.mp3", 0, "audio/mpeg", "a"),
        ),
        (
            # An animation comes as a document too, for programs that know none.
            {"animation": file("g", width=1, height=1, duration=3), "document": file("g")},
            Attachment("video", "g", content="g"),
        ),
        (
            {"live_photo": file("m", width=1, height=1, duration=3, photo=[file("still", width=9, height=9)])},
            Attachment("photo", "still", content="still"),
        ),
    ],
    ids=["document", "voice", "video", "video note", "audio", "animation", "live photo"],
)
def test_a_file(content: Json, attachment: Attachment) -> None:
    assert words({**content, "caption": "voilà"}) == Words("voilà", (attachment,))


POINT = {"latitude": 47.2409, "longitude": 6.0243}


def test_a_point_on_the_map() -> None:
    assert words({"location": POINT}) == Words("", location=Location(47.2409, 6.0243))


def test_a_venue_is_a_point_with_its_name_and_address() -> None:
    venue = {"location": POINT, "title": "École Battant", "address": "3 rue X"}
    found = words({"location": POINT, "venue": venue})
    assert found == Words("", location=Location(47.2409, 6.0243, "École Battant, 3 rue X"))
    assert found.location is not None
    assert found.location.written == "École Battant, 3 rue X (geo:47.24090,6.02430)"


POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}


@pytest.mark.parametrize(
    ("content", "other"),
    [
        ({"contact": {"phone_number": "0381", "first_name": "Tom"}}, "contact"),
        ({"document": file("c", file_name="Tom.vcf", mime_type="text/x-vcard")}, "contact"),
        ({"sticker": file("s", width=1, height=1, is_animated=False, is_video=False, type="regular")}, "sticker"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "game"),
        ({"poll": POLL}, "poll"),
        ({"game": {"title": "t", "description": "d", "photo": SIZES}}, "game"),
        ({"story": {"chat": PRIVATE, "id": 3}}, "story"),
        ({"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}}, "paid"),
        ({"checklist": {"title": "Courses", "tasks": [{"id": 1, "text": "pain"}]}}, "unknown"),
    ],
    ids=["contact", "contact file", "sticker", "dice", "poll", "game", "story", "paid", "checklist"],
)
def test_what_is_of_no_use_says_what_it_is(content: Json, other: str) -> None:
    """So that whoever sent it gets a sentence that fits; nothing of it is kept."""
    assert words(content) == Words("", other=other)  # type: ignore[arg-type]  # One of the kinds.


@pytest.mark.parametrize("content", [{"poll": POLL}, {"dice": {"emoji": "🎲", "value": 3}}], ids=["poll", "dice"])
def test_an_edit_of_what_is_of_no_use_is_nothing(content: Json) -> None:
    """A poll is edited by its votes."""
    assert heard(content, kind="edited_message", edit_date=1_772_528_460) is None


def test_a_forwarded_message_is_words() -> None:
    origin = {"type": "hidden_user", "date": 1_772_500_000, "sender_user_name": "Voisin"}
    assert words({"text": "il y a un trou", "forward_origin": origin}) == Words("il y a un trou")


def test_a_reply_names_the_message() -> None:
    assert words({**text("rue Battant"), "reply_to_message": OURS}) == Words("rue Battant", reply_to="7")


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("/start SOLEIL", "/start SOLEIL"),
        ("/suivi@ProximCite_bot", "/suivi"),
        ("/suivi@proximcite_BOT BES-4K7-P", "/suivi BES-4K7-P"),
        ("/suivi@autre_bot", "/suivi"),
        ("voir /suivi@ProximCite_bot", "voir /suivi@ProximCite_bot"),
    ],
)
def test_commands_in_private(written: str, becomes: str) -> None:
    assert words(text(written)).text == becomes


@pytest.mark.parametrize(
    ("content", "said", "called"),
    [
        (text("bonjour à tous"), "bonjour à tous", False),
        (text("/suivi"), "/suivi", True),
        (text("/suivi@ProximCite_bot 3"), "/suivi 3", True),
        (text("@ProximCite_bot, où ?"), "où ?", True),
        (text("🏮 dis @proximcite_bot où"), "🏮 dis @proximcite_bot où", True),
        (text("@autre_bot où ?"), "@autre_bot où ?", False),
        (captioned("@ProximCite_bot voilà"), "voilà", True),
        ({**text("oui"), "reply_to_message": {**OURS, "chat": TEAM}}, "oui", True),
        ({**text("oui"), "reply_to_message": {**OURS, "from": LEA, "chat": TEAM}}, "oui", False),
    ],
    ids=["talk", "command", "own command", "mention", "mention inside", "another's", "caption", "reply", "other reply"],
)
def test_groups(content: Json, said: str, *, called: bool) -> None:
    incoming = heard(content, TEAM)
    assert incoming is not None
    assert (incoming.text, incoming.called, incoming.room) == (said, called, Room.GROUP)
    assert incoming.address == Address("telegram", "-1001")


def test_a_mention_of_the_account_itself_calls_it() -> None:
    mention = {"type": "text_mention", "offset": 0, "length": 10, "user": ME.to_dict()}
    incoming = heard({"text": "ProximCité, où ?", "entities": [mention]}, TEAM)
    assert incoming is not None
    assert incoming.called


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert heard(text("/suivi@autre_bot"), TEAM) is None


BOT = {"id": 9, "is_bot": True, "first_name": "Autre", "username": "autre_bot"}
CHANNEL = {"id": -100200, "type": "channel", "title": "Mairie"}


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text("bonjour"), TEAM) | {"from": BOT}},
        {"message": message(text("bonjour"), TEAM, sender_chat=CHANNEL)},
        {"message": message(text("bonjour"), TEAM) | {"from": {"id": 777000, "is_bot": False, "first_name": "T"}}},
        {"channel_post": {"message_id": 1, "chat": CHANNEL, "date": 1, "text": "bonjour"}},
        {"message": message({"new_chat_members": [LEA]}, TEAM)},
        {"message": message({"migrate_to_chat_id": -1002}, TEAM)},
        {"message": message({"pinned_message": OURS})},
    ],
    ids=["bot", "channel in a group", "linked channel", "channel", "joined", "migrated", "pinned"],
)
def test_what_nobody_said_to_the_bot(update: Json) -> None:
    assert take({"update_id": 5, **update}) is None


def test_a_button() -> None:
    query = {"id": "q", "from": LEA, "chat_instance": "1", "data": "answer confirm yes", "message": OURS}
    incoming = take({"update_id": 6, "callback_query": query})
    assert incoming is not None
    assert (incoming.event_id, incoming.content) == ("6", Pressed("answer confirm yes", "7"))
    assert (incoming.sent_at, incoming.room, incoming.called) == (NOW, Room.PRIVATE, True)


def test_a_button_on_a_message_too_old_to_be_told() -> None:
    old = {"message_id": 7, "chat": TEAM, "date": 0}
    incoming = take(
        {
            "update_id": 6,
            "callback_query": {"id": "q", "from": LEA, "chat_instance": "1", "data": "take 1", "message": old},
        }
    )
    assert incoming is not None
    assert (incoming.content, incoming.room) == (Pressed("take 1", "7"), Room.GROUP)


def test_an_album_is_one_message() -> None:
    parts = [
        {"photo": [file("one", width=9, height=9)], "media_group_id": "a", "message_id": 8},
        {"photo": [file("two", width=9, height=9)], "media_group_id": "a", "message_id": 9, "caption": "les deux"},
        {"document": file("three"), "media_group_id": "a", "message_id": 10},
    ]
    incoming = take(*({"update_id": 5 + number, "message": message(part)} for number, part in enumerate(parts)))
    assert incoming is not None
    assert incoming.event_id == "5"
    assert isinstance(incoming.content, Words)
    assert incoming.content.text == "les deux"
    assert [each.file_id for each in incoming.content.attachments] == ["one", "two", "three"]
    # An edit of any of the three can be told from the others.
    assert incoming.receipt == "9"
    assert [each.receipt for each in incoming.content.attachments] == ["8", None, "10"]


def test_an_album_whose_caption_calls_the_bot() -> None:
    parts = [
        message({"photo": SIZES, "media_group_id": "a"}, TEAM),
        message({**captioned("@ProximCite_bot ici"), "media_group_id": "a"}, TEAM),
    ]
    incoming = take(*({"update_id": 5 + number, "message": part} for number, part in enumerate(parts)))
    assert incoming is not None
    assert (incoming.text, incoming.called) == ("ici", True)


@pytest.mark.parametrize(
    ("content", "chat"),
    [
        ({"migrate_to_chat_id": -1009}, {"id": -77, "type": "group", "title": "Équipe"}),
        ({"migrate_from_chat_id": -77}, {"id": -1009, "type": "supergroup", "title": "Équipe"}),
    ],
    ids=["in the old group", "in the new one"],
)
def test_a_group_that_moves(content: Json, chat: Json) -> None:
    assert moved(parse({"update_id": 5, "message": message(content, chat)})) == (-77, -1009)


def test_talk_is_no_move() -> None:
    assert moved(parse({"update_id": 5, "message": message(text("bonjour"))})) is None
