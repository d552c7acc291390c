"""Files, on Matrix: fetched from the media repository and decrypted, or put there, encrypted if the room is."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import quote

from nio.crypto.attachments import decrypt_attachment, encrypt_attachment  # type: ignore[import-untyped]  # nio ships no types.
from nio.exceptions import EncryptionError  # type: ignore[import-untyped]  # As above.

from bot.platforms import Enclosure, Gone, Refused, Retryable, TooLarge
from bot.platforms.matrix.server import LIMITED, Rejected, Server, Unreachable

MEDIA = "/_matrix/client/v1/media/download"
PATIENCE = 40.0
"""Seconds."""

SHOWN = {"image": "m.image", "audio": "m.audio", "video": "m.video"}
_ADDRESS = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]+)/([A-Za-z0-9_=-]+)")


async def fetch(server: Server, file_id: str, most: int) -> bytes:
    """Fetch a file.

    Args:
        server: the homeserver.
        file_id: as reading wrote it.
        most: bytes.

    Raises:
        TooLarge: it is larger.
        Refused: it is not what its sender's envelope says.
        Gone: the server has it no more.
        Retryable: not now.
    """
    handle = _handle(file_id)
    found = _ADDRESS.fullmatch(str(handle.get("url", "")))
    if not found:
        raise Refused("no address of a file")
    where = "/".join((MEDIA, quote(found[1], safe=""), quote(found[2], safe="")))
    try:
        content = await server.download(where, most, patience=PATIENCE)
    except Unreachable as error:
        raise Retryable(str(error)) from error
    except Rejected as error:
        if error.code == LIMITED:
            raise Retryable(error.code, error.retry_after) from error
        if error.code == "M_TOO_LARGE":
            raise TooLarge(error.code) from error
        raise Gone(error.code or str(error.status)) from error
    return await asyncio.to_thread(_decrypted, content, handle) if "key" in handle else content


async def enclosed(server: Server, enclosure: Enclosure, *, encrypted: bool) -> dict[str, Any]:
    """Put a file into the media repository, and give the content of the event that shows it.

    Args:
        server: the homeserver.
        enclosure: the file.
        encrypted: whether the room is; then only who reads the event can read the file.

    Raises:
        Unreachable, Rejected: as the server does.
    """
    kind, _, _ = enclosure.media_type.partition("/")
    info = {"mimetype": enclosure.media_type, "size": len(enclosure.data)}
    content = {"msgtype": SHOWN.get(kind, "m.file"), "body": enclosure.name, "info": info}
    if not encrypted:
        url = await server.upload(enclosure.data, enclosure.media_type, patience=PATIENCE)
        return {**content, "url": url}
    sealed, keys = await asyncio.to_thread(encrypt_attachment, enclosure.data)
    url = await server.upload(sealed, "application/octet-stream", patience=PATIENCE)
    return {**content, "file": {**keys, "url": url}}


def _handle(file_id: str) -> dict[str, Any]:
    try:
        handle = json.loads(file_id)
    except ValueError as error:
        raise Refused("no address of a file") from error
    return handle if isinstance(handle, dict) else {}


def _decrypted(content: bytes, handle: dict[str, Any]) -> bytes:
    try:
        return bytes(decrypt_attachment(content, handle["key"], handle["sha256"], handle["iv"]))
    except (EncryptionError, KeyError, ValueError, TypeError, OverflowError) as error:
        raise Refused("not what its envelope says") from error
