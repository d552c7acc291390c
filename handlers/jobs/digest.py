"""Job: each working morning one message a team: what is due today, what is late, what nobody has taken.

It is written anew when it is handed to the platform later than it was meant to be, or tells of what is over by then.
"""

from datetime import date, datetime, timedelta

from bot.domain.digests import digest_moment
from bot.domain.request import Request, Status
from bot.handling import City, Job, Tick
from bot.incoming import Address
from bot.outgoing import Card, Priority, Say, Text, text
from handlers import cards
from handlers.jobs import stale_cards
from storage.upcoming import Upcoming

LATEST = timedelta(hours=3)
"""How long after its time a digest is still worth sending: after an outage at noon the next one is tomorrow's."""

MOST_LINES = 10

RENEWAL = "digest"

SOON = timedelta(minutes=1)
"""How long what stands in a digest is near enough, if none of it is over."""


def run(tick: Tick) -> int:
    """Send today's digest to every team that has something to read, once a day."""
    today = tick.city.rules.calendar.local_day(tick.now)
    if not _is_time(tick.city, tick.now) or tick.uow.marks.is_done("digest", str(today)):
        return 0
    tick.uow.marks.done("digest", str(today), tick.now)
    shown = list[Request]()
    for team, requests in tick.uow.requests.open_by_team().items():
        groups = _groups(tick, requests)
        said = _written(tick, team, groups)
        if said is not None:
            shown += [request for group in groups.values() for request in group[:MOST_LINES]]
            for room in tick.city.roster.rooms(team):
                tick.post(room, said, priority=Priority.DIGEST, once=f"digest:{today}:{team}:{room}")
    stale_cards.note(tick, shown)
    return 1


def renew(tick: Tick, _room: Address, before: Card | Say, argument: str) -> Card | Say | None:
    """Write a digest again if it is not true any more: ``<team> <when it was written> <requests that it names>``.

    Nothing is said of a morning that is over.
    """
    team, written, *ids = argument.split()
    at = datetime.fromisoformat(written)
    if not _is_time(tick.city, tick.now) or tick.now - at >= LATEST:
        return None
    named = tick.uow.requests.several(list(map(int, ids)))
    if tick.now - at < SOON and all(each.promise.running and each.team == team for each in named.values()):
        return before
    return _written(tick, team, _groups(tick, tick.uow.requests.open_of(team)))


def _groups(tick: Tick, requests: list[Request]) -> dict[str, list[Request]]:
    end_of_day = tick.city.rules.calendar.local_day(tick.now) + timedelta(days=1)
    running = [request for request in requests if request.status is not Status.ASKED]
    late = [request for request in running if request.promise.due_at < tick.now]
    today = [request for request in running if request not in late and _day(tick, request.promise.due_at) < end_of_day]
    untaken = [request for request in running if request.assignee is None and request not in (*late, *today)]
    return {key: group for key, group in (("late", late), ("today", today), ("untaken", untaken)) if group}


def _written(tick: Tick, team: str, groups: dict[str, list[Request]]) -> Say | None:
    said: list[Text] = []
    named: list[str] = []
    for key, group in groups.items():
        said.append(text(f"digest-{key}", count=len(group)))
        said += [cards.line(request, tick.now) for request in group[:MOST_LINES]]
        named += [str(request.id) for request in group[:MOST_LINES]]
        if len(group) > MOST_LINES:
            said.append(text("digest-more", count=len(group) - MOST_LINES))
    renewal = " ".join((RENEWAL, team, tick.now.isoformat(), *named))
    return Say((text("digest-title"), *said), renewal=renewal) if said else None


def _day(tick: Tick, moment: datetime) -> date:
    return tick.city.rules.calendar.local_day(moment)


def _is_time(city: City, now: datetime) -> bool:
    calendar = city.rules.calendar
    moment = digest_moment(calendar.local_day(now), calendar, city.settings.promise.digest_at)
    return moment is not None and moment <= now < moment + LATEST and not calendar.is_quiet(now)


def _due(upcoming: Upcoming, city: City, now: datetime) -> bool:
    return upcoming.done["digest"] < str(city.rules.calendar.local_day(now)) and _is_time(city, now)


JOB = Job("digest", run, _due)
