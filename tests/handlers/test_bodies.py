"""Other bodies: how agents name them, that each has its sentences, and which tables are refused."""

import pytest

from bot.i18n import Words
from bot.outgoing import text
from handlers.bodies import BODIES, InvalidBody, load_bodies, named
from tests.fakes.clock import PARIS


@pytest.mark.parametrize(
    ("line", "body", "behind"),
    [
        ("Enedis", "enedis", ""),
        ("à Enedis : on leur a écrit", "enedis", "on leur a écrit"),
        ("à la police municipale, voilà", "municipal_police", "voilà"),
        ("au CCAS", "ccas", ""),
        ("l’État", "prefecture", ""),
        ("to the prefecture", "prefecture", ""),
        ("GRAND BESANCON", "metropole", ""),
        ("au département\npour le collège", "department", "pour le collège"),
        ("au Sybert", None, "Sybert"),
        ("à l’ADIL", None, "ADIL"),
        ("Lesieur", None, "Lesieur"),
        ("police", None, "police"),
        ("enedisse", None, "enedisse"),
        (" : ", None, ":"),
        ("", None, ""),
    ],
)
def test_which_body_a_line_begins_with(line: str, body: str | None, behind: str) -> None:
    found, rest = named(line)
    assert (found.name if found else None, rest) == (body, behind)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", BODIES)
def test_every_body_has_a_name_and_says_what_it_does(name: str, lang: str) -> None:
    wording = Words.packaged(PARIS)
    for key in (f"body-{name}", f"body-{name}-does"):
        assert wording.has(lang, key)
        assert wording.write(lang, text(key))


@pytest.mark.parametrize("name", BODIES)
def test_every_body_is_found_by_each_of_its_words(name: str) -> None:
    assert [named(words)[0] for words in BODIES[name].words] == [BODIES[name]] * len(BODIES[name].words)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("[a1]\nwords = ['x']", "no name"),
        ("[another]\nwords = ['x']", "no name"),
        ("[enedis]\nphone = '1'", "nobody"),
        ("[enedis]\nwords = ['x']\nfax = '1'", "fax"),
        ("[a]\nwords = ['Métro']\n[b]\nwords = ['metro']", "is a"),
    ],
)
def test_a_table_that_cannot_work_is_refused(written: str, wrong: str) -> None:
    with pytest.raises(InvalidBody, match=wrong):
        load_bodies(written)
