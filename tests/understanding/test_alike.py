"""How much alike the words of two people are."""

import pytest

from bot.understanding.alike import alike, telling


def test_the_same_words_in_any_order_and_spelling() -> None:
    assert alike("Lampadaire éteint", "éteint, le LAMPADAIRE !") == 1
    assert alike("lampadaire eteint", "Lampadaire éteint depuis hier devant l'école") == 1


def test_other_words_are_less_alike_than_nearly_the_same() -> None:
    near = alike("lampadaire qui clignote", "lampadaire clignotant la nuit")
    far = alike("lampadaire qui clignote", "fils arrachés, armoire ouverte")
    assert near > 0.6 > far


@pytest.mark.parametrize("empty", ["", "   ", "👍", "à la", "123 456"])
def test_words_that_tell_nothing_are_like_nothing(empty: str) -> None:
    assert alike(empty, empty) == 0
    assert alike(empty, "lampadaire éteint") == alike("lampadaire éteint", empty) == 0


def test_the_street_where_both_are_counts_for_nothing() -> None:
    assert alike("trou rue Battant", "tag rue Battant", "rue Battant") < alike("trou rue Battant", "tag rue Battant")


def test_small_words_are_left_out() -> None:
    assert telling("Il y a un trou dans la rue de l'Amitié") == {"trou", "dans", "amitie"}
