"""Feature: what an agent is offered when they are about to answer: fitting templates, and how one like it was answered.

Only a person sends. An earlier answer is offered without names and numbers, only to the team that gave it, and only
while its citizen has not erased their data; what is confidential or urgent is never looked at.
"""

import re

from bot.domain.request import OPEN, Event, EventKind, Outcome, Request
from bot.handling import Context
from bot.outgoing import Choice, Quoted, text
from bot.places.spot import Spot
from bot.understanding.pseudonyms import HIDDEN, is_worth_learning, pseudonymised
from bot.understanding.recalling import nearest
from storage.meanings import NO_EXAMPLE

MOST_TEMPLATES = 5

LOOKED_AT = 5
"""Earlier requests whose answers are read, the nearest first, until one has something to say."""


def offer(context: Context, request: Request) -> None:
    """Say what there is to choose from, numbered, beside writing the answer oneself; nothing if there is nothing."""
    fitting = context.uow.templates.fitting(request.team, request.category, request.status.value, MOST_TEMPLATES)
    choices = [Choice(Quoted(each.name), f"use {request.id} {each.id}") for each in fitting]
    if fitting:
        context.say(text("template-offer"))
    if earlier := _alike(context, request):
        answer = earlier_answer(context, request, earlier)
        context.say(text("similar-answer", number=earlier.number), Quoted(answer))
        choices.append(Choice(text("similar-choice"), f"alike {request.id} {earlier.id}"))
    if choices:
        context.say(choices=[*choices, Choice(text("template-own"), f"own {request.id}")])


def earlier_answer(context: Context, request: Request, earlier: Request) -> str:
    """Give what was answered to an earlier request, without names and numbers; "" if it is not to be shown.

    Args:
        context: of the agent, whose right to ``request`` has been checked.
        request: the one that is to be answered now.
        earlier: the one that was answered.
    """
    same = (earlier.team, earlier.category) == (request.team, request.category)
    if not same or earlier.person_id is None or not _is_example(earlier):
        return ""
    said = _answer_in(context.uow.requests.history(earlier))
    names = [each.name for each in context.uow.linking.accounts_of(earlier.person_id)]
    masked = _without_place(pseudonymised(said, [*names, earlier.assignee_name or ""]), earlier)
    return masked if is_worth_learning(masked) else ""


def _is_example(earlier: Request) -> bool:
    is_private = earlier.confidential or earlier.urgent
    return not is_private and earlier.status not in OPEN and earlier.outcome not in NO_EXAMPLE


def _alike(context: Context, request: Request) -> Request | None:
    """Give the request that is most like this one and whose answer may be shown."""
    own = context.uow.meanings.of(request.id)
    if own is None:
        return None
    near = nearest(own, context.uow.meanings.answered(request), LOOKED_AT)
    found = context.uow.requests.several(near)
    return next((found[each] for each in near if each in found and earlier_answer(context, request, found[each])), None)


def _answer_in(history: list[Event]) -> str:
    """Give the last words with which an agent answered, or ended it well."""
    for event in reversed(history):
        if event.kind is EventKind.ANSWERED and event.words:
            return event.words
        outcome, _, words = event.words.partition(" ")
        if event.kind is EventKind.CLOSED and outcome in set(Outcome) - NO_EXAMPLE and words:
            return words
    return ""


def _without_place(masked: str, earlier: Request) -> str:
    """Hide where the earlier problem was: it is another place now, and it may be somebody's home."""
    name = Spot.parse(earlier.answers.get("place", "")).name
    # A house number has been hidden already, and apostrophes are straight by now.
    street = re.sub(r"^\d\S*( bis| ter)?,? ", "", name).replace("’", "'").strip()
    return re.sub(re.escape(street), HIDDEN, masked, flags=re.IGNORECASE) if street else masked
