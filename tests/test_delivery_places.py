"""Step 3 of a message: who gets the places for what is under way. Nobody waits for a broadcast or another platform."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.delivery import AT_ONCE, OTHERS_AT_ONCE, Delivery
from bot.i18n import Words as Wording
from bot.incoming import Address
from bot.outgoing import Priority, Quoted, Say
from bot.platforms import Rendered, Retryable
from storage.database import Database
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import FakePlatform

DEADLINE = 30.0
"""Seconds after which a test that waits has failed; none takes so long."""


@dataclass(slots=True)
class Gated(FakePlatform):
    """A platform whose sends are under way until the test lets them pass; ``begun`` are their words and priorities."""

    begun: list[tuple[str, Priority]] = field(default_factory=list)
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        self.begun.append((rendered.text, rendered.priority))
        await self.gate.acquire()
        # Named, because a dataclass with slots is another class than the one that super() knows.
        return await FakePlatform.send(self, room_id, rendered, idempotency_key=idempotency_key, edit=edit)

    def let_pass(self, count: int) -> None:
        """Let so many sends pass, those begun first."""
        for _ in range(count):
            self.gate.release()

    def words(self) -> list[str]:
        """Give the words of what is under way or was shown."""
        return [text for text, _priority in self.begun]


@dataclass(slots=True)
class Post:
    """Delivery with two platforms, a (whose sends may be held up) and b."""

    database: Database
    clock: StillClock
    a: Gated = field(init=False)
    b: FakePlatform = field(init=False)
    delivery: Delivery = field(init=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.a, self.b = Gated(self.clock, name="a"), FakePlatform(self.clock, name="b")
        words = Wording.packaged(PARIS)
        self.delivery = Delivery(self.database, {"a": self.a, "b": self.b}, words, self.clock, self._changed.set)

    def say(self, *said: tuple[str, str, Priority]) -> None:
        """Leave messages: the address of the room, the words, how urgent they are."""

        def work(uow: UnitOfWork) -> None:
            for room, words, priority in said:
                message = Message(Address.parse(room), "fr", Say((Quoted(words),)), priority)
                uow.outbox.add(message, self.clock.now())

        self.database.run_here(work)

    def broadcast(self, count: int, platform: str = "a") -> None:
        """Leave a digest for many rooms."""
        self.say(*((f"{platform}:room {number}", f"digest {number}", Priority.DIGEST) for number in range(count)))

    async def look(self) -> int:
        """Look, and let what was begun begin."""
        begun = await self.delivery.look()
        await asyncio.sleep(0)
        return begun

    async def finish(self) -> None:
        """Let everything pass."""
        self.a.let_pass(1_000)
        await asyncio.wait_for(self.delivery.drain(), DEADLINE)

    async def until_something_ended(self) -> None:
        """Wait for the news that a send has ended."""
        await asyncio.wait_for(self._changed.wait(), DEADLINE)
        self._changed.clear()


@pytest.fixture
def post(database: Database, clock: StillClock) -> Iterator[Post]:
    opened = Post(database, clock)
    yield opened
    opened.delivery.abandon()


def answers(count: int, platform: str = "a") -> Iterator[tuple[str, str, Priority]]:
    return ((f"{platform}:léa {number}", f"answer {number}", Priority.ANSWER) for number in range(count))


async def test_a_broadcast_leaves_places_for_answers(post: Post) -> None:
    post.broadcast(AT_ONCE)
    assert await post.look() == OTHERS_AT_ONCE
    assert await post.look() == 0
    post.say(*answers(AT_ONCE))
    assert await post.look() == AT_ONCE - OTHERS_AT_ONCE
    assert post.a.words()[OTHERS_AT_ONCE:] == [f"answer {number}" for number in range(AT_ONCE - OTHERS_AT_ONCE)]
    await post.finish()
    assert len(post.a.screen) == 2 * AT_ONCE


async def test_answers_may_take_all_places(post: Post) -> None:
    post.say(*answers(AT_ONCE + 1))
    post.broadcast(1)
    assert await post.look() == AT_ONCE
    assert await post.look() == 0
    await post.finish()
    assert len(post.a.screen) == AT_ONCE + 2


async def test_a_platform_that_is_stuck_takes_no_place_from_another(post: Post) -> None:
    post.say(*answers(AT_ONCE))
    post.broadcast(AT_ONCE)
    assert await post.look() == AT_ONCE
    post.say(*answers(AT_ONCE, "b"))
    post.broadcast(OTHERS_AT_ONCE, "b")
    begun = await post.look()
    while len(post.b.screen) < AT_ONCE + OTHERS_AT_ONCE:
        await post.until_something_ended()
        begun += await post.look()
    assert begun == AT_ONCE + OTHERS_AT_ONCE
    assert post.a.screen == []
    await post.finish()


async def test_a_platform_that_is_down_delays_nothing_elsewhere(post: Post) -> None:
    post.a.let_pass(1_000)
    post.a.down = Retryable("down")
    post.say(*answers(2 * AT_ONCE), *answers(1, "b"))
    assert await post.look() == AT_ONCE + 1
    await post.until_something_ended()
    assert [shown.room for shown in post.b.screen] == ["léa 0"]


async def test_a_citizen_who_is_also_reached_by_the_broadcast_is_not_kept_waiting(post: Post) -> None:
    """Their digest goes out with the urgency of the answer behind it, for the order of a room is kept."""
    post.broadcast(3 * OTHERS_AT_ONCE)
    await post.look()
    last = f"a:room {3 * OTHERS_AT_ONCE - 1}"
    post.say((last, "answer", Priority.ANSWER))
    assert await post.look() == 1
    assert post.a.begun[-1] == (f"digest {3 * OTHERS_AT_ONCE - 1}", Priority.ANSWER)
    await post.finish()
    said = [shown.rendered.text for shown in post.a.screen if Address("a", shown.room) == Address.parse(last)]
    assert said == [f"digest {3 * OTHERS_AT_ONCE - 1}", "answer"]


async def test_a_platform_knows_how_urgent_a_message_is(post: Post) -> None:
    post.say(*((f"a:{priority.name}", priority.name, priority) for priority in Priority))
    await post.look()
    assert sorted(post.a.begun, key=lambda each: each[1]) == [(priority.name, priority) for priority in Priority]
    await post.finish()


async def test_cards_go_before_reminders_and_digests(post: Post) -> None:
    post.broadcast(OTHERS_AT_ONCE)
    post.say(("a:team", "reminder", Priority.REMINDER), ("a:other team", "card", Priority.CARD))
    await post.look()
    assert post.a.words()[:2] == ["card", "reminder"]
    await post.finish()


async def test_a_broadcast_is_claimed_by_the_half_of_its_places(post: Post) -> None:
    """To find what is next, everything that waits is looked through; so that is done for several at once."""
    post.broadcast(3 * OTHERS_AT_ONCE)
    await post.look()
    half = OTHERS_AT_ONCE // 2
    for ended, begun in ((1, 0), (half - 2, 0), (1, half), (1, 0), (OTHERS_AT_ONCE - 1, OTHERS_AT_ONCE)):
        before = len(post.a.screen)
        post.a.let_pass(ended)
        while len(post.a.screen) < before + ended:
            await post.until_something_ended()
        assert await post.look() == begun
    await post.finish()
