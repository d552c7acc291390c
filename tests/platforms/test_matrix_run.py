"""``proximcite run`` and ``check`` as processes, in front of a real Matrix server."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.platforms.people import Person
from tests.platforms.synapse import PASSWORD, Synapse

LEAVES_WITHIN = 10.0
"""Seconds; what the command line promises after SIGTERM."""

CITY = """
[database]
url = "sqlite:///{folder}/city.db"
[matrix]
homeserver = "{url}"
user = "{user}"
password = "{password}"
store = "{folder}/store"
[teams.desk]
rooms = ["matrix:!desk:test"]
[teams.mediation]
rooms = ["matrix:!mediation:test"]
"""


async def _command(folder: Path, command: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), command, stdout=PIPE, stderr=PIPE
    )


@pytest.mark.slow
async def test_run_and_check(synapse: Synapse, arrive: Callable[[str], Awaitable[Person]], tmp_path: Path) -> None:
    """A citizen is answered; after SIGTERM the process leaves in time, and nothing of theirs is in its log."""
    user, _device, _token = await synapse.register("city")
    config = CITY.format(folder=tmp_path, url=synapse.url, user=user, password=PASSWORD)
    (tmp_path / "config.toml").write_text(config, "utf-8")
    process = await _command(tmp_path, "run")
    try:
        léa = await arrive("lea")
        room = await léa.direct(user)
        await léa.say(room, "bonjour")
        heard = await léa.hears(room, user)
        assert "Bonjour" in heard["content"]["body"]
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), LEAVES_WITHIN)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err.decode()
    assert b"bonjour" not in (out + err).lower()
    checked = await _command(tmp_path, "check")
    said = (await checked.communicate())[0].decode()
    assert user in said
    assert "signé" in said
