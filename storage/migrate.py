"""Brings a database to the shape of storage/tables/, one revision after the other (Alembic)."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from storage.database import Database


class Unusable(Exception):
    """A database that cannot be brought up to date; the message says why, in the database's own words."""


FOLDER = Path(__file__).parent / "migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Run every revision that this database has not had yet, in one transaction.

    Args:
        database: open.
        to: the revision after which to stop; all unless a test says otherwise.

    Raises:
        Unusable: it cannot be opened, or has tables that no revision made.
    """
    try:
        with database.engine.begin() as connection:
            command.upgrade(_config(connection), to)
    except DBAPIError as error:
        raise Unusable(str(error.orig)) from error


def is_current(database: Database) -> bool:
    """Say whether this database has had every revision."""
    with database.engine.begin() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    """Give the name of the latest revision."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _new_revision(what: str) -> None:
    """Write a revision from the difference between the tables and the last one (``make migration name=...``)."""
    database = Database("sqlite://")
    upgrade(database)
    with database.engine.begin() as connection:
        number = len(list((FOLDER / "versions").glob("0*.py"))) + 1
        command.revision(_config(connection), what, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    _new_revision(" ".join(sys.argv[1:]))
