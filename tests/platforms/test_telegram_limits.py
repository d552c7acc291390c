"""When the next message may go out: never more than Telegram takes, and no longer than it needs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.limits import MANY_CHATS, Limits, Rate, Rates
from tests.platforms.telegram_case import Seconds

STEADY = settings(max_examples=200, derandomize=True, deadline=None)
LEA, TEAM = 42, -1001


def send(limits: Limits, chat: int) -> float:
    """Send as the sender does, without waiting; gives how long it would have waited."""
    wait = max(limits.chat_wait(chat), limits.overall_wait())
    limits.take(chat, wait)
    return wait


def test_a_short_burst_in_a_chat_then_one_a_second() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    assert [send(limits, LEA) for _ in range(5)] == [0] * 5
    assert limits.chat_wait(LEA) == 5
    assert limits.chat_wait(43) == 0
    seconds.now += 5
    assert limits.chat_wait(LEA) == 0


def test_twenty_a_minute_in_a_group() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    for _ in range(20):
        assert send(limits, TEAM) == 0
        seconds.now += 1
    assert limits.chat_wait(TEAM) == 40
    assert limits.chat_wait(LEA) == 0


def test_thirty_a_second_in_all() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    waits = [send(limits, chat) for chat in range(1, 62)]
    assert waits[:30] == [0] * 30
    assert [round(wait, 2) for wait in waits[30:60]] == [1.05] * 30
    assert round(waits[60], 2) == 2.1


def test_a_chat_that_met_the_flood_limit_waits_alone() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates())
    limits.hold(LEA, 30)
    assert limits.chat_wait(LEA) == 30
    assert limits.chat_wait(43) == 0
    seconds.now += 30
    assert limits.chat_wait(LEA) == 0


def test_quiet_chats_are_forgotten() -> None:
    seconds = Seconds()
    limits = Limits(seconds, Rates(overall=Rate(10**6, 1.0)))
    for chat in range(1, MANY_CHATS + 1):
        send(limits, chat)
    seconds.now += 100
    send(limits, TEAM)
    assert len(limits._chats) == 1  # Nothing else shows it.


@STEADY
@given(st.lists(st.tuples(st.sampled_from([1, 2, -3]), st.floats(min_value=0, max_value=2)), max_size=60))
def test_no_window_ever_has_too_many(sends: list[tuple[int, float]]) -> None:
    seconds = Seconds()
    rates = Rates(overall=Rate(5, 1.0), chat=Rate(2, 2.0), group=Rate(4, 10.0))
    limits = Limits(seconds, rates)
    went: list[tuple[float, int]] = []
    for chat, pause in sends:
        seconds.now += pause
        seconds.now += limits.chat_wait(chat)
        seconds.now += limits.overall_wait()
        limits.take(chat, 0)
        went.append((seconds.now, chat))
    _fits(went, rates.overall)
    for chat in (1, 2, -3):
        own = [each for each in went if each[1] == chat]
        _fits(own, rates.chat)
        if chat < 0:
            _fits(own, rates.group)


def _fits(went: list[tuple[float, int]], rate: Rate) -> None:
    for early, late in zip(went, went[rate.most :], strict=False):
        assert late[0] - early[0] >= rate.seconds - 1e-6
