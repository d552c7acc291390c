"""Job: each Monday morning one message to every head of a team: how the promises of last week were kept."""

from datetime import datetime, timedelta

from bot.domain.promise import next_digest
from bot.domain.weeks import WEEK, begins, monday
from bot.handling import City, Job, Tick
from bot.outgoing import Priority
from handlers import figures
from handlers.jobs.reminders import private
from storage.upcoming import Upcoming

LATEST = timedelta(days=1)
"""How long after its time it is still worth sending: after a longer outage there is more to do than to read it."""


def run(tick: Tick) -> int:
    """Send last week's figures of every team to its heads, once a week, in each one's language."""
    calendar = tick.city.rules.calendar
    this_week = monday(tick.now, calendar)
    at = next_digest(begins(this_week, calendar), calendar, tick.city.settings.promise.digest_at)
    if not at <= tick.now < at + LATEST or calendar.is_quiet(tick.now):
        return 0
    if tick.uow.marks.is_done("weekly", str(this_week)):
        return 0
    tick.uow.marks.done("weekly", str(this_week), tick.now)
    for team in tick.city.settings.teams:
        _tell_heads(tick, team, str(this_week))
    return 1


def _tell_heads(tick: Tick, team: str, which: str) -> None:
    heads = dict.fromkeys(tick.city.roster.heads(team, tick.uow.members))
    if not heads:
        return
    last_week = monday(tick.now, tick.city.rules.calendar) - WEEK
    found = figures.of(tick, team, last_week)
    if found.is_empty:
        return
    said = figures.said(tick, team, found)
    for head in heads:
        lang = tick.uow.people.language_of(head)
        key = f"weekly:{which}:{team}:{head}"
        tick.post(private(str(head)), said, lang=lang, priority=Priority.DIGEST, once=key)


def _due(upcoming: Upcoming, city: City, now: datetime) -> bool:
    return upcoming.done["weekly"] < str(monday(now, city.rules.calendar))


JOB = Job("weekly", run, _due)
