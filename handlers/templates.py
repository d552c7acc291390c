"""Feature: /modeles, the texts that a team keeps for its answers. Any agent of the team adds; author and heads change.

A template is for one subject or all, and for one state of a request or all; where it fits, it is offered to whoever is
about to answer (handlers/offering.py).
"""

import re

from bot.conversing import ask, begin, drop
from bot.domain import reference
from bot.domain.permissions import Permission
from bot.domain.request import Status
from bot.flow import DONE, Flow, Question, Reader, Scope, without
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, Text, text
from bot.roster import TeamRole
from bot.understanding.global_words import fold
from handlers import desk, filling
from handlers.categories import CATEGORIES
from storage.templates import ANY, Template

A_PAGE = 10

LONGEST_NAME = 40

LONGEST_BODY = 2_000

MOST_OF_A_TEAM = 100
"""Templates of a team: nobody finds anything in more."""

STATES = (Status.NEW, Status.TAKEN, Status.ASKED, Status.ANSWERED)
"""States in which a request can be answered."""

ALL = "all"
"""How a button says that a template fits every subject, or every state."""


def templates(context: Context) -> None:
    """/modeles, /modeles NAME, /modeles ajouter NAME : TEXT, /modeles changer …, /modeles retirer NAME."""
    first, _, rest = context.argument.partition(" ")
    match filling.verb(first) if rest.strip() else None:
        case "add":
            _add(context, rest)
        case "change":
            _change(context, rest)
        case "remove":
            for template in _one_named(context, rest):
                _remove(context, template)
        case _ if context.argument:
            for template in _one_named(context, context.argument):
                _show(context, template)
        case _:
            _list(context, 0)


def page(context: Context) -> None:
    """A button: the next page; ``<first>``."""
    _list(context, reference.whole(context.argument) or 0)


def act(context: Context) -> None:
    """A button of a template: ``<id>``, ``<id> subject``, ``<id> subject CODE``, ``<id> state …``, ``<id> remove``."""
    number, *said = context.argument.split()
    template = context.uow.templates.get(reference.whole(number) or 0)
    if template is None or template.team not in desk.teams_shown_here(context):
        context.say(text("template-gone"))
        return
    match said:
        case ["remove", *sure] if _may_change(context, template):
            _remove(context, template, sure=bool(sure))
        case ["subject" | "state" as what, *chosen] if _may_change(context, template):
            _tie(context, template, what, *chosen[:1])
        case ["remove" | "subject" | "state", *_]:
            return  # They may not, which has been said.
        case _:
            _show(context, template)


def _list(context: Context, first: int) -> None:
    teams = desk.teams_shown_here(context)
    found = context.uow.templates.of(teams)
    shown = found[first : first + A_PAGE]
    if not shown:
        context.say(text("template-none"), _how(context))
        return
    title = text("template-title", count=len(found), first=first + 1, last=first + len(shown))
    context.say(title, *(_line(each, several=len(teams) > 1) for each in shown))
    if first + A_PAGE >= len(found):
        context.say(_how(context))
    choices = [Choice(Quoted(each.name), f"template {each.id}") for each in shown]
    more = [Choice(text("list-more"), f"templates {first + A_PAGE}")] if first + A_PAGE < len(found) else []
    context.say(choices=[*choices, *more])


def _how(context: Context) -> Text:
    return text("template-how", placeholders=Quoted(" ".join(filling.names(context.person.lang))))


def _line(template: Template, *, several: bool) -> Text:
    return text(
        "template-line",
        name=Quoted(template.name),
        fits=_fits(template),
        uses=template.uses,
        several="yes" if several else "no",
        team=text(f"team-{template.team}"),
    )


def _fits(template: Template) -> Text:
    subject = template.category if template.category in CATEGORIES else ANY
    return text(
        "template-fits",
        every="no" if subject else "yes",
        subject=text(f"category-{subject}") if subject else "",
        state=template.state or ALL,
    )


def _show(context: Context, template: Template) -> None:
    context.say(_line(template, several=True), Quoted(template.body))
    if _may(context, template):
        whats = ("subject", "state", "remove") if _subjects(template.team) else ("state", "remove")
        choices = [Choice(text("template-do", what=what), f"template {template.id} {what}") for what in whats]
        context.say(text("template-change-how", name=Quoted(template.name)), choices=choices)


def _add(context: Context, written: str) -> None:
    read = _read(context, written)
    if read is None:
        return
    name, body = read
    here = context.city.roster.team_of_room(context.incoming.address)
    teams = desk.teams_shown_here(context)
    if not teams:
        context.say(text("template-not-here"))
        return
    team = here if here in teams else teams[0] if len(teams) == 1 else ""
    begin(context, FLOW.flow.name, {"name": name, "body": body, **({"team": team} if team else {})})


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    team, name = answers["team"], answers["name"]
    if team not in desk.teams_shown_here(context):
        context.conversation.answers = without(FLOW.flow, answers, "team")
        ask(context)
        return
    drop(context)
    if context.uow.templates.count(team) >= MOST_OF_A_TEAM:
        context.say(text("template-too-many", most=MOST_OF_A_TEAM))
        return
    added = context.uow.templates.add(Template(team, fold(name), name, answers["body"], context.account))
    kept = context.uow.templates.get(added) if added else None
    if kept is None:
        context.say(text("template-there", name=Quoted(name)))
    else:
        context.say(text("template-kept", name=Quoted(name)))
        _show(context, kept)


def _change(context: Context, written: str) -> None:
    read = _read(context, written)
    for template in _one_named(context, read[0]) if read else ():
        if _may_change(context, template):
            context.uow.templates.change(template.id, body=read[1] if read else "")
            context.say(text("template-changed", name=Quoted(template.name)))


def _remove(context: Context, template: Template, *, sure: bool = False) -> None:
    if not _may_change(context, template):
        return
    if not sure:
        choice = Choice(text("template-do", what="remove"), f"template {template.id} remove yes")
        context.say(text("template-remove-sure", name=Quoted(template.name)), choices=[choice])
        return
    context.uow.templates.remove(template.id)
    context.say(text("template-removed", name=Quoted(template.name)))


def _tie(context: Context, template: Template, what: str, chosen: str = "") -> None:
    """Say which subject, or which state, a template is for."""
    codes = _subjects(template.team) if what == "subject" else [each.value for each in STATES]
    if chosen in (ALL, *codes):
        column = "category" if what == "subject" else "state"
        context.uow.templates.change(template.id, **{column: ANY if chosen == ALL else chosen})
        if now := context.uow.templates.get(template.id):
            context.say(_line(now, several=False))
        return
    labels = {code: text(f"category-{code}" if what == "subject" else f"template-state-{code}") for code in codes}
    offered = {ALL: text("template-all", what=what), **labels}
    choices = [Choice(label, f"template {template.id} {what} {code}") for code, label in offered.items()]
    context.say(text("template-which", what=what, name=Quoted(template.name)), choices=choices)


def _subjects(team: str) -> list[str]:
    """Give the subjects of a team that has several; with one, a template is for that."""
    found = [each.name for each in CATEGORIES.values() if each.team == team]
    return found if len(found) > 1 else []


def _read(context: Context, written: str) -> tuple[str, str] | None:
    """Read "name : text"; None if it is not that, which is said."""
    name, colon, body = (part.strip() for part in written.partition(":"))
    is_name = 0 < len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) and "\n" not in name
    if not colon or not is_name or not 0 < len(body) <= LONGEST_BODY:
        context.say(_how(context), text("template-limits", name=LONGEST_NAME, body=LONGEST_BODY))
        return None
    if wrong := filling.unknown(body):
        context.say(text("template-unknown", wrong=Quoted(", ".join(wrong))), _how(context))
        return None
    return name, body


def _one_named(context: Context, name: str) -> list[Template]:
    """Find the template of a name; if there is none or more than one, it is said, and nothing is given."""
    found = context.uow.templates.named(desk.teams_shown_here(context), fold(name))
    if not found:
        context.say(text("template-unnamed", name=Quoted(name[:LONGEST_NAME].strip())), _how(context))
    elif len(found) > 1:
        choices = [Choice(text(f"team-{each.team}"), f"template {each.id}") for each in found]
        context.say(text("template-whose", name=Quoted(found[0].name)), choices=choices)
    return found if len(found) == 1 else []


def _may(context: Context, template: Template) -> bool:
    role = context.city.roster.teams_of(context.accounts, context.uow.members).get(template.team)
    return role is TeamRole.HEAD or (role is not None and template.author in context.accounts)


def _may_change(context: Context, template: Template) -> bool:
    if _may(context, template):
        return True
    context.uow.members.refused(context.account, f"template {template.id}", context.now)
    context.say(text("template-not-yours", name=Quoted(template.name)))
    return False


def _team(words: Words, _scope: Scope) -> str | None:
    """Read a team's code, as a button carries it; whether it is one of theirs is seen when it is kept."""
    return words.text if re.fullmatch(r"\w{1,60}", words.text) else None


def _ask_team(context: Context) -> None:
    teams = desk.teams_shown_here(context)
    choices = [Choice(text(f"team-{team}"), f"answer team {team}") for team in teams]
    context.say(text("keeping-team"), choices=choices)


FLOW = FlowEntry(
    Flow("keeping", "team", {"team": Question(Reader("team", _team), {"*": DONE})}),
    finish=_finish,
    permission=Permission.SERVE,
    present={"team": _ask_team},
)

ACTIONS = {"template": act, "templates": page}
