"""Requests and their history, the promise's due moments among their columns."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.promise import Promise
from bot.domain.request import ENDED, OPEN, Event, EventKind, Outcome, Request, Status
from bot.incoming import Address
from storage.dialect import NewIds, take_turns
from storage.json_text import from_text, to_text
from storage.spots import Spots
from storage.straight import ask, write
from storage.tables import events, held_answers, requests, spots
from storage.words import FROM_CITIZENS, WordIndex

# What stands in a column of the same name, as it is; a field without one is refused here.
_PLAIN = tuple(
    requests.c[field.name].name
    for field in fields(Request)
    if field.name not in {"id", "address", "promise", "answers"}
)
_PROMISE = tuple(requests.c[field.name].name for field in fields(Promise) if field.name != "within")

_COLUMNS = tuple(requests.c.keys())

# What nearly every message needs is built once: to build a statement costs more than to run it.
_ADD = insert(requests)
_SAVE = update(requests).where(requests.c.id == bindparam("row_id"))
_SAVE_STEPS = (
    update(requests)
    .where(requests.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in ("step_done", "escalated", "next_step_at", "notice_at")})
)
_LOG = insert(events)
_GET = select(requests).where(requests.c.id == bindparam("row_id")).with_for_update()
_BY_NUMBER = select(requests).where(requests.c.number == bindparam("wanted")).with_for_update()
_AWAITING_CITIZEN = (
    select(requests)
    .where(requests.c.person_id == bindparam("whose"), requests.c.status == Status.ASKED)
    .where(requests.c.platform == bindparam("platform"), requests.c.room_id == bindparam("room_id"))
    # Nobody answers the question that holds the clock while it is still held back.
    .where(
        ~exists().where(
            held_answers.c.request_id == requests.c.id,
            held_answers.c.kind == EventKind.ASKED,
            held_answers.c.written_at == requests.c.paused_at,
        )
    )
    .order_by(requests.c.paused_at.desc())
    .limit(1)
    .with_for_update()
)
_ASKED = select(requests.c.person_id).where(
    requests.c.person_id.in_(bindparam("people", expanding=True)), requests.c.status == Status.ASKED
)
_TOUCHED_BY = (
    select(requests)
    .join(events, events.c.request_id == requests.c.id)
    .where(requests.c.person_id == bindparam("whose"), requests.c.status.not_in(ENDED))
    .where(events.c.actor == "citizen", events.c.at >= bindparam("since"))
    .order_by(events.c.id.desc())
    .limit(1)
    .with_for_update(of=requests)
)
_STEP_IS_DUE = select(exists().where(requests.c.next_step_at <= bindparam("now")))

_SHARED = (Outcome.ANSWERED, Outcome.REFUSED, Outcome.HANDED_OVER)
"""How a problem may have ended that is still there, with words for whoever has it, too."""

_IN_REACH = and_(
    spots.c.category == bindparam("category"),
    spots.c.mark.in_(bindparam("marks", expanding=True)),
    spots.c.received_at >= bindparam("since"),
)
_IS_ANY_NEARBY = select(exists().where(_IN_REACH))
_NEARBY = (
    select(requests.c.id, requests.c.person_id, requests.c.lang, requests.c.words, requests.c.answers)
    .join(spots, spots.c.request_id == requests.c.id)
    .where(_IN_REACH, ~requests.c.confidential)
    .where(
        or_(
            *(requests.c.status == each for each in sorted(OPEN)),
            and_(requests.c.status == Status.ANSWERED, requests.c.answered_at >= bindparam("ended_since")),
            and_(
                requests.c.status == Status.CLOSED,
                requests.c.closed_at >= bindparam("ended_since"),
                or_(*(requests.c.outcome == each for each in _SHARED)),
            ),
        )
    )
    .group_by(requests.c.id)
    .order_by(requests.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Reported:
    """As much of a request as tells whether it is about the same thing as another."""

    id: int
    person_id: int | None
    lang: str
    words: str
    answers: dict[str, str]


class Requests:
    """Requests within one transaction."""

    def __init__(self, connection: Connection, words: WordIndex, places: Spots) -> None:
        self._connection = connection
        self._words = words
        self._places = places
        self._said: dict[int, tuple[str, str, str | None]] = {}
        self._placed: dict[int, tuple[str, bool, str | None]] = {}
        self._unasked: set[int] = set()
        self._new_ids = NewIds(connection, requests)

    def add(self, request: Request, number_of: Callable[[int], str]) -> Request:
        """Store a new request and give it its id and number.

        Args:
            request: with any id and number; both are replaced.
            number_of: turns the new id into the number that people read.
        """
        request.id = self._new_ids.take()
        request.number = number_of(request.id)
        write(self._connection, _ADD, [{"id": request.id, **_values(request)}])
        self._words.touch(request.id)
        self._places.touch(request.id)
        return request

    def save(self, request: Request) -> None:
        """Write a request as it is now."""
        self._connection.execute(_SAVE, {"row_id": request.id, **_values(request)})
        if self._said.get(request.id) != _said(request):
            self._words.touch(request.id)
        if self._placed.get(request.id) != _placed(request):
            self._places.touch(request.id)

    def save_steps(self, changed: Sequence[Request]) -> None:
        """Write how far the ladder has come, and when it goes on; nothing else of a request is written.

        Hundreds fall due together, and every column that is written costs the upkeep of its indexes.
        """
        rows = [{"row_id": request.id, **_steps(request)} for request in changed]
        write(self._connection, _SAVE_STEPS, rows)

    def take(self, request: Request, account: str, name: str) -> bool:
        """Give a request to an agent if nobody has it: the database decides between two at once.

        Returns:
            Whether this agent has it now; if not, the request tells who does.
        """
        won = self._connection.execute(
            update(requests)
            .where(requests.c.id == request.id, requests.c.assignee.is_(None))
            .values(assignee=account, assignee_name=name)
            .returning(requests.c.id)
        ).first()
        if won:
            request.assignee, request.assignee_name = account, name
        return won is not None

    def get(self, request_id: int) -> Request | None:
        """Give a request by its id, locked until the transaction ends."""
        return self._one(_GET, {"row_id": request_id})

    def by_number(self, number: str) -> Request | None:
        """Give a request by the number that people read, locked until the transaction ends."""
        return self._one(_BY_NUMBER, {"wanted": number})

    def of_person(self, person_id: int, most: int = 10) -> list[Request]:
        """Give somebody's requests: open ones first, then the latest."""
        return self._many(
            select(requests)
            .where(requests.c.person_id == person_id)
            .order_by(case((requests.c.status.in_(OPEN), 0), else_=1), requests.c.id.desc())
            .limit(most)
        )

    def foresee(self, people: Iterable[int]) -> None:
        """Look at once which of some people nobody has asked anything, for :meth:`awaiting_citizen`.

        What an agent asks in this transaction reaches nobody before its end, so nobody answers it in here.
        """
        self._unasked = set(people)
        asked = ask(self._connection, _ASKED, {"people": sorted(self._unasked)})
        self._unasked.difference_update(whose for (whose,) in asked)

    def awaiting_citizen(self, person_id: int, room: Address) -> Request | None:
        """Give the request about which somebody was asked something last in a room, if any."""
        if person_id in self._unasked:
            return None
        here = {"platform": room.platform, "room_id": room.room_id}
        return self._one(_AWAITING_CITIZEN, {"whose": person_id, **here})

    def touched_by(self, person_id: int, since: datetime) -> Request | None:
        """Give the request that somebody sent, or added to, last since a moment; None if none, or it has ended."""
        return self._one(_TOUCHED_BY, {"whose": person_id, "since": since})

    def reported(
        self, category: str, marks: Collection[str], since: datetime, ended_since: datetime, most: int
    ) -> list[Reported]:
        """Give requests on a subject that are open, or have ended lately without being solved; the latest first.

        Args:
            category: the subject; what is confidential is left out.
            marks: where (`bot.places.beside.marks_near`): the place has one of these at least.
            since: received then or later.
            ended_since: answered or closed then or later, if not open.
            most: how many.
        """
        in_reach = {"category": category, "marks": sorted(marks), "since": since}
        # Nearly always there is none, and to ask only that costs a third.
        ((is_any,),) = ask(self._connection, _IS_ANY_NEARBY, in_reach)
        if not is_any:
            return []
        rows = self._connection.execute(_NEARBY, {**in_reach, "ended_since": ended_since, "most": most})
        return [Reported(row.id, row.person_id, row.lang, row.words, from_text(row.answers)) for row in rows]

    def merged(self, request_id: int) -> list[Request]:
        """Give the requests that were merged into one, and stay so; they are locked until the transaction ends."""
        return self._many(
            select(requests).where(requests.c.merged_into == request_id).order_by(requests.c.id).with_for_update()
        )

    def several(self, ids: Sequence[int]) -> dict[int, Request]:
        """Give requests by their ids; they are not locked."""
        found = self._many(select(requests).where(requests.c.id.in_(ids))) if ids else []
        return {request.id: request for request in found}

    def step_due(self, now: datetime, most: int) -> list[Request]:
        """Claim requests for which a step of the ladder is due; two processes never share what is due at once."""
        if not self._connection.scalar(_STEP_IS_DUE, {"now": now}):
            return []
        take_turns(self._connection, "steps")
        return self._due(requests.c.next_step_at, now, most)

    def notice_due(self, now: datetime, most: int) -> list[Request]:
        """Claim requests whose citizen is to be told that the promise was broken."""
        return self._due(requests.c.notice_at, now, most)

    def paused_before(self, moment: datetime, most: int) -> list[Request]:
        """Claim requests that have waited for the citizen since before a moment."""
        return self._many(
            select(requests)
            .where(requests.c.paused_at <= moment)
            .order_by(requests.c.paused_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )

    def recall_due(self, now: datetime, most: int) -> list[Request]:
        """Claim requests whose citizen is to be reminded of a question."""
        return self._due(requests.c.recall_at, now, most)

    def open_by_team(self) -> dict[str, list[Request]]:
        """Give every open request, by team, the one with the least time left first."""
        found: dict[str, list[Request]] = {}
        for request in self._many(
            select(requests).where(requests.c.status.in_(OPEN)).order_by(requests.c.due_at, requests.c.id)
        ):
            found.setdefault(request.team, []).append(request)
        return found

    def open_of(self, team: str) -> list[Request]:
        """Give every open request of a team, the one with the least time left first."""
        is_open = (requests.c.team == team) & requests.c.status.in_(OPEN)
        return self._many(select(requests).where(is_open).order_by(requests.c.due_at, requests.c.id))

    def count(self, where: ColumnElement[bool] | None = None) -> int:
        """Count requests."""
        query = select(func.count()).select_from(requests)
        return self._connection.scalar(query if where is None else query.where(where)) or 0

    def log(self, request: Request, kind: EventKind, at: datetime, actor: str, words: str = "") -> None:
        """Add to a request's history."""
        self.log_all([(request, words)], kind, at, actor)

    def log_all(self, said: Sequence[tuple[Request, str]], kind: EventKind, at: datetime, actor: str) -> None:
        """Add the same to the history of several requests, each with its words."""
        values = {"kind": kind, "at": at, "actor": actor}
        rows = [{"request_id": request.id, "words": words, **values} for request, words in said]
        write(self._connection, _LOG, rows)
        if kind in FROM_CITIZENS:
            self._words.touch(*(request.id for request, words in said if words))

    def unsay(self, request: Request, kind: EventKind, at: datetime) -> None:
        """Take the words out of something that happened to a request at a moment."""
        said = (events.c.request_id == request.id) & (events.c.kind == kind) & (events.c.at == at)
        self._connection.execute(update(events).where(said).values(words=""))

    def history(self, request: Request) -> list[Event]:
        """Give everything that happened to a request, oldest first."""
        rows = self._connection.execute(select(events).where(events.c.request_id == request.id).order_by(events.c.id))
        return [Event(EventKind(row.kind), row.at, row.actor, row.words) for row in rows]

    def _due(self, column: ColumnElement[Any], now: datetime, most: int) -> list[Request]:
        return self._many(
            select(requests).where(column <= now).order_by(column).limit(most).with_for_update(skip_locked=True)
        )

    def _one(self, query: Select[Any], values: dict[str, object]) -> Request | None:
        row = self._connection.execute(query, values).first()
        return self._read(row) if row else None

    def _many(self, query: Select[Any]) -> list[Request]:
        return [self._read(row) for row in self._connection.execute(query)]

    def _read(self, row: Row[Any]) -> Request:
        request = _read(row)
        self._said[request.id], self._placed[request.id] = _said(request), _placed(request)
        return request


def _said(request: Request) -> tuple[str, str, str | None]:
    """Give what a request's words in the index follow from, beside its history."""
    return request.team, request.words, request.answers.get("place")


def _placed(request: Request) -> tuple[str, bool, str | None]:
    """Give what follows where a request is found."""
    return request.category, request.confidential, request.answers.get("place")


def _steps(request: Request) -> dict[str, Any]:
    clock = request.promise
    due = {"next_step_at": request.next_step_at, "notice_at": request.notice_at}
    return {"step_done": clock.step_done, "escalated": clock.escalated, **due}


def _values(request: Request) -> dict[str, Any]:
    return {
        **{name: getattr(request, name) for name in _PLAIN},
        **{name: getattr(request.promise, name) for name in _PROMISE},
        "platform": request.address.platform,
        "room_id": request.address.room_id,
        "within_seconds": round(request.promise.within.total_seconds()),
        "answers": to_text(request.answers),
    }


def _read(row: Row[Any]) -> Request:
    values = dict(zip(_COLUMNS, row, strict=True))
    within = timedelta(seconds=values.pop("within_seconds"))
    promise = Promise(within=within, **{name: values.pop(name) for name in _PROMISE})
    address = Address(values.pop("platform"), values.pop("room_id"))
    values["answers"] = from_text(values["answers"])
    values["status"] = Status(values["status"])
    values["outcome"] = Outcome(values["outcome"]) if values["outcome"] else None
    return Request(address=address, promise=promise, **values)
