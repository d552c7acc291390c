"""Step 3 of a message: claims due outbox rows, renders and sends them, keeps the receipt, retries, gives up visibly.

The database is released before a platform is called. A room's messages go out one after the other; rooms do not wait
for each other. A row that was sent but whose receipt could not be kept goes out again when its lease ends, under the
same idempotency key: twice is possible only on a platform that knows no such key.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.i18n import Words
from bot.outgoing import Card
from bot.platforms import Gone, Platform, Refused, Rendered, Retryable
from bot.rendering import render
from storage.database import Database
from storage.outbox import Claimed
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 64
"""Messages claimed at once, each of another room."""

GIVE_UP_AFTER = timedelta(hours=24)
"""A message that could not be sent for so long is a dead letter: the news in it is old."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses between tries, in seconds: doubled from ``first`` up to ``longest``."""

    first: float = 1.0
    longest: float = 300.0

    def pause(self, attempts: int) -> timedelta:
        """Give the pause after so many tries (1 or more)."""
        return timedelta(seconds=min(self.first * 2 ** min(attempts - 1, 20), self.longest))


@dataclass(frozen=True, slots=True)
class _Outcome:
    claimed: Claimed
    receipt: str | None = None
    retry_at: datetime | None = None
    why: str = ""


class Delivery:
    """The third step.

    Args:
        database: where the outbox is.
        platforms: by name; a message for a platform that is not there waits for it.
        words: turns keys into sentences.
        clock: the only source of time.
        lease: how long a claimed message is ours; longer than any send takes.
        backoff: pauses between tries.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        words: Words,
        clock: Clock,
        lease: timedelta = timedelta(seconds=60),
        backoff: Backoff = Backoff(),  # Frozen, so the shared default cannot change.
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._words = words
        self._clock = clock
        self._lease = lease
        self._backoff = backoff
        self._unrecorded: list[_Outcome] = []

    async def drain(self) -> int:
        """Send everything that is due.

        Returns:
            How many messages were sent.

        Raises:
            storage.database.Unavailable: the database takes nothing now; receipts are kept here until it does.
        """
        total = 0
        while True:
            claimed = await self._database.run(self._claim)
            if not claimed:
                return total
            self._unrecorded += await asyncio.gather(*(self._send(each) for each in claimed))
            total += len(claimed)

    async def seconds_to_next(self) -> float | None:
        """Give how long it is until the next message may be claimed; None when nothing waits."""
        moment = await self._database.run(lambda uow: uow.outbox.next_moment())
        return None if moment is None else max(0.0, (moment - self._clock.now()).total_seconds())

    def _claim(self, uow: UnitOfWork) -> list[tuple[Claimed, str | None]]:
        # What the last messages came to is kept in the transaction that claims the next ones: one commit, not two.
        if self._unrecorded:
            self._record(uow)
        claimed = uow.outbox.claim(self._clock.now(), self._lease, BATCH)
        return [(each, self._receipt_to_edit(uow, each)) for each in claimed]

    @staticmethod
    def _receipt_to_edit(uow: UnitOfWork, claimed: Claimed) -> str | None:
        shown = claimed.message.outgoing
        return uow.outbox.receipt_of(claimed.message.address, shown.about) if isinstance(shown, Card) else None

    async def _send(self, claimed_to_edit: tuple[Claimed, str | None]) -> _Outcome:
        claimed, edit = claimed_to_edit
        message = claimed.message
        platform = self._platforms.get(message.address.platform)
        if platform is None:
            return self._later(claimed, "no such platform here", None)
        try:
            if edit and not platform.abilities.edits:
                if isinstance(message.outgoing, Card) and message.outgoing.minor:
                    return _Outcome(claimed, receipt=edit)
                edit = None
            rendered: Rendered = render(message.outgoing, message.lang, self._words, platform.abilities)
            receipt = await platform.send(
                message.address.room_id, rendered, idempotency_key=f"outbox-{claimed.id}", edit=edit
            )
            return _Outcome(claimed, receipt=receipt)
        except Retryable as error:
            return self._later(claimed, repr(error), error.retry_after)
        except (Refused, Gone) as error:
            return _Outcome(claimed, why=repr(error))
        except Exception as error:
            log.exception("delivery_failed", outbox_id=claimed.id)
            return self._later(claimed, repr(error), None)

    def _later(self, claimed: Claimed, why: str, retry_after: float | None) -> _Outcome:
        now = self._clock.now()
        if now - claimed.created_at > GIVE_UP_AFTER:
            return _Outcome(claimed, why=f"given up: {why}")
        pause = self._backoff.pause(claimed.attempts) if retry_after is None else timedelta(seconds=retry_after)
        return _Outcome(claimed, retry_at=now + pause, why=why)

    def _record(self, uow: UnitOfWork) -> None:
        outcomes: Sequence[_Outcome] = tuple(self._unrecorded)
        now = self._clock.now()
        uow.outbox.sent([(each.claimed.id, each.receipt) for each in outcomes if each.receipt is not None], now)
        for each in outcomes:
            if each.receipt is not None:
                continue
            if each.retry_at is not None:
                uow.outbox.retry(each.claimed.id, each.retry_at, each.why)
            else:
                log.error("dead_letter", outbox_id=each.claimed.id, platform=each.claimed.message.address.platform)
                uow.outbox.dead(each.claimed.id, each.why)
        uow.after_commit(self._unrecorded.clear)
