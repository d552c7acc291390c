"""Between the steps and a platform: the notebook that an adapter is given, kept in the database."""

from functools import partial

from storage.database import Database
from storage.unit_of_work import UnitOfWork


class StoredNotebook:
    """The :class:`bot.platforms.Notebook` of one platform.

    Args:
        database: where the notes are.
        platform: whose notes; no platform sees another's.
    """

    def __init__(self, database: Database, platform: str) -> None:
        self._database = database
        self._platform = platform

    async def read(self, key: str) -> str | None:
        """Give a note, or None.

        Raises:
            storage.database.Unavailable: the database takes nothing now.
        """
        return await self._database.run(lambda uow: uow.notes.read(self._platform, key))

    async def starting(self, start: str) -> dict[str, str]:
        """Give every note whose key begins so, by key; errors as :meth:`read`."""
        return await self._database.run(lambda uow: uow.notes.starting(self._platform, start))

    async def write(self, key: str, value: str) -> None:
        """Put a note down for good before this returns; errors as :meth:`read`."""
        await self._database.run(partial(self._write, key, value))

    def _write(self, key: str, value: str, uow: UnitOfWork) -> None:
        uow.notes.write(self._platform, key, value)
