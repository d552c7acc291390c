"""The command line: ``proximcite``, also ``python -m bot``. Each command is a few lines here and a module in bot/cli/.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.setting import Setting

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="ProximCité : le guichet de la ville, dans une conversation.",
)
associations = typer.Typer(no_args_is_help=True, help="L’annuaire des associations.")
places = typer.Typer(no_args_is_help=True, help="Les rues et les lieux de la ville.")
lessons = typer.Typer(no_args_is_help=True, help="Ce que les corrections apprennent.")
db = typer.Typer(no_args_is_help=True, help="La base de données.")
app.add_typer(associations, name="associations")
app.add_typer(places, name="places")
app.add_typer(lessons, name="lessons")
app.add_typer(db, name="db")


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Le fichier de configuration (sinon : la ville de démonstration).")
    ] = None,
    database: Annotated[str | None, typer.Option(help="Une autre base que celle de la configuration.")] = None,
) -> None:
    """Keep the options that stand before the command."""
    context.obj = Setting(config, database)


@app.command()
def chat(context: typer.Context) -> None:
    """Discuter avec la ville de démonstration, dans le terminal."""
    from bot.cli.running import chat

    chat(context.obj)


@app.command()
def run(context: typer.Context) -> None:
    """Faire tourner le bot sur toutes les plateformes de la configuration, jusqu’à SIGTERM."""
    from bot.cli.running import run

    run(context.obj)


@app.command()
def check(context: typer.Context) -> None:
    """Dire ce qui ne va pas : configuration, base, modèle, équipes."""
    from bot.cli.checking import check

    raise typer.Exit(check(context.obj))


@app.command()
def invite(
    context: typer.Context,
    team: Annotated[str, typer.Option(help="L’équipe, par son nom dans la configuration.")],
    role: Annotated[str, typer.Option(help="agent ou head")] = "agent",
) -> None:
    """Donner un code à usage unique, à utiliser dans la conversation avec /agent CODE."""
    from bot.cli.administering import invite

    raise typer.Exit(invite(context.obj, team, role))


@app.command()
def permissions(
    context: typer.Context,
    markdown: Annotated[bool, typer.Option("--markdown", help="La page docs/permissions.md.")] = False,  # noqa: FBT002, RUF100  # typer reads flags so.
) -> None:
    """Dire qui peut faire quoi, sur quelles demandes, et dans quel salon."""
    from bot.cli.permissions import show

    show(context.obj, markdown=markdown)


@app.command()
def refusals(
    context: typer.Context, days: Annotated[int, typer.Option(min=1, max=3650, help="Depuis combien de jours.")] = 30
) -> None:
    """Compter ce qui a été refusé, par compte et par action."""
    from bot.cli.refusals import show

    show(context.obj, days)


@app.command()
def classify(
    context: typer.Context,
    messages: Annotated[
        list[str] | None, typer.Argument(help="Les messages ; sans eux, une ligne par message en entrée.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")] = False,  # noqa: FBT002, RUF100  # typer reads flags so.
) -> None:
    """Comprendre des messages : langue, sujet, confiance, urgence."""
    from bot.cli.understanding import classify

    classify(context.obj, messages, as_json=json)


@app.command()
def train(
    context: typer.Context,
    lessons_only_report: Annotated[  # noqa: FBT002, RUF100  # typer reads flags so.
        bool, typer.Option("--lessons-only-report", help="Seulement dire ce qu’il y a à apprendre.")
    ] = False,
    output: Annotated[Path | None, typer.Option(help="Un autre fichier que celui de la configuration.")] = None,
) -> None:
    """Apprendre des corrections, et refuser un modèle qui comprend moins bien."""
    from bot.cli.training import report, train

    raise typer.Exit(report(context.obj) if lessons_only_report else train(context.obj, output))


@lessons.command("list")
def list_lessons(context: typer.Context) -> None:
    """Montrer les corrections à relire, une par ligne."""
    from bot.cli.lessons import show

    show(context.obj)


@lessons.command("export")
def export_lessons(context: typer.Context) -> None:
    """Écrire les corrections en CSV."""
    from bot.cli.lessons import export

    export(context.obj)


@lessons.command("remove")
def remove_lessons(context: typer.Context, ids: list[str]) -> None:
    """Retirer des corrections, par le code qui est devant."""
    from bot.cli.lessons import remove

    raise typer.Exit(remove(context.obj, ids))


@associations.command("import")
def import_associations(context: typer.Context, file: Path) -> None:
    """Lire un fichier du RNA (waldec ou import) ou un CSV avec en-tête."""
    from bot.cli.directory import import_file

    raise typer.Exit(import_file(context.obj, file))


@associations.command("search")
def search_associations(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(help="Ce que l’on cherche.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")] = False,  # noqa: FBT002, RUF100  # typer reads flags so.
    batch: Annotated[bool, typer.Option("--batch", help="Une recherche par ligne en entrée.")] = False,  # noqa: FBT002, RUF100  # typer reads flags so.
) -> None:
    """Chercher dans l’annuaire de la base en service."""
    from bot.cli.directory import search

    search(context.obj, " ".join(query or ()), as_json=json, batch=batch)


@places.command("import")
def import_places(context: typer.Context, file: Path) -> None:
    """Lire les rues : rues.csv de la ville, adresses de la BAN, ou un CSV avec en-tête."""
    from bot.cli.gazetteer import import_file

    raise typer.Exit(import_file(context.obj, file))


@db.command("upgrade")
def upgrade(context: typer.Context) -> None:
    """Mettre les tables à jour."""
    from bot.cli.administering import upgrade

    upgrade(context.obj)


@app.command()
def export(context: typer.Context) -> None:
    """Écrire les demandes en CSV, sans données personnelles."""
    from bot.cli.administering import export

    export(context.obj)


@app.command()
def stats(context: typer.Context) -> None:
    """Donner les chiffres : ouvertes, dans les temps, délai médian."""
    from bot.cli.administering import stats

    stats(context.obj)


@app.command()
def backup(context: typer.Context, file: Path) -> None:
    """Copier la base SQLite pendant qu’elle sert."""
    from bot.cli.administering import backup

    raise typer.Exit(backup(context.obj, file))


def main() -> None:
    """Run the command line; a configuration or a database that cannot be used is told in plain words."""
    from bot.config import ConfigError
    from storage.database import Unavailable
    from storage.migrate import Unusable

    try:
        app()
    except ConfigError as error:
        from bot.cli.checking import tell

        tell(error)
        raise SystemExit(2) from error
    except (Unavailable, Unusable) as error:
        from bot.cli.checking import tell_database

        tell_database(error)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
