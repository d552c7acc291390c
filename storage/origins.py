"""Which message, by its receipt, became part of which request: so that whoever edits it later is told what is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.domain.request import EventKind
from bot.incoming import Address
from storage.dialect import upsert
from storage.straight import write
from storage.tables import origins


@dataclass(frozen=True, slots=True)
class Origin:
    """What a message became: an event of a request's history. ``digest`` tells whether an edit changes anything."""

    request_id: int
    kind: EventKind
    digest: str


class Origins:
    """Messages that became part of requests, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, room: Address, request_id: int, kind: EventKind, digests: Mapping[str, str]) -> None:
        """Note what messages of a room became; ``digests`` by receipt. One that is known is written over."""
        rows = [
            {
                "platform": room.platform,
                "room_id": room.room_id,
                "receipt": receipt,
                "request_id": request_id,
                "kind": kind,
                "digest": digest,
            }
            for receipt, digest in digests.items()
        ]
        write(self._connection, upsert(self._connection, origins, ("platform", "room_id", "receipt")), rows)

    def forget(self, room: Address, receipt: str) -> None:
        """Forget what a message became: it was taken back."""
        here = (origins.c.platform == room.platform) & (origins.c.room_id == room.room_id)
        self._connection.execute(delete(origins).where(here, origins.c.receipt == receipt))

    def find(self, room: Address, receipt: str) -> Origin | None:
        """Give what a message became, if it became anything."""
        here = (origins.c.platform == room.platform) & (origins.c.room_id == room.room_id)
        row = self._connection.execute(select(origins).where(here, origins.c.receipt == receipt)).first()
        return Origin(row.request_id, EventKind(row.kind), row.digest) if row else None
