"""The whole bot on both platforms at once: the fake Bot API and a real Synapse, one database, people before each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from bot.app import App, Pace
from bot.config import Matrix, Settings, Telegram
from bot.notebook import StoredNotebook
from bot.platforms import matrix, telegram
from storage.database import Database
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.bot_api_methods import Chat, Json, Message
from tests.fakes.bot_api_people import People
from tests.fakes.clock import running_clock
from tests.fakes.understander import FakeUnderstander
from tests.platforms.people import ENCRYPTION, Person, plain
from tests.platforms.synapse import PASSWORD, Synapse

TEAM_CHAT, COUNCIL_CHAT, OTHER_CHAT = -1_000_000_000_001, -1_000_000_000_002, -1_000_000_000_003
QUICK = Pace(look_again=0.05, tick=0.2, first_retry=0.1, first_pause=0.1)
MEANINGS = {"lampadaire éteint rue Battant": "category street_lighting", "le 12": "category street_lighting"}


@dataclass(slots=True)
class Both:
    """The bot.

    Args:
        synapse: the homeserver.
        api: the fake Bot API, listening.
        folder: for what the bot keeps.
        user_id: the bot's account on Matrix.
        homeserver: where the bot finds the homeserver.
    """

    synapse: Synapse
    api: BotApi
    folder: Path
    user_id: str
    homeserver: str
    people: People = field(init=False)
    rooms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.api)
        self.people.group(TEAM_CHAT, "supergroup")
        self.people.group(COUNCIL_CHAT, "supergroup")
        self.people.group(OTHER_CHAT, "supergroup")

    @classmethod
    @asynccontextmanager
    async def arrive(cls, synapse: Synapse, folder: Path, homeserver: str = "") -> AsyncIterator[Self]:
        """Make the bot an account on each platform."""
        user_id, _device, _token = await synapse.register("both")
        async with BotApi().serve() as api:
            yield cls(synapse, api, folder, user_id, homeserver or synapse.url)

    async def room(self, owner: Person, *others: Person, **body: Any) -> str:  # noqa: ANN401  # As the server takes it.
        """Make an encrypted room with the bot and others in it."""
        invited = [self.user_id, *(each.user_id for each in others)]
        room_id = await owner.create(invite=invited, initial_state=[ENCRYPTION], preset="private_chat", **body)
        for each in others:
            await each.join(room_id)
        return room_id

    async def direct(self, person: Person) -> str:
        """Open an encrypted private chat, and wait until the bot is in it."""
        room_id = await person.direct(self.user_id, initial_state=[ENCRYPTION])
        await self.is_in(person, room_id)
        return room_id

    async def is_in(self, person: Person, room_id: str) -> None:
        """Wait until the bot is in a room, and somebody's client knows it."""
        joined = {"membership": "join"}
        await person.until(
            lambda: any(
                where == room_id and each.get("state_key") == self.user_id and joined.items() <= each["content"].items()
                for where, each in person.seen
            )
        )

    def settings(self, team_room: str, agents: Sequence[str], council: Json | None = None) -> Settings:
        """Give the configuration: one team with a group here and a room there, and perhaps a council."""
        team: Json = {"rooms": [f"telegram:{TEAM_CHAT}", f"matrix:{team_room}"], "agents": list(agents), "heads": []}
        teams = {name: team for name in ("street_lighting", "desk", "mediation")}
        files = {"folder": str(self.folder / "files")}
        promise = {"undo_within": "0s"}
        return Settings(teams=teams, councils=council or {}, files=files, promise=promise)  # type: ignore[arg-type]  # As TOML.

    @asynccontextmanager
    async def running(self, settings: Settings, url: str) -> AsyncIterator[App]:
        """Run the whole bot until the end of the block."""
        database, clock = Database(url), running_clock()
        section = {"homeserver": self.homeserver, "user": self.user_id, "password": PASSWORD, "store": "store"}
        on_matrix = matrix.build(
            Matrix.model_validate({**section, "rooms_from": ["*"]}),
            StoredNotebook(database, "matrix"),
            self.folder,
            clock,
        )
        on_telegram = telegram.build(
            Telegram(token=TOKEN, base_url=self.api.url), StoredNotebook(database, "telegram"), clock=clock, quiet=0.0
        )
        understander = FakeUnderstander()
        for text, meaning in MEANINGS.items():
            understander.teach(text, meaning)
        app = App(settings, database, [on_telegram, on_matrix], understander, clock, QUICK)
        stop = asyncio.Event()
        task = asyncio.create_task(app.run(stop))
        try:
            yield app
        finally:
            stop.set()
            await task
            await on_telegram.close()
            await on_matrix.close()
            app.close()

    def chat(self, number: int) -> Chat:
        """Give a chat on Telegram."""
        return self.api.world.chats[number]

    def from_bot(self, number: int) -> list[Message]:
        """Give what the bot has said in a chat on Telegram, as it stands now."""
        return [each for each in self.chat(number).messages.values() if each.sender["id"] == self.api.world.me["id"]]

    async def on_telegram(self, number: int, words: str) -> Message:
        """Wait until the bot's latest message with these words stands in a chat."""
        await self.api.until(lambda: any(words in each.text for each in self.from_bot(number)))
        return next(each for each in reversed(self.from_bot(number)) if words in each.text)

    async def says(self, person: Json, text: str, answer: str, where: int | None = None) -> Message:
        """Let somebody write on Telegram; gives the bot's answer, which must have these words."""
        place = int(person["id"]) if where is None else where
        before = len(self.from_bot(place))
        self.people.write(person, text, where)
        await self.api.until(lambda: any(answer in each.text for each in self.from_bot(place)[before:]))
        return next(each for each in self.from_bot(place)[before:] if answer in each.text)

    def press(self, person: Json, message: Message, label: str) -> None:
        """Let somebody press a button by its label."""
        found = [each for each in message.buttons if label in each["text"]]
        assert found, [each["text"] for each in message.buttons]
        self.people.press(person, message, found[0]["callback_data"])

    async def on_matrix(self, person: Person, room_id: str, words: str, after: int = 0) -> Json:
        """Wait until somebody on Matrix reads these words of the bot; edits count, and so do only those ``after``."""

        def there() -> list[Json]:
            return [each for each in person.messages(room_id, self.user_id)[after:] if words in plain(each)]

        try:
            found: list[Json] = await person.until(there)
        except TimeoutError:
            raise AssertionError([plain(each) for each in person.messages(room_id, self.user_id)]) from None
        return found[-1]

    async def card(self, person: Person, room_id: str) -> Json:
        """Wait for the first card in a room on Matrix."""
        return await self.on_matrix(person, room_id, "BES-")
