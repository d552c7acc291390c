"""``proximcite lessons``: what corrections have taught, to be read before anything is learnt: people write anything."""

import csv
import sys

import typer

from bot.cli.setting import Setting
from storage.lessons import Lesson


def stored(setting: Setting) -> list[Lesson]:
    """Read the lessons of the database in use, the latest days first."""
    database = setting.open()
    found = database.run_here(lambda uow: uow.lessons.every())
    database.close()
    return found


def show(setting: Setting) -> None:
    """Print one line a lesson: its code, the day, who corrected, what it was taken for and what is right, the words."""
    found = stored(setting)
    for lesson in found:
        taught = f"{lesson.id}  {lesson.taught_on}  {lesson.teacher.value:7}  {lesson.taken_for} → {lesson.label}"
        typer.echo(f"{taught}  {lesson.words}")
    typer.echo(setting.say("admin-lessons", count=len(found)), err=True)


def export(setting: Setting) -> None:
    """Write one row a lesson."""
    names = list(Lesson.__dataclass_fields__)
    writer = csv.writer(sys.stdout, delimiter=";")
    writer.writerow(names)
    writer.writerows([_harmless(str(getattr(lesson, name))) for name in names] for lesson in stored(setting))


def remove(setting: Setting, ids: list[str]) -> int:
    """Remove lessons by their codes.

    Returns:
        0 when all were there, else 1.
    """
    database = setting.open()
    missing = database.run_here(lambda uow: [each for each in ids if not uow.lessons.remove(each)])
    database.close()
    for each in missing:
        typer.echo(setting.say("admin-lesson-unknown", id=each), err=True)
    typer.echo(setting.say("admin-lessons-removed", count=len(ids) - len(missing)))
    return 1 if missing else 0


def _harmless(value: str) -> str:
    """Keep a spreadsheet from taking somebody's words for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
