"""Feature: files of requests that have been fetched are shown to the agents; of those that are lost everybody is told.

Runs in the transaction in which bot/fetching.py notes what came of them, so it is said once.
"""

from itertools import groupby

from bot.domain.request import Request, Status
from bot.handling import Tick
from bot.outgoing import text
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
    if lost:
        why = dict.fromkeys(each.objection for each in lost)
        reasons = [text("file-lost-why", why=each or "broken") for each in why]
        said = text("file-lost", number=request.number, count=len(lost))
        case.tell_citizen(tick, request, said, *reasons, text("file-lost-again"))
