"""Drives a town of two workers for the state machine, and checks what must hold whenever everything is handled."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from structlog.testing import capture_logs

from bot.handling import Context
from bot.incoming import Incoming, Pressed, Room, Words
from bot.rendering import render
from handlers.registry import REGISTRY
from tests.fakes.town import Town
from tests.stateful import ledger, looking, words
from tests.stateful.ledger import Ticked
from tests.stateful.people import People

T = TypeVar("T")

CONFIRM = "answer confirm yes"
SENDS_LATER = timedelta(seconds=301)
"""Longer than the longest pause between two tries and than a lease."""


class Driver:
    """Two workers on one database, people who talk to them, and a memory of what was promised.

    Args:
        url: a new database.
    """

    def __init__(self, url: str) -> None:
        self._logs = capture_logs()
        self._logged = self._logs.__enter__()
        self._loop = asyncio.Runner()
        registry = replace(REGISTRY, intents={**REGISTRY.intents, "broken": _broken})
        self.town = Town(url, workers=2, registry=registry)
        words.teach(self.town.understander)
        self.people = People(self.town)
        self.events: list[Incoming] = []
        self._ticks: list[Ticked] = []
        self._owed: Counter[str] = Counter()
        self._refused = 0
        self._rows = 0
        self._at_rest = True

    def close(self) -> None:
        """Stop."""
        self.town.close()
        self._loop.close()
        self._logs.__exit__(None, None, None)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for the end of something asynchronous."""
        return self._loop.run(work)

    def people_do(self, *done: Incoming, settled_by: tuple[int, ...] | None = (0, 1)) -> None:
        """Let people do things, at most one in each conversation, and let workers handle them at the same time.

        From rest, it is known what must come of it: a reply to each in private, and what a confirmation promised.

        Args:
            done: new events.
            settled_by: the workers; None leaves the events where they are.
        """
        was_at_rest, failing = self._at_rest, self._is_failing()
        before, shown = set(self.people.rooms_of_requests()), self._shown()
        drafts = [(event, self._to_be_sent(event)) for event in done]
        may_confirm, confirmed = Counter[str](), Counter[str]()
        for event, count in drafts:
            may_confirm[event.address.room_id] += count
            if self.people.meant.get(event.event_id) == CONFIRM:
                confirmed[event.address.room_id] += count
        self.take_in(*done)
        if settled_by is None:
            return
        self.settle(*settled_by)
        if not was_at_rest:
            return
        made = Counter(room for number, room in self.people.rooms_of_requests().items() if number not in before)
        assert confirmed <= made <= may_confirm, f"confirmed {confirmed}, made {made}"
        now = self._shown()
        for event in () if failing else done:
            room = event.address.room_id
            if _gets_a_reply(event) or isinstance(event.content, Pressed):
                assert now[room] > shown[room], f"no reply to {event.event_id}: {event.content!r:.200}"

    def take_in(self, *done: Incoming) -> None:
        """Let new events reach the inbox, and owe a reply to what was said in private."""
        self.run(self.town.hand_over(*done))
        self.events += done
        self._owed.update(event.address.room_id for event in done if _gets_a_reply(event))
        self._at_rest = False

    def again(self, event: Incoming, *, at_once: bool) -> None:
        """Let a platform deliver an event again, to both workers; nothing may come of it."""
        self.settle()
        before = (len(self.town.platform.screen), self.people.numbers())
        first, second = (app.intake.accept(self.town.platform.name, [event, event], None) for app in self.town.apps)
        self.run(_both(first, second) if at_once else _one_by_one(first, second))
        self.settle()
        assert (len(self.town.platform.screen), self.people.numbers()) == before, "a repeated event did something"

    def settle(self, *workers: int) -> None:
        """Let workers (both, if none is named) finish what there is."""
        self.run(self.town.settle(*workers))
        self._at_rest = self.town.look(looking.is_at_rest)

    def send_later(self) -> None:
        """Let what could not be sent go out."""
        for _ in range(50):
            if self._at_rest:
                return
            self.forward(SENDS_LATER)
        left = [row for row in self.town.rows() if row.state in ("waiting", "sending")]
        raise AssertionError(f"there is always something left: {left}")

    def forward(self, span: timedelta) -> None:
        """Let time pass and the jobs run."""
        self.settle()
        self.town.clock.advance(span)
        self.tick()
        self.settle()

    def to_the_next_moment(self) -> None:
        """Let time pass until a job has something to do, to the second."""
        now, lapse = self.town.clock.now(), self.town.app.city.rules.question_lapses_after
        if moment := self.town.look(lambda uow: looking.next_moment(uow, now, lapse)):
            self.forward(moment - now)

    def tick(self) -> None:
        """Let both workers run their jobs at once, and once more for what that made due; then nothing is due."""
        self._ticks.append(Ticked(self.town.clock.now(), self.town.look(looking.latest)[0]))
        first, second = self.town.apps
        self.run(_both(first.schedule.tick(), second.schedule.tick()))
        self.run(second.schedule.tick())
        before = self.town.look(looking.latest)
        self.run(first.schedule.tick())
        assert self.town.look(looking.latest) == before, "jobs that ran did something again"
        self._at_rest = self.town.look(looking.is_at_rest)

    def reopen(self, after: timedelta = timedelta(0)) -> None:
        """Stop both workers, lose what they have in memory, and start them again after a while."""
        self.town.close()
        self.town.clock.advance(after)
        self.town.open()
        self.tick()

    def dies_while_sending(self, *, shown: bool) -> None:
        """Let a worker die that has claimed what is to be said, before it notes any receipt."""
        town = self.town
        where = town.clock.now(), timedelta(seconds=60), town.platform.name, 64
        claimed = town.look(lambda uow: uow.outbox.claim_answers(*where) + uow.outbox.claim_others(*where))
        for each in claimed if shown else ():
            message = each.message
            rendered = render(message.outgoing, message.lang, town.app.city.wording, town.platform.abilities)
            key = f"outbox-{each.id}"
            self.run(town.platform.send(message.address.room_id, rendered, idempotency_key=key))

    def excuse(self, room: str) -> None:
        """Note that the platform refused a message, which its reader therefore never saw."""
        self._refused += 1
        self._owed[room] -= 1

    def check(self) -> None:
        """Check what must hold at rest."""
        if not self._at_rest:
            return
        town, city = self.town, self.town.app.city
        tried = {key for _room, key in town.platform.tried}
        edits = town.platform.abilities.edits
        rows = town.look(lambda uow: looking.check_outbox(uow, self._refused, tried, edits=edits))
        assert rows >= self._rows, "messages of ours are gone"
        self._rows = rows
        town.look(lambda uow: looking.check_inbox(uow, len(self.events), words.BROKEN))
        town.look(looking.check_requests)
        town.look(looking.check_files)
        town.look(looking.check_followers)
        town.look(lambda uow: ledger.check(uow, self._ticks, city.rules, city.settings.mediation_team))
        shown = self._shown()
        assert not shown[""], "something was said to nobody"
        for room, owed in self._owed.items():
            assert shown[room] >= owed, f"{room} wrote {owed} times and read {shown[room]} messages"
        errors = {entry["event"] for entry in self._logged if entry["log_level"] == "error"}
        assert errors <= {"handler_failed", "dead_letter"}, errors

    def _to_be_sent(self, event: Incoming) -> int:
        return self.town.look(lambda uow: looking.to_be_sent(uow, event.conversation_key))

    def _is_failing(self) -> bool:
        return bool(self.town.platform.down or self.town.platform.failures or self.town.platform.lost)

    def _shown(self) -> Counter[str]:
        return Counter(shown.room for shown in self.town.platform.screen)


def _gets_a_reply(event: Incoming) -> bool:
    """Say whether silence would be wrong: in private it is, but for edits of what concerns nothing any more."""
    is_edit = isinstance(event.content, Words) and event.content.edits is not None
    return event.room is Room.PRIVATE and not is_edit


async def _both(first: Coroutine[Any, Any, T], second: Coroutine[Any, Any, T]) -> None:
    await asyncio.gather(first, second)


async def _one_by_one(first: Coroutine[Any, Any, T], second: Coroutine[Any, Any, T]) -> None:
    await first
    await second


def _broken(_context: Context) -> None:
    raise RuntimeError("broken on purpose")
