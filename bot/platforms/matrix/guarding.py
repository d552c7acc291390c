"""Before nio sees anything: what strangers wrote is cut down to what cannot hurt it.

Any user of any server can send to-device messages, publish device keys and one-time keys, and write into rooms. Read
as they come, some of them stop a plain nio client or hang its sends: bad base64 for our curve key, an empty session
id, a signing key of 33 bytes (vodozemac 0.10 panics, which no ``except Exception`` catches), JSON nested a thousand
deep inside an envelope. So two things are done. What can be judged from outside is judged here, and rebuilt from the
parts that are needed; and whatever nio does with one item happens under :func:`surviving`, item by item, so that a
bad one takes no other with it.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from bot.platforms.matrix.events import ENCRYPTED, Event, mapping, string

log = structlog.get_logger()

OLM = "m.olm.v1.curve25519-aes-sha2"
MEGOLM = "m.megolm.v1.aes-sha2"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
SIGNED_KEY = "signed_curve25519"

Keys = dict[str, dict[str, dict[str, Any]]]
"""By user, by device: what the device has published."""


@contextmanager
def surviving(what: str) -> Iterator[None]:
    """Let one item fail alone, whatever it does to the library.

    Args:
        what: kind of item, for the log; never who sent it or what is in it.
    """
    try:
        yield
    except Exception as error:
        log.warning("matrix_bad_item", what=what, error=type(error).__name__)
    except BaseException as error:
        # A Rust panic derives from BaseException and has no importable class.
        if type(error).__name__ != "PanicException":
            raise
        log.warning("matrix_bad_item", what=what, error="panic")


def decoded(text: object) -> bytes | None:
    """Read unpadded (or padded) base64, or give None when it is none."""
    if not isinstance(text, str) or not text.isascii():
        return None
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def is_key(text: object) -> bool:
    """Say whether this is a public key: base64 of 32 bytes."""
    found = decoded(text)
    return found is not None and len(found) == KEY_BYTES


def to_device(events: Iterable[object], own_key: str) -> list[dict[str, Any]]:
    """Give the to-device messages that are worth opening: Olm envelopes addressed to our device, nothing else.

    Key requests and verifications are not for a bot: it shares keys when it sends, and cannot compare emoji.

    Args:
        events: as they came in the sync.
        own_key: our curve25519 key.
    """
    return [opened for event in events if (opened := _envelope(event, own_key))]


def _envelope(event: object, own_key: str) -> dict[str, Any] | None:
    if not isinstance(event, dict) or event.get("type") != ENCRYPTED:
        return None
    content = mapping(event, "content")
    letter = mapping(mapping(content, "ciphertext"), own_key)
    kind, body = letter.get("type"), letter.get("body")
    sound = (
        string(event, "sender")
        and content.get("algorithm") == OLM
        and is_key(content.get("sender_key"))
        and isinstance(kind, int)
        and not isinstance(kind, bool)
        and kind in (0, 1)
        and decoded(body)
    )
    if not sound:
        return None
    return {
        "type": ENCRYPTED,
        "sender": event["sender"],
        "content": {
            "algorithm": OLM,
            "sender_key": content["sender_key"],
            "ciphertext": {own_key: {"type": kind, "body": body}},
        },
    }


def megolm(event: Event, sender_key: str) -> dict[str, Any] | None:
    """Give an encrypted event of a room in the form that nio opens, or None when it has no such form.

    Args:
        event: as it came.
        sender_key: whose copy of its session to open it with.
    """
    content, session = event.content, session_of(event)
    if content.get("algorithm") != MEGOLM or not session or not decoded(content.get("ciphertext")):
        return None
    return {
        "type": ENCRYPTED,
        "event_id": event.event_id,
        "sender": event.sender,
        "origin_server_ts": max(event.sent_at, 0),
        "content": {
            "algorithm": MEGOLM,
            "sender_key": sender_key,
            "session_id": session,
            "device_id": string(content, "device_id"),
            "ciphertext": content["ciphertext"],
            "m.relates_to": mapping(content, "m.relates_to"),
        },
    }


def session_of(event: Event) -> str:
    """Give the id of the session that an event is encrypted with; empty when it is none."""
    session = event.content.get("session_id")
    return session if isinstance(session, str) and is_key(session) else ""


def device_keys(answer: Mapping[str, Any]) -> Keys:
    """Give the devices of an answer to ``/keys/query`` whose keys are keys; a user without any keeps an empty place."""
    found: Keys = {}
    for user, devices in mapping(answer, "device_keys").items():
        found[user] = {}
        for device, published in devices.items() if isinstance(devices, dict) else ():
            if isinstance(published, dict) and _is_device(user, device, published):
                found[user][device] = published
    return found


def _is_device(user: str, device: str, published: dict[str, Any]) -> bool:
    keys, signing = mapping(published, "keys"), f"ed25519:{device}"
    signature = mapping(mapping(published, "signatures"), user).get(signing)
    unsigned = published.get("unsigned", {})
    return (
        published.get("user_id") == user
        and published.get("device_id") == device
        and is_key(keys.get(signing))
        and is_key(keys.get(f"curve25519:{device}"))
        and _is_signature(signature)
        and isinstance(unsigned, dict)
        and isinstance(unsigned.get("device_display_name", ""), str)
    )


def one_time_keys(answer: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give user, device and its key object from an answer to ``/keys/claim``, those that are keys."""
    for user, devices in mapping(answer, "one_time_keys").items():
        for device, keys in devices.items() if isinstance(devices, dict) else ():
            for name, key in keys.items() if isinstance(keys, dict) else ():
                signed = isinstance(key, dict) and _is_signature(
                    mapping(mapping(key, "signatures"), user).get(f"ed25519:{device}")
                )
                if signed and name.startswith(f"{SIGNED_KEY}:") and is_key(key.get("key")):
                    yield user, device, {name: key}
                    break


def _is_signature(text: object) -> bool:
    found = decoded(text)
    return found is not None and len(found) == SIGNATURE_BYTES
