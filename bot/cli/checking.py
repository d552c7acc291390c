"""``proximcite check``, and how a configuration that cannot be used is told."""

import asyncio
from zoneinfo import ZoneInfo

import typer

from bot.cli.setting import Setting
from bot.config import ConfigError, Matrix, Telegram
from bot.i18n import Words
from handlers.categories import CATEGORIES
from storage.database import Database, Unavailable
from storage.migrate import Unusable, is_current


def check(setting: Setting) -> int:
    """Look at everything and say what is wrong, in plain words.

    Returns:
        0 when nothing is, else 1.

    Raises:
        bot.config.ConfigError: the configuration cannot be used, so nothing else could be looked at.
    """
    notes = _missing_teams(setting)
    problems = [*_teams(setting), *_database(setting), *_model(setting, notes), *_platforms(setting, notes)]
    for line in (*problems, *notes):
        typer.echo(line)
    if not problems:
        typer.echo(setting.say("admin-all-well", teams=len(setting.settings.teams), subjects=len(CATEGORIES)))
    return 1 if problems else 0


def tell(error: ConfigError) -> None:
    """Say what is wrong in a configuration, a line a problem."""
    words = Words.packaged(ZoneInfo("Europe/Paris"))
    for problem in error.problems:
        args: dict[str, str | int] = {"key": problem.key, "found": problem.found}
        place = f"{error.path}:{problem.line}" if problem.line else error.path
        typer.echo(f"{place} – {words.text('fr', f'config-{problem.code}', args)}", err=True)


def tell_database(error: Unavailable | Unusable) -> None:
    """Say that the database cannot be used."""
    words = Words.packaged(ZoneInfo("Europe/Paris"))
    typer.echo(words.text("fr", "admin-database-closed", {"reason": str(error)}), err=True)


def _missing_teams(setting: Setting) -> list[str]:
    """Name the teams that receive requests and are not configured, which is no mistake in a small town."""
    missing = {category.team for category in CATEGORIES.values()} - set(setting.settings.teams)
    return [setting.say("admin-teams-missing", teams=", ".join(sorted(missing)))] if missing else []


def _teams(setting: Setting) -> list[str]:
    teams = setting.settings.teams.items()
    return [setting.say("admin-team-without-room", team=name) for name, team in teams if not team.rooms]


def _database(setting: Setting) -> list[str]:
    try:
        database = Database("sqlite://" if setting.is_demo else setting.url)
        try:
            if setting.is_demo or is_current(database):
                return []
            return [setting.say("admin-database-old")]
        finally:
            database.close()
    except (Unavailable, OSError) as error:
        return [setting.say("admin-database-closed", reason=str(error))]
    except Exception as error:  # Whatever a driver raises is told, not thrown at the administrator.
        return [setting.say("admin-database-closed", reason=type(error).__name__)]


def _model(setting: Setting, notes: list[str]) -> list[str]:
    """Load the model in use; which one it is, is added to the notes."""
    from bot.cli.understanding import choose_model, is_behind, left_aside
    from bot.understanding.model import ModelError
    from bot.understanding.understander import load as load_understander

    try:
        chosen = choose_model(setting)
        understander = load_understander(chosen.path)
        understander.understand(["Bonjour"])
    except (OSError, ValueError, KeyError, ModelError) as error:
        return [setting.say("admin-model-broken", reason=str(error))]
    model = understander.model
    whose = "own" if model.trained_on else "shipped"
    known: dict[str, str | int] = {"day": model.trained_on, "lessons": model.lessons, "file": str(chosen.path)}
    notes.append(setting.say("admin-model-in-use", whose=whose, **known))
    if is_behind(model):
        notes.append(setting.say("admin-model-behind"))
    return [left_aside(setting, chosen.unfit)] if chosen.unfit else []


def _platforms(setting: Setting, notes: list[str]) -> list[str]:
    """Look at each platform; what is good to know, but not wrong, is added to the notes."""
    settings = setting.settings
    if not (settings.telegram or settings.matrix or settings.terminal.enabled):
        return [setting.say("admin-no-platform")]
    problems: list[str] = []
    if settings.telegram:
        problems += _telegram(setting, settings.telegram, notes)
    if settings.matrix:
        problems += _matrix(setting, settings.matrix, notes)
    return problems


def _matrix(setting: Setting, section: Matrix, notes: list[str]) -> list[str]:
    from bot.platforms import matrix

    report = asyncio.run(matrix.check(section))
    if report.fingerprint:
        notes.append(
            setting.say(
                "admin-matrix-device",
                user=report.user_id,
                device=report.device_id,
                fingerprint=report.fingerprint,
                signed="yes" if report.signed else "no",
                keys=report.one_time_keys,
            )
        )
    return [setting.say("admin-matrix-wrong", problem=problem, user=section.user) for problem in report.problems]


def _telegram(setting: Setting, section: Telegram, notes: list[str]) -> list[str]:
    from bot.platforms import telegram

    found = asyncio.run(telegram.check(section, setting.rooms(telegram.TelegramPlatform.name)))
    said = [(each.wrong, setting.say(f"admin-telegram-{each.code}", **each.args)) for each in found]
    notes += [sentence for wrong, sentence in said if not wrong]
    return [sentence for wrong, sentence in said if wrong]
