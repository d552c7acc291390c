"""What merging two requests does, and taking that back: beside handlers/case.py, which knows single requests only.

Two requests about the same thing become one: whoever waits for the one that goes joins the one that stays
(storage/followers.py), by the same date at the latest. The one that goes keeps its citizen, its words, its followers
and its clock, so that it can be its own again; it ends as a duplicate, and whatever is said of it is said of the other.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import promise
from bot.domain.request import NEIGHBOUR, OPEN, EventKind, Outcome, Request, Status
from bot.handling import Context
from bot.outgoing import Moment, Value, text
from bot.sources import FILES, lines
from handlers import case, telling
from handlers.where import PLACE
from storage.followers import Follower


def treated_with(context: Context, request: Request) -> Request:
    """Give the request that one is treated with by now, at the end of a chain of mergers; itself, if it is its own."""
    while request.merged_into is not None:
        found = context.uow.requests.get(request.merged_into)
        if found is None:
            break
        request = found
    return request


def in_it(context: Context, request: Request) -> Iterator[Request]:
    """Give every request that is treated with one, also by way of others."""
    for each in context.uow.requests.merged(request.id):
        yield each
        yield from in_it(context, each)


def merge(context: Context, kept: Request, gone: Request) -> None:
    """Treat one open request with another open one from now on; everybody concerned is told, each once."""
    telling.release(context, kept)  # What is undone later must not undo the earlier date.
    telling.drop_question(context, gone)
    clock = promise.resume(gone.promise, context.city.rules, context.now)
    earlier = promise.bring_forward(kept.promise, context.city.rules, clock.due_at, context.now)
    if earlier != kept.promise:
        kept.set_clock(earlier, context.city.rules)
        sooner = text("merged-sooner", number=kept.number, due=_due(context, kept))
        case.tell_citizen(context, kept, sooner)
        case.tell_joined(context, kept, sooner)
    kept.urgent = kept.urgent or gone.urgent
    told: dict[str, Value] = {"number": gone.number, "other": kept.number, "due": _due(context, kept)}
    same = "yes" if gone.person_id == kept.person_id else "no"
    case.tell_citizen(context, gone, text("merged-citizen", same=same, **told))
    case.tell_joined(context, gone, text("merged-joined", **told))
    waiting = _waiting(context, gone)
    gone.status, gone.outcome, gone.closed_at = Status.CLOSED, Outcome.DUPLICATE, context.now
    gone.merged_into = kept.id
    gone.set_clock(promise.answer(clock, context.city.rules, context.now), context.city.rules)
    case.save(context, gone, EventKind.MERGED, context.account, kept.number)
    context.uow.requests.save(kept)
    case.log(context, kept, EventKind.TOOK_IN, context.account, gone.number)
    for each in waiting:
        _join(context, kept, gone, each)
    kept.phoned += gone.callers
    context.uow.requests.save(kept)
    context.uow.meanings.touch(kept.id)
    case.refresh(context, kept)


def split(context: Context, gone: Request) -> Request | None:
    """Let a merged request be its own again, with its citizen, those who had joined it and its old clock.

    Returns:
        The one that it was treated with; None if it was its own.
    """
    kept = treated_with(context, gone)
    if not part(context, gone, context.account):
        return None
    due = _due(context, gone)
    case.tell_citizen(context, gone, text("split-citizen", number=gone.number, other=kept.number, due=due))
    case.tell_joined(context, gone, text("split-joined", number=gone.number, other=kept.number, due=due))
    return kept


def part(context: Context, gone: Request, actor: str) -> bool:
    """Do as :func:`split` does, and tell nobody; say whether there was anything to part."""
    if gone.merged_into is None:
        return False
    people = {each.person_id for each in context.uow.followers.of(gone.id)}
    people |= {gone.person_id} if gone.person_id is not None else set()
    at, via = context.uow.requests.get(gone.merged_into), gone.id
    while at is not None and (people or gone.callers):
        at.phoned -= gone.callers
        people = _take_out(context, at, via, people, gone)
        context.uow.requests.log(at, EventKind.SPLIT, context.now, actor, gone.number)
        case.refresh(context, at)
        via, at = at.id, context.uow.requests.get(at.merged_into) if at.merged_into is not None else None
    kept = gone.merged_into
    gone.merged_into = gone.outcome = gone.closed_at = None
    gone.status = Status.TAKEN if gone.assignee else Status.NEW
    gone.set_clock(replace(gone.promise, answered_at=None), context.city.rules)
    other = context.uow.requests.get(kept)
    case.save(context, gone, EventKind.SPLIT, actor, other.number if other else "")
    return True


def let_go(context: Context, request: Request) -> None:
    """Part what was merged into a request that is about to become confidential, as far as it is somebody else's.

    Whoever made a request of their own has it again, and loses nothing by what becomes of another's.
    """
    for each in context.uow.requests.merged(request.id):
        is_another_s = each.by_phone or (each.person_id is not None and each.person_id != request.person_id)
        if is_another_s and each.status is Status.CLOSED:
            split(context, each)
    again = context.uow.requests.get(request.id)
    if again is not None:
        request.joined, request.phoned, request.answers = again.joined, again.phoned, again.answers


def let_callers_go(context: Context, request: Request) -> None:
    """Give those at the phone their own requests again that were treated with one that has ended without an answer."""
    for each in list(in_it(context, request)):
        if each.by_phone and each.status is Status.CLOSED:
            split(context, each)
            said = text("calling-again", number=each.number, other=request.number, due=_due(context, each))
            case.tell_team(context, each, said)
            request.phoned -= each.callers


def bring_along(context: Context, gone: Request) -> None:
    """Let somebody at the phone who has got their merged request in a chat wait for what it is treated with."""
    via, person = gone, _waiting(context, gone)[0]
    while via.merged_into is not None and (at := context.uow.requests.get(via.merged_into)) is not None:
        _join(context, at, via, person)
        at.phoned -= 1
        context.uow.requests.save(at)
        case.refresh(context, at)
        via = at


def take_back(context: Context, request: Request) -> None:
    """Let somebody who leaves a request also leave what was merged into it: their own there is withdrawn."""
    for each in in_it(context, request):
        if each.person_id == context.person.id and each.status is Status.CLOSED:
            each.status, each.outcome = Status.WITHDRAWN, None
            case.save(context, each, EventKind.WITHDRAWN, "citizen")
        elif context.uow.followers.remove(each.id, context.person.id):
            each.joined -= 1
            context.uow.requests.save(each)


def _waiting(context: Context, gone: Request) -> list[Follower]:
    """Give everybody who waits for a request as followers: its citizen with all that they said, then who joined it."""
    joined = context.uow.followers.of(gone.id) if gone.joined else []
    if gone.person_id is None:
        return joined
    others = {each for follower in joined for each in _files(follower)}
    theirs = lines(*(each for each in gone.files if each not in others))
    history = context.uow.requests.history(gone)
    added = [each.words for each in history if each.kind is EventKind.CITIZEN_WROTE and each.actor == "citizen"]
    place = gone.answers.get(PLACE)
    answers = {**({PLACE: place} if place else {}), **({FILES: theirs} if theirs else {})}
    words, received = lines(gone.words, *added), gone.promise.received_at
    return [Follower(gone.id, gone.person_id, gone.address, gone.lang, words, answers, received), *joined]


def _join(context: Context, kept: Request, gone: Request, person: Follower) -> None:
    """Let somebody who waited for the one that goes wait for the one that stays, once."""
    files = _files(person)
    if person.person_id == kept.person_id:
        if person.words:
            case.log(context, kept, EventKind.CITIZEN_WROTE, "citizen", person.words)
        case.add_files(context, kept, files)
        return
    there = context.uow.followers.find(kept.id, person.person_id)
    if there is None:
        context.uow.followers.add(replace(person, request_id=kept.id, via=gone.id))
        kept.joined += 1
    else:
        given = lines(there.answers.get(FILES, ""), *files)
        answers = {**there.answers, **({FILES: given} if given else {})}
        context.uow.followers.keep(replace(there, words=lines(there.words, person.words), answers=answers))
    actor = f"{NEIGHBOUR}{person.person_id}"
    context.uow.requests.log(kept, EventKind.JOINED, context.now, actor, person.words)
    if files:
        case.take_files(context, kept, files)
        context.uow.requests.log(kept, EventKind.NEIGHBOUR_SENT, context.now, actor, str(len(files)))


def _take_out(context: Context, kept: Request, via: int, people: set[int], gone: Request) -> set[int]:
    """Take out of a request whom another one has brought, with their files; gives who they were.

    Whom another one has brought as well stays. What they have said since goes back with them, as far as somebody there
    has joined.
    """
    taken = set[int]()
    others = [each for each in context.uow.requests.merged(kept.id) if each.id != via]
    for each in context.uow.followers.of(kept.id):
        if each.via != via or each.person_id not in people:
            continue
        if (also := next((one.id for one in others if _waits_in(context, one, each.person_id)), None)) is not None:
            context.uow.followers.keep(replace(each, via=also))
            continue
        taken.add(each.person_id)
        context.uow.followers.remove(kept.id, each.person_id)
        kept.joined -= 1
        theirs = _files(each)
        context.uow.files.drop(kept.id, theirs)
        left = lines(*(file for file in kept.files if file not in theirs))
        kept.answers = {name: value for name, value in kept.answers.items() if name != FILES}
        kept.answers |= {FILES: left} if left else {}
        case.take_files(context, gone, theirs)
        back = context.uow.followers.find(gone.id, each.person_id)
        if back is not None:
            context.uow.followers.keep(replace(back, words=each.words, answers=each.answers))
    context.uow.requests.save(kept)
    return taken


def _waits_in(context: Context, request: Request, person_id: int) -> bool:
    """Say whether somebody waits for the answer to a request that was merged, or has joined it."""
    is_own = request.person_id == person_id and request.status is Status.CLOSED
    return is_own or context.uow.followers.find(request.id, person_id) is not None


def _files(person: Follower) -> list[str]:
    return [each for each in person.answers.get(FILES, "").split("\n") if each]


def _due(context: Context, request: Request) -> Moment:
    """Give the date that is promised, as it is if a clock that is held runs again now."""
    return Moment(promise.resume(request.promise, context.city.rules, context.now).due_at)


def is_open(context: Context, request: Request) -> bool:
    """Say whether somebody still owes an answer to what a request is treated with."""
    return treated_with(context, request).status in OPEN
