"""Feature: which of several drafts words are about ("le deuxième, c'est rue Battant"), where a summary shows all.

A place that is said of one of them is put right there; one that is said of none is asked about. A draft is named by its
letter, by its order, or by words of its own ("le matelas").
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.conversing import ask, pending_question
from bot.handling import Context, Handler
from bot.outgoing import Choice, text
from bot.places.spot import Spot
from bot.search.terms import terms_of
from bot.sources import SAID, SPLIT, may_be_said_again, note_source
from bot.understanding.global_words import fold
from handlers import drafting, neighbours, several
from handlers.cards import spot_shown
from handlers.categories import CATEGORIES
from handlers.kinds import place_alone
from handlers.relocating import house_in
from handlers.several import LETTERS, Draft
from handlers.where import DOUBTED, PLACE

MOST_WORDS = 6
"""Words that name a draft: "pour le premier", "le matelas dans la cour"."""

ALL = "all"

_STOPS = " ,.:;!"
_IN_ORDER = ("first", "second", "third", "fourth")


def put_right(context: Context) -> bool:
    """Take words at the summary of several drafts as what puts one of them right; say whether they were that."""
    drafts, _ = several.drafts_of(context)
    pointed = _Pointing(context, drafts)
    said = context.incoming.text
    if found := pointed.places(said):
        note_source(context, **{SPLIT: said})
        _relocate(context, drafts, found)
    elif spot := place_alone(context.gazetteer(), said) or _only_house(context, drafts, said):
        asked = _with_place(drafts)
        if len(asked) > 1:
            may_be_said_again(context)
            _ask_which(context, drafts, asked, spot)
        elif asked:
            note_source(context, **{SPLIT: said})
            _relocate(context, drafts, {asked[0]: spot})
        else:
            return False
    else:
        return fix(context, said)
    return True


def fix(context: Context, named: str) -> bool:
    """Ask what is to be corrected in the draft that words name and nothing more; say whether they named one."""
    drafts, _ = several.drafts_of(context)
    if len(drafts) < 2 or pending_question(context) != "confirm":
        return False
    letter = named.strip(_STOPS)
    alone = LETTERS[: len(drafts)].find(letter.upper()) if len(letter) == 1 else -1
    at = alone if alone >= 0 else _Pointing(context, drafts).named(named.split(), own_words=False)
    if at is None:
        return False
    several.hold(context, drafts, at)
    drafting.fix(context)
    return True


def choose_place(context: Context) -> None:
    """A button: of which draft a place is, ``<number, or all> <place>``."""
    drafts, _ = several.drafts_of(context)
    which, _, place = context.argument.partition(" ")
    asked = _with_place(drafts) if len(drafts) > 1 and pending_question(context) == "confirm" else []
    chosen = asked if which == ALL else [at for at in asked if which == str(at + 1)]
    if not (chosen and place):
        context.registry.old_button(context)
        ask(context)
        return
    _relocate(context, drafts, dict.fromkeys(chosen, Spot.parse(place)))


def _relocate(context: Context, drafts: list[Draft], spots: dict[int, Spot]) -> None:
    for at, spot in sorted(spots.items()):
        drafts[at][PLACE] = spot.written
        drafts[at].pop(DOUBTED, None)
        drafts[at].pop(neighbours.SAME, None)  # Whoever else has told of it lives elsewhere now.
        context.say(text("place-changed-of", letter=LETTERS[at], place=spot_shown(spot)))
    context.asked = False
    several.enter(context, drafts, min(spots))


def _only_house(context: Context, drafts: Sequence[Draft], said: str) -> Spot | None:
    """Give the house whose number words are, if all drafts with a place are in the same street."""
    houses = [house_in(context, drafts[at], said) for at in _with_place(drafts)]
    return houses[0] if houses and len({each.written if each else "" for each in houses}) == 1 else None


def _ask_which(context: Context, drafts: Sequence[Draft], asked: Sequence[int], spot: Spot) -> None:
    each = [
        Choice(
            text("several-fix", letter=LETTERS[at], category=text(f"category-{drafts[at]['subject']}")),
            f"place_of {at + 1} {spot.written}",
        )
        for at in asked
    ]
    every = Choice(text("place-of-all", count=len(asked)), f"place_of {ALL} {spot.written}")
    context.say(text("place-of-which", place=spot_shown(spot)), choices=(*each, every))
    context.asked = True


def _with_place(drafts: Sequence[Draft]) -> list[int]:
    """Say which drafts are asked for a place."""
    return [
        at
        for at, draft in enumerate(drafts)
        if any(question.name == PLACE for question in CATEGORIES[draft["subject"]].questions)
    ]


@dataclass(frozen=True, slots=True)
class _Pointing:
    context: Context
    drafts: Sequence[Draft]

    def places(self, said: str) -> dict[int, Spot]:
        """Find of which drafts words say where they are, and nothing more; none if a part is not that."""
        if one := self._place(said):
            return dict([one])
        parts = [part for part in re.split(_words().joins, said, flags=re.IGNORECASE) if part.strip()]
        found = [self._place(part) for part in parts]
        each = dict(filter(None, found))
        return each if len(each) == len(parts) else {}

    def _place(self, said: str) -> tuple[int, Spot] | None:
        for named, rest in _splits(said.split()):
            at = self.named(named, own_words=True)
            if at not in _with_place(self.drafts):
                continue
            where, draft = " ".join(rest), self.drafts[at]
            spot = place_alone(self.context.gazetteer(), where) or house_in(self.context, draft, where)
            if spot is not None:
                return at, spot
        return None

    def named(self, words: Sequence[str], *, own_words: bool) -> int | None:
        """Give the draft that words name: by its letter or order, or also by words of its own; None if it is no one."""
        table = _words()
        parts = [part for word in words for part in re.findall(r"\w+'?", fold(word))]
        telling = [part for part in parts if part not in table.around]
        at = table.order.get(telling[0]) if len(telling) == 1 else None
        at = _letter(words) if at is None else at
        if at is not None:
            at = len(self.drafts) - 1 if at < 0 else at
            return at if at < len(self.drafts) else None
        return self._by_own_words(" ".join(telling)) if own_words else None

    def _by_own_words(self, said: str) -> int | None:
        wanted = set(terms_of(said))
        have = [at for at, draft in enumerate(self.drafts) if wanted and wanted <= self._terms(draft)]
        return have[0] if len(have) == 1 else None

    def _terms(self, draft: Draft) -> set[str]:
        """Give the telling words of a draft and of its subject's name, without those of places."""
        said, context = draft[SAID], self.context
        for mention in sorted(context.gazetteer().find(said), key=lambda each: -each.start):
            said = f"{said[: mention.start]} {said[mention.end :]}"
        label = context.city.wording.text(context.person.lang, f"category-{draft['subject']}", {})
        return set(terms_of(f"{said} {label}"))


def _letter(words: Sequence[str]) -> int | None:
    """Read "la B", "B:" or "A c'est"; a capital at the beginning of other words may be "à" or "c'est"."""
    table = _words()
    for at, word in enumerate(words):
        letter = word.strip(_STOPS)
        if len(letter) != 1 or letter not in LETTERS:
            continue
        before, after = fold(" ".join(words[:at])), fold(" ".join(words[at + 1 :])).strip(_STOPS)
        if all(part in table.around for part in before.split()):
            is_named = (before and not after) or (word[-1] in _STOPS and not after) or after in table.excuses
            return LETTERS.index(letter) if is_named else None
    return None


def _splits(words: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Give the beginnings, then the ends, that may name a draft, each with the rest."""
    for size in range(1, min(MOST_WORDS, len(words) - 1) + 1):
        yield words[:size], words[size:]
    for size in range(1, min(MOST_WORDS, len(words) - 1) + 1):
        yield words[-size:], words[:-size]


@dataclass(frozen=True, slots=True)
class _Words:
    """What ``words.toml`` of all languages says of order: the last is -1; what stands around; what joins two parts."""

    order: dict[str, int]
    around: frozenset[str]
    excuses: frozenset[str]
    joins: str


@lru_cache(maxsize=1)
def _words() -> _Words:
    tables = (each / "words.toml" for each in files("locales").iterdir())
    read = [tomllib.loads(table.read_text("utf-8")) for table in tables if table.is_file()]
    order = {fold(word): at for table in read for at, name in enumerate(_IN_ORDER) for word in table.get(name, ())}
    order |= {fold(word): -1 for table in read for word in table.get("last", ())}
    phrases = (phrase for table in read for name in ("articles", "excuses", "about") for phrase in table.get(name, ()))
    around = frozenset(part for phrase in phrases for part in re.findall(r"\w+'?", fold(phrase)))
    joins = "|".join(rf"\s+{re.escape(word)}\s+" for table in read for word in table.get("joins", ()))
    excuses = frozenset(fold(phrase) for table in read for phrase in table.get("excuses", ()))
    return _Words(order, around - set(order), excuses, rf"\s*[;,]\s+|{joins}")


ACTIONS: dict[str, Handler] = {"place_of": choose_place}
