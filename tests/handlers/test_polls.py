"""A council's poll: whichever way somebody votes, it is one vote; where the platform has polls, it is shown as one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import outgoing
from bot.outgoing import Card
from bot.platforms import Abilities, Gone, RenderedChoice, RenderedPoll
from tests.conftest import Fresh
from tests.fakes.platform import BUTTONS, NUMBERS, Shown, Speaker
from tests.fakes.town import Town

ROOM = "council-conseil"
POLLS = replace(NUMBERS, edits=True, polls=True)
LEA, TOM, CITIZEN = (Speaker(name, ROOM, group=True) for name in ("léa", "tom", "citizen"))


@pytest.fixture
def town(fresh_sqlite: Fresh) -> Iterator[Town]:
    """A town whose platform has polls of its own."""
    opened = Town(fresh_sqlite(), POLLS)
    yield opened
    opened.close()


async def opened_poll(town: Town) -> Shown:
    """Open a poll, and give what stands in the council's room."""
    await town.write(LEA, "/sondage Quelle *fresque* <1> ? | Forêt | Doubs | 24h")
    return town.platform.screen[-1]


def counted(town: Town) -> tuple[int, ...]:
    """Count the votes."""
    return town.look(lambda uow: uow.polls.tally(poll) if (poll := uow.polls.get(1)) else ())


async def close(town: Town) -> list[Shown]:
    """Let the poll end, and give what is shown then."""
    before = len(town.platform.screen)
    town.clock.advance(timedelta(hours=24))
    await town.app.schedule.tick()
    await town.settle()
    return town.platform.screen[before:]


async def test_it_is_shown_as_a_poll_and_in_words_that_stay_true(town: Town) -> None:
    shown = (await opened_poll(town)).rendered
    assert shown.poll == RenderedPoll("Quelle *fresque* <1> ?", "unvote 1")
    assert shown.choices == (RenderedChoice("Forêt", "vote 1 0"), RenderedChoice("Doubs", "vote 1 1"))
    lines = shown.text.split("\n")
    assert lines[-2:] == ["1. Forêt", "2. Doubs"]
    assert "consultatif" in shown.text
    assert "Votants" not in shown.text, "that changes, and the poll is not shown again"


async def test_one_more_voter_is_not_shown_where_the_platform_counts(town: Town) -> None:
    poll = await opened_poll(town)
    before = len(town.platform.screen)
    assert (await town.press(TOM, "vote 1 0", poll.receipt))[-1] == "poll-voted"
    assert [each.edited for each in town.platform.screen[before:]] == [False]
    assert [row.state for row in town.rows()] == ["sent"] * 3


async def test_a_vote_in_the_poll_and_one_by_number_are_one_persons(town: Town) -> None:
    poll = await opened_poll(town)
    assert (await town.press(TOM, "vote 1 0", poll.receipt))[-1] == "poll-voted"
    assert await town.write(TOM, "2") == ["poll-vote-changed"]
    assert await town.write(TOM, "Doubs", reply_to=poll.receipt) == ["poll-vote-kept"]
    assert counted(town) == (0, 1)


async def test_a_vote_that_is_taken_back_does_not_count(town: Town) -> None:
    poll = await opened_poll(town)
    assert await town.press(TOM, "unvote 1", poll.receipt) == ["poll-vote-none"]
    await town.press(TOM, "vote 1 1", poll.receipt)
    assert counted(town) == (0, 1)
    assert (await town.press(TOM, "unvote 1", poll.receipt))[-1] == "poll-vote-none"
    assert counted(town) == (0, 0)
    assert (await town.press(TOM, "vote 1 0", poll.receipt))[-1] == "poll-voted"


async def test_who_may_not_vote_may_not_take_back_either(town: Town) -> None:
    poll = await opened_poll(town)
    await town.press(TOM, "vote 1 1", poll.receipt)
    for action in ("vote 1 0", "unvote 1"):
        assert await town.press(CITIZEN, action, poll.receipt) == ["poll-not-in-register"]
    for action in ("unvote 2", "unvote", "unvote x", "unvote 1 1", "vote 1", "vote 1 2", "vote 2 0"):
        assert await town.press(TOM, action, poll.receipt) == ["old-button"]
    await close(town)
    for action in ("vote 1 0", "unvote 1"):
        assert await town.press(TOM, action, poll.receipt) == ["poll-closed-already"]
    assert counted(town) == (0, 1)


async def test_the_close_ends_it_with_the_result_and_says_it(town: Town) -> None:
    poll = await opened_poll(town)
    await town.press(TOM, "vote 1 1", poll.receipt)
    ended, said = await close(town)
    assert (ended.edited, ended.receipt) == (True, poll.receipt)
    assert ended.rendered.poll == RenderedPoll("Quelle *fresque* <1> ?", "unvote 1", closed=True)
    assert not ended.rendered.choices
    assert "Doubs : 1 voix (100 %)" in ended.rendered.text.replace("\u00a0", " ")
    assert ended.rendered.text in said.rendered.text
    assert await close(town) == []


async def test_a_room_that_has_not_seen_the_poll_does_not_see_its_end(town: Town) -> None:
    town.platform.failures.append(Gone("left"))
    await town.write(LEA, "/sondage Quelle fresque ? | Forêt | Doubs | 24h")
    assert [each.edited for each in await close(town)] == [False]


@pytest.mark.parametrize("abilities", [BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def test_where_there_are_no_polls_it_stays_a_card(fresh_sqlite: Fresh, abilities: Abilities) -> None:
    with Town(fresh_sqlite(), abilities) as town:
        poll = await opened_poll(town)
        assert poll.rendered.poll is None
        assert "Votants\u00a0: 0 sur 4" in poll.rendered.text
        await town.choose(TOM, "vote 1 1")
        edits = [each.rendered.text for each in town.platform.screen if each.edited]
        assert ["Votants\u00a0: 1 sur 4" in each for each in edits] == [True] * town.platform.abilities.edits
        closing = await close(town)
        assert [each.edited for each in closing] == [True] * town.platform.abilities.edits + [False]
        assert all(not each.rendered.choices and each.rendered.poll is None for each in closing)
        assert await town.choose(TOM, "vote 1 0") == ["poll-closed-already"]


def test_a_poll_that_an_earlier_version_has_said_is_read() -> None:
    written = '{"about":"poll:1","paragraphs":[],"choices":[],"minor":true,"type":"card"}'
    assert outgoing.load(written) == Card("poll:1", (), (), minor=True)
    assert outgoing.load('{"paragraphs":[],"choices":[],"files":[],"type":"say"}') == outgoing.Say(())
