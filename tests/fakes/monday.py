"""A town hall on a Monday: two teams, each in a Telegram group and in a Matrix room, and their citizens.

Time goes by in minutes. In each, people do something with what stands on their screens; then the jobs run, and
everything is handled and delivered. What was shown, where and when, is kept for the test (tests/test_monday.py).
"""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from unittest import mock

from sqlalchemy import select

from bot import outgoing
from bot.app import App
from bot.config import Settings
from bot.i18n import Words as Wording
from bot.outgoing import Card, Quoted, Say, Text, Value
from bot.platforms import Abilities, Rendered
from storage.database import Database
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.fakes.city import settings
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import FakePlatform, Shown, Speaker
from tests.fakes.understander import FakeUnderstander

T = TypeVar("T")
MINUTE = timedelta(minutes=1)
TEAMS = ("street_lighting", "roads")
TELEGRAM = Abilities(buttons=True, edits=True, html=True, max_length=4096)
MATRIX = Abilities(buttons=False, edits=True, html=True, max_length=16_000)
HEAD = "head"


def city() -> Settings:
    """Give the configuration: an agent a team on each platform, a head of both, rooms of the desk and the mediator."""
    teams = {
        team: {
            "rooms": [f"telegram:{team}", f"matrix:{team}"],
            "agents": [f"telegram:{team}-t", f"matrix:{team}-m"],
            "heads": [f"telegram:{HEAD}"],
        }
        for team in TEAMS
    }
    others = {team: {"rooms": [f"telegram:{team}"]} for team in ("desk", "mediation")}
    return settings(teams={**teams, **others}, councils={})


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that was shown: when, on which platform, which row of the outbox it was, and what that said.

    ``queued``: when it was said; a platform that is down shows it later.
    """

    at: datetime
    platform: str
    row: int
    shown: Shown
    said: Say | Card
    lang: str
    priority: int
    about: str | None
    queued: datetime

    @property
    def room(self) -> str:
        """Where."""
        return self.shown.room

    @property
    def keys(self) -> list[str]:
        """The keys of its sentences."""
        return [each.key for each in self.said.paragraphs if isinstance(each, Text)]

    @property
    def actions(self) -> list[str]:
        """What can be chosen."""
        return [each.action for each in self.said.choices]

    def arguments(self, key: str, name: str) -> list[Value]:
        """Give an argument of each of its sentences with a key."""
        found = [each for each in self.said.paragraphs if isinstance(each, Text) and each.key == key]
        return [each.args[name] for each in found if name in each.args]

    def quotes(self, words: str) -> bool:
        """Say whether it shows somebody's words."""
        return any(isinstance(each, Quoted) and words in each.words for each in self.said.paragraphs)


@dataclass(slots=True)
class Line(FakePlatform):
    """A platform that keeps when it showed which row of the outbox."""

    log: list[tuple[datetime, int, Shown]] = field(default_factory=list)

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Show a message, as the fake platform does."""
        before = len(self.screen)
        receipt = await FakePlatform.send(self, room_id, rendered, idempotency_key=idempotency_key, edit=edit)
        if len(self.screen) > before:
            self.log.append((self.clock.now(), int(idempotency_key.rpartition("-")[2]), self.screen[-1]))
        return receipt


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Give the sentences, read once."""
    return Wording.packaged(PARIS)


@dataclass(slots=True)
class TownHall:
    """The bot on both platforms, and all that was shown.

    Args:
        url: a database with every table in it, which survives a restart.
        seed: of all chance.
        start: the first moment, on the wall clock of Besançon.
    """

    url: str
    seed: int
    start: str
    clock: StillClock = field(init=False)
    chance: random.Random = field(init=False)
    lines: dict[str, Line] = field(init=False)
    understander: FakeUnderstander = field(default_factory=FakeUnderstander)
    seen: list[Seen] = field(default_factory=list)
    app: App = field(init=False)
    _read: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Open for business."""
        self.clock, self.chance = StillClock(self.start), random.Random(self.seed)
        self.lines = {
            "telegram": Line(self.clock, TELEGRAM, name="telegram"),
            "matrix": Line(self.clock, MATRIX, name="matrix", knows_keys=True),
        }
        self.open()

    def open(self) -> None:
        """Start the process."""
        with mock.patch.object(Wording, "packaged", return_value=wording()):
            self.app = App(city(), Database(self.url), list(self.lines.values()), self.understander, self.clock)

    async def restart(self) -> None:
        """Kill the process in the middle: what came in is handled, nothing of it is said; then start it anew."""
        await self._hand_over()
        await self.app.dispatch.drain()
        self.app.close()
        self.open()

    async def minute(self, length: timedelta = MINUTE) -> list[Seen]:
        """Let what people did reach the bot and time pass; give what was shown meanwhile."""
        happened = await self._hand_over()
        self.clock.advance(length)
        happened += await self.app.schedule.tick()
        if happened or self.local().minute % 5 == 0:
            # In the quiet minutes there can only be what a platform that was down has not taken.
            await self.app.settle()
        return self._news()

    def is_up(self, platform: str) -> bool:
        """Say whether people can write there."""
        return self.lines[platform].down is None

    def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read in a transaction of its own."""
        return self.app.database.run_here(work)

    def local(self, moment: datetime | None = None) -> datetime:
        """Give a moment, or now, on the wall clock of Besançon."""
        return (moment or self.clock.now()).astimezone(PARIS)

    async def _hand_over(self) -> int:
        """Give what people did to the first step, and how much it was."""
        count = sum(len(line._unread) for line in self.lines.values())
        for line in self.lines.values():
            await line.hand_over(self.app.intake)
        return count

    def _news(self) -> list[Seen]:
        new = [(name, entry) for name, line in self.lines.items() for entry in line.log[self._read[name] :]]
        self._read.update({name: len(line.log) for name, line in self.lines.items()})
        columns = (outbox.c.id, outbox.c.payload, outbox.c.lang, outbox.c.priority, outbox.c.about, outbox.c.created_at)
        wanted = select(*columns).where(outbox.c.id.in_([row for _name, (_at, row, _shown) in new]))
        rows = {row.id: row for row in self.look(lambda uow: uow.connection.execute(wanted).all())} if new else {}
        found = [
            Seen(at, name, row, shown, outgoing.load(rows[row].payload), *rows[row][2:])
            for name, (at, row, shown) in new
        ]
        self.seen += found
        return found


@dataclass(slots=True)
class Person:
    """Somebody on a platform; ``plans`` are what they will do, each not before its moment."""

    hall: TownHall
    platform: str
    name: str
    plans: list[tuple[datetime, Callable[[], Awaitable[None]]]] = field(default_factory=list)

    @property
    def line(self) -> Line:
        """Their platform."""
        return self.hall.lines[self.platform]

    @property
    def private(self) -> Speaker:
        """They in their private chat."""
        return Speaker(self.name, self.name)

    def plan(self, minutes: int, do: Callable[[], Awaitable[None]]) -> None:
        """Do something in so many minutes, or as soon after as they can."""
        self.plans.append((self.hall.clock.now() + minutes * MINUTE, do))

    def next_plan(self) -> Callable[[], Awaitable[None]] | None:
        """Take out what is to be done now, if anything."""
        due = [each for each in self.plans if each[0] <= self.hall.clock.now()]
        if not due or not self.hall.is_up(self.platform):
            return None
        first = min(due, key=lambda each: each[0])
        self.plans.remove(first)
        return first[1]

    async def write(self, where: Speaker, text: str, *, reply_to: str | None = None, meaning: str = "") -> None:
        """Write; in a room the bot is called."""
        if meaning:
            self.hall.understander.teach(text.partition(" ")[2] if text.startswith("/") else text, meaning)
        await self.line.write(where, text, reply_to=reply_to)

    async def choose(self, where: Speaker, seen: Seen, action: str) -> None:
        """Choose something from a message, as the platform has it."""
        await self.line.press(where, action, seen.actions.index(action) + 1, seen.shown.receipt)
