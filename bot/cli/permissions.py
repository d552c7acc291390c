"""For ``proximcite permissions`` and docs/permissions.md: the table of who may do what, in words."""

from collections.abc import Iterator

import typer

from bot.cli.setting import Setting
from bot.domain.permissions import TABLE, Permission, Place, Role, Whose
from bot.i18n import Words
from handlers.registry import REGISTRY

INTRODUCTION = """\
<!-- Written by `proximcite permissions --markdown`. -->
# Who may do what

The table is `bot/domain/permissions.py`. It is looked up at each step, at the moment of acting, whatever button,
command or reply led there (`bot/rights.py`); what is refused is recorded, and `proximcite refusals` counts it. In a
group everybody acts for themselves: a button is checked as whoever pressed it, and what one person began another does
not go on with.

Rights are a person's: what one of their joined accounts may do, all may. A team's room shows a request if that team's
agents may read it. An open request is late when the promised moment has passed. Who votes, and who opens polls, stands
with each council in the configuration.
"""

RULE = "|---|---|---|---|---|"


def show(setting: Setting, *, markdown: bool) -> None:
    """Print the table: for people, in the city's first language, or as the page of the docs."""
    if markdown:
        typer.echo(page(setting.words), nl=False)
        return
    for what, who, where, confidential, _done in _rows(setting.words, setting.settings.city.languages[0]):
        typer.echo(what)
        for key, value in (("who", who), ("where", where), ("confidential", confidential)):
            if value:
                typer.echo(f"    {setting.say(f'rights-{key}')} {value}")


def page(words: Words) -> str:
    """Write docs/permissions.md."""
    titles = [words.text("en", f"rights-{each}", {}) for each in ("what", "who", "where", "confidential", "done")]
    rows = [_row(titles), RULE, *(_row(each) for each in _rows(words, "en"))]
    return "\n".join((INTRODUCTION, *rows, ""))


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(each.rstrip(':') for each in cells)} |"


def _rows(words: Words, lang: str) -> Iterator[tuple[str, str, str, str, str]]:
    for permission, rule in TABLE.items():
        yield (
            words.text(lang, f"permission-{permission.value}", {}),
            " · ".join(_who(words, lang, role, whose) for role, whose in rule.who.items()),
            _places(words, lang, rule.where),
            _places(words, lang, rule.confidential),
            _done(permission),
        )


def _who(words: Words, lang: str, role: Role, whose: frozenset[Whose]) -> str:
    name = words.text(lang, f"role-{role.value}", {})
    found = [words.text(lang, f"whose-{each.value}", {}) for each in Whose if each in whose and each is not Whose.NONE]
    return f"{name} ({', '.join(found)})" if found else name


def _places(words: Words, lang: str, places: frozenset[Place]) -> str:
    if places == frozenset(Place):
        return words.text(lang, "place-anywhere", {})
    return ", ".join(words.text(lang, f"place-{each.value}", {}) for each in Place if each in places)


def _done(permission: Permission) -> str:
    """Name the commands and the buttons of a row."""
    commands = [f"`/{each.names[0]}`" for each in REGISTRY.commands if each.permission is permission]
    return ", ".join((*commands, *(name for name, each in REGISTRY.actions.items() if each.permission is permission)))
