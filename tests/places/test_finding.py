"""What messages name, found in the demo city's list: every register, and everyday words that are no street."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.gazetteer import Gazetteer
from bot.places.mentions import Certainty, Mention
from bot.places.records import Place
from tests.places.town import demo, demo_places

STEADY = settings(max_examples=300, derandomize=True, deadline=None)


def mentions(text: str, *, asked: bool = False) -> list[Mention]:
    return demo().find(text, asked=asked)


def sure(text: str, *, asked: bool = False) -> list[str]:
    """Name the streets that are sure, with their house numbers."""
    found = [each for each in mentions(text, asked=asked) if each.places and each.certainty is Certainty.SURE]
    return [f"{each.house or ''} {each.places[0].name}".strip() for each in found]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Lampadaire éteint rue Battant", "rue Battant"),
        ("LAMPADAIRE ETEINT RUE BATTANT DEPUIS HIER", "rue Battant"),
        ("slt ya pu de lumiere ru batan", "rue Battant"),
        ("avenu fontaine argent le feu march pu", "avenue Fontaine-Argent"),
        ("r. Battant", "rue Battant"),
        ("trou rue **Battant**", "rue Battant"),
        ("un trou _rue_ __Battant__, *vite*", "rue Battant"),
        ("bd Léon Blum", "boulevard Léon Blum"),
        ("av foch ya un tro", "avenue du Maréchal Foch"),
        ("pl du 8 septembre", "place du 8-Septembre"),
        ("place du huit septembre", "place du 8-Septembre"),
        ("rue du gal brulard", "rue du Général Brulard"),
        ("rue Weiss", "rue Charles Weiss"),
        ("boulevard Kennedy", "boulevard John F. Kennedy"),
        ("rue darènes", "rue d’Arènes"),
        ("rue de la mouilere", "rue de la Mouillère"),
        ("rue Mejevand", "rue Mégevand"),
        ("rue Prouhdon", "rue Proudhon"),
        ("rue Chrles Weiss", "rue Charles Weiss"),
        ("rue dr la Grette", "rue de la Grette"),
        ("chemin des Founottes", "rue des Founottes"),
        ("parc Micaud", "promenade Micaud"),
        ("la grand rue un lundi matin", "Grande-Rue"),
        ("rue de pontarlier je crois", "rue de Pontarlier"),
        ("gare viotte", "gare Viotte"),
        ("vers la Citadelle", "Citadelle"),
        ("piscine mallarmé", "piscine Mallarmé"),
        ("at the corner of Battant street", "rue Battant"),
        ("calle Battant", "rue Battant"),
        ("Battant Straße", "rue Battant"),
        ("on Granvelle square", "place Granvelle"),
        ("the Battant bridge", "pont Battant"),
    ],
)
def test_a_street_in_any_spelling(text: str, street: str) -> None:
    assert sure(text) == [street]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("12 rue Battant", "12 rue Battant"),
        ("au 12, rue Battant", "12 rue Battant"),
        ("au 12 de la rue Battant", "12 rue Battant"),
        ("12 bis rue Battant", "12 bis rue Battant"),
        ("12bis, rue Battant", "12 bis rue Battant"),
        ("12 b rue Battant", "rue Battant"),
        ("14B rue Battant", "14B rue Battant"),
        ("rue Battant 12", "12 rue Battant"),
        ("rue Battant, numéro 12", "12 rue Battant"),
        ("rue Battant n°12 ter", "12 ter rue Battant"),
        ("rue Battant au 12 il y a un trou", "12 rue Battant"),
        ("RUE BATTANT AU 12", "12 rue Battant"),
        ("ligne 3 rue Battant", "rue Battant"),
        ("lot B 12, rue Battant", "rue Battant"),
        ("rue Battant 3 sacs", "rue Battant"),
        ("rue Battant le 12 mars", "rue Battant"),
        ("rue Battant au 2e étage", "rue Battant"),
        ("rue Battant 22h", "rue Battant"),
        ("2019 rue Battant", "rue Battant"),
        ("il en a 12. Rue Battant", "rue Battant"),
    ],
)
def test_a_house_number_before_and_behind(text: str, street: str) -> None:
    assert sure(text) == [street]


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("angle Proudhon/Bersot", ["rue Proudhon", "rue Bersot"]),
        ("à l'angle de Battant et de Champrond", ["rue Battant", "rue Champrond"]),
        ("croisement rue Moncey Grande Rue", ["rue Moncey", "Grande-Rue"]),
        ("entre la rue Bersot et la rue Proudhon", ["rue Bersot", "rue Proudhon"]),
        ("dans le coin de Battant", []),
    ],
)
def test_a_corner_has_two_streets(text: str, streets: list[str]) -> None:
    assert sure(text) == streets


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂",
        "rue",
        "dans la rue",
        "la rue est sale",
        "une rue sans voitures",
        "rue barrée",
        "la place de mon fils en crèche",
        "je suis allée aux Chaprais",
        "ma rue à Battant",
        "en route au vélo",
        "une grande rue mal éclairée",
        "j'ai lu Victor Hugo et Proudhon",
        "rue de la gare",
        "rue Pasteur Vallery-Radot",
        "rue Machin-Chose",
        "rue du Chateur",
        "la rue de l'école de mon fils",
        "monsieur Brulard",
        "ça ne marche pas Battant",
        "vs avé un marchepied",
    ],
)
def test_no_street_is_claimed_where_none_is_named(text: str) -> None:
    assert sure(text) == []


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("rue victor", ["rue Victor Delavelle", "rue Victor Hugo"]),
        ("la rue de l'école", ["rue de l’École"]),
        ("rue Pasteur Vallery-Radot", ["rue Pasteur"]),
    ],
)
def test_what_may_be_meant_is_offered(text: str, choices: list[str]) -> None:
    (mention,) = mentions(text)
    assert mention.certainty is Certainty.SEVERAL
    assert sorted(place.name for place in mention.places) == choices


@pytest.mark.parametrize(
    ("text", "street"),
    [("12 battant", "12 rue Battant"), ("Bersot", "rue Bersot"), ("c'est vers Champrond", "rue Champrond"),
     ("fontaine argent", "avenue Fontaine-Argent"), ("rue de l'école", "rue de l’École")],
)  # fmt: skip
def test_an_answer_may_be_a_name_alone(text: str, street: str) -> None:
    assert sure(text, asked=True) == [street]


@pytest.mark.parametrize("text", ["liberté", "victor hugo"])
def test_a_name_alone_may_be_several_streets(text: str) -> None:
    (mention,) = mentions(text, asked=True)
    assert mention.certainty is Certainty.SEVERAL
    assert len(mention.places) == 2


@pytest.mark.parametrize("place", demo_places(), ids=lambda place: place.key)
def test_every_name_of_the_list_is_found_as_it_stands(place: Place) -> None:
    for written in (place.name, place.name.upper(), place.name.lower()):
        (mention,) = [each for each in mentions(written, asked=True) if each.places]
        assert (mention.certainty, mention.places) == (Certainty.SURE, (place,)), written


@given(st.text(max_size=120), st.booleans())
@STEADY
def test_any_text_is_read(text: str, asked: bool) -> None:
    end = 0
    for mention in mentions(text, asked=asked):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


WORDS = [
    "12",
    "bis",
    "rue",
    "r.",
    "place",
    "de",
    "la",
    "Victor",
    "hugo",
    "battant",
    ",",
    ".",
    "angle",
    "/",
    "Thise",
    "à",
]


@given(st.lists(st.sampled_from(WORDS), max_size=10), st.booleans())
@STEADY
def test_words_of_places_in_any_order(words: list[str], asked: bool) -> None:
    text = " ".join(words)
    for mention in mentions(text, asked=asked):
        if mention.certainty is Certainty.UNLISTED:
            assert not mention.places
        elif len(mention.places) > 1:
            assert mention.certainty is Certainty.SEVERAL
        assert text[mention.start : mention.end].strip()


@given(st.sampled_from(demo_places()), st.data())
@STEADY
def test_a_slip_of_the_finger_never_leads_to_another_street(place: Place, data: st.DataObject) -> None:
    begin = place.name.find(" ") + 1
    at = data.draw(st.integers(begin, len(place.name) - 1))
    slip = data.draw(st.sampled_from(["", "x", "e"]))
    for mention in mentions(place.name[:at] + slip + place.name[at + 1 :]):
        assert mention.certainty is not Certainty.SURE or mention.places in ((place,), ())


def test_an_empty_list_and_a_list_of_odd_names() -> None:
    odd = Gazetteer([Place("", ""), Place("rue", "rue"), Place("x", "🙂"), Place("rue a", "rue A")])
    assert odd.find("rue Battant, rue A, 🙂")[0].certainty is Certainty.UNLISTED
