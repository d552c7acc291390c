"""Feature: the mediator, who reads a contested request anew: the whole thread, their own outcomes, the last word.

A request comes here when its citizen contests (handlers/case.py), with a clock of its own, or is about a decision from
the start. The mediator always ends it in writing; the citizen reads their words, and what other ways there are.
"""

from bot.domain import reference
from bot.domain.request import MEDIATED, OPEN, EventKind, Outcome, Request
from bot.handling import Context, Handler
from bot.outgoing import Choice, Moment, Priority, Quoted, Say, Text, text
from handlers import cards, case, desk, endings, viewing
from handlers.categories import CATEGORIES
from handlers.endings import REOPEN, Ending

OUTCOMES = tuple(each for each in Outcome if each in MEDIATED or each in (Outcome.WITHDRAWN, Outcome.SPAM))
"""What a mediator may end a request with: their own outcomes first, and what needs no word of theirs."""

OF_THE_MATTER = frozenset({Outcome.UPHELD, Outcome.CHANGED, Outcome.CITY_MISTAKE})
"""Outcomes about the matter itself, whose words those read, too, who have joined; the others are about one person."""

SAID = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.FILED,
        EventKind.CITIZEN_WROTE,
        EventKind.CITIZEN_SENT,
        EventKind.CITIZEN_CORRECTED,
        EventKind.ASKED,
        EventKind.ANSWERED,
        EventKind.CORRECTED,
        EventKind.ROUTED,
        EventKind.MOVED,
        EventKind.BREACHED,
        EventKind.CLOSED,
        EventKind.SATISFIED,
        EventKind.REOPENED,
        EventKind.CONTESTED,
        EventKind.MEDIATED,
    }
)
"""What the citizen and the city have told each other; notes, reminders and what others wrote are not in it."""

A_PAGE = 20


def has_it(context: Context, request: Request) -> bool:
    """Say whether a request is before the mediator."""
    return request.team == context.city.settings.mediation_team


def is_mediator(context: Context) -> bool:
    """Say whether an agent may speak as the mediator: the desk may look after every request, but has not that word."""
    teams = context.city.roster.teams_of(context.accounts, context.uow.members)
    return context.city.settings.mediation_team in teams


def thread(context: Context) -> None:
    """A button: everything that the citizen and the city have told each other, oldest first; ``<request> <first>``."""
    request = desk.named(context)
    if request is None or not desk.may_read_here(context, request):
        return
    first = reference.whole(context.argument) or 0
    said = [each for each in context.uow.requests.history(request) if each.kind in SAID]
    lines = viewing.lines(context, said[first : first + A_PAGE])
    context.say(text("thread-title", number=request.number, count=len(said)))
    context.say(*(cards.concerned(request) if first == 0 else ()), *lines)
    if said[first + A_PAGE :]:
        context.say(choices=(Choice(text("list-more"), f"thread {request.id} {first + A_PAGE}"),))


def speak(context: Context, request: Request, ending: Ending) -> None:
    """End a request with the mediator's words: its citizen reads them, and its service what came of it."""
    case.close(context, request, ending.outcome, EventKind.MEDIATED, ending.written)
    said = endings.told(context, request, ending)
    case.tell_citizen(context, request, *said, choices=endings.ways_on(request))
    words = (Quoted(ending.words),) if ending.outcome in OF_THE_MATTER else ()
    joined = text("mediated-joined", number=request.number, outcome=ending.outcome.value)
    own = Choice(text("joined-own"), f"apart {request.id}")
    case.tell_joined(context, request, joined, *words, choices=(own,))
    _tell_service(context, request, ending)


def spoken(context: Context, request: Request) -> bool:
    """Say to a citizen who contests once more, kindly, that the mediator has spoken or has it; say whether it is so."""
    history = context.uow.requests.history(request)
    if word := next((each for each in reversed(history) if each.kind is EventKind.MEDIATED), None):
        context.say(text("mediated-already", number=request.number, at=Moment(word.at, "date")))
        again = (Choice(text("answer-reopen"), f"reopen {request.id}"),) if endings.may(request, REOPEN) else ()
        context.say(text("mediated-remains"), choices=again)
        return True
    if not has_it(context, request) or all(each.kind is not EventKind.CONTESTED for each in history):
        return False
    is_open = request.status in OPEN
    due = Moment(request.promise.due_at)
    context.say(text("mediation-has-it", number=request.number, open="yes" if is_open else "no", due=due))
    if not is_open:
        context.say(choices=(Choice(text("answer-reopen"), f"reopen {request.id}"),))
    return True


def _tell_service(context: Context, request: Request, ending: Ending) -> None:
    """Tell the service that was contested what came of it, in its rooms."""
    service = CATEGORIES[request.category].team
    if service == request.team:
        return
    said: list[Text | Quoted] = [
        text("mediated-team", number=request.number, outcome=text(f"outcome-{ending.outcome.value}"))
    ]
    if not request.confidential:
        said.append(Quoted(ending.words))
    for room in context.city.roster.rooms(service):
        context.post(room, Say(tuple(said)), priority=Priority.CARD, about=request.about)


ACTIONS: dict[str, Handler] = {"thread": thread}
