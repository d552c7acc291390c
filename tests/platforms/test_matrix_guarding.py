"""What any user of any server can send, one by one and before an honest message, without a network.

Each case stops a plain nio client, or hangs its sends; here the honest message behind it must come through.
"""

import json
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.matrix.events import parse
from bot.platforms.matrix.guarding import device_keys, one_time_keys, surviving, to_device
from tests.platforms.matrix_devices import BOT, EVA, HOSTILE_LETTERS, KEY, LONG_KEY, ROOM, Device, envelope

DEEP = 60_000


@pytest.fixture(scope="module")
def devices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two devices that have met, to be copied: each wait for the disk is spent once."""
    folder = tmp_path_factory.mktemp("devices") / "made"
    folder.mkdir()
    bot, eva = Device(BOT, folder / "bot", "BOT"), Device(EVA, folder / "eva")
    eva.meets(bot)
    for each in (bot, eva):
        each.engine.close()
    return folder


@pytest.fixture
def bot(devices: Path, tmp_path: Path) -> Iterator[Device]:
    shutil.copytree(devices, tmp_path, dirs_exist_ok=True)
    device = Device(BOT, tmp_path / "bot", "BOT")
    device.engine.enter(ROOM, encrypted=True, members=(BOT, EVA))
    yield device
    device.engine.close()


@pytest.fixture
def eva(bot: Device, tmp_path: Path) -> Iterator[Device]:
    device = Device(EVA, tmp_path / "eva")
    device.engine.enter(ROOM, encrypted=True, members=(EVA, BOT))
    yield device
    device.engine.close()


@pytest.mark.parametrize("name", HOSTILE_LETTERS)
def test_a_malformed_to_device_message_stops_nothing(name: str, bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys([eva.letter(envelope(bot.curve, **HOSTILE_LETTERS[name])), *handed])
    assert bot.engine.opened(ROOM, event).content["body"] == "bonjour"


@pytest.mark.parametrize("name", HOSTILE_LETTERS)
def test_what_can_be_judged_from_outside_does_not_reach_the_library(name: str) -> None:
    content = envelope(KEY, **{**HOSTILE_LETTERS[name]})
    passed = to_device([{"type": "m.room.encrypted", "sender": EVA, "content": content}], KEY)
    assert bool(passed) == (name in ("no pre-key message", "no message"))


@pytest.mark.parametrize(
    "odd", [None, 5, "x", [], {}, {"type": "m.room.encrypted"}, {"type": 5, "content": {}}], ids=str
)
def test_what_is_no_to_device_message_stops_nothing(odd: object, bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys([odd, *handed, odd])
    assert bot.engine.opened(ROOM, event).readable


@pytest.mark.parametrize(
    "kind", ["m.room_key_request", "m.key.verification.start", "m.key.verification.request", "m.dummy", "m.room_key"]
)
def test_what_a_bot_has_no_use_for_is_not_even_opened(kind: str, bot: Device) -> None:
    assert to_device([{"type": kind, "sender": EVA, "content": envelope(bot.curve)}], bot.curve) == []


def room_key(eva: Device, **changes: Any) -> str:  # noqa: ANN401  # Hostile content has any type.
    """Give the inside of an Olm envelope that hands over a room's key, changed somewhere."""
    content = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": ROOM, "session_id": KEY, "session_key": KEY}
    base: dict[str, Any] = {
        "sender": EVA,
        "sender_device": eva.device_id,
        "keys": {"ed25519": eva.engine.fingerprint},
        "recipient": BOT,
        "recipient_keys": {"ed25519": "x"},
        "type": "m.room_key",
        "content": content | changes.pop("content", {}),
    }
    return json.dumps(base | changes)


HOSTILE_INSIDES: dict[str, Any] = {
    "no JSON": "bonjour",
    "a number": "5",
    "nested a thousand deep": "[" * DEEP + "]" * DEEP,
    "a key that is none": {},
    "a list for a key": {"content": {"session_key": []}},
    "text for the keys": {"keys": "x"},
    "no keys": {"keys": {}},
    "null for the keys": {"keys": None},
    "a number for the type": {"type": 5},
    "an unknown type": {"type": "org.example"},
    "a forwarded key": {"type": "m.forwarded_room_key"},
    "somebody else's": {"sender": "@other:elsewhere.test"},
}


@pytest.mark.parametrize("name", HOSTILE_INSIDES)
def test_a_sealed_message_with_anything_inside_stops_nothing(name: str, bot: Device, eva: Device) -> None:
    inside = HOSTILE_INSIDES[name]
    if isinstance(inside, dict):
        inside = room_key(eva, **{"recipient_keys": {"ed25519": bot.engine.fingerprint}, **inside})
    hostile = eva.olm(bot, inside)
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys([hostile, *handed])
    assert bot.engine.opened(ROOM, event).content["body"] == "bonjour"


@pytest.mark.parametrize(
    "changes",
    [
        {"session_id": ""},
        {"session_id": None},
        {"sender_key": ""},
        {"sender_key": 5},
        {"device_id": []},
        {"ciphertext": ""},
        {"ciphertext": "!!"},
        {"ciphertext": KEY},
        {"ciphertext": {}},
        {"algorithm": "x"},
        {"algorithm": None},
    ],
    ids=str,
)
def test_a_malformed_encrypted_event_stops_nothing(changes: dict[str, Any], bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys(handed)
    hostile = eva.event({**event.content, **changes}, event_id="$2")
    opened = bot.engine.opened(ROOM, hostile)
    # A wrong sender key or device id does not matter: the session says whose it is.
    assert opened.readable == bool(changes.keys() & {"sender_key", "device_id"})
    assert bot.engine.opened(ROOM, eva.writes(bot, "encore")[1]).content["body"] == "encore"


def test_an_event_without_a_sender_key_is_opened_all_the_same(bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys(handed)
    content = {name: value for name, value in event.content.items() if name not in ("sender_key", "device_id")}
    assert bot.engine.opened(ROOM, eva.event(content)).content["body"] == "bonjour"


def test_nobody_changes_who_is_in_a_room_from_inside_an_envelope(bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "", kind="m.room.member", membership="leave")
    bot.engine.receive_keys(handed)
    opened = bot.engine.opened(ROOM, event)
    assert (opened.readable, opened.type) == (False, "m.room.encrypted")
    assert bot.engine.members(ROOM) == {BOT, EVA}


def test_the_inside_of_an_envelope_says_neither_who_sent_it_nor_when(bot: Device, eva: Device) -> None:
    handed, _event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys(handed)
    session = eva.engine._olm.outbound_group_sessions[ROOM]
    insides: tuple[Any, ...] = (
        {"type": "m.room.message", "content": {"body": "x"}, "sender": "@head:besancon.test", "event_id": "$9"},
        {"type": "m.room.message", "content": [], "sender": "@head:besancon.test", "origin_server_ts": 5},
        {"content": {"body": "x"}},
        [],
        5,
        {"type": [], "content": {}},
    )
    for inside in insides:
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "sender_key": eva.curve,
            "session_id": session.id,
            "device_id": eva.device_id,
            "ciphertext": session.encrypt(json.dumps(inside)),
        }
        opened = bot.engine.opened(ROOM, eva.event(content, event_id="$2"))
        assert (opened.sender, opened.event_id, opened.sent_at) == (EVA, "$2", 1)


def test_an_envelope_with_json_nested_without_end_stops_nothing(bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys(handed)
    session = eva.engine._olm.outbound_group_sessions[ROOM]
    inside = '{"type":"m.room.message","content":' + '{"a":' * DEEP + "1" + "}" * DEEP + "}"
    hostile = eva.event({**event.content, "ciphertext": session.encrypt(inside)}, event_id="$2")
    assert not bot.engine.opened(ROOM, hostile).readable
    assert bot.engine.opened(ROOM, event).readable


def test_a_message_shown_again_under_another_id_is_not_read_twice(bot: Device, eva: Device) -> None:
    handed, event = eva.writes(bot, "oui")
    bot.engine.receive_keys(handed)
    assert bot.engine.opened(ROOM, event).readable
    assert bot.engine.opened(ROOM, event).readable
    assert not bot.engine.opened(ROOM, eva.event(event.content, event_id="$2")).readable


def test_a_homeserver_cannot_put_words_in_a_mouth(bot: Device, eva: Device, tmp_path: Path) -> None:
    head = Device("@head:besancon.test", tmp_path / "head")
    handed, event = eva.writes(bot, "bonjour")
    bot.engine.receive_keys(handed)
    bot.engine.learn_devices({"device_keys": {EVA: {eva.device_id: eva.published}}})
    assert not bot.engine.opened(ROOM, head.event(event.content)).readable
    assert bot.engine.opened(ROOM, event).readable
    head.engine.close()


def broken(published: dict[str, Any], **keys: object) -> dict[str, Any]:
    """Give device keys with other ones in their place."""
    return {**published, "keys": {**published["keys"], **keys}}


@pytest.mark.parametrize("key", [LONG_KEY, "x", "", "é", "\ud800", KEY[:-2], None, 5, [], {}], ids=repr)
def test_bogus_device_keys_cost_their_device_only(key: object, bot: Device, eva: Device, tmp_path: Path) -> None:
    other = Device("@tom:elsewhere.test", tmp_path / "tom")
    for name in ("ed25519", "curve25519"):
        hostile = broken(eva.published, **{f"{name}:PHONE": key})
        answer = {"device_keys": {EVA: {"PHONE": hostile}, other.user_id: {"PHONE": other.published}}}
        assert device_keys(answer) == {EVA: {}, other.user_id: {"PHONE": other.published}}
        bot.engine.enter(ROOM, members=())
        bot.engine.learn_devices(answer)
        devices = {device.user_id for device in bot.engine._olm.device_store}
        assert devices == {other.user_id}
    other.engine.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"user_id": "@other:besancon.test"},
        {"device_id": "OTHER"},
        {"signatures": {}},
        {"signatures": {EVA: {"ed25519:PHONE": "x"}}},
        {"signatures": {EVA: {"ed25519:PHONE": b64encode(bytes(64)).decode()}}},
        {"signatures": []},
        {"keys": []},
        {"keys": {}},
        {"unsigned": []},
        {"unsigned": {"device_display_name": 5}},
        {"algorithms": float("inf")},
    ],
    ids=str,
)
def test_devices_that_are_not_what_they_say_are_left_out(changes: dict[str, Any], bot: Device, eva: Device) -> None:
    bot.engine.learn_devices({"device_keys": {EVA: {"PHONE": {**eva.published, **changes}}}})
    assert list(bot.engine._olm.device_store) == []
    bot.engine.learn_devices({"device_keys": {EVA: {"PHONE": eva.published}}})
    assert len(list(bot.engine._olm.device_store)) == 1


def test_a_device_that_comes_back_with_another_identity_is_refused(bot: Device, eva: Device, tmp_path: Path) -> None:
    bot.engine.learn_devices({"device_keys": {EVA: {"PHONE": eva.published}}})
    impostor = Device(EVA, tmp_path / "impostor")
    bot.engine.learn_devices({"device_keys": {EVA: {"PHONE": impostor.published}}})
    assert [each.ed25519 for each in bot.engine._olm.device_store] == [eva.engine.fingerprint]
    impostor.engine.close()


@pytest.mark.parametrize(
    "answer", [{}, {"device_keys": []}, {"device_keys": {EVA: []}}, {"device_keys": {EVA: {"P": 1}}}]
)
def test_an_odd_answer_about_devices_stops_nothing(answer: dict[str, Any], bot: Device) -> None:
    bot.engine.learn_devices(answer)


@pytest.mark.parametrize("key", [LONG_KEY, "x", "é", None, [], b64encode(bytes(31)).decode()], ids=repr)
def test_a_bogus_one_time_key_costs_its_device_only(key: object, bot: Device, eva: Device) -> None:
    bot.engine.learn_devices({"device_keys": {EVA: {"PHONE": eva.published}}})
    name, good = eva.one_time_key()
    hostile = {"key": key}
    hostile["signatures"] = {EVA: {"ed25519:PHONE": eva.engine.sign({"key": KEY})}}
    wanted = {(EVA, "PHONE")}
    assert list(one_time_keys({"one_time_keys": {EVA: {"PHONE": {name: hostile}}}})) == []
    bogus: tuple[Any, ...] = (hostile, {"key": KEY}, {**good, "key": KEY}, [], None)
    for bad in bogus:
        assert not bot.engine.open_sessions({"one_time_keys": {EVA: {"PHONE": {name: bad}}}}, wanted)
    assert bot.engine.open_sessions({"one_time_keys": {EVA: {"PHONE": {name: good}}}}, wanted)


@pytest.mark.parametrize(
    "answer", [{}, {"one_time_keys": []}, {"one_time_keys": {EVA: 5}}, {"one_time_keys": {EVA: {"P": 5}}}]
)
def test_an_odd_answer_with_one_time_keys_has_none(answer: dict[str, Any]) -> None:
    assert list(one_time_keys(answer)) == []


def test_a_room_is_encrypted_whatever_its_state_event_says(bot: Device) -> None:
    bot.engine.enter("!other")
    for content in ({}, {"algorithm": 5}, {"algorithm": "org.example.rot13"}):
        raw = {
            "type": "m.room.encryption",
            "state_key": "",
            "sender": EVA,
            "content": content,
            "event_id": "$1",
            "origin_server_ts": 1,
        }
        found = parse(raw)
        assert found is not None
        bot.engine.happened("!other", found)
        assert bot.engine.is_encrypted("!other")


def test_a_key_we_have_forgotten_the_room_of_is_still_an_encrypted_rooms(bot: Device) -> None:
    bot.engine.forget(ROOM)
    bot.engine.enter("!new", encrypted=True)
    bot.engine.forget("!new")
    assert bot.engine.is_encrypted("!new")


class _PanicException(BaseException):
    """Stands for what a Rust panic raises."""


_PanicException.__name__ = "PanicException"


def test_a_panic_inside_the_library_is_survived_but_not_an_interrupt() -> None:
    with surviving("test"):
        raise _PanicException
    with pytest.raises(KeyboardInterrupt), surviving("test"):
        raise KeyboardInterrupt
