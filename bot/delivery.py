"""Step 3 of a message: claims due outbox rows, renders and sends them, keeps the receipt, retries, gives up visibly.

The database is released before a platform is called. A room's messages go out one after the other; rooms do not wait
for each other, nor does a platform for another, nor an answer for a broadcast: each has places of its own. As soon as a
send has ended, one transaction keeps its receipt and claims the next messages. A row that was sent but whose receipt
could not be kept goes out again when its lease ends, under the same idempotency key: twice is possible only on a
platform that knows no such key.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import charts
from bot.clock import Clock
from bot.domain.attachments import Objection
from bot.files import Files, NotShown
from bot.i18n import Words
from bot.outgoing import Card, Chart, Priority, Renewed, Say, Text, text
from bot.platforms import Abilities, Enclosure, Gone, Platform, Refused, Retryable
from bot.rendering import render
from storage.database import Database, Unavailable
from storage.losses import Why
from storage.outbox import Claimed, Message
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

AT_ONCE = 128
"""Messages under way at once on one platform, each to another room."""

OTHERS_AT_ONCE = 32
"""Those among them that nobody waits for at this moment; the rest of the places is for answers."""

PART_OF_LEASE = 0.9
"""A send that takes a longer part of its lease is stopped: the message would be claimed again while it is under way."""

GATHER = 0.01
"""Seconds for which sends that end are gathered; one transaction keeps the receipts of all."""

GIVE_UP_AFTER = timedelta(hours=24)
"""A message that could not be sent for so long is a dead letter: the news in it is old."""


OUT_OF_DATE = "out of date"
"""Why a message was not said that has waited until there was nothing left to say."""


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
    loss: Why | None = None


Renew = Callable[[UnitOfWork, Message], Renewed]
"""Gives what becomes of a message at the moment when it is handed to the platform."""


def _as_it_is(_uow: UnitOfWork, message: Message) -> Say | Card:
    return message.outgoing


_Kind = tuple[str, bool]
"""A platform, and whether somebody waits for the message."""


def _kind(claimed: Claimed) -> _Kind:
    return claimed.message.address.platform, claimed.urgency is Priority.ANSWER


def _places(under_way: Counter[_Kind], platform: str, *, is_answer: bool) -> int:
    """Give how many more messages of a kind may be under way; others only once there are places for several."""
    others = under_way[platform, False]
    free = AT_ONCE - others - under_way[platform, True]
    if is_answer:
        return free
    return min(free, OTHERS_AT_ONCE - others) if others <= OTHERS_AT_ONCE // 2 else 0


class Delivery:
    """The third step.

    Args:
        database: where the outbox is.
        platforms: by name; a message for a platform that is not there waits for it.
        words: turns keys into sentences.
        clock: the only source of time.
        announce: called when sends have ended, so that delivery looks.
        files: gives the files that are shown with a message; without it none are.
        renew: gives what becomes of a claimed message now; without it all is said as it was written.
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
        renew: Renew = _as_it_is,
        lease: timedelta = timedelta(seconds=60),
        backoff: Backoff = Backoff(),  # Frozen, so the shared default cannot change.
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._words = words
        self._clock = clock
        self._announce = announce
        self._files = files
        self._renew = renew
        self._lease = lease
        self._backoff = backoff
        self._sends: dict[asyncio.Task[_Outcome], Claimed] = {}
        self._is_gathering = False

    async def look(self) -> int:
        """Record the sends that have ended and begin those that are due; does not wait for them.

        Returns:
            How many were begun.

        Raises:
            storage.database.Unavailable: the database takes nothing now; receipts are kept here until it does.
        """
        ended = [send for send in self._sends if send.done()]
        # One that was cancelled came to nothing that is known, and is due again when its lease ends.
        outcomes = [send.result() for send in ended if not send.cancelled()]
        under_way = Counter(_kind(claimed) for send, claimed in self._sends.items() if not send.done())

        def turn(uow: UnitOfWork) -> list[tuple[Claimed, str | None]]:
            # What the last sends came to is kept in the transaction that claims the next ones: one commit, not two.
            self._record(outcomes, uow)
            uow.after_commit(partial(self._forget, ended))
            return [(each, self._receipt_to_edit(uow, each)) for each in self._claim(uow, under_way)]

        claimed = await self._database.run(turn)
        for each, edit in claimed:
            send = asyncio.create_task(self._send(each, edit))
            send.add_done_callback(self._gather)
            self._sends[send] = each
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

    def _claim(self, uow: UnitOfWork, under_way: Counter[_Kind]) -> list[Claimed]:
        """Claim what there are places for, answers first."""
        now, claimed = self._clock.now(), list[Claimed]()
        for platform, is_answer in sorted(uow.outbox.due(now), key=lambda each: not each[1]):
            if most := _places(under_way, platform, is_answer=is_answer):
                claim = uow.outbox.claim_answers if is_answer else uow.outbox.claim_others
                chosen = self._true_now(uow, partial(claim, now, self._lease, platform), most)
                under_way.update(map(_kind, chosen))
                claimed += chosen
        return claimed

    def _true_now(self, uow: UnitOfWork, claim: Callable[[int], list[Claimed]], most: int) -> list[Claimed]:
        """Claim so many messages at most, each as it is true now; what stands behind one that is not said goes on."""
        chosen = list[Claimed]()
        while found := claim(most - len(chosen)) if len(chosen) < most else []:
            renewed = [self._renewed(uow, each) for each in found]
            chosen += [each for each in renewed if each is not None]
            if None not in renewed:
                break
        return chosen

    def _renewed(self, uow: UnitOfWork, claimed: Claimed) -> Claimed | None:
        if not claimed.message.outgoing.renewal:
            return claimed
        try:
            with uow.savepoint():
                said = self._renew(uow, claimed.message)
        except Exception as error:
            if not self._database.is_bug(error):
                raise
            log.exception("renewal_failed", outbox_id=claimed.id)
            uow.outbox.dead(claimed, repr(error))
            return None
        if said is None:
            uow.outbox.dead(claimed, OUT_OF_DATE)
            return None
        if isinstance(said, datetime):
            uow.outbox.hold(claimed, said)
            return None
        return uow.outbox.renew(claimed, said)

    def _gather(self, _ended: asyncio.Task[_Outcome]) -> None:
        """Announce that sends have ended, shortly after the first of them."""
        if not self._is_gathering:
            self._is_gathering = True
            asyncio.get_running_loop().call_later(GATHER, self._tell)

    def _tell(self) -> None:
        self._is_gathering = False
        self._announce()

    def _forget(self, ended: Sequence[asyncio.Task[_Outcome]]) -> None:
        for send in ended:
            self._sends.pop(send, None)

    @staticmethod
    def _receipt_to_edit(uow: UnitOfWork, claimed: Claimed) -> str | None:
        shown = claimed.message.outgoing
        return uow.outbox.receipt_of(claimed.message.address, shown.about) if isinstance(shown, Card) else None

    async def _send(self, claimed: Claimed, edit: str | None) -> _Outcome:
        message = claimed.message
        platform = self._platforms.get(message.address.platform)
        if platform is None:
            return self._later(claimed, "no such platform here", None)
        abilities = platform.abilities
        if edit and isinstance(message.outgoing, Card) and not _shows(abilities, message.outgoing):
            return _Outcome(claimed, receipt=edit)
        if not abilities.edits:
            edit = None
        try:
            outgoing, enclosures = await self._enclosed(message, abilities)
        except Unavailable as error:
            return self._later(claimed, repr(error), None)
        try:
            rendered = render(outgoing, message.lang, self._words, abilities)
        except Exception as error:
            # It would fail in the same way for ever, and hold up what is behind it in the room.
            log.exception("rendering_failed", outbox_id=claimed.id)
            return _Outcome(claimed, why=repr(error))
        if enclosures or message.about or claimed.urgency is not rendered.priority:
            rendered = replace(rendered, enclosures=enclosures, priority=claimed.urgency, about=message.about)
        try:
            async with asyncio.timeout(self._lease.total_seconds() * PART_OF_LEASE):
                receipt = await platform.send(
                    message.address.room_id, rendered, idempotency_key=f"outbox-{claimed.id}", edit=edit
                )
            return _Outcome(claimed, receipt=receipt)
        except Retryable as error:
            return self._later(claimed, repr(error), error.retry_after)
        except (Refused, Gone) as error:
            return _Outcome(claimed, why=repr(error), loss=Why.GONE if isinstance(error, Gone) else Why.REFUSED)
        except Exception as error:
            log.exception("delivery_failed", outbox_id=claimed.id)
            return self._later(claimed, repr(error), None)

    async def _enclosed(self, message: Message, abilities: Abilities) -> tuple[Say | Card, tuple[Enclosure, ...]]:
        """Give the files that are shown with a message, and the message, which says so of each that is not here."""
        outgoing = message.outgoing
        if self._files is None or not (isinstance(outgoing, Say) and abilities.files):
            return outgoing, ()
        if outgoing.chart is None and not outgoing.files:
            return outgoing, ()
        found = [] if outgoing.chart is None else await self._drawn(outgoing.chart, message.lang)
        missing: list[Objection] = []
        instead = self._words.write(message.lang, _not_shown(Objection.REFUSED))
        for reference in outgoing.files:
            try:
                file = await self._files.get(reference)
            except NotShown as error:
                log.warning("file_not_shown", reason=error.objection.value)
                missing.append(error.objection)
            else:
                found += [replace(file, instead=instead)] if file else []
        return _without(outgoing, missing), tuple(found)

    async def _drawn(self, chart: Chart, lang: str) -> list[Enclosure]:
        """Draw a chart, beside the loop; without it the message goes all the same, for its words say what it shows."""
        try:
            return [await asyncio.to_thread(charts.draw, chart, lang, self._words)]
        except Exception:
            log.exception("chart_failed")
            return []

    def _later(self, claimed: Claimed, why: str, retry_after: float | None) -> _Outcome:
        now = self._clock.now()
        if now - claimed.created_at > GIVE_UP_AFTER:
            return _Outcome(claimed, why=f"given up: {why}", loss=Why.LATE)
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
                uow.outbox.retry(each.claimed, each.retry_at, each.why)
            else:
                log.error("dead_letter", outbox_id=each.claimed.id, platform=each.claimed.message.address.platform)
                if uow.outbox.dead(each.claimed, each.why) and each.loss is not None:
                    uow.losses.add(each.claimed.id, each.loss)


def _without(said: Say, missing: Sequence[Objection]) -> Say:
    """Say of files that they are not shown, and why."""
    return replace(said, paragraphs=(*said.paragraphs, *map(_not_shown, missing)))


def _not_shown(why: Objection) -> Text:
    return text("file-not-shown", why=why.value)


def _shows(abilities: Abilities, card: Card) -> bool:
    """Say whether a platform shows the change of a card that stands there; see :class:`bot.outgoing.Card`."""
    counts_itself = abilities.polls and card.as_poll is not None and not card.as_poll.closed
    return not card.minor or (abilities.edits and not counts_itself)
