"""Contents in their folder, and the rows that refer to them, on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.request import EventKind
from bot.incoming import Address
from storage.contents import Contents
from storage.files import FileRow, FileState
from storage.origins import Origin
from storage.unit_of_work import UnitOfWork
from tests.fakes.town import Town, citizen

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=3)
OWNER = "this database"
ROOM = Address("fake", "léa")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    with Town(url) as opened:
        yield opened


@pytest.fixture
async def request_id(town: Town) -> int:
    """A request of somebody's, so that there is something to refer to."""
    return await town.report(citizen("léa"))


def want(town: Town, request_id: int, *references: str) -> None:
    town.look(lambda uow: uow.files.want(request_id, references, town.clock.now()))


def claim(town: Town, most: int = 10) -> list[FileRow]:
    return town.look(lambda uow: uow.files.claim(town.clock.now(), LEASE, most))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("??/*"))


class TestRows:
    async def test_a_file_is_claimed_by_one_for_the_length_of_a_lease(self, town: Town, request_id: int) -> None:
        want(town, request_id, "fake:a", "fake:b")
        assert [row.tries for row in claim(town)] == [1, 1]
        assert claim(town) == []
        town.clock.advance(LEASE)
        assert [row.tries for row in claim(town, 1)] == [2]

    async def test_what_is_wanted_twice_is_there_once(self, town: Town, request_id: int) -> None:
        want(town, request_id, "fake:a")
        (row,) = claim(town)
        assert town.look(lambda uow: uow.files.keep(row, "d" * 64, "image/jpeg", "photo.jpg"))
        want(town, request_id, "fake:a")
        (kept,) = town.look(lambda uow: uow.files.of(request_id))
        assert (kept.state, kept.digest, kept.media_type) == (FileState.KEPT, "d" * 64, "image/jpeg")
        assert claim(town) == []

    async def test_what_is_settled_stays_so(self, town: Town, request_id: int) -> None:
        """A worker whose lease ended long ago comes back with another result."""
        want(town, request_id, "fake:a")
        (row,) = claim(town)
        assert town.look(lambda uow: uow.files.lose(row, "gone"))
        assert not town.look(lambda uow: uow.files.keep(row, "d" * 64, "image/jpeg", "photo.jpg"))
        town.look(lambda uow: uow.files.retry(row, town.clock.now()))
        assert claim(town) == []
        (lost,) = town.look(lambda uow: uow.files.of(request_id))
        assert (lost.state, lost.objection) == (FileState.LOST, "gone")

    async def test_people_are_told_once(self, town: Town, request_id: int) -> None:
        want(town, request_id, "fake:a", "fake:b", "fake:c")
        a, b = claim(town, 2)
        town.look(lambda uow: (uow.files.keep(a, None, "", ""), uow.files.lose(b, "kind")))
        untold = town.look(lambda uow: uow.files.untold(10))
        assert {row.reference for row in untold} == {a.reference, b.reference}
        town.look(lambda uow: uow.files.told(untold))
        assert town.look(lambda uow: uow.files.untold(10)) == []

    def test_a_database_has_one_name(self, town: Town) -> None:
        assert town.look(lambda uow: uow.files.owner()) == town.look(lambda uow: uow.files.owner())


class TestOrigins:
    async def test_a_message_became_something(self, town: Town, request_id: int) -> None:
        def add(uow: UnitOfWork) -> None:
            uow.origins.add(ROOM, request_id, EventKind.RECEIVED, {"$1": "one", "$2": "two"})
            uow.origins.add(ROOM, request_id, EventKind.CITIZEN_WROTE, {"$2": "changed"})
            uow.origins.add(ROOM, request_id, EventKind.CITIZEN_WROTE, {})

        town.look(add)
        assert town.look(lambda uow: uow.origins.find(ROOM, "$1")) == Origin(request_id, EventKind.RECEIVED, "one")
        assert town.look(lambda uow: uow.origins.find(ROOM, "$2")) == Origin(
            request_id, EventKind.CITIZEN_WROTE, "changed"
        )
        assert town.look(lambda uow: uow.origins.find(ROOM, "$3")) is None
        assert town.look(lambda uow: uow.origins.find(Address("fake", "tom"), "$1")) is None


class TestSweeping:
    def test_what_nothing_refers_to_goes(self, tmp_path: Path, town: Town) -> None:
        contents, now = Contents(tmp_path), town.clock.now()
        wanted, orphan = (contents.put_aside(data, now) for data in (b"wanted", b"orphan"))
        for each in (wanted, orphan):
            contents.keep(each, OWNER)
        assert contents.sweep(OWNER, {wanted.digest}, now) == 1
        assert names(tmp_path) == [wanted.digest]
        assert contents.read(wanted.digest) == b"wanted"
        with pytest.raises(FileNotFoundError):
            contents.read(orphan.digest)
        assert contents.sweep(OWNER, {wanted.digest}, now) == 0

    def test_what_somebody_is_writing_stays_unless_they_have_died(self, tmp_path: Path, town: Town) -> None:
        contents, now = Contents(tmp_path), town.clock.now()
        contents.keep(contents.put_aside(b"first", now), OWNER)
        new, old = contents.put_aside(b"second", now), contents.put_aside(b"third", now - 2 * HOUR)
        assert contents.sweep(OWNER, (), now - HOUR) == 2
        assert new.path.exists()
        assert not old.path.exists()
        contents.drop(new)
        contents.drop(new)
        assert names(tmp_path) == []

    def test_two_who_write_the_same_do_not_disturb_each_other(self, tmp_path: Path, town: Town) -> None:
        contents, now = Contents(tmp_path), town.clock.now()
        first, second = (contents.put_aside(b"the same", now) for _ in range(2))
        contents.keep(first, OWNER)
        contents.keep(second, OWNER)
        assert names(tmp_path) == [first.digest]

    def test_the_folder_of_another_database_is_left_alone(self, tmp_path: Path, town: Town) -> None:
        """The demo city, started where the real one keeps its files, refers to none of them."""
        contents, now = Contents(tmp_path), town.clock.now()
        ours, theirs = contents.put_aside(b"ours", now), contents.put_aside(b"theirs", now)
        contents.keep(ours, OWNER)
        contents.keep(theirs, "another")
        assert contents.sweep("another", (), now) == 0
        assert names(tmp_path) == sorted((ours.digest, theirs.digest))

    def test_where_there_is_no_folder_nothing_is_swept(self, tmp_path: Path, town: Town) -> None:
        assert Contents(tmp_path / "none").sweep(OWNER, (), town.clock.now()) == 0

    async def test_it_waits_for_a_file_that_is_just_being_kept(
        self, town: Town, request_id: int, tmp_path: Path
    ) -> None:
        """The row is not committed yet, and the content has its name: a sweep that did not wait would take it."""
        contents, now = Contents(tmp_path), town.clock.now()
        contents.keep(contents.put_aside(b"orphan", now), OWNER)
        want(town, request_id, "fake:a")
        (row,) = claim(town)
        aside = contents.put_aside(b"kept", now)
        referred, go_on = threading.Event(), threading.Event()

        def keep(uow: UnitOfWork) -> None:
            assert uow.files.keep(row, aside.digest, "image/jpeg", "photo.jpg")
            contents.keep(aside, OWNER)
            referred.set()
            assert go_on.wait(10)

        def sweep(uow: UnitOfWork) -> None:
            contents.sweep(OWNER, uow.files.digests(), now)

        keeping = threading.Thread(target=town.look, args=(keep,))
        sweeping = threading.Thread(target=town.look, args=(sweep,))
        keeping.start()
        assert referred.wait(10)
        sweeping.start()
        sweeping.join(0.2)  # Time enough to do harm, if it did not wait.
        go_on.set()
        for thread in (keeping, sweeping):
            thread.join()
        assert names(tmp_path) == [aside.digest]
