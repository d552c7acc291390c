"""Values: amounts of money in a message: "1 200,50 €", "douze euros cinquante"."""

import re

from bot.understanding.values.records import FoundAmount
from bot.understanding.values.tokens import Line, line_of

_AMOUNT = re.compile(r"(?P<whole>[nq71])(?P<C>C)e?(?P<cents>[n7])?(?P<unit>C)?|(?P<before>C)(?P<behind>[nq7])")
_CENTS = "cents"
_MOST = 10**9


def read_amounts(text: str, lang: str) -> tuple[FoundAmount, ...]:
    """Give the amounts of money of a message, in their order; its first 2,000 characters are read."""
    line = line_of(text, lang)
    found, at = list[FoundAmount](), 0
    while match := _AMOUNT.search(line.kinds, at):
        amount, at = _amount(line, match)
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _amount(line: Line, match: re.Match[str]) -> tuple[FoundAmount | None, int]:
    first, last = match.start(), match.end()
    number = first if match["whole"] else match.start("behind")
    currency = str(line.tokens[match.start("C") if match["whole"] else match.start("before")].value)
    cents = _cents(line, number)
    if currency == _CENTS:
        cents, currency = (cents or 0) // 100, "EUR"
    elif match["cents"] and cents is not None:
        more = line.number(match.start("cents"))
        named = match["unit"] is not None and line.tokens[match.start("unit")].value == _CENTS
        near = line.tokens[match.start("cents")].end - line.tokens[match.start("cents")].start
        # "douze euros cinquante", "12 € 50"; "12 € 3 fois" is twelve euros.
        if more < 100 and (named or line.tokens[match.start("cents")].spelt or near == 2):
            cents += more
        if not named:
            last = match.end("cents") if more < 100 else match.end("C")
    elif match["whole"]:
        last = match.end("C")
    if match["whole"] and not match["cents"]:
        last = match.end("C")
    if cents is None or not 0 <= cents < _MOST:
        return None, last
    start, end = line.span(first, last)
    return FoundAmount(start, end, cents, currency), last


def _cents(line: Line, at: int) -> int | None:
    """Read a number as hundredths; a group of three digits is thousands, one or two behind the last sign are a part."""
    token = line.tokens[at]
    if token.kind != "q":
        return line.number(at) * 100
    match = re.fullmatch(r"(?P<whole>\d+|\d{1,3}(?:[ .,']\d{3})+)(?:[.,](?P<part>\d{1,2}))?", str(token.value))
    if match is None:
        return None
    return int(re.sub(r"\D", "", match["whole"])) * 100 + int((match["part"] or "").ljust(2, "0"))
