"""Values: phone numbers in a message, by Google's numbering plans (phonenumbers); mistyped ones are told from them."""

import re
from dataclasses import dataclass

import phonenumbers

from bot.understanding.values.levelling import level
from bot.understanding.values.tokens import LONGEST

REGION = "FR"
FEWEST, MOST = 6, 16
"""Digits of what somebody may have meant as a number; the shortest real one that is no service has nine."""

_RUN = re.compile(
    r"(?<![\w/])(?:\+|00)?(?:[0-9][\s.()_/-]{0,3}|(?<=[\d.\s-])[ol](?=[\d.\s-])[\s.-]{0,2}|o(?=\d)){5,24}[0-9](?!\w)"
)
_LOOK_ALIKES = str.maketrans("ol", "01")
# "le 06 12 2017", "12/05/2026 14:00": digits that are a date.
_DATE = re.compile(r"\d{1,2}[\s./-]\d{1,2}[\s./-](?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A phone number in a message.

    Attributes:
        start, end: where it stands.
        number: in the form of E.164 ("+33381615050"), or None where a digit is missing, too many or wrong.
        digits: how many there are.
    """

    start: int
    end: int
    number: str | None
    digits: int


def read_phones(text: str) -> tuple[FoundPhone, ...]:
    """Give the phone numbers of a message, in their order; without a country's prefix they are French ones."""
    levelled = level(text[:LONGEST])
    found = []
    for match in _RUN.finditer(levelled.text):
        written = match[0].strip(" .-_/(")
        digits = sum(character.isdigit() for character in written.translate(_LOOK_ALIKES))
        if not FEWEST <= digits <= MOST or _DATE.search(written):
            continue
        number = _number(written)
        if number is None and not _is_meant(written, digits):
            continue
        start, end = levelled.span(match.start(), match.start() + len(written))
        found.append(FoundPhone(start, end, number, digits))
    return tuple(found)


def shown_phone(number: str) -> str:
    """Write a number (E.164) as people of the country write it: "06 12 34 56 78"; a foreign one with its prefix."""
    parsed = phonenumbers.parse(number)
    here = phonenumbers.region_code_for_number(parsed) == REGION
    form = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _number(written: str) -> str | None:
    for candidate in (written, written.translate(_LOOK_ALIKES)):
        try:
            parsed = phonenumbers.parse(candidate.replace("_", " ").replace("/", " "), REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return None


def _is_meant(written: str, digits: int) -> bool:
    """Say whether digits that are no number are meant as one: they begin like one, and are grouped like one."""
    begins = written.translate(_LOOK_ALIKES).startswith(
        ("+", "00", "01", "02", "03", "04", "05", "06", "07", "08", "09")
    )
    return begins and digits >= FEWEST + 1
