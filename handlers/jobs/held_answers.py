"""Job: an answer or a question that cannot be undone any more is sent; so is an answer whose files do not come."""

from bot.handling import Job, Tick
from handlers import telling
from handlers.jobs import MOST
from storage.upcoming import is_due


def run(tick: Tick) -> int:
    """Send everything whose moment has come."""
    sent = 0
    for request_id in tick.uow.held.due(tick.now, MOST):
        request = tick.uow.requests.get(request_id)
        # Locked only now: it may have been sent, undone or held anew meanwhile.
        held = tick.uow.held.find(request_id)
        if request is not None and held is not None and held.send_at <= tick.now:
            sent += telling.release(tick, request)
    return sent


JOB = Job("held_answers", run, lambda upcoming, _city, now: is_due(upcoming.held, now))
