"""Which files that people send are taken, by what the message says of them, before anything is fetched. Pure."""

import re
from enum import StrEnum

from bot.incoming import Attachment

LARGEST = 20_000_000
"""Bytes; what Telegram lets a bot download (Bot API, getFile)."""

SHOWN = frozenset(
    {
        "application/pdf",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "image/bmp",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "video/mp4",
        "video/quicktime",
        "video/webm",
    }
)
"""Types that bot/files.py recognises by their content. A picture is drawn anew, so an odd one does no harm."""

_ENDINGS = re.compile(r"pdf|jpe?g?|jfif|png|gif|bmp|tiff?|webp|og[ga]|opus|mp[34]|m4[av]|mov|webm")
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})
_CONTACTS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})


class Objection(StrEnum):
    """Why a file is not shown to the agents; each has a sentence for the citizen and one for the agents."""

    LARGE = "large"
    KIND = "kind"
    BROKEN = "broken"
    GONE = "gone"
    """Its platform does not have it any more, or did not give it for a day."""
    REFUSED = "refused"
    """The platform on which it was to be shown does not take it."""


def objection(attachment: Attachment) -> Objection | None:
    """Say why a file will not be shown, as far as the message tells; None when it may be fetched.

    The sender's program names the size and the type, so what passes here is looked at again when it is there.
    """
    if attachment.size > LARGEST:
        return Objection.LARGE
    media_type = attachment.media_type.partition(";")[0].strip().lower()
    if media_type not in _SAYS_NOTHING:
        return None if media_type in SHOWN else Objection.KIND
    _, dot, ending = attachment.name.rpartition(".")
    return Objection.KIND if dot and attachment.kind == "document" and not _ENDINGS.fullmatch(ending.lower()) else None


def is_contact(name: str, media_type: str) -> bool:
    """Say whether a file is somebody's card from an address book: of a person who did not ask to be kept here."""
    return media_type.partition(";")[0].strip().lower() in _CONTACTS or name.lower().endswith((".vcf", ".vcard"))
