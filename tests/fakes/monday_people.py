"""Who writes on a Monday: citizens with one matter each, and agents whose telephone rings (tests/fakes/monday.py).

What they do is drawn by chance, with simple characters: it has to be varied, not clever.
"""

from dataclasses import dataclass, field
from functools import partial

from bot.outgoing import Card, Priority, Text
from tests.fakes.monday import TEAMS, Person, Seen
from tests.fakes.platform import Speaker

WORDS = {"street_lighting": "Lampadaire éteint", "roads": "Trou dans la chaussée"}
SYLLABLES = ("bar", "do", "fel", "gui", "lan", "mor", "ner", "pau", "rin", "sol", "tan", "vi")


@dataclass(slots=True)
class Citizen(Person):
    """Somebody with one matter: tells it, answers questions, says thanks, is now and then not content."""

    team: str = TEAMS[0]
    street: str = ""
    numbers: list[str] = field(default_factory=list)

    async def tell(self) -> None:
        """Begin."""
        await self.write(self.private, f"{WORDS[self.team]} {self.street}", meaning=f"category {self.team}")

    async def act(self) -> None:
        """Do what is planned, one thing."""
        if do := self.next_plan():
            await do()

    def read(self, seen: Seen) -> None:
        """Take note of a message, and decide what to do about it."""
        chance, reply = self.hall.chance, partial(self.write, self.private, reply_to=seen.shown.receipt)
        self.numbers += [str(each) for each in seen.arguments("report-sent", "number")]
        if step := draft_step(seen):
            self.plan(1, partial(self.choose, self.private, seen, step))
        elif asks_place(seen):
            self.plan(1, partial(self.write, self.private, f"12 {self.street}"))
        elif "question-from" in seen.keys and chance.random() < 0.8:
            self.plan(chance.randint(3, 60), partial(reply, "C'est le mât 12, devant l'école."))
        elif "answer-from" in seen.keys:
            self._judge(seen)
        elif "unsatisfied-ways" in seen.keys:
            self.plan(1, partial(self.choose, self.private, seen, seen.actions[0]))
        elif "reopen-text" in seen.keys:
            self.plan(1, partial(self.write, self.private, "Ce n'est toujours pas réparé."))

    def _judge(self, seen: Seen) -> None:
        chance = self.hall.chance
        draw = chance.random()
        yes, no = seen.actions
        if draw < 0.45:
            self.plan(chance.randint(2, 90), partial(self.choose, self.private, seen, yes))
        elif draw < 0.6:
            self.plan(2, partial(self.write, self.private, "merci beaucoup", meaning="intent thanks"))
        elif draw < 0.7:
            self.plan(chance.randint(2, 60), partial(self.choose, self.private, seen, no))


@dataclass(slots=True)
class Agent(Person):
    """An agent: takes the most urgent of the queue, answers, asks, re-routes, closes, is wrong at times.

    ``calm`` is before the Monday: nothing is answered yet. ``said`` are the words of the answers, by number.
    """

    team: str = TEAMS[0]
    calm: bool = False
    away: bool = False
    todo: list[str] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    _busy: int = 0
    _asked: bool = False

    @property
    def room(self) -> Speaker:
        """They in their team's room."""
        return Speaker(self.name, self.team, group=True)

    def read(self, seen: Seen) -> None:
        """Take note of a message in the team's room or in private."""
        where = self.room if seen.room == self.team else self.private
        if isinstance(seen.said, Card):
            titles = [each for each in seen.said.paragraphs if isinstance(each, Text) and "number" in each.args]
            self.cards[str(titles[0].args["number"])] = seen.shown.receipt
        elif "queue-title" in seen.keys and self._asked:
            shown = zip(seen.arguments("queue-line", "number"), seen.arguments("queue-line", "status"), strict=True)
            self.todo, self._asked = [str(number) for number, status in shown if status != "asked"], False
        elif step := draft_step(seen):
            self.plan(1, partial(self.choose, where, seen, step))
        elif asks_place(seen):
            self.plan(1, partial(self.write, where, f"3 {street(self)}"))
        elif seen.priority == Priority.REMINDER and self.hall.chance.random() < 0.3:
            snoozes = [each for each in seen.actions if each.startswith("snooze")]
            if snoozes:
                self.plan(2, partial(self.choose, where, seen, snoozes[0]))

    async def act(self) -> None:
        """Do one thing, if the last one is done and it is not lunch."""
        self._busy -= 1
        if self.away or self._busy > 0 or not self.hall.is_up(self.platform):
            return
        chance = self.hall.chance
        self._busy = chance.randint(2, 5) * (8 if self.calm else 1)
        draw = chance.random()
        if do := self.next_plan():
            await do()
        elif draw < 0.05 and not self.calm:
            words = f"{WORDS[self.team]} {street(self)}"
            await self.write(self.room, f"/pour {words}", meaning=f"category {self.team}")
        elif draw < 0.12 and not self.calm:
            await self._be_wrong()
        elif self.todo:
            await self._work(self.todo.pop(0))
        else:
            self._asked = True
            await self.write(self.room, "/file")

    async def _be_wrong(self) -> None:
        chance = self.hall.chance
        old = chance.choice([*self.said, ("", "")])[0]
        wrong = ("/repondre BES-AAA-AAA C'est fait", "/prendre 999999", "/clore", "/file demain", "/repondr 3 oui", "5")
        if old and chance.random() < 0.4:
            await self.write(self.room, f"/repondre {old} {self._answer(old)}")
        else:
            await self.write(self.room, chance.choice(wrong))

    async def _work(self, number: str) -> None:
        chance, draw = self.hall.chance, self.hall.chance.random()
        if self.calm:
            draw = draw * 0.25 if draw < 0.5 else 0.5 + (draw - 0.5) * 0.4
        if draw < 0.12:
            await self.write(self.room, f"/prendre {number}")
            if not self.calm:
                self.plan(chance.randint(2, 9), partial(self._reply, number))
        elif draw < 0.5:
            await self.write(self.room, f"/prendre {number}") if self.calm else await self._reply(number)
        elif draw < 0.58:
            await self.write(self.room, f"/demander {number} Quel est le numéro du mât ?")
        elif draw < 0.62:
            await self.write(self.room, f"/note {number} vu sur place ce matin")
        elif draw < 0.65:
            await self.write(self.room, f"/reporter {number} 3 j la pièce manque")
        elif draw < 0.7:
            await self.write(self.room, f"/reorienter {number} {next(each for each in TEAMS if each != self.team)}")
        elif draw < 0.8:
            await self.write(self.room, f"/clore {number} solved {self._answer(number)}")
        else:
            await self.write(self.room, f"/repondre {number} {self._answer(number)}")

    async def _reply(self, number: str) -> None:
        """Answer by replying to the card, as far as it stands in this room."""
        if receipt := self.cards.get(number):
            await self.write(self.room, self._answer(number), reply_to=receipt)
        else:
            await self.write(self.room, f"/repondre {number} {self._answer(number)}")

    def _answer(self, number: str) -> str:
        words = f"Réponse {self.platform[0]}{self.team[0]}{len(self.said):03} : c'est réparé depuis ce matin."
        self.said.append((number, words))
        return words


def draft_step(seen: Seen) -> str | None:
    """Give what is chosen to go on with a draft: send it, or leave a question out."""
    wanted = [each for each in seen.actions if each == "answer confirm yes" or each.endswith(" -")]
    return wanted[0] if wanted else None


def asks_place(seen: Seen) -> bool:
    """Say whether the place of a draft is asked for."""
    return not seen.shown.edited and "report-place" in seen.keys


def street(person: Person) -> str:
    """Make up a street that nobody has told of before."""
    return "rue " + "".join(person.hall.chance.choice(SYLLABLES) for _ in range(5)).capitalize()
