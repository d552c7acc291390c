"""A conversation begun before a deploy goes on after it: questions added, removed, renamed, or a whole flow dropped.

The whole bot runs, with one registry before the restart and another one after it, on the same database.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.flow import DONE, Flow, Question
from bot.handling import Registry
from bot.outgoing import Quoted, Text
from bot.platforms import Abilities
from handlers.questions import CONFIRM, READERS, SUBJECT, WORDS
from handlers.registry import REGISTRY
from storage.conversations import Conversation
from tests.conftest import Fresh
from tests.fakes.platform import BUTTONS, NUMBERS, Speaker
from tests.fakes.town import Row, Town, agent, citizen

LÉA = citizen("léa")
LAMP = "Lampadaire éteint"
FLOW = "report_street_lighting"
Open = Callable[[Registry], Town]


def version(*names: str, renamed: Mapping[str, str] | None = None) -> Registry:
    """Give the bot with other questions about a lamp; those after the first may be skipped."""
    entry, chain = REGISTRY.flows[FLOW], (*names, "confirm")
    questions = {
        "words": Question(WORDS, {"*": "subject"}),
        "subject": Question(SUBJECT, {"street_lighting": chain[0], "*": DONE}),
        "confirm": Question(CONFIRM, {"*": DONE}),
    }
    questions |= {name: Question(READERS[name], {"*": after}, name != names[0]) for name, after in pairwise(chain)}
    flow = Flow(FLOW, "words", questions, renamed or {}, wording=entry.flow.wording)
    return replace(REGISTRY, flows={**REGISTRY.flows, FLOW: replace(entry, flow=flow)})


def no_longer(name: str) -> Registry:
    """Give the bot without one of its flows."""
    return replace(REGISTRY, flows={each: entry for each, entry in REGISTRY.flows.items() if each != name})


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def open_town(fresh_sqlite: Fresh, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens towns, on a platform with buttons and on one without."""
    opened: list[Town] = []
    abilities: Abilities = request.param

    def make(registry: Registry) -> Town:
        opened.append(Town(fresh_sqlite(), abilities, registry=registry))
        return opened[-1]

    yield make
    for town in opened:
        town.close()


def deploy(town: Town, registry: Registry) -> None:
    town.registry = registry
    town.reopen()


async def begin(town: Town, *answers: str, who: Speaker = LÉA) -> list[str]:
    """Let somebody begin a request about a lamp, and answer."""
    said = await town.write(who, LAMP, meaning="category street_lighting")
    for answer in answers:
        said = await town.write(who, answer)
    return said


def latest(town: Town) -> Row:
    """Give the last thing that was said to Léa."""
    return [row for row in town.rows() if row.room == LÉA.room][-1]


def summary(row: Row) -> dict[str, str]:
    """Read the fields of a summary, or of a card: the field's key without its prefix, and somebody's own words."""
    found = {}
    for each in row.said.paragraphs:
        if isinstance(each, Text) and each.key == "summary-line":
            field, value = each.args["field"], each.args["value"]
            assert isinstance(field, Text)
            found[field.key.removeprefix("field-")] = value.words if isinstance(value, Quoted) else ""
    return found


class TestAQuestionWasAdded:
    async def test_the_old_summary_leads_to_what_is_missing(self, open_town: Open) -> None:
        town = open_town(version("place"))
        assert "report-confirm" in await begin(town, "rue Battant")
        deploy(town, version("place", "lamp_number"))
        assert "report-lamp_number" in await town.choose(LÉA, "answer confirm yes")
        await town.write(LÉA, "B 1204")
        assert summary(latest(town)) == {
            "subject": "",
            "words": LAMP,
            "place": "rue Battant",
            "lamp_number": "B 1204",
        }
        assert "report-sent" in await town.choose(LÉA, "answer confirm yes")
        assert town.request(1).answers == {"place": "rue Battant", "lamp_number": "B 1204"}

    async def test_a_yes_to_the_old_summary_sends_nothing_unasked(self, open_town: Open) -> None:
        town = open_town(version("place"))
        await begin(town, "rue Battant")
        deploy(town, version("place", "lamp_number"))
        said = await town.write(LÉA, "oui")
        assert "report-lamp_number" in said
        assert "report-sent" not in said

    async def test_a_draft_recalled_after_the_deploy_goes_on(self, open_town: Open) -> None:
        town = open_town(version("place"))
        await begin(town, "rue Battant")
        deploy(town, version("place", "lamp_number", "when"))
        town.clock.advance(timedelta(hours=23))
        await town.app.schedule.tick()
        await town.settle()
        assert "report-lamp_number" in await town.choose(LÉA, "draft resume")
        assert "report-when" in await town.choose(LÉA, "answer lamp_number -")


class TestAQuestionWasRemoved:
    async def test_words_that_answer_it_are_kept(self, open_town: Open) -> None:
        town = open_town(version("place", "lamp_number"))
        assert "report-lamp_number" in await begin(town, "rue Battant")
        deploy(town, version("place"))
        assert "report-confirm" in await town.write(LÉA, "numéro B 1204")
        assert "report-sent" in await town.choose(LÉA, "answer confirm yes")
        request = town.request(1)
        assert request.answers == {"place": "rue Battant"}
        assert "B 1204" in request.words

    async def test_its_old_choice_leads_on(self, open_town: Open) -> None:
        town = open_town(version("place", "lamp_number"))
        await begin(town, "rue Battant")
        deploy(town, version("place"))
        assert "report-confirm" in await town.choose(LÉA, "answer lamp_number -")
        assert summary(latest(town))["place"] == "rue Battant"

    async def test_its_answer_does_not_hold_up_the_request(self, open_town: Open) -> None:
        town = open_town(version("place", "lamp_number"))
        assert "report-confirm" in await begin(town, "rue Battant", "B 1204")
        deploy(town, version("place"))
        assert "report-sent" in await town.choose(LÉA, "answer confirm yes")


class TestAQuestionWasRenamed:
    """In the version before, the place was called ``facility``."""

    async def renamed(self, open_town: Open) -> Town:
        town = open_town(version("facility"))
        assert "report-confirm" in await begin(town, "rue Battant")
        deploy(town, version("place", renamed={"facility": "place"}))
        return town

    async def test_the_answer_is_sent_under_the_new_name(self, open_town: Open) -> None:
        town = await self.renamed(open_town)
        assert "report-sent" in await town.choose(LÉA, "answer confirm yes")
        assert town.request(1).answers == {"place": "rue Battant"}

    async def test_going_back_asks_it_under_the_new_name(self, open_town: Open) -> None:
        town = await self.renamed(open_town)
        assert "report-place" in await town.write(LÉA, "retour")
        await town.write(LÉA, "rue de Belfort")
        assert summary(latest(town))["place"] == "rue de Belfort"

    async def test_the_summary_shows_it(self, open_town: Open) -> None:
        town = await self.renamed(open_town)
        assert "report-confirm" in await town.write(LÉA, "reprendre")
        assert summary(latest(town)).get("place") == "rue Battant"

    async def test_it_can_be_corrected(self, open_town: Open) -> None:
        town = await self.renamed(open_town)
        await town.write(LÉA, "corriger")
        assert "correct place" in latest(town).actions


class TestAFlowWasDropped:
    WORDS = (
        "place Granvelle", "oui", "12", "B 1204", "retour", "annuler", "corriger", "corriger le lieu", "aide", "passer",
        "reprendre", "suivi", "parler à une personne", "/retour", "/aide", "/suivi", "/mesdonnees", "/demande", "🙂",
    )  # fmt: skip
    BUTTONS = (
        "answer place -", "answer confirm yes", "fix", "cancel", "correct place", "correct subject", "subject roads",
        "subjects 0", "forward", "draft resume", "draft new", "draft drop",
    )  # fmt: skip

    async def dropped(self, open_town: Open) -> Town:
        town = open_town(version("place"))
        assert "report-place" in await begin(town)
        deploy(town, no_longer(FLOW))
        return town

    async def begun_by(self, open_town: Open, people: int) -> tuple[Town, list[Speaker]]:
        """Let as many people begin the same, and drop the flow under all of them."""
        town, everybody = open_town(version("place")), [citizen(f"c{number}") for number in range(people)]
        for who in everybody:
            assert "report-place" in await begin(town, who=who)
        deploy(town, no_longer(FLOW))
        return town, everybody

    async def test_whatever_is_written_gets_a_sentence(self, open_town: Open) -> None:
        town, people = await self.begun_by(open_town, len(self.WORDS))
        for who, words in zip(people, self.WORDS, strict=True):
            said = await town.write(who, words)
            assert said, words
            assert "sorry" not in said, words

    async def test_whatever_is_pressed_gets_a_sentence(self, open_town: Open) -> None:
        town, people = await self.begun_by(open_town, len(self.BUTTONS))
        for who, action in zip(people, self.BUTTONS, strict=True):
            said = await town.press(who, action)
            assert said, action
            assert "sorry" not in said, action

    async def test_something_new_can_be_begun(self, open_town: Open) -> None:
        town = await self.dropped(open_town)
        await town.write(LÉA, "Un trou dans la rue", meaning="category roads")
        await town.write(LÉA, "rue Battant")
        assert "report-sent" in await town.choose(LÉA, "answer confirm yes")

    async def test_all_words_are_passed_on(self, open_town: Open) -> None:
        town = await self.dropped(open_town)
        await town.write(LÉA, "place Granvelle")
        await town.press(LÉA, "forward")
        words = summary(latest(town))["words"]
        assert LAMP in words
        assert "place Granvelle" in words

    async def test_the_words_go_with_another_subject(self, open_town: Open) -> None:
        town = await self.dropped(open_town)
        await town.write(LÉA, "place Granvelle")
        if "report-confirm" not in await town.choose(LÉA, "subject cleanliness"):
            await town.write(LÉA, "rue Battant")
        assert LAMP in summary(latest(town))["words"]

    async def test_what_is_offered_later_still_works(self, open_town: Open) -> None:
        town = await self.dropped(open_town)
        before = len(town.rows())
        town.clock.advance(timedelta(hours=23))
        await town.app.schedule.tick()
        await town.settle()
        for action in [action for row in town.rows()[before:] for action in row.actions]:
            assert await town.choose(LÉA, action) != ["old-button"], action

    async def test_a_subject_without_its_name_does_not_silence_the_bot(self, open_town: Open) -> None:
        """The words of a dropped subject are dropped with it, but its drafts are still recalled."""
        town = open_town(REGISTRY)
        await town.write(LÉA, "bonjour", meaning="intent greeting")
        now, address = town.clock.now(), town.platform.address(LÉA.room)
        draft = Conversation(f"{address}|{address}", address, 1, now, "report_fountains")
        draft.answers = {"words": "Fontaine à sec", "subject": "fountains", "place": "rue Battant"}
        draft.nudge_at, draft.expires_at = now + timedelta(hours=3), now + timedelta(days=5)
        town.look(lambda uow: uow.conversations.save([draft]))
        town.clock.advance(timedelta(hours=4))
        await town.app.schedule.tick()
        await town.settle()
        assert await town.write(LÉA, "Et ma fontaine ?")
        assert {row.state for row in town.rows()} == {"sent"}

    async def test_an_agent_whose_text_was_awaited_is_told(self, open_town: Open) -> None:
        town, nadia = open_town(REGISTRY), agent("street_lighting")
        number = await town.report(LÉA)
        assert "desk-text" in await town.choose(nadia, f"reply {number}")
        deploy(town, no_longer("desk"))
        assert await town.write(nadia, "C’est réparé depuis ce matin.", called=False)

    async def test_a_citizen_who_adds_to_a_request_is_told(self, open_town: Open) -> None:
        town = open_town(REGISTRY)
        number = await town.report(LÉA)
        await town.write(LÉA, "suivi")
        await town.press(LÉA, f"add {number}")
        deploy(town, no_longer("add"))
        said = await town.write(LÉA, "Il clignote aussi")
        assert said
        assert "sorry" not in said
