"""The promise: its ladder day by day; what a pause, a move, a snooze and an outage do; the breach and the digest."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import promise as clock
from bot.domain.calendar import Calendar
from bot.domain.promise import Audience, Promise, Rules, Rung

PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)
CITY = Rules(Calendar(PARIS))
ALWAYS = Rules(Calendar(PARIS, None))
MONDAY = "2026-11-23T14:05"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def run(promise: Promise, rules: Rules) -> list[tuple[int, datetime]]:
    """What goes out, and when, if the job always comes in time."""
    sent = []
    while (reminder := clock.next_reminder(promise, rules)) is not None:
        due = clock.due_steps(promise, rules, reminder.at)
        assert due is not None
        assert due.step == reminder.step
        assert due.lateness == timedelta(0)
        sent.append((due.step.number, reminder.at))
        promise = due.promise
    return sent


LADDERS = {
    "the 40 h step of an ordinary Monday would come at 6:05": (
        MONDAY,
        {0: "2026-11-24T14:05", 1: "2026-11-24T19:59", 2: "2026-11-25T13:05", 3: "2026-11-25T14:05"},
    ),
    "Friday: the rest would fall on Sunday": ("2026-11-20T15:00", {0: "2026-11-21T15:00", 3: "2026-11-21T19:59"}),
    "Saturday: 24 h and 40 h would fall on Sunday and in the night": (
        "2026-11-21T10:00",
        {1: "2026-11-21T19:59", 2: "2026-11-23T09:00", 3: "2026-11-23T10:00"},
    ),
    "Saturday night: not before the request, so on Monday morning": (
        "2026-11-21T21:00",
        {0: "2026-11-23T07:30", 1: "2026-11-23T13:00", 3: "2026-11-23T19:59"},
    ),
    "before Christmas on a Saturday": ("2027-12-23T10:00", {0: "2027-12-24T10:00", 3: "2027-12-24T19:59"}),
    "before Easter": ("2026-04-03T18:00", {0: "2026-04-04T18:00", 3: "2026-04-04T19:59"}),
    "Easter night: quiet until after the deadline, so every step keeps its own moment": (
        "2026-04-04T21:00",
        {0: "2026-04-05T21:00", 1: "2026-04-06T13:00", 2: "2026-04-06T20:00", 3: "2026-04-06T21:00"},
    ),
    "before 1 May": ("2026-04-29T10:00", {0: "2026-04-30T10:00", 3: "2026-04-30T19:59"}),
    "over the leap day": (
        "2028-02-28T10:00",
        {0: "2028-02-29T10:00", 1: "2028-02-29T19:59", 2: "2028-03-01T09:00", 3: "2028-03-01T10:00"},
    ),
    "before the spring change, where the 48 hours end on Sunday at 11:00": (
        "2026-03-27T10:00",
        {0: "2026-03-28T10:00", 3: "2026-03-28T19:59"},
    ),
    "48 hours over the autumn change end an hour earlier on the wall": (
        "2026-10-24T10:00",
        {1: "2026-10-24T19:59", 2: "2026-10-26T08:00", 3: "2026-10-26T09:00"},
    ),
}


@pytest.mark.parametrize(("received", "sent"), LADDERS.values(), ids=LADDERS.keys())
def test_the_ladder_comes_before_quiet_time_and_never_after_the_deadline(received: str, sent: dict[int, str]) -> None:
    expected = [(number, local(moment)) for number, moment in sent.items()]
    assert run(clock.start(local(received), CITY), CITY) == expected


def test_each_step_has_its_readers() -> None:
    assert [step.audience for step in clock.ladder(CITY)] == [
        (Audience.ASSIGNEE,),
        (Audience.TEAM, Audience.HEAD),
        (Audience.HEAD,),
        (Audience.MEDIATOR,),
    ]


@pytest.mark.parametrize(
    ("reminders", "rungs"),
    [
        (0, [Rung.BREACH]),
        (1, [Rung.FIRST, Rung.BREACH]),
        (2, [Rung.FIRST, Rung.LAST, Rung.BREACH]),
        (5, [Rung.FIRST, Rung.MIDDLE, Rung.MIDDLE, Rung.MIDDLE, Rung.LAST, Rung.BREACH]),
    ],
)
def test_any_number_of_reminders_makes_a_ladder(reminders: int, rungs: list[Rung]) -> None:
    rules = Rules(ALWAYS.calendar, remind_after=tuple(n * HOUR for n in range(1, reminders + 1)))
    assert [step.rung for step in clock.ladder(rules)] == rungs
    assert [number for number, _ in run(clock.start(local(MONDAY), rules), rules)] == list(range(reminders + 1))


def test_steps_at_the_same_moment_are_one_message_that_all_their_readers_get() -> None:
    promise = clock.start(local("2026-11-20T15:00"), CITY)
    first = clock.due_steps(promise, CITY, local("2026-11-21T15:00"))
    assert first is not None
    last = clock.due_steps(first.promise, CITY, local("2026-11-21T19:59"))
    assert last is not None
    assert (last.step.rung, [step.number for step in last.collapsed]) == (Rung.BREACH, [1, 2])
    assert last.audience == (Audience.TEAM, Audience.HEAD, Audience.MEDIATOR)
    assert last.reminder.nominal == local("2026-11-22T15:00")
    assert clock.due_steps(last.promise, CITY, local("2026-11-30T12:00")) is None


def test_two_steps_around_the_last_allowed_minute_are_one_message() -> None:
    # 19:59:30 is allowed and 20:00:30 is not: the later step comes first, at 19:59:00, and stands for the earlier.
    half = timedelta(seconds=30)
    rules = Rules(CITY.calendar, 48 * HOUR, (24 * HOUR - half, 24 * HOUR + half))
    promise = clock.start(local("2026-11-23T20:00"), rules)
    assert run(promise, rules)[0] == (1, local("2026-11-24T19:59"))


def test_a_category_with_another_delay_scales_the_ladder() -> None:
    promise = clock.start(local(MONDAY), ALWAYS, within=timedelta(days=10))
    assert promise.due_at == local("2026-12-03T14:05")
    assert [moment for _, moment in run(promise, ALWAYS)] == [
        local(MONDAY) + part for part in (120 * HOUR, 200 * HOUR, 235 * HOUR, 240 * HOUR)
    ]


def test_a_test_city_promises_twenty_seconds_even_at_night() -> None:
    second = timedelta(seconds=1)
    for quiet in (None, (time(20), time(7, 30))):
        rules = Rules(Calendar(PARIS, quiet), 20 * second, (5 * second, 10 * second, 15 * second))
        midnight = local("2026-11-24T00:00")
        assert run(clock.start(midnight, rules), rules) == [(n, midnight + 5 * (n + 1) * second) for n in range(4)]
        # A tick that comes two seconds late must not lose the escalation to the quiet of the night.
        late = clock.due_steps(clock.start(midnight, rules), rules, midnight + 22 * second)
        assert late is not None
        assert (late.step.rung, late.overdue) == (Rung.BREACH, 2 * second)


def test_a_working_calendar_counts_working_days_only() -> None:
    rules = Rules(Calendar(PARIS), working_calendar=True)
    promise = clock.start(local("2026-11-20T15:00"), rules)
    assert promise.due_at == local("2026-11-23T15:00")
    assert run(promise, rules) == [
        (0, local("2026-11-21T15:00")),
        (1, local("2026-11-21T19:59")),
        (2, local("2026-11-23T14:00")),
        (3, local("2026-11-23T15:00")),
    ]


def test_an_answer_stops_everything_and_the_first_one_counts() -> None:
    answered = clock.answer(clock.start(local(MONDAY), CITY), CITY, local("2026-11-25T14:00"))
    late = local("2026-12-01T12:00")
    assert clock.answer(answered, CITY, late) == answered
    assert clock.next_reminder(answered, CITY) is None
    assert clock.due_steps(answered, CITY, late) is None
    assert clock.breach_notice_at(answered, CITY) is None
    assert clock.due_notice(answered, CITY, late) is None
    assert clock.time_left(answered, late) == timedelta(minutes=5)
    assert clock.pause(answered, late) == clock.resume(answered, CITY, late) == answered
    assert clock.move(answered, CITY, late + HOUR, late) == answered


def test_a_pause_moves_the_deadline_and_what_was_not_sent_and_repeats_nothing() -> None:
    first = clock.due_steps(clock.start(local(MONDAY), CITY), CITY, local("2026-11-24T14:05"))
    assert first is not None
    asked = clock.pause(first.promise, local("2026-11-24T15:00"))
    assert clock.pause(asked, local("2026-11-24T16:00")) == asked
    assert clock.next_reminder(asked, CITY) is None
    assert clock.due_steps(asked, CITY, local("2026-12-24T12:00")) is None
    assert clock.breach_notice_at(asked, CITY) is None
    assert clock.time_left(asked, local("2026-11-26T12:00")) == 23 * HOUR + timedelta(minutes=5)
    resumed = clock.resume(asked, CITY, local("2026-11-26T15:00"))
    assert resumed.due_at == local("2026-11-27T14:05")
    assert run(resumed, CITY) == [
        (1, local("2026-11-26T19:59")),
        (2, local("2026-11-27T13:05")),
        (3, local("2026-11-27T14:05")),
    ]
    assert clock.resume(resumed, CITY, local("2026-11-27T12:00")) == resumed
    # Two machines whose clocks differ never bring the deadline nearer.
    assert clock.resume(asked, CITY, local("2026-11-24T14:59")).due_at == asked.due_at


def test_no_reminder_is_planned_before_the_end_of_the_pause() -> None:
    # The reminders would come on Saturday at 19:59, half an hour before the citizen answered.
    asked = clock.pause(clock.start(local("2026-11-19T12:00"), CITY), local("2026-11-19T12:00"))
    resumed = clock.resume(asked, CITY, local("2026-11-21T20:30"))
    assert run(resumed, CITY)[0] == (0, local("2026-11-23T07:30"))


def test_a_pause_in_a_working_calendar_leaves_the_working_time_that_was_left() -> None:
    rules = Rules(Calendar(PARIS), working_calendar=True)
    asked = clock.pause(clock.start(local("2026-11-20T15:00"), rules), local("2026-11-21T15:00"))
    assert clock.resume(asked, rules, local("2026-11-22T12:00")).due_at == local("2026-11-24T00:00")
    assert clock.resume(asked, rules, local("2026-11-24T09:00")).due_at == local("2026-11-25T09:00")


def test_a_question_lapses_after_five_days_however_late_the_job_comes() -> None:
    started = clock.start(local(MONDAY), CITY)
    assert clock.lapses_at(started, CITY) is None
    asked = clock.pause(started, local("2026-11-23T15:00"))
    lapse = clock.lapses_at(asked, CITY)
    assert lapse == local("2026-11-28T15:00")
    assert clock.resume(asked, CITY, lapse).due_at == local("2026-11-30T14:05")
    assert clock.lapses_at(clock.answer(asked, CITY, local("2026-11-24T15:00")), CITY) is None


def test_an_answer_during_a_pause_is_in_time() -> None:
    asked = clock.pause(clock.start(local(MONDAY), CITY), local("2026-11-25T14:00"))
    answered = clock.answer(asked, CITY, local("2026-11-28T14:00"))
    assert clock.time_left(answered, local("2026-12-24T12:00")) == timedelta(minutes=5)


def test_an_open_move_starts_the_ladder_anew_towards_the_new_date() -> None:
    now = local("2026-11-25T14:30")
    breach = clock.due_steps(clock.start(local(MONDAY), CITY), CITY, now)
    assert breach is not None
    notice = clock.due_notice(breach.promise, CITY, now)
    assert notice is not None
    moved = clock.move(notice.promise, CITY, local("2026-11-27T12:00"), now)
    assert moved.due_at == local("2026-11-27T12:00")
    assert run(moved, CITY) == [
        (0, local("2026-11-26T12:00")),
        (1, local("2026-11-26T19:59")),
        (2, local("2026-11-27T11:00")),
        (3, local("2026-11-27T12:00")),
    ]
    assert clock.breach_notice_at(moved, CITY) == local("2026-11-27T12:00")
    # Towards a nearer date, what would be past is left out, not sent at once.
    near = clock.move(notice.promise, CITY, now + 5 * HOUR, now)
    assert [number for number, _ in run(near, CITY)] == [2, 3]


def test_a_move_ends_a_pause_and_must_lead_into_the_future() -> None:
    asked = clock.pause(clock.start(local(MONDAY), CITY), local("2026-11-24T12:00"))
    moved = clock.move(asked, CITY, local("2026-12-01T12:00"), local("2026-11-25T12:00"))
    assert (moved.running, moved.due_at) == (True, local("2026-12-01T12:00"))
    with pytest.raises(ValueError, match="future"):
        clock.move(asked, CITY, local("2026-11-25T12:00"), local("2026-11-25T12:00"))


def test_a_snooze_holds_reminders_but_neither_deadline_nor_breach() -> None:
    started, now = clock.start(local(MONDAY), CITY), local("2026-11-24T12:00")
    assert run(clock.snooze(started, local("2026-11-25T09:00"), now), CITY) == [
        (1, local("2026-11-25T09:00")),
        (2, local("2026-11-25T13:05")),
        (3, local("2026-11-25T14:05")),
    ]
    for_ever = clock.snooze(started, local("2027-01-01T09:00"), now)
    assert for_ever.due_at == started.due_at
    assert run(for_ever, CITY) == [(3, local("2026-11-25T14:05"))]


def test_a_reopened_request_has_a_new_clock_of_the_same_length() -> None:
    answered = clock.answer(clock.start(local(MONDAY), CITY, within=24 * HOUR), CITY, local("2026-11-23T16:00"))
    assert clock.restart(answered, CITY, local("2026-11-26T09:00")) == clock.start(
        local("2026-11-26T09:00"), CITY, within=24 * HOUR
    )


def test_after_an_outage_the_highest_step_goes_out_once_with_the_true_lateness() -> None:
    promise = clock.start(local(MONDAY), CITY)
    now = local("2026-11-26T09:05")
    due = clock.due_steps(promise, CITY, now)
    assert due is not None
    assert (due.step.rung, due.overdue, due.lateness) == (Rung.BREACH, 19 * HOUR, 19 * HOUR)
    assert [step.number for step in due.collapsed] == [0, 1, 2]
    assert clock.due_steps(due.promise, CITY, now) is None
    notice = clock.due_notice(promise, CITY, now)
    assert notice is not None
    assert notice.overdue == 19 * HOUR
    assert clock.due_notice(notice.promise, CITY, now) is None


def test_an_outage_that_ends_at_night_waits_for_the_morning_unless_the_deadline_comes_first() -> None:
    monday = clock.start(local(MONDAY), CITY)
    assert clock.due_steps(monday, CITY, local("2026-11-24T22:00")) is None
    morning = clock.due_steps(monday, CITY, local("2026-11-25T07:30"))
    assert morning is not None
    assert (morning.step.number, morning.lateness) == (1, 11 * HOUR + timedelta(minutes=31))
    # Due at three in the morning: what 19:59 missed goes out at 22:00. After the deadline it waits for the morning.
    night = clock.start(local("2026-11-23T03:00"), CITY)
    escalated = clock.due_steps(night, CITY, local("2026-11-24T22:00"))
    assert escalated is not None
    assert escalated.step.rung is Rung.BREACH
    assert clock.due_steps(night, CITY, local("2026-11-25T03:01")) is None
    assert clock.due_steps(night, CITY, local("2026-11-25T07:30")) is not None


def test_fewer_reminders_in_a_new_config_never_lose_the_breach() -> None:
    promise = clock.start(local(MONDAY), ALWAYS)
    due = clock.due_steps(promise, ALWAYS, local("2026-11-25T13:05"))
    assert due is not None
    fewer = Rules(ALWAYS.calendar, remind_after=(24 * HOUR,))
    assert run(due.promise, fewer) == [(1, local("2026-11-25T14:05"))]


@pytest.mark.parametrize(
    ("received", "told"),
    [
        (MONDAY, "2026-11-25T14:05"),
        ("2026-11-24T22:00", "2026-11-27T07:30"),
        ("2026-11-20T15:00", "2026-11-23T07:30"),
        ("2027-12-23T10:00", "2027-12-27T07:30"),
    ],
)
def test_the_citizen_hears_of_the_breach_after_it_and_not_at_night(received: str, told: str) -> None:
    promise = clock.start(local(received), CITY)
    at = clock.breach_notice_at(promise, CITY)
    assert at == local(told)
    assert clock.due_notice(promise, CITY, at - timedelta(seconds=1)) is None
    assert clock.due_notice(promise, CITY, at) is not None
    assert clock.due_notice(promise, CITY, local("2027-12-28T23:00")) is None


@pytest.mark.parametrize(
    ("answer_within", "remind_after"),
    [
        (timedelta(0), ()),
        (48 * HOUR, (timedelta(0),)),
        (48 * HOUR, (40 * HOUR, 24 * HOUR)),
        (48 * HOUR, (24 * HOUR, 24 * HOUR)),
        (48 * HOUR, (24 * HOUR, 48 * HOUR)),
        (timedelta(seconds=20), (24 * HOUR,)),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(answer_within: timedelta, remind_after: tuple[timedelta, ...]) -> None:
    with pytest.raises(ValueError, match="answer_within"):
        Rules(CITY.calendar, answer_within, remind_after)
    with pytest.raises(ValueError, match="delay"):
        clock.start(local(MONDAY), CITY, within=timedelta(0))


def test_moments_in_the_citys_zone_are_counted_by_the_clock_that_never_changes() -> None:
    promise = clock.start(local("2026-10-24T12:00"), ALWAYS)
    assert (promise.due_at, promise.due_at.utcoffset()) == (local("2026-10-26T11:00"), timedelta(0))
    asked = clock.pause(promise, local("2026-10-24T13:00"))
    assert clock.resume(asked, ALWAYS, local("2026-10-25T12:00")).due_at == local("2026-10-27T11:00")
    with pytest.raises(ValueError, match="time zone"):
        clock.start(datetime(2026, 10, 24, 12, 0), ALWAYS)  # noqa: DTZ001 -- The test is about exactly this mistake.
