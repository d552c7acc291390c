"""Answers that are values: read in any words, kept canonical, shown as people say them, asked about in doubt."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow import Scope
from bot.i18n import Words as Wording
from bot.understanding.values import Age, Days, Hours, Part, Relation
from bot.understanding.values.canonical import (
    When,
    is_phone,
    parse_age,
    parse_hours,
    parse_when,
    write_age,
    write_hours,
)
from handlers.values import VALUES, Trouble, offered_values, read_value, said_value, value_shown
from tests.fakes.clock import PARIS

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
SCOPE = Scope(datetime(2026, 3, 3, 9, tzinfo=UTC), PARIS, "fr")
WORDING = Wording.packaged(PARIS)


def shown(question: str, value: str, lang: str = "fr") -> str | None:
    found = value_shown(question, value, 2026)
    return None if found is None else WORDING.write(lang, found)


class TestRead:
    @pytest.mark.parametrize(
        ("question", "written", "answer"),
        [
            ("day", "samedi 13 juin", "2026-06-13"),
            ("day", "le samedi 13 juin si possible", "2026-06-13"),
            ("day", "samedi 13 juin de 14 h à 18 h", "2026-06-13"),
            ("day", "demain", "2026-03-04"),
            ("day", "aujourd'hui à 11 h", "2026-03-03"),
            ("day", "ce soir", "2026-03-03"),
            ("day", "le 30", "2026-03-30"),
            ("day", "saturday 13 june", "2026-06-13"),
            ("day", "13 Haziran cumartesi", "2026-06-13"),
            ("day", "du 3 au 5 avril", "2026-04-03/2026-04-05"),
            ("day", "quand vous voulez", None),
            ("day", "le 4 ou le 5 avril", None),
            ("day", "samedi 13 juin, mais s'il pleut ce sera un autre jour", None),
            ("hours", "14h-18h", "14:00-18:00"),
            ("hours", "toute la journée", "day"),
            ("hours", "de 9 à midi", "09:00-12:00"),
            ("hours", "from 2 to 6 pm", "14:00-18:00"),
            ("hours", "le matin et le soir", None),
            ("hours", "comme l'année dernière", None),
            ("when", "hier soir", "2026-03-02 evening"),
            ("when", "samedi dernier", "2026-02-28"),
            ("when", "depuis trois jours", "since 2026-02-28"),
            ("when", "le soir après 22 h", None),
            ("when", "tous les samedis", None),
            ("when", "la nuit", None),
            ("period", "en avril", "2026-04-01/2026-04-30"),
            ("period", "le mois prochain", "2026-04-01/2026-04-30"),
            ("period", "la première semaine d'avril", None),
            ("period", "au printemps", None),
            ("child_age", "8 mois", "P8M"),
            ("child_age", "elle a 3 ans et demi", "P3Y6M"),
            ("child_age", "né en 2023", "2023"),
            ("child_age", "3 ans et 5 ans", None),
            ("child_age", "bientôt 3 ans", None),
            ("contact", "06.12.34.56.78", "+33612345678"),
            ("contact", "au 06 12 34 56 78", "+33612345678"),
            ("contact", "06 12 34 56 78 mais seulement après 18 h", None),
            ("contact", "lea@example.org", None),
        ],
    )
    def test_an_answer(self, question: str, written: str, answer: str | None) -> None:
        assert read_value(question, written, SCOPE) == answer

    @pytest.mark.parametrize(
        ("question", "written", "trouble"),
        [
            ("day", "le 31/11", Trouble("none", "le 31/11")),
            ("day", "hier", Trouble("passed", "hier", day=date(2026, 3, 2))),
            ("day", "aujourd'hui à 9 h", Trouble("passed", "aujourd'hui à 9 h", day=date(2026, 3, 3))),
            ("day", "le 2 mars", Trouble("passed", "le 2 mars", day=date(2026, 3, 2))),
            ("day", "le 10 janvier", Trouble("passed", "le 10 janvier", ("2027-01-10",), date(2026, 1, 10))),
            ("day", "29/02/2024", Trouble("passed", "29/02/2024", day=date(2024, 2, 29))),
            ("day", "samedi 12 juin", Trouble("which", "samedi 12 juin", ("2026-06-12", "2026-06-13"))),
            ("day", "vendredi prochain", Trouble("which", "vendredi prochain", ("2026-03-06", "2026-03-13"))),
            ("day", "mardi", Trouble("which", "mardi", ("2026-03-03", "2026-03-10"))),
            ("hours", "de 2 à 6", Trouble("which", "de 2 à 6", ("14:00-18:00", "02:00-06:00"))),
            ("contact", "06 12 34 56 7", Trouble("phone", "06 12 34 56 7", digits=9)),
            ("contact", "06 12 34 56 789 svp", Trouble("phone", "06 12 34 56 789", digits=11)),
        ],
    )
    def test_a_doubtful_one(self, question: str, written: str, trouble: Trouble) -> None:
        assert read_value(question, written, SCOPE) == trouble

    @given(st.sampled_from(sorted(VALUES)), st.text(max_size=60))
    @STEADY
    def test_what_is_kept_can_be_read_again(self, question: str, written: str) -> None:
        answer = read_value(question, written, SCOPE)
        assert not isinstance(answer, str) or read_value(question, answer, SCOPE) == answer


class TestSaid:
    @pytest.mark.parametrize(
        ("question", "message", "answer"),
        [
            ("day", "On ferme la rue samedi 13 juin de 14 h à 18 h", "2026-06-13"),
            ("day", "Depuis janvier on prépare la fête du 13 juin", "2026-06-13"),
            ("day", "La fête du 13 ou du 20 juin", None),
            ("day", "Fermer la rue vendredi prochain", None),
            ("day", "Fermer la rue en juin", None),
            ("day", "Fermer la rue le 31 juin", None),
            ("day", "12 rue Battant, bus 6, 1er étage", None),
            ("hours", "On ferme la rue samedi 13 juin de 14 h à 18 h", "14:00-18:00"),
            ("hours", "On ferme la rue à 14 h", None),
            ("hours", "fermé de 9 h à 12 h puis de 14 h à 18 h", None),
            ("when", "hier soir vers 23 h des motos", "2026-03-02 23:00"),
            ("when", "des motos depuis samedi", "since 2026-02-28"),
            ("when", "des motos toute la nuit", None),
            ("when", "des motos samedi", None),
            ("when", "demain ils vont encore crier", None),
            ("period", "venir avec ma classe en avril", "2026-04-01/2026-04-30"),
            ("period", "nous sommes venus en janvier", "2027-01-01/2027-01-31"),
            ("child_age", "ma fille de 3 ans, j'attends depuis 2 ans", "P3Y"),
            ("child_age", "J'ai 42 ans et un fils de 3 ans", "P3Y"),
            ("child_age", "des jumeaux de 4 mois et une fille de 3 ans", None),
            ("birth_year", "mon fils, né le 3 mai 2008", "2008"),
            ("birth_year", "mon fils de 18 ans", None),
            ("contact", "rappelez au 06 12 34 56 78", "+33612345678"),
            ("contact", "06 12 34 56 78 ou 03 81 61 50 50", None),
            ("contact", "06 12 34 56 7", None),
            ("decision", "le refus du 3 mars", None),
        ],
    )
    def test_what_a_message_tells(self, question: str, message: str, answer: str | None) -> None:
        assert said_value(question, message, "fr", SCOPE) == answer

    def test_what_it_may_mean(self) -> None:
        assert offered_values("day", "rue Battant, vendredi prochain", "fr", SCOPE) == ("2026-03-06", "2026-03-13")
        assert offered_values("day", "rue Battant, le 13 juin", "fr", SCOPE) == ()
        assert offered_values("hours", "la rue, de 2 h à 5 h", "fr", SCOPE) == ("14:00-17:00", "02:00-05:00")
        assert offered_values("contact", "06 12 34 56 78", "fr", SCOPE) == ()


class TestShown:
    @pytest.mark.parametrize(
        ("question", "value", "french", "english"),
        [
            ("day", "2026-12-05", "samedi 5 décembre", "Saturday 5 December"),
            ("day", "2026-05-01", "vendredi 1er mai", "Friday 1 May"),
            ("day", "2027-02-06", "samedi 6 février 2027", "Saturday 6 February 2027"),
            ("day", "2026-04-03/2026-04-05", "du vendredi 3 avril au dimanche 5 avril",
             "from Friday 3 April to Sunday 5 April"),
            ("period", "2026-04-01/2026-04-30", "avril 2026", "April 2026"),
            ("when", "since 2026-02-28", "depuis le samedi 28 février", "since Saturday 28 February"),
            ("when", "2026-03-02 23:00", "lundi 2 mars, à 23 h", "Monday 2 March, at 23:00"),
            ("when", "2026-03-02 evening", "lundi 2 mars, le soir", "Monday 2 March, in the evening"),
            ("hours", "14:00-18:00", "de 14 h à 18 h", "from 14:00 to 18:00"),
            ("hours", "09:05-24:00", "de 9 h 05 à minuit", "from 9:05 to midnight"),
            ("hours", "14:00-", "à partir de 14 h", "from 14:00 on"),
            ("hours", "-18:00", "jusqu’à 18 h", "until 18:00"),
            ("hours", "day", "toute la journée", "all day"),
            ("child_age", "P1Y", "1 an", "1 year"),
            ("child_age", "P9Y6M", "9 ans et 6 mois", "9 years and 6 months"),
            ("child_age", "P8M", "8 mois", "8 months"),
            ("child_age", "P6W", "6 semaines", "6 weeks"),
            ("child_age", "2017", "année de naissance 2017", "born in 2017"),
            ("child_age", "2024-05", "naissance en mai 2024", "born in May 2024"),
            ("child_age", "2024-03-12", "naissance le mardi 12 mars 2024", "born on Tuesday 12 March 2024"),
            ("contact", "+33612345678", "06 12 34 56 78", "06 12 34 56 78"),
            ("contact", "+41791234567", "+41 79 123 45 67", "+41 79 123 45 67"),
        ],
    )  # fmt: skip
    def test_in_both_languages(self, question: str, value: str, french: str, english: str) -> None:
        assert (shown(question, value), shown(question, value, "en")) == (french, english)

    @pytest.mark.parametrize("question", sorted(VALUES))
    def test_words_are_shown_as_they_are(self, question: str) -> None:
        assert value_shown(question, "comme vous voulez", 2026) is None

    def test_other_questions_have_no_values(self) -> None:
        assert value_shown("school", "2026-12-05", 2026) is None


SPANS = st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400)).map(
    lambda each: Days(each[0], date.fromordinal(each[0].toordinal() + each[1]))
)
CLOCKS = st.integers(0, 1440)
HOURS = st.one_of(
    st.builds(Hours, CLOCKS, CLOCKS),
    st.builds(Hours, CLOCKS, st.none(), st.booleans()),
    st.builds(Hours, st.none(), CLOCKS),
    st.sampled_from(Part).map(lambda part: Hours(part=part)),
)
AGES = st.one_of(
    st.builds(Age, st.integers(1, 120), st.integers(0, 11)),
    st.builds(Age, weeks=st.integers(1, 99)),
    st.dates(date(1900, 1, 1)).map(lambda day: Age(born=day.isoformat())),
    st.integers(1900, 2099).map(lambda year: Age(born=str(year))),
)


@given(st.builds(When, SPANS, st.sampled_from(Relation), st.one_of(st.none(), HOURS)))
@STEADY
def test_days_are_read_back_as_they_were_kept(when: When) -> None:
    assert parse_when(when.written) == when


@given(HOURS)
@STEADY
def test_hours_are_read_back_as_they_were_kept(hours: Hours) -> None:
    assert parse_hours(write_hours(hours)) == hours


@given(AGES)
@STEADY
def test_ages_are_read_back_as_they_were_kept(age: Age) -> None:
    assert parse_age(write_age(age)) == age


@given(st.text(alphabet="0123456789-:/ PYMWDsince", max_size=24))
@STEADY
def test_whatever_can_be_read_is_written_the_same(text: str) -> None:
    when, hours, age = parse_when(text), parse_hours(text), parse_age(text)
    assert when is None or parse_when(when.written) == when
    assert hours is None or parse_hours(write_hours(hours)) == hours
    assert age is None or parse_age(write_age(age)) == age


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-12-05 25:00", "2026-12-05/2026-12-01", "since", "2026-12-05 x"]
)
def test_days_that_are_none(written: str) -> None:
    assert parse_when(written) is None


@pytest.mark.parametrize("written", ["", "-", "14:00 18:00", "25:00-26:00", "24:30", "24:01-", "noon-evening"])
def test_hours_that_are_none(written: str) -> None:
    assert parse_hours(written) is None


@pytest.mark.parametrize("written", ["P", "P0", "3Y", "2024-13", "2024-02-30", "PT3H"])
def test_ages_that_are_none(written: str) -> None:
    assert parse_age(written) is None


def test_phones_that_are_none() -> None:
    assert [is_phone(each) for each in ("+33612345678", "0612345678", "+", "+0612345678")] == [
        True,
        False,
        False,
        False,
    ]
