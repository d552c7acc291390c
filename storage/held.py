"""What agents write to citizens is held back for a moment, so that they can take it back; one a request at most."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from bot.domain.promise import Promise
from bot.domain.request import EventKind, Status
from bot.incoming import Address
from storage.tables import held_answers


@dataclass(frozen=True, slots=True)
class Before:
    """How a request stood before it was written, as far as an answer or a question changes it."""

    status: Status
    assignee: str | None
    assignee_name: str | None
    promise: Promise
    recall_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """An answer or a question (``kind``: what has happened to the request by it) that has not been sent yet.

    ``account`` and ``name`` are the agent's, ``signature`` the name that the citizen reads ("": the service's only).
    ``files`` are references. ``address`` and ``receipt`` are of the message in which it was written, as far as it was
    one. It can be taken back until ``undo_until``, and is sent at ``send_at`` at the latest: not before its files are
    here, if they come soon.
    """

    id: int
    request_id: int
    kind: EventKind
    account: str
    name: str
    signature: str
    words: str
    files: tuple[str, ...]
    address: Address
    receipt: str | None
    before: Before
    written_at: datetime
    undo_until: datetime
    send_at: datetime


_BEFORE: TypeAdapter[Before] = TypeAdapter(Before)
_FIND = select(held_answers).where(held_answers.c.request_id == bindparam("whose"))
_TAKE = delete(held_answers).where(held_answers.c.request_id == bindparam("whose")).returning(*held_answers.c)
_DUE = (
    select(held_answers.c.request_id)
    .where(held_answers.c.send_at <= bindparam("now"))
    .order_by(held_answers.c.send_at, held_answers.c.id)
    .limit(bindparam("most"))
)


class Held:
    """What is held back, within one transaction. Whoever uses it has the request locked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: HeldMessage) -> int:
        """Hold a message back; its ``id`` is given, whatever it says.

        Raises:
            sqlalchemy.exc.IntegrityError: another one to the same request is held back already.
        """
        row = {
            "request_id": message.request_id,
            "kind": message.kind.value,
            "account": message.account,
            "name": message.name,
            "signature": message.signature,
            "words": message.words,
            "files": "\n".join(message.files),
            "platform": message.address.platform,
            "room_id": message.address.room_id,
            "receipt": message.receipt,
            "before": _BEFORE.dump_json(message.before).decode(),
            "written_at": message.written_at,
            "undo_until": message.undo_until,
            "send_at": message.send_at,
        }
        added: int = self._connection.execute(
            insert(held_answers).values(row).returning(held_answers.c.id)
        ).scalar_one()
        return added

    def find(self, request_id: int) -> HeldMessage | None:
        """Give what is held back of a request, if something is."""
        row = self._connection.execute(_FIND, {"whose": request_id}).first()
        return _read(row) if row else None

    def take(self, request_id: int) -> HeldMessage | None:
        """Give what is held back of a request, if something is, and hold it no more."""
        row = self._connection.execute(_TAKE, {"whose": request_id}).first()
        return _read(row) if row else None

    def send_at(self, request_id: int, at: datetime) -> None:
        """Send it at another moment."""
        mine = held_answers.c.request_id == request_id
        self._connection.execute(update(held_answers).where(mine).values(send_at=at))

    def due(self, now: datetime, most: int) -> list[int]:
        """Give the requests of which something is to be sent, the one that has waited longest first; none is locked."""
        return list(self._connection.scalars(_DUE, {"now": now, "most": most}))


def _read(row: Row[Any]) -> HeldMessage:
    values = row._asdict()
    address = Address(values.pop("platform"), values.pop("room_id"))
    values["files"] = tuple(filter(None, values["files"].split("\n")))
    values["kind"] = EventKind(values["kind"])
    values["before"] = _BEFORE.validate_json(values["before"])
    return HeldMessage(address=address, **values)
