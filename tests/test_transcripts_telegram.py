"""Every transcript, unchanged, through the real Telegram adapter against a strict Bot API over HTTP."""

from pathlib import Path

import pytest

from bot.app import App
from storage.database import Database
from tests.conftest import Fresh
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.city import settings
from tests.fakes.clock import StillClock
from tests.fakes.telegram_stage import TelegramStage
from tests.fakes.understander import FakeUnderstander
from tests.test_transcripts import TRANSCRIPTS
from tests.transcript_runner import Runner


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript_on_telegram(name: str, fresh_sqlite: Fresh, tmp_path: Path) -> None:
    clock, understander, url = StillClock(), FakeUnderstander(), fresh_sqlite()
    async with BotApi().serve() as api:
        stage = TelegramStage(api, clock)
        section, files = {"token": TOKEN, "base_url": api.url}, {"folder": str(tmp_path / "files")}
        city = settings(lambda each: str(stage.address(each)), telegram=section, files=files)

        def build() -> App:
            database = Database(url)
            return App(city, database, [stage.open(database)], understander, clock)

        try:
            await Runner(stage, build, clock, understander).play(TRANSCRIPTS[name])
        finally:
            await stage.close()
