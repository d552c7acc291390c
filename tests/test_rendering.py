"""What is said becomes text for a platform's abilities, and what is typed becomes one of the choices again."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import Words
from bot.outgoing import AsPoll, Card, Choice, Quoted, Say, Text, text
from bot.platforms import Abilities, Rendered, RenderedChoice, RenderedPoll
from bot.rendering import match_choice, match_label, render
from tests.fakes.clock import PARIS

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
WORDS = Words(
    {
        "fr": [
            "bold = Demande *{ $name }*, *vite*",
            "plain = { $name }",
            "send = Envoyer",
            "sum = 2 * 3",
            "and = a & b",
            "door = Par ici : { $link }",
        ],
        "en": ["bold = Request *{ $name }*", "plain = { $name }", "send = Send"],
    },
    PARIS,
)
BUTTONS = Abilities(buttons=True, edits=True, html=True, max_length=4096)
LINES = Abilities(buttons=False, edits=False, html=False, max_length=4096)
CHOICES = (Choice(text("send"), "send"), Choice(Quoted("Place *Granvelle* <1>"), "place 1"))


def show(
    *paragraphs: Text | Quoted, choices: tuple[Choice, ...] = (), able: Abilities = BUTTONS, lang: str = "fr"
) -> Rendered:
    return render(Say(paragraphs, choices), lang, WORDS, able)


class TestParagraphs:
    def test_each_is_a_line_in_the_readers_language(self) -> None:
        assert show(text("send"), Quoted("Merci")).text == "Envoyer\nMerci"
        assert show(text("send"), lang="en").text == "Send"

    def test_a_card_is_written_like_a_message(self) -> None:
        card = Card("request:1", (text("send"),), CHOICES)
        assert render(card, "fr", WORDS, BUTTONS) == show(text("send"), choices=CHOICES)

    def test_our_emphasis_is_bold_where_there_is_html_and_nothing_elsewhere(self) -> None:
        shown = show(text("bold", name=Quoted("BES")))
        assert (shown.text, shown.html) == ("Demande BES, vite", "Demande <b>BES</b>, <b>vite</b>")

    def test_no_html_where_the_platform_shows_none(self) -> None:
        assert show(text("bold", name=Quoted("BES")), able=LINES).html is None

    def test_a_lone_asterisk_of_ours_stays(self) -> None:
        assert (show(text("sum")).text, show(text("sum")).html) == ("2 * 3", "2 * 3")

    def test_words_over_several_lines_are_emphasised_without_stray_asterisks(self) -> None:
        shown = show(text("bold", name=Quoted("une\nfresque")))
        assert shown.text == "Demande une\nfresque, vite"

    @pytest.mark.parametrize("words", ["*gras*", "**", "a * b * c", "*", "<*b*>", "*a\nb*"])
    def test_asterisks_of_somebody_are_never_emphasis(self, words: str) -> None:
        assert show(Quoted(words)).text == words
        assert show(Quoted(words)).html == html.escape(words, quote=False)
        assert show(text("plain", name=Quoted(words))).html == html.escape(words, quote=False)

    def test_an_asterisk_inside_our_emphasis_stays_one(self) -> None:
        shown = show(text("bold", name=Quoted("a*b")))
        assert (shown.text, shown.html) == ("Demande a*b, vite", "Demande <b>a*b</b>, <b>vite</b>")

    @pytest.mark.parametrize(
        ("words", "escaped"),
        [
            ("<b>gras</b>", "&lt;b&gt;gras&lt;/b&gt;"),
            ("Tom & Léa", "Tom &amp; Léa"),
            ("&lt;", "&amp;lt;"),
            ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
            ('d\'accord "oui"', 'd\'accord "oui"'),
        ],
    )
    def test_html_is_escaped_once(self, words: str, escaped: str) -> None:
        assert show(Quoted(words)).html == escaped
        assert show(text("plain", name=Quoted(words))).html == escaped
        assert show(Quoted(words)).text == words
        assert show(text("and")).html == "a &amp; b"

    @given(words=st.text(st.characters(exclude_categories=("Cc", "Cf", "Co", "Cs"))), bold=st.booleans())
    @STEADY
    def test_whatever_is_quoted_reads_the_same_everywhere(self, words: str, bold: bool) -> None:
        shown = show(text("bold" if bold else "plain", name=Quoted(words)))
        assert shown.html is not None
        stripped = re.sub(r"</?b>", "", shown.html)
        assert "<" not in stripped
        assert ">" not in stripped
        assert html.unescape(stripped) == shown.text
        assert words in shown.text


class TestDoors:
    SAID = Say((text("send"),), door="voir_12")

    def test_a_link_where_the_platform_has_one(self) -> None:
        reading = replace(BUTTONS, door="https://t.me/bot?start={start}")
        lines = render(self.SAID, "fr", WORDS, reading).text.splitlines()
        assert lines[-1] == "Par ici : https://t.me/bot?start=voir_12"
        assert len(lines) == 2

    def test_nothing_where_it_has_none(self) -> None:
        assert render(self.SAID, "fr", WORDS, BUTTONS) == render(replace(self.SAID, door=None), "fr", WORDS, BUTTONS)


class TestChoices:
    def test_buttons_where_there_are_some(self) -> None:
        shown = show(text("send"), choices=CHOICES)
        assert shown.text == "Envoyer"
        assert shown.choices == (RenderedChoice("Envoyer", "send"), RenderedChoice("Place *Granvelle* <1>", "place 1"))

    def test_numbered_lines_where_there_are_none(self) -> None:
        shown = show(text("send"), choices=CHOICES, able=LINES)
        assert shown.text == "Envoyer\n1. Envoyer\n2. Place *Granvelle* <1>"

    def test_numbered_lines_are_escaped_once_too(self) -> None:
        able = Abilities(buttons=False, edits=False, html=True, max_length=4096)
        shown = show(text("send"), choices=CHOICES, able=able)
        assert shown.html == "Envoyer\n1. Envoyer\n2. Place *Granvelle* &lt;1&gt;"

    def test_nothing_is_numbered_without_choices(self) -> None:
        assert show(text("send"), able=LINES).text == "Envoyer"


class TestPolls:
    poll = AsPoll(text("bold", name=Quoted("une *place* <1>")), (text("send"),), "unvote 1")
    card = Card("poll:1", (text("sum"),), CHOICES, as_poll=poll)
    able = replace(LINES, polls=True)

    def test_where_there_are_none_it_is_a_card(self) -> None:
        assert render(self.card, "fr", WORDS, BUTTONS) == show(text("sum"), choices=CHOICES)

    def test_where_there_are_some_its_question_is_plain_and_other_words_stand_beside_it(self) -> None:
        shown = render(self.card, "fr", WORDS, self.able)
        assert shown.text == "Envoyer\n1. Envoyer\n2. Place *Granvelle* <1>"
        assert shown.poll == RenderedPoll("Demande une *place* <1>, vite", "unvote 1", closed=False)
        assert [choice.action for choice in shown.choices] == ["send", "place 1"]

    def test_a_closed_one_is_shown_with_the_words_of_the_card(self) -> None:
        closed = replace(self.card, choices=(), as_poll=replace(self.poll, closed=True))
        shown = render(closed, "fr", WORDS, self.able)
        assert (shown.text, shown.poll) == ("2 * 3", RenderedPoll("Demande une *place* <1>, vite", "unvote 1", True))


def test_what_belongs_in_a_thread_says_so() -> None:
    assert render(Say((text("send"),), thread="$1"), "fr", WORDS, LINES).thread == "$1"
    assert show(text("send")).thread is None


MENU = tuple(
    Choice(Quoted(label), label)
    for label in ("Éclairage public", "Espaces verts", "Parc de l’Arc", "Voirie", "Eau et égouts", "Autre sujet")
)


def choose(words: str, menu: tuple[Choice, ...] = MENU) -> str | None:
    found = match_choice(words, menu, "fr", WORDS)
    return found.action if found else None


def named(words: str, menu: tuple[Choice, ...] = MENU) -> str | None:
    found = match_label(words, menu, "fr", WORDS)
    return found.action if found else None


class TestMatching:
    @pytest.mark.parametrize(
        "words",
        ["1", " 1 ", "1.", "1)", "(1)", "01", "no 1", "n 1", "numéro 1", "Choix 1", "option 1", "n°1", "N° 1"],
    )
    def test_by_its_number(self, words: str) -> None:
        assert choose(words) == named(words) == "Éclairage public"

    @pytest.mark.parametrize("words", ["0", "7", "99", "100", "-1", "1 2", "1,5", "12 rue Battant", "", " ", "n"])
    def test_a_number_that_is_none_of_them(self, words: str) -> None:
        assert choose(words) is None
        assert named(words) is None

    @pytest.mark.parametrize(
        "words", ["Éclairage public", "éclairage public", "ECLAIRAGE PUBLIC", "eclairage  public", "Éclairage public."]
    )
    def test_by_its_label(self, words: str) -> None:
        assert choose(words) == named(words) == "Éclairage public"

    @pytest.mark.parametrize("words", ["Parc de l’Arc", "parc de l'arc"])
    def test_by_its_label_with_any_apostrophe(self, words: str) -> None:
        assert choose(words) == named(words) == "Parc de l’Arc"

    @pytest.mark.parametrize(
        ("words", "action"),
        [
            ("public", "Éclairage public"),
            ("verts", "Espaces verts"),
            ("égouts", "Eau et égouts"),
            ("egouts", "Eau et égouts"),
            ("eau", "Eau et égouts"),
            ("autre", "Autre sujet"),
            ("voirie !", "Voirie"),
            ("espaces", "Espaces verts"),
        ],
    )
    def test_by_one_word_of_it(self, words: str, action: str) -> None:
        assert choose(words) == action

    @pytest.mark.parametrize(
        ("words", "action"),
        [("eclairrage", "Éclairage public"), ("éclairag", "Éclairage public"), ("voierie", "Voirie"),
         ("espases verts", "Espaces verts")],
    )  # fmt: skip
    def test_with_a_typing_mistake_in_a_long_word(self, words: str, action: str) -> None:
        assert choose(words) == action

    @pytest.mark.parametrize("words", ["ver", "parcs", "vert", "eaux", "oui", "de", "et", "l'", "bonjour", "ecl"])
    def test_a_short_word_has_to_be_right(self, words: str) -> None:
        assert choose(words) is None

    @pytest.mark.parametrize("words", ["eclairage voirie", "une question de voirie ce matin", "éclairage privé"])
    def test_every_word_has_to_be_in_it(self, words: str) -> None:
        assert choose(words) is None

    def test_a_word_of_several_is_none(self) -> None:
        menu = (Choice(Quoted("Rue Battant"), "1"), Choice(Quoted("Quai Battant"), "2"), Choice(Quoted("Parc"), "3"))
        assert choose("battant", menu) is None
        assert choose("quai", menu) == "2"
        assert choose("rue battant", menu) == "1"

    @pytest.mark.parametrize("words", ["👍👍👍", "---", ";;;;", "«»…", "* * *", "_ _", "😡 😡 😡"])
    def test_what_has_no_letter_and_no_digit_chooses_nothing(self, words: str) -> None:
        """Not even where there is only one choice."""
        assert choose(words, MENU[:1]) is None
        assert choose(words) is None

    def test_nothing_is_chosen_where_nothing_is_offered(self) -> None:
        assert choose("1", ()) is None
        assert named("1", ()) is None

    @pytest.mark.parametrize("words", ["voierie", "verts", "public", "eclairage", "parc arc"])
    def test_among_people_who_talk_only_the_whole_label_counts(self, words: str) -> None:
        assert named(words) is None

    def test_a_label_is_read_in_the_readers_language(self) -> None:
        menu = (Choice(text("send"), "send"), Choice(text("bold", name=Quoted("x")), "bold"))
        assert match_choice("send", menu, "en", WORDS) == menu[0]
        assert match_choice("send", menu, "fr", WORDS) is None
        assert match_label("demande x, vite", menu, "fr", WORDS) == menu[1]

    @given(index=st.integers(0, len(MENU) - 1), upper=st.booleans())
    @STEADY
    def test_every_choice_can_be_reached_by_number_and_by_label(self, index: int, upper: bool) -> None:
        label = MENU[index].action
        assert choose(str(index + 1)) == choose(label.upper() if upper else label) == label

    @given(st.text(max_size=20))
    @STEADY
    def test_no_words_are_too_strange(self, words: str) -> None:
        assert choose(words) in {None, *(choice.action for choice in MENU)}
        assert named(words) in {None, *(choice.action for choice in MENU)}
