"""What every command starts from: the configuration and the database that the options name."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.i18n import Words
    from storage.database import Database


@dataclass(frozen=True)
class Setting:
    """The options before the command.

    Args:
        config: the configuration file; None is the demo city.
        database: a database in place of the configuration's.
    """

    config: Path | None
    database: str | None

    @cached_property
    def settings(self) -> "Settings":
        """Read the configuration.

        Raises:
            bot.config.ConfigError: it cannot be used.
        """
        from bot.config import load

        if self.config is not None:
            return load(self.config)
        with as_file(files("bot.demo") / "config.toml") as demo:
            return load(demo)

    @property
    def is_demo(self) -> bool:
        """Say whether this is the demo city in a database of its own."""
        return self.config is None and self.database is None

    @property
    def url(self) -> str:
        """Name the database."""
        return self.database or self.settings.database.url

    @cached_property
    def words(self) -> "Words":
        """Read the sentences."""
        from zoneinfo import ZoneInfo

        from bot.i18n import Words

        return Words.packaged(ZoneInfo(self.settings.city.timezone))

    def say(self, key: str, **args: str | int) -> str:
        """Write a sentence for the administrator, in the city's first language."""
        return self.words.text(self.settings.city.languages[0], key, args)

    def rooms(self, platform: str) -> tuple[str, ...]:
        """Give the rooms of teams and councils on a platform, by its own names for them."""
        rooms = [each.rooms for each in self.settings.teams.values()]
        rooms += [each.rooms for each in self.settings.councils.values()]
        return tuple(room.room_id for each in rooms for room in each if room.platform == platform)

    def open(self) -> "Database":
        """Open the database and bring its tables up to date."""
        from storage.database import Database
        from storage.migrate import upgrade

        database = Database(self.url)
        upgrade(database)
        return database
