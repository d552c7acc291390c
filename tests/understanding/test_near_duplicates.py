"""What teaches says nothing twice, and nothing of what measures."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.evaluate import HELD_OUT
from bot.understanding import near_duplicates, training
from bot.understanding.near_duplicates import SHINGLES, Written, against, alike, fold, shingles, within

AT_LEAST = {"fr": 120, "en": 25}
AT_LEAST_ELSEWHERE = 12
ARABIC_AT_LEAST = 6
"""In each of the two scripts."""

DEVELOPMENT = Path(__file__).with_name("development_shingles.txt")
"""Fingerprints of the development messages, in place of their texts: `near_duplicates --shingles FILE`."""


def messages(*texts: str) -> list[Written]:
    return [Written(text, "roads", "fr") for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le lampadaire est cassé !", "le lampadaire est casse"),
        ("slt, g perdu mon chat", "Salut, j'ai perdu mon chat"),
        ("Trou rue de Vesoul, au 12", "trou rue Battant, au 7"),
        ("Lampadaire éteint place Flore depuis lundi", "Depuis lundi, lampadaire éteint avenue Carnot"),
        ("Une dalle bouge devant la boulangerie", "Une dalle bouge devant la boulangerie du coin"),
    ],
)
def test_the_same_again_is_near(one: str, other: str) -> None:
    assert list(against(messages(one), messages(other)))
    assert [(pair.one.text, pair.other.text) for pair in within(messages(one, other))] == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("merci bien", "merci chien"),
        ("Le trottoir est défoncé devant chez moi", "Le lampadaire est éteint depuis hier soir"),
        ("👍", "👎"),
    ],
)
def test_two_things_are_not_near(one: str, other: str) -> None:
    assert not list(within(messages(one, other)))


def test_a_fingerprint_survives_a_changed_word() -> None:
    text = "le matin la chaussée glisse devant la fontaine du village"
    assert alike(shingles(text), shingles(text.upper())) == 1
    assert alike(shingles(text), shingles(text.replace("fontaine", "fabrique"))) >= SHINGLES
    assert alike(shingles(text), shingles("le matin il pleut sur la fontaine")) < SHINGLES


def test_what_has_no_word_folds_to_itself() -> None:
    assert fold("👍") == "👍"


def test_each_label_has_enough_examples_in_each_language() -> None:
    written = Counter((example.lang, example.label) for example in training.examples())
    labels, languages = {label for _, label in written}, {lang for lang, _ in written}
    assert len(labels) == 43
    assert len(languages) == 8
    short = {
        (lang, label): written[lang, label]
        for lang in languages
        for label in labels
        if written[lang, label] < AT_LEAST.get(lang, AT_LEAST_ELSEWHERE)
    }
    assert not short


def test_arabic_is_written_in_both_scripts() -> None:
    scripts = Counter(
        (example.label, bool(re.search("[\u0600-\u06ff]", example.text)))
        for example in training.examples()
        if example.lang == "ar"
    )
    labels = {label for label, _ in scripts}
    assert not {key for label in labels for key in [(label, True), (label, False)] if scripts[key] < ARABIC_AT_LEAST}


@pytest.mark.slow
def test_no_message_is_there_twice() -> None:
    found = [(pair.score, pair.one, pair.other) for pair in near_duplicates.near([training.CALIBRATION, HELD_OUT])]
    assert not found, "see `python -m bot.understanding.near_duplicates benchmarks/held_out.jsonl`"


def test_nothing_is_learnt_from_the_development_messages() -> None:
    marks = [frozenset(int(each, 16) for each in line.split()) for line in DEVELOPMENT.read_text("ascii").splitlines()]
    by_shingle: dict[int, list[frozenset[int]]] = {}
    for mark in marks:
        for shingle in mark:
            by_shingle.setdefault(shingle, []).append(mark)
    rows = [json.loads(line) for line in training.CALIBRATION.read_text(encoding="utf-8").splitlines()]
    copied = []
    for text in [*(example.text for example in training.examples()), *(row["text"] for row in rows)]:
        own = shingles(text)
        if any(alike(own, mark) >= SHINGLES for shingle in own for mark in by_shingle.get(shingle, ())):
            copied.append(text)
    assert len(marks) == 282
    assert not copied
