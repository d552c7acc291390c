"""The form with python-telegram-bot's own Application and ConversationHandler, as its documentation shows it.

Usage: python -m benchmarks.bots.ptb URL FOLDER [--persistence]

With ``--persistence`` the conversations are kept by PicklePersistence, written after every update.
"""

import sys
from pathlib import Path
from typing import Any
from warnings import filterwarnings

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    TypeHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from benchmarks.bots import form
from benchmarks.bots.child import tell_processor_time

PLACE, LAMP, CONFIRM = range(3)
NEVER = 10**6
"""Seconds between two writings by the library itself: what is written, is written after each update."""

Handled = ContextTypes.DEFAULT_TYPE


def _keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


class Form:
    """The callbacks.

    Args:
        requests: where what was sent is kept.
    """

    def __init__(self, requests: form.Requests) -> None:
        self._requests = requests

    async def words(self, update: Update, context: Handled) -> int:
        """Take what is wrong, ask where."""
        message, answers = _of(update, context)
        answers["words"] = message.text
        await message.reply_text(form.PLACE, reply_markup=_keyboard(form.CANCEL_BUTTON))
        return PLACE

    async def place(self, update: Update, context: Handled) -> int:
        """Take the place, ask for the lamp's number."""
        message, answers = _of(update, context)
        answers["place"] = message.text
        await message.reply_text(form.LAMP, reply_markup=_keyboard(form.SKIP_BUTTON, form.CANCEL_BUTTON))
        return LAMP

    async def lamp(self, update: Update, context: Handled) -> int:
        """Take the number, show everything."""
        message, answers = _of(update, context)
        answers["lamp"] = message.text
        said = form.summary(answers["words"], answers["place"], answers["lamp"])
        buttons = _keyboard(form.CONFIRM_BUTTON, form.FIX_BUTTON, form.CANCEL_BUTTON)
        await message.reply_text(said, reply_markup=buttons)
        return CONFIRM

    async def confirm(self, update: Update, context: Handled) -> int:
        """Keep the request, say its number."""
        query, person, answers = update.callback_query, update.effective_user, context.user_data
        if query is None or person is None or answers is None:
            raise TypeError("not a pressed button")
        number = self._requests.add(person.id, answers["words"], answers["place"], answers["lamp"])
        answers.clear()
        await context.bot.send_message(person.id, form.SENT.format(number=number))
        await query.answer()
        return ConversationHandler.END


def _of(update: Update, context: Handled) -> tuple[Message, dict[Any, Any]]:
    if update.message is None or context.user_data is None:
        raise TypeError("not a person's message")
    return update.message, context.user_data


async def _write(_update: object, context: Handled) -> None:
    await context.application.update_persistence()


def build(url: str, folder: str, *, persistence: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    """Put the bot together."""
    # Told of every conversation that has a button in it; here each person has one conversation only.
    filterwarnings("ignore", category=PTBUserWarning)
    builder = ApplicationBuilder().token(form.TOKEN).base_url(f"{url}/bot")
    if persistence:
        builder = builder.persistence(PicklePersistence(Path(folder) / "peer.pickle", update_interval=NEVER))
    app = builder.build()
    steps, text = Form(form.Requests(folder)), filters.TEXT
    app.add_handler(
        ConversationHandler(
            entry_points=[MessageHandler(text, steps.words)],
            states={
                PLACE: [MessageHandler(text, steps.place)],
                LAMP: [MessageHandler(text, steps.lamp)],
                CONFIRM: [CallbackQueryHandler(steps.confirm, pattern=f"^{form.CONFIRM}$")],
            },
            fallbacks=[],
            name="report",
            persistent=persistence,
        )
    )
    if persistence:
        app.add_handler(TypeHandler(Update, _write), group=1)
    return app


if __name__ == "__main__":
    tell_processor_time()
    build(sys.argv[1], sys.argv[2], persistence="--persistence" in sys.argv).run_polling()
