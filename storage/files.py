"""Files that people sent: which content a platform's reference stands for; contents are in a folder (bot/files.py)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, select

from storage.dialect import insert_new
from storage.tables import files


@dataclass(frozen=True, slots=True)
class FileRow:
    """A reference (``telegram:AgAC…``), the digest (SHA-256, hexadecimal) of its content, its type and its name."""

    reference: str
    digest: str
    media_type: str
    name: str


class Files:
    """Files within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, reference: str) -> FileRow | None:
        """Give what is known of a reference."""
        row = self._connection.execute(select(files).where(files.c.reference == reference)).first()
        return FileRow(**row._asdict()) if row else None

    def keep(self, row: FileRow) -> None:
        """Note which content a reference stands for; once noted it stays."""
        self._connection.execute(insert_new(self._connection, files), asdict(row))

    def forget(self, references: Iterable[str]) -> None:
        """Forget references, for good; their contents go with the next sweep of what nobody refers to."""
        self._connection.execute(delete(files).where(files.c.reference.in_(list(references))))

    def digests(self) -> set[str]:
        """Give the digest of every content that something refers to."""
        return set(self._connection.scalars(select(files.c.digest)))
