"""The subjects of requests: those of the contract, each with a team, its questions, and every mistake refused."""

from datetime import timedelta

import pytest

from bot.cli.setting import Setting
from bot.flow import pending
from handlers.categories import CATEGORIES, Category, InvalidDeclaration, QuestionRef, load_categories
from handlers.neighbours import questions_of
from handlers.questions import READERS
from handlers.registry import REGISTRY

CONTRACT = {
    "roads", "street_lighting", "illegal_dumping", "cleanliness", "green_spaces", "parking_traffic", "public_transport",
    "water_sewer", "childcare", "school_meals", "schools", "identity_papers", "civil_registry", "elections", "cemetery",
    "housing", "social_aid", "accessibility", "public_peace", "animals", "urban_planning", "culture_sport",
    "associations", "citizen_initiative", "street_closure", "forest_house", "citizenship_day", "local_mediation",
    "mediation", "councils", "other",
}  # fmt: skip
"""The subjects among the labels of ``proximcite classify``; other systems rely on their names."""


class TestTheSubjects:
    def test_they_are_those_of_the_contract_and_only_they(self) -> None:
        assert len(CONTRACT) == 31
        assert set(CATEGORIES) == CONTRACT

    def test_each_is_called_by_its_label(self) -> None:
        assert {name: category.name for name, category in CATEGORIES.items()} == {name: name for name in CONTRACT}

    def test_each_has_a_team_in_the_demo_city(self) -> None:
        assert {category.team for category in CATEGORIES.values()} <= set(Setting(None, None).settings.teams)

    def test_every_question_has_a_reader_and_every_reader_a_question(self) -> None:
        asked = {question.name for category in CATEGORIES.values() for question in category.questions}
        assert asked == set(READERS)

    def test_nothing_is_asked_twice(self) -> None:
        for category in CATEGORIES.values():
            names = [question.name for question in category.questions]
            assert len(names) == len(set(names)), category.name

    @pytest.mark.parametrize("name", ["social_aid", "accessibility", "housing", "local_mediation", "mediation"])
    def test_what_is_confidential(self, name: str) -> None:
        """Health, money, dwellings, quarrels and contested decisions: nothing of them is shown in a room."""
        assert CATEGORIES[name].confidential

    def test_an_everyday_subject_is_not(self) -> None:
        assert not CATEGORIES["street_lighting"].confidential

    def test_a_radius_is_a_number_of_metres_somebody_can_walk(self) -> None:
        radii = {category.duplicate_radius for category in CATEGORIES.values()} - {None}
        assert all(isinstance(radius, int) and 0 < radius <= 200 for radius in radii)

    @pytest.mark.parametrize("name", sorted(CONTRACT))
    def test_each_has_a_flow_that_asks_its_questions_in_order(self, name: str) -> None:
        flow = REGISTRY.flows[f"report_{name}"].flow
        answers = {"words": "mots", "subject": name}
        asked = []
        while (question := pending(flow, answers)) is not None:
            asked.append((question, flow.questions[question].optional))
            answers[question] = "x"
        assert asked == [(each.name, each.optional) for each in questions_of(CATEGORIES[name])] + [("confirm", False)]


class TestReading:
    def test_a_whole_subject(self) -> None:
        read = load_categories(
            """
            [lamps]
            team = "street_lighting"
            questions = ["place", "lamp_number?"]
            confidential = true
            notice = true
            photo = true
            duplicate_radius = 60
            answer_within = "5d"
            anonymous = false
            """
        )
        questions = (QuestionRef("place", optional=False), QuestionRef("lamp_number", optional=True))
        assert read == {
            "lamps": Category("lamps", "street_lighting", questions, True, True, True, 60, timedelta(days=5), False)
        }

    def test_the_least_there_can_be(self) -> None:
        assert load_categories('[lamps]\nteam = "desk"') == {"lamps": Category("lamps", "desk")}

    def test_the_order_is_kept(self) -> None:
        written = '[b]\nteam = "desk"\n[a]\nteam = "desk"\n[c]\nteam = "desk"'
        assert list(load_categories(written)) == ["b", "a", "c"]

    @pytest.mark.parametrize(
        ("written", "named"),
        [
            ('team = "desk"\nradius = 50', "radius"),
            ('team = "desk"\nname = "lamps"', "name"),
            ("photo = true", "team"),
            ('team = "desk"\nquestions = ["colour"]', "colour"),
            ('team = "desk"\nquestions = ["place??"]', "place"),
            ('team = "desk"\nquestions = ["?"]', ""),
            ('team = "desk"\nquestions = [""]', ""),
            ('team = "desk"\nquestions = ["Place"]', "Place"),
            ('team = "desk"\nquestions = ["confirm"]', "confirm"),
            ('team = "desk"\nquestions = "place"', ""),
            ('team = "desk"\nanswer_within = "two days"', "two days"),
            ('team = "desk"\nanswer_within = ""', ""),
            ('team = "desk"\nanswer_within = 48', "48"),
            ('team = "desk"\nanswer_within = "0s"', "0s"),
        ],
    )
    def test_a_mistake_is_refused_by_name(self, written: str, named: str) -> None:
        with pytest.raises(InvalidDeclaration, match="lamps") as caught:
            load_categories(f"[lamps]\n{written}")
        assert named in str(caught.value)

    def test_a_subject_that_is_no_table_is_refused(self) -> None:
        with pytest.raises(InvalidDeclaration, match="lamps"):
            load_categories('lamps = "desk"')
