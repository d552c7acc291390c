"""How a promise was kept, week by week. Pure.

A request counts in the week in which its promise was decided: kept, at the first answer by a person; broken, at the
deadline that passed without one, whatever comes later. One that is opened anew counts by its new clock alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from bot.domain.calendar import Calendar

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Clock:
    """As much of a request's clock as figures need; ``paused``: it waits for its citizen."""

    category: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    paused: bool = False

    def decided_at(self, now: datetime) -> datetime | None:
        """Give when its promise was kept or broken; None while that is open."""
        if self.is_kept:
            return self.answered_at
        late = self.answered_at is not None or (not self.paused and self.due_at < now)
        return self.due_at if late else None

    @property
    def is_kept(self) -> bool:
        """Whether a person answered in time."""
        return self.answered_at is not None and self.answered_at <= self.due_at


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a team.

    ``first`` is its Monday. ``kept`` and ``broken`` count promises. ``median`` is the time from receipt to the first
    answer, of what was first answered in this week. ``late`` counts the broken ones by subject, the most first.
    """

    first: date
    kept: int = 0
    broken: int = 0
    median: timedelta | None = None
    late: Mapping[str, int] | None = None

    @property
    def decided(self) -> int:
        """How many promises were kept or broken."""
        return self.kept + self.broken

    @property
    def share(self) -> int | None:
        """Per cent kept, rounded down so that 100 means all; None where nothing was decided."""
        return self.kept * 100 // self.decided if self.decided else None


def monday(moment: datetime, calendar: Calendar) -> date:
    """Give the Monday of the week that a moment is in, by the city's calendar."""
    day = calendar.local_day(moment)
    return day - timedelta(days=day.weekday())


def begins(first: date, calendar: Calendar) -> datetime:
    """Give the moment when a week begins (UTC)."""
    return calendar.at(first, time())


def weeks(clocks: Iterable[Clock], calendar: Calendar, last: date, count: int, now: datetime) -> tuple[Week, ...]:
    """Give weeks in a row, oldest first.

    Args:
        clocks: of every request whose deadline lies in one of the weeks or later; others change nothing but medians.
        calendar: the city's.
        last: the Monday of the last week.
        count: how many.
        now: the present moment.
    """
    mondays = [last - WEEK * back for back in reversed(range(count))]
    decided: dict[date, list[Clock]] = {first: [] for first in mondays}
    answered: dict[date, list[float]] = {first: [] for first in mondays}
    for clock in clocks:
        at = clock.decided_at(now)
        if at is not None and (first := monday(at, calendar)) in decided:
            decided[first].append(clock)
        if clock.answered_at is not None and (first := monday(clock.answered_at, calendar)) in answered:
            answered[first].append((clock.answered_at - clock.received_at).total_seconds())
    return tuple(_week(first, decided[first], answered[first]) for first in mondays)


def _week(first: date, decided: Sequence[Clock], seconds: Sequence[float]) -> Week:
    broken = Counter(clock.category for clock in decided if not clock.is_kept)
    late = sum(broken.values())
    middle = timedelta(seconds=round(median(seconds))) if seconds else None
    return Week(first, len(decided) - late, late, middle, dict(broken.most_common()))
