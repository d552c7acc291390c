"""Beside the steps of a message: works out what requests mean, so that an agent finds how one like it was answered.

It happens soon after a request was sent, off the storage thread, and never holds up an answer; while more people write
than can be answered at once, it waits. What is to be worked out is a row (storage/meanings.py), and whoever does it has
it for the length of a lease. The words are read without names and numbers (bot/understanding/pseudonyms.py).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.clock import Clock
from bot.thinking import Thinking
from bot.understanding.pseudonyms import pseudonymised, to_learn
from bot.understanding.recalling import packed
from storage.database import Database
from storage.meanings import Text
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

AT_ONCE = 16
"""Requests of one batch: some twenty milliseconds, which a message that comes meanwhile has to wait."""

CLAIMED = 64
"""Requests that are taken together: a transaction costs more than the few rows that it writes."""

LEASE = timedelta(minutes=5)

PATIENCE = timedelta(minutes=1)
"""For how long it puts its work off while there are more messages than can be handled at once."""


class Recalling:
    """Works out meanings.

    Args:
        database: where the requests are.
        thinking: gives meanings.
        clock: the only source of time.
        is_behind: says whether people have to wait for their turn.
    """

    def __init__(
        self, database: Database, thinking: Thinking, clock: Clock, is_behind: Callable[[], bool] = lambda: False
    ) -> None:
        self._database = database
        self._thinking = thinking
        self._clock = clock
        self._is_behind = is_behind
        self._put_off_since: datetime | None = None

    async def look(self) -> int:
        """Work out what is wanted, unless people have to wait for their turn, who go first; but not for ever.

        Returns:
            How many requests that were.

        Raises:
            storage.database.Unavailable: as :meth:`drain`.
        """
        if self._is_behind():
            now = self._clock.now()
            self._put_off_since = self._put_off_since or now
            if now - self._put_off_since < PATIENCE:
                return 0
        self._put_off_since = None
        return await self.drain()

    async def drain(self) -> int:
        """Work out everything that is wanted.

        Returns:
            How many requests that were.

        Raises:
            storage.database.Unavailable: the database takes nothing now; they are wanted again when the lease ends.
        """
        total = 0
        while claimed := await self._database.run(self._claim):
            masked = {each: to_learn(pseudonymised(text.words, text.names)) for each, text in claimed.items()}
            found = await self._work_out(masked)
            kept = {each: (claimed[each].words, meaning) for each, meaning in found.items()}
            await self._database.run(partial(_keep, kept))
            total += len(claimed)
            if len(claimed) < CLAIMED:
                break
        return total

    def _claim(self, uow: UnitOfWork) -> dict[int, Text]:
        """Give the words of each request, and what its citizen is called."""
        wanted = uow.meanings.claim(self._clock.now(), LEASE, CLAIMED)
        return uow.meanings.texts(wanted) if wanted else {}

    async def _work_out(self, masked: Mapping[int, str]) -> dict[int, bytes | None]:
        found: dict[int, bytes | None] = {}
        ids = list(masked)
        for first in range(0, len(ids), AT_ONCE):
            found |= await self._work_out_at_once({each: masked[each] for each in ids[first : first + AT_ONCE]})
        return found

    async def _work_out_at_once(self, masked: Mapping[int, str]) -> dict[int, bytes | None]:
        try:
            return _packed(masked, await self._thinking.meanings(list(masked.values())))
        except Exception:
            # One text that cannot be read must not keep the others from being found.
            log.exception("recalling_failed", requests=len(masked))
        found: dict[int, bytes | None] = {}
        for request_id, text in masked.items():
            try:
                found |= _packed({request_id: text}, await self._thinking.meanings([text]))
            except Exception:
                log.exception("meaning_unknown", request_id=request_id)
                found[request_id] = None
        return found


def _packed(masked: Mapping[int, str], meanings: NDArray[np.float32]) -> dict[int, bytes | None]:
    return {request_id: packed(row) for request_id, row in zip(masked, meanings, strict=True)}


def _keep(found: Mapping[int, tuple[str, bytes | None]], uow: UnitOfWork) -> None:
    uow.meanings.keep(found)
