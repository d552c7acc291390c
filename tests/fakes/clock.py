"""Clocks of tests: one stands still until it is moved, the other runs. Neither knows what time it really is.

So what is due by the hour (the digest of a morning, the silence of a night) never depends on when tests are run.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import AdjustableClock

PARIS = ZoneInfo("Europe/Paris")


class StillClock:
    """The injected clock of tests.

    Args:
        local: the first moment, on the wall clock of Besançon: ``"2026-03-03 10:00"``.
    """

    def __init__(self, local: str = "2026-03-03 10:00") -> None:
        self._now = _moment(local)

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        return self._now

    def advance(self, span: timedelta) -> None:
        """Let time pass."""
        self._now += span

    def set(self, local: str) -> None:
        """Jump to a moment on the wall clock of Besançon."""
        self._now = _moment(local)


def running_clock(local: str = "2026-03-03 14:00") -> AdjustableClock:
    """Give a clock that runs on from a moment on the wall clock of Besançon; by default nothing is due by the hour."""
    clock = AdjustableClock()
    clock.advance(_moment(local) - clock.now())
    return clock


def _moment(local: str) -> datetime:
    return datetime.strptime(local, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS).astimezone(UTC)
