"""Figures over labelled messages (`benchmarks/evaluate.py`), reckoned by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks import evaluate
from benchmarks.evaluate import Case, calibration_error, figures, macro_f1, unclear
from bot.understanding import Decision, Understanding

DIRECT, ASK, UNKNOWN = Decision.DIRECT, Decision.ASK, Decision.UNKNOWN


def case(label: str, given: str, score: float = 0.9, decision: Decision = DIRECT, *also: str) -> Case:
    understood = Understanding("...", "fr", given, score, ((given, score),), decision, None)
    return Case("fr", "sms", label, frozenset([label, *also]), understood)


CASES = [
    case("roads", "roads"),
    case("roads", "animals", 0.5, ASK),
    case("animals", "animals", 0.8, DIRECT),
    case("schools", "roads", 0.95, DIRECT, "roads"),
]


def test_figures_count_what_is_also_right() -> None:
    found = figures(CASES)
    assert (found.messages, found.top1, found.direct, found.unknown) == (4, 0.75, 0.75, 0.0)
    assert found.direct_precision == 1.0


def test_macro_f1_is_the_mean_over_labels() -> None:
    # roads: one of two found, nothing wrongly called so; animals: found, once wrongly; schools: an accepted answer.
    assert macro_f1(CASES) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_the_calibration_error_is_weighted_by_bin() -> None:
    assert calibration_error([case("roads", "roads", 0.95), case("roads", "animals", 0.95)]) == pytest.approx(0.45)


def test_unclear_messages_are_counted_by_decision() -> None:
    cases = [case("unclear", "roads", 0.3, UNKNOWN), case("unclear", "roads", 0.9, DIRECT)]
    assert unclear(cases) == {"direct": 1, "ask": 0, "unknown": 1}


def test_a_file_is_read_with_its_registers(tmp_path: Path) -> None:
    rows = [
        {"text": "merci beaucoup", "lang": "fr", "label": "thanks", "also": [], "register": "short"},
        {"text": "euh le truc là", "lang": "fr", "label": "unclear"},
    ]
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert [(each.register, each.label, each.right) for each in evaluate.read(path)] == [
        ("short", "thanks", frozenset({"thanks"})),
        ("", "unclear", frozenset({"unclear"})),
    ]


def test_the_report_keeps_unclear_messages_apart(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(
        json.dumps({"text": "merci", "label": "thanks"}) + "\n" + json.dumps({"text": "euh", "label": "unclear"}),
        encoding="utf-8",
    )
    app = typer.Typer()
    app.command()(evaluate.main)
    shown = CliRunner().invoke(app, [str(path), "--json"])
    assert shown.exit_code == 0
    found = json.loads(shown.stdout)
    assert found["all"]["messages"] == 1
    assert sum(found["unclear"].values()) == 1
    assert set(found["labels"]) == {"thanks"}
