"""Job: a request whose card nobody could see for fifteen minutes of working time goes to the desk, with a word why."""

from datetime import datetime, timedelta

from bot.domain.request import Status
from bot.handling import City, Job, Tick
from handlers.jobs import MOST
from handlers.jobs.losses import alert, bring_to_desk
from storage.losses import Why
from storage.upcoming import Upcoming, is_due

WITHOUT_OWNER = timedelta(minutes=15)
"""How long a request may wait until somebody can see it, while people are at work."""


def run(tick: Tick) -> int:
    """Bring every such request to the desk, once; what nobody can take in at night waits until the morning."""
    roster, calendar = tick.city.roster, tick.city.rules.calendar
    if calendar.is_quiet(tick.now):
        return 0
    desk, told = list(roster.rooms(tick.city.settings.desk_team)), 0
    for request_id, room, since in tick.uow.losses.unshown(tick.now - WITHOUT_OWNER, desk, MOST):
        request = tick.uow.requests.get(request_id)
        is_long = calendar.next_allowed(since) <= tick.now - WITHOUT_OWNER
        if request is None or request.status is not Status.NEW or not is_long:
            continue
        if team := roster.team_of_room(room):
            told += alert(tick, team, room, Why.SILENT)
        told += bring_to_desk(tick, request, room)
    return told


def _due(upcoming: Upcoming, _city: City, now: datetime) -> bool:
    return is_due(upcoming.unshown, now - WITHOUT_OWNER)


JOB = Job("unseen", run, _due)
