"""Feature: files of requests that have been fetched are shown to the agents; of those that are lost everybody is told.

Runs in the transaction in which bot/fetching.py notes what came of them, so it is said once.
"""

from itertools import groupby

from bot.domain.request import Request, Status
from bot.handling import Tick
from bot.outgoing import Priority, Say, Text, text
from bot.sources import FILES
from handlers import cards, case
from handlers.jobs import MOST
from storage.files import FileRow, FileState


def settled(tick: Tick) -> int:
    """Tell of every file of which nobody has been told yet; gives how many there were."""
    rows = tick.uow.files.untold(MOST)
    for request_id, group in groupby(rows, lambda row: row.request_id):
        request = tick.uow.requests.get(request_id)
        if request is not None and request.status is not Status.WITHDRAWN:
            _tell(tick, request, cards.in_order(request, group))
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


def _why_lost(request: Request, lost: list[FileRow]) -> tuple[Text, ...]:
    why = dict.fromkeys(each.objection for each in lost)
    reasons = [text("file-lost-why", why=each or "broken") for each in why]
    return text("file-lost", number=request.number, count=len(lost)), *reasons, text("file-lost-again")
