"""The same on Matrix, in encrypted rooms of a real Synapse: each reply is there once, and can be read.

Matrix knows idempotency keys, so nothing is doubled, wherever the bot was when it died.
"""

import random
from pathlib import Path

import pytest

from tests.conftest import Fresh
from tests.crash.books import Books, check_cards
from tests.crash.killing import SEED, begun, deadline, moment, tell
from tests.crash.matrix_town import Town
from tests.crash.robots import Crowd, Robot
from tests.crash.telegram_town import photo
from tests.fakes.city import TEAMS
from tests.platforms.synapse import PASSWORD, Synapse

KILLS = 30
CITIZENS = 6
IN_CLEAR = 2
"""So many of them have clients that do not encrypt."""

INSTANT = 0.5
"""Seconds; about what a start takes."""


@pytest.mark.slow
async def test_kills_double_nothing_and_leave_all_readable(
    synapse: Synapse, fresh_sqlite: Fresh, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, url = random.Random(SEED), fresh_sqlite()
    crowd = Crowd.of(Robot(f"citizen-{number}", has_camera=number % 3 == 2) for number in range(CITIZENS))
    town, books = Town(synapse, crowd, photo(), tmp_path), Books(url)
    await town.build(IN_CLEAR)
    room, agent = f"matrix:{town.agent.room}", f"matrix:{town.agent.person.user_id}"
    store = str(tmp_path / "store")
    configuration = {
        "database": {"url": url},
        "files": {"folder": str(tmp_path / "files")},
        "matrix": {"homeserver": synapse.url, "user": town.bot, "password": PASSWORD, "store": store},
        "teams": {team: {"rooms": [room], "agents": [agent]} for team in TEAMS},
    }
    async with deadline(crowd, books), begun(configuration) as lives, town.awake():
        for _ in range(KILLS):
            await lives.live(moment(dice, crowd, INSTANT))
        crowd.enough()
        await lives.live(books.until_all_is_done(crowd))
    tell(capsys, f"Matrix: {KILLS} kills, {crowd.figures}, {crowd.doubled} doubled")
    await town.check(books)
    await town.leave()
    crowd.check()
    books.check(crowd)
    check_cards(books.sent("matrix", town.agent.room), crowd)
    books.close()
    assert crowd.doubled == 0
