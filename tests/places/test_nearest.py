"""What is near a point, points that cannot be right, and points outside the city."""

from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.gazetteer import Gazetteer
from bot.places.nearest import MANY
from bot.places.records import Place, Point
from tests.places.town import demo

STEADY = settings(max_examples=200, derandomize=True, deadline=None)
CENTRE = Point(47.2380, 6.0240)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def street(name: str, latitude: float, longitude: float, *areas: str, **numbers: tuple[float, float]) -> Place:
    known = {number.removeprefix("n"): Point(*point) for number, point in numbers.items()}
    return Place(name.lower(), name, areas, Point(latitude, longitude), known)


def whole_city(*more: Place) -> Gazetteer:
    """A list that is long enough to be that of a whole city: two neighbourhoods, a street every hundred metres."""
    grid = [
        street(f"rue {'est' if east > 9 else 'ouest'} {north} {east}", 46.2 + north / 1000, 6 + east / 750,
               "Est" if east > 9 else "Ouest")
        for north in range(20)
        for east in range(20)
    ]  # fmt: skip
    assert len(grid) >= MANY
    return Gazetteer([*grid, *more])


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (CENTRE, CENTRE, 0),
        (Point(47, 6), Point(48, 6), 111_195),
        (Point(0, 0), Point(0, 180), 20_015_115),
        (Point(90, 0), Point(-90, 77), 20_015_115),
        (Point(47.2380, 6.0240), Point(47.2421, 6.0208), 515),
        (Point(0, 179.999), Point(0, -179.999), 222),
    ],
)
def test_the_distance_on_the_globe(one: Point, other: Point, metres: float) -> None:
    assert isclose(one.metres_to(other), metres, rel_tol=0.005, abs_tol=1)


@given(POINTS, POINTS)
@STEADY
def test_the_distance_is_the_same_back(one: Point, other: Point) -> None:
    assert 0 <= one.metres_to(other) <= 20_015_200
    assert isclose(one.metres_to(other), other.metres_to(one), abs_tol=1e-3)


def test_the_nearest_street_and_its_neighbourhood() -> None:
    near = demo().nearest(Point(47.2421, 6.0211))
    assert near is not None
    assert (near.place.name, near.neighbourhood) == ("rue Battant", "Battant")
    assert near.metres < 20


@given(POINTS)
@STEADY
def test_every_point_has_a_nearest_street_as_far_as_it_is(point: Point) -> None:
    near = demo().nearest(point)
    assert near is not None
    assert near.place.point is not None
    assert isclose(near.metres, point.metres_to(near.place.point))
    assert demo().town_at(point) is None or near.metres > 500


def test_a_house_number_counts_as_well_as_the_middle_of_the_street() -> None:
    long = street("rue Longue", 47.0, 6.0, "Sud", n1=(47.0, 6.0), n99=(47.0, 6.05))
    short = street("rue Courte", 47.003, 6.05, "Nord")
    near = Gazetteer([long, short]).nearest(Point(47.0, 6.0501))
    assert near is not None
    assert (near.place, near.neighbourhood) == (long, "Sud")
    assert near.metres < 10


def test_where_a_street_runs_through_several_neighbourhoods_the_next_street_tells() -> None:
    long = street("rue Longue", 47.0, 6.0, "Sud", "Nord")
    near = Gazetteer([long, street("rue Courte", 47.001, 6.0, "Nord")]).nearest(Point(47.0, 6.0))
    assert near is not None
    assert (near.place, near.neighbourhood) == (long, "Nord")
    alone = Gazetteer([long]).nearest(Point(47.0, 6.0))
    assert alone is not None
    assert alone.neighbourhood == "Sud"


def test_a_point_among_the_streets_of_another_neighbourhood_is_not_trusted() -> None:
    wrong = street("rue Perdue", 46.2105, 6.002, "Est")
    city = whole_city(wrong)
    near = city.nearest(Point(46.2105, 6.002))
    assert near is not None
    assert near.place != wrong
    assert city.point_of(wrong) is None
    assert city.point_of(near.place) == near.place.point


def test_a_short_list_is_trusted_for_there_is_nothing_to_compare() -> None:
    wrong = street("rue Perdue", 47.2105, 6.002, "Est")
    assert Gazetteer([wrong]).point_of(wrong) == wrong.point


def test_without_a_list_nothing_is_near_or_outside() -> None:
    assert Gazetteer().nearest(CENTRE) is None
    assert Gazetteer().town_at(CENTRE) is None
    assert Gazetteer([Place("rue x", "rue X")]).nearest(CENTRE) is None


@pytest.mark.parametrize(
    ("point", "town"),
    [
        (Point(47.2421, 6.0208), None),
        (Point(47.2840, 6.0810), "Thise"),
        (Point(47.2880, 5.9750), "Miserey-Salines"),
        (Point(48.8566, 2.3522), ""),
        (Point(-33.9, 151.2), ""),
    ],
)
def test_a_point_outside_the_city(point: Point, town: str | None) -> None:
    assert demo().town_at(point) == town


def test_of_a_whole_city_the_edge_is_known_better() -> None:
    city = whole_city()
    assert city.town_at(Point(46.2, 5.9945)) is None
    assert city.town_at(Point(46.2, 5.975)) == ""
    assert Gazetteer([street("rue Seule", 46.2, 6.0, "Ouest")]).town_at(Point(46.2, 5.975)) is None
