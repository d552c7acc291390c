"""What follows from requests and is kept beside them: worked out anew, before the commit, for those that were touched.

So whoever changes a request only tells that it was touched, and what a savepoint took back was never written.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from sqlalchemy import Connection

AT_ONCE = 500
"""Values of one statement; SQLite takes some thousands."""


class Touched(ABC):
    """Something that follows from requests, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._touched: set[int] = set()

    def touch(self, *request_ids: int) -> None:
        """Note that requests are new or may have changed; to do so for nothing costs time and no more."""
        self._touched.update(request_ids)

    def flush(self) -> None:
        """Write what has changed with the requests that were touched; the last thing before the commit."""
        touched, self._touched = sorted(self._touched), set()
        for first in range(0, len(touched), AT_ONCE):
            self._write(touched[first : first + AT_ONCE])

    @abstractmethod
    def _write(self, ids: Sequence[int]) -> None:
        """Bring what is kept in line with some requests as they are now."""
