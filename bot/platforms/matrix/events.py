"""Step 1 of a message, on Matrix: an event of a room as the homeserver gave it, with nothing in it taken on trust.

Any user of any server writes what stands in an event, so each value is looked at for its type before it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CREATE = "m.room.create"
ENCRYPTED = "m.room.encrypted"
MEMBER = "m.room.member"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a room.

    ``sender``, ``event_id`` and ``sent_at`` (milliseconds since 1970) are always those the homeserver vouches for;
    ``type`` and ``content`` are those inside the envelope once it was opened. ``readable``: it was not encrypted, or
    the key was there.
    """

    event_id: str
    sender: str
    type: str
    content: Json
    sent_at: int
    state_key: str | None = None
    unsigned: Json = field(default_factory=dict)
    readable: bool = True

    def opened(self, kind: str, content: Json) -> "Event":
        """Give the event with what was inside its envelope."""
        return replace(self, type=kind, content=content, readable=True)


def parse(raw: object) -> Event | None:
    """Read an event, or give None when it is none."""
    if not isinstance(raw, dict):
        return None
    try:
        event = scrub(raw)
    except RecursionError:
        return None
    strings = [event.get(name) for name in ("event_id", "sender", "type")]
    sent_at, state_key = event.get("origin_server_ts"), event.get("state_key")
    if not all(isinstance(each, str) and each for each in strings) or not isinstance(sent_at, int):
        return None
    return Event(
        event_id=event["event_id"],
        sender=event["sender"],
        type=event["type"],
        content=mapping(event, "content"),
        sent_at=sent_at,
        state_key=state_key if isinstance(state_key, str) else None,
        unsigned=mapping(event, "unsigned"),
        readable=event["type"] != ENCRYPTED,
    )


def mapping(values: Json, name: str) -> dict[str, Any]:
    """Give a value that should be an object; an empty one if it is none."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def string(values: Json, name: str) -> str:
    """Give a value that should be a string; an empty one if it is none."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def sequence(values: Json, name: str) -> list[Any]:
    """Give a value that should be a list; an empty one if it is none."""
    value = values.get(name)
    return value if isinstance(value, list) else []


def scrub(value: Any) -> Any:  # noqa: ANN401  # JSON in, the same JSON out.
    """Take out of JSON what no database stores: half surrogate pairs become a replacement character, NUL goes.

    Raises:
        RecursionError: it is nested so deeply that no honest sender made it.
    """
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {scrub(key): scrub(each) for key, each in value.items()}
    if isinstance(value, list):
        return [scrub(each) for each in value]
    return value
