"""``proximcite places import``: the streets and landmarks of the city."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import typer

from bot.cli.setting import Setting
from bot.places.importing import Read, merged, read_places
from storage.database import Database
from storage.unit_of_work import UnitOfWork


def import_demo(database: Database) -> None:
    """Give a database without any places the demo city's."""
    if database.run_here(lambda uow: uow.places.count()) == 0:
        _store(database, read_places((files("bot.demo") / "places.csv").read_bytes()))


def import_file(setting: Setting, file: Path) -> int:
    """Read a file of streets and say what was taken, updated and refused, with line numbers."""
    try:
        data = file.read_bytes()
    except OSError as error:
        typer.echo(setting.say("admin-file-unreadable", file=str(file), reason=error.strerror or ""), err=True)
        return 1
    read = read_places(data, setting.settings.city.insee)
    database = setting.open()
    new, updated = _store(database, read)
    database.close()
    for each in read.untaken:
        typer.echo(setting.say("admin-places-refused", line=each.line, reason=each.reason.value))
    counts = {"new": new, "updated": updated, "refused": len(read.untaken), "elsewhere": read.elsewhere}
    typer.echo(setting.say("admin-places-imported", **counts))
    return 0 if read.places else 1


def _store(database: Database, read: Read) -> tuple[int, int]:
    """Store what a file tells, put together with what is stored; gives how many places are new, and how many others."""

    def keep(uow: UnitOfWork) -> tuple[int, int]:
        known = {place.key: place for place in uow.places.every()}
        now = [merged(known.get(place.key), place) for place in read.places]
        changed = [place for place in now if known.get(place.key) != place]
        uow.places.save(changed, datetime.now(UTC))
        new = sum(place.key not in known for place in changed)
        return new, len(changed) - new

    return database.run_here(keep)
