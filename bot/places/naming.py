"""Places, step 2: the name of a street taken apart and written as people read it, whatever list it comes from.

Lists write in capitals without accents, or as one reads; with or without "de", with numbers in words or digits. What
tells a street from every other is its kind and its telling words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.places.language import Kind, Language
from bot.places.tokens import Token, tokens

_ROAD_NUMBER = re.compile(r"\s+(?:RD|RN|CD|VC) ?\d+\w*$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^)]*\)?")
ARTICLES = frozenset({"la", "les", "l", "des", "aux", "au"})
"""In a name these make a thing of what follows; "du" and "le" stand in people's names too."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    Attributes:
        shown: as people read it.
        kind: of street or landmark, or None ("Citadelle").
        core: the telling words, folded, numbers in digits.
        starts: where among them somebody may begin who leaves out a first name or a title.
        articled: an article stands before the first of them ("de la", "du").
        elided: telling words that stand behind a small word, which are often written together with it ("darenes").
    """

    shown: str
    kind: Kind | None
    core: tuple[str, ...]
    starts: frozenset[int]
    articled: bool
    elided: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Give what is the same in every list that has this street."""
        return " ".join((self.kind.name if self.kind else "", *self.core)).strip()


def read_name(written: str, language: Language) -> Name | None:
    """Take a name apart; None for what has no word in it.

    Args:
        written: as a list has it: "RUE DU GENERAL BRULARD", "Rue de l'Amitié", "ROUTE DE GRAY RD 70".
    """
    plain = " ".join(_ROAD_NUMBER.sub("", _ASIDE.sub(" ", written.replace("’", "'"))).split())
    words = tokens(plain)
    if not words:
        return None
    said = language.said.at(words, 0)
    length = said[1] + 1 if said else 0
    rest = words[length:]
    # An initial ("F. Kennedy") tells nobody from somebody else.
    telling = [word for word in rest if word.folded not in language.links and not is_initial(word)] or rest
    if not telling:  # "RUE" alone is no name.
        return None if said else Name(_shown(plain, words, 0, language), None, (), frozenset(), False, ())
    units = numbered([word.folded for word in telling], language)
    core = tuple(folded for folded, _ in units)
    return Name(
        _shown(plain, words, length, language),
        said[0].kind if said else None,
        core,
        _starts(rest, telling, core, language),
        is_articled(rest, telling[0]),
        tuple(
            (before.folded + word.folded, word.folded)
            for before, word in pairwise(words)
            if before.folded in ("l", "d", "la", "le") and word in telling
        ),
    )


def is_initial(word: Token) -> bool:
    """Tell whether a word is a single letter, which stands for a first name."""
    return len(word.written) == 1 and word.written.isalpha()


def is_articled(rest: Sequence[Token], first: Token) -> bool:
    """Tell whether an article stands before the first telling word of a name or of what may be one."""
    before = [word.folded for word in rest[: rest.index(first)]]
    return any(word in ARTICLES or word in ("du", "le") for word in before)


def article_of(name: str) -> str:
    """Give the article that stands before a name: "la", "le", "l'", or "" where none is known to."""
    said = read_name(name, Language.packaged())
    return said.kind.article if said and said.kind else ""


def numbered(words: Sequence[str], language: Language) -> list[tuple[str, int]]:
    """Write numbers in digits and titles in full; gives each word with how many of the given ones it stands for."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        for length in (2, 1):
            digits = language.numbers.get(tuple(words[at : at + length]))
            if digits and len(words) >= at + length:
                found.append((digits, length))
                at += length
                break
        else:
            found.append((language.titles.get(words[at], words[at]), 1))
            at += 1
    return found


def _starts(rest: Sequence[Token], telling: Sequence[Token], core: Sequence[str], language: Language) -> frozenset[int]:
    """Tell where somebody may begin: behind a title, and behind the first names of a person.

    A person's name stands right behind the kind of street; "de la" before it makes it a thing or a place, of which
    nothing is left out in front ("rue de Palente" is not the rue de la Croix de Palente).
    """
    starts = {0}
    is_person = rest[0] is telling[0] and all(word.folded not in ARTICLES or word in telling for word in rest)
    by_words = len(core) == len(telling)  # Otherwise numbers took several words; nobody leaves those out.
    for at in range(1, len(core) if by_words else 0):
        before = core[at - 1]
        sticks = before in ("saint", "sainte") or telling[at].is_half
        titled = all(word in language.titles.values() for word in core[:at]) and before not in ("saint", "sainte")
        if core[at].isdigit():
            continue
        if titled or (is_person and not sticks and before not in language.common):
            starts.add(at)
    return frozenset(starts)


def _shown(plain: str, words: Sequence[Token], kind_length: int, language: Language) -> str:
    shouted = not any(letter.islower() for letter in plain)
    parts: list[str] = []
    end = 0
    for at, word in enumerate(words):
        parts.append(plain[end : word.start])
        is_initial = len(word.written) == 1 and plain[word.end : word.end + 1] == "."
        parts.append(word.written if is_initial else _word(word, at, kind_length, words, language, shouted=shouted))
        end = word.end
    return "".join((*parts, plain[end:])).strip().replace("'", "’")


def _word(word: Token, at: int, kind_length: int, words: Sequence[Token], language: Language, *, shouted: bool) -> str:
    written = word.written
    if at < kind_length:
        return _accented(word.folded, language) if shouted else written.lower()
    if not shouted:
        return written
    if re.fullmatch(r"\d+(?:ER|ERE|EME|E)?", written):
        return re.sub(r"(?:EME|E)$", "e", written) if not written.endswith(("ER", "ERE")) else written.lower()
    is_last = at == len(words) - 1
    if word.folded in language.links and not is_last and not _begins_name(at, kind_length, words):
        return written.lower()
    if re.search(r"\d", written) or (len(written) == 1 and word.folded not in language.links):
        return written
    shown = {"st": "saint", "ste": "sainte"}.get(word.folded, word.folded)
    return _capital(_accented(shown, language))


def _begins_name(at: int, kind_length: int, words: Sequence[Token]) -> bool:
    """Tell whether an article is the first word of a name: "rue La Fayette", "Le Trait d'Union"."""
    return (
        at == kind_length
        and words[at].folded in ("la", "le", "les")
        and at + 1 < len(words)
        and at in (0, 1)
        and (at == 0 or not words[at - 1].is_half)
    )


def _accented(folded: str, language: Language) -> str:
    return language.accents.get(folded, folded)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
