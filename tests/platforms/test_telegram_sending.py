"""What is brought out on Telegram, what is changed there, and what every refusal and failure means."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.outgoing import Priority
from bot.platforms import Gone, PlatformError, Refused, Rendered, Retryable, TooLarge
from bot.platforms.telegram import request
from bot.platforms.telegram.failures import failure
from bot.platforms.telegram.request import Flooded, Unreached
from tests.fakes.bot_api import USERNAME, Fault
from tests.fakes.bot_api_methods import ApiError
from tests.platforms.telegram_case import TEAM, choices, opened

LONG = "\n".join(f"Ligne {number} : " + "é" * 300 for number in range(30))
LONGER = "\n".join([LONG] * 2)
LONGEST = "\n".join([LONG] * 3)


async def test_words_and_buttons() -> None:
    async with opened() as case:
        receipt = await case.send("Où ?", html="<b>Où</b> ?", choices=choices("skip", "cancel"))
        message = case.message(receipt)
        assert (message.text, message.html) == ("Où ?", "<b>Où</b> ?")
        assert [button["callback_data"] for button in message.buttons] == ["skip", "cancel"]


async def test_words_without_markup_are_escaped() -> None:
    async with opened() as case:
        assert case.message(await case.send("3 < 4 & <b>")).text == "3 < 4 & <b>"


async def test_the_private_chat_has_a_link_once_the_bot_knows_its_name() -> None:
    async with opened() as case:
        assert case.platform.abilities.door is None
        case.people.write(case.lea, "bonjour")
        await case.batch()
        assert case.platform.abilities.door == f"https://t.me/{USERNAME}?start={{start}}"


async def test_an_edit_changes_words_and_buttons() -> None:
    async with opened() as case:
        receipt = await case.send("nouvelle", choices=choices("take 1"))
        assert await case.send("prise", edit=receipt) == receipt
        assert (case.message(receipt).text, case.message(receipt).buttons) == ("prise", [])
        assert case.texts() == ["prise"]


async def test_an_edit_that_changes_nothing_is_done() -> None:
    async with opened() as case:
        receipt = await case.send("nouvelle", choices=choices("take 1"))
        assert await case.send("nouvelle", choices=choices("take 1"), edit=receipt) == receipt


async def test_an_edit_of_what_is_gone_is_a_new_message() -> None:
    async with opened() as case:
        receipt = await case.send("nouvelle")
        case.message(receipt).deleted = True
        other = await case.send("prise", edit=receipt)
        assert other != receipt
        assert case.texts() == ["prise"]


@pytest.mark.parametrize("receipt", ["999", "1", "2026-03-03/4"], ids=["unknown", "somebody's", "another platform's"])
async def test_an_edit_of_what_is_not_ours_is_a_new_message(receipt: str) -> None:
    async with opened() as case:
        case.people.write(case.lea, "bonjour")
        assert case.message(await case.send("prise", edit=receipt)).text == "prise"


class TestLongTexts:
    async def test_the_last_part_has_the_receipt_and_the_buttons(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG, choices=choices("take 1"))
            parts = [case.message(str(number)) for number in (1, 2, 3)]
            assert receipt == "3"
            assert [len(part.buttons) for part in parts] == [0, 0, 1]
            assert "\n".join(part.text for part in parts) == LONG

    async def test_a_reply_to_any_part_is_a_reply_to_the_message(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG)
            case.start_again()
            case.people.write(case.lea, "oui", reply_to=1)
            batch = await case.batch()
            assert batch.messages[0].content.reply_to == receipt  # type: ignore[union-attr]  # Words.

    async def test_an_edit_finds_every_part(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG, choices=choices("take 1"))
            case.start_again()
            assert await case.send(LONG.replace("Ligne", "Rue"), choices=choices("close 1"), edit=receipt) == receipt
            assert "\n".join(case.texts()) == LONG.replace("Ligne", "Rue")
            assert [button["text"] for button in case.message(receipt).buttons] == ["close 1"]

    async def test_a_shorter_text_leaves_no_part_behind(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG)
            assert await case.send("court", edit=receipt) == receipt
            assert case.texts() == ["court"]
            assert await case.send("plus court", edit=receipt) == receipt
            assert case.texts() == ["plus court"]

    async def test_a_part_that_cannot_be_deleted_stays(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG)
            case.api.fail("deleteMessage", *[ApiError(400, "Bad Request: message can't be deleted")] * 2)
            assert await case.send("court", edit=receipt) == receipt

    async def test_a_longer_text_is_a_new_message(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG)
            case.seconds.now += 10
            assert await case.send(LONGER, edit=receipt, key="outbox-2") == "8"

    async def test_after_a_failure_in_the_middle_only_the_rest_is_sent(self) -> None:
        """Though the adapter was started anew in between."""
        async with opened() as case:
            case.api.fail("sendMessage", *[None, ApiError(500, "Internal Server Error")])
            with pytest.raises(Retryable):
                await case.send(LONG)
            case.start_again()
            assert await case.send(LONG) == "3"
            assert "\n".join(case.texts()) == LONG

    async def test_a_long_text_waits_for_the_chats_limit(self) -> None:
        async with opened() as case:
            with pytest.raises(Retryable) as caught:
                await case.send(LONGEST)
            assert caught.value.retry_after == 5
            assert len(case.texts()) == 5
            case.seconds.now += 5
            assert await case.send(LONGEST) == "7"


class TestFailures:
    async def test_the_flood_limit(self) -> None:
        async with opened() as case:
            case.api.flood("sendMessage", 17)
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert (caught.value.retry_after, caught.value.ambiguous) == (17, False)
            with pytest.raises(Retryable) as again:
                await case.send()
            assert again.value.retry_after == 17
            assert len(case.api.called("sendMessage")) == 1  # The second was not even tried.
            case.seconds.now += 17
            assert await case.send()

    async def test_a_flood_limit_without_a_time(self) -> None:
        async with opened() as case:
            case.api.fail("sendMessage", ApiError(429, "Too Many Requests"))
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert caught.value.retry_after

    @pytest.mark.parametrize("code", [500, 502, 503])
    async def test_a_server_that_fails_may_have_done_it(self, code: int) -> None:
        async with opened() as case:
            case.api.fail("sendMessage", ApiError(code, "Internal Server Error"))
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert caught.value.ambiguous

    @pytest.mark.parametrize("fault", list(Fault))
    async def test_a_broken_connection_may_have_done_it(self, fault: Fault) -> None:
        async with opened() as case:
            case.api.fail("sendMessage", fault)
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert caught.value.ambiguous
            assert len(case.texts()) == (fault is not Fault.CUT)

    async def test_no_connection_has_done_nothing(self) -> None:
        async with opened() as case:
            case.start_again(base_url="http://127.0.0.1:1")
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert not caught.value.ambiguous

    async def test_somebody_blocked_the_bot(self) -> None:
        async with opened() as case:
            case.people.block(case.lea)
            with pytest.raises(Gone, match="blocked"):
                await case.send()

    async def test_the_bot_was_thrown_out(self) -> None:
        async with opened() as case:
            case.people.kick(case.people.group(TEAM), case.lea)
            with pytest.raises(Gone, match="kicked"):
                await case.send(room=TEAM)

    async def test_a_chat_that_never_was(self) -> None:
        async with opened() as case:
            with pytest.raises(Gone, match="not found"):
                await case.send(room=77)

    async def test_a_room_of_another_platform(self) -> None:
        async with opened() as case:
            with pytest.raises(Refused):
                await case.platform.send("!abc:example.org", Rendered("Bonjour"), idempotency_key="outbox-1")

    async def test_what_telegram_will_never_take(self) -> None:
        async with opened() as case:
            with pytest.raises(Refused, match="empty"):
                await case.send(" ")

    @pytest.mark.parametrize(
        ("error", "kind", "ambiguous"),
        [
            (BadRequest("Bad Request: can't parse entities"), Refused, None),
            (BadRequest("Chat not found"), Gone, None),
            (BadRequest("Forbidden: user is deactivated"), Gone, None),
            (Forbidden("Forbidden: bot was blocked by the user"), Gone, None),
            (InvalidToken("the token 123:ABC was rejected"), Retryable, False),
            (Flooded(3), Retryable, False),
            (Unreached("ClientConnectorError"), Retryable, False),
            (TimedOut(), Retryable, True),
            (NetworkError("Bad Gateway"), Retryable, True),
            (ChatMigrated(-1), Retryable, True),
            (TelegramError("Invalid server response"), Retryable, True),
            (request.TooLarge("more than 5 bytes"), TooLarge, None),
            (BadRequest("Bad Request: file is too big"), TooLarge, None),
        ],
        ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
    )
    def test_what_each_error_means(
        self,
        error: TelegramError,
        kind: type[PlatformError],
        ambiguous: bool | None,  # noqa: FBT001, RUF100  # A table.
    ) -> None:
        meant = failure(error)
        assert type(meant) is kind
        assert getattr(meant, "ambiguous", None) == ambiguous
        assert "123:ABC" not in repr(meant)


class TestLimits:
    async def test_a_short_wait_is_waited_here(self) -> None:
        async with opened() as case:
            for _ in range(5):
                await case.send()
            case.seconds.now += 4.5
            await case.send()
            assert case.seconds.slept == [0.5]

    async def test_a_longer_one_is_deliverys(self) -> None:
        async with opened() as case:
            for _ in range(5):
                await case.send()
            with pytest.raises(Retryable) as caught:
                await case.send()
            assert (caught.value.retry_after, caught.value.ambiguous) == (5, False)

    async def test_all_chats_together(self) -> None:
        async with opened() as case:
            for number in range(31):
                case.people.person(100 + number)
            for number in range(31):
                await case.send(room=100 + number)
            assert [round(each, 2) for each in case.seconds.slept] == [1.05]

    async def test_what_nobody_waits_for_goes_evenly(self) -> None:
        async with opened() as case:
            for number in range(3):
                case.people.person(100 + number)
                await case.send(room=100 + number, priority=Priority.DIGEST)
            assert [round(each, 3) for each in case.seconds.slept] == [0.036]


class TestMovedGroups:
    async def test_a_message_follows_its_group(self) -> None:
        async with opened() as case:
            old = case.people.group(-77)
            case.people.upgrade(old, case.lea, -1009, tell=False)
            receipt = await case.send("nouvelle", room=-77)
            assert case.message(receipt, room=-1009).text == "nouvelle"
            case.start_again()
            await case.send("deuxième", room=-77)
            assert [call["chat_id"] for call in case.api.called("sendMessage")] == [-77, -1009, -1009]

    async def test_a_card_of_the_old_group_is_a_new_one_in_the_new(self) -> None:
        async with opened() as case:
            old = case.people.group(-77)
            receipt = await case.send("nouvelle", room=-77)
            case.people.upgrade(old, case.lea, -1009, tell=False)
            await case.send("prise", room=-77, edit=receipt)
            assert case.texts(-1009) == ["prise"]

    async def test_what_is_said_in_the_new_group_is_said_in_the_old(self) -> None:
        async with opened() as case:
            case.people.upgrade(case.people.group(-77), case.lea, -1009)
            case.people.write(case.lea, "/file", -1009)
            messages = (await case.batch()).messages
            assert [(each.address.room_id, each.text) for each in messages] == [("-77", "/file")]
            case.start_again()
            case.people.write(case.lea, "/file", -1009)
            assert (await case.batch()).messages[-1].address.room_id == "-77"

    async def test_a_new_id_in_the_configuration_is_the_rooms_own(self) -> None:
        async with opened(rooms=("-1009",)) as case:
            case.people.upgrade(case.people.group(-77), case.lea, -1009)
            case.people.write(case.lea, "/file", -1009)
            assert (await case.batch()).messages[-1].address.room_id == "-1009"
