"""SIGKILL at random moments while conversations run: nothing is lost, and nothing is done twice."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables import events, inbox, outbox, requests
from tests.crash.server import Robot, Server

KILLS = 200
CITIZENS = 12
SEED = 20261124


@pytest.mark.slow
async def test_two_hundred_kills_lose_and_double_nothing(
    fresh_sqlite: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_sqlite()
    server = Server([Robot(f"citizen-{number}") for number in range(CITIZENS)])
    port = await server.start()
    kills = await asyncio.wait_for(_kill_often(server, port, url), 400)
    await server.stop()

    said = sum(robot.said for robot in server.robots.values())
    confirmed = sum(robot.confirmed for robot in server.robots.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills, {said} messages, {confirmed} requests, {server.sends - len(server.keys)} resent\n"
        )
    assert kills == KILLS
    assert all(robot.said == robot.heard for robot in server.robots.values()), "every message has exactly one reply"
    assert all(robot.finished == robot.confirmed > 0 for robot in server.robots.values())
    database = Database(url)
    with database.engine.connect() as connection:

        def count(query: object) -> int:
            return connection.scalar(query) or 0  # type: ignore[call-overload]  # Any SELECT of a count.

        assert count(select(func.count()).select_from(inbox)) == said
        assert count(select(func.count()).select_from(inbox).where(inbox.c.state != "done")) == 0
        assert count(select(func.count()).select_from(requests)) == confirmed
        assert count(select(func.count(requests.c.words.distinct()))) == confirmed, "each request is another one"
        assert count(select(func.count()).select_from(events)) == confirmed
        assert count(select(func.count()).select_from(outbox).where(outbox.c.state == "dead")) == 0
    database.close()
    assert server.shown["team"] == confirmed, "one card a request"


async def _kill_often(server: Server, port: int, url: str) -> int:
    """Start lives and kill them at random moments; when there were enough kills, let the last one finish."""
    dice = random.Random(SEED)
    lives = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.lives",
        str(port),
        url,
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert lives.stdin is not None
    assert lives.stdout is not None
    kills = 0
    while True:
        lives.stdin.write(b"live\n")
        pid = int(await lives.stdout.readline())
        if kills < KILLS:
            await asyncio.sleep(dice.uniform(0.02, 0.3))
            kills += 1
        else:
            server.enough()
            await server.finished.wait()
            await asyncio.sleep(1.0)  # What is not heard by robots (the team's cards) is on its way.
        os.kill(pid, signal.SIGKILL)
        await lives.stdout.readline()
        if server.finished.is_set():
            break
    lives.stdin.close()
    await lives.wait()
    return kills
