"""The people of a transcript on Telegram: they type, press and reply in front of the fake Bot API, and the real adapter
carries it. Names of the test city become Telegram's numbers here.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from bot.config import Telegram
from bot.incoming import Address
from bot.intake import Intake
from bot.notebook import StoredNotebook
from bot.platforms import Batch, Notebook, Rendered, RenderedChoice
from bot.platforms.telegram import TelegramPlatform, build
from bot.platforms.telegram.buttons import carried
from bot.platforms.telegram.reading import NAME
from storage.database import Database
from tests.fakes.bot_api import DEADLINE, TOKEN, USERNAME, BotApi
from tests.fakes.bot_api_methods import Json, Message
from tests.fakes.bot_api_people import People, entities
from tests.fakes.clock import StillClock
from tests.fakes.platform import Shown, Speaker
from tests.fakes.things import Thing, content_of


@dataclass(slots=True)
class TelegramStage:
    """The stage.

    Args:
        api: the fake Bot API, already listening.
        clock: the transcript's.
    """

    api: BotApi
    clock: StillClock
    name: str = NAME
    _people: People = field(init=False)
    _ids: dict[str, int] = field(default_factory=dict)
    _persons: dict[str, Json] = field(default_factory=dict)
    _platform: TelegramPlatform | None = None
    _old: list[TelegramPlatform] = field(default_factory=list)
    _batches: AsyncIterator[Batch] | None = None
    _next: "asyncio.Task[Batch] | None" = None
    _cursors: list[str | None] = field(default_factory=lambda: [None])
    _read: int = 0
    _seconds: "count[int]" = field(default_factory=lambda: count(step=3600))

    def __post_init__(self) -> None:
        self._people = People(self.api)

    def open(self, database: Database) -> TelegramPlatform:
        """Start the adapter anew, as a process does: it knows only what the database does."""
        section, notebook = Telegram(token=TOKEN, base_url=self.api.url), StoredNotebook(database, NAME)
        self._hang_up()
        if self._platform is not None:
            self._old.append(self._platform)
        self._platform = self._build(section, notebook)
        return self._platform

    async def close(self) -> None:
        """End everything; every pressed button must have been answered."""
        await self._settled()
        self._hang_up()
        for platform in (*self._old, self._platform):
            if platform is not None:
                await platform.close()
        assert not self._people.unanswered()

    def address(self, room: str) -> Address:
        """Give our address of a room of the test city."""
        return Address(NAME, str(self._id(room)))

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
        """Let somebody write, or send a file, a pin, or something else; gives the message's id."""
        person, where = self._person(speaker.account), self._id(speaker.room)
        reply = int(reply_to) if reply_to else None
        if location:
            content = _point(location, thing)
        elif thing:
            content = self._thing(thing, text)
        elif not text:
            content = {"dice": {"emoji": "🎲", "value": 3}}
        else:
            written = self._addressed(speaker, text, reply, called=called)
            content = {"text": written, **entities(written)}
        return str(self._people.send(person, where, reply, **content).id)

    async def edit(self, speaker: Speaker, receipt: str, text: str) -> None:
        """Let somebody change the words of what they wrote; a file that is with them stays."""
        message = self._message(self._id(speaker.room), receipt)
        part = "text" if "text" in message.json else "caption"
        self._people.edit(message, **{part: text, **(entities(text) if part == "text" else {})})

    async def press(self, speaker: Speaker, action: str, number: int | None, receipt: str) -> None:
        """Let somebody press a button; an edit may have taken it away (no number) while their screen lags behind."""
        person, message = self._person(speaker.account), self._message(self._id(speaker.room), receipt)
        data = carried(action)
        if number is not None:
            assert message.buttons[number - 1]["callback_data"] == data, f"{action} is not button {number}"
        self._people.press(person, message, data)

    def jam(self, room: str, *, jammed: bool) -> None:
        """Let the Bot API say of a chat that there are too many requests, or take them again."""
        (self.api.jammed.add if jammed else self.api.jammed.discard)(self._id(room))

    async def lose(self, room: str) -> None:
        """Let the bot be thrown out of a group, or blocked by whoever's private chat it is."""
        number = self._id(room)
        if number < 0:
            self._people.kick(self.api.world.chats[number], self._person(f"agent-{room.removeprefix('team-')}"))
        else:
            self._people.block(self._person(room))

    def again(self) -> None:
        """Let the confirmation of the latest event be lost, so that Telegram gives it a second time."""
        self._hang_up()
        self.api.forget_confirmation()
        self._cursors.pop()

    async def hand_over(self, intake: Intake) -> None:
        """Let the adapter fetch what people did, and intake keep it."""
        batch = await asyncio.wait_for(self._upcoming(), DEADLINE)
        await intake.accept(NAME, batch.messages, batch.cursor)
        self._cursors.append(batch.cursor)
        self._next = None
        self._upcoming()  # Only now does the adapter confirm.
        await self.api.polled()

    def shown(self) -> list[Shown]:
        """Give what appeared since the last time."""
        new, self._read = self.api.world.shown[self._read :], len(self.api.world.shown)
        return [
            Shown(self._name(message.chat), str(message.id), _rendered(message), edited=edited)
            for message, edited in new
        ]

    def _thing(self, thing: Thing, text: str) -> Json:
        """Write something as Telegram does, and put what is in a file where the bot can fetch it."""
        match thing.kind:
            case "sticker":
                return {"sticker": {**_file("s"), "width": 1, "height": 1, **_STICKER}}
            case "contact":
                return {"contact": {"phone_number": "+33381000000", "first_name": "Tom"}}
            case "poll":
                return {"poll": _POLL}
        if (content := content_of(thing.name)) is not None:
            self.api.world.files[f"{thing.kind}:{thing.name}"] = content
        file = {**_file(f"{thing.kind}:{thing.name}"), **({"file_size": thing.size} if thing.size else {})}
        known = {**file, "file_name": thing.name, "mime_type": thing.media_type}
        kinds: Json = {
            "photo": [{**file, "width": 90, "height": 60}],
            "document": known,
            "voice": {**file, "duration": 3, "mime_type": thing.media_type},
            "video": {**known, "width": 9, "height": 6, "duration": 3},
        }
        return {thing.kind: kinds[thing.kind], **({"caption": text} if text else {})}

    def _build(self, section: Telegram, notebook: Notebook) -> TelegramPlatform:
        # An hour passes between any two looks at the limits' clock: a transcript has no time of its own.
        return build(section, notebook, clock=self.clock, time=lambda: next(self._seconds))

    def _upcoming(self) -> "asyncio.Task[Batch]":
        if self._next is None:
            if self._batches is None:
                assert self._platform is not None
                self._batches = self._platform.receive(self._cursors[-1])
            self._next = asyncio.ensure_future(anext(self._batches))
        return self._next

    def _hang_up(self) -> None:
        if self._next is not None:
            self._next.cancel()
        self._batches = self._next = None

    async def _settled(self) -> None:
        """Let an adapter that was cut off in the middle come to its end."""
        if self._next is not None:
            self._next.cancel()
            with suppress(asyncio.CancelledError):
                await self._next

    def _addressed(self, speaker: Speaker, text: str, reply: int | None, *, called: bool) -> str:
        """Write as one does in a group: with the bot's name behind a command or in front of words."""
        if not (speaker.group and called) or reply or text.startswith("!"):
            return text
        if text.startswith("/"):
            command, space, rest = text.partition(" ")
            return f"{command}@{USERNAME}{space}{rest}"
        return f"@{USERNAME} {text}"

    def _person(self, account: str) -> Json:
        if account not in self._persons:
            self._persons[account] = self._people.person(self._id(account), account.capitalize())
        return self._persons[account]

    def _id(self, name: str) -> int:
        """Give the number of a room or an account by its name; groups have negative ones."""
        if name not in self._ids:
            number = 4200 + len(self._ids)
            if name.startswith(("team-", "council-")):
                self._ids[name] = self._people.group(-1_000_000_000_000 - number, "supergroup").id
            else:
                self._ids[name] = number
                self._person(name)
        return self._ids[name]

    def _name(self, number: int) -> str:
        return next(name for name, each in self._ids.items() if each == number)

    def _message(self, chat: int, receipt: str) -> Message:
        return self.api.world.chats[chat].messages[int(receipt)]


_STICKER = {"is_animated": False, "is_video": False, "type": "regular"}
_POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}


def _file(name: str) -> Json:
    return {"file_id": name, "file_unique_id": name}


def _point(location: tuple[float, float], thing: Thing | None) -> Json:
    point = {"latitude": location[0], "longitude": location[1]}
    venue = {"venue": {"location": point, "title": thing.name, "address": ""}} if thing else {}
    return {"location": point, **venue}


def _rendered(message: Message) -> Rendered:
    choices = tuple(RenderedChoice(button["text"], button["callback_data"]) for button in message.buttons)
    return Rendered(message.text, message.html, choices)
