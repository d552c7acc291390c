"""The conversation in the README was really had: it is had again here, at the same time of the same day."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat import chat_with
from bot.cli import demo
from bot.clock import AdjustableClock
from bot.config import load
from bot.understanding.understander import load as load_understander
from storage.database import Database

ROOT = Path(__file__).parents[1]
STARTED = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


async def test_the_conversation_of_the_readme(
    fresh_sqlite: Callable[[], str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (ROOT / "bot" / "demo" / "conversation.txt").read_text("utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    database = Database(fresh_sqlite())
    demo.fill(database)
    settings = load(ROOT / "bot" / "demo" / "config.toml")
    await chat_with(settings, database, load_understander(), AdjustableClock(STARTED))
    database.close()
    heard = capsys.readouterr().out
    without_hints = "".join(line for line in heard.splitlines(keepends=True) if not _is_hint(line))
    assert f"```\n{without_hints}```" in (ROOT / "README.md").read_text("utf-8")


def _is_hint(line: str) -> bool:
    return line.startswith("(") and not line.startswith("(Il est maintenant")
