"""A year of the promise, with the real handlers and jobs: every reminder that was due went out once, and none lost.

What is expected is worked out here anew, from the offsets before a deadline and a quiet time told by the clock on the
wall; nothing of bot/domain is asked. Ticks come at the moments the database names and at those this model names, so a
moment that the bot forgets is found out.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot import outgoing
from bot.app import rules_of
from bot.domain import promise, reference
from bot.domain.request import EventKind, Request, Status
from bot.handling import City, Context, Tick
from bot.i18n import Words as Wording
from bot.incoming import Account, Address, Incoming, Room, Words
from bot.outgoing import Text
from bot.roster import Roster
from handlers import answering, asking, case, deadline, snoozing
from handlers.jobs import breach_notices, digest, lapsed_questions, reminders, weekly
from handlers.registry import REGISTRY
from storage.conversations import Conversation
from storage.database import Database
from storage.tables import events, metadata, outbox
from storage.tables import requests as table
from storage.unit_of_work import UnitOfWork
from tests.fakes import city as fake
from tests.fakes.clock import PARIS

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
BEFORE = (24 * HOUR, 8 * HOUR, HOUR, timedelta(0))
"""How long before the deadline each step lies; the last is the breach."""
RUNGS = {"first": 0, "middle": 1, "last": 2, "breach": 3}
BREACH = 3
TEAM = "street_lighting"
OWN_DAYS_OFF = frozenset({date(2026, 5, 15), date(2026, 12, 26)})
HOLIDAYS = frozenset(holidays.country_holidays("FR", years=(2025, 2026, 2027, 2028)))
JOBS = (lapsed_questions.JOB, reminders.JOB, breach_notices.JOB, digest.JOB, weekly.JOB)


def is_off(day: date) -> bool:
    return day.isoweekday() == 7 or day in HOLIDAYS or day in OWN_DAYS_OFF


def is_quiet(moment: datetime) -> bool:
    local = moment.astimezone(PARIS)
    return is_off(local.date()) or not time(7, 30) <= local.time() < time(20)


def has_allowed(start: datetime, end: datetime) -> bool:
    """Say whether anybody may be disturbed between two moments; a day's window is longer than the steps taken here."""
    while start <= end:
        if not is_quiet(start):
            return True
        start += 30 * MINUTE
    return not is_quiet(end)


@dataclass(slots=True)
class Model:
    """What we know of a request: its clock, and which steps were done since the clock last began anew."""

    since: datetime
    due: datetime
    done: set[int] = field(default_factory=set)
    told: bool = False
    paused: datetime | None = None
    snoozed: datetime | None = None
    answered: bool = False
    moves: int = 0

    @property
    def running(self) -> bool:
        return not self.answered and self.paused is None

    def resume(self, now: datetime) -> None:
        if self.paused is not None:
            self.due += now - self.paused
            self.since, self.paused = now, None

    def moments(self) -> list[datetime]:
        return [self.due - before for before in BEFORE] if self.running else []


class Year:
    """The bot, a fake clock, and the model beside it."""

    def __init__(self, start: datetime) -> None:
        configured = fake.settings(promise={"days_off": [str(day) for day in OWN_DAYS_OFF]})
        self.city = City(configured, WORDING, rules_of(configured), Roster(configured), REGISTRY)
        self.database = Database("sqlite://")
        metadata.create_all(self.database.engine)
        self.now = start
        anna = Account("fake", "anna")
        self.person = self.database.run_here(lambda uow: uow.people.of([anna], "fr", start))[str(anna)].id
        self.models: dict[int, Model] = {}
        self.last_event = 0
        self.down_until = start
        self.last_down = start - 400 * DAY
        self.sent = {rung: 0 for rung in RUNGS}

    def act(self, name: str, which: int, amount: int) -> None:
        """Let something happen."""
        if name == "arrive":
            self._arrive()
        elif name == "outage":
            self.down_until = self.now + amount * HOUR
        elif self.models:
            chosen = list(self.models)[-1 - which % min(len(self.models), 6)]
            getattr(self, f"_{name}")(chosen, self.models[chosen], amount)

    def pass_until(self, end: datetime) -> None:
        """Let time pass and the jobs run, unless the bot is down."""
        while (moment := self._next(end)) <= end:
            self.now = moment
            if moment >= self.down_until:
                self._tick()
                if moment == end:
                    break
            else:
                self.last_down = moment
            if moment == end:
                break
        self.now = end

    def _next(self, end: datetime) -> datetime:
        named = self.database.run_here(
            lambda uow: uow.connection.execute(select(table.c.next_step_at, table.c.notice_at, table.c.paused_at)).all()
        )
        moments = [row.next_step_at for row in named] + [row.notice_at for row in named]
        moments += [row.paused_at + 5 * DAY for row in named if row.paused_at]
        moments += [each for model in self.models.values() for each in model.moments()]
        moments += [model.snoozed for model in self.models.values()]
        local = self.now.astimezone(PARIS).date()
        moments += [
            datetime.combine(day, clock, PARIS).astimezone(UTC)
            for day in (local, local + DAY)
            for clock in (time(7, 30), time(20))
        ]
        moments.append(self.down_until)
        return min((each for each in moments if each and self.now < each < end), default=end)

    def _tick(self) -> None:
        for model in self.models.values():
            if model.paused is not None and model.paused + 5 * DAY <= self.now:
                model.resume(self.now)
        self.database.run_here(self._run_jobs)
        for number, model in self.models.items():
            self._nothing_is_lost(number, model)

    def _run_jobs(self, uow: UnitOfWork) -> None:
        for job in JOBS:
            while job.run(Tick(self.city, uow, self.now)):
                pass
        self._read_events(uow)

    def _read_events(self, uow: UnitOfWork) -> None:
        """Every reminder that went out: once, not at night, not after an answer."""
        kinds = (EventKind.REMINDED, EventKind.BREACHED)
        query = select(events).where(events.c.id > self.last_event, events.c.kind.in_(kinds)).order_by(events.c.id)
        for row in uow.connection.execute(query).all():
            self.last_event = row.id
            model = self.models[row.request_id]
            assert row.at == self.now
            assert model.running, f"request {row.request_id} was said to be late although its clock does not run"
            if row.kind == EventKind.BREACHED:
                assert not model.told, "the citizen was told twice"
                assert self.now >= model.due, "the citizen was told before it was true"
                assert not is_quiet(self.now), "the citizen was told at night"
                model.told = True
                continue
            step = RUNGS[row.words]
            assert step not in model.done, f"step {step} of request {row.request_id} went out twice"
            if is_quiet(self.now):
                floor = max(model.since, model.snoozed or model.since)
                assert not has_allowed(floor, model.due) or (
                    self.now <= model.due and not has_allowed(self.now, model.due)
                ), f"step {step} of request {row.request_id} went out at night"
            model.done |= set(range(step + 1))
            self.sent[row.words] += 1

    def _nothing_is_lost(self, number: int, model: Model) -> None:
        if not model.running:
            return
        awake = not is_quiet(self.now)
        for step, moment in enumerate(model.moments()):
            waits = step != BREACH and model.snoozed is not None and model.snoozed > self.now
            if awake and moment <= self.now and not waits:
                assert step in model.done, f"step {step} of request {number} was lost"
        if awake and model.due <= self.now:
            assert model.told, f"the citizen of request {number} was not told"
        if model.due <= self.now and self.last_down < model.since and has_allowed(model.since, model.due):
            assert BREACH in model.done, f"the breach of request {number} came after the deadline"

    # What people do, with the real handlers.

    def _arrive(self) -> None:
        rules = self.city.rules
        clock = promise.start(self.now, rules)
        request = Request(
            0, "", self.person, Address("fake", "anna"), "fr", TEAM, TEAM, Status.NEW,
            urgent=False, confidential=False, words="Lampadaire éteint", promise=clock,
        )  # fmt: skip
        request.set_clock(clock, rules)
        stored = self.database.run_here(lambda uow: uow.requests.add(request, reference.format))
        self.models[stored.id] = Model(self.now, self.now + 48 * HOUR)

    def _answer(self, number: int, model: Model, _amount: int) -> None:
        self._as_agent(answering.reply, f"{reference.format(number)} Réparé.")
        model.resume(self.now)
        model.answered = True

    def _ask(self, number: int, model: Model, _amount: int) -> None:
        self._as_agent(asking.ask, f"{reference.format(number)} Quel mât ?")
        if model.running:
            model.paused = self.now

    def _write(self, number: int, model: Model, _amount: int) -> None:
        with self._request(number) as (context, request):
            if request.status is Status.ASKED:
                case.citizen_wrote(context, request, "Le numéro 12.")
                model.resume(self.now)

    def _move(self, number: int, model: Model, amount: int) -> None:
        days = 1 + amount % 29
        local = max(model.due, self.now).astimezone(PARIS)
        due = datetime.combine(local.date() + days * DAY, local.time(), PARIS).astimezone(UTC)
        self._as_agent(deadline.postpone, f"{reference.format(number)} {days} j la pièce manque")
        is_near = due.astimezone(PARIS).date() <= self.now.astimezone(PARIS).date() + 30 * DAY
        if model.running and model.moves < 2 and is_near:
            model.since, model.due, model.told, model.snoozed = self.now, due, False, None
            model.moves += 1
            model.done = {step for step, moment in enumerate(model.moments()) if moment <= self.now}

    def _snooze(self, number: int, model: Model, amount: int) -> None:
        self._as_agent(snoozing.snooze, f"{number} {'2h' if amount % 2 else 'morning'}")
        if not model.running or BREACH in model.done:
            return
        if (model.snoozed is None or model.snoozed <= self.now) and model.done:
            model.done.remove(max(model.done))
        day = self.now.astimezone(PARIS).date() + DAY
        while is_off(day):
            day += DAY
        morning = datetime.combine(day, time(8, 30), PARIS).astimezone(UTC)
        model.snoozed = self.now + 2 * HOUR if amount % 2 else morning

    def _reopen(self, number: int, model: Model, _amount: int) -> None:
        if model.answered:
            with self._request(number) as (context, request):
                case.reopen(context, request, "Il est encore éteint.")
            self.models[number] = Model(self.now, self.now + 48 * HOUR)

    def _as_agent(self, handler: Callable[[Context], None], argument: str) -> None:
        def work(uow: UnitOfWork) -> None:
            context = self._context(uow)
            context.argument = argument
            handler(context)
            assert context.paragraphs, "the agent was told nothing"

        self.database.run_here(work)

    @contextmanager
    def _request(self, number: int) -> Iterator[tuple[Context, Request]]:
        with self.database.engine.begin() as connection:
            uow = UnitOfWork(connection)
            request = uow.requests.get(number)
            assert request is not None
            yield self._context(uow), request
            uow.flush()

    def _context(self, uow: UnitOfWork) -> Context:
        who, room = Account("fake", f"agent-{TEAM}"), Address("fake", f"team-{TEAM}")
        incoming = Incoming("e", room, who, Words(""), self.now, Room.GROUP)
        person = uow.people.of([who], "fr", self.now)[str(who)]
        conversation = Conversation(incoming.conversation_key, room, person.id, self.now)
        return Context(self.city, incoming, person, conversation, uow, self.now)

    def check_what_is_stored(self) -> None:
        """Deadlines are where they were promised, and the mediator has read of every breach exactly once."""
        due = select(table.c.id, table.c.due_at)
        stored = self.database.run_here(lambda uow: uow.connection.execute(due).all())
        assert {row.id: row.due_at for row in stored} == {number: model.due for number, model in self.models.items()}

    def read_by_the_mediator(self) -> int:
        rows = self.database.run_here(
            lambda uow: uow.connection.scalars(
                select(outbox.c.payload).where(outbox.c.room_id == "team-mediation", outbox.c.priority == 2)
            ).all()
        )
        titles = [outgoing.load(row).paragraphs[0] for row in rows]
        return sum(int(str(each.args.get("count", 1))) for each in titles if isinstance(each, Text))


WORDING = Wording.packaged(PARIS)

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["arrive"] * 5 + ["answer", "answer", "ask", "ask", "write", "move", "move", "snooze", "snooze", "snooze"]
            + ["reopen", "outage"]
        ),
        st.one_of(st.just(0), st.integers(1, 9_000), st.integers(1, 9_000)),
        st.integers(0, 5),
        st.integers(0, 70),
    ),
    min_size=150,
    max_size=200,
)  # fmt: skip


@given(ACTIONS, st.integers(0, 365 * 24 * 60))
@settings(max_examples=4, derandomize=True, deadline=None, database=None)
def test_a_year_of_the_promise(actions: list[tuple[str, int, int, int]], begins: int) -> None:
    year = Year(datetime(2026, 1, 1, tzinfo=UTC) + begins * MINUTE)
    try:
        for name, minutes, which, amount in actions:
            year.pass_until(year.now + minutes * MINUTE)
            year.act(name, which, amount)
            year.check_what_is_stored()
        year.down_until = year.now
        year.pass_until(year.now + 45 * DAY)
        assert year.sent["breach"] == year.read_by_the_mediator()
        running = [model for model in year.models.values() if model.running]
        assert all(model.told and BREACH in model.done for model in running)
    finally:
        year.database.close()
