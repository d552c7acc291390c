"""The terminal as a platform: a whole city in one window, for trying the bot out, showing it and testing it by a pipe.

Everybody speaks through one prompt. A plain line is the citizen's; ``@eclairage …`` an agent's in their team's room;
``@léa: …`` another citizen's; ``#conseil léa: …`` a member's in a council's group. See :func:`parse`.
"""

import asyncio
import os
import re
import stat
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from io import UnsupportedOperation
from typing import Literal, TextIO

from bot.clock import Clock
from bot.incoming import Account, Address, Attachment, Incoming, Location, Pressed, Room, Words
from bot.platforms import Abilities, Batch, Rendered
from bot.understanding.global_words import fold

NAME = "terminal"
CITIZEN = "citoyen"
REQUEST = "request:"
"""How what a message is about begins, if an agent's words can reply to it."""

_SPEAKER = re.compile(r"@(?P<who>[^\s:]+):?\s*(?P<rest>.*)", re.DOTALL)
_GROUP = re.compile(r"#(?P<room>\S+)\s+@?(?P<who>[^\s:]+):?\s*(?P<rest>.*)", re.DOTALL)
_REPLY = re.compile(r">\s*(?:(?P<receipt>\d+)\s)?\s*(?P<rest>.*)", re.DOTALL)
_FILE = re.compile(r"/(?P<kind>photo|document)(?:\s+(?P<name>\S+))?(?P<words>\s.*)?", re.DOTALL)
_POSITION = re.compile(r"/position\s+(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said on one line: where, who, and what."""

    room: str
    account: str
    name: str
    text: str
    group: bool


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of the city that the terminal can show: by room id, the label of a team's or council's group."""

    teams: frozenset[str]
    councils: frozenset[str]
    agents: Mapping[str, str] = field(default_factory=dict)
    """The room of each agent and head, by account: they speak in their team's room."""


def parse(line: str, rooms: Rooms) -> Line:
    """Read who speaks where on one line.

    Args:
        line: as it was typed.
        rooms: those of the configuration.
    """
    if match := _GROUP.fullmatch(line):
        room, who = _id(match["room"]), _id(match["who"])
        if room in rooms.councils | rooms.teams:
            return Line(room, who, match["who"], match["rest"].strip(), group=True)
    if match := _SPEAKER.fullmatch(line):
        who, rest = _id(match["who"]), match["rest"].strip()
        if who in rooms.teams:
            return Line(who, f"agent-{who}", f"agent-{who}", rest, group=True)
        if who in rooms.councils:
            return Line(who, CITIZEN, CITIZEN, rest, group=True)
        if who in rooms.agents and not line.startswith(f"@{match['who']}:"):
            return Line(rooms.agents[who], who, who, rest, group=True)
        return Line(who, who, match["who"], rest, group=False)
    return Line(CITIZEN, CITIZEN, CITIZEN, line.strip(), group=False)


@dataclass(slots=True)
class _Shown:
    receipt: int
    room: str
    is_of_a_request: bool


class Terminal:
    """The platform.

    Args:
        rooms: the groups of the configuration.
        show: prints a message: the room's id, its name as people write it, the receipt, what is said.
        clock: the only source of time.
        lines: gives the lines that are typed; standard input unless a test says otherwise.
    """

    name = NAME
    abilities = Abilities(buttons=False, edits=False, html=True, max_length=100_000)

    def __init__(
        self,
        rooms: Rooms,
        show: Callable[[str, str, int, Rendered], None],
        clock: Clock,
        lines: Callable[[], AsyncIterator[str]] | None = None,
    ) -> None:
        self.rooms = rooms
        self._show = show
        self._clock = clock
        self._lines = lines or _standard_input
        self._heard = 0
        self._shown: list[_Shown] = []
        self._names: dict[str, str] = {}
        self._started = clock.now().isoformat()

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Print a message; its receipt is a small number that a reply can name."""
        number = len(self._shown) + 1
        self._shown.append(_Shown(number, room_id, (rendered.about or "").startswith(REQUEST)))
        self._show(room_id, self._names.get(room_id, room_id), number, rendered)
        return f"{self._started}/{number}"

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Read lines until the end of input (``proximcite run`` with the terminal switched on)."""
        async for line in self._lines():
            yield Batch((self.incoming(line),), None)

    def incoming(self, line: str) -> Incoming:
        """Turn a line into our own message; each line is an event of its own."""
        said = parse(line, self.rooms)
        self._heard += 1
        content, called = self._content(said)
        if not said.group:
            self._names[said.room] = said.name
        return Incoming(
            event_id=f"{self._started}/{self._heard}",
            address=Address(NAME, said.room),
            account=Account(NAME, said.account, said.name),
            content=content,
            sent_at=self._clock.now(),
            room=Room.GROUP if said.group else Room.PRIVATE,
            called=called,
        )

    def _content(self, said: Line) -> tuple[Words | Pressed, bool]:
        text = said.text
        if match := _POSITION.fullmatch(text):
            return Words("", location=Location(float(match[1]), float(match[2]))), True
        if match := _FILE.fullmatch(text):
            name = match["name"] or ("photo.jpg" if match["kind"] == "photo" else "document.pdf")
            kind: Literal["photo", "document"] = "photo" if match["kind"] == "photo" else "document"
            return Words((match["words"] or "").strip(), attachments=(Attachment(kind, name, name),)), True
        if match := _REPLY.fullmatch(text):
            words = match["rest"].strip()
            receipt = int(match["receipt"]) if match["receipt"] else self._latest(said.room, words)
            return Words(words, reply_to=f"{self._started}/{receipt}" if receipt else None), True
        called = not said.group or text.startswith(("/", "!")) or "@proximcite" in fold(text)
        return Words(text), called

    def _latest(self, room: str, words: str) -> int | None:
        """Give what a reply without a number is to: what was said last; in a team's room words are for a request."""
        here = [shown for shown in reversed(self._shown) if shown.room == room]
        if room in self.rooms.teams and not words.isdecimal():
            here = [shown for shown in here if shown.is_of_a_request] or here
        return here[0].receipt if here else None


def _id(name: str) -> str:
    return fold(name).replace(" ", "-")


async def _standard_input() -> AsyncIterator[str]:
    """Read standard input until its end, without a thread that would keep a stopping program waiting for a line."""
    if not _makes_wait(sys.stdin):
        for line in sys.stdin:
            yield line.rstrip("\n")
        return
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        while line_read := await reader.readline():
            yield line_read.decode("utf-8", "replace").rstrip("\r\n")
    finally:
        transport.close()


def _makes_wait(stream: TextIO) -> bool:
    """Tell a keyboard, a pipe or a socket from a file, which no event loop can watch (uvloop's would abort)."""
    try:
        descriptor = stream.fileno()
    except UnsupportedOperation:  # Text in memory.
        return False
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)
