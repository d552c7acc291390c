"""What is taken from files that are badly encoded, badly quoted, cut or no files of associations at all."""

import pytest

from bot.search.importing import read_associations
from bot.search.rows import Reason, Refused
from tests.search.register import JUDO, WALDEC, both, taken, text


def test_bytes_of_windows_in_a_latin_1_file() -> None:
    data = b"id;nom;objet\n1;L\x92\x8cuvre de C\xe9cile;\x93Caf\xe9\x94 \x96 10 \x80\n2;Rat\xe9\x81;\n"
    first, second = taken(data)
    assert (first.name, first.purpose) == ("L’Œuvre de Cécile", "“Café” – 10 €")
    assert second.name == "Raté", "0x81 is no letter in Windows-1252"


def test_a_file_put_together_from_two_encodings() -> None:
    data = "id;nom\n1;Été\n".encode("latin-1") + "2;Hiver à Chailluz\n".encode()
    assert [one.name for one in taken(data)] == ["Été", "Hiver à Chailluz"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_quotes_and_separators_inside_a_field(end: str) -> None:
    purpose = f'Concerts de musique "psychédélique" ;{end}{end}scène ; "bar"'
    data = text(
        WALDEC, JUDO | {"objet": purpose}, JUDO | {"id": "W251000002", "titre": '"NOUS" ; EUX'}, end=end
    ).encode()
    first, second = taken(data)
    assert first.purpose == 'Concerts de musique "psychédélique" ; scène ; "bar"'
    assert (second.name, second.purpose) == ('"NOUS" ; EUX', JUDO["objet"])


@pytest.mark.parametrize("record", ['1;"A;a', '1;A;"a', '"1;A;a', '1;A"b;"a'])
@pytest.mark.parametrize("following", ["2;B;b", '2;"B";b', '2;B;"b"', '2;"B ""b""";""'])
def test_an_unclosed_quote_costs_its_own_line_only(record: str, following: str) -> None:
    names, refused = both(f"id;nom;objet\n0;Z;z\n{record}\n{following}\n3;C;c\n".encode())
    assert refused == [(3, Reason.UNCLOSED_QUOTE)]
    assert [name[0] for name in names] == ["Z", "B", "C"]


def test_an_unclosed_quote_in_a_large_file_is_found_again() -> None:
    lines = [f"{number};Nom {number};{'x' * 100}" for number in range(5000)]
    lines[7] = '7;"Nom 7;x'
    names, refused = both(("id;nom;objet\n" + "\n".join(lines)).encode())
    assert (len(names), refused) == (4999, [(9, Reason.UNCLOSED_QUOTE)])


def test_every_line_may_be_broken() -> None:
    names, refused = both(b"id;nom;objet\n" + b'1;"A;a\n' * 2000)
    assert (names, [line for line, _ in refused]) == ([], list(range(2, 2002)))


def test_a_line_with_the_wrong_number_of_fields_is_refused_with_its_number() -> None:
    data = 'id;nom;objet\n1;A;"deux\nlignes"\n2;B\n\n3;C;c;de trop\n4;D;d;;\n;;\n5;E;e\n'
    names, refused = both(data.encode())
    assert refused == [(4, Reason.WRONG_NUMBER_OF_FIELDS), (6, Reason.WRONG_NUMBER_OF_FIELDS)]
    assert names == ["A", "D", "E"], "Empty fields at the end are a spreadsheet's"


def test_a_field_that_is_no_purpose_any_more_is_refused() -> None:
    data = "id;nom;objet\n1;A;{}\n2;B;{}\n3;C;{}\n4;D;d\n".format("x" * 99_000, "x" * 101_000, "x" * 200_000)
    names, refused = both(data.encode())
    assert refused == [(3, Reason.FIELD_TOO_LONG), (4, Reason.FIELD_TOO_LONG)]
    assert names == ["A", "D"]


def test_the_same_number_twice_keeps_the_last() -> None:
    data = text(WALDEC, JUDO, JUDO | {"id": "W251000002", "titre": "B"}, JUDO | {"titre": "JUDO NOUVEAU"})
    names, refused = both(data.encode())
    assert (names, refused) == (["B", "JUDO NOUVEAU"], [(2, Reason.REPEATED)])


def test_an_entry_without_a_name_or_a_register_entry_without_a_number_is_refused() -> None:
    assert both(text(WALDEC, JUDO | {"titre": " "}, JUDO | {"id": ""}).encode()) == (
        [],
        [(2, Reason.NO_NAME), (3, Reason.NO_ID)],
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.NO_NAME_COLUMN),
        (b"\xef\xbb\xbf", Reason.NO_NAME_COLUMN),
        (b"\n\r\n  \n", Reason.NO_NAME_COLUMN),
        (b";;;\n", Reason.NO_NAME_COLUMN),
        (b'""\n', Reason.NO_NAME_COLUMN),
        (b"hauteur;largeur\n1;2\n", Reason.NO_NAME_COLUMN),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Reason.NOT_TEXT),
        ("id;nom\n1;A\n".encode("utf-16"), Reason.NOT_TEXT),
        (b'id;"nom\n1;A\n2;B\n', Reason.UNCLOSED_QUOTE),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(data: bytes, reason: Reason) -> None:
    assert list(read_associations(data)) == [Refused(1, reason)]


@pytest.mark.parametrize("data", [b"id;nom;objet\n", b"id;nom;objet", b"sep=;\r\nid;nom\r\n", b"\n\nid;nom\n\n;\n"])
def test_a_file_with_only_a_header_is_no_fault(data: bytes) -> None:
    assert taken(data) == []
