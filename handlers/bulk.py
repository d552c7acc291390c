"""Feature: /grouper. One end, or another service, for several requests at once.

What will be done to which is shown, with those that it cannot be done to and why; it is done when that is confirmed, in
one transaction, and each citizen reads what they would have read of their request alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import rights
from bot.conversing import ask, begin, drop, put
from bot.domain.permissions import Permission, Verdict
from bot.domain.request import ENDED, MEDIATED, OPEN, Outcome, Request
from bot.flow import DONE, SKIPPED, Flow, Question, Reader, Scope
from bot.handling import Context, FlowEntry, Handler
from bot.incoming import Room, Words
from bot.outgoing import Choice, Quoted, Text, Value, text
from bot.rendering import match_choice
from bot.sources import may_be_said_again
from handlers import calling, cards, closing, desk, endings, mediation
from handlers.categories import CATEGORIES
from handlers.endings import Ending
from handlers.numbers import MOST, read_numbers
from handlers.questions import CONFIRM, WORDS, options

CLOSE, ROUTE = "close", "route"
OUTCOMES = tuple(each for each in Outcome if each not in MEDIATED and each is not Outcome.DUPLICATE)
NEEDS_MORE = (Outcome.REFUSED, Outcome.HANDED_OVER)

_LONGEST_LABEL = 8
"""Words of the longest name that a line is read for."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """Requests that something can be done to, and why it cannot be done to others, by their numbers."""

    able: list[Request]
    unable: list[tuple[str, str]]


def bulk(context: Context) -> None:
    """/grouper 12 15-19 clore réglée …, or 12 15-19 réorienter voirie; what is missing is asked for."""
    line = read_numbers(context.argument)
    if line.wrong:
        may_be_said_again(context)
        context.say(text("number-misread"))
    elif not line.ids:
        context.say(text("bulk-what"))
    elif len(line.ids) > MOST:
        context.say(text("bulk-too-many", most=MOST))
    else:
        answers = {"ids": " ".join(map(str, line.ids)), **_read(context, line.rest)}
        if context.conversation.flow == FLOW.flow.name:
            drop(context)
        begin(context, FLOW.flow.name, answers)


def _read(context: Context, rest: str) -> dict[str, str]:
    """Give the answers that a line holds behind its numbers."""
    what, rest = _begins_with(context, rest, _options("what", (CLOSE, ROUTE)))
    if what == ROUTE:
        subject, _rest = _begins_with(context, rest, _subjects())
        return {"what": what, **({"subject": subject} if subject else {})}
    if what != CLOSE:
        return {}
    outcome, rest = _begins_with(context, rest, _outcomes())
    if not outcome:
        return {"what": what}
    if outcome in NEEDS_MORE:
        return {"what": what, "outcome": outcome, **closing.known(Outcome(outcome), rest)}
    return {"what": what, "outcome": outcome, "more": rest or SKIPPED}


def _begins_with(context: Context, line: str, choices: Sequence[Choice]) -> tuple[str, str]:
    """Read which choice a line begins with, in any of the city's languages; gives its value, and what is behind it."""
    words = line.split()
    values = {choice.action.split()[-1] for choice in choices}
    if words and words[0] in values:
        return words[0], line[len(words[0]) :].strip(" :")
    for length in range(min(len(words), _LONGEST_LABEL), 0, -1):
        head = " ".join(words[:length])
        for lang in context.city.settings.city.languages:
            if match := match_choice(head, choices, lang, context.city.wording):
                return match.action.split()[-1], " ".join(words[length:]).strip(" :")
    return "", line


def _options(question: str, codes: Sequence[str]) -> list[Choice]:
    return [Choice(text(f"bulk-{each}"), f"answer {question} {each}") for each in codes]


def _outcomes() -> list[Choice]:
    return [Choice(text(f"outcome-{each.value}"), f"answer outcome {each.value}") for each in OUTCOMES]


def _subjects() -> list[Choice]:
    return [Choice(text(f"category-{name}"), f"answer subject {name}") for name in CATEGORIES]


def _look(context: Context, answers: dict[str, str]) -> _Looked:
    """Find the requests, locked in the order of their ids, and look at each whether it can be done to it."""
    looked = _Looked([], [])
    for request_id in sorted(int(each) for each in answers["ids"].split()):
        request = context.uow.requests.get(request_id)
        why = "unknown" if request is None else _objection(context, request, answers)
        if request is not None and not why:
            looked.able.append(request)
        else:
            number = request.number if request else str(request_id)
            looked.unable.append((number, why))
    return looked


def _objection(context: Context, request: Request, answers: dict[str, str]) -> str:
    """Say why something cannot be done to a request here, by this agent; "" if it can."""
    match rights.on(context, request, Permission.HANDLE):
        case Verdict.NOT_THEIRS:
            context.uow.members.refused(context.account, f"request {request.id}", context.now)
            return "not_theirs"
        case Verdict.NOT_HERE | Verdict.IN_PRIVATE:
            return "private"
    if request.merged_into is not None:
        return "merged"
    if answers["what"] == ROUTE:
        if request.status not in OPEN:
            return "ended"
        return "already" if request.category == answers["subject"] else ""
    if request.status in ENDED:
        return "ended"
    if mediation.has_it(context, request):
        return "mediated"
    is_seen = request.confidential and context.incoming.room is Room.GROUP
    return "private" if is_seen and _ending(answers).words else ""


def _ending(answers: dict[str, str]) -> Ending:
    """Give the end that each is given: what a single one is given by the same answers."""
    outcome = Outcome(answers["outcome"])
    if outcome in NEEDS_MORE:
        return closing.ending_of(outcome, answers)
    return Ending(outcome, "" if answers["more"] == SKIPPED else answers["more"])


def _show(context: Context) -> None:
    """Show what will be done to which, and ask once."""
    answers = context.conversation.answers
    looked = _look(context, answers)
    if not looked.able:
        drop(context)
        context.say(text("bulk-nothing"), *_unable(looked))
        return
    context.say(text("bulk-sure", count=len(looked.able), **_what(answers)), *_read_by_each(answers))
    context.say(*(cards.line(each, context.now) for each in looked.able), *_unable(looked))
    context.choices = (Choice(text("bulk-yes"), "answer sure yes"), Choice(text("bulk-no"), "cancel"))


def _read_by_each(answers: dict[str, str]) -> tuple[Text, ...]:
    """Say what every citizen will read of an end beside the outcome: to whom it was handed over, the agent's words."""
    if answers["what"] == ROUTE:
        return ()
    ending = _ending(answers)
    body = (text("bulk-to", body=endings.body_name(ending), way=ending.way),) if ending.body else ()
    return (*body, text("bulk-words", words=Quoted(ending.words))) if ending.words else body


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    looked = _look(context, answers)
    ended = [each for each in looked.able if _do(context, each, answers)]
    if ended:
        context.say(text("bulk-done", count=len(ended), **_what(answers)))
    if stays := len(looked.able) - len(ended):
        context.say(text("bulk-handed-on", count=stays))
    context.say(*_unable(looked))
    if called := [each.number for one in looked.able for each in calling.waiting(context, one)]:
        context.say(text("bulk-call", count=len(called), numbers=", ".join(called)))


def _do(context: Context, request: Request, answers: dict[str, str]) -> bool:
    """Do it to one; say whether it is done: an end leaves a request open for others who have joined it."""
    if answers["what"] == ROUTE:
        desk.give(context, request, CATEGORIES[answers["subject"]])
        return True
    return closing.end(context, request, _ending(answers))


def _unable(looked: _Looked) -> tuple[Text, ...]:
    """Say in one line which ones it cannot be done to, and why."""
    if not looked.unable:
        return ()
    line: Text | None = None
    for number, why in reversed(looked.unable):
        one = text("bulk-not-one", number=number, why=why)
        line = one if line is None else text("find-and", one=one, others=line)
    return (text("bulk-not", count=len(looked.unable), which=line or ""),)


def _what(answers: dict[str, str]) -> dict[str, Value]:
    """Give what is done, for a sentence."""
    if answers["what"] == ROUTE:
        subject = answers["subject"]
        team = text(f"team-{CATEGORIES[subject].team}")
        return {"what": ROUTE, "how": text("bulk-subject", category=text(f"category-{subject}"), team=team)}
    return {"what": CLOSE, "how": text(f"outcome-{answers['outcome']}")}


def _arguments(context: Context) -> dict[str, Value]:
    answers = context.conversation.answers
    return {"count": len(answers["ids"].split()), "outcome": answers.get("outcome", "")}


def _left(context: Context) -> None:
    context.say(text("bulk-left", **_arguments(context)))


def _present(question: str, choices: Sequence[Choice]) -> Handler:
    def present(context: Context) -> None:
        context.say(text(f"bulk-{question}", **_arguments(context)), choices=choices)

    return present


def _reword(question: str, choices: Sequence[Choice]) -> Handler:
    """Take the name of a choice also when something else was offered since; else say how to answer, and ask again."""

    def reword(context: Context) -> None:
        chosen, rest = _begins_with(context, context.incoming.text, choices)
        if chosen and not rest:
            put(context, question, chosen)
            return
        may_be_said_again(context)
        context.say(text(f"bulk-{question}-help"))
        ask(context)

    return reword


def _read_subject(words: Words, _scope: Scope) -> str | None:
    return words.text if words.text in CATEGORIES else None


_TABLE = Flow(
    "bulk",
    "what",
    {
        "what": Question(options("what", CLOSE, ROUTE), {ROUTE: "subject", "*": "outcome"}),
        "outcome": Question(
            options("outcome", *(each.value for each in OUTCOMES)),
            {Outcome.REFUSED.value: "text", Outcome.HANDED_OVER.value: "body", "*": "more"},
        ),
        "text": Question(WORDS, {"*": "sure"}),
        **closing.to_another_body("more"),
        "more": Question(WORDS, {"*": "sure"}, optional=True),
        "subject": Question(Reader("subject", _read_subject), {"*": "sure"}),
        "sure": Question(Reader("sure", CONFIRM.read), {"*": DONE}),
    },
)

FLOW = FlowEntry(
    _TABLE,
    finish=_finish,
    permission=Permission.HANDLE,
    present={
        "what": _present("which", _options("what", (CLOSE, ROUTE))),
        "outcome": _present("how", _outcomes()),
        "body": _present("body", closing.bodies()),
        "subject": _present("where", _subjects()),
        "sure": _show,
    },
    reword={
        "what": _reword("what", _options("what", (CLOSE, ROUTE))),
        "outcome": _reword("outcome", _outcomes()),
        "subject": _reword("subject", _subjects()),
    },
    arguments=_arguments,
    left=_left,
    waits=frozenset(_TABLE.questions),  # An agent does other things in between, and a list of ten requests is long.
)


def all_of(ids: Sequence[int]) -> tuple[Choice, ...]:
    """Offer to do something to all requests of a list that is shown, if it is more than one."""
    shown = " ".join(map(str, ids[:MOST]))
    return (Choice(text("bulk-all"), f"bulk {shown}"),) if len(ids) > 1 else ()
