"""A declared table of questions: where somebody stands, back, correct, another version, and what is refused."""

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow import (
    DONE,
    SKIPPED,
    Flow,
    InvalidFlow,
    Question,
    Reader,
    advance,
    back,
    current,
    path,
    pending,
    without,
)

ANY = Reader("any", lambda words, _scope: words.text.strip() or None)
Where = tuple[str | None, tuple[str, ...]]
STEADY = settings(max_examples=300, derandomize=True, deadline=None)


def ask(following: str = DONE, *, optional: bool = False, **branches: str) -> Question:
    """Give a question that leads on to another, or elsewhere for some answers."""
    return Question(ANY, {"*": following, **branches}, optional)


def line(*names: str, renamed: dict[str, str] | None = None) -> Flow:
    """Give a flow without branches."""
    following = dict(pairwise((*names, DONE)))
    return Flow("line", names[0], {name: ask(following[name]) for name in names}, renamed or {})


LINE = line("street", "day", "hours", "reason")
FORK = Flow(
    "fork",
    "kind",
    {
        "kind": ask("place", papers="document", thanks=DONE),
        "document": ask("day"),
        "place": ask("day"),
        "day": ask(urgent="phone"),
        "phone": ask(optional=True),
    },
)


def walk(flow: Flow, answers: dict[str, str]) -> Where:
    """Give where somebody stands: the pending question, and those answered on the way."""
    return pending(flow, answers), path(flow, answers)


class TestWalk:
    def test_it_begins_at_the_start(self) -> None:
        assert walk(LINE, {}) == ("street", ())

    def test_it_stops_at_the_first_question_without_an_answer(self) -> None:
        assert walk(LINE, {"street": "a", "hours": "c"}) == ("day", ("street",))

    def test_a_later_answer_is_not_asked_again(self) -> None:
        assert walk(LINE, {"street": "a", "hours": "c", "day": "b"}) == ("reason", ("street", "day", "hours"))

    def test_nothing_is_left_to_ask_at_the_end(self) -> None:
        assert walk(line("a", "b"), {"a": "1", "b": "2"}) == (None, ("a", "b"))

    @pytest.mark.parametrize(
        ("answers", "position"),
        [
            ({"kind": "papers"}, ("document", ("kind",))),
            ({"kind": "lamp"}, ("place", ("kind",))),
            ({"kind": "thanks"}, (None, ("kind",))),
            ({"kind": "lamp", "place": "x", "day": "urgent"}, ("phone", ("kind", "place", "day"))),
            ({"kind": "lamp", "place": "x", "day": "monday"}, (None, ("kind", "place", "day"))),
        ],
    )
    def test_an_answer_chooses_the_way(self, answers: dict[str, str], position: Where) -> None:
        assert walk(FORK, answers) == position

    def test_a_skipped_question_is_answered(self) -> None:
        answers = {"kind": "lamp", "place": "x", "day": "urgent", "phone": SKIPPED}
        assert walk(FORK, answers) == (None, ("kind", "place", "day", "phone"))

    def test_an_empty_answer_is_none(self) -> None:
        assert pending(LINE, {"street": ""}) == "street"

    def test_answers_of_other_flows_do_not_matter(self) -> None:
        assert walk(LINE, {"subject": "roads", "words": "trou"}) == walk(LINE, {})


class TestChanging:
    def test_an_answer_leaves_the_others_alone(self) -> None:
        before = {"street": "a", "day": "b", "other": "x"}
        assert advance(LINE, before, "street", "z") == {"street": "z", "day": "b", "other": "x"}
        assert before["street"] == "a"

    @pytest.mark.parametrize(("question", "value"), [("street", ""), ("unknown", "a"), ("", "a"), (DONE, "a")])
    def test_what_is_no_answer_is_a_mistake_of_ours(self, question: str, value: str) -> None:
        with pytest.raises(ValueError, match=r"line\."):
            advance(LINE, {}, question, value)

    def test_back_takes_the_latest_answer_on_the_way(self) -> None:
        assert back(LINE, {"street": "a", "day": "b", "reason": "d"}) == {"street": "a", "reason": "d"}

    def test_back_from_the_first_question_is_not_possible(self) -> None:
        assert back(LINE, {}) is None
        assert back(LINE, {"day": "b"}) is None

    def test_back_goes_past_what_was_never_asked(self) -> None:
        assert back(LINE, {"street": "a", "day": "b"}, frozenset({"day"})) == {"day": "b"}
        assert back(LINE, {"street": "a"}, frozenset({"street"})) is None

    def test_back_from_the_end(self) -> None:
        assert back(line("a", "b"), {"a": "1", "b": "2"}) == {"a": "1"}

    def test_one_answer_is_taken_back(self) -> None:
        assert without(LINE, {"street": "a", "day": "b"}, "street") == {"day": "b"}
        assert without(LINE, {"street": "a"}, "day") == {"street": "a"}

    def test_a_branch_left_and_taken_again_still_knows_its_answers(self) -> None:
        answers = {"kind": "papers", "document": "passport", "day": "monday"}
        away = advance(FORK, answers, "kind", "lamp")
        assert pending(FORK, away) == "place"
        assert pending(FORK, advance(FORK, away, "kind", "papers")) is None


class TestRenamed:
    def test_an_answer_moves_to_the_new_name(self) -> None:
        flow = line("street", "day", renamed={"date": "day"})
        assert current(flow, {"date": "monday", "x": "y"}) == {"day": "monday", "x": "y"}
        assert pending(flow, {"street": "a", "date": "monday"}) is None

    def test_the_newer_answer_wins(self) -> None:
        flow = line("street", "day", renamed={"date": "day"})
        assert pending(flow, {"street": "a", "date": "monday", "day": "friday"}) is None
        assert current(flow, {"date": "monday", "day": "friday"})["day"] == "friday"

    def test_every_step_speaks_of_todays_names(self) -> None:
        flow, old = line("street", "day", renamed={"date": "day"}), {"street": "a", "date": "monday"}
        assert advance(flow, old, "street", "b") == {"street": "b", "day": "monday"}
        assert without(flow, old, "day") == {"street": "a"}
        assert back(flow, old) == {"street": "a"}

    def test_wording_is_the_name_unless_it_is_shared(self) -> None:
        assert LINE.key("street") == "line-street"
        assert Flow("a", "x", {"x": ask()}, wording="report").key("x") == "report-x"


BROKEN: dict[str, Callable[[], Flow]] = {
    "no question at all": lambda: Flow("f", "a", {}),
    "starts nowhere": lambda: Flow("f", "b", {"a": ask()}),
    "no star": lambda: Flow("f", "a", {"a": Question(ANY, {"yes": DONE})}),
    "leads nowhere": lambda: Flow("f", "a", {"a": ask("b")}),
    "one answer leads nowhere": lambda: Flow("f", "a", {"a": ask(yes="b")}),
    "a loop of one": lambda: Flow("f", "a", {"a": ask("a")}),
    "a loop of three": lambda: Flow("f", "a", {"a": ask("b"), "b": ask("c"), "c": ask("a")}),
    "a loop on one branch": lambda: Flow("f", "a", {"a": ask("b"), "b": ask(no="a")}),
    "nobody reaches it": lambda: Flow("f", "a", {"a": ask(), "b": ask()}),
    "named like the end": lambda: Flow("f", DONE, {DONE: ask()}),
    "renamed to nothing": lambda: Flow("f", "a", {"a": ask()}, renamed={"old": "b"}),
    "a skip of its own": lambda: Flow("f", "a", {"a": Question(ANY, {"*": "b", SKIPPED: DONE}, True), "b": ask()}),
    # An answer to it would be moved away at once, and the question asked for ever.
    "renamed, and still asked": lambda: Flow("f", "a", {"a": ask("b"), "b": ask()}, renamed={"a": "b"}),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_is_refused_where_it_is_declared(broken: str) -> None:
    with pytest.raises(InvalidFlow):
        BROKEN[broken]()


VALUES = st.sampled_from(["papers", "thanks", "lamp", "urgent", "monday", SKIPPED])
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), VALUES),
        st.tuples(st.just("back"), st.just("")),
        st.tuples(st.just("correct"), st.sampled_from(sorted(FORK.questions))),
    ),
    max_size=25,
)


@given(operations=OPERATIONS)
@STEADY
def test_whatever_is_done_only_the_answer_in_question_changes(operations: list[tuple[str, str]]) -> None:
    answers: dict[str, str] = {}
    for operation, argument in operations:
        before, (question, before_it) = answers, walk(FORK, answers)
        match operation:
            case "answer" if question is not None:
                answers = advance(FORK, before, question, argument)
                assert answers == {**before, question: argument}
            case "back" if (taken := back(FORK, before)) is not None:
                answers = taken
                assert answers == {name: value for name, value in before.items() if name != before_it[-1]}
                assert pending(FORK, answers) == before_it[-1]
            case "correct":
                answers = without(FORK, before, argument)
                assert answers == {name: value for name, value in before.items() if name != argument}
        assert walk(FORK, answers) == walk(FORK, json.loads(json.dumps(answers)))
        assert all(answers[name] for name in path(FORK, answers))
        assert pending(FORK, answers) not in answers


@given(data=st.data())
@STEADY
def test_correcting_one_question_and_answering_it_again_ends_where_it_was(data: st.DataObject) -> None:
    answers = {name: data.draw(VALUES) for name in LINE.questions}
    corrected = data.draw(st.sampled_from(sorted(LINE.questions)))
    again = without(LINE, answers, corrected)
    assert pending(LINE, again) == corrected
    finished = advance(LINE, again, corrected, "new")
    assert walk(LINE, finished) == walk(LINE, answers)
    assert finished == {**answers, corrected: "new"}


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)


@given(old=NAMES, new=NAMES, data=st.data())
@STEADY
def test_a_conversation_of_an_older_version_goes_on(old: list[str], new: list[str], data: st.DataObject) -> None:
    """Questions were dropped, added, moved and renamed meanwhile."""
    gone, added = [name for name in old if name not in new], [name for name in new if name not in old]
    renamed = {gone[i]: added[i] for i in range(data.draw(st.integers(0, min(len(gone), len(added)))))}
    answered = old[: data.draw(st.integers(0, len(old)))]
    answers: dict[str, str] = {name: f"answer to {name}" for name in answered}
    flow = line(*new, renamed=renamed)

    known = {renamed.get(name, name): f"answer to {name}" for name in answered}
    asked: list[str] = []
    while (question := pending(flow, answers)) is not None:
        asked.append(question)
        answers = advance(flow, answers, question, "a new answer")
    assert asked == [name for name in new if name not in known]
    assert {name: value for name, value in current(flow, answers).items() if name in known} == known
