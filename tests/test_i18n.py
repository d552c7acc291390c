"""Keys become sentences: dates, spans, quoted words and sentences within sentences, in French and in English."""

import re
import unicodedata
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import LITERAL_ASTERISK, MissingWords, Words, quote
from bot.outgoing import Moment, Quoted, Span, Text, Value, text
from tests.fakes.clock import PARIS

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
NB = "\u00a0"
COMMON = {lang: (files("locales") / lang / "common.ftl").read_text("utf-8") for lang in ("fr", "en")}
WORDS = Words(
    {
        "fr": [
            COMMON["fr"],
            "said = { $value }\ninner = dedans { $value }\nonly = le { $value }\nbare =\n    .title = x",
        ],
        "en": [COMMON["en"], "said = { $value }\ninner = within { $value }"],
    },
    PARIS,
)


def said(lang: str, value: Value) -> str:
    return WORDS.text(lang, "said", {"value": value})


def spaced(written: str) -> str:
    """Give every kind of space as a plain one."""
    return re.sub(r"[\u00a0\u202f]", " ", written)


class TestMoment:
    AFTERNOON = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
    FIRST = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("lang", "moment", "written"),
        [
            ("fr", Moment(AFTERNOON), "mercredi 25 novembre à 14 h 05"),
            ("fr", Moment(AFTERNOON, "day"), "mercredi 25 novembre"),
            ("fr", Moment(AFTERNOON, "time"), "14 h 05"),
            ("fr", Moment(FIRST), "dimanche 1er mars à 8 h 30"),
            ("fr", Moment(FIRST, "day"), "dimanche 1er mars"),
            ("fr", Moment(FIRST, "time"), "8 h 30"),
            ("en", Moment(AFTERNOON), "Wednesday 25 November at 14:05"),
            ("en", Moment(FIRST, "day"), "Sunday 1 March"),
            ("en", Moment(FIRST, "time"), "08:30"),
        ],
    )
    def test_it_is_written_as_people_write_it(self, lang: str, moment: Moment, written: str) -> None:
        assert spaced(said(lang, moment)) == written

    @pytest.mark.parametrize(
        ("at", "written"),
        [
            (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "dimanche 1er mars à 0 h 30"),
            (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "dimanche 29 mars à 1 h 59"),
            (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "dimanche 29 mars à 3 h 00"),
            (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "vendredi 1er janvier à 0 h 00"),
        ],
    )
    def test_it_is_the_citys_day_and_hour(self, at: datetime, written: str) -> None:
        assert spaced(said("fr", Moment(at))) == written

    def test_an_hour_is_not_torn_apart_at_the_end_of_a_line(self) -> None:
        """French writes the spaces around "h" as no-break spaces."""
        assert said("fr", Moment(self.AFTERNOON, "time")) == f"14{NB}h{NB}05"
        assert said("fr", Moment(self.AFTERNOON)).endswith(f"14{NB}h{NB}05")


class TestSpan:
    @pytest.mark.parametrize(
        ("seconds", "french", "english"),
        [
            (0, "0 s", "0 s"),
            (59, "59 s", "59 s"),
            (60, "1 min", "1 min"),
            (3_599, "59 min", "59 min"),
            (3_600, "1 h 00", "1 h 00"),
            (12_000, "3 h 20", "3 h 20"),
            (86_399, "23 h 59", "23 h 59"),
            (86_400, "1 jour", "1 day"),
            (90_000, "1 jour et 1 h", "1 day and 1 h"),
            (172_800, "2 jours", "2 days"),
            (190_800, "2 jours et 5 h", "2 days and 5 h"),
        ],
    )
    def test_it_is_written_as_people_say_it(self, seconds: int, french: str, english: str) -> None:
        assert spaced(said("fr", Span(seconds))) == french
        assert spaced(said("en", Span(seconds))) == english

    @pytest.mark.parametrize("seconds", [59, 60, 12_000, 190_800])
    def test_a_number_stays_with_its_unit(self, seconds: int) -> None:
        assert not re.search(r"\d (?:h|min|s)\b|\bh \d", said("fr", Span(seconds)))


class TestSentences:
    def test_a_sentence_within_a_sentence_is_in_the_same_language(self) -> None:
        nested = text("inner", value=text("inner", value=Quoted("x")))
        assert said("fr", nested) == "dedans dedans x"
        assert said("en", nested) == "within within x"

    def test_a_number_is_grouped_as_the_language_does_and_a_code_never(self) -> None:
        assert (spaced(said("fr", 1_204)), said("en", 1_204)) == ("1 204", "1,204")
        assert said("fr", "1204") == said("en", "1204") == "1204"
        assert said("fr", "BES-TV2-2PX") == "BES-TV2-2PX"

    def test_what_a_language_lacks_is_said_in_the_first_one(self) -> None:
        assert WORDS.text("en", "only", {"value": 1}) == "le 1"
        assert WORDS.text("de", "said", {"value": 1}) == "1"

    def test_a_sentence_in_the_first_language_has_its_date_in_it_too(self) -> None:
        """No sentence is half French and half English."""
        day = Moment(datetime(2026, 3, 1, 12, tzinfo=UTC), "day")
        assert WORDS.text("en", "only", {"value": day}) == f"le {said('fr', day)}"
        assert WORDS.text("de", "said", {"value": day}) == said("fr", day)

    @pytest.mark.parametrize(("lang", "key"), [("fr", "nothing"), ("en", "nothing"), ("fr", "bare")])
    def test_a_key_that_is_not_there_is_a_mistake_of_ours(self, lang: str, key: str) -> None:
        with pytest.raises(MissingWords):
            WORDS.text(lang, key)

    def test_a_missing_argument_is_a_mistake_of_ours(self) -> None:
        with pytest.raises(MissingWords):
            WORDS.text("fr", "said")

    def test_it_knows_what_it_has(self) -> None:
        assert set(WORDS.languages()) == {"fr", "en"}
        assert WORDS.has("fr", "only")
        assert not WORDS.has("en", "only")
        assert not WORDS.has("de", "said")

    def test_the_program_comes_with_french_and_english(self) -> None:
        assert {"fr", "en"} <= set(Words.packaged(PARIS).languages())

    def test_a_paragraph_is_a_sentence_or_somebodys_words(self) -> None:
        assert WORDS.write("en", Text("inner", {"value": 1})) == "within 1"
        assert WORDS.write("en", Quoted("{ $value } { said }")) == "{ $value } { said }"


class TestQuote:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("Bonjour, ça va ?", "Bonjour, ça va ?"),
            ("deux\nlignes\tet un tab", "deux\nlignes\tet un tab"),
            ("nul \x00 cloche \x07 retour \r suppr \x7f", "nul  cloche  retour  suppr "),
            ("\x1b[31mrouge\x1b[0m", "[31mrouge[0m"),
            ("\x9b31mrouge", "31mrouge"),
            ("gnp.\u202eexe", "gnp.exe"),
            ("\u2066isolé\u2069 \u202atexte\u202c \u200emarque\u200f", "isolé texte marque"),
            ("مرحبا", "مرحبا"),
            ("👩‍👧 🇫🇷", "👩‍👧 🇫🇷"),
            ("{ $number } & <b>", "{ $number } & <b>"),
        ],
    )
    def test_what_could_disguise_the_words_is_dropped(self, written: str, shown: str) -> None:
        assert quote(written) == shown
        assert said("fr", Quoted(written)) == shown

    @given(st.text())
    @STEADY
    def test_nothing_that_steers_a_screen_is_left(self, written: str) -> None:
        for character in quote(written):
            assert unicodedata.category(character) != "Cc" or character in "\n\t"
            assert unicodedata.bidirectional(character) not in {
                "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
            }  # fmt: skip

    @given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Co"))))
    @STEADY
    def test_everything_else_is_left_as_it_was(self, written: str) -> None:
        assert quote(written).replace(LITERAL_ASTERISK, "*") == written

    def test_an_asterisk_is_marked_and_the_mark_cannot_be_written(self) -> None:
        assert quote("*gras*") == f"{LITERAL_ASTERISK}gras{LITERAL_ASTERISK}"
        assert quote(f"a{LITERAL_ASTERISK}b") == "ab"
