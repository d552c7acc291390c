"""What is said of a request to those who wait for its answer, and to its team: beside handlers/case.py, which uses it.

An answer that is held back (storage/held.py) goes out through here, whatever lets it go.
"""

from dataclasses import dataclass

from bot.domain.request import Request
from bot.handling import Context, Tick
from bot.outgoing import Choice, Priority, Quoted, Say, Text, Value, text
from storage.files import FileState

Hand = Context | Tick


@dataclass(frozen=True, slots=True)
class Answer:
    """What an agent answers: words, references of files, and the name that the citizen reads ("": the service's)."""

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
    """Say something about a request to the citizen, in their language; a reply to it comes back to the request.

    Somebody who has erased their data has no room any more, and nothing is said into the void.
    """
    if request.person_id is None:
        return
    shown = Say(said, choices, files)
    hand.post(request.address, shown, lang=request.lang, priority=Priority.ANSWER, about=request.about)


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
    """Let an answer go to the citizen and to everybody who has joined, with those of its files that are here."""
    files = _here(hand, request, answer.files)
    tell_citizen(hand, request, *answered(request, answer, len(files)), choices=satisfaction(request), files=files)
    _send_to_joined(hand, request, answer, files)


def _here(hand: Hand, request: Request, files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.reference for each in hand.uow.files.among(request.id, files) if each.state is FileState.KEPT)


def _send_to_joined(hand: Hand, request: Request, answer: Answer, files: tuple[str, ...]) -> None:
    said = answered_joined(request, answer, len(files))
    tell_joined(hand, request, *said, choices=helped_choices(request), files=files)


def release(hand: Hand, request: Request) -> bool:
    """Send the answer to a request that is held back, if one is; say whether one was."""
    held = hand.uow.held.take(request.id)
    if held is not None:
        send(hand, request, Answer(held.words, held.files, held.signature))
    return held is not None


def release_to_joined(hand: Hand, request: Request) -> None:
    """Send the answer that is held back to those who have joined only: its citizen wants to read nothing any more."""
    held = hand.uow.held.take(request.id)
    if held is not None:
        _send_to_joined(hand, request, Answer(held.words, held.files, held.signature), _here(hand, request, held.files))


def answered(request: Request, answer: Answer, files: int = 0) -> tuple[Text | Quoted, ...]:
    """Write an agent's answer for the citizen, with so many files."""
    return _answer_said("answer-from", request, answer, files)


def satisfaction(request: Request) -> tuple[Choice, ...]:
    """Ask the citizen whether an answer helped."""
    return (
        Choice(text("answer-yes"), f"satisfied {request.id}"),
        Choice(text("answer-no"), f"unsatisfied {request.id}"),
    )


def answered_joined(request: Request, answer: Answer, files: int = 0) -> tuple[Text | Quoted, ...]:
    """Write an agent's answer for somebody who has joined a request, with so many files."""
    return _answer_said("answer-from-joined", request, answer, files)


def _answer_said(key: str, request: Request, answer: Answer, files: int) -> tuple[Text | Quoted, ...]:
    said = from_agent(key, request, answer.signature)
    return said, Quoted(answer.words), *([text("answer-files", count=files)] if files else []), text("answer-helped")


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
