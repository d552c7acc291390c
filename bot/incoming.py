"""Step 1 of a message: our own frozen copy of what a person sent, whatever the platform.

Adapters turn raw platform updates into :class:`Incoming`; nothing behind intake ever sees a platform object.
The inbox keeps them as JSON (:func:`dump`, :func:`load`), so every field must survive that way.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation takes place: a platform and the platform's own name for the room."""

    platform: str
    room_id: str

    def __str__(self) -> str:
        """Give the form used in the configuration: ``telegram:-1001234``."""
        return f"{self.platform}:{self.room_id}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read ``platform:room``; only the first colon separates, Matrix ids contain more.

        Raises:
            ValueError: there is no colon, or nothing on one side of it.
        """
        platform, colon, room_id = text.partition(":")
        if not (platform and colon and room_id):
            raise ValueError(f"not of the form platform:room: {text!r}")
        return cls(platform, room_id)


@dataclass(frozen=True, slots=True)
class Account:
    """Who speaks, as the platform knows them. The display name is free text and proves nothing."""

    platform: str
    account_id: str
    name: str = ""

    def __str__(self) -> str:
        """Give the form used in the configuration: ``telegram:4242``."""
        return f"{self.platform}:{self.account_id}"


class Room(StrEnum):
    """Kind of room a message was written in."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map: WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; ``file_id`` is the platform's handle on it, ``size`` is in bytes.

    ``unreadable`` stands for a whole message that was encrypted and whose key is missing; there is nothing to fetch.
    """

    kind: Literal["photo", "document", "voice", "video", "unreadable"]
    file_id: str
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote, with everything that came in the same message.

    ``reply_to`` is the receipt of the message of ours that they answered, if any.
    """

    text: str
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    reply_to: str | None = None
    type: Literal["words"] = "words"

    @property
    def is_unreadable(self) -> bool:
        """Whether it stands for a message that was encrypted and whose key is missing."""
        return any(each.kind == "unreadable" for each in self.attachments)

    def __post_init__(self) -> None:
        """Leave out what no database keeps: the null character, and halves of characters."""
        kept = self.text.replace("\x00", "").encode("utf-8", "replace").decode()
        object.__setattr__(self, "text", kept)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, possibly a very old one: the action that we wrote on it, and the receipt of the message it is on."""

    action: str
    receipt: str | None = None
    type: Literal["pressed"] = "pressed"


Content = Annotated[Words | Pressed, Discriminator("type")]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did, once.

    ``event_id`` is unique within the platform: the same event delivered twice is the same row.
    ``called`` says that in a group the bot was spoken to (mention, reply or command).
    """

    event_id: str
    address: Address
    account: Account
    content: Content
    sent_at: datetime
    room: Room = Room.PRIVATE
    called: bool = True

    @property
    def conversation_key(self) -> str:
        """One citizen in one room: messages with the same key are handled in order, never two at once."""
        return f"{self.address}|{self.account}"

    @property
    def text(self) -> str:
        """The words, stripped; empty for a button."""
        return self.content.text.strip() if isinstance(self.content, Words) else ""


_ADAPTER: TypeAdapter[Incoming] = TypeAdapter(Incoming)


def dump(incoming: Incoming) -> str:
    """Write as JSON text for the inbox."""
    return _ADAPTER.dump_json(incoming).decode()


def load(payload: str) -> Incoming:
    """Read back what :func:`dump` wrote.

    Raises:
        pydantic.ValidationError: the payload was not written by this or an earlier version.
    """
    return _ADAPTER.validate_json(payload)
