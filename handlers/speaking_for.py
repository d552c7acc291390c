"""Feature: /pour. An agent files a request for somebody at the phone or the counter, in one message.

The words are understood like a citizen's: what is missing is asked of the agent, a summary, and it is sent
(handlers/calling.py says what is different).
"""

from bot.conversing import begin
from bot.domain import reference
from bot.domain.reference import Reference
from bot.flow import SKIPPED
from bot.handling import Context
from bot.outgoing import text
from bot.sources import SAID, note_source
from handlers import calling, desk, neighbours, talk


def speak_for(context: Context) -> None:
    """/pour words, a request for somebody; /pour NUMBER, a new code for one."""
    words = context.argument
    read = reference.parse(words)
    is_number = isinstance(read, Reference) and not words[: read.start].strip() and not words[read.end :].strip()
    if is_number or reference.whole(words) is not None:
        new_code(context)
    elif not any(letter.isalpha() for letter in words):
        is_phone = calling.without_number(words)[1] is not None
        context.say(text("calling-how", given="phone" if is_phone else "nothing"))
    else:
        _begin(context, words)


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
    """/pour NUMBER, or a button: another code for whoever asked at the phone or the counter."""
    request = desk.named(context)
    if request is None or not desk.may_write_here(context, request):
        return
    if request.by_phone:
        calling.give_code(context, request, context.uow.callers.phone_of(request.id))
    else:
        context.say(text("calling-not-by-phone", number=request.number))
