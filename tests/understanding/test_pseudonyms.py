"""What tells who somebody is does not stay in their words, whatever tricks they play; what they want does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.pseudonyms import (
    HIDDEN,
    LONGEST,
    fingerprint,
    is_worth_learning,
    pseudonymised,
    to_learn,
)

HIDING = [
    ("mon numéro 06 12 34 56 78 merci", "mon numéro […] merci"),
    ("tél:0612345678.", "[…]."),
    ("+33 (0)6-12-34-56-78 svp rappelez", "[…] svp rappelez"),
    ("o6.12.34.56.78 pour me joindre", "[…] pour me joindre"),
    ("０６１２３４５６７８ appelez", "[…] appelez"),
    ("0\u200b6\u200b1\u200b2\u200b3\u200b4\u200b5 appelez", "[…] appelez"),
    ("٠٦١٢٣٤٥٦٧٨ اتصلوا بي", "[…] اتصلوا بي"),
    ("6️⃣1️⃣2️⃣3️⃣ appelez", "[…] appelez"),
    ("zéro six douze trente-quatre cinquante-six appelez", "[…] appelez"),
    ("zero six one two three four call me back", "[…] call me back"),
    ("écrivez à jean.dupont+ville@gmail.com svp", "écrivez à […] svp"),
    ("jean dupont (at) gmail point com écrivez", "jean […] écrivez"),
    ("jean.dupont arobase orange.fr écrivez", "[…] écrivez"),
    ("voir https://exemple.fr/jean?id=3#x et www.jean.fr", "voir […] et […]"),
    ("t.me/jeandupont ou @jeandupont ou @jean:matrix.org", "[…] ou […] ou […]"),
    ("mon site jean-dupont.fr est là", "mon site […] est là"),
    ("IBAN FR76 3000 4000 0312 3456 7890 143 c'est pour payer", "IBAN […] c'est pour payer"),
    ("GB29NWBK60161331926819 to pay", "[…] to pay"),
    ("sécu 1 85 05 78 006 084 36 la cantine", "sécu […] la cantine"),
    ("plaque AB-123-CD ou ab 123 cd garée là", "plaque […] ou […] garée là"),
    ("voiture 1234 XY 25 ventouse", "voiture […] ventouse"),
    ("au 12 bis rue Battant, 25000 Besançon", "au […] bis rue Battant, […] Besançon"),
    ("rue Battant 12, appt 4B", "rue Battant […], appt […]"),
    ("née le 12/03/1980 à Besançon", "née le […] à Besançon"),
    ("né le douze trois mille neuf cent la carte", "né le […] la carte"),
    ("ma demande BES-TV2-2PX est où", "ma demande […] est où"),
    ("je m'appelle ahmed benali et la rue est sale", "je m'appelle […] et la rue est sale"),
    ("JE M’APPELLE ZOÉ, un trou", "JE M'APPELLE […], un trou"),
    ("jm'appelle kevin jai un souci", "jm'appelle […] un souci"),
    ("Nom : Dupont Prénom : Jean. La cantine", "Nom : […] Prénom : […]. La cantine"),
    ("Mme Dupont-Martin habite à côté", "Mme […] habite à côté"),
    ("m. dupont crie la nuit", "m. […] crie la nuit"),
    ("Madame de la Tour crie", "Madame […] crie"),
    ("M. Van den Berg crie la nuit", "M. […] crie la nuit"),
    ("mon fils Lucas et ma fille, Inès", "mon fils […] et ma fille, […]"),
    ("mon voisin Ben Saïd fait du bruit", "mon voisin […] fait du bruit"),
    ("La lampe est cassée. Cordialement, Jean Dupont", "La lampe est cassée. Cordialement, […]"),
    ("la lampe est cassée cordialement jean dupont", "la lampe est cassée cordialement […]"),
    ("La lampe est cassée\nJean-Pierre Dupont", "La lampe est cassée […]"),
    ("My name is Tom O'Neil. No light here", "My name is […]. No light here"),
    ("Hallo, ich heiße Klaus Müller und die Lampe ist kaputt", "Hallo, ich heiße […] und die Lampe ist kaputt"),
    ("me llamo Pilar García y la farola", "me llamo […] y la farola"),
    ("mi chiamo Luca Rossi e il lampione", "mi chiamo […] e il lampione"),
    ("اسمي محمد", "اسمي […]"),
]
KEPT = [
    "un trou dans la chaussée rue de Belfort",
    "Bonjour monsieur le maire, la lampe est éteinte. Merci",
    "Madame, Monsieur, la lampe est éteinte",
    "mon fils de 3 ans et la cantine à 11h30",
    "plus de lumière depuis 15 jours",
    "no light for 2 weeks",
    "une famille nombreuse, signé : une habitante en colère",
    "deux enfants et un chien",
    "merci",
    "",
]


@pytest.mark.parametrize(("written", "left"), HIDING)
def test_what_tells_who_goes(written: str, left: str) -> None:
    assert pseudonymised(written) == left


@pytest.mark.parametrize("written", KEPT)
def test_what_tells_what_stays(written: str) -> None:
    assert pseudonymised(written) == written


def test_the_writers_own_name_goes_wherever_it_stands() -> None:
    words = "CLAIRE ici, demandez Émile ou Claire Petit, la lampe de la rue"
    assert pseudonymised(words, ["Claire Petit", "emile"]) == "[…] ici, demandez […] ou […], la lampe de la rue"
    assert pseudonymised("le la de", ["le", "La De"]) == "le la de"


def test_long_words_are_cut_behind_a_word_and_never_in_an_address() -> None:
    assert len(pseudonymised("mot " * 1_000)) <= LONGEST
    cut = pseudonymised("m" * 1_190 + " jean.dupont@example.org")
    assert "jean" not in cut
    assert pseudonymised("x" * 5_000) == ""


@pytest.mark.parametrize(
    "written",
    [
        "a@" * 3_000,
        "1 " * 3_000,
        "je m'appelle " * 500,
        "M. " * 2_000,
        "un " * 2_000,
        "a." * 3_000,
        "[…]" * 900,
        "\x00‮",
    ],
)
def test_hostile_words_are_taken_like_any_others(written: str) -> None:
    assert len(pseudonymised(written)) <= LONGEST


@given(st.text(max_size=200))
def test_no_digits_but_short_spans_are_left_and_twice_is_once(written: str) -> None:
    once = pseudonymised(written)
    assert not any(len([c for c in word if c.isdigit()]) > 4 for word in once.split())
    assert len(once) <= LONGEST


@given(
    st.lists(st.sampled_from("0123456789"), min_size=8, max_size=12),
    st.sampled_from(["", " ", ".", "-", "/", "\u00a0"]),
)
def test_no_way_to_write_a_number_leaves_it(digits: list[str], between: str) -> None:
    left = pseudonymised(f"appelez le {between.join(digits)} merci bien")
    assert left == "appelez le […] merci bien"


def test_a_fingerprint_is_of_the_words_alone() -> None:
    assert fingerprint("Un TROU, énorme !") == fingerprint("un trou enorme") == fingerprint(f"un {HIDDEN} trou énorme")
    assert fingerprint("un trou") != fingerprint("trou un")


def test_marks_are_not_learnt() -> None:
    assert to_learn(f"un {HIDDEN} trou {HIDDEN}") == "un trou"
    assert is_worth_learning(f"un {HIDDEN} trou")
    assert not is_worth_learning(f"{HIDDEN} trou {HIDDEN}")
