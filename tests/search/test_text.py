"""Words as they are compared: without accents and endings, by ear, and whatever the points of an acronym."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.search.text import fold, sound, squeeze, stem, words

STEADY = settings(max_examples=300, derandomize=True, deadline=None)


def folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ÉCHECS", "echecs"),
        ("E\u0301checs", "echecs"),
        ("Cœur à l’œuvre", "coeur a l'oeuvre"),
        ("Æther", "aether"),
        ("IŞIK ılık İzmir", "isik ilik izmir"),
        ("جـــودو", "جودو"),
        ("", ""),
    ],
)
def test_case_accents_and_ligatures_go(written: str, plain: str) -> None:
    assert fold(written) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [("danse", "danses"), ("solidaire", "solidaires"), ("jeu", "jeux"), ("sportif", "sportive"), ("ami", "amis")],
)
def test_plural_and_feminine_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("arc", "marche"), ("tir", "tirage"), ("bois", "boisson"), ("as", "a")])
def test_words_that_only_begin_alike_keep_their_own_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("ludotek", "ludothèque"),
        ("volé", "volley"),
        ("karaté", "caraté"),
        ("filatéli", "philatélie"),
        ("bato", "bateaux"),
    ],
)
def test_what_sounds_alike_is_spelt_alike(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


def test_what_sounds_otherwise_is_not() -> None:
    assert len({sound(word) for word in ("judo", "yoga", "chant", "champ de tir", "danse", "dinde")}) == 6


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A.S.P.T.T. Besançon", ["asptt", "besancon"]),
        ("A. A. D. D. du Doubs", ["aadd", "du", "doubs"]),
        ("la M.J.C", ["la", "mjc"]),
        ("M. Dupont", ["m", "dupont"]),
        ("fin de phrase. Une autre", ["fin", "de", "phrase", "une", "autre"]),
        ("C.L.A.S.S.E", ["classe"]),
        ("AHS-FC", ["ahs", "fc"]),
    ],
)
def test_the_letters_of_a_dotted_acronym_make_one_word(written: str, read: list[str]) -> None:
    assert folded(written) == read


@pytest.mark.parametrize("saint", ["Saint-Claude", "St Claude", "ST-CLAUDE", "st. claude"])
def test_saint_is_written_in_many_ways(saint: str) -> None:
    assert folded(saint) == ["saint", "claude"]


def test_names_without_their_spaces_are_the_same() -> None:
    assert squeeze(words("Handi Sport")) == squeeze(words("HANDISPORT")) == "handisport"
    assert squeeze(words("")) == ""


@pytest.mark.parametrize("nothing", ["", "   ", "?!… -- __", "😀🎉", "\u0301\u0301", "ـ", "ﾞ", "\x00\ufffd"])
def test_what_holds_no_letter_holds_no_word(nothing: str) -> None:
    assert words(nothing) == []


@STEADY
@given(st.text(max_size=60))
@example("İ")
@example("ﬀ ǆ ß ŉ")
@example("a. b. ﾞ.")
def test_no_word_of_any_text_is_empty(text: str) -> None:
    for word in words(text):
        assert word.raw
        assert word.folded
        assert word.stem
        assert word.folded.startswith(word.stem[:-1])
        word.sound()


@STEADY
@given(st.text(st.sampled_from("aàâçéèêeiîoœuxsdnt'- "), max_size=40))
def test_capitals_and_accents_change_no_word(text: str) -> None:
    assert folded(text.upper()) == folded(text) == folded(fold(text))
