"""Feature: what people ask about the service itself: how long, who reads it, is it a robot, may I add a photo...

Such a question is answered at any moment (bot/understanding/about.py tells it from a request), and is never taken for
a detail of what is being written.
"""

from bot.conversing import entry_of, pending_question
from bot.domain.attachments import LARGEST
from bot.domain.request import OPEN
from bot.handling import Context
from bot.outgoing import Choice, Quoted, Text, Value, text
from bot.understanding.about import Topic
from handlers import following, talk
from handlers.categories import CATEGORIES, Category
from handlers.questions import CONFIRM

MEGABYTE = 1_000_000
HOUR = 3600.0


def answer(context: Context) -> None:
    """Answer the question about the service whose topic is the argument; what was asked before stays asked."""
    topic, context.argument = Topic(context.argument), ""
    if topic is Topic.LANGUAGE:
        talk.language(context)
        return
    context.say(_said(context, topic))
    if topic is Topic.DELAY and entry_of(context) is None:
        _show_open(context)


def _said(context: Context, topic: Topic) -> Text:
    category, city = _category(context), context.city.settings.city
    known: dict[str, Value] = {}
    match topic:
        case Topic.DELAY:
            within = (category and category.answer_within) or context.city.rules.answer_within
            working = "yes" if context.city.rules.working_calendar else "no"
            known = {"hours": round(within.total_seconds() / HOUR), "working": working}
        case Topic.ROBOT:
            known = {"city": Quoted(city.name), "phone": city.phone}
        case Topic.READERS:
            kind = "unknown" if category is None else "private" if category.confidential else "known"
            known = {"kind": kind, "team": text(f"team-{category.team if category else 'desk'}")}
        case Topic.ANONYMOUS:
            known = {
                "named": "yes" if category and not category.anonymous else "no",
                "private": "yes" if category and category.confidential else "no",
            }
        case Topic.PHOTO:
            known = {"megabytes": LARGEST // MEGABYTE}
        case Topic.FREE | Topic.CHANNEL:
            known = {"phone": city.phone}
        case Topic.NEEDED:
            known = {"how": _how_needed(context)}
    return text(f"about-{topic}", **known)


def _category(context: Context) -> Category | None:
    """Give the subject of the draft that somebody is in, if it is known."""
    entry = entry_of(context)
    return CATEGORIES.get(context.conversation.answers.get("subject", "")) if entry and entry.draft else None


def _how_needed(context: Context) -> str:
    entry, name = entry_of(context), pending_question(context)
    if entry is None or name is None or entry.flow.questions[name].reader is CONFIRM:
        return "summary"
    return "optional" if entry.flow.questions[name].optional else "needed"


def _show_open(context: Context) -> None:
    """Show when the requests that are under way will be answered."""
    mine = [each for each in context.uow.requests.of_person(context.person.id) if each.status in OPEN]
    context.say(
        *map(following.line, mine), choices=[Choice(following.title(each), f"follow {each.id}") for each in mine]
    )
