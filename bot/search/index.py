"""Searching, last step: the directory in memory, and what it finds for a sentence.

The score of an association is the share of the request that it answers, each part weighed by how telling it is; names
count more than activities, activities more than purposes; a name written almost in full counts by itself. Being sure
is a separate question: everything that matters in the request must be answered, or the name must be the one asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

import numpy as np

from bot.search.asking import COMMON, Asked, Reader
from bot.search.document import Document, Reading
from bot.search.matching import Matched, Matcher
from bot.search.naming import Exact, Likeness, Request, named_share
from bot.search.postings import Names, Terms, largest
from bot.search.records import Association
from bot.search.vocabulary import Vocabulary

CANDIDATES = 60
"""How many associations are looked at closely, of each of the two ways of finding some."""

SURE_SHARE = 0.72
SURE_PART = 0.55
SURE_NAME = 0.86
SURE_NAME_ALONE = 0.93
SURE_NAME_APART = 0.8
APART = 0.15
"""A name less alike is still the one that is meant where no other comes near."""

LEAST = 0.3
"""What scores less is not shown at all."""

FITS = 0.6
"""An activity is done there from this weight on; under it, the code only says that it is of the same family."""

MATTERS = 0.28
"""A part of a request that has this share of its weight must be answered."""

_AGE_FITS = 0.03
_NEXT_DOOR = 0.02
_SAME_DAY = 0.02
_DISSOLVED_MARGIN = 0.02


class Why(StrEnum):
    """What of an association answers a request."""

    NAME = "name"
    ACTIVITY = "activity"
    PURPOSE = "purpose"
    NEIGHBOURHOOD = "neighbourhood"
    AGE = "age"
    WEEKDAY = "weekday"


class Widening(StrEnum):
    """Why what is shown is not what was asked for."""

    NEIGHBOURHOOD = "neighbourhood"
    ACTIVITY = "activity"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class Hit:
    """One association that is found.

    Attributes:
        score: from 0 to 1. why: what answers the request, the strongest first. fits: it answers all that matters in the
            request (or in the widened one); a hit that does not is the nearest there is, and must be shown as that.
    """

    association: Association
    score: float
    why: tuple[Why, ...]
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Widened:
    """How a search was widened, to be told to who asked.

    Attributes:
        by: NEIGHBOURHOOD: nobody does it there, these do it elsewhere, the next neighbourhoods first; ACTIVITY: nobody
            does it, these do what is near it; DISSOLVED: the one that is asked for does not exist any more.
        neighbourhood: where the first hit is, for NEIGHBOURHOOD.
        activity: key of the near activity, for ACTIVITY (`Directory.label` names it).
        name: the dissolved association, for DISSOLVED.
    """

    by: Widening
    neighbourhood: str = ""
    activity: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found.

    Attributes:
        confident: the first hit is what was asked for. False when nothing really fits; hits are then suggestions.
        hits: the best first.
        neighbourhood: the one that the sentence names. weekday: 0 is Monday. age: in years.
        activities: keys of those that the sentence names.
        widened: how the search was widened, if it was.
    """

    confident: bool
    hits: tuple[Hit, ...] = ()
    neighbourhood: str | None = None
    widened: Widened | None = None
    weekday: int | None = None
    age: int | None = None
    activities: tuple[str, ...] = ()


class Directory:
    """A directory to search in; built once, never changed.

    Args:
        associations: all of them. Those that are not active are never proposed, but recognised by their name, so that
            another one is not given for them.
        vocabulary: the language data; by default what comes with the product.
    """

    def __init__(self, associations: Iterable[Association], vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or Vocabulary.packaged()
        self._associations = sorted(associations, key=lambda one: one.id)
        self._light = self._vocabulary.home.small | self._vocabulary.home.common
        reading = Reading(self._vocabulary.home.small, self._light)
        read = [reading.read(association) for association in self._associations]
        self._documents: list[Document] = [document for document, _ in read]
        self._terms = Terms([weights for _, weights in read], reading.spellings)
        titles = [
            (title.squeezed, owner)
            for owner, document in enumerate(self._documents)
            for title in document.titles
            if title is document.titles[0] or title.squeezed != document.titles[0].squeezed
        ]
        self._names = Names([title for title, _ in titles], [owner for _, owner in titles])
        self._active = np.array([association.active for association in self._associations], np.bool_)
        self._matcher = Matcher(self._vocabulary, self._terms, self._associations, self._documents)
        self._reader = Reader(self._vocabulary, lambda stem: stem in self._terms)

    def __len__(self) -> int:
        return int(self._active.sum())

    def label(self, activity: str, lang: str = "fr") -> str:
        """Name an activity of `Findings` in a language."""
        return self._vocabulary.label(activity, lang)

    def search(self, query: str, limit: int = 5) -> Findings:
        """Find what a sentence asks for.

        Args:
            query: a request as people write it, in any language, of any length.
            limit: how many hits at most.
        """
        asked = self._reader.read(query)
        if not asked.whole or not self._associations:
            return Findings(confident=False)
        matched = self._matcher.match(asked)
        ranked = self._rank(asked, matched)
        activities = tuple(dict.fromkeys(key for unit in asked.units for key in unit.activities))
        about = (asked.neighbourhood, asked.weekday, asked.age, activities)
        active = [one for one in ranked if self._active[one.at]]
        dissolved = next((one for one in ranked if not self._active[one.at]), None)
        if dissolved and self._asked_for(dissolved, active):
            gone = Widened(Widening.DISSOLVED, name=self._associations[dissolved.at].name)
            return _findings(False, self._hits(asked, active, limit), gone, about)
        if active and self._sure(asked, matched, active):
            fitting = frozenset((active[0].at, *(one.at for one in active[1:] if self._fits(matched, one))))
            return _findings(True, self._hits(asked, active, limit, fitting), None, about)
        if wider := self._widen(asked, matched, limit):
            return _findings(False, wider[1], wider[0], about)
        return _findings(False, self._hits(asked, active, limit), None, about)

    def _rank(self, asked: Asked, matched: Matched) -> list["_Ranked"]:
        pool = set(map(int, largest(matched.share * (1 - 0.001 * ~self._active), CANDIDATES)))
        for name in {"".join(word.folded for word in part) for part in (asked.whole, asked.core)}:
            pool.update(map(int, self._names.like(name, CANDIDATES)))
        ranked = []
        request = Request(asked, self._light)
        for at in pool:
            share = float(matched.share[at])
            like = request.likeness(self._documents[at])
            near = named_share(self._documents[at], matched.stems, self._idf)
            # A likeness that is not nearly sure must not put a name of the same pattern before a real answer.
            by_name = like.value if like.value >= SURE_NAME else like.value * 0.8
            score = max(share * (0.8 + 0.2 * near), by_name * (0.9 + 0.1 * max(share, near)))
            # A whole name, letter for letter, is what is asked for, whatever else would answer the words.
            whole_name = float(like.exact) if like.exact > Exact.SHORT_NAME else 0.0
            ranked.append(_Ranked(at, whole_name + score + self._bonus(asked, at, matched), share, like))
        ranked.sort(key=lambda one: (-one.score, one.at))
        return [one for one in ranked if one.score >= LEAST]

    def _idf(self, stem: str) -> float:
        total = len(self._associations)
        return log(1 + total / max(1, self._terms.count(stem))) / log(2 + total)

    def _bonus(self, asked: Asked, at: int, matched: Matched) -> float:
        document = self._documents[at]
        bonus = 0.0
        if asked.age is not None and document.ages:
            bonus += _AGE_FITS if document.ages[0] <= asked.age <= document.ages[1] else -_AGE_FITS
        if asked.weekday is not None and self._matcher.names_day(at, asked.weekday):
            bonus += _SAME_DAY
        if (
            asked.neighbourhood
            and not matched.place[at]
            and self._associations[at].neighbourhood in (self._vocabulary.next_to.get(asked.neighbourhood, ()))
        ):
            bonus += _NEXT_DOOR
        return bonus

    def _sure(self, asked: Asked, matched: Matched, ranked: Sequence["_Ranked"]) -> bool:
        """Tell whether the first association is what is asked for, and not only the nearest there is."""
        best = ranked[0]
        if best.like.exact:
            return True
        # "Une association" asks for nothing yet, however many names begin so.
        if not asked.neighbourhood and not any(unit.activities or unit.weight > COMMON for unit in asked.units):
            return False
        if best.like.value >= SURE_NAME_ALONE and len(asked.core) > 0:
            return matched.place_answered(best.at) or best.like.value >= 0.97
        if not matched.place_answered(best.at):
            return False
        if best.like.value >= SURE_NAME_APART and best.like.value > self._next_name(ranked) + APART:
            return True
        if best.like.value >= SURE_NAME and (best.share >= 0.6 or len(asked.core) == 1):
            return True
        return best.share >= SURE_SHARE and matched.answered(best.at, SURE_PART, MATTERS)

    @staticmethod
    def _fits(matched: Matched, one: "_Ranked") -> bool:
        """Tell whether another association than the first may be shown beside it without a word of warning."""
        if one.like.exact or one.like.value >= SURE_NAME_ALONE:
            return True
        answered = matched.answered(one.at, SURE_PART, MATTERS)
        return answered and matched.place_answered(one.at) and one.share >= FITS

    def _next_name(self, ranked: Sequence["_Ranked"]) -> float:
        """Give the likeness of the nearest other name; a namesake is no other."""
        name = self._documents[ranked[0].at].titles[1].squeezed
        others = (one.like.value for one in ranked[1:] if self._documents[one.at].titles[1].squeezed != name)
        return max(others, default=0.0)

    def _asked_for(self, dissolved: "_Ranked", active: Sequence["_Ranked"]) -> bool:
        """Tell whether the name that is asked for is a dissolved association's rather than any other's."""
        if not (dissolved.like.exact or dissolved.like.value >= SURE_NAME):
            return False
        return not active or dissolved.like.value > max(one.like.value for one in active) + _DISSOLVED_MARGIN

    def _widen(self, asked: Asked, matched: Matched, limit: int) -> tuple[Widened, tuple[Hit, ...]] | None:
        """Look further, visibly: the same thing in the next neighbourhoods, or what is near it."""
        if asked.neighbourhood and asked.units:
            elsewhere = self._matcher.match(asked, anywhere=True)
            ranked = [one for one in self._rank(asked, elsewhere) if self._active[one.at]]
            fitting = [
                one for one in ranked if elsewhere.answered(one.at, SURE_PART, MATTERS) and one.share >= SURE_SHARE
            ]
            if fitting:
                where = self._associations[fitting[0].at].neighbourhood
                hits = self._hits(asked, fitting, limit, frozenset(one.at for one in fitting))
                return Widened(Widening.NEIGHBOURHOOD, neighbourhood=where), hits
        for key in (key for unit in asked.units for key in unit.activities):
            if self._matcher.done(key, FITS, self._active):
                continue
            for near in self._vocabulary.activities[key].near:
                instead = self._matcher.instead(asked, key, near)
                ranked = [one for one in self._rank(asked, instead) if self._active[one.at] and one.share >= FITS]
                if ranked and self._matcher.done(near, FITS, self._active):
                    hits = self._hits(asked, ranked, limit, frozenset(one.at for one in ranked))
                    return Widened(Widening.ACTIVITY, activity=near), hits
        return None

    def _hits(
        self, asked: Asked, ranked: Sequence["_Ranked"], limit: int, fitting: frozenset[int] = frozenset()
    ) -> tuple[Hit, ...]:
        return tuple(
            Hit(self._associations[one.at], round(min(one.score, 1.0), 3), self._why(asked, one), one.at in fitting)
            for one in ranked[:limit]
        )

    def _why(self, asked: Asked, one: "_Ranked") -> tuple[Why, ...]:
        association, document = self._associations[one.at], self._documents[one.at]
        why = []
        stems = {word.stem for unit in asked.units for word in unit.words}
        if one.like.value >= SURE_NAME or any(word.stem in stems for title in document.titles for word in title.words):
            why.append(Why.NAME)
        if any(self._matcher.does(one.at, key) for unit in asked.units for key in unit.activities):
            why.append(Why.ACTIVITY)
        if any(f" {stem} " in document.purpose for stem in stems):
            why.append(Why.PURPOSE)
        if asked.neighbourhood and association.neighbourhood == asked.neighbourhood:
            why.append(Why.NEIGHBOURHOOD)
        if asked.age is not None and document.ages and document.ages[0] <= asked.age <= document.ages[1]:
            why.append(Why.AGE)
        if asked.weekday is not None and self._matcher.names_day(one.at, asked.weekday):
            why.append(Why.WEEKDAY)
        return tuple(why)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An association under comparison: its position, score, share of the request answered, likeness of its name."""

    at: int
    score: float
    share: float
    like: Likeness


def _findings(
    confident: bool,
    hits: tuple[Hit, ...],
    widened: Widened | None,
    about: tuple[str | None, int | None, int | None, tuple[str, ...]],
) -> Findings:
    neighbourhood, weekday, age, activities = about
    return Findings(confident, hits, neighbourhood, widened, weekday, age, activities)
