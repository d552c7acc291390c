"""The platform contract for the platforms that need no server: the fake one of the tests, and the terminal."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.incoming import Pressed, Words
from bot.platforms import Batch, Gone, PlatformError, Refused, Rendered, Retryable
from bot.platforms.terminal import Rooms, Terminal
from tests.fakes.clock import StillClock
from tests.fakes.platform import FakePlatform
from tests.fakes.town import citizen
from tests.platforms.contract import Bench, PlatformContract


@dataclass(slots=True)
class FakeBench:
    """The fake platform: everything can be had."""

    platform: FakePlatform
    room: str = "anna"
    other_room: str = "boris"
    knows_keys: bool = True

    async def shown(self, room: str) -> list[str]:
        """Read the screen, where an edit takes the place of what it changes."""
        texts: dict[str, str] = {}
        for shown in self.platform.screen:
            if shown.room == room:
                texts[shown.receipt] = shown.rendered.text
        return list(texts.values())

    async def say(self, room: str, text: str, reply_to: str | None = None) -> None:
        """Add an update."""
        self._add(room, Words(text, reply_to=reply_to))

    async def press(self, room: str, receipt: str, label: str) -> None:
        """Press the button with this label on the latest message with this receipt."""
        shown = next(shown for shown in reversed(self.platform.screen) if shown.receipt == receipt)
        action = next(choice.action for choice in shown.rendered.choices if choice.label == label)
        self._add(room, Pressed(action, receipt))

    async def fail(self, error: type[PlatformError], _room: str) -> bool:
        """Fail once."""
        self.platform.failures.append({Retryable: Retryable("429"), Refused: Refused("400"), Gone: Gone("403")}[error])
        return True

    def _add(self, room: str, content: Words | Pressed) -> None:
        batch = Batch([self.platform.incoming(citizen(room), content)], str(len(self.platform.batches) + 1))
        self.platform.batches = [*self.platform.batches, batch]


@dataclass(slots=True)
class TerminalBench:
    """The terminal: lines go in, lines come out."""

    platform: Terminal = field(init=False)
    room: str = "anna"
    other_room: str = "boris"
    knows_keys: bool = False
    typed: list[str] = field(default_factory=list)
    printed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sit down at the terminal."""
        rooms = Rooms(frozenset({"eclairage"}), frozenset({"conseil"}))
        self.platform = Terminal(rooms, self._print, StillClock(), self._lines)

    async def shown(self, room: str) -> list[str]:
        """Read what was printed."""
        return [text for printed, text in self.printed if printed == room]

    async def say(self, room: str, text: str, reply_to: str | None = None) -> None:
        """Type a line; a reply names the small number that stands beside the message."""
        reply = f"> {reply_to.rpartition('/')[2]} " if reply_to else ""
        self.typed.append(f"@{room}: {reply}{text}")

    async def press(self, room: str, receipt: str, label: str) -> None:
        """There are no buttons."""
        raise NotImplementedError

    async def fail(self, _error: type[PlatformError], _room: str) -> bool:
        """A terminal takes everything."""
        return False

    async def _lines(self) -> AsyncIterator[str]:
        while self.typed:
            yield self.typed.pop(0)

    def _print(self, room: str, _name: str, _receipt: int, said: Rendered) -> None:
        self.printed.append((room, said.text))


class TestFake(PlatformContract):
    @pytest.fixture
    async def bench(self) -> Bench:
        return FakeBench(FakePlatform(StillClock(), knows_keys=True))


class TestTerminal(PlatformContract):
    @pytest.fixture
    async def bench(self) -> Bench:
        return TerminalBench()
