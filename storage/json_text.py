"""What a text column holds of lists and dictionaries: JSON, read and written without looking for options each time."""

from json import JSONEncoder
from typing import Any

from pydantic_core import from_json

_ENCODER = JSONEncoder(ensure_ascii=False)


def to_text(value: object) -> str:
    """Write plain values (dictionaries with text keys, lists, texts, numbers), letters with accents as they are."""
    return _ENCODER.encode(value)


def from_text(text: str) -> Any:  # noqa: ANN401  # JSON.
    """Read what :func:`to_text` wrote.

    Raises:
        ValueError: it is not JSON.
    """
    return from_json(text)
