"""Step 3 of a message on Telegram: what the Bot API's refusals and the network's failures mean for a message. Pure."""

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.platforms import Gone, PlatformError, Refused, Retryable, TooLarge
from bot.platforms.telegram import request
from bot.platforms.telegram.request import Flooded, Unreached

TOKEN_SECONDS = 60.0
"""The pause while the token is refused: an administrator has to do something first."""

_GONE = (
    "chat not found",
    "user is deactivated",
    "group chat was deleted",
    "chat_write_forbidden",
    "peer_id_invalid",
    "wrong file_id",
)
_TOO_BIG = "file is too big"
_NOT_MODIFIED = "message is not modified"
_CANNOT_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


def failure(error: TelegramError) -> PlatformError:
    """Give what delivery understands.

    In the library ``BadRequest`` is a ``NetworkError``; it comes first here, or it would be tried again for ever.
    """
    match error:
        case Flooded():
            return Retryable(error.message, retry_after=error.seconds)
        case Forbidden():
            return Gone(error.message)
        case BadRequest() if _says(error, *_GONE):
            return Gone(error.message)
        case BadRequest() if _says(error, _TOO_BIG):
            return TooLarge(error.message)
        case BadRequest():
            return Refused(error.message)
        case InvalidToken():
            return Retryable("the token is refused", retry_after=TOKEN_SECONDS)
        case request.TooLarge():
            return TooLarge(error.message)
        case Unreached():
            return Retryable(error.message)
        case NetworkError():
            return Retryable(error.message, ambiguous=True)
        case _:
            # An answer that is no JSON, for instance from a proxy in between.
            return Retryable(error.message, ambiguous=True)


def is_unchanged(error: BadRequest) -> bool:
    """Say whether an edit was refused because the message already says so."""
    return _says(error, _NOT_MODIFIED)


def is_not_editable(error: BadRequest) -> bool:
    """Say whether there is no such message to edit any more."""
    return _says(error, *_CANNOT_EDIT)


def _says(error: TelegramError, *parts: str) -> bool:
    said = error.message.lower()
    return any(part in said for part in parts)
