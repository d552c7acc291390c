"""The menu of commands: told to Telegram once, and again only when it has changed."""

from bot.cli.menus import menus_of
from bot.cli.setting import Setting
from bot.platforms.telegram import Menu
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.menus import show
from handlers.registry import REGISTRY
from tests.fakes.bot_api import TOKEN
from tests.fakes.bot_api_methods import ApiError
from tests.fakes.city import settings
from tests.platforms.telegram_case import LEA, TEAM, Case, opened

CITIZENS = Menu("private", "fr", (("aide", "afficher l’aide"), ("suivi", "voir vos demandes")))
GROUPS = Menu("groups", "", (("aide", "afficher l’aide"),))
ROOM = Menu(str(TEAM), "", (("file", "voir les demandes"),))


def address(name: str) -> str:
    """Give the address in a city of which one team is on Telegram."""
    numbers = {"team-roads": -7, "agent-roads": 8, "head-roads": 9}
    return f"telegram:{numbers[name]}" if name in numbers else f"fake:{name}"


async def told(case: Case, *menus: Menu) -> int:
    """Show menus; gives how many calls that took."""
    before = len(case.api.called("setMyCommands"))
    client = Client(TOKEN, case.api.url)
    await show(client, case.notebook, menus)
    await client.close_connections()
    return len(case.api.called("setMyCommands")) - before


async def test_menus_by_scope_and_language() -> None:
    async with opened() as case:
        await told(case, CITIZENS, GROUPS, ROOM)
        assert case.api.world.menus == {
            "all_private_chats:fr": [
                {"command": "aide", "description": "afficher l’aide"},
                {"command": "suivi", "description": "voir vos demandes"},
            ],
            "all_group_chats:": [{"command": "aide", "description": "afficher l’aide"}],
            f"{TEAM}:": [{"command": "file", "description": "voir les demandes"}],
        }


async def test_what_telegram_shows_already_is_not_told_again() -> None:
    async with opened() as case:
        assert await told(case, CITIZENS, GROUPS) == 2
        assert await told(case, CITIZENS, GROUPS) == 0
        assert await told(case, Menu("private", "fr", CITIZENS.commands[:1]), GROUPS) == 1


async def test_a_chat_where_the_bot_is_not_is_left_out() -> None:
    async with opened() as case:
        assert await told(case, Menu("-99", "", ROOM.commands), GROUPS) == 2
        assert await told(case, Menu("-99", "", ROOM.commands), GROUPS) == 1


async def test_what_fails_now_is_left_for_the_next_start() -> None:
    async with opened() as case:
        case.api.fail("setMyCommands", ApiError(502, "Bad Gateway"))
        assert await told(case, CITIZENS, GROUPS) == 1
        assert await told(case, CITIZENS, GROUPS) == 2


async def test_the_platform_shows_them_once() -> None:
    async with opened(menus=(CITIZENS,)) as case:
        for _ in range(2):
            case.people.write(case.lea, "bonjour")
            await case.batch()
            await case.hang_up()
        await case.close()
        assert len(case.api.called("setMyCommands")) == 1
        assert LEA in case.api.world.chats


def test_the_city_s_menus() -> None:
    setting = Setting(None, None)
    setting.__dict__["settings"] = settings(address)  # In place of what it would read from a file.
    menus = {(menu.where, menu.language): dict(menu.commands) for menu in menus_of(setting)}
    assert {where for where, _language in menus} == {"private", "groups", "-7", "8", "9"}
    assert {language for where, language in menus if where == "private"} == {"", "fr", "en"}
    assert "suivi" in menus["private", "fr"]
    assert "status" in menus["private", "en"]
    assert "file" not in menus["private", "fr"]
    assert {"file", "aide"} <= set(menus["-7", ""])
    assert {"file", "suivi"} <= set(menus["8", ""])
    assert set(menus["groups", ""]) == {"aide"}


def test_every_command_can_be_in_a_menu() -> None:
    """https://core.telegram.org/bots/api#botcommand"""
    for command in REGISTRY.commands:
        for name in command.names:
            assert len(name) <= 32
            assert name.isascii()
            assert name.replace("_", "").isalnum()
            assert name == name.lower()
