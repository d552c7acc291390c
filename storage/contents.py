"""The contents of files, in a folder: each is a file named by the digest of what is in it, so the same is there once.

The folder belongs to the database that first put something there, and only for that one it is swept: to another one
(the demo city's, started in the same place) everything in it would seem to be referred to by nothing.

A content is written aside first and given its name within the transaction that refers to it, so a sweep, which is a
transaction too and sees every reference, never takes away what has just been put there.
"""

import hashlib
import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ASIDE = ".part"
OWNER = "owner"
"""The file that names the database whose folder it is."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A content that was written but has no name yet."""

    path: Path
    digest: str


class Contents:
    """The folder.

    Args:
        folder: where; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_aside(self, data: bytes, now: datetime) -> Aside:
        """Write a content that is not referred to yet; ``now`` tells later how long it has been left there."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest).with_suffix(f".{secrets.token_hex(4)}{ASIDE}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.utime(path, (now.timestamp(), now.timestamp()))
        return Aside(path, digest)

    def keep(self, aside: Aside, owner: str) -> None:
        """Give a content its name; to be done in the transaction that has just referred to it.

        Args:
            aside: the content.
            owner: names the database of that transaction.
        """
        aside.path.replace(self._path(aside.digest))
        with suppress(FileExistsError), (self._folder / OWNER).open("x") as file:
            file.write(owner)

    def drop(self, aside: Aside) -> None:
        """Throw a content away that is not wanted any more."""
        aside.path.unlink(missing_ok=True)

    def read(self, digest: str) -> bytes:
        """Give a content.

        Raises:
            FileNotFoundError: it is not there.
        """
        return self._path(digest).read_bytes()

    def sweep(self, owner: str, wanted: Collection[str], before: datetime) -> int:
        """Remove what nothing refers to.

        Args:
            owner: names the database that asks; of another one's folder nothing is removed.
            wanted: digests of everything that something refers to; no other may be added while this runs.
            before: what was put aside before and has no name yet was left by a process that died.

        Returns:
            How many were removed.
        """
        removed = 0
        if not self._is_of(owner):
            return removed
        for path in self._folder.glob("??/*"):
            if path.name in wanted or (path.suffix == ASIDE and path.stat().st_mtime >= before.timestamp()):
                continue
            path.unlink(missing_ok=True)
            removed += 1
        return removed

    def _is_of(self, owner: str) -> bool:
        try:
            return (self._folder / OWNER).read_text() == owner
        except OSError:
            return False  # Nothing was ever put here.

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
