"""How a thing is kept in a row: written as JSON text, and read back as what it was."""

from typing import Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

KNOWN = 512
"""Payloads that are known without reading them, at least; at most twice as many."""


class Payloads(Generic[T]):
    """Writes and reads things of one type that never change once they are made.

    What was written or read lately is not read again: as a rule the process that writes a row reads it a moment later,
    and to read one costs as much as many a query.

    Args:
        adapter: of the type.
    """

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter
        self._young: dict[str, T] = {}
        self._old: dict[str, T] = {}

    def dump(self, thing: T) -> str:
        """Write as JSON text."""
        payload = self._adapter.dump_json(thing, exclude_none=True).decode()  # What is not there takes no place.
        self._note(payload, thing)
        return payload

    def load(self, payload: str) -> T:
        """Read back what :meth:`dump` wrote.

        Raises:
            pydantic.ValidationError: the payload was not written by this or an earlier version.
        """
        thing = self.known(payload)
        if thing is None:
            thing = self.read(payload)
            self._note(payload, thing)
        return thing

    def known(self, payload: str) -> T | None:
        """Give what a payload says if that is known."""
        return self._young.get(payload) or self._old.get(payload)

    def read(self, payload: str) -> T:
        """Read a payload, known or not; errors as :meth:`load`."""
        return self._adapter.validate_json(payload)

    def _note(self, payload: str, thing: T) -> None:
        # Several threads may do this at once: then something is forgotten early, and is read when it is wanted.
        if len(self._young) >= KNOWN:
            self._old, self._young = self._young, {}
        self._young[payload] = thing
