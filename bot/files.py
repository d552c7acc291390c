"""Step 3 of a message, beside it: photos and documents that people sent, fetched once, cleaned, kept by their content.

What a platform gave us is a reference (``telegram:AgAC…``). The first message that shows the file fetches it; what is
kept is named by the digest of its content, without the data that cameras hide in pictures (where, when, whose).
"""

import asyncio
import hashlib
import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.platforms import Enclosure, Refused
from storage.database import Database
from storage.files import FileRow
from storage.unit_of_work import UnitOfWork

LARGEST = 20_000_000
"""Bytes; what Telegram lets a bot download (Bot API, getFile)."""

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
)


@runtime_checkable
class Source(Protocol):
    """Where files come from: a platform adapter."""

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Give a file's bytes.

        Raises:
            bot.platforms.PlatformError: Refused when it has more than ``most`` bytes, Gone when it is not there.
        """


class Files:
    """The store.

    Args:
        folder: where contents are kept, a file a digest.
        database: where references are matched to contents.
        sources: platforms by name.
    """

    def __init__(self, folder: Path, database: Database, sources: Mapping[str, Source]) -> None:
        self._folder = folder
        self._database = database
        self._sources = sources

    async def get(self, reference: str) -> Enclosure:
        """Give a file by its reference, fetched and cleaned at the first time.

        Raises:
            bot.platforms.PlatformError: it is too large, gone, or of a type that is not shown.
            storage.database.Unavailable: the database takes nothing now.
        """
        known = await self._database.run(lambda uow: uow.files.find(reference))
        if known is not None:
            data = await asyncio.to_thread(self._path(known.digest).read_bytes)
            return Enclosure(data, known.media_type, known.name)
        platform, _, file_id = reference.partition(":")
        source = self._sources.get(platform)
        if source is None:
            raise Refused("no such platform here")
        cleaned = await asyncio.to_thread(clean, await source.fetch(file_id, LARGEST))
        digest = hashlib.sha256(cleaned.data).hexdigest()
        await asyncio.to_thread(self._write, digest, cleaned.data)
        row = FileRow(reference, digest, cleaned.media_type, cleaned.name)
        await self._database.run(partial(_keep, row))
        return cleaned

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def _write(self, digest: str, data: bytes) -> None:
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and moved, so that a name never stands for half a content.
        aside = path.with_suffix(".part")
        aside.write_bytes(data)
        aside.replace(path)


def clean(data: bytes) -> Enclosure:
    """Tell a file's type by its content, and take out of a picture what it does not show.

    Raises:
        bot.platforms.Refused: it is too large, broken, or of a type that is not shown.
    """
    if len(data) > LARGEST:
        raise Refused("too large")
    for offset, signature, media_type, ending in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return Enclosure(data, media_type, f"document.{ending}")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too many pixels")
            upright = ImageOps.exif_transpose(picture)
            return _drawn_anew(upright, keep_colours=picture.format == "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("not a picture or document") from error


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


def _keep(row: FileRow, uow: UnitOfWork) -> None:
    uow.files.keep(row)
