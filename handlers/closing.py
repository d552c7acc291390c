"""Feature: an agent ends a request, with the outcome that is true, and what its citizen has to know about it.

Refusing needs a reason; handing over needs the body, and who writes to it; the mediator's outcomes need their words
(handlers/mediation.py). What people read of an end is in handlers/endings.py.
"""

import re
from collections.abc import Mapping

from bot.conversing import begin, drop, option_label
from bot.domain.permissions import Permission
from bot.domain.request import ENDED, MEDIATED, UNANSWERED, EventKind, Outcome, Request
from bot.flow import DONE, SKIPPED, Flow, Question, Reader, Scope
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Value, text
from bot.rendering import match_choice
from handlers import calling, case, desk, endings, mediation, merged, merging
from handlers.bodies import ANOTHER, BODIES, named
from handlers.endings import PASSED, YOURSELF, Ending
from handlers.questions import CONFIRM, SHORT, WORDS, options, says_no

NEEDS_REASON = MEDIATED | {Outcome.REFUSED}
"""Outcomes that the citizen must be able to understand."""

_LONGEST_NAME = 8
"""Words of the longest name of an outcome."""

_OF = re.compile(r"(?:de|of|with|avec)\s+", re.IGNORECASE)
"""What may stand between "duplicate" and the number of the other request."""


def close(context: Context) -> None:
    """/clore N issue raison, or the button, a choice, and what the citizen has to know."""
    request = desk.named(context)
    if request is None or not _may_close(context, request):
        return
    outcome, rest = _outcome(context, request)
    if outcome is None:
        _offer(context, request)
        return
    if outcome is Outcome.DUPLICATE:
        # Of which one is asked there, and what both citizens read is said there.
        other = _OF.sub("", rest)
        context.argument = f"{request.number} dans {other}" if other else request.number
        merging.merge(context)
        return
    if outcome not in NEEDS_REASON and outcome is not Outcome.HANDED_OVER:
        if not rest or desk.may_write_here(context, request):
            _close(context, request, Ending(outcome, rest))
        return
    if desk.may_write_here(context, request) and desk.somebody_reads(context, request):
        answers = {"request": str(request.id), "outcome": outcome.value}
        begin(context, FLOW.flow.name, answers | known(outcome, rest))


def known(outcome: Outcome, rest: str) -> dict[str, str]:
    """Give the answers that a line holds already, behind an outcome that needs some."""
    if outcome is not Outcome.HANDED_OVER:
        return {"text": rest} if rest else {}
    body, said = named(rest)
    if body is not None:
        return {"body": body.name, **({"more": said} if said else {})}
    return {"body": ANOTHER, "another": " ".join(said.split())} if said else {}


def _outcome(context: Context, request: Request) -> tuple[Outcome | None, str]:
    """Read the outcome that a line begins with, by its code, its number or words of its name; and what is behind it."""
    words = context.argument.split(" ")
    offered = _offered(context, request)
    if words[0] in {each.value for each in offered}:
        return Outcome(words[0]), " ".join(words[1:]).strip()
    choices = _choices(request, offered)
    # A note that stands behind is no part of the name.
    longest = next((at for at, word in enumerate(words) if word.startswith(desk.NOTE)), _LONGEST_NAME)
    for length in range(min(len(words), longest, _LONGEST_NAME), 0, -1):
        match = match_choice(" ".join(words[:length]), choices, context.city.lang, context.city.wording)
        if match is not None:
            return Outcome(match.action.split()[-1]), " ".join(words[length:]).strip()
    return None, context.argument


def _offered(context: Context, request: Request) -> tuple[Outcome, ...]:
    """Give the outcomes that somebody may end a request with: the mediator has others than the services."""
    if mediation.has_it(context, request):
        is_mediator = mediation.is_mediator(context)
        return tuple(each for each in mediation.OUTCOMES if is_mediator or each not in MEDIATED)
    return tuple(each for each in Outcome if each not in MEDIATED)


def _choices(request: Request, offered: tuple[Outcome, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(text(f"outcome-{each.value}"), f"close {request.id} {each.value}") for each in offered)


def _offer(context: Context, request: Request) -> None:
    context.say(text("desk-close-how", number=request.number), choices=_choices(request, _offered(context, request)))


def _may_close(context: Context, request: Request) -> bool:
    if request.status not in ENDED:
        return True
    context.say(text("desk-not-open", number=request.number, status=request.status.value))
    return False


def _close(context: Context, request: Request, ending: Ending) -> None:
    if desk.is_note(context, request, ending.words):
        return
    if not end(context, request, ending):
        context.say(text("desk-handed-on", number=request.number))
        return
    context.say(text("desk-closed", number=request.number, outcome=text(f"outcome-{ending.outcome.value}")))
    calling.read_out(context, request)


def end(context: Context, request: Request, ending: Ending) -> bool:
    """End a request and tell whoever waits for it; say whether it has ended: it may stay open for those who joined."""
    if ending.outcome in MEDIATED:
        mediation.speak(context, request, ending)
    elif ending.outcome in UNANSWERED and _leaves_others(context, request, ending):
        return False
    else:
        case.close(context, request, ending.outcome, EventKind.CLOSED, ending.written)
        if ending.outcome in UNANSWERED:
            merged.let_callers_go(context, request)
        said = endings.told(context, request, ending)
        case.tell_citizen(context, request, *said, choices=endings.ways_on(request))
        case.tell_joined(context, request, *said, choices=(Choice(text("joined-own"), f"apart {request.id}"),))
    return True


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    context.argument = answers["request"]
    request, outcome = desk.named(context), Outcome(answers["outcome"])
    if request is None or not _may_close(context, request) or not desk.somebody_reads(context, request):
        return
    if outcome not in _offered(context, request):
        _offer(context, request)  # It has been contested, or has come back from the mediator, since.
        return
    _close(context, request, ending_of(outcome, answers))


def ending_of(outcome: Outcome, answers: Mapping[str, str]) -> Ending:
    """Give the end that answers to the questions about an outcome make."""
    given = {name: value for name, value in answers.items() if value != SKIPPED}
    if outcome is not Outcome.HANDED_OVER:
        return Ending(outcome, given.get("text", ""))
    return Ending(outcome, given.get("more", ""), given["body"], given.get("another", ""), given.get("way", PASSED))


def _leaves_others(context: Context, request: Request, ending: Ending) -> bool:
    """Let a request stay open for those who have joined it, if there are any: only its citizen has no part in it."""
    phone = context.city.settings.city.phone
    parting = text("closed-parting", outcome=ending.outcome.value, number=request.number, phone=phone)
    return case.hand_on(context, request, context.account, [parting])


def bodies() -> tuple[Choice, ...]:
    """Offer the bodies that a request may be handed over to."""
    known = (Choice(text(f"body-{name}"), f"answer body {name}") for name in BODIES)
    return (*known, Choice(option_label("body", ANOTHER), f"answer body {ANOTHER}"))


def _ask_body(context: Context) -> None:
    context.say(text("closing-body", **_arguments(context)), choices=bodies())


def _ask_outcome(context: Context) -> None:
    context.argument = context.conversation.answers["request"]
    if request := desk.named(context):
        _offer(context, request)


def _arguments(context: Context) -> dict[str, Value]:
    answers = context.conversation.answers
    request = context.uow.requests.get(int(answers["request"]))
    return {"number": request.number if request else "", "outcome": answers.get("outcome", "")}


def _read_body(words: Words, _scope: Scope) -> str | None:
    said = words.text.strip()
    if said in BODIES or said == ANOTHER:
        return said
    body, behind = named(said)
    return body.name if body is not None and not behind else None


BODY = Reader("body", _read_body, (*BODIES, ANOTHER))


def _read_way(words: Words, scope: Scope) -> str | None:
    """Read who writes to the body: "have you passed it on?" is answered by a yes or a no, too."""
    if CONFIRM.read(words, scope):
        return PASSED
    said = YOURSELF if says_no(words.text) else words.text.strip()
    return said if said in (PASSED, YOURSELF) else None


WAY = Reader("way", _read_way, (PASSED, YOURSELF))


def to_another_body(after: str) -> dict[str, Question]:
    """Give the questions which body it is and who writes to it, with the one that comes ``after``."""
    return {
        "body": Question(BODY, {ANOTHER: "another", "*": "way"}),
        "another": Question(SHORT, {"*": "way"}),
        "way": Question(WAY, {"*": after}),
    }


FLOW = FlowEntry(
    Flow(
        "closing",
        "outcome",
        {
            "outcome": Question(
                options("outcome", *Outcome),
                {Outcome.HANDED_OVER: "body", **dict.fromkeys(sorted(NEEDS_REASON), "text"), "*": DONE},
            ),
            "text": Question(WORDS, {"*": DONE}),
            **to_another_body("more"),
            "more": Question(WORDS, {"*": DONE}, optional=True),
        },
    ),
    finish=_finish,
    permission=Permission.WRITE,
    present={"outcome": _ask_outcome, "body": _ask_body},
    arguments=_arguments,
    hidden=frozenset({"outcome"}),
    # Words would go to the citizen, so who did something else is reminded that they are awaited; a choice can wait.
    waits=frozenset({"outcome", "body", "way"}),
)
