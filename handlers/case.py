"""What can happen to a request, whoever makes it happen: each function changes it, logs it, and tells those concerned.

The functions know nothing of commands, rights or the words that an agent reads back; handlers/desk.py does. They work
for a message (Context) as for a job (Tick).
"""

from collections.abc import Sequence

from bot.domain import promise
from bot.domain.request import MEDIATED, EventKind, Outcome, Request, Status
from bot.handling import Context
from bot.incoming import Address, Words
from bot.outgoing import Choice, Moment, Priority, Quoted, Say, Text, text
from bot.sources import FILES, digest_of, lines
from handlers import cards
from handlers.categories import CATEGORIES, Category
from handlers.telling import Hand, drop_question, from_agent, release, unread_question
from handlers.telling import tell_citizen as tell_citizen
from handlers.telling import tell_joined as tell_joined
from handlers.telling import tell_team as tell_team
from storage.files import FileRow, FileState


def announce(hand: Hand, request: Request) -> None:
    """Show a new request's card in every room of its team; its photos follow when they have been fetched."""
    hand.uow.files.want(request.id, request.files, hand.now)
    hand.uow.meanings.touch(request.id)
    for room in hand.city.roster.rooms(request.team):
        _show(hand, request, room)


def refresh(hand: Hand, request: Request) -> None:
    """Bring every card of a request up to date, also where another team had it before."""
    for room in hand.uow.outbox.rooms_about(request.about):
        hand.post(room, cards.card(request, hand.now), priority=Priority.CARD)


def take(hand: Context, request: Request) -> bool:
    """Give a request to the agent who asks for it, unless somebody has it."""
    if not hand.uow.requests.take(request, hand.account, hand.name):
        return False
    if request.status is Status.NEW:
        request.status = Status.TAKEN
    save(hand, request, EventKind.TAKEN, hand.account)
    return True


def correct(hand: Context, request: Request, words: str) -> None:
    """Send the citizen another version of what an agent had written, openly as a correction; nothing else changes."""
    log(hand, request, EventKind.CORRECTED, hand.account, words)
    release(hand, request)
    said = from_agent("corrected-from", request, hand.uow.people.signature(hand.person.id))
    tell_citizen(hand, request, said, Quoted(words))
    tell_joined(hand, request, said, Quoted(words))


def citizen_wrote(hand: Context, request: Request, words: str, files: Sequence[str] = ()) -> None:
    """Pass on what a citizen added: words, files or both; if they had been asked something, the clock runs again."""
    if heard(hand, request):
        hand.uow.requests.save(request)
        refresh(hand, request)
    if words:
        log(hand, request, EventKind.CITIZEN_WROTE, "citizen", words)
    add_files(hand, request, files)
    if request.confidential:
        tell_team(hand, request, text("citizen-wrote-confidential", number=request.number))
    elif words:
        tell_team(hand, request, text("citizen-wrote", number=request.number), Quoted(words))


def add_files(hand: Context, request: Request, files: Sequence[str]) -> None:
    """Add files of the citizen's to a request; they are shown when they have been fetched (handlers/arriving.py)."""
    if files:
        take_files(hand, request, files)
        log(hand, request, EventKind.CITIZEN_SENT, "citizen", str(len(files)))


def take_files(hand: Context, request: Request, files: Sequence[str]) -> None:
    """Keep files with a request, whoever gave them, and have them fetched."""
    if new := [each for each in files if each not in request.files]:
        request.answers[FILES] = lines(request.answers.get(FILES, ""), *new)
        hand.uow.files.want(request.id, new, hand.now)
        hand.uow.requests.save(request)
        refresh(hand, request)


def heard(hand: Hand, request: Request) -> bool:
    """Let the clock run again, for the citizen has written; a question that they have not read yet goes on holding it.

    Returns:
        Whether anything has changed; saving it is the caller's.
    """
    if request.status is not Status.ASKED:
        return False
    unread, rules = unread_question(hand, request), hand.city.rules
    if unread is None:
        resume(hand, request)
        return True
    if request.promise.paused_at == unread.written_at:
        return False
    # An earlier question is answered: what holds the clock is the one that is still to come.
    clock = promise.resume(request.promise, rules, unread.written_at)
    request.set_clock(promise.pause(clock, unread.written_at), rules)
    request.recall_at = promise.question_reminder_at(request.promise, rules)
    return True


def resume(hand: Hand, request: Request) -> None:
    """Let the clock of a request that waits for the citizen run again; saving it is the caller's."""
    before = request.promise.due_at
    request.status = Status.TAKEN if request.assignee else Status.NEW
    request.set_clock(promise.resume(request.promise, hand.city.rules, hand.now), hand.city.rules)
    if request.promise.due_at != before:
        tell_joined(hand, request, text("joined-date", number=request.number, due=_due(request)))


def route(hand: Context, request: Request, category: Category) -> None:
    """Give a request to the team of another subject; the deadline stays, and the citizen hears who has it now."""
    if category.confidential:
        own = Choice(text("joined-own"), f"apart {request.id}")
        tell_joined(hand, request, text("joined-confidential", number=request.number), choices=(own,))
    request.category, request.team = category.name, category.team
    request.confidential = request.confidential or category.confidential
    request.assignee = request.assignee_name = None
    if request.status is Status.TAKEN:
        request.status = Status.NEW
    save(hand, request, EventKind.ROUTED, hand.account, category.name)
    announce_where_new(hand, request)
    tell_citizen(
        hand,
        request,
        text("routed-citizen", number=request.number, team=text(f"team-{request.team}"), due=_due(request)),
    )
    routed = text("routed-joined", number=request.number, team=text(f"team-{request.team}"), due=_due(request))
    tell_joined(hand, request, routed)


def announce_where_new(hand: Hand, request: Request) -> None:
    """Show the card in the rooms of the request's team that do not show it yet."""
    shown = set(hand.uow.outbox.rooms_about(request.about))
    for room in hand.city.roster.rooms(request.team):
        if room not in shown:
            _show(hand, request, room)


def close(hand: Context, request: Request, outcome: Outcome, kind: EventKind, written: str) -> None:
    """End a request with an outcome; who reads what of it is the caller's (handlers/closing.py, mediation.py)."""
    drop_question(hand, request)
    request.status, request.outcome, request.closed_at = Status.CLOSED, outcome, hand.now
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    save(hand, request, kind, hand.account, written)


def satisfied(hand: Context, request: Request) -> None:
    """The citizen says that the answer helped: the request ends."""
    request.status, request.satisfied, request.closed_at = Status.CLOSED, True, hand.now
    request.outcome = request.outcome or Outcome.ANSWERED
    save(hand, request, EventKind.SATISFIED, "citizen")


def reopen(hand: Context, request: Request, reason: str) -> None:
    """The citizen says that it is not settled: the same team, a new clock, and the reason.

    What the mediator has ended is for the service then, which does what was decided.
    """
    if request.outcome in MEDIATED:
        request.team, request.assignee, request.assignee_name = CATEGORIES[request.category].team, None, None
    _open_again(hand, request, promise.restart(request.promise, hand.city.rules, hand.now))
    request.status = Status.TAKEN if request.assignee else Status.NEW
    save(hand, request, EventKind.REOPENED, "citizen", reason)
    announce_where_new(hand, request)
    _tell_opened(hand, request, "reopened-team", reason)


def contest(hand: Context, request: Request, reason: str) -> None:
    """The citizen disagrees: the mediator gets the request with a clock of its own, the city's delay."""
    _open_again(hand, request, promise.start(hand.now, hand.city.rules))
    request.team, request.status = hand.city.settings.mediation_team, Status.NEW
    request.assignee = request.assignee_name = None
    save(hand, request, EventKind.CONTESTED, "citizen", reason)
    announce_where_new(hand, request)
    thread = Choice(text("thread-read"), f"thread {request.id}")
    _tell_opened(hand, request, "contested-team", reason, choices=(thread,))


def withdraw(hand: Context, request: Request) -> bool:
    """The citizen takes a request back; the team sees it.

    Returns:
        Whether it stays open all the same, because others have joined it: the first of them has it from now on.
    """
    if hand_on(hand, request, "citizen"):
        return True
    drop_question(hand, request)
    request.status, request.closed_at = Status.WITHDRAWN, hand.now
    request.set_clock(promise.answer(request.promise, hand.city.rules, hand.now), hand.city.rules)
    save(hand, request, EventKind.WITHDRAWN, "citizen")
    return False


def note(hand: Context, request: Request, words: str) -> None:
    """Keep a note that only agents read."""
    log(hand, request, EventKind.NOTED, hand.account, words)


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
    hand.post(room, cards.card(request, hand.now), priority=Priority.CARD)
    if not request.confidential:
        show_files(hand, request, room, cards.in_order(request, hand.uow.files.of(request.id)))


def hand_on(hand: Context, request: Request, actor: str, parting: Sequence[Text] = ()) -> bool:
    """Give a request to the first who has joined it, with their own words; what its citizen said goes with them.

    Args:
        hand: of whoever does it.
        request: a request that has no place for its citizen any more, who reads the ``parting``.
        actor: who does it, as in an event.
        parting: what its citizen reads.

    Returns:
        Whether anybody has joined it; if not, nothing is done.
    """
    others = hand.uow.followers.of(request.id) if request.joined and not request.confidential else []
    if not others:
        return False
    drop_question(hand, request)
    release(hand, request)
    # Settled before, since what waits to be said of it is erased with what its citizen wrote.
    gone_to, gone_lang, has_gone = request.address, request.lang, request.person_id is not None
    heir, kept = others[0], lines(*(each.answers.get(FILES, "") for each in others))
    hand.uow.personal_data.release(request.id)
    gone = {row.reference for row in hand.uow.files.of(request.id)}.difference(kept.split("\n"))
    hand.uow.files.drop(request.id, gone)
    hand.uow.followers.remove(request.id, heir.person_id)
    request.person_id, request.address, request.lang = heir.person_id, heir.address, heir.lang
    request.words, request.answers = heir.words, {**heir.answers, **({FILES: kept} if kept else {})}
    request.joined -= 1
    if request.status is Status.ASKED:
        resume(hand, request)
    hand.uow.requests.save(request)
    hand.uow.meanings.touch(request.id)
    # No origin is kept of the message that did it: nothing of its writer stays with the request.
    hand.uow.requests.log(request, EventKind.HANDED_ON, hand.now, actor)
    refresh(hand, request)
    tell_team(hand, request, text("handed-on-team", number=request.number))
    said = text("handed-on", number=request.number, due=_due(request))
    tell_citizen(hand, request, said)
    tell_joined(hand, request, said)
    if parting and has_gone:
        hand.post(gone_to, Say(tuple(parting)), lang=gone_lang)
    return True


def _open_again(hand: Context, request: Request, clock: promise.Promise) -> None:
    release(hand, request)
    request.cycle += 1
    request.outcome = request.closed_at = request.satisfied = None
    request.set_clock(clock, hand.city.rules)
    tell_joined(hand, request, text("joined-date", number=request.number, due=_due(request)))


def _tell_opened(hand: Context, request: Request, key: str, reason: str, choices: tuple[Choice, ...] = ()) -> None:
    said: tuple[Text | Quoted, ...] = (text(key, number=request.number, due=_due(request)),)
    shown = () if request.confidential or not reason else (Quoted(reason),)
    tell_team(hand, request, *said, *shown, choices=choices)


def _due(request: Request) -> Moment:
    return Moment(request.promise.due_at)


def save(hand: Hand, request: Request, kind: EventKind, actor: str, words: str = "") -> None:
    """Write a request as it is now, with what has happened to it, and bring everything up to date that shows it."""
    release(hand, request)  # What happened before is read before.
    hand.uow.requests.save(request)
    hand.uow.meanings.touch(request.id)
    log(hand, request, kind, actor, words)
    refresh(hand, request)


def log(hand: Hand, request: Request, kind: EventKind, actor: str, words: str) -> None:
    """Add to a request's history, and note which message it came from: people are told what an edit of it changes."""
    hand.uow.requests.log(request, kind, hand.now, actor, words)
    if isinstance(hand, Context) and isinstance(hand.incoming.content, Words) and hand.incoming.receipt:
        digests = {hand.incoming.receipt: digest_of(hand.incoming.content)}
        hand.uow.origins.add(hand.incoming.address, request.id, kind, digests)
