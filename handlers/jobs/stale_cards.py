"""Job: cards that time has made untrue are drawn anew: at each step of the ladder, when the date passes, by the digest.

A card a room at a time, and only where nothing else waits to be said: what people write is answered before. The jobs
that know of it only note it, so a burst of reminders stays one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.request import Request
from bot.handling import Job, Tick
from bot.incoming import Address
from bot.outgoing import Card, Priority, Say
from handlers import cards
from storage.upcoming import is_due

PACE = timedelta(seconds=6)
"""Between two cards of a room: half of the twenty messages a minute that Telegram takes in a group are for the rest."""

SOON = timedelta(seconds=1)
"""From when a card is stale to the first turn of its room: what is said of it goes out before."""

MOST_ROOMS = 100
"""In one transaction."""

RENEWAL = "card"


def note(tick: Tick, requests: Sequence[Request]) -> None:
    """Note that the cards of some requests are not true any more."""
    tick.uow.stale_cards.add([each.about for each in requests], tick.now, tick.now + SOON)


def run(tick: Tick) -> int:
    """Draw one card anew in each room whose turn it is; what has been answered, or drawn since, is passed over."""
    rooms, stale_cards = tick.uow.stale_cards.rooms_due(tick.now, MOST_ROOMS), tick.uow.stale_cards
    held_up = stale_cards.backlogs(rooms, tick.now - PACE)
    stale = stale_cards.take([each for each in rooms if each not in held_up])
    found = tick.uow.requests.several([_request_id(each.about) for each in stale])
    passed_over = set[Address]()
    for each in stale:
        request = found.get(_request_id(each.about))
        if request is None or not request.promise.running or each.shown_at is None or each.shown_at >= each.since:
            passed_over.add(each.address)
            continue
        tick.post(each.address, _drawn(tick, request), priority=Priority.DIGEST)
    stale_cards.put_off([each for each in rooms if each not in passed_over], tick.now + PACE)
    stale_cards.put_off(list(passed_over), tick.now)
    return len(rooms)


def renew(tick: Tick, _room: Address, before: Card | Say, _argument: str) -> Card | None:
    """Draw such a card as it is when it is handed to the platform.

    If the request has changed meanwhile, an edit of its own has shown that or is behind this one, and this one, which
    could only disagree with it about what can be chosen, is not shown.
    """
    if not isinstance(before, Card):
        return None
    request = tick.uow.requests.several([_request_id(before.about)]).get(_request_id(before.about))
    if request is None or not request.promise.running:
        return None
    drawn = _drawn(tick, request)
    return drawn if drawn.choices == before.choices else None


def _drawn(tick: Tick, request: Request) -> Card:
    return replace(cards.card(request, tick.now), minor=True, renewal=RENEWAL)


def _request_id(about: str) -> int:
    return int(about.removeprefix("request:"))


JOB = Job("stale_cards", run, lambda upcoming, _city, now: is_due(upcoming.stale, now))
