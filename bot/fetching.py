"""Beside the steps of a message: fetches the files of a request as soon as it is sent, cleans and keeps them.

A platform's link may be gone tomorrow, and the agents' rooms must not wait for a file: so a request's card goes out at
once, and its photos when they are here. What is to be fetched is a row (storage/files.py); whoever fetches it has it
for the length of a lease. Who is told what, when a file is here or will not be, is the registry's ``files_settled``.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.domain.attachments import LARGEST, Objection
from bot.files import NotShown, Source, clean
from bot.handling import City, Tick
from bot.platforms import Gone, Refused, Retryable, TooLarge
from storage.contents import Aside, Contents
from storage.database import Database
from storage.files import FileRow
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

AT_ONCE = 4
"""Files under way at once; each is held in memory."""

LONGEST_PAUSE = 900.0
"""Seconds between two tries, doubled from the first pause up to this."""

GIVE_UP_AFTER = timedelta(hours=24)
"""A file that could not be had for so long is given up, and people are told."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a file: its content, or why there is none, or when to try again."""

    row: FileRow
    aside: Aside | None = None
    media_type: str = ""
    name: str = ""
    objection: Objection | None = None
    retry_at: datetime | None = None


class Fetching:
    """Fetches.

    Args:
        database: where the rows are.
        contents: where contents are kept.
        sources: the platforms of this process by name; None for one that gives nothing but the names of files.
        city: who is told.
        clock: the only source of time.
        announce: called after a commit, so that delivery looks at once.
        lease: how long a claimed file is ours; one that takes longer may be fetched twice, and is kept once.
        first_pause: seconds before the second try.
    """

    def __init__(
        self,
        database: Database,
        contents: Contents,
        sources: Mapping[str, Source | None],
        city: City,
        clock: Clock,
        announce: Callable[[], None],
        lease: timedelta = timedelta(seconds=60),
        first_pause: float = 1.0,
    ) -> None:
        self._database = database
        self._contents = contents
        self._sources = sources
        self._city = city
        self._clock = clock
        self._announce = announce
        self._lease = lease
        self._first_pause = first_pause

    async def drain(self) -> int:
        """Fetch everything that is due.

        Returns:
            How many files were settled or put off.

        Raises:
            storage.database.Unavailable: the database takes nothing now; the files are due again when the lease ends.
        """
        total = 0
        while rows := await self._database.run(lambda uow: uow.files.claim(self._clock.now(), self._lease, AT_ONCE)):
            outcomes = await asyncio.gather(*(self._fetch(row) for row in rows))
            try:
                await self._database.run(partial(self._record, outcomes))
            finally:
                for outcome in outcomes:
                    if outcome.aside is not None:
                        self._contents.drop(outcome.aside)
            total += len(rows)
            self._announce()
        return total

    async def _fetch(self, row: FileRow) -> _Outcome:
        platform, _, file_id = row.reference.partition(":")
        if platform not in self._sources:
            return self._later(row, "no such platform here", None)
        source = self._sources[platform]
        if source is None:
            return _Outcome(row)
        try:
            cleaned = await asyncio.to_thread(clean, await source.fetch(file_id, LARGEST))
            aside = await asyncio.to_thread(self._contents.put_aside, cleaned.data, self._clock.now())
            return _Outcome(row, aside, cleaned.media_type, cleaned.name)
        except NotShown as error:
            return _Outcome(row, objection=error.objection)
        except TooLarge:
            return _Outcome(row, objection=Objection.LARGE)
        except Refused:
            return _Outcome(row, objection=Objection.BROKEN)
        except Gone:
            return _Outcome(row, objection=Objection.GONE)
        except Retryable as error:
            return self._later(row, error.reason, error.retry_after)
        except Exception as error:
            log.exception("fetching_failed", request_id=row.request_id)
            return self._later(row, type(error).__name__, None)

    def _later(self, row: FileRow, why: str, retry_after: float | None) -> _Outcome:
        now = self._clock.now()
        if now - row.wanted_at > GIVE_UP_AFTER:
            return _Outcome(row, objection=Objection.GONE)
        doubled = min(self._first_pause * 2 ** min(row.tries - 1, 20), LONGEST_PAUSE)
        pause = doubled if retry_after is None else retry_after
        log.warning("file_waits", request_id=row.request_id, reason=why, seconds=pause)
        return _Outcome(row, retry_at=now + timedelta(seconds=min(pause, GIVE_UP_AFTER.total_seconds())))

    def _record(self, outcomes: Sequence[_Outcome], uow: UnitOfWork) -> None:
        kept: list[Aside] = []
        for request_id in sorted({outcome.row.request_id for outcome in outcomes}):
            uow.requests.get(request_id)  # Locked before its files, as handlers do: or two could wait for each other.
        for outcome in outcomes:
            if outcome.retry_at is not None:
                uow.files.retry(outcome.row, outcome.retry_at)
            elif outcome.objection is not None:
                log.warning("file_lost", request_id=outcome.row.request_id, why=outcome.objection.value)
                uow.files.lose(outcome.row, outcome.objection)
            elif outcome.aside is None:
                uow.files.keep(outcome.row, None, "", "")
            elif uow.files.keep(outcome.row, outcome.aside.digest, outcome.media_type, outcome.name):
                kept.append(outcome.aside)
        self._city.registry.files_settled(Tick(self._city, uow, self._clock.now()))
        # The last thing before the commit: what fails before leaves nothing on the disk.
        for aside in kept:
            self._contents.keep(aside, uow.files.owner())
