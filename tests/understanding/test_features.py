"""How a message is cut into the pieces that the classifier weighs."""

from collections import Counter
from zlib import crc32

import numpy as np
import pytest

from bot.understanding.features import (
    HEAD,
    LONGEST_REMEMBERED,
    TAIL,
    Cleaned,
    clean,
    fit,
    grams,
    plain,
    shorthand,
    unmarked,
)

TABLE = shorthand()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Jpe avoir un rdv svp", "je peux avoir un rendez-vous s'il vous plaît"),
        ("SLT YA PU DE LUMIÈRE", "salut il y a pu de lumière"),
        ("C’est quand ?", "c'est quand ?"),
        ("c koi", "c'est quoi"),
        ("Où va-t-on ?", "où va-t-on ?"),
        ("Meeeerci !", "meerci !"),
        ("E\u0301cole", "école"),
        ("Rue\u00a0Battant", "rue battant"),
    ],
)
def test_spelling_is_undone(written: str, read: str) -> None:
    assert clean(written, TABLE) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Le **lampadaire** est _éteint_", "Le lampadaire est éteint"),
        ("# Trou\n- rue Bersot\n> au 12", "Trou\nrue Bersot\nau 12"),
        ("<b>Trou</b> rue <a href='https://x.example'>Bersot</a>", "Trou rue Bersot"),
        ("Trou [ici](https://maps.example/x?y=1)", "Trou ici"),
        ("Trou https://maps.example/kJ3h rue Bersot", "Trou   rue Bersot"),
        ("https://maps.example/kJ3h", ""),
        ("~~non~~ `oui` ||peut-être||", "non oui peut-être"),
        ("5 * 3 < 20 et nom_de_fichier <3", "5  3 < 20 et nom_de_fichier <3"),
        ("un trou - un vrai [sic]", "un trou - un vrai [sic]"),
    ],
)
def test_what_is_only_form_goes(written: str, read: str) -> None:
    assert unmarked(written) == read


@pytest.mark.parametrize(
    ("sign", "left"),
    [("*", ""), ("`", ""), ("http://", ""), ("[", "["), ("<", "<"), ("<a", "<a"), ("#", "#"), ("[a](", "[a](")],
)
def test_a_hundred_thousand_signs_are_dropped_or_left_as_one_is(sign: str, left: str) -> None:
    """Were it to look ahead without end, this would take minutes instead of milliseconds."""
    assert unmarked(sign * 100_000) == left * 100_000


def test_accents_go() -> None:
    assert plain("Éclairé, ÇA, Straße, œuf") == "eclaire, ca, strasse, œuf"


def test_long_messages_keep_their_beginning_and_their_end() -> None:
    cleaned = clean("début " + "x y " * 3000 + "fin", TABLE)
    assert cleaned.startswith("début")
    assert cleaned.endswith("fin")
    assert len(cleaned) < 2 * (HEAD + TAIL)


def test_numbers_are_all_alike() -> None:
    assert grams(Cleaned("12 rue battant")) == grams(Cleaned("48 rue battant"))


def test_accents_do_not_change_the_pieces() -> None:
    assert grams(Cleaned("école fermée")) == grams(Cleaned("ecole fermee"))


def test_a_short_word_is_one_piece_once() -> None:
    # The pieces of two bytes are " a" and "a ", the whole is " a ".
    assert sum(grams(Cleaned("a")).pieces.values()) == 3
    assert not grams(Cleaned("?! 😀")).pieces


def test_rare_pieces_are_dropped_and_rarer_ones_weigh_more() -> None:
    vocabulary = fit([Counter({1: 1, 2: 1}), Counter({1: 1, 2: 5}), Counter({1: 1, 3: 1})], at_least=2)
    assert vocabulary.hashes.tolist() == [1, 2]
    assert vocabulary.idf[1] > vocabulary.idf[0]


def test_a_vector_has_unit_length_and_skips_the_unknown() -> None:
    vocabulary = fit([Counter({5: 1, 9: 1}), Counter({5: 1, 9: 1, 7: 2})], at_least=1)
    rows = vocabulary.weigh([Counter({9: 3, 5: 1, 1234: 1})])
    assert sorted(rows.positions.tolist()) == [0, 2]
    assert float(rows.values @ rows.values) == pytest.approx(1.0)


def test_nothing_known_gives_an_empty_vector_wherever_it_stands() -> None:
    vocabulary = fit([Counter({5: 1})], at_least=1)
    nothing, unknown, known = Counter[int](), Counter({2**32 - 1: 1}), Counter({5: 2})
    for documents, ends in (
        ([], [0]),
        ([nothing], [0, 0]),
        ([unknown, known, nothing, unknown], [0, 0, 1, 1, 1]),
    ):
        rows = vocabulary.weigh(documents)
        assert rows.ends.tolist() == ends
        assert rows.values.tolist() == [1.0] * ends[-1]
        assert rows.values.dtype == np.float32


def test_documents_weighed_together_are_weighed_as_if_alone() -> None:
    documents = [grams(clean(text, TABLE)).pieces for text in ("le trottoir est cassé", "", "lampadaire éteint")]
    vocabulary = fit(documents, at_least=1)
    together = vocabulary.weigh(documents)
    for counts, (start, end) in zip(documents, together.spans(), strict=True):
        alone = vocabulary.weigh([counts])
        assert together.positions[start:end].tolist() == alone.positions.tolist()
        assert together.values[start:end].tolist() == alone.values.tolist()


def test_the_table_of_spellings_is_made_of_single_lower_case_words() -> None:
    assert all(short == short.lower() and clean(short, TABLE) == long.lower() for short, long in TABLE.items())


@pytest.mark.parametrize("word", ["la", "lampadaire", "x" * LONGEST_REMEMBERED, "x" * (LONGEST_REMEMBERED + 1)])
def test_pieces_are_the_same_whether_remembered_or_not(word: str) -> None:
    padded = f" {word} ".encode()
    every = [padded[at : at + size] for size in (2, 3, 4, 5) for at in range(len(padded) - size + 1)]
    for _ in range(2):
        assert list(grams(Cleaned(word)).pieces.items()) == list(Counter(map(crc32, every)).items())
