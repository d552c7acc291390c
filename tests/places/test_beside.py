"""Whether two places may be the same spot: measured where the points are good, else by the street and the house."""

import pytest

from bot.places.beside import Site, apart, marks_near, marks_of, may_be_near, site_of
from bot.places.gazetteer import Gazetteer
from bot.places.numbers import House
from tests.places.town import demo

RADIUS = 60
STREET = "rue Battant [Battant] (geo:47.24200,6.02100;u=250)"
PIN = "~rue Battant [Battant] (geo:47.24210,6.02080)"


def metres(one: str, other: str, gazetteer: Gazetteer | None = None) -> int | None:
    """Compare two answers both ways, with the cheap look before; both ways have to agree."""
    known = gazetteer or demo()
    first, second = site_of(one, known), site_of(other, known)
    found = apart(first, second, RADIUS)
    assert apart(second, first, RADIUS) == found
    if found is not None:
        assert may_be_near(first, other, RADIUS)
        assert may_be_near(second, one, RADIUS)
        assert not marks_near(first, RADIUS).isdisjoint(marks_of(other))
        assert not marks_near(second, RADIUS).isdisjoint(marks_of(one))
    return found


class TestPoints:
    def test_two_pins_are_measured(self) -> None:
        assert metres(PIN, "~rue Battant [Battant] (geo:47.24230,6.02080)") == 22
        assert metres(PIN, PIN) == 0

    def test_the_street_does_not_matter_then(self) -> None:
        assert metres(PIN, "~rue d'Arènes [Battant] (geo:47.24230,6.02080)") == 22

    def test_the_same_street_far_away_is_not_near(self) -> None:
        assert metres(PIN, "~rue Battant [Battant] (geo:47.24310,6.02080)") is None

    def test_what_a_point_may_be_off_is_added(self) -> None:
        house = "12 rue Battant [Battant] (geo:47.24270,6.02080;u=20)"
        assert metres(PIN, house) == 67
        assert metres(PIN, "~rue Battant [Battant] (geo:47.24270,6.02080)") is None

    def test_the_one_point_of_a_street_is_not_measured(self) -> None:
        assert site_of(STREET, demo()).point is None
        assert metres(STREET, "~rue d'Arènes [Battant] (geo:47.24200,6.02100)") is None


class TestStreets:
    @pytest.mark.parametrize("other", ["rue Battant", "RUE BATTANT", PIN, "12 rue Battant", "r. Battant"])
    def test_nobody_knows_how_far_in_the_same_street(self, other: str) -> None:
        assert metres(STREET, other) == -1

    @pytest.mark.parametrize(
        "other",
        [
            "rue Bersot",
            "place Battant",
            "Planoise [Planoise - Châteaufarine]",
            "devant chez moi",
            "",
            "-",
            "12",
            "[]()“",
        ],
    )
    def test_elsewhere_or_nowhere(self, other: str) -> None:
        assert metres(STREET, other) is None
        assert metres(other, other, Gazetteer()) in (None, -1)

    def test_house_numbers_tell_how_far(self) -> None:
        assert metres("12 rue Battant", "14 rue Battant") == 10
        assert metres("12 rue Battant", "12 bis rue Battant") == 0
        assert metres("12 rue Battant", "80 rue Battant") is None

    def test_a_corner_is_in_both_streets(self) -> None:
        corner = "rue Proudhon / rue Bersot"
        assert metres(corner, "rue Bersot") == -1
        assert metres(corner, "rue Proudhon") == -1

    def test_without_a_list_too(self) -> None:
        assert metres("12 rue Machin", "14 rue Machin", Gazetteer()) == 10
        assert metres("devant la boulangerie rue Machin", "rue Machin", Gazetteer()) == -1
        assert metres("rue Machin", "rue Chose", Gazetteer()) is None

    def test_another_town_is_not_compared(self) -> None:
        assert metres("rue de la Liberté [!Thise]", "rue de la Liberté [!Thise]") is None
        assert not site_of("rue de la Liberté [!Thise]", demo()).is_known

    def test_a_neighbourhood_alone_is_not_compared(self) -> None:
        assert not site_of("Planoise [Planoise - Châteaufarine]", demo()).is_known


class TestWhatIsShown:
    @pytest.mark.parametrize("name", ["rue Battant", "12 rue Battant", "rue Proudhon / rue Bersot", "place Granvelle"])
    def test_a_name_of_the_list(self, name: str) -> None:
        assert site_of(name, demo()).shown == name

    @pytest.mark.parametrize(
        "name",
        [
            "chez Mme Dupont, 12 rue Battant",
            "rue Battant (digicode 1234)",
            "Maison de Paul [Battant] (geo:47.24210,6.02080)",
            "3 rue Machin",
            "",
        ],
    )
    def test_never_somebody_s_own_words(self, name: str) -> None:
        assert site_of(name, demo()).shown == ""

    def test_nor_what_they_said_beside_the_name(self) -> None:
        assert site_of("rue Battant [Battant] “devant chez Mme Dupont”", demo()).shown == "rue Battant"

    def test_the_house(self) -> None:
        assert site_of("12 bis rue Battant", demo()).house == House(12, "bis")
        assert Site() == site_of("", Gazetteer())


class TestMarks:
    def test_a_short_word_tells_nothing_unless_it_is_all(self) -> None:
        assert marks_of("12 bis rue de la Madeleine") == {"bis", "rue", "madeleine"}
        assert marks_of("12") == {"12"}

    @pytest.mark.parametrize("other", ["18 Grande Rue", "Grande Rue / rue Bersot", "GRANDE RUE"])
    def test_a_name_made_of_a_kind_is_found(self, other: str) -> None:
        assert metres("Grande Rue", other) == -1

    def test_another_town_and_nothing_have_none(self) -> None:
        assert marks_of("rue Battant [!Dole]") == marks_of("") == frozenset()

    @pytest.mark.parametrize("edge", ["47.24500,6.02000", "47.24501,6.02001", "47.24499,6.01999", "-0.00001,-0.00001"])
    def test_points_on_both_sides_of_an_edge(self, edge: str) -> None:
        latitude, longitude = map(float, edge.split(","))
        for north, east in ((0.0004, 0.0), (-0.0004, 0.0), (0.0, 0.0005), (0.0, -0.0005)):
            assert metres(f"geo:{edge}", f"geo:{latitude + north:.5f},{longitude + east:.5f}") is not None
