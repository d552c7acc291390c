"""What an agent writes to a citizen, an answer or a question: held back for a moment, it can be taken back as a whole.

It changes its request at once; how that stood before is kept with it (storage/held.py). A job sends it, and whatever
else happens to the request lets it go first (handlers/telling.py), or finds that there is nothing to be asked any more.
"""

from datetime import datetime, timedelta

from bot.domain import promise
from bot.domain.request import EventKind, Request, Status
from bot.handling import Context
from bot.outgoing import Choice, Span, text
from handlers import case, telling
from handlers.telling import Answer
from storage.files import Sender
from storage.held import Before, HeldMessage

FILES_COME_WITHIN = timedelta(minutes=2)
"""An answer waits so long for its files; what comes later follows it."""

_WRITTEN_BY_CITIZEN = frozenset({EventKind.CITIZEN_WROTE, EventKind.CITIZEN_SENT})


def answer(hand: Context, request: Request, answer: Answer, undo_until: datetime) -> int | None:
    """Answer the citizen: the first answer stops the clock at once, and they are asked if it helped.

    It is held back until it cannot be undone any more, and until its files are here, if they come soon.

    Returns:
        The id under which it is held back; None: it is on its way.
    """
    telling.drop_question(hand, request)
    before = _as_it_is(request)
    _take_if_nobody_has(hand, request)
    request.status = Status.ANSWERED
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    case.save(hand, request, EventKind.ANSWERED, hand.account, answer.words)
    if answer.files:
        hand.uow.files.want(request.id, answer.files, hand.now, Sender.AGENT)
        hand.uow.requests.log(request, EventKind.ANSWER_FILES, hand.now, hand.account, str(len(answer.files)))
    elif undo_until <= hand.now:
        telling.send(hand, request, answer)
        return None
    return hand.uow.held.add(_held(hand, request, EventKind.ANSWERED, answer, before, undo_until))


def ask(hand: Context, request: Request, question: Answer, undo_until: datetime) -> int | None:
    """Ask the citizen something; the clock is held at once, until they write, which both sides see.

    Returns:
        As :func:`answer` does.
    """
    telling.release(hand, request)  # An earlier question goes first, and belongs to how the request stands.
    before = _as_it_is(request)
    _take_if_nobody_has(hand, request)
    request.status = Status.ASKED
    request.set_clock(promise.pause(request.promise, hand.now), hand.city.rules)
    request.recall_at = promise.question_reminder_at(request.promise, hand.city.rules)
    case.save(hand, request, EventKind.ASKED, hand.account, question.words)
    if undo_until <= hand.now:
        telling.put_question(hand, request, question)
        return None
    return hand.uow.held.add(_held(hand, request, EventKind.ASKED, question, before, undo_until))


def take_back(hand: Context, request: Request) -> None:
    """Take back what has not been sent: the request stands as if it had not been written.

    The words are kept for agents only. If the citizen has written since, what they had been asked before does not hold
    the clock any more.
    """
    held = hand.uow.held.take(request.id)
    if held is None:
        return
    telling.restore(hand, request, held)
    if request.status is Status.ASKED and any(
        each.kind in _WRITTEN_BY_CITIZEN and each.at >= held.written_at for each in hand.uow.requests.history(request)
    ):
        case.resume(hand, request)
    hand.uow.files.drop(request.id, held.files, Sender.AGENT)
    case.save(hand, request, EventKind.UNDONE, hand.account, held.words)


def undo_until(context: Context) -> datetime:
    """Give the moment until which what is written now can be taken back."""
    return context.now + context.city.settings.promise.undo_within


def offer_undo(context: Context, request: Request, key: str, held: int) -> None:
    """Say that what was written goes out in a moment, by a sentence, with the button that takes it back."""
    seconds = Span(round(context.city.settings.promise.undo_within.total_seconds()))
    context.say(text(key, number=request.number, within=seconds))
    context.say(choices=(Choice(text("undo", within=seconds), f"undo {request.id} {held}"),))


def _as_it_is(request: Request) -> Before:
    return Before(request.status, request.assignee, request.assignee_name, request.promise, request.recall_at)


def _take_if_nobody_has(hand: Context, request: Request) -> None:
    if request.assignee is None:
        request.assignee, request.assignee_name = hand.account, hand.name


def _held(
    hand: Context, request: Request, kind: EventKind, written: Answer, before: Before, undo_until: datetime
) -> HeldMessage:
    return HeldMessage(
        id=0,
        request_id=request.id,
        kind=kind,
        account=hand.account,
        name=hand.name,
        signature=written.signature,
        words=written.words,
        files=written.files,
        address=hand.incoming.address,
        receipt=hand.incoming.receipt,
        before=before,
        written_at=hand.now,
        undo_until=undo_until,
        send_at=undo_until + FILES_COME_WITHIN if written.files else undo_until,
    )
