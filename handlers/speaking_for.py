"""Feature: /pour. An agent files a request for somebody at the phone or the counter, in one message.

The words are understood like a citizen's: what is missing is asked of the agent, a summary, and it is sent
(handlers/calling.py says what is different).
"""

import re

from bot.conversing import begin
from bot.domain import reference
from bot.domain.reference import Misread, Reference
from bot.flow import SKIPPED
from bot.handling import Context
from bot.outgoing import text
from bot.sources import SAID, may_be_said_again, note_source
from handlers import calling, desk, merged, neighbours, talk

_LIKE_A_NUMBER = re.compile(r"[^\W_]{3}[-\u2010-\u2015][^\W_]{3}|[^\W_]{6}")
"""A number without its prefix. Nothing that somebody asks for is one word with a digit in it, as long as a number."""


def speak_for(context: Context) -> None:
    """/pour words, a request for somebody; /pour NUMBER, a new code for one."""
    words = context.argument
    read = reference.parse(words)
    is_number = isinstance(read, Reference) and not words[: read.start].strip() and not words[read.end :].strip()
    if is_number or reference.whole(words) is not None:
        new_code(context)
    elif _is_misread(words, read):
        may_be_said_again(context)
        context.say(text("number-misread"))
    elif not any(letter.isalpha() for letter in words):
        is_phone = calling.without_number(words)[1] is not None
        context.say(text("calling-how", given="phone" if is_phone else "nothing"))
    else:
        _begin(context, words)


def _is_misread(words: str, read: Reference | Misread | None) -> bool:
    """Say whether all that is written is meant as a request's number, and cannot be one."""
    if isinstance(read, Misread):
        behind = words[read.end :].split()
        return not words[: read.start].strip() and all(any(map(str.isdigit, each)) for each in behind)
    return any(letter.isdigit() for letter in words) and _LIKE_A_NUMBER.fullmatch(words) is not None


def _begin(context: Context, words: str) -> None:
    understood = context.understanding
    # Nobody joins a neighbour's request by phone: they get a number and a code of their own.
    answers = {SAID: words, calling.FOR_SOMEBODY: "yes", neighbours.SAME: SKIPPED}
    if understood and understood.emergency:
        talk.warn(context, understood.emergency)
        answers["urgent"] = understood.emergency.value
    context.conversation.sources = {}
    note_source(context, **{calling.FOR_SOMEBODY: "yes"})
    begin(context, context.registry.first_flow, answers)


def new_code(context: Context) -> None:
    """/pour NUMBER, or a button: another code for whoever asked at the phone or the counter.

    Theirs is good also where their request is treated with another one, and brings them the answer to that.
    """
    request = desk.meant(context)
    if request is None or not desk.may_write_here(context, request):
        return
    if request.by_phone:
        calling.give_code(context, request, context.uow.callers.phone_of(request.id))
        if request.merged_into is not None:
            now = merged.treated_with(context, request)
            context.say(text("calling-merged", number=request.number, other=now.number))
    else:
        context.say(text("calling-not-by-phone", number=request.number))
