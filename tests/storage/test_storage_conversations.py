"""Where somebody stands, on SQLite and PostgreSQL: kept as it is, recalled once, lapsed."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.incoming import Account, Address, Words
from storage.conversations import Conversation
from storage.database import Database
from tests.fakes.clock import StillClock
from tests.fakes.town import Town, citizen

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(database: Database, clock: StillClock) -> Conversation:
    """Léa's draft, not stored yet."""
    person = database.run_here(lambda uow: uow.people.of([Account("fake", "léa")], "fr", clock.now()))["fake:léa"]
    return Conversation(
        key="fake:léa|fake:léa",
        address=Address("fake", "léa"),
        person_id=person.id,
        updated_at=clock.now(),
        flow="report_roads",
        answers={"words": "Un trou « énorme »\nrue Battant", "place": "-"},
        held="autre chose",
        misses=1,
        nudge_at=clock.now() + 20 * HOUR,
        expires_at=clock.now() + 120 * HOUR,
    )


def save(database: Database, *conversations: Conversation) -> None:
    database.run_here(lambda uow: uow.conversations.save(conversations))


def find(database: Database, *keys: str) -> dict[str, Conversation]:
    return database.run_here(lambda uow: uow.conversations.find(keys))


def test_it_comes_back_as_it_was(database: Database, draft: Conversation) -> None:
    save(database, draft)
    assert find(database, draft.key) == {draft.key: draft}


def test_it_is_written_over(database: Database, draft: Conversation) -> None:
    save(database, draft)
    draft.answers["place"] = "rue Battant"
    draft.flow, draft.held, draft.nudge_at, draft.misses = "report_other", None, None, 2
    save(database, draft)
    assert find(database, draft.key) == {draft.key: draft}


def test_only_those_that_exist_are_found(database: Database, draft: Conversation) -> None:
    save(database, draft)
    assert find(database, "fake:tom|fake:tom") == {}
    assert find(database) == {}
    assert set(find(database, draft.key, "x")) == {draft.key}


def test_several_at_once(database: Database, draft: Conversation) -> None:
    other = replace(draft, key="fake:conseil|fake:léa", address=Address("fake", "conseil"), answers={}, flow=None)
    save(database, draft, other)
    assert find(database, draft.key, other.key) == {draft.key: draft, other.key: other}
    save(database)


def test_a_forgotten_draft_leaves_nothing(database: Database, draft: Conversation) -> None:
    draft.forget_draft()
    save(database, draft)
    found = find(database, draft.key)[draft.key]
    assert (found.flow, found.answers, found.held, found.misses) == (None, {}, None, 0)
    assert (found.nudge_at, found.expires_at) == (None, None)


def test_a_conversation_of_nobody_is_refused(database: Database, draft: Conversation) -> None:
    with pytest.raises(IntegrityError):
        save(database, replace(draft, person_id=draft.person_id + 1_000))
    assert find(database, draft.key) == {}


@pytest.mark.parametrize("job", ["to_nudge", "to_expire"])
def test_what_is_due_is_found_the_longest_due_first(
    job: str, database: Database, draft: Conversation, clock: StillClock
) -> None:
    later, never = replace(draft, key="b"), replace(draft, key="c", nudge_at=None, expires_at=None)
    draft.nudge_at = draft.expires_at = clock.now() + HOUR
    later.nudge_at = later.expires_at = clock.now() + 2 * HOUR
    save(database, never, later, draft)

    def due(most: int = 10) -> list[str]:
        return [each.key for each in database.run_here(lambda uow: getattr(uow.conversations, job)(clock.now(), most))]

    assert due() == []
    clock.advance(HOUR)
    assert due() == [draft.key]
    clock.advance(HOUR)
    assert due() == [draft.key, later.key]
    assert due(1) == [draft.key]


async def test_a_message_that_the_database_cannot_store_stops_nobody_else(url: str) -> None:
    """PostgreSQL takes no NUL in a text; a batch with one in it must not come back for ever."""
    with closing(Town(url)) as town:
        town.understander.teach("bonjour", "intent greeting")
        await town.hand_over(
            town.platform.incoming(citizen("mallory"), Words("je ne sais\x00 pas quoi écrire")),
            town.platform.incoming(citizen("léa"), Words("bonjour")),
        )
        await town.settle()
        assert town.said("léa") == ["greeting"]
        assert town.said("mallory")
