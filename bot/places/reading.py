"""Places, step 4: a message is read from left to right for the places that it names; no word belongs to two.

A name counts behind a kind of street ("rue Battant", "12 r. battant"), before a foreign one ("Battant street"), at a
corner ("angle Proudhon/Bersot"), and alone only where a place was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.places.language import Language, Neighbourhood, Said, Town
from bot.places.matching import OTHER_KIND, Fit, Index
from bot.places.mentions import Certainty, Mention
from bot.places.naming import is_articled, is_initial, numbered
from bot.places.numbers import house_after, house_before
from bot.places.tokens import Token
from bot.places.unlisted import NO_LINKS, end_of_name

SURE = 0.83
"""Score from which on a name is taken for what it says, if no other comes near."""

ALONE = 0.89
"""The same for a name without any word for a street before it."""

OFFERED = 0.72
"""Score from which on it is worth asking whether it was meant."""

APART = 0.03
"""How much better than every other the surest one has to be."""

MOST_OFFERED = 4
"""More than so many that fit equally well are no help."""

NAME_GOES_ON = 0.2
"""What it costs when a word with a capital follows: "rue Pasteur Vallery-Radot" is not the rue Pasteur."""

LONGEST_NAME = 9
"""Words looked at behind a kind of street, small ones included."""

CORNER_WORDS = frozenset({"et", "and", "of", "avec", "y", "e", "und", "rue"})
HOME_REACHES = 4
POSTAL_CODE = 5


@dataclass(slots=True)
class Reading:
    """One text being read.

    Args:
        language: the words. index: the names of the list.
        found: the words of the text. asked: it answers the question where something is.
    """

    language: Language
    index: Index
    found: Sequence[Token]
    asked: bool

    def mentions(self) -> list[Mention]:
        """Give the places that the text names, in its order."""
        mentions: list[Mention] = []
        at, corner, free_from = 0, -1, 0
        while at < len(self.found):
            read = self._at(at, free_from, is_corner=at == corner)
            if read is None:
                if self.found[at].folded in self.language.around.corner or (at == corner and self._joins(at)):
                    corner = at + 1
                at += 1
                continue
            mention, end = read
            corner = end if corner == at else -1
            at = free_from = end
            mentions.append(mention)
        return mentions

    def _joins(self, at: int) -> bool:
        """Tell whether a word may stand between the names of a corner: "angle de Brulard et de Voirin"."""
        word = self.found[at]
        return (not word.stops or word.gap.strip() in ("/", "&", ",", "+")) and (
            word.folded in self.language.links or word.folded in CORNER_WORDS
        )

    def _at(self, at: int, free_from: int, *, is_corner: bool) -> tuple[Mention, int] | None:
        said = self.language.said.at(self.found, at)
        # At a corner, and behind a house number, what is a neighbourhood, too, is a street: "12 battant".
        has_house = self.asked and house_before(self.found, at, free_from, self.language.around)
        around = self._town(at) or self._neighbourhood(at)
        is_road = not said and (has_house or (is_corner and not (around and self._is_alone(around[1]))))
        if is_road and (road := self._bare(at, free_from, near="road")):
            return road
        if around and said and around[1] > said[1] + 1:
            return around  # "École-Valentin" is no school, nor is "Chapelle des Buis" a church.
        return (
            (said and self._street(at, free_from, *said))
            or self._whole_name(at)
            or self._before_foreign_kind(at, free_from)
            or around
            or self._landmark(at, free_from)
            or (self._bare(at, free_from) if (self.asked or is_corner) and not said else None)
        )

    def _is_alone(self, behind: int) -> bool:
        """Tell whether no second name follows: "dans le coin de Montrapon" is no corner."""
        if behind >= len(self.found):
            return True
        word = self.found[behind]
        return word.folded not in CORNER_WORDS and word.gap.strip() not in ("/", "&", "+", "-")

    def _street(self, at: int, free_from: int, said: Said, last: int) -> tuple[Mention, int] | None:
        """Read the name behind a kind of street; ``last`` is the last word for it."""
        words, ends = self._words_from(last + 1, behind_kind=True)
        articled = bool(words) and is_articled(self.found[last + 1 :], self.found[ends[0]])
        fits = _longest_first(
            [self._fit_here(fit, ends) for fit in self.index.fits(words, said.kind, articled=articled)]
        )
        usable = [fit for fit in fits if fit.score > 1 - APART] if said.brief and not self.asked else fits
        chosen, certainty = _decide(usable)
        if chosen:
            end = ends[max(fit.used for fit in chosen) - 1]
            if self._is_thing(chosen):
                if self._is_owned(end):
                    return None
                if not self.asked and not any(word.is_capital for word in self.found[last + 1 : end + 1]):
                    certainty = Certainty.SEVERAL
            return self._mention(at, end, free_from, certainty, chosen)
        if said.brief:
            return None
        end = end_of_name(self.found, last, self.language, self.index, said.kind)
        if end == last:
            return None
        hint = self._named_in(last + 1, end) or _hint(fits)
        mention, behind = self._mention(at, end, free_from, Certainty.UNLISTED, hint=hint)
        if said.kind.landmark and (town := self._town_in(last + 1, end)):
            mention = replace(mention, town=town, is_there=True)
        return mention, behind

    def _whole_name(self, at: int) -> tuple[Mention, int] | None:
        """Read a place of the list that has no kind in its name: "Citadelle", "Grande-Rue"."""
        if not self.index.begins_kindless(self.found[at].folded):
            return None
        words, ends = self._words_from(at)
        for known in self.index.kindless(words):
            end = ends[len(known.name.core) - 1]
            is_common = all(word in self.language.common or word == "rue" for word in known.name.core)
            before = self.found[at - 1].folded if at else ""
            if is_common and (before in ("une", "un", "cette") or before in self.language.around.own):
                continue
            return self._mention(at, end, at, Certainty.SURE, (Fit(known, 1.0, 0, whole=True),))
        return None

    def _before_foreign_kind(self, at: int, free_from: int) -> tuple[Mention, int] | None:
        """Read "Battant street": the name stands before the word for its kind."""
        if self.found[at].folded in self.language.links:
            return None
        for behind in range(at + 1, min(at + 4, len(self.found))):
            if self.found[behind].stops:
                return None
            kind = self.language.behind.get(self.found[behind].folded)
            if kind is None:
                continue
            words = [word for word, _ in numbered([each.folded for each in self.found[at:behind]], self.language)]
            fits = [fit for fit in self.index.fits(words, kind) if fit.whole and fit.used == len(words)]
            chosen, certainty = _decide([fit for fit in fits if fit.score >= 1 - 3 * APART])
            if certainty is Certainty.SURE:
                return self._mention(at, behind, free_from, certainty, chosen)
        return None

    def _bare(self, at: int, free_from: int, near: str = "") -> tuple[Mention, int] | None:
        """Read a name without any kind before it; ``near``: only of such kinds."""
        first = self.found[at].folded
        if first in self.language.links or first.isdigit() or first in self.language.around.ends:
            return None
        words, ends = self._words_from(at)
        least = ALONE if self.asked else 1 - 2 * APART
        fits = [fit for fit in self.index.fits(words, None) if fit.whole and fit.score >= least]
        fits = [fit for fit in fits if not near or (fit.known.name.kind and fit.known.name.kind.near == near)]
        fits = [fit for fit in fits if any(word not in self.language.common for word in fit.known.name.core)]
        chosen, certainty = _decide(fits)
        if not chosen:
            return None
        return self._mention(at, ends[max(fit.used for fit in chosen) - 1], free_from, certainty, chosen)

    def _landmark(self, at: int, free_from: int) -> tuple[Mention, int] | None:
        """Read "devant le Monoprix": what everybody knows, behind a word that says beside."""
        if not (found := self.language.landmarks.at(self.found, at)):
            return None
        first = at - 1
        while first >= free_from and self.found[first].folded in (*self.language.links, "of", "to", "the"):
            first -= 1
        if first < free_from or self.found[first].folded not in self.language.around.beside:
            return None
        start, end = self.found[first], self.found[found[1]]
        if any(word.stops for word in self.found[first + 1 : found[1] + 1]):
            return None
        return Mention(start.start, end.end, Certainty.UNLISTED), found[1] + 1

    def _neighbourhood(self, at: int) -> tuple[Mention, int] | None:
        found = None if self.found[at].is_half else self.language.neighbourhoods.at(self.found, at)
        if not found:
            return None
        said, end = found
        return Mention(self.found[at].start, self.found[end].end, Certainty.SURE, neighbourhood=said), end + 1

    def _town(self, at: int) -> tuple[Mention, int] | None:
        found = None if self.found[at].is_half else self.language.towns.at(self.found, at)
        if not found:
            return None
        town, end = found
        is_there = at > 0 and not self.found[at].stops and self._is_at(at - 1)
        if town.loose and not (is_there or (self.asked and at == 0)):
            return None
        mention = Mention(self.found[at].start, self.found[end].end, Certainty.SURE, town=town, is_there=is_there)
        return mention, end + 1

    def _is_at(self, before: int) -> bool:
        word = self.found[before].folded
        if word in ("de", "d") and before:
            word = self.found[before - 1].folded
            return word in self.language.around.at and word not in ("a", "sur")
        return word in self.language.around.at or (len(word) == POSTAL_CODE and word.isdigit())

    def _words_from(self, at: int, *, behind_kind: bool = False) -> tuple[list[str], list[int]]:
        """Give the telling words from one on, up to where a name must end, and where in the text each of them ends.

        Args:
            at: the first one.
            behind_kind: it goes on from a word for a kind of street, so that nothing may stand between.
        """
        links, ends = self.language.links, self.language.around.ends
        kept: list[int] = []
        for place in range(at, min(at + LONGEST_NAME, len(self.found))):
            word = self.found[place]
            if word.stops and (behind_kind or place > at):
                break
            following = self.found[place + 1].gap if place + 1 < len(self.found) else ""
            if is_initial(word) and (following.startswith(".") or word.folded not in (*links, *ends)):
                continue
            if behind_kind and not kept and word.folded in NO_LINKS:
                break
            if word.folded in links:
                continue
            # "rue sans voitures" is not the rue Sand: an everyday word is only itself.
            if word.folded in ends and not self.index.has(word.folded):
                break
            kept.append(place)
        words: list[str] = []
        last: list[int] = []
        used = 0
        for unit, length in numbered([self.found[place].folded for place in kept], self.language):
            used += length
            words.append(unit)
            last.append(kept[used - 1])
        return words, last

    def _fit_here(self, fit: Fit, ends: Sequence[int]) -> Fit:
        """Look at what follows the name: a word with a capital may belong to it, and then it is another name."""
        end = ends[fit.used - 1]
        following = self.found[end + 1] if end + 1 < len(self.found) else None
        if following is None or following.stops or following.folded in self.language.around.ends:
            return fit
        if following.folded in self.language.links or following.folded.isdigit():
            return fit if fit.whole else self._less(fit)
        if not fit.whole:
            return self._less(fit)
        # Where everything is in capitals, or only the next word is, they tell nothing.
        shouted = any(len(word.written) > 1 and word.written.isupper() for word in (self.found[end], following))
        is_place = self.language.said.at(self.found, end + 1) or self.index.begins_kindless(following.folded)
        is_name = following.is_capital and not shouted and not is_place
        return self._less(fit) if is_name and not self._named_in(end + 1, end + 1) else fit

    @staticmethod
    def _less(fit: Fit) -> Fit:
        return replace(fit, score=fit.score - NAME_GOES_ON)

    def _is_thing(self, chosen: Sequence[Fit]) -> bool:
        """Tell whether names are those of ordinary things, so that "la rue de l'école" may be no name."""
        return all(word in self.language.things for fit in chosen for word in fit.known.name.core)

    def _is_owned(self, end: int) -> bool:
        """Tell whether what was named is somebody's: "la rue de l'école de mon fils"."""
        return any(word.folded in self.language.around.own for word in self.found[end + 1 : end + 3])

    def _town_in(self, first: int, last: int) -> Town | None:
        """Give the town that words name, if they do."""
        for at in range(first, last + 1):
            if (found := self.language.towns.at(self.found, at)) and found[1] <= last:
                return found[0]
        return None

    def _named_in(self, first: int, last: int) -> Neighbourhood | None:
        """Give the neighbourhood that words name, if they do."""
        for at in range(first, last + 1):
            found = self.language.neighbourhoods.at(self.found, at)
            if found and found[1] <= last:
                return found[0]
        return None

    def _mention(
        self,
        at: int,
        end: int,
        free_from: int,
        certainty: Certainty,
        chosen: Sequence[Fit] = (),
        hint: Neighbourhood | None = None,
    ) -> tuple[Mention, int]:
        """Make a mention of the words from one to another, with the house number that stands before or behind."""
        first, last, around = at, end, self.language.around
        before = house_before(self.found, at, free_from, around)
        after = None if before else house_after(self.found, end, around)
        if before:
            first = before[0]
        elif after and chosen:
            last = after[0]
        house = before[1] if before else after[1] if after else None
        start = max(0, first - HOME_REACHES)
        mention = Mention(
            self.found[first].start,
            self.found[last].end,
            certainty,
            tuple(fit.known.place for fit in chosen),
            house,
            hint,
            is_home=any(word.folded in around.home for word in self.found[start:first]),
        )
        return mention, last + 1


def _longest_first(fits: Sequence[Fit]) -> list[Fit]:
    """Put names that take more of the words before those that take fewer: Girod de Chantrans before Girod."""
    most = max((fit.used for fit in fits if fit.whole and fit.score >= SURE), default=0)
    found = [replace(fit, score=fit.score - NAME_GOES_ON) if fit.used < most else fit for fit in fits]
    return sorted(found, key=lambda fit: (-fit.score, fit.known.place.key))


def _decide(fits: Sequence[Fit]) -> tuple[tuple[Fit, ...], Certainty]:
    """Choose among names that fit: one that is sure, or a few to choose from, or none."""
    if not fits or fits[0].score < OFFERED:
        return (), Certainty.UNLISTED
    best = fits[0].score
    equal = [fit for fit in fits if fit.score >= best - APART]
    if best >= SURE and len(equal) == 1:
        return (fits[0],), Certainty.SURE
    if best < SURE:
        equal = [fit for fit in fits if fit.score >= max(OFFERED, best - 2 * APART)]
    return (tuple(equal), Certainty.SEVERAL) if len(equal) <= MOST_OFFERED else ((), Certainty.UNLISTED)


def _hint(fits: Sequence[Fit]) -> Neighbourhood | None:
    """Give the neighbourhood of places with the same name but for the kind: the rond-point de la Malcombe is there."""
    same = [fit.known.place for fit in fits if fit.whole and fit.score > 1 - OTHER_KIND - APART]
    names = {place.neighbourhoods for place in same}
    if len(names) != 1 or len(found := next(iter(names))) != 1:
        return None
    return Neighbourhood(found[0], found[0])
