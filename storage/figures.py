"""Figures about requests without anything that tells who: the source of exports, statistics and backups."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, case, select

from storage.results import COUNTED
from storage.tables import requests as table


@dataclass(frozen=True, slots=True)
class Figure:
    """A request in figures; ``answered_at`` is None, too, for what counts neither as answered nor as late."""

    number: str
    category: str
    team: str
    status: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    satisfied: bool | None
    cycle: int


def requests(connection: Connection) -> list[Figure]:
    """Give every request in figures, oldest first."""
    columns = [
        case((COUNTED, table.c.answered_at)) if name == "answered_at" else table.c[name]
        for name in Figure.__dataclass_fields__
    ]
    return [Figure(*row) for row in connection.execute(select(*columns).order_by(table.c.id))]


def copy(engine: Engine, file: Path) -> bool:
    """Copy an SQLite database while it is in use, by SQLite's own backup.

    Returns:
        Whether it was done: other databases have tools of their own.
    """
    if engine.dialect.name != "sqlite":
        return False
    source = engine.raw_connection()
    target = sqlite3.connect(file)
    try:
        source.driver_connection.backup(target)  # type: ignore[union-attr]  # It is a sqlite3.Connection here.
    finally:
        target.close()
        source.close()
    return True
