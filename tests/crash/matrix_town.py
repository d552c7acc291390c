"""The town on Matrix: citizens in private rooms, most of them encrypted, and an agent in a team's encrypted room."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.i18n import Words
from tests.crash.books import Books
from tests.crash.robots import CONFIRM, SKIP, Crowd, Robot, Said
from tests.platforms.people import ENCRYPTION, Json, Person, Secretive, plain
from tests.platforms.synapse import Synapse

LONG_POLL = 10.0
TAKE = "take"
_CHOICE = re.compile(r"^(\d)\. (.+)$", re.MULTILINE)


@dataclass(slots=True)
class Resident:
    """Somebody, the room where they talk to the bot, and what they have read there.

    Args:
        person: with a client.
        room: where.
        robot: what they say; None for the agent.
    """

    person: Person
    room: str
    robot: Robot | None = None
    read: list[Json] = field(default_factory=list)

    @property
    def is_secret(self) -> bool:
        """Whether the room is encrypted."""
        return isinstance(self.person, Secretive)


@dataclass(slots=True)
class Town:
    """The town.

    Args:
        synapse: the homeserver.
        crowd: the people.
        photo: what their cameras take.
        folder: where they keep their keys.
    """

    synapse: Synapse
    crowd: Crowd
    photo: bytes
    folder: Path
    bot: str = ""
    residents: list[Resident] = field(default_factory=list)
    _actions: dict[str, str] = field(default_factory=dict)

    async def build(self, in_clear: int) -> None:
        """Let everybody move in, and invite the bot; so many citizens have clients that do not encrypt."""
        words = Words.packaged(ZoneInfo("Europe/Paris"))
        labels = {"report-send": CONFIRM, "skip": SKIP, "neighbours-none": SKIP, "card-take": TAKE}
        self._actions = {words.text("fr", key, {}): action for key, action in labels.items()}
        self.bot, _device, _token = await self.synapse.register("proximcite")
        agent = await Secretive.arrive_with(self.synapse, "agent", self.folder / "agent")
        room = await agent.create(name="Équipe", invite=[self.bot], initial_state=[ENCRYPTION])
        self.residents.append(Resident(agent, room))
        for number, robot in enumerate(self.crowd.robots.values()):
            if number < in_clear:
                person = await Person.arrive(self.synapse, robot.name)
                room = await person.direct(self.bot)
            else:
                person = await Secretive.arrive_with(self.synapse, robot.name, self.folder / robot.name)
                room = await person.direct(self.bot, initial_state=[ENCRYPTION])
            self.residents.append(Resident(person, room, robot))

    async def leave(self) -> None:
        """Close every client."""
        for resident in self.residents:
            await resident.person.leave_town()

    @property
    def agent(self) -> Resident:
        """Who takes the requests."""
        return self.residents[0]

    @asynccontextmanager
    async def awake(self) -> AsyncIterator[None]:
        """Let people read and react while the block runs."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._talk(resident)) for resident in self.residents]
            yield
            for task in tasks:
                task.cancel()

    async def _talk(self, resident: Resident) -> None:
        person, robot = resident.person, resident.robot
        while not self._has_come(resident):
            await person.look(LONG_POLL)
        if robot is not None:
            await self._do(resident, robot.open(), ())
        while True:
            new = self._new(resident)
            for event in new:
                actions = self._offered(event)
                if robot is not None:
                    if said := self.crowd.hear(robot.name, plain(event), actions):
                        await self._do(resident, said, actions, event)
                elif TAKE in actions and self.crowd.take(event["event_id"]):
                    await person.react(resident.room, event["event_id"], "1\ufe0f\u20e3")
            await person.look(LONG_POLL)

    def _has_come(self, resident: Resident) -> bool:
        return any(
            where == resident.room
            and event["type"] == "m.room.member"
            and event["state_key"] == self.bot
            and event["content"]["membership"] == "join"
            for where, event in resident.person.seen
        )

    def _new(self, resident: Resident) -> list[Json]:
        """Give what the bot has said since the last time; each must be readable."""
        unreadable = [event for _room, event in resident.person.seen if event["type"] == "m.room.encrypted"]
        assert not unreadable, f"{resident.person.user_id} cannot read {unreadable}"
        new = resident.person.messages(resident.room, self.bot)[len(resident.read) :]
        resident.read += new
        return new

    def _offered(self, event: Json) -> tuple[str, ...]:
        """Give the actions behind the numbered lines of a message; an edit offers nothing new."""
        if "m.new_content" in event["content"]:
            return ()
        return tuple(self._actions.get(label, label) for _number, label in _CHOICE.findall(plain(event)))

    async def _do(self, resident: Resident, said: Said, actions: Sequence[str], event: Json | None = None) -> None:
        person, room, robot = resident.person, resident.room, resident.robot
        assert robot is not None
        if said.action:
            number = str(actions.index(said.action) + 1)
            if robot.finished % 2:
                await person.say(room, number)
            else:
                assert event is not None
                await person.react(room, event["event_id"], f"{number}\ufe0f\u20e3")
        elif said.photo:
            assert isinstance(person, Secretive)
            await person.send(room, await self._picture(person, said.text))
        else:
            await person.say(room, said.text)

    async def _picture(self, person: Secretive, words: str) -> Json:
        """Put a photo into the media repository, encrypted, and give the message that shows it."""
        photo, size = io.BytesIO(self.photo), len(self.photo)
        put, keys = await person.client.upload(photo, "image/jpeg", filesize=size, encrypt=True)
        file = {**keys, "url": put.content_uri}
        return {"msgtype": "m.image", "body": words, "filename": "lampe.jpg", "file": file}

    async def check(self, books: Books) -> None:
        """See that everybody can read each message that the bot has sent, once, in order, and none in clear."""
        for resident in self.residents:
            address = resident.person.user_id if resident.robot else resident.room
            receipts = [message.receipt for message in books.sent("matrix", address)]
            raw = await self._raw(resident)
            while len(resident.read) < len(raw):
                await resident.person.look(LONG_POLL)
                self._new(resident)
            shown = [_receipt(event) for event in resident.read if event["content"]["msgtype"] != "m.image"]
            assert shown == receipts
            assert len(resident.read) == len(raw)
            kinds = {event["type"] for event in raw}
            assert kinds == {"m.room.encrypted" if resident.is_secret else "m.room.message"}
        photos = [event for event in self.agent.read if event["content"]["msgtype"] == "m.image"]
        assert len(photos) == self.crowd.with_photo

    async def _raw(self, resident: Resident) -> list[Json]:
        """Ask the server for everything that the bot has said in a room, as it is kept there."""
        found: list[Json] = []
        query = {"dir": "b", "limit": "1000"}
        while True:
            page = await resident.person.call("GET", f"/rooms/{quote(resident.room)}/messages", None, **query)
            found += [event for event in page["chunk"] if event["sender"] == self.bot and "state_key" not in event]
            if "end" not in page:
                return found
            query["from"] = page["end"]


def _receipt(event: Json) -> str:
    """Give what the bot keeps as the receipt: an edit is known by what it changes."""
    relation = event["content"].get("m.relates_to", {})
    return str(relation["event_id"] if relation.get("rel_type") == "m.replace" else event["event_id"])
