"""Files of streets: the three known forms, their faults with line numbers, and several files about one street."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.importing import Fault, Untaken, merged, read_places
from bot.places.records import Place, Point
from bot.search.rows import Reason

STEADY = settings(max_examples=200, derandomize=True, deadline=None)
BESANCON = "25056"
BAN = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position"


def taken(written: str, commune: str = BESANCON) -> dict[str, Place]:
    read = read_places(written.encode(), commune)
    assert not read.untaken
    return {place.key: place for place in read.places}


def ban(*rows: tuple[str, str, str, str, str, str]) -> str:
    """Write addresses as the national base does: number, repetition, street, INSEE code, longitude, latitude."""
    lines = [
        f"25056_{number}{rep};25056_0000;{number};{rep};{street};25000;{insee};Besançon;927;668;{east};{north};entrée"
        for number, rep, street, insee, east, north in rows
    ]
    return "\n".join([BAN, *lines]) + "\n"


def test_the_citys_own_file_has_a_line_for_each_neighbourhood() -> None:
    written = "\ufeffrue;quartier\r\nRUE DE L'AMITIE;ST-FERJEUX-ROSEMONT\r\nRUE DE VESOUL;BATTANT\r\n"
    written += "RUE DE VESOUL;ST-CLAUDE-TORCOLS\r\nCHEMIN DE LA VAITE;VAITE-CLAIRS-SOLEILS\r\n"
    places = taken(written)
    assert [place.name for place in places.values()] == ["rue de l’Amitié", "rue de Vesoul", "chemin de la Vaite"]
    assert places["rue vesoul"].neighbourhoods == ("Battant", "Saint-Claude - Torcols")
    assert places["chemin vaite"].neighbourhoods == ("Vaîtes - Clairs-Soleils",)
    assert all(place.point is None for place in places.values())


def test_a_list_with_points() -> None:
    written = "street;neighbourhoods;lat;lon\nRUE DE DOLE;BUTTE GRETTE|TILLEROYES;47.23;5.99\nRUE DUCHAMP;AILLEURS;;\n"
    assert taken(written) == {
        "rue dole": Place("rue dole", "rue de Dole", ("Butte - Grette", "Tilleroyes"), Point(47.23, 5.99)),
        "rue duchamp": Place("rue duchamp", "rue Duchamp", ("Ailleurs",)),
    }


def test_the_national_base_has_a_line_for_each_house() -> None:
    places = taken(
        ban(
            ("2", "", "Rue de l'Amitié", BESANCON, "5.9862", "47.2322"),
            ("4", "", "Rue de l'Amitié", BESANCON, "5.9864", "47.2324"),
            ("4", "bis", "Rue de l'Amitié", BESANCON, "5.9865", "47.2325"),
            ("4", "", "Rue de l'Amitié", BESANCON, "6.0000", "47.0000"),
            ("99999", "", "La Malcombe", BESANCON, "5.9832", "47.2244"),
        )
    )
    amitie = places["rue amitie"]
    assert amitie.name == "rue de l’Amitié"
    assert set(amitie.numbers) == {"2", "4", "4bis"}
    assert amitie.numbers["4"] == Point(47.2324, 5.9864), "The first line of a house counts"
    assert amitie.point == amitie.numbers["4"], "The house nearest to the middle"
    assert places["malcombe"].point == Point(47.2244, 5.9832)


def test_other_communes_are_counted_and_no_mistake() -> None:
    written = ban(
        ("1", "", "Rue Battant", BESANCON, "6.02", "47.24"),
        ("1", "", "Rue des Vignes", "25560", "6.08", "47.28"),
        ("2", "", "Rue des Vignes", "25560", "nowhere", ""),
    )
    read = read_places(written.encode(), BESANCON)
    assert ([place.key for place in read.places], read.untaken, read.elsewhere) == (["rue battant"], (), 2)
    assert read_places(written.encode(), "25560").elsewhere == 1
    assert read_places(written.encode()).elsewhere == 0


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("rue;lat;lon\nRUE A;1", 2, Reason.WRONG_NUMBER_OF_FIELDS),
        ("rue;lat;lon\n;1;2", 2, Fault.NO_NAME),
        ("rue;lat;lon\nRUE;1;2", 2, Fault.NO_NAME),
        ("rue;lat;lon\n...;1;2", 2, Fault.NO_NAME),
        ("rue;lat;lon\nRUE A;47;", 2, Fault.BAD_POINT),
        ("rue;lat;lon\nRUE A;;6", 2, Fault.BAD_POINT),
        ("rue;lat;lon\nRUE A;abc;6", 2, Fault.BAD_POINT),
        ("rue;lat;lon\nRUE A;91;6", 2, Fault.BAD_POINT),
        ("rue;lat;lon\nRUE A;47;181", 2, Fault.BAD_POINT),
        ("rue;lat;lon\nRUE A;nan;inf", 2, Fault.BAD_POINT),
        ("rue;numero\nRUE A;douze", 2, Fault.BAD_NUMBER),
        ("rue;numero\nRUE A;-4", 2, Fault.BAD_NUMBER),
        ('rue;quartier\n\nRUE B;BATTANT\nRUE A;"BATTANT\nRUE C;BATTANT', 4, Reason.UNCLOSED_QUOTE),
        ("voirie;lat;lon\nRUE A;1;2", 1, Reason.NO_NAME_COLUMN),
        ("", 1, Reason.NO_NAME_COLUMN),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(rows: str, line: int, reason: Reason | Fault) -> None:
    read = read_places(rows.encode())
    assert read.untaken == (Untaken(line, reason),)
    assert not [place for place in read.places if place.name == "rue A"]


def test_what_is_no_text_is_refused() -> None:
    assert read_places(b"PK\x03\x04\x00\x00").untaken == (Untaken(1, Reason.NOT_TEXT),)


def test_a_wrong_line_does_not_take_the_others_with_it() -> None:
    read = read_places(b"rue;numero;lat;lon\nRUE A;1;47;6\nRUE A;x;47;6\nRUE A;2;;\nRUE B;;99;6\n")
    assert [place.name for place in read.places] == ["rue A"]
    assert read.places[0].numbers == {"1": Point(47, 6)}
    assert [each.line for each in read.untaken] == [3, 5]


@pytest.mark.parametrize(
    "data",
    [
        "rue;quartier\nRUE DU FAUBOURG;BRÉGILLE\n".encode("latin-1"),
        "rue,quartier\nRUE DU FAUBOURG,BRÉGILLE\n".encode(),
        'sep=;\n"rue";"quartier"\n"RUE DU FAUBOURG";"BRÉGILLE"\n'.encode("cp1252"),
        "Nom voie\tQuartier\nRUE DU FAUBOURG\tBregille\n".encode("utf-8-sig"),
        b"NOM_VOIE;LAT;QUARTIER;LON\nRUE DU FAUBOURG;47,25;Bregille;6,05\n",
    ],
)
def test_any_encoding_separator_and_order_of_columns(data: bytes) -> None:
    (place,) = read_places(data).places
    assert (place.name, place.neighbourhoods) == ("rue du Faubourg", ("Bregille",))


OLD = Place("rue amitie", "rue de l’Amitié", ("Battant",), Point(47, 6), {"1": Point(47, 6)})


class TestMerging:
    def test_a_new_street_is_as_it_is(self) -> None:
        assert merged(None, OLD) == OLD

    def test_what_the_newer_file_does_not_tell_stays(self) -> None:
        assert merged(OLD, Place("rue amitie", "rue de l’Amitié")) == OLD

    def test_what_it_tells_counts(self) -> None:
        new = Place("rue amitie", "rue de l’Amitié", ("Velotte",), Point(48, 7), {"2": Point(48, 7)})
        assert merged(OLD, new) == new

    @pytest.mark.parametrize("other", ["rue de l’Amitie", "rue Amitie"])
    def test_the_better_spelling_wins_whichever_came_first(self, other: str) -> None:
        plain = Place("rue amitie", other)
        assert merged(OLD, plain).name == merged(plain, OLD).name == "rue de l’Amitié"


FIELDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(FIELDS, min_size=1, max_size=8), max_size=8), st.sampled_from([";", ",", "\t"]))
@STEADY
def test_any_table_is_read(rows: list[list[str]], separator: str) -> None:
    written = "\n".join(separator.join(row) for row in [["rue", "quartier", "lat", "lon", "numero"], *rows])
    read = read_places(written.encode())
    assert len({place.key for place in read.places}) == len(read.places)
    assert all(place.key and place.name for place in read.places)
    assert [each.line for each in read.untaken] == sorted(each.line for each in read.untaken)


@given(st.binary(max_size=300))
@STEADY
def test_any_bytes_are_read(data: bytes) -> None:
    read = read_places(b"rue;quartier\n" + data)
    assert all(place.key and place.name.strip() for place in read.places)
    assert [each.line for each in read.untaken] == sorted({each.line for each in read.untaken})
