"""Searching, step 4: how far each association of a directory answers each part of a request. Arrays, no ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.search.asking import COMMON, Asked, Unit
from bot.search.document import IN_NAME, IN_PURPOSE, Document, holds
from bot.search.postings import Floats, Terms
from bot.search.records import Association
from bot.search.text import Word, stem, words
from bot.search.vocabulary import Phrase, Vocabulary

BY_CODE = 0.75
BY_SHARED_CODE = 0.5
IN_NEIGHBOURHOOD = 0.95
PLACE_WEIGHT = 0.8
ACTIVITY_WEIGHT = 1.0
JOINED = 0.9
ALIAS_IN_PLACE = 0.7
LIKE_WORD = 0.85
JOINED_ALIKE = 0.75
JOINED_FROM = 6
LEAST_TOTAL = 0.5
LEAST_WEIGHT = 0.04


@dataclass(frozen=True, slots=True)
class Matched:
    """How far each association answers.

    Attributes:
        parts: one array for each part of the request, from 0 to 1; weights: how much each part matters.
        place: the same for the neighbourhood, all zeros if none was asked for, and whether one was.
        share: the share of the whole request that is answered.
        stems: the stems that the words of the request may stand for, and how surely.
    """

    parts: tuple[Floats, ...]
    weights: tuple[float, ...]
    place: Floats
    placed: bool
    share: Floats
    stems: Mapping[str, float]

    def place_answered(self, at: int) -> bool:
        """Tell whether an association is in the neighbourhood that is asked for, if one is."""
        return not self.placed or float(self.place[at]) > 0

    def answered(self, at: int, least: float, share: float) -> bool:
        """Tell whether every part of the request that has a share of its weight is answered at least so much."""
        total = sum(self.weights) or 1.0
        return all(
            weight / total < share or float(part[at]) >= least
            for part, weight in zip(self.parts, self.weights, strict=True)
        )


class Matcher:
    """Answers parts of requests over one directory.

    Args:
        vocabulary, terms: the language data and the index of words.
        associations, documents: in the order of the index.
    """

    def __init__(
        self, vocabulary: Vocabulary, terms: Terms, associations: Sequence[Association], documents: Sequence[Document]
    ) -> None:
        self._vocabulary = vocabulary
        self._terms = terms
        self._associations = associations
        self._documents = documents
        self._total = len(associations)
        self._by_code: dict[str, list[int]] = {}
        self._by_neighbourhood: dict[str, list[int]] = {}
        for at, association in enumerate(associations):
            for code in association.category_codes:
                self._by_code.setdefault(code, []).append(at)
            self._by_neighbourhood.setdefault(association.neighbourhood, []).append(at)
        self._common = frozenset(stem(word) for word in vocabulary.home.common)
        self._days = {number: stem(day) for day, number in reversed(list(vocabulary.home.weekdays.items()))}

    def match(self, asked: Asked, *, anywhere: bool = False) -> Matched:
        """Answer a request.

        Args:
            asked: what is asked for.
            anywhere: leave the neighbourhood aside.
        """
        stems: dict[str, float] = {}
        parts: list[Floats] = []
        weights: list[float] = []
        at: dict[int, int] = {}
        for number, unit in enumerate(asked.units):
            part, weight = self._activity(unit, stems) if unit.activities else self._word(unit, asked.core, stems)
            if unit.instead_of is None:
                at[number] = len(parts)
                parts.append(part)
                weights.append(weight)
            else:
                same = at[number] = at[unit.instead_of]
                parts[same] = np.maximum(parts[same], part)
                weights[same] = max(weights[same], weight)
        placed = bool(asked.neighbourhood) and not anywhere
        place = self._place(asked) if placed else np.zeros(self._total, np.float32)
        return _matched(parts, weights, place, placed, stems)

    def instead(self, asked: Asked, activity: str, near: str) -> Matched:
        """Answer a request with one activity in place of another."""
        units = tuple(
            replace(unit, words=(), activities=(near,)) if activity in unit.activities else unit for unit in asked.units
        )
        return self.match(replace(asked, units=units), anywhere=True)

    def done(self, activity: str, least: float, active: NDArray[np.bool_]) -> bool:
        """Tell whether an active association does an activity."""
        return bool(np.any(self._doing(activity)[active] >= least))

    def does(self, at: int, activity: str) -> bool:
        """Tell whether an association does an activity, or something under the same code."""
        return float(self._doing(activity)[at]) > 0

    def names_day(self, at: int, weekday: int) -> bool:
        """Tell whether an association's purpose names a day of the week."""
        return f" {self._days[weekday]} " in self._documents[at].purpose

    def _activity(self, unit: Unit, stems: dict[str, float]) -> tuple[Floats, float]:
        part = np.zeros(self._total, np.float32)
        written = tuple(word.stem for word in unit.words if word.folded not in self._vocabulary.home.small)
        literal = np.zeros(self._total, np.float32)
        if written:
            self._add_phrase(literal, written)
        if written in self._vocabulary.home.said:
            literal *= literal >= IN_NAME
        for activity in unit.activities:
            # Who says "ski" wants skiing before snowshoes, though both are one activity.
            part = np.maximum(part, self._doing(activity, LIKE_WORD if literal.any() else 1.0))
            for phrase in self._vocabulary.activities[activity].phrases:
                for word in phrase:
                    for one in self._terms.beginning(word[:-1]) if word.endswith("*") else (word,):
                        stems.setdefault(one, 0.9)
        # The words as they were written: a name may hold them without being known as a phrase for the activity.
        for said in unit.words:
            stems[said.stem] = 1.0
        return np.maximum(part, literal), unit.weight * ACTIVITY_WEIGHT

    def _doing(self, activity: str, share: float = 1.0) -> Floats:
        part = np.zeros(self._total, np.float32)
        known = self._vocabulary.activities[activity]
        for phrase in known.phrases:
            self._add_phrase(part, phrase)
        part *= np.float32(share)
        for code in known.codes:
            at = self._by_code.get(code)
            if at:
                weight = BY_SHARED_CODE if code in self._vocabulary.shared_codes else BY_CODE
                part[at] = np.maximum(part[at], weight)
        return part

    def _add_phrase(self, part: Floats, phrase: Phrase) -> None:
        if len(phrase) == 1:
            word = phrase[0]
            for one in self._terms.beginning(word[:-1]) if word.endswith("*") else (word,):
                documents, weight = self._terms.holding(one)
                # A theme or a street is not what an association does.
                telling = weight >= IN_PURPOSE
                part[documents[telling]] = np.maximum(part[documents[telling]], weight[telling])
            return
        rarest = min(phrase, key=self._terms.count)
        for at in self._terms.holding(rarest)[0]:
            document = self._documents[at]
            if holds(document.name, phrase):
                part[at] = max(float(part[at]), IN_NAME)
            elif holds(document.purpose, phrase):
                part[at] = max(float(part[at]), IN_PURPOSE)

    def _word(self, unit: Unit, core: Sequence[Word], stems: dict[str, float]) -> tuple[Floats, float]:
        word = unit.words[0]
        found = self._like(word)
        part = self._holding(found, stems)
        best = max(found, key=lambda one: (found[one], -self._terms.count(one)), default=None)
        weight = unit.weight * (self._idf(best) if best else 1.0)
        if best in self._common and unit.weight > COMMON:
            weight *= COMMON
        # A dictation cuts names in two ("le bas ton"): a word may be half of one.
        at = next((place for place, other in enumerate(core) if other is word), None)
        if at is not None:
            for first in (at - 1, at):
                if 0 <= first < len(core) - 1:
                    if len(core[first].raw) + len(core[first + 1].raw) < JOINED_FROM:
                        continue
                    joined = words(core[first].raw + core[first + 1].raw)[0]
                    like = self._like(joined)
                    sure = {one: likeness for one, likeness in like.items() if likeness >= JOINED_ALIKE}
                    part = np.maximum(part, JOINED * self._holding(sure, stems))
        return part, weight

    def _like(self, word: Word) -> Mapping[str, float]:
        return self._terms.like(word.raw, word.folded, word.stem)

    def _holding(self, found: Mapping[str, float], stems: dict[str, float]) -> Floats:
        part = np.zeros(self._total, np.float32)
        for one, likeness in found.items():
            documents, weight = self._terms.holding(one)
            part[documents] = np.maximum(part[documents], weight * likeness)
            stems[one] = max(stems.get(one, 0.0), likeness)
        return part

    def _idf(self, one: str) -> float:
        return max(LEAST_WEIGHT, log(1 + self._total / max(1, self._terms.count(one))) / log(2 + self._total))

    def _place(self, asked: Asked) -> Floats:
        place = np.zeros(self._total, np.float32)
        place[self._by_neighbourhood.get(asked.neighbourhood or "", [])] = IN_NEIGHBOURHOOD
        alias = [stem(part) for part in asked.alias]
        rarest = min(alias, key=self._terms.count)
        for at in self._terms.holding(rarest)[0]:
            document, association = self._documents[at], self._associations[at]
            if any(set(alias) <= {word.stem for word in title.words} for title in document.titles):
                place[at] = 1.0
            elif set(alias) <= {word.stem for word in words(f"{association.place} {association.street}")}:
                place[at] = max(float(place[at]), ALIAS_IN_PLACE)
        return place


def _matched(
    parts: list[Floats], weights: list[float], place: Floats, placed: bool, stems: Mapping[str, float]
) -> Matched:
    share = np.zeros(len(place), np.float32)
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        share += part * np.float32(weight)
    if placed:
        telling = PLACE_WEIGHT * max(weights, default=1.0)
        share += place * np.float32(telling)
        total += telling
    if total:
        # Nothing but common words is not much of a request, and nothing can answer it wholly.
        share /= np.float32(max(total, LEAST_TOTAL))
    return Matched(tuple(parts), tuple(weights), place, placed, share, stems)
