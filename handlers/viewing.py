"""Feature: /voir and the history of a request: everything that happened to it, who did it and when, in plain words."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain import reference
from bot.domain.request import NEIGHBOUR, Event, EventKind
from bot.handling import Context
from bot.outgoing import Choice, Moment, Quoted, Text, Value, text
from handlers import calling, cards, desk, endings
from handlers.categories import CATEGORIES
from handlers.corrections import Correction
from handlers.endings import Ending
from storage.files import FileState

LATEST = 8
"""Events that are shown with a request; the button shows all."""

A_PAGE = 20


def show(context: Context) -> None:
    """/voir N: everything about a request, its latest history included; confidential ones only in a private chat."""
    request = desk.named(context)
    if request is None or not desk.may_read_here(context, request):
        return
    context.say(*cards.full(request, context.now), *calling.number_shown(context, request))
    files = cards.in_order(request, context.uow.files.of(request.id))
    context.files = tuple(each.reference for each in files if each.state is FileState.KEPT)
    context.say(*cards.files_lost(files))
    if coming := sum(each.state is FileState.WANTED for each in files):
        context.say(text("files-coming", count=coming))
    events = context.uow.requests.history(request)
    context.say(*lines(context, events[-LATEST:]))
    choices = []
    if len(events) > LATEST:
        context.say(text("history-latest", count=LATEST))
        choices.append(Choice(text("history-whole", count=len(events)), f"history {request.id}"))
    if request.team == context.city.settings.mediation_team:
        choices.append(Choice(text("thread-read"), f"thread {request.id}"))
    context.say(choices=choices)


def history(context: Context) -> None:
    """A button: everything that happened to a request, oldest first; ``<request> <first>``."""
    request = desk.named(context)
    if request is None or not desk.may_read_here(context, request):
        return
    first = reference.whole(context.argument) or 0
    events = context.uow.requests.history(request)
    shown = events[first : first + A_PAGE]
    context.say(text("history-title", number=request.number, count=len(events)), *lines(context, shown))
    if last := first + A_PAGE if events[first + A_PAGE :] else 0:
        context.say(choices=(Choice(text("list-more"), f"history {request.id} {last}"),))


def lines(context: Context, events: Sequence[Event]) -> Iterable[Text]:
    """Write events of a request, a line each: what, when and by whom."""
    names = context.uow.people.names({event.actor for event in events})
    return [
        text("history-line", kind=_kind(event), at=Moment(event.at), words=_words(event), **_by(event, names))
        for event in events
    ]


def _kind(event: Event) -> str:
    """Name what happened; an answer or a question that was undone, or erased, has no words any more."""
    is_empty = event.kind in (EventKind.ANSWERED, EventKind.ASKED) and not event.words
    return f"{event.kind.value}_empty" if is_empty else event.kind.value


def _words(event: Event) -> Value:
    """Say what an event's words are where they are a code: a subject, an outcome, a correction."""
    match event.kind:
        case EventKind.ROUTED if event.words in CATEGORIES:
            return text(f"category-{event.words}")
        case EventKind.CLOSED | EventKind.MEDIATED if ending := Ending.read(event.words):
            return endings.shown(ending)
        case EventKind.CITIZEN_CORRECTED if correction := Correction.read(event.words):
            return correction.shown(event.at.year)
        case _:
            return Quoted(event.words)


def _by(event: Event, names: Mapping[str, str]) -> dict[str, Value]:
    """Say who did it: the city's agent by name; citizens are none, and the clock is nobody."""
    nobody = event.actor in ("citizen", "clock") or event.actor.startswith(NEIGHBOUR)
    if nobody:
        return {"by": "nobody", "name": ""}
    return {"by": "agent", "name": Quoted(names.get(event.actor, event.actor))}
