"""Steps 1 and 2 of a message, each at its own seam: intake and dispatch. The others: tests/test_steps_*.py.

Intake: rows and cursor together, nothing twice, a platform that fails is asked again. Dispatch: order within a
conversation, batches across them, a handler that raises harms nobody else, two workers do everything once.
"""

import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from unittest import mock

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.handling import Context, Registry
from bot.incoming import Account, Words
from bot.outgoing import Say, text
from bot.platforms import Batch
from bot.understanding import Understanding
from handlers.registry import REGISTRY
from storage.conversations import Conversation, Conversations
from storage.inbox import Inbox
from storage.people import People, Person
from storage.tables import inbox
from tests.conftest import Fresh
from tests.fakes.platform import NAME, Speaker
from tests.fakes.town import Town, citizen

ANNA, BORIS = citizen("anna"), citizen("boris")
LAMP = "Lampadaire éteint rue Battant"
DEADLINE = 10.0
"""Seconds that a test waits for something at most."""


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    opened = Town(url)
    yield opened
    opened.close()


@dataclass(slots=True)
class Script:
    """A platform that plays one act each time it is asked: it gives batches, and may fail after them."""

    acts: list[list[Batch | Exception]]
    look: Callable[[], object] = lambda: None
    name: str = NAME
    asked: list[str | None] = field(default_factory=list)

    async def receive(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Play the next act."""
        self.asked.append(cursor)
        for each in self.acts.pop(0):
            if isinstance(each, Exception):
                raise each
            yield each
            self.look()


async def receive(town: Town, script: Script) -> list[float]:
    """Let the first step receive until the script ends.

    Returns:
        The pauses it made, none of which is waited for.
    """
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    with mock.patch("bot.intake.asyncio.sleep", pause):
        await town.app.intake.run(script)  # type: ignore[arg-type]  # It is never sent anything.
    return pauses


def received(town: Town) -> list[str]:
    return list(town.look(lambda uow: uow.connection.scalars(select(inbox.c.event_id).order_by(inbox.c.id)).all()))


class TestIntake:
    async def test_rows_and_cursor_are_kept_together_or_not_at_all(self, town: Town) -> None:
        event = town.platform.incoming(ANNA, Words("bonjour"))
        with mock.patch.object(Inbox, "move_cursor", side_effect=ZeroDivisionError), pytest.raises(ZeroDivisionError):
            await town.app.intake.accept(NAME, [event], "1")
        assert received(town) == []
        await town.app.intake.accept(NAME, [event], "1")
        assert (received(town), town.look(lambda uow: uow.inbox.cursor(NAME))) == (["e1"], "1")

    async def test_a_redelivery_changes_nothing(self, town: Town) -> None:
        event = town.platform.incoming(ANNA, Words("bonjour"))
        await town.app.intake.accept(NAME, [event, event], "1")
        await town.settle()
        before = town.dump()
        await town.app.intake.accept(NAME, [replace(event, content=Words("autre chose"))], "1")
        await town.settle()
        assert town.dump() == before

    async def test_the_next_batch_is_asked_for_when_the_last_one_is_kept(self, town: Town) -> None:
        events = [town.platform.incoming(ANNA, Words(str(number))) for number in range(4)]
        seen: list[list[str]] = []
        script = Script([[Batch(events[:3], "3"), Batch(events[3:], "4")]], lambda: seen.append(received(town)))
        assert await receive(town, script) == []
        assert seen == [["e1", "e2", "e3"], ["e1", "e2", "e3", "e4"]]

    async def test_a_platform_that_fails_is_asked_again_from_the_cursor_ever_more_slowly(self, town: Town) -> None:
        first, second = (Batch([town.platform.incoming(ANNA, Words(number))], number) for number in ("1", "2"))
        down: list[Batch | Exception] = [OSError("down")]
        script = Script([*[down] * 9, [first, OSError("down again")], [second]])
        with capture_logs() as logs:
            assert await receive(town, script) == [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 0.5]
        assert script.asked == [*[None] * 10, "1"]
        assert received(town) == ["e1", "e2"]
        assert [entry["event"] for entry in logs] == ["intake_waits"] * 10


def _registry(handler: Callable[[Context], None]) -> Registry:
    return replace(REGISTRY, intents={**REGISTRY.intents, "broken": handler})


def _break_everything(context: Context) -> None:
    """Write in every way a handler can, and then fail."""
    context.say(text("greeting"))
    context.post(context.incoming.address, Say((text("thanks"),)))
    context.uow.marks.done("broken", "handler", context.now)
    context.uow.people.choose_language(context.person, "en", chosen=True)
    context.conversation.flow, context.conversation.answers = "report", {"words": "perdu"}
    raise ZeroDivisionError("broken for the test")


class TestDispatch:
    async def test_a_conversation_is_handled_in_order_one_message_a_batch(self, town: Town) -> None:
        for word, meaning in ((LAMP, "category street_lighting"), ("merci", "intent thanks"), ("vite", "unknown")):
            town.understander.teach(word, meaning)
        said = [town.platform.incoming(who, Words(word)) for who, word in
                ((ANNA, LAMP), (ANNA, "merci"), (BORIS, "merci"), (ANNA, "vite"))]  # fmt: skip
        await town.hand_over(*said)
        await town.settle()
        assert town.understander.batches == [2, 1, 1]
        words = ["report-understood", "report-lamp_number", "thanks", "report-lamp_number", "report-words-added"]
        assert town.said(ANNA.room)[:5] == words
        assert town.said(BORIS.room) == ["thanks"]

    async def test_many_conversations_share_a_batch(self, town: Town) -> None:
        crowd = [citizen(f"citizen-{number}") for number in range(100)]
        await town.hand_over(*(town.platform.incoming(who, Words("bla")) for who in crowd))
        assert await town.app.dispatch.drain() == 100
        assert town.understander.batches == [64, 36]
        await town.settle()
        assert [town.said(who.room) for who in crowd] == [["report-not-understood"]] * 100

    async def test_a_handler_that_raises_leaves_a_traceback_an_apology_and_nothing_else(self, url: str) -> None:
        with Town(url, registry=_registry(_break_everything)) as town:
            await town.write(ANNA, "bonjour", meaning="intent greeting")
            town.understander.teach("casse", "intent broken")
            town.understander.teach("merci", "intent thanks")
            before = town.dump()
            said = ((BORIS, "merci"), (ANNA, "casse"), (citizen("chloé"), "merci"), (ANNA, "merci"))
            await town.hand_over(*(town.platform.incoming(who, Words(word)) for who, word in said))
            with capture_logs() as logs:
                await town.settle()
            assert town.said(ANNA.room) == ["sorry", "thanks"]
            assert town.said(BORIS.room) == town.said("chloé") == ["thanks"]
            rows = town.look(lambda uow: uow.connection.execute(select(inbox.c.state, inbox.c.error)).all())
            dead = [row.error for row in rows if row.state == "dead"]
            assert [row.state for row in rows].count("done") == len(rows) - 1
            assert "ZeroDivisionError: broken for the test" in dead[0]
            assert "_break_everything" in dead[0]
            after = town.dump()
            new = [row for row in after["people"] if row[0] != 1]
            assert [after[table] for table in ("marks", "requests", "people")] == [[], [], before["people"] + new]
            key = f"{NAME}:{ANNA.room}|{NAME}:{ANNA.account}"
            conversation = town.look(lambda uow: uow.conversations.find([key]))[key]
            assert (conversation.flow, conversation.answers) == (None, {})
            assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["handler_failed"]

    async def test_a_handler_that_says_nothing_is_a_mistake_and_is_told(self, url: str) -> None:
        with Town(url, registry=_registry(lambda _context: None)) as town:
            with capture_logs() as logs:
                assert await town.write(ANNA, "casse", meaning="intent broken") == ["sorry"]
            assert [entry["event"] for entry in logs] == ["handler_failed"]

    async def test_a_text_that_cannot_be_understood_at_all_stops_nobody_else(self, town: Town) -> None:
        understand = town.understander.understand

        def stumble(texts: list[str]) -> list[Understanding]:
            if "poison" in texts:
                raise ZeroDivisionError("broken for the test")
            return understand(texts)

        town.understander.teach("merci", "intent thanks")
        said = ((ANNA, "merci"), (BORIS, "poison"), (citizen("chloé"), "merci"))
        await town.hand_over(*(town.platform.incoming(who, Words(word)) for who, word in said))
        with capture_logs() as logs, mock.patch.object(town.understander, "understand", stumble):
            await town.settle()
        assert [town.said(name) for name in (ANNA.room, BORIS.room, "chloé")] == [["thanks"], ["sorry"], ["thanks"]]
        assert [entry["event"] for entry in logs] == ["batch_failed", "message_failed"]
        rows = town.look(lambda uow: uow.connection.execute(select(inbox.c.state, inbox.c.error)).all())
        assert sorted(row.state for row in rows) == ["dead", "done", "done"]
        assert "ZeroDivisionError" in next(row.error for row in rows if row.state == "dead")

    async def test_a_write_that_fails_for_a_whole_batch_costs_only_the_guilty_message(self, town: Town) -> None:
        save = Conversations.save

        def stumble(conversations: Conversations, changed: Iterable[Conversation]) -> None:
            changed = list(changed)
            if any(each.address.room_id == BORIS.room for each in changed):
                raise ZeroDivisionError("broken for the test")
            save(conversations, changed)

        await town.hand_over(*(town.platform.incoming(who, Words("bla")) for who in (ANNA, BORIS)))
        with capture_logs(), mock.patch.object(Conversations, "save", stumble):
            await town.settle()
        assert town.said(ANNA.room) == ["report-not-understood"]
        assert town.said(BORIS.room) == ["sorry"]

    async def test_two_workers_handle_each_message_once(self, url: str) -> None:
        with Town(url, workers=2) as town:
            crowd = [citizen(f"citizen-{number}") for number in range(40)]
            with mock.patch("bot.dispatch.BATCH", 4):
                await town.hand_over(*(town.platform.incoming(who, Words(word)) for word in "ab" for who in crowd))
                await town.settle()
            for who in crowd:
                assert town.said(who.room) == ["report-not-understood", "report-still-not-understood"]

    def test_somebody_new_who_writes_in_two_rooms_at_once_is_one_person(self, fresh_postgresql: Fresh) -> None:
        """Two workers meet the same account at the same time: the second must find the first one's person."""
        with Town(fresh_postgresql(), workers=2) as town:
            found = _meet_at_once(town)
            assert len({person.id for person in found}) == 1


def _account(who: Speaker) -> Account:
    return Account(NAME, who.account, who.account.capitalize())


def _meet_at_once(town: Town) -> list[Person]:
    """Let two transactions look for the same new account before either of them is committed."""
    both_looked, found, failed = threading.Barrier(2, timeout=DEADLINE), list[Person](), list[Exception]()
    add = People._add

    def slow(people: People, *args: object) -> Person:
        if threading.current_thread() is not threading.main_thread():
            both_looked.wait()
        return add(people, *args)  # type: ignore[arg-type]  # As it was called.

    def meet(number: int) -> None:
        try:
            met = town.apps[number].database.run_here(
                lambda uow: uow.people.of([_account(ANNA)], "fr", town.clock.now())
            )
            found.append(met[str(_account(ANNA))])
        except Exception as error:
            failed.append(error)

    with mock.patch.object(People, "_add", slow):
        threads = [threading.Thread(target=meet, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(DEADLINE)
    assert failed == []
    return found
