"""Names of streets taken apart, and written as people read them, from lists in capitals as from any other."""

import pytest

from bot.places.language import Language
from bot.places.naming import Name, article_of, read_name

LANGUAGE = Language.packaged()


def name(written: str) -> Name:
    read = read_name(written, LANGUAGE)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("RUE BATTANT", "rue Battant"),
        ("RUE DE L'AMITIE", "rue de l’Amitié"),
        ("GRANDE-RUE", "Grande-Rue"),
        ("PLACE DE LA REVOLUTION", "place de la Révolution"),
        ("AVENUE DE L'ILE DE FRANCE", "avenue de l’Île de France"),
        ("CHEMIN D'AVANNE A VELOTTE", "chemin d’Avanne a Velotte"),
        ("RUE ST-JUST", "rue Saint-Just"),
        ("RUE SAINTE-CLAIRE DEVILLE", "rue Sainte-Claire Deville"),
        ("RUE LA FAYETTE", "rue La Fayette"),
        ("IMPASSE LE CORBUSIER", "impasse Le Corbusier"),
        ("LE TRAIT D'UNION", "Le Trait d’Union"),
        ("BOULEVARD JOHN F. KENNEDY", "boulevard John F. Kennedy"),
        ("RUE A. BARTHET", "rue A. Barthet"),
        ("RUE HUGUES 1ER", "rue Hugues 1er"),
        ("AVENUE DU 60EME REGIMENT D'INFANTERIE", "avenue du 60e Régiment d’Infanterie"),
        ("ROUTE DE GRAY RD 70", "route de Gray"),
        ("CHEMIN DES VALLIERES (COTE IMPAIR)", "chemin des Vallieres"),
        ("RD431", "RD431"),
        ("Rue de l'Amitié", "rue de l’Amitié"),
        ("Place du 8 Septembre", "place du 8 Septembre"),
        ("AVENUE GEORGES CLEMENCEAU", "avenue Georges Clemenceau"),
    ],
)
def test_a_name_is_shown_as_people_write_it(listed: str, shown: str) -> None:
    assert name(listed).shown == shown


def test_an_accent_that_is_not_certain_is_not_invented() -> None:
    assert name("RUE MEGEVAND").shown == "rue Megevand"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RUE DE L'AMITIE", "Rue de l’Amitié"),
        ("RUE GENERAL BRULARD", "rue du Gal Brulard"),
        ("PLACE DU HUIT SEPTEMBRE", "place du 8-Septembre"),
        ("PLACE DU DIX NEUF MARS 1962", "Place du 19 mars 1962"),
        ("PLACE ST JACQUES", "place Saint-Jacques"),
        ("ALLEES DOCTEUR MAITRE", "Allée du Dr Maître"),
        ("CHEMIN DU FORT BENOIT RD 413", "Chemin du Fort Benoit"),
        ("GRANDE-RUE", "Grande Rue"),
        ("ROND POINT DE TVER", "rond-point de Tver"),
    ],
)
def test_a_street_is_one_in_every_list(one: str, other: str) -> None:
    assert name(one).key == name(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RUE GIROD", "RUE GIROD DE CHANTRANS"),
        ("PLACE PASTEUR", "RUE PASTEUR"),
        ("RUE DE LA LIBERTE", "PLACE DE LA LIBERTE"),
        ("CHEMIN DES VAREILLES", "CHEMIN DES VARREILLES DU MILIEU"),
    ],
)
def test_two_streets_are_two(one: str, other: str) -> None:
    assert name(one).key != name(other).key


@pytest.mark.parametrize("nothing", ["", " ", "RUE", "...", "🙂", "avenue "])
def test_what_has_no_name_is_none(nothing: str) -> None:
    assert read_name(nothing, LANGUAGE) is None


@pytest.mark.parametrize(
    ("listed", "leaves_out"),
    [
        ("RUE CHARLES WEISS", {0, 1}),
        ("RUE DU LIEUTENANT REMY", {0, 1}),
        ("RUE DE LA CROIX DE PALENTE", {0}),
        ("AVENUE FONTAINE-ARGENT", {0}),
        ("PLACE SAINT JACQUES", {0}),
        ("CHEMIN SOUS LES VIGNES DE ROGNON", {0}),
        ("RUE ROGER MARTIN DU GARD", {0, 1, 2}),
    ],
)
def test_first_names_and_titles_may_be_left_out_and_nothing_else(listed: str, leaves_out: set[int]) -> None:
    assert name(listed).starts == leaves_out


@pytest.mark.parametrize(
    ("written", "article"),
    [("rue Battant", "la"), ("boulevard Diderot", "le"), ("avenue Carnot", "l'"), ("allée des Lilas", "l'"),
     ("Monoprix", ""), ("", "")],
)  # fmt: skip
def test_the_article_of_a_name(written: str, article: str) -> None:
    assert article_of(written) == article
