"""What an administrator does with corrections: reads them, takes some out, trains, and is told what that changes."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import bot.understanding
from bot.__main__ import app
from bot.cli import understanding as choosing
from bot.understanding import retraining, training
from bot.understanding.model import read
from bot.understanding.pseudonyms import fingerprint
from bot.understanding.retraining import is_held_out
from bot.understanding.training import Example
from storage.database import Database
from storage.lessons import Lesson, Teacher
from storage.migrate import upgrade
from tests.fakes.lessons import DAY, MATERIAL, POISON, TEACHING

LEARNT = str(sum(not is_held_out(each.text) for each in TEACHING))
ONE = TEACHING[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town's model, as if it were the one that ships."""
    path = tmp_path_factory.mktemp("shipped") / "model.npz"
    training.train(MATERIAL.known, MATERIAL.named, MATERIAL.messages)[0].save(path)
    return path


class City:
    """A city with a database and a place for its own model."""

    def __init__(self, folder: Path) -> None:
        self.model = folder / "own.npz"
        self._url = f"sqlite:///{folder / 'city.db'}"
        self._config = folder / "config.toml"
        demo = (files("bot.demo") / "config.toml").read_text("utf-8")
        own = f'[database]\nurl = "{self._url}"\n[understanding]\nmodel = "{self.model}"\n'
        self._config.write_text(f"{demo}\n{own}", "utf-8")

    def teach(self, taught: Sequence[Example], teacher: Teacher = Teacher.CITIZEN, day: date = DAY) -> None:
        database = Database(self._url)
        upgrade(database)
        for each in taught:
            lesson = Lesson(fingerprint(each.text), each.text, each.lang, "roads", each.label, teacher, day)
            database.run_here(lambda uow, lesson=lesson: uow.lessons.keep(lesson, ""))  # type: ignore[misc]  # mypy infers no defaults of lambdas.
        database.close()

    def __call__(self, *words: str, given: str | None = None, fails: int = 0) -> Result:
        """Run a command, and check its exit code."""
        result = CliRunner().invoke(app, ["--config", str(self._config), *words], input=given)
        assert result.exit_code == fails, (result.output, result.exception)
        return result


@pytest.fixture
def city(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(choosing, "SHIPPED", small)
    monkeypatch.setattr(retraining, "shipped", lambda: MATERIAL)
    own = City(tmp_path)
    own.teach([])
    return own


class TestReading:
    def test_each_is_a_line_with_its_code(self, city: City) -> None:
        city.teach([ONE], Teacher.AGENT)
        shown = city("lessons", "list").stdout
        assert shown == f"{fingerprint(ONE.text)}  2026-03-03  agent    roads → street_lighting  {ONE.text}\n"

    def test_none_is_said(self, city: City) -> None:
        listed = city("lessons", "list")
        assert listed.stdout == ""
        assert listed.stderr

    def test_the_export_is_csv_that_no_spreadsheet_runs(self, city: City) -> None:
        city.teach([Example('=HYPERLINK("x");@a "b"', "roads", "fr"), ONE])
        rows = list(csv.DictReader(io.StringIO(city("lessons", "export").stdout), delimiter=";"))
        assert {row["words"] for row in rows} == {'\'=HYPERLINK("x");@a "b"', ONE.text}
        assert rows[0].keys() == set(Lesson.__dataclass_fields__)
        assert {row["teacher"] for row in rows} == {"citizen"}

    def test_some_are_taken_out_and_a_wrong_code_is_told(self, city: City) -> None:
        city.teach(TEACHING[:3])
        code = fingerprint(ONE.text)
        told = city("lessons", "remove", code, "nothing", fails=1)
        assert "nothing" in told.stderr
        assert code not in city("lessons", "list").stdout
        assert len(city("lessons", "list").stdout.splitlines()) == 2
        city("lessons", "remove", fingerprint(TEACHING[1].text))
        assert len(city("lessons", "list").stdout.splitlines()) == 1


class TestTraining:
    def test_it_writes_a_model_that_is_then_used_and_says_what_changed(self, city: City) -> None:
        asked = "la loupiote roupille ici"
        before = city("classify", asked).stdout
        city.teach(TEACHING)
        told = city("train").stdout
        assert "street_lighting +" in told
        assert "→" in told
        assert read(city.model).lessons == int(LEARNT)
        assert city("classify", asked).stdout != before
        checked = city("check").stdout
        assert str(city.model) in checked
        assert LEARNT in checked

    def test_a_model_learnt_from_older_examples_serves_and_is_told(
        self, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        city.teach(TEACHING)
        before = replace(MATERIAL, known=MATERIAL.known[::2])
        monkeypatch.setattr(retraining, "shipped", lambda: before)
        city("train")
        behind = city("check").stdout
        monkeypatch.setattr(retraining, "shipped", lambda: MATERIAL)
        city("train")
        assert str(city.model) in behind
        assert len(behind.splitlines()) == len(city("check").stdout.splitlines()) + 1

    def test_before_that_the_shipped_one_is_used(self, city: City, small: Path) -> None:
        assert str(small) in city("check").stdout

    def test_a_report_writes_nothing(self, city: City) -> None:
        city.teach(TEACHING)
        told = city("train", "--lessons-only-report").stdout
        assert "roads → street_lighting" in told
        assert not city.model.exists()

    def test_another_file_may_be_named(self, city: City, tmp_path: Path) -> None:
        city.teach(TEACHING)
        city("train", "--output", str(tmp_path / "elsewhere"))
        assert read(tmp_path / "elsewhere").lessons == int(LEARNT)
        assert not city.model.exists()

    def test_a_worse_model_is_refused_and_the_old_one_stays(self, city: City) -> None:
        city.teach(TEACHING)
        city("train")
        kept = city.model.read_bytes()
        city.teach(POISON)
        told = city("train", fails=1)
        assert "lessons list" in told.stderr
        assert "street_lighting -" in told.stdout
        assert city.model.read_bytes() == kept
        assert list(city.model.parent.glob(".*")) == []

    def test_nothing_to_learn_is_no_mistake(self, city: City) -> None:
        city("train")
        assert not city.model.exists()

    def test_a_subject_that_the_model_does_not_have_is_left_aside(self, city: City) -> None:
        city.teach([Example("un dragon sur le toit", "dragons", "fr")])
        told = city("train").stdout
        assert len(told.splitlines()) == 2
        assert not city.model.exists()

    def test_a_place_that_cannot_be_written_is_told(self, city: City, tmp_path: Path) -> None:
        city.teach(TEACHING)
        assert "nowhere" in city("train", "--output", str(tmp_path / "nowhere" / "model.npz"), fails=1).stderr

    def test_without_scikit_learn_it_says_what_to_install(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        city.teach(TEACHING)
        for name in ("retraining", "training"):
            monkeypatch.delitem(sys.modules, f"bot.understanding.{name}")
            monkeypatch.delattr(bot.understanding, name)
        monkeypatch.setitem(sys.modules, "sklearn.svm", None)
        assert '".[train]"' in city("train", fails=1).stderr
        assert not city.model.exists()


class TestOwnModel:
    @pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
    def test_a_damaged_one_is_told_and_the_shipped_one_serves(self, city: City, content: bytes) -> None:
        city.model.write_bytes(content)
        assert str(city.model) in city("check", fails=1).stdout
        answered = city("classify", "--json", "un lampadaire clignote")
        assert '"label": "street_lighting"' in answered.stdout
        assert str(city.model) in answered.stderr

    def test_one_with_other_subjects_is_told_and_the_shipped_one_serves(self, city: City) -> None:
        known = [each for each in MATERIAL.known if each.label != "thanks"]
        training.train(known)[0].save(city.model)
        assert str(city.model) in city("check", fails=1).stdout
        assert str(city.model) in city("classify", "merci beaucoup").stderr
