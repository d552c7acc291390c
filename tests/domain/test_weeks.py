"""Weeks in figures: which week a promise counts in, what is kept and what is broken, the median, the clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar import Calendar
from bot.domain.weeks import Clock, Week, monday, weeks
from tests.fakes.clock import PARIS

CALENDAR = Calendar(PARIS)
LAST = date(2026, 3, 9)
HOUR = timedelta(hours=1)


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS).astimezone(UTC)


NOW = local("2026-03-14T12:00")


def lamp(
    received: str, answered: str | None = None, *, category: str = "street_lighting", paused: bool = False
) -> Clock:
    at = local(received)
    return Clock(category, at, at + 48 * HOUR, local(answered) if answered else None, paused)


def counted(*clocks: Clock) -> list[tuple[int, int]]:
    return [(week.kept, week.broken) for week in weeks(clocks, CALENDAR, LAST, 3, NOW)]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (lamp("2026-03-09T09:00", "2026-03-09T10:00"), [(0, 0), (0, 0), (1, 0)]),
        (lamp("2026-03-06T09:00", "2026-03-08T09:00"), [(0, 0), (1, 0), (0, 0)]),
        (lamp("2026-03-06T09:00", "2026-03-08T09:01"), [(0, 0), (0, 1), (0, 0)]),
        (lamp("2026-03-06T09:00", "2026-03-13T09:00"), [(0, 0), (0, 1), (0, 0)]),
        (lamp("2026-03-06T09:00"), [(0, 0), (0, 1), (0, 0)]),
        (lamp("2026-03-13T09:00"), [(0, 0), (0, 0), (0, 0)]),
        (lamp("2026-03-06T09:00", paused=True), [(0, 0), (0, 0), (0, 0)]),
        (lamp("2026-03-06T00:00", "2026-03-08T00:00"), [(0, 0), (1, 0), (0, 0)]),
        (lamp("2026-03-07T00:00", "2026-03-09T00:00"), [(0, 0), (0, 0), (1, 0)]),
        (lamp("2026-01-06T09:00", "2026-01-07T09:00"), [(0, 0), (0, 0), (0, 0)]),
    ],
    ids=["kept", "kept on Sunday", "a minute late", "days late", "late and open", "open", "held", "Sunday 0:00",
         "Monday 0:00", "long ago"],
)  # fmt: skip
def test_a_promise_counts_in_the_week_in_which_it_was_decided(clock: Clock, expected: list[tuple[int, int]]) -> None:
    assert counted(clock) == expected


def test_the_median_is_of_what_was_first_answered_in_the_week_late_or_not() -> None:
    first = [lamp("2026-03-09T09:00", f"2026-03-09T{hour:02}:00") for hour in (10, 12, 18)]
    late = lamp("2026-03-04T09:00", "2026-03-09T09:00")
    assert weeks(first, CALENDAR, LAST, 1, NOW)[0].median == 3 * HOUR
    assert weeks([*first, late], CALENDAR, LAST, 1, NOW)[0].median == 6 * HOUR
    assert weeks([], CALENDAR, LAST, 1, NOW) == (Week(LAST, late={}),)


def test_late_ones_are_counted_by_subject_the_most_first() -> None:
    clocks = [lamp("2026-03-09T09:00", category=name) for name in ("roads", "animals", "roads")]
    [week] = weeks(clocks, CALENDAR, LAST, 1, NOW)
    assert list((week.late or {}).items()) == [("roads", 2), ("animals", 1)]


@pytest.mark.parametrize(("kept", "broken", "share"), [(0, 0, None), (1, 0, 100), (999, 1, 99), (0, 3, 0), (2, 1, 66)])
def test_a_share_of_100_means_all(kept: int, broken: int, share: int | None) -> None:
    assert Week(LAST, kept, broken).share == share


def test_the_weeks_in_which_clocks_change_begin_on_monday_too() -> None:
    for written, first in [("2026-03-29T23:59", date(2026, 3, 23)), ("2026-10-25T23:59", date(2026, 10, 19))]:
        assert monday(local(written), CALENDAR) == first
        assert monday(local(written) + timedelta(minutes=1), CALENDAR) == first + timedelta(days=7)
