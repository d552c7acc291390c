"""Step 1 of a message on Telegram: an update, or the updates of one album, become our own frozen copy. Pure.

What nobody can have meant for the bot becomes None: messages of other bots and of channels, commands for other bots,
what Telegram itself reports. Whatever else a person sends is at least words without text, which say what came instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from telegram import User as Bot
from telegram.constants import ChatType, MessageEntityType

from bot.domain.attachments import is_contact
from bot.incoming import Account, Address, Attachment, Incoming, Location, Other, Pressed, Room, Words
from bot.platforms.telegram.updates import File, Message, Update, User

NAME = "telegram"

LONGEST_NAME = 200
"""Characters of a place's name and address that are kept."""

_CHANNEL_POSTS = 777000
"""Telegram's own account, which posts a channel's messages in the group linked to it."""


def read(updates: Sequence[Update], me: Bot, now: datetime) -> Incoming | None:
    """Read what somebody did.

    Args:
        updates: one, or all those of one album in order; the first one's id becomes the event's.
        me: the bot's own account.
        now: the present moment, for what Telegram does not date.

    Returns:
        What they did, at the address and with the message ids that Telegram uses now, or None.
    """
    update = updates[0]
    if update.callback_query is not None:
        return _pressed(update, now)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or not _is_persons(message, message.from_user):
        return None
    messages = [each.message for each in updates if each.message is not None] or [message]
    worded = next((each for each in messages if each.written), message)
    content = _content(messages, worded, is_edit=update.edited_message is not None)
    if content is None:
        return None
    is_private = message.chat.type == ChatType.PRIVATE
    text, mentioned = _without_mention(worded, content.text, me)
    command, whose, rest = _command(worded, text)
    if whose and whose != _username(me) and not is_private:
        return None
    said = command + rest
    return Incoming(
        event_id=str(update.update_id),
        address=Address(NAME, str(message.chat.id)),
        account=_account(message.from_user),
        content=content if said == content.text else replace(content, text=said),
        sent_at=message.sent_at,
        room=Room.PRIVATE if is_private else Room.GROUP,
        called=is_private or bool(command) or mentioned or _is_from(message.reply_to_message, me),
        receipt=str(worded.message_id),
    )


def moved(update: Update) -> tuple[int, int] | None:
    """Tell whether an update reports that a group became a supergroup: its old id and its new one."""
    message = update.message
    if message is None:
        return None
    if message.has("migrate_to_chat_id"):
        return message.chat.id, int(message.raw["migrate_to_chat_id"])
    if message.has("migrate_from_chat_id"):
        return int(message.raw["migrate_from_chat_id"]), message.chat.id
    return None


def album(update: Update) -> tuple[int, str] | None:
    """Tell which album an update is a part of: its chat and Telegram's name for the album."""
    message = update.message
    return (message.chat.id, message.media_group_id) if message and message.media_group_id else None


def _content(messages: Sequence[Message], worded: Message, *, is_edit: bool) -> Words | None:
    """Gather what a message holds; None when nobody has sent anything, or has edited what has neither words nor files.

    Telegram reports, for instance, that somebody joined; and a live location moves by edits, several a minute.
    """
    text = "\n".join(each.written for each in messages if each.written)
    attachments = tuple(_in(each, file, worded) for each in messages for file in _attachments(each))
    location = None if is_edit else _location(messages[0])
    other = None if is_edit or text or attachments or location else _other(messages[0])
    if not (text or attachments or location or other):
        return None
    replied = messages[0].reply_to_message
    return Words(
        text,
        attachments,
        location,
        reply_to=str(replied.message_id) if replied else None,
        edits=str(worded.message_id) if is_edit else None,
        other=other,
    )


def _in(message: Message, file: Attachment, worded: Message) -> Attachment:
    """Say which message of an album a file came in, if it is not the one of the words."""
    return file if message is worded else replace(file, receipt=str(message.message_id))


def _is_persons(message: Message, sender: User) -> bool:
    return not (
        sender.is_bot
        or sender.id == _CHANNEL_POSTS
        or message.has("sender_chat")
        or message.chat.type == ChatType.CHANNEL
    )


def _pressed(update: Update, now: datetime) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None or query.data is None or query.from_user.is_bot:
        return None
    chat = query.message.chat
    return Incoming(
        event_id=str(update.update_id),
        address=Address(NAME, str(chat.id)),
        account=_account(query.from_user),
        content=Pressed(query.data, str(query.message.message_id)),
        sent_at=now,
        room=Room.PRIVATE if chat.type == ChatType.PRIVATE else Room.GROUP,
    )


def _account(user: User) -> Account:
    return Account(NAME, str(user.id), user.full_name)


def _username(me: Bot) -> str:
    return (me.username or "").lower()


def _command(message: Message, text: str) -> tuple[str, str, str]:
    """Take a text apart: the command in front, the bot that it names, and what follows; no command: all follows."""
    first = next(iter(message.entities), None)
    if first is None or first.type != MessageEntityType.BOT_COMMAND or first.offset != 0:
        return "", "", text
    name, _, whose = text[: first.length].partition("@")  # A command has no letter beyond ASCII.
    return name, whose.lower(), text[first.length :]


def _without_mention(message: Message, text: str, me: Bot) -> tuple[str, bool]:
    """Tell whether the bot is mentioned; a mention in front is no part of what is said to it."""
    own = f"@{_username(me)}"
    for entity in message.entities:
        if entity.type == MessageEntityType.TEXT_MENTION:
            is_own = entity.user is not None and entity.user.id == me.id
        elif entity.type == MessageEntityType.MENTION:
            is_own = entity.of(message.written).lower() == own
        else:
            continue
        if is_own:
            in_front = entity.offset == 0 and entity.type == MessageEntityType.MENTION
            return (text[entity.length :].lstrip(" ,:") if in_front else text), True
    return text, False


def _is_from(message: Message | None, me: Bot) -> bool:
    return message is not None and message.from_user is not None and message.from_user.id == me.id


def _location(message: Message) -> Location | None:
    if venue := message.raw.get("venue"):
        point, name = venue["location"], ", ".join(filter(None, (venue["title"], venue["address"])))
        return Location(point["latitude"], point["longitude"], name[:LONGEST_NAME])
    found = message.raw.get("location")
    return Location(found["latitude"], found["longitude"]) if found else None


def _other(message: Message) -> Other | None:
    return next((other for other, there in _OTHERS if there(message)), None)


_OTHERS: tuple[tuple[Other, Callable[[Message], bool]], ...] = (
    ("sticker", lambda message: message.has("sticker")),
    ("contact", lambda message: message.has("contact") or _is_contact(message)),
    ("poll", lambda message: message.has("poll")),
    ("game", lambda message: message.has("dice", "game")),
    ("story", lambda message: message.has("story")),
    ("paid", lambda message: message.has("paid_media", "invoice")),
    ("unknown", lambda message: message.has("checklist", "giveaway", "passport_data")),
)


def _is_contact(message: Message) -> bool:
    file = message.file("document")
    return file is not None and is_contact(file.file_name, file.mime_type)


def _attachments(message: Message) -> tuple[Attachment, ...]:
    if sizes := message.photo():
        largest = max(sizes, key=lambda size: size.area)
        return (Attachment("photo", largest.file_id, size=largest.file_size, content=largest.file_unique_id),)
    if voice := message.file("voice"):
        return (_file("voice", voice),)
    # An animation also comes as a document, so it stands before it.
    if video := message.file("video_note", "video", "animation", "live_photo"):
        return (_file("video", video),)
    if (file := message.file("audio", "document")) and not _is_contact(message):
        return (_file("document", file),)
    return ()


def _file(kind: Literal["document", "voice", "video"], file: File) -> Attachment:
    return Attachment(kind, file.file_id, file.file_name, file.file_size, file.mime_type, file.file_unique_id)
