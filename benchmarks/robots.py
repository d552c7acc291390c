"""Citizens who fill the report form again and again: text, place, skip, confirm button, each after its reply.

They know the form by the choices it offers, so the same robots talk to our bot and to its peers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from bot.incoming import Pressed, Words
from bot.understanding import Decision, Understanding
from bot.understanding.recalling import WIDTH

SKIP = "answer lamp_number -"
NOT_THE_SAME = "answer same -"
CONFIRM = "answer confirm yes"
"""What the buttons of the form carry, in our bot and in its peers."""

TEXTS = (
    "le lampadaire devant chez moi est éteint depuis {number} jours",
    "bonjour, il n'y a plus du tout de lumière dans ma rue le soir, cela fait {number} nuits",
    "lampadaire numéro {number} cassé, il clignote toute la nuit",
    "ya pu de lumière ds la rue dpui {number} jours on voi rien",
    "L'éclairage public ne fonctionne plus devant le numéro {number}, c'est dangereux pour les enfants.",
)


class Instant:
    """The classifier switched off: everything is about street lighting, at once."""

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """Understand messages in their order."""
        label = "street_lighting"
        return [Understanding(text, "fr", label, 1.0, ((label, 1.0),), Decision.DIRECT, None) for text in texts]

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Let nothing be like anything else."""
        return np.zeros((len(texts), WIDTH), np.float32)


@dataclass(slots=True)
class Robot:
    """A citizen who makes one report after another.

    Args:
        say: brings something to the bot.
        street: where they live; each report is of another place, so that nobody has told of it before.

    ``waits`` are the seconds from each message to its reply; ``reports`` counts those begun.
    """

    say: Callable[[Words | Pressed], None]
    waits: list[float] = field(default_factory=list)
    street: str = "Battant"
    reports: int = 0
    since: float = 0.0

    def begin(self) -> None:
        """Say what is wrong."""
        self.reports += 1
        self._say(Words(TEXTS[self.reports % len(TEXTS)].format(number=self.reports)))

    def hear(self, actions: Sequence[str]) -> None:
        """Take the next step of the form, as the offered choices tell it; nothing to choose means that it was sent."""
        self.waits.append(perf_counter() - self.since)
        if CONFIRM in actions:
            self._say(Pressed(CONFIRM))
        elif SKIP in actions or NOT_THE_SAME in actions:
            self._say(Words("passer"))
        elif actions:
            self._say(Words(f"{self.reports % 90 + 1} rue {self.street}{self.reports}"))
        else:
            self.begin()

    def _say(self, content: Words | Pressed) -> None:
        self.since = perf_counter()
        self.say(content)
