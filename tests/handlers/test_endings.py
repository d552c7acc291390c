"""How a request ended: kept and read again without loss, and each end a truth of its own in every language."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import MEDIATED, Outcome
from bot.i18n import Words
from bot.outgoing import text
from handlers.bodies import ANOTHER, BODIES
from handlers.corrections import Correction
from handlers.endings import PASSED, YOURSELF, Ending, shown
from tests.fakes.clock import PARIS

WORDING = Words.packaged(PARIS)
LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(
    lambda each: " ".join(each.split())
)
TEXT = st.text().map(str.strip)
PLAIN = st.builds(Ending, st.sampled_from(sorted(set(Outcome) - {Outcome.HANDED_OVER})), TEXT)
TO_A_BODY = st.builds(
    Ending,
    st.just(Outcome.HANDED_OVER),
    TEXT,
    st.sampled_from(sorted(BODIES)),
    st.just(""),
    st.sampled_from((PASSED, YOURSELF)),
)
TO_ANOTHER = st.builds(
    Ending,
    st.just(Outcome.HANDED_OVER),
    TEXT,
    st.just(ANOTHER),
    LINE.filter(bool),
    st.sampled_from((PASSED, YOURSELF)),
)


@given(PLAIN | TO_A_BODY | TO_ANOTHER)
def test_an_end_is_read_as_it_was_written(ending: Ending) -> None:
    assert Ending.read(ending.written) == ending


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("handed_over au Sybert", "au Sybert"),
        ("handed_over", ""),
        ("handed_over nobody/passed x", "nobody/passed x"),
        ("solved enedis/passed", "enedis/passed"),
    ],
)
def test_an_end_of_an_earlier_version_has_words_only(written: str, words: str) -> None:
    ending = Ending.read(written)
    assert ending is not None
    assert (ending.words, ending.body) == (words, "")


@pytest.mark.parametrize("written", ["", "lost", "Solved", " solved"])
def test_what_is_no_end_is_none(written: str) -> None:
    assert Ending.read(written) is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_end_is_a_truth_of_its_own(lang: str) -> None:
    def written(key: str, outcome: Outcome) -> str:
        args = {"number": "BES-1", "phone": "0 800"}
        return WORDING.write(lang, text(key, outcome=outcome.value, team=text("team-roads"), **args))

    plain = [each for each in Outcome if each not in MEDIATED and each is not Outcome.SPAM]
    told = [written("closed-citizen", each) for each in plain]
    told += [written("mediated-citizen", each) for each in Outcome if each in MEDIATED]
    told.append(written("closed-spam", Outcome.SPAM))
    assert len(set(told)) == len(Outcome)
    assert len({written("status-closed", each) for each in Outcome}) == len(Outcome)
    assert len({written(f"outcome-{each.value}", each) for each in Outcome}) == len(Outcome)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("words", ["", "leur dossier est le 12"])
def test_the_history_says_to_whom_it_went_and_who_writes(lang: str, words: str) -> None:
    to_enedis = Ending(Outcome.HANDED_OVER, words, "enedis")
    passed = WORDING.write(lang, shown(to_enedis))
    assert "Enedis" in passed
    assert words in passed
    assert WORDING.write(lang, shown(replace(to_enedis, way=YOURSELF))) != passed
    assert "Sybert" in WORDING.write(lang, shown(Ending(Outcome.HANDED_OVER, words, ANOTHER, "Sybert")))


@given(TEXT, TEXT)
def test_a_correction_is_read_as_it_was_written(before: str, now: str) -> None:
    correction = Correction("place", before, now)
    assert Correction.read(correction.written) == correction


def test_a_correction_that_was_erased_is_none() -> None:
    assert Correction.read("") is None


@pytest.mark.parametrize(("before", "had"), [("", "no"), ("B 12", "yes")])
def test_a_correction_tells_what_was_there_before(before: str, had: str) -> None:
    said = Correction("lamp_number", before, "B 34").shown(2026)
    assert said.args["had"] == had
    assert before in WORDING.write("fr", said)
    assert "B 34" in WORDING.write("fr", said)
