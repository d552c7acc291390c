"""Feature: /aide. What fits where somebody stands, on one screen of a phone; the rest by theme; one command explained.

``command-<name>`` is a command's line, ``explained-<name>`` says how it is used, with an example. A test keeps every
command in one theme, and with both sentences in every language.
"""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA, Prefix

from bot import rights
from bot.conversing import entry_of, pending_question
from bot.domain.permissions import Permission, Place, Role, Standing, Verdict, judge
from bot.handling import Command, Context
from bot.outgoing import Choice, Quoted, Text, text
from bot.understanding.global_words import fold

THEMES: Mapping[str, Sequence[str]] = {
    "requests": ("demande", "suivi", "contester", "rattacher", "associations", "humain"),
    "lists": ("file", "chercher", "voir"),
    "answers": ("prendre", "repondre", "demander", "note", "modeles", "signature", "pour"),
    "work": ("clore", "reorienter", "reporter", "confier", "fusionner", "separer", "grouper"),
    "team": ("chiffres", "inviter", "retirer", "quitter"),
    "council": ("sondage", "resultats"),
    "account": ("mesdonnees", "lier", "langue", "agent"),
    "talk": ("start", "aide", "annuler", "retour"),
}
"""Every command by its first name, in the order in which they are shown."""

IN_PRIVATE: Mapping[Role, Sequence[str]] = {
    Role.MEDIATOR: ("file", "chercher", "voir", "repondre", "demander", "clore"),
    Role.AGENT: ("file", "chercher", "voir", "prendre", "repondre", "clore", "pour"),
    Role.HEAD: ("confier", "inviter", "chiffres"),
    Role.ADMINISTRATOR: ("inviter", "retirer", "chiffres"),
    Role.CITIZEN: ("demande", "suivi", "associations", "humain", "mesdonnees", "langue"),
}
"""What is shown first in a private chat to whoever is this, nothing twice."""

IN_TEAM: Mapping[Role, Sequence[str]] = {
    Role.AGENT: ("file", "prendre", "repondre", "demander", "reorienter", "clore", "note", "chercher"),
    Role.HEAD: ("confier", "chiffres"),
}
"""The same in a team's room."""

MEANT = 3
"""Commands that are offered where a word could mean several."""

SHORTEST = 3
"""Letters from which on a word of a question tells anything."""

TYPO_LENGTH = 5
"""Letters from which on a word is known by its beginning, or with a mistake in it."""

SAME_BEGINNING = 0.6
"""Share of the longer word that two words begin with alike if they are of one family."""


def helping(context: Context) -> None:
    """/aide, "aide": what can be done here; /aide COMMAND, how; in the middle of a flow, what is being asked."""
    if context.argument:
        _about(context, context.argument)
        return
    if (question := pending_question(context)) and (entry := entry_of(context)):
        explained = f"{entry.flow.key(question)}-help"
        if context.city.wording.has(context.person.lang, explained):
            context.say(text(explained), text("help-in-flow"))
            return
    where, who = rights.place(context), rights.standing(context)
    match where:
        case Place.TEAM:
            context.say(text("help-team"))
            first = IN_TEAM
        case Place.COUNCIL:
            context.say(text("help-council"), *_lines(context, THEMES["council"], where, who))
            return
        case _:
            context.say(text("help-title"), text("help-what"))
            first = IN_PRIVATE
    parts, shown, said = _parts(first, who), set[str](), list[Text]()
    for role, names in parts:
        lines = _lines(context, [name for name in names if name not in shown], _shown_as(where), who)
        said += [text("help-for", role=role.value), *lines] if lines and len(parts) > 1 else lines
        shown |= {*names}
    example = next((each.args["name"] for each in said if "name" in each.args), None)
    context.say(*said, *([text("help-one", name=example)] if example else []))
    context.say(choices=[Choice(text("help-more"), "help more")])


def more(context: Context) -> None:
    """A button: ``more``, the themes; ``theme NAME``, its commands; ``about COMMAND``."""
    task, _, name = context.argument.partition(" ")
    where, who = _shown_as(rights.place(context)), rights.standing(context)
    if task == "about":
        _about(context, name)
    elif task == "theme" and (lines := _lines(context, THEMES.get(name, ()), where, who)):
        context.say(text("help-theme", theme=name), *lines, choices=[Choice(text("help-more-themes"), "help more")])
    else:
        themes = [theme for theme, names in THEMES.items() if _lines(context, names, where, who)]
        choices = [Choice(text("help-theme", theme=theme), f"help theme {theme}") for theme in themes]
        context.say(text("help-which-theme"), choices=choices)


def _about(context: Context, asked: str) -> None:
    """Explain the command that is asked about, by its name or in other words."""
    name = fold(asked).lstrip("/!")
    exact = context.registry.command(name)
    found = [exact] if exact else _meant(context, name)
    if len(found) == 1:
        context.say(text(f"explained-{found[0].names[0]}"))
    elif found:
        lang = context.person.lang
        choices = [Choice(_line(each, lang), f"help about {each.names[0]}") for each in found[:MEANT]]
        context.say(text("help-which"), choices=choices)
    else:
        context.say(text("help-unknown", words=Quoted(asked[:60])), choices=[Choice(text("help-more"), "help more")])


def _meant(context: Context, asked: str) -> list[Command]:
    """Give the commands that these words say most of, of those that somebody may use: by name, line or explanation."""
    words = [word for word in re.findall(r"\w+", asked) if len(word) >= SHORTEST]
    who, scores = rights.standing(context), list[tuple[int, Command]]()
    for command in context.registry.commands:
        if not any(_may(command.permission, who, where) for where in Place):
            continue
        line, explained = (_words_of(context, f"{of}-{command.names[0]}") for of in ("command", "explained"))
        counts = (_count(words, each) for each in (command.names, line, explained))
        scores.append((sum(weight * count for weight, count in zip((4, 2, 1), counts, strict=True)), command))
    most = max((score for score, _command in scores), default=0)
    return [command for score, command in scores if score == most > 0]


def _count(words: Sequence[str], among: Sequence[str]) -> int:
    return sum(any(_same(word, each) for each in among) for word in words)


def _words_of(context: Context, key: str) -> list[str]:
    return re.findall(r"\w+", fold(context.city.wording.text(context.person.lang, key, {})))


def _same(word: str, other: str) -> bool:
    """Say whether a word is another but for its end ("réponse", "répondre") or a mistake."""
    if min(len(word), len(other)) < TYPO_LENGTH:
        return word == other
    same = Prefix.similarity(word, other)
    is_family = same >= max(TYPO_LENGTH, SAME_BEGINNING * max(len(word), len(other)))
    return is_family or other.startswith(word) or OSA.distance(word, other) <= 1


def _parts(first: Mapping[Role, Sequence[str]], who: Standing) -> list[tuple[Role, Sequence[str]]]:
    """Choose the parts for what somebody is: who works for the city reads less of what everybody may do."""
    works = bool(who.teams)
    found = []
    for role, names in first.items():
        if role not in who.roles or (role is Role.AGENT and Role.MEDIATOR in who.roles and Role.MEDIATOR in first):
            continue
        found.append((role, names[:2] if role is Role.CITIZEN and works else names))
    return found


def _lines(context: Context, names: Sequence[str], where: Place, who: Standing) -> list[Text]:
    """Give the lines of those commands that somebody may use in such a place."""
    commands = [command for name in names if (command := context.registry.command(name))]
    return [_line(each, context.person.lang) for each in commands if _may(each.permission, who, where)]


def _may(permission: Permission, who: Standing, where: Place) -> bool:
    return judge(permission, who, where) is Verdict.YES


def _line(command: Command, lang: str) -> Text:
    return text("help-line", name=Quoted(command.called(lang)), does=text(f"command-{command.names[0]}"))


def _shown_as(where: Place) -> Place:
    """Show in any other group what there is in private: there, the way into the private chat is told."""
    return Place.PRIVATE if where is Place.OTHER else where
