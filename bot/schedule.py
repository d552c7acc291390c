"""Step 4: ticks the jobs. What is due lives in our tables; APScheduler only says when to look.

Each job is a query for what is due, claimed and marked in one transaction, so it is safe with several processes and
after an outage. APScheduler's own job stores must not be shared between processes and drop late jobs by default.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.handling import City, Job, Tick
from storage.database import Database, Unavailable
from storage.unit_of_work import UnitOfWork
from storage.upcoming import read

log = structlog.get_logger()

MOST_ROUNDS = 1_000
"""A job that still finds something after so many rounds has a mistake in it: it does not mark what it did."""


class Schedule:
    """The fourth step.

    Args:
        database: where what is due is.
        city: configuration, wording, roster and registry.
        clock: the only source of time.
        announce: called after a commit, so that delivery looks at once.
    """

    def __init__(self, database: Database, city: City, clock: Clock, announce: Callable[[], None]) -> None:
        self._database = database
        self._city = city
        self._clock = clock
        self._announce = announce

    async def tick(self) -> int:
        """Run every job until nothing is due. A job that fails is logged and does not hold up the others.

        Returns:
            How many things were done.
        """
        total, jobs = 0, list(self._city.registry.jobs)
        # Looked at anew behind each, for what one job did may make the next one due.
        while jobs and (job := await self._first_due(jobs)):
            del jobs[: jobs.index(job) + 1]
            try:
                total += await self._run(job)
            except Unavailable as error:
                log.warning("job_waits", job=job.name, reason=error.reason)
            except Exception:
                log.exception("job_failed", job=job.name)
        if total:
            self._announce()
        return total

    def start(self, seconds: float) -> AsyncIOScheduler:
        """Tick every so many seconds, never twice at once, until the scheduler that is returned is shut down."""
        # That a tick is left out while the one before is still at work is as it should be, and no news.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        scheduler = AsyncIOScheduler()
        trigger = IntervalTrigger(seconds=seconds)
        scheduler.add_job(self.tick, trigger, max_instances=1, coalesce=True, misfire_grace_time=None)
        scheduler.start()
        return scheduler

    async def _first_due(self, jobs: Sequence[Job]) -> Job | None:
        try:
            return await self._database.look(partial(self._look, jobs))
        except Unavailable as error:
            log.warning("jobs_wait", reason=error.reason)
            return None

    def _look(self, jobs: Sequence[Job], uow: UnitOfWork) -> Job | None:
        upcoming, now = read(uow.connection), self._clock.now()
        return next((job for job in jobs if job.due(upcoming, self._city, now)), None)

    async def _run(self, job: Job) -> int:
        total = 0
        for _round in range(MOST_ROUNDS):
            done = await self._database.run(partial(self._once, job))
            total += done
            if not done:
                return total
        raise RuntimeError(f"{job.name} does not mark what it did")

    def _once(self, job: Job, uow: UnitOfWork) -> int:
        return job.run(Tick(self._city, uow, self._clock.now()))
