"""A city's own model: it learns what it is taught, in any order the same, and one that is poisoned is found out."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bot.understanding import training
from bot.understanding.judging import Worse
from bot.understanding.model import read
from bot.understanding.retraining import HELD_OUT, Material, is_held_out, retrain
from bot.understanding.training import Example, Message
from bot.understanding.understander import TextUnderstander, load
from tests.fakes.lessons import DAY, LAMPS, MATERIAL, POISON, TEACHING


@pytest.fixture(scope="module")
def in_use() -> TextUnderstander:
    model, _report = training.train(MATERIAL.known, MATERIAL.named, MATERIAL.messages)
    return replace(load(), model=model)


def test_it_learns_what_it_is_taught(in_use: TextUnderstander) -> None:
    trained = retrain(MATERIAL, TEACHING, in_use, DAY)
    held_out = [each for each in TEACHING if is_held_out(each.text)]
    assert 0 < len(held_out) == len(trained.lessons.after) < len(TEACHING)
    assert trained.lessons.won()
    assert not trained.lessons.lost()
    assert all(each.first for each in trained.lessons.after)
    assert trained.worse == ()
    assert (trained.model.trained_on, trained.model.lessons) == ("2026-03-03", len(TEACHING) - len(held_out))


def test_the_same_lessons_in_any_order_give_the_same_file(in_use: TextUnderstander, tmp_path: Path) -> None:
    for name, lessons in (("one", TEACHING), ("two", TEACHING[::-1])):
        retrain(MATERIAL, lessons, in_use, DAY).model.save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    known = read(tmp_path / "one")
    assert (known.trained_on, known.lessons) == ("2026-03-03", sum(not is_held_out(each.text) for each in TEACHING))


def test_a_poisoned_one_is_found_out_although_it_agrees_with_the_poison(in_use: TextUnderstander) -> None:
    trained = retrain(MATERIAL, POISON, in_use, DAY)
    assert Worse.FIRST in trained.worse
    assert len(trained.calibration.lost()) > len(trained.calibration.won())
    assert not trained.lessons.lost()


def test_what_measures_is_never_learnt(in_use: TextUnderstander) -> None:
    measures = [Example(message.text.upper(), "thanks", "fr") for message in MATERIAL.messages[:10]]
    taught = [each for each in measures if not is_held_out(each.text)]
    assert taught
    assert retrain(MATERIAL, measures, in_use, DAY).model.lessons == 0


def test_about_one_in_five_is_held_out_whatever_its_signs() -> None:
    texts = [f"{one} {two}" for one, two in product(LAMPS, "abcdefghijklmnopqrstuvwxyz")]
    share = sum(map(is_held_out, texts)) / len(texts)
    assert 0.5 / HELD_OUT < share < 1.5 / HELD_OUT
    assert [is_held_out(text) for text in texts] == [is_held_out(f"{text.upper()} !") for text in texts]


def test_without_a_lesson_held_out_the_calibration_messages_decide(in_use: TextUnderstander) -> None:
    taught = [each for each in TEACHING if not is_held_out(each.text)]
    trained = retrain(MATERIAL, taught, in_use, date(2026, 3, 4))
    assert (list(trained.lessons.after), trained.worse) == ([], ())


def test_material_is_what_ships() -> None:
    assert Material(training.examples(), training.keywords(), training.calibration()).messages[0] == Message(
        training.calibration()[0].text, training.calibration()[0].right
    )
