"""What a transcript is played on: a platform with people in front of it (tests/transcript_runner.py)."""

from typing import Protocol

from bot.incoming import Address
from bot.intake import Intake
from tests.fakes.platform import Shown, Speaker
from tests.fakes.things import Thing


class Stage(Protocol):
    """A platform with people in front of it."""

    @property
    def name(self) -> str:
        """The platform's name in addresses."""

    def address(self, room: str) -> Address:
        """Give our address of a room of the test city."""

    async def write(
        self,
        speaker: Speaker,
        text: str,
        *,
        reply_to: str | None = None,
        thing: Thing | None = None,
        location: tuple[float, float] | None = None,
        called: bool = True,
    ) -> str:
        """Let somebody write, or send a file, a pin, or something else; gives the platform's id of the message."""

    async def edit(self, speaker: Speaker, receipt: str, text: str) -> None:
        """Let somebody change the words of what they wrote; a file that is with them stays."""

    async def press(self, speaker: Speaker, action: str, number: int | None, receipt: str) -> None:
        """Let somebody choose; ``number`` is the choice's place on the message with the receipt, from 1."""

    def again(self) -> None:
        """Deliver the latest event a second time."""

    async def hand_over(self, intake: Intake) -> None:
        """Let everything that people did reach the first step."""

    def shown(self) -> list[Shown]:
        """Give what appeared since the last time."""

    def jam(self, room: str, *, jammed: bool) -> None:
        """Let the platform put off whatever is said in a room, or take it again."""

    async def lose(self, room: str) -> None:
        """Let the bot be thrown out of a group, or blocked by whoever's private chat it is."""
