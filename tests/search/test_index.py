"""What the directory finds for a sentence, how sure it is of it, and how it looks further, visibly."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.search.index import Directory, Findings, Why, Widening
from bot.search.records import Association
from tests.search.listing import ACTIVE, BATTANT, BUTTE, CENTRE, GONE, LISTING, PLANOISE, ROSEMONT

DIRECTORY = Directory(LISTING)


def ids(found: Findings) -> list[str]:
    return [hit.association.id for hit in found.hits]


def fitting(found: Findings) -> set[str]:
    return {hit.association.id for hit in found.hits if hit.fits}


def search(query: str, *others: Association) -> Findings:
    return (Directory((*LISTING, *others)) if others else DIRECTORY).search(query)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Les mailles de Velotte", "A06"),
        ("LES MAILES DE VELOTE", "A06"),
        ("mailles velotte", "A06"),
        ("velotte les mailles", "A06"),
        ("choral lé voi 2 la boucle", "A05"),
        ("le fou du roi comtoi", "A04"),
        ("comtois fou roi", "A04"),
        ("lefouduroi comtois", "A04"),
        ("bonjour, je cherche le numéro du fou du roi comtois svp merci", "A04"),
        ("rendez vous parenthese", "A14"),
        ("RENDEZVOUS PARENTHESE", "A14"),
        ("secours des 4 chemins", "A11"),
        ("secours quatre chemin", "A11"),
    ],
)
def test_a_name_is_found_however_it_is_written(query: str, first: str) -> None:
    found = search(query)
    assert ids(found)[:1] == [first]
    assert found.confident
    assert Why.NAME in found.hits[0].why


@pytest.mark.parametrize(
    ("query", "first"),
    [("ASPT", "A07"), ("aspt", "A07"), ("A.S.P.T.", "A07"), ("l'a. s. p. t.", "A07"), ("frc", "A04")],
)
def test_an_acronym_is_a_name(query: str, first: str) -> None:
    found = search(query)
    assert ids(found)[:1] == [first]
    assert found.confident


@pytest.mark.parametrize("query", ["Bascule", "La Bascule", "ART", "les amis de la marche", "judo battant"])
def test_a_whole_name_goes_before_what_is_only_like_it(query: str) -> None:
    found = search(query)
    assert found.hits[0].association.name == query.upper()
    assert found.confident


def test_a_whole_name_goes_before_what_answers_all_its_words() -> None:
    found = search(
        "tennis planoise", Association("B1", "TENNIS", neighbourhood=PLANOISE), Association("B2", "TENNIS PLANOISE")
    )
    assert ids(found)[:2] == ["B2", "B1"]


def test_short_names_that_are_none_are_not_taken_for_one() -> None:
    others = [
        Association("B1", "COMITÉ DE JUMELAGE (LE)", "ASSOCIATION"),
        Association("B2", "PAIN CONTRE LA FAIM (45)"),
        Association("B3", "ASSOCIATION DE LA RUE"),
    ]
    for query in ("association", "une association", "le", "45"):
        assert not search(query, *others).confident


@pytest.mark.parametrize(
    "query",
    [
        "un club de judo à Planoise",
        "judo planoise",
        "planoize judo",
        "judo in Planoise",
        "Planoise'de judo kulübü",
        "جودو في Planoise",
    ],
)
def test_an_activity_in_a_neighbourhood(query: str) -> None:
    found = search(query)
    assert found.confident
    assert (found.neighbourhood, found.activities, found.widened) == (PLANOISE, ("judo",), None)
    assert fitting(found) == set(ids(found)[:2]) == {"A01", "A02"}
    assert {Why.ACTIVITY, Why.NEIGHBOURHOOD} <= set(found.hits[0].why)


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("judo à Planoise le mercredi", "A01", Why.WEEKDAY),
        ("judo à Planoise le lundi", "A02", Why.WEEKDAY),
        ("judo à Planoise pour ma fille de 8 ans", "A01", Why.AGE),
        ("judo à Planoise pour ma grand-mère", "A02", Why.AGE),
        ("judo on Mondays in Planoise", "A02", Why.WEEKDAY),
    ],
)
def test_the_day_and_the_age_decide_between_two(query: str, first: str, why: Why) -> None:
    found = search(query)
    assert (ids(found)[0], found.confident) == (first, True)
    assert why in found.hits[0].why
    assert why not in found.hits[1].why


def test_beside_what_fits_the_rest_is_only_near() -> None:
    found = search("judo")
    assert found.confident
    assert fitting(found) == set(ids(found)[:3]) == {"A01", "A02", "A03"}
    assert [hit.fits for hit in found.hits] == sorted((hit.fits for hit in found.hits), reverse=True)


def test_nobody_there_but_next_door() -> None:
    found = search("badminton à Planoise")
    assert not found.confident
    assert found.widened is not None
    assert (found.widened.by, found.widened.neighbourhood) == (Widening.NEIGHBOURHOOD, BUTTE)
    assert ids(found) == ["A10"]
    assert fitting(found) == {"A10"}


def test_the_next_neighbourhoods_come_first() -> None:
    found = search("tennis à Planoise")
    assert found.widened is not None
    assert found.widened.neighbourhood == ROSEMONT
    assert ids(found) == ["A12", "A13"]


@pytest.mark.parametrize(
    ("query", "near", "first"),
    [
        ("squash", "badminton", "A10"),
        ("canoë", "rowing", "A09"),
        ("un cours de pilates", "yoga", "A19"),
        ("canoe club in Battant", "rowing", "A09"),
    ],
)
def test_nobody_does_it_but_something_near(query: str, near: str, first: str) -> None:
    found = search(query)
    assert not found.confident
    assert found.widened is not None
    assert (found.widened.by, found.widened.activity) == (Widening.ACTIVITY, near)
    assert ids(found)[0] == first
    assert first in fitting(found)


def test_activities_are_named_in_the_reader_s_language() -> None:
    assert [DIRECTORY.label("rowing", lang) for lang in ("fr", "en", "es", "xx")] == [
        "aviron",
        "rowing",
        "remo",
        "aviron",
    ]


@pytest.mark.parametrize(
    "query", ["Les amis du funiculaire", "les amis du funiculair", "je cherche les amis du funiculaire"]
)
def test_who_is_dissolved_is_told_and_never_shown(query: str) -> None:
    found = search(query)
    assert not found.confident
    assert found.widened is not None
    assert (found.widened.by, found.widened.name) == (Widening.DISSOLVED, GONE.name)
    assert GONE.id not in ids(found)
    assert not fitting(found)


def test_a_dissolved_namesake_does_not_hide_the_living() -> None:
    found = search("tennis du centre")
    assert (ids(found)[0], found.confident, found.widened) == ("A13", True, None)
    assert "D02" not in ids(found)


@pytest.mark.parametrize(
    "query",
    [
        "parachutisme",
        "une crèche pour mon bébé",
        "les amis du téléphérique",
        "où payer la cantine ?",
        "arc",
        "tir à l'arc",
        "un bon coiffeur",
        "club",
        "merci beaucoup",
        "Judo Club de Marseille Nord",
        "cours de japonais",
    ],
)
def test_it_is_not_sure_of_what_is_not_there(query: str) -> None:
    found = search(query)
    assert not found.confident
    assert found.widened is not None or not fitting(found)


@pytest.mark.parametrize("query", ["arc", "l'arc", "un club d'arc"])
def test_a_bow_is_not_found_inside_another_word(query: str) -> None:
    assert "A08" not in ids(search(query))


def test_a_long_story_does_not_drown_what_it_is_told_for() -> None:
    found = search(
        "Je cherche un club de judo à Planoise. Ma fille vient d'arriver de Lyon, pleine d'énergie, avec ses médailles "
        "gagnées dans un ancien gymnase municipal, et ses horaires de collégienne"
    )
    assert (found.confident, ids(found)[0], found.neighbourhood) == (True, "A01", PLANOISE)


@pytest.mark.parametrize("query", ["", "   ", "😀😀🎉", "?!…", "\x00", "ﾞ", "\n" * 50])
def test_nothing_finds_nothing_even_beside_names_without_letters(query: str) -> None:
    assert search(query, Association("B1", "!!!"), Association("B2", "😀"), Association("B3", "-", "?")) == Findings(
        False
    )


@pytest.mark.parametrize(
    "query", ["judo à Planoise " + "bla " * 2500, "judo " * 2000, "x" * 10_000, "é" * 10_000, "a.b. " * 2000]
)
def test_a_letter_of_10_000_characters_is_only_a_long_request(query: str) -> None:
    found = search(query)
    assert found.activities == (("judo",) if "judo" in query else ())
    assert found.confident is query.startswith("judo judo")


def test_an_empty_directory_finds_nothing() -> None:
    empty = Directory(())
    assert len(empty) == 0
    for query in ("judo", "", "les amis du funiculaire"):
        assert empty.search(query) == Findings(False)


def test_a_directory_of_dissolved_associations_shows_none() -> None:
    found = Directory([GONE]).search("judo")
    assert (found.hits, found.confident) == ((), False)
    assert len(Directory([GONE])) == 0
    assert len(DIRECTORY) == len(ACTIVE)


def test_no_more_hits_than_asked_for() -> None:
    everything = [hit.association for hit in DIRECTORY.search("judo", 30).hits]
    for limit in range(4):
        assert [hit.association for hit in DIRECTORY.search("judo", limit).hits] == everything[:limit]
    assert len(DIRECTORY.search("judo").hits) <= 5


def test_the_order_of_the_file_changes_nothing() -> None:
    turned: Sequence[Association] = LISTING[::-1]
    for query in ("judo", "tennis à Planoise", "squash", "les amis", "bascule"):
        assert Directory(turned).search(query) == DIRECTORY.search(query)


def test_a_place_or_a_street_tells_the_neighbourhood_too() -> None:
    elsewhere = replace(ACTIVE[2], id="B1", name="JUDO LIBRE", neighbourhood="", place="Gymnase de Battant")
    found = search("judo à Battant", elsewhere)
    assert found.neighbourhood == BATTANT
    assert ids(found)[:2] == ["A03", "B1"]


def test_what_is_in_the_centre_only_by_its_name_does_not_widen() -> None:
    found = search("échecs au centre-ville")
    assert (ids(found)[0], found.confident, found.neighbourhood) == ("A04", True, CENTRE)
