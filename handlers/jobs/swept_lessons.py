"""Job: once a day what corrections taught loses its links to people and requests, and goes when it is two years old."""

from datetime import date, datetime, timedelta

from bot.handling import City, Job, Tick

KEPT_FOR = timedelta(days=730)
"""People write differently after two years, and a city's subjects have changed."""


def run(tick: Tick) -> int:
    """Sweep the lessons, unless that was done today."""
    today = _today(tick.city, tick.now)
    if tick.uow.marks.is_done("lessons", today.isoformat()):
        return 0
    tick.uow.marks.done("lessons", today.isoformat(), tick.now)
    tick.uow.lessons.sweep(today, today - KEPT_FOR)
    return 1


def _today(city: City, now: datetime) -> date:
    return now.astimezone(city.zone).date()


JOB = Job("swept_lessons", run, lambda upcoming, city, now: upcoming.done["lessons"] < _today(city, now).isoformat())
