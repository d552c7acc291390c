"""Step 1 of a message, on Matrix: an event of a room becomes our own message, or nothing. Pure: it asks nobody.

What an event points to (the message it answers, edits or reacts to) is looked up before, by
:mod:`bot.platforms.matrix.pointing`, and comes in as a :class:`Target`.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from bot.domain.attachments import is_contact
from bot.incoming import Account, Address, Attachment, Incoming, Location, Pressed, Room, Words
from bot.outgoing import SIGNS
from bot.platforms.matrix.events import ENCRYPTED, Event, Json, mapping, string
from bot.platforms.matrix.polls import REFERENCE, STARTS, VOTES, voted

MESSAGE = "m.room.message"
REACTION = "m.reaction"
STICKER = "m.sticker"
UNREADABLE = "#unreadable"
"""Stands behind the id of an event whose key is missing, so that the event itself is still new when the key comes."""

SPOKEN = frozenset({"m.text", "m.emote"})
SILENT = frozenset({"m.notice", "m.server_notice", "m.key.verification.request"})
"""What bots and servers say: answering it would make two bots talk to each other for ever."""

Kind = Literal["photo", "document", "voice", "video"]
FILES: dict[str, Kind] = {"m.image": "photo", "m.file": "document", "m.audio": "voice", "m.video": "video"}
LONGEST_NAME = 200

_FALLBACK = re.compile(r"> (?:\* )?<@[^>\n]*>[^\n]*\n(?:> ?[^\n]*\n)*\n?")
_GEO = re.compile(r"geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:[,;].*)?", re.DOTALL)
_KEYCAP = re.compile("([1-9])\ufe0f?\u20e3")
_TEN = "\U0001f51f"


class Points(StrEnum):
    """How one event points to another."""

    REPLY = "reply"
    THREAD = "thread"
    EDIT = "edit"
    REACTION = "reaction"
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where something is said: our address of the room, who we are there, and the name of who speaks."""

    address: Address
    room: Room
    me: str
    my_name: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The event that another one points to: who sent it, the receipt we know it by, the choices that are on it.

    ``withdraw``: of a poll, the action of a vote that is taken back. ``thread``: the one that it is in, if in one.
    """

    sender: str
    receipt: str
    actions: tuple[str, ...] = ()
    withdraw: str = ""
    thread: str | None = None


def thread_of(event: Event) -> str | None:
    """Give the thread that an event is in, by its first message; None when in none."""
    relation = mapping(event.content, "m.relates_to")
    return (string(relation, "event_id") or None) if relation.get("rel_type") == "m.thread" else None


def points_to(event: Event) -> tuple[Points, str] | None:
    """Say which event another one points to, and how; None when to none."""
    relation = mapping(event.content, "m.relates_to")
    kind, whole = relation.get("rel_type"), string(relation, "event_id")
    if event.type == REACTION:
        return (
            (Points.REACTION, whole)
            if kind == "m.annotation" and whole and (_number(relation) or _sign(relation))
            else None
        )
    if kind == REFERENCE and (event.type in VOTES or event.type == ENCRYPTED):
        return (Points.VOTE, whole) if whole else None
    if kind == "m.replace" and whole:
        return Points.EDIT, whole
    answered = string(mapping(relation, "m.in_reply_to"), "event_id")
    thread = thread_of(event)
    if thread and (relation.get("is_falling_back") is True or not answered):
        # The reply in it is only there for clients that show no threads.
        return Points.THREAD, thread
    return (Points.REPLY, answered) if answered else None


def read(event: Event, scene: Scene, target: Target | None, now: datetime) -> Incoming | None:
    """Read an event.

    Args:
        event: opened, if there was a key.
        scene: where it was said.
        target: what it points to, if that is known.
        now: nothing was sent later than that, whatever a server says.

    Returns:
        Our own message, or None when it is nothing for us.
    """
    pointer = points_to(event)
    answers = pointer is not None and pointer[0] in (Points.REPLY, Points.THREAD)
    reply_to = target.receipt if target is not None and answers else None
    ours = target is not None and target.sender == scene.me
    said: Json
    content: Words | Pressed | None
    called = scene.room is Room.PRIVATE
    if event.type == REACTION:
        content, called = _pressed(event, target), True
    elif event.type in VOTES:
        content, called = _voted(event, target), True
    elif event.type == ENCRYPTED and not event.readable:
        content = Words("", (Attachment("unreadable", event.event_id),), reply_to=reply_to)
        called = called or ours
    elif event.type == STICKER or event.type in STARTS:
        content = Words("", reply_to=reply_to, other="sticker" if event.type == STICKER else "poll")
    elif event.type == MESSAGE:
        if pointer and pointer[0] is Points.EDIT:
            if target is None or target.sender != event.sender:
                return None
            said = mapping(event.content, "m.new_content")
        else:
            said = event.content
        mentioned = _mentions(said, scene)
        content = _words(said, scene, reply_to, mentioned=mentioned)
        if content is not None and pointer and pointer[0] is Points.EDIT:
            content = replace(content, edits=pointer[1])
        command = content is not None and content.text.startswith(("/", "!"))
        called = called or mentioned or command or (ours and reply_to is not None)
    else:
        content = None
    if content is None:
        return None
    return Incoming(
        event_id=event.event_id + (UNREADABLE if event.type == ENCRYPTED else ""),
        address=scene.address,
        account=Account(scene.address.platform, event.sender, scene.speaker[:LONGEST_NAME]),
        content=content,
        sent_at=_moment(event.sent_at, now),
        room=scene.room,
        called=called,
        # What changes an earlier message is known by that one's id, as long as it lasts.
        receipt=content.edits or event.event_id if isinstance(content, Words) else None,
        thread=thread_of(event) or (target.thread if target is not None else None),
    )


def _pressed(event: Event, target: Target | None) -> Pressed | None:
    """Read a reaction on a message of ours: 1️⃣, 2️⃣ … as the choice with that number, ⏰ as the one it stands for."""
    if target is None:
        return None
    relation = mapping(event.content, "m.relates_to")
    number, meant = _number(relation), _sign(relation)
    if meant:
        action = next((each for each in target.actions if each.partition(" ")[0] == meant), None)
    else:
        action = target.actions[number - 1] if 1 <= number <= len(target.actions) else None
    return Pressed(action, target.receipt) if action is not None else None


def _number(relation: Json) -> int:
    """Give the number that a reaction shows; 0 when it shows none."""
    key = string(relation, "key").strip()
    found = _KEYCAP.fullmatch(key)
    return 10 if key == _TEN else int(found[1]) if found else 0


def _sign(relation: Json) -> str:
    """Give the first word of the action that a reaction stands for; empty when for none."""
    return SIGNS.get(string(relation, "key").strip().removesuffix("\ufe0f"), "")


def _voted(event: Event, target: Target | None) -> Pressed | None:
    """Read a vote in a poll of ours as the press of a button."""
    if target is None:
        return None
    return Pressed(voted(event, target.actions, target.withdraw), target.receipt)


def _words(said: Json, scene: Scene, reply_to: str | None, *, mentioned: bool) -> Words | None:
    kind, body = string(said, "msgtype"), string(said, "body")
    if kind in SILENT or not kind:
        return None
    if kind == "m.location":
        location = _location(string(said, "geo_uri"), said)
        return Words("" if location else body, location=location, reply_to=reply_to)
    if kind in FILES:
        # With a file name of its own, the body is what was written under the picture.
        caption = body if "filename" in said and body != said["filename"] else ""
        attachment = _attachment(FILES[kind], said)
        if attachment is not None and not is_contact(attachment.name, attachment.media_type):
            return Words(caption, (attachment,), reply_to=reply_to)
        return Words(caption, reply_to=reply_to, other="broken" if attachment is None else "contact")
    if reply_to is not None and (quoted := _FALLBACK.match(body)):
        body = body[quoted.end() :]
    return Words(_without_our_name(body, scene) if mentioned else body, reply_to=reply_to)


def _attachment(kind: Kind, said: Json) -> Attachment | None:
    """Read a file; its id is JSON with all that is needed to fetch it, and to decrypt it."""
    envelope = mapping(said, "file")
    url = string(envelope or said, "url")
    if not url.startswith("mxc://"):
        return None
    handle: dict[str, Any] = {"url": url}
    if envelope:
        handle["key"] = string(mapping(envelope, "key"), "k")
        handle["iv"] = string(envelope, "iv")
        handle["sha256"] = string(mapping(envelope, "hashes"), "sha256")
    info = mapping(said, "info")
    size = info.get("size")
    name = string(said, "filename") or string(said, "body")
    known = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return Attachment(
        kind,
        json.dumps(handle, separators=(",", ":")),
        name[:LONGEST_NAME],
        int(size or 0) if known else 0,
        string(info, "mimetype")[:LONGEST_NAME],
        url,
    )


def _location(uri: str, said: Json) -> Location | None:
    """Read a point, and what the sender's map calls it (MSC3488), if it does."""
    found = _GEO.fullmatch(uri.strip())
    if not found:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    described = mapping(said, "m.location") or mapping(said, "org.matrix.msc3488.location")
    return Location(latitude, longitude, string(described, "description").strip()[:LONGEST_NAME])


def _mentions(said: Json, scene: Scene) -> bool:
    """Say whether we are called by name: newer clients list whom they mention; older ones only write it."""
    listed = mapping(said, "m.mentions").get("user_ids")
    if isinstance(listed, list):
        return scene.me in listed
    body = string(said, "body")
    linked = string(said, "formatted_body").replace("%40", "@").replace("%3A", ":")
    local = scene.me.partition(":")[0]
    called = _begins(body, (scene.me, local, f"@{scene.my_name}"), r"(?:[:,]|(?=\s)|$)")
    called = called or _begins(body, (scene.my_name, local[1:]), "[:,]")
    return called > 0 or scene.me in body or f"matrix.to/#/{scene.me}" in linked


def _without_our_name(body: str, scene: Scene) -> str:
    """Take our name off the beginning: "ProximCité: /file" is a command."""
    local = scene.me.partition(":")[0]
    names = (scene.me, local, f"@{scene.my_name}", scene.my_name, local[1:])
    return body[_begins(body, names, r"(?:[:,]|(?=\s)|$)") :].lstrip()


def _begins(body: str, names: tuple[str, ...], then: str) -> int:
    """Give how long the name is that a text begins with, 0 if with none of them."""
    anyone = "|".join(re.escape(name) for name in names if name.strip("@"))
    found = re.match(rf"(?:{anyone}){then}", body, re.IGNORECASE)
    return found.end() if found else 0


def _moment(milliseconds: int, now: datetime) -> datetime:
    try:
        sent = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return now
    return min(sent, now)
