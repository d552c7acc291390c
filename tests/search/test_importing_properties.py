"""Reading files of associations under any content: nothing raises, nothing is lost; and the small official examples."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.importing import read_associations
from bot.search.records import Association
from bot.search.rows import Reason, Refused

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
STEADY = settings(max_examples=200, derandomize=True, deadline=None)

# What a field may hold: anything but the marks that stand for "empty", and what no file can hold as text.
FIELD = st.text(st.sampled_from("aé;,\t\"'\n\r’œ ٨x"), max_size=12).map(lambda written: f"x{written}")
HEADERS = st.sampled_from(
    [b"", b"id;nom\n", b'id,"nom",objet\r\n', b"\xef\xbb\xbfid\tnom\n", b"id;titre;objet_social1\n"]
)


def written(*rows: tuple[str, ...], separator: str = ";") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([("id", "nom", "objet"), *rows])
    return text.getvalue().encode()


@STEADY
@given(HEADERS, st.binary(max_size=200) | st.text(st.sampled_from('a1;,"\n\r\té'), max_size=200).map(str.encode))
def test_any_bytes_give_associations_or_reasons(header: bytes, body: bytes) -> None:
    data = header + body
    last = 0
    for read in read_associations(data):
        if isinstance(read, Refused):
            assert last < read.line <= max(1, len(data.splitlines()))
            last = read.line
        else:
            assert read.id
            assert read.name


@STEADY
@given(st.lists(st.tuples(FIELD, FIELD), max_size=8), st.sampled_from(";,\t"))
def test_whatever_is_written_is_read_again(records: list[tuple[str, str]], separator: str) -> None:
    rows = [(f"N{number}", name, purpose) for number, (name, purpose) in enumerate(records)]
    read = list(read_associations(written(*rows, separator=separator)))
    assert read == [
        Association(id=number, name=" ".join(name.split()), purpose=" ".join(purpose.split()))
        for number, name, purpose in rows
    ]


@STEADY
@given(
    st.lists(st.tuples(FIELD, FIELD).map(lambda pair: tuple(" ".join(each.split()) for each in pair)), max_size=8),
    st.integers(0, 8),
    st.sampled_from([b'B;"b;b\n', b'B;b;"b\n', b'"B;b;b\n', b'B;"b;"b\n']),
)
def test_an_unclosed_quote_costs_its_own_line_only(records: list[tuple[str, str]], place: int, broken: bytes) -> None:
    lines = written(*((f"N{number}", *record) for number, record in enumerate(records))).splitlines(keepends=True)
    at = min(place, len(records)) + 1
    read = list(read_associations(b"".join([*lines[:at], broken, *lines[at:]])))
    ids = [one.id for one in read if isinstance(one, Association) and one.id != "B"]
    assert ids == [f"N{number}" for number in range(len(records))]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("rna_waldec_exemple_latin1.csv", 40),
        ("rna_waldec_exemple_utf8bom.csv", 20),
        ("rna_waldec_exemple_ancien_41col_latin1.csv", 12),
        ("rna_import_exemple_latin1.csv", 12),
    ],
)
def test_the_small_examples_are_read_without_loss(name: str, size: int) -> None:
    path = EXAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    read = list(read_associations(path.read_bytes()))
    assert len(read) == size
    assert all(isinstance(one, Association) or one.reason is Reason.TAKEN_OVER for one in read)
    found = [one for one in read if isinstance(one, Association)]
    assert len({one.id for one in found}) == len(found)
    assert all("Besan" in one.city and not one.phone and not one.email for one in found)
    assert not any("�" in f"{one}" or "Ã" in f"{one}" for one in found)
