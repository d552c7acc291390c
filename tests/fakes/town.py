"""A whole bot with people in front of it: the fake platform, a clock that stands still, and one worker or several.

A worker is an App of its own on the same database, as a second process would be. What was said is read as locale keys
in the outbox, because the sentences may change.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Self, TypeVar
from unittest import mock

from sqlalchemy import select

import bot.app
from bot import outgoing
from bot.app import App
from bot.domain.request import Request
from bot.handling import Registry
from bot.i18n import Words as Wording
from bot.incoming import Incoming, Pressed, Words
from bot.outgoing import Card, Say, Text
from bot.platforms import Abilities
from handlers.registry import REGISTRY
from storage.database import BUSY_SECONDS, Database
from storage.tables import metadata, outbox, requests
from storage.unit_of_work import UnitOfWork
from tests.fakes.camera import Camera
from tests.fakes.city import settings
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import BUTTONS, FakePlatform, Speaker
from tests.fakes.things import Thing
from tests.fakes.understander import FakeUnderstander

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox, as far as tests look at it."""

    id: int
    room: str
    said: Say | Card
    state: str
    receipt: str | None
    error: str | None
    idempotency_key: str | None

    @property
    def keys(self) -> list[str]:
        """The locale keys of its paragraphs; somebody's own words are none."""
        return [each.key for each in self.said.paragraphs if isinstance(each, Text)]

    @property
    def actions(self) -> list[str]:
        """The actions of its choices."""
        return [choice.action for choice in self.said.choices]


def citizen(name: str) -> Speaker:
    """Give somebody in their private chat."""
    return Speaker(name, name)


def agent(team: str, name: str = "agent") -> Speaker:
    """Give an agent in their team's room: ``agent``, ``nadia`` or ``head``."""
    return Speaker(f"{name}-{team}", f"team-{team}", group=True)


@lru_cache(maxsize=1)
def _wording() -> Wording:
    return Wording.packaged(PARIS)


@dataclass(slots=True)
class Town:
    """The bot and its people.

    Args:
        url: a database with every table in it.
        abilities: what the platform can show.
        workers: how many Apps share the database.
        busy_seconds: how long SQLite waits for a lock.
        registry: what the bot can do.
        folder: where files are kept; without it the platform has none to give.
    """

    url: str
    abilities: Abilities = BUTTONS
    workers: int = 1
    busy_seconds: float = BUSY_SECONDS
    registry: Registry = REGISTRY
    folder: Path | None = None
    clock: StillClock = field(default_factory=StillClock)
    understander: FakeUnderstander = field(default_factory=FakeUnderstander)
    platform: FakePlatform = field(init=False)
    apps: list[App] = field(default_factory=list)
    _read: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Open for business."""
        kind = Camera if self.folder else FakePlatform
        self.platform = kind(self.clock, replace(self.abilities, files=self.folder is not None), knows_keys=True)
        self.open()

    def __enter__(self) -> Self:
        """Be open for a block."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close."""
        self.close()

    @property
    def app(self) -> App:
        """The first worker."""
        return self.apps[0]

    @property
    def database(self) -> Database:
        """The first worker's database."""
        return self.apps[0].database

    def open(self) -> None:
        """Start the workers."""
        # The sentences do not change, and reading them takes longer than most tests.
        wording = mock.patch.object(Wording, "packaged", return_value=_wording())
        with wording, mock.patch.object(bot.app, "REGISTRY", self.registry):
            self.apps = [self._build() for _ in range(self.workers)]

    def close(self) -> None:
        """Stop the workers, and lose what they have in memory."""
        for app in self.apps:
            app.close()
        self.apps = []

    def reopen(self) -> None:
        """Restart."""
        self.close()
        self.open()

    async def settle(self, *workers: int) -> None:
        """Let workers (all, if none is named) handle and deliver at the same time, until nothing is left to do."""
        chosen = [self.apps[each] for each in workers] or self.apps
        await asyncio.gather(*(app.settle() for app in chosen))

    async def hand_over(self, *events: Incoming) -> None:
        """Let what people did reach the first step."""
        await self.app.intake.accept(self.platform.name, events, None)

    async def write(
        self, who: Speaker, text: str, *, meaning: str = "", reply_to: str | None = None, called: bool = True
    ) -> list[str]:
        """Let somebody write, and handle and deliver everything.

        Returns:
            The keys of what was said in their room.
        """
        if meaning:
            self.understander.teach(text, meaning)
        return await self._do(who, self.platform.said(who, Words(text, reply_to=reply_to), called=called))

    async def show(self, who: Speaker, *things: Thing, text: str = "") -> list[str]:
        """Let somebody send files, several as one album, perhaps with words: as :meth:`write`."""
        files = [each for thing in things if (each := thing.attachment)]
        return await self._do(who, self.platform.said(who, Words(text, tuple(files))))

    async def edit(self, who: Speaker, receipt: str, text: str) -> list[str]:
        """Let somebody change what they wrote: as :meth:`write`."""
        edited = self.platform.incoming(who, Words(text, edits=receipt))
        return await self._do(who, replace(edited, receipt=receipt))

    async def press(self, who: Speaker, action: str, receipt: str | None = None) -> list[str]:
        """Let somebody press a button: as :meth:`write`."""
        return await self._do(who, self.platform.incoming(who, Pressed(action, receipt)))

    async def choose(self, who: Speaker, action: str) -> list[str]:
        """Let somebody take a choice of the latest message that offers it: by button, or by its number in the list."""
        row = next(row for row in reversed(self.rows()) if row.room == who.room and action in row.actions)
        if self.platform.abilities.buttons:
            return await self.press(who, action, row.receipt)
        return await self.write(who, str(row.actions.index(action) + 1), reply_to=row.receipt)

    async def report(self, who: Speaker, words: str = "Lampadaire éteint rue Battant") -> int:
        """Let a citizen make a request about a lamp, the short way.

        Returns:
            The request's id.
        """
        before = self.requests()
        await self.write(who, words, meaning="category street_lighting")
        while self.requests() == before:
            offered = next(row.actions for row in reversed(self.rows()) if row.room == who.room)
            wanted = [action for action in offered if action.endswith((" -", "confirm yes"))]
            await (self.choose(who, wanted[0]) if wanted else self.write(who, "12 rue Battant"))
        self.said(who.room)
        return self.requests()[-1]

    async def _do(self, who: Speaker, event: Incoming) -> list[str]:
        self.said(who.room)
        await self.hand_over(event)
        await self.settle()
        return self.said(who.room)

    def said(self, room: str) -> list[str]:
        """Give the keys of what was said in a room since the last time anybody asked."""
        new = [row for row in self.rows() if row.room == room and row.id > self._read[room]]
        self._read[room] = max((row.id for row in new), default=self._read[room])
        return [key for row in new for key in row.keys]

    def rows(self) -> list[Row]:
        """Give the whole outbox, oldest first."""
        columns = (outbox.c.id, outbox.c.room_id, outbox.c.payload, outbox.c.state)
        more = (outbox.c.receipt, outbox.c.error, outbox.c.idempotency_key)
        found = self.look(lambda uow: uow.connection.execute(select(*columns, *more).order_by(outbox.c.id)).all())
        return [
            Row(row.id, row.room_id, outgoing.load(row.payload), row.state, row.receipt, row.error, row.idempotency_key)
            for row in found
        ]

    def requests(self) -> list[int]:
        """Give the ids of all requests."""
        return list(self.look(lambda uow: uow.connection.scalars(select(requests.c.id).order_by(requests.c.id)).all()))

    def request(self, request_id: int) -> Request:
        """Give a request as it is stored."""
        found = self.look(lambda uow: uow.requests.get(request_id))
        assert found is not None, f"there is no request {request_id}"
        return found

    def history(self, request_id: int) -> list[str]:
        """Give the kinds of what happened to a request, oldest first."""
        request = self.request(request_id)
        return [event.kind.value for event in self.look(lambda uow: uow.requests.history(request))]

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """Give everything that is stored, by table, to compare it with later."""

        def read(uow: UnitOfWork) -> dict[str, list[tuple[object, ...]]]:
            return {
                table.name: sorted(map(tuple, uow.connection.execute(select(table)).all()), key=repr)
                for table in metadata.sorted_tables
            }

        return self.look(read)

    def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read in a transaction of its own."""
        return self.database.run_here(work)

    def _build(self) -> App:
        database = Database(self.url, self.busy_seconds)
        city = settings(files={"folder": str(self.folder)}) if self.folder else settings()
        return App(city, database, [self.platform], self.understander, self.clock)
