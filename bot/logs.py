"""Structured logs, to standard error. They tell what happened, never what people wrote or who they are."""

import logging
import re
import sys
from collections.abc import Mapping
from traceback import TracebackException
from typing import Literal

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

PERSONAL = frozenset({"text", "words", "name", "payload", "answers", "account", "room_id", "query", "phone", "email"})
"""Names of values that are dropped from every line, whoever logs them."""


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what could tell who wrote or what, inside other values too."""
    return {name: _impersonal(value) for name, value in event.items() if name not in PERSONAL}


def _impersonal(value: object) -> object:
    match value:
        case Mapping():
            return {name: _impersonal(each) for name, each in value.items() if name not in PERSONAL}
        case list() | tuple():
            return [_impersonal(each) for each in value]
        case _:
            return value


_OF_THE_ROW = re.compile(r"\n[ |]*(?:DETAIL: |CONTEXT: |\[parameters: ).*", re.DOTALL)
"""Where a database's error begins to show values: lines of PostgreSQL, and SQLAlchemy's parameters of a statement."""


def traceback_without_values(exc_info: ExcInfo) -> str:
    """Write a traceback in which no database names the values of the row that it refused.

    Each part is a whole message or a frame, so what is dropped ends with its message, whatever the values look like.
    """
    parts = TracebackException(*exc_info).format()
    return "".join(_OF_THE_ROW.sub("\n", part) for part in parts).rstrip("\n")


def configure(level: str, form: Literal["json", "text"]) -> None:
    """Set logging up, once at the start.

    Args:
        level: the least serious level that is written.
        form: one JSON object a line, or lines for people.
    """
    ending: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_personal_data,
            structlog.processors.ExceptionRenderer(traceback_without_values),
            ending,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _let_libraries_write_alike(ending)


def _let_libraries_write_alike(ending: Processor) -> None:
    """Send what libraries log (asyncio, aiohttp, APScheduler…) the same way, from warnings on."""
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.ExceptionRenderer(traceback_without_values),
        ending,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=after, foreign_pre_chain=before))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
