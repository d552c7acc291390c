"""Events as clients send them, and as they never should, become our own messages or nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.incoming import Account, Address, Attachment, Incoming, Location, Pressed, Room, Words
from bot.platforms.matrix.events import Event, parse
from bot.platforms.matrix.reading import Scene, Target, points_to, read, thread_of

ME = "@proximcite:besancon.test"
EVA = "@eva:besancon.test"
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SENT = datetime(2026, 3, 3, 8, 59, tzinfo=UTC)
PRIVATE = Scene(Address("matrix", EVA), Room.PRIVATE, ME, "ProximCité", "Eva")
GROUP = Scene(Address("matrix", "!room"), Room.GROUP, ME, "ProximCité", "Eva")
MEGOLM = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "YQ",
    "session_id": "s",
    "sender_key": "k",
    "device_id": "D",
}


def event(content: dict[str, Any], kind: str = "m.room.message", at: int = 0) -> Event:
    """Give an event that Eva sent, a minute ago unless it says otherwise."""
    at = at or int(SENT.timestamp() * 1000)
    raw = {"event_id": "$1", "sender": EVA, "type": kind, "origin_server_ts": at, "content": content}
    found = parse(raw)
    assert found is not None
    return found


def said(
    content: dict[str, Any],
    scene: Scene = PRIVATE,
    target: Target | None = None,
    *,
    kind: str = "m.room.message",
    at: int = 0,
) -> Incoming | None:
    """Read what Eva sent."""
    return read(event(content, kind, at), scene, target, NOW)


def words(content: dict[str, Any], scene: Scene = PRIVATE, target: Target | None = None) -> Words:
    """Read what Eva sent; it must be words."""
    found = said(content, scene, target)
    assert found is not None
    assert isinstance(found.content, Words)
    return found.content


def text(body: str, **more: object) -> dict[str, Any]:
    """Give the content of a text message."""
    return {"msgtype": "m.text", "body": body, **more}


def reply(event_id: str = "$0") -> dict[str, Any]:
    """Give the relation of a reply."""
    return {"m.relates_to": {"m.in_reply_to": {"event_id": event_id}}}


def test_words_in_a_private_room() -> None:
    assert said(text("Y a plus de lumière")) == Incoming(
        event_id="$1",
        address=Address("matrix", EVA),
        account=Account("matrix", EVA, "Eva"),
        content=Words("Y a plus de lumière"),
        sent_at=SENT,
        room=Room.PRIVATE,
        called=True,
        receipt="$1",
    )


@pytest.mark.parametrize("kind", ["m.notice", "m.server_notice", "m.key.verification.request", ""])
def test_what_machines_say_is_not_heard(kind: str) -> None:
    assert said({"msgtype": kind, "body": "I am a bot too"}) is None


@pytest.mark.parametrize(
    "body",
    ["> <@proximcite:besancon.test> Où ?\n\nRue Battant", "> <@a:b> one\n> two\n> three\n\nRue Battant"],
    ids=["one line", "several lines"],
)
def test_the_quote_of_a_reply_is_taken_off(body: str) -> None:
    found = words(text(body, **reply()), target=Target(ME, "$card"))
    assert found == Words("Rue Battant", reply_to="$card")


def test_what_looks_like_a_quote_without_a_reply_stays() -> None:
    assert words(text("> <@a:b> one\n\ntwo")).text == "> <@a:b> one\n\ntwo"
    assert words(text("> je cite\n\ntwo", **reply()), target=Target("", "$0")).text == "> je cite\n\ntwo"


def test_a_thread_is_about_its_first_message_unless_a_reply_in_it_is_meant() -> None:
    thread = {"rel_type": "m.thread", "event_id": "$root", "m.in_reply_to": {"event_id": "$latest"}}
    falling_back = event(text("a", **{"m.relates_to": {**thread, "is_falling_back": True}}))
    assert (points_to(falling_back), thread_of(falling_back)) == (("thread", "$root"), "$root")
    replying = event(text("a", **{"m.relates_to": thread}))
    assert (points_to(replying), thread_of(replying)) == (("reply", "$latest"), "$root")
    bare = event(text("a", **{"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}}))
    assert (points_to(bare), thread_of(bare)) == (("thread", "$root"), "$root")


@pytest.mark.parametrize("root", [None, "", 5, [], {"a": 1}], ids=str)
def test_a_thread_without_a_first_message_is_none(root: object) -> None:
    found = event(text("a", **{"m.relates_to": {"rel_type": "m.thread", "event_id": root, "is_falling_back": True}}))
    assert (points_to(found), thread_of(found)) == (None, None)


def test_what_is_said_in_a_thread_says_so() -> None:
    relation = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True}}
    found = said(text("réparé", **relation), GROUP, Target(ME, "$card"))
    assert found is not None
    assert (found.thread, found.content, found.called) == ("$root", Words("réparé", reply_to="$card"), True)
    found = said(text("réparé", **relation), GROUP, None)
    assert found is not None
    assert (found.thread, found.content, found.called) == ("$root", Words("réparé"), False)


def test_an_edit_gives_the_new_words_if_it_is_by_the_same_person() -> None:
    content = text(
        "* rue Bersot",
        **{"m.new_content": text("rue Bersot"), "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}},
    )
    incoming = said(content, target=Target(EVA, "$0"))
    assert incoming is not None
    assert (incoming.content, incoming.receipt) == (Words("rue Bersot", edits="$0"), "$0")
    assert said(content, target=Target("@other:besancon.test", "$0")) is None
    assert said(content, target=Target("", "$0")) is None
    assert said(content) is None


URL = "mxc://besancon.test/abc"
IMAGE = {"msgtype": "m.image", "body": "lampe.jpg", "url": URL, "info": {"size": 1234, "mimetype": "image/jpeg"}}
ENVELOPE = {
    "url": "mxc://besancon.test/abc",
    "v": "v2",
    "key": {"k": "the-key", "alg": "A256CTR", "ext": True, "kty": "oct", "key_ops": ["decrypt"]},
    "iv": "the-iv",
    "hashes": {"sha256": "the-hash"},
}


def test_a_picture() -> None:
    found = words(IMAGE)
    shown = Attachment("photo", '{"url":"mxc://besancon.test/abc"}', "lampe.jpg", 1234, "image/jpeg", URL)
    assert found == Words("", (shown,))


def test_an_edited_caption_names_the_message_and_shows_the_same_content() -> None:
    now = {**IMAGE, "filename": "lampe.jpg", "body": "Elle est cassée"}
    relation = {"rel_type": "m.replace", "event_id": "$0"}
    found = words({**now, "m.new_content": now, "m.relates_to": relation}, target=Target(EVA, "$0"))
    assert (found.text, found.edits, found.attachments[0].content) == ("Elle est cassée", "$0", URL)


def test_a_picture_with_words_under_it() -> None:
    found = words({**IMAGE, "filename": "lampe.jpg", "body": "Elle est cassée"})
    assert (found.text, found.attachments[0].name) == ("Elle est cassée", "lampe.jpg")


def test_an_encrypted_picture_keeps_what_opens_it() -> None:
    content = {key: value for key, value in IMAGE.items() if key != "url"}
    found = words({**content, "file": ENVELOPE}).attachments[0]
    handle = {"url": "mxc://besancon.test/abc", "key": "the-key", "iv": "the-iv", "sha256": "the-hash"}
    assert json.loads(found.file_id) == handle


@pytest.mark.parametrize(("kind", "ours"), [("m.file", "document"), ("m.audio", "voice"), ("m.video", "video")])
def test_other_files(kind: str, ours: str) -> None:
    assert words({**IMAGE, "msgtype": kind}).attachments[0].kind == ours


@pytest.mark.parametrize(
    "broken",
    [{"url": 5}, {"url": "https://evil.example/x"}, {"info": {"size": -1}}, {"info": {"size": True}}, {"info": []}],
    ids=str,
)
def test_a_file_that_is_none(broken: dict[str, Any]) -> None:
    found = words({**IMAGE, **broken})
    assert all(each.size == 0 and each.file_id.startswith('{"url":"mxc:') for each in found.attachments)


def test_a_sticker_says_nothing() -> None:
    found = said({"body": "haha", "url": "mxc://a/b"}, kind="m.sticker")
    assert found is not None
    assert found.content == Words("", other="sticker")


@pytest.mark.parametrize("kind", ["org.matrix.msc3381.poll.start", "m.poll.start"])
def test_a_poll_of_somebody_is_no_words(kind: str) -> None:
    found = said({"org.matrix.msc3381.poll.start": {}, "m.poll": {}}, kind=kind)
    assert found is not None
    assert found.content == Words("", other="poll")


def test_somebodys_contact_leaves_no_trace() -> None:
    found = words({**IMAGE, "msgtype": "m.file", "body": "Tom Petit.vcf", "info": {"mimetype": "text/x-vcard"}})
    assert found == Words("", other="contact")


@pytest.mark.parametrize("url", [5, "https://evil.example/x", "", None])
def test_a_file_without_an_address_is_told(url: object) -> None:
    assert words({**IMAGE, "url": url}) == Words("", other="broken")


def test_a_named_place() -> None:
    described = {"uri": "geo:47.24,6.02", "description": " École Battant "}
    for name in ("m.location", "org.matrix.msc3488.location"):
        found = words({"msgtype": "m.location", "body": "Position", "geo_uri": "geo:47.24,6.02", name: described})
        assert found == Words("", location=Location(47.24, 6.02, "École Battant"))


@pytest.mark.parametrize(
    ("uri", "location"),
    [
        ("geo:47.24,6.02", Location(47.24, 6.02)),
        ("geo:47.24,6.02;u=12", Location(47.24, 6.02)),
        ("geo:-47.5,-6,120;crs=wgs84", Location(-47.5, -6.0)),
        ("geo:91,6", None),
        ("geo:47.24,181", None),
        ("geo:here", None),
        ("", None),
        (47, None),
    ],
    ids=str,
)
def test_a_place_on_the_map(uri: object, location: Location | None) -> None:
    found = words({"msgtype": "m.location", "body": "Position", "geo_uri": uri})
    assert (found.location, found.text) == (location, "" if location else "Position")


def react(key: object) -> dict[str, Any]:
    """Give the content of a reaction."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": key}}


@pytest.mark.parametrize(
    ("key", "action"),
    [("1️⃣", "a"), ("2\u20e3", "b"), ("3️⃣", None), ("👍", None), ("1", None), ("🔟", None), (None, None), ({}, None)],
    ids=str,
)
def test_a_reaction_chooses_the_line_with_its_number(key: object, action: str | None) -> None:
    found = said(react(key), GROUP, Target(ME, "$0", ("a", "b")), kind="m.reaction")
    assert (found and found.content) == (Pressed(action, "$0") if action else None)
    assert found is None or found.called


@pytest.mark.parametrize("key", ["\u23f0", "\u23f0\ufe0f", " \u23f0 "])
def test_an_alarm_clock_puts_a_reminder_off_and_means_nothing_elsewhere(key: str) -> None:
    reminder = Target(ME, "$0", ("take 1", "snooze 1 2h", "snooze 1 morning"))
    found = said(react(key), GROUP, reminder, kind="m.reaction")
    assert found is not None
    assert (found.content, found.called) == (Pressed("snooze 1 2h", "$0"), True)
    for target in (None, Target(ME, "$0", ("take 1", "snoozed"))):
        assert said(react(key), GROUP, target, kind="m.reaction") is None


def test_a_reaction_to_what_offers_nothing_is_nothing() -> None:
    assert said(react("1️⃣"), target=None, kind="m.reaction") is None
    assert said(react("🔟"), target=Target(ME, "$0", tuple("abcdefghij")), kind="m.reaction").content == Pressed(  # type: ignore[union-attr]
        "j", "$0"
    )


@pytest.mark.parametrize(
    ("content", "called", "left"),
    [
        (text("bonjour"), False, "bonjour"),
        (text("!file"), True, "!file"),
        (text("/file"), True, "/file"),
        (text("ProximCité: /file"), True, "/file"),
        (text("proximcité, la file ?"), True, "la file ?"),
        (text("@proximcite la file ?"), True, "la file ?"),
        (text(f"{ME} la file ?"), True, "la file ?"),
        (text(f"demande à {ME}"), True, f"demande à {ME}"),
        (text("ProximCité est en panne"), False, "ProximCité est en panne"),
        (text("proximcites: non"), False, "proximcites: non"),
        (text("ProximCité la file ?", **{"m.mentions": {"user_ids": [ME]}}), True, "la file ?"),
        (text("la file ?", **{"m.mentions": {"user_ids": [ME]}}), True, "la file ?"),
        (text("ProximCité: la file ?", **{"m.mentions": {}}), True, "la file ?"),
        (text("ProximCité: la file ?", **{"m.mentions": {"user_ids": [EVA]}}), False, "ProximCité: la file ?"),
        (
            text(
                "la file ?",
                formatted_body='<a href="https://matrix.to/#/%40proximcite%3Abesancon.test">x</a> la file ?',
            ),
            True,
            "la file ?",
        ),
    ],
)
def test_being_called_in_a_group(content: dict[str, Any], called: bool, left: str) -> None:  # noqa: FBT001, RUF100
    found = said(content, GROUP)
    assert found is not None
    assert (found.called, found.text) == (called, left)


def test_a_reply_to_us_calls_us() -> None:
    assert said(text("oui", **reply()), GROUP, Target(ME, "$0")).called  # type: ignore[union-attr]
    assert not said(text("oui", **reply()), GROUP, Target(EVA, "$0")).called  # type: ignore[union-attr]


def test_what_cannot_be_read_is_said_to_be_so_and_stays_new() -> None:
    found = said(MEGOLM, kind="m.room.encrypted")
    assert found is not None
    assert found.event_id == "$1#unreadable"
    assert found.content == Words("", (Attachment("unreadable", "$1"),))
    assert not said(MEGOLM, GROUP, kind="m.room.encrypted").called  # type: ignore[union-attr]


def test_a_moment_no_server_can_move_into_the_future() -> None:
    for at in (4_102_444_800_000, 10**18, 10**30):
        late = said(text("a"), at=at)
        assert late is not None
        assert late.sent_at == NOW


@pytest.mark.parametrize("kind", ["m.room.member", "m.room.name", "org.example.odd"])
def test_other_events_are_nothing(kind: str) -> None:
    assert said(text("a"), kind=kind) is None


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"event_id": 1, "sender": EVA, "type": "m.room.message", "origin_server_ts": 1, "content": {}},
        {"event_id": "$1", "sender": None, "type": "m.room.message", "origin_server_ts": 1, "content": {}},
        {"event_id": "$1", "sender": EVA, "type": "m.room.message", "origin_server_ts": "1", "content": {}},
    ],
    ids=str,
)
def test_what_is_no_event(raw: object) -> None:
    assert parse(raw) is None


def test_an_event_nested_without_end_is_none() -> None:
    nested: dict[str, Any] = {}
    for _ in range(5000):
        nested = {"a": nested}
    raw = {"event_id": "$1", "sender": EVA, "type": "m.room.message", "origin_server_ts": 1, "content": nested}
    assert parse(raw) is None


def test_what_no_database_takes_is_taken_out() -> None:
    assert words(text("a\ud800b\0c \U0001f51f")).text == "a\ufffdbc \U0001f51f"


ODD: tuple[Any, ...] = (None, 5, "x", [], {}, [{}], {"a": 1}, True, 1.5)


@pytest.mark.parametrize("odd", ODD, ids=str)
@pytest.mark.parametrize(
    "field",
    [
        "body",
        "msgtype",
        "m.relates_to",
        "m.new_content",
        "m.mentions",
        "url",
        "file",
        "info",
        "filename",
        "geo_uri",
        "formatted_body",
    ],
)
def test_any_value_anywhere_is_survived(field: str, odd: object) -> None:
    for kind in ("m.text", "m.image", "m.location"):
        for scene in (PRIVATE, GROUP):
            said({**IMAGE, "msgtype": kind, field: odd}, scene, Target(ME, "$0", ("a",)))
    for inner in ("rel_type", "event_id", "key", "m.in_reply_to"):
        relation = {"rel_type": "m.annotation", "event_id": "$0", "key": "1", inner: odd}
        said({"m.relates_to": relation}, target=Target(ME, "$0", ("a",)), kind="m.reaction")
        said(text("a", **{"m.relates_to": relation}), target=Target(ME, "$0"))
