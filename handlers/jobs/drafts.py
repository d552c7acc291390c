"""Job: an unfinished draft is recalled once, and lapses after some days; nobody is nagged."""

from datetime import datetime

from bot.handling import City, Job, Tick
from bot.incoming import Address
from bot.outgoing import Choice, Priority, Say, Text, text
from handlers.jobs import MOST
from storage.conversations import Conversation
from storage.upcoming import Upcoming, is_due


def run(tick: Tick) -> int:
    """Recall drafts whose reminder is due, and drop those that have lapsed."""
    lapsed = tick.uow.conversations.to_expire(tick.now, MOST)
    for conversation in lapsed:
        _tell(tick, conversation, text("draft-lapsed"))
        conversation.forget_draft()
    recalled = [] if lapsed else tick.uow.conversations.to_nudge(tick.now, MOST)
    for conversation in recalled:
        if tick.city.rules.calendar.is_quiet(tick.now):
            conversation.nudge_at = tick.city.rules.calendar.next_allowed(tick.now)
            continue
        choices = (Choice(text("draft-resume"), "draft resume"), Choice(text("draft-drop"), "draft drop"))
        _tell(tick, conversation, _recall(tick, conversation), choices)
        conversation.nudge_at = None
    tick.uow.conversations.save([*lapsed, *recalled])
    return len(lapsed) + len(recalled)


def _recall(tick: Tick, conversation: Conversation) -> Text:
    # The draft of a subject that an upgrade dropped is recalled without its name, which is gone with it.
    subject = conversation.answers.get("subject") if conversation.flow in tick.city.registry.flows else None
    return text("draft-recalled-subject", category=text(f"category-{subject}")) if subject else text("draft-recalled")


def _tell(tick: Tick, conversation: Conversation, said: Text, choices: tuple[Choice, ...] = ()) -> None:
    address: Address = conversation.address
    lang = tick.uow.people.language(conversation.person_id)
    tick.post(address, Say((said,), choices), lang=lang, priority=Priority.REMINDER)


def _due(upcoming: Upcoming, _city: City, now: datetime) -> bool:
    return is_due(upcoming.lapse, now) or is_due(upcoming.nudge, now)


JOB = Job("drafts", run, _due)
