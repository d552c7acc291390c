"""Step 1 of a message: kept in the inbox, with the platform's cursor, before the platform is told that we have it."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from bot.clock import Clock
from bot.incoming import Incoming
from bot.platforms import Platform
from storage.database import Database, Unavailable
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the platform or the database is down; the pause doubles from the first to this."""


class Intake:
    """The first step.

    Args:
        database: where the inbox is.
        clock: the only source of time.
        announce: called after a commit, so that dispatch looks at once.
    """

    def __init__(self, database: Database, clock: Clock, announce: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._announce = announce

    async def accept(self, platform: str, messages: Sequence[Incoming], cursor: str | None) -> None:
        """Keep messages and how far the platform's updates have been read, in one transaction.

        When this returns, the platform may forget the messages; when it raises, it must not.

        Raises:
            storage.database.Unavailable: nothing was kept.
        """
        now = self._clock.now()

        def keep(uow: UnitOfWork) -> None:
            uow.inbox.add(messages, now)
            if cursor is not None:
                uow.inbox.move_cursor(platform, cursor)

        await self._database.run(keep)
        if messages:
            self._announce()

    async def run(self, platform: Platform) -> None:
        """Receive from a platform until cancelled; what goes wrong is logged and tried again, ever more slowly."""
        pause = FIRST_PAUSE
        while True:
            try:
                cursor = await self._database.run(lambda uow: uow.inbox.cursor(platform.name))
                async for batch in platform.receive(cursor):
                    await self.accept(platform.name, batch.messages, batch.cursor)
                    pause = FIRST_PAUSE
                return
            except (Unavailable, OSError) as error:
                log.warning("intake_waits", platform=platform.name, error=repr(error), seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
