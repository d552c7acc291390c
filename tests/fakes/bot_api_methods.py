"""The methods of the fake Bot API: which parameters each takes, and what it does to the chats.

Whatever is not declared here is a mistake of the client's, and fails the test. Error texts are those of
tdlib/telegram-bot-api.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_html import BadMarkup, plain, units

Json = dict[str, Any]

LONGEST = 4096
MOST_CALLBACK_BYTES = 64
LARGEST_DOWNLOAD = 20 * 1024 * 1024
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class ApiError(Exception):
    """What the Bot API refuses with."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(slots=True)
class Message:
    """A message on a screen; ``keyboards`` are all that it ever had, the latest last."""

    chat: int
    id: int
    sender: Json
    text: str = ""
    html: str = ""
    keyboards: list[Json | None] = field(default_factory=list)
    json: Json = field(default_factory=dict)
    deleted: bool = False

    @property
    def buttons(self) -> list[Json]:
        """The buttons that it has now, in reading order."""
        keyboard = self.keyboards[-1] if self.keyboards else None
        return [button for row in (keyboard or {}).get("inline_keyboard", ()) for button in row]


@dataclass(slots=True)
class Chat:
    """A chat; ``refusal`` is what every call about it gets."""

    json: Json
    messages: dict[int, Message] = field(default_factory=dict)
    refusal: ApiError | None = None
    typing: int = 0

    @property
    def id(self) -> int:
        """Its id."""
        return int(self.json["id"])


@dataclass(slots=True)
class World:
    """Everything that a bot can change: chats, files, pressed buttons, menus."""

    me: Json
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    queries: dict[str, bool] = field(default_factory=dict)
    """Pressed buttons by id, and whether they have been answered."""
    menus: dict[str, list[Json]] = field(default_factory=dict)
    shown: list[tuple[Message, bool]] = field(default_factory=list)
    """What appeared, in order, and whether it took the place of what stood there."""
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Files that were sent: as what, their names, their bytes."""

    def chat(self, chat_id: int) -> Chat:
        """Give a chat that the bot may write to."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.refusal is not None:
            raise chat.refusal
        return chat

    def put(self, chat: Chat, sender: Json, date: int, content: Json) -> Message:
        """Let a message appear in a chat."""
        message = Message(chat.id, max(chat.messages, default=0) + 1, sender)
        message.json = {"message_id": message.id, "from": sender, "chat": chat.json, "date": date, **content}
        chat.messages[message.id] = message
        return message


@dataclass(frozen=True, slots=True)
class Method:
    """A method: parameters by name with their kinds (``!`` in front: required), and what it does."""

    parameters: Mapping[str, str]
    run: Callable[[World, Json], object]


KINDS: Mapping[str, Callable[[object], bool]] = {
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "file": lambda value: isinstance(value, tuple),
}
DATE = 1_772_528_400


def _send_message(world: World, asked: Json) -> Json:
    chat = world.chat(asked["chat_id"])
    text = _text(asked)
    keyboard = _keyboard(asked)
    message = world.put(chat, world.me, DATE, {"text": text})
    _write(message, text, asked["text"], keyboard)
    world.shown.append((message, False))
    return message.json


def _edit_message_text(world: World, asked: Json) -> Json:
    chat = world.chat(asked["chat_id"])
    message = chat.messages.get(asked["message_id"])
    if message is None or message.deleted:
        raise ApiError(400, "Bad Request: message to edit not found")
    if message.sender is not world.me:
        raise ApiError(400, "Bad Request: message can't be edited")
    text, keyboard = _text(asked), _keyboard(asked)
    if (message.text, message.html, message.keyboards[-1:]) == (text, asked["text"], [keyboard]):
        raise ApiError(400, NOT_MODIFIED)
    _write(message, text, asked["text"], keyboard)
    world.shown.append((message, True))
    return message.json


def _write(message: Message, text: str, html: str, keyboard: Json | None) -> None:
    message.text, message.html = text, html
    message.keyboards.append(keyboard)
    message.json = {**message.json, "text": text, "reply_markup": keyboard}
    if not keyboard:
        del message.json["reply_markup"]


def _text(asked: Json) -> str:
    try:
        text = plain(asked["text"]) if asked.get("parse_mode") == "HTML" else asked["text"].strip()
    except BadMarkup as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from error
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > LONGEST:
        raise ApiError(400, "Bad Request: message is too long")
    return text


def _keyboard(asked: Json) -> Json | None:
    keyboard: Json | None = asked.get("reply_markup")
    for row in (keyboard or {"inline_keyboard": []})["inline_keyboard"]:
        if not row:
            raise ApiError(400, "Bad Request: inline keyboard row is empty")
        for button in row:
            if set(button) != {"text", "callback_data"} or not button["text"]:
                raise ApiError(400, "Bad Request: inline keyboard button text is empty")
            if not 1 <= len(button["callback_data"].encode()) <= MOST_CALLBACK_BYTES:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return keyboard


def _delete_message(world: World, asked: Json) -> bool:
    message = world.chat(asked["chat_id"]).messages.get(asked["message_id"])
    if message is None or message.deleted:
        raise ApiError(400, "Bad Request: message to delete not found")
    message.deleted = True
    return True


def _send_chat_action(world: World, asked: Json) -> bool:
    world.chat(asked["chat_id"]).typing += 1
    return True


def _answer_callback_query(world: World, asked: Json) -> bool:
    if world.queries.get(asked["callback_query_id"], True):
        raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    world.queries[asked["callback_query_id"]] = True
    return True


def _set_my_commands(world: World, asked: Json) -> bool:
    scope = asked.get("scope", {"type": "default"})
    if scope["type"] == "chat":
        world.chat(scope["chat_id"])
    for command in asked["commands"]:
        if not (0 < len(command["command"]) <= 32 and command["command"].replace("_", "").isalnum()):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 0 < len(command["description"]) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    where = str(scope.get("chat_id", scope["type"]))
    world.menus[f"{where}:{asked.get('language_code', '')}"] = asked["commands"]
    return True


def _get_file(world: World, asked: Json) -> Json:
    content = world.files.get(asked["file_id"])
    if content is None:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(content) > LARGEST_DOWNLOAD:
        raise ApiError(400, "Bad Request: file is too big")
    name = asked["file_id"]
    return {"file_id": name, "file_unique_id": name, "file_size": len(content), "file_path": f"files/{name}"}


def _send_file(world: World, asked: Json) -> Json:
    chat = world.chat(asked["chat_id"])
    kind = "photo" if "photo" in asked else "document"
    world.uploads.append((kind, *asked[kind]))
    sent: Json = {"file_id": "sent", "file_unique_id": "sent"}
    content = {"photo": [{**sent, "width": 9, "height": 9}]} if kind == "photo" else {"document": sent}
    return world.put(chat, world.me, DATE, content).json


_CONTENT = {"!text": "str", "parse_mode": "str", "reply_markup": "object", "link_preview_options": "object"}

METHODS: Mapping[str, Method] = {
    "getMe": Method({}, lambda world, _asked: world.me),
    "sendMessage": Method({"!chat_id": "int", **_CONTENT}, _send_message),
    "editMessageText": Method({"!chat_id": "int", "!message_id": "int", **_CONTENT}, _edit_message_text),
    "deleteMessage": Method({"!chat_id": "int", "!message_id": "int"}, _delete_message),
    "sendChatAction": Method({"!chat_id": "int", "!action": "str"}, _send_chat_action),
    "answerCallbackQuery": Method({"!callback_query_id": "str"}, _answer_callback_query),
    "setMyCommands": Method(
        {"!commands": "list", "scope": "object", "language_code": "str"},
        _set_my_commands,
    ),
    "getFile": Method({"!file_id": "str"}, _get_file),
    "sendPhoto": Method({"!chat_id": "int", "!photo": "file"}, _send_file),
    "sendDocument": Method(
        {"!chat_id": "int", "!document": "file", "caption": "str", "disable_content_type_detection": "bool"}, _send_file
    ),
}
