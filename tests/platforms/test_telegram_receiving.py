"""Polling: nothing is confirmed before it is committed, an album is one message, and what is wrong is said plainly."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.incoming import Pressed, Words
from bot.platforms import Batch
from bot.platforms.telegram.albums import QUIET_SECONDS
from bot.platforms.telegram.receiving import CannotReceive
from tests.fakes.bot_api import DEADLINE, Fault
from tests.fakes.bot_api_methods import ApiError, Json
from tests.platforms.telegram_case import TEAM, Case, choices, opened


def texts(batch: Batch) -> list[str]:
    return [message.text for message in batch.messages]


def files(batch: Batch) -> list[list[str]]:
    return [
        [file.file_id for file in message.content.attachments]
        for message in batch.messages
        if isinstance(message.content, Words)
    ]


def photo(case: Case, name: str, album: str | None = None, caption: str | None = None) -> None:
    content: Json = {"photo": [{"file_id": name, "file_unique_id": name, "width": 9, "height": 9}]}
    content |= {"media_group_id": album} if album else {}
    content |= {"caption": caption} if caption else {}
    case.people.send(case.lea, **content)


class TestConfirmation:
    async def test_what_is_not_committed_comes_again(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "un")
            case.people.write(case.lea, "deux")
            first = await case.batch()
            assert texts(first) == ["un", "deux"]
            case.start_again()
            again = await case.batch()
            assert again == first

    async def test_what_is_committed_does_not(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "un")
            first = await case.batch()
            assert case.api.unconfirmed
            await case.commit()
            assert not case.api.unconfirmed
            await case.hang_up()
            case.people.write(case.lea, "deux")
            assert texts(await case.batch(first.cursor)) == ["deux"]

    async def test_what_is_nothing_to_us_moves_the_cursor_too(self) -> None:
        async with opened() as case:
            case.people.block(case.lea)
            batch = await case.batch()
            assert (batch.messages, batch.cursor) == ((), str(case.api.unconfirmed[-1] + 1))

    async def test_only_what_we_read_is_asked_for(self) -> None:
        async with opened() as case:
            await _start(case)
            case.api.update("poll_answer", {"poll_id": "1"})
            case.people.write(case.lea, "un")
            assert texts(await case.batch()) == ["un"]

    async def test_an_update_that_cannot_be_read_blocks_nobody(self) -> None:
        async with opened() as case:
            case.api.update("message", {"text": "a message without a date or a chat"})
            case.people.write(case.lea, "un")
            with capture_logs() as logs:
                assert texts(await case.batch()) == ["un"]
            assert [(entry["event"], entry["log_level"]) for entry in logs] == [("telegram_update_unreadable", "error")]
            assert "without a date" not in str(logs)

    async def test_an_update_that_we_misread_blocks_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with opened() as case:
            case.people.write(case.lea, "un")

            def broken(*_args: object) -> None:
                raise RuntimeError("broken for the test")

            monkeypatch.setattr("bot.platforms.telegram.arriving.read", broken)
            with capture_logs() as logs:
                batch = await case.batch()
            assert (batch.messages, batch.cursor is None) == ((), False)
            assert [entry["event"] for entry in logs] == ["telegram_update_misread"]

    async def test_ids_that_begin_anew(self) -> None:
        """After a week of silence Telegram may go on with lower ids, and gives them whatever is asked for."""
        async with opened() as case:
            case.people.write(case.lea, "un")
            lower = case.api.unconfirmed[0]
            assert texts(await case.batch("999999")) == ["un"]
            case.people.write(case.lea, "deux")
            batch = await case.batch()
            assert (texts(batch), batch.cursor) == (["deux"], str(lower + 2))


class TestAlbums:
    async def test_an_album_is_one_message(self) -> None:
        async with opened() as case:
            photo(case, "one", "a", caption="les sacs")
            photo(case, "two", "a")
            batch = await case.batch()
            assert (texts(batch), files(batch)) == (["les sacs"], [["one", "two"]])
            assert sum(case.seconds.slept) == QUIET_SECONDS

    async def test_nothing_of_it_is_confirmed_before_it_is_whole(self) -> None:
        async with opened() as case:
            photo(case, "one", "a")
            photo(case, "two", "a")
            batch = await case.batch()
            offsets = [asked.get("offset", 0) for asked in case.api.called("getUpdates")]
            assert all(offset <= case.api.unconfirmed[0] for offset in offsets)
            assert batch.cursor == str(case.api.unconfirmed[-1] + 1)

    async def test_parts_that_come_later_belong_to_it(self) -> None:
        async with opened() as case:
            photo(case, "one", "a")
            waiting = asyncio.ensure_future(case.batch())
            await asyncio.wait_for(case.seconds.first_sleep.wait(), DEADLINE)
            photo(case, "two", "a")
            assert files(await waiting) == [["one", "two"]]

    async def test_what_follows_in_the_chat_closes_it(self) -> None:
        async with opened() as case:
            photo(case, "one", "a")
            photo(case, "two", "a")
            case.people.write(case.lea, "voilà")
            photo(case, "three")
            batch = await case.batch()
            assert files(batch) == [["one", "two"], [], ["three"]]
            assert not case.seconds.slept

    async def test_another_album_closes_it(self) -> None:
        async with opened() as case:
            photo(case, "one", "a")
            photo(case, "two", "b")
            assert files(await case.batch()) == [["one"]]
            assert files(await case.batch()) == [["two"]]

    async def test_ten_parts_are_all(self) -> None:
        async with opened() as case:
            for number in range(10):
                photo(case, f"p{number}", "a")
            assert len(files(await case.batch())[0]) == 10
            assert not case.seconds.slept

    async def test_others_do_not_wait_for_it(self) -> None:
        async with opened() as case:
            tom = case.people.person(43, "Tom")
            photo(case, "one", "a")
            case.people.write(tom, "bonjour")
            first = await case.batch()
            assert (texts(first), first.cursor) == (["bonjour"], str(case.api.unconfirmed[0]))
            second = await case.batch()
            assert files(second) == [["one"]]
            assert second.cursor == str(case.api.unconfirmed[-1] + 1)

    async def test_two_people_in_one_group_each_send_one(self) -> None:
        async with opened() as case:
            tom = case.people.person(43, "Tom")
            size = {"file_id": "f", "file_unique_id": "f", "width": 9, "height": 9}
            for person, album in ((case.lea, "a"), (tom, "b"), (case.lea, "a"), (tom, "b")):
                case.people.send(person, TEAM, photo=[size], media_group_id=album)
            assert [len(each) for each in files(await case.batch())] == [2, 2]

    async def test_a_process_that_dies_in_the_middle_begins_again(self) -> None:
        async with opened() as case:
            tom = case.people.person(43, "Tom")
            photo(case, "one", "a")
            case.people.write(tom, "bonjour")
            photo(case, "two", "a")
            first = await case.batch()
            case.start_again()
            again = [await case.batch(), await case.batch()]
            assert again[0] == first
            assert files(again[1]) == [["one", "two"]]

    async def test_a_press_meanwhile_is_taken_at_once(self) -> None:
        async with opened() as case:
            receipt = await case.send(choices=choices("skip"))
            photo(case, "one", "a")
            case.people.press(case.lea, case.message(receipt), "skip")
            assert (await case.batch()).messages[0].content == Pressed("skip", receipt)


class TestButtons:
    async def test_a_press_is_answered_when_it_is_committed_and_not_before(self) -> None:
        async with opened() as case:
            receipt = await case.send(choices=choices("x" * 100))
            message = case.message(receipt)
            case.people.press(case.lea, message, message.buttons[0]["callback_data"])
            case.start_again()
            batch = await case.batch()
            assert batch.messages[0].content == Pressed("x" * 100, receipt)
            assert case.people.unanswered()
            await case.commit()
            await case.platform.close()
            assert not case.people.unanswered()

    async def test_a_press_that_is_too_old_to_be_answered_harms_nobody(self) -> None:
        async with opened() as case:
            receipt = await case.send(choices=choices("skip"))
            query = case.people.press(case.lea, case.message(receipt), "skip")
            case.api.world.queries[query] = True
            await case.batch()
            await case.commit()
            case.people.write(case.lea, "un")
            assert texts(await case.batch()) == ["un"]


class TestTyping:
    async def test_who_waits_longer_than_a_second_is_shown_that_we_type(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "bonjour")
            await case.batch()
            assert not case.later.calls
            await case.commit()
            assert case.later.happen() == 1
            await case.platform.close()
            assert case.people.chat(case.lea).typing == 1

    async def test_who_is_answered_is_not(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "bonjour")
            await case.batch()
            await case.commit()
            await case.send()
            assert case.later.happen() == 0

    async def test_a_group_is_not(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "bonjour", TEAM)
            await case.batch()
            await case.commit()
            assert not case.later.calls

    async def test_not_everybody_after_an_outage(self) -> None:
        async with opened() as case:
            for number in range(60):
                case.people.write(case.people.person(100 + number), "bonjour")
            await case.batch()
            await case.commit()
            assert len(case.later.calls) == 20


class TestWhatIsWrong:
    async def test_a_second_poller(self) -> None:
        async with opened() as case:
            waiting = asyncio.ensure_future(case.batch())
            await case.api.polled()
            first_platform = case.platform
            case.start_again()
            with capture_logs() as logs:
                other = asyncio.ensure_future(case.batch())
                with pytest.raises(CannotReceive, match="another program"):
                    await waiting
            assert [entry["event"] for entry in logs] == ["telegram_second_poller"]
            assert "Stop one" in logs[0]["what_to_do"]
            other.cancel()
            await first_platform.close()

    async def test_a_webhook_is_not_taken_away(self) -> None:
        async with opened() as case:
            case.api.webhook["url"] = "https://example.org/bot123456:ABC"
            with capture_logs() as logs, pytest.raises(CannotReceive, match="deleteWebhook"):
                await case.batch()
            assert [entry["event"] for entry in logs] == ["telegram_webhook_elsewhere"]
            assert "example.org" in logs[0]["what_to_do"]
            assert "123456:ABC" not in str(logs)
            assert case.api.webhook["url"]

    async def test_a_webhook_that_comes_later(self) -> None:
        async with opened() as case:
            case.people.write(case.lea, "un")
            await case.batch()
            case.api.webhook["url"] = "https://example.org/"
            with pytest.raises(CannotReceive, match="another program"):
                await case.batch()

    async def test_a_wrong_token(self) -> None:
        async with opened() as case:
            case.start_again(token="123456:wrong")  # noqa: S106  # Of no bot.
            with capture_logs() as logs, pytest.raises(CannotReceive, match="BotFather"):
                await case.batch()
            assert "123456:wrong" not in str(logs)

    @pytest.mark.parametrize("fault", [*Fault, ApiError(502, "Bad Gateway"), ApiError(429, "Too Many Requests")])
    async def test_a_network_that_fails_is_tried_again(self, fault: Fault | ApiError) -> None:
        async with opened() as case:
            case.people.write(case.lea, "un")
            case.api.fail("getUpdates", fault)
            with pytest.raises(OSError, match="cannot be reached"):
                await case.batch()
            await case.hang_up()
            assert texts(await case.batch()) == ["un"]

    async def test_a_server_that_is_not_there(self) -> None:
        async with opened() as case:
            case.start_again(base_url="http://127.0.0.1:1")
            with pytest.raises(CannotReceive):
                await case.batch()


async def _start(case: Case) -> None:
    """Let the adapter tell Telegram what it wants to hear of."""
    case.people.write(case.lea, "zéro")
    await case.batch()
    await case.commit()
