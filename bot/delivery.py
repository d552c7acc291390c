"""Step 3 of a message: claims due outbox rows, renders and sends them, keeps the receipt, retries, gives up visibly.

The database is released before a platform is called. A room's messages go out one after the other; rooms do not wait
for each other: as soon as a send has ended, one transaction keeps its receipt and claims the next messages. A row that
was sent but whose receipt could not be kept goes out again when its lease ends, under the same idempotency key: twice
is possible only on a platform that knows no such key.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.files import Files
from bot.i18n import Words
from bot.outgoing import Card, Say
from bot.platforms import Enclosure, Gone, Platform, Refused, Retryable
from bot.rendering import render
from storage.database import Database
from storage.outbox import Claimed
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

AT_ONCE = 64
"""Messages under way at once, each to another room."""

PART_OF_LEASE = 0.9
"""A send that takes a longer part of its lease is stopped: the message would be claimed again while it is under way."""

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
        announce: called when a send has ended, so that delivery looks at once.
        files: gives the files that are shown with a message; without it none are.
        lease: how long a claimed message is ours; longer than any send takes.
        backoff: pauses between tries.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        words: Words,
        clock: Clock,
        announce: Callable[[], None],
        files: Files | None = None,
        lease: timedelta = timedelta(seconds=60),
        backoff: Backoff = Backoff(),  # Frozen, so the shared default cannot change.
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._words = words
        self._clock = clock
        self._announce = announce
        self._files = files
        self._lease = lease
        self._backoff = backoff
        self._sends: set[asyncio.Task[_Outcome]] = set()

    async def look(self) -> int:
        """Record the sends that have ended and begin those that are due; does not wait for them.

        Returns:
            How many were begun.

        Raises:
            storage.database.Unavailable: the database takes nothing now; receipts are kept here until it does.
        """
        ended = {send for send in self._sends if send.done()}
        # One that was cancelled came to nothing that is known, and is due again when its lease ends.
        outcomes = [send.result() for send in ended if not send.cancelled()]
        free = AT_ONCE - len(self._sends - ended)

        def turn(uow: UnitOfWork) -> list[tuple[Claimed, str | None]]:
            # What the last sends came to is kept in the transaction that claims the next ones: one commit, not two.
            self._record(outcomes, uow)
            uow.after_commit(partial(self._sends.difference_update, ended))
            claimed = uow.outbox.claim(self._clock.now(), self._lease, free)
            return [(each, self._receipt_to_edit(uow, each)) for each in claimed]

        claimed = await self._database.run(turn)
        for each in claimed:
            send = asyncio.create_task(self._send(*each))
            send.add_done_callback(lambda _send: self._announce())
            self._sends.add(send)
        return len(claimed)

    async def drain(self) -> int:
        """Send everything that is due, and wait until it is sent and recorded.

        Returns:
            How many messages were sent.

        Raises:
            storage.database.Unavailable: as :meth:`look`.
        """
        total = 0
        while True:
            total += await self.look()
            if not self._sends:
                return total
            await asyncio.wait(self._sends, return_when=asyncio.FIRST_COMPLETED)

    def abandon(self) -> None:
        """Stop the sends that are under way; they are due again when their lease ends."""
        for send in tuple(self._sends):
            send.cancel()

    async def seconds_to_next(self) -> float | None:
        """Give how long it is until the next message may be claimed; None when nothing waits."""
        moment = await self._database.run(lambda uow: uow.outbox.next_moment())
        return None if moment is None else max(0.0, (moment - self._clock.now()).total_seconds())

    @staticmethod
    def _receipt_to_edit(uow: UnitOfWork, claimed: Claimed) -> str | None:
        shown = claimed.message.outgoing
        return uow.outbox.receipt_of(claimed.message.address, shown.about) if isinstance(shown, Card) else None

    async def _send(self, claimed: Claimed, edit: str | None) -> _Outcome:
        message = claimed.message
        platform = self._platforms.get(message.address.platform)
        if platform is None:
            return self._later(claimed, "no such platform here", None)
        if edit and not platform.abilities.edits:
            if isinstance(message.outgoing, Card) and message.outgoing.minor:
                return _Outcome(claimed, receipt=edit)
            edit = None
        try:
            rendered = render(message.outgoing, message.lang, self._words, platform.abilities)
        except Exception as error:
            # It would fail in the same way for ever, and hold up what is behind it in the room.
            log.exception("rendering_failed", outbox_id=claimed.id)
            return _Outcome(claimed, why=repr(error))
        try:
            async with asyncio.timeout(self._lease.total_seconds() * PART_OF_LEASE):
                if isinstance(message.outgoing, Say) and platform.abilities.files:
                    rendered = replace(rendered, enclosures=await self._enclosures(message.outgoing.files))
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

    async def _enclosures(self, references: Sequence[str]) -> tuple[Enclosure, ...]:
        """Fetch what is shown with a message; one file that cannot be shown does not keep the words and the others."""
        if self._files is None:
            return ()
        found: list[Enclosure] = []
        for reference in references:
            try:
                found.append(await self._files.get(reference))
            except (Refused, Gone) as error:
                log.warning("file_not_shown", reason=error.reason)
        return tuple(found)

    def _later(self, claimed: Claimed, why: str, retry_after: float | None) -> _Outcome:
        now = self._clock.now()
        if now - claimed.created_at > GIVE_UP_AFTER:
            return _Outcome(claimed, why=f"given up: {why}")
        pause = self._backoff.pause(claimed.attempts)
        if retry_after is not None:
            pause = timedelta(seconds=min(retry_after, GIVE_UP_AFTER.total_seconds()))
        return _Outcome(claimed, retry_at=now + pause, why=why)

    def _record(self, outcomes: Sequence[_Outcome], uow: UnitOfWork) -> None:
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
