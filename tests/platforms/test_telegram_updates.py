"""Updates as the Bot API gives them: our names say what the library reads, and what is broken is told at once."""

from typing import Any

import pytest
from telegram import Update as LibraryUpdate

from bot.platforms.telegram.updates import Json, Message, parse
from tests.fakes.bot_api_people import entities

LEA = {"id": 42, "is_bot": False, "first_name": "Léa", "last_name": "Petit", "username": "lea", "language_code": "fr"}
BOT = {"id": 9, "is_bot": True, "first_name": "ProximCité"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Léa", "username": "lea"}
TEAM = {"id": -1001, "type": "supergroup", "title": "Éclairage", "is_forum": True}
WORDS = {"message_id": 8, "from": LEA, "chat": PRIVATE, "date": 1_772_528_400, "text": "y a plus de lumière"}
OURS = {"message_id": 7, "from": BOT, "chat": PRIVATE, "date": 1_772_528_300, "text": "Où ?"}
PRESS = {"id": "q", "from": LEA, "chat_instance": "1", "data": "take 1", "message": OURS}
SIZE = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60, "file_size": 5}
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "plan.pdf", "mime_type": "application/pdf", "file_size": 7}
MENTION = "🏮 dis @ProximCite_bot, où ?"

MESSAGES: dict[str, Json] = {
    "words": WORDS,
    "in a group": {**WORDS, "chat": TEAM},
    "reply": {**WORDS, "reply_to_message": OURS},
    "entities": {**WORDS, "text": MENTION, **entities(MENTION)},
    "edited": {**WORDS, "edit_date": 1_772_528_460},
    "photo": {**WORDS, "photo": [SIZE], "caption": "des sacs", "media_group_id": "a", "text": None},
    "document": {**WORDS, "document": FILE},
    "voice": {**WORDS, "voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    "nobody's": {"message_id": 8, "chat": {"id": -5, "type": "channel", "title": "Mairie"}, "date": 1, "text": "a"},
    "something new": {**WORDS, "is_new": True, "chat": {**PRIVATE, "is_new": True}, "from": {**LEA, "is_new": True}},
}


def update(content: Json) -> Json:
    return {"update_id": 5, **content}


def librarys(content: Json) -> Any:  # noqa: ANN401  # Its types say that anything may be missing.
    return LibraryUpdate.de_json(update({name: each for name, each in content.items() if each is not None}), None)


@pytest.mark.parametrize("raw", MESSAGES.values(), ids=MESSAGES)
def test_a_message_says_what_the_library_reads(raw: Json) -> None:
    ours, theirs = parse(update({"message": raw})).message, librarys({"message": raw}).message
    assert ours is not None
    assert (ours.message_id, ours.chat.id, ours.chat.type) == (theirs.message_id, theirs.chat.id, theirs.chat.type)
    assert ours.sent_at == (theirs.edit_date or theirs.date)
    assert ours.written == (theirs.text or theirs.caption)
    assert ours.media_group_id == theirs.media_group_id
    assert (ours.from_user is None) == (theirs.from_user is None)
    if ours.from_user is not None:
        told = theirs.from_user
        assert (ours.from_user.id, ours.from_user.is_bot) == (told.id, told.is_bot)
        assert ours.from_user.full_name == told.full_name
    assert [each.of(ours.written) for each in ours.entities] == [theirs.parse_entity(each) for each in theirs.entities]
    assert [(each.type, each.offset) for each in ours.entities] == [
        (each.type, each.offset) for each in theirs.entities
    ]
    assert _reply(ours) == (theirs.reply_to_message and theirs.reply_to_message.message_id)
    assert [each.area for each in ours.photo()] == [each.width * each.height for each in theirs.photo]


def _reply(message: Message) -> int | None:
    return None if message.reply_to_message is None else message.reply_to_message.message_id


@pytest.mark.parametrize("kind", ["document", "voice"])
def test_a_file_says_what_the_library_reads(kind: str) -> None:
    ours, theirs = (
        Message(MESSAGES[kind]).file("video", kind),
        getattr(librarys({"message": MESSAGES[kind]}).message, kind),
    )
    assert ours is not None
    assert (ours.file_id, ours.file_unique_id) == (theirs.file_id, theirs.file_unique_id)
    assert ours.file_size == (theirs.file_size or 0)
    assert ours.mime_type == (theirs.mime_type or "")
    assert ours.file_name == (getattr(theirs, "file_name", None) or "")
    assert Message(MESSAGES[kind]).file("video", "audio") is None


@pytest.mark.parametrize(
    "raw",
    [PRESS, {**PRESS, "message": {"message_id": 7, "chat": TEAM, "date": 0}}, {**PRESS, "message": None, "data": None}],
    ids=["press", "on an old message", "on nothing"],
)
def test_a_press_says_what_the_library_reads(raw: Json) -> None:
    raw = {name: each for name, each in raw.items() if each is not None}
    ours, theirs = (
        parse(update({"callback_query": raw})).callback_query,
        librarys({"callback_query": raw}).callback_query,
    )
    assert ours is not None
    assert (ours.id, ours.data, ours.from_user.id) == (theirs.id, theirs.data, theirs.from_user.id)
    assert (ours.message is None) == (theirs.message is None)
    if ours.message is not None:
        assert (ours.message.message_id, ours.message.chat.id) == (theirs.message.message_id, theirs.message.chat.id)


def test_other_kinds_of_updates_have_none_of_these() -> None:
    other = parse(update({"channel_post": WORDS}))
    assert (other.message, other.edited_message, other.callback_query, other.my_chat_member) == (None,) * 4
    left = {"chat": TEAM, "from": LEA, "date": 1, "old_chat_member": {}, "new_chat_member": {"status": "left"}}
    assert parse(update({"my_chat_member": left})).my_chat_member is not None


@pytest.mark.parametrize(
    "content",
    [
        {"message": {**WORDS, "date": "soon"}},
        {"message": {**WORDS, "chat": 42}},
        {"message": {**WORDS, "chat": {"id": 42}}},
        {"message": {"text": "bonjour"}},
        {"message": None},
        {"edited_message": {**WORDS, "message_id": None}},
        {"callback_query": {**PRESS, "from": "Léa"}},
        {"callback_query": {**PRESS, "message": {"message_id": 7}}},
        {"my_chat_member": {"chat": TEAM}},
        {"update_id": "five"},
    ],
)
def test_what_is_broken_is_an_error_of_the_kinds_that_are_expected(content: Json) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        parse(update(content))
