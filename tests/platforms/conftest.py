"""Who stands on the Matrix stage: a bot and people, each new for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.platforms.bad_gateway import Gateway
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import Person, Secretive
from tests.platforms.synapse import Synapse

Arrival = Callable[[str], Awaitable[Person]]
SecretArrival = Callable[[str], Awaitable[Secretive]]


@pytest.fixture
async def matrix_bot(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Bot]:
    """The adapter, running."""
    bot = await Bot.arrive(synapse, tmp_path)
    yield bot
    await bot.stop()


@pytest.fixture
async def arrive(synapse: Synapse) -> AsyncIterator[Arrival]:
    """Makes people with a plain client."""
    async with AsyncExitStack() as stack:

        async def make(name: str) -> Person:
            person = await Person.arrive(synapse, name)
            stack.push_async_callback(person.leave_town)
            return person

        yield make


@pytest.fixture
async def arrive_secretly(synapse: Synapse, tmp_path: Path) -> AsyncIterator[SecretArrival]:
    """Makes people with a client that encrypts."""
    async with AsyncExitStack() as stack:

        async def make(name: str) -> Secretive:
            person = await Secretive.arrive_with(synapse, name, tmp_path / name)
            stack.push_async_callback(person.leave_town)
            return person

        yield make


@pytest.fixture
async def gateway(synapse: Synapse) -> AsyncIterator[Gateway]:
    """A gateway that does what a test wants."""
    async with Gateway(synapse) as made:
        yield made


@pytest.fixture
async def gated_bot(synapse: Synapse, gateway: Gateway, tmp_path: Path) -> AsyncIterator[Bot]:
    """The adapter, behind the gateway."""
    bot = await Bot.arrive(synapse, tmp_path, homeserver=gateway.url)
    yield bot
    await bot.stop()
