"""What agents look for among requests: their queue, the one with the least time left first, and any of a million.

A search walks one list that is in order already (the requests that have a word, those of a subject or a team), the
latest first, and looks at each request on it whether the rest fits. It stops as soon as there are enough, and at the
latest when it has gone through the last of ``WINDOWS``: a search must not hold up the writer, whatever is looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from bot.domain.request import AWAITS_AGENT, OPEN, Status
from storage.tables import requests, terms
from storage.words import WordIndex, team_term

WINDOWS = (500, 1_500, 3_000)
"""How many requests of a list are looked at in one statement, and then in the next."""

BRIEFLY = (1_000,)
"""The same for all lists together of what only comes near, but of each at least ``LEAST``."""

LEAST = 200

FEW_TEAMS = 3
"""Each has lists of its own; who sees more teams, as the desk does, has one for all of them."""

_RARE = 3_000
"""A word that more requests have is as good as any other to begin with."""


class Which(StrEnum):
    """What part of a queue is shown."""

    TEAM = "team"
    MINE = "mine"
    LATE = "late"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that was typed, and what stands for it in the index.

    Attributes:
        exact: terms that are it.
        near: terms that it may be a misspelling of, or that come near.
        categories: subjects whose name has it.
    """

    exact: tuple[str, ...]
    near: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def loose(self) -> "Part":
        """Give it with everything that comes near taken for it."""
        return Part((*self.exact, *self.near), (), self.categories)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What requests are looked for; what is empty or None is not asked for.

    Attributes:
        teams: whose.
        parts: all of them.
        categories: one of them.
        statuses: one of them. late_at: those for which the city's time is over at that moment.
        since, before: received then or later; before then.
        confidential: whether these may be shown, too.
    """

    teams: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    late_at: datetime | None = None
    since: datetime | None = None
    before: datetime | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Requests of a list: their ids in its order, and how many there are in all.

    ``cut``: there may be more, and older ones, that were not looked at.
    """

    ids: list[int] = field(default_factory=list)
    count: int = 0
    cut: bool = False


class Searching:
    """Lists of requests within one transaction; no row is locked."""

    def __init__(self, connection: Connection, words: WordIndex) -> None:
        self._connection = connection
        self._words = words

    def queue(
        self, teams: Sequence[str], which: Which, accounts: Sequence[str], now: datetime, first: int, most: int
    ) -> Listed:
        """Give open requests of teams, the one with the least time left first; what waits for its citizen comes last.

        Args:
            teams: whose.
            which: which of them. accounts: those of the agent who asks, for "mine".
            now: the present moment.
            first: how many to pass over. most: how many to give.
        """
        here = and_(requests.c.team.in_(teams), requests.c.status.in_(AWAITS_AGENT if which is Which.LATE else OPEN))
        match which:
            case Which.MINE:
                here &= requests.c.assignee.in_(accounts)
            case Which.LATE:
                here &= requests.c.due_at < now
            case Which.UNASSIGNED:
                here &= requests.c.assignee.is_(None)
            case Which.TEAM:
                pass
        order = (requests.c.status == Status.ASKED, requests.c.due_at, requests.c.id)
        ids = select(requests.c.id).where(here).order_by(*order).limit(most).offset(first)
        count = self._connection.scalar(select(func.count()).select_from(requests).where(here)) or 0
        return Listed(list(self._connection.scalars(ids)), count)

    def near(self, term: str, raw: str) -> tuple[str, ...]:
        """Give the terms that a word may be a misspelling of (see `WordIndex.near`)."""
        return tuple(self._words.near(term, raw))

    def find(self, wanted: Wanted, most: int, *, briefly: bool = False) -> Listed:
        """Give requests: those that have every part as it was typed, then those that come near; each latest first.

        Args:
            wanted: what is looked for.
            most: how many to give at most.
            briefly: look less far, and do not put first what is exact; for what is tried instead of something else.
        """
        exact = Listed() if briefly else self._walk(wanted, most, WINDOWS)
        if len(exact.ids) >= most or not any(part.near or part.categories for part in wanted.parts):
            return self._walk(wanted, most, BRIEFLY) if briefly else exact
        loose = tuple(part.loose for part in wanted.parts)
        if len(loose) == 1 and not briefly:
            # What it is has been looked for already, further back than is looked for what comes near.
            loose = (replace(loose[0], exact=wanted.parts[0].near),)
        near = self._walk(replace(wanted, parts=loose), most, BRIEFLY, near=True)
        ids = list(dict.fromkeys((*exact.ids, *near.ids)))[:most]
        return Listed(ids, len(ids), exact.cut or near.cut)

    def _walk(self, wanted: Wanted, most: int, windows: Sequence[int], *, near: bool = False) -> Listed:
        found, cut = set[int](), False
        rarest = self._rarest(wanted)
        # Whatever is on a list of a part has this part.
        others = replace(wanted, parts=tuple(part for part in wanted.parts if part is not rarest))
        sources = _sources(wanted, rarest, near=near)
        if windows == BRIEFLY:
            windows = (max(LEAST, BRIEFLY[0] // max(len(sources), 1)),)
        for source in sources:
            ids, more = self._from(source, others, most, windows, near=near)
            found.update(ids)
            cut |= more
        ids = sorted(found, reverse=True)
        return Listed(ids[:most], len(ids[:most]), cut or len(ids) > most)

    def _from(
        self, source: Select[int], wanted: Wanted, most: int, windows: Sequence[int], *, near: bool
    ) -> tuple[list[int], bool]:
        """Walk one list, window by window; tells also whether it was left before its end."""
        found, passed, there = list[int](), 0, 0
        for window in windows:
            # The limit makes this the outer loop: no planner may begin with another index and sort everything.
            listed = source.limit(window).offset(passed).subquery("listed")
            rows = self._connection.scalars(
                select(requests.c.id)
                .select_from(listed.join(requests, requests.c.id == listed.c.id))
                .where(_filters(wanted, listed.c.id, near=near))
                .order_by(requests.c.id.desc())
                .limit(most - len(found))
            )
            found += rows
            passed += window
            if len(found) >= most:
                return found, True
            there = there or self._length(source, sum(windows) + 1)
            if there <= passed:
                break
        return found, there > passed

    def _length(self, source: Select[int], most: int) -> int:
        """Count the requests of a list, as far as it matters."""
        listed = source.limit(most).subquery()
        return self._connection.scalar(select(func.count()).select_from(listed)) or 0

    def _rarest(self, wanted: Wanted) -> Part | None:
        if len(wanted.parts) < 2:
            return wanted.parts[0] if wanted.parts else None
        return min(wanted.parts, key=self._weight)

    def _weight(self, part: Part) -> int:
        """Count the requests that have a part, as far as it matters."""
        counted = self._length(select(terms.c.request_id).where(terms.c.word.in_(part.exact)), _RARE)
        return counted + (_RARE if part.categories else 0)


def _sources(wanted: Wanted, rarest: Part | None, *, near: bool) -> list[Select[int]]:
    """Give the lists to walk: together they have all that is wanted, and they are as short as can be."""
    if rarest is not None:
        words = [_with_word(word) for word in rarest.exact]
        return words + [_of_subject(name, wanted) for name in rarest.categories if near]
    few = len(wanted.teams) <= FEW_TEAMS
    if wanted.statuses and (few or not wanted.categories or not wanted.statuses & OPEN):
        teams = wanted.teams if few else (None,)
        return [_in_state(wanted, status, team) for status in sorted(wanted.statuses) for team in teams]
    if wanted.categories:
        return [_of_subject(name, wanted) for name in wanted.categories]
    return [_of_team(name, wanted) for name in wanted.teams]


def _with_word(word: str) -> Select[int]:
    return select(terms.c.request_id.label("id")).where(terms.c.word == word).order_by(terms.c.request_id.desc())


def _of_subject(name: str, wanted: Wanted) -> Select[int]:
    return _received(wanted).where(requests.c.category == name)


def _of_team(name: str, wanted: Wanted) -> Select[int]:
    return _received(wanted).where(requests.c.team == name)


def _received(wanted: Wanted) -> Select[int]:
    listed = select(requests.c.id.label("id")).order_by(requests.c.received_at.desc(), requests.c.id.desc())
    return listed.where(*_dates(wanted))


def _in_state(wanted: Wanted, status: Status, team: str | None) -> Select[int]:
    """Give the requests of a status, a team's or all: open ones with the least time left first, others the latest."""
    due = requests.c.due_at if status in OPEN else requests.c.due_at.desc()
    listed = select(requests.c.id.label("id")).where(requests.c.status == status).order_by(due)
    if team is not None:
        listed = listed.where(requests.c.team == team)
    return listed.where(requests.c.due_at < wanted.late_at) if wanted.late_at else listed


def _filters(wanted: Wanted, listed: ColumnElement[int], *, near: bool) -> ColumnElement[bool]:
    filters = [*_states(wanted), *_dates(wanted)]
    if len(wanted.teams) > FEW_TEAMS:
        filters.append(requests.c.team.in_(wanted.teams))
    else:
        filters.append(_has(listed, tuple(map(team_term, wanted.teams))))
    if wanted.categories:
        filters.append(requests.c.category.in_(wanted.categories))
    if not wanted.confidential:
        filters.append(~requests.c.confidential)
    for part in wanted.parts:
        has = _has(listed, part.exact)
        filters.append(or_(has, requests.c.category.in_(part.categories)) if near and part.categories else has)
    return and_(*filters)


def _has(listed: ColumnElement[int], words: Sequence[str]) -> ColumnElement[bool]:
    # Of the list's own id, so that SQLite looks at the index before it fetches the request.
    return exists().where(terms.c.request_id == listed, terms.c.word.in_(words))


def _states(wanted: Wanted) -> list[ColumnElement[bool]]:
    states = list[ColumnElement[bool]]()
    if wanted.statuses:
        states.append(requests.c.status.in_(wanted.statuses))
    if wanted.late_at:
        states.append(requests.c.due_at < wanted.late_at)
    return states


def _dates(wanted: Wanted) -> list[ColumnElement[bool]]:
    dates = list[ColumnElement[bool]]()
    if wanted.since:
        dates.append(requests.c.received_at >= wanted.since)
    if wanted.before:
        dates.append(requests.c.received_at < wanted.before)
    return dates
