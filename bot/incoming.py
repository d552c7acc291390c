"""Step 1 of a message: our own frozen copy of what a person sent, whatever the platform.

Adapters turn raw platform updates into :class:`Incoming`; nothing behind intake ever sees a platform object.
The inbox keeps them as JSON (:func:`dump`, :func:`load`), so every field must survive that way.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter

from bot.payloads import Payloads


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
    """A point on the map: WGS 84 degrees. ``name`` is what the sender's map calls it (name, address), if it does."""

    latitude: float
    longitude: float
    name: str = ""

    @property
    def written(self) -> str:
        """Write it as the answer to the question of the place: ``geo:`` (RFC 5870), behind the name if it has one."""
        point = f"geo:{self.latitude:.5f},{self.longitude:.5f}"
        return f"{self.name} ({point})" if self.name else point


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; ``file_id`` is the platform's handle on it, ``size`` is in bytes.

    ``unreadable`` stands for a whole message that was encrypted and whose key is missing; there is nothing to fetch.
    ``media_type`` (MIME) is what the sender's program says, and proves nothing. ``content`` is the platform's name of
    the content, the same each time it gives the file, if it has one. ``receipt`` is the message it came in, where that
    is not the one of the words: an album is several messages of the platform's.
    """

    kind: Literal["photo", "document", "voice", "video", "unreadable"]
    file_id: str
    name: str = ""
    size: int = 0
    media_type: str = ""
    content: str = ""
    receipt: str | None = None


Other = Literal["sticker", "contact", "poll", "game", "story", "paid", "broken", "unknown"]
"""What somebody can send that is neither words nor a file nor a place. A contact is never kept, not even its name."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote, with everything that came in the same message.

    ``reply_to`` is the receipt of the message of ours that they answered, if any. ``edits`` is the receipt of the
    message of their own in whose place these words stand from now on. ``other`` is what came instead of words.
    """

    text: str
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    reply_to: str | None = None
    edits: str | None = None
    other: Other | None = None
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
    ``called`` says that in a group the bot was spoken to (mention, reply or command). ``receipt`` is the platform's id
    of the message, by which a later edit names it; None for what is no message. ``thread`` is the platform's name of
    the branch of the room's talk in which it was done, if in one; what is answered goes there.
    """

    event_id: str
    address: Address
    account: Account
    content: Content
    sent_at: datetime
    room: Room = Room.PRIVATE
    called: bool = True
    receipt: str | None = None
    thread: str | None = None

    @property
    def conversation_key(self) -> str:
        """One citizen in one room: messages with the same key are handled in order, never two at once."""
        return f"{self.address}|{self.account}"

    @property
    def text(self) -> str:
        """The words, stripped; empty for a button."""
        return self.content.text.strip() if isinstance(self.content, Words) else ""


_PAYLOADS: Payloads[Incoming] = Payloads(TypeAdapter(Incoming))


def dump(incoming: Incoming) -> str:
    """Write as JSON text for the inbox."""
    return _PAYLOADS.dump(incoming)


def load(payload: str) -> Incoming:
    """Read back what :func:`dump` wrote.

    Raises:
        pydantic.ValidationError: the payload was not written by this or an earlier version.
    """
    return _PAYLOADS.load(payload)
