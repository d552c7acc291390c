"""The words that work at every moment: only when they are the whole message."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.global_words import LISTED, Found, GlobalWord, GlobalWords, fold

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
WORDS = GlobalWords.packaged(["fr", "en"])
TABLES = {lang: tomllib.loads((files("locales") / lang / "words.toml").read_text("utf-8")) for lang in ("fr", "en")}
PHRASES = [(phrase, word) for table in TABLES.values() for word in LISTED for phrase in table[word.value]]


@pytest.mark.parametrize(("phrase", "word"), PHRASES)
def test_every_phrase_means_its_word_however_it_is_written(phrase: str, word: GlobalWord) -> None:
    for written in (phrase, phrase.upper(), f"  {phrase} ", f"{phrase}.", f"{phrase} !", phrase.replace("'", "’")):
        assert WORDS.find(written) == Found(word)


def test_no_phrase_means_two_things() -> None:
    meanings: dict[str, set[GlobalWord]] = {}
    for phrase, word in PHRASES:
        meanings.setdefault(fold(phrase), set()).add(word)
    assert {phrase: words for phrase, words in meanings.items() if len(words) > 1} == {}


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Annuler", GlobalWord.CANCEL),
        ("ANNULE", GlobalWord.CANCEL),
        ("précédent", GlobalWord.BACK),
        ("Retour…", GlobalWord.BACK),
        ("je ne sais pas", GlobalWord.SKIP),
        ("Aide ?", GlobalWord.HELP),
        ("parler à quelqu’un", GlobalWord.HUMAN),
        ("Où en est ma demande ?", GlobalWord.STATUS),
        ("on continue", GlobalWord.REPEAT),
        ("corriger", GlobalWord.CORRECT),
        ("never mind", GlobalWord.CANCEL),
    ],
)
def test_what_people_write(written: str, word: GlobalWord) -> None:
    assert WORDS.find(written) == Found(word)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "!",
        "stop Micropolis",
        "arrêt Retour",
        "annuler mon rendez-vous de carte d'identité",
        "je voudrais une aide au logement",
        "retour de courses en bus",
        "aidez ma mère",
        "passer par la rue Battant",
        "12",
        "oui",
        "non",
    ],
)
def test_a_longer_message_is_somebodys_own(written: str) -> None:
    assert WORDS.find(written) is None


@pytest.mark.parametrize(
    ("written", "argument"),
    [
        ("corriger le lieu", "lieu"),
        ("Corriger lieu", "lieu"),
        ("modifier mon message", "message"),
        ("changer la photo.", "photo"),
        ("rectifier l' adresse", "adresse"),
        ("corriger l'adresse", "adresse"),
        ("corriger l’école", "ecole"),
        ("corriger l'âge de l'enfant", "age de l'enfant"),
        ("corriger le numéro du lampadaire", "numero du lampadaire"),
        ("change the place", "place"),
        ("edit my message", "message"),
    ],
)
def test_what_is_to_be_corrected(written: str, argument: str) -> None:
    assert WORDS.find(written) == Found(GlobalWord.CORRECT, argument)


@pytest.mark.parametrize(
    "written",
    [
        "corriger le",
        "changer de la",
        "changer une ampoule dans la rue Battant",
        "modifier le plan de circulation du quartier",
        "corrigerait",
        "changerlelieu",
    ],
)
def test_correcting_needs_a_short_thing_to_correct(written: str) -> None:
    assert WORDS.find(written) is None


def test_only_the_languages_that_are_asked_for() -> None:
    french = GlobalWords.packaged(["fr"])
    assert french.find("never mind") is None
    assert french.find("annuler") == Found(GlobalWord.CANCEL)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Éclairé  À\tNEUF", "eclaire a neuf"), ("l’Été", "l'ete"), (" ", ""), ("ŒUVRE", "œuvre"), ("Straße", "strasse")],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
@STEADY
def test_no_message_is_too_strange(written: str) -> None:
    found = WORDS.find(written)
    assert found is None or found.argument == "" or found.word is GlobalWord.CORRECT


@pytest.mark.parametrize(
    ("written", "about"),
    [
        ("aide fusion", "fusion"),
        ("Aidez-moi : répondre", ""),
        ("aidez-moi répondre !", "repondre"),
        ("help status", "status"),
        ("aide", ""),
        ("aide au logement", ""),
        ("fusion", ""),
        ("", ""),
        ("annuler fusion", ""),
    ],
)
def test_what_help_is_asked_about(written: str, about: str) -> None:
    assert WORDS.asked_about(written) == about


@pytest.mark.parametrize(
    "written",
    [
        "c'est bien noté ?",
        "C’est envoyé?",
        "Bonjour, vous avez bien reçu mon message ?",
        "ça part quand",
        "quand est-ce que ça part ?",
        "avez-vous bien reçu",
        "est-ce que c'est bien enregistré",
        "c envoyé ??",
        "c'est bon, du coup ?",
        "C'est bon, c'est parti ?",
        "did you get it?",
        "Is it sent?",
        "has my request been received",
    ],
)
def test_whether_something_was_sent_is_asked_in_many_ways(written: str) -> None:
    assert WORDS.find(written) == Found(GlobalWord.SENT)


@pytest.mark.parametrize(
    "written",
    [
        "c'est envoyé",
        "c'est bien noté",
        "vous avez reçu",
        "vous avez bien reçu ma facture de cantine ?",
        "le bus part quand ?",
        "quand est-ce que vous videz les bacs ?",
        "it is sent",
    ],
)
def test_a_statement_or_another_question_is_not_asked_so(written: str) -> None:
    assert WORDS.find(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "ah si quand même",
        "Si.",
        "si si",
        "Non, attendez, je continue !",
        "finalement je veux continuer",
        "ah non, n'annulez pas",
        "je n’abandonne pas",
        "gardez-la",
        "oh, go on anyway",
        "no wait, don't cancel it",
        "Keep it please",
        "I want to continue",
        "Oups !",
        "ah zut, pardon",
        "oups, fausse manip",
        "j'ai appuyé par erreur",
        "Oops, sorry",
        "I pressed that by mistake",
    ],
)
def test_what_says_that_somebody_goes_on_after_all(written: str) -> None:
    assert WORDS.find(written) == Found(GlobalWord.GOING_ON)


@pytest.mark.parametrize(
    "written",
    [
        "si vous passez par la rue Battant",
        "la fuite continue",
        "oui",
        "non merci",
        "quand même, c'est dangereux",
        "je continue à attendre le bus",
        "keep it clean",
        "on garde les enfants où ?",
        "il y a une erreur sur ma facture d'eau",
        "mince, un trou dans la route",
    ],
)
def test_what_goes_on_is_not_whoever_writes(written: str) -> None:
    found = WORDS.find(written)
    assert found is None or found.word is not GlobalWord.GOING_ON


@pytest.mark.parametrize(
    "written",
    [
        "Attendez, je regarde…",
        "non attends",
        "attends deux secondes",
        "2 min svp",
        "je vais voir et je reviens",
        "ok, un instant",
        "wait, let me look",
        "no wait",
        "hang on a second",
        "brb",
        "I'll have a look first",
    ],
)
def test_what_asks_for_a_moment(written: str) -> None:
    assert WORDS.find(written) == Found(GlobalWord.WAIT)


@pytest.mark.parametrize(
    "written",
    [
        "j'attends depuis deux mois",
        "attendez c'est au 14 rue Battant",
        "je regarde les enfants jouer sur la route",
        "je cherche un club de judo",
        "un instant de musique pour tous",
        "wait times at the library",
        "let me see the list of clubs in Planoise and the swimming pool",
        "deux minutes de trajet",
    ],
)
def test_what_tells_of_waiting_asks_for_no_moment(written: str) -> None:
    found = WORDS.find(written)
    assert found is None or found.word is not GlobalWord.WAIT


def test_a_yes_and_a_no_are_told_apart_and_from_everything_else() -> None:
    told = {"Oui !": True, "ok merci": True, "Ah non": False, "nope": False, "oui mais rue Battant": None}
    assert {each: WORDS.answer(each) for each in told} == told


def test_who_says_send_it_says_no_plain_yes() -> None:
    assert WORDS.answer("ok envoyez") is None
    assert WORDS.is_bare_answer("ok envoyez")
