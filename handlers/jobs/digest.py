"""Job: each working morning one message a team: what is due today, what is late, what nobody has taken."""

from datetime import date, datetime, timedelta

from bot.domain.promise import digest_moment
from bot.domain.request import Request, Status
from bot.handling import City, Job, Tick
from bot.outgoing import Priority, Say, Text, text
from handlers import cards
from storage.upcoming import Upcoming

LATEST = timedelta(hours=3)
"""How long after its time a digest is still worth sending: after an outage at noon the next one is tomorrow's."""

MOST_LINES = 10


def run(tick: Tick) -> int:
    """Send today's digest to every team that has something to read, once a day."""
    today = tick.city.rules.calendar.local_day(tick.now)
    if not _is_time(tick.city, tick.now) or tick.uow.marks.is_done("digest", str(today)):
        return 0
    tick.uow.marks.done("digest", str(today), tick.now)
    for team, requests in tick.uow.requests.open_by_team().items():
        said = _said(tick, requests)
        if said:
            for room in tick.city.roster.rooms(team):
                tick.post(room, Say(tuple(said)), priority=Priority.DIGEST, once=f"digest:{today}:{team}:{room}")
    return 1


def _said(tick: Tick, requests: list[Request]) -> list[Text]:
    end_of_day = tick.city.rules.calendar.local_day(tick.now) + timedelta(days=1)
    running = [request for request in requests if request.status is not Status.ASKED]
    late = [request for request in running if request.promise.due_at < tick.now]
    today = [request for request in running if request not in late and _day(tick, request.promise.due_at) < end_of_day]
    untaken = [request for request in running if request.assignee is None and request not in (*late, *today)]
    said: list[Text] = []
    for key, group in (("late", late), ("today", today), ("untaken", untaken)):
        if group:
            said.append(text(f"digest-{key}", count=len(group)))
            said += [cards.line(request, tick.now) for request in group[:MOST_LINES]]
            if len(group) > MOST_LINES:
                said.append(text("digest-more", count=len(group) - MOST_LINES))
    return [text("digest-title"), *said] if said else []


def _day(tick: Tick, moment: datetime) -> date:
    return tick.city.rules.calendar.local_day(moment)


def _is_time(city: City, now: datetime) -> bool:
    calendar = city.rules.calendar
    moment = digest_moment(calendar.local_day(now), calendar, city.settings.promise.digest_at)
    return moment is not None and moment <= now < moment + LATEST


def _due(upcoming: Upcoming, city: City, now: datetime) -> bool:
    return upcoming.done["digest"] < str(city.rules.calendar.local_day(now)) and _is_time(city, now)


JOB = Job("digest", run, _due)
