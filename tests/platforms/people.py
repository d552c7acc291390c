"""People on a real Synapse: with a plain client, or one that encrypts: nio's own, so that somebody else checks ours."""

import asyncio
import itertools
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import nio  # type: ignore[import-untyped]  # nio ships no types.

from tests.platforms.synapse import Synapse

CLIENT = "/_matrix/client/v3"
PATIENCE = 20.0
"""Seconds until something that does not come is taken for lost."""

MANY = {"room": {"timeline": {"limit": 200}}}
"""A filter, so that a sync leaves nothing out."""

Json = dict[str, Any]
_transactions = itertools.count(1)


def new_transaction() -> str:
    """Give a transaction id that nobody has used."""
    return f"t{next(_transactions)}"


@dataclass(slots=True)
class Person:
    """Somebody with a plain client.

    Args:
        synapse: the homeserver.
        user_id: theirs.
        device_id: theirs.
        token: theirs.
    """

    synapse: Synapse
    user_id: str
    device_id: str
    token: str
    since: str | None = None
    seen: list[tuple[str, Json]] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    invitations: dict[str, list[Json]] = field(default_factory=dict)
    typing: dict[str, list[str]] = field(default_factory=dict)
    receipts: list[tuple[str, str, str]] = field(default_factory=list)
    _session: aiohttp.ClientSession | None = None

    @classmethod
    async def arrive(cls, synapse: Synapse, name: str) -> "Person":
        """Make an account."""
        return cls(synapse, *await synapse.register(name))

    async def leave_town(self) -> None:
        """Close the client."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, path: str, body: Json | None = None, **query: str) -> Json:
        """Call the server; every refusal fails the test."""
        status, answer = await self.ask(method, path, body, **query)
        assert status == 200, (path, answer)
        return answer

    async def ask(self, method: str, path: str, body: Json | None = None, **query: str) -> tuple[int, Json]:
        """Call the server; give its status and answer."""
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {self.token}"})
        url = self.synapse.url + (path if path.startswith("/_") else CLIENT + path)
        async with self._session.request(method, url, json=body, params=query) as response:
            return response.status, await response.json()

    async def create(self, **body: Any) -> str:  # noqa: ANN401  # As the server takes it.
        """Create a room."""
        room_id = str((await self.call("POST", "/createRoom", body))["room_id"])
        self.joined.add(room_id)
        return room_id

    async def direct(self, other: str, **body: Any) -> str:  # noqa: ANN401  # As above.
        """Open a private chat."""
        return await self.create(**{"invite": [other], "is_direct": True, "preset": "trusted_private_chat", **body})

    async def join(self, room_id: str) -> None:
        """Join a room."""
        await self.call("POST", f"/join/{quote(room_id)}", {})

    async def leave(self, room_id: str) -> None:
        """Leave a room."""
        await self.call("POST", f"/rooms/{quote(room_id)}/leave", {})

    async def send(self, room_id: str, content: Json, kind: str = "m.room.message") -> str:
        """Send an event."""
        path = f"/rooms/{quote(room_id)}/send/{kind}/{new_transaction()}"
        return str((await self.call("PUT", path, content))["event_id"])

    async def say(self, room_id: str, text: str, **more: Any) -> str:  # noqa: ANN401  # As above.
        """Send a message."""
        return await self.send(room_id, {"msgtype": "m.text", "body": text, **more})

    async def reply(self, room_id: str, event_id: str, text: str) -> str:
        """Reply to a message."""
        return await self.say(room_id, text, **{"m.relates_to": {"m.in_reply_to": {"event_id": event_id}}})

    async def react(self, room_id: str, event_id: str, key: str) -> str:
        """React to a message."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self.send(room_id, {"m.relates_to": relation}, "m.reaction")

    async def look(self, seconds: float = 0.0) -> None:
        """Sync once."""
        since = {"since": self.since} if self.since else {}
        query = {"timeout": str(int(seconds * 1000)), "filter": json.dumps(MANY), **since}
        self.take(await self.call("GET", "/sync", None, **query))

    def take(self, answer: Json) -> None:
        """Take the answer to a sync."""
        self.since = answer["next_batch"]
        rooms = answer.get("rooms", {})
        for room_id, info in rooms.get("invite", {}).items():
            self.invitations[room_id] = info["invite_state"]["events"]
        for room_id, info in rooms.get("join", {}).items():
            self.joined.add(room_id)
            for event in (*info.get("state", {}).get("events", []), *info["timeline"]["events"]):
                self.seen.append((room_id, event))
            for event in info.get("ephemeral", {}).get("events", []):
                if event["type"] == "m.typing":
                    self.typing[room_id] = event["content"]["user_ids"]
                else:
                    for event_id, kinds in event["content"].items():
                        self.receipts += [(room_id, event_id, user) for user in kinds.get("m.read", {})]
        for room_id in rooms.get("leave", {}):
            self.joined.discard(room_id)

    async def until(self, there: Callable[[], Any]) -> Any:  # noqa: ANN401  # Whatever is waited for.
        """Sync until something is there, and give it; fail when it does not come."""
        async with asyncio.timeout(PATIENCE):
            while not (found := there()):
                await self.look(5.0)
        return found

    async def hears(self, room_id: str, sender: str, *, after: int = 0) -> Json:
        """Wait for the first message of somebody in a room, or the one after so many others."""
        await self.until(lambda: len(self.messages(room_id, sender)) > after)
        return self.messages(room_id, sender)[after]

    def messages(self, room_id: str, sender: str) -> list[Json]:
        """Give what somebody said in a room, edits too, as far as it was seen."""
        return [
            event
            for where, event in self.seen
            if where == room_id and event["sender"] == sender and event["type"] == "m.room.message"
        ]

    def texts(self, room_id: str, sender: str) -> list[str]:
        """Give the words of what somebody said in a room."""
        return [event["content"].get("body", "") for event in self.messages(room_id, sender)]

    async def membership(self, room_id: str, user_id: str) -> str:
        """Ask how somebody stands with a room."""
        path = f"/rooms/{quote(room_id)}/state/m.room.member/{quote(user_id)}"
        status, answer = await self.ask("GET", path)
        return str(answer["membership"]) if status == 200 else "none"


class _Client(nio.AsyncClient):  # type: ignore[misc]  # nio ships no types.
    """nio's client, told whom not to ask for keys: hostile ones stop it, and only ours has to survive them."""

    wary_of: frozenset[str] = frozenset()

    async def keys_query(self) -> Any:  # noqa: ANN401  # nio's answer.
        """Ask for keys."""
        self.olm.users_for_key_query -= self.wary_of
        return await super().keys_query() if self.should_query_keys else None


@dataclass(slots=True)
class Secretive(Person):
    """Somebody with a client that encrypts."""

    client: Any = None

    @classmethod
    async def arrive_with(cls, synapse: Synapse, name: str, folder: Path) -> "Secretive":
        """Make an account, and publish its keys."""
        person = cls(synapse, *await synapse.register(name))
        await person.open(folder)
        return person

    async def open(self, folder: Path) -> None:
        """Start the client."""
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103, RUF100  # In a test nothing else runs meanwhile.
        config = nio.AsyncClientConfig(pickle_key="of a test", request_timeout=20, max_timeouts=2)
        self.client = _Client(self.synapse.url, self.user_id, self.device_id, str(folder), config)
        self.client.restore_login(self.user_id, self.device_id, self.token)
        await self.look()
        assert not self.client.should_upload_keys

    async def leave_town(self) -> None:
        """Close the client."""
        await self.client.close()
        self.client.store.database.close()
        await Person.leave_town(self)

    async def look(self, seconds: float = 0.0) -> None:
        """Sync once, do the chores of keys, and take what could be read."""
        first = self.since is None
        self.client.next_batch = ""
        found = await self.client.sync(int(seconds * 1000), MANY, since=self.since, full_state=first)
        assert isinstance(found, nio.SyncResponse), found
        self.since = found.next_batch
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()
        for room_id, info in found.rooms.join.items():
            self.joined.add(room_id)
            for event in (*info.state, *info.timeline.events):
                raw = {**event.source, "encrypted": getattr(event, "decrypted", False)}
                self.seen.append((room_id, raw))
        for room_id, info in found.rooms.invite.items():
            self.invitations[room_id] = [event.source for event in info.invite_state]

    async def send(self, room_id: str, content: Json, kind: str = "m.room.message") -> str:
        """Send an event, encrypted if the room is."""
        await self.until(lambda: room_id in self.client.rooms)
        sent = await self.client.room_send(room_id, kind, content, ignore_unverified_devices=True)
        assert isinstance(sent, nio.RoomSendResponse), sent
        return str(sent.event_id)


def plain(event: Mapping[str, Any]) -> str:
    """Give the words of a message, those of the new content for an edit."""
    content = event["content"]
    return str(content.get("m.new_content", content)["body"])


ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
"""State of a room that is encrypted from its beginning."""
