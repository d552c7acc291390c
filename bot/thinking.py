"""Beside the steps of a message: the understander on a thread of its own, where it does not hold up anything else.

It may be used from one thread at a time; dispatch and recalling share this one.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.understanding import Understander, Understanding

T = TypeVar("T")


class Thinking:
    """Understands, one batch after the other.

    Args:
        understander: understands texts in batches.
    """

    def __init__(self, understander: Understander) -> None:
        self._understander = understander
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="understanding")

    async def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages in their order."""
        return await self._do(lambda: self._understander.understand(texts))

    async def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give what texts mean, a row of unit length each."""
        return await self._do(lambda: self._understander.meanings(texts))

    def close(self) -> None:
        """Let what runs finish."""
        self._thread.shutdown()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
