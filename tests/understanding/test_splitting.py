"""Several subjects in one message: where it is cut, which parts become proposals, and which words each gets."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.several import Case, Subject
from bot.understanding import Decision, Emergency, Proposal, Understanding
from bot.understanding.cutting import LONGEST, Link, SplittingError, fold, read
from bot.understanding.splitting import MOST_PROPOSALS, NEVER, Guesses, propose
from bot.understanding.understander import TextUnderstander, load
from handlers.categories import CATEGORIES
from handlers.registry import INTENTS

CUTTERS = read()
FR = CUTTERS["fr"]
LABELS = {"lampadaire": "street_lighting", "matelas": "illegal_dumping", "trou": "roads", "merci": "thanks"}


def guess(texts: Sequence[str]) -> list[Guesses]:
    """Tell the label by the first word that is known, for sure; anything else is hardly anything."""
    found = (next((LABELS[word] for word in LABELS if word in text.lower()), None) for text in texts)
    return [((label, 0.99), ("cleanliness", 0.01)) if label else (("cleanliness", 0.1),) for label in found]


def whole(text: str, **chances: float) -> Understanding:
    top = tuple(chances.items()) or (("illegal_dumping", 0.7), ("street_lighting", 0.3))
    return Understanding(text, "fr", top[0][0], top[0][1], top, Decision.ASK, None)


def proposed(text: str, **chances: float) -> list[tuple[str, str]]:
    return [(each.label, each.words) for each in propose([whole(text, **chances)], CUTTERS, guess)[0]]


class TestParts:
    def cut(self, text: str, lang: str = "fr") -> list[tuple[Link, str]]:
        return [(part.link, text[part.start : part.end]) for part in CUTTERS[lang].parts(text)]

    @pytest.mark.parametrize(
        ("text", "lang", "link"),
        [
            ("le lampadaire est mort, un matelas traîne là", "fr", Link.AND),
            ("le lampadaire est mort et un matelas traîne", "fr", Link.AND),
            ("Le lampadaire est mort. Un matelas traîne là.", "fr", Link.SENTENCE),
            ("Le lampadaire est mort. Et un matelas traîne.", "fr", Link.AND_THEN),
            ("le lampadaire est mort\nun matelas traîne là", "fr", Link.AND_THEN),
            ("le lampadaire est mort et puis un matelas traîne", "fr", Link.MORE),
            ("le lampadaire est mort et il y a aussi un matelas", "fr", Link.MORE),
            ("Le lampadaire est mort. Aussi, un matelas traîne.", "fr", Link.MORE),
            ("Le lampadaire est mort. Autre chose : un matelas traîne.", "fr", Link.OTHER),
            ("1) le lampadaire est mort 2) un matelas traîne", "fr", Link.OTHER),
            ("- le lampadaire est mort\n- un matelas traîne", "fr", Link.OTHER),
            ("The lamp is dead. Another thing: a mattress lies there.", "en", Link.OTHER),
            ("La farola no funciona y además hay un colchón", "es", Link.MORE),
            ("A lâmpada não funciona. Além disso, há um colchão.", "pt", Link.MORE),
            ("Die Laterne ist kaputt. Außerdem liegt da eine Matratze.", "de", Link.MORE),
            ("Il lampione è spento e inoltre c'è un materasso", "it", Link.MORE),
            ("Sokak lambası yanmıyor. Ayrıca kaldırımda yatak var.", "tr", Link.MORE),
            ("عمود الإنارة لا يعمل، وأيضا هناك فراش مرمي", "ar", Link.MORE),
        ],
    )
    def test_the_sign_before_the_second(self, text: str, lang: str, link: Link) -> None:
        parts = self.cut(text, lang)
        assert len(parts) == 2
        assert parts[1][0] is link

    def test_an_announcement_makes_every_sign_a_strong_one(self) -> None:
        assert [link for link, _ in self.cut("Deux choses : le lampadaire est mort. Un matelas traîne.")][
            -1
        ] is Link.OTHER

    @pytest.mark.parametrize(
        "text", ["", " ", "lampadaire mort, matelas", "un seul morceau sans rien qui le coupe là", "…,,;"]
    )
    def test_what_is_short_or_of_one_piece_is_not_cut(self, text: str) -> None:
        assert self.cut(text) == []

    def test_a_number_is_no_item_of_a_list_and_no_end_of_a_sentence(self) -> None:
        assert len(self.cut("Le trou du 12. rue Battant fait 3,5 mètres de large")) <= 2
        assert all(
            "3,5" in words or "12" in words for _, words in self.cut("il mesure 3,5 mètres devant le 12 rue Battant")
        )

    def test_a_long_letter_is_not_cut(self) -> None:
        assert self.cut("Le lampadaire est mort. " * (LONGEST // 20)) == []

    @settings(max_examples=200, derandomize=True, deadline=None)
    @given(st.text(max_size=300), st.sampled_from(sorted(CUTTERS)))
    def test_parts_stand_in_their_order_in_any_text(self, text: str, lang: str) -> None:
        assert len(fold(text)) == len(text)
        end = 0
        for part in CUTTERS[lang].parts(text):
            assert end <= part.start < part.end <= len(text)
            end = part.end


class TestProposals:
    def test_two_with_the_words_of_each(self) -> None:
        assert proposed("Bonjour, le lampadaire du 12 est mort, et il y a aussi un matelas au coin") == [
            ("street_lighting", "le lampadaire du 12 est mort"),
            ("illegal_dumping", "il y a aussi un matelas au coin"),
        ]

    def test_a_place_said_once_for_both_goes_to_both(self) -> None:
        assert proposed("rue Battant : lampadaire éteint et vieux matelas jeté") == [
            ("street_lighting", "rue Battant : lampadaire éteint"),
            ("illegal_dumping", "rue Battant, vieux matelas jeté"),
        ]
        assert [words for _, words in proposed("lampadaire éteint et vieux matelas jeté, rue Battant")] == [
            "lampadaire éteint, rue Battant",
            "vieux matelas jeté, rue Battant",
        ]

    def test_what_belongs_to_a_subject_stays_with_it(self) -> None:
        found = proposed("Le lampadaire est mort. On n'y voit rien. Autre chose : un matelas traîne. Il est sale.")
        assert found == [
            ("street_lighting", "Le lampadaire est mort. On n'y voit rien"),
            ("illegal_dumping", "un matelas traîne. Il est sale"),
        ]

    def test_one_subject_in_several_parts_is_one(self) -> None:
        assert proposed("un lampadaire éteint au 4. Autre chose : un lampadaire éteint au 6") == []
        found = proposed("1) lampadaire au 4 2) lampadaire au 6 3) matelas au 8")
        assert [label for label, _ in found] == ["street_lighting", "illegal_dumping"]
        assert "au 6" in found[0][1]

    @pytest.mark.parametrize(
        "text",
        [
            "Le lampadaire est réparé, merci. Autre chose : un matelas traîne au coin.",
            "Ce n'est pas pour le lampadaire. En plus un matelas traîne au coin.",
            "Un matelas traîne dans la rue, parce qu'un lampadaire est éteint.",
            "Je suis tombé dans un trou, un matelas traînait là.",
            "Merci pour le trou et autre chose, un matelas traîne.",
        ],
    )
    def test_what_is_settled_or_only_told_beside_is_no_proposal(self, text: str) -> None:
        assert proposed(text) == []

    def test_the_weaker_the_sign_the_more_the_whole_must_tell_of_both(self) -> None:
        weak, strong = "un lampadaire mort, un matelas au coin", "un lampadaire mort. Autre chose : un matelas au coin"
        told, untold = (
            {"illegal_dumping": 0.7, "street_lighting": 0.3},
            {"illegal_dumping": 0.99, "street_lighting": 0.005},
        )
        assert proposed(weak, **told)
        assert not proposed(weak, **untold)
        assert proposed(strong, **untold)

    def test_each_at_a_place_of_its_own_needs_nothing_of_the_whole(self) -> None:
        untold = {"illegal_dumping": 0.99, "street_lighting": 0.001}
        assert proposed("un matelas rue Bersot et un lampadaire rue Mégevand", **untold) == [
            ("illegal_dumping", "un matelas rue Bersot"),
            ("street_lighting", "un lampadaire rue Mégevand"),
        ]
        assert not proposed("un matelas rue Bersot et un lampadaire éteint", **untold)
        assert not proposed("de la rue Bersot à la rue Mégevand un matelas et un lampadaire", **untold)

    def test_a_third_subject_that_nobody_understands_is_not_lost(self) -> None:
        assert proposed("1) un lampadaire mort 2) un matelas au coin 3) un truc bizarre par là") == []

    def test_parts_that_say_something_else_together_are_no_proposals(self) -> None:
        def confused(texts: Sequence[str]) -> list[Guesses]:
            return [
                (("roads", 0.99),) if "voit" in text and "lampadaire" in text else each
                for text, each in zip(texts, guess(texts), strict=True)
            ]

        text = "Le lampadaire est mort. On n'y voit rien. Autre chose : un matelas traîne."
        assert propose([whole(text)], CUTTERS, confused) == [()]

    def test_never_more_than_four(self) -> None:
        def each_its_own(texts: Sequence[str]) -> list[Guesses]:
            names = [name for name in CATEGORIES if name not in NEVER]
            return [((names[int(text.split()[-1])], 0.99),) for text in texts]

        text = "\n".join(f"- chose numéro {at}" for at in range(MOST_PROPOSALS + 1))
        assert propose([whole(text)], CUTTERS, each_its_own) == [()]

    def test_a_language_without_connectors_and_an_empty_batch(self) -> None:
        assert propose([whole("un lampadaire mort. Autre chose : un matelas")], {}, guess) == [()]
        assert propose([], CUTTERS, guess) == []


class TestMeasuring:
    @pytest.mark.parametrize(
        ("found", "labels_right", "words_right"),
        [
            ([("roads", "un trou"), ("animals", "un rat ici")], True, True),
            ([("roads", "un trou, un rat"), ("animals", "un rat ici")], True, False),
            ([("roads", "un trou"), ("animals", "ici")], True, False),
            ([("roads", "un trou"), ("cleanliness", "un rat ici")], False, False),
            ([("roads", "un trou")], False, False),
            ([], False, False),
        ],
    )
    def test_a_message_is_right_if_each_subject_has_its_words(
        self, found: list[tuple[str, str]], labels_right: bool, words_right: bool
    ) -> None:
        understood = whole("un trou. Et un rat ici")
        understood = replace(understood, proposals=tuple(Proposal(words, ((label, 0.9),)) for label, words in found))
        subjects = (Subject(frozenset({"roads"}), "un trou"), Subject(frozenset({"animals"}), "Et un rat"))
        case = Case("several", subjects, understood)
        assert (case.labels_right, case.words_right) == (labels_right, words_right)


def test_every_intent_is_never_split_off() -> None:
    assert set(INTENTS) | {"other", "unclear"} == NEVER


@pytest.mark.parametrize("written", ["and = []", "and = ['(']\n", "and = [1]", "= x"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, written: str) -> None:
    (tmp_path / "fr").mkdir()
    whole_file = (
        (Path("locales") / "fr" / "splitting.toml").read_text("utf-8") if written.startswith("and = ['") else ""
    )
    table = "\n".join(line for line in whole_file.splitlines() if not line.startswith("and ="))
    (tmp_path / "fr" / "splitting.toml").write_text(f"{table}\n{written}", "utf-8")
    with pytest.raises(SplittingError, match=r"splitting\.toml"):
        read(tmp_path)


@pytest.fixture(scope="module")
def understander() -> TextUnderstander:
    return load()


class TestShipped:
    def test_two_problems_become_two_proposals(self, understander: TextUnderstander) -> None:
        text = (
            "Bonjour, le lampadaire devant le 12 rue Battant est mort, et il y a aussi un matelas abandonné rue Marulaz"
        )
        found = understander.understand(["bonjour", text])[1].proposals
        assert [each.label for each in found] == ["street_lighting", "illegal_dumping"]
        assert [each.words for each in found] == [
            "le lampadaire devant le 12 rue Battant est mort",
            "il y a aussi un matelas abandonné rue Marulaz",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "je suis handicapé et le trottoir est cassé devant chez moi",
            "ce n'est pas pour les poubelles, c'est le lampadaire qui est éteint",
            "le lampadaire est réparé, merci, mais les poubelles débordent",
            "merci pour le trottoir, et où en est ma demande pour le banc ?",
            "Un matelas, deux chaises et une télé abandonnés devant l'école",
        ],
    )
    def test_one_problem_stays_one(self, understander: TextUnderstander, text: str) -> None:
        assert understander.understand([text])[0].proposals == ()

    def test_the_proposal_that_tells_of_danger_is_marked(self, understander: TextUnderstander) -> None:
        text = "Au secours, il y a le feu dans la cave du 3 rue Battant. Autre chose : le lampadaire est éteint."
        understood = understander.understand([text])[0]
        assert understood.emergency is Emergency.FIRE
        assert [each.emergency for each in understood.proposals if each.label == "street_lighting"] in ([], [None])


class TestWhatIsNotLookedAt:
    """Parts are only understood where their signs and the whole message could make two subjects of them."""

    def asked(self, text: str, **chances: float) -> list[str]:
        seen: list[str] = []

        def remembering(texts: Sequence[str]) -> list[Guesses]:
            seen.extend(texts)
            return guess(texts)

        propose([whole(text, **chances)], CUTTERS, remembering)
        return seen

    def test_a_full_stop_needs_a_second_subject_in_the_whole(self) -> None:
        text = "Le lampadaire est mort au 3. Le matelas traîne encore au 5."
        assert self.asked(text, street_lighting=0.6, illegal_dumping=0.05)
        assert not self.asked(text, street_lighting=0.9, illegal_dumping=0.049)

    def test_a_second_subject_that_others_explain_does_not_count(self) -> None:
        text = "Le lampadaire est mort au 3. Le matelas traîne encore au 5."
        assert not self.asked(text, street_lighting=0.5, housing=0.4)

    def test_plain_words_need_nothing_of_the_whole(self) -> None:
        assert self.asked("Le lampadaire est mort au 3. Autre chose : le matelas au 5.", street_lighting=1.0)
