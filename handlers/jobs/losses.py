"""Job: what reached nobody. A team's room that is out of reach is told of elsewhere, and its requests go to the desk.

Of a citizen who cannot be reached the team is told, with the phone as the way out.
"""

from bot.domain.request import OPEN, Request
from bot.handling import Job, Tick
from bot.incoming import Address
from bot.outgoing import Priority, Quoted, Say, text
from handlers import cards, case
from handlers.jobs import MOST
from handlers.jobs.reminders import private
from storage.losses import Loss, Why


def run(tick: Tick) -> int:
    """Tell of every loss, once."""
    lost = tick.uow.losses.take(MOST)
    for each in lost:
        request = _request(tick, each)
        team = tick.city.roster.team_of_room(each.address)
        if team is not None:
            alert(tick, team, each.address, each.why)
            if request is not None and request.status in OPEN:
                bring_to_desk(tick, request, each.address)
        elif request is not None and request.person_id is not None and request.address == each.address:
            _tell_unreached(tick, request, each.why)
    return len(lost)


def alert(tick: Tick, team: str, room: Address, why: Why) -> bool:
    """Tell the team's heads, the administrators and the desk that a room is out of reach; say whether it was time to.

    Once an hour is enough.
    """
    if not _is_first(tick, "unreachable", str(room)):
        return False
    key = f"unreachable:{_hour(tick, str(room))}"
    roster, city = tick.city.roster, tick.city.settings
    people = [*roster.heads(team, tick.uow.members), *city.city.administrators]
    desk = [each for each in roster.rooms(city.desk_team) if each != room]
    places = [*(private(str(each)) for each in people), *desk]
    said = Say((text("room-unreachable", team=text(f"team-{team}"), room=Quoted(str(room)), why=why.value),))
    for place in dict.fromkeys(places):
        tick.post(place, said, priority=Priority.ANSWER, once=f"{key}:{place}")
    return True


def bring_to_desk(tick: Tick, request: Request, missed: Address) -> bool:
    """Show a request's card in the desk's rooms where it is not yet, with a word why; say whether there was one."""
    shown = {missed, *tick.uow.outbox.rooms_about(request.about)}
    rooms = [each for each in tick.city.roster.rooms(tick.city.settings.desk_team) if each not in shown]
    for room in rooms:
        tick.post(room, cards.card(request, tick.now), priority=Priority.CARD)
        said = text("card-unseen", number=request.number, team=text(f"team-{request.team}"))
        tick.post(room, Say((said,)), priority=Priority.CARD, about=request.about)
    return bool(rooms)


def _request(tick: Tick, loss: Loss) -> Request | None:
    kind, _, number = (loss.about or "").partition(":")
    return tick.uow.requests.get(int(number)) if kind == "request" else None


def _tell_unreached(tick: Tick, request: Request, why: Why) -> None:
    if _is_first(tick, "unreached", request.about):
        said = text("citizen-unreached", number=request.number, why=why.value)
        case.tell_team(tick, request, said)


def _is_first(tick: Tick, what: str, of: str) -> bool:
    """Say whether something is told for the first time in this hour, and note it."""
    which = _hour(tick, of)
    if tick.uow.marks.is_done(what, which):
        return False
    tick.uow.marks.done(what, which, tick.now)
    return True


def _hour(tick: Tick, of: str) -> str:
    return f"{of} {tick.now:%Y-%m-%dT%H}"


JOB = Job("losses", run, lambda upcoming, _city, _now: upcoming.lost)
