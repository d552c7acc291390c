"""``proximcite associations import`` and ``search``."""

import json
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import typer

from bot.cli.setting import Setting
from bot.search.importing import read_associations
from bot.search.index import Directory, Findings
from bot.search.records import Association
from storage.database import Database
from storage.unit_of_work import UnitOfWork

RESULTS = 5


def import_demo(database: Database) -> None:
    """Fill an empty directory with the demo city's associations."""
    if database.run_here(lambda uow: uow.associations.count()) == 0:
        _store(database, (files("bot.demo") / "associations.csv").read_bytes())


def import_file(setting: Setting, file: Path) -> int:
    """Read a file into the directory and say what was taken, updated and refused, with line numbers."""
    try:
        data = file.read_bytes()
    except OSError as error:
        typer.echo(setting.say("admin-file-unreadable", file=str(file), reason=error.strerror or ""), err=True)
        return 1
    database = setting.open()
    new, updated, refused = _store(database, data)
    database.close()
    for line, reason in refused:
        typer.echo(setting.say("admin-import-refused", line=line, reason=reason))
    typer.echo(setting.say("admin-imported", new=new, updated=updated, refused=len(refused)))
    return 0 if new or updated else 1


def search(setting: Setting, query: str, *, as_json: bool, batch: bool) -> None:
    """Search the directory of the database in use."""
    database = setting.open()
    if setting.is_demo:
        import_demo(database)
    directory = Directory(database.run_here(lambda uow: uow.associations.every()))
    database.close()
    for each in (line.rstrip("\n") for line in sys.stdin) if batch else [query]:
        findings = directory.search(each, RESULTS)
        typer.echo(_as_json(each, findings) if as_json else _as_text(setting, findings))


def _store(database: Database, data: bytes) -> tuple[int, int, list[tuple[int, str]]]:
    taken: dict[str, Association] = {}
    refused: list[tuple[int, str]] = []
    for read in read_associations(data):
        if isinstance(read, Association):
            taken[read.id] = read
        else:
            refused.append((read.line, read.reason.value))

    def keep(uow: UnitOfWork) -> tuple[int, int]:
        known = uow.associations.known()
        uow.associations.save(list(taken.values()), datetime.now(UTC))
        return len(taken.keys() - known), len(taken.keys() & known)

    new, updated = database.run_here(keep)
    return new, updated, refused


def _as_json(query: str, findings: Findings) -> str:
    results = [
        {"id": hit.association.id, "name": hit.association.name, "score": round(float(hit.score), 4)}
        for hit in findings.hits
    ]
    return json.dumps({"query": query, "confident": findings.confident, "results": results}, ensure_ascii=False)


def _as_text(setting: Setting, findings: Findings) -> str:
    title = setting.say("associations-found" if findings.confident else "associations-unsure")
    return "\n".join([title, *(f"  {hit.association.id}  {hit.association.name}" for hit in findings.hits)])
