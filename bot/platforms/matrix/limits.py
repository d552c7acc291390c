"""Before a call that the homeserver limits: the limit is the account's, so all rooms share it, and they take turns.

Synapse lets an account send ten messages at once and then one in five seconds, unless its administrator exempts the
bot (docs/deployment.md). As long as it has not said no, nothing waits. Once it has, nobody calls before the time that
it gave; from then on one message goes out in such a time, each room in its turn, until a turn is left unused.
"""

from collections.abc import Callable
from time import monotonic

from bot.outgoing import Priority

LONGEST_TURN = 10.0
"""Seconds between two turns at most; a longer pause that the server asks for is kept once."""

OTHERS_FIRST = 0.2
"""Seconds after which a room that has just had its turn may ask again while others wait."""

COMES_BACK_WITHIN = 5.0
"""Seconds after its time within which a room that was told to wait asks again, if it still has something to say."""


class Limit:
    """One limit of the account.

    Args:
        time: gives seconds on a clock that never goes back.
    """

    def __init__(self, time: Callable[[], float] = monotonic) -> None:
        self._time = time
        self._turn = 0.0
        self._free_at = 0.0
        self._waiting: dict[str, tuple[float, Priority]] = {}
        self._served: set[str] = set()

    def take(self, room_id: str, priority: Priority = Priority.ANSWER) -> float:
        """Take a turn for a room, if there is one.

        Args:
            room_id: where the call is made.
            priority: a room gives way only to others whose calls are as urgent.

        Returns:
            Seconds after which to ask again; 0 when the call may be made now.
        """
        now = self._time()
        if now >= self._free_at + self._turn:
            # Nobody wanted the last turn, or there is no limit that we know of.
            self._turn = 0.0
            self._waiting.clear()
            self._served.clear()
            return 0.0
        wait = max(self._free_at - now, 0.0)
        if not wait and room_id in self._served:
            if self._others(room_id, priority, now):
                wait = OTHERS_FIRST
            else:
                self._served.clear()
        if wait:
            self._waiting[room_id] = (now + wait, priority)
            return wait
        self._waiting.pop(room_id, None)
        self._served.add(room_id)
        self._free_at = now + self._turn
        return 0.0

    def told(self, room_id: str, seconds: float) -> None:
        """Take note that the server has refused a room's call, and asks to wait so long."""
        self._turn = max(self._turn, min(seconds, LONGEST_TURN))
        self._free_at = max(self._free_at, self._time() + seconds)
        self._served.discard(room_id)

    def _others(self, room_id: str, priority: Priority, now: float) -> bool:
        """Say whether rooms wait that have not had their turn; those that did not come back do not count."""
        return any(
            until + COMES_BACK_WITHIN > now and other_priority <= priority
            for other, (until, other_priority) in self._waiting.items()
            if other != room_id and other not in self._served
        )
