"""Merging and taking apart: whatever happens in which order, nobody is lost, each answer comes once; both databases."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.calendar import Calendar
from bot.domain.promise import Rules, bring_forward, pause, resume, start
from bot.domain.request import ENDED, OPEN, Outcome, Status
from bot.outgoing import Quoted
from handlers.numbers import read_numbers
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.town import Town, agent, citizen
from tests.places.town import demo_places

PEOPLE = ("anna", "tom", "ines", "sami")
DESK = agent("desk")
DEEDS = (
    "report",
    "join",
    "phone",
    *["merge"] * 3,
    *["split"] * 2,
    *["leave"] * 2,
    "withdraw",
    "erase",
    "reopen",
    "answer",
)
AMONG_OPEN = ("merge", "leave", "withdraw", "answer")


class TestNumbers:
    @pytest.mark.parametrize(
        ("line", "ids", "rest"),
        [
            ("12 15 19 clore réglée", (12, 15, 19), "clore réglée"),
            ("12, 15 et 19: clore", (12, 15, 19), "clore"),
            ("12-15 réorienter voirie", (12, 13, 14, 15), "réorienter voirie"),
            ("15–12", (12, 13, 14, 15), ""),
            ("12 à 14, 20", (12, 13, 14, 20), ""),
            ("#12 n° 15", (12, 15), ""),
            ("12 15 12", (12, 15), ""),
            ("BES-TV2-2PX, 3 clore", (1, 3), "clore"),
            ("bes tv2 2px 3", (1, 3), ""),
            ("clore 12", (), "clore 12"),
            ("12ter", (), "12ter"),
            ("1234567890", (), "1234567890"),
            ("", (), ""),
        ],
    )
    def test_are_read_where_a_line_begins(self, line: str, ids: tuple[int, ...], rest: str) -> None:
        named = read_numbers(line)
        assert (named.ids, named.wrong, named.rest) == (ids, (), rest)

    def test_one_with_a_mistake_is_told_apart(self) -> None:
        assert read_numbers("12 BES-TV2-2PY clore").wrong == ("BES-TV2-2PY",)

    def test_a_huge_range_is_not_written_out(self) -> None:
        assert len(read_numbers("1-999999999").ids) == 51


class TestAnEarlierDate:
    @pytest.mark.parametrize("working", [False, True])
    @pytest.mark.parametrize("paused", [False, True])
    def test_is_the_date_if_the_clock_runs_from_now_on(self, working: bool, paused: bool) -> None:
        rules, now = Rules(Calendar(PARIS), working_calendar=working), StillClock().now()
        clock = start(now, rules)
        clock = pause(clock, now + timedelta(hours=1)) if paused else clock
        later, due = now + timedelta(hours=3), now + timedelta(hours=6)
        sooner = bring_forward(clock, rules, due, later)
        assert resume(sooner, rules, later).due_at == due
        assert sooner.paused_at == clock.paused_at

    def test_that_is_none_or_has_passed_changes_nothing(self) -> None:
        rules, now = Rules(Calendar(PARIS)), StillClock().now()
        clock = start(now, rules)
        for due in (clock.due_at, clock.due_at + timedelta(hours=1), now, now - timedelta(hours=1)):
            assert bring_forward(clock, rules, due, now) == clock


class Streets:
    """A town in which people tell of one lamp, and what is owed to whom: by name, the requests that they wait for."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(seed)
        self.waits: set[tuple[str, int]] = set()
        self.deeds: list[tuple[str, str, int, int]] = []
        town.look(lambda uow: uow.places.save(demo_places(), town.clock.now()))

    async def go_on(self) -> None:
        """Let somebody do something."""
        name = self.chance.choice(PEOPLE)
        ids, before = self.town.requests(), self.authors()
        is_open = [each for each in ids if self.town.request(each).status in OPEN]
        deed = self.chance.choice(DEEDS)
        one, other = (self.chance.choice(is_open if deed in AMONG_OPEN and is_open else ids) for _ in range(2))
        self.deeds.append((deed, name, one, other))
        match deed:
            case "report" | "join" as what if len(before) < 8:
                await self.tell(name, joins=what == "join")
            case "phone" if len(before) < 8:
                self.town.understander.teach("lampadaire éteint rue Bersot", "category street_lighting")
                await self.town.write(DESK, "/pour lampadaire éteint rue Bersot")
                while self.town.requests() == ids:
                    offered = next(row.actions for row in reversed(self.town.rows()) if row.room == DESK.room)
                    await self.town.choose(DESK, next(each for each in offered if each.endswith((" -", "confirm yes"))))
            case "merge":
                await self.town.write(DESK, f"/fusionner {one} {self.chance.choice(('', 'dans'))} {other}")
            case "split":
                await self.town.write(DESK, f"/separer {one}")
            case "leave":
                if "joined-left" in await self.town.press(citizen(name), f"leave {one}"):
                    self.forget(name, self.root(one))
            case "withdraw":
                if "withdraw-done" in await self.town.press(citizen(name), f"withdraw {one} yes"):
                    self.forget(name, self.root(one))
            case "erase":
                await self.town.press(citizen(name), "data erase yes")
                self.waits = {each for each in self.waits if each[0] != name}
            case "reopen":
                await self.town.press(citizen(name), f"reopen {one}")
                if "reopened" in await self.town.write(citizen(name), "toujours cassé", meaning="unknown"):
                    self.waits.add((name, one))
                await self.town.write(citizen(name), "annuler")
            case "answer":
                await self.answer(self.root(one))
        for request_id, author in self.authors().items():
            if author is not None and author != before.get(request_id):
                self.waits.add((author, request_id))

    async def tell(self, name: str, *, joins: bool) -> None:
        """Let somebody tell of the lamp, as a request of their own, or joining one that is offered."""
        who, before = citizen(name), self.town.requests()
        await self.town.write(who, "Lampadaire éteint 12 rue Battant", meaning="category street_lighting")
        for _ in range(6):
            offered = next(row.actions for row in reversed(self.town.rows()) if row.room == who.room)
            join = next((each for each in offered if joins and each.startswith("join ")), None)
            if join is not None:
                await self.town.choose(who, join)
                self.waits.add((name, int(join.removeprefix("join "))))
                return
            wanted = [each for each in offered if each.endswith((" -", "confirm yes"))]
            if not wanted:
                break
            await self.town.choose(who, wanted[0])
            if self.town.requests() != before:
                return
        await self.town.write(who, "annuler")

    async def answer(self, request_id: int) -> None:
        """Let an agent answer; whoever waits reads it once, and nobody else."""
        if self.town.request(request_id).status not in OPEN:
            return
        words, before = f"Réparé, réponse {len(self.town.rows())}.", len(self.town.rows())
        await self.town.write(DESK, f"/repondre {request_id} {words}")
        read = Counter(row.room for row in self.town.rows()[before:] if Quoted(words) in row.said.paragraphs)
        assert read == Counter({name for name, each in self.waits if self.root(each) == request_id})

    def root(self, request_id: int) -> int:
        """Give the request that one is treated with; a cycle is an error."""
        seen = set[int]()
        while (into := self.town.request(request_id).merged_into) is not None:
            assert request_id not in seen, "a cycle"
            seen.add(request_id)
            request_id = into
        return request_id

    def way(self, request_id: int) -> set[int]:
        """Give all that the request of somebody at the phone went into; nothing, if it is not that of one."""
        found, request = set[int](), self.town.request(request_id)
        into = request.merged_into if request.by_phone else None
        while into is not None:
            found.add(into)
            into = self.town.request(into).merged_into
        return found

    def authors(self) -> dict[int, str | None]:
        """Give who has each request, by the room in which they are answered."""
        found = {each: self.town.request(each) for each in self.town.requests()}
        return {each: request.address.room_id or None for each, request in found.items()}

    def forget(self, name: str, root: int) -> None:
        """Somebody is not concerned any more."""
        self.waits = {each for each in self.waits if each[0] != name or self.root(each[1]) != root}

    def check(self) -> None:
        """Check that whoever waits for something waits for what it is treated with, and that nobody else does."""
        owed, waiting = set[tuple[str, int]](), set[tuple[str, int]]()
        for name, request_id in self.waits:
            owed.add((name, self.root(request_id)))
        for request_id in self.town.requests():
            request = self.town.request(request_id)
            joined = self.town.look(lambda uow, which=request_id: uow.followers.of(which))  # type: ignore[misc]  # mypy infers no defaults of lambdas.
            assert request.joined >= len(joined)
            assert request.phoned == sum(request_id in self.way(each) for each in self.town.requests())
            assert request.person_id not in {each.person_id for each in joined}
            if request.merged_into is not None:
                assert request.status in ENDED
                assert (request.status, request.outcome) in (
                    (Status.CLOSED, Outcome.DUPLICATE),
                    (Status.WITHDRAWN, None),
                )
                continue
            waiting |= {(each.address.room_id, request_id) for each in joined}
            if request.person_id is not None and request.status is not Status.WITHDRAWN:
                waiting.add((request.address.room_id, request_id))
        assert waiting == owed, f"waiting {waiting - owed}, owed {owed - waiting}: {self.deeds[-12:]}"


@pytest.mark.parametrize("seed", range(8))
async def test_whoever_waits_reads_each_answer_once(url: str, seed: int) -> None:
    """Reporting, joining, merging, splitting, leaving, withdrawing, erasing, reopening and answering at random."""
    with Town(url) as town:
        streets = Streets(town, seed)
        for name in PEOPLE[:3]:
            await streets.tell(name, joins=False)
            streets.waits.add((name, town.requests()[-1]))
        streets.check()
        for _ in range(40):
            await streets.go_on()
            streets.check()
