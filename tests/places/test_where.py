"""From what is said, or a pin, to what a request keeps, or to what has to be asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.gazetteer import Gazetteer
from bot.places.records import Place, Point
from bot.places.spot import Spot
from bot.places.where import HOUSE_WITHIN, STREET_WITHIN, Where, pinned, where
from tests.places.town import demo

STEADY = settings(max_examples=300, derandomize=True, deadline=None)


def spot(text: str, *, asked: bool = False) -> Spot:
    found = where(demo(), text, asked=asked)
    assert found.spot is not None, found
    return found.spot


def test_a_sure_street_has_its_neighbourhood_and_a_rough_point() -> None:
    assert spot("lampadaire éteint devant le 12 rue batan") == Spot(
        "12 rue Battant", "Battant", point=Point(47.242, 6.021), within=STREET_WITHIN
    )


def test_a_house_that_is_known_has_its_own_point() -> None:
    houses = {"12": Point(47.1, 6.1), "14": Point(47.2, 6.2)}
    city = Gazetteer([Place("rue battant", "rue Battant", ("Battant",), Point(47.15, 6.15), houses)])
    for text, point in (("12 rue Battant", houses["12"]), ("12 bis rue Battant", houses["12"]),
                        ("15 rue Battant", houses["14"])):  # fmt: skip
        found = where(city, text).spot
        assert found is not None
        assert (found.point, found.within) == (point, HOUSE_WITHIN)
    far = where(city, "212 rue Battant").spot
    assert far is not None
    assert (far.name, far.point, far.within) == ("212 rue Battant", Point(47.15, 6.15), STREET_WITHIN)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("un trou rue de Dole", ""),
        ("un trou rue de Dole à Planoise", "Planoise - Châteaufarine"),
        ("un trou rue de Vesoul", "Battant / Saint-Claude - Torcols"),
        ("un trou rue de Vesoul vers Saint-Claude", "Saint-Claude - Torcols"),
        ("un trou rue de Vesoul vers Velotte", "Battant / Saint-Claude - Torcols"),
    ],
)
def test_of_a_street_in_several_neighbourhoods_what_is_said_counts(text: str, area: str) -> None:
    assert spot(text).area == area


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("J'habite rue Bersot mais le trou est rue Mégevand", "rue Mégevand"),
        ("J'habite rue Bersot et on ne dort plus", "rue Bersot"),
        ("angle Proudhon/Bersot", "rue Proudhon / rue Bersot"),
        ("rue Battant, puis encore rue Battant", "rue Battant"),
        ("rue Machin-Chose", "rue Machin-Chose"),
        ("les rats à planoise", "Planoise"),
        ("au lavoir de Velotte", "lavoir de Velotte"),
    ],
)
def test_what_a_message_says(text: str, name: str) -> None:
    assert spot(text).name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12 rue Battant", ""),
        ("c'est rue Battant", ""),
        ("au 12, rue Battant.", ""),
        ("pardon, en fait c'est rue Battant", ""),
        ("Sorry, it is actually rue Battant", ""),
        ("devant le 12 rue Battant, à gauche", "devant le 12 rue Battant, à gauche"),
        ("rue Battant\nprès du feu", "rue Battant près du feu"),
    ],
)
def test_an_answer_that_says_more_is_kept_as_it_was_written(text: str, said: str) -> None:
    assert spot(text, asked=True).said == said
    assert spot(text).said == ""


@pytest.mark.parametrize(
    ("text", "asked"),
    [("chez moi", True), ("je ne sais pas", True), ("un trou énorme", False), ("", True), ("🙂", True)],
)
def test_nothing_is_found_where_nothing_is_said(text: str, asked: bool) -> None:
    assert where(demo(), text, asked=asked) == Where()


def test_what_may_be_meant_is_asked_with_the_house_number() -> None:
    found = where(demo(), "12 rue victor", asked=True)
    assert found.spot is None
    assert {choice.name for choice in found.choices} == {"12 rue Victor Hugo", "12 rue Victor Delavelle"}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("lampadaire éteint rue de la Gare à Thise", "Thise"),
        ("lampadaire éteint rue de la Liberté à Thise", "Thise"),
        ("12 rue des Vignes, 25220 Thise", "Thise"),
        ("les bennes débordent à École-Valentin", "École-Valentin"),
        ("un arbre est tombé à beure", "Beure"),
        ("à l'école de Serre-les-Sapins", "Serre-les-Sapins"),
    ],
)
def test_another_town_is_known_for_one(text: str, town: str) -> None:
    for asked in (False, True):
        assert spot(text, asked=asked).town == town


@pytest.mark.parametrize(
    "text",
    [
        "j'habite à Thise et le lampadaire de la rue Battant est cassé",
        "un camion bloque la rue de Chalezeule",
        "Ma fille naît à Vesoul mais je vis à Planoise",
        "en allant à Thise, chemin de Palente, une biche",
    ],
)
def test_a_town_that_is_only_mentioned_leads_nobody_out_of_the_city(text: str) -> None:
    assert spot(text).town is None


@pytest.mark.parametrize("text", ["Pour la Saint-Valentin", "météo Pontarlier", "the saône is high", "I am busy"])
def test_the_name_of_a_town_alone_says_nothing(text: str) -> None:
    assert where(demo(), text).spot is None


def test_a_pin_is_beside_a_street() -> None:
    assert pinned(demo(), Point(47.2421, 6.0208)) == Spot(
        "rue Battant", "Battant", point=Point(47.2421, 6.0208), near=True
    )


def test_a_pin_keeps_the_name_that_the_map_gave_it() -> None:
    found = pinned(demo(), Point(47.2421, 6.0208), "Boulangerie")
    assert (found.name, found.area, found.near) == ("Boulangerie", "Battant", False)


def test_a_pin_far_from_any_street_has_only_a_neighbourhood() -> None:
    found = pinned(demo(), Point(47.2500, 6.0200))
    assert (found.name, found.area, found.near, found.town) == ("", "Battant", False, None)


def test_a_pin_outside_is_outside() -> None:
    assert pinned(demo(), Point(47.284, 6.081)) == Spot(town="Thise", point=Point(47.284, 6.081))
    assert pinned(Gazetteer(), Point(47.284, 6.081)) == Spot(point=Point(47.284, 6.081))


@given(st.text(max_size=100), st.booleans())
@STEADY
def test_whatever_is_said_can_be_kept_and_read_again(text: str, asked: bool) -> None:
    found = where(demo(), text, asked=asked)
    for each in (*filter(None, [found.spot]), *found.choices):
        assert Spot.parse(each.written).written == each.written
