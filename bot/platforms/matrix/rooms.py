"""Where messages come from and go to: private rooms stand for their person, invitations are taken by rule.

The rest of the product knows a private room by its person's id, whatever room that happens to be today. The notebook
keeps ``person:<room>`` (whose private room it is), ``direct:<person>`` (the room to reach them in; ``gone`` once they
have left it) and ``invited:<room>`` (an invitation that is to be answered).
"""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.config import Matrix
from bot.incoming import Address, Room
from bot.platforms import Gone, Notebook, Retryable
from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import MEMBER, Event, mapping, scrub, string
from bot.platforms.matrix.limits import LONGEST_TURN, Limit
from bot.platforms.matrix.moving import Moves
from bot.platforms.matrix.server import LIMITED, Rejected, Server, Unreachable, path

log = structlog.get_logger()

NAME = "matrix"
GONE = "gone"
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}

MOST_INVITATIONS = 10
"""Taken from one person in an hour; more is somebody who wants to keep the bot busy."""

HOUR = 3600.0
JOIN_PATIENCE = 60.0
"""Seconds a join may take: a room on another server is fetched from there first."""

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
MOST_TRIES = 8
JUST_NOW = 0.5
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, as the rest of the product knows it."""

    address: Address
    kind: Room


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody wants the bot in a room. ``direct``: as a private chat."""

    by: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose invitations are taken.

    Entries are ``*`` (anybody), a server (``example.org``) or a person (``@eva:example.org``).
    """

    direct_from: tuple[str, ...]
    rooms_from: tuple[str, ...]

    @classmethod
    def of(cls, section: Matrix) -> "Rule":
        """Read the configuration; invitations to rooms are the bot's own server's unless it says otherwise."""
        return cls(section.direct_from, section.rooms_from or (server_of(section.user),))

    def takes(self, invitation: Invitation) -> bool:
        """Say whether an invitation is to be accepted."""
        allowed = self.direct_from if invitation.direct else self.rooms_from
        return any(each in ("*", invitation.by, server_of(invitation.by)) for each in allowed)


def server_of(user_id: str) -> str:
    """Give the server of a user: what stands behind the first colon."""
    return user_id.partition(":")[2]


def read_invitation(stripped: Sequence[object], me: str) -> Invitation | None:
    """Find who invites us and to what, in the few events that come with an invitation."""
    for raw in stripped:
        event = scrub(raw) if isinstance(raw, dict) else {}
        content = mapping(event, "content")
        ours = event.get("type") == MEMBER and event.get("state_key") == me and content.get("membership") == "invite"
        if ours and string(event, "sender").startswith("@"):
            return Invitation(event["sender"], content.get("is_direct") is True)
    return None


class Rooms:
    """The rooms of the bot.

    Args:
        server: the homeserver.
        engine: knows who is in which room.
        notebook: keeps what must outlive a restart.
        moves: knows which room has taken the place of another.
        rule: whose invitations are taken.
        encrypt_direct: whether private rooms that the bot opens are encrypted.
    """

    def __init__(
        self, server: Server, engine: Engine, notebook: Notebook, moves: Moves, rule: Rule, *, encrypt_direct: bool
    ) -> None:
        self._server = server
        self._engine = engine
        self._notebook = notebook
        self._moves = moves
        self._rule = rule
        self._encrypt_direct = encrypt_direct
        self._persons: dict[str, str] = {}
        self._directs: dict[str, str] = {}
        self._creating: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._joins, self._creations = Limit(), Limit()
        self._invitations: dict[str, Invitation] = {}
        self._answering: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)

    async def load(self) -> None:
        """Read the notes, and remember the invitations that a restart has left unanswered."""
        self._persons = _without_prefix(await self._notebook.starting("person:"))
        self._directs = _without_prefix(await self._notebook.starting("direct:"))
        for room_id, written in _without_prefix(await self._notebook.starting("invited:")).items():
            if written:
                self._invitations[room_id] = Invitation(**json.loads(written))

    async def close(self) -> None:
        """Stop answering invitations; the rest is answered after the next start."""
        tasks = [*self._answering.values(), *self._leaving]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def place(self, room_id: str) -> Place:
        """Say where a room is for the rest of the product.

        A room is private as long as nobody but its person and the bot is in it or invited to it. With a third one it
        is a group, and what is meant for the person alone goes elsewhere.
        """
        person = self._person_of(room_id)
        if person and self._engine.members(room_id) <= {person, self._engine.user_id}:
            return Place(Address(NAME, person), Room.PRIVATE)
        return Place(Address(NAME, self._moves.name_of(room_id)), Room.GROUP)

    async def heard_from(self, room_id: str) -> None:
        """Note that somebody has just written in a room: of several private rooms, that is where they are reached."""
        person = self._person_of(room_id)
        if person and self._directs.get(person) != room_id and self.place(room_id).kind is Room.PRIVATE:
            await self._direct(person, room_id)

    async def room_of(self, address: str) -> str:
        """Give the room to write to.

        Args:
            address: a room's id, or a person's: their private room is opened if there is none.

        Raises:
            Gone: the person has left their private room.
            Retryable: the bot is just coming into that room, or the room is moving.
            Unreachable, Rejected: a room could not be opened, or the bot is not in it.
        """
        if not address.startswith("@"):
            address = self._moves.room_of(address)
            if not self._engine.knows(address):
                await self._must_be_coming_into(address)
                raise Retryable("coming into that room", JUST_NOW)
            return address
        async with self._creating[address]:
            room_id = self._moves.room_of(self._directs.get(address, ""))
            if room_id == GONE:
                raise Gone("left the private room")
            if self._is_open(room_id, address):
                return room_id
            if room_id and not self._engine.knows(room_id):
                try:
                    await self._must_be_coming_into(room_id)
                except Rejected:
                    log.info("matrix_private_room_lost")
                else:
                    raise Retryable("coming into that room", JUST_NOW)
            return await self._open(address)

    async def _must_be_coming_into(self, room_id: str) -> None:
        """See to it that a room that no sync has told of is one that the bot is in, or will be.

        The server knows before the next sync does; from that one we learn whether the room is encrypted.

        Raises:
            Unreachable, Rejected: it is not, or nobody knows.
        """
        if room_id not in self._answering and room_id not in self._invitations:
            await self._server.call("GET", path("rooms", room_id, "joined_members"))

    def _is_open(self, room_id: str, person: str) -> bool:
        return (
            self._engine.knows(room_id)
            and person in self._engine.members(room_id)
            and self.place(room_id).kind is Room.PRIVATE
        )

    async def _open(self, person: str) -> str:
        """Open a private room; one whose making was cut short is found by :meth:`made`."""
        state = [ENCRYPTION] if self._encrypt_direct else []
        body = {"preset": "private_chat", "is_direct": True, "invite": [person], "initial_state": state}
        room_id = await self._create(person, body)
        self._engine.enter(room_id, encrypted=self._encrypt_direct, members=(self._engine.user_id, person))
        await self._belongs(room_id, person)
        await self._direct(person, room_id)
        return room_id

    async def _create(self, person: str, body: Mapping[str, Any]) -> str:
        if wait := self._creations.take(person):
            raise Retryable("the account has opened enough rooms for now", wait)
        try:
            return string(await self._server.call("POST", path("createRoom"), body), "room_id")
        except Rejected as error:
            if error.code == LIMITED:
                self._creations.told(person, error.retry_after or LONGEST_TURN)
            raise

    def _person_of(self, room_id: str) -> str | None:
        return self._persons.get(room_id) or self._persons.get(self._moves.name_of(room_id))

    async def _belongs(self, room_id: str, person: str) -> None:
        self._persons[room_id] = person
        await self._notebook.write(f"person:{room_id}", person)

    async def _direct(self, person: str, room_id: str) -> None:
        self._directs[person] = room_id
        await self._notebook.write(f"direct:{person}", room_id)

    async def joined(self, room_id: str, own: Event) -> None:
        """Learn from our own membership whether a room is somebody's private room, if no note says so."""
        before = mapping(own.unsigned, "prev_content")
        person = string(own.unsigned, "prev_sender")
        if room_id not in self._persons and before.get("is_direct") is True and person.startswith("@"):
            await self._belongs(room_id, person)
            if self._directs.get(person, GONE) == GONE:
                await self._direct(person, room_id)

    async def made(self, room_id: str) -> None:
        """Learn whose a room is that we made, if no note says so: we make none but private ones (:meth:`_open`)."""
        others = self._engine.members(room_id) - {self._engine.user_id}
        if room_id not in self._persons and len(others) == 1:
            (person,) = others
            await self._belongs(room_id, person)
            if not self._is_open(self._directs.get(person, ""), person):
                await self._direct(person, room_id)

    async def left(self, room_id: str) -> None:
        """Forget a room that the bot is not in any more; if it was a private one, its person does not want it."""
        self._engine.forget(room_id)
        task, waiting = self._answering.pop(room_id, None), self._invitations.pop(room_id, None)
        if task is not None:
            task.cancel()
        if task is not None or waiting is not None:
            await self._notebook.write(f"invited:{room_id}", "")
        person = self._person_of(room_id)
        if person and self._moves.latest(self._directs.get(person, "")) == room_id:
            await self._direct(person, GONE)
        self._in_background(self._tell("forget", room_id))

    async def alone(self, room_id: str) -> bool:
        """Leave a private room whose person has left it; say whether that was so."""
        if self._person_of(room_id) and self._engine.members(room_id) <= {self._engine.user_id}:
            self._in_background(self._tell("leave", room_id))
            await self.left(room_id)
            return True
        return False

    async def invited(self, room_id: str, stripped: Sequence[object]) -> None:
        """Note an invitation, so that a restart does not lose it; :meth:`answer` answers it."""
        invitation = read_invitation(stripped, self._engine.user_id)
        if invitation is None or room_id in self._answering or self._moves.invited(room_id):
            return
        if self._persons.get(room_id) == invitation.by:
            # Back into what was their private room; clients do not say so a second time.
            invitation = Invitation(invitation.by, direct=True)
        written = json.dumps({"by": invitation.by, "direct": invitation.direct})
        await self._notebook.write(f"invited:{room_id}", written)
        self._invitations[room_id] = invitation

    def answer(self) -> None:
        """Answer the invitations in the background, now that the sync that told of them is kept.

        Not sooner: as long as no sync has ever been kept, a restart is a first start, and takes what people write as
        soon as the bot has come for the past.
        """
        while self._invitations:
            self._answer(*self._invitations.popitem())

    def _answer(self, room_id: str, invitation: Invitation) -> None:
        taken = self._taken[invitation.by]
        now = time.monotonic()
        while taken and taken[0] < now - HOUR:
            taken.popleft()
        accepted = self._rule.takes(invitation) and len(taken) < MOST_INVITATIONS
        if accepted:
            taken.append(now)
        log.info("matrix_invitation", accepted=accepted, direct=invitation.direct)
        task = asyncio.get_running_loop().create_task(
            self._accept(room_id, invitation) if accepted else self._refuse(room_id)
        )
        self._answering[room_id] = task
        task.add_done_callback(lambda done: self._answered(room_id, done))

    def _answered(self, room_id: str, done: "asyncio.Task[None]") -> None:
        if self._answering.get(room_id) is done:
            del self._answering[room_id]
        if not done.cancelled() and (error := done.exception()):
            # The note is still there, so the next start answers it.
            log.warning("matrix_invitation_waits", error=type(error).__name__)

    async def _accept(self, room_id: str, invitation: Invitation) -> None:
        if invitation.direct:
            await self._belongs(room_id, invitation.by)
        joined = await self._until_done("join", room_id)
        if joined and invitation.direct and not self._is_open(self._directs.get(invitation.by, ""), invitation.by):
            # Of several private rooms the one they write in next counts; see heard_from.
            await self._direct(invitation.by, room_id)
        await self._notebook.write(f"invited:{room_id}", "")

    async def _refuse(self, room_id: str) -> None:
        await self._until_done("leave", room_id)
        await self._tell("forget", room_id)
        await self._notebook.write(f"invited:{room_id}", "")

    def _in_background(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _tell(self, what: str, room_id: str) -> None:
        """Tell the server something it may also not take: nothing depends on it."""
        try:
            await self._server.call("POST", path("rooms", room_id, what), {})
        except (Unreachable, Rejected) as error:
            log.debug("matrix_not_told", what=what, error=str(error))

    async def _until_done(self, what: str, room_id: str) -> bool:
        """Ask until the server does it: a join may be refused for a while although the invitation stands.

        Returns:
            Whether it was done.
        """
        pause, tries = FIRST_PAUSE, 0
        while tries < MOST_TRIES:
            if wait := self._joins.take(room_id):
                await asyncio.sleep(wait)
                continue
            try:
                await self._server.call("POST", path("rooms", room_id, what), {}, patience=JOIN_PATIENCE)
                return True
            except (Unreachable, Rejected) as error:
                log.info("matrix_invitation_waits", what=what, error=str(error))
                if isinstance(error, Rejected) and error.code == LIMITED:
                    # However many invitations there are, each has its turn.
                    self._joins.told(room_id, error.retry_after or pause)
                    continue
            tries += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        log.warning("matrix_invitation_failed", what=what)
        return False


def _without_prefix(notes: Mapping[str, str]) -> dict[str, str]:
    return {key.partition(":")[2]: value for key, value in notes.items() if value}
