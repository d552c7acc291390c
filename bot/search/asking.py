"""Searching, step 2: what a sentence asks for, apart from how: activities, words, a neighbourhood, a day, an age.

Nothing here looks at the associations, except through `known`, which tells whether a word occurs in the directory: a
word that does is taken as it is, one that does not may be a misspelt activity.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.text import Word, words
from bot.search.vocabulary import Language, Phrase, Vocabulary

MOST_WORDS = 32
"""A request is understood from its first words; a letter is no request."""

MOST_LETTERS = 600

DETAIL = 0.3
"""How much the first word behind "qui", "car"... or in a second sentence weighs; each further one, half as much."""

ABROAD = 0.1
"""The same, for an everyday word of another language that happens to stand in a name."""

NUMBER = 0.2
"""The same, for a number ("les 14-17")."""

COMMON = 0.3
"""How much a word that is in many names weighs ("club", "atelier", the name of the city)."""

_ALIKE = 0.8
_TYPO_FROM = 5
_SOUND_FROM = 3
_LONGEST_PHRASE = 6
# A point behind two letters or fewer belongs to an acronym ("p.t.t. sauveteurs").
_SENTENCE = re.compile(r"[!?;\n]+\s|(?<=\w{3})\.+\s")
_AGE = re.compile(r"(?<!\d)(\d{1,2})\s?(?:ans|an|years?(?:\sold)?|yo|yas(?:ind\w*)?|anos|سنوات|سنة)\b")
_OLDEST_CHILD = 17
_AGES = {"baby": 1, "child": 8, "teenager": 14, "senior": 70}


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is asked for.

    Attributes:
        words: the words that ask for it.
        activities: the activities that they name, none for a plain word.
        weight: how much it matters, from 0 to 1.
        instead_of: position of the unit in whose place it will do as well ("la voile ou l'aviron").
    """

    words: tuple[Word, ...]
    activities: tuple[str, ...] = ()
    weight: float = 1.0
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sentence asks for.

    Attributes:
        core: the request without what surrounds it; whole: all its words.
        units: activities and plain words. neighbourhood: official name; alias: as it was written.
        weekday: 0 is Monday. age: in years, guessed from "mon bébé" or "ma grand-mère" where it is not said.
    """

    whole: tuple[Word, ...]
    core: tuple[Word, ...]
    units: tuple[Unit, ...] = ()
    neighbourhood: str | None = None
    alias: Phrase = field(default=())
    weekday: int | None = None
    age: int | None = None


class Reader:
    """Reads requests.

    Args:
        vocabulary: the language data.
        known: tells whether a stem occurs in the directory.
    """

    def __init__(self, vocabulary: Vocabulary, known: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._known = known
        self._typo_words = {
            language.name: [
                phrase[0] for phrase in language.phrases if len(phrase) == 1 and len(phrase[0]) >= _TYPO_FROM - 1
            ]
            for language in vocabulary.languages
        }
        self._alias_parts = {part for alias in vocabulary.neighbourhoods for part in alias}
        self._alias_words = sorted(part for part in self._alias_parts if len(part) > _TYPO_FROM)
        self._longest_alias = max((len(alias) for alias in vocabulary.neighbourhoods), default=0)

    def read(self, query: str) -> Asked:
        """Read a request of any length and form; an empty one asks for nothing."""
        query = query[:MOST_LETTERS]
        sentences = [tuple(words(sentence)) for sentence in _SENTENCE.split(query)]
        whole = tuple(word for sentence in sentences for word in sentence)[:MOST_WORDS]
        starts = {id(sentence[0]) for sentence in sentences if sentence}
        languages = self._vocabulary.order(whole)
        core = self._strip(whole, languages)
        rest, age = self._person(list(core), query, languages)
        rest, weekday = self._weekday(rest, languages)
        rest, neighbourhood, alias = self._neighbourhood(rest)
        return Asked(whole, core, self._units(rest, languages, query, starts), neighbourhood, alias, weekday, age)

    def _strip(self, sentence: tuple[Word, ...], languages: Sequence[Language]) -> tuple[Word, ...]:
        """Take away what surrounds a request; one that is nothing else is left empty."""
        spoken = [language for language in languages if language.before]
        start, end = 0, len(sentence)
        folded = tuple(word.folded for word in sentence)
        while step := next(
            (
                len(p)
                for lang in spoken
                for p in lang.before
                if start + len(p) <= end and folded[start : start + len(p)] == p
            ),
            0,
        ):
            start += step
        while step := next(
            (
                len(p)
                for lang in spoken
                for p in lang.after
                if end - len(p) >= start and folded[end - len(p) : end] == p
            ),
            0,
        ):
            end -= step
        return sentence[start:end]

    def _person(self, sentence: list[Word], query: str, languages: Sequence[Language]) -> tuple[list[Word], int | None]:
        age = None
        if said := _AGE.search(" ".join(word.folded for word in words(query))):
            age = int(said[1])
            sentence = _without_age(sentence, said[0].split())
        folded = [word.folded for word in sentence]
        for language in languages:
            for phrase, kind in language.audience:
                at = _position(folded, phrase)
                # What is asked for stands before the person: "pour les enfants" alone would be the request itself.
                if at is not None and (at > 0 or len(sentence) > len(phrase)):
                    return sentence[:at] + sentence[at + len(phrase) :], age if age is not None else _AGES.get(kind)
        return sentence, age

    def _weekday(self, sentence: list[Word], languages: Sequence[Language]) -> tuple[list[Word], int | None]:
        # A language that the bot does not speak is believed only where the sentence is in it: "CUMA" is French too.
        for language in (one for one in languages if one.before or one is languages[0]):
            for at, word in enumerate(sentence):
                day = language.weekdays.get(word.folded)
                # "jeu", "sam" and "mer" are days only behind another word: "jeu de rôle" is no Thursday.
                if (
                    day is not None
                    and len(sentence) > 1
                    and (len(word.folded) > len("mer") or at == len(sentence) - 1 > 0)
                ):
                    return sentence[:at] + sentence[at + 1 :], day
        return sentence, None

    def _neighbourhood(self, sentence: list[Word]) -> tuple[list[Word], str | None, Phrase]:
        spelt = [self._alias_word(word) for word in sentence]
        for size in range(min(self._longest_alias, len(spelt)), 0, -1):
            for at in range(len(spelt) - size + 1):
                alias = tuple(spelt[at : at + size])
                if name := self._vocabulary.neighbourhoods.get(alias):
                    return sentence[:at] + sentence[at + size :], name, alias
        return sentence, None, ()

    def _alias_word(self, word: Word) -> str:
        if word.folded in self._alias_parts or len(word.folded) < _TYPO_FROM or self._known(word.stem):
            return word.folded
        found = process.extractOne(
            word.folded, self._alias_words, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
        )
        return found[0] if found else word.folded

    def _units(
        self, sentence: list[Word], languages: Sequence[Language], query: str, starts: set[int]
    ) -> tuple[Unit, ...]:
        first = languages[0]
        fillers = (first, self._vocabulary.home)
        alternatives = re.search(r"\b(?:ou|or|veya)\b|أو", query.lower()) is not None
        units: list[Unit] = []
        at, weight, either = 0, 1.0, False
        # Everyday words are skipped, but not when a request has nothing else: "Plus encore" is a name.
        only_chat = all(
            any(word.folded in lang.chat or word.folded in lang.small for lang in fillers) for word in sentence
        )
        while at < len(sentence):
            word = sentence[at]
            if id(word) in starts and any(unit.activities or unit.weight > COMMON for unit in units):
                weight = min(weight, DETAIL)
            size, activities = self._activities(sentence, at, languages)
            if activities:
                named = next((number for number, unit in enumerate(units) if unit.activities), None)
                units.append(Unit(tuple(sentence[at : at + size]), activities, weight, named if alternatives else None))
                at, either = at + size, False
                continue
            at += 1
            if any(word.folded in lang.clauses for lang in fillers) and units:
                weight = min(weight, DETAIL)
            either = either or word.folded in ("ou", "or", "o")
            if any(word.folded in lang.small for lang in fillers):
                continue
            if any(word.folded in lang.chat for lang in fillers) and not only_chat:
                continue
            share = self._share(word, first)
            units.append(Unit((word,), (), weight * share, len(units) - 1 if either and units else None))
            # A long story must not drown what it is told for.
            weight *= 1 if weight == 1 else 0.5
            either = False
        return tuple(units)

    def _share(self, word: Word, first: Language) -> float:
        if word.folded in self._vocabulary.home.common:
            return COMMON
        if word.folded in first.common:
            return ABROAD
        if not self._known(word.stem) and any(lang.is_filler(word) for lang in self._vocabulary.languages):
            return ABROAD
        return NUMBER if word.folded.isdigit() else 1.0

    def _activities(self, sentence: list[Word], at: int, languages: Sequence[Language]) -> tuple[int, tuple[str, ...]]:
        """Give how many words from a place on name activities, and which: the longest phrase first."""
        small = self._vocabulary.home.small | languages[0].small
        word = sentence[at]
        if word.folded in small:
            return 0, ()
        stems: list[str] = []
        ends: list[int] = []
        for position in range(at, min(at + _LONGEST_PHRASE + 4, len(sentence))):
            if sentence[position].folded not in small:
                stems.append(sentence[position].stem)
                ends.append(position + 1 - at)
        filler = any(word.folded in language.chat or word.folded in language.common for language in languages[:1])
        for size in range(min(_LONGEST_PHRASE, len(stems)), 0, -1):
            if size == 1 and filler:
                break
            for language in languages:
                if found := language.phrases.get(tuple(stems[:size])):
                    return ends[size - 1], found
        if filler:
            return 0, ()
        for language in languages:
            for length in range(len(word.folded), 2, -1):
                if found := language.beginnings.get(word.folded[:length]):
                    return 1, found
        return self._misspelt(word, sentence[at + 1] if at + 1 < len(sentence) else None, languages)

    def _misspelt(
        self, word: Word, following: Word | None, languages: Sequence[Language]
    ) -> tuple[int, tuple[str, ...]]:
        """Recognise an activity that is written by ear, in two words or with a slip, unless the word is a known one."""
        spoken = [language for language in languages if language.before] or list(languages)
        if following:
            joined = words(word.raw + following.raw)[0]
            for language in spoken:
                if found := language.phrases.get((joined.stem,)) or language.pairs.get(
                    word.sound() + following.sound()
                ):
                    return 2, found
        if self._known(word.stem):
            return 0, ()
        heard = word.sound()
        if len(heard) >= _SOUND_FROM:
            for language in spoken:
                if found := language.sounds.get(heard):
                    return 1, found
        if len(word.folded) >= _TYPO_FROM:
            for language in languages:
                best = process.extractOne(
                    word.stem, self._typo_words[language.name], scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
                )
                if best and best[0][0] == word.stem[0]:
                    return 1, language.phrases[(best[0],)]
        return 0, ()


def _position(sentence: Sequence[str], phrase: Phrase) -> int | None:
    size = len(phrase)
    return next((at for at in range(len(sentence) - size + 1) if tuple(sentence[at : at + size]) == phrase), None)


def _without_age(sentence: list[Word], said: Sequence[str]) -> list[Word]:
    at = _position([word.folded for word in sentence], tuple(said))
    if at is None:
        return sentence
    start = at - 1 if at and sentence[at - 1].folded in ("de", "d", "of", "a") else at
    return sentence[:start] + sentence[at + len(said) :]
