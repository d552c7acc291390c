"""Understanding: the place that a message names, in the citizen's own words. Pure, and careful rather than clever.

A street is a word for a kind of street and what follows it, up to a word that begins something else; a neighbourhood is
one of the city's names. A place found here is shown in the summary, so a wrong one can be corrected in one tap; a place
not found is simply asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding.features import plain

_ELIDED = re.compile(r"^[dl]['’]", re.IGNORECASE)

MOST_WORDS = 5
"""A street's own name has no more words than that ("avenue du Maréchal de Lattre de Tassigny" is cut, but found)."""


@dataclass(frozen=True, slots=True)
class Places:
    """Finds places in one language.

    Args:
        kinds: words for kinds of street ("rue", "place"), without accents.
        ends: words that cannot belong to a street's name ("depuis", "devant"), without accents.
        vague: kinds that are also everyday words ("place", "cour"): a street only before a capital.
        links: small words inside names ("de", "la") that a name may contain but not end with.
        neighbourhoods: names to look for, by the form without accents.
    """

    kinds: frozenset[str]
    vague: frozenset[str]
    ends: frozenset[str]
    links: frozenset[str]
    neighbourhoods: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Mapping[str, Sequence[str]]) -> "Places":
        """Build from the content of ``locales/<lang>/places.toml``."""
        return cls(
            frozenset(table["kinds"]),
            frozenset(table["vague"]),
            frozenset(table["ends"]),
            frozenset(table["links"]),
            {plain(name).replace("-", " "): name for name in table["neighbourhoods"]},
        )

    def find(self, text: str) -> str | None:
        """Give the first place that a message names, as it was written, or None."""
        return self._street(text) or self._neighbourhood(text)

    def _street(self, text: str) -> str | None:
        tokens = list(re.finditer(r"[\w’'\-]+|[,;:.!?()\n]", text))
        for index, token in enumerate(tokens):
            if plain(_ELIDED.sub("", token[0])) not in self.kinds:
                continue
            end = self._end_of_name(tokens, index)
            if end == index:
                continue
            first = tokens[_start_with_number(tokens, index)]
            return text[first.start() + len(first[0]) - len(_ELIDED.sub("", first[0])) : tokens[end].end()]
        return None

    def _end_of_name(self, tokens: Sequence[re.Match[str]], index: int) -> int:
        """Give the last word of the name: all its capitals, or one word where the writer has no capitals."""
        end = index
        capitals = False
        for position in range(index + 1, min(index + 1 + MOST_WORDS, len(tokens))):
            written = tokens[position][0]
            word = plain(written).replace("’", "'")
            if word in self.ends or not re.search(r"[a-z0-9]", word):
                break
            if word in self.links:
                continue
            # "place du 8 septembre": a number goes on, whatever letters follow it.
            named = (
                _ELIDED.sub("", written)[:1].isupper()
                or (written[:1].isdigit() and end == index)
                or (tokens[position - 1][0].isdigit() and position - 1 == end)
            )
            if end > index and not named:
                break
            if not named and plain(_ELIDED.sub("", tokens[index][0])) in self.vague:
                break
            capitals, end = capitals or named, position
            if not capitals:
                break
        return end

    def _neighbourhood(self, text: str) -> str | None:
        folded = f" {re.sub(r'[^a-z0-9]+', ' ', plain(text))} "
        found = [name for key, name in self.neighbourhoods.items() if f" {key} " in folded]
        return max(found, key=len, default=None)


def _start_with_number(tokens: Sequence[re.Match[str]], index: int) -> int:
    before = index - 1
    while before >= 1 and tokens[before][0].lower() in ("bis", "ter", ","):
        before -= 1
    if before < 0 or not re.fullmatch(r"\d{1,4}(bis|ter|[a-d])?", tokens[before][0], re.IGNORECASE):
        return index
    # "parcelle AB 214, chemin des Founottes": the number is the parcel's.
    is_parcel = before >= 1 and re.fullmatch(r"[A-Z]{1,2}|[Pp]arcelle|[Ll]ot", tokens[before - 1][0])
    return index if is_parcel else before
