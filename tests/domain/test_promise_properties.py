"""The promise under any receipt, rules and outages: every step once, in time, and never at night if that can be."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import promise as clock
from bot.domain.calendar import Calendar
from bot.domain.promise import Due, Promise, Rules

PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: FIRST + n * MINUTE)
QUIET = st.sampled_from([(time(20), time(7, 30)), (time(12), time(14)), (time(0), time(23)), None])
DELAYS = st.integers(1, 200 * 60).map(lambda n: n * MINUTE)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    within = draw(DELAYS)
    shares = draw(st.sets(st.integers(1, 99), max_size=5))
    working = draw(st.booleans())
    return Rules(Calendar(PARIS, draw(QUIET)), within, tuple(within * n / 100 for n in sorted(shares)), working)


RULES = st.one_of(st.just(Rules(Calendar(PARIS))), rules())
WITHIN = st.one_of(st.none(), DELAYS)
STEADY = settings(max_examples=250, derandomize=True, deadline=None)
SPRING = datetime(2026, 3, 27, 20, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 29, 20, tzinfo=UTC)
LEAP = datetime(2028, 2, 27, 20, tzinfo=UTC)


def numbers(due: Due) -> list[int]:
    """All the steps that this message does away with."""
    return [*(step.number for step in due.collapsed), due.step.number]


@given(received=MOMENTS, rules=RULES, within=WITHIN)
@example(SPRING, Rules(Calendar(PARIS)), None)
@example(AUTUMN, Rules(Calendar(PARIS)), None)
@example(LEAP, Rules(Calendar(PARIS)), None)
@STEADY
def test_a_job_in_time_sends_every_step_once_and_none_at_night_or_too_late(
    received: datetime, rules: Rules, within: timedelta | None
) -> None:
    promise = clock.start(received, rules, within)
    due_at = promise.due_at
    room = rules.calendar.next_allowed(received) <= due_at
    done: list[int] = []
    last = received
    while (reminder := clock.next_reminder(promise, rules)) is not None:
        assert last <= reminder.at <= due_at
        assert not (room and rules.calendar.is_quiet(reminder.at))
        assert clock.due_steps(promise, rules, reminder.at - timedelta(microseconds=1)) is None
        due = clock.due_steps(promise, rules, reminder.at)
        assert due is not None
        assert due.overdue == due.lateness == timedelta(0)
        done += numbers(due)
        promise, last = due.promise, reminder.at
    assert done == [step.number for step in clock.ladder(rules, within)]


@given(received=MOMENTS, rules=RULES, gaps=st.lists(st.integers(1, 60 * 60), min_size=1, max_size=12))
@STEADY
def test_whenever_the_job_runs_every_step_goes_out_once_with_the_true_lateness(
    received: datetime, rules: Rules, gaps: list[int]
) -> None:
    promise = clock.start(received, rules)
    calendar = rules.calendar
    done: list[int] = []
    ticks = [received + sum(gaps[: n + 1]) * MINUTE for n in range(len(gaps))]
    for now in [*ticks, calendar.next_allowed(max(ticks[-1], promise.due_at))]:
        due = clock.due_steps(promise, rules, now)
        if due is None:
            continue
        assert due.lateness == now - due.reminder.at >= timedelta(0)
        assert due.overdue == max(timedelta(0), now - promise.due_at)
        if calendar.is_quiet(now):
            # Only where no allowed moment was left: never was one, or the deadline would pass before the next.
            never = calendar.next_allowed(received) > promise.due_at
            assert never or now <= promise.due_at < calendar.next_allowed(now)
        done += numbers(due)
        promise = due.promise
    assert done == [step.number for step in clock.ladder(rules)]


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "tick", "pause", "resume", "move", "snooze", "answer"]), st.integers(0, 40 * 60)
    ),
    max_size=15,
)


@given(received=MOMENTS, rules=RULES, actions=ACTIONS)
@STEADY
def test_pauses_moves_snoozes_and_the_answer_never_lose_or_repeat_a_step(
    received: datetime, rules: Rules, actions: list[tuple[str, int]]
) -> None:
    promise = clock.start(received, rules)
    every = {step.number for step in clock.ladder(rules)}
    done: set[int] = set()
    told = 0
    now = received

    def tick(promise: Promise) -> Promise:
        nonlocal told
        due, notice = clock.due_steps(promise, rules, now), clock.due_notice(promise, rules, now)
        assert promise.running or (due is None and notice is None)
        if due is not None:
            assert not done & set(numbers(due))
            done.update(numbers(due))
            promise = due.promise
        if notice is not None:
            assert now >= promise.due_at
            told += 1
            promise = replace(promise, citizen_told=True)
        return promise

    for action, minutes in actions:
        now += minutes * MINUTE
        before = promise
        match action:
            case "tick":
                promise = tick(promise)
            case "pause":
                promise = clock.pause(promise, now)
            case "resume":
                promise = clock.resume(promise, rules, now)
                if before.paused_at is not None and not rules.working_calendar:
                    assert promise.due_at - before.due_at == now - before.paused_at
                assert promise.due_at >= before.due_at
            case "move" if before.answered_at is None:
                promise = clock.move(promise, rules, now + (minutes + 1) * MINUTE, now)
                done, told = set(range(promise.step_done)), 0
            case "snooze":
                promise = clock.snooze(promise, now + minutes * MINUTE, now)
                done &= set(range(promise.step_done)) | {step for step in done if promise.escalated}
            case "answer":
                promise = clock.answer(promise, rules, now)
        if action not in {"resume", "move"} and promise.answered_at is None:
            assert promise.due_at == before.due_at
    promise = clock.resume(promise, rules, now)
    now = rules.calendar.next_allowed(max(now, promise.due_at))
    promise = tick(tick(promise))
    if promise.answered_at is None:
        assert done == every
        assert told == 1
    assert clock.next_reminder(promise, rules) is None
