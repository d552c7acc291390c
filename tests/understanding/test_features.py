"""How a message is cut into the pieces that the classifier weighs."""

from collections import Counter
from zlib import crc32

import numpy as np
import pytest

from bot.understanding.features import HEAD, LONGEST_REMEMBERED, TAIL, Cleaned, clean, fit, grams, plain, shorthand

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
    positions, values = vocabulary.weigh(Counter({9: 3, 5: 1, 1234: 1}))
    assert sorted(positions.tolist()) == [0, 2]
    assert float(values @ values) == pytest.approx(1.0)


def test_nothing_known_gives_an_empty_vector() -> None:
    vocabulary = fit([Counter({5: 1})], at_least=1)
    for counts in (Counter(), Counter({2**32 - 1: 1})):
        positions, values = vocabulary.weigh(counts)
        assert len(positions) == len(values) == 0
        assert values.dtype == np.float32


def test_the_table_of_spellings_is_made_of_single_lower_case_words() -> None:
    assert all(short == short.lower() and clean(short, TABLE) == long.lower() for short, long in TABLE.items())


@pytest.mark.parametrize("word", ["la", "lampadaire", "x" * LONGEST_REMEMBERED, "x" * (LONGEST_REMEMBERED + 1)])
def test_pieces_are_the_same_whether_remembered_or_not(word: str) -> None:
    padded = f" {word} ".encode()
    every = [padded[at : at + size] for size in (2, 3, 4, 5) for at in range(len(padded) - size + 1)]
    for _ in range(2):
        assert list(grams(Cleaned(word)).pieces.items()) == list(Counter(map(crc32, every)).items())
