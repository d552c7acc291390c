"""Webhook: who may bring updates, what they are told, and that 2xx stands on a commit."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from aiohttp import ClientSession, web

from bot.http import serving
from bot.incoming import Words
from bot.platforms import Batch
from bot.platforms.telegram.albums import QUIET_SECONDS
from bot.platforms.telegram.receiving import CannotReceive
from bot.platforms.telegram.webhook import SECRET_HEADER, Accept, Mailbox, NotKept, route
from tests.fakes.bot_api_methods import ApiError
from tests.platforms.telegram_case import LEA, Case, Hourglass, choices, opened

SECRET = "a-secret-of-the-city"  # noqa: S105  # Of no bot.
UPDATE = {"update_id": 1}
WRITTEN = json.dumps(UPDATE).encode()


class TestTheHttpSide:
    @pytest.mark.parametrize(
        ("headers", "body", "status"),
        [
            ({SECRET_HEADER: SECRET}, WRITTEN, 200),
            ({SECRET_HEADER: "another"}, WRITTEN, 401),
            ({SECRET_HEADER: "é"}, WRITTEN, 401),
            ({SECRET_HEADER: ""}, WRITTEN, 401),
            ({}, WRITTEN, 401),
            ({SECRET_HEADER: SECRET}, b"no JSON", 400),
            ({SECRET_HEADER: SECRET}, b"[1]", 400),
            ({SECRET_HEADER: SECRET}, b'{"message": {}}', 400),
            ({SECRET_HEADER: SECRET}, b'{"update_id": "1"}', 400),
            ({SECRET_HEADER: SECRET}, b"\xff\xfe", 400),
            ({SECRET_HEADER: SECRET}, b"x" * 2_000_000, 413),
        ],
        ids=[
            "right",
            "wrong",
            "letters",
            "empty",
            "no secret",
            "no JSON",
            "list",
            "no id",
            "text id",
            "bytes",
            "large",
        ],
    )
    async def test_what_is_answered(self, headers: dict[str, str], body: bytes, status: int) -> None:
        taken: list[object] = []

        async def accept(update: object) -> None:
            taken.append(update)

        assert await _brought(accept, body, headers) == status
        assert taken == ([UPDATE] if status == 200 else [])

    async def test_what_could_not_be_kept_must_come_again(self) -> None:
        async def accept(_update: object) -> None:
            raise NotKept

        assert await _brought(accept, WRITTEN, {SECRET_HEADER: SECRET}) == 503


class TestTheWholeWay:
    async def test_telegram_is_told_where_to_bring_updates(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            (told,) = case.api.called("setWebhook")
            assert (told["url"], told["secret_token"]) == (case.section.url, SECRET)
            assert "callback_query" in told["allowed_updates"]

    async def test_telegram_hears_200_only_after_the_commit(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            case.people.write(case.lea, "un")
            pushing = asyncio.ensure_future(case.api.push())
            batch = await case.batch()
            assert (texts(batch), batch.cursor) == (["un"], None)
            assert not pushing.done()
            case.resume()
            assert await pushing == [200]

    async def test_what_was_not_committed_is_brought_again(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            case.people.write(case.lea, "un")
            pushing = asyncio.ensure_future(case.api.push())
            await case.batch()
            await case.hang_up()
            assert await pushing == [503]
            pushing = asyncio.ensure_future(case.api.push())
            assert texts(await case.batch()) == ["un"]
            case.resume()
            assert await pushing == [200]

    async def test_a_bot_that_stops_lets_go_of_what_it_holds(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            case.people.write(case.lea, "un")
            pushing = asyncio.ensure_future(case.api.push())
            await case.batch()
            await case.platform.close()
            assert await pushing == [503]
            assert await case.api.push() == [503]

    async def test_what_comes_meanwhile_makes_one_batch(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            case.people.write(case.lea, "un")
            tom = case.people.person(43, "Tom")
            case.people.write(tom, "deux")
            receiver = case.platform._receiver
            assert isinstance(receiver, Mailbox)
            accepting = [asyncio.ensure_future(receiver.accept(update)) for update in case.api.pending]
            assert texts(await case.batch()) == ["un", "deux"]
            case.resume()
            await asyncio.gather(*accepting)

    async def test_an_update_that_cannot_be_read_is_taken_all_the_same(self) -> None:
        """It would block its chat for a day."""
        async with _webhook() as case:
            await _listening(case)
            case.api.update("message", {"text": "no date"})
            assert await case.api.push() == [200]

    async def test_a_press_is_answered(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            receipt = await case.send(choices=choices("skip"))
            case.people.press(case.lea, case.message(receipt), "skip")
            pushing = asyncio.ensure_future(case.api.push())
            await case.batch()
            assert case.people.unanswered()
            case.resume()
            await pushing
            await case.platform.close()
            assert not case.people.unanswered()

    async def test_telegram_cannot_be_told(self) -> None:
        async with _webhook() as case:
            case.api.fail("setWebhook", ApiError(400, "Bad Request: bad webhook: HTTPS url must be provided"))
            with pytest.raises(CannotReceive, match="https"):
                await case.batch()


class TestAlbums:
    """Telegram brings the next part only after the 2xx for the one before, so each is put down by itself."""

    async def test_an_album_is_one_message(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            _photos(case, "one", "two")
            assert await case.api.push() == [200, 200]
            assert await _album(case) == ["one", "two"]
            _photos(case, "three", album="b")
            case.resume()
            await case.api.push()
            assert await _album(case) == ["three"]
            assert case.notebook.notes[f"album:{LEA}:a"] == ""

    async def test_what_follows_closes_it(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            _photos(case, "one", "two")
            case.people.write(case.lea, "voilà")
            pushing = asyncio.ensure_future(case.api.push())
            assert texts(await case.batch()) == ["", "voilà"]
            case.resume()
            assert await pushing == [200, 200, 200]

    async def test_a_process_that_dies_in_the_middle_goes_on(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            _photos(case, "one")
            assert await case.api.push() == [200]
            await case.hang_up()
            case.start_again()
            await _listening(case)
            _photos(case, "two")
            assert await case.api.push() == [200]
            assert await _album(case) == ["one", "two"]

    async def test_one_that_was_not_committed_comes_again(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            _photos(case, "one", "two")
            await case.api.push()
            assert await _album(case) == ["one", "two"]
            await case.hang_up()
            await _listening(case)
            assert await _album(case) == ["one", "two"]

    async def test_a_part_brought_twice_is_one(self) -> None:
        async with _webhook() as case:
            await _listening(case)
            _photos(case, "one")
            assert await case.api.push(keep=True) == [200]
            assert await case.api.push() == [200]
            assert await _album(case) == ["one"]


def texts(batch: Batch) -> list[str]:
    return [message.text for message in batch.messages]


def _photos(case: Case, *names: str, album: str = "a") -> None:
    for name in names:
        size = {"file_id": name, "file_unique_id": name, "width": 9, "height": 9}
        case.people.send(case.lea, photo=[size], media_group_id=album)


async def _album(case: Case) -> list[str]:
    """Let time pass until the album is whole; gives its files."""
    assert isinstance(case.seconds, Hourglass)
    upcoming = case.resume()
    while not upcoming.done():
        await case.seconds.let(QUIET_SECONDS)
        await asyncio.sleep(0)
    (message,) = (await case.batch()).messages
    assert isinstance(message.content, Words)
    return [file.file_id for file in message.content.attachments]


async def _listening(case: Case) -> None:
    """Receive, until Telegram has been told where to bring updates."""
    told = len(case.api.called("setWebhook"))
    case.resume()
    await case.api.until(lambda: len(case.api.called("setWebhook")) > told)


@asynccontextmanager
async def _webhook() -> AsyncIterator[Case]:
    async with opened(Hourglass()) as case:

        async def bring(request: web.Request) -> web.StreamResponse:
            response: web.StreamResponse = await case.platform.routes[0].handler(request)
            return response

        async with _served(bring) as url:
            case.start_again(mode="webhook", url=url, secret=SECRET)
            yield case
            await case.hang_up()


@asynccontextmanager
async def _served(bring: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", bring)
    async with serving(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}/hook"


async def _brought(accept: Accept, body: bytes, headers: dict[str, str]) -> int:
    """Bring something to the HTTP side alone; gives the status."""
    async with (
        _served(route("/hook", SECRET, accept).handler) as url,
        ClientSession(headers=headers) as session,
        session.post(url, data=BytesIO(body)) as response,
    ):
        return response.status
