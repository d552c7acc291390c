"""Between the adapter and the Bot API: ``telegram.Bot`` as a client, lean in the calls that every message takes.

The library's Application and Updater are not used: they confirm updates while these are still in memory.
"""

from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.error import BadRequest

from bot.platforms import Enclosure
from bot.platforms.telegram.request import READ_SECONDS, AiohttpRequest, TooLarge

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Named in full: what is not named here, Telegram does not send."""

LARGEST_POLL = 100
"""Updates in one answer; the Bot API's limit."""

LARGEST_PHOTO = 10_000_000
"""Bytes of a picture; https://core.telegram.org/bots/api#sendphoto"""

log = structlog.get_logger()

Json = dict[str, Any]


class Client(Bot):
    """The Bot API with this bot's token.

    Args:
        token: from @BotFather.
        base_url: the server, without a slash at the end.
    """

    __slots__ = ("_http",)

    def __init__(self, token: str, base_url: str) -> None:
        self._http = AiohttpRequest()
        super().__init__(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )

    @property
    def door(self) -> str | None:
        """The address of the private chat with the bot, which does what ``{start}`` says; None before the first call.

        https://core.telegram.org/bots/features#deep-linking
        """
        try:
            return f"https://t.me/{self.username}?start={{start}}"
        except RuntimeError:
            return None

    async def poll(self, offset: int | None, seconds: int) -> list[Json]:
        """Ask for updates from ``offset`` on, which confirms all before it; wait up to so many seconds for the first.

        They come as raw JSON, so that one which cannot be read does not take the others with it.

        Raises:
            telegram.error.TelegramError: any.
        """
        asked = {
            "offset": offset,
            "timeout": seconds,
            "limit": LARGEST_POLL,
            "allowed_updates": ALLOWED_UPDATES,
        }
        updates: list[Json] = await self._call("getUpdates", asked, seconds + READ_SECONDS)
        return updates

    async def say(self, chat: int, html: str, keyboard: Json | None) -> int:
        """Send a text; gives the message's id.

        Raises:
            telegram.error.TelegramError: any.
        """
        sent: Json = await self._call("sendMessage", {"chat_id": chat, **_content(html, keyboard)})
        return int(sent["message_id"])

    async def change(self, chat: int, message: int, html: str, keyboard: Json | None) -> None:
        """Change the text and the buttons of a message of ours; without a keyboard it loses the one it has.

        Raises:
            telegram.error.TelegramError: any.
        """
        await self._call("editMessageText", {"chat_id": chat, "message_id": message, **_content(html, keyboard)})

    async def answer_press(self, query: str) -> None:
        """Let the little clock on a pressed button stop.

        Raises:
            telegram.error.TelegramError: any.
        """
        await self._call("answerCallbackQuery", {"callback_query_id": query})

    async def enclose(self, chat: int, file: Enclosure) -> int:
        """Show a file, as a picture if Telegram takes it as one; gives the message's id.

        Raises:
            telegram.error.TelegramError: any.
        """
        if file.is_image and len(file.data) <= LARGEST_PHOTO:
            try:
                return (await self.send_photo(chat, InputFile(file.data, filename=file.name))).message_id
            except BadRequest as error:  # Its sides are too unequal, for instance; as a document it is taken.
                log.info("telegram_photo_refused", error=error.message)
        document = InputFile(file.data, filename=file.name)
        return (await self.send_document(chat, document, disable_content_type_detection=True)).message_id

    async def download(self, file_id: str, most: int) -> bytes:
        """Fetch a file of at most so many bytes.

        Raises:
            telegram.error.TelegramError: any; :class:`bot.platforms.telegram.request.TooLarge` among them.
        """
        file = await self.get_file(file_id)
        if file.file_size is not None and file.file_size > most:
            raise TooLarge(f"{file.file_size} bytes")
        return await self._http.download(str(file.file_path), most)

    async def close_connections(self) -> None:
        """Close every connection; a later call opens new ones."""
        await self._http.shutdown()

    async def _call(self, method: str, parameters: Json, seconds: float = READ_SECONDS) -> Any:  # noqa: ANN401  # JSON.
        return await self._http.call(f"{self.base_url}/{method}", parameters, seconds)


def _content(html: str, keyboard: Json | None) -> Json:
    return {
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboard,
    }
