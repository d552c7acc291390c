"""What agents look for, on SQLite and PostgreSQL: the queue, words and their misspellings, and what is forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.domain import promise, reference
from bot.domain.calendar import Calendar
from bot.domain.promise import Rules
from bot.domain.request import OPEN, EventKind, Request, Status
from bot.incoming import Account, Address
from bot.search.terms import terms_of
from storage.database import Database
from storage.searching import WINDOWS, Listed, Part, Wanted, Which
from storage.tables import request_terms, spellings, terms
from storage.unit_of_work import UnitOfWork
from tests.fakes.clock import PARIS, StillClock

RULES = Rules(Calendar(PARIS))
TEAM = ("street_lighting",)

Store = Callable[..., Request]


@pytest.fixture
def person(database: Database, clock: StillClock) -> int:
    léa = Account("fake", "léa")
    return database.run_here(lambda uow: uow.people.of([léa], "fr", clock.now()))["fake:léa"].id


def _add(uow: UnitOfWork, request: Request) -> Request:
    return uow.requests.add(request, reference.format)


@pytest.fixture
def store(database: Database, clock: StillClock, person: int) -> Store:
    """Stores a request of a lamp that is out, unless the test says otherwise."""

    def add(words: str = "Lampadaire éteint", place: str = "", **changes: object) -> Request:
        request = Request(
            0, "", person, Address("fake", "léa"), "fr", "street_lighting", "street_lighting", Status.NEW, False, False,
            words, promise.start(clock.now(), RULES), {"place": place} if place else {},
        )  # fmt: skip
        request.set_clock(request.promise, RULES)
        request = replace(request, **changes)  # type: ignore[arg-type]  # Fields by name.
        return database.run_here(partial(_add, request=request))

    return add


def find(database: Database, *words: str, **more: object) -> list[int]:
    """Look for words as an agent types them."""

    typed = [each for word in words for each in terms_of(word).items()]

    def work(uow: UnitOfWork) -> Listed:
        parts = tuple(Part((stem,), uow.searching.near(stem, raw)) for stem, raw in typed)
        return uow.searching.find(Wanted(**{"teams": TEAM, "parts": parts, **more}), 200)  # type: ignore[arg-type]  # By name.

    return database.run_here(work).ids


def count(database: Database, table: object) -> int:
    rows = database.run_here(lambda uow: uow.connection.execute(select(table)).all())  # type: ignore[call-overload]  # A table.
    return len(rows)


def test_the_queue_puts_the_least_time_left_first(database: Database, store: Store, clock: StillClock) -> None:
    earlier = promise.start(clock.now() - timedelta(hours=50), RULES)
    mine = store(assignee="fake:a", status=Status.TAKEN)
    late = store(promise=earlier)
    paused = store(promise=promise.pause(earlier, clock.now()), status=Status.ASKED, assignee="fake:b")
    store(status=Status.CLOSED)
    store(team="roads")

    def queue(which: Which, first: int = 0, most: int = 10) -> tuple[list[int], int]:
        found = database.run_here(lambda uow: uow.searching.queue(TEAM, which, ["fake:a"], clock.now(), first, most))
        return found.ids, found.count

    assert queue(Which.TEAM) == ([late.id, mine.id, paused.id], 3), "what waits for its citizen comes last"
    assert queue(Which.TEAM, 1, 1) == ([mine.id], 3)
    assert queue(Which.MINE) == ([mine.id], 1)
    assert queue(Which.LATE) == ([late.id], 1), "a paused one is not late"
    assert queue(Which.UNASSIGNED) == ([late.id], 1)
    assert queue(Which.TEAM, 10) == ([], 3)
    assert database.run_here(lambda uow: uow.searching.queue((), Which.TEAM, (), clock.now(), 0, 10)) == Listed()


@pytest.mark.parametrize("typed", ["lampadaire", "Lampadère", "lampadiare", "lampdaires", "LANPADAIRE", "l'lampadaire"])
def test_a_word_is_found_however_it_is_spelt(typed: str, database: Database, store: Store) -> None:
    request = store("LAMPADAIRES éteints")
    store("Un banc cassé")
    assert find(database, typed) == [request.id]
    assert find(database, typed, "éteint") == [request.id]
    assert find(database, typed, "banc") == []


def test_short_words_are_not_guessed(database: Database, store: Store) -> None:
    store("Un rat")
    assert find(database, "rap") == []


def test_what_is_exact_comes_first_and_then_the_latest(database: Database, store: Store) -> None:
    old, near, new = store("banc cassé"), store("bancs casés"), store("banc cassé")
    assert find(database, "banc", "cassé") == [new.id, old.id, near.id]


def test_a_street_is_found_as_a_whole_and_the_neighbourhood_is_not_it(database: Database, store: Store) -> None:
    street = store("éteint", "12 rue Battant [Battant] (geo:47.24211,6.02083;u=20)")
    store("éteint", "quai Vauban [Battant]")
    assert find(database, parts=(Part(("rue battant",)),)) == [street.id]
    assert len(find(database, "battant")) == 2


def test_the_rest_narrows_what_is_found(database: Database, store: Store, clock: StillClock) -> None:
    now = clock.now()
    open_one, other = store(), store("banc", status=Status.ANSWERED, category="roads")
    late = store(promise=promise.start(now - timedelta(hours=50), RULES))
    hidden = store(confidential=True)
    store(team="roads")
    assert find(database) == [late.id, other.id, open_one.id]
    assert find(database, confidential=True) == [hidden.id, late.id, other.id, open_one.id]
    assert find(database, statuses=OPEN, late_at=now) == [late.id]
    assert find(database, "lampadaire", statuses=OPEN, late_at=now) == [late.id]
    assert find(database, statuses=frozenset({Status.ANSWERED})) == [other.id]
    assert find(database, categories=("roads",)) == [other.id]
    assert find(database, since=now - timedelta(hours=1)) == [other.id, open_one.id]
    assert find(database, before=now - timedelta(hours=1)) == [late.id]
    assert find(database, "lampadaire", before=now - timedelta(hours=1)) == [late.id]
    assert find(database, teams=()) == []


def test_a_subject_is_found_by_a_word_of_its_name(database: Database, store: Store) -> None:
    said, meant = store("éclairage coupé", category="roads"), store("tout est noir")
    part = Part(("eclairag",), categories=("street_lighting",))
    assert find(database, parts=(part,)) == [said.id, meant.id]
    assert find(database, parts=(part, Part(("noir",)))) == [meant.id]


def test_a_long_list_is_walked_further_than_one_window(database: Database, store: Store) -> None:
    first = store("lampadaire penché")
    for _ in range(3):
        store("lampadaire")

    def fill(uow: UnitOfWork) -> None:
        rows = [{"word": "lampadair", "request_id": number} for number in range(100, 100 + WINDOWS[0] + 10)]
        uow.connection.execute(terms.insert(), rows)
        uow.connection.execute(terms.insert(), [{"word": "penche", "request_id": each} for each in range(5_000, 8_001)])

    database.run_here(fill)
    assert find(database, "lampadaire", "penche")[-1] == first.id


def test_a_short_look_finds_what_was_typed_and_what_comes_near(database: Database, store: Store) -> None:
    exact, near = store("lampadaire"), store("lampadère")

    def look(uow: UnitOfWork) -> list[int]:
        part = Part(("lampadair",), uow.searching.near("lampadair", "lampadaire"))
        return uow.searching.find(Wanted(TEAM, (part,)), 200, briefly=True).ids

    assert database.run_here(look) == [near.id, exact.id]


@pytest.mark.parametrize("more", [0, 1])
def test_whether_older_ones_were_not_looked_at_is_told(more: int, database: Database) -> None:
    many = sum(WINDOWS) + more

    def fill(uow: UnitOfWork) -> Listed:
        uow.connection.execute(terms.insert(), [{"word": "lampadair", "request_id": each} for each in range(many)])
        return uow.searching.find(Wanted(TEAM, (Part(("lampadair",)),)), 200)

    assert database.run_here(fill) == Listed([], 0, cut=bool(more))


def test_words_that_are_added_are_found_and_an_agents_are_not(
    database: Database, store: Store, clock: StillClock
) -> None:
    request = store()

    def log(uow: UnitOfWork) -> None:
        uow.requests.log(request, EventKind.CITIZEN_WROTE, clock.now(), "citizen", "devant la boulangerie")
        uow.requests.log(request, EventKind.NOTED, clock.now(), "fake:a", "pas sympathique")

    database.run_here(log)
    assert find(database, "boulangerie") == [request.id]
    assert find(database, "sympathique") == []


def test_words_that_change_are_found_no_more(database: Database, store: Store) -> None:
    request = store("Lampadaire", "rue Bersot")
    request.words, request.answers = "Banc", {"place": "rue Battant"}
    database.run_here(lambda uow: uow.requests.save(request))
    assert find(database, "lampadaire") == find(database, parts=(Part(("rue bersot",)),)) == []
    assert find(database, "banc") == find(database, parts=(Part(("rue battant",)),)) == [request.id]
    database.run_here(lambda uow: uow.words.touch(request.id, 12_345))
    assert find(database, "banc") == [request.id]


def test_nothing_is_left_of_what_is_erased(database: Database, store: Store, person: int, clock: StillClock) -> None:
    request = store("Je suis Dürrenmatt", "12 rue Battant")
    database.run_here(
        lambda uow: uow.requests.log(request, EventKind.CITIZEN_WROTE, clock.now(), "citizen", "encore Dürrenmatt")
    )
    other = store("Lampadaire", person_id=None)
    assert find(database, "durrenmat") == [request.id]
    database.run_here(lambda uow: uow.personal_data.erase(person))
    assert find(database, "durrenmatt") == []
    left = select(terms.c.request_id).where(~terms.c.word.startswith("@"))
    assert database.run_here(lambda uow: set(uow.connection.scalars(left))) == {other.id}
    assert database.run_here(lambda uow: set(uow.connection.scalars(select(spellings.c.word)))) == {"lampadair"}
    query = select(request_terms.c.words).where(request_terms.c.request_id == request.id)
    kept = database.run_here(lambda uow: uow.connection.scalar(query))
    assert kept == "@street_lighting", "the team, which the figures keep as well"


def test_a_savepoint_that_is_taken_back_leaves_no_words(database: Database, store: Store) -> None:
    request = store("Lampadaire")

    def change(uow: UnitOfWork) -> None:
        with uow.savepoint():
            request.words = "Banc"
            uow.requests.save(request)
            raise ZeroDivisionError

    def work(uow: UnitOfWork) -> None:
        with pytest.raises(ZeroDivisionError):
            change(uow)

    database.run_here(work)
    assert find(database, "banc") == []
    assert find(database, "lampadaire") == [request.id]


@pytest.mark.parametrize("words", ["", "\x01\u202e", "é" * 20_000, "'; DROP TABLE terms; --", "🙂🙂", "a\nb\tc", "%_"])
def test_strange_words_do_no_harm(words: str, database: Database, store: Store) -> None:
    request = store(words)
    assert find(database, categories=("street_lighting",)) == [request.id]
    assert find(database, "lampadaire") == []
    store(words, confidential=True)
    assert find(database, *words[:50].split()) in ([request.id], [])


def test_many_words_are_kept_up_to_a_limit(database: Database, store: Store) -> None:
    store(" ".join(f"mot{number}" for number in range(1_000)))
    assert count(database, terms) == 201
