"""The same on Telegram: SIGKILL, and answers that are lost, while citizens talk through the Bot API.

Telegram knows no idempotency keys. So a message may stand there twice, but only if the bot could not know any more that
it had been sent.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Fresh
from tests.crash.books import Books, check_cards
from tests.crash.killing import SEED, begun, deadline, lasting_port, moment, tell
from tests.crash.robots import Crowd, Robot
from tests.crash.telegram_town import AGENT, TEAM, Town, photo
from tests.fakes.bot_api import TOKEN, BotApi, Fault
from tests.fakes.city import TEAMS

KILLS = {"polling": 60, "webhook": 30}
SENDS = 400
"""After so many of them no answer is lost any more."""

LOSSES = {"sendMessage": 6, "sendPhoto": 6, "editMessageText": 6, "getFile": 6, "getUpdates": 1}
"""Of a hundred calls, how many break in each of the ways there are."""

CITIZENS = 9
INSTANT = 0.03
"""Seconds; about what a message takes."""


@dataclass(slots=True)
class Stage:
    """Everything around the bot, and its configuration."""

    api: BotApi
    crowd: Crowd
    town: Town
    books: Books
    configuration: dict[str, Any]

    def check(self) -> None:
        """See that nothing was lost, and nothing done twice."""
        self.crowd.check()
        self.books.check(self.crowd)
        check_cards(self.books.sent("telegram", str(TEAM)), self.crowd)


@pytest.fixture
def stage(fresh_sqlite: Fresh, tmp_path: Path) -> Iterator[Stage]:
    """A town before a Bot API."""
    url, api = fresh_sqlite(), BotApi(port=lasting_port())
    crowd = Crowd.of(Robot(f"citizen-{number}", has_camera=number % 3 == 0) for number in range(CITIZENS))
    configuration = {
        "database": {"url": url},
        "files": {"folder": str(tmp_path)},
        "telegram": {"token": TOKEN, "base_url": api.url},
        "teams": {team: {"rooms": [f"telegram:{TEAM}"], "agents": [f"telegram:{AGENT}"]} for team in TEAMS},
    }
    books = Books(url)
    yield Stage(api, crowd, Town(api, crowd, photo()), books, configuration)
    books.close()


@pytest.mark.slow
@pytest.mark.parametrize("mode", KILLS)
async def test_what_is_doubled_was_under_way_at_a_kill(
    mode: str, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, crowd, town, books = random.Random(SEED), stage.crowd, stage.town, stage.books
    if mode == "webhook":
        port = lasting_port()
        address = f"http://127.0.0.1:{port}/telegram"
        stage.configuration["telegram"] |= {"mode": mode, "url": address, "secret": "of-a-test"}
        stage.configuration["http"] = {"port": port}
    async with deadline(crowd, books), begun(stage.configuration) as lives, town.awake():
        for _ in range(KILLS[mode]):
            await town.live(lives, books, moment(dice, crowd, INSTANT))
        crowd.enough()
        await town.live(lives, books, books.until_all_is_done(crowd))
    doubled = town.explain(books)
    tell(capsys, f"Telegram, {mode}: {KILLS[mode]} kills, {crowd.figures}, {doubled} doubled")
    stage.check()


@pytest.mark.slow
async def test_what_is_doubled_had_its_answer_lost(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    dice, api, crowd, town, books = random.Random(SEED), stage.api, stage.crowd, stage.town, stage.books
    for method, rate in LOSSES.items():
        api.fail(method, *dice.choices((None, *Fault), (100 - len(Fault) * rate, *[rate] * len(Fault)), k=SENDS))

    async def until_all_is_done() -> None:
        await api.until(lambda: len(api.called("sendMessage")) > SENDS, within=300.0)
        crowd.enough()
        await books.until_all_is_done(crowd)

    async with deadline(crowd, books), begun(stage.configuration) as lives, town.awake():
        await town.live(lives, books, until_all_is_done())
    doubled = town.explain(books)
    tell(capsys, f"Telegram, no kill: {len(api.unanswered)} answers lost, {crowd.figures}, {doubled} doubled")
    assert doubled == len(town.lost_sends()) > 0
    stage.check()
