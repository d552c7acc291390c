"""Values: times of day and from when to when, in a message."""

from bot.understanding.values.clock import HOUR, LINKS, NOON, Clock, clock_at
from bot.understanding.values.masking import masked
from bot.understanding.values.records import NIGHTFALL, Certainty, FoundHours, Hours, Part
from bot.understanding.values.tokens import Line, line_of

_CUES = "@tfUBAF&"
"""Letters behind which a number with "h" is a time and no duration."""

_ENDS = ",.TpPWwLe|)"


def read_hours(text: str, lang: str, *, asked: bool = False) -> tuple[FoundHours, ...]:
    """Give the times of day of a message, in their order.

    Args:
        text: the message; its first 2,000 characters are read.
        lang: its language.
        asked: it answers a question for hours: "de 8 à 10" are hours then.
    """
    line = masked(line_of(text, lang))
    found, at = list[FoundHours](), 0
    while at < len(line.kinds):
        hours = hours_at(line, at, bare=asked)
        if hours is None:
            at += 1
            continue
        one, at = hours
        found.append(one)
    return tuple(found)


def hours_at(line: Line, at: int, *, bare: bool) -> tuple[FoundHours, int] | None:
    """Read the hours that begin at a place, with what leads to them ("de", "à partir de").

    Args:
        line: the masked words.
        at: the place.
        bare: numbers alone are hours too.

    Returns:
        The hours, and where the line goes on; or None.
    """
    kinds, cue, start = line.kinds, "", at
    while at < len(kinds) and kinds[at] in f"{LINKS}{_CUES}s=":
        cue = kinds[at] if kinds[at] in f"{_CUES}s" else cue
        at += 1
    if at >= len(kinds) or kinds[at] not in "hn17qo^rpg":
        return None
    if kinds[at] == "r":
        both = int(line.tokens[at].value)
        return _found(line, start, at + 1, (Hours(both // 10_000, both % 10_000),), Certainty.SURE), at + 1
    if kinds[at] in "pg":
        return _part(line, start, at, cue)
    return _times(line, start, at, cue, bare=bare)


def _part(line: Line, start: int, at: int, cue: str) -> tuple[FoundHours, int] | None:
    kinds = line.kinds
    while at < len(kinds) and kinds[at] in f"g{LINKS}":
        at += 1
    if kinds[at : at + 1] != "p":
        return None
    behind = at + 1
    if (inner := hours_at(line, behind, bare=False)) and inner[0].readings[0].part is None:
        first, last = line.span(start, inner[1])
        return FoundHours(first, last, inner[0].readings, inner[0].certainty), inner[1]
    part = line.tokens[at].value
    if not isinstance(part, Part) or cue == "s":
        return None
    sure = Certainty.SURE if part is Part.DAY else Certainty.LIKELY
    return _found(line, start, behind, (Hours(part=part),), sure), behind


def _times(line: Line, start: int, at: int, cue: str, *, bare: bool) -> tuple[FoundHours, int] | None:
    kinds = line.kinds
    first = clock_at(line, at)
    if first is None:
        return None
    if last := _second(line, first, cue, bare=bare, at=at):
        # "deux à trois heures" is rather how long something lasts.
        lasts = first.bare and not cue and kinds[start:at][-1:] != "G" and kinds[last.behind - 1] == "o"
        certainty = Certainty.LIKELY if first.bare and (last.bare or lasts) else Certainty.SURE
        return _found(line, start, last.behind, _between(line, first, last), certainty), last.behind
    before = kinds[start - 1 : start]
    if before in ("i", "a") or not _is_time(line, first, cue, at, bare=bare):
        return None
    one = first.minutes
    match cue:
        case "U" | "B":
            readings = tuple(Hours(ends=minutes) for minutes in _either(line, first))
        case "A" | "F" | "s":
            readings = tuple(Hours(minutes, open=True) for minutes in _either(line, first))
        case _:
            readings = tuple(Hours(minutes) for minutes in _either(line, first))
    if cue == "s" and one < 6 * HOUR and not first.half:
        return None  # "depuis 2 h": for two hours, or since two o'clock.
    sure = cue or first.half in ("am", "pm") or one % HOUR or before in tuple("WTMHdp,")
    certainty = Certainty.SURE if sure and not first.bare else Certainty.LIKELY
    return _found(line, start, first.behind, readings, certainty), first.behind


def _second(line: Line, first: Clock, cue: str, *, bare: bool, at: int) -> Clock | None:
    """Read the second time behind "to" (behind "between": behind "and"), if the two are times indeed."""
    kinds, place = line.kinds, first.behind
    joints = "tUe|" if cue == "&" else "tU"
    while place < len(kinds) and kinds[place] in LINKS:
        place += 1
    if place >= len(kinds) or kinds[place] not in joints:
        return None
    place += 1
    while place < len(kinds) and kinds[place] in f"{LINKS}@t":
        place += 1
    last = clock_at(line, place, second=True)
    if last is None:
        return None
    if first.bare:
        # "le 8 à 10 h" is a day and a time, "samedi 8 à 10 h" too.
        if kinds[at - 1 : at] in tuple("LWwM") or first.minutes > NIGHTFALL:
            return None
        if last.bare and not bare:
            return None
    if last.bare and not first.bare and kinds[last.behind : last.behind + 1] in tuple("MmuC") and not bare:
        return None
    return last


def _is_time(line: Line, clock: Clock, cue: str, at: int, *, bare: bool) -> bool:
    """Say whether a time alone is one: "à 14 h" is, "2 h d'attente" and "9" are not."""
    kinds = line.kinds
    following = kinds[clock.behind : clock.behind + 1]
    if clock.bare:
        said = cue == "@" and (not following or following in _ENDS)
        excluded = "MmuCz" if bare and cue in ("@", "t") else "MmuCzx"
        return (bare or said) and kinds[at - 1 : at] != "L" and following not in tuple(excluded)
    if bare or cue or clock.half in ("am", "pm") or (kinds[at] == "h" and line.tokens[at].spelt):
        return True
    if clock.minutes >= NIGHTFALL or following == "G" or kinds[at - 1 : at] == "n":
        return False
    return clock.minutes >= 6 * HOUR


def _either(line: Line, clock: Clock) -> tuple[int, ...]:
    """Give what a time can be: as it stands, or in the afternoon; which is likelier depends on the hour."""
    return (clock.minutes + NOON, clock.minutes) if _is_early(line, clock) else (clock.minutes,)


def _is_early(line: Line, clock: Clock) -> bool:
    """Say whether a time is one that may as well be in the afternoon; "6 h" is less so than "6"."""
    latest = line.lexicon.early + clock.bare
    return not clock.half and HOUR <= clock.minutes < latest * HOUR


def _between(line: Line, first: Clock, last: Clock) -> tuple[Hours, ...]:
    begins, ends = first.minutes % NIGHTFALL, last.minutes
    if last.half in ("am", "pm") and not first.half:
        # "from 2 to 6 pm", but "from 10 to 2 pm".
        later = begins + NOON
        return (Hours(later if last.half == "pm" and begins < NOON and later < ends else begins, ends),)
    if last.half:
        return (Hours(begins, ends),)
    if first.half:
        return (Hours(begins, ends + NOON if ends <= begins < ends + NOON and ends < NOON else ends),)
    if ends <= begins:
        return Hours(begins, ends + NOON), Hours(begins + NOON, ends)
    if _is_early(line, first) and ends <= NOON:
        return Hours(begins + NOON, ends + NOON), Hours(begins, ends)
    return (Hours(begins, ends),)


def _found(line: Line, first: int, last: int, readings: tuple[Hours, ...], certainty: Certainty) -> FoundHours:
    while first < last - 1 and line.kinds[first] in LINKS and line.kinds[first + 1] not in "hn17qr":
        first += 1
    start, end = line.span(first, last)
    return FoundHours(start, end, readings, certainty)
