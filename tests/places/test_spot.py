"""A place as a request keeps it: one line, read back as it was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.records import Point
from bot.places.spot import MOST_SAID, Spot

STEADY = settings(max_examples=500, derandomize=True, deadline=None)
POINT = Point(47.24211, 6.02083)
TEXTS = st.text(max_size=40)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
SPOTS = st.builds(
    Spot,
    name=TEXTS,
    area=st.sampled_from(["", "Battant", "Planoise - Châteaufarine", "Battant / Bregille"]),
    town=st.sampled_from([None, None, "", "Thise"]),
    point=st.one_of(st.none(), POINTS),
    within=st.one_of(st.none(), st.integers(0, 999_999)),
    near=st.booleans(),
    said=TEXTS,
)


@pytest.mark.parametrize(
    ("spot", "written"),
    [
        (Spot("rue Machin"), "rue Machin"),
        (Spot("12 rue Battant", "Battant", None, POINT, 20), "12 rue Battant [Battant] (geo:47.24211,6.02083;u=20)"),
        (Spot("rue Battant", "Battant", None, POINT, near=True), "~rue Battant [Battant] (geo:47.24211,6.02083)"),
        (Spot("rue X", said="devant le 12"), "rue X “devant le 12”"),
        (Spot("rue de la Gare", town="Thise"), "rue de la Gare [!Thise]"),
        (Spot(town="", point=POINT), "[!] (geo:47.24211,6.02083)"),
        (Spot(area="Battant"), "[Battant]"),
        (Spot(point=POINT), "geo:47.24211,6.02083"),
        (Spot("École Battant", point=POINT), "École Battant (geo:47.24211,6.02083)"),
    ],
)
def test_it_is_written_and_read_back(spot: Spot, written: str) -> None:
    assert spot.written == written
    assert Spot.parse(written) == spot


@pytest.mark.parametrize(
    "words",
    [
        "",
        "rue Battant",
        "la rue (derrière)",
        "geo:",
        "geo:91",
        "(geo:1,2",
        "~",
        "[",
        "]",
        "“",
        "a\nb",
        "x [a][b]",
        "🙂",
    ],
)
def test_plain_words_are_a_name_and_nothing_else(words: str) -> None:
    assert Spot.parse(words).point is None
    assert Spot.parse(words).town is None


def test_a_long_story_is_cut() -> None:
    spot = Spot("rue X", said="a" * 5_000)
    assert len(Spot.parse(spot.written).said) == MOST_SAID


@given(SPOTS)
@STEADY
def test_what_was_written_is_read_as_it_was(spot: Spot) -> None:
    read = Spot.parse(spot.written)
    assert read.written == spot.written
    assert (read.town, read.area) == (spot.town, spot.area if spot.town is None else "")
    assert (read.point is None) == (spot.point is None)


@given(st.text(max_size=80))
@STEADY
def test_any_text_can_be_read_and_stays_what_it_is(text: str) -> None:
    read = Spot.parse(text)
    assert Spot.parse(read.written).written == read.written
