"""nio with types, for the rest of the adapter: keys, envelopes and who is in which encrypted room.

nio is used as a parser and crypto engine, without its network client (see :mod:`bot.platforms.matrix.server`) and
without its reading of whole sync answers: each item is handed to it alone, after :mod:`guarding` has looked at it.
Nothing here waits; the key store is a small SQLite file of nio's own.

Trust is on first use: every device that the homeserver lists for a member gets our keys, if its own keys are signed by
itself; the identity key first seen for a device counts for ever, and a device that comes back with another one is
refused (nio does that). A citizen does not have to verify anybody to reach their city; what that cannot keep out is a
homeserver that adds a device to one of its own users.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nio  # type: ignore[import-untyped]  # nio ships no types; this module gives it some.
from nio.events import ToDeviceEvent  # type: ignore[import-untyped]  # As above.

from bot.platforms.matrix.events import MEMBER, Event, mapping, scrub, string
from bot.platforms.matrix.guarding import (
    SIGNED_KEY,
    device_keys,
    megolm,
    one_time_keys,
    session_of,
    surviving,
    to_device,
)
from bot.platforms.matrix.machine import open_client

PRESENT = ("join", "invite")
LOW = 25
"""One-time keys on the server below which new ones are made; vodozemac holds at most 50 there."""

Device = tuple[str, str]
"""A user and one of their devices."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A to-device message to be sent: its type, and its content by user and device."""

    type: str
    messages: Mapping[str, Mapping[str, Any]]
    devices: frozenset[Device] = frozenset()
    origin: object = None


class Engine:
    """The keys of one device, and the rooms it is in.

    Args:
        user_id: whose device.
        device_id: which.
        folder: where the keys are kept; it exists.
        secret: encrypts them there.
    """

    def __init__(self, user_id: str, device_id: str, folder: Path, secret: str) -> None:
        self.user_id, self.device_id = user_id, device_id
        self._client = open_client(user_id, device_id, folder, secret)
        self._olm = self._client.olm
        # What belongs together is written together: a key that was opened once can not be opened again.
        self._together = self._client.store.database.atomic

    def close(self) -> None:
        """Close the key store."""
        self._client.store.database.close()

    # Rooms.

    def knows(self, room_id: str) -> bool:
        """Say whether we are in a room, as far as the syncs told."""
        return room_id in self._client.rooms

    def is_encrypted(self, room_id: str) -> bool:
        """Say whether a room is encrypted; once it was, it is for ever."""
        room = self._client.rooms.get(room_id)
        return room_id in self._client.encrypted_rooms or (room is not None and bool(room.encrypted))

    def members(self, room_id: str) -> frozenset[str]:
        """Give who is in a room or invited to it."""
        room = self._client.rooms.get(room_id)
        return frozenset(room.users) if room is not None else frozenset()

    def name_of(self, room_id: str, user_id: str) -> str:
        """Give the display name that somebody has in a room; empty if none."""
        room = self._client.rooms.get(room_id)
        user = room.users.get(user_id) if room is not None else None
        return (user.display_name or "") if user is not None else ""

    def enter(self, room_id: str, *, encrypted: bool = False, members: Iterable[str] = ()) -> None:
        """Note a room that we are in, and what is known of it before a sync tells more."""
        room = self._client.rooms.get(room_id)
        if room is None:
            room = nio.MatrixRoom(room_id, self.user_id, room_id in self._client.encrypted_rooms)
            room.members_synced = True  # Our syncs are not lazy: they name every member.
            self._client.rooms[room_id] = room
        for member in members:
            if member not in room.users:
                self._add(room, member, "")
        if encrypted:
            self._encrypt_from_now_on(room_id)

    def forget(self, room_id: str) -> None:
        """Forget a room that we are not in any more, but not that it is encrypted: an invitation may bring it back."""
        self._client.rooms.pop(room_id, None)
        self._olm.outbound_group_sessions.pop(room_id, None)

    def happened(self, room_id: str, event: Event) -> None:
        """Take note of what an event says about its room: members, and whether it is encrypted."""
        room = self._client.rooms[room_id]
        if event.type == "m.room.encryption" and event.state_key == "":
            # Whatever its content: what calls itself encrypted must never get clear text.
            self._encrypt_from_now_on(room_id)
        elif event.type == MEMBER and event.state_key:
            present = event.content.get("membership") in PRESENT
            if present:
                changed = self._add(room, event.state_key, string(event.content, "displayname")[:100])
            else:
                changed = room.remove_member(event.state_key)
            if changed:
                # Who comes must be given a key, who goes must not read on.
                self._client.invalidate_outbound_session(room_id)

    def _add(self, room: Any, user_id: str, name: str) -> bool:  # noqa: ANN401  # nio's MatrixRoom.
        added = bool(room.add_member(user_id, name or None, None))
        room.users[user_id].display_name = name or None
        if room.encrypted and user_id not in self._olm.tracked_users:
            self._olm.users_for_key_query.add(user_id)
        return added

    def _encrypt_from_now_on(self, room_id: str) -> None:
        room = self._client.rooms[room_id]
        if not room.encrypted or room_id not in self._client.encrypted_rooms:
            room.encrypted = True
            self._client.encrypted_rooms.add(room_id)
            self._client.store.save_encrypted_rooms({room_id})
        self._olm.users_for_key_query |= set(room.users) - self._olm.tracked_users

    # Reading.

    def receive_keys(self, messages: Iterable[object]) -> None:
        """Open the to-device messages of a sync: the keys that people hand us."""
        sound = to_device(messages, self._olm.account.identity_keys["curve25519"])
        if not sound:
            return
        with self._together():
            for message in sound:
                with surviving("to-device message"):
                    self._olm.handle_to_device_event(ToDeviceEvent.parse_event(message))

    def devices_changed(self, users: Iterable[object]) -> None:
        """Note whose devices are no longer what we know, as a sync says: those we write to are asked for again."""
        named = {user for user in users if isinstance(user, str)}
        watched = {user for room in self._client.rooms.values() if room.encrypted for user in room.users}
        self._olm.tracked_users -= named
        self._olm.add_changed_users(named & watched)

    def opened(self, room_id: str, event: Event) -> Event:
        """Open an encrypted event; without the key, or when it is no sound envelope, it comes back as it was."""
        for sender_key in self._sender_keys(room_id, event):
            sealed = megolm(event, sender_key)
            if sealed is None or self._is_of_another(event.sender, sender_key):
                continue
            plain: dict[str, Any] = {}
            with surviving("encrypted event"):
                found = self._olm._decrypt_megolm_no_error(nio.MegolmEvent.from_dict(sealed), room_id)
                plain = scrub(found.source) if found is not None else {}
            kind = string(plain, "type")
            # State comes in clear, under the server's rules. Inside an envelope anybody could write "she has left".
            if kind and (kind == "m.room.message" or not kind.startswith("m.room.")):
                return event.opened(kind, mapping(plain, "content"))
        return event

    def can_open(self, room_id: str, event: Event) -> bool:
        """Say whether the key of an encrypted event is there."""
        return bool(self._sender_keys(room_id, event))

    def _sender_keys(self, room_id: str, event: Event) -> list[str]:
        """Give whose copies of an event's session we have, the named one first. Newer clients name none."""
        session_id, named = session_of(event), event.content.get("sender_key")
        if not session_id or room_id not in self._olm.inbound_group_store._entries:
            return []
        found = [key for key, held in self._olm.inbound_group_store[room_id].items() if session_id in held]
        return sorted(found, key=lambda key: key != named)

    def _is_of_another(self, user_id: str, sender_key: str) -> bool:
        """Say whether a key is known to be somebody else's: a homeserver may not put words in a mouth."""
        if self._olm.device_store.device_from_sender_key(user_id, sender_key) is not None:
            return False
        return any(device.curve25519 == sender_key for device in self._olm.device_store)

    # Our own keys.

    @property
    def fingerprint(self) -> str:
        """The public signing key of this device."""
        return str(self._olm.account.identity_keys["ed25519"])

    def sign(self, document: Mapping[str, Any]) -> str:
        """Sign JSON with this device's key."""
        return str(self._olm.sign_json(dict(document)))

    def publish_again(self) -> None:
        """Note that the server has lost our keys, as it does when the device was signed out."""
        self._olm.account.shared = False

    def count_keys(self, on_server: int) -> None:
        """Note how many one-time keys the server has left. Zero is a number too: nio alone would never refill then."""
        self._olm.uploaded_key_count = on_server

    def keys_to_upload(self, *, fallback: bool) -> dict[str, Any]:
        """Give the keys that the server should have and has not; nothing when it has all.

        Args:
            fallback: make a fallback key, because the server says it has no unused one.
        """
        olm, content = self._olm, {}
        left = olm.uploaded_key_count
        with self._together():
            if not olm.account.shared or (left is not None and left < LOW):
                content = olm.share_keys()
            if fallback:
                content["fallback_keys"] = self._fallback()
            if content:
                # Saved before they are public: if the program dies in between, what people encrypt must still open.
                olm.save_account()
        return dict(content)

    def keys_uploaded(self, on_server: int) -> None:
        """Note that the server has what was to be uploaded."""
        self._client.receive_response(nio.KeysUploadResponse(0, on_server))

    def _fallback(self) -> dict[str, Any]:
        account = self._olm.account._account
        if not account.fallback_key:
            account.generate_fallback_key()
        key: dict[str, Any]
        found = {}
        for key_id, public in account.fallback_key.items():
            key = {"key": public.to_base64(), "fallback": True}
            key["signatures"] = {self.user_id: {f"ed25519:{self.device_id}": self.sign(key)}}
            found[f"{SIGNED_KEY}:{key_id}"] = key
        return found

    # Other people's keys.

    def unasked(self, room_id: str | None = None) -> frozenset[str]:
        """Give the users whose devices are not known or have changed, of one room or of all."""
        asked: set[str] = self._olm.users_for_key_query
        return frozenset(asked if room_id is None else asked & self.members(room_id))

    def learn_devices(self, answer: Mapping[str, Any]) -> None:
        """Take an answer to ``/keys/query``; who has a new device gets a new key in each room."""
        with self._together():
            for user, devices in device_keys(answer).items():
                with surviving("device keys"):
                    self._client.receive_response(nio.KeysQueryResponse({user: devices}, {}))

    def without_session(self, room_id: str) -> frozenset[Device]:
        """Give the devices in a room that we have no one-to-one session with yet."""
        missing = self._olm.get_missing_sessions(list(self.members(room_id)))
        return frozenset((user, device) for user, devices in missing.items() for device in devices)

    def wedged(self) -> frozenset[Device]:
        """Give the devices whose session is broken and needs a new one; each is given once."""
        found = [*self._olm.wedged_devices, *self._olm.key_request_devices_no_session]
        return frozenset((device.user_id, device.device_id) for device in found)

    def open_sessions(self, answer: Mapping[str, Any], wanted: Iterable[Device]) -> bool:
        """Open sessions with the one-time keys of an answer to ``/keys/claim``; a bogus key costs its device only.

        Args:
            answer: of the server.
            wanted: the devices that were asked; broken sessions with them are not tried again until they break again.

        Returns:
            Whether a session was opened.
        """
        before = len(list(self._olm.session_store))
        with self._together():
            for user, device, key in one_time_keys(answer):
                with surviving("one-time key"):
                    self._client.receive_response(nio.KeysClaimResponse({user: {device: key}}, {}))
        for user, device in wanted:
            known = self._olm.device_store[user].get(device)
            for waiting in (self._olm.wedged_devices, self._olm.key_request_devices_no_session):
                if known in waiting:
                    waiting.remove(known)
        return len(list(self._olm.session_store)) > before

    # Writing.

    def must_share(self, room_id: str) -> bool:
        """Say whether the members of a room must be given a key before anything is encrypted for them."""
        return bool(self._olm.should_share_group_session(room_id))

    def rotate(self, room_id: str) -> None:
        """Give up a room's key that was shared; the next message needs a new one."""
        self._client.invalidate_outbound_session(room_id)

    def room_keys(self, room_id: str) -> list[Parcel]:
        """Give the room's key, for each device that has a session and has not got it yet."""
        members = list(self.members(room_id))
        with self._together():
            return [
                Parcel("m.room.encrypted", content["messages"], frozenset(devices))
                for devices, content in self._olm.share_group_session_parallel(room_id, members, True)
            ]

    def handed_over(self, room_id: str, parcel: Parcel) -> None:
        """Note that a room's key has reached the server."""
        session = self._olm.outbound_group_sessions.get(room_id)
        if session is not None:
            session.users_shared_with |= parcel.devices

    def shared(self, room_id: str) -> None:
        """Note that everybody who can be given the room's key has it."""
        self._olm.outbound_group_sessions[room_id].shared = True

    def sealed(self, room_id: str, kind: str, content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Encrypt an event for a room whose key is shared; gives its outer type and content."""
        outer, envelope = self._client.encrypt(room_id, kind, dict(content))
        return str(outer), dict(envelope)

    def letters(self) -> list[Parcel]:
        """Give the to-device messages that nio wants sent: those that mend broken sessions."""
        return [
            Parcel(each.type, each.as_dict()["messages"], origin=each)
            for each in self._client.outgoing_to_device_messages
        ]

    def sent(self, parcel: Parcel) -> None:
        """Note that one of the letters has reached the server."""
        self._client.receive_response(nio.ToDeviceResponse(parcel.origin))
