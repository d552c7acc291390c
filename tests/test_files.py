"""Files people send: cleaned, told by their content, refused where they are not what they say."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.attachments import LARGEST, Objection, is_contact, objection
from bot.files import Files, NotShown, clean
from bot.incoming import Attachment
from storage.contents import Contents
from tests.fakes.things import jpeg as small_jpeg
from tests.fakes.town import Town, citizen


def jpeg(size: tuple[int, int] = (40, 20), orientation: int = 1) -> bytes:
    picture = Image.new("RGB", size, (200, 30, 30))
    exif = picture.getexif()
    exif[0x010F] = "A telephone"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


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
    cleaned = clean(png(Image.new("RGBA", (8, 8), (0, 0, 0, 0))))
    assert cleaned.media_type == "image/png"
    with Image.open(io.BytesIO(cleaned.data)) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"%PDF-1.7\n", "application/pdf"), (b"OggS\0", "audio/ogg"), (b"\0\0\0 ftypisom", "video/mp4")],
)
def test_other_documents_are_told_by_their_content(data: bytes, media_type: str) -> None:
    assert clean(data).media_type == media_type


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Objection.KIND),
        (b"hello", Objection.KIND),
        (b"MZ\x90\x00" + b"\0" * 100, Objection.KIND),
        (b"PK\x03\x04" + b"\0" * 100, Objection.KIND),
        (small_jpeg()[: len(small_jpeg()) // 2], Objection.BROKEN),
        (b"%PDF-" + b"0" * LARGEST, Objection.LARGE),
        (png(Image.new("1", (9000, 9000))), Objection.LARGE),
    ],
    ids=["nothing", "text", "program", "archive", "half a picture", "too many bytes", "unfolds into too much"],
)
def test_what_is_not_shown_is_refused_with_the_reason(data: bytes, why: Objection) -> None:
    with pytest.raises(NotShown) as refused:
        clean(data)
    assert refused.value.objection is why


@pytest.mark.parametrize(
    ("attachment", "why"),
    [
        (Attachment("photo", "a"), None),
        (Attachment("photo", "a", size=LARGEST), None),
        (Attachment("photo", "a", size=LARGEST + 1), Objection.LARGE),
        (Attachment("document", "a", "plan.pdf", 5, "application/pdf"), None),
        (Attachment("document", "a", "plan.pdf", 5, "Application/PDF; x=1"), None),
        (Attachment("document", "a", "virus.exe", 5, "application/x-msdownload"), Objection.KIND),
        (Attachment("document", "a", "photos.zip", 5), Objection.KIND),
        (Attachment("document", "a", "photo.HEIC", 5, "application/octet-stream"), Objection.KIND),
        (Attachment("document", "a", "photo.JPG", 5, "application/octet-stream"), None),
        (Attachment("document", "a", "no ending", 5), None),
        (Attachment("voice", "a", "Voice message"), None),
    ],
    ids=str,
)
def test_what_a_message_says_of_a_file_tells_whether_it_may_be_fetched(
    attachment: Attachment, why: Objection | None
) -> None:
    assert objection(attachment) is why


@pytest.mark.parametrize(("name", "media_type"), [("Tom.vcf", ""), ("x", "text/x-vcard; charset=utf-8"), ("A.VCF", "")])
def test_a_card_from_an_address_book_is_recognised(name: str, media_type: str) -> None:
    assert is_contact(name, media_type)
    assert not is_contact("plan.pdf", "application/pdf")


async def test_a_file_is_given_as_it_is_kept(url: str, tmp_path: Path) -> None:
    with Town(url) as town:
        request, contents, now = await town.report(citizen("léa")), Contents(tmp_path), town.clock.now()
        files, aside = Files(contents, town.database), contents.put_aside(b"%PDF-1.7", now)
        town.look(lambda uow: uow.files.want(request, ["fake:a", "fake:b", "fake:c"], now))
        rows = {row.reference: row for row in town.look(lambda uow: uow.files.of(request))}
        town.look(lambda uow: uow.files.keep(rows["fake:a"], aside.digest, "application/pdf", "document.pdf"))
        town.look(lambda uow: uow.files.keep(rows["fake:b"], None, "", ""))
        contents.keep(aside, "owner")
        found = await files.get("fake:a")
        assert found is not None
        assert (found.data, found.media_type, found.name) == (b"%PDF-1.7", "application/pdf", "document.pdf")
        assert await files.get("fake:b") is None
        for reference in ("fake:c", "fake:unknown"):
            with pytest.raises(NotShown):
                await files.get(reference)
        (tmp_path / aside.digest[:2] / aside.digest).unlink()
        with pytest.raises(NotShown):
            await files.get("fake:a")
