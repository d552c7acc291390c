"""Step 1 of a message on Telegram: updates as the Bot API gives them, with names and types. Pure.

Each class is a view of JSON, with the library's names for what this product looks at; what else an update holds stays
where it is. The library itself makes an object of everything, and looks for each of the hundred things that a message
may also be: that cost more than all else that is done with it before it is committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """Something of the Bot API's; ``raw`` is its JSON."""

    raw: Json

    def has(self, *names: str) -> bool:
        """Say whether one of these is there."""
        return any(self.raw.get(name) for name in names)


class User(View):
    """https://core.telegram.org/bots/api#user"""

    __slots__ = ()

    @property
    def id(self) -> int:
        """The person's number."""
        return int(self.raw["id"])

    @property
    def is_bot(self) -> bool:
        """Whether it is a program."""
        return bool(self.raw["is_bot"])

    @property
    def full_name(self) -> str:
        """What they call themselves."""
        first, last = self.raw["first_name"], self.raw.get("last_name")
        return f"{first} {last}" if last else str(first)


class Chat(View):
    """https://core.telegram.org/bots/api#chat"""

    __slots__ = ()

    @property
    def id(self) -> int:
        """Its number; that of the person in a private chat, below zero in a group."""
        return int(self.raw["id"])

    @property
    def type(self) -> str:
        """One of :class:`telegram.constants.ChatType`."""
        return str(self.raw["type"])


class Entity(View):
    """https://core.telegram.org/bots/api#messageentity ; places are in UTF-16 units."""

    __slots__ = ()

    @property
    def type(self) -> str:
        """One of :class:`telegram.constants.MessageEntityType`."""
        return str(self.raw["type"])

    @property
    def offset(self) -> int:
        """Where it begins."""
        return int(self.raw["offset"])

    @property
    def length(self) -> int:
        """How long it is."""
        return int(self.raw["length"])

    @property
    def user(self) -> User | None:
        """Who is mentioned without a name of their own."""
        return User(self.raw["user"]) if "user" in self.raw else None

    def of(self, text: str) -> str:
        """Give the part of a text that it stands for."""
        units = text.encode("utf-16-le")
        return units[self.offset * 2 : (self.offset + self.length) * 2].decode("utf-16-le")


class File(View):
    """A picture in one size, a video, a voice, a document: what there is to fetch."""

    __slots__ = ()

    @property
    def file_id(self) -> str:
        """What it is fetched by."""
        return str(self.raw["file_id"])

    @property
    def file_unique_id(self) -> str:
        """What stays the same whoever sends it."""
        return str(self.raw["file_unique_id"])

    @property
    def file_size(self) -> int:
        """Bytes; 0 if not told."""
        return int(self.raw.get("file_size") or 0)

    @property
    def file_name(self) -> str:
        """As its sender calls it; empty if not told."""
        return str(self.raw.get("file_name") or "")

    @property
    def mime_type(self) -> str:
        """As its sender's program says; empty if not told."""
        return str(self.raw.get("mime_type") or "")

    @property
    def area(self) -> int:
        """Pixels."""
        return int(self.raw["width"]) * int(self.raw["height"])


class Message(View):
    """https://core.telegram.org/bots/api#message"""

    __slots__ = ()

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return int(self.raw["message_id"])

    @property
    def chat(self) -> Chat:
        """Where it was sent."""
        return Chat(self.raw["chat"])

    @property
    def from_user(self) -> User | None:
        """Who sent it; nobody in a channel."""
        return User(self.raw["from"]) if "from" in self.raw else None

    @property
    def sent_at(self) -> datetime:
        """When it was sent or, if it has been, edited last."""
        return datetime.fromtimestamp(self.raw.get("edit_date") or self.raw["date"], UTC)

    @property
    def written(self) -> str:
        """Its words, or those under its picture; empty if there are none."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> Sequence[Entity]:
        """What is more than letters in its words."""
        return [Entity(each) for each in self.raw.get("entities") or self.raw.get("caption_entities") or ()]

    @property
    def reply_to_message(self) -> "Message | None":
        """What it answers."""
        return Message(self.raw["reply_to_message"]) if "reply_to_message" in self.raw else None

    @property
    def media_group_id(self) -> str | None:
        """The album that it is a part of."""
        return self.raw.get("media_group_id")

    def file(self, *names: str) -> File | None:
        """Give the first of these that it has: ``voice``, ``video``, ``document``..."""
        found = next((self.raw[name] for name in names if self.raw.get(name)), None)
        return None if found is None else File(found)

    def photo(self) -> Sequence[File]:
        """Give the sizes of its picture, also of one that moves."""
        live = self.raw.get("live_photo") or {}
        return [File(size) for size in self.raw.get("photo") or live.get("photo") or ()]


class CallbackQuery(View):
    """https://core.telegram.org/bots/api#callbackquery"""

    __slots__ = ()

    @property
    def id(self) -> str:
        """What it is answered by."""
        return str(self.raw["id"])

    @property
    def from_user(self) -> User:
        """Who pressed."""
        return User(self.raw["from"])

    @property
    def message(self) -> Message | None:
        """What the button is on; of an old message only its place is told."""
        return Message(self.raw["message"]) if "message" in self.raw else None

    @property
    def data(self) -> str | None:
        """What the button carries."""
        return self.raw.get("data")


@dataclass(frozen=True, slots=True)
class Update:
    """https://core.telegram.org/bots/api#update ; at most one of the others is there."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: View | None = None


def parse(raw: Json) -> Update:
    """Read an update, and see that it has what every update of its kind must have.

    Raises:
        TypeError, ValueError, KeyError, AttributeError: it is not of the form that the Bot API documents.
    """
    update = Update(
        int(raw["update_id"]),
        Message(raw["message"]) if "message" in raw else None,
        Message(raw["edited_message"]) if "edited_message" in raw else None,
        CallbackQuery(raw["callback_query"]) if "callback_query" in raw else None,
        View(raw["my_chat_member"]) if "my_chat_member" in raw else None,
    )
    if query := update.callback_query:
        _ = query.id, query.from_user.id
    if message := update.message or update.edited_message or (query and query.message):
        _ = message.message_id, message.chat.id, message.chat.type, message.sent_at, message.from_user
    if member := update.my_chat_member:
        _ = Chat(member.raw["chat"]).type, member.raw["new_chat_member"]["status"]
    return update
