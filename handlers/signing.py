"""Feature: the name by which citizens know the agent who answers them; without one they read the service's only."""

import re

from bot.handling import Context
from bot.outgoing import Quoted, text

LONGEST = 30
"""Characters of a name."""

_NAME = re.compile(r"[^\W\d_]+(?:(?:[ '’-]|\. ?)[^\W\d_]+)*\.?")
"""Letters in any writing, put together by what names are put together by: no figure, so no phone number, no markup."""


def sign(context: Context) -> None:
    """/signature Prénom: be known by a name; with nothing behind it, by the service's only."""
    name = " ".join(context.argument.split())
    if name and (len(name) > LONGEST or not _NAME.fullmatch(name)):
        context.say(text("signature-refused", most=LONGEST))
        return
    before = context.uow.people.signature(context.person.id)
    context.uow.people.sign(context.person.id, name)
    if name:
        context.say(text("signature-kept", name=Quoted(name)))
    else:
        context.say(text("signature-none", name=Quoted(before), had="yes" if before else "no"))
