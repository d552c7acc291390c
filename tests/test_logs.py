"""Logs tell what happened; what people wrote and who they are never reaches a line."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from bot.logs import PERSONAL, configure, without_personal_data
from storage.database import Database

MARK = "Lea-03-81-rue-Battant"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Put everybody else's logging back after a test."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""  # What the program says for people and pipes is not mixed with its logs.
    return captured.err.splitlines()


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_a_personal_value_never_reaches_a_line(name: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("debug", "json" if form == "json" else "text")
    log = structlog.get_logger()
    for write in (log.debug, log.info, log.warning, log.error):
        write("handled", inbox_id=7, **{name: MARK})
    log.bind(**{name: MARK}).info("handled", inbox_id=7)
    written = lines(capsys)
    assert len(written) == 5
    assert all("handled" in line and "7" in line for line in written)
    assert MARK not in "".join(written)


@pytest.mark.parametrize("form", ["json", "text"])
def test_nor_does_one_beside_a_traceback(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json" if form == "json" else "text")
    words = MARK
    try:
        raise ZeroDivisionError(f"{len(words)} characters")
    except ZeroDivisionError:
        structlog.get_logger().exception("handler_failed", text=words, words=[words], inbox_id=7)
    written = "\n".join(lines(capsys))
    assert "ZeroDivisionError" in written
    assert "handler_failed" in written
    assert MARK not in written  # A traceback that showed local variables would show it.


@pytest.mark.parametrize("nested", [{"detail": {"text": MARK}}, {"rows": [{"name": MARK}]}])
def test_nor_does_one_inside_another_value(nested: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger().info("handled", **nested)
    assert MARK not in "".join(lines(capsys))


def test_nor_do_the_values_of_a_statement_that_failed(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """A database names the values of the row it refuses in its error."""
    configure("info", "json")
    log = structlog.get_logger()
    try:
        database.run_here(lambda uow: uow.associations.missed(MARK, None))  # type: ignore[arg-type]  # It is refused.
    except IntegrityError:
        log.exception("handler_failed", inbox_id=7)
    written = "\n".join(lines(capsys))
    assert "handler_failed" in written
    assert MARK not in written


@pytest.mark.parametrize("form", ["json", "text"])
def test_nor_do_they_where_a_library_logs_the_error(
    form: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """asyncio, for one, writes the error of a task that nobody waited for."""
    configure("info", "json" if form == "json" else "text")
    try:
        database.run_here(lambda uow: uow.associations.missed(MARK, None))  # type: ignore[arg-type]  # It is refused.
    except IntegrityError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    logging.getLogger("aiohttp").info("less serious")
    written = "\n".join(lines(capsys))
    assert ("never retrieved" in written, "IntegrityError" in written, "asyncio" in written) == (True, True, True)
    assert "less serious" not in written
    assert MARK not in written


def test_everything_else_is_kept() -> None:
    event = {"event": "dead_letter", "outbox_id": 3, "platform": "matrix", "room_id": MARK, "account": MARK}
    assert without_personal_data(None, "error", dict(event)) == {
        "event": "dead_letter",
        "outbox_id": 3,
        "platform": "matrix",
    }


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    log = structlog.get_logger()
    log.info("first", number=1)
    log.warning("second", reason="two\nlines")
    first, second = (json.loads(line) for line in lines(capsys))
    assert (first["event"], first["level"], first["number"]) == ("first", "info", 1)
    assert (second["event"], second["level"], second["reason"]) == ("second", "warning", "two\nlines")
    assert first["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("level", "written"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_what_is_less_serious_is_not_written(
    level: str, written: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(level, "json")
    log = structlog.get_logger()
    for name in ("debug", "info", "warning", "error"):
        getattr(log, name)("event")
    assert [json.loads(line)["level"] for line in lines(capsys)] == written
