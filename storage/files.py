"""Files that people sent with requests: what is still to be fetched, what content each is, why one is not shown.

Contents are in a folder (storage/contents.py). A file is ``wanted`` until it is ``kept`` or ``lost``.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update

from storage.dialect import hold_still, insert_new
from storage.tables import files, notes


class Sender(StrEnum):
    """Who gave a file: a request's own are the citizens', of whoever told it or joined it."""

    CITIZEN = "citizen"
    AGENT = "agent"
    """It goes with an answer, and is nobody's but the citizens' who get that."""


class FileState(StrEnum):
    """How far it is with a file."""

    WANTED = "wanted"
    """It is to be fetched."""
    KEPT = "kept"
    """Its content is here; without a digest, its platform gives nothing but the name of a file."""
    LOST = "lost"
    """It will not be shown; why is said by ``objection``."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a request.

    ``reference`` is the platform's handle on it (``telegram:AgAC…``), ``digest`` that of its content (SHA-256,
    hexadecimal). ``tries`` counts those that have begun, ``wanted_at`` is when it was sent to us.
    """

    request_id: int
    reference: str
    state: FileState
    digest: str | None
    media_type: str
    name: str
    objection: str | None
    tries: int
    wanted_at: datetime
    sender: Sender


_COLUMNS = (
    files.c.request_id,
    files.c.reference,
    files.c.state,
    files.c.digest,
    files.c.media_type,
    files.c.name,
    files.c.objection,
    files.c.tries,
    files.c.wanted_at,
    files.c.sender,
)
_DUE = (
    select(files.c.request_id, files.c.reference)
    .where(files.c.state == FileState.WANTED, files.c.due_at <= bindparam("now"))
    .order_by(files.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ONE = (files.c.request_id == bindparam("whose")) & (files.c.reference == bindparam("which"))
_CLAIM = update(files).where(_ONE).values(due_at=bindparam("until"), tries=files.c.tries + 1).returning(*_COLUMNS)


class Files:
    """Files within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def want(self, request_id: int, references: Iterable[str], now: datetime, sender: Sender = Sender.CITIZEN) -> None:
        """Note files that came with a request, to be fetched; those that are noted already stay as they are."""
        rows = [
            {
                "request_id": request_id,
                "reference": reference,
                "state": FileState.WANTED,
                "media_type": "",
                "name": "",
                "told": False,
                "tries": 0,
                "wanted_at": now,
                "due_at": now,
                "sender": sender,
            }
            for reference in references
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, files), rows)

    def claim(self, now: datetime, lease: timedelta, most: int) -> list[FileRow]:
        """Take files to fetch, the one that has waited longest first; they are due again when the lease ends."""
        due = self._connection.execute(_DUE, {"now": now, "most": most}).all()
        return [
            _read(
                self._connection.execute(
                    _CLAIM, {"whose": each.request_id, "which": each.reference, "until": now + lease}
                )
                .one()
                ._asdict()
            )
            for each in due
        ]

    def keep(self, row: FileRow, digest: str | None, media_type: str, name: str) -> bool:
        """Note the content of a file.

        Returns:
            Whether it is still wanted: its request may have been erased meanwhile.
        """
        kept = {"state": FileState.KEPT, "digest": digest, "media_type": media_type, "name": name}
        return self._settle(row, kept)

    def lose(self, row: FileRow, objection: str) -> bool:
        """Give a file up, and say why; returns as :meth:`keep`."""
        return self._settle(row, {"state": FileState.LOST, "objection": objection})

    def retry(self, row: FileRow, at: datetime) -> None:
        """Fetch a file later."""
        self._settle(row, {"due_at": at})

    def untold(self, most: int) -> list[FileRow]:
        """Give files of which nobody has been told yet that they are there or will not be, request by request."""
        query = (
            select(*_COLUMNS)
            .where(~files.c.told, files.c.state != FileState.WANTED)
            .order_by(files.c.request_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [_read(row._asdict()) for row in self._connection.execute(query)]

    def told(self, rows: Sequence[FileRow]) -> None:
        """Note that people have been told of files."""
        for row in rows:
            self._connection.execute(
                update(files).where(_ONE).values(told=True), {"whose": row.request_id, "which": row.reference}
            )

    def of(self, request_id: int) -> list[FileRow]:
        """Give the files that citizens gave to a request, in no order."""
        return self._of(request_id, files.c.sender == Sender.CITIZEN)

    def among(self, request_id: int, references: Iterable[str]) -> list[FileRow]:
        """Give those of some files that a request has, whoever gave them, in the order of the references."""
        wanted = list(references)
        found = self._of(request_id, files.c.reference.in_(wanted)) if wanted else []
        return sorted(found, key=lambda each: wanted.index(each.reference))

    def drop(self, request_id: int, references: Iterable[str], sender: Sender = Sender.CITIZEN) -> None:
        """Forget files that somebody gave to a request; their contents go with the next sweep."""
        here = (files.c.request_id == request_id) & files.c.reference.in_(list(references)) & (files.c.sender == sender)
        self._connection.execute(delete(files).where(here))

    def find(self, reference: str) -> FileRow | None:
        """Give a file whose content is here, by its reference."""
        query = select(*_COLUMNS).where(files.c.reference == reference, files.c.state == FileState.KEPT).limit(1)
        row = self._connection.execute(query).first()
        return _read(row._asdict()) if row else None

    def owner(self) -> str:
        """Name this database, for the folder of contents that is its own (storage/contents.py)."""
        key = {"platform": "files", "key": "owner"}
        query = select(notes.c.value).filter_by(**key)
        name: str | None = self._connection.scalar(query)
        if name is None:
            # Another process may do the same now: one is first, and both have its name.
            self._connection.execute(insert_new(self._connection, notes), {**key, "value": secrets.token_hex(16)})
            name = self._connection.execute(query).scalar_one()
        return name

    def digests(self) -> set[str]:
        """Give the digest of every content that something refers to; until the transaction ends nothing is added."""
        hold_still(self._connection, files)
        return set(self._connection.scalars(select(files.c.digest).where(files.c.digest.is_not(None))))

    def _of(self, request_id: int, which: ColumnElement[bool]) -> list[FileRow]:
        found = self._connection.execute(select(*_COLUMNS).where(files.c.request_id == request_id, which))
        return [_read(row._asdict()) for row in found]

    def _settle(self, row: FileRow, values: Mapping[str, object]) -> bool:
        wanted = update(files).where(_ONE, files.c.state == FileState.WANTED).values(values)
        changed = self._connection.execute(wanted, {"whose": row.request_id, "which": row.reference})
        return changed.rowcount > 0


def _read(values: dict[str, object]) -> FileRow:
    typed = {"state": FileState(str(values["state"])), "sender": Sender(str(values["sender"]))}
    return FileRow(**{**values, **typed})  # type: ignore[arg-type]  # As in the table.
