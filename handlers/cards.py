"""What agents see of a request: the card in the team's room, the line in a queue, the full view in a private chat."""

from datetime import datetime

from bot.conversing import option_label, quoted
from bot.domain.promise import time_left
from bot.domain.request import ENDED, OPEN, Request, Status
from bot.outgoing import Card, Choice, Moment, Quoted, Span, Text, text
from handlers.questions import READERS

WORDS_ON_A_CARD = 1200
"""Characters; the rest of a long message is read with /voir, so that a room stays readable."""


def card(request: Request) -> Card:
    """Draw a request's card as it stands now; of a confidential one only that it is there."""
    return Card(request.about, _paragraphs(request, full=not request.confidential), _choices(request))


def full(request: Request) -> tuple[Text | Quoted, ...]:
    """Write everything about a request, for an agent who may read it."""
    return _paragraphs(request, full=True, most=20_000)


def line(request: Request, now: datetime) -> Text:
    """Write a request as one line of a queue, with the time left (or how late it is)."""
    left = time_left(request.promise, now)
    seconds = int(abs(left).total_seconds())
    return text(
        "queue-line",
        number=request.number,
        category=text(f"category-{request.category}"),
        status=request.status.value,
        late="yes" if left.total_seconds() < 0 else "no",
        left=Span(seconds),
        name=Quoted(request.assignee_name or ""),
        taken="yes" if request.assignee else "no",
    )


def answer_shown(question: str, value: str) -> Text | Quoted:
    """Give an answer as people read it: a choice by its label, everything else as it was written."""
    if question == "photo":
        return text("photo-count", count=len(value.split("\n")))
    reader = READERS.get(question)
    return option_label(question, value) if reader and value in reader.options else Quoted(value)


def _paragraphs(request: Request, *, full: bool, most: int = WORDS_ON_A_CARD) -> tuple[Text | Quoted, ...]:
    title = "card-title-urgent" if request.urgent else "card-title"
    shown: list[Text | Quoted] = [text(title, number=request.number, category=text(f"category-{request.category}"))]
    if full:
        if request.words:
            shown.append(quoted(request.words, most))
        shown += [
            text("summary-line", field=text(f"field-{name}"), value=answer_shown(name, value))
            for name, value in request.answers.items()
        ]
    else:
        shown.append(text("card-confidential", number=request.number))
    return (*shown, _state(request))


def _state(request: Request) -> Text:
    outcome = text(f"outcome-{request.outcome.value}") if request.outcome else Quoted("")
    return text(
        "card-state",
        status=request.status.value,
        due=Moment(request.promise.due_at),
        name=Quoted(request.assignee_name or ""),
        outcome=outcome,
        team=text(f"team-{request.team}"),
    )


def _choices(request: Request) -> tuple[Choice, ...]:
    if request.status in ENDED:
        return ()
    names = ["reply", "ask", "route", "close"] if request.status in OPEN else ["reply", "close"]
    if request.status is Status.NEW and request.assignee is None:
        names.insert(0, "take")
    return tuple(Choice(text(f"card-{name}"), f"{name} {request.id}") for name in names)
