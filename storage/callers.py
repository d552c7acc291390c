"""Who asked at the phone or the counter: the code with which a request becomes theirs in a chat, a number to call back.

Only a digest of the code is kept. The number is for agents; it goes when the request is its citizen's, or is over and
the code has expired.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.domain.one_time_code import digest
from bot.domain.request import OPEN
from storage.dialect import upsert
from storage.tables import callers, requests

MOST_WRONG = 5
"""Wrong codes for one request, after which it takes none any more until an agent gives a new one."""

_OF = callers.c.request_id == bindparam("whose")
_PHONE = select(callers.c.phone).where(_OF)
_GET = select(callers).where(_OF)
_WRONG = update(callers).where(_OF).values(wrong_tries=callers.c.wrong_tries + 1)
_GONE = delete(callers).where(_OF)


class Claim(StrEnum):
    """What came of a code."""

    TAKEN = "taken"
    WRONG = "wrong"
    """Another code, or it has expired, or there is none."""
    LOCKED = "locked"


class Callers:
    """Callers within one transaction; whoever calls this holds the request."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, request_id: int, code: str, phone: str | None, expires_at: datetime) -> None:
        """Keep a code, in place of an earlier one, and a number to call back (E.164), if there is one."""
        row = {
            "request_id": request_id,
            "code_digest": digest(code),
            "phone": phone,
            "wrong_tries": 0,
            "expires_at": expires_at,
        }
        self._connection.execute(upsert(self._connection, callers, ("request_id",)), row)

    def phone_of(self, request_id: int) -> str | None:
        """Give the number to call back (E.164), if one is kept."""
        found: str | None = self._connection.scalar(_PHONE, {"whose": request_id})
        return found

    def claim(self, request_id: int, code: str, now: datetime) -> Claim:
        """Use a code up, and forget the number; a wrong one counts."""
        row = self._connection.execute(_GET, {"whose": request_id}).first()
        if row is None or row.expires_at <= now:
            return Claim.WRONG
        if row.wrong_tries >= MOST_WRONG:
            return Claim.LOCKED
        if row.code_digest != digest(code):
            self._connection.execute(_WRONG, {"whose": request_id})
            return Claim.WRONG
        self._connection.execute(_GONE, {"whose": request_id})
        return Claim.TAKEN

    def sweep(self, now: datetime) -> int:
        """Forget codes that have expired, with their numbers, of requests that are open no more; say how many."""
        is_open = select(requests.c.id).where(requests.c.id == callers.c.request_id, requests.c.status.in_(OPEN))
        over = delete(callers).where(callers.c.expires_at <= now, ~is_open.exists())
        return len(self._connection.scalars(over.returning(callers.c.request_id)).all())
