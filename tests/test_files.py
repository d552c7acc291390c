"""Files people send: kept by content, cleaned, refused where they are not what they say."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.app import App
from bot.files import LARGEST, Files, clean
from bot.platforms import Gone, Refused
from storage.database import Database
from tests.fakes.city import settings
from tests.fakes.clock import StillClock
from tests.fakes.platform import BUTTONS, FakePlatform, Speaker
from tests.fakes.understander import FakeUnderstander

NOT_SHOWN = [b"", b"hello", b"MZ\x90\x00" + b"\0" * 100, b"\xff\xd8\xff" + b"\0" * 40, b"GIF89a"]


def jpeg(size: tuple[int, int] = (40, 20), orientation: int = 1) -> bytes:
    picture = Image.new("RGB", size, (200, 30, 30))
    exif = picture.getexif()
    exif[0x010F] = "A telephone"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def contents(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


class Phone:
    """A platform that has one file, and counts how often it is asked."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked = 0

    async def fetch(self, file_id: str, most: int) -> bytes:
        self.asked += 1
        return self.data


def test_a_photo_loses_what_the_camera_hid_in_it_and_stands_upright() -> None:
    cleaned = clean(jpeg(orientation=6))
    assert (cleaned.media_type, cleaned.name, cleaned.is_image) == ("image/jpeg", "photo.jpg", True)
    with Image.open(io.BytesIO(cleaned.data)) as picture:
        assert not picture.getexif()
        assert picture.size == (20, 40)
    assert b"telephone" not in cleaned.data


def test_a_large_photo_is_made_smaller() -> None:
    with Image.open(io.BytesIO(clean(jpeg((4000, 1000))).data)) as picture:
        assert picture.size == (2560, 640)


def test_a_drawing_keeps_what_is_transparent() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    cleaned = clean(written.getvalue())
    assert cleaned.media_type == "image/png"
    with Image.open(io.BytesIO(cleaned.data)) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"%PDF-1.7\n", "application/pdf"), (b"OggS\0", "audio/ogg"), (b"\0\0\0 ftypisom", "video/mp4")],
)
def test_other_documents_are_told_by_their_content(data: bytes, media_type: str) -> None:
    assert clean(data).media_type == media_type


@pytest.mark.parametrize("data", [*NOT_SHOWN, b"%PDF-" + b"0" * LARGEST])
def test_what_is_not_shown_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        clean(data)


def test_a_picture_that_unfolds_into_too_much_is_refused() -> None:
    written = io.BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    with pytest.raises(Refused):
        clean(written.getvalue())


async def test_a_file_is_fetched_once_and_kept_by_its_content(database: Database, tmp_path: Path) -> None:
    phone = Phone(jpeg())
    files = Files(tmp_path / "files", database, {"fake": phone})
    first, again, other = await files.get("fake:a"), await files.get("fake:a"), await files.get("fake:b")
    assert first == again == other
    assert phone.asked == 2
    assert contents(tmp_path / "files") == 1
    database.run_here(lambda uow: uow.files.forget(["fake:a"]))
    assert database.run_here(lambda uow: uow.files.find("fake:a")) is None
    assert len(database.run_here(lambda uow: uow.files.digests())) == 1


async def test_a_platform_that_is_not_here_has_no_files(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        await Files(tmp_path, database, {}).get("nowhere:a")


class Camera(FakePlatform):
    """A platform that shows files, and has one photo and nothing else."""

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Give the photo."""
        if file_id != "photo:lampe":
            raise Gone(file_id)
        return jpeg()


async def test_the_agents_see_the_photo_and_a_lost_one_keeps_nothing_from_them(
    fresh_sqlite: Callable[[], str], clock: StillClock, understander: FakeUnderstander, tmp_path: Path
) -> None:
    camera = Camera(clock, replace(BUTTONS, files=True))
    app = App(
        settings(files={"folder": str(tmp_path / "files")}), Database(fresh_sqlite()), [camera], understander, clock
    )
    understander.teach("dépôt sauvage rue Battant", "category illegal_dumping")
    léa = Speaker("léa", "léa")
    for photo in ("lampe", "perdue"):
        await camera.write(léa, "dépôt sauvage rue Battant" if photo == "lampe" else "", photo=photo)
        await camera.hand_over(app.intake)
        await app.settle()
    await camera.press(léa, "answer confirm yes", None, "")
    await camera.hand_over(app.intake)
    await app.settle()
    app.close()
    card, photos = [shown.rendered for shown in camera.screen if shown.room == "team-cleanliness"]
    assert card.enclosures == ()
    assert [each.media_type for each in photos.enclosures] == ["image/jpeg"]
    assert "2 photos" in photos.text
