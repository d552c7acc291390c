"""Clocks: always aware, always UTC."""

from datetime import UTC, datetime, timedelta

from bot.clock import AdjustableClock, SystemClock

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_the_systems_clock_is_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = AdjustableClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(hours=47))
    clock.advance(timedelta(hours=-1))
    assert clock.now() == NOON + timedelta(hours=46)
    assert clock.now().tzinfo is UTC


def test_a_demo_clock_runs_with_the_machines() -> None:
    clock = AdjustableClock()
    clock.advance(timedelta(days=1))
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(hours=23) < ahead <= timedelta(days=1)
    assert clock.now().tzinfo is UTC
