"""Who else waits for the answer to a request: people who have joined it, with what they said themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, select, update

from bot.incoming import Address
from storage.dialect import insert_new
from storage.json_text import from_text, to_text
from storage.tables import followers

_OF = (
    select(followers)
    .where(followers.c.request_id == bindparam("whose"))
    .order_by(followers.c.joined_at, followers.c.person_id)
)
_FIND = select(followers).where(
    followers.c.request_id == bindparam("which"), followers.c.person_id == bindparam("whose")
)


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who has joined a request.

    ``address`` and ``lang``: where, and in which language, they are answered. ``words`` and ``answers`` (the place and
    the files) are their own. ``via``: the request that was merged into this one, and brought them along.
    """

    request_id: int
    person_id: int
    address: Address
    lang: str
    words: str
    answers: dict[str, str]
    joined_at: datetime
    via: int | None = None


class Followers:
    """Followers within one transaction. How many a request has is counted in the request itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, follower: Follower) -> bool:
        """Let somebody join a request; say whether they had not yet."""
        row = {
            "request_id": follower.request_id,
            "person_id": follower.person_id,
            "platform": follower.address.platform,
            "room_id": follower.address.room_id,
            "lang": follower.lang,
            "words": follower.words,
            "answers": to_text(follower.answers),
            "joined_at": follower.joined_at,
            "via": follower.via,
        }
        added = insert_new(self._connection, followers).returning(followers.c.person_id)
        return self._connection.execute(added, row).first() is not None

    def remove(self, request_id: int, person_id: int) -> bool:
        """Let somebody leave a request; say whether they had joined it."""
        gone = delete(followers).where(_is(request_id, person_id)).returning(followers.c.person_id)
        return self._connection.execute(gone).first() is not None

    def find(self, request_id: int, person_id: int) -> Follower | None:
        """Give what is kept of somebody who has joined a request."""
        row = self._connection.execute(_FIND, {"which": request_id, "whose": person_id}).first()
        return _read(row) if row else None

    def of(self, request_id: int) -> list[Follower]:
        """Give everybody who has joined a request, the first first."""
        return [_read(row) for row in self._connection.execute(_OF, {"whose": request_id})]

    def of_person(self, person_id: int, most: int = 10) -> list[Follower]:
        """Give what somebody has joined, the latest first."""
        mine = select(followers).where(followers.c.person_id == person_id)
        rows = self._connection.execute(mine.order_by(followers.c.joined_at.desc(), followers.c.request_id).limit(most))
        return [_read(row) for row in rows]

    def keep(self, follower: Follower) -> None:
        """Write what somebody has said of a request, where they are answered, and by which other they came."""
        values = {
            "words": follower.words,
            "answers": to_text(follower.answers),
            "platform": follower.address.platform,
            "room_id": follower.address.room_id,
            "via": follower.via,
        }
        here = _is(follower.request_id, follower.person_id)
        self._connection.execute(update(followers).where(here).values(values))


def _is(request_id: int, person_id: int) -> ColumnElement[bool]:
    return (followers.c.request_id == request_id) & (followers.c.person_id == person_id)


def _read(row: Row[tuple[object, ...]]) -> Follower:
    return Follower(
        request_id=row.request_id,
        person_id=row.person_id,
        address=Address(row.platform, row.room_id),
        lang=row.lang,
        words=row.words,
        answers=from_text(row.answers),
        joined_at=row.joined_at,
        via=row.via,
    )
