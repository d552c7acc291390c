"""The inbox and the outbox on SQLite and PostgreSQL: once, in order, leased, given up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import outgoing
from bot.incoming import Account, Address, Incoming, Pressed, Words
from bot.outgoing import Card, Choice, Priority, Quoted, Say, text
from storage.conversations import Conversation
from storage.database import Database
from storage.outbox import Claimed, Message
from storage.tables import inbox, outbox
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import StillClock

ROOM, OTHER = Address("fake", "léa"), Address("fake", "tom")
LEASE = timedelta(seconds=60)
HELLO = Say((text("greeting"),))


def incoming(event: str, who: str = "léa", content: Words | Pressed = Words("bonjour")) -> Incoming:  # noqa: B008  # Frozen.
    return Incoming(event, Address("fake", who), Account("fake", who), content, StillClock().now())


def keep(database: Database, clock: StillClock, *messages: Incoming) -> None:
    database.run_here(lambda uow: uow.inbox.add(messages, clock.now()))


def waiting(database: Database, most: int = 10) -> list[str]:
    return [row.incoming.event_id for row in database.run_here(lambda uow: uow.inbox.waiting(most))]


def say(database: Database, clock: StillClock, *messages: Message) -> None:
    def work(uow: UnitOfWork) -> None:
        for message in messages:
            uow.outbox.add(message, clock.now())

    database.run_here(work)


def claim(database: Database, clock: StillClock, most: int = 10) -> list[Claimed]:
    return database.run_here(lambda uow: claim_in(uow, clock, most))


def claim_in(uow: UnitOfWork, clock: StillClock, most: int = 10) -> list[Claimed]:
    answers = uow.outbox.claim_answers(clock.now(), LEASE, "fake", most)
    return answers + uow.outbox.claim_others(clock.now(), LEASE, "fake", most - len(answers))


def _say_and_fail(uow: UnitOfWork, clock: StillClock) -> None:
    uow.outbox.add(Message(OTHER, "fr", HELLO), clock.now())
    uow.marks.done("x", "y", clock.now())
    raise ZeroDivisionError


class TestInbox:
    def test_the_same_event_is_one_row(self, database: Database, clock: StillClock) -> None:
        keep(database, clock, incoming("1"), incoming("1"))
        keep(database, clock, incoming("1", content=Words("autre chose")))
        assert waiting(database) == ["1"]

    def test_the_same_event_id_of_another_platform_is_another_row(self, database: Database, clock: StillClock) -> None:
        matrix = Incoming("1", Address("m", "léa"), Account("m", "léa"), Words("a"), clock.now())
        keep(database, clock, incoming("1"), matrix)
        assert waiting(database) == ["1", "1"]

    def test_what_is_kept_comes_back_the_same(self, database: Database, clock: StillClock) -> None:
        sent = incoming("1", content=Pressed("take 12", "m7"))
        keep(database, clock, sent)
        assert database.run_here(lambda uow: uow.inbox.waiting(1))[0].incoming == sent

    def test_one_message_of_a_conversation_at_a_time_in_order(self, database: Database, clock: StillClock) -> None:
        keep(database, clock, incoming("1"), incoming("2"), incoming("3", "tom"))
        assert waiting(database) == ["1", "3"]
        database.run_here(lambda uow: uow.inbox.done([row.id for row in uow.inbox.claim(1)]))
        assert waiting(database) == ["2", "3"]

    def test_a_dead_row_blocks_nobody(self, database: Database, clock: StillClock) -> None:
        keep(database, clock, incoming("1"), incoming("2"))
        database.run_here(lambda uow: uow.inbox.dead(uow.inbox.claim(1)[0].id, "Traceback"))
        assert waiting(database) == ["2"]

    def test_the_cursor_moves_with_the_messages_or_not_at_all(self, database: Database, clock: StillClock) -> None:
        def half(uow: UnitOfWork) -> None:
            uow.inbox.add([incoming("1")], clock.now())
            uow.inbox.move_cursor("fake", "17")
            raise RuntimeError("the process dies here")

        with pytest.raises(RuntimeError):
            database.run_here(half)
        assert waiting(database) == []
        assert database.run_here(lambda uow: uow.inbox.cursor("fake")) is None
        database.run_here(lambda uow: uow.inbox.move_cursor("fake", "17"))
        database.run_here(lambda uow: uow.inbox.move_cursor("fake", "18"))
        assert database.run_here(lambda uow: uow.inbox.cursor("fake")) == "18"


class TestOutbox:
    def test_nothing_is_said_before_the_commit(self, database: Database, clock: StillClock) -> None:
        def work(uow: UnitOfWork) -> list[Claimed]:
            uow.outbox.add(Message(ROOM, "fr", HELLO), clock.now())
            return claim_in(uow, clock)

        assert database.run_here(work) == []
        assert len(claim(database, clock)) == 1

    def test_a_savepoint_takes_back_what_was_said_in_it(self, database: Database, clock: StillClock) -> None:
        def work(uow: UnitOfWork) -> None:
            uow.outbox.add(Message(ROOM, "fr", Say((Quoted("avant"),))), clock.now())
            with pytest.raises(ZeroDivisionError), uow.savepoint():
                _say_and_fail(uow, clock)
            assert not uow.marks.is_done("x", "y")

        database.run_here(work)
        assert [each.message.address for each in claim(database, clock)] == [ROOM]

    def test_a_message_comes_back_as_it_was_said(self, database: Database, clock: StillClock) -> None:
        said = Card(
            "request:1", (text("card-title", number="BES"), Quoted("« 1 < 2 » & *non*")), (Choice(Quoted("A"), "a 1"),)
        )
        say(database, clock, Message(ROOM, "en", said, Priority.CARD))
        claimed = claim(database, clock)[0]
        assert claimed.message.outgoing == said
        assert (claimed.message.lang, claimed.message.priority, claimed.message.about) == (
            "en",
            Priority.CARD,
            "request:1",
        )

    def test_one_message_a_room_at_a_time_in_order(self, database: Database, clock: StillClock) -> None:
        say(database, clock, *(Message(room, "fr", Say((Quoted(word),))) for room, word in
                               ((ROOM, "1"), (ROOM, "2"), (OTHER, "3"))))  # fmt: skip
        first = claim(database, clock)
        assert [each.message.address for each in first] == [ROOM, OTHER]
        assert claim(database, clock) == []
        database.run_here(lambda uow: uow.outbox.sent([(each.id, "m") for each in first], clock.now()))
        assert [each.message.outgoing for each in claim(database, clock)] == [Say((Quoted("2"),))]

    def test_what_somebody_waits_for_goes_first(self, database: Database, clock: StillClock) -> None:
        rooms = [Address("fake", str(priority)) for priority in range(4)]
        order = [Priority.DIGEST, Priority.REMINDER, Priority.ANSWER, Priority.CARD]
        say(database, clock, *(Message(room, "fr", HELLO, order[at]) for at, room in enumerate(rooms)))
        assert [each.message.priority for each in claim(database, clock, 2)] == [Priority.ANSWER, Priority.CARD]
        assert [each.message.priority for each in claim(database, clock, 2)] == [Priority.REMINDER, Priority.DIGEST]

    def test_what_stands_before_an_answer_is_as_urgent(self, database: Database, clock: StillClock) -> None:
        """Whoever waits for an answer also waits for what stands before it: the order of the room is kept."""
        say(
            database,
            clock,
            Message(OTHER, "fr", HELLO, Priority.CARD),
            Message(ROOM, "fr", HELLO, Priority.DIGEST),
            Message(ROOM, "fr", HELLO, Priority.ANSWER),
        )
        for wanted in (2, 3):
            claimed = database.run_here(lambda uow: uow.outbox.claim_answers(clock.now(), LEASE, "fake", 10))
            assert [(each.id, each.urgency) for each in claimed] == [(wanted, Priority.ANSWER)]
            database.run_here(lambda uow: uow.outbox.sent([(claimed[0].id, "m")], clock.now()))  # noqa: B023  # Run at once.
        assert [(each.id, each.urgency) for each in claim(database, clock)] == [(1, Priority.CARD)]

    def test_of_the_others_the_room_with_the_most_urgent_goes_first(
        self, database: Database, clock: StillClock
    ) -> None:
        say(
            database,
            clock,
            Message(OTHER, "fr", HELLO, Priority.REMINDER),
            Message(ROOM, "fr", HELLO, Priority.DIGEST),
            Message(ROOM, "fr", HELLO, Priority.CARD),
        )
        assert [each.id for each in claim(database, clock, 1)] == [2]

    def test_the_platforms_that_have_something_due(self, database: Database, clock: StillClock) -> None:
        elsewhere = Address("m", "léa")
        say(
            database,
            clock,
            Message(ROOM, "fr", HELLO, Priority.DIGEST),
            Message(ROOM, "fr", HELLO),
            Message(elsewhere, "fr", HELLO, Priority.CARD),
        )
        due = [("fake", False), ("fake", True), ("m", False)]
        assert sorted(database.run_here(lambda uow: uow.outbox.due(clock.now()))) == due
        claimed = database.run_here(lambda uow: uow.outbox.claim_others(clock.now(), LEASE, "m", 10))
        assert [each.message.address for each in claimed] == [elsewhere]
        assert sorted(database.run_here(lambda uow: uow.outbox.due(clock.now()))) == due[:2]
        clock.advance(LEASE)
        assert sorted(database.run_here(lambda uow: uow.outbox.due(clock.now()))) == due

    @pytest.mark.parametrize("late", ["retry", "dead", "hold"])
    def test_a_claim_that_is_over_changes_nothing(self, late: str, database: Database, clock: StillClock) -> None:
        """Its lease ended and another process has claimed the message since, which is still at it."""
        say(database, clock, Message(ROOM, "fr", HELLO))
        first = claim(database, clock)[0]
        clock.advance(LEASE)
        second = claim(database, clock)[0]

        def fail(claimed: Claimed) -> None:
            arguments = {"retry": (clock.now(), "timeout"), "dead": ("timeout",), "hold": (clock.now() + LEASE,)}[late]
            database.run_here(lambda uow: getattr(uow.outbox, late)(claimed, *arguments))

        fail(first)
        assert claim(database, clock) == []
        assert database.run_here(lambda uow: uow.outbox.next_moment()) == clock.now() + LEASE
        fail(second)
        assert len(claim(database, clock)) == (late == "retry")

    def test_an_idempotency_key_is_said_once(self, database: Database, clock: StillClock) -> None:
        once = Message(ROOM, "fr", HELLO, idempotency_key="request:1:0")
        say(database, clock, once, once)
        say(database, clock, once)
        assert len(claim(database, clock)) == 1
        assert claim(database, clock) == []

    def test_a_lease_ends(self, database: Database, clock: StillClock) -> None:
        say(database, clock, Message(ROOM, "fr", HELLO))
        first = claim(database, clock)[0]
        clock.advance(LEASE - timedelta(seconds=1))
        assert claim(database, clock) == []
        clock.advance(timedelta(seconds=1))
        second = claim(database, clock)[0]
        assert (second.id, first.attempts, second.attempts) == (first.id, 1, 2)

    def test_a_retry_waits_and_holds_back_its_room(self, database: Database, clock: StillClock) -> None:
        say(database, clock, Message(ROOM, "fr", HELLO), Message(ROOM, "fr", HELLO))
        first = claim(database, clock)[0]
        later = clock.now() + timedelta(seconds=30)
        database.run_here(lambda uow: uow.outbox.retry(first, later, "429"))
        assert claim(database, clock) == []
        assert database.run_here(lambda uow: uow.outbox.next_moment()) == clock.now()
        clock.advance(timedelta(seconds=30))
        assert [each.id for each in claim(database, clock)] == [first.id]

    def test_what_is_put_aside_lets_the_next_one_go_and_comes_behind_it(
        self, database: Database, clock: StillClock
    ) -> None:
        offer = Say((), (Choice(Quoted("A"), "take 1"),))
        once = Message(ROOM, "en", offer, Priority.REMINDER, "reminder:1", "request:1")
        say(database, clock, once, Message(ROOM, "fr", Say((), (Choice(Quoted("B"), "take 2"),)), Priority.CARD))
        [first] = claim(database, clock)
        until = clock.now() + timedelta(hours=10)
        database.run_here(lambda uow: uow.outbox.hold(first, until))
        [second] = claim(database, clock)
        database.run_here(lambda uow: uow.outbox.sent([(second.id, "m1")], clock.now()))
        assert [each.action for each in database.run_here(lambda uow: uow.outbox.offered(ROOM))] == ["take 2"]
        assert database.run_here(lambda uow: (uow.outbox.due(clock.now()), uow.outbox.next_moment())) == ([], until)
        say(database, clock, once)
        assert claim(database, clock) == [], "what is put aside is said, as far as its key is concerned"
        clock.advance(timedelta(hours=10))
        for _process in range(2):
            assert database.run_here(lambda uow: uow.outbox.due(clock.now())) == [("fake", False)]
        [again] = claim(database, clock)
        assert again.id > second.id
        assert again.created_at == clock.now()
        assert (again.attempts, again.message) == (1, replace(once, idempotency_key=None))
        assert claim(database, clock) == []

    def test_a_dead_letter_lets_the_next_one_go(self, database: Database, clock: StillClock) -> None:
        say(database, clock, Message(ROOM, "fr", HELLO), Message(ROOM, "fr", HELLO))
        first = claim(database, clock)[0]
        database.run_here(lambda uow: uow.outbox.dead(first, "Refused"))
        assert [each.id for each in claim(database, clock)] == [first.id + 1]

    def test_a_receipt_leads_back_to_what_the_message_was_about(self, database: Database, clock: StillClock) -> None:
        say(database, clock, Message(ROOM, "fr", Card("request:3", (), (Choice(Quoted("A"), "take 3"),))))
        claimed = claim(database, clock)[0]
        database.run_here(lambda uow: uow.outbox.sent([(claimed.id, "m9")], clock.now()))
        assert database.run_here(lambda uow: uow.outbox.about(ROOM, "m9")) == "request:3"
        assert database.run_here(lambda uow: uow.outbox.about(OTHER, "m9")) is None
        assert database.run_here(lambda uow: uow.outbox.receipt_of(ROOM, "request:3")) == "m9"
        assert database.run_here(lambda uow: uow.outbox.rooms_about("request:3")) == [ROOM]
        assert [each.action for each in database.run_here(lambda uow: uow.outbox.offered(ROOM, "m9"))] == ["take 3"]

    def test_the_choices_on_offer_are_those_of_the_latest_message_that_has_any(
        self, database: Database, clock: StillClock
    ) -> None:
        offers = [Say((), (Choice(Quoted("A"), action),)) for action in ("old 1", "new 1")]
        say(database, clock, *(Message(ROOM, "fr", each) for each in (*offers, HELLO)))
        assert [each.action for each in database.run_here(lambda uow: uow.outbox.offered(ROOM))] == ["new 1"]
        assert database.run_here(lambda uow: uow.outbox.offered(OTHER)) == ()

    def test_what_says_something_else_by_now_offers_what_it_says(self, database: Database, clock: StillClock) -> None:
        before, after = (Say((), (Choice(Quoted("A"), action),)) for action in ("take 1", "take 2"))
        say(database, clock, Message(ROOM, "fr", before))
        [claimed] = claim(database, clock)
        renewed = database.run_here(lambda uow: uow.outbox.renew(claimed, after))
        assert renewed.message.outgoing == after
        assert [each.action for each in database.run_here(lambda uow: uow.outbox.offered(ROOM))] == ["take 2"]
        database.run_here(lambda uow: uow.outbox.renew(claimed, HELLO))
        assert database.run_here(lambda uow: uow.outbox.offered(ROOM)) == ()

    def test_what_somebody_else_has_claimed_since_stays_as_it_is(self, database: Database, clock: StillClock) -> None:
        say(database, clock, Message(ROOM, "fr", HELLO))
        [claimed] = claim(database, clock)
        clock.advance(timedelta(hours=1))
        [again] = claim(database, clock)
        database.run_here(lambda uow: uow.outbox.renew(claimed, Say((Quoted("autre"),))))
        assert database.run_here(lambda uow: uow.connection.scalar(select(outbox.c.payload))) == outgoing.dump(HELLO)
        assert again.message.outgoing == HELLO

    def test_what_is_foreseen_for_a_batch_is_what_would_be_found_one_by_one(
        self, database: Database, clock: StillClock
    ) -> None:
        offers = [Say((), (Choice(Quoted("A"), action),)) for action in ("old 1", "new 1")]
        say(database, clock, *(Message(ROOM, "fr", each) for each in (*offers, HELLO)))

        def work(uow: UnitOfWork) -> list[list[str]]:
            person = uow.people.of([Account("fake", "léa")], "fr", clock.now())["fake:léa"]
            uow.conversations.save([Conversation(str(room), room, person.id, clock.now()) for room in (ROOM, OTHER)])
            uow.outbox.foresee([str(ROOM), str(OTHER), "fake:nobody"])
            uow.connection.execute(outbox.update().values(payload="{}"))
            rooms = (ROOM, OTHER, Address("fake", "nobody"))
            return [[choice.action for choice in uow.outbox.offered(room)] for room in rooms]

        assert database.run_here(work) == [["new 1"], [], []]


def test_what_was_seen_is_not_read_again_unless_it_has_changed(database: Database, clock: StillClock) -> None:
    keep(database, clock, incoming("1", "léa"), incoming("2", "tom"))
    seen = database.run_here(lambda uow: uow.inbox.waiting(10))
    changed = '{"payload": "of somebody who was erased"}'
    database.run_here(
        lambda uow: uow.connection.execute(inbox.update().where(inbox.c.id == seen[1].id).values(payload=changed))
    )
    claimed = database.run_here(lambda uow: uow.inbox.claim(10, seen))
    assert [row.id for row in claimed] == [seen[0].id]
    assert claimed[0].incoming is seen[0].incoming
