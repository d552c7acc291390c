"""Feature: a card's "Plus…", what is done with a request less often. Everybody is offered what they may do with it."""

from bot import rights
from bot.domain.permissions import Verdict
from bot.domain.request import OPEN, Outcome, Request
from bot.handling import Context
from bot.outgoing import Choice, text
from handlers import desk

ALWAYS = ("show", "history", "note")
WHILE_OPEN = ("postpone", "merge", "assign")
OUTCOMES = (Outcome.HANDED_OVER, Outcome.SPAM)
"""Ends that a card has no button for."""


def more(context: Context) -> None:
    """A card's button: the other things that may be done."""
    request = desk.named(context)
    if request is None:
        return
    names = [*ALWAYS, *(WHILE_OPEN if request.status in OPEN else ()), *(("code",) if request.by_phone else ())]
    choices = [Choice(text(f"more-{each}"), f"{each} {request.id}") for each in names if _may(context, request, each)]
    if request.status in OPEN and _may(context, request, "close"):
        choices += [Choice(text(f"more-{each.value}"), f"close {request.id} {each.value}") for each in OUTCOMES]
    context.say(text("more-what", number=request.number), choices=choices)


def _may(context: Context, request: Request, action: str) -> bool:
    found = context.registry.actions.get(action)
    return found is not None and rights.on(context, request, found.permission) in (Verdict.YES, Verdict.IN_PRIVATE)
