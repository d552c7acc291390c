"""Understanding, beside the way of a message: takes out of somebody's words what tells who they are. Pure.

What goes: addresses of mail, the web and chats; every number but a short one that tells an age, an hour or how long it
has been; numbers spelt out; accounts, plates; names where something announces one ("je m'appelle", "Mme", "mon fils
Lucas", behind "cordialement", the writer's own). Each leaves the same mark. What stays are words, and a name that
nothing announces is one of them: so a person reads before anything is learnt (docs/understanding.md).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from bot.understanding.features import plain

HIDDEN = "[…]"
"""What stands for something that was taken out, whatever it was; it has no letters, so nothing is learnt from it."""

LONGEST = 600
"""Characters that are kept; what somebody wants is said before."""

READ = 2 * LONGEST
"""Characters that are looked at, so that a text of any length costs little."""

FEWEST_WORDS = 2
"""Words left, under which there is nothing to learn from."""

ID_LENGTH = 12
"""Hexadecimal digits of a fingerprint: enough to tell a city's lessons apart, few enough to be typed."""

COMBINING = "\u0300"
"""The first character that stands on another one; none before it is without width but those that cannot be printed."""

_LISTS = tomllib.loads(Path(__file__).with_name("pseudonyms.toml").read_text("utf-8"))
_LISTED = {name: [each.strip() for each in written.split(";")] for name, written in _LISTS.items()}


def _any(name: str) -> str:
    """Give a pattern for any entry of a list in any case, the longest first.

    They are grouped by their first letter in both cases: at a letter that begins none, the expression engine then goes
    on at once, which it cannot where it has to ignore the case.
    """
    by_letter: dict[str, list[str]] = {}
    for each in sorted(_LISTED[name], key=len, reverse=True):
        by_letter.setdefault(each[0].lower(), []).append(re.escape(each[1:]))
    return "(?:" + "|".join(f"[{_cases(first)}](?i:{'|'.join(rest)})" for first, rest in by_letter.items()) + ")"


def _cases(letter: str) -> str:
    # The Turkish i with and without its point are one letter where the case is ignored.
    return re.escape(letter) + re.escape(letter.upper()) + ("ıİ" if letter == "i" else "")


_CAPITAL = "A-ZÀ-ÖØ-ÞĞİŞŒŠŽ"
_NAME = rf"(?!{_any('no_names')}(?![\w]))[^\W\d_](?:\.|[\w’'-]*)"
_CAPITALISED = rf"(?!{_any('no_names')}(?![\w]))[{_CAPITAL}](?:\.|[\w’'-]*)"
_PARTICLES = r"(?:(?:de|da|di|du|des|van|von|den|der|ten|el|al|ben|bin|la|le)[ ]){0,2}"

_CONTACTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[^\s<>()\[\],;:]+(?:@| @ | ?[(\[] ?at ?[)\]] ?| arobase? )[^\s<>(),;]+(?: (?:point|dot|punto|ponto) \w+)*",
        r"(?:\b[a-z]{3,6}://|\bwww\.)\S+",
        r"\b[\w-]+(?:\.[\w-]+)+/\S*",
        r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|eu|info|io|app|bzh|gouv|edu)\b",
        r"(?<!\w)@[\w.:-]+",
    )
)
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w){_any('introductions')}\W{{0,3}}({_NAME}(?:[ -]{_NAME}){{0,2}})",
        rf"(?<!\w){_any('titles')} ((?:{_PARTICLES}{_CAPITALISED}|{_NAME})(?: {_PARTICLES}{_CAPITALISED}){{0,3}})",
        rf"(?<!\w){_any('relations')},? ({_PARTICLES}{_CAPITALISED}(?: {_PARTICLES}{_CAPITALISED}){{0,2}})",
        # Signed at the end: behind what ends a letter in any case, behind a full stop or a new line in capitals.
        rf"(?<!\w){_any('closings')}[ ,.!:;\n–—-]+({_NAME}(?:[ -]{_NAME}){{0,2}})[ .!)]*$",
        rf"[.!?\n][ \n–—-]*({_CAPITALISED}(?:[ -]{_CAPITALISED}){{0,2}})[ .!)]*$",
    )
)
_ACCOUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}\b",  # An IBAN (ISO 13616), in groups or not.
        r"(?i:\b[a-z]{2}[ .-]?\d{3}[ .-]?[a-z]{2}\b)",  # Number plates of today, and those before 2009.
        r"(?i:\b\d{1,4} ?[a-z]{2,3} ?\d{2}\b)",
    )
)
_SPELT = re.compile(rf"\b{_any('numbers')}(?:[ ,.-]+(?i:et )?{_any('numbers')}\b)+")
_SPAN = rf"(?<![\w.,/+-])(?<!\d )\d{{1,2}} ?(?:{_any('units')}(?!\w)|h ?[0-5]\d(?!\w))"
_DIGITS = re.compile(rf"(?P<kept>{_SPAN})|[^\s\[\]]*\d[^\s\[\],;:.!?)]*")
_MARKS = re.compile(r"\[…\](?:[\s.,;:/()+-]*\[…\])+")
_WORD = re.compile(r"[^\W\d_]+")


def pseudonymised(text: str, names: Iterable[str] = ()) -> str:
    """Give somebody's words without what tells who they are.

    Args:
        text: as it was written, of any length; its first `READ` characters are looked at.
        names: what the writer is called, as far as it is known; its words are taken out wherever they stand.
    """
    seen = _levelled(text)
    for pattern in _CONTACTS:
        seen = pattern.sub(HIDDEN, seen)
    for pattern in _NAMES:
        seen = pattern.sub(_without_name, seen)
    for pattern in (*_ACCOUNTS, _SPELT):
        seen = pattern.sub(HIDDEN, seen)
    seen = _DIGITS.sub(lambda found: found["kept"] or HIDDEN, seen)
    own = {plain(word) for name in names for word in _WORD.findall(name) if len(word) > 2}
    if any(name in plain(seen) for name in own):
        seen = _WORD.sub(lambda found: HIDDEN if plain(found[0]) in own else found[0], seen)
    return _cut(" ".join(_MARKS.sub(HIDDEN, seen).split()), LONGEST)


def is_worth_learning(words: str) -> bool:
    """Say whether enough is left of pseudonymised words to learn anything from."""
    return len(_WORD.findall(words)) >= FEWEST_WORDS


def to_learn(words: str) -> str:
    """Give pseudonymised words as a model reads them: without the marks."""
    return " ".join(words.replace(HIDDEN, " ").split())


def fingerprint(words: str) -> str:
    """Give what is the same for words that differ only in case, accents, signs and marks."""
    return sha256(" ".join(_WORD.findall(plain(words))).encode()).hexdigest()[:ID_LENGTH]


def _levelled(text: str) -> str:
    """Undo what hides digits and letters from a pattern: other styles, signs without width, kinds of spaces."""
    cut = _cut(text, READ)
    seen = unicodedata.normalize("NFKC", cut).translate({ord("’"): "'", ord("ʼ"): "'"})
    if not (seen.isprintable() and max(seen, default="") < COMBINING):
        seen = "".join(c for c in seen if c == "\n" or unicodedata.category(c) not in ("Cf", "Cc", "Me", "Mn"))
    return re.sub(r"[^\S\n]+", " ", seen).strip()


def _cut(text: str, most: int) -> str:
    """Cut behind a whole word: half an address of mail would not be seen as one."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0]


def _without_name(found: re.Match[str]) -> str:
    start, end = found.start(1) - found.start(), found.end(1) - found.start()
    return f"{found[0][:start]}{HIDDEN}{found[0][end:]}"
