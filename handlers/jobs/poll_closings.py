"""Job: closes each poll at its time and posts the result in the council's rooms."""

from bot.handling import Job, Tick
from handlers import polls
from handlers.jobs import MOST
from storage.upcoming import is_due


def run(tick: Tick) -> int:
    """Close every poll whose time has come, once."""
    closing = tick.uow.polls.to_close(tick.now, MOST)
    for poll in closing:
        polls.close(tick, poll)
    return len(closing)


JOB = Job("poll_closings", run, lambda upcoming, _city, now: is_due(upcoming.closing, now))
