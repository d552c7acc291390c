"""A notebook in memory, which survives its adapter as a database would."""


class MemoryNotebook:
    """The :class:`bot.platforms.Notebook` of adapter tests."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}

    async def read(self, key: str) -> str | None:
        """Give a note, or None."""
        return self.notes.get(key)

    async def starting(self, start: str) -> dict[str, str]:
        """Give every note whose key begins so, by key."""
        return {key: value for key, value in self.notes.items() if key.startswith(start)}

    async def write(self, key: str, value: str) -> None:
        """Put a note down."""
        self.notes[key] = value
