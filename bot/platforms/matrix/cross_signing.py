"""Once, and again when somebody has changed it: our device is signed by its owner, so that Element talks to it.

Since April 2026 Element neither sends keys to devices that their owner has not signed nor accepts messages from them
(MSC4153), bots included, and nio cannot sign. Three Ed25519 keys are made from seeds that are kept beside the key
store: the master key signs the self-signing key, and that one signs the device. The seeds are as secret as the store.
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from bot.platforms.matrix.engine import Engine
from bot.platforms.matrix.events import mapping
from bot.platforms.matrix.keeping import read_secret, write_secret
from bot.platforms.matrix.server import Rejected, Server, path

log = structlog.get_logger()

USAGES = ("master", "self_signing", "user_signing")
SEEDS = "cross-signing.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a device stands with other people's clients: its public key, and whether its owner has signed it."""

    fingerprint: str
    signed: bool


class SigningKey:
    """An Ed25519 key.

    Args:
        seed: its 32 secret bytes.
    """

    def __init__(self, seed: bytes) -> None:
        self._key = ECC.construct(curve="Ed25519", seed=seed)
        self.public = _unpadded(self._key.public_key().export_key(format="raw"))

    def sign(self, document: Mapping[str, Any]) -> str:
        """Sign JSON, without its signatures and what is unsigned in it (Matrix specification, Signing JSON)."""
        plain = {name: value for name, value in document.items() if name not in ("signatures", "unsigned")}
        written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return _unpadded(eddsa.new(self._key, "rfc8032").sign(written.encode()))


class CrossSigning:
    """Signs our device.

    Args:
        server: the homeserver.
        engine: the device's own key.
        folder: where the seeds are kept.
        password: of the account; needed only to replace other keys that are there already.
    """

    def __init__(self, server: Server, engine: Engine, folder: Path, password: str) -> None:
        self._server = server
        self._engine = engine
        self._seeds = folder / SEEDS
        self._password = password

    async def see_to_it(self) -> bool:
        """Sign our device unless it is signed.

        Returns:
            Whether it is signed now.

        Raises:
            Unreachable: the server did not answer.
        """
        me, device_id = self._engine.user_id, self._engine.device_id
        keys = self._keys()
        try:
            known = await published(self._server, me)
            if keys["master"].public not in mapping(_own(known, "master_keys", me), "keys").values():
                await self._publish(self._documents(keys))
                known = await published(self._server, me)
            device = dict(mapping(_own(known, "device_keys", me), device_id))
            if not is_signed(known, me, device_id):
                device.pop("unsigned", None)
                signature = keys["self_signing"].sign(device)
                device["signatures"] = {me: {f"ed25519:{keys['self_signing'].public}": signature}}
                answer = await self._server.call(
                    "POST", path("keys", "signatures", "upload"), {me: {device_id: device}}
                )
                return not mapping(answer, "failures")
        except Rejected as error:
            log.error("matrix_device_not_signed", error=error.code)
            return False
        return True

    async def _publish(self, documents: dict[str, Any]) -> None:
        where = path("keys", "device_signing", "upload")
        try:
            await self._server.call("POST", where, documents)
        except Rejected as error:
            session = error.answer.get("session")
            if error.status != 401 or not session or not self._password:
                raise
            identifier = {"type": "m.id.user", "user": self._engine.user_id}
            proof = {"type": "m.login.password", "identifier": identifier, "password": self._password}
            await self._server.call("POST", where, {**documents, "auth": {**proof, "session": session}})

    def _documents(self, keys: Mapping[str, SigningKey]) -> dict[str, Any]:
        me, device_id = self._engine.user_id, self._engine.device_id
        found: dict[str, Any] = {}
        for usage, key in keys.items():
            document: dict[str, Any] = {"user_id": me, "usage": [usage], "keys": {f"ed25519:{key.public}": key.public}}
            signer, signature = (
                (device_id, self._engine.sign(document))
                if usage == "master"
                else (keys["master"].public, keys["master"].sign(document))
            )
            found[f"{usage}_key"] = {**document, "signatures": {me: {f"ed25519:{signer}": signature}}}
        return found

    def _keys(self) -> dict[str, SigningKey]:
        written = read_secret(self._seeds)
        if written is None:
            written = json.dumps({usage: _unpadded(secrets.token_bytes(32)) for usage in USAGES})
            write_secret(self._seeds, written)
        return {usage: SigningKey(b64decode(seed + "=")) for usage, seed in json.loads(written).items()}


async def published(server: Server, user_id: str) -> dict[str, Any]:
    """Ask which keys a user has published.

    Raises:
        Unreachable, Rejected: as the server does.
    """
    return await server.call("POST", path("keys", "query"), {"device_keys": {user_id: []}})


def standing(known: Mapping[str, Any], user_id: str, device_id: str) -> Standing:
    """Say how a device stands, from an answer to ``/keys/query``."""
    keys = mapping(mapping(_own(known, "device_keys", user_id), device_id), "keys")
    return Standing(str(keys.get(f"ed25519:{device_id}", "")), is_signed(known, user_id, device_id))


def is_signed(known: Mapping[str, Any], user_id: str, device_id: str) -> bool:
    """Say whether a device bears its owner's signature, from an answer to ``/keys/query``.

    The homeserver has checked the signatures when they were uploaded; here they are only looked for.
    """
    self_signing = mapping(_own(known, "self_signing_keys", user_id), "keys")
    device = mapping(_own(known, "device_keys", user_id), device_id)
    signatures = mapping(mapping(device, "signatures"), user_id)
    return any(name in signatures for name in self_signing)


def _own(known: Mapping[str, Any], kind: str, user_id: str) -> dict[str, Any]:
    return mapping(mapping(known, kind), user_id)


def _unpadded(content: bytes) -> str:
    return b64encode(content).decode().rstrip("=")
