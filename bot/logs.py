"""Structured logs, to standard error. They tell what happened, never what people wrote or who they are."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

PERSONAL = frozenset({"text", "words", "name", "payload", "answers", "account", "room_id", "query", "phone", "email"})
"""Names of values that are dropped from every line, whoever logs them."""


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what could tell who wrote or what."""
    return {name: value for name, value in event.items() if name not in PERSONAL}


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
            structlog.processors.format_exc_info,
            ending,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
