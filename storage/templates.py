"""Templates: texts that a team's agents keep for their answers, with placeholders (handlers/filling.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update

from storage.dialect import insert_new
from storage.tables import templates

ANY = ""
"""The subject, or the state, of a template that fits all of them."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template.

    Attributes:
        id: 0 until it is stored.
        team: whose it is.
        key: its name folded, once in a team. name: as it is shown.
        category: the subject that it is for, or ``ANY``. state: a request's status, or ``ANY``.
        body: its text.
        author: the account that wrote it; "" of somebody who has erased their data.
        uses: how often an answer was made of it.
    """

    team: str
    key: str
    name: str
    body: str
    author: str
    category: str = ANY
    state: str = ANY
    uses: int = 0
    id: int = 0


class Templates:
    """Templates within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, template: Template) -> int | None:
        """Keep a new template; gives its id, or None if the team has one of that name."""
        row = {name: getattr(template, name) for name in _FIELDS if name != "id"}
        added = insert_new(self._connection, templates).returning(templates.c.id)
        found = self._connection.execute(added, row).first()
        return found.id if found else None

    def get(self, template_id: int) -> Template | None:
        """Give a template by its id."""
        row = self._connection.execute(select(templates).where(templates.c.id == template_id)).first()
        return _read(row) if row else None

    def named(self, teams: Sequence[str], key: str) -> list[Template]:
        """Give the templates of teams that have a name, folded."""
        return self._many(teams, templates.c.key == key)

    def of(self, teams: Sequence[str]) -> list[Template]:
        """Give the templates of teams, those used most first."""
        return self._many(teams)

    def fitting(self, team: str, category: str, state: str, most: int) -> list[Template]:
        """Give a team's templates for a request, those used most first.

        Args:
            team: whose.
            category: the request's subject.
            state: the request's status.
            most: how many.
        """
        for_subject = templates.c.category.in_((ANY, category))
        return self._many([team], for_subject, templates.c.state.in_((ANY, state)))[:most]

    def count(self, team: str) -> int:
        """Count a team's templates."""
        query = select(func.count()).select_from(templates).where(templates.c.team == team)
        return self._connection.scalar(query) or 0

    def change(self, template_id: int, **values: str) -> None:
        """Change a template: its ``body``, ``category`` or ``state``."""
        self._connection.execute(update(templates).where(templates.c.id == template_id).values(**values))

    def used(self, template_id: int) -> None:
        """Count one more use."""
        here = templates.c.id == template_id
        self._connection.execute(update(templates).where(here).values(uses=templates.c.uses + 1))

    def remove(self, template_id: int) -> None:
        """Remove a template."""
        self._connection.execute(delete(templates).where(templates.c.id == template_id))

    def _many(self, teams: Sequence[str], *where: ColumnElement[bool]) -> list[Template]:
        query = select(templates).where(templates.c.team.in_(teams), *where)
        ranked = query.order_by(templates.c.uses.desc(), templates.c.key, templates.c.team)
        return [_read(row) for row in self._connection.execute(ranked)]


_FIELDS = tuple(Template.__dataclass_fields__)


def _read(row: Row[Any]) -> Template:
    return Template(**{name: getattr(row, name) for name in _FIELDS})
