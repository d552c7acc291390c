"""The people of a transcript on Matrix: they write, react and reply through a real Synapse, and the real adapter
carries it. Names of the test city become Matrix users and rooms here.

The city stands for the whole session (accounts and rooms take time); each transcript has its own database, so to the
bot each is a first start in rooms that it is in already.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.config import Matrix
from bot.incoming import Account, Address, Incoming, Pressed, Room
from bot.intake import Intake
from bot.notebook import StoredNotebook
from bot.platforms import Batch, Rendered, Retryable
from bot.platforms.matrix import MatrixPlatform, build
from bot.platforms.matrix.polls import END, START
from bot.platforms.matrix.rooms import GONE, NAME
from storage.database import Database
from tests.fakes.city import TEAMS
from tests.fakes.matrix_city import MatrixCity
from tests.fakes.platform import JAMMED, Shown, Speaker
from tests.fakes.things import Thing
from tests.platforms.people import ENCRYPTION, PATIENCE, Json, Person, new_transaction, plain
from tests.platforms.synapse import PASSWORD

VOTE = "org.matrix.msc3381.poll.response"
TEXT = "org.matrix.msc1767.text"
MESSAGE = "m.room.message"
KEYCAPS = [f"{number}\ufe0f\u20e3" for number in range(1, 10)] + ["\U0001f51f"]


@dataclass(slots=True)
class MatrixStage:
    """The stage.

    Args:
        city: built.
    """

    city: MatrixCity
    name: str = NAME
    _platform: MatrixPlatform | None = None
    _database: Database | None = None
    _closing: "set[asyncio.Task[None]]" = field(default_factory=set)
    _people: dict[str, Person] = field(default_factory=dict)
    _pump: "asyncio.Task[None] | None" = None
    _batches: "asyncio.Queue[tuple[Batch, asyncio.Event]]" = field(default_factory=asyncio.Queue)
    _awaited: set[str] = field(default_factory=set)
    _injected: list[Incoming] = field(default_factory=list)
    _latest: str = ""
    _before: str | None = None
    _shown: list[Shown] = field(default_factory=list)
    _presses: int = 0
    _contents: dict[str, Json] = field(default_factory=dict)
    _polls: set[str] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)
    _jammed: set[str] = field(default_factory=set)

    @property
    def abilities(self) -> Any:  # noqa: ANN401  # The adapter's.
        """What the adapter can show."""
        return MatrixPlatform.abilities

    def open(self, database: Database) -> "MatrixStage":
        """Start the adapter anew, as a process does: it knows only what the database and its store do."""
        self._hang_up()
        section = {
            "homeserver": self.city.synapse.url,
            "user": self.city.bot,
            "password": PASSWORD,
            "store": "bot",
            "encrypt_direct": self.city.encrypted,
        }
        notebook = StoredNotebook(database, NAME)
        self._platform = build(Matrix.model_validate(section), notebook, self.city.folder)
        self._database = database
        return self

    async def close(self) -> None:
        """End everything."""
        self._hang_up()
        await self._closed()
        for room in self._lost:
            await self.city.take_back(room, await self._person(self._watcher(self.city.id_of(room))))
        for name, person in self._people.items():
            self.city.since[name] = person.since
            await person.leave_town()

    # What the app sees.

    async def send(self, room_id: str, rendered: Rendered, *, idempotency_key: str, edit: str | None = None) -> str:
        """Send, and wait until somebody there has it on their screen."""
        if room_id in self._jammed:
            raise Retryable("jammed", retry_after=JAMMED)
        platform, watcher = await self._running(), await self._person(self._watcher(room_id))
        receipt = await platform.send(room_id, rendered, idempotency_key=idempotency_key, edit=edit)
        if rendered.poll is not None:
            self._polls.add(receipt)
        await self._appears(watcher, room_id, receipt, rendered, edit)
        self._shown.append(Shown(self.city.name_of(room_id), receipt, rendered, edited=edit is not None))
        return receipt

    async def receive(self, _cursor: str | None) -> AsyncIterator[Batch]:
        """Give nothing: the transcript hands over what people did."""
        return
        yield

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Fetch a file."""
        return await (await self._running()).fetch(file_id, most)

    # What the transcript sees.

    def address(self, room: str) -> Address:
        """Give our address of a room of the test city."""
        return Address(NAME, self.city.id_of(room))

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
        """Let somebody write, or send a file, a pin, or something else; gives the event's id."""
        content: Json = {"msgtype": "m.text", "body": text}
        kind = MESSAGE
        if location:
            uri = f"geo:{location[0]},{location[1]}"
            named = {"org.matrix.msc3488.location": {"uri": uri, "description": thing.name}} if thing else {}
            content = {"msgtype": "m.location", "body": "Position", "geo_uri": uri, **named}
        elif thing:
            kind, content = await self._thing(thing, text)
        elif not text:
            kind, content = await self._thing(Thing("sticker"), "")
        elif speaker.group and called and not reply_to and not text.startswith(("/", "!")):
            content = {**content, "body": f"Proximcite: {text}", "m.mentions": {"user_ids": [self.city.bot]}}
        if reply_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
        await self._say(speaker, content, kind)
        self._contents[self._latest] = content
        return self._latest

    async def edit(self, speaker: Speaker, receipt: str, text: str) -> None:
        """Let somebody change the words of what they wrote; a file that is with them stays."""
        before = {name: value for name, value in self._contents[receipt].items() if name != "m.relates_to"}
        now = {**before, "body": text or before.get("filename", "")}
        relation = {"rel_type": "m.replace", "event_id": receipt}
        await self._say(speaker, {**now, "body": f"* {text}", "m.new_content": now, "m.relates_to": relation}, MESSAGE)

    async def press(self, speaker: Speaker, action: str, number: int | None, receipt: str) -> None:
        """Let somebody choose: in a poll by a vote, elsewhere by a reaction and by the number of the line in turn."""
        if number is None:
            # A button that an edit took away, on a screen that lags behind: there are none here, so nobody can.
            self._inject(speaker, Pressed(action, receipt))
            return
        if receipt in self._polls:
            relation = {"rel_type": "m.reference", "event_id": receipt}
            await self._say(speaker, {"m.relates_to": relation, VOTE: {"answers": [str(number)]}}, VOTE)
            return
        self._presses += 1
        if self._presses % 2 and number <= len(KEYCAPS) and await self._reacts(speaker, receipt, KEYCAPS[number - 1]):
            return
        await self.write(speaker, str(number), reply_to=receipt)

    def jam(self, room: str, *, jammed: bool) -> None:
        """Let the server put off what is said in a room, or take it again; Synapse does so for no single room."""
        (self._jammed.add if jammed else self._jammed.discard)(self.city.id_of(room))

    async def lose(self, room: str) -> None:
        """Let the bot be thrown out of a group, or let somebody leave their private chat with it."""
        await self._running()
        person = await self._person(self._watcher(self.city.id_of(room)))
        if room in self.city.rooms:
            self._lost.add(room)
            await person.call("POST", f"/rooms/{self.city.rooms[room]}/kick", {"user_id": self.city.bot})
            return
        await person.leave(self.city.directs.pop(room))
        assert self._database is not None
        async with asyncio.timeout(PATIENCE):
            while await StoredNotebook(self._database, NAME).read(f"direct:{person.user_id}") != GONE:
                await person.look(0.1)

    def again(self) -> None:
        """Let the server give the latest event a second time, as after a crash before its cursor was kept."""
        self._hang_up(close=False)
        self._start(self._before)
        self._awaited = {self._latest}

    async def hand_over(self, intake: Intake) -> None:
        """Let everything that people did come through the server and the adapter, and intake keep it."""
        if self._injected:
            injected, self._injected = self._injected, []
            await intake.accept(NAME, injected, None)
        while self._awaited:
            batch, kept = await self._next_batch()
            self._before = await self._cursor()
            await intake.accept(NAME, batch.messages, batch.cursor)
            self._awaited -= {each.event_id for each in batch.messages}
            kept.set()

    async def _next_batch(self) -> tuple[Batch, asyncio.Event]:
        """Wait for a batch; if the adapter stops, its error is the test's."""
        assert self._pump is not None
        getting = asyncio.ensure_future(self._batches.get())
        done, _ = await asyncio.wait((getting, self._pump), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if getting in done:
            return getting.result()
        getting.cancel()
        if self._pump in done:
            self._pump.result()
        raise AssertionError(f"did not come back: {self._awaited}")

    def shown(self) -> list[Shown]:
        """Give what appeared since the last time."""
        new, self._shown = self._shown, []
        return new

    # Behind the scenes.

    async def _thing(self, thing: Thing, text: str) -> tuple[str, Json]:
        """Write something as Matrix clients do; what is in a file is put into the media repository."""
        match thing.kind:
            case "sticker":
                return "m.sticker", {"body": "haha", "url": "mxc://besancon.test/haha", "info": {}}
            case "poll":
                return START, {START: {"question": {TEXT: "?"}, "answers": [{"id": "1", TEXT: "oui"}]}}
            case "contact":
                card = {"msgtype": "m.file", "body": "Tom.vcf", "url": "mxc://besancon.test/tom"}
                return MESSAGE, {**card, "info": {"mimetype": "text/vcard", "size": 120}}
        info = {"mimetype": thing.media_type, **({"size": thing.size} if thing.size else {})}
        kinds = {"photo": "m.image", "document": "m.file", "voice": "m.audio", "video": "m.video"}
        file = {"msgtype": kinds[thing.kind], "filename": thing.name, "info": info}
        return MESSAGE, {**file, **await self.city.media(thing.name), "body": text or thing.name}

    async def _say(self, speaker: Speaker, content: Json, kind: str) -> None:
        person, room_id = await self._ready_to_write(speaker)
        self._latest = await person.send(room_id, content, kind)
        self._awaited.add(self._latest)

    async def _reacts(self, speaker: Speaker, receipt: str, key: str) -> bool:
        """Let somebody react; a second reaction of the same kind is none, says the server."""
        person, room_id = await self._ready_to_write(speaker)
        path = f"/rooms/{room_id}/send/m.reaction/{new_transaction()}"
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": receipt, "key": key}}
        status, answer = await person.ask("PUT", path, content)
        if status == 200:
            self._latest = str(answer["event_id"])
            self._awaited.add(self._latest)
        return status == 200

    def _inject(self, speaker: Speaker, content: Pressed) -> None:
        assert self._platform is not None
        self._presses += 1
        account = Account(NAME, self.city.id_of(speaker.account), speaker.account.capitalize())
        kind = Room.GROUP if speaker.group else Room.PRIVATE
        event_id = f"$injected-{self._presses}"
        self._injected.append(Incoming(event_id, self.address(speaker.room), account, content, datetime.now(UTC), kind))

    async def _ready_to_write(self, speaker: Speaker) -> tuple[Person, str]:
        """Give somebody and the room they write in; a private one is opened when it is needed."""
        await self._running()
        person = await self._person(speaker.account)
        if speaker.group:
            await self._join(person, self.city.rooms[speaker.room])
            return person, self.city.rooms[speaker.room]
        if speaker.account not in self.city.directs:
            state = [ENCRYPTION] if self.city.encrypted else []
            room_id = await person.direct(self.city.bot, initial_state=state)
            self.city.directs[speaker.account] = room_id
            async with asyncio.timeout(PATIENCE):
                while await person.membership(room_id, self.city.bot) != "join":
                    await person.look(0.1)
        return person, self.city.directs[speaker.account]

    async def _join(self, person: Person, room_id: str) -> None:
        """Let an outsider come into a group."""
        if await person.membership(room_id, person.user_id) == "join":
            return
        host = await self._person(self._watcher(room_id))
        await host.ask("POST", f"/rooms/{room_id}/invite", {"user_id": person.user_id})
        await person.join(room_id)

    def _watcher(self, address: str) -> str:
        """Give who looks at a room: its first member, or whose private room it is."""
        name = self.city.name_of(address)
        return {**{f"team-{team}": f"agent-{team}" for team in TEAMS}, "council-conseil": "léa"}.get(name, name)

    async def _appears(self, watcher: Person, address: str, receipt: str, rendered: Rendered, edit: str | None) -> None:

        def there() -> bool:
            for room_id in set(watcher.invitations) - watcher.joined:
                asyncio.ensure_future(watcher.join(room_id))  # noqa: RUF006  # Waited for by what appears.
                watcher.joined.add(room_id)
                self.city.directs[self.city.name_of(address)] = room_id
            for _room, event in reversed(watcher.seen):
                if event["sender"] == self.city.bot and _is(event, receipt, rendered, edit):
                    assert event.get("encrypted", False) is self.city.encrypted
                    return True
            return False

        await watcher.until(there)

    async def _person(self, name: str) -> Person:
        if name not in self._people:
            self._people[name] = await self.city.person(name)
            await self._people[name].look()
        return self._people[name]

    async def _running(self) -> MatrixPlatform:
        """Give the adapter once it has synced."""
        await self._closed()
        assert self._platform is not None
        if self._pump is None:
            self._start(await self._cursor())
        async with asyncio.timeout(PATIENCE):
            await self._platform._ready.wait()
        return self._platform

    async def _cursor(self) -> str | None:
        assert self._database is not None
        return await self._database.run(lambda uow: uow.inbox.cursor(NAME))

    def _start(self, cursor: str | None) -> None:
        assert self._platform is not None
        self._pump = asyncio.create_task(self._receive(self._platform, cursor))

    async def _receive(self, platform: MatrixPlatform, cursor: str | None) -> None:
        batches = platform.receive(cursor)
        try:
            async for batch in batches:
                kept = asyncio.Event()
                if batch.messages:
                    await self._batches.put((batch, kept))
                    await kept.wait()
                else:
                    await self._keep(batch.cursor)
        finally:
            await batches.aclose()  # type: ignore[attr-defined]  # It is a generator.

    async def _keep(self, cursor: str | None) -> None:
        assert self._database is not None
        if cursor is not None:
            await self._database.run(lambda uow: uow.inbox.move_cursor(NAME, cursor))

    def _hang_up(self, *, close: bool = True) -> None:
        """Stop receiving, and close the adapter in the background: the next one has to wait for its store."""
        pump, platform, self._pump = self._pump, self._platform, None
        self._batches = asyncio.Queue()
        if pump is not None:
            pump.cancel()
        if platform is not None:
            self._closing.add(asyncio.ensure_future(_end(pump, platform if close else None)))

    async def _closed(self) -> None:
        while self._closing:
            await self._closing.pop()


def _is(event: Json, receipt: str, rendered: Rendered, edit: str | None) -> bool:
    """Say whether an event is what was to be shown: a message, an edit, a poll, or its end."""
    content = event["content"]
    target = content.get("m.relates_to", {}).get("event_id")
    if rendered.poll is not None and edit is None:
        labels = [answer[TEXT] for answer in content.get(START, {}).get("answers", ())]
        return bool(event["event_id"] == receipt and labels == [choice.label for choice in rendered.choices])
    if rendered.poll is not None:
        return (event["type"], target, content.get(TEXT)) == (END, edit, rendered.text)
    there = event["event_id"] == receipt if edit is None else target == edit
    return bool(there and event["type"] == "m.room.message" and plain(event) == rendered.text)


async def _end(pump: "asyncio.Task[None] | None", platform: MatrixPlatform | None) -> None:
    if pump is not None:
        with suppress(asyncio.CancelledError):
            await pump
    if platform is not None:
        await platform.close()
