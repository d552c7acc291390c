"""The fake Bot API is strict: what it must not let pass, it does not."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.bot_api_html import BadMarkup, plain, units
from tests.fakes.bot_api_people import People, entities

Json = dict[str, Any]
LEA = 42


async def call(api: BotApi, method: str, *, token: str = TOKEN, **asked: object) -> Json:
    async with ClientSession() as session, session.post(f"{api.url}/bot{token}/{method}", json=asked) as response:
        answer: Json = await response.json()
        assert response.status == answer.get("error_code", 200)
    return answer


async def refusal(api: BotApi, method: str, **asked: Any) -> str:  # noqa: ANN401  # JSON.
    answer = await call(api, method, **asked)
    assert not answer["ok"]
    return str(answer["description"])


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("sendMesage", {"chat_id": LEA, "text": "a"}),
        ("sendMessage", {"chat_id": LEA, "text": "a", "reply_to": 1}),
        ("sendMessage", {"chat_id": LEA}),
        ("sendMessage", {"chat_id": "42", "text": "a"}),
        ("getUpdates", {"offset": "5"}),
        ("getMe", {"offset": 5}),
    ],
    ids=["method", "parameter", "missing", "type", "own method", "nothing taken"],
)
async def test_a_mistake_of_the_client_fails_the_test(method: str, asked: Json) -> None:
    with pytest.raises(AssertionError, match=r"unknown"):
        await _mistake(method, asked)


async def _mistake(method: str, asked: Json) -> None:
    async with BotApi().serve() as api:
        People(api).person(LEA)
        await refusal(api, method, **asked)


async def test_a_wrong_token() -> None:
    async with BotApi().serve() as api:
        assert (await call(api, "getMe", token="1:wrong"))["error_code"] == 401  # noqa: S106  # Of no bot.


def _row(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🏮" * 2049}, "message is too long"),
        ({"text": "<b></b> \n", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "reply_markup": _row({"text": "a", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": _row({"text": "", "callback_data": "a"})}, "button text"),
        ({"text": "x", "reply_markup": _row()}, "row is empty"),
        ({"text": "x", "chat_id": 77}, "chat not found"),
    ],
)
async def test_what_a_message_may_not_be(asked: Json, said: str) -> None:
    async with BotApi().serve() as api:
        People(api).person(LEA)
        assert said in await refusal(api, "sendMessage", **{"chat_id": LEA, **asked})


async def test_what_fits_is_taken() -> None:
    async with BotApi().serve() as api:
        People(api).person(LEA)
        text = "<b>" + "&lt;" * 4096 + "</b>"
        keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 32}]]}
        answer = await call(api, "sendMessage", chat_id=LEA, text=text, parse_mode="HTML", reply_markup=keyboard)
        assert answer["result"]["text"] == "<" * 4096


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("3 < 4", "Unsupported start tag"),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
def test_markup_that_is_refused(written: str, said: str) -> None:
    with pytest.raises(BadMarkup, match=said.replace("(", r"\(")):
        plain(written)


def test_markup_that_is_read() -> None:
    assert plain(" <b>a</b> &lt;&amp;&#233; & b <i><u>c</u></i> ") == "a <&é & b c"
    assert units("é🏮") == 3
    assert entities("🏮 /suivi@un_bot @deux_bot a@b.fr")["entities"] == [
        {"type": "bot_command", "offset": 3, "length": 13},
        {"type": "mention", "offset": 17, "length": 9},
    ]


class TestEdits:
    async def test_what_cannot_be_edited(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            theirs = people.write(people.person(LEA), "bonjour")
            sent = (await call(api, "sendMessage", chat_id=LEA, text="a"))["result"]["message_id"]
            edit = {"chat_id": LEA, "message_id": sent}
            assert "is not modified" in await refusal(api, "editMessageText", text="a", **edit)
            assert (await call(api, "editMessageText", text="b", **edit))["ok"]
            assert "can't be edited" in await refusal(
                api, "editMessageText", text="b", chat_id=LEA, message_id=theirs.id
            )
            assert "to edit not found" in await refusal(api, "editMessageText", text="b", chat_id=LEA, message_id=99)
            assert (await call(api, "deleteMessage", **edit))["ok"]
            assert "to edit not found" in await refusal(api, "editMessageText", text="c", **edit)

    async def test_a_press_is_answered_once(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            lea = people.person(LEA)
            query = people.press(lea, people.write(lea, "x"), "a")
            assert people.unanswered() == [query]
            assert (await call(api, "answerCallbackQuery", callback_query_id=query))["ok"]
            assert not people.unanswered()
            assert "too old" in await refusal(api, "answerCallbackQuery", callback_query_id=query)


class TestUpdates:
    async def test_they_come_again_until_a_higher_offset(self) -> None:
        async with BotApi(iter(range(1000)).__next__).serve() as api:
            people = People(api)
            lea = people.person(LEA)
            for text in ("un", "deux"):
                people.write(lea, text)
            first = (await call(api, "getUpdates"))["result"]
            assert [each["message"]["text"] for each in first] == ["un", "deux"]
            assert (await call(api, "getUpdates"))["result"] == first
            assert (await call(api, "getUpdates", offset=first[1]["update_id"]))["result"] == first[1:]
            assert (await call(api, "getUpdates", offset=first[1]["update_id"] + 1))["result"] == []
            api.forget_confirmation()
            assert (await call(api, "getUpdates"))["result"] == first[1:]

    async def test_the_same_offset_too_soon_gives_one(self) -> None:
        async with BotApi(lambda: 7.0).serve() as api:
            people = People(api)
            lea = people.person(LEA)
            for text in ("un", "deux"):
                people.write(lea, text)
            lengths = [len((await call(api, "getUpdates", offset=5))["result"]) for _ in range(2)]
            assert lengths == [2, 1]

    async def test_a_long_poll_ends_with_the_first_update(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            lea = people.person(LEA)
            polling = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
            await api.polled()
            people.write(lea, "un")
            assert len((await polling)["result"]) == 1

    async def test_a_second_poller_ends_the_first(self) -> None:
        async with BotApi().serve() as api:
            first = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
            await api.polled()
            second = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
            assert (await first)["error_code"] == 409
            People(api).write(People(api).person(LEA), "un")
            assert (await second)["ok"]

    async def test_a_webhook_ends_polling(self) -> None:
        async with BotApi().serve() as api:
            assert (await call(api, "setWebhook", url="https://example.org/"))["ok"]
            assert "webhook is active" in await refusal(api, "getUpdates")
            assert (await call(api, "getWebhookInfo"))["result"]["url"] == "https://example.org/"
            assert (await call(api, "deleteWebhook"))["ok"]
            assert (await call(api, "getUpdates"))["ok"]

    async def test_privacy_mode(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            lea, group = people.person(LEA), people.group(-1)
            api.world.me["can_read_all_group_messages"] = False
            await call(api, "sendMessage", chat_id=-1, text="carte")
            people.write(lea, "bonjour", group.id)
            people.write(lea, "/file", group.id)
            people.write(lea, "oui", group.id, reply_to=1)
            people.write(lea, "oui", group.id, reply_to=2)
            heard = (await call(api, "getUpdates"))["result"]
            assert [each["message"]["text"] for each in heard] == ["/file", "oui"]


class TestChats:
    async def test_blocked_and_thrown_out(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            lea, group = people.person(LEA), people.group(-1, "supergroup")
            people.block(lea)
            people.kick(group, lea)
            assert await refusal(api, "sendMessage", chat_id=LEA, text="a") == (
                "Forbidden: bot was blocked by the user"
            )
            assert "kicked from the supergroup" in await refusal(api, "sendMessage", chat_id=-1, text="a")

    async def test_a_group_that_moves(self) -> None:
        async with BotApi().serve() as api:
            people = People(api)
            people.upgrade(people.group(-1), people.person(LEA), -1009)
            answer = await call(api, "sendMessage", chat_id=-1, text="a")
            assert answer["parameters"] == {"migrate_to_chat_id": -1009}
            assert (await call(api, "sendMessage", chat_id=-1009, text="a"))["ok"]

    async def test_the_flood_limit(self) -> None:
        async with BotApi().serve() as api:
            People(api).person(LEA)
            api.flood("sendMessage", 7)
            answer = await call(api, "sendMessage", chat_id=LEA, text="a")
            assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
            assert (await call(api, "sendMessage", chat_id=LEA, text="a"))["ok"]
