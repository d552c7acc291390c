"""The seam to the platforms: what a platform can do, what it promises, and how it fails.

Everything that an adapter raises is one of these; delivery knows what to do with each::

    PlatformError
    ├── Retryable   not now: the network, a limit, a server that is down; the message is kept and sent again
    ├── Refused     not like this: the platform will never take this message; it is a dead letter
    │   └── TooLarge    a file has more bytes than were asked for
    └── Gone        not there any more: blocked, left, deleted; it is a dead letter and the room is not tried again
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.incoming import Incoming
from bot.outgoing import Priority


class PlatformError(Exception):
    """A platform did not take a message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retryable(PlatformError):
    """The same message may be taken later.

    Args:
        reason: what the platform or the network said.
        retry_after: seconds the platform asks us to wait, if it says so.
        ambiguous: the message may have been shown although no receipt came back.
    """

    def __init__(self, reason: str, retry_after: float | None = None, *, ambiguous: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.ambiguous = ambiguous


class Refused(PlatformError):
    """The platform will never take this message as it is."""


class TooLarge(Refused):
    """A file has more bytes than were asked for."""


class Gone(PlatformError):
    """The room is not there any more, or the person has blocked the bot."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can show; the renderer writes accordingly. ``max_length`` is in characters a message.

    ``door`` is the address of the private chat with the bot, in which ``{start}`` is what to do there; None while it
    is not known, or where there is no such thing.
    """

    buttons: bool
    edits: bool
    html: bool
    max_length: int
    files: bool = False
    polls: bool = False
    door: str | None = None


@dataclass(frozen=True, slots=True)
class RenderedChoice:
    """A button: what it says, and the action that comes back when it is pressed."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that is shown with a message: bytes, type by content (MIME), and a name that tells nothing of anybody.

    ``instead`` is said in its place where the platform will never take it.
    """

    data: bytes
    media_type: str
    name: str
    instead: str = ""

    @property
    def is_image(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class RenderedPoll:
    """A poll, for platforms whose abilities have ``polls``: the message's choices are what one can vote for.

    A vote is received as the press of a button: with the choice's action, or with ``withdraw`` when it is taken back or
    is none. Who voted what is not to be shown before the poll is ``closed``.
    """

    question: str
    withdraw: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words: always as plain text, also as HTML where the platform shows it, with its buttons if any.

    ``enclosures`` come only to platforms whose abilities have ``files``, and are shown before the words; ``poll`` only
    to those that have ``polls``, and is shown behind them. A closed one ends the poll that is edited; where there is
    none any more, nothing is shown. ``thread`` is the platform's own name of the branch of the room's talk in which it
    is shown, if in one. ``priority`` says who goes first where messages wait for the platform's limits. ``about`` is
    what a reply to it refers to ("request:12"), if to anything.
    """

    text: str
    html: str | None = None
    choices: tuple[RenderedChoice, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    poll: RenderedPoll | None = None
    thread: str | None = None
    priority: Priority = Priority.ANSWER
    about: str | None = None

    @property
    def ends_a_poll(self) -> bool:
        """Whether it is the end of a poll, rather than one that is opened or none."""
        return self.poll is not None and self.poll.closed


@dataclass(frozen=True, slots=True)
class Batch:
    """What a platform gave at once, and the cursor that says that all of it has been read (None: it has none)."""

    messages: Sequence[Incoming]
    cursor: str | None


class Notebook(Protocol):
    """Where an adapter writes down what it must still know after a restart; each platform has one of its own."""

    async def read(self, key: str) -> str | None:
        """Give a note, or None."""

    async def starting(self, start: str) -> dict[str, str]:
        """Give every note whose key begins so, by key."""

    async def write(self, key: str, value: str) -> None:
        """Put a note down for good before this returns; an earlier one under the same key is overwritten."""


class Platform(Protocol):
    """A platform adapter. Nothing of the platform's own types comes out of it."""

    @property
    def name(self) -> str:
        """Its name in addresses and in the configuration."""

    @property
    def abilities(self) -> Abilities:
        """What it can show."""

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message, or change the one with the receipt ``edit``.

        The same idempotency key never shows a message twice, where the platform knows such keys.

        Returns:
            The receipt.

        Raises:
            PlatformError: one of its three kinds.
        """

    def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give what comes in after a cursor, until the platform has nothing more.

        The next batch is asked for only when the last one has been kept; only then is the platform told so.
        """
