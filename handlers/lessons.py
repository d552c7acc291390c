"""Feature: corrections teach. What somebody corrects is kept as a labelled example, in words without who wrote them.

A citizen corrects by sending a request about something else than their words were taken for, or by choosing from what
was offered because it was not clear; an agent by giving a request to another subject. What is confidential, urgent, or
about one's own data is never kept (decision 16). What is kept changes nothing before an administrator has read it and
called `proximcite train`.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.request import Request
from bot.handling import Context
from bot.understanding import Decision
from bot.understanding.pseudonyms import fingerprint, is_worth_learning, pseudonymised
from handlers.categories import CATEGORIES
from storage.lessons import Lesson, Teacher

UNDERSTOOD = "understood"
"""Beside the answers: what the words were taken for at first: label, decision and language."""

MOST_A_DAY = {Teacher.CITIZEN: 5, Teacher.AGENT: 20}
"""Lessons a person can give in a day, so that nobody changes the model alone; correcting is an agent's work."""

NOT_TAUGHT = frozenset({"other", "delete_my_data"})
""""Other" says what it is not; and whoever wants to be forgotten is not quoted."""


@dataclass(frozen=True, slots=True)
class _Noted:
    label: str
    decision: str
    lang: str


def notice(context: Context) -> None:
    """Note what words are taken for that begin something; what was noted first stays, for that is corrected."""
    if seen := context.understanding:
        context.conversation.answers.setdefault(UNDERSTOOD, f"{seen.label} {seen.decision.value} {seen.lang}")


def noted(context: Context) -> dict[str, str]:
    """Give the note as an answer, for a draft that begins with words that were held; none without any."""
    answers = context.conversation.answers
    return {UNDERSTOOD: answers[UNDERSTOOD]} if UNDERSTOOD in answers else {}


def as_understood(context: Context, subject: str) -> dict[str, str]:
    """Give the note for a draft with words that were understood as part of a message, as an answer."""
    return {UNDERSTOOD: f"{subject} {Decision.DIRECT.value} {context.person.lang}"}


def guessed(context: Context, likely: str) -> None:
    """Note the first of the guesses (names separated by spaces) that are offered for words that were held."""
    if likely:
        context.conversation.answers[UNDERSTOOD] = f"{likely.split()[0]} {Decision.ASK.value} {context.person.lang}"


def from_sending(context: Context, request: Request, answers: dict[str, str]) -> None:
    """Learn from a request that is being sent, unless it was understood so at once."""
    note = _read(answers)
    if note is None or (note.decision == Decision.DIRECT and note.label == request.category):
        return
    if not _is_private(request):
        _keep(context, Teacher.CITIZEN, request.words, note, request.category, request)


def from_intent(context: Context, words: str, answers: dict[str, str], intent: str) -> None:
    """Learn from what somebody chose in place of a request; of danger nothing is kept."""
    note = _read(answers)
    if note is not None and "urgent" not in answers:
        _keep(context, Teacher.CITIZEN, words, note, intent, None)


def from_routing(context: Context, request: Request, before: str) -> None:
    """Learn from an agent who gave a request to another subject.

    Args:
        context: of the agent.
        request: as it is now.
        before: the subject it had.
    """
    if _is_private(request) or request.category in NOT_TAUGHT:
        forget(context, request)
        return
    earlier = context.uow.lessons.of_request(request.id)
    taken_for, lang = (earlier.taken_for, earlier.lang) if earlier else (before, request.lang)
    _keep(context, Teacher.AGENT, request.words, _Noted(taken_for, "", lang), request.category, request)


def forget(context: Context, request: Request) -> None:
    """Forget what a request has taught, also when nothing but its words leads to it any more."""
    words = pseudonymised(request.words, _names(context, request))
    context.uow.lessons.forget(request.id, fingerprint(words))


def _keep(
    context: Context, teacher: Teacher, words: str, taken_for: _Noted, label: str, request: Request | None
) -> None:
    if label in NOT_TAUGHT or _is_confidential(label) or _is_confidential(taken_for.label):
        return
    today = context.now.astimezone(context.city.zone).date()
    kept = pseudonymised(words, _names(context, request))
    if not is_worth_learning(kept) or not _may_teach(context, teacher, today, request):
        return
    lesson = Lesson(fingerprint(kept), kept, taken_for.lang, taken_for.label, label, teacher, today)
    context.uow.lessons.keep(lesson, context.conversation.key, request.id if request else None)


def _may_teach(context: Context, teacher: Teacher, today: date, request: Request | None) -> bool:
    lessons = context.uow.lessons
    if lessons.taught(context.person.id, teacher, today) < MOST_A_DAY[teacher]:
        return True
    return request is not None and lessons.of_request(request.id) is not None


def _is_private(request: Request) -> bool:
    """Say whether a request's words are nobody else's business: what is urgent tells of illness or violence."""
    return request.confidential or request.urgent


def _is_confidential(label: str) -> bool:
    return label in CATEGORIES and CATEGORIES[label].confidential


def _names(context: Context, request: Request | None) -> list[str]:
    """Give what the writer is called, on every platform."""
    writer = context.person.id if request is None else request.person_id
    return [each.name for each in context.uow.linking.accounts_of(writer)] if writer is not None else []


def _read(answers: dict[str, str]) -> _Noted | None:
    parts = answers.get(UNDERSTOOD, "").split(" ")
    return _Noted(*parts) if len(parts) == 3 else None
