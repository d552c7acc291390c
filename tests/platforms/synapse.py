"""A real homeserver for tests: one Synapse on loopback, SQLite in a temporary folder, no limits unless asked for.

It starts in three to six seconds; the fixture ``synapse`` does so once a session, a benchmark once a run. It says
itself when it is ready (over the socket that systemd would give it), and is ended by its own process id.
"""

import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.folders import in_memory

DOMAIN = "besancon.test"
READY_WITHIN = 120.0
"""Seconds; two busy cores have taken twenty."""

PASSWORD = "a password of the test city"  # noqa: S105  # It is one, of accounts that live for a test.
NO_LIMIT = {"per_second": 100_000, "burst_count": 100_000}


@dataclass(slots=True)
class Synapse:
    """The homeserver.

    Args:
        folder: its own, empty.
        limited: whether it has the limits that Synapse comes with, for messages, joins, invitations and sign-ins.
    """

    folder: Path
    limited: bool = False
    port: int = field(default_factory=lambda: _free_port())
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=lambda: count(1))
    _admin: str = ""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on its old data if there are any, and wait until it answers."""
        config = self.folder / "homeserver.yaml"
        if not config.exists():
            (self.folder / "signing.key").write_text(f"ed25519 a_test {_base64(secrets.token_bytes(32))}\n")
            (self.folder / "log.yaml").write_text(json.dumps(_LOGGING | _to_file(self.folder / "homeserver.log")))
            config.write_text(json.dumps(self._settings()))  # JSON is YAML.
        told = self.folder / "notify"
        told.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
            notified.bind(str(told))
            notified.settimeout(READY_WITHIN)
            with (self.folder / "output.log").open("ab") as output:
                self._process = subprocess.Popen(  # noqa: S603  # Our own interpreter and our own file.
                    [sys.executable, "-m", "synapse.app.homeserver", "-c", str(config)],
                    env={**os.environ, "NOTIFY_SOCKET": str(told), "PYTHONWARNINGS": "ignore"},
                    stdout=output,
                    stderr=output,
                )
            assert b"READY=1" in notified.recv(4096), "Synapse did not start"

    def kill(self) -> None:
        """Kill it as a power cut does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def freeze(self) -> None:
        """Let it hang: connections are taken, nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def name(self, wanted: str) -> str:
        """Give a local name that nobody has yet."""
        return f"{wanted}-{next(self._names)}"

    async def register(self, wanted: str, *, shown: str = "", admin: bool = False) -> tuple[str, str, str]:
        """Make an account whose name begins so; its password is :data:`PASSWORD`.

        Args:
            wanted: what its name begins with.
            shown: its display name.
            admin: whether it may use the server's own API.

        Returns:
            Its user id, device id and access token.
        """
        name = self.name(wanted)
        where = f"{self.url}/_synapse/admin/v1/register"
        async with aiohttp.ClientSession() as session:
            async with session.get(where) as response:
                nonce = (await response.json())["nonce"]
            signed = "\0".join((nonce, name, PASSWORD, "admin" if admin else "notadmin"))
            mac = hmac.new(self.secret.encode(), signed.encode(), hashlib.sha1).hexdigest()
            shown = shown or wanted.capitalize()
            body = {"nonce": nonce, "username": name, "displayname": shown, "password": PASSWORD}
            async with session.post(where, json={**body, "admin": admin, "mac": mac}) as response:
                answer = await response.json()
                assert response.status == 200, answer
        return answer["user_id"], answer["device_id"], answer["access_token"]

    async def limit(self, user_id: str, per_second: float, burst: int) -> None:
        """Give one user a rate limit of their own."""
        if not self._admin:
            _user, _device, self._admin = await self.register("admin", admin=True)
        where = f"{self.url}/_synapse/admin/v1/users/{user_id}/override_ratelimit"
        body = {"messages_per_second": per_second, "burst_count": burst}
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._admin}"}) as session,
            session.post(where, json=body) as response,
        ):
            assert response.status == 200, await response.text()

    def _settings(self) -> dict[str, Any]:
        return {
            "server_name": DOMAIN,
            "public_baseurl": f"{self.url}/",
            "pid_file": str(self.folder / "homeserver.pid"),
            "listeners": [
                {
                    "port": self.port,
                    "bind_addresses": ["127.0.0.1"],
                    "type": "http",
                    "tls": False,
                    "resources": [{"names": ["client"]}],
                }
            ],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "log_config": str(self.folder / "log.yaml"),
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "registration_shared_secret": self.secret,
            "macaroon_secret_key": "of the test city",
            "form_secret": "of the test city",
            "bcrypt_rounds": 4,
            "report_stats": False,
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "presence": {"enabled": False},
            **({} if self.limited else _without_limits()),
        }


def _without_limits() -> dict[str, Any]:
    names = ("message", "registration", "registration_token_validity", "admin_redaction", "3pid_validation")
    return {
        **{f"rc_{name}": NO_LIMIT for name in names},
        "rc_login": {"address": NO_LIMIT, "account": NO_LIMIT, "failed_attempts": NO_LIMIT},
        "rc_joins": {"local": NO_LIMIT, "remote": NO_LIMIT},
        "rc_joins_per_room": NO_LIMIT,
        "rc_room_creation": NO_LIMIT,
        "rc_invites": {"per_room": NO_LIMIT, "per_user": NO_LIMIT, "per_issuer": NO_LIMIT},
        "rc_media_create": NO_LIMIT,
    }


_LOGGING: dict[str, Any] = {
    "version": 1,
    "formatters": {"plain": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"}},
    "root": {"level": "WARNING", "handlers": ["file"]},
    "disable_existing_loggers": False,
}


def _to_file(path: Path) -> dict[str, Any]:
    return {"handlers": {"file": {"class": "logging.FileHandler", "formatter": "plain", "filename": str(path)}}}


def _base64(content: bytes) -> str:
    return b64encode(content).decode().rstrip("=")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def started(*, limited: bool = False) -> Iterator[Synapse]:
    """Let a homeserver run for a block, in a folder of its own.

    The folder is in memory where the system has such a place: the homeserver's database waits for the disk so often.
    """
    with TemporaryDirectory(prefix="synapse-", dir=in_memory()) as folder:
        server = Synapse(Path(folder), limited)
        server.start()
        try:
            yield server
        finally:
            server.thaw()
            server.stop()
