"""``proximcite train``: the city's own model, learnt from its corrections, and what it changes."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from bot.cli.lessons import stored
from bot.cli.setting import Setting
from bot.cli.understanding import understander_of
from bot.understanding.judging import Comparison, Judged, figures, judge
from bot.understanding.pseudonyms import to_learn
from bot.understanding.understander import TextUnderstander
from storage.lessons import Lesson, Teacher

if TYPE_CHECKING:
    from bot.understanding.retraining import Retrained

MOST_SHOWN = 8
"""Pairs of labels, and messages of each kind, that are shown."""


def report(setting: Setting) -> int:
    """Say what there is to learn, and how much of it the model in use understands already; nothing is written."""
    _tell_lessons(setting, understander_of(setting))
    return 0


def train(setting: Setting, output: Path | None) -> int:
    """Learn, measure the old model and the new one, say what changes; write the new one unless it is worse.

    Returns:
        0 when it was written, or there is nothing to learn; 1 when it was refused, or cannot be learnt or written.
    """
    in_use = understander_of(setting)
    lessons = _tell_lessons(setting, in_use)
    if not lessons:
        return 0
    try:
        from bot.understanding import retraining
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sklearn", "scipy"):
            raise
        typer.echo(setting.say("admin-train-needs"), err=True)
        return 1
    from bot.understanding.training import Example

    today = datetime.now(UTC).astimezone(ZoneInfo(setting.settings.city.timezone)).date()
    taught = [Example(to_learn(each.words), each.label, each.lang) for each in lessons]
    trained = retraining.retrain(retraining.shipped(), taught, in_use, today)
    _tell_changes(setting, trained)
    if trained.worse:
        for why in trained.worse:
            typer.echo(setting.say("admin-train-worse", why=why.value), err=True)
        typer.echo(setting.say("admin-train-refused"), err=True)
        return 1
    path = output or Path(setting.settings.understanding.model)
    try:
        trained.model.save(path)
    except OSError as error:
        typer.echo(setting.say("admin-file-unwritable", file=str(path), reason=error.strerror or ""), err=True)
        return 1
    typer.echo(setting.say("admin-trained", file=str(path), lessons=trained.model.lessons))
    return 0


def _tell_lessons(setting: Setting, in_use: TextUnderstander) -> list[Lesson]:
    """Say what the corrections are; gives those that can be learnt."""
    every = stored(setting)
    lessons = [each for each in every if each.label in in_use.model.labels]
    if len(every) > len(lessons):
        typer.echo(setting.say("admin-lessons-other-subjects", count=len(every) - len(lessons)))
    if not lessons:
        typer.echo(setting.say("admin-lessons-none"))
        return []
    understood = judge(in_use, [(to_learn(each.words), {each.label}) for each in lessons])
    agents = sum(each.teacher is Teacher.AGENT for each in lessons)
    known = sum(each.first for each in understood)
    counts = {"count": len(lessons), "agents": agents, "citizens": len(lessons) - agents, "known": known}
    typer.echo(setting.say("admin-lessons-there", **counts))
    pairs = Counter((each.taken_for, each.label) for each in lessons)
    for (taken_for, label), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SHOWN]:
        typer.echo(f"  {count:4}  {taken_for} → {label}")
    return lessons


def _tell_changes(setting: Setting, trained: "Retrained") -> None:
    for part, compared in (("calibration", trained.calibration), ("lessons", trained.lessons)):
        typer.echo(setting.say("admin-train-part", part=part, count=len(compared.after)))
        if compared.after:
            typer.echo(_figures(setting, compared))
    changes: Counter[str] = Counter()
    for compared in (trained.calibration, trained.lessons):
        changes.update(compared.by_label())
    for key, sign in (("admin-train-gained", 1), ("admin-train-lost", -1)):
        named = [f"{label} {change:+}" for label, change in sorted(changes.items()) if change * sign > 0]
        if named:
            typer.echo(setting.say(key, labels=", ".join(named)))
    won = [*trained.lessons.won(), *trained.calibration.won()]
    lost = [*trained.lessons.lost(), *trained.calibration.lost()]
    _tell_messages(setting, "admin-train-now-understood", won)
    _tell_messages(setting, "admin-train-now-misunderstood", lost)


def _figures(setting: Setting, compared: Comparison) -> str:
    before, after = figures(compared.before), figures(compared.after)
    names = ("first", "three", "direct", "right")
    lines = (
        f"  {setting.say('admin-train-figure', which=name):42} {old:6.1%} → {new:6.1%}"
        for name, old, new in zip(names, before, after, strict=True)
    )
    return "\n".join(lines)


def _tell_messages(setting: Setting, key: str, pairs: Sequence[tuple[Judged, Judged]]) -> None:
    if pairs:
        typer.echo(setting.say(key, count=len(pairs)))
    for old, new in pairs[:MOST_SHOWN]:
        typer.echo(f"  {old.label} → {new.label}  {' '.join(new.text.split())[:100]}")
