"""Step 1 of a message, on Matrix: the answer to a sync becomes our own messages, in their order, each once.

Nothing is answered that was said before the bot came: not the past of the account at its first start, nor that of a
room it has just been invited to, or invited to again. What was said while the bot was down is fetched where the sync
leaves a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.incoming import Incoming, Room
from bot.platforms.matrix.client import Opened
from bot.platforms.matrix.events import CREATE, ENCRYPTED, MEMBER, Event, Json, mapping, parse, sequence, string
from bot.platforms.matrix.late import Late
from bot.platforms.matrix.moving import Moves
from bot.platforms.matrix.pointing import Pointing, transaction_of
from bot.platforms.matrix.reading import Scene, read
from bot.platforms.matrix.rooms import Rooms
from bot.platforms.matrix.server import Rejected, Server, path

PAGE = 100
MOST_PAGES = 50
"""Pages of what was missed in a room that are read at most: 5,000 messages."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, the room it was written in, and its event."""

    room_id: str
    event_id: str
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class _Update:
    """What a sync says of a room that we are in.

    ``known``: we were in it before. ``own``: our own membership, if that has changed. ``made``: we made the room, it
    says. ``gap``: where the events begin, if some before them were left out.
    """

    room_id: str
    known: bool
    own: Event | None
    made: bool
    events: Sequence[Event]
    gap: str


class Receiving:
    """Reads syncs.

    Args:
        server: the homeserver, for what a sync leaves out.
        opened: the account.
        rooms: knows whose rooms they are.
        moves: knows which room has taken the place of another.
        pointing: knows earlier messages.
        late: keeps what cannot be read yet.
        clock: the only source of time.
    """

    def __init__(
        self, server: Server, opened: Opened, rooms: Rooms, moves: Moves, pointing: Pointing, late: Late, clock: Clock
    ) -> None:
        self._server = server
        self._engine = opened.engine
        self._chores = opened.chores
        self._rooms = rooms
        self._moves = moves
        self._pointing = pointing
        self._late = late
        self._clock = clock
        self._me = opened.session.user_id

    async def take(self, answer: Json, since: str | None) -> list[Heard]:
        """Read the answer to a sync.

        Args:
            answer: of the server.
            since: the token that was asked with; None at the first start.

        Returns:
            The messages in it.

        Raises:
            Unreachable: what the sync left out could not be fetched; the same sync is to be asked for again.
        """
        self._chores.synced(answer)
        rooms = mapping(answer, "rooms")
        # First of all what the rooms are now, for whatever is said or answered from here on depends on it.
        updates = [self._update(room_id, info) for room_id, info in mapping(rooms, "join").items()]
        for room_id in mapping(rooms, "leave"):
            await self._rooms.left(room_id)
        for room_id, info in mapping(rooms, "invite").items():
            await self._rooms.invited(room_id, sequence(mapping(info, "invite_state"), "events"))
        heard: list[Heard] = []
        for room_id, event in self._late.readable():
            heard += await self._read(room_id, event)
        for update in updates:
            for event in await self._news(update, since):
                heard += await self._read(update.room_id, event)
        await self._late.keep()
        for room_id, event in self._late.overdue(self._clock.now()):
            heard += await self._read(room_id, event)
        await self._chores.do()
        return heard

    def _update(self, room_id: str, info: Json) -> _Update:
        """Take note of what has changed in a room."""
        known = self._engine.knows(room_id)
        self._engine.enter(room_id)
        timeline = mapping(info, "timeline")
        events = _parsed(sequence(timeline, "events"))
        own: Event | None = None
        made = False
        for event in (*_parsed(sequence(mapping(info, "state"), "events")), *events):
            self._engine.happened(room_id, event)
            self._pointing.seen(room_id, event.event_id, event.sender, transaction_of(event.unsigned))
            self._moves.happened(room_id, event)
            own = event if _is_ours(event, self._me, "join") else own
            made = made or (event.type == CREATE and event.sender == self._me)
        gap = string(timeline, "prev_batch") if timeline.get("limited") is True else ""
        return _Update(room_id, known, own, made, events, gap)

    async def _news(self, update: _Update, since: str | None) -> list[Event]:
        """Give what was said in a room since, opened."""
        room_id, events, own = update.room_id, update.events, update.own
        if own is not None:
            await self._rooms.joined(room_id, own)
        if update.made:
            await self._rooms.made(room_id)
        await self._moves.arrived(room_id)
        if await self._rooms.alone(room_id) or since is None:
            return []
        first = self._first_for_us(events, update)
        if update.gap and not first:
            events = [*await self._missed(room_id, update.gap, since), *events]
            first = self._first_for_us(events, update)
        news: list[Event] = []
        for event in events[first or 0 :]:
            if event.sender == self._me or event.state_key is not None:
                continue
            opened = self._engine.opened(room_id, event) if event.type == ENCRYPTED and event.content else event
            if opened.readable:
                news.append(opened)
            elif opened.content:  # Without content it was taken back before we saw it.
                self._late.add(room_id, opened, self._clock.now())
        return news

    def _first_for_us(self, events: Sequence[Event], update: _Update) -> int | None:
        """Say from where on events were meant for us; in a room that goes on with another, all are."""
        if self._moves.is_continued(update.room_id):
            return 0
        return _first_for_us(events, self._me, known=update.known)

    async def _missed(self, room_id: str, until: str, since: str) -> list[Event]:
        """Fetch what lies between two tokens, oldest first."""
        pages: list[list[Event]] = []
        while until and len(pages) < MOST_PAGES:
            query = {"dir": "b", "from": until, "to": since, "limit": str(PAGE)}
            try:
                answer = await self._server.call("GET", path("rooms", room_id, "messages"), query=query)
            except Rejected:
                break  # We are not in that room any more.
            page = sequence(answer, "chunk")
            pages.append(_parsed(reversed(page)))
            until = string(answer, "end") if page else ""
        for event in (event for page in pages for event in page):
            self._pointing.seen(room_id, event.event_id, event.sender, transaction_of(event.unsigned))
        return [event for page in reversed(pages) for event in page]

    async def _read(self, room_id: str, event: Event) -> list[Heard]:
        place = self._rooms.place(room_id)
        scene = Scene(
            address=place.address,
            room=place.kind,
            me=self._me,
            my_name=self._engine.name_of(room_id, self._me),
            speaker=self._engine.name_of(room_id, event.sender),
        )
        target = await self._pointing.target(room_id, event, place.kind)
        incoming = read(event, scene, target, self._clock.now())
        if incoming is None:
            return []
        if place.kind is Room.PRIVATE:
            await self._rooms.heard_from(room_id)
        return [Heard(room_id, event.event_id, incoming)]


def _parsed(raw: Any) -> list[Event]:  # noqa: ANN401  # Whatever the server put there.
    return [event for each in raw if (event := parse(each)) is not None]


def _is_ours(event: Event, me: str, membership: str) -> bool:
    return event.type == MEMBER and event.state_key == me and event.content.get("membership") == membership


def _first_for_us(events: Sequence[Event], me: str, *, known: bool) -> int | None:
    """Say from where on events were meant for us, if we came into the room among them: from our invitation on.

    Args:
        events: of a room, in their order.
        me: our user id.
        known: whether we were in the room before, as far as we know.

    Returns:
        An index; 0 when the invitation is not among them; None when we were in the room before.
    """
    joined = [index for index, event in enumerate(events) if _is_ours(event, me, "join") and _came(event, known=known)]
    if not joined:
        return None
    if _before(events[joined[-1]]) != "invite":
        return joined[-1] + 1
    return max((index + 1 for index in range(joined[-1]) if _is_ours(events[index], me, "invite")), default=0)


def _came(joined: Event, *, known: bool) -> bool:
    """Say whether somebody came in, rather than only changed their name."""
    before = _before(joined)
    return before != "join" and not (known and not before)


def _before(member: Event) -> str:
    return string(mapping(member.unsigned, "prev_content"), "membership")
