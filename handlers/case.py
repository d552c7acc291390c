"""What can happen to a request, whoever makes it happen: each function changes it, logs it, and tells those concerned.

The functions know nothing of commands, rights or the words that an agent reads back; handlers/desk.py does. They work
for a message (Context) as for a job (Tick).
"""

from collections.abc import Sequence

from bot.domain import promise
from bot.domain.request import EventKind, Outcome, Request, Status
from bot.handling import Context, Tick
from bot.incoming import Address, Words
from bot.outgoing import Choice, Moment, Priority, Quoted, Say, Text, text
from bot.sources import FILES, digest_of, lines
from handlers import cards
from handlers.categories import Category
from storage.files import FileRow, FileState

Hand = Context | Tick


def announce(hand: Hand, request: Request) -> None:
    """Show a new request's card in every room of its team; its photos follow when they have been fetched."""
    hand.uow.files.want(request.id, request.files, hand.now)
    for room in hand.city.roster.rooms(request.team):
        _show(hand, request, room)


def refresh(hand: Hand, request: Request) -> None:
    """Bring every card of a request up to date, also where another team had it before."""
    for room in hand.uow.outbox.rooms_about(request.about):
        hand.post(room, cards.card(request), priority=Priority.CARD)


def tell_citizen(hand: Hand, request: Request, *said: Text | Quoted, choices: tuple[Choice, ...] = ()) -> None:
    """Say something about a request to the citizen, in their language; a reply to it comes back to the request.

    Somebody who has erased their data has no room any more, and nothing is said into the void.
    """
    if request.person_id is None:
        return
    hand.post(request.address, Say(said, choices), lang=request.lang, priority=Priority.ANSWER, about=request.about)


def tell_team(hand: Hand, request: Request, *said: Text | Quoted, choices: tuple[Choice, ...] = ()) -> None:
    """Say something about a request in its team's rooms; a reply to it is a reply to the request's card."""
    for room in hand.city.roster.rooms(request.team):
        hand.post(room, Say(said, choices), priority=Priority.CARD, about=request.about)


def take(hand: Context, request: Request) -> bool:
    """Give a request to the agent who asks for it, unless somebody has it."""
    if not hand.uow.requests.take(request, hand.account, hand.name):
        return False
    if request.status is Status.NEW:
        request.status = Status.TAKEN
    _save(hand, request, EventKind.TAKEN, hand.account)
    return True


def answer(hand: Context, request: Request, words: str) -> None:
    """Send an agent's answer to the citizen: the first one stops the clock, and the citizen is asked if it helped."""
    if request.assignee is None:
        request.assignee, request.assignee_name = hand.account, hand.name
    request.status = Status.ANSWERED
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    _save(hand, request, EventKind.ANSWERED, hand.account, words)
    tell_citizen(
        hand,
        request,
        text("answer-from", team=text(f"team-{request.team}"), number=request.number),
        Quoted(words),
        text("answer-helped"),
        choices=(
            Choice(text("answer-yes"), f"satisfied {request.id}"),
            Choice(text("answer-no"), f"unsatisfied {request.id}"),
        ),
    )


def correct(hand: Context, request: Request, words: str) -> None:
    """Send the citizen another version of what an agent had written, openly as a correction; nothing else changes."""
    _log(hand, request, EventKind.CORRECTED, hand.account, words)
    said = text("corrected-from", team=text(f"team-{request.team}"), number=request.number)
    tell_citizen(hand, request, said, Quoted(words))


def ask(hand: Context, request: Request, words: str) -> None:
    """Ask the citizen something; the clock is held until they write, which both sides see."""
    if request.assignee is None:
        request.assignee, request.assignee_name = hand.account, hand.name
    request.status = Status.ASKED
    request.set_clock(promise.pause(request.promise, hand.now), hand.city.rules)
    _save(hand, request, EventKind.ASKED, hand.account, words)
    tell_citizen(
        hand,
        request,
        text("question-from", team=text(f"team-{request.team}"), number=request.number),
        Quoted(words),
        text("question-how-to-answer"),
    )


def citizen_wrote(hand: Context, request: Request, words: str, files: Sequence[str] = ()) -> None:
    """Pass on what a citizen added: words, files or both; if they had been asked something, the clock runs again."""
    if request.status is Status.ASKED:
        resume(hand, request)
        hand.uow.requests.save(request)
        refresh(hand, request)
    if words:
        _log(hand, request, EventKind.CITIZEN_WROTE, "citizen", words)
    add_files(hand, request, files)
    if request.confidential:
        tell_team(hand, request, text("citizen-wrote-confidential", number=request.number))
    elif words:
        tell_team(hand, request, text("citizen-wrote", number=request.number), Quoted(words))


def add_files(hand: Context, request: Request, files: Sequence[str]) -> None:
    """Add files of the citizen's to a request; they are shown when they have been fetched (handlers/arriving.py)."""
    if not files:
        return
    if new := [each for each in files if each not in request.files]:
        request.answers[FILES] = lines(request.answers.get(FILES, ""), *new)
        hand.uow.files.want(request.id, new, hand.now)
        hand.uow.requests.save(request)
        refresh(hand, request)
    _log(hand, request, EventKind.CITIZEN_SENT, "citizen", str(len(files)))


def resume(hand: Hand, request: Request) -> None:
    """Let the clock of a request that waits for the citizen run again; saving it is the caller's."""
    request.status = Status.TAKEN if request.assignee else Status.NEW
    request.set_clock(promise.resume(request.promise, hand.city.rules, hand.now), hand.city.rules)


def route(hand: Context, request: Request, category: Category) -> None:
    """Give a request to the team of another subject; the deadline stays, and the citizen hears who has it now."""
    request.category, request.team = category.name, category.team
    request.confidential = request.confidential or category.confidential
    request.assignee = request.assignee_name = None
    if request.status is Status.TAKEN:
        request.status = Status.NEW
    _save(hand, request, EventKind.ROUTED, hand.account, category.name)
    announce_where_new(hand, request)
    tell_citizen(
        hand,
        request,
        text("routed-citizen", number=request.number, team=text(f"team-{request.team}"), due=_due(request)),
    )


def announce_where_new(hand: Hand, request: Request) -> None:
    """Show the card in the rooms of the request's team that do not show it yet."""
    shown = set(hand.uow.outbox.rooms_about(request.about))
    for room in hand.city.roster.rooms(request.team):
        if room not in shown:
            _show(hand, request, room)


def close(hand: Context, request: Request, outcome: Outcome, words: str) -> None:
    """End a request with an outcome; the citizen reads which of four truths it is, and may reopen it."""
    request.status, request.outcome, request.closed_at = Status.CLOSED, outcome, hand.now
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    _save(hand, request, EventKind.CLOSED, hand.account, f"{outcome.value} {words}".strip())
    said: list[Text | Quoted] = [text("closed-citizen", number=request.number, outcome=outcome.value)]
    if words:
        said.append(Quoted(words))
    choices = (
        Choice(text("answer-reopen"), f"reopen {request.id}"),
        Choice(text("answer-contest"), f"contest {request.id}"),
    )
    tell_citizen(hand, request, *said, text("closed-ways-on"), choices=choices)


def satisfied(hand: Context, request: Request) -> None:
    """The citizen says that the answer helped: the request ends."""
    request.status, request.satisfied, request.closed_at = Status.CLOSED, True, hand.now
    request.outcome = request.outcome or Outcome.ANSWERED
    _save(hand, request, EventKind.SATISFIED, "citizen")


def reopen(hand: Context, request: Request, reason: str) -> None:
    """The citizen says that it is not settled: the same team, a new clock, and the reason."""
    _open_again(hand, request)
    request.status = Status.TAKEN if request.assignee else Status.NEW
    _save(hand, request, EventKind.REOPENED, "citizen", reason)
    _tell_opened(hand, request, "reopened-team", reason)


def contest(hand: Context, request: Request, reason: str) -> None:
    """The citizen disagrees: the mediator gets the request with a clock of its own."""
    _open_again(hand, request)
    request.team, request.status = hand.city.settings.mediation_team, Status.NEW
    request.assignee = request.assignee_name = None
    _save(hand, request, EventKind.CONTESTED, "citizen", reason)
    announce_where_new(hand, request)
    _tell_opened(hand, request, "contested-team", reason)


def withdraw(hand: Context, request: Request) -> None:
    """The citizen takes a request back; the team sees it."""
    request.status, request.closed_at = Status.WITHDRAWN, hand.now
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    _save(hand, request, EventKind.WITHDRAWN, "citizen")


def note(hand: Context, request: Request, words: str) -> None:
    """Keep a note that only agents read."""
    _log(hand, request, EventKind.NOTED, hand.account, words)


def show_files(hand: Hand, request: Request, room: Address, files: Sequence[FileRow]) -> None:
    """Show files of a request in a room, and say of those that are lost why they are not shown."""
    kept = [each for each in files if each.state is FileState.KEPT]
    what = "photos" if all(each.media_type.startswith("image/") for each in kept) else "files"
    said = [text("card-photos", number=request.number, count=len(kept), what=what)] if kept else []
    said += cards.files_lost(files)
    if said:
        shown = Say(tuple(said), files=tuple(each.reference for each in kept))
        hand.post(room, shown, priority=Priority.CARD, about=request.about)


def _show(hand: Hand, request: Request, room: Address) -> None:
    hand.post(room, cards.card(request), priority=Priority.CARD)
    if not request.confidential:
        show_files(hand, request, room, cards.in_order(request, hand.uow.files.of(request.id)))


def _open_again(hand: Context, request: Request) -> None:
    request.cycle += 1
    request.outcome = request.closed_at = request.satisfied = None
    request.set_clock(promise.restart(request.promise, hand.city.rules, hand.now), hand.city.rules)


def _tell_opened(hand: Context, request: Request, key: str, reason: str) -> None:
    said: tuple[Text | Quoted, ...] = (text(key, number=request.number, due=_due(request)),)
    tell_team(hand, request, *said, *(() if request.confidential or not reason else (Quoted(reason),)))


def _due(request: Request) -> Moment:
    return Moment(request.promise.due_at)


def _save(hand: Hand, request: Request, kind: EventKind, actor: str, words: str = "") -> None:
    hand.uow.requests.save(request)
    _log(hand, request, kind, actor, words)
    refresh(hand, request)


def _log(hand: Hand, request: Request, kind: EventKind, actor: str, words: str) -> None:
    """Add to a request's history, and note which message it came from: people are told what an edit of it changes."""
    hand.uow.requests.log(request, kind, hand.now, actor, words)
    if isinstance(hand, Context) and isinstance(hand.incoming.content, Words) and hand.incoming.receipt:
        digests = {hand.incoming.receipt: digest_of(hand.incoming.content)}
        hand.uow.origins.add(hand.incoming.address, request.id, kind, digests)
