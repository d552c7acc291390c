"""``proximcite run`` and ``proximcite check`` as processes, in front of the fake Bot API."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.bot_api_people import People

STARTS_WITHIN = 60.0
LEAVES_WITHIN = 10.0
"""Seconds; what the command line promises after SIGTERM."""

CITY = """
[database]
url = "sqlite:///{folder}/city.db"
[telegram]
token = "{token}"
base_url = "{url}"
{more}
[teams.desk]
rooms = ["telegram:-1001"]
[teams.mediation]
rooms = ["telegram:-1002"]
"""


@asynccontextmanager
async def _command(folder: Path, api: BotApi, command: str, more: str = "") -> AsyncIterator[Process]:
    config = folder / "config.toml"
    config.write_text(CITY.format(folder=folder, token=TOKEN, url=api.url, more=more), "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "--config", str(config), command, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(process: Process, within: float) -> str:
    """Wait for the end; gives everything that was written."""
    out, err = await asyncio.wait_for(process.communicate(), within)
    return (out + err).decode()


async def test_run(tmp_path: Path) -> None:
    """A citizen is answered; after SIGTERM the process leaves in time, and nothing of theirs is in its log."""
    async with BotApi().serve() as api:
        people = People(api)
        for number in (-1001, -1002):
            people.group(number, "supergroup")
        lea = people.person(42)
        people.write(lea, "/start")
        async with _command(tmp_path, api, "run") as process:
            await api.until(lambda: bool(api.called("sendMessage")), STARTS_WITHIN)
            assert api.called("sendMessage")[0]["chat_id"] == 42
            await api.until(lambda: "all_private_chats:en" in api.world.menus)
            process.send_signal(signal.SIGTERM)
            written = await _ended(process, LEAVES_WITHIN)
            assert process.returncode == 0, written
        assert TOKEN not in written
        assert "Traceback" not in written


async def test_run_with_a_webhook(tmp_path: Path, unused_tcp_port: int) -> None:
    """On the port of ``[http]``; in front of it stands what speaks HTTPS, which the test goes around."""
    told = f"""mode = "webhook"
url = "https://bot.example.org/telegram"
secret = "a-secret-of-the-city"
[http]
port = {unused_tcp_port}"""
    async with BotApi().serve() as api, _command(tmp_path, api, "run", told) as process:
        people = People(api)
        await api.until(lambda: bool(api.called("setWebhook")), STARTS_WITHIN)
        assert api.webhook["url"] == "https://bot.example.org/telegram"
        api.webhook["url"] = f"http://127.0.0.1:{unused_tcp_port}/telegram"
        people.write(people.person(42), "/start")
        assert await api.push() == [200]
        await api.until(lambda: bool(api.called("sendMessage")))
        process.send_signal(signal.SIGTERM)
        written = await _ended(process, LEAVES_WITHIN)
        assert process.returncode == 0, written


async def test_run_refuses_half_a_webhook(tmp_path: Path) -> None:
    async with BotApi().serve() as api, _command(tmp_path, api, "run", 'mode = "webhook"') as process:
        written = await _ended(process, STARTS_WITHIN)
        assert process.returncode == 1
        assert "https" in written


@pytest.mark.parametrize("privacy", [True, False])
async def test_check(tmp_path: Path, *, privacy: bool) -> None:
    """A webhook set elsewhere is wrong; privacy mode is only told."""
    async with BotApi().serve() as api:
        api.webhook["url"] = "https://elsewhere.example.org/"
        api.world.me["can_read_all_group_messages"] = not privacy
        async with _command(tmp_path, api, "check") as process:
            written = await _ended(process, STARTS_WITHIN)
            assert process.returncode == 1
        assert "elsewhere.example.org" in written
        assert ("/setprivacy" in written) is privacy
        assert TOKEN not in written
