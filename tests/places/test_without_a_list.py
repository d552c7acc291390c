"""Without any list, places are found by the words around them: streets with their number, neighbourhoods; no more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.gazetteer import Gazetteer
from bot.places.where import where

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
NOWHERE = Gazetteer()


def find(written: str) -> str | None:
    spot = where(NOWHERE, written).spot
    assert spot is None or spot.is_plain
    return spot.name if spot else None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Lampadaire éteint rue Battant", "rue Battant"),
        ("Le 12 rue Battant est dans le noir", "12 rue Battant"),
        ("Lampadaire éteint au 12, rue Battant.", "12, rue Battant"),
        ("devant le 12 bis rue Battant", "12 bis rue Battant"),
        ("12bis rue Battant", "12bis rue Battant"),
        ("12 bis, rue Battant", "12 bis, rue Battant"),
        ("3 ter avenue Fontaine-Argent", "3 ter avenue Fontaine-Argent"),
        ("14B rue de Vesoul", "14B rue de Vesoul"),
        ("trou dans la rue de Belfort depuis hier", "rue de Belfort"),
        ("Un arbre est tombé avenue de l'Observatoire", "avenue de l'Observatoire"),
        ("Un arbre est tombé avenue de l’Observatoire", "avenue de l’Observatoire"),
        ("rue d'Arènes, devant l'école", "rue d'Arènes"),
        ("rendez-vous place du 8 Septembre", "place du 8 Septembre"),
        ("rendez-vous place du 8 septembre à midi", "place du 8 septembre"),
        ("sur le pont de la République ce matin", "pont de la République"),
        ("place de la Révolution, à côté du marché", "place de la Révolution"),
        ("chemin des Montboucons", "chemin des Montboucons"),
        ("il y a un mur tagué rue Battant et rue Thiémanté", "rue Battant"),
    ],
)
def test_a_street_with_capitals(written: str, place: str) -> None:
    assert find(written) == place


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("boulevard Léon Blum svp", "boulevard Léon Blum"),
        ("12 rue Denis Papin", "12 rue Denis Papin"),
        ("la fontaine de la place Leclerc", "place Leclerc"),
        ("place de la Liberté", "place de la Liberté"),
        ("square Delavelle", "square Delavelle"),
        ("pont Denfert-Rochereau", "pont Denfert-Rochereau"),
        ("rue Danton", "rue Danton"),
        ("avenue Droz", "avenue Droz"),
    ],
)
def test_a_name_that_begins_with_d_or_l_is_a_name_like_any_other(written: str, place: str) -> None:
    assert find(written) == place


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("lampadaire eteint rue battant", "rue battant"),
        ("y a plus de lumiere 12 rue battant depuis hier", "12 rue battant"),
        ("ds la rue de dole ya un trou", "rue de dole"),
        ("av fontaine", "av fontaine"),
        ("RUE DE BELFORT EST NOIRE", "RUE DE BELFORT"),
        ("12 RUE BATTANT", "12 RUE BATTANT"),
    ],
)
def test_a_street_by_somebody_who_has_one_kind_of_letter(written: str, place: str) -> None:
    assert find(written) == place


@pytest.mark.parametrize(
    "written",
    [
        "ya pu de lumière ds la rue dpui 3 jours",
        "la rue dpuis hier",
        "je voudrais une place en crèche",
        "une place de parking",
        "il n'y a plus de place dans le bus",
        "la cour de l'école est sale",
        "un parc pour les enfants",
        "une promenade avec mon chien",
        "en route pour la mairie",
        "sur place, personne ne répond",
        "l'escalier est cassé",
    ],
)
def test_an_everyday_word_is_no_street(written: str) -> None:
    assert find(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "bonjour",
        "rue",
        "la rue est sale",
        "la rue, elle est sale",
        "dans ma rue",
        "une avenue !",
        "rue de la",
        "12",
        "🙂",
        "les ruelles",
        "carte d'identité",
    ],
)
def test_nothing_is_found_where_nothing_is_named(written: str) -> None:
    assert find(written) is None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("rats à Planoise", "Planoise"),
        ("un club de judo à planoise", "Planoise"),
        ("PLANOISE", "Planoise"),
        ("quartier saint claude", "Saint-Claude"),
        ("à Saint-Claude", "Saint-Claude"),
        ("chateaufarine", "Châteaufarine"),
        ("aux Chaprais.", "Chaprais"),
        ("à la Chapelle-des-Buis", "Chapelle des Buis"),
        ("ile de france", "Île-de-France"),
    ],
)
def test_a_neighbourhood_has_its_own_spelling(written: str, place: str) -> None:
    assert find(written) == place


@pytest.mark.parametrize("written", ["planoises", "battants", "la cassine", "un buttoir"])
def test_a_neighbourhood_is_a_whole_word(written: str) -> None:
    assert find(written) is None


def test_a_street_says_more_than_a_neighbourhood() -> None:
    assert find("à Planoise, rue de Bourgogne") == "rue de Bourgogne"


def test_an_english_sentence_about_a_french_street() -> None:
    assert find("The lamp near 12 rue Battant is broken") == "12 rue Battant"
    assert find("There is no place in the park") is None
    assert find("rats in planoise") == "Planoise"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("le trottoir devant le lycée Jules-Haag", "lycée Jules-Haag"),
        ("vitre cassée, arrêt Micropolis", "arrêt Micropolis"),
        ("devant l'école Bourgogne", "école Bourgogne"),
        ("des cartons devant le Monoprix", "devant le Monoprix"),
        ("derrière la poste", "derrière la poste"),
        ("au rond-point de la Malcombe", "rond-point de la Malcombe"),
    ],
)
def test_what_is_no_street_has_a_name_too(written: str, place: str) -> None:
    assert find(written) == place


@pytest.mark.parametrize(
    "written", ["l'école est fermée", "j'ai acheté cela au Monoprix", "la poste a perdu mon colis"]
)
def test_a_landmark_alone_tells_no_place(written: str) -> None:
    assert find(written) is None


@pytest.mark.parametrize("written", ["lampadaire éteint à Thise", "un trou rue Battant, 25220 Thise"])
def test_without_a_list_nobody_is_told_that_it_is_elsewhere(written: str) -> None:
    spot = where(NOWHERE, written).spot
    assert spot is None or spot.town is None


@given(st.text(max_size=80))
@STEADY
def test_what_is_found_stands_in_the_message_or_is_a_neighbourhood(written: str) -> None:
    for mention in NOWHERE.find(written):
        assert 0 <= mention.start < mention.end <= len(written)
        assert not mention.places


WORDS = ["12", "bis", "rue", "place", "de", "la", "Leclerc", "battant", ",", ".", "depuis", "en", "Planoise", "8"]


@given(st.lists(st.sampled_from(WORDS), max_size=9))
@STEADY
def test_a_found_street_ends_with_a_name(words: list[str]) -> None:
    found = find(" ".join(words))
    if found is not None:
        assert found.split()[-1].lower() not in {*NOWHERE.language.links, *NOWHERE.language.around.ends, ",", "."}
        assert len(found.split()) >= 2 or found in ("Planoise", "Battant")
