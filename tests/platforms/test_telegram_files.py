"""Files through the Bot API: fetched up to a size, sent as multipart, and what goes wrong on the way."""

from dataclasses import replace
from pathlib import Path

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut

from bot.incoming import Words
from bot.platforms import Enclosure, Gone, Refused, Retryable
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.request import AiohttpRequest, TooLarge, Unreached
from tests.fakes.bot_api import TOKEN, Fault
from tests.fakes.bot_api_methods import ApiError
from tests.platforms.telegram_case import LEA, choices, opened


class TestFetching:
    async def test_a_file(self) -> None:
        async with opened() as case:
            case.api.world.files["lamp"] = b"x" * 100_000
            assert await case.platform.fetch("lamp", most=100_000) == b"x" * 100_000

    async def test_one_that_is_larger_than_wanted_is_not_even_fetched(self) -> None:
        async with opened() as case:
            case.api.world.files["lamp"] = b"x" * 100_001
            with pytest.raises(Refused):
                await case.platform.fetch("lamp", most=100_000)

    async def test_one_that_grows_while_it_is_fetched(self) -> None:
        async with opened() as case:
            case.api.world.files["lamp"] = b"x" * 100_001
            request = AiohttpRequest()
            with pytest.raises(TooLarge):
                await request.download(f"{case.api.url}/file/bot{TOKEN}/files/lamp", 100_000)
            await request.shutdown()

    async def test_one_that_the_bot_api_gives_to_nobody(self) -> None:
        async with opened() as case:
            case.api.world.files["film"] = b"x" * (20 * 1024 * 1024 + 1)
            with pytest.raises(Refused, match="too big"):
                await case.platform.fetch("film", most=10**9)

    async def test_one_that_is_not_there(self) -> None:
        async with opened() as case:
            with pytest.raises(Gone):
                await case.platform.fetch("gone", most=1)

    async def test_one_that_is_not_to_be_had_now(self) -> None:
        async with opened() as case:
            case.api.world.files["lamp"] = b"x"
            case.api.fail("getFile", Fault.CUT)
            with pytest.raises(Retryable):
                await case.platform.fetch("lamp", most=1)

    async def test_one_that_is_gone_between_the_two_calls(self) -> None:
        async with opened() as case:
            request = AiohttpRequest()
            with pytest.raises(NetworkError, match="404"):
                await request.download(f"{case.api.url}/file/bot{TOKEN}/files/lamp", 1)
            await request.shutdown()


async def test_a_file_is_sent_as_multipart(tmp_path: Path) -> None:
    path = tmp_path / "plan été.txt"
    path.write_bytes(b"rue Battant\r\n\x00")
    async with opened() as case:
        client = Client(TOKEN, case.api.url)
        with path.open("rb") as file:
            await client.send_document(LEA, InputFile(file, filename=path.name), caption="Voilà : 3 < 4")
        await client.close_connections()
        assert case.api.world.uploads == [("document", path.name, path.read_bytes())]
        assert case.api.called("sendDocument")[0]["caption"] == "Voilà : 3 < 4"


PHOTO = Enclosure(b"\xff\xd8\xff" + b"x" * 100, "image/jpeg", "photo-1.jpg")
PLAN = Enclosure(b"%PDF-1.7", "application/pdf", "document.pdf")
LONG = "\n".join(f"Ligne {number} : " + "é" * 300 for number in range(20))


class TestEnclosures:
    """Files are shown before the words; the words have the receipt."""

    async def test_a_picture_and_a_document(self) -> None:
        async with opened() as case:
            receipt = await case.send("Des sacs", enclosures=(PHOTO, PLAN), choices=choices("take 1"))
            assert case.api.world.uploads == [
                ("photo", "photo-1.jpg", PHOTO.data),
                ("document", "document.pdf", PLAN.data),
            ]
            assert receipt == "3"
            assert [button["text"] for button in case.message(receipt).buttons] == ["take 1"]

    async def test_a_reply_to_the_picture_is_a_reply_to_the_words(self) -> None:
        async with opened() as case:
            receipt = await case.send("Des sacs", enclosures=(PHOTO,))
            case.people.write(case.lea, "Réparé", reply_to=1)
            content = (await case.batch()).messages[0].content
            assert isinstance(content, Words)
            assert content.reply_to == receipt

    async def test_an_edit_changes_the_words_alone(self) -> None:
        async with opened() as case:
            receipt = await case.send(LONG, enclosures=(PHOTO,))
            assert await case.send("court", enclosures=(PHOTO,), edit=receipt) == receipt
            assert len(case.api.world.uploads) == 1
            assert case.texts() == ["", "court"]  # The picture has no words.

    async def test_after_a_failure_no_file_is_shown_twice(self) -> None:
        async with opened() as case:
            case.api.fail("sendDocument", ApiError(502, "Bad Gateway"))
            with pytest.raises(Retryable):
                await case.send("Des sacs", enclosures=(PHOTO, PLAN))
            case.start_again()
            case.api.fail("sendMessage", ApiError(502, "Bad Gateway"))
            with pytest.raises(Retryable):
                await case.send("Des sacs", enclosures=(PHOTO, PLAN))
            case.start_again()
            assert await case.send("Des sacs", enclosures=(PHOTO, PLAN)) == "3"
            assert [kind for kind, _name, _data in case.api.world.uploads] == ["photo", "document"]

    async def test_a_picture_that_is_none_for_telegram_is_a_document(self) -> None:
        async with opened() as case:
            case.api.fail("sendPhoto", ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
            await case.send("Des sacs", enclosures=(PHOTO, Enclosure(b"x" * 10_000_001, "image/png", "photo-2.png")))
            assert [kind for kind, _name, _data in case.api.world.uploads] == ["document", "document"]

    async def test_a_file_that_telegram_never_takes_does_not_keep_the_words_back(self) -> None:
        async with opened() as case:
            case.api.fail("sendDocument", ApiError(400, "Bad Request: file must be non-empty"))
            assert case.message(await case.send("Des sacs", enclosures=(PLAN,))).text == "Des sacs"

    async def test_and_what_is_said_instead_stands_in_its_place(self) -> None:
        async with opened() as case:
            case.api.fail("sendDocument", ApiError(400, "Bad Request: file must be non-empty"))
            refused = replace(PLAN, instead="Pas affichée : < 20 Mo")
            await case.send("Des sacs", enclosures=(PHOTO, refused, PHOTO))
            assert case.texts() == ["", "Pas affichée : < 20 Mo", "", "Des sacs"]

    async def test_a_room_that_is_gone(self) -> None:
        async with opened() as case:
            with pytest.raises(Gone):
                await case.send("Des sacs", room=77, enclosures=(PLAN,))


class TestTheNetwork:
    async def test_no_server(self) -> None:
        client = Client(TOKEN, "http://127.0.0.1:1")
        with pytest.raises(Unreached):
            await client.get_me()
        await client.close_connections()

    async def test_an_answer_that_takes_too_long(self) -> None:
        async with opened() as case:
            client = Client(TOKEN, case.api.url)
            case.api.stalling.add("getMe")
            with pytest.raises(TimedOut):
                await client.get_me(read_timeout=0.05)
            await client.close_connections()

    async def test_connections_can_be_closed_and_opened_again(self) -> None:
        async with opened() as case:
            client = Client(TOKEN, case.api.url)
            await client.close_connections()
            for _ in range(2):
                assert (await client.get_me()).username
                await client.close_connections()

    async def test_no_error_tells_the_token(self) -> None:
        async with opened() as case:
            client = Client(TOKEN, case.api.url)
            for fault in Fault:
                case.api.fail("sendMessage", fault)
                with pytest.raises(Exception) as caught:  # noqa: PT011  # Whatever it is.
                    await client.say(LEA, "Bonjour", None)
                error: BaseException | None = caught.value
                assert TOKEN not in f"{error!r} {error}"
            await client.close_connections()
