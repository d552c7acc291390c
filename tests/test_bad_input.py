"""Whatever comes in: a clear sentence comes back, and what was stored before is as it was. Through the whole bot.

What a platform lets through (nothing at all, far too much, signs, markup), choices that are not there, numbers that
are nobody's, the same event twice, two agents at once. Where the database takes nothing: tests/test_bad_database.py.
"""

from collections.abc import Iterator
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.domain import reference
from bot.domain.request import Status
from bot.incoming import Attachment, Pressed, Words
from bot.outgoing import Quoted, Say, Text
from bot.platforms import Abilities
from storage.conversations import Conversation
from tests.conftest import Fresh
from tests.fakes.platform import BUTTONS, NUMBERS, Speaker
from tests.fakes.town import Town, agent, citizen

ANNA = citizen("anna")
NADIA, AGENT = agent("street_lighting", "nadia"), agent("street_lighting")
OVERRIDE = "\u202e"
UNKNOWN = reference.format(99)
MISREAD = UNKNOWN[:-1] + ("C" if UNKNOWN[-1] != "C" else "F")
LONG = 10_000
SILENT = ["", "   ", "\n\t", "👍", "🔥🔥🔥", "...", "?!", "\u200b", OVERRIDE, "\x00\x07", "**", "_"]


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def abilities(request: pytest.FixtureRequest) -> Abilities:
    found: Abilities = request.param
    return found


@pytest.fixture
def town(fresh_sqlite: Fresh, abilities: Abilities) -> Iterator[Town]:
    """A town in which nothing may break: what comes in is bad, and no mistake of ours."""
    with Town(fresh_sqlite(), abilities) as opened, capture_logs() as logs:
        yield opened
    assert [entry for entry in logs if entry["log_level"] == "error"] == []


def stands(town: Town, who: Speaker = ANNA) -> Conversation:
    """Give where somebody stands in their private chat."""
    key = f"fake:{who.room}|fake:{who.account}"
    return town.look(lambda uow: uow.conversations.find([key]))[key]


def all_is_sent(town: Town) -> None:
    """Check that nothing is stuck and nothing was given up."""
    assert {row.state for row in town.rows()} == {"sent"}, [row.error for row in town.rows() if row.error]


class TestWords:
    @pytest.mark.parametrize("text", SILENT, ids=repr)
    async def test_nothing_to_read_is_told_and_the_question_is_asked_again(self, town: Town, text: str) -> None:
        assert await town.write(ANNA, text) == ["nothing-to-read"]
        await town.write(ANNA, "Lampadaire éteint rue Battant", meaning="category street_lighting")
        before = stands(town)
        assert await town.write(ANNA, text) == ["nothing-to-read", "report-lamp_number"]
        assert stands(town).answers == before.answers

    async def test_ten_thousand_characters_are_a_request_like_any_other(self, town: Town) -> None:
        words = "lampadaire " * (LONG // 11)
        request = town.request(await town.report(ANNA, f"{words} rue Battant"))
        assert len(request.words) > LONG - 100
        all_is_sent(town)

    async def test_ten_thousand_characters_that_mean_nothing(self, town: Town) -> None:
        assert await town.write(ANNA, "x" * LONG) == ["report-not-understood"]
        assert await town.write(ANNA, "y" * LONG) == ["report-still-not-understood"]
        assert town.requests() == []
        all_is_sent(town)

    async def test_ten_thousand_characters_as_an_answer(self, town: Town) -> None:
        """The answer may be cut, but the citizen reads the summary, and the team its card."""
        await town.write(ANNA, "Matelas abandonné", meaning="category cleanliness")
        assert "report-confirm" in await town.write(ANNA, "x" * LONG)
        all_is_sent(town)
        await town.choose(ANNA, "answer confirm yes")
        assert "card-title" in town.said("team-cleanliness")
        all_is_sent(town)

    async def test_ten_thousand_characters_said_by_an_agent(self, town: Town) -> None:
        number = town.request(await town.report(ANNA)).number
        assert "desk-answered" in await town.write(AGENT, f"/repondre {number} {'x' * LONG}")
        assert "answer-from" in town.said(ANNA.room)
        assert "history-line" in await town.write(AGENT, f"/voir {number}")
        assert await town.write(AGENT, f"/chercher {'x' * LONG}") == ["find-nothing"]
        all_is_sent(town)

    async def test_overrides_of_the_writing_direction_show_nowhere(self, town: Town) -> None:
        arabic = "لا يوجد ضوء في شارع باتان"
        request = await town.report(ANNA, f"{OVERRIDE}{arabic}\u2066 rue Battant")
        await town.write(AGENT, f"/repondre {town.request(request).number} {OVERRIDE}réparé")
        shown = "\n".join(each.rendered.text for each in town.platform.screen)
        assert arabic in shown
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
        all_is_sent(town)

    async def test_markup_is_shown_as_it_was_written(self, town: Town) -> None:
        town.platform.abilities = Abilities(
            buttons=town.abilities.buttons, edits=town.abilities.edits, html=True, max_length=4096
        )
        markup = "<b>rue</b> *Battant* _ici_ [là](http://x) & <script>"
        await town.report(ANNA, markup)
        card = next(each.rendered for each in town.platform.screen if each.room == AGENT.room)
        assert markup in card.text
        assert card.html is not None
        assert "&lt;b&gt;rue&lt;/b&gt; *Battant* _ici_ [là](http://x) &amp; &lt;script&gt;" in card.html

    @pytest.mark.parametrize("word", ["trottoir", "oui", "ok"])
    async def test_a_single_word_where_a_subject_is_asked_is_not_a_subject(self, town: Town, word: str) -> None:
        await town.write(ANNA, "Une dalle bouge", meaning="ask roads cleanliness")
        said = await town.write(ANNA, word)
        assert {"report-subject", "report-still-not-understood"} & set(said)
        assert "subject" not in stands(town).answers


class TestUnreadable:
    """An encrypted message whose key did not come is no photo: nothing of it is kept, and what helps is said."""

    LOST = Words("", (Attachment("unreadable", "$event"),))

    async def lost(self, town: Town, who: Speaker, *, called: bool = True) -> list[str]:
        await town.hand_over(town.platform.incoming(who, self.LOST, called=called))
        await town.settle()
        return town.said(who.room)

    async def test_out_of_the_blue_and_in_the_middle_of_a_form(self, town: Town) -> None:
        assert await self.lost(town, ANNA) == ["unreadable"]
        await town.write(ANNA, "Lampadaire éteint rue Battant", meaning="category street_lighting")
        town.said(ANNA.room)
        before = stands(town).answers
        assert await self.lost(town, ANNA) == ["unreadable", "report-lamp_number"]
        assert stands(town).answers == before

    async def test_an_agent_is_told_and_a_council_is_not(self, town: Town) -> None:
        assert await self.lost(town, AGENT, called=False) == ["unreadable"]
        member = Speaker("tom", "council-conseil", group=True)
        assert await self.lost(town, member, called=False) == []


class TestChoices:
    async def test_a_command_in_the_middle_of_a_form(self, town: Town) -> None:
        await town.write(ANNA, "Lampadaire éteint rue Battant", meaning="category street_lighting")
        before = stands(town).answers
        for command, sentence in (
            ("/aide", "report-lamp_number-help"),
            ("/suivi", "not-sent-yet"),
            ("/langue", "language-which"),
            ("/file", "refused"),
            ("/agent ABC", "join-refused"),
            ("/nimporte quoi", "command-unknown"),
        ):
            said = await town.write(ANNA, command)
            assert said[0] == sentence
            assert said[-1] == "report-lamp_number", command
            assert stands(town).answers == before

    async def test_a_choice_of_a_request_that_is_sent(self, town: Town) -> None:
        request_id = await town.report(ANNA)
        for action in ("answer lamp_number -", "answer confirm yes", "fix", "correct place", "subject roads"):
            said = await town.choose(ANNA, action) if action.startswith("answer") else await town.press(ANNA, action)
            assert said in (["old-button"], ["flow-nothing-to-correct"]), action
        assert town.history(request_id) == ["received"]
        assert town.requests() == [request_id]

    async def test_a_choice_of_another_question_asks_the_pending_one_again(self, town: Town) -> None:
        await town.report(ANNA)
        await town.write(ANNA, "Matelas abandonné", meaning="category cleanliness")
        assert await town.choose(ANNA, "answer lamp_number -") == ["old-button", "report-place"]
        assert "lamp_number" not in stands(town).answers

    async def test_an_action_that_no_version_knows(self, town: Town) -> None:
        for action in ("", "fly 12", "answer", "answer x", "vote 1 0", "correct", "draft", "data", "subjects x"):
            assert (await town.press(ANNA, action))[0] != "sorry", action

    async def test_a_number_out_of_range_is_no_choice(self, town: Town) -> None:
        """At a question with options it is told how to answer; at the summary the words stay what they were."""
        await town.write(ANNA, "Je voudrais une carte", meaning="category identity_papers")
        assert await town.write(ANNA, "9") == ["report-document-help", "report-document"]
        await town.write(ANNA, "1")
        before = stands(town).answers
        said = await town.write(ANNA, "99")
        assert "report-confirm" in said
        assert stands(town).answers == before, "a number that is no choice became part of the request"


class TestNumbers:
    async def test_a_citizen_asks_for_a_request_that_is_not_theirs(self, town: Town) -> None:
        request_id = await town.report(citizen("boris"))
        for asked in (UNKNOWN, town.request(request_id).number):
            assert await town.write(ANNA, f"/suivi {asked}") == ["status-not-yours"]
        for action in ("follow", "withdraw", "satisfied", "reopen", "contest", "mediate", "add"):
            assert await town.press(ANNA, f"{action} {request_id} yes") == ["status-not-yours"]
        assert town.history(request_id) == ["received"]

    @pytest.mark.parametrize("command", ["prendre", "repondre", "demander", "clore", "note", "reorienter", "voir"])
    async def test_an_agent_names_a_request_that_does_not_exist(self, town: Town, command: str) -> None:
        request_id = await town.report(ANNA)
        assert await town.write(AGENT, f"/{command} {UNKNOWN} texte") == ["number-unknown"]
        assert await town.write(AGENT, f"/{command} 99 texte") == ["number-unknown"]
        assert await town.write(AGENT, f"/{command} {MISREAD} texte") == ["number-misread"]
        assert await town.write(AGENT, f"/{command}") == ["number-missing"]
        assert town.history(request_id) == ["received"]

    async def test_a_misread_check_character(self, town: Town) -> None:
        assert await town.write(ANNA, f"/suivi {MISREAD}") == ["number-misread"]

    async def test_an_agent_answers_somebody_who_has_erased_everything(self, town: Town) -> None:
        """There is nobody to write to any more: the agent is told, and nothing is said into the void."""
        number = town.request(await town.report(ANNA)).number
        await town.write(AGENT, f"/repondre {number} Réparé.")
        await town.press(ANNA, "data erase yes")
        for command in (f"/repondre {number} Encore.", f"/demander {number} Où ?", f"/clore {number} solved"):
            said = await town.write(AGENT, command)
            assert said
            assert not {"desk-answered", "desk-asked"} & set(said)
        assert [shown.rendered.text for shown in town.platform.screen if not shown.room] == []

    @pytest.mark.parametrize(
        "number", ["9" * 30, "٣" * 30, "²", "0", "-1"], ids=["long", "arabic", "superscript", "nought", "negative"]
    )
    async def test_numbers_that_no_database_can_hold(self, town: Town, number: str) -> None:
        assert (await town.write(AGENT, f"/prendre {number}"))[0] in ("number-unknown", "number-missing")
        assert (await town.press(ANNA, f"follow {number}"))[0] == "status-not-yours"
        assert (await town.press(ANNA, f"subjects {number}"))[0] != "sorry"
        assert (await town.press(agent("x"), f"vote {number} 0"))[0] == "poll-not-in-register"


class TestTwice:
    async def test_the_same_event_twice_is_one_request_and_one_reply(self, town: Town) -> None:
        await town.write(ANNA, "Lampadaire éteint rue Battant", meaning="category street_lighting")
        await town.choose(ANNA, "answer lamp_number -")
        event = town.platform.incoming(ANNA, Words("oui"))
        town.said(ANNA.room)
        for batch in ([event, event], [event]):
            await town.hand_over(*batch)
            await town.settle()
        assert town.said(ANNA.room) == ["report-sent"]
        assert len(town.requests()) == 1

    @pytest.mark.parametrize("database", ["sqlite", "postgresql"])
    async def test_two_agents_take_at_the_same_time(self, database: str, request: pytest.FixtureRequest) -> None:
        """Two processes on one database, really at the same time; again and again, so that both come first."""
        fresh: Fresh = request.getfixturevalue(f"fresh_{database}")
        # One message at a time, so that neither worker takes both.
        with Town(fresh(), workers=2) as town, mock.patch("bot.dispatch.BATCH", 1):
            for _ in range(10):
                request_id = await town.report(ANNA)
                before = town.rows()[-1].id
                events = [town.platform.incoming(who, Pressed(f"take {request_id}")) for who in (AGENT, NADIA)]
                await town.hand_over(*events)
                await town.settle()
                said = [row for row in town.rows() if row.id > before and isinstance(row.said, Say)]
                assert sorted(key for row in said for key in row.keys) == ["desk-taken", "desk-taken-by"]
                loser = next(row.said.paragraphs[0] for row in said if "desk-taken-by" in row.keys)
                taken = town.request(request_id)
                assert isinstance(loser, Text)
                assert loser.args["name"] == Quoted(taken.assignee_name or "")
                assert taken.status is Status.TAKEN
                assert town.history(request_id) == ["received", "taken"]
