"""A platform inside the test: it shows what the bot says on a list, and fails when a test tells it to."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from bot.incoming import Account, Address, Incoming, Location, Other, Pressed, Room, Words
from bot.intake import Intake
from bot.platforms import Abilities, Batch, Gone, PlatformError, Rendered, Retryable
from tests.fakes.clock import StillClock
from tests.fakes.things import Thing

NAME = "fake"
JAMMED = 60
"""Seconds after which a platform that is jammed wants to be asked again."""
BUTTONS = Abilities(buttons=True, edits=True, html=False, max_length=4096)
NUMBERS = Abilities(buttons=False, edits=False, html=False, max_length=4096)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in a place: ``account`` is a name, ``room`` that of a group, or their own for a private chat."""

    account: str
    room: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on somebody's screen. ``edited``: it took the place of the message with the same receipt."""

    room: str
    receipt: str
    rendered: Rendered
    edited: bool


@dataclass(slots=True)
class FakePlatform:
    """The platform.

    Args:
        clock: stamps what people send.
        abilities: what it can show.
        knows_keys: whether a repeated idempotency key shows nothing new (Matrix does, Telegram does not).
        failures: raised by the next sends, in order; None lets one pass.
        lost: how many of the next sends are shown although they fail.
        unreachable: what every send to a room comes to.
    """

    clock: StillClock
    abilities: Abilities = BUTTONS
    knows_keys: bool = False
    failures: list[PlatformError | None] = field(default_factory=list)
    lost: list[PlatformError] = field(default_factory=list)
    down: PlatformError | None = None
    unreachable: dict[str, PlatformError] = field(default_factory=dict)
    name: str = NAME
    screen: list[Shown] = field(default_factory=list)
    tried: list[tuple[str, str]] = field(default_factory=list)
    batches: Sequence[Batch] = ()
    _keys: dict[str, str] = field(default_factory=dict)
    _read: int = 0
    _events: int = 0
    _latest: Incoming | None = None
    _unread: list[Incoming] = field(default_factory=list)
    _things: dict[str, Thing | None] = field(default_factory=dict)

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message, unless the test wants it to fail."""
        self.tried.append((room_id, idempotency_key))
        if self.down is not None:
            raise self.down
        if room_id in self.unreachable:
            raise self.unreachable[room_id]
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        if self.knows_keys and idempotency_key in self._keys:
            return self._keys[idempotency_key]
        receipt = edit or f"m{len(self.screen) + 1}"
        self._keys[idempotency_key] = receipt
        self.screen.append(Shown(room_id, receipt, rendered, edited=edit is not None))
        if self.lost:
            raise self.lost.pop(0)
        return receipt

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Give the batches that the test has put there, those behind the cursor only."""
        for batch in self.batches:
            if cursor is None or batch.cursor is None or int(batch.cursor) > int(cursor):
                yield batch

    def address(self, room: str) -> Address:
        """Give our address of a room."""
        return Address(self.name, room)

    def incoming(self, speaker: Speaker, content: Words | Pressed, *, called: bool = True) -> Incoming:
        """Turn what somebody does into an event of its own."""
        self._events += 1
        return Incoming(
            event_id=f"e{self._events}",
            address=self.address(speaker.room),
            account=Account(self.name, speaker.account, speaker.account.capitalize()),
            content=content,
            sent_at=self.clock.now(),
            room=Room.GROUP if speaker.group else Room.PRIVATE,
            called=called,
        )

    def said(self, speaker: Speaker, words: Words, *, called: bool = True) -> Incoming:
        """Turn a message into an event of its own, by whose id it can be edited."""
        incoming = self.incoming(speaker, words, called=called)
        return replace(incoming, receipt=incoming.event_id)

    async def write(
        self,
        speaker: Speaker,
        text: str,
        *,
        reply_to: str | None = None,
        thing: Thing | None = None,
        location: tuple[float, float] | None = None,
        called: bool = True,
    ) -> str:
        """Let somebody write; it waits on the platform until :meth:`hand_over`. Gives the message's receipt."""
        files = (thing.attachment,) if thing and thing.attachment else ()
        point = Location(*location, name=thing.name if thing else "") if location else None
        other: Other | None = thing.kind if thing and thing.kind in ("sticker", "contact", "poll") else None
        said = self.said(speaker, Words(text, files, point, reply_to, other=other), called=called)
        self._say(said)
        self._things[said.event_id] = thing
        return said.event_id

    async def edit(self, speaker: Speaker, receipt: str, text: str, thing: Thing | None = None) -> None:
        """Let somebody change what they wrote, and perhaps what they showed; a message keeps its file otherwise."""
        self._things[receipt] = thing = thing or self._things[receipt]
        files = (thing.attachment,) if thing and thing.attachment else ()
        edited = self.incoming(speaker, Words(text, files, edits=receipt))
        self._say(replace(edited, receipt=receipt))

    async def press(self, speaker: Speaker, action: str, number: int | None, receipt: str) -> None:
        """Let somebody choose: by the button or, where there are none, by the number of the line."""
        if self.abilities.buttons or number is None:
            self._say(self.incoming(speaker, Pressed(action, receipt)))
        else:
            self._say(self.incoming(speaker, Words(str(number), reply_to=receipt)))

    def jam(self, room: str, *, jammed: bool) -> None:
        """Let the platform put off whatever is said in a room, or take it again."""
        if jammed:
            self.unreachable[room] = Retryable("jammed", retry_after=JAMMED)
        else:
            del self.unreachable[room]

    async def lose(self, room: str) -> None:
        """Let the bot be thrown out of a group, or blocked by whoever's private chat it is."""
        self.unreachable[room] = Gone("lost")

    def again(self) -> None:
        """Deliver the latest event a second time, as a platform does that did not hear our confirmation."""
        assert self._latest is not None
        self._unread.append(self._latest)

    async def hand_over(self, intake: Intake) -> None:
        """Give everything that waits to the first step."""
        waiting, self._unread = self._unread, []
        await intake.accept(self.name, waiting, None)

    def shown(self) -> list[Shown]:
        """Give what was shown since the last time, and not before."""
        new, self._read = self.screen[self._read :], len(self.screen)
        return new

    def _say(self, incoming: Incoming) -> None:
        self._latest = incoming
        self._unread.append(incoming)
