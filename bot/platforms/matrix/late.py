"""Beside receiving: messages whose key is not there yet. They wait for it; after a moment their sender is told.

A key often comes a moment after its message, over another way. So an unreadable message is kept, in the notebook too
(``late``: still encrypted, as JSON); when its key comes, it is read as if it had come only now.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.platforms import Notebook
from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import Event
from bot.platforms.matrix.guarding import session_of

GRACE = timedelta(seconds=5)
"""How long a key may take before the sender is told that their message cannot be read."""

KEPT = timedelta(days=3)
MOST = 50
"""Messages that wait at once; the oldest is given up for a new one."""

NOTE = "late"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unreadable message. ``told``: its sender knows."""

    room_id: str
    event: Event
    since: datetime
    told: bool = False

    @property
    def about(self) -> tuple[str, str, str]:
        """What a sender is told of once: a key of theirs that is missing in a room."""
        return self.room_id, self.event.sender, session_of(self.event)


class Late:
    """The messages that wait for their keys.

    Args:
        notebook: keeps them.
        engine: knows the keys.
    """

    def __init__(self, notebook: Notebook, engine: Engine) -> None:
        self._notebook = notebook
        self._engine = engine
        self._waiting: list[Waiting] = []
        self._given: frozenset[str] = frozenset()
        self._telling: frozenset[tuple[str, str, str]] = frozenset()
        self._changed = False

    async def load(self) -> None:
        """Read what waited when the program ended."""
        for entry in json.loads(await self._notebook.read(NOTE) or "[]"):
            event = Event(**entry["event"])
            since = datetime.fromisoformat(entry["since"])
            self._waiting.append(Waiting(entry["room_id"], event, since, entry["told"]))

    def add(self, room_id: str, event: Event, now: datetime) -> None:
        """Let a message wait; one that waits already goes on waiting."""
        if any(each.event.event_id == event.event_id for each in self._waiting):
            return
        told = any(each.told and each.about == (room_id, event.sender, session_of(event)) for each in self._waiting)
        fresh = [each for each in self._waiting if now - each.since < KEPT][-(MOST - 1) :]
        self._waiting = [*fresh, Waiting(room_id, replace(event, unsigned={}), now, told)]
        self._changed = True

    def readable(self) -> list[tuple[str, Event]]:
        """Give the messages whose key has come, by room, opened."""
        opened = [(each.room_id, self._engine.opened(each.room_id, each.event)) for each in self._waiting]
        found = [(room_id, event) for room_id, event in opened if event.readable]
        self._given = frozenset(event.event_id for _room_id, event in found)
        return found

    def overdue(self, now: datetime) -> list[tuple[str, Event]]:
        """Give the messages whose senders are to be told now, one for each missing key."""
        found: dict[tuple[str, str, str], Waiting] = {}
        for each in self._waiting:
            if not each.told and each.event.event_id not in self._given and now - each.since >= GRACE:
                found.setdefault(each.about, each)
        self._telling = frozenset(found)
        return [(each.room_id, each.event) for each in found.values()]

    def kept(self) -> None:
        """Note that what was given is kept in the inbox: it waits no longer, and its senders know.

        Not sooner, or it would be lost with a program that ends in between.
        """
        waiting = [each for each in self._waiting if each.event.event_id not in self._given]
        waiting = [replace(each, told=True) if each.about in self._telling else each for each in waiting]
        self._changed = self._changed or waiting != self._waiting
        self._waiting, self._given, self._telling = waiting, frozenset(), frozenset()

    def patience(self, now: datetime) -> float | None:
        """Give the seconds until somebody is to be told; None when nobody is."""
        waits = [(each.since + GRACE - now).total_seconds() for each in self._waiting if not each.told]
        return max(min(waits), 0.0) if waits else None

    async def keep(self) -> None:
        """Write down what waits, if that has changed."""
        if self._changed:
            entries = [
                {**asdict(each), "since": each.since.isoformat(), "event": asdict(each.event)} for each in self._waiting
            ]
            await self._notebook.write(NOTE, json.dumps(entries))
            self._changed = False
