"""What is offered as a neighbour's request: how well it is found, in which order, and what of it is shown."""

import pytest

from benchmarks.neighbours import offered, read
from bot.places.beside import site_of
from handlers.categories import CATEGORIES
from handlers.neighbours import compare, looked_for, questions_of
from handlers.quoting import passable, quotable
from storage.requests import Reported
from tests.places.town import demo

LAMP = "lampadaire éteint rue Battant"


def test_what_is_offered_is_mostly_the_same_and_most_of_it_is_offered() -> None:
    """The floor of the figures in docs/understanding.md."""
    pairs = read()
    assert len(pairs) == 60
    found = [pair for pair in pairs if offered(pair, demo())]
    right = [pair for pair in found if pair.same]
    assert len(right) / len(found) >= 0.95
    assert len(right) / sum(pair.same for pair in pairs) >= 0.95


def score(place: str, words: str, here: str = "12 rue Battant") -> float:
    other = Reported(1, 1, "fr", words, {"place": place})
    near = compare(site_of(here, demo()), "fr", LAMP, other, 60, lambda written: site_of(written, demo()))
    return near.score if near else -1


def test_the_nearer_and_the_more_alike_comes_first() -> None:
    same, next_door, in_the_street = (
        score(place, LAMP) for place in ("12 rue Battant", "14 rue Battant", "rue Battant")
    )
    assert same > next_door > in_the_street > 0
    assert score("14 rue Battant", LAMP) > score("14 rue Battant", "plus de lumière") > 0


def test_words_in_another_language_are_not_compared() -> None:
    here = site_of("rue Battant", demo())
    other = Reported(1, 1, "fr", "plus de lumière", {"place": "rue Battant"})
    near = [
        compare(here, lang, "lamp out", other, 60, lambda written: site_of(written, demo())) for lang in ("fr", "en")
    ]
    assert [each is not None for each in near] == [False, True]


@pytest.mark.parametrize("answers", [{}, {"place": ""}, {"place": "devant chez moi"}, {"place": "rue Bersot"}])
def test_without_a_place_that_can_be_compared_it_is_none(answers: dict[str, str]) -> None:
    here = site_of("12 rue Battant", demo())
    assert (
        compare(here, "fr", LAMP, Reported(1, None, "fr", LAMP, answers), 60, lambda written: site_of(written, demo()))
        is None
    )


@pytest.mark.parametrize("name", sorted(CATEGORIES))
def test_it_is_asked_behind_the_place_and_never_of_what_is_confidential(name: str) -> None:
    category = CATEGORIES[name]
    names = [each.name for each in questions_of(category)]
    assert ("same" in names) == (category.duplicate_radius is not None and not category.confidential)
    if "same" in names:
        assert names[names.index("same") - 1] == "place"


def test_who_knows_what_neighbours_told_is_not_asked() -> None:
    known = looked_for("roads", "rue Battant")
    assert known["same"] == "-"
    assert known != looked_for("roads", "rue Bersot")


class TestQuotes:
    @pytest.mark.parametrize(
        "words",
        [
            LAMP,
            "Lampadaire éteint.",
            "LAMPADAIRE ETEINT RUE BATTANT",
            "plus de lumière, le lampadaire est éteint au 14 rue Battant",
            "le lampadaire clignote toute la nuit",
        ],
    )
    def test_words_that_everybody_uses_are_shown(self, words: str) -> None:
        assert quotable(words, "street_lighting", "rue Battant") == words

    @pytest.mark.parametrize(
        "words",
        [
            "Lampadaire éteint devant chez Mme Dupont",
            "lampadaire éteint, jean dupont",
            "Lampadaire éteint. Merci, Paul",
            "pierre dit que le lampadaire est éteint",
            "lampadaire éteint, appelez le 06 12 34 56 78",
            "lampadaire éteint zero six douze trente quatre",
            "lampadaire éteint paul@exemple.fr",
            "lampadaire éteint https://exemple.fr/paul",
            "lampadaire éteint @paul",
            "lampadaire éteint, code B1234",
            "lampadaire éteint devant chez moi",
            "j'ai vu le lampadaire éteint",
            "mon fils a peur, le lampadaire est éteint",
            "lampadaire éteint, bâtiment C 3e étage",
            "je suis en fauteuil et le lampadaire est éteint",
            "lampadaire éteint devant la maison rose",
            "lampadaire éteint rue Pasteur",
            "lampadaire éteint " * 10,
            "éteint",
            "",
            "👍👍👍👍👍👍👍👍👍👍👍",
        ],
    )
    def test_anything_else_is_not(self, words: str) -> None:
        assert quotable(words, "street_lighting", "rue Battant") == ""

    def test_no_subject_has_first_names_among_its_words(self) -> None:
        names = [
            "Paul",
            "Marie",
            "Jean",
            "Lucas",
            "Mohamed",
            "Ahmed",
            "Sophie",
            "Nicolas",
            "Martin",
            "Dupont",
            "Claude",
            "Fatima",
            "Pierre",
            "Rose",
        ]
        shown = [
            (name, each) for each in CATEGORIES for name in names if quotable(f"un trou, {name.lower()}", each, "")
        ]
        assert shown == []

    def test_an_agent_s_answer_is_shown_unless_it_may_speak_of_somebody(self) -> None:
        assert passable(" Réparé ce matin. ", "") == "Réparé ce matin."
        assert passable("Nous passons rue Battant jeudi.", "rue Battant")
        for answer in (
            "Bonjour Mme Dupont, c'est réparé.",
            "bonjour monsieur dupont",
            "Réparé avec Nadia.",
            "Appelez le 0381000000",
            "Écrivez à paul@exemple.fr",
            "",
            "x" * 700,
        ):
            assert passable(answer, "rue Battant") == ""
