"""What requests mean, as it is stored: followed, worked out, trimmed; on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.promise import Promise
from bot.domain.request import Outcome, Request, Status
from bot.incoming import Account, Address
from storage.database import Database
from storage.meanings import LATEST
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
LEASE = timedelta(minutes=5)
LAMP = Request(
    id=0,
    number="",
    person_id=1,
    address=Address("fake", "léa"),
    lang="fr",
    category="street_lighting",
    team="street_lighting",
    status=Status.NEW,
    urgent=False,
    confidential=False,
    words="lampadaire éteint",
    promise=Promise(NOW, NOW + timedelta(hours=48), timedelta(hours=48), NOW),
)


@pytest.fixture(autouse=True)
def _somebody(database: Database) -> None:
    """Let the person be there who makes the requests."""
    database.run_here(lambda uow: uow.people.of([Account("fake", "léa", "Léa")], "fr", NOW))


def stored(database: Database, request: Request = LAMP) -> Request:
    """Store a request, and follow it."""

    def work(request: Request) -> Request:
        return database.run_here(lambda uow: uow.requests.add(request, str))

    added = work(replace(request))
    follow(database, added)
    return added


def follow(database: Database, request: Request) -> None:
    """Store a request as it is now, and have its meaning follow."""

    def work(uow: UnitOfWork) -> None:
        uow.requests.save(request)
        uow.meanings.touch(request.id)

    database.run_here(work)


def answered(request: Request, minutes: int = 0, status: Status = Status.ANSWERED) -> Request:
    at = NOW + timedelta(minutes=minutes)
    return replace(request, status=status, promise=replace(request.promise, answered_at=at))


def claim(database: Database, now: datetime = NOW, most: int = 9) -> list[int]:
    return database.run_here(lambda uow: uow.meanings.claim(now, LEASE, most))


def keep(database: Database, request: Request, meaning: bytes | None) -> None:
    database.run_here(lambda uow: uow.meanings.keep({request.id: (request.words, meaning)}))


def known(database: Database, request: Request) -> list[tuple[int, bytes]]:
    return list(database.run_here(lambda uow: uow.meanings.answered(request)))


def test_what_is_new_is_wanted_once_and_again_if_nobody_brings_it(database: Database) -> None:
    one, two = stored(database), stored(database)
    assert claim(database, most=1) == [one.id]
    assert claim(database) == [two.id]
    assert claim(database) == []
    assert claim(database, NOW + LEASE) == [one.id, two.id]
    keep(database, one, b"meaning")
    keep(database, two, None)
    assert claim(database, NOW + 3 * LEASE) == []
    follow(database, answered(one))
    assert claim(database, NOW + 3 * LEASE) == []
    assert database.run_here(lambda uow: (uow.meanings.of(one.id), uow.meanings.of(two.id))) == (b"meaning", None)


def test_a_meaning_of_other_words_is_not_kept(database: Database) -> None:
    one, two = stored(database), stored(database)
    found = {one.id: ("what it said before", b"old"), two.id: (two.words, b"new"), 999: ("nothing", b"none")}
    database.run_here(lambda uow: uow.meanings.keep(found))
    assert database.run_here(lambda uow: (uow.meanings.of(one.id), uow.meanings.of(two.id))) == (None, b"new")
    assert claim(database) == [one.id]


def test_the_words_come_with_every_name_of_who_wrote_them(database: Database) -> None:
    request, other = stored(database), stored(database, replace(LAMP, person_id=None))
    texts = database.run_here(lambda uow: uow.meanings.texts([request.id, other.id, 999]))
    assert {each: text.words for each, text in texts.items()} == {request.id: LAMP.words, other.id: LAMP.words}
    assert (texts[request.id].names, texts[other.id].names) == (["Léa"], [])


def test_only_other_answered_ones_of_the_same_subject_and_team_are_known_the_latest_first(database: Database) -> None:
    requests = [stored(database, replace(LAMP, category=each)) for each in ("roads", *["street_lighting"] * 4)]
    for minutes, each in enumerate(requests):
        keep(database, each, f"{minutes}".encode())
    roads, one, two, still_open, contested = requests
    for minutes, each in enumerate((roads, one, two, replace(contested, team="mediation"))):
        follow(database, answered(each, minutes))
    assert known(database, still_open) == [(two.id, b"2"), (one.id, b"1")]
    assert known(database, two) == [(one.id, b"1")]
    # One that is open again has no answer that helped.
    follow(database, answered(one, status=Status.TAKEN))
    assert known(database, still_open) == [(two.id, b"2")]


@pytest.mark.parametrize(
    "change",
    [
        {"confidential": True},
        {"urgent": True},
        {"person_id": None},
        {"words": " "},
        {"status": Status.WITHDRAWN},
        {"status": Status.CLOSED, "outcome": Outcome.REFUSED},
        {"status": Status.CLOSED, "outcome": Outcome.HANDED_OVER},
    ],
)
def test_what_is_nobodys_example_goes_and_is_not_wanted(database: Database, change: dict[str, object]) -> None:
    request, asking = stored(database), stored(database)
    keep(database, request, b"meaning")
    follow(database, answered(request))
    assert known(database, asking) == [(request.id, b"meaning")]
    follow(database, replace(answered(request), **change))  # type: ignore[arg-type]  # The values have different types.
    assert known(database, asking) == []
    assert claim(database) == [asking.id]
    assert database.run_here(lambda uow: uow.meanings.of(request.id)) is None


def test_the_latest_of_a_subject_are_kept(database: Database) -> None:
    requests = [stored(database) for _ in range(LATEST + 2)]
    asking = stored(database)
    for minutes, each in enumerate(requests):
        keep(database, each, b"meaning")
        follow(database, answered(each, minutes))
    assert [request_id for request_id, _meaning in known(database, asking)] == [each.id for each in requests[:1:-1]]
    assert database.run_here(lambda uow: uow.meanings.of(requests[1].id)) is None
    assert database.run_here(lambda uow: uow.meanings.of(requests[2].id)) == b"meaning"


def test_what_was_taken_back_or_never_was_leaves_nothing(database: Database) -> None:
    def work(uow: UnitOfWork) -> None:
        try:
            with uow.savepoint():
                uow.meanings.touch(uow.requests.add(replace(LAMP), str).id)
                raise LookupError
        except LookupError:
            uow.meanings.touch(4_000)

    database.run_here(work)
    assert claim(database) == []
