"""Which earlier texts mean nearly the same as one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.understanding.recalling import NEAR, WIDTH, nearest, packed
from bot.understanding.understander import load


def pointing(angle: float) -> NDArray[np.float32]:
    """Give a meaning at an angle (radians) to the first axis."""
    row = np.zeros(WIDTH, np.float32)
    row[:2] = np.cos(angle), np.sin(angle)
    return row


OWN = packed(pointing(0))


def test_a_meaning_is_a_kilobyte() -> None:
    assert len(OWN) == 2 * WIDTH


def test_the_nearest_come_first_and_what_is_far_not_at_all() -> None:
    others = [(7, packed(pointing(1.5))), (8, packed(pointing(0.6))), (9, packed(pointing(0.1)))]
    assert nearest(OWN, others, 5) == [9, 8]
    assert nearest(OWN, others, 1) == [9]


def test_of_equally_near_ones_the_first_wins() -> None:
    assert nearest(OWN, [(2, OWN), (1, OWN)], 5) == [2, 1]


def test_nothing_is_near_to_nothing() -> None:
    nowhere = packed(np.zeros(WIDTH, np.float32))
    assert nearest(nowhere, [(1, OWN)], 5) == nearest(OWN, [(1, nowhere)], 5) == nearest(OWN, [], 5) == []


def test_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        nearest(OWN, [(1, OWN[:-2])], 5)


@given(st.integers(0, 2**32 - 1))
def test_half_precision_changes_no_cosine_worth_speaking_of(seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(2, WIDTH))
    one, other = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    cosine = float(one @ other)
    assert nearest(packed(one), [(1, packed(other))], 1, least=cosine - 0.001) == [1]
    assert nearest(packed(one), [(1, packed(other))], 1, least=cosine + 0.001) == []


def test_the_encoder_that_ships_tells_requests_apart() -> None:
    """The same problem in other words is near; another problem of the same subject is not."""
    said = (
        "La lampe devant la crèche clignote sans arrêt",
        "le lampadaire en face de la crèche clignote toute la nuit",
        "Pourquoi les rues restent-elles allumées en plein jour ?",
        "",
    )
    lamp, same, other, nothing = load().meanings(said)
    known = [(1, packed(same)), (2, packed(other)), (3, packed(nothing))]
    assert nearest(packed(lamp), known, 5) == [1], f"cosines {lamp @ same:.2f}, {lamp @ other:.2f}, NEAR is {NEAR}"
