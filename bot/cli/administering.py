"""Invitations, upgrades, exports, figures, backups."""

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import typer

from bot.cli.setting import Setting
from bot.domain import one_time_code
from bot.domain.invitation import CODE_LENGTH, LASTS
from bot.roster import TeamRole
from storage import figures


def invite(setting: Setting, team: str, role: str) -> int:
    """Print a one-time code."""
    if team not in setting.settings.teams:
        typer.echo(setting.say("admin-team-unknown", team=team, teams=", ".join(setting.settings.teams)), err=True)
        return 1
    if role not in set(TeamRole):
        typer.echo(setting.say("admin-role-unknown", role=role), err=True)
        return 1
    code = one_time_code.make(CODE_LENGTH)
    database = setting.open()
    expires_at = datetime.now(UTC) + LASTS
    database.run_here(lambda uow: uow.members.invite(code, role, team, expires_at))
    database.close()
    typer.echo(code)
    typer.echo(setting.say("admin-invited", code=code, days=LASTS.days), err=True)
    return 0


def upgrade(setting: Setting) -> None:
    """Bring the tables up to date."""
    setting.open().close()
    typer.echo(setting.say("admin-upgraded"))


def export(setting: Setting) -> None:
    """Write one line a request: what, when, how it ended; nothing that tells who."""
    database = setting.open()
    rows = database.run_here(lambda uow: figures.requests(uow.connection))
    writer = csv.writer(sys.stdout, delimiter=";")
    writer.writerow(figures.Figure.__dataclass_fields__)
    for row in rows:
        writer.writerow(
            value.isoformat() if isinstance(value, datetime) else "" if value is None else value
            for value in (getattr(row, name) for name in figures.Figure.__dataclass_fields__)
        )
    database.close()


def stats(setting: Setting) -> None:
    """Print the figures."""
    database = setting.open()
    rows = database.run_here(lambda uow: figures.requests(uow.connection))
    database.close()
    now = datetime.now(UTC)
    answered = [row for row in rows if row.answered_at]
    in_time = sum(row.answered_at <= row.due_at for row in answered if row.answered_at)
    hours = [(row.answered_at - row.received_at).total_seconds() / 3600 for row in answered if row.answered_at]
    late = sum(row.answered_at is None and row.closed_at is None and row.due_at < now for row in rows)
    typer.echo(
        setting.say(
            "admin-stats",
            total=len(rows),
            answered=len(answered),
            share=round(100 * in_time / len(answered)) if answered else 0,
            median=round(median(hours)) if hours else 0,
            late=late,
        )
    )


def backup(setting: Setting, file: Path) -> int:
    """Copy an SQLite database while it is in use."""
    database = setting.open()
    done = figures.copy(database.engine, file)
    database.close()
    typer.echo(setting.say("admin-backed-up" if done else "admin-backup-postgresql", file=str(file)))
    return 0 if done else 1
