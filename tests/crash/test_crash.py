"""SIGKILL at random moments while conversations run: nothing is lost, and nothing is done twice."""

import random

import pytest

from tests.conftest import Fresh
from tests.crash.books import Books
from tests.crash.killing import SEED, begun, deadline, moment, tell
from tests.crash.robots import Crowd, Robot
from tests.crash.server import Server
from tests.fakes.city import TEAMS

KILLS = 100
CITIZENS = 12
TEAM = "team"
INSTANT = 0.03
"""Seconds; about what a message takes."""


@pytest.mark.slow
async def test_a_hundred_kills_lose_and_double_nothing(fresh: Fresh, capsys: pytest.CaptureFixture[str]) -> None:
    dice, url = random.Random(SEED), fresh()
    crowd = Crowd.of(Robot(f"citizen-{number}") for number in range(CITIZENS))
    server, books = Server(crowd), Books(url)
    configuration = {
        "database": {"url": url},
        "line": {"port": await server.start()},
        "teams": {team: {"rooms": [f"line:{TEAM}"]} for team in TEAMS},
    }
    async with deadline(crowd, books), begun(configuration) as lives:
        for _ in range(KILLS):
            await lives.live(moment(dice, crowd, INSTANT))
        crowd.enough()
        await lives.live(books.until_all_is_done(crowd))
    await server.stop()
    tell(capsys, f"{url.partition(':')[0]}: {KILLS} kills, {crowd.figures}, {server.sends - len(server.keys)} resent")
    crowd.check()
    books.check(crowd)
    books.close()
    assert server.shown[TEAM] == crowd.confirmed, "one card a request"
    assert crowd.doubled == 0
