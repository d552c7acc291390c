"""For ``proximcite refusals``: what people tried that their role does not allow, for an administrator to see."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from bot.cli.setting import Setting


def show(setting: Setting, days: int) -> None:
    """Print how often each account was refused each thing, most first, and when last."""
    database = setting.open()
    since = datetime.now(UTC) - timedelta(days=days)
    found = database.run_here(lambda uow: uow.members.refusals(since))
    database.close()
    typer.echo(setting.say("admin-refusals", count=sum(each.count for each in found), days=days))
    zone = ZoneInfo(setting.settings.city.timezone)
    for each in found:
        typer.echo(f"{each.count:5}  {each.last.astimezone(zone):%Y-%m-%d %H:%M}  {each.account}  {each.action}")
