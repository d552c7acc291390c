"""What is done in a thread is answered there, and nothing else is said there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.handling import Context
from bot.incoming import Pressed, Words
from handlers.registry import REGISTRY
from tests.conftest import Fresh
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

EVA, NADIA = citizen("eva"), agent("street_lighting", "nadia")


@pytest.fixture
def town(fresh_sqlite: Fresh) -> Iterator[Town]:
    opened = Town(fresh_sqlite())
    yield opened
    opened.close()


async def does(town: Town, who: Speaker, content: Words | Pressed, thread: str | None) -> list[tuple[str, str | None]]:
    """Let somebody do something in a thread; give the rooms and threads of what is said then."""
    before = len(town.platform.screen)
    await town.hand_over(replace(town.platform.incoming(who, content), thread=thread))
    await town.settle()
    return [(each.room, each.rendered.thread) for each in town.platform.screen[before:]]


async def test_an_agents_answer_below_the_card(town: Town) -> None:
    request = await town.report(EVA)
    card = next(row for row in reversed(town.rows()) if row.room == NADIA.room)
    assert card.receipt is not None
    said = await does(town, NADIA, Words("C'est réparé", reply_to=card.receipt), card.receipt)
    # The card is edited where it stands, the citizen is answered in their chat, the agent in the thread.
    assert Counter(said) == Counter([(EVA.room, None), (NADIA.room, None), (NADIA.room, card.receipt)])
    assert town.history(request)[-1] == "answered"
    # What was said in the thread is about the request too, so that a reply to it finds the way.
    answer = next(each.receipt for each in reversed(town.platform.screen) if each.rendered.thread)
    address = town.platform.address(NADIA.room)
    assert town.look(lambda uow: uow.outbox.about(address, answer)) == f"request:{request}"


async def test_a_citizen_in_a_thread_and_out_of_it_again(town: Town) -> None:
    town.understander.teach("bonjour", "intent greeting")
    assert await does(town, EVA, Words("bonjour"), "t1") == [(EVA.room, "t1")]
    assert await does(town, EVA, Words("bonjour"), None) == [(EVA.room, None)]
    assert await does(town, EVA, Pressed("gone 1"), "t1") == [(EVA.room, "t1")]


async def test_an_apology_too(fresh_sqlite: Fresh) -> None:
    def broken(_context: Context) -> None:
        raise RuntimeError("broken for the test")

    registry = replace(REGISTRY, intents={**REGISTRY.intents, "greeting": broken})
    with Town(fresh_sqlite(), registry=registry) as town, capture_logs():
        town.understander.teach("bonjour", "intent greeting")
        assert await does(town, EVA, Words("bonjour"), "t1") == [(EVA.room, "t1")]
