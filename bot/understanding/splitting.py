"""Understanding, step 5: several subjects in one message, each with the words that belong to it.

The parts of a message (`cutting`) are understood like messages. Where two of them are about different subjects and
neither is only told beside the other (a cause, a greeting, something settled), the message becomes proposals. A wrong
split costs the citizen more than a missed one: the weaker the sign that a new subject begins, the surer both must be,
and the more the whole message must tell of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding import Proposal, Understanding
from bot.understanding.cutting import NOISE, Cutter, Link, Part
from bot.understanding.model import UNCLEAR

NEVER = frozenset(
    {
        "find_association",
        "find_activity",
        "check_status",
        "greeting",
        "thanks",
        "help",
        "talk_to_human",
        "cancel",
        "delete_my_data",
        "abuse",
        "out_of_scope",
        "other",
        UNCLEAR,
    }
)
"""Labels that are never split off: what is no request, and what has no subject of its own."""

MOST_PROPOSALS = 4

Guess = tuple[str, float]
"""A label and its probability."""

Guesses = tuple[Guess, ...]
"""The likeliest labels of some words, best first."""

NOBODY: Guess = ("", 0.0)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of a message that are about one subject: their words are the text from each start to its end."""

    label: str
    spans: tuple[tuple[int, int], ...]

    def words(self, text: str) -> str:
        """Give the words as they were written; what stands apart in the message is put behind each other."""
        return ", ".join(text[start:end].strip(" \n\t,.;-") for start, end in self.spans)


SURE = {
    Link.AND: (0.95, 0.2),
    Link.SENTENCE: (0.95, 0.05),
    Link.AND_THEN: (0.92, 0.0),
    Link.MORE: (0.9, 0.0),
    Link.OTHER: (0.8, 0.0),
}
"""By the sign that something new begins: the probability both parts need, and what the whole message must give both."""

STORY = 7
"""Parts from which on a message tells a story: only words that say so begin another subject in it."""

PERSONAL = frozenset({"social_aid", "housing", "local_mediation", "mediation", "accessibility"})
"""Subjects that people explain by telling of others: a neighbour's noise, bills, a pavement they cannot walk on."""

WISHED = 0.02
"""What the whole message must give both at least, if the second is a sentence worded as a wish or a question."""

ASKED = 0.001
"""The same, if the first is, too."""


def propose(
    messages: Sequence[Understanding], cutters: Mapping[str, Cutter], guess: Callable[[Sequence[str]], list[Guesses]]
) -> list[tuple[Proposal, ...]]:
    """Find the subjects of messages with several; () for every other.

    Args:
        messages: what each message as a whole means.
        cutters: by language.
        guess: understands parts, in one batch.
    """
    cut = [_worth_a_look(message, cutters) for message in messages]
    known: dict[str, Guesses] = {}
    _learn(known, guess, (words for parts in cut for part, words in parts if may_ask(part)))
    found: list[list[Group]] = []
    for message, parts in zip(messages, cut, strict=True):
        guesses = [known[words][0] if may_ask(part) else NOBODY for part, words in parts]
        found.append(groups([part for part, _ in parts], guesses, dict(message.top)))
    pairs = list(zip(messages, found, strict=True))
    _learn(known, guess, (group.words(message.text) for message, several in pairs for group in several))
    return [_proposals(message.text, several, known) for message, several in pairs]


def _worth_a_look(message: Understanding, cutters: Mapping[str, Cutter]) -> list[tuple[Part, str]]:
    """Cut a message whose parts may be about different subjects, with the words of each: nobody pays for the others."""
    cutter = cutters.get(message.lang)
    parts = cutter.parts(message.text) if cutter else []
    if sum(map(may_ask, parts)) < 2:
        return []
    if not _may_be_two(parts, message.top):
        return []
    return [(part, message.text[part.start : part.end].strip(NOISE)) for part in parts]


def _may_be_two(parts: Sequence[Part], top: Sequence[Guess]) -> bool:
    """Say whether `_are_two` could find two subjects in these parts, whatever they are about."""
    strongest = max(part.link for part in parts[1:])
    if strongest >= Link.AND_THEN:
        return True
    if len(parts) > STORY:
        return False
    if sum(part.placed for part in parts) > 1:
        return True
    seconds = [score for label, score in top if label not in NEVER and label not in PERSONAL][1:2]
    least = SURE[strongest][1]
    if strongest is Link.SENTENCE and any(part.asks for part in parts):
        least = min(least, WISHED if sum(part.asks for part in parts) < 2 else ASKED)
    return any(score >= least for score in seconds)


def _learn(known: dict[str, Guesses], guess: Callable[[Sequence[str]], list[Guesses]], texts: Iterable[str]) -> None:
    new = [words for words in dict.fromkeys(texts) if words not in known]
    known.update(zip(new, guess(new), strict=True))


def _proposals(text: str, several: Sequence[Group], known: Mapping[str, Guesses]) -> tuple[Proposal, ...]:
    """Give the groups as proposals, if their words together still say what a part of them said; () if not."""
    found = [Proposal(words, known[words]) for words in (group.words(text) for group in several)]
    least = SURE[Link.OTHER][0]
    agree = all(each.label == group.label and each.score >= least for each, group in zip(found, several, strict=True))
    return tuple(found) if agree else ()


def may_ask(part: Part) -> bool:
    """Say whether a part may be a request of its own, whatever it is about."""
    return not (part.settled or part.short or (part.beside and part.link < Link.OTHER))


def groups(parts: Sequence[Part], guesses: Sequence[Guess], whole: Mapping[str, float]) -> list[Group]:
    """Choose which parts are requests of their own and give each the words that belong to it; [] for one subject.

    Args:
        parts: of a message, from `Cutter.parts`.
        guesses: the likeliest label of each.
        whole: the probabilities of the labels of the whole message.
    """
    kept = _seeds(parts, guesses, whole)
    labels = dict.fromkeys(guesses[at][0] for at in kept)
    if not 2 <= len(labels) <= MOST_PROPOSALS:
        return []
    cuts = [0, *(_cut_between(parts, before, at) for before, at in pairwise(kept)), len(parts)]
    spans: dict[str, list[tuple[int, int]]] = {label: [] for label in labels}
    for seed, (first, end) in zip(kept, pairwise(cuts), strict=True):
        # Another subject begins here, and nobody knows which: to ask about the others only would lose it.
        if any(part.link is Link.OTHER and not part.settled for part in parts[seed + 1 : end]):
            return []
        for at in range(first, end):
            if at != seed and parts[at].settled:
                continue
            shared = parts[at].where and at not in kept and at in (0, len(parts) - 1)
            for label in labels if shared else (guesses[seed][0],):
                _add(spans[label], parts, at)
    return [Group(label, tuple(found)) for label, found in spans.items()]


def _add(spans: list[tuple[int, int]], parts: Sequence[Part], at: int) -> None:
    if at and spans and spans[-1][1] == parts[at - 1].end:
        spans[-1] = (spans[-1][0], parts[at].end)
    else:
        spans.append((parts[at].start, parts[at].end))


def _cut_between(parts: Sequence[Part], before: int, seed: int) -> int:
    """Give where the words of one end and those of the next begin: at the strongest sign, the last of equal ones."""
    return max(
        range(before + 1, seed + 1), key=lambda at: (not parts[at - 1].heads or at - 1 == before, parts[at].link, at)
    )


def _seeds(parts: Sequence[Part], guesses: Sequence[Guess], whole: Mapping[str, float]) -> list[int]:
    kept: list[int] = []
    for at, (part, (label, score)) in enumerate(zip(parts, guesses, strict=True)):
        if not may_ask(part) or score < SURE[Link.OTHER][0] or label in NEVER:
            continue
        while kept and guesses[kept[-1]][0] != label:
            before = kept[-1]
            if _are_two(parts, before, at, guesses, whole):
                kept.append(at)
                break
            if whole.get(guesses[before][0], 0.0) >= whole.get(label, 0.0):
                break
            kept.pop()
        else:
            kept.append(at)
    return kept


def _are_two(parts: Sequence[Part], before: int, at: int, guesses: Sequence[Guess], whole: Mapping[str, float]) -> bool:
    between = parts[before + 1 : at + 1]
    link = max(Link.AND if part.beside and part.link < Link.OTHER else part.link for part in between)
    least, seen = SURE[link]
    if parts[at].asks and link > Link.AND:
        seen = min(seen, ASKED if parts[before].asks else WISHED)
    pair = (guesses[before], guesses[at])
    if link <= Link.SENTENCE and (len(parts) > STORY or not PERSONAL.isdisjoint(label for label, _ in pair)):
        return False
    if parts[before].placed and parts[at].placed:
        seen = 0.0
    return min(score for _, score in pair) >= least and min(whole.get(label, 0.0) for label, _ in pair) >= seen
