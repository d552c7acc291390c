"""Every transcript, unchanged, through the real Matrix adapter and a real Synapse; a dozen of them encrypted."""

from pathlib import Path

import pytest

from bot.app import App
from storage.database import Database
from tests.conftest import Fresh
from tests.fakes.city import settings
from tests.fakes.clock import StillClock
from tests.fakes.matrix_city import MatrixCity
from tests.fakes.matrix_stage import MatrixStage
from tests.fakes.understander import FakeUnderstander
from tests.platforms.synapse import Synapse
from tests.test_transcripts import TRANSCRIPTS
from tests.transcript_runner import Runner

ENCRYPTED = (
    "crash",
    "desk_take_and_answer",
    "desk_asks_the_citizen",
    "draft_restart",
    "edit_agent",
    "edit_sent",
    "files_added",
    "group_silence",
    "poll",
    "promise_ladder",
    "report_direct",
    "report_old_button",
    "report_photo_with_words",
    "same_event_twice",
    "small_talk",
)


@pytest.fixture(scope="session")
def city(synapse: Synapse, tmp_path_factory: pytest.TempPathFactory) -> MatrixCity:
    """The test city on Matrix."""
    return MatrixCity(synapse, tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def encrypted_city(synapse: Synapse, tmp_path_factory: pytest.TempPathFactory) -> MatrixCity:
    """The same, in encrypted rooms."""
    return MatrixCity(synapse, tmp_path_factory.mktemp("encrypted-city"), encrypted=True)


async def _play(name: str, city: MatrixCity, url: str, folder: Path) -> None:
    clock, understander = StillClock(), FakeUnderstander()
    await city.build()
    stage = MatrixStage(city)
    configured = settings(lambda each: str(stage.address(each)), files={"folder": str(folder / "files")})

    def build() -> App:
        database = Database(url)
        return App(configured, database, [stage.open(database)], understander, clock)

    try:
        await Runner(stage, build, clock, understander).play(TRANSCRIPTS[name])
    finally:
        await stage.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_transcript_on_matrix(name: str, city: MatrixCity, fresh_sqlite: Fresh, tmp_path: Path) -> None:
    await _play(name, city, fresh_sqlite(), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENCRYPTED)
async def test_transcript_on_matrix_encrypted(
    name: str, encrypted_city: MatrixCity, fresh_sqlite: Fresh, tmp_path: Path
) -> None:
    await _play(name, encrypted_city, fresh_sqlite(), tmp_path)
