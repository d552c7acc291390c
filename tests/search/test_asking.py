"""What a sentence asks for: an activity, a neighbourhood, a day, an age, in five languages and in careless spelling."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.search.asking import ABROAD, COMMON, DETAIL, MOST_LETTERS, MOST_WORDS, Asked, Reader
from bot.search.text import stem
from bot.search.vocabulary import Vocabulary

VOCABULARY = Vocabulary.packaged()
PLANOISE = "Planoise - Châteaufarine"
CENTRE = "Centre - Chapelle des Buis"
CHAPRAIS = "Chaprais - Cras"
SAINT_CLAUDE = "Saint-Claude - Torcols"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def read(query: str, *known: str) -> Asked:
    """Read a request before a directory that holds some stems."""
    return Reader(VOCABULARY, lambda stem: stem in known).read(query)


def activities(asked: Asked) -> list[str]:
    return [activity for unit in asked.units for activity in unit.activities]


def plain(asked: Asked) -> list[str]:
    """Give the words that matter without being an activity."""
    return [unit.words[0].folded for unit in asked.units if not unit.activities and unit.weight > COMMON]


@pytest.mark.parametrize(
    "query",
    [
        "je cherche un club de judo à Planoise le mercredi pour ma fille de 8 ans",
        "Bonjour, est-ce qu'il y a du judo le mercredi aux Époisses pour mon fils de 8 ans, s'il vous plaît ?",
        "slt jcherche judo mercredi planoize pr mn fils 8ans svp",
        "I'm looking for a judo club in Planoise on Wednesdays for my 8-year-old daughter",
        "Is there any judo for kids (8 years old) in Planoise on Wednesday? Thanks",
        "8 yaşındaki kızım için çarşamba günü Planoise'de judo kulübü arıyorum",
        "Planoise'de çarşamba günleri judo kulübü var mı, oğlum 8 yaşında",
        "أبحث عن نادي جودو في Planoise يوم الأربعاء لابنتي 8 سنوات",
        "هل يوجد نادي الجودو في Planoise الأربعاء لابني ٨ سنوات",
        "busco un club de judo en Planoise los miércoles para mi hija de 8 años",
        "Hola, quiero practicar judo en Planoise el miercoles, mi hijo 8 anos",
    ],
)
def test_everything_is_read_out_of_one_sentence(query: str) -> None:
    asked = read(query)
    assert activities(asked) == ["judo"]
    assert (asked.neighbourhood, asked.weekday, asked.age) == (PLANOISE, WEDNESDAY, 8)
    assert not [word for word in plain(asked) if word not in ("oglum", "hijo", "kids")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("une chorale", ["choir"]),
        ("j'ai envie de chanter", ["choir"]),
        ("je voudrais apprendre à nager", ["swimming"]),
        ("ping-pong", ["table_tennis"]),
        ("tir à l'arc", ["archery"]),
        ("marche nordique", ["nordic_walking"]),
        ("jeux de rôle", ["role_playing"]),
        ("free meals", ["food_aid"]),
        ("I can sing", ["choir"]),
        ("french lessons", ["french_lessons"]),
        ("basketbol takımı", ["basketball"]),
        ("masa tenisi kulübü", ["table_tennis"]),
        ("yaşlılar için dernek", ["seniors"]),
        ("نادي كرة السلة", ["basketball"]),
        ("دروس الموسيقى", ["music_lessons"]),
        ("تعلم السباحة", ["swimming"]),
        ("clases de guitarra", ["guitar"]),
        ("club de senderismo", ["hiking"]),
        ("banco de alimentos", ["food_aid"]),
    ],
)
def test_activities_in_words_of_every_language(query: str, expected: list[str]) -> None:
    assert activities(read(query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [("guittare", "guitar"), ("cours de karatté", "karate"), ("volé", "volleyball"), ("aïquido", "aikido")],
)
def test_a_misspelt_activity_is_heard_unless_it_is_a_word_of_the_directory(query: str, expected: str) -> None:
    asked = read(query)
    assert activities(asked) == [expected]
    assert activities(read(query, asked.units[-1].words[0].stem)) == []


@pytest.mark.parametrize(
    ("query", "neighbourhood"),
    [
        ("danse au centre-ville", CENTRE),
        ("danse centreville", CENTRE),
        ("dance downtown", CENTRE),
        ("danse aux Chaprais", CHAPRAIS),
        ("danse à chapprais", CHAPRAIS),
        ("danse st claude", SAINT_CLAUDE),
        ("danse à Saint-Claude", SAINT_CLAUDE),
        ("danse planoisse", PLANOISE),
        ("danse à l'Île-de-France", PLANOISE),
        ("danse à Chapelle des Buis", CENTRE),
        ("danse à Dole", None),
        ("danse", None),
    ],
)
def test_neighbourhoods_under_any_of_their_names(query: str, neighbourhood: str | None) -> None:
    asked = read(query)
    assert asked.neighbourhood == neighbourhood
    assert activities(asked) == ["dance"]


def test_every_official_neighbourhood_and_all_its_names_are_known() -> None:
    for alias, name in VOCABULARY.neighbourhoods.items():
        assert read(f"judo {' '.join(alias)}").neighbourhood == name
    assert len(VOCABULARY.next_to) == 14


def test_a_word_of_the_directory_is_no_misspelt_neighbourhood() -> None:
    assert read("danse planoisse", stem("planoisse")).neighbourhood is None


@pytest.mark.parametrize(
    ("query", "weekday"),
    [
        ("yoga le lundi soir", MONDAY),
        ("yoga mar", None),
        ("yoga sam", SATURDAY),
        ("jeu de cartes", None),
        ("yoga jeu", THURSDAY),
        ("mer et montagne", None),
        ("dimanche", None),
        ("yoga on Fridays", FRIDAY),
        ("yoga cuma günü arıyorum", FRIDAY),
        ("CUMA de Planoise", None),
        ("Planoise'de salı günleri yoga kursu", TUESDAY),
        ("أريد نادي اليوغا يوم الأحد", SUNDAY),
        ("clases de yoga los sábados", SATURDAY),
        ("Amicale Placido Domingo", None),
    ],
)
def test_days(query: str, weekday: int | None) -> None:
    assert read(query).weekday == weekday


@pytest.mark.parametrize(
    ("query", "age"),
    [
        ("foot pour mon fils de 12 ans", 12),
        ("foot 12ans", 12),
        ("football for a 12 year old", 12),
        ("futbol 12 yaş kursu arıyorum", 12),
        ("fútbol, 12 años", 12),
        ("كرة القدم ١٢ سنة", 12),
        ("foot depuis 1998 ans", None),
        ("groupe des 14-17", None),
        ("yoga pour ma grand-mère", 70),
        ("gym for my grandmother", 70),
        ("gym pour mon bébé", 1),
        ("foot pour mon ado", 14),
        ("foot pour mon ado de 16 ans", 16),
        ("foot pour moi", None),
        ("pour les enfants", None),
    ],
)
def test_ages_said_and_guessed(query: str, age: int | None) -> None:
    assert read(query).age == age


def test_the_person_is_not_what_is_looked_for() -> None:
    asked = read("un club d'échecs pour mon grand-père")
    assert activities(asked) == ["chess"]
    assert plain(asked) == []


@pytest.mark.parametrize("query", ["la voile ou l'aviron", "sailing or rowing"])
def test_alternatives_stand_in_for_each_other(query: str) -> None:
    first, second = (unit for unit in read(query).units if unit.activities)
    assert (first.activities, second.activities, second.instead_of) == (("sailing",), ("rowing",), 0)


def test_two_things_that_are_both_wanted_do_not() -> None:
    assert [unit.instead_of for unit in read("voile et aviron").units] == [None, None]


def test_details_fillers_and_common_words_weigh_less() -> None:
    asked = read("Je cherche un club de rugby qui accepte les gauchers. Merci de me répondre vite")
    weights = {unit.words[0].folded: unit.weight for unit in asked.units}
    assert weights["rugby"] == 1
    assert weights["club"] == COMMON
    assert weights["gauchers"] == DETAIL
    assert sum(unit.weight for unit in read("du rugby pour " + "gauchers timides " * 10).units) < 1 + 2 * DETAIL
    assert read("kulübü judo arıyorum").units[0].weight == ABROAD
    assert read("plus encore").units, "A name may be made of everyday words"


@pytest.mark.parametrize("acronym", ["ASPTT", "asptt", "A.S.P.T.T.", "A. S. P. T. T."])
def test_an_acronym_is_one_word(acronym: str) -> None:
    assert plain(read(f"le numéro de l'{acronym}", "asptt")) == ["asptt"]


@pytest.mark.parametrize("query", ["marche", "la marche du dimanche", "démarche", "patriarche"])
def test_a_bow_is_not_seen_inside_another_word(query: str) -> None:
    assert "archery" not in activities(read(query))


@pytest.mark.parametrize("query", ["", " ", "?!", "😀😀", "ﾞ", "\n\n"])
def test_nothing_asks_for_nothing(query: str) -> None:
    assert read(query) == Asked((), ())


def test_a_letter_is_read_from_its_beginning() -> None:
    asked = read("judo à Planoise " + "bla " * 2500 + "pour ma fille de 8 ans")
    assert (activities(asked), asked.neighbourhood, asked.age) == (["judo"], PLANOISE, None)
    assert len(asked.whole) == MOST_WORDS


PIECES = [
    "judo ",
    "planoise ",
    "8 ans ",
    "mercredi ",
    "pour ",
    "ou ",
    "أو ",
    "st. ",
    "A.B. ",
    "! ",
    "je cherche ",
    "12 yaş ",
]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("x" * MOST_LETTERS * 20)
@example("pour " * 200)
def test_any_text_asks_for_something_that_makes_sense(query: str) -> None:
    asked = read(query)
    assert len(asked.core) <= len(asked.whole) <= MOST_WORDS
    assert asked.weekday in (None, *range(7))
    assert asked.age is None or 0 <= asked.age < 100
    assert asked.neighbourhood is None or asked.neighbourhood in VOCABULARY.next_to
    for number, unit in enumerate(asked.units):
        assert set(unit.words) <= set(asked.whole)
        assert 0 < unit.weight <= 1
        assert set(unit.activities) <= set(VOCABULARY.activities)
        assert unit.instead_of is None or unit.instead_of < number
