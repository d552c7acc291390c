"""When the agents' digest comes: each working morning."""

from datetime import date, time

import pytest

from bot.domain.digests import digest_moment, next_digest
from tests.domain.test_promise import CITY, local


def test_the_digest_comes_each_working_morning() -> None:
    calendar = CITY.calendar
    assert digest_moment(date(2026, 11, 24), calendar) == local("2026-11-24T08:30")
    assert digest_moment(date(2026, 11, 22), calendar) is None
    assert digest_moment(date(2026, 11, 24), calendar, time(6, 0)) == local("2026-11-24T07:30")
    assert digest_moment(date(2026, 11, 24), calendar, time(21, 0)) == local("2026-11-24T19:59")


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2026-11-24T08:29:59", "2026-11-24T08:30"),
        ("2026-11-24T08:30", "2026-11-25T08:30"),
        ("2026-11-21T09:00", "2026-11-23T08:30"),
        ("2026-11-22T03:00", "2026-11-23T08:30"),
        ("2026-04-04T09:00", "2026-04-07T08:30"),
        ("2026-03-28T09:00", "2026-03-30T08:30"),
        ("2026-10-24T09:00", "2026-10-26T08:30"),
        ("2027-12-24T09:00", "2027-12-27T08:30"),
    ],
)
def test_the_next_digest_skips_days_off(now: str, following: str) -> None:
    assert next_digest(local(now), CITY.calendar) == local(following)
