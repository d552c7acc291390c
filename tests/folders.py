"""Where tests put what is thrown away with them."""

import os
from pathlib import Path


def in_memory() -> Path | None:
    """Give the folder that the system keeps in memory, or none where it has no such place: then the usual one will do.

    A database waits for the disk so often.
    """
    memory = Path("/dev/shm")  # noqa: S108  # Only the place; the folder in it is made by tempfile.
    return memory if os.access(memory, os.W_OK) else None
