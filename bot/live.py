"""What is built from stored records and kept in memory: an index, a list of streets; built again after an import."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Record = TypeVar("Record")
Built = TypeVar("Built")


class Live(Generic[Record, Built]):
    """Keeps one built thing, and the version of the stored records that it was built from.

    Args:
        build: makes it from the records.
    """

    def __init__(self, build: Callable[[Iterable[Record]], Built]) -> None:
        self._build = build
        self._version: str | None = None
        self._built = build(())

    def at(self, version: str, load: Callable[[], Iterable[Record]]) -> Built:
        """Give what was built from a version.

        Args:
            version: changes whenever the stored records do.
            load: gives the records, called only when the version is not the one at hand.
        """
        if version != self._version:
            self._built = self._build(load())
            self._version = version
        return self._built
