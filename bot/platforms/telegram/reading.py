"""Step 1 of a message on Telegram: an update, or the updates of one album, become our own frozen copy. Pure.

What nobody can have meant for the bot becomes None: messages of other bots and of channels, commands for other bots,
what Telegram itself reports. Whatever else a person sends is at least empty words, so that they are asked for words.
"""

from collections.abc import Sequence
from datetime import datetime

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.incoming import Account, Address, Attachment, Incoming, Location, Pressed, Room, Words

NAME = "telegram"

_CHANNEL_POSTS = 777000
"""Telegram's own account, which posts a channel's messages in the group linked to it."""


def read(updates: Sequence[Update], me: User, now: datetime) -> Incoming | None:
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
    texts = [text for each in messages if (text := each.text or each.caption)]
    attachments = () if update.edited_message else tuple(file for each in messages for file in _attachments(each))
    location = None if update.edited_message else _location(message)
    if not (texts or attachments or location) and (update.edited_message or message.effective_attachment is None):
        return None  # A report of Telegram's (somebody joined, a message was pinned), or an edit of something mute.
    is_private = message.chat.type == ChatType.PRIVATE
    worded = next((each for each in messages if each.text or each.caption), message)
    text, mentioned = _without_mention(worded, "\n".join(texts), me)
    command, whose, rest = _command(worded, text)
    if whose and whose != _username(me) and not is_private:
        return None
    replied = message.reply_to_message
    return Incoming(
        event_id=str(update.update_id),
        address=Address(NAME, str(message.chat.id)),
        account=_account(message.from_user),
        content=Words(command + rest, attachments, location, str(replied.message_id) if replied else None),
        sent_at=message.edit_date or message.date,
        room=Room.PRIVATE if is_private else Room.GROUP,
        called=is_private or bool(command) or mentioned or _is_from(replied, me),
    )


def moved(update: Update) -> tuple[int, int] | None:
    """Tell whether an update reports that a group became a supergroup: its old id and its new one."""
    message = update.message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id:
        return message.migrate_from_chat_id, message.chat.id
    return None


def album(update: Update) -> tuple[int, str] | None:
    """Tell which album an update is a part of: its chat and Telegram's name for the album."""
    message = update.message
    return (message.chat.id, message.media_group_id) if message and message.media_group_id else None


def _is_persons(message: Message, sender: User) -> bool:
    return not (
        sender.is_bot
        or sender.id == _CHANNEL_POSTS
        or message.sender_chat is not None
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


def _entities(message: Message) -> Sequence[MessageEntity]:
    return message.entities or message.caption_entities


def _username(me: User) -> str:
    return (me.username or "").lower()


def _command(message: Message, text: str) -> tuple[str, str, str]:
    """Take a text apart: the command in front, the bot that it names, and what follows; no command: all follows."""
    first = next(iter(_entities(message)), None)
    if first is None or first.type != MessageEntityType.BOT_COMMAND or first.offset != 0:
        return "", "", text
    name, _, whose = text[: first.length].partition("@")  # A command has no letter beyond ASCII.
    return name, whose.lower(), text[first.length :]


def _without_mention(message: Message, text: str, me: User) -> tuple[str, bool]:
    """Tell whether the bot is mentioned; a mention in front is no part of what is said to it."""
    own = f"@{_username(me)}"
    for entity in _entities(message):
        if entity.type == MessageEntityType.TEXT_MENTION:
            is_own = entity.user is not None and entity.user.id == me.id
        elif entity.type == MessageEntityType.MENTION:
            part = message.parse_entity if message.text else message.parse_caption_entity
            is_own = part(entity).lower() == own
        else:
            continue
        if is_own:
            in_front = entity.offset == 0 and entity.type == MessageEntityType.MENTION
            return (text[entity.length :].lstrip(" ,:") if in_front else text), True
    return text, False


def _is_from(message: Message | None, me: User) -> bool:
    return message is not None and message.from_user is not None and message.from_user.id == me.id


def _location(message: Message) -> Location | None:
    # A venue comes with its location; its name is left out, since the point says more than the name does.
    found = message.location
    return Location(found.latitude, found.longitude) if found else None


def _attachments(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment("photo", largest.file_id, size=largest.file_size or 0),)
    if message.voice:
        return (Attachment("voice", message.voice.file_id, size=message.voice.file_size or 0),)
    if message.video_note:
        return (Attachment("video", message.video_note.file_id, size=message.video_note.file_size or 0),)
    # An animation also comes as a document, so it stands before it.
    if video := message.video or message.animation:
        return (Attachment("video", video.file_id, video.file_name or "", video.file_size or 0),)
    if file := message.audio or message.document:
        return (Attachment("document", file.file_id, file.file_name or "", file.file_size or 0),)
    return ()
