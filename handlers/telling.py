"""What is said of a request to those who wait for its answer, and to its team: beside handlers/case.py, which uses it.

An answer or a question that is held back (storage/held.py) goes out through here, whatever lets it go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.request import EventKind, Request, Status
from bot.handling import Context, Tick
from bot.outgoing import Choice, Priority, Quoted, Say, Text, Value, text
from storage.files import FileState
from storage.held import HeldMessage

Hand = Context | Tick

COMPLETES_WITHIN = timedelta(days=1)
"""An answer so soon after another one completes it: whether it helped has been asked, and those choices stay good."""

_BEGINS_A_ROUND = frozenset({EventKind.REOPENED, EventKind.CONTESTED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an agent writes: words, references of files, and the name that the citizen reads ("": the service's)."""

    words: str
    files: tuple[str, ...] = ()
    signature: str = ""


def tell_citizen(
    hand: Hand,
    request: Request,
    *said: Text | Quoted,
    choices: tuple[Choice, ...] = (),
    files: tuple[str, ...] = (),
) -> None:
    """Say something about a request to the citizen: as :func:`say_to_citizen`."""
    say_to_citizen(hand, request, Say(said, choices, files))


def say_to_citizen(hand: Hand, request: Request, said: Say) -> None:
    """Say something about a request to the citizen, in their language; a reply to it comes back to the request.

    Somebody who has erased their data has no room any more, and nothing is said into the void.
    """
    if request.person_id is not None:
        hand.post(request.address, said, lang=request.lang, priority=Priority.ANSWER, about=request.about)


def tell_joined(
    hand: Hand,
    request: Request,
    *said: Text | Quoted,
    choices: tuple[Choice, ...] = (),
    files: tuple[str, ...] = (),
) -> None:
    """Say something about a request to everybody who has joined it, each in their language and their chat.

    What has become confidential since is between its citizen and the agents.
    """
    for each in hand.uow.followers.of(request.id) if request.joined and not request.confidential else ():
        hand.post(
            each.address, Say(said, choices, files), lang=each.lang, priority=Priority.ANSWER, about=request.about
        )


def tell_team(hand: Hand, request: Request, *said: Text | Quoted, choices: tuple[Choice, ...] = ()) -> None:
    """Say something about a request in its team's rooms; a reply to it is a reply to the request's card."""
    for room in hand.city.roster.rooms(request.team):
        hand.post(room, Say(said, choices), priority=Priority.CARD, about=request.about)


def send(hand: Hand, request: Request, answer: Answer) -> None:
    """Let an answer go to the citizen and to everybody who has joined, with those of its files that are here.

    They are asked whether it helps; not again by what completes an answer of the same day.
    """
    files, is_more = _here(hand, request, answer.files), _completes(hand, request)
    choices = () if is_more else satisfaction(request)
    tell_citizen(hand, request, *answered(request, answer, len(files), is_more=is_more), choices=choices, files=files)
    _send_to_joined(hand, request, answer, files, is_more=is_more)


def _completes(hand: Hand, request: Request) -> bool:
    """Say whether the latest answer comes soon after another one, in the same round."""
    moments = list[datetime]()
    for event in hand.uow.requests.history(request):
        if event.kind in _BEGINS_A_ROUND:
            moments.clear()
        elif event.kind is EventKind.ANSWERED and event.words:
            moments.append(event.at)
    return len(moments) > 1 and moments[-1] - moments[-2] < COMPLETES_WITHIN


def _here(hand: Hand, request: Request, files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.reference for each in hand.uow.files.among(request.id, files) if each.state is FileState.KEPT)


def _send_to_joined(hand: Hand, request: Request, answer: Answer, files: tuple[str, ...], *, is_more: bool) -> None:
    said = answered_joined(request, answer, len(files), is_more=is_more)
    tell_joined(hand, request, *said, choices=() if is_more else helped_choices(request), files=files)


def put_question(hand: Hand, request: Request, question: Answer) -> None:
    """Let a question go to the citizen; those who have joined are not asked."""
    asked = from_agent("question-from", request, question.signature)
    tell_citizen(hand, request, asked, Quoted(question.words), text("question-how-to-answer"))


def release(hand: Hand, request: Request) -> bool:
    """Send what is held back of a request, if something is; say whether something was."""
    held = hand.uow.held.take(request.id)
    if held is None:
        return False
    written = Answer(held.words, held.files, held.signature)
    if held.kind is EventKind.ASKED:
        put_question(hand, request, written)
    else:
        send(hand, request, written)
    return True


def release_to_joined(hand: Hand, request: Request) -> None:
    """Send the answer that is held back to those who have joined only: its citizen wants to read nothing any more."""
    held = hand.uow.held.find(request.id)
    if held is not None and held.kind is EventKind.ANSWERED:
        hand.uow.held.take(request.id)
        written, files = Answer(held.words, held.files, held.signature), _here(hand, request, held.files)
        _send_to_joined(hand, request, written, files, is_more=_completes(hand, request))


def unread_question(hand: Hand, request: Request) -> HeldMessage | None:
    """Give the question that is held back, if one is: what the citizen writes now is no answer to it."""
    held = hand.uow.held.find(request.id) if request.status is Status.ASKED else None
    return held if held is not None and held.kind is EventKind.ASKED else None


def drop_question(hand: Hand, request: Request) -> None:
    """Take a question back that is held, for nothing is to be asked any more; whoever wrote it reads that."""
    held = unread_question(hand, request)
    if held is None:
        return
    hand.uow.held.take(request.id)
    restore(hand, request, held)
    hand.uow.requests.log(request, EventKind.UNDONE, hand.now, held.account, held.words)
    said = Say((text("question-dropped", number=request.number), Quoted(held.words)))
    hand.post(held.address, said, priority=Priority.ANSWER, about=request.about)


def restore(hand: Hand, request: Request, held: HeldMessage) -> None:
    """Let a request stand as it did before something was written that is not sent; saving it is the caller's."""
    before = held.before
    request.status, request.assignee, request.assignee_name = before.status, before.assignee, before.assignee_name
    request.set_clock(before.promise, hand.city.rules)
    request.recall_at = before.recall_at
    hand.uow.requests.unsay(request, held.kind, held.written_at)
    if held.receipt is not None:
        hand.uow.origins.forget(held.address, held.receipt)


def answered(request: Request, answer: Answer, files: int = 0, *, is_more: bool = False) -> tuple[Text | Quoted, ...]:
    """Write an agent's answer for the citizen, with so many files, or what completes it (``is_more``)."""
    return _answer_said("answer-more-from" if is_more else "answer-from", request, answer, files, is_more=is_more)


def satisfaction(request: Request) -> tuple[Choice, ...]:
    """Ask the citizen whether an answer helped."""
    return (
        Choice(text("answer-yes"), f"satisfied {request.id}"),
        Choice(text("answer-no"), f"unsatisfied {request.id}"),
    )


def answered_joined(
    request: Request, answer: Answer, files: int = 0, *, is_more: bool = False
) -> tuple[Text | Quoted, ...]:
    """Write the same for somebody who has joined a request."""
    key = "answer-more-from-joined" if is_more else "answer-from-joined"
    return _answer_said(key, request, answer, files, is_more=is_more)


def _answer_said(key: str, request: Request, answer: Answer, files: int, *, is_more: bool) -> tuple[Text | Quoted, ...]:
    said = from_agent(key, request, answer.signature)
    enclosed = [text("answer-files", count=files)] if files else []
    return said, Quoted(answer.words), *enclosed, *([] if is_more else [text("answer-helped")])


def from_agent(key: str, request: Request, signature: str) -> Text:
    """Say from whom a message about a request is: from its service, and by the name that the agent signs with."""
    by: dict[str, Value] = {"name": Quoted(signature), "signed": "yes" if signature else "no"}
    return text(key, team=text(f"team-{request.team}"), number=request.number, **by)


def helped_choices(request: Request) -> tuple[Choice, ...]:
    """Ask somebody who has joined whether the answer helps; their no is about their own matter."""
    return (
        Choice(text("answer-yes"), f"helped {request.id}"),
        Choice(text("answer-no"), f"unhelped {request.id}"),
    )
