"""Steps 3 and 1 of a message on Telegram: what must be known about one that went out as several of Telegram's.

Its receipt is the id of the last part of its text, for the buttons are there. The notebook knows the other parts and
the files that went before: so that a reply to any of them is a reply to the message, an edit finds the whole text, and
a failure in the middle goes on where it stopped.
"""

from collections.abc import Sequence

from bot.platforms import Notebook


class Parts:
    """The parts of long messages.

    Args:
        notebook: where they are kept.
    """

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    async def sent_so_far(self, key: str) -> list[int]:
        """Give what an earlier try under this idempotency key has brought out, files first."""
        return _read(await self._notebook.read(f"progress:{key}"))

    async def progress(self, key: str, parts: list[int]) -> None:
        """Note how far a message has been brought out."""
        await self._notebook.write(f"progress:{key}", _write(parts))

    async def keep(self, room_id: str, parts: Sequence[int], files: Sequence[int]) -> str:
        """Note which parts of a text make one message, and the files with it; gives its receipt."""
        receipt = str(parts[-1])
        for part in (*files, *parts[:-1]):
            await self._notebook.write(f"part:{room_id}:{part}", receipt)
        await self._notebook.write(f"parts:{room_id}:{receipt}", _write(parts))
        return receipt

    async def of(self, room_id: str, receipt: str) -> list[int]:
        """Give all parts of a text, in order; none if the receipt is not one of Telegram's."""
        noted = _read(await self._notebook.read(f"parts:{room_id}:{receipt}"))
        return noted or ([int(receipt)] if receipt.isdecimal() else [])

    async def receipt(self, room_id: str, message_id: str) -> str:
        """Give the receipt of the message that a message id is a part of: itself, if it was sent in one."""
        return await self._notebook.read(f"part:{room_id}:{message_id}") or message_id


def _read(written: str | None) -> list[int]:
    return [int(part) for part in written.split(",")] if written else []


def _write(parts: Sequence[int]) -> str:
    return ",".join(str(part) for part in parts)
