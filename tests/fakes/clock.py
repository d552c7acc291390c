"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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


def _moment(local: str) -> datetime:
    return datetime.strptime(local, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS).astimezone(UTC)
