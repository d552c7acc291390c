"""The people in front of the fake Bot API: what they do in their chats becomes updates, as Telegram writes them."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_html import units
from tests.fakes.bot_api_methods import DATE, ApiError, Chat, Json, Message

_ENTITIES = (("bot_command", re.compile(r"(?<!\S)/\w+(?:@\w+)?")), ("mention", re.compile(r"(?<![\w/])@\w{4,}")))


@dataclass(slots=True)
class People:
    """Everybody.

    Args:
        api: where their chats are.
    """

    api: BotApi
    _queries: "count[int]" = field(default_factory=lambda: count(1))

    def person(self, number: int, name: str = "Léa", **more: object) -> Json:
        """Make a person who has started the bot: their private chat has the same number."""
        person = {"id": number, "is_bot": False, "first_name": name, "language_code": "fr", **more}
        chat = {"id": number, "type": "private", "first_name": name}
        self.api.world.chats.setdefault(number, Chat(chat))
        return person

    def group(self, number: int, kind: str = "group") -> Chat:
        """Make a group with the bot in it."""
        return self.api.world.chats.setdefault(number, Chat({"id": number, "type": kind, "title": "Équipe"}))

    def chat(self, person: Json, where: int | None = None) -> Chat:
        """Give a chat: a group, or somebody's private one."""
        return self.api.world.chats[int(person["id"]) if where is None else where]

    def send(self, person: Json, where: int | None = None, reply_to: int | None = None, **content: Any) -> Message:  # noqa: ANN401  # JSON.
        """Let somebody send anything; ``content`` are fields of Telegram's Message."""
        chat = self.chat(person, where)
        if reply_to is not None:
            replied = dict(chat.messages[reply_to].json)
            replied.pop("reply_to_message", None)
            content["reply_to_message"] = replied
        message = self.api.world.put(chat, person, DATE, content)
        if self._is_heard(chat, message):
            self.api.update("message", message.json)
        return message

    def write(self, person: Json, text: str, where: int | None = None, reply_to: int | None = None) -> Message:
        """Let somebody write."""
        return self.send(person, where, reply_to, text=text, **entities(text))

    def edit(self, message: Message, **content: Any) -> None:  # noqa: ANN401  # JSON.
        """Let somebody change what they sent."""
        message.json = {**message.json, **content, "edit_date": DATE + 60}
        self.api.update("edited_message", message.json)

    def press(self, person: Json, message: Message, data: str) -> str:
        """Let somebody press a button; gives the id of the press, which the bot has to answer."""
        query = f"query-{next(self._queries)}"
        self.api.world.queries[query] = False
        pressed = {"id": query, "from": person, "chat_instance": "1", "data": data, "message": message.json}
        self.api.update("callback_query", pressed)
        return query

    def unanswered(self) -> list[str]:
        """Give the presses that the bot has not answered."""
        return [query for query, answered in self.api.world.queries.items() if not answered]

    def block(self, person: Json) -> None:
        """Let somebody block the bot."""
        self.chat(person).refusal = ApiError(403, "Forbidden: bot was blocked by the user")
        self._membership(self.chat(person), person, "member", "kicked")

    def kick(self, chat: Chat, person: Json) -> None:
        """Let somebody throw the bot out of a group."""
        chat.refusal = ApiError(403, f"Forbidden: bot was kicked from the {chat.json['type']} chat")
        self._membership(chat, person, "member", "kicked")

    def upgrade(self, old: Chat, person: Json, new: int, *, tell: bool = True) -> Chat:
        """Let a group become a supergroup, with a new number; ``tell`` the bot by an update, too."""
        parameters = {"migrate_to_chat_id": new}
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        chat = self.group(new, "supergroup")
        if tell:
            self.send(person, old.id, migrate_to_chat_id=new)
            self.send(person, new, migrate_from_chat_id=old.id)
        old.refusal = ApiError(400, text, parameters)
        return chat

    def _is_heard(self, chat: Chat, message: Message) -> bool:
        """Say whether the bot is told: with privacy mode on, only of commands, replies to it, and reports."""
        content, me = message.json, self.api.world.me
        if chat.id > 0 or me["can_read_all_group_messages"] or not (content.get("text") or content.get("caption")):
            return True
        is_command = any(each["type"] == "bot_command" for each in content.get("entities", ()))
        return is_command or content.get("reply_to_message", {}).get("from") == me

    def _membership(self, chat: Chat, person: Json, old: str, new: str) -> None:
        me = {key: self.api.world.me[key] for key in ("id", "is_bot", "first_name", "username")}
        changed = {
            "chat": chat.json,
            "from": person,
            "date": DATE,
            "old_chat_member": {"user": me, "status": old},
            "new_chat_member": {"user": me, "status": new, "until_date": 0},
        }
        self.api.update("my_chat_member", changed)


def entities(text: str) -> Json:
    """Find commands and mentions as Telegram does; positions are in UTF-16 units."""
    found = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}
        for kind, pattern in _ENTITIES
        for match in pattern.finditer(text)
    ]
    return {"entities": sorted(found, key=lambda each: int(str(each["offset"])))} if found else {}
