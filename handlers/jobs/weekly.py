"""Job: each Monday morning one message to every head of a team: how the promises of last week were kept.

Some of its figures are of the moment, so they are counted again when it is handed to the platform.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.digests import next_digest
from bot.domain.weeks import WEEK, begins, monday
from bot.handling import City, Job, Tick
from bot.incoming import Address
from bot.outgoing import Card, Priority, Say
from handlers import figures
from handlers.jobs.reminders import private
from storage.upcoming import Upcoming

LATEST = timedelta(days=1)
"""How long after its time it is still worth sending: after a longer outage there is more to do than to read it."""

RENEWAL = "weekly"


def run(tick: Tick) -> int:
    """Send last week's figures of every team to its heads, once a week, in each one's language."""
    this_week = monday(tick.now, tick.city.rules.calendar)
    if not _is_time(tick.city, tick.now) or tick.uow.marks.is_done("weekly", str(this_week)):
        return 0
    tick.uow.marks.done("weekly", str(this_week), tick.now)
    for team in tick.city.settings.teams:
        _tell_heads(tick, team, str(this_week))
    return 1


def renew(tick: Tick, _room: Address, _before: Card | Say, argument: str) -> Say | datetime | None:
    """Count the figures again, in the day; nothing is said when it is too late to read them.

    ``<team> <Monday of this week>``.
    """
    team, _, which = argument.partition(" ")
    calendar = tick.city.rules.calendar
    allowed = calendar.next_allowed(tick.now)
    if which != str(monday(allowed, calendar)) or not _is_time(tick.city, allowed):
        return None
    return allowed if allowed > tick.now else _said(tick, team, which)


def _tell_heads(tick: Tick, team: str, which: str) -> None:
    heads = dict.fromkeys(tick.city.roster.heads(team, tick.uow.members))
    if not heads:
        return
    said = _said(tick, team, which)
    if said is None:
        return
    for head in heads:
        lang = tick.uow.people.language_of(head)
        key = f"weekly:{which}:{team}:{head}"
        tick.post(private(str(head)), said, lang=lang, priority=Priority.DIGEST, once=key)


def _said(tick: Tick, team: str, which: str) -> Say | None:
    found = figures.of(tick, team, monday(tick.now, tick.city.rules.calendar) - WEEK)
    if found.is_empty:
        return None
    return replace(figures.said(tick, team, found), renewal=f"{RENEWAL} {team} {which}")


def _is_time(city: City, now: datetime) -> bool:
    calendar = city.rules.calendar
    at = next_digest(begins(monday(now, calendar), calendar), calendar, city.settings.promise.digest_at)
    return at <= now < at + LATEST and not calendar.is_quiet(now)


def _due(upcoming: Upcoming, city: City, now: datetime) -> bool:
    return upcoming.done["weekly"] < str(monday(now, city.rules.calendar)) and _is_time(city, now)


JOB = Job("weekly", run, _due)
