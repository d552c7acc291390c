"""Feature: requests of somebody at the phone or the counter, who has no chat with us.

An agent tells the request as that person would (handlers/speaking_for.py); it is stored with nobody's chat, a number to
read out, and a code with which the person can have it in a chat of their own later (handlers/attaching.py). Until then
what is written for them is read to them by an agent.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.conversing import drop
from bot.domain import one_time_code
from bot.domain.request import FILED_BY, NOBODY, Request, Status
from bot.handling import Context
from bot.incoming import Room
from bot.outgoing import Moment, Quoted, Text, text
from bot.sources import SAID
from bot.understanding.values.phones import read_phones, shown_phone
from handlers import merged
from handlers.categories import CATEGORIES

FOR_SOMEBODY = "for_somebody"
"""Beside the answers of a draft: an agent tells it for somebody else."""

CODE_LENGTH = 8
"""Characters of 23 each: 36 bits, against five tries."""

CODE_LASTS = timedelta(days=60)


def is_for_somebody(answers: dict[str, str]) -> bool:
    """Say whether a draft is somebody's at the phone or the counter."""
    return FOR_SOMEBODY in answers


def without_number(words: str) -> tuple[str, str | None]:
    """Take a number to call back out of words: it is for agents only, and the words are shown in rooms.

    Returns:
        The words without any number, and the first one (E.164).
    """
    found = [each for each in read_phones(words) if each.number]
    left = words
    for each in reversed(found):
        left = f"{left[: each.start].rstrip(' ,:;(')} {left[each.end :].lstrip(' ,;)')}"
    return left.strip(), found[0].number if found else None


def words_shown(answers: dict[str, str]) -> str:
    """Give the words of a draft as the request will have them."""
    return without_number(answers[SAID])[0] if is_for_somebody(answers) else answers[SAID]


def gives_number(context: Context) -> bool:
    """Say whether digits are a number to call back, where an agent tells a request for somebody."""
    said = context.incoming.text
    return is_for_somebody(context.conversation.answers) and without_number(said)[1] is not None


def for_nobody(context: Context, request: Request) -> Request:
    """Give a new request, told by an agent, as that of somebody without a chat."""
    words, _number = without_number(request.words)
    answers = {**request.answers, FILED_BY: context.name}
    return replace(request, person_id=None, address=NOBODY, lang=context.city.lang, words=words, answers=answers)


def number_noted(answers: dict[str, str]) -> tuple[Text, ...]:
    """Say in a summary whether there is a number to call back; which one, the agent knows."""
    if not is_for_somebody(answers):
        return ()
    _words, number = without_number(answers[SAID])
    return (text("calling-number", known="yes" if number else "no"),)


def settle(context: Context, request: Request, answers: dict[str, str]) -> None:
    """Say to the agent what is read out to the person: number, date, and the code."""
    _words, number = without_number(answers[SAID])
    due, team = Moment(request.promise.due_at), text(f"team-{request.team}")
    context.say(text("calling-sent", number=request.number, due=due, team=team))
    give_code(context, request, number)


def give_code(context: Context, request: Request, number: str | None) -> None:
    """Give a code for a request, in place of an earlier one; ``number`` is one to call back (E.164)."""
    code = one_time_code.make(CODE_LENGTH)
    context.uow.callers.keep(request.id, code, number, context.now + CODE_LASTS)
    spaced = one_time_code.spaced(code)
    context.say(text("calling-code", number=request.number, code=spaced, days=CODE_LASTS.days))


def keep_private(context: Context) -> bool:
    """Stop a draft told in a room whose subject is confidential, and say where to tell it; say whether it was one."""
    answers = context.conversation.answers
    category = CATEGORIES.get(answers.get("subject", ""))
    is_seen = is_for_somebody(answers) and context.incoming.room is Room.GROUP
    if not is_seen or category is None or not category.confidential:
        return False
    drop(context)
    context.say(text("calling-in-private", category=text(f"category-{category.name}")))
    context.door = ""
    return True


def waiting(context: Context, request: Request) -> list[Request]:
    """Give the requests of those at the phone who wait for the answer to one: itself, and what was merged into it."""
    others = (each for each in merged.in_it(context, request) if each.status is Status.CLOSED)
    return [each for each in (request, *others) if each.by_phone]


def to_call_back(callers: Sequence[Request]) -> tuple[Text, ...]:
    """Say that several people, or others than who asked in a chat, have to be called back."""
    if not callers:
        return ()
    numbers = ", ".join(each.number for each in callers)
    return (text("calling-each", count=len(callers), numbers=numbers),)


def read_out(context: Context, request: Request) -> None:
    """Say to an agent who reads nothing in a chat of what was just written, and how to tell each of them."""
    callers = waiting(context, request)
    if len(callers) > 1:
        context.say(*to_call_back(callers), *(_how(context, "calling-one", each) for each in callers))
    else:
        context.say(*(_how(context, "calling-read-out", each) for each in callers))


def number_shown(context: Context, request: Request) -> tuple[Text, ...]:
    """Show the numbers to call back to an agent who reads a request, in a private chat only."""
    callers = waiting(context, request)
    others = to_call_back(callers) if callers and callers != [request] else ()
    if context.incoming.room is Room.GROUP:
        return others
    phones = ((each, context.uow.callers.phone_of(each.id)) for each in callers)
    return (
        *others,
        *(
            text("calling-back", number=each.number, phone=Quoted(shown_phone(phone)))
            for each, phone in phones
            if phone
        ),
    )


def _how(context: Context, key: str, request: Request) -> Text:
    number = context.uow.callers.phone_of(request.id)
    if number is None:
        return text(key, number=request.number, phone="", known="no")
    if context.incoming.room is Room.GROUP:
        context.door = f"voir_{request.id}"
        return text(key, number=request.number, phone="", known="private")
    return text(key, number=request.number, phone=Quoted(shown_phone(number)), known="yes")
