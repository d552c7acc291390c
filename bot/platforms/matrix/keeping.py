"""Beside the key store: small secret files, readable by nobody else, and the lock that keeps a second bot out."""

import fcntl
import os
from pathlib import Path


class InUse(OSError):
    """Another process uses the same store. Two on one device lose messages for both, so the second one waits."""


def read_secret(file: Path) -> str | None:
    """Give what a file holds, or None when there is none."""
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return None


def write_secret(file: Path, content: str) -> None:
    """Put a file down, whole or not at all, readable by its owner only."""
    fresh = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


class Lock:
    """Held while a store is in use; the system lets go of it when the process ends, however it does.

    Args:
        file: the lock file; its folder exists.

    Raises:
        InUse: somebody else holds it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.open("w", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise InUse("the Matrix store is in use by another process") from error

    def release(self) -> None:
        """Let somebody else in."""
        self._file.close()
