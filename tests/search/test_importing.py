"""What is taken from files of associations: every format of the register, and a city's own."""

from collections.abc import Mapping
from datetime import date

import pytest

from bot.search.importing import read_associations
from bot.search.records import Association
from bot.search.rows import Reason, Refused
from tests.search.register import (
    CITY,
    IMPORT,
    JUDO,
    JUDO_READ,
    OLD_IMPORT,
    OLD_WALDEC,
    OLDER,
    WALDEC,
    both,
    taken,
    text,
)


@pytest.mark.parametrize("header", [WALDEC, OLD_WALDEC], ids=["39 columns", "41 columns"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_the_register_in_every_form(header: str, encoding: str, end: str) -> None:
    assert len(header.split(";")) in (39, 41)
    assert taken(text(header, JUDO, end=end).encode(encoding)) == [JUDO_READ]


def test_columns_are_found_by_name_in_any_order() -> None:
    assert taken(text(";".join(sorted(WALDEC.split(";"))), JUDO).encode()) == [JUDO_READ]


@pytest.mark.parametrize("header", [IMPORT, OLD_IMPORT, IMPORT.replace("adrs_codeinsee;", "")])
def test_the_register_before_2009(header: str) -> None:
    assert len(header.split(";")) in (23, 24, 26)
    [read] = taken(text(header, OLDER | {"telephone": "0353010042", "email": "a@b.example"}).encode("latin-1"))
    assert read == Association(
        id="251P00012345",
        name="LES PHOQUES DE BATTANT",
        purpose="Apnée",
        category_codes=("011125", "006070"),
        street="boulevard Brune",
        city="Besancon",
        website="https://phoques.example",
        updated_at=date(2012, 2, 12),
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_city_s_own_file(separator: str) -> None:
    row = {
        "identifiant": "A1",
        "nom": "Les Dés, du Lion",
        "description": "Jeux ; de société",
        "quartier": "Battant",
        "adresse": "3 rue Battant",
        "courriel": "des@lion.example",
        "téléphone": "03 53 01 20 20",
        "mise à jour": "03/02/2026",
    }
    [read] = taken(text(CITY, row, separator=separator).encode())
    assert (read.id, read.name, read.purpose) == ("A1", "Les Dés, du Lion", "Jeux ; de société")
    assert (read.neighbourhood, read.street) == ("Battant", "3 rue Battant")
    assert (read.email, read.phone) == ("des@lion.example", "03 53 01 20 20")
    assert read.updated_at == date(2026, 2, 3)


def test_a_city_s_file_without_numbers_gets_the_same_ones_each_time() -> None:
    first, second = taken("nom;ville\nÉchecs;Besançon\nÉchecs;Dole\n".encode())
    assert first.id != second.id
    assert [one.id for one in taken("ville;nom\nBesançon;échecs\n".encode())] == [first.id]


def test_columns_of_a_city_beside_those_of_the_register() -> None:
    header = f"{WALDEC};theme;quartier;lieu_activite;contact_email;contact_tel"
    beside = {"theme": "Sport", "quartier": "Planoise - Châteaufarine", "lieu_activite": "Gymnase des Tilleuls"}
    [read] = taken(
        text(header, JUDO | beside | {"contact_email": "a@b.example", "contact_tel": "03 53 01 00 00"}).encode()
    )
    assert (read.theme, read.neighbourhood, read.place) == tuple(beside.values())
    assert (read.email, read.phone) == ("a@b.example", "03 53 01 00 00")


@pytest.mark.parametrize(("position", "active"), [("A", True), ("D", False), ("S", False)])
def test_who_is_dissolved_is_known_but_not_active(position: str, active: bool) -> None:
    [read] = taken(text(WALDEC, JUDO | {"position": position}).encode())
    assert read.active is active


def test_who_was_taken_over_into_another_file_is_not_there_twice() -> None:
    moved = OLDER | {"position": "R", "observation": "W251000001"}
    names, refused = both(text(IMPORT, moved, OLDER | {"id": "251P00012346"}).encode())
    assert (names, refused) == (["LES PHOQUES DE BATTANT"], [(2, Reason.TAKEN_OVER)])


@pytest.mark.parametrize(
    ("column", "value", "active"),
    [
        ("date_disso", "0001-01-01", True),
        ("date_disso", "", True),
        ("date_disso", "2020-05-04", False),
        ("actif", "oui", True),
        ("actif", "Non", False),
        ("actif", "0", False),
    ],
)
def test_a_city_tells_who_is_dissolved_in_its_own_way(column: str, value: str, active: bool) -> None:
    [read] = taken(f"nom;{column}\nA;{value}\n".encode())
    assert read.active is active


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-05-06 07:08:09", date(2024, 5, 6)),
        ("6/5/2024", date(2024, 5, 6)),
        ("06.05.2024", date(2024, 5, 6)),
        ("0001-01-01", None),
        ("0001-01-01 00:00:00", None),
        ("2023-02-29", None),
        ("hier", None),
        ("", None),
    ],
)
def test_the_day_of_the_last_change(written: str, read: date | None) -> None:
    assert taken(f"nom;maj\nA;{written}\n".encode())[0].updated_at == read


@pytest.mark.parametrize(
    ("header", "record"), [(WALDEC, JUDO), (OLD_WALDEC, JUDO), (IMPORT, OLDER), (OLD_IMPORT, OLDER)]
)
def test_nothing_personal_comes_out(header: str, record: Mapping[str, str]) -> None:
    personal = [
        name for name in header.split(";") if name.startswith("adrg_") or name in ("dir_civilite", "telephone", "email")
    ]
    assert "dir_civilite" in personal
    secret = {name: f"SECRET {name} secret@example.example" for name in [*personal, "adrs_numvoie", "observation"]}
    [read] = taken(text(header, {**record, **secret}).encode())
    assert "secret" not in repr(read).lower()
    assert (read.email, read.phone) == ("", "")


@pytest.mark.parametrize("complement", ["CHEZ M DUPONT", "Mme Durand", "Appt 12", "Bâtiment C", "étage 3"])
def test_a_home_is_no_place_of_activity(complement: str) -> None:
    [read] = taken(text(WALDEC, JUDO | {"adrs_complement": complement}).encode())
    assert read.place == ""


def test_a_name_in_the_contact_column_is_no_address() -> None:
    first, second = taken(b"nom;contact\nA;Mme Dupont\nB;club@b.example\n")
    assert (first.email, second.email) == ("", "club@b.example")


def test_a_website_is_kept_only_where_it_may_be_published() -> None:
    assert [taken(text(WALDEC, JUDO | {"publiweb": allowed}).encode())[0].website for allowed in ("1", "0", "")] == [
        "https://judo.example",
        "",
        "",
    ]


def test_only_the_city_asked_for() -> None:
    dole = JUDO | {"id": "W2", "adrs_codeinsee": "39198", "adrs_codepostal": "39100"}
    data = text(WALDEC, dole, JUDO).encode()
    assert list(read_associations(data, {"25056"})) == [Refused(2, Reason.ELSEWHERE), JUDO_READ]
    assert list(read_associations(data, {"25000"})) == [Refused(2, Reason.ELSEWHERE), JUDO_READ]
