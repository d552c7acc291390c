"""Whether a new model is worse: by more than chance of many messages, by more than a coin of few."""

import pytest

from bot.understanding.judging import Comparison, Judged, Worse, figures, judge, precision
from tests.fakes.understander import FakeUnderstander

RIGHT = Judged("x", frozenset({"roads"}), "roads", among_three=True, direct=True)
WRONG = Judged("x", frozenset({"roads"}), "animals", among_three=True, direct=True)
ASKED = Judged("x", frozenset({"roads"}), "roads", among_three=True, direct=False)
UNSURE = Judged("x", frozenset({"roads"}), "animals", among_three=False, direct=False)


def compared(before: list[Judged], after: list[Judged]) -> Comparison:
    assert len(before) == len(after)
    return Comparison(before, after)


def test_a_model_is_asked_as_a_running_bot_asks() -> None:
    understander = FakeUnderstander()
    understander.teach("un trou", "category roads")
    understander.teach("un papier", "ask cleanliness roads")
    hole, paper = judge(understander, [("un trou", {"roads"}), ("un papier", {"roads", "animals"})])
    assert (hole.first, hole.among_three, hole.direct) == (True, True, True)
    assert (paper.first, paper.among_three, paper.direct) == (False, True, False)
    assert paper.right == {"roads", "animals"}


def test_figures_are_shares_of_what_there_is() -> None:
    assert figures([RIGHT, WRONG, ASKED, UNSURE]) == (0.5, 0.75, 0.5, 0.5)
    assert figures([]) == (0.0, 0.0, 0.0, 1.0)
    assert precision([ASKED, UNSURE]) == 1.0


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ([], [], ()),
        ([RIGHT] * 10, [RIGHT] * 10, ()),
        # Of few messages, one more mistake is chance, five and no win are not (1 in 32), nor are four of one label.
        ([ASKED] * 10, [ASKED] * 9 + [UNSURE], ()),
        ([ASKED] * 10, [ASKED] * 7 + [UNSURE] * 3, ()),
        ([ASKED] * 10, [ASKED] * 6 + [UNSURE] * 4, (Worse.LABEL,)),
        ([ASKED] * 10, [ASKED] * 5 + [UNSURE] * 5, (Worse.FIRST, Worse.LABEL)),
        # As many wins as losses are none.
        ([ASKED] * 9 + [UNSURE] * 9, [UNSURE] * 9 + [ASKED] * 9, ()),
        # Of many, a point may be lost, more may not.
        ([ASKED] * 200, [ASKED] * 198 + [UNSURE] * 2, ()),
        ([ASKED] * 200, [ASKED] * 197 + [UNSURE] * 3, (Worse.FIRST,)),
        # The same messages first, but taken as understood where that is wrong.
        ([UNSURE] * 5 + [RIGHT] * 5, [WRONG] * 5 + [RIGHT] * 5, (Worse.DIRECT,)),
        ([UNSURE] * 3 + [RIGHT] * 197, [WRONG] * 3 + [RIGHT] * 197, (Worse.DIRECT,)),
        # No mistake more, but nothing is sure any more.
        ([RIGHT] * 200, [RIGHT] * 190 + [ASKED] * 10, ()),
        ([RIGHT] * 200, [RIGHT] * 189 + [ASKED] * 11, (Worse.SURE,)),
    ],
)
def test_what_counts_as_worse(before: list[Judged], after: list[Judged], worse: tuple[Worse, ...]) -> None:
    assert compared(before, after).worse() == worse


def test_what_was_won_and_lost_is_told_by_label() -> None:
    lunch = Judged("y", frozenset({"school_meals"}), "roads", among_three=False, direct=False)
    comparison = compared([UNSURE, UNSURE, RIGHT, lunch], [RIGHT, RIGHT, WRONG, lunch])
    assert [old.text for old, _new in comparison.won()] == ["x", "x"]
    assert [new.label for _old, new in comparison.lost()] == ["animals"]
    assert comparison.by_label() == {"roads": 1}
    assert compared([UNSURE, RIGHT], [RIGHT, UNSURE]).by_label() == {}
