"""What the demo city has from the start."""

from bot.cli import directory, gazetteer
from storage.database import Database


def fill(database: Database) -> None:
    """Give a database without any associations, or any places, those of the demo city."""
    directory.import_demo(database)
    gazetteer.import_demo(database)
