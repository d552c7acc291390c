"""What requests mean, as numbers: by them an agent finds how a request like this one was answered before.

A row follows its request, of which one only says that it was touched: it is there while the request is open or has an
answer worth finding, and never for what is confidential or urgent, nor for somebody who has erased their data. It is
wanted until its meaning has been worked out (bot/recalling.py). Of each subject of a team only the latest answered ones
are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, insert, select, update

from bot.domain.request import OPEN, Outcome, Request, Status
from storage.straight import write
from storage.tables import accounts, meanings, requests
from storage.touched import Touched

LATEST = 500
"""Answered requests of a subject that are kept: half a megabyte, compared in a millisecond."""

NO_EXAMPLE = frozenset(Outcome) - {Outcome.SOLVED, Outcome.ANSWERED}
"""Outcomes that are no answer for somebody else."""

_OF_SUBJECT = (meanings.c.category == bindparam("category")) & (meanings.c.team == bindparam("team_name"))
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_TOUCHED: Select[Any] = select(
    requests.c.id,
    requests.c.category,
    requests.c.team,
    requests.c.status,
    requests.c.outcome,
    requests.c.confidential,
    requests.c.urgent,
    requests.c.person_id,
    requests.c.words,
    requests.c.received_at,
    requests.c.answered_at,
).where(requests.c.id.in_(_IDS))
_WORDS = select(requests.c.id, requests.c.words).where(requests.c.id.in_(_IDS))
_WORDS_HELD = _WORDS.order_by(requests.c.id).with_for_update()
_NAMES = (
    select(requests.c.id, accounts.c.name)
    .join(accounts, accounts.c.person_id == requests.c.person_id)
    .where(requests.c.id.in_(_IDS))
    .order_by(requests.c.id, accounts.c.platform, accounts.c.account_id)
)
_THERE = select(meanings.c.request_id).where(meanings.c.request_id.in_(_IDS))
_ADD = insert(meanings)
_CHANGE = update(meanings).where(meanings.c.request_id == bindparam("which"))
_FORGET = delete(meanings).where(meanings.c.request_id.in_(_IDS))
_FIRST_KEPT = (
    select(meanings.c.answered_at)
    .where(_OF_SUBJECT, meanings.c.answered_at.is_not(None))
    .order_by(meanings.c.answered_at.desc())
    .offset(LATEST - 1)
    .limit(1)
    .scalar_subquery()
)
_TRIM = delete(meanings).where(_OF_SUBJECT, meanings.c.answered_at < _FIRST_KEPT)
_WANTED = (
    select(meanings.c.request_id)
    .where(meanings.c.wanted_at <= bindparam("now"))
    .order_by(meanings.c.wanted_at, meanings.c.request_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_KNOWN = (
    select(meanings.c.request_id, meanings.c.meaning)
    .where(_OF_SUBJECT, meanings.c.answered_at.is_not(None), meanings.c.meaning.is_not(None))
    .where(meanings.c.request_id != bindparam("which"))
    .order_by(meanings.c.answered_at.desc(), meanings.c.request_id.desc())
    .limit(LATEST)
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a citizen wrote, and the names by which it may speak of them."""

    words: str
    names: list[str]


class Meanings(Touched):
    """Meanings of requests within one transaction."""

    def _write(self, ids: Sequence[int]) -> None:
        worth = [row for row in self._connection.execute(_TOUCHED, {"ids": ids}) if _is_worth_keeping(row)]
        there = set(self._connection.scalars(_THERE, {"ids": ids}))
        if gone := there.difference(row.id for row in worth):
            self._connection.execute(_FORGET, {"ids": sorted(gone)})
        if new := [
            {"request_id": row.id, "wanted_at": row.received_at, **_follows(row)}
            for row in worth
            if row.id not in there
        ]:
            write(self._connection, _ADD, new)
        if known := [{"which": row.id, **_follows(row)} for row in worth if row.id in there]:
            self._connection.execute(_CHANGE, known)
        for category, team in sorted({(row.category, row.team) for row in worth if row.status not in OPEN}):
            self._connection.execute(_TRIM, {"category": category, "team_name": team})

    def claim(self, now: datetime, lease: timedelta, most: int) -> list[int]:
        """Give requests whose meaning is to be worked out, oldest first; nobody else gets them during the lease."""
        found = list(self._connection.scalars(_WANTED, {"now": now, "most": most}))
        if found:
            later = update(meanings).where(meanings.c.request_id.in_(found)).values(wanted_at=now + lease)
            self._connection.execute(later)
        return found

    def texts(self, ids: Sequence[int]) -> dict[int, Text]:
        """Give the words of requests, and what their citizens are called."""
        found = {row.id: Text(row.words, []) for row in self._connection.execute(_WORDS, {"ids": ids})}
        for request_id, name in self._connection.execute(_NAMES, {"ids": ids}):
            found[request_id].names.append(name)
        return found

    def keep(self, found: Mapping[int, tuple[str, bytes | None]]) -> None:
        """Keep what requests mean, of those that still say what was read.

        Args:
            found: by request the words that were read, and their meaning; None: it cannot be worked out, and is not
                wanted again.
        """
        # Locked, so that nobody erases their words meanwhile.
        said = {row.id: row.words for row in self._connection.execute(_WORDS_HELD, {"ids": sorted(found)})}
        rows = [
            {"which": each, "meaning": meaning, "wanted_at": None}
            for each, (words, meaning) in sorted(found.items())
            if said.get(each) == words
        ]
        if rows:
            self._connection.execute(_CHANGE, rows)

    def of(self, request_id: int) -> bytes | None:
        """Give a request's meaning, if it is known."""
        return self._connection.scalar(select(meanings.c.meaning).where(meanings.c.request_id == request_id))

    def answered(self, request: Request) -> Sequence[tuple[int, bytes]]:
        """Give ids and meanings of other answered requests of the same subject and team, the latest first."""
        values = {"category": request.category, "team_name": request.team, "which": request.id}
        return [(row.request_id, row.meaning) for row in self._connection.execute(_KNOWN, values)]


def _follows(row: Row[Any]) -> dict[str, Any]:
    """Give what a meaning's row has from its request."""
    answered_at = None if row.status in OPEN else row.answered_at
    return {"category": row.category, "team": row.team, "answered_at": answered_at}


def _is_worth_keeping(row: Row[Any]) -> bool:
    """Say whether a request may be found by what it means, now or once it is answered."""
    if row.confidential or row.urgent or row.person_id is None or not row.words.strip():
        return False
    return row.status != Status.WITHDRAWN and row.outcome not in NO_EXAMPLE
