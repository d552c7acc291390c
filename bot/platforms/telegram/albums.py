"""Step 1 of a message on Telegram: the updates of one album become one message. Pure, but for the injected time.

Photos sent together arrive as an update each, with one ``media_group_id`` and nothing that says how many there are. An
album is whole when something else follows from the same person in the same chat, when it has as many parts as there can
be, or when no part has come for a while.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.platforms.telegram.reading import album
from bot.platforms.telegram.updates import Update

QUIET_SECONDS = 1.5
MOST_PARTS = 10
"""https://core.telegram.org/bots/api#sendmediagroup"""

Key = tuple[int, str]
Group = tuple[Update, ...]
"""What makes one message: an update alone, or all parts of an album."""


@dataclass(slots=True)
class _Album:
    conversation: tuple[int, int] | None
    latest: float
    parts: dict[int, Update] = field(default_factory=dict)


class Albums:
    """Gathers albums.

    Args:
        time: gives seconds on a clock that never goes back.
        quiet: seconds without a new part after which an album is whole.
    """

    def __init__(self, time: Callable[[], float], quiet: float = QUIET_SECONDS) -> None:
        self._time = time
        self._quiet = quiet
        self._open: dict[Key, _Album] = {}
        self._given: set[int] = set()

    @property
    def first_open(self) -> int | None:
        """The lowest id among updates that were taken and not given yet; whoever confirms must stop before it."""
        return min((next(iter(each.parts)) for each in self._open.values()), default=None)

    @property
    def seconds_left(self) -> float | None:
        """How long it is until the next album counts as whole by itself; None when none is open."""
        until = min((each.latest + self._quiet for each in self._open.values()), default=None)
        return None if until is None else max(until - self._time(), 0.0)

    def take(self, updates: Iterable[Update]) -> list[Group]:
        """Take updates in order; those taken before are known.

        Returns:
            What is complete now, in order.
        """
        ready: list[Group] = []
        for update in updates:
            if update.update_id in self._given:
                continue
            key = album(update)
            if self._open:
                ready += self._followed(update, key)
            if key is None:
                ready.append((update,))
                continue
            gathered = self._open.setdefault(key, _Album(_conversation(update), self._time()))
            if update.update_id not in gathered.parts:
                gathered.parts[update.update_id] = update
                gathered.latest = self._time()
            if len(gathered.parts) == MOST_PARTS:
                ready.append(self._close(key))
        ready += [self._close(key) for key, each in list(self._open.items()) if self._is_quiet(each)]
        self._note(ready)
        return ready

    def _followed(self, update: Update, key: Key | None) -> list[Group]:
        here = _conversation(update)
        if here is None:
            return []
        whole = [each for each, gathered in self._open.items() if gathered.conversation == here and each != key]
        return [self._close(each) for each in whole]

    def _is_quiet(self, each: _Album) -> bool:
        return self._time() - each.latest >= self._quiet

    def _close(self, key: Key) -> Group:
        return tuple(self._open.pop(key).parts.values())

    def _note(self, ready: list[Group]) -> None:
        """Remember what was given, as long as Telegram may give it again because an album before it is open."""
        first = self.first_open
        if first is None:
            self._given.clear()
            return
        self._given.update(update.update_id for group in ready for update in group)
        self._given = {update_id for update_id in self._given if update_id > first}


def _conversation(update: Update) -> tuple[int, int] | None:
    """Tell who wrote where; a button or an edit does not come in the order of the messages."""
    message = update.message
    return (message.chat.id, message.from_user.id) if message and message.from_user else None
