"""The model that ships is the one its examples teach."""

from pathlib import Path

import numpy as np
import pytest

from bot.understanding import training
from bot.understanding.features import clean, grams, shorthand
from bot.understanding.model import Model, ModelError, Weights, read, softmax
from tests.understanding.meanings import meanings

LAMPS = [
    "le lampadaire est cassé",
    "plus de lumière dans ma rue",
    "un lampadaire clignote",
    "éclairage public en panne",
]
LUNCH = ["le menu de la cantine", "payer la cantine", "inscrire mon fils à la cantine", "le repas de midi à l'école"]
THANKS = ["merci beaucoup", "un grand merci", "merci à vous", "merci pour tout"]


def example_files(root: Path) -> Path:
    folder = root / "fr" / "examples"
    folder.mkdir(parents=True)
    for label, lines in {"street_lighting": LAMPS, "school_meals": LUNCH, "thanks": THANKS}.items():
        # Five blocks of neighbouring lines need five lines a label at least.
        (folder / f"{label}.txt").write_text("\n".join(["# a comment", "", *lines, *lines]), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return training.train(training.examples(example_files(tmp_path_factory.mktemp("locales"))))[0]


def chances(model: Model, texts: list[str]) -> list[str]:
    cleaned = tuple(clean(text, shorthand()) for text in texts)
    shares = model.probabilities([grams(text) for text in cleaned], meanings(cleaned))
    assert shares.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    return [model.labels[row] for row in shares.argmax(axis=1)]


def test_examples_are_read_in_order_without_comments(tmp_path: Path) -> None:
    found = training.examples(example_files(tmp_path))
    assert [example.label for example in found[::8]] == ["school_meals", "street_lighting", "thanks"]
    assert found[0].text == LUNCH[0]


def test_a_model_learns_its_examples_and_their_translations(small: Model) -> None:
    assert chances(small, ["la lampe de la rue", "thank you", "what is on the school lunch menu?"]) == [
        "street_lighting",
        "thanks",
        "school_meals",
    ]


def test_a_saved_model_answers_the_same(small: Model, tmp_path: Path) -> None:
    small.save(tmp_path / "model.npz")
    loaded = read(tmp_path / "model.npz")
    texts = [*LAMPS, *LUNCH, *THANKS, "bonjour", ""]
    assert chances(loaded, texts) == chances(small, texts)
    assert (loaded.direct, loaded.ask, loaded.temperature) == (small.direct, small.ask, small.temperature)
    assert loaded.digest == small.digest


def test_a_missing_or_damaged_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "damaged.npz").write_bytes(b"not a model")
    for name in ("missing.npz", "damaged.npz"):
        with pytest.raises(ModelError, match="make model"):
            read(tmp_path / name)


def test_thresholds_are_where_the_precision_is_reached() -> None:
    score, right = np.array([0.9, 0.8, 0.7, 0.2, 0.1]), np.array([True, True, False, True, False])
    assert training.lowest_score(score, right, 1.0) == 0.8
    assert training.lowest_score(score, right, 0.75) == 0.2
    assert training.lowest_score(score, ~right, 1.0) == 1.0
    assert training.highest_floor(score, right, 0.5) == 0.7
    assert training.highest_floor(score, np.ones(5, bool), 0.5) == 0.0


def test_a_label_with_few_examples_weighs_the_more() -> None:
    many = [training.Example(f"trou {number}", "roads", "fr") for number in range(6)]
    usual = [training.Example(f"merci {number}", "thanks", "fr") for number in range(4)]
    few = [training.Example("un chat", "animals", "fr"), training.Example("un rat", "animals", "fr")]
    weights = training.importance([*many, *usual, *few], [training.Example("chien", "animals", "fr")])
    assert list(weights) == [*[1.0] * 10, 2.0, 2.0, 2 * training.KEYWORD_WEIGHT]


def test_the_temperature_repairs_timid_scores() -> None:
    right = np.arange(2) == np.array([0, 1] * 50)[:, None]
    timid = np.where(right, 0.1, 0.0)
    assert training.temperature(timid, right) < 0.1
    assert softmax(timid / training.temperature(timid, right))[0, 0] > 0.8


def test_rounded_weights_stay_close() -> None:
    weights = np.random.default_rng(7).normal(size=(50, 4))
    rounded = training.quantise(weights)
    assert isinstance(rounded, Weights)
    assert np.abs(rounded.steps * rounded.scale - weights).max() <= rounded.scale.max() / 2 + 1e-6


def test_the_shipped_model_is_not_stale() -> None:
    assert read().digest == training.digest(training.examples(), training.keywords(), training.calibration()), (
        "the model is stale: run `make model`"
    )


def test_the_shipped_model_knows_a_label_for_each_examples_file() -> None:
    assert set(read().labels) == {example.label for example in training.examples()}


@pytest.mark.slow
def test_learning_again_gives_the_shipped_model() -> None:
    known = training.examples()
    again, shipped = training.train(known, training.keywords(), training.calibration())[0], read()
    texts = [example.text for example in known]
    same = np.mean([a == b for a, b in zip(chances(again, texts), chances(shipped, texts), strict=True)])
    assert same > 0.995
    assert again.direct == pytest.approx(shipped.direct, abs=0.02)
    assert again.temperature == pytest.approx(shipped.temperature, rel=0.05)
