"""What corrections teach: words without whoever wrote them, what they were taken for, and what is right (decision 16).

While a correction may still change, a lesson knows its request, and for a day the conversation in which somebody
corrected; then both are dropped, and nothing tells whose words they were.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Row, delete, func, or_, select, update

from bot.domain.request import OPEN
from storage.dialect import upsert
from storage.tables import conversations, lessons, requests


class Teacher(StrEnum):
    """Who corrected; never which person."""

    CITIZEN = "citizen"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled example.

    Args:
        id: the fingerprint of the words (bot/understanding/pseudonyms.py), so that the same words are there once.
        words: pseudonymised.
        lang: their language, as far as it is known.
        taken_for: the model's label, or the subject that the request had before an agent corrected it.
        label: the right one.
        teacher: who corrected.
        taught_on: the day, by the city's clock; no hour, which would lead to the request.
    """

    id: str
    words: str
    lang: str
    taken_for: str
    label: str
    teacher: Teacher
    taught_on: date


class Lessons:
    """Lessons within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, lesson: Lesson, conversation: str, request_id: int | None = None) -> None:
        """Keep a lesson in place of the earlier one of its request, and of one with the same words.

        Only what an agent has taught is not unlearnt by a citizen with the same words.

        Args:
            lesson: it.
            conversation: the key of the one in which it was taught.
            request_id: the request that was corrected, if there is one.
        """
        if request_id is not None:
            self._connection.execute(delete(lessons).where(lessons.c.request_id == request_id))
        by = self._connection.scalar(select(lessons.c.teacher).where(lessons.c.id == lesson.id))
        if by == Teacher.AGENT and lesson.teacher is Teacher.CITIZEN:
            return
        row = {name: getattr(lesson, name) for name in _FIELDS} | {
            "conversation": conversation,
            "request_id": request_id,
        }
        self._connection.execute(upsert(self._connection, lessons, ("id",)), row)

    def of_request(self, request_id: int) -> Lesson | None:
        """Give what a request has taught, while that may still change."""
        row = self._connection.execute(select(lessons).where(lessons.c.request_id == request_id)).first()
        return _read(row) if row else None

    def taught(self, person_id: int, teacher: Teacher, day: date) -> int:
        """Count what somebody has taught on a day, in all their conversations."""
        mine = select(conversations.c.key).where(conversations.c.person_id == person_id)
        query = (
            select(func.count())
            .select_from(lessons)
            .where(lessons.c.conversation.in_(mine), lessons.c.teacher == teacher, lessons.c.taught_on == day)
        )
        return self._connection.scalar(query) or 0

    def forget(self, request_id: int, lesson_id: str) -> None:
        """Forget what a request has taught, and what the same words have, also when nothing links them any more."""
        gone = or_(lessons.c.request_id == request_id, lessons.c.id == lesson_id)
        self._connection.execute(delete(lessons).where(gone))

    def remove(self, lesson_id: str) -> bool:
        """Remove a lesson; say whether it was there."""
        gone = delete(lessons).where(lessons.c.id == lesson_id).returning(lessons.c.id)
        return self._connection.execute(gone).first() is not None

    def every(self) -> list[Lesson]:
        """Give every lesson: the latest days first, within a day by their ids, which tell no order."""
        rows = self._connection.execute(select(lessons).order_by(lessons.c.taught_on.desc(), lessons.c.id))
        return [_read(row) for row in rows]

    def sweep(self, today: date, oldest: date) -> int:
        """Drop the links that are not needed any more, and the lessons that are too old.

        Args:
            today: links to conversations are of this day only; a request's stays as long as the request is open.
            oldest: the first day from which lessons are kept.

        Returns:
            How many rows changed.
        """
        still_open = select(requests.c.id).where(requests.c.status.in_(OPEN))
        before = lessons.c.taught_on < today
        linked = lessons.c.request_id.is_not(None) & lessons.c.request_id.not_in(still_open)
        changes = (
            delete(lessons).where(lessons.c.taught_on < oldest),
            update(lessons).where(before, lessons.c.conversation.is_not(None)).values(conversation=None),
            update(lessons).where(before, linked).values(request_id=None),
        )
        # The driver's count; execute() is typed for queries that give rows.
        return sum(cast(CursorResult[Any], self._connection.execute(change)).rowcount for change in changes)


_FIELDS = tuple(Lesson.__dataclass_fields__)


def _read(row: Row[Any]) -> Lesson:
    values = row._asdict()
    return Lesson(**{name: values[name] for name in _FIELDS} | {"teacher": Teacher(row.teacher)})
