"""Beside step 3 of a message: photos and documents that people sent, cleaned, kept by their content, given to be shown.

What a platform gave us is a reference (``telegram:AgAC…``). bot/fetching.py fetches it; what is kept is named by the
digest of its content, without the data that cameras hide in pictures (where, when, whose).
"""

import asyncio
import io
from typing import Protocol, runtime_checkable

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.domain.attachments import LARGEST, Objection
from bot.platforms import Enclosure
from storage.contents import Contents
from storage.database import Database

MOST_PIXELS = 60_000_000
"""Width times height; a small file can unfold into a picture that fills the memory."""

LONGEST_SIDE = 2_560
"""Pixels; enough to read a number plate, and a tenth of what a telephone takes."""

_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF-", "application/pdf", "pdf"),
    (0, b"OggS", "audio/ogg", "ogg"),
    (4, b"ftyp", "video/mp4", "mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm", "webm"),
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"\xff\xfb", "audio/mpeg", "mp3"),
)


class NotShown(Exception):
    """A file that will not be shown.

    Args:
        objection: why.
    """

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.value)
        self.objection = objection


@runtime_checkable
class Source(Protocol):
    """Where files come from: a platform adapter."""

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Give a file's bytes.

        Raises:
            bot.platforms.PlatformError: TooLarge when it has more than ``most`` bytes, Gone when it is not there.
        """


class Files:
    """The store.

    Args:
        contents: the folder.
        database: where references are matched to contents.
    """

    def __init__(self, contents: Contents, database: Database) -> None:
        self._contents = contents
        self._database = database

    async def get(self, reference: str) -> Enclosure | None:
        """Give a file by its reference; None for one of a platform that gives nothing but names (the terminal).

        Raises:
            NotShown: it is not here any more.
            storage.database.Unavailable: the database takes nothing now.
        """
        row = await self._database.run(lambda uow: uow.files.find(reference))
        if row is None:
            raise NotShown(Objection.GONE)
        if row.digest is None:
            return None
        try:
            data = await asyncio.to_thread(self._contents.read, row.digest)
        except OSError as error:
            raise NotShown(Objection.GONE) from error
        return Enclosure(data, row.media_type, row.name)


def clean(data: bytes) -> Enclosure:
    """Tell a file's type by its content, and take out of a picture what it does not show.

    Raises:
        NotShown: it is too large, broken, or of a type that is not shown.
    """
    if len(data) > LARGEST:
        raise NotShown(Objection.LARGE)
    for offset, signature, media_type, ending in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return Enclosure(data, media_type, f"document.{ending}")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotShown(Objection.LARGE)
            upright = ImageOps.exif_transpose(picture)
            return _drawn_anew(upright, keep_colours=picture.format == "PNG")
    except UnidentifiedImageError as error:
        raise NotShown(Objection.KIND) from error
    except Image.DecompressionBombError as error:
        raise NotShown(Objection.LARGE) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise NotShown(Objection.BROKEN) from error


def _drawn_anew(picture: Image.Image, *, keep_colours: bool) -> Enclosure:
    """Draw the pixels, and only the pixels, into a new file."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGBA" if keep_colours else "RGB", picture.size)
    plain.paste(picture.convert(plain.mode))
    written = io.BytesIO()
    if keep_colours:
        plain.save(written, "PNG", optimize=True)
        return Enclosure(written.getvalue(), "image/png", "photo.png")
    plain.save(written, "JPEG", quality=85)
    return Enclosure(written.getvalue(), "image/jpeg", "photo.jpg")
