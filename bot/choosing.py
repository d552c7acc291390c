"""Step 2 of a message: which of the choices that were offered last its words mean, if any."""

from collections.abc import Sequence

from bot.conversing import entry_of, pending_question
from bot.flow import SKIPPED
from bot.handling import Context
from bot.incoming import Words
from bot.outgoing import Choice, Text
from bot.rendering import match_choice, match_label

SHORT = 60
"""Characters: nobody chooses from a list with more words than that, so a longer text is not looked up there."""

CONFIRM = "confirm"
"""The last question of a draft: whether all of it is right."""


def chosen(context: Context, text: str, reply_to: str | None, said: bool | None) -> Choice | None:
    """Find the choice that words mean in a private chat.

    Args:
        context: of the message.
        text: its words.
        reply_to: the receipt of the message that it replies to.
        said: the plain yes (True) or no (False) that the words are.
    """
    if len(text) > SHORT:
        return None
    offered = context.uow.outbox.offered(context.incoming.address, reply_to)
    choice = match_choice(text, offered, context.person.lang, context.city.wording)
    if choice is None and said is not None:
        choice = _answered_by(context, said, offered)
    skips = choice is not None and choice.action.endswith(f" {SKIPPED}")
    return None if skips and _is_open(context) and not _is_number(text) else choice


def named(context: Context, text: str, reply_to: str | None) -> Choice | None:
    """Find the choice of an exact number or label in a group; people talk there, so a word of a label is not enough."""
    if len(text) > SHORT:
        return None
    offered = context.uow.outbox.offered(context.incoming.address, reply_to)
    return match_label(text, offered, context.city.lang, context.city.wording)


def confirms_nothing(context: Context, text: str, reply_to: str | None) -> bool:
    """Say whether words are a yes, in any language, that answers something else than the summary that awaits one."""
    entry = entry_of(context)
    if entry is None or pending_question(context) != CONFIRM:
        return False
    if entry.flow.questions[CONFIRM].reader.read(Words(text), context.scope) is None:
        return False
    offered = context.uow.outbox.offered(context.incoming.address, reply_to)
    return bool(offered) and not any(choice.action.startswith(f"answer {CONFIRM} ") for choice in offered)


def _answered_by(context: Context, said: bool, offered: Sequence[Choice]) -> Choice | None:
    """Find the choice that a plain yes or no stands for, if the question is one for either."""
    known = context.registry.answered_by
    meant = [each for each in offered if isinstance(each.label, Text) and known.get(each.label.key) is said]
    return meant[0] if len(meant) == 1 else None


def _is_open(context: Context) -> bool:
    entry, name = entry_of(context), pending_question(context)
    return entry is not None and name is not None and entry.flow.questions[name].reader.open


def _is_number(text: str) -> bool:
    return text.strip(" .)").isdigit()
