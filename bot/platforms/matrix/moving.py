"""Beside the rooms: a room that was upgraded is another room, and the rest of the product goes on calling it as before.

An upgrade (Matrix specification, Room upgrades) leaves a tombstone in the old room, which names the new one. It is
followed only if it is authentic: who put it there is a moderator of the old room at least, the new one names the old
one as its predecessor, and it is encrypted if that was. Until the bot is in the new room, what is to be said waits.

The notebook keeps ``moved:<room>`` (the room that has taken its place).
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import structlog

from bot.platforms import Notebook, Retryable
from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import CREATE, Event, Json, mapping, parse, sequence, string
from bot.platforms.matrix.server import LIMITED, Rejected, Server, Unreachable, path

log = structlog.get_logger()

TOMBSTONE = "m.room.tombstone"
PREFIX = "moved:"

MODERATOR = 50
"""The least power to upgrade a room, whatever the room itself asks for."""

CREATOR_HAS_A_LEVEL = frozenset(map(str, range(1, 12)))
"""Room versions in which who created the room has only the power that its list says; in later ones, every power."""

JOIN_PATIENCE = 60.0
SETTLE_WITHIN = 5.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
SHORTLY = 1.0
"""Seconds."""


@dataclass(slots=True)
class _Move:
    """To where, and by whom. ``believed``: the old room says that it is authentic. ``joined``: because of it."""

    new: str
    by: str
    believed: bool = False
    joined: bool = False
    going: asyncio.Lock = field(default_factory=asyncio.Lock)
    task: "asyncio.Task[None] | None" = None


class Moves:
    """The upgrades of rooms.

    Args:
        server: the homeserver.
        engine: knows which rooms we are in, and which are encrypted.
        notebook: keeps what has moved.
        configured: the rooms of the configuration; a new one that the administrator has put there has its own name.
    """

    def __init__(self, server: Server, engine: Engine, notebook: Notebook, configured: Collection[str]) -> None:
        self._server = server
        self._engine = engine
        self._notebook = notebook
        self._configured = frozenset(configured)
        self._successors: dict[str, str] = {}
        self._predecessors: dict[str, str] = {}
        self._under_way: dict[str, _Move] = {}
        self._refused: set[tuple[str, str, str]] = set()

    async def load(self) -> None:
        """Read what has moved before."""
        for key, new in (await self._notebook.starting(PREFIX)).items():
            self._note(key.removeprefix(PREFIX), new)

    async def close(self) -> None:
        """Stop; the tombstones are seen again after the next start."""
        tasks = [move.task for move in self._under_way.values() if move.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def name_of(self, room_id: str) -> str:
        """Give what the rest of the product calls a room: what it was called before it moved."""
        while room_id in self._predecessors and room_id not in self._configured:
            room_id = self._predecessors[room_id]
        return room_id

    def room_of(self, name: str) -> str:
        """Give the room that has taken the place of another, or that one if none has.

        Raises:
            Retryable: it is moving.
        """
        name = self.latest(name)
        if name in self._under_way:
            raise Retryable("the room is moving", SHORTLY)
        return name

    def latest(self, room_id: str) -> str:
        """Give the last of the rooms that have taken the place of one another."""
        while room_id in self._successors:
            room_id = self._successors[room_id]
        return room_id

    def is_continued(self, room_id: str) -> bool:
        """Say whether a room goes on with what was said in another, so that all of it is meant for us."""
        return room_id in self._predecessors or any(move.new == room_id for move in self._under_way.values())

    def happened(self, room_id: str, event: Event) -> None:
        """Take note of a tombstone."""
        if event.type == TOMBSTONE and event.state_key == "":
            self._begin(room_id, string(event.content, "replacement_room"), event.sender)

    def invited(self, room_id: str) -> bool:
        """Say whether an invitation is into a room that takes the place of another; then it is answered here."""
        moves = [(old, move) for old, move in self._under_way.items() if move.new == room_id]
        for old, move in moves:
            self._set_out(old, move)
        return bool(moves)

    async def arrived(self, room_id: str) -> None:
        """Finish the move into a room that we are in, if there is one: what is said there is said in the old one.

        Raises:
            Unreachable: the server did not tell whether it is authentic.
        """
        for old, move in list(self._under_way.items()):
            if move.new != room_id:
                continue
            try:
                async with asyncio.timeout(SETTLE_WITHIN):
                    await self._go_on(old, move)
            except (TimeoutError, Rejected) as error:
                log.info("matrix_move_waits", error=repr(error))

    async def is_replaced(self, room_id: str) -> bool:
        """Say whether a room that takes no messages is moving, although no sync may have told of it yet."""
        if room_id not in self._under_way:
            try:
                state = await self._state(room_id)
            except (Unreachable, Rejected):
                return False
            for event in state:
                self.happened(room_id, event)
        return room_id in self._under_way

    def _begin(self, old: str, new: str, by: str) -> None:
        known = old in self._under_way or old in self._successors or (old, new, by) in self._refused
        # Rooms of a hostile server could name each other; an old room is the last of its line, so this finds a circle.
        if known or not new.startswith("!") or self.latest(new) == old:
            return
        self._under_way[old] = _Move(new, by)
        self._set_out(old, self._under_way[old])

    def _set_out(self, old: str, move: _Move) -> None:
        if move.task is None or move.task.done():
            move.task = asyncio.get_running_loop().create_task(self._keep_going(old, move))

    async def _keep_going(self, old: str, move: _Move) -> None:
        """Go on until something has to happen in the new room first; what goes wrong is tried again, ever later."""
        pause = FIRST_PAUSE
        while True:
            wait = pause
            try:
                await self._go_on(old, move)
                return
            except (Unreachable, Rejected) as error:
                wait = getattr(error, "retry_after", None) or pause
                log.info("matrix_move_waits", error=str(error), seconds=wait)
            except Exception:
                # Nobody waits for this task: whatever it is, it is told here, and what is to be said still waits.
                log.exception("matrix_move_failed", seconds=wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _go_on(self, old: str, move: _Move) -> None:
        """Do what can be done now."""
        async with move.going:
            if self._under_way.get(old) is not move:
                return
            move.believed = move.believed or is_authentic(await self._state(old), move.new, move.by)
            if not move.believed:
                await self._refuse(old, move, "not by a moderator")
            elif not self._engine.knows(move.new):
                await self._join(move)
            elif await self._predecessor(move.new) != old:
                await self._refuse(old, move, "the new room knows nothing of it")
            elif self._engine.is_encrypted(old) and not self._engine.is_encrypted(move.new):
                log.error("matrix_move_waits", error="the new room is not encrypted")
            else:
                await self._notebook.write(f"{PREFIX}{old}", move.new)
                self._note(old, move.new)
                del self._under_way[old]
                log.info("matrix_room_moved")

    async def _state(self, room_id: str) -> list[Event]:
        found = await self._server.listing(path("rooms", room_id, "state"))
        return [event for each in found if (event := parse(each)) is not None]

    async def _predecessor(self, room_id: str) -> str:
        created = await self._server.call("GET", path("rooms", room_id, "state", CREATE))
        return string(mapping(created, "predecessor"), "room_id")

    async def _join(self, move: _Move) -> None:
        """Go into the new room; if it takes nobody without an invitation, that is waited for."""
        server = move.by.partition(":")[2]
        try:
            await self._server.call(
                "POST", path("join", move.new), {}, query={"server_name": server}, patience=JOIN_PATIENCE
            )
        except Rejected as error:
            if error.code == LIMITED:
                raise
            log.warning("matrix_move_needs_an_invitation", error=error.code)
        else:
            move.joined = True

    async def _refuse(self, old: str, move: _Move, why: str) -> None:
        log.warning("matrix_move_refused", why=why)
        if move.joined:
            await self._server.call("POST", path("rooms", move.new, "leave"), {})
        self._refused.add((old, move.new, move.by))
        del self._under_way[old]

    def _note(self, old: str, new: str) -> None:
        self._successors[old] = new
        self._predecessors[new] = old


def is_authentic(state: Sequence[Event], new: str, by: str) -> bool:
    """Say whether a room's tombstone is to be believed.

    Args:
        state: of the room, as the server gives it.
        new: the room that it is said to name.
        by: who is said to have put it there.
    """
    found = {event.type: event for event in state if event.state_key == ""}
    tombstone = found.get(TOMBSTONE)
    if tombstone is None or tombstone.sender != by or string(tombstone.content, "replacement_room") != new:
        return False
    created, levels = found.get(CREATE), found.get("m.room.power_levels")
    if created is None:
        return False
    if string(created.content, "room_version") not in CREATOR_HAS_A_LEVEL | {""} and (
        by == created.sender or by in sequence(created.content, "additional_creators")
    ):
        return True
    if levels is None:
        return by == created.sender
    needed = _level(mapping(levels.content, "events"), TOMBSTONE, _level(levels.content, "state_default", MODERATOR))
    has = _level(mapping(levels.content, "users"), by, _level(levels.content, "users_default", 0))
    return has >= max(needed, MODERATOR)


def _level(levels: Json, name: str, otherwise: int) -> int:
    level = levels.get(name)
    return level if isinstance(level, int) and not isinstance(level, bool) else otherwise
