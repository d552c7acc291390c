"""Step 4 of a message: a job that fails holds up none, what was due is done, and what is done is not done again."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.fetching import Fetching
from bot.handling import Job, Tick
from bot.platforms import Gone, Retryable
from handlers.jobs import stale_cards
from handlers.registry import JOBS, REGISTRY
from tests.conftest import Fresh
from tests.fakes.platform import Speaker
from tests.fakes.things import Thing
from tests.fakes.town import Town, agent, citizen

LAMP = "Lampadaire éteint rue Battant"


async def a_busy_week(town: Town) -> None:
    """Leave something due for every job, on a Monday morning at nine, while none has run for six days."""
    town.clock.set("2026-03-03 09:00")
    asked = await town.report(citizen("boris"))
    await town.write(agent("street_lighting"), f"/demander {town.request(asked).number} Où ?")
    await town.write(citizen("dora"), LAMP)
    anna = await town.report(citizen("anna"))
    await town.write(Speaker("léa", "council-conseil", group=True), "/sondage Qui ? | A | B | 24h")
    town.clock.set("2026-03-08 10:00")
    await town.write(citizen("chloé"), LAMP)
    fred = await town.report(citizen("fred"))
    town.platform.unreachable["fred"] = Gone("blocked")
    await town.write(agent("street_lighting"), f"/repondre {town.request(fred).number} Réparé.")
    town.platform.unreachable["team-street_lighting"] = Retryable("down", retry_after=24 * 3600)
    await town.report(citizen("gilles"))
    del town.platform.unreachable["team-street_lighting"]
    hugo = await town.report(citizen("hugo"))
    with mock.patch.object(Fetching, "drain", return_value=0):
        words = f"/repondre {town.request(hugo).number} Réparé."
        await town.show(agent("street_lighting"), Thing("photo", "lampe.jpg"), text=words)
    stale = town.request(anna)
    town.look(lambda uow: stale_cards.note(Tick(town.app.city, uow, town.clock.now()), [stale]))
    town.clock.set("2026-03-09 09:00")


def run(town: Town, job: Job) -> int:
    """Run a job once, in a transaction of its own."""
    return town.look(lambda uow: job.run(Tick(town.app.city, uow, town.clock.now())))


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    opened = Town(url)
    yield opened
    opened.close()


class TestSchedule:
    async def test_a_job_that_fails_does_not_hold_up_the_others(self, url: str) -> None:
        def fail(_tick: Tick) -> int:
            raise ZeroDivisionError

        def count(tick: Tick) -> int:
            if tick.uow.marks.is_done("job", "count"):
                return 0
            tick.uow.marks.done("job", "count", tick.now)
            return 3

        jobs = (Job("first", fail), Job("second", count), Job("third", fail))
        with Town(url, registry=replace(REGISTRY, jobs=jobs)) as town, capture_logs() as logs:
            assert [await town.app.schedule.tick() for _ in range(2)] == [3, 0]
        assert [entry["job"] for entry in logs if entry["event"] == "job_failed"] == ["first", "third"] * 2

    async def test_a_quiet_city_costs_no_transaction(self, url: str) -> None:
        begun: list[str] = []

        def watched(job: Job) -> Job:
            def watch(tick: Tick) -> int:
                begun.append(job.name)
                return job.run(tick)

            return replace(job, run=watch)

        with Town(url, registry=replace(REGISTRY, jobs=tuple(map(watched, JOBS)))) as town:
            for hours in range(0, 8 * 24, 3):
                town.clock.set("2026-03-03 00:30")
                town.clock.advance(timedelta(hours=hours))
                await town.app.schedule.tick()
                begun.clear()
                await town.app.schedule.tick()
                assert begun == [], town.clock.now()

    async def test_a_job_that_never_marks_what_it_did_is_stopped(self, url: str) -> None:
        with Town(url, registry=replace(REGISTRY, jobs=(Job("endless", lambda _tick: 1),))) as town:
            with capture_logs() as logs, mock.patch("bot.schedule.MOST_ROUNDS", 5):
                assert await town.app.schedule.tick() == 0
            assert [entry["event"] for entry in logs] == ["job_failed"]

    @pytest.mark.parametrize("name", [job.name for job in JOBS])
    async def test_a_job_that_ran_does_nothing_more(self, name: str, town: Town) -> None:
        await a_busy_week(town)
        job = next(job for job in JOBS if job.name == name)
        assert run(town, job), "the busy week has nothing for this job: add something"
        while run(town, job):
            pass
        before = town.dump()
        assert run(town, job) == 0
        assert town.dump() == before

    @pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=14)], ids=["by day", "at night"])
    async def test_all_jobs_change_nothing_the_second_time(self, later: timedelta, town: Town) -> None:
        await a_busy_week(town)
        town.clock.advance(later)
        await town.app.schedule.tick()
        before = town.dump()
        assert await town.app.schedule.tick() == 0
        assert town.dump() == before

    async def test_two_processes_at_once_say_the_same_as_one_alone(self, fresh: Fresh) -> None:
        said: list[list[tuple[str, tuple[str, ...]]]] = []
        for workers in (1, 2):
            with Town(fresh(), workers=workers) as town:
                await a_busy_week(town)
                before = len(town.rows())
                await asyncio.gather(*(app.schedule.tick() for app in town.apps))
                assert await town.app.schedule.tick() == 0
                said.append(sorted((row.room, tuple(row.keys)) for row in town.rows()[before:]))
        assert said[0] == said[1] != []
