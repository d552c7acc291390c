"""Job: once a day codes for requests told at the phone go that have expired, with the numbers to call back."""

from datetime import datetime

from bot.handling import City, Job, Tick


def run(tick: Tick) -> int:
    """Sweep them, unless that was done today."""
    today = _today(tick.city, tick.now)
    if tick.uow.marks.is_done("callers", today):
        return 0
    tick.uow.marks.done("callers", today, tick.now)
    tick.uow.callers.sweep(tick.now)
    return 1


def _today(city: City, now: datetime) -> str:
    return now.astimezone(city.zone).date().isoformat()


JOB = Job("swept_callers", run, lambda upcoming, city, now: upcoming.done["callers"] < _today(city, now))
