"""After every sync, and before anything is said in an encrypted room: the chores that keep messages readable.

One-time keys are refilled before they run out, and a fallback key serves whoever comes when they have; changed devices
are asked for; broken sessions are mended. A room's key is handed to its members before the first word. All of it has
an end: a homeserver that does not answer is left alone for a while, and a device with bogus keys costs nobody but
itself.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar
from uuid import uuid4

import structlog

from bot.platforms.matrix.engine import Device, Engine, Parcel
from bot.platforms.matrix.events import Json, mapping, sequence
from bot.platforms.matrix.guarding import SIGNED_KEY
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

log = structlog.get_logger()

Who = TypeVar("Who", str, Device)

REMOTE_PATIENCE = 4.0
"""Seconds that our homeserver may wait for another one, for devices or one-time keys."""

AT_ONCE = 200
"""Users whose devices are asked for in one call."""

CHORES_WITHIN = 8.0
SHARE_WITHIN = 20.0
"""Seconds after which chores are left for the next time, and a message is sent later."""

ASK_AGAIN = 60.0
"""Seconds for which a user whose homeserver did not answer, or a device that had no key, is not asked again."""

FALLBACK_LASTS = 3600.0
"""Seconds a fallback key is kept at least: who took it may still be writing the message it opens."""


UPLOAD = "upload"
"""Stands for our own keys among the users that are left alone for a while."""


class KeyChores:
    """Keeps keys in order.

    Args:
        server: the homeserver.
        engine: the keys.
    """

    def __init__(self, server: Server, engine: Engine) -> None:
        self._server = server
        self._engine = engine
        self._asking = asyncio.Lock()
        self._sharing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._not_before: dict[str | Device, float] = {}
        self._fallback_missing = False
        self._fallback_made_at: float | None = None

    def synced(self, answer: Json) -> None:
        """Take from a sync what it says about keys: messages with keys, changed devices, and how many of ours are left.

        Args:
            answer: the answer to ``/sync``.
        """
        self._engine.receive_keys(sequence(mapping(answer, "to_device"), "events"))
        lists = mapping(answer, "device_lists")
        self._engine.devices_changed([*sequence(lists, "changed"), *sequence(lists, "left")])
        counts = answer.get("device_one_time_keys_count")
        if isinstance(counts, dict):
            left = counts.get(SIGNED_KEY, 0)
            self._engine.count_keys(left if isinstance(left, int) else 0)
        if "device_unused_fallback_key_types" in answer:
            self._fallback_missing = SIGNED_KEY not in sequence(answer, "device_unused_fallback_key_types")

    async def do(self) -> None:
        """Do what is to be done after a sync; what fails is tried after a later one."""
        try:
            async with asyncio.timeout(CHORES_WITHIN):
                await self.upload()
                await self._ask(self._engine.unasked())
                await self._claim(self._engine.wedged())
                for letter in self._engine.letters():
                    await self._put(letter)
                    self._engine.sent(letter)
        except (Unreachable, Rejected, TimeoutError) as error:
            log.warning("matrix_key_chores_wait", error=type(error).__name__)

    async def upload(self) -> None:
        """Bring to the server the keys that it should have.

        Raises:
            Unreachable, Rejected: as the server does.
        """
        now = time.monotonic()
        if not self._due([UPLOAD]):
            return
        lasts = self._fallback_made_at is not None and now - self._fallback_made_at < FALLBACK_LASTS
        fallback = self._fallback_missing and not lasts
        content = self._engine.keys_to_upload(fallback=fallback)
        if not content:
            return
        # Who sees a new device takes a one-time key of it at once, and does not ask again: the device is shown last.
        shown = {"device_keys": content.pop("device_keys")} if "device_keys" in content else {}
        answer: Json = {}
        try:
            for part in filter(None, (content, shown)):
                answer = await self._server.call("POST", path("keys", "upload"), part)
        except Rejected:
            self._leave_alone([UPLOAD])
            raise
        left = mapping(answer, "one_time_key_counts").get(SIGNED_KEY, 0)
        self._engine.keys_uploaded(left if isinstance(left, int) else 0)
        if fallback:
            self._fallback_missing, self._fallback_made_at = False, now

    async def prepare(self, room_id: str) -> None:
        """See to it that everybody in an encrypted room can read what is said next.

        Raises:
            Unreachable, Rejected: the server did not take the key; nothing may be said yet.
            TimeoutError: it took too long.
        """
        async with asyncio.timeout(SHARE_WITHIN), self._sharing[room_id]:
            await self._ask(self._engine.unasked(room_id))
            if await self._claim(self._engine.without_session(room_id)):
                # A device that had to be left out before can be reached now.
                self._engine.rotate(room_id)
            while self._engine.must_share(room_id):
                await self._ask(self._engine.unasked(room_id))
                await self._claim(self._engine.without_session(room_id))
                parcels = self._engine.room_keys(room_id)
                if not parcels:
                    # Nothing was waited for since the members were looked at, so nobody has come in unnoticed.
                    self._engine.shared(room_id)
                await asyncio.gather(*(self._hand_over(room_id, parcel) for parcel in parcels))

    async def _hand_over(self, room_id: str, parcel: Parcel) -> None:
        await self._put(parcel)
        self._engine.handed_over(room_id, parcel)

    async def _put(self, parcel: Parcel) -> None:
        await self._server.call("PUT", path("sendToDevice", parcel.type, uuid4().hex), {"messages": parcel.messages})

    async def _ask(self, users: frozenset[str]) -> None:
        """Learn the devices of users, unless their homeserver has just failed to tell them."""
        if not users:
            return
        async with self._asking:
            # Somebody else may have asked while this waited.
            due = sorted(self._due(users & self._engine.unasked()))
            for some in (due[start : start + AT_ONCE] for start in range(0, len(due), AT_ONCE)):
                body = {"timeout": int(REMOTE_PATIENCE * 1000), "device_keys": {user: [] for user in some}}
                answer = await self._server.call("POST", path("keys", "query"), body, patience=3 * REMOTE_PATIENCE)
                self._engine.learn_devices(answer)
                self._leave_alone(self._engine.unasked().intersection(some))

    async def _claim(self, devices: frozenset[Device]) -> bool:
        """Open sessions with devices, unless they have just failed to give a usable key; say whether any was opened."""
        due = self._due(devices)
        if not due:
            return False
        wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for user, device in due:
            wanted[user][device] = SIGNED_KEY
        body = {"timeout": int(REMOTE_PATIENCE * 1000), "one_time_keys": wanted}
        answer = await self._server.call("POST", path("keys", "claim"), body, patience=3 * REMOTE_PATIENCE)
        self._leave_alone(due)
        return self._engine.open_sessions(answer, due)

    def _due(self, wanted: Iterable[Who]) -> set[Who]:
        now = time.monotonic()
        return {each for each in wanted if self._not_before.get(each, 0.0) <= now}

    def _leave_alone(self, failed: Iterable[str | Device]) -> None:
        now = time.monotonic()
        self._not_before = {who: when for who, when in self._not_before.items() if when > now}
        self._not_before.update(dict.fromkeys(failed, now + ASK_AGAIN))
