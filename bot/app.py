"""The composition root: the only module that knows every other. Builds the steps and runs them.

:meth:`App.settle` handles what there is and returns (the terminal, the tests); :meth:`App.run` goes on until told to
stop. Both go through the same steps.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.delivery import Backoff, Delivery
from bot.dispatch import Dispatch
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.fetching import Fetching
from bot.files import Files, Source
from bot.handling import City, Tick
from bot.i18n import Words
from bot.intake import FIRST_PAUSE, LONGEST_PAUSE, Intake
from bot.outgoing import Renewed
from bot.platforms import Platform
from bot.recalling import Recalling
from bot.roster import Roster
from bot.routing import Routing
from bot.schedule import Schedule
from bot.thinking import Thinking
from bot.understanding import Understander
from bot.understanding.global_words import GlobalWords
from handlers.registry import REGISTRY
from storage.contents import Contents
from storage.database import Database, Unavailable
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

LOOK_AGAIN = 1.0
"""Seconds after which each step looks for work that another process, or a retry, has left in the database."""

TICK = 0.5
"""Seconds between two looks at what is due; a reminder is late by so much at most."""

GARBAGE = (10_000, 20, 20)
"""New objects after which Python looks for garbage that refers to itself, and how many looks make a thorough one. With
its usual seven hundred, a fifth of the processor time of a busy bot was spent on looking."""

LEAVE_WITHIN = 6.0
"""Seconds that a stopping program gives what it holds; systemd and containers allow ten before they kill."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are looked at, in seconds; tests make it quick."""

    look_again: float = LOOK_AGAIN
    tick: float = TICK
    lease: float = 60.0
    first_retry: float = 1.0
    first_pause: float = FIRST_PAUSE


def rules_of(settings: Settings) -> Rules:
    """Give the promise's rules as the configuration has them."""
    promise = settings.promise
    calendar = Calendar(ZoneInfo(settings.city.timezone), promise.quiet, frozenset(promise.days_off))
    return Rules(
        calendar,
        promise.answer_within,
        tuple(promise.remind_after),
        promise.working_calendar,
        promise.question_lapses_after,
        promise.remind_citizen_after,
    )


def settle_in() -> None:
    """Spare the search for garbage what is loaded by now: it stays as long as the process does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


class App:
    """The bot, put together.

    Args:
        settings: the configuration.
        database: open, and its tables up to date.
        platforms: those to receive from and to send to.
        understander: understands texts in batches.
        clock: the only source of time.
        pace: how often things are looked at.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        platforms: Sequence[Platform],
        understander: Understander,
        clock: Clock,
        pace: Pace = Pace(),  # Frozen, so the shared default cannot change.
    ) -> None:
        words = Words.packaged(ZoneInfo(settings.city.timezone))
        self.city = City(settings, words, rules_of(settings), Roster(settings), REGISTRY)
        self.database = database
        self.clock = clock
        self._platforms = platforms
        self._pace = pace
        self._leaving = self._all_said = False
        self._inbox_changed, self._outbox_changed = asyncio.Event(), asyncio.Event()
        self._fetching_ends, self._recalling_ends = asyncio.Event(), asyncio.Event()
        routing = Routing(GlobalWords.packaged(settings.city.languages))
        self.intake = Intake(database, clock, self._inbox_changed.set)
        self._thinking = Thinking(understander)
        self.dispatch = Dispatch(database, self._thinking, self.city, routing, clock, self._outbox_changed.set)
        self.recalling = Recalling(database, self._thinking, clock, lambda: self.dispatch.is_behind)
        contents = Contents(Path(settings.files.folder))
        sources = {platform.name: platform if isinstance(platform, Source) else None for platform in platforms}
        self.fetching = Fetching(
            database,
            contents,
            sources,
            self.city,
            clock,
            self._outbox_changed.set,
            timedelta(seconds=pace.lease),
            pace.first_retry,
        )
        self.delivery = Delivery(
            database,
            {platform.name: platform for platform in platforms},
            words,
            clock,
            self._outbox_changed.set,
            Files(contents, database),
            self._renew,
            timedelta(seconds=pace.lease),
            Backoff(pace.first_retry),
        )
        self.schedule = Schedule(database, self.city, clock, self._outbox_changed.set)

    def _renew(self, uow: UnitOfWork, message: Message) -> Renewed:
        tick = Tick(self.city, uow, self.clock.now())
        return self.city.registry.renew(tick, message.address, message.outgoing)

    async def settle(self) -> None:
        """Handle and deliver everything there is.

        Raises:
            storage.database.Unavailable: the database takes nothing now; what waits still waits.
        """
        while await self.dispatch.drain() + await self.fetching.drain() + await self.delivery.drain():
            pass
        await self.recalling.drain()

    async def run(self, stop: asyncio.Event) -> None:
        """Run all four steps until told to stop, or until no platform has anything more to say."""
        scheduler = self.schedule.start(self._pace.tick)
        receiving = asyncio.create_task(self._receive())
        working = [
            asyncio.create_task(self._keep(self.dispatch.drain, self._inbox_changed, "dispatch", self._is_leaving)),
            asyncio.create_task(self._keep(self._deliver, self._outbox_changed, "delivery", lambda: self._all_said)),
            # What is to be fetched is seen at the next look: nobody waits for a photo as for an answer.
            asyncio.create_task(self._keep(self.fetching.drain, self._fetching_ends, "fetching", self._is_leaving)),
            asyncio.create_task(self._keep(self.recalling.look, self._recalling_ends, "recalling", self._is_leaving)),
        ]
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((stopping, receiving), return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        scheduler.shutdown(wait=False)
        for task in (stopping, receiving):
            task.cancel()
        await self._leave([*working, receiving])

    async def _leave(self, steps: list[asyncio.Task[None]]) -> None:
        """Let the steps finish what they hold, dispatch first; what they cannot finish in time is in the database."""
        self._leaving = True
        self._inbox_changed.set()
        self._fetching_ends.set()
        self._recalling_ends.set()
        await asyncio.wait(steps[:1], timeout=LEAVE_WITHIN)
        self._all_said = True
        self._outbox_changed.set()
        _done, left = await asyncio.wait(steps, timeout=LEAVE_WITHIN / 4)
        for task in left:
            log.warning("left_work_for_the_next_start")
            task.cancel()
        self.delivery.abandon()

    def close(self) -> None:
        """Close the database, after what runs there has finished."""
        self._thinking.close()
        self.database.close()

    async def _receive(self) -> None:
        """Receive from all platforms until none has anything more to say."""
        async with asyncio.TaskGroup() as group:
            for platform in self._platforms:
                group.create_task(self._receive_from(platform))

    async def _receive_from(self, platform: Platform) -> None:
        """Receive from a platform; a mistake in its adapter is told, and the others are none the worse for it."""
        pause = self._pace.first_pause
        while not self._leaving:
            begun = self.clock.now()
            try:
                await self.intake.run(platform)
                return
            except Exception:
                if self.clock.now() - begun > timedelta(seconds=LONGEST_PAUSE):
                    pause = self._pace.first_pause
                log.exception("receiving_failed", platform=platform.name, seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _is_leaving(self) -> bool:
        return self._leaving

    async def _deliver(self) -> int:
        """Begin what is due and do not wait for it: no room waits for another's slow send. At the end, do wait."""
        return await (self.delivery.drain() if self._all_said else self.delivery.look())

    async def _keep(
        self, drain: Callable[[], Awaitable[int]], changed: asyncio.Event, step: str, is_over: Callable[[], bool]
    ) -> None:
        """Drain whenever something changed, and now and then; while the database is unavailable, ever more rarely.

        Once it is over, a last time.
        """
        pause = self._pace.first_pause
        last = False
        while not last:
            last = is_over()
            changed.clear()
            try:
                await drain()
                pause = self._pace.first_pause
            except Unavailable as error:
                log.warning("step_waits", step=step, reason=error.reason, seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            except Exception:
                log.exception("step_failed", step=step)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            try:
                await asyncio.wait_for(changed.wait(), self._pace.look_again)
            except TimeoutError:
                continue
