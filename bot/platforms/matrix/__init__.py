"""Matrix, encrypted rooms included: nio as parser and crypto engine, with our own loop, limits and HTTP.

``platform.py`` puts it together. In: ``receiving.py``, ``events.py``, ``reading.py``, ``late.py``. Out: ``sending.py``,
``formatting.py``. Both: ``rooms.py``, ``moving.py``, ``pointing.py``, ``polls.py``, ``media.py``, ``limits.py``,
``server.py``. Keys: ``client.py``, ``keys.py``, ``cross_signing.py``, ``engine.py``, ``machine.py``, ``guarding.py``,
``keeping.py``. Beside: ``courtesy.py``, ``checking.py``.
"""

from collections.abc import Collection
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.config import Matrix
from bot.platforms import Notebook
from bot.platforms.matrix.checking import Report, look
from bot.platforms.matrix.platform import MatrixPlatform

NAME = MatrixPlatform.name

__all__ = ["MatrixPlatform", "Report", "build", "check"]


def build(
    section: Matrix, notebook: Notebook, folder: Path, clock: Clock | None = None, *, rooms: Collection[str] = ()
) -> MatrixPlatform:
    """Put the adapter together; nothing is asked of the server before :meth:`MatrixPlatform.receive` runs.

    Args:
        section: of the configuration.
        notebook: the platform's own.
        folder: what a relative ``store`` of the section is relative to.
        clock: the machine's unless a test has another one.
        rooms: the Matrix rooms of the configuration.
    """
    return MatrixPlatform(section, notebook, folder / section.store, clock or SystemClock(), rooms)


async def check(section: Matrix, folder: Path = Path()) -> Report:
    """Look at the account: who it is, its device's fingerprint and signature, its key counts, and what is wrong.

    With a password and no kept session this signs in, and keeps the session for ``run``.

    Args:
        section: of the configuration.
        folder: as for :func:`build`.
    """
    return await look(section, folder / section.store)
