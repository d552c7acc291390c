"""Understanding, at the workbench: two models judged on the same messages, and whether the new one is worse.

Both are asked exactly as a running bot asks. Needs nothing that the bot does not need.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

from bot.understanding import Decision, Understander

POINT = 0.01
"""By how much a share of right answers may fall before that counts, given `ENOUGH` messages: a point is what chance
moves between two trainings."""
SURE_POINTS = 0.05
"""By how much the share of messages that are taken as understood may fall: a model that asks more is no more right."""
ENOUGH = 100
"""Messages from which on a difference of shares says something by itself."""
CHANCE = 0.05
"""Of fewer messages, a loss counts that a coin would give less often than this (McNemar's exact test, one-sided)."""


LABEL_CHANCE = 0.1
"""The same for one label: four messages lost and none won. A label of its own is what somebody would poison."""
ROUNDING = 1e-9
"""A point exactly is not more than a point, whatever floating-point numbers make of it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model made of a message whose right labels are known."""

    text: str
    right: frozenset[str]
    label: str
    among_three: bool
    direct: bool

    @property
    def first(self) -> bool:
        """Whether the likeliest label is right."""
        return self.label in self.right


class Worse(StrEnum):
    """In what a new model is worse."""

    FIRST = "first"
    DIRECT = "direct"
    SURE = "sure"
    LABEL = "label"


def judge(understander: Understander, messages: Sequence[tuple[str, Collection[str]]]) -> list[Judged]:
    """Let a model understand messages, each given with its right labels."""
    found = understander.understand([text for text, _right in messages])
    return [
        Judged(
            text,
            frozenset(right),
            understood.label,
            any(label in right for label, _score in understood.top[:3]),
            understood.decision is Decision.DIRECT,
        )
        for (text, right), understood in zip(messages, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same messages, by the model in use and by a new one."""

    before: Sequence[Judged]
    after: Sequence[Judged]

    def won(self) -> list[tuple[Judged, Judged]]:
        """Give the messages that only the new model understands."""
        return [(old, new) for old, new in self._pairs() if new.first and not old.first]

    def lost(self) -> list[tuple[Judged, Judged]]:
        """Give the messages that only the old model understood."""
        return [(old, new) for old, new in self._pairs() if old.first and not new.first]

    def by_label(self) -> dict[str, int]:
        """Give, for each label that changed, how many messages more are understood."""
        changes = _by_label(self.won())
        changes.subtract(_by_label(self.lost()))
        return {label: change for label, change in sorted(changes.items()) if change}

    def worse(self) -> tuple[Worse, ...]:
        """Give in what the new model is worse by more than chance; nothing of no messages."""
        found: list[Worse] = []
        if _fell(_share(self.before, _is_first), _share(self.after, _is_first), POINT, len(self.after)) or _lost(
            len(self.won()), len(self.lost())
        ):
            found.append(Worse.FIRST)
        fewest = min(sum(each.direct for each in self.before), sum(each.direct for each in self.after))
        misled = [(old.direct and not old.first, new.direct and not new.first) for old, new in self._pairs()]
        if _fell(precision(self.before), precision(self.after), POINT, fewest) or _lost(
            misled.count((True, False)), misled.count((False, True))
        ):
            found.append(Worse.DIRECT)
        if _fell(_share(self.before, _is_direct), _share(self.after, _is_direct), SURE_POINTS, len(self.after)):
            found.append(Worse.SURE)
        won, lost = _by_label(self.won()), _by_label(self.lost())
        if any(_lost(won[label], count, LABEL_CHANCE) for label, count in lost.items()):
            found.append(Worse.LABEL)
        return tuple(found)

    def _pairs(self) -> list[tuple[Judged, Judged]]:
        return list(zip(self.before, self.after, strict=True))


def precision(judged: Sequence[Judged]) -> float:
    """Give the share right among the messages that are taken as understood, 1.0 where there are none."""
    sure = [each for each in judged if each.direct]
    return _share(sure, _is_first) if sure else 1.0


def figures(judged: Sequence[Judged]) -> tuple[float, float, float, float]:
    """Give the shares with the first label right, with one of three right, direct, and right of those; 0 to 1."""
    three = sum(each.among_three for each in judged) / max(len(judged), 1)
    return _share(judged, _is_first), three, _share(judged, _is_direct), precision(judged)


def _is_first(judged: Judged) -> bool:
    return judged.first


def _is_direct(judged: Judged) -> bool:
    return judged.direct


def _share(judged: Sequence[Judged], counts: Callable[[Judged], bool]) -> float:
    return sum(counts(each) for each in judged) / max(len(judged), 1)


def _fell(before: float, after: float, most: float, messages: int) -> bool:
    return messages >= ENOUGH and before - after > most + ROUNDING


def _by_label(pairs: Sequence[tuple[Judged, Judged]]) -> Counter[str]:
    return Counter(min(old.right) for old, _new in pairs)


def _lost(won: int, lost: int, chance: float = CHANCE) -> bool:
    """Say whether so few wins beside the losses would be rarer than `chance` if both were as likely."""
    both = won + lost
    return lost > won and sum(comb(both, count) for count in range(lost, both + 1)) / 2**both < chance
