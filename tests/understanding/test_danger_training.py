"""The model of danger that ships is the one its messages teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.danger import DEVELOPMENT, EVERYDAY, FIFTH, FINAL, FOURTH, REPORTS, SECOND, THIRD, cases
from benchmarks.evaluate import HELD_OUT
from bot.understanding import ideas
from bot.understanding.danger import KINDS, MODEL, DangerModel, Dangers, Message, read_model
from bot.understanding.danger_training import NONE, UNSURE, digest, harmless, ordinary_messages, told, train
from bot.understanding.features import clean, grams, shorthand
from bot.understanding.ideas import DangerError
from bot.understanding.near_duplicates import Written, against, measuring
from bot.understanding.training import CALIBRATION, Example
from tests.understanding.meanings import meanings

KIND_AT_LEAST = {"fr": 200, "en": 100}
KIND_AT_LEAST_ELSEWHERE = 7


def kinds(model: DangerModel, texts: list[str]) -> Sequence[str | None]:
    spellings = shorthand()
    dangers = Dangers(model, ideas.read(), spellings)
    cleaned = tuple(clean(text, spellings) for text in texts)
    messages = [Message(*known) for known in zip(texts, cleaned, map(grams, cleaned), meanings(cleaned), strict=True)]
    return dangers.find(messages)


def write(locales: Path, name: str, *lines: str) -> None:
    folder = locales / "fr" / "danger"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")


def test_messages_are_read_in_order_without_comments(tmp_path: Path) -> None:
    write(tmp_path, "none", "# a comment", "", "un barbecue")
    write(tmp_path, "fire", "au feu")
    assert told(tmp_path) == [Example("au feu", "fire", "fr"), Example("un barbecue", "none", "fr")]


def test_a_file_of_no_kind_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "flood", "de l'eau partout")
    with pytest.raises(DangerError, match="flood"):
        told(tmp_path)


def test_what_could_be_called_either_is_not_learnt_as_harmless() -> None:
    ordinary = [Example("une branche va tomber", "green_spaces", "fr"), Example("merci", "thanks", "fr")]
    assert harmless([Example("une branche va tomber", UNSURE, "fr")], ordinary) == ordinary[1:]


def test_a_kind_without_messages_is_refused() -> None:
    known = [Example(f"au feu {number}", "fire", "fr") for number in range(3)]
    with pytest.raises(DangerError, match="every kind"):
        train(known, [Example(f"merci {number}", "thanks", "fr") for number in range(3)])


def test_every_kind_is_told_of_often_enough_in_every_language() -> None:
    written = [(example.lang, example.label) for example in told()]
    languages = {lang for lang, _ in written}
    assert len(languages) == 8
    assert not [
        (lang, kind)
        for lang in languages
        for kind in (*KINDS, NONE)
        if written.count((lang, kind)) < KIND_AT_LEAST.get(lang, KIND_AT_LEAST_ELSEWHERE)
    ]


def test_nothing_is_learnt_from_what_measures() -> None:
    known = told()
    measured = (DEVELOPMENT, SECOND, FOURTH, FINAL, THIRD, FIFTH, EVERYDAY, REPORTS, HELD_OUT, CALIBRATION)
    rows = [row for path in measured for row in measuring(path)]
    found = []
    for lang in {example.lang for example in known}:
        taught = [Written(example.text, example.label, lang) for example in known if example.lang == lang]
        found += list(against(taught, [row for row in rows if row.lang == lang]))
    assert not found


def test_the_shipped_model_is_not_stale() -> None:
    assert read_model().digest == digest(told(), ordinary_messages()), "the model is stale: run `make model`"


def test_the_goal_is_met_on_the_messages_that_the_threshold_was_chosen_by() -> None:
    """97 % found, 5 % false alarms in French and English; the sets that nothing was chosen by only measure."""
    measured = [case for path in (DEVELOPMENT, SECOND, FOURTH) for case in cases(path) if case.lang in {"fr", "en"}]
    assert np.mean([case.found is not None for case in measured if case.right]) >= 0.97
    assert np.mean([case.is_wrong for case in measured if not case.right]) <= 0.05


def test_a_saved_model_answers_the_same(tmp_path: Path) -> None:
    shipped = read_model()
    replace(shipped, digest="other").save(tmp_path / "danger.npz")
    loaded = read_model(tmp_path / "danger.npz")
    texts = [example.text for example in told()[::97]]
    assert loaded.digest == "other"
    assert kinds(loaded, texts) == kinds(shipped, texts)


@pytest.mark.slow
def test_learning_again_gives_the_shipped_model() -> None:
    known = told()
    again = train(known, ordinary_messages())
    texts = [example.text for example in known[::3]]
    same = np.mean([one == other for one, other in zip(kinds(again, texts), kinds(read_model(), texts), strict=True)])
    assert same > 0.995
    assert MODEL.stat().st_size < 1_000_000
