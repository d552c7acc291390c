"""Feature: "moi aussi". Before a request is sent, those that neighbours made of the same thing are shown.

It is a question of the draft, behind the place: "is it one of these?". It is asked only if there are any, and anew when
the subject or the place is another. What is shown tells what, where, when and by when it is answered, never who. What
joining does is in handlers/joining.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from bot.conversing import ask, proceed
from bot.domain.request import ENDED, MEDIATED, OPEN, UNANSWERED, EventKind, Request, Status
from bot.flow import SKIPPED, Reader
from bot.handling import Context
from bot.incoming import Room, Words
from bot.outgoing import Choice, Moment, Quoted, Text, text
from bot.places.beside import DOOR, Site, apart, marks_near, may_be_near, site_of
from bot.sources import SAID, may_be_said_again, note_source
from bot.understanding.alike import alike
from handlers.categories import CATEGORIES, Category, QuestionRef
from handlers.endings import Ending
from handlers.questions import CONFIRM, says_no
from handlers.quoting import passable, quotable
from handlers.where import PLACE
from storage.requests import Reported

SAME = "same"
"""The question; its only answer is that it is none of them, for whoever says it is one makes no request."""

LOOKED = "same_looked"
"""Beside the answers: of which subject and place it was looked for."""

OFFERED = "same_offered"
"""Beside the answers: the requests that were offered, by their ids."""

RECENT = timedelta(days=30)
"""How old a request may be that is still open; what has waited longer is told anew, so that somebody looks again."""

ENDED_RECENTLY = timedelta(days=3)
"""How long an answer is news to the neighbours; later the thing may have come back, and is reported as such."""

MOST_OFFERED = 3
MOST_COMPARED = 200
"""The latest of a subject that share a street or a field of the map."""

UNKNOWN = 0.5
"""What counts that nobody knows: a distance within a street, how much alike words are in two languages."""

ALIKE_IN_A_STREET = 0.4
"""How much alike the words have to be where only the street is known to be the same (benchmarks/neighbours.py)."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A request that may be about the same thing: how many metres away (-1: somewhere in the street), how likely."""

    reported: Reported
    site: Site
    metres: int
    score: float


def questions_of(category: Category) -> tuple[QuestionRef, ...]:
    """Give the questions of a subject; with this one behind the place, if neighbours may tell of the same thing."""
    found = list(category.questions)
    if category.duplicate_radius is not None and not category.confidential:
        place = next((at for at, each in enumerate(found) if each.name == PLACE), None)
        if place is not None:
            found.insert(place + 1, QuestionRef(SAME, optional=True))
    return tuple(found)


def ask_same(context: Context) -> None:
    """Show what neighbours have told; if there is nothing, go on."""
    answers = context.conversation.answers
    answers[LOOKED] = _looked_for(answers)
    answers.pop(OFFERED, None)
    found = _look(context)
    requests = context.uow.requests.several([each.reported.id for each in found])
    followed = {each.request_id for each in context.uow.followers.of_person(context.person.id, 100)} if found else set()
    mine = [each for each in found if _is_theirs(context, requests[each.reported.id], followed)]
    others = [each for each in found if each.reported.person_id != context.person.id and each not in mine]
    others = [each for each in others if is_worth_joining(context, requests[each.reported.id])]
    shown, choices = mine[:1], list[Choice]()
    shown += others[: MOST_OFFERED - len(shown)]
    if not shown:
        answers[SAME] = SKIPPED
        context.asked = False
        proceed(context)
        return
    for each in mine[:1]:
        request = requests[each.reported.id]
        whose = "followed" if request.id in followed else "own"
        context.say(text("neighbours-own", whose=whose, number=request.number, line=_line(context, each, request)))
        choices.append(Choice(text("neighbours-complete", number=request.number), f"complete {request.id}"))
    if len(shown) > len(choices):
        context.say(text("neighbours-title", count=len(shown) - len(choices)))
    joined = shown[len(choices) :]
    for each in joined:
        request = requests[each.reported.id]
        context.say(text("neighbours-one", number=request.number, line=_line(context, each, request)))
        if quote := quotable(request.words, request.category, each.site.shown):
            context.say(Quoted(quote))
        label = text("neighbours-join") if len(joined) == 1 else text("neighbours-join-one", number=request.number)
        choices.append(Choice(label, f"join {request.id}"))
    answers[OFFERED] = " ".join(str(each.reported.id) for each in shown)
    context.say(text("neighbours-ask", joined=len(joined)))
    context.choices = (*choices, Choice(text("neighbours-none"), f"answer {SAME} {SKIPPED}"))


def reword_same(context: Context) -> None:
    """Take words said instead of choosing: yes and no where that is clear, else something more to say of the matter."""
    answers, words = context.conversation.answers, context.incoming.text
    offered = answers.get(OFFERED, "").split()
    says_yes = CONFIRM.read(Words(words), context.scope) is not None
    if says_no(words):
        answers[SAME] = SKIPPED
        proceed(context)
        return
    if says_yes and len(offered) == 1:
        context.argument = offered[0]
        context.registry.actions["join"].run(context)
        return
    if says_yes or words.strip(" .)").isdigit():
        may_be_said_again(context)
        context.say(text("neighbours-which"))
    else:
        answers[SAID] = "\n".join(filter(None, (answers.get(SAID), words)))
        note_source(context, words=words)
        context.say(text("report-words-added"))
    ask(context)


def must_look_again(context: Context) -> bool:
    """Say whether the subject or the place is another one than that of which it was asked; then it is to be asked."""
    answers = context.conversation.answers
    if SAME not in answers or answers.get(LOOKED) in (None, _looked_for(answers)):
        return False
    del answers[SAME]
    context.asked = False
    return True


def looked_for(subject: str, place: str) -> dict[str, str]:
    """Give the answers of somebody who knows what neighbours have told of a subject in a place, and wants their own."""
    answers = {"subject": subject, PLACE: place}
    return {SAME: SKIPPED, LOOKED: _looked_for(answers)}


def is_worth_joining(context: Context, request: Request) -> bool:
    """Say whether somebody may join a request now: it is open, or its answer is new and says nothing of anybody."""
    if request.confidential or not CATEGORIES[request.category].duplicate_radius:
        return False
    return request.status in OPEN or bool(answer_given(context, request))


def how_open(context: Context, request: Request) -> str:
    """Say whether an answer is still to come: ``yes``, ``late`` (the date has passed) or ``no``."""
    if request.status not in OPEN:
        return "no"
    return "yes" if context.now <= request.promise.due_at else "late"


def answer_given(context: Context, request: Request) -> str:
    """Give the latest answer to a request that has ended, if it may be read by those who did not ask."""
    if request.status not in (Status.ANSWERED, Status.CLOSED) or request.outcome in MEDIATED | UNANSWERED:
        return ""
    said = ""
    for event in context.uow.requests.history(request):
        if event.kind in (EventKind.ANSWERED, EventKind.CORRECTED):
            said = event.words or said
        elif event.kind is EventKind.CLOSED and (ending := Ending.read(event.words)):
            said = ending.words or said
    return passable(said, site_of(request.answers.get(PLACE, ""), context.gazetteer()).shown)


def compare(
    here: Site, lang: str, words: str, other: Reported, radius: int, site: Callable[[str], Site]
) -> Neighbour | None:
    """Say whether a request may be about the same thing as what somebody tells now; None if not.

    Args:
        here: the place of what is told. lang, words: in which language, and what is said of it.
        other: the request.
        radius: the subject's, in metres.
        site: reads an answer to the question of the place.
    """
    place = other.answers.get(PLACE)
    if not place or not may_be_near(here, place, radius):
        return None
    there = site(place)
    metres = apart(here, there, radius)
    if metres is None:
        return None
    named = f"{here.shown} {there.shown} {' '.join(here.streets)}"
    likeness = alike(words, other.words, named) if lang == other.lang else UNKNOWN
    if metres < 0 and likeness < ALIKE_IN_A_STREET:
        return None
    closeness = UNKNOWN if metres < 0 else 1 - metres / (radius + here.within + there.within + 1)
    return Neighbour(other, there, metres, closeness + likeness)


def like(context: Context, request: Request) -> list[Request]:
    """Give open requests that may be about the same thing as one that is sent, the likeliest first."""
    place = request.answers.get(PLACE, "")
    near = _near(context, CATEGORIES[request.category], place, request.lang, request.words)
    found = context.uow.requests.several([each.reported.id for each in near])
    return [found[each.reported.id] for each in near if _goes_with(found[each.reported.id], request)]


def _goes_with(other: Request, request: Request) -> bool:
    return other.id != request.id and other.status in OPEN


def _look(context: Context) -> list[Neighbour]:
    """Give the requests that may be about the same thing, the likeliest first."""
    answers = context.conversation.answers
    place = answers.get(PLACE, SKIPPED)
    # Nobody in danger is held up by what others have told.
    if "urgent" in answers or place == SKIPPED or context.incoming.room is not Room.PRIVATE:
        return []
    return _near(context, CATEGORIES[answers["subject"]], place, context.person.lang, answers.get(SAID, ""))


def _near(context: Context, category: Category, place: str, lang: str, words: str) -> list[Neighbour]:
    """Give the requests on a subject that may be about the same thing as something told of a place."""
    radius, now = category.duplicate_radius, context.now
    site = cache(partial(site_of, gazetteer=context.gazetteer()))
    here = site(place)
    if radius is None or not here.is_known:
        return []
    marks, most = marks_near(here, radius), MOST_COMPARED
    reported = context.uow.requests.reported(category.name, marks, now - RECENT, now - ENDED_RECENTLY, most)
    found = filter(None, (compare(here, lang, words, each, radius, site) for each in reported))
    return sorted(found, key=lambda near: (-near.score, near.reported.id))[: 2 * MOST_OFFERED]


def _is_theirs(context: Context, request: Request, followed: set[int]) -> bool:
    """Say whether somebody has told of it already and can still add to it: their own, or one they have joined."""
    is_theirs = request.person_id == context.person.id or request.id in followed
    return is_theirs and request.status not in ENDED


def _line(context: Context, near: Neighbour, request: Request) -> Text:
    """Tell where and when a request was made, and by when it is answered."""
    calendar = context.city.rules.calendar
    days = (calendar.local_day(context.now) - calendar.local_day(request.promise.received_at)).days
    return text(
        "neighbours-line",
        place=Quoted(near.site.shown),
        named="yes" if near.site.shown else "no",
        where="street" if near.metres < 0 else "here" if near.metres <= DOOR else "near",
        metres=max(10, round(near.metres, -1)),
        days=days,
        open=how_open(context, request),
        due=Moment(request.promise.due_at),
        joined=request.joined,
    )


def _looked_for(answers: Mapping[str, str]) -> str:
    return f"{answers.get('subject', '')} {answers.get(PLACE, SKIPPED)}"


READER = Reader(SAME, lambda _words, _scope: None, open=True)
"""No words are an answer: leaving it out is one, and the buttons do the rest."""
