"""Steps 2 of a message: where a citizen stands in a declared table of questions. Pure.

A conversation keeps *answers by name*, never a state number; the pending question is recomputed by walking the table.
So a deploy may add, drop or rename a question and nobody is stranded, "back" and "correct" cost nothing, and the
answers given after a corrected one survive. The idea is smart-answers' (lib/smart_answer/state_resolver.rb).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.incoming import Words
from bot.places.gazetteer import Gazetteer

DONE = "done"
"""The name behind the last question: nothing is left to ask."""

SKIPPED = "-"
"""The canonical answer of somebody who chose not to answer an optional question."""

Answers = Mapping[str, str]
"""Canonical answers by the name of their question."""


class InvalidFlow(Exception):
    """A table of questions that cannot work; raised where it is declared, so that the program does not start."""


@cache
def nowhere() -> Gazetteer:
    """Give a city of which no list of places is known."""
    return Gazetteer()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader may know beside the words: the present moment (aware, UTC), the city's zone, the language.

    ``gazetteer`` gives the city's places; only a reader that needs them asks for them.
    """

    now: datetime
    zone: ZoneInfo
    lang: str
    gazetteer: Callable[[], Gazetteer] = nowhere


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns what a person sent into a canonical answer, or None when it is not one (asked again, with help).

    ``read`` accepts its own output and never returns an empty answer. ``options`` are the codes to offer as choices.
    ``open`` says that nearly any words are an answer, so a digression has to be looked for before reading.
    """

    name: str
    read: Callable[[Words, Scope], str | None]
    options: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A node of the table: how to read its answer, and the next question by answer (``"*"``: any other answer)."""

    reader: Reader
    next: Mapping[str, str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A declared table of questions.

    The text of a question is the locale key ``<wording>-<question>``; ``wording`` is the flow's name unless several
    flows share their sentences. ``renamed`` maps names of questions in older versions to today's.

    Raises:
        InvalidFlow: an unknown next question, a missing ``"*"``, a loop, or a question that nobody reaches.
    """

    name: str
    start: str
    questions: Mapping[str, Question]
    renamed: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""

    def __post_init__(self) -> None:
        if not self.wording:
            object.__setattr__(self, "wording", self.name)
        _check(self)

    def key(self, question: str) -> str:
        """Give the locale key of a question's text."""
        return f"{self.wording}-{question}"


def current(flow: Flow, answers: Answers) -> dict[str, str]:
    """Give the answers under today's names of their questions; an answer already under the new name wins."""
    if not flow.renamed:
        return dict(answers)
    names = {old: new for old, new in flow.renamed.items() if old in answers and new not in answers}
    return {names.get(name, name): value for name, value in answers.items()}


def pending(flow: Flow, answers: Answers) -> str | None:
    """Follow the answers from the start to the first question without one; None: all is answered.

    Answers to questions that this flow does not ask are left alone: another version or another flow may know them.
    """
    if flow.renamed:
        answers = current(flow, answers)
    questions, name = flow.questions, flow.start
    # Asked several times a message, so the way is gone without a step aside.
    while name != DONE and (value := answers.get(name)):
        ways = questions[name].next
        name = ways[value] if value in ways else ways["*"]
    return None if name == DONE else name


def path(flow: Flow, answers: Answers) -> tuple[str, ...]:
    """Give the questions that were answered on the way to the pending one (:func:`pending`), in their order."""
    if flow.renamed:
        answers = current(flow, answers)
    name, passed = flow.start, list[str]()
    while name != DONE and (value := answers.get(name)):
        passed.append(name)
        name = _following(flow, name, value)
    return tuple(passed)


def advance(flow: Flow, answers: Answers, question: str, value: str) -> dict[str, str]:
    """Put an answer down. Everything answered elsewhere stays, also behind a corrected question.

    Raises:
        ValueError: the answer is empty, or the flow has no such question.
    """
    if not value or question not in flow.questions:
        raise ValueError(f"no answer to {flow.name}.{question}: {value!r}")
    return {**current(flow, answers), question: value}


def without(flow: Flow, answers: Answers, question: str) -> dict[str, str]:
    """Take one answer back, so that its question is asked again; the others stay."""
    return {name: value for name, value in current(flow, answers).items() if name != question}


def back(flow: Flow, answers: Answers, keep: frozenset[str] = frozenset()) -> dict[str, str] | None:
    """Take the latest answer back; ``keep`` names questions that the citizen never saw asked.

    Returns:
        The answers before it, or None when there is no earlier question to go back to.
    """
    for name in reversed(path(flow, answers)):
        if name not in keep:
            return without(flow, answers, name)
    return None


def _following(flow: Flow, question: str, value: str) -> str:
    ways = flow.questions[question].next
    return ways.get(value, ways["*"])


def _check(flow: Flow) -> None:
    if flow.start not in flow.questions:
        raise InvalidFlow(f"{flow.name}: starts at {flow.start}, which is not declared")
    for name, question in flow.questions.items():
        if "*" not in question.next:
            raise InvalidFlow(f"{flow.name}.{name}: no '*', so some answers lead nowhere")
        if unknown := set(question.next.values()) - set(flow.questions) - {DONE}:
            raise InvalidFlow(f"{flow.name}.{name}: leads to {sorted(unknown)}, which is not declared")
        if question.optional and SKIPPED in question.next:
            raise InvalidFlow(f"{flow.name}.{name}: a skipped question goes on as '*' says")
    reached = _reach(flow, flow.start, ())
    if unreached := set(flow.questions) - reached:
        raise InvalidFlow(f"{flow.name}: nobody reaches {sorted(unreached)}")
    if wrong := set(flow.renamed.values()) - set(flow.questions):
        raise InvalidFlow(f"{flow.name}: renamed to {sorted(wrong)}, which is not declared")
    if still := set(flow.renamed) & set(flow.questions):
        raise InvalidFlow(f"{flow.name}: {sorted(still)} renamed, and still asked")


def _reach(flow: Flow, name: str, behind: tuple[str, ...]) -> set[str]:
    if name == DONE:
        return set()
    if name in behind:
        raise InvalidFlow(f"{flow.name}: a loop through {name}")
    reached = {name}
    for following in set(flow.questions[name].next.values()):
        reached |= _reach(flow, following, (*behind, name))
    return reached
