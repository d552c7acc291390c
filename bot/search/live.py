"""The directory in use: built from the stored associations when it is first needed, and again after an import."""

from collections.abc import Callable, Iterable

from bot.search.index import Directory
from bot.search.records import Association


class LiveDirectory:
    """Keeps one built index, and the version of the stored associations that it was built from."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._directory = Directory(())

    def at(self, version: str, load: Callable[[], Iterable[Association]]) -> Directory:
        """Give the index of a version.

        Args:
            version: changes whenever the stored associations do.
            load: gives the associations, called only when the version is not the one at hand.
        """
        if version != self._version:
            self._directory = Directory(load())
            self._version = version
        return self._directory
