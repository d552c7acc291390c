"""The test city on a real Synapse: its accounts and rooms, which stand for the whole session."""

import asyncio
import io
import unicodedata
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from nio.crypto.attachments import encrypt_attachment  # type: ignore[import-untyped]  # nio ships no types.

from tests.fakes.city import TEAMS
from tests.fakes.things import content_of
from tests.platforms.people import ENCRYPTION, Json, Person, Secretive
from tests.platforms.synapse import Synapse

COUNCIL = {"council-conseil": ("léa", "tom", "inès", "sami")}
WATCHERS = ("léa", *(f"{role}-{team}" for team in TEAMS for role in ("agent", "head")))
"""Who reads what is said in groups, and who is written to first."""


@dataclass(slots=True)
class MatrixCity:
    """The accounts and rooms of the test city.

    Args:
        synapse: the homeserver.
        folder: where the bot and the secretive keep their keys.
        encrypted: whether its rooms are, and its people's clients can.
    """

    synapse: Synapse
    folder: Path
    encrypted: bool = False
    bot: str = ""
    accounts: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    since: dict[str, str | None] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    directs: dict[str, str] = field(default_factory=dict)
    _media: dict[str, Json] = field(default_factory=dict)
    _bot: tuple[str, str, str] = ("", "", "")

    async def build(self) -> None:
        """Let everybody move in, the first time."""
        if self.bot:
            return
        self.bot, device_id, token = self._bot = await self.synapse.register("proximcite")
        groups = {f"team-{team}": (f"agent-{team}", f"nadia-{team}", f"head-{team}") for team in TEAMS} | COUNCIL
        await asyncio.gather(*(self._account(name) for names in groups.values() for name in names))
        async with AsyncExitStack() as stack:
            bot = Person(self.synapse, self.bot, device_id, token)
            stack.push_async_callback(bot.leave_town)
            for room, names in groups.items():
                people = [Person(self.synapse, *self.accounts[name]) for name in names]
                for each in people:
                    stack.push_async_callback(each.leave_town)
                invited = [self.bot, *(each.user_id for each in people[1:])]
                state = [ENCRYPTION] if self.encrypted else []
                self.rooms[room] = await people[0].create(name=room, invite=invited, initial_state=state)
                await asyncio.gather(*(each.join(self.rooms[room]) for each in (bot, *people[1:])))
        if self.encrypted:
            # Their keys have to be there before anything is said to them.
            await asyncio.gather(*(self._publish_keys(name) for name in WATCHERS))

    async def take_back(self, room: str, host: Person) -> None:
        """Let the bot into a room again that it was thrown out of; ``host`` has the right to."""
        bot = Person(self.synapse, *self._bot)
        await host.call("POST", f"/rooms/{self.rooms[room]}/invite", {"user_id": self.bot})
        await bot.join(self.rooms[room])
        await bot.leave_town()

    async def _publish_keys(self, name: str) -> None:
        await (await self.person(name)).leave_town()

    async def person(self, name: str) -> Person:
        """Give somebody with a client of their own."""
        await self._account(name)
        if not self.encrypted:
            return Person(self.synapse, *self.accounts[name], since=self.since.get(name))
        person = Secretive(self.synapse, *self.accounts[name])
        await person.open(self.folder / folded_name(name))
        return person

    async def _account(self, name: str) -> None:
        if name not in self.accounts:
            folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
            self.accounts[name] = await self.synapse.register(folded, shown=name.capitalize())

    async def media(self, name: str) -> Json:
        """Put a file into the media repository, encrypted where the rooms are; gives how an event refers to it."""
        if name not in self._media:
            content = content_of(name)
            sealed, keys = encrypt_attachment(content) if content and self.encrypted else (content, None)
            url = await self._upload(sealed) if sealed else f"mxc://besancon.test/{name.replace('.', '-')}"
            self._media[name] = {"file": {**keys, "url": url}} if keys else {"url": url}
        return self._media[name]

    async def _upload(self, content: bytes) -> str:
        _user, _device, token = self.accounts[WATCHERS[0]]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
        where = f"{self.synapse.url}/_matrix/media/v3/upload"
        body = io.BytesIO(content)
        async with aiohttp.ClientSession(headers=headers) as session, session.post(where, data=body) as response:
            return str((await response.json())["content_uri"])

    def id_of(self, name: str) -> str:
        """Give the Matrix id of a room or an account by its name."""
        return self.rooms.get(name) or self.accounts[name][0]

    def name_of(self, address: str) -> str:
        """Give the name of a room or an account by its Matrix id."""
        ids = {room_id: name for name, room_id in self.rooms.items()}
        return ids.get(address) or next(name for name, each in self.accounts.items() if each[0] == address)


def folded_name(name: str) -> str:
    """Give a name that any file system takes."""
    return name.encode("ascii", "backslashreplace").decode().replace("\\", "_")
