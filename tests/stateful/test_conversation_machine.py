"""Whatever people do in whatever order: nobody is left without a reply, and every promise is kept exactly once.

Citizens and agents write, edit, show and press, also old buttons and twice; two workers share the work; the bot
restarts, crashes and is off for days; the platform fails. After every step: no message without a reply, one request per
confirmation, exactly the reminders that were due, no message of ours lost, no event that broke anything, states that
follow from what happened, files that are where they were given.

``STATEFUL_SHRINK=1 pytest tests/stateful`` takes minutes to make a failure short; ``STATEFUL_EXAMPLES=1000`` looks
further, at random, and does the same.
"""

import os
import sys
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.platforms import Abilities, Gone, PlatformError, Refused, Retryable
from tests.conftest import Fresh
from tests.fakes.city import TEAMS
from tests.fakes.platform import BUTTONS, NUMBERS, Speaker
from tests.fakes.things import Thing
from tests.fakes.town import agent, citizen
from tests.places.town import demo_places
from tests.stateful.driver import CONFIRM, Driver
from tests.stateful.words import AGENTS_SAY, AGENTS_TRY, AGENTS_WORK, LAMP, OTHER, TAUGHT

ASKED_FOR = os.environ.get("STATEFUL_EXAMPLES")
EXAMPLES = {"sqlite": int(ASKED_FOR or 25), "postgresql": int(ASKED_FOR or 10)}
STEPS = 30
PHASES = tuple(Phase) if ASKED_FOR or "STATEFUL_SHRINK" in os.environ else (Phase.generate,)

NAMES = ("anna", "boris", "chloé")
CITIZENS = st.sampled_from([citizen(name) for name in NAMES])
AGENTS = st.sampled_from([agent(team, name) for team in TEAMS for name in ("agent", "nadia", "head")])
TEXTS = st.sampled_from([*TAUGHT, *OTHER])
COLLEAGUES = st.sampled_from(["agent", "nadia", "head"])
WHICH = st.integers(0, 9)
"""Which request."""

CITIZENS_PRESS = (
    "follow {id}",
    "add {id}",
    "withdraw {id}",
    "withdraw {id} yes",
    "satisfied {id}",
    "unsatisfied {id}",
    "reopen {id}",
    "contest {id}",
    "mediate {id}",
    "join {id}",
    "complete {id}",
    "leave {id}",
    "helped {id}",
    "unhelped {id}",
    "apart {id}",
    "data erase yes",
)
DEEDS = st.lists(st.sampled_from([*AGENTS_WORK, *CITIZENS_PRESS]), min_size=1, max_size=4)
WORKERS = st.sampled_from([(0, 1), (0,), (1,), None])
"""Who handles what was just said; None: nobody yet."""

AGE = st.integers(0, 30)
"""Of which message, 0 being the latest."""

PLACE = st.integers(0, 11)
"""Which of its choices."""

THINGS = st.builds(
    Thing,
    st.sampled_from(["photo", "document", "voice"]),
    st.sampled_from(["a.jpg", "b.pdf", "c.exe"]),
    st.sampled_from([0, 31_000_000]),
)

MINUTES = st.sampled_from([1, 29, 31, 240, 599, 60 * 12, 60 * 20, 60 * 23, 60 * 49, 60 * 24 * 6]).map(
    lambda minutes: timedelta(minutes=minutes)
)
Workers = tuple[int, ...] | None


class Conversations(RuleBasedStateMachine):
    """The bot and its people; see the module."""

    def __init__(self, fresh: Fresh) -> None:
        super().__init__()
        self.driver = Driver(fresh())
        self.people = self.driver.people

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # After a failure, another one would only hide it.
                self.driver.send_later()
                self.driver.check()
        finally:
            self.driver.close()

    @initialize(abilities=st.sampled_from([BUTTONS, NUMBERS]), knows_places=st.booleans())
    def begin(self, abilities: Abilities, knows_places: bool) -> None:
        town = self.driver.town
        town.platform.abilities = abilities
        if knows_places:
            town.look(lambda uow: uow.places.save(demo_places(), town.clock.now()))
        self.sends_a_request(citizen(NAMES[0]), LAMP, 1)

    @invariant()
    def all_is_well(self) -> None:
        self.driver.check()

    @rule(who=CITIZENS, words=st.sampled_from(list(TAUGHT)), presses=st.integers(1, 2))
    def sends_a_request(self, who: Speaker, words: str, presses: int) -> None:
        """Go the short way to a summary, as far as it leads from wherever the citizen stands, and send it."""
        driver = self.driver
        driver.settle()
        driver.people_do(self.people.say(who, words))
        for _ in range(4):
            offered = self.people.offered(who.room)
            skips = [place for place, action in enumerate(offered) if action.endswith(" -")]
            if CONFIRM in offered:
                before = len(self.people.numbers())
                driver.take_in(*(self.people.press(who, CONFIRM) for _ in range(presses)))
                driver.settle()
                assert len(self.people.numbers()) <= before + 1, "pressed twice, sent twice"
                return
            chosen = self.people.choose(who, 0, skips[0]) if skips else None
            driver.people_do(chosen or self.people.say(who, "12 rue Battant"))

    @rule(who=CITIZENS, words=st.sampled_from(list(TAUGHT)), answers=st.lists(st.sampled_from(OTHER), max_size=4))
    def says_one_thing_after_the_other(self, who: Speaker, words: str, answers: list[str]) -> None:
        self.driver.settle()
        for each in (words, *answers):
            self.driver.people_do(self.people.say(who, each))

    @rule(who=CITIZENS, words=TEXTS, settled_by=WORKERS)
    def writes(self, who: Speaker, words: str, settled_by: Workers) -> None:
        self.driver.people_do(self.people.say(who, words), settled_by=settled_by)

    @rule(who=CITIZENS, place=PLACE, settled_by=WORKERS)
    def chooses(self, who: Speaker, place: int, settled_by: Workers) -> None:
        if event := self.people.choose(who, 0, place):
            self.driver.people_do(event, settled_by=settled_by)

    @rule(who=CITIZENS, age=AGE, place=PLACE)
    def chooses_from_an_old_message(self, who: Speaker, age: int, place: int) -> None:
        if event := self.people.choose(who, age, place):
            self.driver.people_do(event)

    @rule(who=CITIZENS, words=TEXTS, age=AGE)
    def replies_to_an_old_message(self, who: Speaker, words: str, age: int) -> None:
        if shown := self.people.screen(who.room):
            self.driver.people_do(self.people.say(who, words, shown[age % len(shown)].receipt))

    @rule(who=CITIZENS, other=st.one_of(CITIZENS, AGENTS), place=PLACE)
    def presses_the_button_of_somebody_else(self, who: Speaker, other: Speaker, place: int) -> None:
        if offered := self.people.offered(other.room):
            self.driver.people_do(self.people.press(who, offered[place % len(offered)]))

    @rule(who=CITIZENS, texts=st.lists(TEXTS, min_size=2, max_size=4), settled_by=WORKERS)
    def writes_several_times_at_once(self, who: Speaker, texts: list[str], settled_by: Workers) -> None:
        self.driver.take_in(*(self.people.say(who, text) for text in texts))
        if settled_by is not None:
            self.driver.settle(*settled_by)

    @rule(texts=st.tuples(TEXTS, TEXTS, TEXTS), presses=st.tuples(*[st.booleans()] * 3), place=PLACE)
    def all_do_something_at_once(self, texts: tuple[str, ...], presses: tuple[bool, ...], place: int) -> None:
        done = [
            (press and self.people.choose(citizen(name), 0, place)) or self.people.say(citizen(name), text)
            for name, text, press in zip(NAMES, texts, presses, strict=True)
        ]
        self.driver.people_do(*done)

    @rule(who=CITIZENS, thing=THINGS, words=st.just("") | TEXTS, age=st.none() | AGE)
    def shows_something(self, who: Speaker, thing: Thing, words: str, age: int | None) -> None:
        """Send a file, perhaps with words, perhaps in reply to an old message."""
        shown = self.people.screen(who.room)
        receipt = shown[age % len(shown)].receipt if shown and age is not None else None
        self.driver.people_do(self.people.show(who, thing, words, receipt))

    @rule(which=st.integers(0, 40), words=TEXTS | st.sampled_from(AGENTS_SAY), again=st.booleans())
    def edits_an_old_message(self, which: int, words: str, again: bool) -> None:
        """Change what was written, whoever wrote it; and perhaps once more to the same."""
        for _ in range(2 if again else 1):
            if event := self.people.edit(which, words):
                self.driver.people_do(event)

    @rule(which=st.integers(0, 200), at_once=st.booleans())
    def an_event_comes_again(self, which: int, at_once: bool) -> None:
        self.driver.again(self.driver.events[-1 - which % len(self.driver.events)], at_once=at_once)

    @rule(who=CITIZENS, verb=st.sampled_from(CITIZENS_PRESS), which=WHICH, words=st.none() | TEXTS)
    def acts_on_a_request(self, who: Speaker, verb: str, which: int, words: str | None) -> None:
        """Press a button about a request, mostly one's own, and perhaps say why."""
        self.driver.people_do(self.people.press(who, verb.format(id=self.people.request(which, who))))
        if words is not None:
            self.driver.people_do(self.people.say(who, words))

    @rule(name=COLLEAGUES, which=WHICH, age=AGE, place=PLACE)
    def an_agent_chooses(self, name: str, which: int, age: int, place: int) -> None:
        if event := self.people.choose(agent(self.people.team(which), name), age, place):
            self.driver.people_do(event)

    @rule(name=COLLEAGUES, which=WHICH, words=st.sampled_from(AGENTS_SAY), age=st.none() | AGE, called=st.booleans())
    def an_agent_writes(self, name: str, which: int, words: str, age: int | None, called: bool) -> None:
        who = agent(self.people.team(which), name)
        shown = self.people.screen(who.room)
        receipt = shown[age % len(shown)].receipt if shown and age is not None else None
        self.driver.people_do(self.people.say(who, words, receipt, called=called or receipt is not None))

    @rule(name=COLLEAGUES, which=WHICH, private=st.booleans(), deeds=DEEDS)
    def a_request_lives_on(self, name: str, which: int, private: bool, deeds: list[str]) -> None:
        """Let its agent and its citizen do one thing after the other with the same request."""
        number, request = self.people.number(which), self.people.request(which)
        room = self.people.rooms_of_requests().get(request) or NAMES[0]
        for deed in deeds:
            own = agent(self.people.team(which), name)
            if deed.startswith("/"):
                speaker = citizen(own.account) if private else own
                self.driver.people_do(self.people.say(speaker, deed.format(n=number)))
            else:
                self.driver.people_do(self.people.press(citizen(room), deed.format(id=request)))

    @rule(who=AGENTS, name=COLLEAGUES, which=WHICH, words=st.sampled_from(AGENTS_TRY), stranger=st.booleans())
    def an_agent_tries_something(self, who: Speaker, name: str, which: int, words: str, stranger: bool) -> None:
        speaker = who if stranger else agent(self.people.team(which), name)
        self.driver.people_do(self.people.say(speaker, words.format(n=self.people.number(which))))

    @rule(name=COLLEAGUES, which=WHICH, words=st.none() | TEXTS)
    def an_agent_asks_the_citizen(self, name: str, which: int, words: str | None) -> None:
        """Ask something; the citizen answers, or lets the question lapse."""
        asked = agent(self.people.team(which), name)
        self.driver.people_do(self.people.say(asked, f"/demander {self.people.number(which)} Devant quel numéro ?"))
        room = self.people.rooms_of_requests().get(self.people.request(which))
        if words is None or not room:
            self.driver.forward(timedelta(days=6))
        else:
            self.driver.people_do(self.people.say(citizen(room), words))

    @rule(which=WHICH, verb=st.sampled_from(["take", "take", "close", "reply", "ask"]))
    def two_agents_act_at_once(self, which: int, verb: str) -> None:
        action = f"{verb} {self.people.request(which)}"
        team = self.people.team(which)
        self.driver.people_do(*(self.people.press(agent(team, name), action) for name in ("agent", "nadia")))

    @rule(span=MINUTES, times=st.integers(1, 3))
    def time_passes(self, span: timedelta, times: int) -> None:
        for _ in range(times):
            self.driver.forward(span)

    @rule(times=st.integers(1, 4))
    def the_next_moment_comes(self, times: int) -> None:
        for _ in range(times):
            self.driver.to_the_next_moment()

    @rule(off_for=st.just(timedelta(0)) | MINUTES, settle=st.booleans())
    def the_bot_is_off(self, off_for: timedelta, settle: bool) -> None:
        if settle:
            self.driver.settle()
        self.driver.reopen(off_for)

    @rule(who=CITIZENS, place=PLACE, words=TEXTS, died=st.sampled_from(["before", "handled", "claimed", "shown"]))
    def the_bot_dies(self, who: Speaker, place: int, words: str, died: str) -> None:
        """Stop it after a message came in, after it was handled, while it is answered, after the answer was shown."""
        self.driver.take_in(self.people.choose(who, 0, place) or self.people.say(who, words))
        if died != "before":
            self.driver.run(self.driver.town.app.dispatch.drain())
        if died in ("claimed", "shown"):
            self.driver.dies_while_sending(shown=died == "shown")
        self.driver.reopen()
        self.driver.send_later()

    @rule(who=CITIZENS, words=TEXTS, lost=st.booleans(), retry_after=st.none() | st.floats(0, 60))
    def sending_fails_once(self, who: Speaker, words: str, lost: bool, retry_after: float | None) -> None:
        error = Retryable("the test says so", retry_after, ambiguous=lost)
        (self.driver.town.platform.lost if lost else self.driver.town.platform.failures).append(error)
        self.driver.people_do(self.people.say(who, words))
        self.driver.send_later()

    @rule(who=CITIZENS, words=TEXTS, span=st.sampled_from([1, 60, 600]).map(lambda minutes: timedelta(minutes=minutes)))
    def the_platform_is_down(self, who: Speaker, words: str, span: timedelta) -> None:
        self.driver.town.platform.down = Retryable("down")
        self.driver.people_do(self.people.say(who, words), settled_by=None)
        self.driver.forward(span)
        self.driver.town.platform.down = None
        self.driver.send_later()

    @rule(who=CITIZENS, words=TEXTS, error=st.sampled_from([Refused("too long"), Gone("blocked")]))
    def the_platform_refuses(self, who: Speaker, words: str, error: PlatformError) -> None:
        self.driver.settle()
        self.driver.town.platform.failures.append(error)
        self.driver.people_do(self.people.say(who, words))
        self.driver.excuse(who.room)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_conversations(kind: str, request: pytest.FixtureRequest) -> None:
    fresh: Fresh = request.getfixturevalue(f"fresh_{kind}")
    steady = settings(
        max_examples=EXAMPLES[kind],
        stateful_step_count=STEPS,
        derandomize=ASKED_FOR is None,
        database=None,
        deadline=None,
        print_blob=True,
        report_multiple_bugs=False,
        phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    machine = partial(Conversations, fresh)
    run_state_machine_as_test(machine, settings=steady)  # type: ignore[arg-type]  # It only calls it.
