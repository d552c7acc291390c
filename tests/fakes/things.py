"""What people's telephones send beside words, the same on every platform: what is in a file is said by its name."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PIL import Image

from bot.domain.attachments import LARGEST
from bot.incoming import Attachment

Kind = Literal["photo", "document", "voice", "video", "sticker", "contact", "poll", "venue"]
TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "exe": "application/x-msdownload",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is sent: a file by its name, a place by its; ``size`` is what the message says of it, in bytes.

    A file called ``gone.jpg`` is not there when it is fetched, ``broken.jpg`` is half a picture, and ``large.jpg`` is
    larger than its message says.
    """

    kind: Kind
    name: str = ""
    size: int = 0

    @property
    def media_type(self) -> str:
        """What the sender's program says of a file."""
        return TYPES.get(self.name.rpartition(".")[2], "")

    @property
    def attachment(self) -> Attachment | None:
        """Give it as our own attachment, if it is a file."""
        if self.kind not in ("photo", "document", "voice", "video"):
            return None
        return Attachment(self.kind, f"{self.kind}:{self.name}", self.name, self.size, self.media_type, self.name)


@lru_cache(maxsize=1)
def jpeg() -> bytes:
    """Draw a small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(drawn, "JPEG")
    return drawn.getvalue()


def content_of(name: str) -> bytes | None:
    """Give what is in a file; None when it is not there."""
    if name.startswith("gone"):
        return None
    if name.startswith("broken"):
        return jpeg()[: len(jpeg()) // 2]
    if name.startswith("large"):
        return bytes(LARGEST + 1)
    kinds = {"pdf": b"%PDF-1.7\n", "ogg": b"OggS\0", "mp4": b"\0\0\0 ftypisom", "exe": b"MZ\x90\0"}
    return kinds.get(name.rpartition(".")[2], jpeg())
