"""The directory that the demonstration comes with: invented, complete, and good enough to find in."""

import re
from importlib.resources import files

import pytest

from bot.search.importing import read_associations
from bot.search.index import Directory
from bot.search.records import Association
from bot.search.vocabulary import Vocabulary

READ = list(read_associations((files("bot.demo") / "associations.csv").read_bytes()))
SHIPPED = [one for one in READ if isinstance(one, Association)]
DIRECTORY = Directory(SHIPPED)


def test_it_is_imported_without_a_refusal() -> None:
    assert SHIPPED == READ
    assert len(SHIPPED) >= 50


def test_no_two_associations_have_a_number_or_a_name_in_common() -> None:
    for values in ([one.id for one in SHIPPED], [one.name for one in SHIPPED]):
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("association", SHIPPED, ids=lambda one: str(one.id))
def test_every_contact_is_an_invented_one(association: Association) -> None:
    # 03 53 01 is kept by the ARCEP for works of fiction; .example is kept by RFC 2606.
    assert re.fullmatch(r"03 53 01 \d\d \d\d", association.phone)
    assert re.fullmatch(r"[\w.-]+@[\w-]+\.example", association.email)
    assert re.fullmatch(r"(https://www\.[\w-]+\.example)?", association.website)


@pytest.mark.parametrize("association", SHIPPED, ids=lambda one: str(one.id))
def test_every_card_is_complete_and_found_by_its_name(association: Association) -> None:
    assert association.active
    assert association.updated_at is not None
    assert association.purpose
    assert association.theme
    assert association.street
    assert association.neighbourhood in Vocabulary.packaged().next_to
    found = DIRECTORY.search(association.name)
    assert found.confident
    assert found.hits[0].association == association


def test_every_neighbourhood_has_something() -> None:
    assert {one.neighbourhood for one in SHIPPED} == set(Vocabulary.packaged().next_to)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("je cherche un club de judo à Planoise", "D001"),
        ("je cherche un club de judo à Planoise le mercredi pour ma fille de 8 ans", "D001"),
        ("échecs au centre-ville", "D002"),
        ("a choir in the city centre", "D003"),
        ("Planoise'de fransızca kursu", "D008"),
        ("نادي كرة السلة", "D014"),
    ],
)
def test_what_people_ask_for_is_found_with_confidence(query: str, first: str) -> None:
    found = DIRECTORY.search(query)
    assert found.confident
    assert found.hits[0].association.id == first
