"""Where the time comes from: the only clock there is, given to whoever needs it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the present moment, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the present moment, aware, in UTC."""
        return datetime.now(UTC)


class AdjustableClock:
    """A clock that can be moved, for the demo and for tests.

    Args:
        start: where it stands still; without it, it runs with the machine's.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._fixed = start
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Give the present moment of this clock, aware, in UTC."""
        return (self._fixed or datetime.now(UTC)) + self._offset

    def advance(self, by: timedelta) -> None:
        """Move forward (or back)."""
        self._offset += by
