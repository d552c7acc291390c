"""The platform contract, kept by the Telegram adapter in front of the fake Bot API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.platforms import Gone, PlatformError, Refused, Retryable
from bot.platforms.telegram import TelegramPlatform
from tests.fakes.bot_api_methods import ApiError, Json
from tests.platforms.contract import Bench, PlatformContract
from tests.platforms.telegram_case import LEA, Case, opened

TOM = 43
FAILURES = {
    Retryable: ApiError(429, "Too Many Requests: retry after 5", {"retry_after": 5}),
    Refused: ApiError(400, "Bad Request: message is too long"),
    Gone: ApiError(403, "Forbidden: bot was blocked by the user"),
}


@dataclass(slots=True)
class TelegramBench:
    """Léa and Tom, in their private chats with the bot."""

    case: Case
    people: dict[str, Json]
    room: str = str(LEA)
    other_room: str = str(TOM)
    knows_keys: bool = False

    @property
    def platform(self) -> TelegramPlatform:
        """The adapter."""
        return self.case.platform

    async def shown(self, room: str) -> list[str]:
        """Read what the bot said."""
        return self.case.texts(int(room))

    async def say(self, room: str, text: str, reply_to: str | None = None) -> None:
        """Write."""
        self.case.people.write(self.people[room], text, reply_to=int(reply_to) if reply_to else None)

    async def press(self, room: str, receipt: str, label: str) -> None:
        """Press the button with this label."""
        message = self.case.message(receipt, int(room))
        data = next(button["callback_data"] for button in message.buttons if button["text"] == label)
        self.case.people.press(self.people[room], message, data)

    async def fail(self, error: type[PlatformError], _room: str) -> bool:
        """Let the Bot API refuse the next message."""
        self.case.api.fail("sendMessage", FAILURES[error])
        return True


class TestTelegram(PlatformContract):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with opened() as case:
            yield TelegramBench(case, {str(LEA): case.lea, str(TOM): case.people.person(TOM, "Tom")})
