"""Searching: cuts a file of associations into records of fields, whatever its encoding, separator and faults."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_FIELD = 100_000
"""In characters; purposes run to several thousand."""

_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


class Reason(StrEnum):
    """Why a line was not taken."""

    NOT_TEXT = "not_text"
    NO_NAME_COLUMN = "no_name_column"
    WRONG_NUMBER_OF_FIELDS = "wrong_number_of_fields"
    UNCLOSED_QUOTE = "unclosed_quote"
    FIELD_TOO_LONG = "field_too_long"
    NO_ID = "no_id"
    NO_NAME = "no_name"
    REPEATED = "repeated"
    TAKEN_OVER = "taken_over"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken; `line` is the physical line where its record begins, from 1."""

    line: int
    reason: Reason


def rows_of(data: bytes) -> Iterator[tuple[int, list[str] | Reason]]:
    """Give (physical line, fields) for each record, the header first; nothing for a file without any.

    A quote that is never closed swallows what follows. So a record of several lines must be quoted as it should be and
    have the right number of fields, or else it is given up at its first line, and reading begins again on the next.
    """
    lines = _decode(data)
    if lines is None:
        yield 1, Reason.NOT_TEXT
        return
    at = next((at for at, line in enumerate(lines) if line.strip() and not line.lower().startswith("sep=")), len(lines))
    separator = _separator(lines[at]) if at < len(lines) else ""
    width = 0
    while at < len(lines):
        row, taken = _record(lines, at, separator)
        if isinstance(row, list) and row:
            width = width or len(row)
            row = _fit(row, width)
            taken = taken if isinstance(row, list) else 1
        if row:
            yield at + 1, row
        at += taken


def _decode(data: bytes) -> list[str] | None:
    """Cut a file into lines, each decoded by itself, because old files were put together from others; None: no text."""
    body = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in body[:4096]:
        return None
    return [_decode_line(line) for line in body.splitlines(keepends=True)]


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8").translate(_C1)
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1").translate(_C1)


def _separator(header: str) -> str:
    unquoted = re.sub(r'"[^"]*"', "", header)
    return max(";,\t", key=unquoted.count)


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | Reason, int]:
    """Read the record that begins on a line: its fields, none where all are empty, and how many lines it takes."""
    reader = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=separator)
    try:
        row = next(reader)
    except csv.Error:
        return (Reason.FIELD_TOO_LONG if reader.line_num == 1 else Reason.UNCLOSED_QUOTE), 1
    if reader.line_num > 1 and not _well_quoted(lines[at : at + reader.line_num], separator):
        return Reason.UNCLOSED_QUOTE, 1
    if max(map(len, row), default=0) > LONGEST_FIELD:
        return Reason.FIELD_TOO_LONG, reader.line_num
    return row if any(field.strip() for field in row) else [], reader.line_num


def _well_quoted(record: Sequence[str], separator: str) -> bool:
    try:
        for _ in csv.reader(record, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _fit(row: list[str], width: int) -> list[str] | Reason:
    """Cut the empty fields that a spreadsheet adds at the end."""
    while len(row) > width and not row[-1].strip():
        row.pop()
    return row if len(row) == width else Reason.WRONG_NUMBER_OF_FIELDS
