"""Request numbers, between the row that a request is and the people who read it out: `BES-TV2-2PX`.

Five characters say which request, the sixth checks them. Why these: the ten digits and C F H J K M P R T V W X Y. No
vowel, so that no word arises. No letter that looks like a digit (O Q D, I L, Z, S, G, B), so that such a letter can
be read as that digit. Of the pairs that French ears confuse most on the phone only one (M not N, T not D, P not B, F
not S, J not G). These are 23, a prime. The check is that of ISBN-10, distinct weights modulo a prime: it catches
every single wrong character, every swap of two characters, adjacent or not, and every double that became another
double.

Every number has a digit and a letter, which tells it from a word and from a phone number when somebody leaves out the
prefix. The serial is scattered by a public multiplication, so that two numbers do not show at a glance how many
requests lie between; whoever reads this file can undo it. A number is a name, not a key: it never opens anything by
itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

DIGITS = "0123456789"
LETTERS = "CFHJKMPRTVWXY"
_WHOLE = re.compile(r"[0-9]{1,9}")

ALPHABET = DIGITS + LETTERS
PREFIX = "BES"

_BASE = len(ALPHABET)
_DATA = 5
_LENGTH = _DATA + 1
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What is typed for a digit or, where no digit looks alike, for the letter that looks or sounds alike.
LOOK_ALIKES = str.maketrans("OQDILZSGBUN", "000112568VM")
# How many five-character codes have a digit and a letter: about six million requests.
CAPACITY: int = _BASE**_DATA - len(DIGITS) ** _DATA - len(LETTERS) ** _DATA
# Near the golden section of CAPACITY and coprime to it: neighbours land far apart, and no two on the same code.
_SCATTER = 3_686_603
_GATHER: int = pow(_SCATTER, -1, CAPACITY)
_SHIFT = 1_234_567
# The check character stands at place 6, so finding it means dividing by 6.
_SIXTH: int = pow(_LENGTH, -1, _BASE)

_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s\-\u2010-\u2015\u2212_./:\u00b7]{1,3}")
_HOURS = re.compile(r"\d\dH\d\d[HM]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A number that was read and whose check character is right. It may still be the number of no request.

    start, end: where it stands in the text, prefix included. prefixed: False if the prefix was left out; an unknown
    number should then be taken as ordinary words rather than as a mistake.
    """

    serial: int
    start: int
    end: int
    prefixed: bool


@dataclass(frozen=True, slots=True)
class Misread:
    """Something that is meant as a number but cannot be one: a wrong character, one too many or one missing.

    start, end: where it stands in the text, prefix included.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of letters and digits in the text, in capitals."""

    text: str
    start: int
    end: int


def whole(written: str) -> int | None:
    """Read a whole number of at most nine plain digits, as buttons carry it; None for anything else.

    A longer one is no row's, and more than a database can hold.
    """
    return int(written) if _WHOLE.fullmatch(written) else None


def format(serial: int, prefix: str = PREFIX) -> str:
    """The number of a request from its row's serial, as people read it. ValueError outside 0 to CAPACITY - 1."""
    if not 0 <= serial < CAPACITY:
        raise ValueError(f"a request number is made of a serial from 0 to {CAPACITY - 1}")
    data = _unrank((serial * _SCATTER + _SHIFT) % CAPACITY)
    code = data + _check(data)
    return f"{prefix}-{code[:3]}-{code[3:]}"


def parse(text: str, prefix: str = PREFIX) -> Reference | Misread | None:
    """The first number in a sentence; if there is none, the first thing that is meant as one; else None.

    Case, spaces, dashes and look-alikes (O for 0, I for 1) do not matter, nor do the digits of other scripts. Without
    the prefix only a right number counts, written as one word or in its two groups, with a digit and a letter.
    """
    found = parse_all(text, prefix)
    return next((each for each in found if isinstance(each, Reference)), found[0] if found else None)


def parse_all(text: str, prefix: str = PREFIX) -> tuple[Reference | Misread, ...]:
    """Every number in a text, and everything meant as one, in the order of the text (see `parse`)."""
    return tuple(_scan(_fold(text), prefix.upper()))


def _scan(text: str, prefix: str) -> Iterator[Reference | Misread]:
    """Walk over the pieces of a folded text; what one number used up is not read again."""
    pieces = [_Piece(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(pieces):
        found = _prefixed(text, pieces, at, prefix) or _bare(text, pieces, at)
        if found is None:
            at += 1
            continue
        yield found
        while at < len(pieces) and pieces[at].start < found.end:
            at += 1


def _prefixed(text: str, pieces: list[_Piece], at: int, prefix: str) -> Reference | Misread | None:
    """A number that begins with the prefix, alone or glued to what follows; its characters may be spaced at will."""
    first = pieces[at]
    glued = first.text.removeprefix(prefix)
    # "besoin" only looks like the prefix with something glued to it.
    if not first.text.startswith(prefix) or not (_has_digit(glued) or all(c in LETTERS for c in glued)):
        return None
    code, end, following = glued, first.end, at + 1
    while len(code) < _LENGTH and following < len(pieces) and _joined(text, end, pieces[following]):
        piece = pieces[following]
        if len(code) + len(piece.text) > _LENGTH and code:
            break
        code, end, following = code + piece.text, piece.end, following + 1
    serial = _serial(code)
    if serial is not None:
        return Reference(serial, first.start, end, prefixed=True)
    # Without a digit these are words ("BES infos"), and glued letters alone are one ("best of 3").
    meant = _has_digit(glued or code)
    return Misread(first.start, end) if meant else None


def _bare(text: str, pieces: list[_Piece], at: int) -> Reference | None:
    """A number without its prefix: one piece of six characters, or the two groups of three."""
    first, last = pieces[at], pieces[at]
    code = first.text
    if len(code) == _LENGTH // 2 and at + 1 < len(pieces) and _joined(text, first.end, pieces[at + 1]):
        last = pieces[at + 1]
        code += last.text
    # Two opening hours ("10h-12h") have the shape of a number and are far more common.
    if not _has_digit(code) or code.isdigit() or _HOURS.fullmatch(code):
        return None
    serial = _serial(code)
    return None if serial is None else Reference(serial, first.start, last.end, prefixed=False)


def _joined(text: str, end: int, piece: _Piece) -> bool:
    """True if only a space or a dash or the like stands between."""
    return _GAP.fullmatch(text, end, piece.start) is not None


def _fold(text: str) -> str:
    """Capitals and ASCII digits, character by character, so that positions stay those of the text."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    """One character for one character."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character).upper()
    return folded if len(folded) == 1 else character


def _serial(code: str) -> int | None:
    """The serial of six characters as typed, or None if they are no number."""
    code = code.translate(LOOK_ALIKES)
    if len(code) != _LENGTH or any(character not in _VALUES for character in code):
        return None
    data = code[:_DATA]
    if code[_DATA] != _check(data) or data.isdigit() or not _has_digit(data):
        return None
    return (_rank(data) - _SHIFT) * _GATHER % CAPACITY


def _check(data: str) -> str:
    """The character that makes the sum of value times place (1 to 6), modulo 23, zero."""
    total = sum(place * _VALUES[character] for place, character in enumerate(data, 1))
    return ALPHABET[-total * _SIXTH % _BASE]


def _completions(places: int, digit: bool, letter: bool) -> int:
    """In how many ways so many places can be filled so that a digit and a letter are there; one of them is already."""
    without_digit = 0 if digit else len(LETTERS) ** places
    without_letter = 0 if letter else len(DIGITS) ** places
    ways: int = _BASE**places - without_digit - without_letter
    return ways


def _unrank(rank: int) -> str:
    """The code at this place, from 0, in the order of all five-character codes that have a digit and a letter."""
    data, digit, letter = "", False, False
    for places in reversed(range(_DATA)):
        with_digit, with_letter = _completions(places, True, letter), _completions(places, digit, True)
        digits = len(DIGITS) * with_digit
        if rank < digits:
            place, rank = divmod(rank, with_digit)
            data, digit = data + DIGITS[place], True
        else:
            place, rank = divmod(rank - digits, with_letter)
            data, letter = data + LETTERS[place], True
    return data


def _rank(data: str) -> int:
    """The place of a code in that order; undoes `_unrank`."""
    rank = 0
    for index, character in enumerate(data):
        for smaller in ALPHABET[: _VALUES[character]]:
            rank += _completions(_DATA - 1 - index, *_kinds(data[:index] + smaller))
    return rank


def _kinds(code: str) -> tuple[bool, bool]:
    """Whether a code has a digit, and whether it has a letter."""
    return _has_digit(code), any(character in LETTERS for character in code)


def _has_digit(code: str) -> bool:
    """True if one of the characters is a digit."""
    return any(character in DIGITS for character in code)
