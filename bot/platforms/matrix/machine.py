"""Inside the engine: nio's own classes, without a network, and made fit for strangers."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nio  # type: ignore[import-untyped]  # nio ships no types.
from nio.crypto import Olm  # type: ignore[import-untyped]  # As above.
from nio.store import SqliteStore  # type: ignore[import-untyped]  # As above.

from bot.platforms.matrix.guarding import surviving


class _Olm(Olm):  # type: ignore[misc]  # No types there.
    """The key machine."""

    def verify_json(self, *signed: Any) -> bool:  # noqa: ANN401  # As nio calls it.
        """Check a signature; one that cannot even be read is a wrong one."""
        with surviving("signature"):
            return bool(super().verify_json(*signed))
        return False


class _Client(nio.Client):  # type: ignore[misc]  # No types there.
    """nio's client without a network."""

    def load_store(self) -> None:
        """Open the keys with our own machine in place of nio's."""
        self.store = SqliteStore(
            self.user_id, self.device_id, self.store_path, self.config.pickle_key, self.config.store_name
        )
        # nio writes at each step, and waits for the disk each time: one wait instead of three.
        self.store.database.pragma("journal_mode", "wal")
        self.olm = _Olm(self.user_id, self.device_id, self.store)
        self.encrypted_rooms = self.store.load_encrypted_rooms()


def store_file(folder: Path, device_id: str) -> Path:
    """Give the file in which the keys of a device are."""
    return folder / f"{quote(device_id, safe='')}.db"


def open_client(user_id: str, device_id: str, folder: Path, secret: str) -> Any:  # noqa: ANN401  # nio's Client.
    """Open the keys of a device.

    Args:
        user_id: whose device.
        device_id: which.
        folder: where the keys are kept; it exists.
        secret: encrypts them there.
    """
    # nio logs whole events, with what people wrote, when one of them is not as it should be.
    logging.getLogger("nio").setLevel(logging.CRITICAL + 1)
    config = nio.ClientConfig(pickle_key=secret, store_name=store_file(folder, device_id).name)
    client = _Client(user_id, device_id, str(folder), config)
    client.restore_login(user_id, device_id, "unused")
    return client
