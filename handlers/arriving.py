"""Feature: files that have been fetched are shown: a request's to the agents, an answer's to those who get that.

Of those that are lost whoever sent them is told. Runs in the transaction in which bot/fetching.py notes what came of
them, so it is said once.
"""

from itertools import groupby

from bot.domain.request import EventKind, Request, Status
from bot.handling import Tick
from bot.outgoing import Priority, Say, Text, text
from bot.sources import FILES
from handlers import cards, case, telling
from handlers.jobs import MOST
from storage.files import FileRow, FileState, Sender


def settled(tick: Tick) -> int:
    """Tell of every file of which nobody has been told yet; gives how many there were."""
    rows = tick.uow.files.untold(MOST)
    for request_id, group in groupby(rows, lambda row: row.request_id):
        request = tick.uow.requests.get(request_id)
        if request is None or request.status is Status.WITHDRAWN:
            continue
        files = list(group)
        if given := [each for each in files if each.sender is Sender.CITIZEN]:
            _tell(tick, request, cards.in_order(request, given))
        if answered := [each for each in files if each.sender is Sender.AGENT]:
            _tell_of_answer(tick, request, answered)
    tick.uow.files.told(rows)
    return len(rows)


def _tell(tick: Tick, request: Request, files: list[FileRow]) -> None:
    lost = [each for each in files if each.state is FileState.LOST]
    # Of a confidential request a room reads nothing, not even that it has photos; /voir shows them in private.
    shown = files if not request.confidential else []
    for room in tick.city.roster.rooms(request.team):
        case.show_files(tick, request, room, shown)
    for follower in tick.uow.followers.of(request.id) if lost and request.joined else ():
        theirs = [each for each in lost if each.reference in follower.answers.get(FILES, "").split("\n")]
        lost = [each for each in lost if each not in theirs]
        if theirs:
            said = Say(_why_lost(request, theirs))
            tick.post(follower.address, said, lang=follower.lang, priority=Priority.ANSWER, about=request.about)
    if lost:
        case.tell_citizen(tick, request, *_why_lost(request, lost))


def _tell_of_answer(tick: Tick, request: Request, files: list[FileRow]) -> None:
    """Let an answer go that waited for its files only; what comes behind it follows. Of what is lost the team reads."""
    lost = cards.files_lost(files)
    if lost:
        telling.tell_team(tick, request, text("answer-files-lost", number=request.number, count=len(lost)), *lost)
    held = tick.uow.held.find(request.id)
    if held is None or held.kind is not EventKind.ANSWERED:
        kept = tuple(each.reference for each in files if each.state is FileState.KEPT)
        if kept:
            said = text("answer-files-late", number=request.number, count=len(kept))
            telling.tell_citizen(tick, request, said, files=kept)
            telling.tell_joined(tick, request, said, files=kept)
    elif all(each.state is not FileState.WANTED for each in tick.uow.files.among(request.id, held.files)):
        if held.undo_until <= tick.now:
            telling.release(tick, request)
        else:
            tick.uow.held.send_at(request.id, held.undo_until)


def _why_lost(request: Request, lost: list[FileRow]) -> tuple[Text, ...]:
    why = dict.fromkeys(each.objection for each in lost)
    reasons = [text("file-lost-why", why=each or "broken") for each in why]
    return text("file-lost", number=request.number, count=len(lost)), *reasons, text("file-lost-again")
