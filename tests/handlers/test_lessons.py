"""Corrections teach: what is kept of a citizen's and an agent's correction, what never is, and when it goes.

The whole bot runs, on SQLite and PostgreSQL; what people see of it is in tests/transcripts/lessons_*.txt.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.incoming import Account
from handlers.jobs.swept_lessons import KEPT_FOR
from handlers.lessons import MOST_A_DAY
from storage.lessons import Lesson, Teacher
from storage.tables import lessons
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

LÉA, TOM = citizen("léa"), citizen("tom")
DESK, NADIA = agent("desk"), agent("roads", "nadia")
HOLE = "y a un trou énorme devant chez nous"


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    """A town on a new database, once of each kind."""
    with closing(Town(url)) as opened:
        yield opened


def kept(town: Town) -> list[Lesson]:
    return town.look(lambda uow: uow.lessons.every())


def taught(town: Town) -> list[tuple[str, str, str, str]]:
    return [(each.words, each.taken_for, each.label, each.teacher.value) for each in kept(town)]


def links(town: Town) -> list[tuple[Any, ...]]:
    query = select(lessons.c.request_id, lessons.c.conversation)
    return town.look(lambda uow: [tuple(row) for row in uow.connection.execute(query)])


async def send(town: Town, who: Speaker) -> int:
    """Let somebody answer whatever is asked, and send; gives the request's id."""
    before = town.requests()
    while town.requests() == before:
        offered = next(row.actions for row in reversed(town.rows()) if row.room == who.room)
        wanted = [action for action in offered if action.endswith((" -", "confirm yes"))]
        await (town.choose(who, wanted[0]) if wanted else town.write(who, "12 rue Battant"))
    return town.requests()[-1]


async def correct(town: Town, who: Speaker, words: str, right: str, meaning: str = "category cleanliness") -> int:
    """Let somebody write, correct the subject, and send; gives the request's id."""
    await town.write(who, words, meaning=meaning)
    if meaning.startswith("category"):
        await town.press(who, "correct subject")
    await town.press(who, f"subject {right}")
    return await send(town, who)


async def route(town: Town, request_id: int, right: str, who: Speaker = DESK) -> None:
    await town.write(who, f"/reorienter {town.request(request_id).number} {right}")


class TestCitizens:
    async def test_a_corrected_subject_is_kept_when_the_request_is_sent(self, town: Town) -> None:
        await town.write(LÉA, HOLE, meaning="category cleanliness, lang es")
        await town.press(LÉA, "correct subject")
        await town.press(LÉA, "subject roads")
        assert kept(town) == []
        await send(town, LÉA)
        (lesson,) = kept(town)
        assert taught(town) == [(HOLE, "cleanliness", "roads", "citizen")]
        assert lesson.lang == "es"
        assert lesson.taught_on == town.clock.now().date()

    @pytest.mark.parametrize("right", ["cleanliness", "roads"])
    async def test_one_of_three_offered_is_kept_also_the_first(self, town: Town, right: str) -> None:
        await correct(town, LÉA, HOLE, right, "ask cleanliness roads green_spaces")
        assert taught(town) == [(HOLE, "cleanliness", right, "citizen")]

    async def test_what_was_understood_at_once_teaches_nothing(self, town: Town) -> None:
        await town.report(LÉA)
        assert kept(town) == []

    async def test_who_comes_back_to_what_was_understood_teaches_nothing(self, town: Town) -> None:
        await correct(town, LÉA, HOLE, "cleanliness")
        assert kept(town) == []

    async def test_a_draft_that_is_left_teaches_nothing(self, town: Town) -> None:
        await town.write(LÉA, HOLE, meaning="category cleanliness")
        await town.press(LÉA, "correct subject")
        await town.press(LÉA, "subject roads")
        await town.write(LÉA, "annuler")
        assert kept(town) == []

    async def test_words_that_nobody_understood_are_kept_with_the_subject_chosen(self, town: Town) -> None:
        await town.write(LÉA, HOLE, meaning="unknown")
        await town.press(LÉA, "subject roads")
        await send(town, LÉA)
        assert taught(town) == [(HOLE, "other", "roads", "citizen")]

    async def test_a_subject_said_in_words_does_not_change_what_they_were_taken_for(self, town: Town) -> None:
        await town.write(LÉA, HOLE, meaning="unknown")
        await town.write(LÉA, "la propreté c'est nul ici", meaning="ask cleanliness roads")
        await town.press(LÉA, "subject roads")
        await send(town, LÉA)
        (lesson,) = kept(town)
        assert (lesson.taken_for, lesson.label) == ("cleanliness", "roads")

    async def test_an_intent_chosen_instead_is_kept(self, town: Town) -> None:
        await town.write(LÉA, "du judo pour ma fille", meaning="ask culture_sport find_association")
        await town.press(LÉA, "intent find_association")
        assert taught(town) == [("du judo pour ma fille", "culture_sport", "find_association", "citizen")]

    async def test_who_wants_to_be_forgotten_is_not_quoted(self, town: Town) -> None:
        await town.write(LÉA, "oubliez moi s'il vous plaît", meaning="ask talk_to_human delete_my_data")
        await town.press(LÉA, "intent delete_my_data")
        assert kept(town) == []

    async def test_words_after_a_pause_teach_as_well(self, town: Town) -> None:
        await town.write(LÉA, "Lampadaire éteint", meaning="category street_lighting")
        town.clock.advance(timedelta(hours=2))
        await town.write(LÉA, HOLE, meaning="ask cleanliness roads")
        await town.press(LÉA, "draft new")
        await town.press(LÉA, "subject roads")
        await send(town, LÉA)
        assert taught(town) == [(HOLE, "cleanliness", "roads", "citizen")]

    @pytest.mark.parametrize("wrong", [True, False])
    async def test_of_several_subjects_only_the_wrong_one_teaches(self, town: Town, wrong: bool) -> None:
        hole, papers = "un trou rue Battant", "des papiers dans le buisson"
        await town.write(LÉA, f"{hole} et {papers}", meaning=f"category roads, several roads={hole} + roads={papers}")
        await town.press(LÉA, "answer proposals wrong 2" if wrong else "answer proposals all")
        if wrong:
            await town.press(LÉA, "subject cleanliness")
        await send(town, LÉA)
        assert taught(town) == ([(papers, "roads", "cleanliness", "citizen")] if wrong else [])

    async def test_it_survives_a_restart(self, town: Town) -> None:
        await town.write(LÉA, HOLE, meaning="category cleanliness")
        town.reopen()
        await town.press(LÉA, "correct subject")
        await town.press(LÉA, "subject roads")
        await send(town, LÉA)
        assert taught(town) == [(HOLE, "cleanliness", "roads", "citizen")]


class TestAgents:
    async def test_a_request_given_to_another_subject_is_kept(self, town: Town) -> None:
        request_id = await town.report(LÉA, HOLE)
        await route(town, request_id, "roads")
        assert taught(town) == [(HOLE, "street_lighting", "roads", "agent")]

    async def test_the_button_of_the_card_teaches_as_well(self, town: Town) -> None:
        request_id = await town.report(LÉA, HOLE)
        await town.press(agent("street_lighting"), f"route {request_id} roads")
        assert taught(town) == [(HOLE, "street_lighting", "roads", "agent")]

    async def test_a_later_correction_of_the_same_request_replaces_the_earlier(self, town: Town) -> None:
        request_id = await correct(town, LÉA, HOLE, "green_spaces")
        await route(town, request_id, "roads")
        assert taught(town) == [(HOLE, "cleanliness", "roads", "agent")]
        await route(town, request_id, "parking_traffic")
        assert taught(town) == [(HOLE, "cleanliness", "parking_traffic", "agent")]

    async def test_who_may_not_route_teaches_nothing(self, town: Town) -> None:
        request_id = await town.report(LÉA, HOLE)
        await route(town, request_id, "green_spaces", NADIA)
        assert kept(town) == []

    @pytest.mark.parametrize("subject", ["other", "social_aid"])
    async def test_other_or_confidential_takes_back_what_was_kept(self, town: Town, subject: str) -> None:
        request_id = await correct(town, LÉA, HOLE, "roads")
        await route(town, request_id, subject)
        assert kept(town) == []


class TestNeverKept:
    @pytest.mark.parametrize(
        ("right", "meaning"),
        [
            ("social_aid", "category cleanliness"),
            ("roads", "category social_aid"),
            ("other", "category cleanliness"),
            ("roads", "ask cleanliness roads, danger fire"),
        ],
        ids=["confidential", "was taken for confidential", "no subject", "danger"],
    )
    async def test_such_a_correction_is_not(self, town: Town, right: str, meaning: str) -> None:
        await town.write(LÉA, HOLE, meaning=meaning)
        await town.press(LÉA, "correct subject")
        await town.press(LÉA, f"subject {right}")
        for _ in range(6):
            offered = next((row.actions for row in reversed(town.rows()) if row.room == LÉA.room and row.actions), [])
            wanted = [action for action in offered if action.endswith((" -", "confirm yes"))]
            await (town.choose(LÉA, wanted[0]) if wanted else town.write(LÉA, "12 rue Battant"))
            if town.requests():
                break
        assert kept(town) == []

    async def test_neither_are_words_of_which_nothing_is_left(self, town: Town) -> None:
        await correct(town, LÉA, "06 12 34 56 78 à léa@example.org", "roads")
        assert kept(town) == []

    async def test_nor_who_wrote(self, town: Town) -> None:
        words = "Un trou ici. Je m'appelle Zoé Dupont, 06 12 34 56 78, z@d.fr, au 12 rue Battant. Appelez léa"
        await correct(town, LÉA, words, "roads")
        (lesson,) = kept(town)
        assert lesson.words == "Un trou ici. Je m'appelle […], au […] rue Battant. Appelez […]"

    async def test_nor_more_than_a_few_a_day_of_one_person(self, town: Town) -> None:
        most = MOST_A_DAY[Teacher.CITIZEN]
        for number in range(most + 2):
            await correct(town, LÉA, f"{HOLE} {'x' * (number + 1)}", "roads")
        assert len(kept(town)) == most
        await correct(town, TOM, HOLE, "roads")
        assert len(kept(town)) == most + 1
        town.clock.advance(timedelta(days=1))
        await correct(town, LÉA, f"{HOLE} demain", "roads")
        assert len(kept(town)) == most + 2

    async def test_nor_the_same_words_twice(self, town: Town) -> None:
        await correct(town, LÉA, HOLE, "roads")
        await correct(town, TOM, HOLE.upper(), "green_spaces")
        (lesson,) = kept(town)
        assert lesson.label == "green_spaces"

    async def test_and_a_citizen_does_not_unlearn_what_an_agent_taught(self, town: Town) -> None:
        await route(town, await town.report(LÉA, HOLE), "roads")
        await correct(town, TOM, HOLE, "green_spaces")
        assert taught(town) == [(HOLE, "street_lighting", "roads", "agent")]


class TestForgetting:
    async def test_erasing_ones_data_takes_what_is_linked(self, town: Town) -> None:
        await correct(town, LÉA, HOLE, "roads")
        await town.write(LÉA, "du judo pour ma fille", meaning="ask culture_sport find_association")
        await town.press(LÉA, "intent find_association")
        await correct(town, TOM, "des papiers partout", "cleanliness", "category roads")
        assert len(kept(town)) == 3
        await town.press(LÉA, "data erase yes")
        assert [each.words for each in kept(town)] == ["des papiers partout"]

    async def test_and_what_only_the_words_still_lead_to(self, town: Town) -> None:
        request_id = await correct(town, LÉA, HOLE, "roads")
        await town.write(agent("roads"), f"/clore {town.request(request_id).number} solved")
        town.clock.advance(timedelta(days=2))
        await town.app.schedule.tick()
        assert links(town) == [(None, None)]
        await town.press(LÉA, "data erase yes")
        assert kept(town) == []

    async def test_links_go_when_the_correction_can_no_longer_change(self, town: Town) -> None:
        request_id = await correct(town, LÉA, HOLE, "roads")
        assert [request for request, _conversation in links(town)] == [request_id]
        town.clock.advance(timedelta(days=1))
        await town.app.schedule.tick()
        assert links(town) == [(request_id, None)]
        await route(town, request_id, "parking_traffic")
        assert [each.label for each in kept(town)] == ["parking_traffic"]
        await town.write(DESK, f"/clore {town.request(request_id).number} solved")
        town.clock.advance(timedelta(days=1))
        await town.app.schedule.tick()
        assert links(town) == [(None, None)]
        assert len(kept(town)) == 1

    async def test_joined_accounts_are_one_person_for_the_day(self, town: Town) -> None:
        await correct(town, LÉA, HOLE, "roads")
        account = Account("fake", TOM.account)

        def count(uow: Any) -> int:  # noqa: ANN401  # The unit of work.
            person = uow.people.of([account], "fr", town.clock.now())[str(account)]
            return int(uow.lessons.taught(person.id, Teacher.CITIZEN, town.clock.now().date()))

        await town.write(TOM, "bonjour", meaning="intent greeting")
        assert town.look(count) == 0

        def join(uow: Any) -> None:  # noqa: ANN401  # The unit of work.
            people = uow.people.of([account, Account("fake", LÉA.account)], "fr", town.clock.now())
            uow.linking.join(people[str(account)], people[str(Account("fake", LÉA.account))].id)

        town.look(join)
        assert town.look(count) == 1

    async def test_they_go_after_two_years(self, town: Town) -> None:
        await correct(town, LÉA, HOLE, "roads")
        town.clock.advance(KEPT_FOR)
        await town.app.schedule.tick()
        assert len(kept(town)) == 1
        town.clock.advance(timedelta(days=1))
        await town.app.schedule.tick()
        assert kept(town) == []
