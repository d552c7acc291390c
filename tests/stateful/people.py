"""What people can do at one moment: write, press what is on their screen, take a request that there is."""

from dataclasses import replace

from sqlalchemy import select

from bot.incoming import Incoming, Pressed, Words
from storage.tables import requests
from tests.fakes.city import TEAMS
from tests.fakes.platform import Shown, Speaker
from tests.fakes.things import Thing
from tests.fakes.town import Town

NO_NUMBER = "BES-000-00C"
"""The number of no request."""


class People:
    """Everybody in a town. What they do is made here, and reaches nobody yet.

    Args:
        town: where they are.
    """

    def __init__(self, town: Town) -> None:
        self._town = town
        self.meant: dict[str, str] = {}
        """The action of each event that is surely a choice."""
        self.written: list[Incoming] = []
        self._edits = 0

    def say(self, who: Speaker, text: str, reply_to: str | None = None, *, called: bool = True) -> Incoming:
        """Let somebody write."""
        return self._written(self._town.platform.said(who, Words(text, reply_to=reply_to), called=called))

    def show(self, who: Speaker, thing: Thing, text: str, reply_to: str | None = None) -> Incoming:
        """Let somebody send a file, perhaps with words."""
        files = (thing.attachment,) if thing.attachment else ()
        return self._written(self._town.platform.said(who, Words(text, files, reply_to=reply_to)))

    def edit(self, which: int, text: str) -> Incoming | None:
        """Let somebody change the words of what they wrote; ``which`` is its age in messages."""
        if not self.written:
            return None
        before = self.written[-1 - which % len(self.written)]
        assert isinstance(before.content, Words)
        self._edits += 1
        changed = replace(before.content, text=text, reply_to=None, edits=before.receipt)
        return replace(before, event_id=f"edit-{self._edits}", content=changed, sent_at=self._town.clock.now())

    def _written(self, incoming: Incoming) -> Incoming:
        self.written.append(incoming)
        return incoming

    def press(self, who: Speaker, action: str, receipt: str | None = None) -> Incoming:
        """Let somebody press a button."""
        event = self._town.platform.incoming(who, Pressed(action, receipt))
        self.meant[event.event_id] = action
        return event

    def choose(self, who: Speaker, age: int, place: int) -> Incoming | None:
        """Let somebody take a choice that was offered in their room: by button, or by number where there are none.

        Args:
            who: in a room.
            age: of which message with choices, 0 being the latest.
            place: which of its choices.
        """
        offers = [shown for shown in self.screen(who.room) if shown.rendered.choices]
        if not offers:
            return None
        shown = offers[age % len(offers)]
        number = place % len(shown.rendered.choices)
        action = shown.rendered.choices[number].action
        if self._town.platform.abilities.buttons:
            return self.press(who, action, shown.receipt)
        event = self.say(who, str(number + 1), shown.receipt if shown is not offers[0] else None)
        if shown is offers[0]:
            self.meant[event.event_id] = action
        return event

    def screen(self, room: str) -> list[Shown]:
        """Give what was shown in a room, the latest first."""
        return [shown for shown in reversed(self._town.platform.screen) if shown.room == room]

    def offered(self, room: str) -> list[str]:
        """Give the actions of the latest choices in a room."""
        shown = next((each for each in self.screen(room) if each.rendered.choices), None)
        return [choice.action for choice in shown.rendered.choices] if shown else []

    def numbers(self) -> list[str]:
        """Give the numbers of all requests."""
        return list(self._town.look(lambda uow: uow.connection.scalars(select(requests.c.number)).all()))

    def number(self, which: int) -> str:
        """Give the number of one of the requests."""
        numbers = self.numbers()
        return numbers[which % len(numbers)] if numbers else NO_NUMBER

    def rooms_of_requests(self) -> dict[int, str]:
        """Give the room of each request's citizen, by the request's id."""
        rows = self._town.look(lambda uow: uow.connection.execute(select(requests.c.id, requests.c.room_id)).all())
        return {row.id: row.room_id for row in rows}

    def request(self, which: int, who: Speaker | None = None) -> int:
        """Give the id of one of the requests, or of one of somebody's own if there is one."""
        rooms = self.rooms_of_requests()
        own = [request_id for request_id, room in rooms.items() if who is None or room == who.room]
        found = own or list(rooms) or [1]
        return found[which % len(found)]

    def team(self, which: int) -> str:
        """Give the team of one of the requests."""
        query = select(requests.c.team).where(requests.c.id == self.request(which))
        team: str | None = self._town.look(lambda uow: uow.connection.scalar(query))
        return team if team in TEAMS else "desk"
