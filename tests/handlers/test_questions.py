"""How answers are read: each reader takes its own output, gives nothing empty, and refuses what is no answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversing import option_label
from bot.flow import Reader, Scope, nowhere
from bot.i18n import Words as Wording
from bot.incoming import Attachment, Location, Words
from handlers import questions
from handlers.categories import CATEGORIES
from handlers.questions import (
    CONFIRM,
    LONGEST,
    NUMBER,
    PLACE,
    READERS,
    SHORT,
    SUBJECT,
    WORDS,
    YEAR,
    options,
    said_already,
    says_no,
)
from handlers.registry import REGISTRY
from tests.fakes.clock import PARIS
from tests.places.town import demo

STEADY = settings(max_examples=400, derandomize=True, deadline=None)
SCOPE = Scope(datetime(2026, 3, 3, 9, tzinfo=UTC), PARIS, "fr")
KNOWN = replace(SCOPE, gazetteer=demo)
ALL: Mapping[str, Reader] = {
    **READERS,
    **{reader.name: reader for reader in (WORDS, SUBJECT, CONFIRM, PLACE, SHORT, NUMBER, YEAR)},
}
LIKELY = st.sampled_from(
    ["oui", "non", "12 rue Battant", "2008", "  24 élèves ", "-", "roads", "photo:1", "couple", "🙂", "\n", "a" * 5_000]
)
TEXTS = st.one_of(st.text(max_size=300), LIKELY, st.tuples(LIKELY, st.text(max_size=20)).map("".join))
PINS = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180))
FILES = st.builds(Attachment, st.just("photo"), st.uuids().map(str))
SENT = st.builds(Words, TEXTS, st.lists(FILES, max_size=2).map(tuple), st.one_of(st.none(), PINS))


SUBJECTS = [
    entry.flow.questions["subject"].reader for entry in REGISTRY.flows.values() if "subject" in entry.flow.questions
]


def read(reader: Reader, text: str) -> str | None:
    return reader.read(Words(text), SCOPE)


@given(name=st.sampled_from(sorted(ALL)), sent=SENT)
@STEADY
def test_an_answer_is_never_empty_and_can_be_read_again(name: str, sent: Words) -> None:
    answer = ALL[name].read(sent, SCOPE)
    if answer is None:
        return
    assert answer.strip()
    assert read(ALL[name], answer) == answer


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("words", "a" * (LONGEST - 1) + " b"),
        ("place", "rue" + " " * LONGEST + "Battant"),
        ("place", "." * LONGEST + "rue Battant"),
        ("when", "oui" + " " * 300 + "demain"),
        ("when", "!" * 200 + "demain"),
    ],
    ids=["cut at a space", "cut within spaces", "cut before the words", "cut to a yes", "cut before a short word"],
)
def test_an_answer_that_was_cut_can_be_read_again(name: str, written: str) -> None:
    answer = read(ALL[name], written)
    assert answer is None or read(ALL[name], answer) == answer


@pytest.mark.parametrize("name", sorted(ALL))
def test_nothing_is_no_answer(name: str) -> None:
    assert {read(ALL[name], nothing) for nothing in ("", " ", "\n\t", "\u00a0")} == {None}


@pytest.mark.parametrize("name", sorted(name for name, reader in ALL.items() if reader is not WORDS))
def test_signs_are_no_answer(name: str) -> None:
    assert {read(ALL[name], signs) for signs in ("?", "!!!", "🙂", "...", "<>")} == {None}


YES_AND_NO = ["oui", "Oui !", "OUI.", "ok", "d’accord", "non", "Non.", "non merci", "yes", "no", "sure"]


@pytest.mark.parametrize("name", ["place", *sorted(name for name, reader in READERS.items() if reader is SHORT)])
def test_a_bare_yes_or_no_names_nothing(name: str) -> None:
    assert {written: read(READERS[name], written) for written in YES_AND_NO} == dict.fromkeys(YES_AND_NO)


class TestPlace:
    @pytest.mark.parametrize("written", ["12 rue Battant", "Planoise", "devant chez moi", "Oui rue Battant", "la gare"])
    def test_words(self, written: str) -> None:
        assert read(PLACE, f" {written}\n") == written

    @pytest.mark.parametrize("written", ["1", "x", "à", "?", "…"])
    def test_one_letter_is_too_little(self, written: str) -> None:
        assert read(PLACE, written) is None

    def test_a_pin_is_kept_to_a_metre(self) -> None:
        pinned = Words("ici", location=Location(47.2378123, 6.0240567))
        assert PLACE.read(pinned, SCOPE) == "geo:47.23781,6.02406"
        assert read(PLACE, "geo:47.23781,6.02406") == "geo:47.23781,6.02406"

    def test_a_very_long_one_is_cut(self) -> None:
        assert len(read(PLACE, "rue " * 3_000) or "") <= LONGEST


class TestPlaceInACityThatIsKnown:
    @pytest.mark.parametrize(
        ("written", "answer"),
        [
            ("12 r. batan", "12 rue Battant [Battant] (geo:47.24200,6.02100;u=250)"),
            ("Planoise", "Planoise [Planoise - Châteaufarine]"),
            ("rue Machin-Chose", "rue Machin-Chose"),
            ("chez moi", "chez moi"),
            ("12 rue Battant [Battant]", "12 rue Battant [Battant]"),
        ],
    )
    def test_words(self, written: str, answer: str) -> None:
        assert PLACE.read(Words(written), KNOWN) == answer
        assert PLACE.read(Words(answer), KNOWN) == answer

    def test_a_pin_is_a_street(self) -> None:
        answer = PLACE.read(Words("", location=Location(47.2421, 6.0208)), KNOWN)
        assert answer == "~rue Battant [Battant] (geo:47.24210,6.02080)"
        assert PLACE.read(Words(answer), KNOWN) == answer

    @pytest.mark.parametrize("written", ["rue victor", "à Thise", "oui", "?"])
    def test_what_has_to_be_asked_about_is_no_answer(self, written: str) -> None:
        assert PLACE.read(Words(written), KNOWN) is None

    def test_a_pin_in_another_town_is_no_answer(self) -> None:
        assert PLACE.read(Words("", location=Location(47.284, 6.081)), KNOWN) is None

    @given(sent=SENT)
    @STEADY
    def test_an_answer_can_be_read_again(self, sent: Words) -> None:
        answer = PLACE.read(sent, KNOWN)
        assert answer is None or PLACE.read(Words(answer), KNOWN) == answer


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "number"), [("24", "24"), ("24 élèves", "24"), ("environ 24", "24"), ("0", "0"), ("007", "007")]
    )
    def test_a_number(self, written: str, number: str) -> None:
        assert read(NUMBER, written) == number

    @pytest.mark.parametrize("written", ["beaucoup", "vingt-quatre", "?", "oui"])
    def test_no_number(self, written: str) -> None:
        assert read(NUMBER, written) is None

    @pytest.mark.parametrize(("written", "year"), [("2008", "2008"), ("né en 2008", "2008"), ("01/09/2008", "2008"),
                                                    ("1900", "1900"), ("2026", "2026")])  # fmt: skip
    def test_a_year(self, written: str, year: str) -> None:
        assert read(YEAR, written) == year

    @pytest.mark.parametrize("written", ["2027", "1899", "208", "20081", "18 ans", "2100", "BES2008X"])
    def test_no_year(self, written: str) -> None:
        assert read(YEAR, written) is None

    def test_the_year_is_the_citys(self) -> None:
        new_year = Scope(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), PARIS, "fr")
        assert YEAR.read(Words("2027"), new_year) == "2027"


class TestChoices:
    @pytest.mark.parametrize("name", sorted(name for name, reader in READERS.items() if reader.options))
    def test_only_its_codes_are_answers(self, name: str) -> None:
        reader = READERS[name]
        for code in reader.options:
            assert read(reader, code) == read(reader, f" {code} ") == code
        for written in ("", "-", "autre chose", " ".join(reader.options), reader.options[0][:-1]):
            assert read(reader, written) is None

    def test_a_list_of_ones_own(self) -> None:
        reader = options("colour", "red", "green")
        assert (reader.name, reader.options, reader.open) == ("colour", ("red", "green"), False)
        assert read(reader, "blue") is None

    @pytest.mark.parametrize("name", sorted(CATEGORIES))
    def test_every_subject_is_one(self, name: str) -> None:
        assert {read(reader, name) for reader in SUBJECTS} == {name}

    @pytest.mark.parametrize(
        "written", ["lampadaire", "bonjour", "poubelle", "Roads", "roads trou", "report_roads", "_"]
    )
    def test_any_other_word_is_no_subject(self, written: str) -> None:
        """Taken for one, it would lead into a flow that does not exist."""
        assert {read(reader, written) for reader in SUBJECTS} == {None}


class TestYes:
    @pytest.mark.parametrize("written", ["oui", "Oui !", "OK", "d’accord", "c'est bon", "Envoyer", "yes", "send it"])
    def test_yes(self, written: str) -> None:
        assert read(CONFIRM, written) == questions.YES

    @pytest.mark.parametrize("written", ["non", "peut-être", "oui mais le 14", "oui, non", "1", "ouiii"])
    def test_anything_else_sends_nothing(self, written: str) -> None:
        assert read(CONFIRM, written) is None

    @pytest.mark.parametrize("written", ["non", "Non !", "NON.", "pas du tout", "no", "nope"])
    def test_no(self, written: str) -> None:
        assert says_no(written)

    @pytest.mark.parametrize("written", ["oui", "", "non mais le 14", "nombreux"])
    def test_not_no(self, written: str) -> None:
        assert not says_no(written)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_file_alone_answers_no_question(name: str) -> None:
    assert ALL[name].read(Words("", (Attachment("photo", "photo:17"),)), SCOPE) is None


WORDING = Wording.packaged(PARIS)


def said(question: str, message: str, lang: str = "fr") -> str | None:
    def label(name: str, option: str) -> str:
        return WORDING.write(lang, option_label(name, option))

    return said_already(question, message, label, lang, nowhere())


class TestYesAndNo:
    @pytest.mark.parametrize("written", ["Oui !", "c’est bien ça", "Sí", "sim", "Ja", "sì", "evet", "نعم", "all good"])
    def test_a_yes_in_any_language_confirms(self, written: str) -> None:
        assert read(CONFIRM, written) == "yes"
        assert not questions.says_no(written)

    @pytest.mark.parametrize("written", ["Non.", "não", "Nein", "no", "HAYIR", "hayır", "لا"])
    def test_a_no_in_any_language_is_one(self, written: str) -> None:
        assert questions.says_no(written)
        assert read(CONFIRM, written) is None

    @pytest.mark.parametrize("written", ["évident", "B", "au coin", "oui"])
    def test_a_number_has_a_figure(self, written: str) -> None:
        assert read(READERS["lamp_number"], written) is None
        assert read(READERS["lamp_number"], f"{written} 12") == f"{written} 12"


class TestSaidAlready:
    @pytest.mark.parametrize(
        ("question", "message", "answer"),
        [
            ("place", "Lampadaire éteint au 12 rue Battant", "12 rue Battant"),
            ("place", "rats à planoise", "Planoise"),
            ("place", "un lampadaire est éteint", None),
            ("school", "La cantine de l’école Jean-Macé est fermée", "école Jean-Macé"),
            ("school", "mon fils va à l'école", None),
            ("document", "je voudrais refaire mon passeport", "passport"),
            ("document", "je voudrais refaire ma carte d'identité", "identity_card"),
            ("document", "carte d’identité et passeport", None),
            ("document", "un papier", None),
            ("people_count", "nous sommes 24", None),
        ],
    )
    def test_what_a_message_holds_is_not_asked(self, question: str, message: str, answer: str | None) -> None:
        assert said(question, message) == answer

    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_a_french_street_is_found_in_any_language(self, lang: str) -> None:
        assert said("place", "12 rue Battant", lang) == "12 rue Battant"

    @given(st.sampled_from(sorted(READERS)), TEXTS)
    @STEADY
    def test_it_is_an_answer_like_any_other(self, question: str, message: str) -> None:
        answer = said(question, message)
        assert answer is None or read(READERS[question], answer) == answer
