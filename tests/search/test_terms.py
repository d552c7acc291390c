"""The words by which a request is found, and how each may be misspelt."""

import pytest

from bot.search.terms import LONGEST, is_near, request_terms, spellings, street_term, terms_of


def test_words_that_tell_something() -> None:
    assert terms_of("Bonjour, l'Éclairage des lampadaires d'la rue est ÉTEINT svp") == {
        "eclairag": "éclairage", "lampadair": "lampadaires", "rue": "rue", "eteint": "éteint",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "de la", "🙂", "\x00", "'" * 100, "y" * (LONGEST + 1), "a b c"])
def test_what_tells_nothing(text: str) -> None:
    assert terms_of(text) == {}


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("12 bis, rue Battant", "rue battant"), ("Rue Battant", "rue battant"), ("12B rue Battant", "rue battant"),
        ("Grande-Rue", "grande rue"), ("Citadelle", ""), ("12", ""), ("", ""),
        ("quelque part derrière la boulangerie de la grande place", ""),
    ],
)  # fmt: skip
def test_a_street_is_one_term(name: str, term: str) -> None:
    assert street_term(name) == term


def test_a_request_is_found_by_where_it_is() -> None:
    place = "12 rue Battant [Battant] (geo:47.24211,6.02083;u=20) “devant la boulangerie”"
    found = request_terms(("éteint", "toujours éteint"), place)
    assert set(found) == {"rue battant", "12", "rue", "battant", "devant", "boulangeri", "eteint"}


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [
        ("lampadère", "lampadaire", True), ("lanpadaire", "lampadaire", True), ("batan", "battant", True),
        ("poubele", "poubelle", True), ("rat", "rats", False), ("arbre", "marbre", True),
        ("arbre", "abribus", False), ("1234", "1235", False),
    ],
)  # fmt: skip
def test_misspellings(typed: str, known: str, near: bool) -> None:
    (term, raw), (other, written) = *terms_of(typed).items(), *terms_of(known).items()
    shared = spellings(term, raw) & spellings(other, written)
    alike = any(each.startswith("~") for each in shared)
    assert (bool(shared) and is_near(term, other, raw, alike)) == near
