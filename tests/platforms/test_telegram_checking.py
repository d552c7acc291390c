"""``proximcite check`` about Telegram: what it finds, and that it says so in words."""

from zoneinfo import ZoneInfo

import pytest

from bot.config import Telegram
from bot.i18n import Words
from bot.platforms.telegram import Finding, check, is_complete
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.bot_api_methods import ApiError

SECRET = "a-secret-of-the-city"  # noqa: S105  # Of no bot.
URL = "https://bot.example.org/telegram"
GROUP = ("-1001",)


async def found(api: BotApi, rooms: tuple[str, ...] = GROUP, **changes: str) -> list[str]:
    section = Telegram(**{"token": TOKEN, "base_url": api.url, **changes})  # type: ignore[arg-type]  # As from TOML.
    return [each.code + ("" if each.wrong else "?") for each in await check(section, rooms)]


async def webhook(api: BotApi) -> list[str]:
    return await found(api, mode="webhook", url=URL, secret=SECRET)


async def test_all_is_well() -> None:
    async with BotApi().serve() as api:
        assert await found(api) == []


async def test_a_wrong_token() -> None:
    async with BotApi().serve() as api:
        assert await found(api, token="123456:wrong") == ["token"]  # noqa: S106  # Of no bot.


async def test_no_connection() -> None:
    async with BotApi().serve() as api:
        assert await found(api, base_url="http://127.0.0.1:1") == ["unreachable"]
        api.fail("getMe", ApiError(502, "Bad Gateway"))
        assert await found(api) == ["unreachable"]


async def test_a_webhook_while_polling() -> None:
    async with BotApi().serve() as api:
        api.webhook["url"] = "https://elsewhere.example.org/bot123456:ABC"
        (finding,) = await check(Telegram(token=TOKEN, base_url=api.url))
        assert finding == Finding("webhook-elsewhere", {"host": "elsewhere.example.org"})


async def test_webhook_mode() -> None:
    async with BotApi().serve() as api:
        assert await webhook(api) == ["webhook-missing?"]
        api.webhook["url"] = URL
        assert await webhook(api) == []
        api.webhook["last_error_message"] = "Connection refused"
        assert await webhook(api) == ["webhook-failing"]
        api.webhook["url"] = "https://elsewhere.example.org/"
        assert await webhook(api) == ["webhook-elsewhere"]


@pytest.mark.parametrize(
    ("url", "secret", "complete"),
    [
        (URL, SECRET, True),
        ("", SECRET, False),
        ("http://bot.example.org/telegram", SECRET, False),
        (URL, "", False),
        (URL, "short", False),
        (URL, "with spaces and é in it", False),
        (URL, "x" * 257, False),
    ],
)
def test_what_webhook_mode_needs(url: str, secret: str, *, complete: bool) -> None:
    assert is_complete(Telegram(token=TOKEN, mode="webhook", url=url, secret=secret)) is complete


async def test_what_webhook_mode_lacks_is_told_before_telegram_is_asked() -> None:
    async with BotApi().serve() as api:
        assert await found(api, mode="webhook") == ["webhook-incomplete"]
        assert not api.calls


async def test_privacy_mode_matters_in_groups_only() -> None:
    async with BotApi().serve() as api:
        api.world.me["can_read_all_group_messages"] = False
        assert await found(api) == ["privacy?"]
        assert await found(api, rooms=()) == []


async def test_a_bot_that_may_not_enter_groups() -> None:
    async with BotApi().serve() as api:
        api.world.me["can_join_groups"] = False
        assert await found(api) == ["no-groups"]


CODES = (
    "token",
    "unreachable",
    "webhook-incomplete",
    "webhook-elsewhere",
    "webhook-missing",
    "webhook-failing",
    "no-groups",
    "privacy",
)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_its_sentence(code: str, lang: str) -> None:
    words = Words.packaged(ZoneInfo("Europe/Paris"))
    said = words.text(lang, f"admin-telegram-{code}", {"reason": "42", "host": "42"})
    assert said
    assert "{" not in said
