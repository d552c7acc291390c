"""What agents see of a request: the card in the team's room, the line in a queue, the full view in a private chat."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.conversing import option_label, quoted
from bot.domain import reference
from bot.domain.promise import time_left
from bot.domain.request import ENDED, FILED_BY, OPEN, Request, Status
from bot.handling import Context
from bot.outgoing import Card, Choice, Moment, Quoted, Span, Text, text
from bot.places.language import phrase
from bot.places.naming import article_of
from bot.places.spot import Spot
from bot.sources import FILES
from handlers.questions import READERS
from handlers.values import value_shown
from storage.files import FileRow, FileState

WORDS_ON_A_CARD = 1200
"""Characters; the rest of a long message is read with /voir, so that a room stays readable."""

MOST_OF_A_PLACE = 60
"""The same for where something is, on the one line of a list."""

A_MOMENT = timedelta(minutes=1)
"""What a whole hour may lack: a card that is drawn anew at 24 hours stands there a moment later."""


def card(request: Request, now: datetime) -> Card:
    """Draw a request's card as it stands now; of a confidential one only that it is there.

    The hours that are left are those of this moment, which stands beside them; handlers/jobs/stale_cards.py goes on.
    """
    return Card(request.about, _paragraphs(request, now, full=not request.confidential), _choices(request))


def full(request: Request, now: datetime) -> tuple[Text | Quoted, ...]:
    """Write everything about a request, for an agent who may read it."""
    return _paragraphs(request, now, full=True, most=20_000)


def in_order(request: Request, files: Iterable[FileRow]) -> list[FileRow]:
    """Give files in the order in which they came with a request."""
    came = {reference: number for number, reference in enumerate(request.files)}
    return sorted(files, key=lambda each: came.get(each.reference, len(came)))


def files_lost(files: Sequence[FileRow]) -> list[Text]:
    """Say of each file that is lost why it is not shown."""
    return [text("file-not-shown", why=each.objection or "broken") for each in files if each.state is FileState.LOST]


def lines(context: Context, ids: Sequence[int]) -> list[Text]:
    """Write requests as lines of a list, in the order of their ids."""
    found = context.uow.requests.several(ids)
    return [line(found[each], context.now) for each in ids if each in found]


def line(request: Request, now: datetime) -> Text:
    """Write a request as one line of a list, with the time left (or how late it is); of a confidential one not where.

    It is meant for rooms, too.
    """
    left = time_left(request.promise, now)
    seconds = int(abs(left).total_seconds())
    spot = Spot.parse("" if request.confidential else request.answers.get("place", ""))
    return text(
        "queue-line",
        number=request.number,
        category=text(f"category-{request.category}"),
        place=quoted(spot.name or spot.area, MOST_OF_A_PLACE),
        placed="yes" if spot.name or spot.area else "no",
        status=request.status.value,
        late="yes" if left.total_seconds() < 0 else "no",
        left=Span(seconds),
        due=Moment(request.promise.due_at, "short"),
        name=Quoted(request.assignee_name or ""),
        taken="yes" if request.assignee else "no",
    )


def answer_shown(question: str, value: str, year: int) -> Text | Quoted:
    """Give an answer as people read it: a choice by its label, a date as people say it, all else as it was written.

    Dates of the ``year`` in which it was given are written without it.
    """
    if question == FILES:
        return text("photo-count", count=len(value.split("\n")))
    if question == "place":
        return spot_shown(Spot.parse(value))
    if (shown := value_shown(question, value, year)) is not None:
        return shown
    reader = READERS.get(question)
    return option_label(question, value) if reader and value in reader.options else Quoted(value)


ARTICLES = {"la": "la", "le": "le", "l'": "elided"}
"""How sentences name the article before a place that is near."""


def spot_shown(spot: Spot) -> Text | Quoted:
    """Write where something is, with its neighbourhood, in the reader's language."""
    is_only_pin = spot.point and spot.within is None and spot.town is None and not (spot.area or spot.near)
    if spot.is_plain or is_only_pin:
        return Quoted(spot.written)
    # "Planoise" says no more than its neighbourhood, Planoise - Châteaufarine.
    is_named = spot.name and not (set(phrase(spot.name)) <= set(phrase(spot.area)) and spot.point is None)
    on_map = f"{spot.point.latitude:.5f}, {spot.point.longitude:.5f}" if spot.point else ""
    return text(
        "place-shown",
        name=Quoted(spot.name if is_named else on_map),
        named=("near" if spot.near else "yes") if is_named else "point" if on_map else "no",
        article=ARTICLES.get(article_of(spot.name), "none"),
        area=Quoted(spot.area or spot.town or ""),
        around="town" if spot.town else "outside" if spot.town is not None else "city" if spot.area else "nowhere",
        said=Quoted(spot.said),
        more="yes" if spot.said else "no",
    )


def _paragraphs(
    request: Request, now: datetime, *, full: bool, most: int = WORDS_ON_A_CARD
) -> tuple[Text | Quoted, ...]:
    title = "card-title-urgent" if request.urgent else "card-title"
    shown: list[Text | Quoted] = [text(title, number=request.number, category=text(f"category-{request.category}"))]
    year = request.promise.received_at.year
    if full:
        if request.words:
            shown.append(quoted(request.words, most))
        shown += [
            text("summary-line", field=text(f"field-{name}"), value=answer_shown(name, value, year))
            for name, value in request.answers.items()
            if name != FILED_BY
        ]
        shown += _on_map(Spot.parse(request.answers.get("place", "")))
    else:
        shown.append(text("card-confidential", number=request.number))
    if request.by_phone:
        shown.append(text("card-by-phone", name=Quoted(request.answers.get(FILED_BY, ""))))
    shown += concerned(request)
    if request.merged_into is not None:
        shown.append(text("card-merged", other=reference.format(request.merged_into)))
    return (*shown, _state(request, now))


def concerned(request: Request) -> tuple[Text, ...]:
    """Say how many people wait for an answer, if they are several."""
    return (text("card-concerned", count=request.concerned),) if request.concerned > 1 else ()


def _on_map(spot: Spot) -> tuple[Text, ...]:
    """Give the address of a map with a marker where it is, if that is known; nothing about anybody is in it."""
    if spot.point is None:
        return ()
    at = f"{spot.point.latitude:.5f}", f"{spot.point.longitude:.5f}"
    link = f"https://www.openstreetmap.org/?mlat={at[0]}&mlon={at[1]}#map=18/{at[0]}/{at[1]}"
    return (text("card-map", link=Quoted(link)),)


def _state(request: Request, now: datetime) -> Text:
    left = time_left(request.promise, now)
    outcome = text(f"outcome-{request.outcome.value}") if request.outcome else Quoted("")
    return text(
        "card-state",
        status=request.status.value,
        due=Moment(request.promise.due_at),
        hours=(abs(left) + A_MOMENT) // timedelta(hours=1),
        late="yes" if left < timedelta(0) else "no",
        day=Moment(now, "short"),
        at=Moment(now, "time"),
        name=Quoted(request.assignee_name or ""),
        outcome=outcome,
        team=text(f"team-{request.team}"),
    )


def _choices(request: Request) -> tuple[Choice, ...]:
    if request.status in ENDED:
        undo = Choice(text("card-split"), f"split {request.id}")
        return (undo,) if request.merged_into is not None and request.status is Status.CLOSED else ()
    names = ["reply", "ask", "route", "close", "more"] if request.status in OPEN else ["reply", "close"]
    if request.status is Status.NEW and request.assignee is None:
        names.insert(0, "take")
    return tuple(Choice(text(f"card-{name}"), f"{name} {request.id}") for name in names)
