"""Files of requests: fetched at once, tried again, given up, shown or told of once; gone with whoever erases them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.fetching import GIVE_UP_AFTER
from bot.incoming import Attachment, Words
from bot.platforms import Retryable
from handlers.registry import REGISTRY
from storage.files import FileRow, FileState
from tests.fakes.camera import Camera
from tests.fakes.platform import Shown
from tests.fakes.things import Thing, jpeg
from tests.fakes.town import Town, agent, citizen

LÉA, TOM = citizen("léa"), citizen("tom")
PHOTO, PLAN = Thing("photo", "lampe.jpg"), Thing("document", "plan.pdf")
TEAM = "team-street_lighting"
LEASE = timedelta(seconds=60)
DOWN = Retryable("502")


@pytest.fixture
def town(url: str, tmp_path: Path) -> Iterator[Town]:
    """A town whose people have cameras, once on each kind of database."""
    with Town(url, folder=tmp_path / "files") as opened:
        yield opened


async def report(town: Town, *things: Thing, meaning: str = "category street_lighting") -> int:
    """Let Léa send a request with files; gives its id."""
    await town.write(LÉA, "Lampadaire éteint rue Battant", meaning=meaning)
    for thing in things:
        await town.show(LÉA, thing)
    while not town.requests():
        offered = next(row.actions for row in reversed(town.rows()) if row.room == LÉA.room)
        wanted = [action for action in offered if action.endswith((" -", "confirm yes"))]
        await town.choose(LÉA, wanted[0])
    return town.requests()[-1]


def contents(town: Town) -> list[Path]:
    """Give the files that are kept."""
    return [path for path in (town.folder or Path()).glob("??/*") if path.is_file()]


def rows(town: Town) -> list[FileRow]:
    requests = town.requests()
    return town.look(lambda uow: [row for each in requests for row in uow.files.of(each)])


def shown(town: Town, room: str) -> list[Shown]:
    return [each for each in town.platform.screen if each.room == room]


class TestOnce:
    async def test_a_photo_is_fetched_and_shown_as_soon_as_the_request_is_sent(self, town: Town) -> None:
        await report(town, PHOTO, PLAN)
        card, files = shown(town, TEAM)
        assert card.rendered.enclosures == ()
        assert [each.media_type for each in files.rendered.enclosures] == ["image/jpeg", "application/pdf"]
        assert len(contents(town)) == 2

    async def test_of_a_draft_nothing_is_fetched(self, town: Town) -> None:
        await town.show(LÉA, PHOTO)
        assert (contents(town), rows(town)) == ([], [])

    async def test_a_confidential_one_is_fetched_at_once_and_shown_in_private_only(self, town: Town) -> None:
        request = await report(town, PLAN, meaning="category social_aid")
        assert len(contents(town)) == 1
        assert all(not each.rendered.enclosures for each in town.platform.screen)
        helper = citizen("agent-social_action")
        await town.write(helper, f"/voir {town.request(request).number}")
        assert [each.media_type for each in shown(town, helper.room)[-1].rendered.enclosures] == ["application/pdf"]

    async def test_the_same_content_is_kept_once(self, town: Town) -> None:
        await report(town, PHOTO, Thing("photo", "encore.jpg"))
        assert [row.state for row in rows(town)] == [FileState.KEPT] * 2
        assert len(contents(town)) == 1

    async def test_an_album_is_one_message(self, town: Town) -> None:
        await report(town)
        await town.write(LÉA, "suivi")
        await town.choose(LÉA, "follow 1")
        await town.choose(LÉA, "add 1")
        assert await town.show(LÉA, PHOTO, Thing("photo", "b.jpg"), text="vu de près") == ["passed-on"]
        assert len(shown(town, TEAM)[-1].rendered.enclosures) == 2

    async def test_two_workers_fetch_and_tell_once(self, url: str, tmp_path: Path) -> None:
        with Town(url, folder=tmp_path / "files", workers=2) as town:
            await report(town, PHOTO, Thing("photo", "gone.jpg"))
            assert [row.keys for row in town.rows() if row.room == TEAM][1:] == [["card-photos", "file-not-shown"]]
            assert sum("file-lost" in row.keys for row in town.rows()) == 1

    async def test_what_cannot_be_read_is_no_file(self, town: Town) -> None:
        await report(town)
        unreadable = Words("", (Attachment("unreadable", "$1"),))
        await town.hand_over(town.platform.said(LÉA, unreadable))
        await town.settle()
        assert "unreadable" in town.said(LÉA.room)
        assert rows(town) == []


class TestAgain:
    async def test_the_room_does_not_wait_for_a_file(self, town: Town) -> None:
        with mock.patch.object(Camera, "fetch", side_effect=DOWN) as fetch:
            await report(town, PHOTO)
            assert fetch.call_count == 1
            await town.write(agent("street_lighting"), "/prendre 1")
        assert [row.state for row in rows(town)] == [FileState.WANTED]
        assert "desk-taken" in [key for row in town.rows() if row.state == "sent" for key in row.keys]
        await town.write(agent("street_lighting"), "/voir 1")
        assert "files-coming" in [key for row in town.rows()[-2:] for key in row.keys]
        town.clock.advance(timedelta(seconds=2))
        await town.settle()
        assert shown(town, TEAM)[-1].rendered.enclosures

    async def test_the_pause_is_the_platforms_if_it_names_one(self, town: Town) -> None:
        with mock.patch.object(Camera, "fetch", side_effect=Retryable("429", 300.0)):
            await report(town, PHOTO)
        for seconds, state in ((200, FileState.WANTED), (101, FileState.KEPT)):
            town.clock.advance(timedelta(seconds=seconds))
            await town.settle()
            assert [row.state for row in rows(town)] == [state]

    async def test_after_a_day_it_is_given_up_and_everybody_is_told_once(self, town: Town) -> None:
        with mock.patch.object(Camera, "fetch", side_effect=DOWN):
            await report(town, PHOTO)
            town.said(LÉA.room)
            town.clock.advance(GIVE_UP_AFTER + timedelta(hours=1))
            await town.settle()
            await town.settle()
        assert town.said(LÉA.room) == ["file-lost", "file-lost-why", "file-lost-again"]
        assert [row.objection for row in rows(town)] == ["gone"]
        assert shown(town, TEAM)[-1].rendered.text.startswith("Une pièce jointe n’est pas affichée")

    async def test_a_worker_that_dies_leaves_it_to_the_next(self, town: Town) -> None:
        with mock.patch.object(Camera, "fetch", side_effect=DOWN):
            await report(town, PHOTO)
        town.clock.advance(timedelta(minutes=1))
        town.look(lambda uow: uow.files.claim(town.clock.now(), LEASE, 4))
        town.reopen()
        await town.settle()
        assert [row.state for row in rows(town)] == [FileState.WANTED]
        town.clock.advance(LEASE)
        await town.settle()
        assert [row.state for row in rows(town)] == [FileState.KEPT]

    @pytest.mark.parametrize("where", ["bot.fetching.clean", "storage.contents.Contents.put_aside"])
    async def test_a_mistake_or_a_full_disk_is_logged_and_tried_again(self, where: str, town: Town) -> None:
        with mock.patch(where, side_effect=OSError("no space left")), capture_logs() as logs:
            await report(town, PHOTO)
        assert "fetching_failed" in [entry["event"] for entry in logs]
        town.clock.advance(timedelta(minutes=1))
        await town.settle()
        assert [row.state for row in rows(town)] == [FileState.KEPT]

    async def test_a_file_of_a_platform_that_is_not_here_waits_for_it(self, town: Town) -> None:
        request = await report(town)
        town.look(lambda uow: uow.files.want(request, ["elsewhere:a"], town.clock.now()))
        await town.settle()
        assert [row.state for row in rows(town)] == [FileState.WANTED]

    async def test_what_could_not_be_noted_is_not_kept(self, url: str, tmp_path: Path) -> None:
        settled = mock.Mock(side_effect=ZeroDivisionError)
        with Town(url, folder=tmp_path, registry=replace(REGISTRY, files_settled=settled)) as town:
            with pytest.raises(ZeroDivisionError):
                await report(town, PHOTO)
            assert [row.state for row in rows(town)] == [FileState.WANTED]
            assert contents(town) == []


class TestShowing:
    async def test_a_content_that_is_gone_from_the_disk_is_said_to_be(self, town: Town) -> None:
        await report(town, PHOTO)
        contents(town)[0].unlink()
        await town.write(agent("street_lighting"), "/voir 1")
        latest = shown(town, TEAM)[-1].rendered
        assert latest.enclosures == ()
        assert "Une pièce jointe n’est pas affichée" in latest.text

    async def test_a_platform_that_never_takes_it_has_something_to_say_instead(self, town: Town) -> None:
        await report(town, PHOTO)
        (photo,) = shown(town, TEAM)[-1].rendered.enclosures
        assert photo.instead == "Une pièce jointe n’est pas affichée\u00a0: cette messagerie ne l’accepte pas."


async def test_whoever_takes_their_data_along_gets_their_files(town: Town) -> None:
    await report(town, PHOTO, PLAN, Thing("photo", "gone.jpg"))
    await town.write(LÉA, "/mesdonnees")
    assert await town.choose(LÉA, "data export") == ["data-export-title"]
    latest = shown(town, LÉA.room)[-1].rendered
    assert len(latest.enclosures) == 2
    assert '"files": 3' in latest.text
    assert "lampe.jpg" not in latest.text


class TestErasing:
    async def erase(self, town: Town) -> None:
        await town.write(LÉA, "/mesdonnees")
        await town.choose(LÉA, "data erase")
        await town.choose(LÉA, "data erase yes")

    async def sweep(self, town: Town) -> None:
        town.clock.advance(timedelta(hours=1))
        await town.app.schedule.tick()

    async def test_nothing_of_a_photo_is_left_after_the_sweep(self, town: Town) -> None:
        await report(town, PHOTO, PLAN)
        await self.sweep(town)
        assert len(contents(town)) == 2
        await self.erase(town)
        assert rows(town) == []
        await self.sweep(town)
        assert contents(town) == []
        assert "lampe.jpg" not in str(town.dump())

    async def test_somebody_elses_photo_of_the_same_content_stays(self, town: Town) -> None:
        await report(town, PHOTO)
        tom = await town.report(TOM)
        await town.write(TOM, "suivi")
        await town.choose(TOM, f"follow {tom}")
        await town.choose(TOM, f"add {tom}")
        await town.show(TOM, PHOTO)
        await self.erase(town)
        await self.sweep(town)
        assert len(contents(town)) == 1
        assert [row.request_id for row in rows(town)] == [tom]

    async def test_a_photo_that_is_under_way_meanwhile_is_not_kept(self, town: Town) -> None:
        async def fetch(_camera: Camera, _file_id: str, _most: int) -> bytes:
            town.look(lambda uow: uow.personal_data.erase(1))
            return jpeg()

        with mock.patch.object(Camera, "fetch", fetch):
            await report(town, PHOTO)
        assert (contents(town), rows(town)) == ([], [])
        assert "lampe.jpg" not in str(town.dump())

    async def test_what_an_agent_made_of_an_answer_goes_too(self, town: Town) -> None:
        await report(town)
        nadia = agent("street_lighting", "nadia")
        await town.write(nadia, "/repondre 1 Bonjour Mme Ypsilon")
        receipt = town.platform.said(nadia, Words("")).event_id
        answered = f"e{int(receipt[1:]) - 1}"
        assert await town.edit(nadia, answered, "/repondre 1 Bonjour Mme Upsilon") == ["desk-edited"]
        await self.erase(town)
        await town.write(nadia, "/file")
        assert "psilon" not in str(town.dump())
