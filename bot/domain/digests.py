"""When the agents' digest of a day goes out, between the city's calendar and the jobs that write it."""

from datetime import date, datetime, time, timedelta

from bot.domain.calendar import Calendar

_NONE = timedelta(0)
DIGEST_AT = time(8, 30)


def digest_moment(day: date, calendar: Calendar, at: time = DIGEST_AT) -> datetime | None:
    """When the agents' digest of a day goes out (UTC): at this local time, outside quiet hours; None on a day off."""
    return None if calendar.is_day_off(day) else _digest(day, calendar, at)


def next_digest(now: datetime, calendar: Calendar, at: time = DIGEST_AT) -> datetime:
    """The first digest strictly after now (UTC), days off passed over."""
    today = calendar.local_day(now)
    moment = digest_moment(today, calendar, at)
    if moment is not None and moment > now:
        return moment
    # No working time from midnight on is the beginning of the next day that is not off.
    opening = calendar.add_working(calendar.at(today + timedelta(days=1), time()), _NONE)
    return _digest(calendar.local_day(opening), calendar, at)


def _digest(day: date, calendar: Calendar, at: time) -> datetime:
    """The digest of a working day, on that day: after the quiet hours or, if they end on another day, before them."""
    wanted = calendar.at(day, at)
    later = calendar.next_allowed(wanted)
    return later if calendar.local_day(later) == day else calendar.latest_allowed(wanted)
