"""Several requests out of one message: stored together or not at all, and nothing odd that is pressed does harm."""

import json
from collections.abc import Iterator

import pytest

from bot.domain.request import Request
from bot.handling import Context
from handlers import drafting
from handlers.proposals import PROPOSED
from handlers.several import OTHERS
from storage.conversations import Conversation
from tests.conftest import Fresh
from tests.fakes.town import Town, citizen

LÉA = citizen("léa")
BOTH = "lampadaire mort au 3 rue Battant et matelas au 5 rue Battant"
MEANING = "unknown, several street_lighting=lampadaire mort au 3 rue Battant + illegal_dumping=matelas au 5 rue Battant"


@pytest.fixture
def town(fresh: Fresh) -> Iterator[Town]:
    """A town on a database of each kind."""
    with Town(fresh()) as opened:
        yield opened


def conversation(town: Town) -> Conversation:
    """Give the conversation with Léa."""
    key = next(iter(town.dump()["conversations"]))[0]
    return town.look(lambda uow: uow.conversations.find([str(key)]))[str(key)]


async def to_the_summary(town: Town) -> None:
    """Let Léa tell of two things, up to where both can be sent."""
    assert (await town.write(LÉA, BOTH, meaning=MEANING))[:1] == ["several-understood"]
    await town.press(LÉA, "answer proposals all")
    assert "several-summary" in await town.press(LÉA, "answer lamp_number -")


class TestTogetherOrNotAtAll:
    async def test_one_confirmation_stores_both(self, town: Town) -> None:
        await to_the_summary(town)
        assert town.requests() == []
        said = await town.press(LÉA, "answer confirm yes")
        assert said == ["several-sent", "several-sent-one", "several-sent-one"]
        stored = [town.request(each) for each in town.requests()]
        assert [each.category for each in stored] == ["street_lighting", "illegal_dumping"]
        assert len({each.number for each in stored}) == 2
        assert len({each.promise.due_at for each in stored}) == 1
        assert [each.answers["place"] for each in stored] == ["3 rue Battant", "5 rue Battant"]

    async def test_confirming_twice_stores_them_once(self, town: Town) -> None:
        await to_the_summary(town)
        await town.press(LÉA, "answer confirm yes")
        assert await town.press(LÉA, "answer confirm yes") == ["old-button"]
        assert len(town.requests()) == 2

    async def test_if_the_second_fails_the_first_is_not_stored(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await to_the_summary(town)
        store = drafting.store
        told: list[str] = []

        def fails_for_the_second(context: Context, answers: dict[str, str]) -> Request:
            told.append(answers["subject"])
            if told[-1] == "illegal_dumping":
                raise RuntimeError("the disk is full")
            return store(context, answers)

        with monkeypatch.context() as patched:
            patched.setattr(drafting, "store", fails_for_the_second)
            assert await town.press(LÉA, "answer confirm yes") == ["sorry"]
        # Once with whatever else came at the same time, once more in a savepoint of its own.
        assert told == 2 * ["street_lighting", "illegal_dumping"]
        assert town.requests() == []
        assert [row.room for row in town.rows() if row.room != LÉA.room] == []
        assert (await town.press(LÉA, "answer confirm yes"))[0] == "several-sent"
        assert len(town.requests()) == 2


class TestBadInput:
    @pytest.mark.parametrize(
        "action",
        [
            "answer proposals",
            "answer proposals wrong",
            "answer proposals wrong x",
            "answer proposals wrong 99",
            "answer proposals none",
            "answer proposals 0 more",
            "several",
            "several 1",
            "several x out",
            "fix",
        ],
    )
    async def test_odd_buttons_at_the_proposals(self, town: Town, action: str) -> None:
        await town.write(LÉA, BOTH, meaning=MEANING)
        said = await town.press(LÉA, action)
        assert "several-understood" in said
        assert "sorry" not in said

    @pytest.mark.parametrize("action", ["answer proposals wrong 0", "answer proposals wrong 9"])
    async def test_a_subject_that_is_not_there_corrects_none(self, town: Town, action: str) -> None:
        await town.write(LÉA, BOTH, meaning=MEANING)
        assert "report-lamp_number" in await town.press(LÉA, action)

    @pytest.mark.parametrize("action", ["several", "several 0", "several 3", "several ²", "several -1", "several 1x"])
    async def test_odd_buttons_at_the_summary(self, town: Town, action: str) -> None:
        await to_the_summary(town)
        said = await town.press(LÉA, action)
        assert said[0] == "old-button"
        assert "several-summary" in said

    async def test_old_buttons_after_sending(self, town: Town) -> None:
        await to_the_summary(town)
        await town.press(LÉA, "answer confirm yes")
        for action in ("several 1", "several 1 out", "answer proposals all"):
            assert await town.press(LÉA, action) == ["old-button"]
        assert len(town.requests()) == 2

    @pytest.mark.parametrize("said", ["9", "🙂", "non", "x" * 3000])
    async def test_words_at_the_proposals(self, town: Town, said: str) -> None:
        await town.write(LÉA, BOTH, meaning=MEANING)
        answered = await town.write(LÉA, said)
        assert "several-understood" in answered
        assert "sorry" not in answered

    async def test_subjects_of_an_older_version(self, town: Town) -> None:
        await town.write(LÉA, BOTH, meaning=MEANING)
        stored = conversation(town)
        stored.answers[PROPOSED] = stored.answers[PROPOSED].replace('"illegal_dumping"', '"gone"')
        town.look(lambda uow: uow.conversations.save([stored]))
        assert "sorry" not in await town.write(LÉA, "hm")
        await town.press(LÉA, "answer proposals all")
        await town.press(LÉA, "answer lamp_number -")
        assert "several-sent" in await town.press(LÉA, "answer confirm yes")

    async def test_a_subject_that_is_gone_while_its_draft_waits(self, town: Town) -> None:
        await to_the_summary(town)
        stored = conversation(town)
        slots = json.loads(stored.answers[OTHERS])
        waiting = next(draft for draft in slots if draft)
        waiting["subject"] = "gone"
        stored.answers[OTHERS] = json.dumps(slots)
        town.look(lambda uow: uow.conversations.save([stored]))
        said = await town.write(LÉA, "continuer")
        assert said == ["several-about", "report-subject"]


class TestNeighbours:
    async def test_joining_one_leaves_the_other(self, town: Town) -> None:
        other = citizen("noé")
        request = await town.report(other, "Lampadaire éteint au 3 rue Battant")
        await town.write(LÉA, BOTH, meaning=MEANING)
        said = await town.press(LÉA, "answer proposals all")
        assert "neighbours-ask" in said
        said = await town.press(LÉA, f"join {request}")
        assert said[0] == "joined"
        assert "report-summary" in said
        assert await town.press(LÉA, "answer confirm yes") == ["report-sent"]
        assert [town.request(each).category for each in town.requests()] == ["street_lighting", "illegal_dumping"]
