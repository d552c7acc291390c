"""docs/permissions.md and ``proximcite permissions`` are written from the table; ``proximcite refusals`` counts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from typer.testing import CliRunner

from bot.__main__ import app
from bot.cli.permissions import page
from bot.cli.setting import Setting
from bot.domain.permissions import TABLE
from bot.i18n import Words
from handlers.registry import REGISTRY
from storage.unit_of_work import UnitOfWork

PAGE = Path(__file__).parents[1] / "docs" / "permissions.md"


def test_the_page_of_the_docs_is_the_table() -> None:
    written = page(Words.packaged(ZoneInfo("Europe/Paris")))
    assert PAGE.read_text("utf-8") == written, "run: proximcite permissions --markdown > docs/permissions.md"


def test_every_row_is_needed_by_something() -> None:
    needed = {each.permission for each in REGISTRY.commands} | {each.permission for each in REGISTRY.actions.values()}
    assert needed == set(TABLE)


def test_it_is_told_in_the_citys_language() -> None:
    told = CliRunner().invoke(app, ["permissions"])
    assert told.exit_code == 0
    assert "confier une demande" in told.stdout
    assert "responsables (les leurs)" in told.stdout


def test_refusals_are_counted(tmp_path: Path) -> None:
    url, now = f"sqlite:///{tmp_path / 'city.db'}", datetime.now(UTC)

    def refuse(uow: UnitOfWork) -> None:
        for account, action, days in (("a:tom", "request 1", 1), ("a:tom", "request 2", 2), ("a:léa", "file", 40)):
            uow.members.refused(account, action, now - timedelta(days=days))

    database = Setting(None, url).open()
    database.run_here(refuse)
    database.close()
    told = CliRunner().invoke(app, ["--database", url, "refusals", "--days", "30"])
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0].startswith("2 refus")
    assert [(line.split()[0], *line.split()[-2:]) for line in lines[1:]] == [("2", "a:tom", "request")]
    assert CliRunner().invoke(app, ["--database", url, "refusals", "--days", "0"]).exit_code != 0
