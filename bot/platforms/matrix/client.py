"""Before the first sync: the bot's account on the homeserver, signed in once and kept, with its device's keys.

With a password the account signs in by itself, as a new device, and keeps the session in the store folder; with an
access token the operator has done that. The store belongs to the device: a lost store cannot be made again for the
same device (the server keeps its old keys, and nobody would understand the new ones), so then a password opens a new
device, and a token is refused with a reason.
"""

import asyncio
import json
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog

from bot.config import Matrix
from bot.platforms.matrix.cross_signing import CrossSigning, published, standing
from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import string
from bot.platforms.matrix.keeping import Lock, read_secret, write_secret
from bot.platforms.matrix.keys import KeyChores
from bot.platforms.matrix.machine import store_file
from bot.platforms.matrix.server import LIMITED, Rejected, Server, Unreachable, path

log = structlog.get_logger()

DEVICE_NAME = "ProximCité"
TRY_AGAIN = 60.0
"""Seconds between two sign-ins that are refused: the server counts them, and locks out who tries too often."""


class NotSignedIn(ConnectionError):
    """The account cannot be used, for a reason that its operator has to look at (``code`` names it).

    ``device_stays``: the server has only ended the session, not deleted the device.
    """

    def __init__(self, code: str, *, device_stays: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.device_stays = device_stays


@dataclass(frozen=True, slots=True)
class Session:
    """A device that is signed in."""

    user_id: str
    device_id: str
    access_token: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that is signed in, with its device's keys and their chores."""

    session: Session
    engine: Engine
    chores: KeyChores


class Account:
    """The account.

    Args:
        section: of the configuration.
        folder: the store.
        server: the homeserver; its token is set here.
    """

    def __init__(self, section: Matrix, folder: Path, server: Server) -> None:
        self._section = section
        self._folder = folder
        self._server = server
        self._lock: Lock | None = None
        self._opened: Opened | None = None
        self._opening = asyncio.Lock()
        self._not_before = 0.0

    async def open(self) -> Opened:
        """Sign in, unless that is done already, and see to it that the device's keys are published and signed.

        Raises:
            NotSignedIn: it cannot be, and why.
            InUse: another process has the store.
            Unreachable: the server did not answer.
        """
        async with self._opening:
            if self._opened is None:
                self._hold()
                session = await self._sign_in()
                engine = await self._engine_of(session)
                try:
                    chores = KeyChores(self._server, engine)
                    await self._publish_keys(engine, chores)
                except BaseException:
                    engine.close()
                    raise
                self._opened = Opened(session, engine, chores)
                log.info("matrix_signed_in", device=session.device_id)
            return self._opened

    def signed_out(self, *, device_stays: bool) -> None:
        """Note that the server does not know the session any more: the next :meth:`open` makes another.

        Args:
            device_stays: for the same device. One that was deleted is not brought back: other people's clients have
                struck it off for ever, so a new one takes its place.
        """
        if self._opened is not None:
            session = self._opened.session
            self._keep(Session(session.user_id, session.device_id if device_stays else "", ""))
        self._shut()

    def close(self) -> None:
        """Close the keys and let another process use the store."""
        self._shut()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def saved(self) -> Session | None:
        """Give the session that is kept in the store, or the configuration's."""
        section = self._section
        if section.access_token:
            return Session(section.user, section.device_id, section.access_token)
        written = read_secret(self._folder / "session.json")
        return Session(**json.loads(written)) if written else None

    async def sign_in_for_check(self) -> Session:
        """Give a session to look at the account with, as a check does: nothing but the session is kept.

        Raises:
            NotSignedIn, InUse, Unreachable: as :meth:`open`.
        """
        session = self.saved()
        if session is None or not session.access_token:
            self._hold()
            session = await self._log_in(session.device_id if session else "")
        return await self._recognised(session)

    def _shut(self) -> None:
        if self._opened is not None:
            self._opened.engine.close()
            self._opened = None

    def _hold(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = Lock(self._folder / "lock")

    async def _sign_in(self) -> Session:
        session = self.saved()
        device_id = session.device_id if session else ""
        if session is not None and session.access_token:
            try:
                return await self._recognised(session)
            except NotSignedIn as error:
                if not self._section.password:
                    raise
                device_id = device_id if error.device_stays else ""
        return await self._recognised(await self._log_in(device_id))

    async def _recognised(self, session: Session) -> Session:
        """Ask the server whose session this is."""
        self._server.token = session.access_token
        try:
            answer = await self._server.call("GET", path("account", "whoami"))
        except Rejected as error:
            if error.code == LIMITED:
                raise Unreachable(error.code) from error
            raise NotSignedIn("token-unknown", device_stays=error.answer.get("soft_logout") is True) from error
        user_id, device_id = string(answer, "user_id"), string(answer, "device_id") or session.device_id
        if user_id != self._section.user:
            raise NotSignedIn("token-of-another-user")
        if session.device_id not in ("", device_id):
            raise NotSignedIn("token-of-another-device")
        if not device_id:
            raise NotSignedIn("token-without-device")
        return Session(user_id, device_id, session.access_token)

    async def _log_in(self, device_id: str) -> Session:
        section = self._section
        if not section.password:
            raise NotSignedIn("no-password-and-no-token")
        if time.monotonic() < self._not_before:
            raise NotSignedIn("sign-in-waits")
        body: dict[str, Any] = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": section.user},
            "password": section.password,
            "initial_device_display_name": DEVICE_NAME,
        }
        self._server.token = ""
        try:
            answer = await self._server.call(
                "POST", path("login"), {**body, "device_id": device_id} if device_id else body
            )
        except Rejected as error:
            self._not_before = time.monotonic() + (error.retry_after or TRY_AGAIN)
            limited = error.code == LIMITED
            raise NotSignedIn("sign-in-waits" if limited else "password-refused") from error
        session = Session(string(answer, "user_id"), string(answer, "device_id"), string(answer, "access_token"))
        self._keep(session)
        return session

    def _keep(self, session: Session) -> None:
        if not self._section.access_token:
            write_secret(self._folder / "session.json", json.dumps(asdict(session)))

    async def _engine_of(self, session: Session) -> Engine:
        file = store_file(self._folder, session.device_id)
        existed = file.exists()
        engine = Engine(session.user_id, session.device_id, self._folder, self._secret())
        try:
            known = standing(await published(self._server, session.user_id), session.user_id, session.device_id)
            if known.fingerprint not in ("", engine.fingerprint):
                self._keep(Session(session.user_id, "", ""))
                raise NotSignedIn("store-lost")
            if not known.fingerprint:
                engine.publish_again()
        except BaseException as error:
            engine.close()
            if not existed:
                file.unlink()
            if isinstance(error, Rejected):
                raise Unreachable(error.code) from error
            raise
        return engine

    def _secret(self) -> str:
        file = self._folder / "store.key"
        kept = read_secret(file)
        if kept is None:
            kept = secrets.token_urlsafe(32)
            write_secret(file, kept)
        return kept

    async def _publish_keys(self, engine: Engine, chores: KeyChores) -> None:
        try:
            await chores.upload()
            await CrossSigning(self._server, engine, self._folder, self._section.password).see_to_it()
        except Rejected as error:
            # Messages in clear rooms still go through; the chores after each sync try again.
            log.error("matrix_keys_not_published", error=error.code)
