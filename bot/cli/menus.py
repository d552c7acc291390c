"""For ``proximcite run``: which commands Telegram's menu offers to whom, from the registry and the wording."""

from collections.abc import Iterable

from bot.cli.setting import Setting
from bot.domain.permissions import COUNCIL, TABLE, Role
from bot.handling import Command
from bot.platforms.telegram import Menu
from handlers.registry import REGISTRY

NAME = "telegram"
IN_GROUPS = ("aide",)
"""What somebody may want in any group; everything about requests belongs into the private chat."""

IN_COUNCILS = ("aide", "resultats")


def menus_of(setting: Setting) -> list[Menu]:
    """Give the menus: citizens', each language's; agents', in their private chat and their team's room; councils'.

    A chat's own menu replaces the general one, so an agent's has the citizens' commands too.
    """
    languages = setting.settings.city.languages
    commands = REGISTRY.commands
    citizens, agents, heads = (_of(role) for role in (Role.CITIZEN, Role.AGENT, Role.HEAD))
    help_only = [each for each in commands if each.names[0] in IN_GROUPS]
    councils = [each for each in commands if TABLE[each.permission].where == COUNCIL or each.names[0] in IN_COUNCILS]
    found = [
        _menu(setting, where, code, language, shown)
        for where, shown in (("private", citizens), ("groups", help_only))
        for code, language in (("", languages[0]), *((language, language) for language in languages))
    ]
    chats: dict[str, list[Command]] = {}
    for team in setting.settings.teams.values():
        for people, theirs in ((team.agents, agents), (team.heads, heads)):
            for person in people:
                if person.platform == NAME:
                    chats[person.account_id] = [*citizens, *theirs]
        for room in team.rooms:
            if room.platform == NAME:
                chats[room.room_id] = [*help_only, *agents]
    for council in setting.settings.councils.values():
        for room in council.rooms:
            if room.platform == NAME:
                chats[room.room_id] = councils
    return found + [_menu(setting, chat, "", languages[0], shown) for chat, shown in chats.items()]


def _of(role: Role) -> list[Command]:
    return [each for each in REGISTRY.commands if role in TABLE[each.permission].who]


def _menu(setting: Setting, where: str, code: str, language: str, shown: Iterable[Command]) -> Menu:
    offered = ((each.called(language), setting.words.text(language, f"command-{each.names[0]}", {})) for each in shown)
    return Menu(where, code, tuple(offered))
