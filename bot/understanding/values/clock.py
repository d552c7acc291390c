"""Values: one time of day at a place in a line, for `hours.py`: "9h30", "half past nine", "8 h du soir"."""

from dataclasses import dataclass

from bot.understanding.values.records import NIGHTFALL, Part
from bot.understanding.values.tokens import Line

NOON = 12 * 60
HOUR = 60

LINKS = "lLG"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was written.

    Attributes:
        minutes: since midnight, as the words say; `behind`: where the line goes on.
        half: "am" or "pm" where that is said, "24" where the number leaves no doubt, else empty.
        bare: a number alone, which may be something else.
    """

    minutes: int
    behind: int
    half: str = ""
    bare: bool = False


def clock_at(line: Line, at: int, *, second: bool = False) -> Clock | None:
    """Read a time that begins at a place; a number alone is taken for one, and said to be `bare`.

    Args:
        line: the words.
        at: the place.
        second: it is the end of hours, so that what stands before it says nothing of the half of its day.
    """
    found = _plain(line, at)
    if found is None or found.minutes > NIGHTFALL or found.minutes < 0:
        return None
    kinds = line.kinds
    if kinds[found.behind : found.behind + 1] == "+" and found.minutes % HOUR == 0:
        more = line.tokens[found.behind].value
        found = Clock(found.minutes + int(more), found.behind + 1, found.half)
    return _by_half(line, found, at, second=second)


def _plain(line: Line, at: int) -> Clock | None:
    kinds, tokens = line.kinds, line.tokens
    kind = kinds[at : at + 1]
    following = kinds[at + 1 : at + 2]
    if kind == "^" and following in tuple("n17h"):
        hours = line.number(at + 1) * HOUR if following in "n17" else int(tokens[at + 1].value)
        behind = at + 2 + (kinds[at + 2 : at + 3] == "o")
        return Clock(hours + int(tokens[at].value), behind)
    if kind == "h":
        return _written(line, at)
    if kind in tuple("n17"):
        if following == "o":
            minutes, behind = _minutes(line, at + 2)
            return _number(line, at, minutes, behind)
        if following == "P":
            return _number(line, at, 0, at + 1)
        found = _number(line, at, 0, at + 1) if kind != "1" or following == "+" else None
        return found and Clock(found.minutes, found.behind, found.half, bare=following != "+")
    if kind == "o" and following in tuple("n7qh"):
        found = _plain(line, at + 1)
        return found and Clock(found.minutes, found.behind, found.half)
    if kind == "q":
        return _with_point(line, at)
    return None


def _number(line: Line, at: int, minutes: int, behind: int) -> Clock | None:
    hours = line.number(at)
    if hours > 24:
        return None
    return Clock(hours * HOUR + minutes, behind, "24" if hours > 12 or hours == 0 else "")


def _written(line: Line, at: int) -> Clock:
    """Read "9h", "9h30", "midi"; minutes may stand apart ("9 h 05")."""
    token = line.tokens[at]
    value, behind = int(token.value), at + 1
    if token.spelt:
        return Clock(value, behind, "24")
    written = line.text.text[token.start : token.end]
    if value % HOUR == 0 and written.rstrip("hrs ").isdigit():
        minutes, behind = _minutes(line, at + 1)
        value += minutes
    doubtless = value >= 13 * HOUR or value < HOUR or (written.startswith("0") and ":" in written)
    return Clock(value, behind, "24" if doubtless else "")


def _minutes(line: Line, at: int) -> tuple[int, int]:
    """Give the minutes that stand at a place, 0 if none do, and where the line goes on."""
    if line.kinds[at : at + 1] in ("n", "7") and line.kinds[at + 1 : at + 2] not in tuple("uozMC"):
        token = line.tokens[at]
        digits = token.end - token.start
        if line.number(at) < HOUR and (token.spelt or digits == 2):
            return line.number(at), at + 1
    return 0, at


def _with_point(line: Line, at: int) -> Clock | None:
    hours, _, minutes = str(line.tokens[at].value).partition(".")
    if len(minutes) != 2 or not minutes.isdigit() or len(hours) > 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    said = line.kinds[at + 1 : at + 2] == "o"
    half = "24" if int(hours) > 12 else ""
    return Clock(int(hours) * HOUR + int(minutes), at + 1 + said, half, bare=not said)


def _by_half(line: Line, found: Clock, at: int, *, second: bool) -> Clock:
    """Look for which half of the day it is in: "8 h du soir", "2 pm", "akşam saat 8"."""
    behind = found.behind
    while line.kinds[behind : behind + 1] in tuple(LINKS):
        behind += 1
    half, end = "", found.behind
    if line.kinds[behind : behind + 1] in ("P", "p"):
        half, end = half_of(line, behind, found.minutes), behind + 1
    if not half and not second:
        before = at - 1
        while before >= 0 and line.kinds[before] in f"{LINKS}@tfAUFB":
            before -= 1
        if before >= 0 and line.kinds[before] == "p":
            half = half_of(line, before, found.minutes)
    if not half or found.half == "24":
        return Clock(found.minutes, end if half else found.behind, found.half, found.bare and not half)
    minutes = found.minutes
    if half == "pm" and minutes < NOON:
        minutes += NOON
    elif half == "am" and minutes >= NOON:
        minutes -= NOON
    return Clock(minutes, end, half)


def half_of(line: Line, at: int, minutes: int) -> str:
    """Give the half of the day that a part of it tells, for a time by the clock; empty if it tells none."""
    value = line.tokens[at].value
    match value:
        case "am" | "pm":
            return str(value)
        case Part.MORNING:
            return "am"
        case Part.AFTERNOON | Part.EVENING:
            return "pm"
        case Part.NIGHT:
            return "pm" if 6 * HOUR <= minutes < NOON else "am"
        case Part.NOON:
            return "pm" if minutes < 4 * HOUR else ""
        case _:
            return ""
