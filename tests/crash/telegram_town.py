"""The town on Telegram: citizens in their private chats and an agent in a team's group, before the fake Bot API."""

import asyncio
import io
from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise

import aiohttp
from PIL import Image

from tests.crash.books import Books, Sent
from tests.crash.killing import Lives
from tests.crash.robots import Crowd, Said
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_methods import Chat, Json, Message
from tests.fakes.bot_api_people import People

TEAM = -1001
AGENT = 100
FIRST = 101
"""The number of the first citizen; the others follow."""

FOR_EVER = 600.0
PUSH_SECONDS = 0.01
"""Between two looks of Telegram for what it has to bring to a webhook."""


@dataclass(frozen=True, slots=True)
class Death:
    """How things stood when a life had ended: the last message of each chat, and the rows that were being sent."""

    last: dict[int, int]
    under_way: frozenset[int]


@dataclass(slots=True)
class Town:
    """The town.

    Args:
        api: where the chats are.
        crowd: the people.
        photo: what their cameras take.
    """

    api: BotApi
    crowd: Crowd
    photo: bytes
    deaths: list[Death] = field(default_factory=list)
    _people: People = field(init=False)
    _persons: dict[int, Json] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _read: int = 0
    _photos: int = 0

    def __post_init__(self) -> None:
        self._people = People(self.api)
        self._people.group(TEAM, "supergroup")
        self._persons[AGENT] = self._people.person(AGENT, "Agent")
        for number, name in enumerate(self.crowd.robots, FIRST):
            self._persons[number], self._names[number] = self._people.person(number, name), name
            self._do(number, self.crowd.robots[name].open())

    @asynccontextmanager
    async def awake(self) -> AsyncIterator[None]:
        """Let people react, and Telegram bring to a webhook what they do, while the block runs."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in (self._talk(), self._bring())]
            yield
            for task in tasks:
                task.cancel()

    async def live(self, lives: Lives, books: Books, until: Awaitable[object]) -> None:
        """Let the bot live until something has happened, and note how things stand when it is dead."""
        async with self.api.serve():
            await lives.live(until)
        last = {chat.id: max(chat.messages, default=0) for chat in self.api.world.chats.values()}
        self.deaths.append(Death(last, books.under_way()))

    def lost_sends(self) -> set[tuple[int, int]]:
        """Give the chat and the number of each message that was shown although its answer was lost."""
        sends = [given for method, given in self.api.unanswered if method in ("sendMessage", "sendPhoto")]
        return {(each["chat"]["id"], each["message_id"]) for each in sends}

    def explain(self, books: Books) -> int:
        """See that each message stands there, in order, and that whatever stands there twice had to be sent twice.

        It was still being sent when the life ended that had sent it before, or the answer to that was lost.

        Returns:
            How many stand there once too often.
        """
        lost = self.lost_sends()
        return sum(self._explain(chat, books, lost) for chat in self.api.world.chats.values())

    def _explain(self, chat: Chat, books: Books, lost: set[tuple[int, int]]) -> int:
        ours = [message for message in chat.messages.values() if message.sender is self.api.world.me]
        surplus = before = 0
        for row in _without_edits(books.sent("telegram", str(chat.id))):
            receipt = int(row.receipt)
            assert receipt > before, "the order was kept"
            copies = defaultdict[bool, list[Message]](list)
            for message in ours:
                if before < message.id <= receipt:
                    assert not message.text or _first(message) == _first(chat.messages[receipt]), "nothing else"
                    copies["photo" in message.json].append(message)
            before = receipt
            for same in copies.values():
                assert all(self._had_to(chat, row, pair, lost) for pair in pairwise(same)), "sent again for no reason"
                surplus += len(same) - 1
        assert before == max((message.id for message in ours), default=0), "nothing else stands behind"
        return surplus

    def _had_to(self, chat: Chat, row: Sent, pair: tuple[Message, Message], lost: set[tuple[int, int]]) -> bool:
        """Say whether the second of a pair had to be sent although the first stood there."""
        first, second = map(self._life, pair)
        return (chat.id, pair[0].id) in lost or (first < second and row.row_id in self.deaths[first].under_way)

    def _life(self, message: Message) -> int:
        """Give the number of the life that sent a message."""
        return bisect_left(self.deaths, message.id, key=lambda death: death.last[message.chat])

    async def _talk(self) -> None:
        shown = self.api.world.shown
        while True:
            await self.api.until(lambda: len(shown) > self._read, FOR_EVER)
            for message, _edited in shown[self._read :]:
                self._read += 1
                actions = tuple(str(button["callback_data"]) for button in message.buttons)
                if message.chat == TEAM:
                    takes = [action for action in actions if action.startswith("take ")]
                    if takes and self.crowd.take(takes[0]):
                        self._people.press(self._persons[AGENT], message, takes[0])
                elif said := self.crowd.hear(self._names[message.chat], message.text, actions):
                    self._do(message.chat, said, message)

    async def _bring(self) -> None:
        while True:
            if self.api.webhook["url"]:
                with suppress(aiohttp.ClientError):  # Nobody is there, or they died meanwhile.
                    await self.api.push()
            await asyncio.sleep(PUSH_SECONDS)

    def _do(self, number: int, said: Said, shown: Message | None = None) -> None:
        person = self._persons[number]
        if said.action:
            assert shown is not None
            self._people.press(person, shown, said.action)
        elif said.photo:
            self._photos += 1
            name = f"photo-{self._photos}"
            self.api.world.files[name] = self.photo
            sizes = [{"file_id": name, "file_unique_id": name, "width": 8, "height": 8}]
            self._people.send(person, photo=sizes, caption=said.text)
        else:
            self._people.write(person, said.text)


def _without_edits(sent: list[Sent]) -> list[Sent]:
    """Leave out the rows that changed what stood there."""
    first = {message.receipt: message.row_id for message in reversed(sent)}
    return [message for message in sent if first[message.receipt] == message.row_id]


def _first(message: Message) -> str:
    """Give the first line of a message: a card that was edited is still the same card."""
    return message.text.partition("\n")[0]


def photo() -> bytes:
    """Take a photo."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "JPEG")
    return drawn.getvalue()
