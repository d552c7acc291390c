"""Feature: what people do who have the same problem as somebody else: join a request, add to it, leave it, go apart.

They wait for the same answer by the same date, each in their own chat. They never read who else waits, nor what others
wrote; the agents read all of it in the history of the request.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversing import ask, begin, drop, entry_of, quoted
from bot.domain import reference
from bot.domain.request import ENDED, NEIGHBOUR, OPEN, EventKind, Request, Status
from bot.handling import Context, Handler
from bot.outgoing import Choice, Moment, Priority, Quoted, Text, text
from bot.sources import FILES, SAID, digests, lines
from handlers import cards, case, endings, merged, telling
from handlers.drafting import flow_name
from handlers.neighbours import OFFERED, SAME, answer_given, how_open, is_worth_joining, looked_for
from handlers.where import PLACE
from storage.followers import Follower


def is_concerned(context: Context, request: Request) -> bool:
    """Say whether somebody waits for the answer to a request: it is theirs, or they have joined it."""
    return request.person_id == context.person.id or _follower(context, request) is not None


def join(context: Context) -> None:
    """A button: it is the same thing. The draft ends, and its words and files go to the request."""
    answers, wanted = context.conversation.answers, context.argument
    request = _meant(context, wanted)
    entry = entry_of(context)
    if request is not None and is_concerned(context, request):
        complete(context) if wanted in answers.get(OFFERED, "").split() else _already(context, request)
    elif request is None or entry is None or not entry.draft or wanted not in answers.get(OFFERED, "").split():
        context.registry.old_button(context)
        ask(context)
    elif not is_worth_joining(context, request):
        context.say(text("joined-too-late", number=request.number))
        answers.pop(SAME, None)
        ask(context)
    else:
        _join(context, request)


def complete(context: Context) -> None:
    """A button: what is being told belongs to a request that is theirs already, or that they have joined."""
    answers, wanted = context.conversation.answers, context.argument
    request = _meant(context, wanted)
    if request is None or wanted not in answers.get(OFFERED, "").split() or not is_concerned(context, request):
        context.registry.old_button(context)
        ask(context)
    elif request.status in ENDED:
        context.say(text("joined-too-late", number=request.number))
        answers.pop(SAME, None)
        ask(context)
    else:
        words, files = answers.get(SAID, ""), tuple(filter(None, answers.get(FILES, "").split("\n")))
        follower, sources = _follower(context, request), digests(context.conversation.sources)
        drop(context)
        context.about = request.about
        if follower is None:
            case.citizen_wrote(context, request, words, files)
            context.uow.origins.add(context.incoming.address, request.id, EventKind.CITIZEN_WROTE, sources)
        else:
            wrote(context, request, words, files)
            context.uow.origins.add(context.incoming.address, request.id, EventKind.NEIGHBOUR_WROTE, sources)
        context.say(text("neighbours-completed", number=request.number, due=Moment(request.promise.due_at)))


def leave(context: Context) -> None:
    """A button: it does not concern them any more."""
    request = _meant(context, context.argument)
    if request is None or not context.uow.followers.remove(request.id, context.person.id):
        context.say(text("joined-not"))
        return
    request.joined -= 1
    context.uow.requests.save(request)
    merged.take_back(context, request)
    _count_anew(context, request)
    context.say(text("joined-left", number=request.number))


def helped(context: Context) -> None:
    """A button of somebody who has joined: yes, the answer helps. Whether it ends is for its citizen to say."""
    if request := _joined(context):
        context.say(text("joined-helped", number=request.number))


def unhelped(context: Context) -> None:
    """A button of somebody who has joined: no. Nobody else's request is opened again; they may make their own.

    Whoever had one of their own that was merged into it has that.
    """
    request = _joined(context)
    if request is None:
        return
    own = next((each for each in merged.in_it(context, request) if each.person_id == context.person.id), None)
    if own is not None:
        context.say(text("merged-unhelped", number=request.number, own=own.number), choices=endings.ways_on(own))
    else:
        context.say(
            text("joined-unhelped", number=request.number),
            choices=(
                Choice(text("joined-own"), f"apart {request.id}"),
                Choice(text("joined-no-own"), f"follow {request.id}"),
            ),
        )


def apart(context: Context) -> None:
    """A button of somebody who has joined: a request of their own after all, with what they said."""
    if request := _joined(context):
        follower = _follower(context, request)
        given = {SAID: follower.words, **follower.answers} if follower else {}
        # It is known that neighbours have told of it.
        known = looked_for(request.category, given.get(PLACE, ""))
        begin(context, flow_name(request.category), {**given, "subject": request.category, **known})


def wrote(context: Context, request: Request, words: str, files: Sequence[str] = ()) -> None:
    """Pass on what somebody adds who has joined a request; the clock does not wait for them, so it stays as it is."""
    follower = _follower(context, request)
    if follower is None:
        return
    said, given = lines(follower.words, words), lines(follower.answers.get(FILES, ""), *files)
    answers = {**follower.answers, **({FILES: given} if given else {})}
    context.uow.followers.keep(replace(follower, words=said, answers=answers))
    _log(context, request, words, files)
    if words and not request.confidential:
        case.tell_team(context, request, text("neighbour-wrote", number=request.number), Quoted(words))


def details(context: Context, request: Request) -> None:
    """Show somebody what they have joined: how it stands, and their own words only."""
    follower = _follower(context, request)
    if follower is None:
        return
    if request.confidential:
        context.say(text("joined-confidential", number=request.number))
        context.choices = (Choice(text("joined-own"), f"apart {request.id}"),)
        return
    context.say(line(request), *([quoted(follower.words, 500)] if follower.words else []))
    leaving = Choice(text("joined-leave"), f"leave {request.id}")
    if request.status in ENDED:
        context.choices = (Choice(text("joined-own"), f"apart {request.id}"), leaving)
    else:
        adding = Choice(text("status-add"), f"add {request.id}")
        moves = request.status in OPEN and follower.address != context.incoming.address
        here = (Choice(text("link-receive-here"), f"here {request.id}"),) if moves else ()
        context.choices = (adding, *here, leaving)


def line(request: Request) -> Text:
    """Write a request that somebody has joined as one line: its state in plain words, and that they have joined it."""
    state = "ended" if request.status is Status.WITHDRAWN else request.status.value
    return text(
        "joined-line",
        number=request.number,
        category=text(f"category-{request.category}"),
        status=state,
        outcome=request.outcome.value if request.outcome else "",
        team=text(f"team-{request.team}"),
        open="yes" if request.status in OPEN else "no",
        due=Moment(request.promise.due_at),
    )


def forget(context: Context) -> None:
    """Take the files of somebody who erases their data out of what they have joined; words go with the data."""
    for follower in context.uow.followers.of_person(context.person.id, 1_000):
        theirs = set(filter(None, follower.answers.get(FILES, "").split("\n")))
        request = context.uow.requests.get(follower.request_id)
        if request is None or not theirs:
            continue
        context.uow.files.drop(request.id, theirs)
        left = lines(*(each for each in request.files if each not in theirs))
        request.answers = {name: value for name, value in request.answers.items() if name != FILES}
        request.answers |= {FILES: left} if left else {}
        context.uow.requests.save(request)
        _count_anew(context, request)


def _join(context: Context, request: Request) -> None:
    answers, sources = context.conversation.answers, digests(context.conversation.sources)
    words = answers.get(SAID, "")
    follower = Follower(
        request_id=request.id,
        person_id=context.person.id,
        address=context.incoming.address,
        lang=context.person.lang,
        words=words,
        answers={name: answers[name] for name in (PLACE, FILES) if name in answers},
        joined_at=context.now,
    )
    context.uow.followers.add(follower)
    request.joined += 1
    context.uow.requests.save(request)
    actor = f"{NEIGHBOUR}{context.person.id}"
    context.uow.requests.log(request, EventKind.JOINED, context.now, actor, words)
    context.uow.origins.add(context.incoming.address, request.id, EventKind.JOINED, sources)
    if files := tuple(filter(None, answers.get(FILES, "").split("\n"))):
        _log(context, request, "", files)  # The cards are drawn again for them.
    else:
        _count_anew(context, request)
    drop(context)
    context.about = request.about
    context.say(
        text(
            "joined",
            number=request.number,
            due=Moment(request.promise.due_at),
            count=request.concerned,
            open=how_open(context, request),
        )
    )
    if answer := answer_given(context, request):
        said = telling.answered_joined(request, telling.Answer(answer))
        context.say(*said, choices=telling.helped_choices(request))
        return
    context.say(
        text("joined-how"),
        choices=(
            Choice(text("status-add"), f"add {request.id}"),
            Choice(text("joined-leave"), f"leave {request.id}"),
        ),
    )


def _log(context: Context, request: Request, words: str, files: Sequence[str]) -> None:
    actor = f"{NEIGHBOUR}{context.person.id}"
    if words:
        case.log(context, request, EventKind.NEIGHBOUR_WROTE, actor, words)
    if files:
        case.take_files(context, request, files)
        case.log(context, request, EventKind.NEIGHBOUR_SENT, actor, str(len(files)))


def _count_anew(context: Context, request: Request) -> None:
    """Show on every card how many wait; that is worth an edit, and no new message."""
    for room in context.uow.outbox.rooms_about(request.about):
        context.post(room, replace(cards.card(request, context.now), minor=True), priority=Priority.CARD)


def _already(context: Context, request: Request) -> None:
    context.about = request.about
    whose = "own" if request.person_id == context.person.id else "followed"
    context.say(text("joined-already", whose=whose, number=request.number))


def _joined(context: Context) -> Request | None:
    request = _meant(context, context.argument)
    if request is None or _follower(context, request) is None:
        context.say(text("joined-not"))
        return None
    context.about = request.about
    return request


def _meant(context: Context, named: str) -> Request | None:
    """Find the request that an id names, or the one that it has been merged into since."""
    request = context.uow.requests.get(reference.whole(named) or 0)
    return merged.treated_with(context, request) if request is not None else None


def _follower(context: Context, request: Request) -> Follower | None:
    return context.uow.followers.find(request.id, context.person.id)


ACTIONS: dict[str, Handler] = {
    "leave": leave,
    "helped": helped,
    "unhelped": unhelped,
    "apart": apart,
}
