"""Devices without a network, and what strangers send to them."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import Event, parse

BOT, EVA = "@bot:besancon.test", "@eva:elsewhere.test"
ROOM = "!room"
KEY = b64encode(bytes(range(32))).decode().rstrip("=")
LONG_KEY = b64encode(bytes(33)).decode().rstrip("=")


@dataclass(slots=True)
class Device:
    """A device and what it has published.

    Args:
        user_id: its owner.
        folder: its keys.
    """

    user_id: str
    folder: Path
    device_id: str = "PHONE"
    engine: Engine = field(init=False)
    content: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        kept, fresh = self.folder / "published.json", not self.folder.exists()
        self.folder.mkdir(exist_ok=True)
        self.engine = Engine(self.user_id, self.device_id, self.folder, "secret")
        if fresh:
            kept.write_text(json.dumps(self.engine.keys_to_upload(fallback=True)))
            self.engine.keys_uploaded(50)
        self.content = json.loads(kept.read_text())

    @property
    def published(self) -> dict[str, Any]:
        """Its device keys."""
        found: dict[str, Any] = self.content["device_keys"]
        return found

    def one_time_key(self) -> tuple[str, Any]:
        """Give one of its one-time keys."""
        name = next(iter(self.content["one_time_keys"]))
        return name, self.content["one_time_keys"].pop(name)

    @property
    def curve(self) -> str:
        """Its public key."""
        return str(self.published["keys"][f"curve25519:{self.device_id}"])

    def meets(self, other: "Device") -> None:
        """Be in the encrypted room with another device, and have a session with it."""
        self.engine.enter(ROOM, encrypted=True, members=(self.user_id, other.user_id))
        self.engine.learn_devices({"device_keys": {other.user_id: {other.device_id: other.published}}})
        name, key = other.one_time_key()
        wanted = {(other.user_id, other.device_id)}
        self.engine.open_sessions({"one_time_keys": {other.user_id: {other.device_id: {name: key}}}}, wanted)

    def writes(self, other: "Device", text: str, **more: Any) -> tuple[list[dict[str, Any]], Event]:  # noqa: ANN401
        """Say something in the room: the to-device messages with the key for the other one, and the event."""
        handed = []
        if self.engine.must_share(ROOM):
            for parcel in self.engine.room_keys(ROOM):
                self.engine.handed_over(ROOM, parcel)
                handed.append(self.letter(parcel.messages[other.user_id][other.device_id]))
            self.engine.shared(ROOM)
        kind, content = self.engine.sealed(ROOM, more.pop("kind", "m.room.message"), {"body": text, **more})
        return handed, self.event(content, kind)

    def letter(self, content: Any) -> dict[str, Any]:  # noqa: ANN401  # Hostile content has any type.
        """Give a to-device message as it comes in a sync."""
        return {"type": "m.room.encrypted", "sender": self.user_id, "content": content}

    def event(self, content: Any, kind: str = "m.room.encrypted", event_id: str = "$1") -> Event:  # noqa: ANN401
        """Give an event as it comes in a sync."""
        raw = {"type": kind, "sender": self.user_id, "content": content, "event_id": event_id, "origin_server_ts": 1}
        found = parse(raw)
        assert found is not None
        return found

    def olm(self, other: "Device", plaintext: str) -> dict[str, Any]:
        """Seal anything at all for another device, with the session there is."""
        session = self.engine._olm.session_store.get(other.curve)
        kind, body = session.encrypt(plaintext).to_parts()
        letter = {"type": kind, "body": b64encode(body).decode().rstrip("=")}
        return self.letter(
            {
                "algorithm": "m.olm.v1.curve25519-aes-sha2",
                "sender_key": self.curve,
                "ciphertext": {other.curve: letter},
            }
        )


def envelope(own_key: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # Hostile content has any type.
    """Give the content of a to-device message, changed somewhere."""
    letter = {"type": 0, "body": KEY} | changes.pop("letter", {})
    base = {
        "algorithm": "m.olm.v1.curve25519-aes-sha2",
        "sender_key": KEY,
        "ciphertext": {own_key: letter},
    }
    return base | changes


HOSTILE_LETTERS: dict[str, Any] = {
    "no base64": {"letter": {"body": "!!!"}},
    "no ASCII": {"letter": {"body": "é" * 40}},
    "half a surrogate pair": {"letter": {"body": "\ud800"}},
    "no pre-key message": {"letter": {"body": KEY}},
    "no message": {"letter": {"type": 1, "body": KEY}},
    "nothing": {"letter": {"body": ""}},
    "other type": {"letter": {"type": 7}},
    "true for a type": {"letter": {"type": True}},
    "text for a type": {"letter": {"type": "0"}},
    "list for a body": {"letter": {"body": []}},
    "no letter": {"ciphertext": {}},
    "list for letters": {"ciphertext": []},
    "text for letters": {"ciphertext": "x"},
    "no sender key": {"sender_key": ""},
    "long sender key": {"sender_key": LONG_KEY},
    "list for a sender key": {"sender_key": [KEY]},
    "other algorithm": {"algorithm": "m.megolm.v1.aes-sha2"},
    "no algorithm": {"algorithm": None},
}
