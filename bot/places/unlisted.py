"""Places: where the name of a street ends that no list has. Careful rather than clever.

It is a word for a kind of street and what follows, up to a word that begins something else. Somebody who writes with
capitals gives the whole name. Of somebody who does not, one word is taken, and only where there is no list: a name in
small letters that no list has is nearly always no name ("rue barrée").
"""

from collections.abc import Sequence

from bot.places.language import Kind, Language
from bot.places.matching import Index
from bot.places.tokens import Token

MOST_WORDS = 5
"""A name has no more words than that ("avenue du Maréchal de Lattre de Tassigny" is cut, but found)."""

ACRONYM = 4
SHORTEST = 3
NO_LINKS = frozenset({"a", "au", "aux", "en", "et"})
"""Right behind a kind of street these begin something else: "ma rue à Palente", "je suis allée aux Tilleroyes"."""


def end_of_name(found: Sequence[Token], last: int, language: Language, index: Index, kind: Kind | None) -> int:
    """Give the last word of the name behind a word for a kind of street; that word itself if none follows.

    Args:
        found: the words of a message. last: the last word for the kind.
        language, index: the words and the list.
        kind: which one; None for a thing that was asked for by name (a school), whatever its letters.
    """
    end, capitals = last, False
    for at in range(last + 1, min(last + 1 + MOST_WORDS, len(found))):
        word = found[at]
        if word.stops or word.folded in language.around.ends or (end == last and word.folded in NO_LINKS):
            break
        if word.folded in language.links:
            continue
        # "place du 8 septembre": a number goes on, whatever letters follow it.
        after_number = at - 1 == end and found[end].folded.isdigit()
        named = _is_named(found, at, last, end, kind) or after_number
        is_half = word.is_half and at - 1 == end > last
        if end > last and not (named or is_half):
            break
        if end == last and not named and not _may_be_small(word, language, index, kind):
            break
        capitals, end = capitals or named, at
        if not capitals and not (at + 1 < len(found) and found[at + 1].is_half):
            break
    return end


def _is_named(found: Sequence[Token], at: int, last: int, end: int, kind: Kind | None) -> bool:
    """Tell whether a word has the look of a name: a capital, or a number behind "du"."""
    word = found[at]
    if word.folded == found[last].folded:
        return False
    if word.written[:1].isdigit():
        return end == last and found[at - 1].folded == "du" and not (kind and kind.landmark)
    # "place PMR", "salle des CM1": a few capitals are no name, unless everything is in capitals.
    is_acronym = word.written.isupper() and len(word.written) <= ACRONYM and not found[last].written.isupper()
    return word.is_capital and not (is_acronym and kind and kind.vague)


def _may_be_small(word: Token, language: Language, index: Index, kind: Kind | None) -> bool:
    """Tell whether a word in small letters may be a name."""
    if len(word.folded) < SHORTEST or word.written[:1].isdigit():
        return False
    if kind is None:
        return True
    if kind.vague:
        return index.knows(word.folded) or (not index and language.is_neighbourhood(word.folded))
    return not index
