"""For ``proximcite check``: how the Matrix account stands, without disturbing a bot that runs."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import Matrix
from bot.platforms.matrix.client import Account, NotSignedIn, Session
from bot.platforms.matrix.cross_signing import published, standing
from bot.platforms.matrix.events import mapping, sequence
from bot.platforms.matrix.guarding import SIGNED_KEY
from bot.platforms.matrix.keeping import InUse
from bot.platforms.matrix.server import Rejected, Server, Unreachable, path

NOTHING: dict[str, list[str]] = {"types": []}


@dataclass(frozen=True, slots=True)
class Report:
    """How an account stands.

    ``problems`` are codes: ``server-unreachable``, ``sign-in-waits``, ``password-refused``, ``token-unknown``,
    ``token-of-another-user``, ``token-of-another-device``, ``token-without-device``, ``no-password-and-no-token``,
    ``in-use`` (another process signs in now), ``keys-missing`` (the bot has never run), ``device-not-signed``,
    ``one-time-keys-low``, ``fallback-key-missing``.
    """

    user_id: str = ""
    device_id: str = ""
    fingerprint: str = ""
    signed: bool = False
    one_time_keys: int = 0
    fallback_key: bool = False
    problems: tuple[str, ...] = field(default=())


async def look(section: Matrix, store: Path) -> Report:
    """Look at the account; see :func:`bot.platforms.matrix.check`."""
    server = Server(section.homeserver)
    account = Account(section, store, server)
    try:
        return await _report(server, await account.sign_in_for_check())
    except NotSignedIn as error:
        return Report(section.user, problems=(error.code,))
    except InUse:
        return Report(section.user, problems=("in-use",))
    except (Unreachable, Rejected):
        return Report(section.user, problems=("server-unreachable",))
    finally:
        account.close()
        await server.close()


async def _report(server: Server, session: Session) -> Report:
    device = standing(await published(server, session.user_id), session.user_id, session.device_id)
    # Without a token of before, this sync tells the server nothing: no message is taken from the bot that runs.
    # Synapse gives the same answer to the same question for two minutes, so it is never quite the same.
    unlike = {"types": [], "not_types": [secrets.token_hex(8)]}
    wanted = json.dumps({"room": {"rooms": []}, "presence": unlike, "account_data": NOTHING})
    answer = await server.call("GET", path("sync"), query={"filter": wanted, "timeout": "0"})
    left = mapping(answer, "device_one_time_keys_count").get(SIGNED_KEY, 0)
    fallback = SIGNED_KEY in sequence(answer, "device_unused_fallback_key_types")
    found = {
        "keys-missing": not device.fingerprint,
        "device-not-signed": bool(device.fingerprint) and not device.signed,
        "one-time-keys-low": bool(device.fingerprint) and left == 0,
        "fallback-key-missing": bool(device.fingerprint) and not fallback,
    }
    return Report(
        user_id=session.user_id,
        device_id=session.device_id,
        fingerprint=device.fingerprint,
        signed=device.signed,
        one_time_keys=left if isinstance(left, int) else 0,
        fallback_key=fallback,
        problems=tuple(code for code, wrong in found.items() if wrong),
    )
