"""Quiet time and working days, against the wall clock read minute by minute and holidays written down by hand."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Calendar

PARIS = ZoneInfo("Europe/Paris")
NIGHT = (time(20, 0), time(7, 30))
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BESANCON = Calendar(PARIS, NIGHT)

# Service-public.fr, "jours fériés"; Easter from the ecclesiastical tables: 5 April 2026, 28 March 2027, 16 April 2028.
MOVING = {
    2026: ["04-06", "05-14", "05-25"],
    2027: ["03-29", "05-06", "05-17"],
    2028: ["04-17", "05-25", "06-05"],
}
FIXED = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"]
HOLIDAYS = {date.fromisoformat(f"{year}-{day}") for year, moving in MOVING.items() for day in [*FIXED, *moving]}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_the_days_off_of_three_years_are_sundays_and_public_holidays() -> None:
    day = date(2026, 1, 1)
    while day < date(2029, 1, 1):
        assert BESANCON.is_day_off(day) == (day.weekday() == 6 or day in HOLIDAYS), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-11-25T19:59:59", "2026-11-25T19:59:59", "2026-11-25T19:59:59"),  # The last allowed second.
        ("2026-11-25T20:00", "2026-11-25T19:59", "2026-11-26T07:30"),
        ("2026-11-26T07:29", "2026-11-25T19:59", "2026-11-26T07:30"),
        ("2026-11-26T07:30", "2026-11-26T07:30", "2026-11-26T07:30"),
        ("2026-11-22T10:00", "2026-11-21T19:59", "2026-11-23T07:30"),  # A Sunday.
        ("2026-11-22T00:00", "2026-11-21T19:59", "2026-11-23T07:30"),
        ("2026-11-23T00:00", "2026-11-21T19:59", "2026-11-23T07:30"),
        ("2026-12-25T12:00", "2026-12-24T19:59", "2026-12-26T07:30"),  # Christmas on a Friday: Saturday is allowed.
        ("2021-12-26T12:00", "2021-12-24T19:59", "2021-12-27T07:30"),  # Christmas on a Saturday, then Sunday.
        ("2027-12-25T12:00", "2027-12-24T19:59", "2027-12-27T07:30"),
        ("2026-04-06T09:00", "2026-04-04T19:59", "2026-04-07T07:30"),  # Easter Monday.
        ("2026-05-01T09:00", "2026-04-30T19:59", "2026-05-02T07:30"),
        ("2027-05-01T09:00", "2027-04-30T19:59", "2027-05-03T07:30"),  # 1 May on a Saturday.
        ("2028-02-29T21:00", "2028-02-29T19:59", "2028-03-01T07:30"),  # The leap day is a Tuesday like others.
        ("2028-02-29T12:00", "2028-02-29T12:00", "2028-02-29T12:00"),
        ("2026-03-29T03:30", "2026-03-28T19:59", "2026-03-30T07:30"),  # Spring and autumn changes: always Sundays.
        ("2026-10-25T02:30", "2026-10-24T19:59", "2026-10-26T07:30"),
        ("2027-03-28T03:00", "2027-03-27T19:59", "2027-03-30T07:30"),  # Easter Sunday, and Monday after it.
        ("2027-10-31T02:30", "2027-10-30T19:59", "2027-11-02T07:30"),  # All Saints' on the Monday after.
    ],
)
def test_a_quiet_moment_is_left_on_either_side(moment: str, before: str, after: str) -> None:
    assert BESANCON.latest_allowed(local(moment)) == local(before)
    assert BESANCON.next_allowed(local(moment)) == local(after)
    assert BESANCON.is_quiet(local(moment)) == (before != moment)
    assert BESANCON.latest_allowed(local(moment)).utcoffset() == timedelta(0)


def read_quiet(moment: datetime, quiet: tuple[time, time]) -> bool:
    """The rule as people say it, on the wall clock."""
    seen = moment.astimezone(PARIS)
    start, end = quiet
    clock = seen.time()
    at_night = start <= clock < end if start < end else clock >= start or clock < end
    return at_night or seen.weekday() == 6 or seen.date() in HOLIDAYS


@pytest.mark.parametrize(
    "quiet", [NIGHT, (time(12, 0), time(14, 0)), (time(0, 0), time(6, 0)), (time(21, 0), time(0, 0))]
)
@pytest.mark.parametrize(
    "first",
    ["2026-03-26", "2026-10-22", "2027-03-25", "2027-10-28", "2028-02-27", "2026-04-03", "2027-12-23", "2026-04-29"],
)
def test_every_quarter_of_an_hour_agrees_with_the_wall_clock(first: str, quiet: tuple[time, time]) -> None:
    calendar = Calendar(PARIS, quiet)
    opens = (local(first) - timedelta(days=4)).astimezone(UTC)
    minutes = [opens + n * MINUTE for n in range(15 * 24 * 60)]
    allowed = [minute for minute in minutes if not read_quiet(minute, quiet)]
    for minute in minutes[4 * 24 * 60 : 10 * 24 * 60 : 15]:
        for moment in (minute, minute - timedelta(seconds=1)):
            is_quiet = read_quiet(moment, quiet)
            assert calendar.is_quiet(moment) == is_quiet
            before = allowed[bisect_right(allowed, moment) - 1] if is_quiet else moment
            after = allowed[bisect_left(allowed, moment)] if is_quiet else moment
            assert calendar.latest_allowed(moment) == before
            assert calendar.next_allowed(moment) == after


def test_a_window_that_ends_in_the_hour_shown_twice_lasts_until_the_second_time() -> None:
    # In Paris the hour that autumn shows twice is always on a Sunday, where the day off hides it.
    calendar = Calendar(ZoneInfo("Africa/Cairo"), (time(20, 0), time(23, 30)), country="EG")
    # Cairo goes back from midnight to 23:00 in the night to Friday 30 October 2026.
    first, second = datetime(2026, 10, 29, 20, 30, tzinfo=UTC), datetime(2026, 10, 29, 21, 30, tzinfo=UTC)
    assert first.astimezone(calendar.zone).time() == second.astimezone(calendar.zone).time() == time(23, 30)
    assert calendar.is_quiet(first)
    assert calendar.next_allowed(first) == second


def test_a_window_that_ends_in_the_hour_skipped_by_spring_ends_an_hour_later() -> None:
    # In Paris the hour that spring skips is always on a Sunday, where the day off hides it.
    calendar = Calendar(ZoneInfo("Africa/Cairo"), (time(20, 0), time(0, 30)), country="EG")
    # Cairo skips from midnight to 1:00 at the beginning of Friday 24 April 2026.
    assert calendar.next_allowed(datetime(2026, 4, 23, 20, 0, tzinfo=UTC)) == datetime(2026, 4, 23, 22, 30, tzinfo=UTC)


def test_without_quiet_hours_nothing_is_quiet_not_even_christmas() -> None:
    never = Calendar(PARIS, None)
    christmas = local("2026-12-25T03:00")
    assert not never.is_quiet(christmas)
    assert never.latest_allowed(christmas) == never.next_allowed(christmas) == christmas
    assert never.is_day_off(date(2026, 12, 25))


def test_the_citys_own_days_off_are_quiet_too_even_a_long_run_of_them() -> None:
    closed = frozenset(date(2026, 7, 1) + timedelta(days=n) for n in range(184))
    calendar = Calendar(PARIS, NIGHT, extra_days_off=closed)
    assert calendar.latest_allowed(local("2026-12-30T12:00")) == local("2026-06-30T19:59")
    assert calendar.next_allowed(local("2026-07-20T12:00")) == local("2027-01-02T07:30")
    assert calendar.add_working(local("2026-06-30T12:00"), 24 * HOUR) == local("2027-01-02T12:00")


@pytest.mark.parametrize("quiet", [(time(20), time(20)), (time(20, 0, 1), time(7)), (time(20), time(7, tzinfo=UTC))])
def test_a_window_that_makes_no_sense_is_refused(quiet: tuple[time, time]) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        Calendar(PARIS, quiet)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 25, 12, 0)  # noqa: DTZ001 -- The test is about exactly this mistake.
    for ask in (BESANCON.is_quiet, BESANCON.latest_allowed, BESANCON.next_allowed, BESANCON.local_day):
        with pytest.raises(ValueError, match="time zone"):
            ask(naive)


@pytest.mark.parametrize(
    ("moment", "hours", "result"),
    [
        ("2026-11-21T12:00", 24, "2026-11-23T12:00"),  # Saturday to Monday.
        ("2026-11-21T12:00", 12, "2026-11-23T00:00"),  # Never at an instant of a day off.
        ("2026-11-22T10:00", 0, "2026-11-23T00:00"),
        ("2026-11-22T10:00", 24, "2026-11-24T00:00"),
        ("2026-11-23T12:00", -24, "2026-11-21T12:00"),
        ("2026-11-23T00:00", -1, "2026-11-21T23:00"),
        ("2026-11-22T10:00", -1, "2026-11-21T23:00"),
        ("2026-04-04T12:00", 24, "2026-04-07T12:00"),  # Over Easter.
        ("2027-12-24T12:00", 48, "2027-12-28T12:00"),  # Over Christmas on a Saturday.
        ("2028-02-28T12:00", 48, "2028-03-01T12:00"),  # Over the leap day.
        ("2026-03-28T12:00", 24, "2026-03-30T12:00"),  # The Sunday of 23 hours does not count.
        ("2026-10-24T12:00", 24, "2026-10-26T12:00"),  # Nor that of 25 hours.
    ],
)
def test_working_time_skips_days_off_whole(moment: str, hours: int, result: str) -> None:
    assert BESANCON.add_working(local(moment), hours * HOUR) == local(result)


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * MINUTE)
SPANS = st.timedeltas(timedelta(0), timedelta(days=12))


@given(moment=MOMENTS, there=SPANS, back=SPANS)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_working_time_adds_up_and_goes_back(moment: datetime, there: timedelta, back: timedelta) -> None:
    end = BESANCON.add_working(moment, there)
    assert BESANCON.working_between(moment, end) == there
    assert BESANCON.working_between(end, moment) == -there
    assert not BESANCON.is_day_off(BESANCON.local_day(end))
    assert BESANCON.add_working(BESANCON.add_working(moment, there + back), -back) == end
