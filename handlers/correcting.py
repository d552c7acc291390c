"""Feature: a citizen puts something right in a request that is sent ("droit à l'erreur"): a tap, the field, the answer.

The agents read the old and the new answer, on the cards and in the history; nothing is held against anybody.
"""

from bot.conversing import begin, drop
from bot.domain.permissions import Permission
from bot.domain.request import ENDED, EventKind, Request, Status
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.outgoing import Choice, Moment, Value, text
from handlers import cards, case, endings, following
from handlers.categories import CATEGORIES
from handlers.corrections import FIELD_OF_WORDS, Correction
from handlers.doubts import ASKED, KINDS, ask_value, reword_kind, reword_value
from handlers.questions import READERS, WORDS, options
from handlers.where import PLACE, ask_place, reword_place

FIELD = "field"


def correct(context: Context) -> None:
    """A button: which field is to be put right; ``<request>``."""
    request = following.own(context)
    if request is None or not _may_correct(context, request):
        return
    begin(context, FLOW.flow.name, {"request": str(request.id)})


def _may_correct(context: Context, request: Request) -> bool:
    if request.status not in ENDED:
        return True
    context.say(text("status-ended-already", number=request.number), choices=endings.ways_on(request))
    return False


def _ask_field(context: Context) -> None:
    request = _request(context)
    if request is not None:
        fields = [Choice(text(f"field-{name}"), f"answer {FIELD} {name}") for name in _fields(request)]
        context.say(text("correct-which", number=request.number), choices=fields)


def _reword_field(context: Context) -> None:
    context.say(text("correct-which-help"))
    _ask_field(context)


def _fields(request: Request) -> list[str]:
    """Name what can be put right: the words, what the subject asks, and what else was answered."""
    asked = (each.name for each in CATEGORIES[request.category].questions)
    answered = (name for name in request.answers if name in READERS)
    return list(dict.fromkeys((FIELD_OF_WORDS, *asked, *answered)))


def _finish(context: Context) -> None:
    answers, sources = dict(context.conversation.answers), context.conversation.sources
    drop(context)
    context.argument = answers["request"]
    request, field = following.own(context), answers[FIELD]
    if request is None or not _may_correct(context, request) or field not in _fields(request):
        return
    correction = Correction(field, _before(request, field), answers[field])
    if correction.before == correction.now:
        context.say(text("correct-same", number=request.number))
        return
    _apply(context, request, correction)
    following.note_origins(context, request, sources)
    running = "yes" if request.status not in (Status.ANSWERED, *ENDED) else "no"
    due, year = Moment(request.promise.due_at), context.now.year
    said = text("correct-done", number=request.number, field=text(f"field-{field}"), open=running, due=due)
    context.say(said, cards.answer_shown(field, correction.now, year))


def _apply(context: Context, request: Request, correction: Correction) -> None:
    if correction.field == FIELD_OF_WORDS:
        request.words = correction.now
    else:
        request.answers[correction.field] = correction.now
    case.heard(context, request)
    context.uow.requests.save(request)
    context.uow.meanings.touch(request.id)
    case.log(context, request, EventKind.CITIZEN_CORRECTED, "citizen", correction.written)
    case.refresh(context, request)
    if request.confidential:
        case.tell_team(context, request, text("corrected-team-confidential", number=request.number))
        return
    shown = correction.shown(context.now.year)
    case.tell_team(context, request, text("corrected-team", number=request.number), shown)
    if correction.field == PLACE:
        own = Choice(text("joined-own"), f"apart {request.id}")
        said = text("corrected-joined", number=request.number)
        place = cards.answer_shown(PLACE, correction.now, context.now.year)
        case.tell_joined(context, request, said, place, choices=(own,))


def _before(request: Request, field: str) -> str:
    return request.words if field == FIELD_OF_WORDS else request.answers.get(field, "")


def _request(context: Context) -> Request | None:
    return context.uow.requests.get(int(context.conversation.answers["request"]))


def _arguments(context: Context) -> dict[str, Value]:
    request = _request(context)
    return {"category": request.category if request else "other"}


_NAMES = (FIELD_OF_WORDS, *READERS)

FLOW = FlowEntry(
    Flow(
        "correcting",
        FIELD,
        {
            FIELD: Question(options(FIELD, *_NAMES), {**{name: name for name in READERS}, "*": FIELD_OF_WORDS}),
            FIELD_OF_WORDS: Question(WORDS, {"*": DONE}),
            **{name: Question(reader, {"*": DONE}) for name, reader in READERS.items()},
        },
        wording="report",
    ),
    finish=_finish,
    permission=Permission.OWN,
    present={FIELD: _ask_field, PLACE: ask_place, **dict.fromkeys(ASKED, ask_value)},
    reword={
        FIELD: _reword_field,
        PLACE: reword_place,
        **dict.fromkeys(KINDS, reword_kind),
        **dict.fromkeys(ASKED, reword_value),
    },
    arguments=_arguments,
)
