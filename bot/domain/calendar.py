"""When the city may disturb people, between "a reminder is due" and "it is sent": nights, Sundays, public holidays.

Two questions are kept apart. *Quiet time* says when nobody is pinged: the nightly window and whole days off; with
`quiet=None` nothing is ever quiet, days off included (a test city promises an answer in 20 seconds). *Working time*
says which days count when a city promises in working days: it looks at the days off only, whatever `quiet` is.

Every quiet stretch is half open, `[start, end)`: 20:00 is quiet, 7:30 is not. Times are the wall clock of the city's
zone. On the night when a boundary happens twice (autumn) the window runs from the first to the last; when spring skips
it, it is read one hour later. Moments given must know their zone; moments returned are in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_SUNDAY = 6
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# A run of rest days ends long before this many steps: the longest public holidays of any country take about two weeks.
_LONGEST_REST = 60


@lru_cache(maxsize=256)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year; a frozen copy, because the package's own object changes when read."""
    return frozenset(holidays.country_holidays(country, years=year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people may be pinged, and which days are days off.

    zone: the city's time zone. quiet: start and end of the nightly window on the local clock, whole minutes, over
    midnight or not; None means that nothing is ever quiet. extra_days_off: the city's own days off, besides Sundays and
    the public holidays. country: whose public holidays (ISO 3166 code). Raises ValueError for a window that is empty or
    not in whole minutes.
    """

    zone: ZoneInfo
    quiet: tuple[time, time] | None = (time(20, 0), time(7, 30))
    extra_days_off: frozenset[date] = frozenset()
    country: str = "FR"

    def __post_init__(self) -> None:
        """Refuse a window that no moment could leave or that the minute-wise rules below cannot follow."""
        if self.quiet is None:
            return
        start, end = self.quiet
        if start == end:
            raise ValueError("quiet hours must start and end at different times; leave them empty for none")
        if any(t.second or t.microsecond or t.tzinfo for t in self.quiet):
            raise ValueError("quiet hours are local times in whole minutes, such as 20:00 and 07:30")

    def is_day_off(self, day: date) -> bool:
        """True on a Sunday, a public holiday and a day off of the city, whatever the quiet hours are."""
        return day.weekday() == _SUNDAY or day in self.extra_days_off or day in _public_holidays(self.country, day.year)

    def is_quiet(self, moment: datetime) -> bool:
        """True when nobody may be pinged at this moment."""
        return self._stretch(utc(moment)) is not None

    def latest_allowed(self, moment: datetime) -> datetime:
        """The moment itself if it is allowed, else the last whole minute before the quiet stretch that it falls in.

        Sunday 10:00 gives Saturday 19:59: a minute is left so that a message sent then also arrives before 20:00.
        """
        at = utc(moment)
        for _ in range(self._most_steps()):
            stretch = self._stretch(at)
            if stretch is None:
                return at
            at = stretch[0] - _MINUTE
        raise ValueError("the calendar leaves no allowed moment before this one")

    def next_allowed(self, moment: datetime) -> datetime:
        """The moment itself if it is allowed, else the end of the quiet stretch. Sunday 10:00 gives Monday 7:30."""
        at = utc(moment)
        for _ in range(self._most_steps()):
            stretch = self._stretch(at)
            if stretch is None:
                return at
            at = stretch[1]
        raise ValueError("the calendar leaves no allowed moment after this one")

    def add_working(self, moment: datetime, delta: timedelta) -> datetime:
        """Move a moment by so much time of working days, days off skipped (24 h from Saturday 12:00 is Monday 12:00).

        A negative delta goes back. The result always lies in a working day: what would end at Saturday midnight ends on
        Monday at 0:00, and a moment in a day off counts as the start of the next working day. So moving forth and then
        back gives the same moment again.
        """
        at = utc(moment)
        day = at.astimezone(self.zone).date()
        left = abs(delta)
        for _ in range(self._most_steps() + 2 * left.days):
            start, end = self._bounds(day)
            if delta >= timedelta(0):
                here = max(at, start)
                room = timedelta(0) if self.is_day_off(day) else end - here
                if left < room:
                    return here + left
                day += _DAY
            else:
                here = min(at, end)
                room = timedelta(0) if self.is_day_off(day) else here - start
                if left <= room:
                    return here - left
                day -= _DAY
            left -= room
        raise ValueError("the calendar leaves too few working days")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """How much time of working days lies between two moments; negative when the end comes first."""
        first, last = utc(start), utc(end)
        if last < first:
            return -self.working_between(last, first)
        total = timedelta(0)
        day, last_day = first.astimezone(self.zone).date(), last.astimezone(self.zone).date()
        while day <= last_day:
            if not self.is_day_off(day):
                opens, closes = self._bounds(day)
                total += max(timedelta(0), min(last, closes) - max(first, opens))
            day += _DAY
        return total

    def at(self, day: date, clock: time) -> datetime:
        """The moment, in UTC, when the city's clock shows this time on this day; the first, where it is shown twice."""
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def local_day(self, moment: datetime) -> date:
        """The date that the city's calendar shows at a moment."""
        return utc(moment).astimezone(self.zone).date()

    def _bounds(self, day: date) -> tuple[datetime, datetime]:
        """Midnight to midnight in UTC: 23 or 25 hours when the clocks change."""
        return self.at(day, time()), self.at(day + _DAY, time())

    def _night(self, day: date, quiet: tuple[time, time]) -> tuple[datetime, datetime]:
        """The quiet window that starts on this day."""
        start, end = quiet
        end_day = day if start < end else day + _DAY
        opens, closes = self.at(day, start), self.at(end_day, end)
        # The second showing of the end, if there are two. In the hour that spring skips, fold=1 would be the earlier.
        again = datetime.combine(end_day, end.replace(fold=1), tzinfo=self.zone).astimezone(UTC)
        return opens, max(closes, again)

    def _stretch(self, at: datetime) -> tuple[datetime, datetime] | None:
        """A quiet stretch that holds this moment (UTC), or None when the moment is allowed."""
        if self.quiet is None:
            return None
        day = at.astimezone(self.zone).date()
        return next((s for s in _stretches(self, day, self.quiet) if s[0] <= at < s[1]), None)

    def _most_steps(self) -> int:
        """More steps than any run of nights and days off can have, so that every loop above ends."""
        return 2 * _LONGEST_REST + 14 * len(self.extra_days_off)


@lru_cache(maxsize=1_024)
def _stretches(calendar: Calendar, day: date, quiet: tuple[time, time]) -> tuple[tuple[datetime, datetime], ...]:
    """Every quiet stretch that may touch a local day; the same few days are asked for all the time."""
    nights = (calendar._night(day - _DAY, quiet), calendar._night(day, quiet))
    return (*nights, calendar._bounds(day)) if calendar.is_day_off(day) else nights


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one without a zone: Python would read it in the machine's own."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing; give an aware datetime")
    return moment.astimezone(UTC)
