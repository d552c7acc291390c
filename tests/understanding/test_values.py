"""Values in messages: the labelled sentences, the traps, days that clocks change, and what holds for any text."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import values as labelled
from bot.understanding.values import (
    Certainty,
    Days,
    FoundDate,
    Granularity,
    Hours,
    Part,
    Prefer,
    Relation,
    read_ages,
    read_amounts,
    read_dates,
    read_hours,
    read_phones,
    shown_phone,
)
from bot.understanding.values.lexicon import LANGUAGES, lexicon
from bot.understanding.values.records import moment, moments
from tests.fakes.clock import PARIS

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
NOW = datetime(2026, 3, 3, 11, tzinfo=PARIS)
"""A Tuesday."""


def dates(text: str, lang: str = "fr", now: datetime = NOW, **how: bool | Prefer) -> list[list[str]]:
    found = read_dates(text, lang, now, **how)  # type: ignore[arg-type]  # What is given by name fits.
    return [[f"{days.first}" if days.is_one else f"{days.first}/{days.last}" for days in one.readings] for one in found]


def test_the_labelled_sentences_are_read_as_they_are_labelled() -> None:
    tables, _ = labelled.measure(labelled.claims, labelled.cases())
    assert tables["all"].told > 400
    assert not tables["all"].wrong


class TestWhere:
    @pytest.mark.parametrize(
        "text",
        ["Bonjour, samedi 13 juin svp", "L’été… le 5 décembre, œuf ! Évidemment", "ﬁn : 3/12 à Besançon"],
    )
    def test_a_date_stands_where_it_is_said_to(self, text: str) -> None:
        (found,) = read_dates(text, "fr", NOW)
        assert text[found.start : found.end] in ("samedi 13 juin", "le 5 décembre", "3/12")

    def test_accents_that_are_characters_of_their_own_do_not_move_it(self) -> None:
        text = "la re\u0301union du 5 de\u0301cembre a\u0300 14 h"
        (found,) = read_dates(text, "fr", NOW)
        assert text[found.start : found.end].startswith("5 de\u0301cembre")

    def test_the_first_characters_of_a_letter_are_read(self) -> None:
        assert read_dates("a " * 1_500 + "le 5 décembre 2026", "fr", NOW) == ()


class TestDays:
    def test_friday_the_13th_is_the_next_real_one(self) -> None:
        assert dates("vendredi 13") == [["2026-03-13"]]
        later = datetime(2026, 3, 14, 9, tzinfo=PARIS)
        assert dates("vendredi 13", now=later) == [["2026-11-13"]]

    @pytest.mark.parametrize("text", ["31/11", "le 30 février", "29/02/2026", "29 février 2027", "32/01/2026"])
    def test_a_day_that_does_not_exist_has_no_reading(self, text: str) -> None:
        assert dates(text) in ([[]], [])

    def test_a_leap_day(self) -> None:
        assert dates("29/02/2028") == [["2028-02-29"]]
        assert dates("le 29 février", now=datetime(2027, 12, 1, 9, tzinfo=PARIS)) == [["2028-02-29"]]

    def test_a_date_without_a_year_is_the_next_one(self) -> None:
        assert dates("le 3 mars", prefer=Prefer.FUTURE) == [["2026-03-03"]]
        assert dates("le 4 mars", prefer=Prefer.PAST) == [["2026-03-04", "2025-03-04"]]
        assert dates("le 2 décembre", now=datetime(2026, 12, 31, 23, 30, tzinfo=PARIS)) == [
            ["2026-12-02", "2027-12-02"]
        ]

    def test_the_turn_of_the_year(self) -> None:
        eve = datetime(2026, 12, 31, 9, tzinfo=PARIS)
        assert dates("demain", now=eve) == [["2027-01-01"]]
        assert dates("la semaine prochaine", now=eve) == [["2027-01-04/2027-01-10"]]
        assert dates("début janvier", now=eve) == [["2027-01-01/2027-01-10"]]
        assert dates("le mois prochain", now=eve) == [["2027-01-01/2027-01-31"]]
        assert dates("il y a un mois", now=eve) == [["2026-11-01/2026-11-30"]]

    def test_a_month_that_is_too_short(self) -> None:
        assert dates("depuis un mois", now=datetime(2026, 3, 31, 9, tzinfo=PARIS)) == [["2026-02-28"]]
        assert dates("le 31", asked=True, now=datetime(2026, 4, 1, 9, tzinfo=PARIS)) == [["2026-05-31"]]

    def test_a_weekday_said_on_that_day(self) -> None:
        assert dates("mardi", prefer=Prefer.FUTURE) == [["2026-03-03", "2026-03-10"]]
        assert dates("mardi prochain") == [["2026-03-10"]]
        assert dates("mardi dernier") == [["2026-02-24"]]
        assert dates("ce mardi") == [["2026-03-03"]]

    def test_a_weekday_of_which_nobody_says_when(self) -> None:
        assert dates("samedi") == [["2026-03-07", "2026-02-28"]]
        assert dates("samedi", prefer=Prefer.PAST) == [["2026-02-28"]]

    @pytest.mark.parametrize(
        ("text", "day"),
        [("Pâques", "2026-04-05"), ("l'Ascension", "2026-05-14"), ("le lundi de Pentecôte", "2026-05-25"),
         ("la Toussaint", "2026-11-01"), ("Pâques 2027", "2027-03-28")],
    )  # fmt: skip
    def test_holidays(self, text: str, day: str) -> None:
        assert dates(f"on ferme pour {text}") == [[day]]

    def test_what_it_is_to_these_days(self) -> None:
        said = "depuis lundi", "d'ici vendredi", "à partir du 5 avril", "le 5 avril"
        found = [read_dates(text, "fr", NOW)[0].relation for text in said]
        assert found == [Relation.SINCE, Relation.UNTIL, Relation.FROM, Relation.ON]

    def test_how_exact_it_is(self) -> None:
        said = "en avril", "le 5 avril", "demain matin", "le 5 avril à 9 h", "dans 2 heures"
        found = [read_dates(text, "fr", NOW)[0].granularity for text in said]
        expected = Granularity.SPAN, Granularity.DAY, Granularity.PART, Granularity.HOUR, Granularity.HOUR
        assert tuple(found) == expected

    def test_a_bare_number_is_a_day_only_where_one_is_asked_for(self) -> None:
        assert read_dates("le 12 est en panne", "fr", NOW) == ()
        (found,) = read_dates("le 12", "fr", NOW, asked=True)
        assert found.certainty is Certainty.LIKELY

    def test_the_day_is_that_of_the_city(self) -> None:
        late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
        assert dates("demain", now=late.astimezone(PARIS)) == [["2026-03-05"]]

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            read_dates("demain", "fr", datetime(2026, 3, 3))  # noqa: DTZ001  # That it has none is the test.


class TestHours:
    @pytest.mark.parametrize(
        ("text", "readings"),
        [
            ("de 22 h à 2 h", [Hours(1320, 120)]),
            ("de 2 à 6", [Hours(840, 1080), Hours(120, 360)]),
            ("de 10 à 2", [Hours(600, 840), Hours(1320, 120)]),
            ("de 8 à 10", [Hours(480, 600)]),
            ("minuit", [Hours(1440)]),
            ("de minuit à 2 h", [Hours(0, 120)]),
            ("le soir", [Hours(part=Part.EVENING)]),
            ("dès 14 h", [Hours(840, open=True)]),
            ("avant 9 h", [Hours(ends=540)]),
            ("12 h 60", [Hours(720)]),
        ],
    )
    def test_readings(self, text: str, readings: list[Hours]) -> None:
        (found,) = read_hours(text, "fr", asked=True)
        assert list(found.readings) == readings

    @pytest.mark.parametrize("text", ["25 h", "48 heures", "99:99", "de 30 à 40", "24h/24", "7j/7"])
    def test_no_hours(self, text: str) -> None:
        assert read_hours(text, "fr", asked=True) == ()


class TestClocksThatChange:
    """29 March 2026, 2:00 to 3:00 does not exist; 25 October 2026, 2:00 to 3:00 happens twice."""

    def test_an_hour_that_spring_skips_is_an_hour_later(self) -> None:
        assert moment(date(2026, 3, 29), 150, PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        assert moment(date(2026, 3, 29), 150, PARIS, last=True) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    def test_of_an_hour_that_autumn_repeats_a_span_has_both(self) -> None:
        night = Days(date(2026, 10, 25), date(2026, 10, 25))
        begins, ends = moments(night, Hours(150, 160), PARIS)
        assert (begins, ends) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 40, tzinfo=UTC))

    def test_such_days_are_as_long_as_they_are(self) -> None:
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
            begins, ends = moments(Days(day, day), None, PARIS)
            assert ends - begins == timedelta(hours=hours)

    def test_a_night_ends_on_the_next_day(self) -> None:
        begins, ends = moments(Days(date(2026, 6, 1), date(2026, 6, 1)), Hours(1320, 120), PARIS)
        assert ends - begins == timedelta(hours=4)

    def test_in_two_hours_over_the_change(self) -> None:
        before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC).astimezone(PARIS)
        (found,) = read_dates("dans 2 heures", "fr", before)
        assert found.hours is not None
        assert found.hours.readings == (Hours(4 * 60 + 30),)


def test_phones() -> None:
    assert [each.number for each in read_phones("06 12 34 56 78, 03.81.61.50.50 ou +41 79 123 45 67")] == [
        "+33612345678", "+33381615050", "+41791234567",
    ]  # fmt: skip
    assert shown_phone("+33612345678") == "06 12 34 56 78"
    assert shown_phone("+41791234567") == "+41 79 123 45 67"


def test_amounts() -> None:
    assert [(each.cents, each.currency) for each in read_amounts("120 € ou 40 francs suisses", "fr")] == [
        (12_000, "EUR"), (4_000, "CHF"),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_all_weekdays_and_months(lang: str) -> None:
    words = [found for phrases in lexicon(lang).phrases.values() for _, found in phrases]
    weekdays = {values[0] for letters, values in words if letters == "W"}
    # "May" is an everyday word too, "sept" a number.
    months = {values[0] for letters, values in words if letters in ("M", "m", "7")}
    assert weekdays == set(range(7))
    assert months == set(range(1, 13))


PIECES = [
    *("le", "12", "mars", "samedi", "à", "14h", "de", "3/12", "31/11", "dans", "quinze", "jours", "rue", "ligne", "un"),
    *("an", "et", "demi", "né", "en", "2017", "€", "06", "12", "34", "56", "78", "midi", "prochain", "fin", "next"),
    *("May", "2pm", "half", "past", "الساعة", "غدا", "yarın", "saat", "-", "/", ":", "1er", "9999999999"),
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
ANY_NOW = st.integers(0, 5_700_000_000).map(lambda second: datetime.fromtimestamp(second, PARIS))


@given(TEXTS, st.sampled_from(LANGUAGES), ANY_NOW, st.booleans(), st.sampled_from([None, *Prefer]))
@STEADY
def test_any_text_is_read_without_an_error(
    text: str, lang: str, now: datetime, asked: bool, prefer: Prefer | None
) -> None:
    found = read_dates(text, lang, now, asked=asked, prefer=prefer)
    spans = [(each.start, each.end) for each in found]
    spans += [(each.start, each.end) for each in read_hours(text, lang, asked=asked)]
    spans += [(each.start, each.end) for each in read_phones(text)]
    spans += [(each.start, each.end) for each in read_ages(text, lang, now, asked=asked)]
    spans += [(each.start, each.end) for each in read_amounts(text, lang)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for one in found:
        assert all(days.first <= days.last for days in one.readings)
        for days in one.readings:
            hours = one.hours.readings[0] if one.hours else None
            assert all(each.tzinfo is UTC for each in moments(days, hours, PARIS))


DAYS = st.dates(date(2026, 3, 3), date(2027, 3, 1))


def _only(found: tuple[FoundDate, ...]) -> Days:
    assert len(found) == len(found[0].readings) == 1
    return found[0].readings[0]


@given(DAYS, st.sampled_from(["{:%d/%m/%Y}", "{:%Y-%m-%d}", "{:%d.%m.%Y}"]), st.sampled_from(LANGUAGES))
@STEADY
def test_a_date_in_digits_is_read_back(day: date, form: str, lang: str) -> None:
    wanted = Days(day, day)
    found = read_dates(form.format(day), lang, NOW)
    # In English 03/04/2026 may be in March.
    ambiguous = lang == "en" and form != "{:%Y-%m-%d}" and day.day <= 12
    assert (wanted in found[0].readings) if ambiguous else (_only(found) == wanted)


FRENCH_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                 "novembre", "décembre"]  # fmt: skip
FRENCH_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


@given(DAYS, st.booleans())
@STEADY
def test_a_date_in_french_words_is_read_back(day: date, with_year: bool) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    year = f" {day.year}" if with_year else ""
    text = f"le {FRENCH_DAYS[day.weekday()]} {number} {FRENCH_MONTHS[day.month - 1]}{year}"
    assert _only(read_dates(text, "fr", NOW, prefer=Prefer.FUTURE)) == Days(day, day)


@given(st.integers(8 * 60, 23 * 60), st.integers(1, 59))
@STEADY
def test_hours_are_read_back(begins: int, lasts: int) -> None:
    ends = begins + lasts
    text = f"de {begins // 60} h {begins % 60:02} à {ends // 60} h {ends % 60:02}"
    (found,) = read_hours(text, "fr")
    assert found.readings == (Hours(begins, ends),)


@given(st.integers(0, 10**7))
@STEADY
def test_an_amount_is_read_back(cents: int) -> None:
    text = f"{cents // 100:,}".replace(",", " ") + f",{cents % 100:02} €"
    (found,) = read_amounts(text, "fr")
    assert found.cents == cents


@given(st.integers(0, 30), st.sampled_from(["jours", "semaines"]))
@STEADY
def test_so_many_days_ago_and_from_now(number: int, unit: str) -> None:
    away = timedelta(days={15: 14, 8: 7}.get(number, number)) if unit == "jours" else timedelta(weeks=number)
    for text, sign in ((f"dans {number} {unit}", 1), (f"il y a {number} {unit}", -1)):
        day = NOW.date() + sign * away
        assert _only(read_dates(text, "fr", NOW)) == Days(day, day)


def test_the_zone_is_the_citys() -> None:
    evening = datetime(2026, 3, 3, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert dates("demain", now=evening) == [["2026-03-04"]]
