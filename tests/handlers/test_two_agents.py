"""Two agents at one request at the same moment, on two workers: one wins, the other reads who, and no answer is lost.

What they do is drawn at random, several things at once between two looks at the clock, on both databases.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import tests.fakes.town
from bot.domain.request import Event, EventKind, Request, Status
from bot.incoming import Pressed, Words
from bot.outgoing import Quoted, Text
from tests.fakes import city
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

TEAM = "street_lighting"
ROOM = f"team-{TEAM}"
PAIR = (agent(TEAM), agent(TEAM, "nadia"))
UNDO = timedelta(seconds=30)

DEEDS = st.sampled_from(
    ["take", "reply", "reply", "reply", "button", "undo", "undo", "go", "go", "leave", "close", "route"]
)
BATCHES = st.lists(
    st.tuples(st.lists(st.tuples(st.integers(0, 1), DEEDS), min_size=1, max_size=4), st.integers(1, 45)),
    min_size=1,
    max_size=7,
)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """One event loop for every example of a test: the workers are those of the first one."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    configured = city.settings(promise={"undo_within": "30s"})
    with mock.patch.object(tests.fakes.town, "settings", return_value=configured), Town(url, workers=2) as opened:
        yield opened


@dataclass(slots=True)
class Play:
    """One request, two agents, and what they do."""

    town: Town
    request_id: int
    reader: Speaker
    texts: list[str] = field(default_factory=list)

    async def batch(self, deeds: list[tuple[int, str]], seconds: int) -> None:
        """Let several things reach both workers at once; then time passes, and both look at what is due."""
        town = self.town
        before = len(town.rows())
        contents = [(PAIR[who], each) for who, deed in deeds if (each := self._content(deed))]
        events = [
            town.platform.said(who, each) if isinstance(each, Words) else town.platform.incoming(who, each)
            for who, each in contents
        ]
        await town.hand_over(*events)
        await town.settle()
        said = [row for row in town.rows()[before:] if row.room == ROOM and row.keys and row.said.type == "say"]
        assert len(said) >= len(events), "somebody was left without an answer"
        await self.wait(seconds)

    async def wait(self, seconds: int) -> None:
        self.town.clock.advance(timedelta(seconds=seconds))
        await asyncio.gather(*(app.schedule.tick() for app in self.town.apps))
        await self.town.settle()

    def _content(self, deed: str) -> Words | Pressed | None:
        request = self.request_id
        match deed:
            case "reply":
                self.texts.append(f"Réponse {request}-{len(self.texts)}.")
                return Words(f"/repondre {request} {self.texts[-1]}")
            case "take":
                return Pressed(f"take {request}")
            case "button":
                return Pressed(f"reply {request}")
            case "undo":
                offered = [action for row in self.town.rows() for action in row.actions]
                last = [action for action in offered if action.startswith(f"undo {request} ")]
                return Pressed(last[-1]) if last else None
            case "close":
                return Words(f"/clore {request} réglée")
            case "route":
                return Words(f"/reorienter {request} roads")
            case choice:
                return Pressed(f"answer again {choice}")

    def request(self) -> Request:
        return self.town.request(self.request_id)

    def history(self) -> list[Event]:
        request = self.request()
        return self.town.look(lambda uow: uow.requests.history(request))

    def read(self) -> Counter[str]:
        """Count what the citizen has on their screen of what agents answered."""
        shown = [each.rendered.text for each in self.town.platform.screen if each.room == self.reader.room]
        return Counter(words for words in self.texts for text in shown if words in text)

    def replies(self, key: str, number: str) -> int:
        """Count how often an agent read a sentence about this request."""
        return sum(
            isinstance(each, Text) and each.key == key and each.args.get("number") == number
            for row in self.town.rows()
            if row.room == ROOM
            for each in row.said.paragraphs
        )


@given(batches=BATCHES)
@settings(
    max_examples=20,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_two_agents_at_once(town: Town, loop: asyncio.Runner, batches: list[tuple[list[tuple[int, str]], int]]) -> None:
    loop.run(_play(town, batches))


async def _play(town: Town, batches: list[tuple[list[tuple[int, str]], int]]) -> None:
    reader = citizen(f"léa{len(town.requests())}")
    play = Play(town, await town.report(reader), reader)
    first = play.request()
    for deeds, seconds in batches:
        await play.batch(deeds, seconds)
    await play.wait(60)
    check(play, first)


def check(play: Play, first: Request) -> None:
    """Check what must hold whatever the two did."""
    now, history, read = play.request(), play.history(), play.read()
    answers = [event.words for event in history if event.kind is EventKind.ANSWERED and event.words]
    undone = [event.words for event in history if event.kind is EventKind.UNDONE]
    kinds = Counter(event.kind for event in history)
    assert read == Counter(answers), "an answer was lost, or came twice, or one that was undone came"
    assert len(answers) == len(set(answers))
    assert set(answers).isdisjoint(undone)
    assert kinds[EventKind.ANSWERED] == len(answers) + len(undone)
    assert play.replies("desk-answered-held", first.number) == kinds[EventKind.ANSWERED]
    assert play.replies("desk-taken", first.number) == kinds[EventKind.TAKEN]
    assert play.replies("undone", first.number) == len(undone)
    assert play.town.look(lambda uow: uow.held.find(first.id)) is None
    _one_taker(history)
    if not answers and not kinds[EventKind.CLOSED]:
        assert now.promise == first.promise, "an undone answer has left its trace on the clock"
        assert now.status in (Status.NEW, Status.TAKEN)
        assert (now.assignee is not None) == (kinds[EventKind.TAKEN] > 0 and not kinds[EventKind.ROUTED])


def _one_taker(history: list[Event]) -> None:
    """Nobody takes what somebody has: between two takings it was given away."""
    has = False
    for event in history:
        if event.kind is EventKind.TAKEN:
            assert not has, "two have taken it"
            has = True
        elif event.kind is EventKind.ROUTED:
            has = False


async def test_the_other_reads_who_was_first(town: Town) -> None:
    """The same second: both press, both write; one takes it, and the other's answer waits for a decision."""
    request_id = await town.report(citizen("anna"))
    number = town.request(request_id).number
    await town.hand_over(*(town.platform.incoming(who, Pressed(f"take {request_id}")) for who in PAIR))
    await town.settle()
    assert sorted(key for key in town.said(ROOM) if key.startswith("desk-taken")) == ["desk-taken", "desk-taken-by"]
    words = [town.platform.said(who, Words(f"/repondre {number} {who.account}")) for who in PAIR]
    await town.hand_over(*words)
    await town.settle()
    said = town.said(ROOM)
    assert (said.count("desk-answered-held"), said.count("second-held")) == (1, 1)
    await town.press(PAIR[0], "answer again go")
    await town.press(PAIR[1], "answer again go")
    town.clock.advance(UNDO)
    await town.app.schedule.tick()
    await town.settle()
    shown = [
        each for row in town.rows() if row.room == "anna" for each in row.said.paragraphs if isinstance(each, Quoted)
    ]
    assert {who.account for who in PAIR} <= {each.words for each in shown}
    assert len([each for each in shown if each.words in {who.account for who in PAIR}]) == 2
