"""Job: an unfinished draft is recalled once, and lapses after some days, a cancelled one soon and in silence.

What recalls it is not said any more when it is handed to the platform only after the citizen has gone on with it.
"""

from datetime import datetime

from bot.conversing import forget_cancelled
from bot.handling import City, Job, Tick
from bot.incoming import Address
from bot.outgoing import Card, Choice, Priority, Say, Text, text
from handlers.jobs import MOST
from storage.conversations import Conversation
from storage.upcoming import Upcoming, is_due

RENEWAL = "draft"

CHOICES = (Choice(text("draft-resume"), "draft resume"), Choice(text("draft-drop"), "draft drop"))


def run(tick: Tick) -> int:
    """Recall drafts whose reminder is due, and drop those that have lapsed."""
    lapsed = tick.uow.conversations.to_expire(tick.now, MOST)
    for conversation in lapsed:
        if conversation.flow is None:
            forget_cancelled(conversation)
            conversation.expires_at = None
            continue
        _tell(tick, conversation, Say((text("draft-lapsed"),)))
        conversation.forget_draft()
    recalled = [] if lapsed else tick.uow.conversations.to_nudge(tick.now, MOST)
    for conversation in recalled:
        if tick.city.rules.calendar.is_quiet(tick.now):
            conversation.nudge_at = tick.city.rules.calendar.next_allowed(tick.now)
            continue
        _tell(tick, conversation, _recall(tick, conversation))
        conversation.nudge_at = None
    tick.uow.conversations.save([*lapsed, *recalled])
    return len(lapsed) + len(recalled)


def renew(tick: Tick, _room: Address, _before: Card | Say, argument: str) -> Say | datetime | None:
    """Recall a draft as it is now; ``<moment> <conversation>``: when something was last written in it, and which it is.

    Once something has been, or the draft is gone, there is nothing to recall. Nobody is woken up for it.
    """
    touched_at, _, key = argument.partition(" ")
    conversation = tick.uow.conversations.find([key]).get(key)
    if conversation is None or conversation.flow is None or conversation.updated_at.isoformat() != touched_at:
        return None
    calendar = tick.city.rules.calendar
    return calendar.next_allowed(tick.now) if calendar.is_quiet(tick.now) else _recall(tick, conversation)


def _recall(tick: Tick, conversation: Conversation) -> Say:
    renewal = f"{RENEWAL} {conversation.updated_at.isoformat()} {conversation.key}"
    return Say((_recalled(tick, conversation),), CHOICES, renewal=renewal)


def _recalled(tick: Tick, conversation: Conversation) -> Text:
    # The draft of a subject that an upgrade dropped is recalled without its name, which is gone with it.
    subject = conversation.answers.get("subject") if conversation.flow in tick.city.registry.flows else None
    return text("draft-recalled-subject", category=text(f"category-{subject}")) if subject else text("draft-recalled")


def _tell(tick: Tick, conversation: Conversation, said: Say) -> None:
    lang = tick.uow.people.language(conversation.person_id)
    tick.post(conversation.address, said, lang=lang, priority=Priority.REMINDER)


def _due(upcoming: Upcoming, _city: City, now: datetime) -> bool:
    return is_due(upcoming.lapse, now) or is_due(upcoming.nudge, now)


JOB = Job("drafts", run, _due)
