"""Keys: never run dry, signed by their owner, handed over in time, and bogus ones cost nobody but their device."""

import asyncio
import json
import stat
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import vodozemac

from bot.incoming import Attachment, Room, Words
from bot.platforms.matrix import build, check
from bot.platforms.matrix.client import NotSignedIn
from bot.platforms.matrix.keeping import InUse
from tests.fakes.notebook import MemoryNotebook
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.matrix_devices import HOSTILE_LETTERS, KEY, LONG_KEY, envelope
from tests.platforms.people import ENCRYPTION, PATIENCE, Json, Person, Secretive, plain
from tests.platforms.synapse import PASSWORD, Synapse


def canonical(document: Json) -> bytes:
    """Write JSON as it is signed."""
    plain_part = {name: value for name, value in document.items() if name not in ("signatures", "unsigned")}
    return json.dumps(plain_part, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def is_signed_by(document: Json, user_id: str, key: str, name: str) -> bool:
    """Check a signature as another client does."""
    signature = document["signatures"][user_id][f"ed25519:{name}"]
    public, given = vodozemac.Ed25519PublicKey.from_base64(key), vodozemac.Ed25519Signature.from_base64(signature)
    try:
        public.verify_signature(canonical(document), given)
    except vodozemac.SignatureException:
        return False
    return True


async def devices_of(person: Person, user_id: str) -> Json:
    """Ask for somebody's keys."""
    return await person.call("POST", "/keys/query", {"device_keys": {user_id: []}})


async def claim(person: Person, user_id: str, device_id: str) -> Json:
    """Take one of somebody's one-time keys."""
    wanted = {"one_time_keys": {user_id: {device_id: "signed_curve25519"}}}
    keys: Json = (await person.call("POST", "/keys/claim", wanted))["one_time_keys"][user_id][device_id]
    (key,) = keys.values()
    return dict(key)


def device_of(bot: Bot) -> str:
    """Give the bot's device id, as it has kept it."""
    return str(json.loads((bot.folder / "store" / "session.json").read_text())["device_id"])


async def test_the_device_is_signed_by_its_owner(matrix_bot: Bot, arrive: Arrival) -> None:
    eva, me, device_id = await arrive("eva"), matrix_bot.user_id, device_of(matrix_bot)
    known = await devices_of(eva, me)
    master, self_signing, device = (
        known["master_keys"][me],
        known["self_signing_keys"][me],
        known["device_keys"][me][device_id],
    )
    (master_key,), (self_key,) = master["keys"].values(), self_signing["keys"].values()
    assert is_signed_by(device, me, device["keys"][f"ed25519:{device_id}"], device_id)
    assert is_signed_by(device, me, self_key, self_key)
    assert is_signed_by(self_signing, me, master_key, master_key)
    assert is_signed_by(master, me, device["keys"][f"ed25519:{device_id}"], device_id)
    assert master["usage"] == ["master"]
    assert "=" not in master_key
    await matrix_bot.stop()
    await matrix_bot.start()
    assert await devices_of(eva, me) == known
    report = await check(matrix_bot.section, matrix_bot.folder)
    assert (report.problems, report.signed) == ((), True)
    assert report.fingerprint == device["keys"][f"ed25519:{device_id}"]
    assert (report.user_id, report.device_id, report.one_time_keys, report.fallback_key) == (me, device_id, 50, True)


async def test_the_device_is_signed_again_when_the_seeds_are_lost(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    before = await devices_of(eva, matrix_bot.user_id)
    await matrix_bot.stop()
    (matrix_bot.folder / "store" / "cross-signing.json").unlink()
    await matrix_bot.start()
    after = await devices_of(eva, matrix_bot.user_id)
    assert after["master_keys"] != before["master_keys"]
    assert (await check(matrix_bot.section, matrix_bot.folder)).signed


async def test_one_time_keys_never_run_dry(matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival) -> None:
    eva, device_id = await arrive("eva"), device_of(matrix_bot)
    zoe = await arrive_secretly("zoe")
    await matrix_bot.stop()
    keys = [await claim(eva, matrix_bot.user_id, device_id) for _ in range(51)]
    assert ["fallback" in key for key in keys] == [False] * 50 + [True]
    # Who comes when all are gone takes the fallback key, and is understood.
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    await zoe.say(room, "bonjour")
    await matrix_bot.start()
    assert (await matrix_bot.hears()).text == "bonjour"
    async with asyncio.timeout(PATIENCE):
        while (report := await check(matrix_bot.section, matrix_bot.folder)).one_time_keys < 50:
            await eva.look(0.1)
    assert report.fallback_key
    fresh = await claim(eva, matrix_bot.user_id, device_id)
    assert fresh["key"] not in {key["key"] for key in keys}


async def bogus(person: Person, device_keys: Json, one_time_key: object = None) -> None:
    """Publish keys that are none, as far as the server lets it."""
    body: Json = {"device_keys": device_keys}
    if one_time_key is not None:
        body["one_time_keys"] = {"signed_curve25519:AAAA": one_time_key}
    status, answer = await person.ask("POST", "/keys/upload", body)
    assert status == 200, answer


class Forger:
    """Somebody who can sign whatever they want to publish."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._account = vodozemac.Account()

    def device_keys(self, **keys: str) -> Json:
        """Give device keys, signed, with others in the place of the true ones."""
        me, device_id = self.person.user_id, self.person.device_id
        own = {
            f"ed25519:{device_id}": self._account.ed25519_key.to_base64(),
            f"curve25519:{device_id}": self._account.curve25519_key.to_base64(),
        }
        algorithms = ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"]
        changed = {f"{name}:{device_id}": key for name, key in keys.items()}
        return self.signed({"user_id": me, "device_id": device_id, "algorithms": algorithms, "keys": own | changed})

    def signed(self, document: Json) -> Json:
        """Sign JSON."""
        signature = self._account.sign(canonical(document)).to_base64()
        return {**document, "signatures": {self.person.user_id: {f"ed25519:{self.person.device_id}": signature}}}


@pytest.mark.parametrize(
    ("keys", "one_time_key"),
    [
        ({"ed25519": LONG_KEY}, None),
        ({"ed25519": "x"}, None),
        ({"curve25519": "é"}, None),
        ({"curve25519": LONG_KEY}, None),
        ({"curve25519": b64encode(bytes(32)).decode()}, KEY),
        ({}, "x"),
        ({}, LONG_KEY),
        ({}, b64encode(bytes(32)).decode()),
        ({}, None),
    ],
    ids=str,
)
async def test_a_bogus_device_does_not_hold_up_a_message(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, keys: dict[str, str], one_time_key: str | None
) -> None:
    zoe, mallory = await arrive_secretly("zoe"), await arrive("mallory")
    zoe.client.wary_of = frozenset({mallory.user_id})
    forger = Forger(mallory)
    await bogus(mallory, forger.device_keys(**keys), one_time_key and forger.signed({"key": one_time_key}))
    room = await zoe.create(
        invite=[matrix_bot.user_id, mallory.user_id], preset="private_chat", initial_state=[ENCRYPTION]
    )
    await mallory.join(room)
    await zoe.say(room, "!bonjour")
    heard = await matrix_bot.hears()
    assert (heard.room, heard.text) == (Room.GROUP, "!bonjour")
    for number in range(2):
        async with asyncio.timeout(5.0):
            await matrix_bot.say(room, f"{number}")
        answer = await zoe.hears(room, matrix_bot.user_id, after=number)
        assert (plain(answer), answer["encrypted"]) == (f"{number}", True)


async def test_hostile_to_device_messages_stop_nothing(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival
) -> None:
    zoe, mallory = await arrive_secretly("zoe"), await arrive("mallory")
    known = await devices_of(mallory, matrix_bot.user_id)
    device_id = device_of(matrix_bot)
    own_key = known["device_keys"][matrix_bot.user_id][device_id]["keys"][f"curve25519:{device_id}"]
    letters: list[tuple[str, Any]] = [
        ("m.room.encrypted", envelope(own_key, **changes)) for changes in HOSTILE_LETTERS.values()
    ]
    letters += [("m.room_key_request", {"action": 5}), ("m.key.verification.start", {}), ("m.room_key", {"a": []})]
    for number, (kind, content) in enumerate(letters):
        messages = {"messages": {matrix_bot.user_id: {device_id: content}}}
        await mallory.ask("PUT", f"/sendToDevice/{kind}/hostile{number}", messages)
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    for text in ("bonjour", "encore"):
        await zoe.say(room, text)
        assert (await matrix_bot.hears()).text == text


async def test_a_new_device_of_a_person_can_read_what_is_said_next(
    matrix_bot: Bot, arrive_secretly: SecretArrival, tmp_path: Path
) -> None:
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    await zoe.say(room, "bonjour")
    await matrix_bot.hears()
    await matrix_bot.say(zoe.user_id, "Bonjour !")
    identifier = {"type": "m.id.user", "user": zoe.user_id}
    login = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD}
    found = await zoe.call("POST", "/login", login)
    phone = Secretive(zoe.synapse, zoe.user_id, found["device_id"], found["access_token"])
    await phone.open(tmp_path / "phone")
    await zoe.say(room, "j'ai un nouveau téléphone")
    await matrix_bot.hears()
    receipt = await matrix_bot.say(zoe.user_id, "Compris")
    await phone.until(lambda: receipt in {event["event_id"] for event in phone.messages(room, matrix_bot.user_id)})
    await phone.leave_town()


async def keyless(gateway: Gateway, synapse: Synapse, tmp_path: Path) -> Secretive:
    """Give somebody whose keys can be held back."""
    zoe = await Secretive.arrive_with(synapse, "zoe", tmp_path / "zoe")
    zoe.client.homeserver = gateway.url
    return zoe


async def test_a_message_whose_key_comes_late_is_read_then(
    matrix_bot: Bot, synapse: Synapse, gateway: Gateway, tmp_path: Path
) -> None:
    zoe = await keyless(gateway, synapse, tmp_path)
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    gateway.fail("sendToDevice", "later")
    late = await zoe.say(room, "bonjour")
    await Person.send(zoe, room, {"msgtype": "m.text", "body": "en clair"})
    assert (await matrix_bot.hears()).text == "en clair"
    assert matrix_bot.unheard == []
    # Even over a restart.
    await matrix_bot.stop()
    await matrix_bot.start()
    await gateway.release()
    heard = await matrix_bot.hears()
    assert (heard.event_id, heard.text) == (late, "bonjour")
    await zoe.leave_town()


async def test_a_key_that_does_not_come_is_told_once(
    matrix_bot: Bot, synapse: Synapse, gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.matrix.late.GRACE", timedelta(0))
    zoe = await keyless(gateway, synapse, tmp_path)
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    gateway.fail("sendToDevice", "later")
    first = await zoe.say(room, "un")
    await zoe.say(room, "deux")
    heard = await matrix_bot.hears()
    assert heard.event_id == f"{first}#unreadable"
    assert heard.content == Words("", (Attachment("unreadable", first),))
    await Person.send(zoe, room, {"msgtype": "m.text", "body": "en clair"})
    assert (await matrix_bot.hears()).text == "en clair"
    # And when it comes after all, everything is read.
    await gateway.release()
    assert [(await matrix_bot.hears()).text for _ in range(2)] == ["un", "deux"]
    await zoe.leave_town()


def private(file: Path) -> bool:
    """Say whether only its owner can read a file."""
    return stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


async def test_a_restart_is_the_same_device_and_its_secrets_are_its_owners(matrix_bot: Bot) -> None:
    before = (await check(matrix_bot.section, matrix_bot.folder)).fingerprint
    await matrix_bot.stop()
    await matrix_bot.start()
    assert (await check(matrix_bot.section, matrix_bot.folder)).fingerprint == before
    store = matrix_bot.folder / "store"
    assert private(store)
    assert all(private(store / name) for name in ("session.json", "store.key", "cross-signing.json"))


async def test_a_second_process_is_kept_out(matrix_bot: Bot) -> None:
    other = build(matrix_bot.section, MemoryNotebook(), matrix_bot.folder)
    with pytest.raises(InUse):
        await anext(aiter(other.receive(None)))
    await other.close()


async def test_a_lost_store_is_a_new_device(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    zoe, before = await arrive_secretly("zoe"), device_of(matrix_bot)
    await matrix_bot.stop()
    for file in (matrix_bot.folder / "store").glob("*.db*"):
        file.unlink()
    with pytest.raises(NotSignedIn, match="store-lost"):
        await matrix_bot.start()
    await matrix_bot.stop()
    await matrix_bot.start()
    assert device_of(matrix_bot) != before
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    await zoe.say(room, "bonjour")
    assert (await matrix_bot.hears()).text == "bonjour"


async def test_a_session_that_was_ended_is_opened_again(matrix_bot: Bot, arrive_secretly: SecretArrival) -> None:
    zoe = await arrive_secretly("zoe")
    room = await zoe.direct(matrix_bot.user_id, initial_state=[ENCRYPTION])
    await zoe.say(room, "bonjour")
    await matrix_bot.hears()
    session = json.loads((matrix_bot.folder / "store" / "session.json").read_text())
    operator = Person(matrix_bot.synapse, matrix_bot.user_id, session["device_id"], session["access_token"])
    await operator.call("POST", "/logout", {})
    await operator.leave_town()
    await zoe.until(lambda: set(zoe.client.device_store[matrix_bot.user_id]) > {session["device_id"]})
    await zoe.say(room, "encore")
    assert (await matrix_bot.hears()).text == "encore"
    await matrix_bot.say(zoe.user_id, "Bonjour !")
    assert (await zoe.hears(room, matrix_bot.user_id))["encrypted"] is True


async def test_a_new_device_is_shown_once_it_can_be_written_to(
    synapse: Synapse, gateway: Gateway, tmp_path: Path, arrive: Arrival
) -> None:
    zoe, (user_id, *_registered) = await arrive("zoe"), await synapse.register("bot")
    bot = Bot(synapse, tmp_path, user_id, {"homeserver": gateway.url})
    gateway.fail("keys/upload", "held")
    starting = asyncio.create_task(bot.start())
    await gateway.is_holding()
    signed_in = device_of(bot)
    assert signed_in not in (await devices_of(zoe, user_id))["device_keys"].get(user_id, {})
    assert (await claim(zoe, user_id, signed_in))["key"]
    gateway.held.set()
    await starting
    assert signed_in in (await devices_of(zoe, user_id))["device_keys"][user_id]
    await bot.stop()


async def test_an_access_token_will_do(synapse: Synapse, tmp_path: Path, arrive: Arrival) -> None:
    user_id, device_id, token = await synapse.register("bot")
    bot = Bot(synapse, tmp_path, user_id, {"password": "", "access_token": token, "device_id": device_id})
    bot.echo = True
    await bot.start()
    eva = await arrive("eva")
    room = await eva.direct(user_id)
    await eva.say(room, "bonjour")
    assert plain(await eva.hears(room, user_id)) == "echo bonjour"
    await bot.stop()
    assert (await check(bot.section, tmp_path)).problems == ()
    # The store is lost, and a token cannot make a new device.
    for file in (tmp_path / "store").glob("*.db*"):
        file.unlink()
    for _ in range(2):
        with pytest.raises(NotSignedIn, match="store-lost"):
            await bot.start()
        await bot.stop()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "wrong"}, "password-refused"),
        ({"password": ""}, "no-password-and-no-token"),
        ({"access_token": "wrong", "device_id": "X", "password": ""}, "token-unknown"),
        ({"homeserver": "http://127.0.0.1:9"}, "server-unreachable"),
    ],
)
async def test_what_is_wrong_with_an_account_is_told(
    synapse: Synapse, tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    user_id, _device_id, _token = await synapse.register("bot")
    bot = Bot(synapse, tmp_path, user_id, changes)
    assert (await check(bot.section, tmp_path)).problems == (code,)
    with pytest.raises(OSError, match=r".*"):
        await bot.start()
    await bot.stop()


async def test_a_token_of_somebody_else_is_told(synapse: Synapse, tmp_path: Path) -> None:
    bot_id, device_id, token = await synapse.register("bot")
    other_id, _device, _token = await synapse.register("other")
    more: dict[str, object] = {"password": "", "access_token": token, "device_id": "OTHER"}
    report = await check(Bot(synapse, tmp_path, bot_id, more).section, tmp_path)
    assert report.problems == ("token-of-another-device",)
    more["device_id"] = device_id
    report = await check(Bot(synapse, tmp_path, other_id, more).section, tmp_path)
    assert report.problems == ("token-of-another-user",)


async def test_a_check_before_the_first_run_signs_in_and_says_so(synapse: Synapse, tmp_path: Path) -> None:
    user_id, _device_id, _token = await synapse.register("bot")
    bot = Bot(synapse, tmp_path, user_id)
    report = await check(bot.section, tmp_path)
    assert report.problems == ("keys-missing",)
    await bot.start()
    assert device_of(bot) == report.device_id
    assert (await check(bot.section, tmp_path)).problems == ()
    await bot.stop()
