"""When the next message may go out: never more than Telegram takes, and no longer than it needs."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outgoing import Priority
from bot.platforms.telegram.limits import MANY_CHATS, Limits, Rate, Rates
from tests.platforms.telegram_case import Seconds

STEADY = settings(max_examples=200, derandomize=True, deadline=None)
LEA, TEAM = 42, -1001


def send(limits: Limits, seconds: Seconds, chat: int, priority: Priority = Priority.ANSWER) -> float:
    """Send as soon as it may be; gives how long that took."""
    begun = seconds.now
    seconds.now += limits.chat_wait(chat)
    seconds.now += limits.overall_wait(priority)
    limits.take(chat)
    return seconds.now - begun


def test_a_short_burst_in_a_chat_then_one_a_second() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    assert [send(limits, seconds, LEA) for _ in range(5)] == [0] * 5
    assert limits.chat_wait(LEA) == 5
    assert limits.chat_wait(43) == 0
    seconds.now += 5
    assert limits.chat_wait(LEA) == 0


def test_twenty_a_minute_in_a_group() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    for _ in range(20):
        assert send(limits, seconds, TEAM) == 0
        seconds.now += 1
    assert limits.chat_wait(TEAM) == 40
    assert limits.chat_wait(LEA) == 0


def test_thirty_answers_a_second() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    waits = [round(send(limits, seconds, chat), 2) for chat in range(1, 62)]
    assert waits == [0] * 30 + [1.05] + [0] * 29 + [1.05]


@pytest.mark.parametrize("late", [0.0, 0.004], ids=["to the moment", "woken up a bit late"])
def test_a_broadcast_goes_out_evenly_and_leaves_little_of_the_limit_unused(late: float) -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    went = []
    for chat in range(1, 1001):
        send(limits, seconds, chat, Priority.DIGEST)
        went.append(seconds.now)
        seconds.now += late
    assert len(went) / (went[-1] - went[0]) > 0.9 * 30
    assert max(after - before for before, after in pairwise(went)) < 0.1


@pytest.mark.parametrize("priority", [Priority.CARD, Priority.REMINDER, Priority.DIGEST])
def test_during_a_broadcast_an_answer_goes_out_at_once_and_the_next_one_soon(priority: Priority) -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    for chat in range(1, 500):
        send(limits, seconds, chat, priority)
        if chat % 10 == 0:
            assert send(limits, seconds, 1000 + chat) == 0
            assert send(limits, seconds, 2000 + chat) < 0.1


def test_a_chat_that_met_the_flood_limit_waits_alone() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    limits.hold(LEA, 30)
    assert limits.chat_wait(LEA) == 30
    assert limits.chat_wait(43) == 0
    seconds.now += 30
    assert limits.chat_wait(LEA) == 0


def test_after_a_flood_what_nobody_waits_for_pauses_for_a_moment() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    limits.hold(TEAM, 30)
    assert limits.overall_wait(Priority.ANSWER) == 0
    assert round(limits.overall_wait(Priority.CARD), 2) == 1.05
    seconds.now += 1.05
    assert limits.overall_wait(Priority.CARD) == 0
    limits.hold(TEAM, 0.5)
    assert limits.overall_wait(Priority.DIGEST) == 0.5


def test_quiet_chats_are_forgotten() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates(overall=Rate(10**6, 1.0)))
    for chat in range(1, MANY_CHATS + 1):
        send(limits, seconds, chat)
    seconds.now += 100
    send(limits, seconds, TEAM)
    assert len(limits._chats) == 1  # Nothing else shows it.


@STEADY
@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, -3]), st.floats(min_value=0, max_value=2), st.sampled_from(Priority)),
        max_size=60,
    )
)
def test_no_window_ever_has_too_many(sends: list[tuple[int, float, Priority]]) -> None:
    seconds = Seconds()
    rates = Rates(overall=Rate(5, 1.0), chat=Rate(2, 2.0), group=Rate(4, 10.0))
    limits = Limits(seconds, rates)
    went: list[tuple[float, int]] = []
    for chat, pause, priority in sends:
        seconds.now += pause
        send(limits, seconds, chat, priority)
        went.append((seconds.now, chat))
        if priority is not Priority.ANSWER:
            assert limits.overall_wait(Priority.ANSWER) == 0
    _fits(went, rates.overall)
    for chat in (1, 2, -3):
        own = [each for each in went if each[1] == chat]
        _fits(own, rates.chat)
        if chat < 0:
            _fits(own, rates.group)


def _fits(went: list[tuple[float, int]], rate: Rate) -> None:
    for early, late in zip(went, went[rate.most :], strict=False):
        assert late[0] - early[0] >= rate.seconds - 1e-6
