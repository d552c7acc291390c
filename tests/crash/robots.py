"""Citizens who make one request after another and wait for each reply, and an agent who takes what comes in.

They are the same on every platform.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CONFIRM = "answer confirm yes"
SKIP = " -"
"""What the action of a button ends with that leaves a question out."""

SENT = "BES-"
"""What every number of a request begins with."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a citizen does next: words, perhaps under a photo, or the choice with an action."""

    text: str = ""
    action: str = ""
    photo: bool = False


@dataclass(slots=True)
class Robot:
    """A citizen who makes one request after another until told that it is enough.

    Args:
        name: tells one from another.
        has_camera: whether they send a photo with each request.
    """

    name: str
    has_camera: bool = False
    enough: bool = False
    at_rest: bool = False
    said: int = 0
    heard: int = 0
    doubled: int = 0
    confirmed: int = 0
    finished: int = 0
    _latest: tuple[str, Sequence[str]] | None = None

    def open(self) -> Said:
        """Begin a request."""
        return self._says(Said(text=f"lampadaire éteint numéro {self.finished} de {self.name}"))

    def hear(self, text: str, actions: Sequence[str]) -> Said | None:
        """React to a reply; one that stands there a second time is not answered again.

        Args:
            text: what is shown.
            actions: of the choices that are offered with it.
        """
        if (text, actions) == self._latest:
            self.doubled += 1
            return None
        self._latest = (text, actions)
        self.heard += 1
        if CONFIRM in actions:
            self.confirmed += 1
            return self._says(Said(action=CONFIRM))
        # What neighbours have told names their numbers, too, and can be passed over.
        skips = [action for action in actions if action.endswith(SKIP)]
        if SENT in text and not skips:
            self.finished += 1
            self.at_rest = self.enough
            return None if self.enough else self.open()
        return self._says(Said(action=skips[0]) if skips else Said(text="12 rue Battant", photo=self.has_camera))

    def _says(self, said: Said) -> Said:
        self.said += 1
        return said


@dataclass(slots=True)
class Crowd:
    """All robots.

    Args:
        robots: the citizens by name.
        taken: the cards that the agent has taken.
        finished: set when each citizen has come to rest.
    """

    robots: dict[str, Robot]
    taken: set[str] = field(default_factory=set)
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: int = 0
    _look: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, robots: Iterable[Robot]) -> "Crowd":
        """Gather citizens."""
        return cls({robot.name: robot for robot in robots})

    def hear(self, name: str, text: str, actions: Sequence[str]) -> Said | None:
        """Let a citizen react to a reply."""
        self._seen += 1
        self._look.set()
        said = self.robots[name].hear(text, actions)
        if all(robot.at_rest for robot in self.robots.values()):
            self.finished.set()
        return said

    def take(self, card: str) -> bool:
        """Show a card to the agent; say whether they take it: they do so once."""
        is_new = card not in self.taken
        self.taken.add(card)
        return is_new

    async def see(self, count: int) -> None:
        """Wait until citizens have seen so many more replies."""
        wanted = self._seen + count
        while self._seen < wanted:
            self._look.clear()
            await self._look.wait()

    def enough(self) -> None:
        """Let everybody finish the request they are at, and begin no other."""
        for robot in self.robots.values():
            robot.enough = True

    @property
    def said(self) -> int:
        """How many messages they have all written."""
        return sum(robot.said for robot in self.robots.values()) + len(self.taken)

    @property
    def doubled(self) -> int:
        """How many replies citizens have seen a second time."""
        return sum(robot.doubled for robot in self.robots.values())

    @property
    def confirmed(self) -> int:
        """How many requests they have confirmed."""
        return sum(robot.confirmed for robot in self.robots.values())

    @property
    def with_photo(self) -> int:
        """How many of these came with a photo."""
        return sum(robot.confirmed for robot in self.robots.values() if robot.has_camera)

    @property
    def figures(self) -> str:
        """What they have done."""
        return f"{self.said} messages, {self.confirmed} requests"

    @property
    def waiting(self) -> list[str]:
        """Who waits for a reply."""
        return [robot.name for robot in self.robots.values() if robot.said > robot.heard]

    def check(self) -> None:
        """See that everybody has had their replies, and a number for each request."""
        assert not self.waiting
        for robot in self.robots.values():
            assert robot.said == robot.heard, f"{robot.name} has one reply to each message"
            assert robot.finished == robot.confirmed > 0, f"{robot.name} has one number for each request"
