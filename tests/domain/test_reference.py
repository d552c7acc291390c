"""Request numbers: one for each serial, every slip of a finger or an ear caught, found in what people really write."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import reference
from bot.domain.reference import ALPHABET, CAPACITY, DIGITS, LETTERS, Misread, Reference

SERIALS = st.integers(0, CAPACITY - 1)
STEADY = settings(max_examples=200, derandomize=True, deadline=None)
# Spread over the whole range, and the first ones, which a city will really use.
SOME = [*range(40), *range(40, CAPACITY, CAPACITY // 40), CAPACITY - 1]


def code(serial: int) -> str:
    return reference.format(serial).removeprefix("BES-").replace("-", "")


def serial_of(text: str) -> int | None:
    found = reference.parse(text)
    return found.serial if isinstance(found, Reference) else None


def test_a_number_looks_as_documented() -> None:
    assert reference.format(1) == "BES-TV2-2PX"
    assert reference.format(1, "DOLE") == "DOLE-TV2-2PX"
    assert len(ALPHABET) == 23
    assert not set(LETTERS) & set("AEIOUQDLZSGBN")
    assert CAPACITY > 5_000_000


@pytest.mark.parametrize("serial", [-1, CAPACITY])
def test_a_serial_beyond_the_range_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        reference.format(serial)


def test_the_first_ten_thousand_numbers_differ_and_have_a_digit_and_a_letter() -> None:
    codes = {code(serial) for serial in range(10_000)}
    assert len(codes) == 10_000
    for each in codes:
        assert set(each) & set(DIGITS)
        assert set(each) & set(LETTERS)


@given(serial=SERIALS)
@STEADY
def test_every_number_reads_back(serial: int) -> None:
    written = reference.format(serial)
    assert reference.parse(written) == Reference(serial, 0, len(written), prefixed=True)
    assert serial_of(code(serial)) == serial


def test_the_least_and_the_greatest_code_read_back() -> None:
    # The ends of the order of codes, wherever the scattering puts their serials.
    for data in ("0000C", "YYYY9"):
        right = [serial_of(f"BES-{data}{check}") for check in ALPHABET]
        (serial,) = [each for each in right if each is not None]
        assert code(serial)[:5] == data


def test_neighbouring_serials_do_not_look_like_neighbours() -> None:
    for serial in range(2_000):
        one, other = code(serial), code(serial + 1)
        assert sum(a == b for a, b in zip(one, other, strict=True)) <= 3
        assert one[:2] != other[:2]


def test_every_single_wrong_character_is_caught() -> None:
    for serial in SOME:
        right = code(serial)
        for place in range(6):
            for wrong in set(ALPHABET) - {right[place]}:
                assert serial_of(f"BES-{right[:place]}{wrong}{right[place + 1 :]}") is None


def test_every_swap_of_two_characters_is_caught() -> None:
    # All ordered pairs of characters at each two places. The others only add a constant, so one filling will do.
    seen = 0
    for first, second in combinations(range(6), 2):
        for a, b in permutations(ALPHABET, 2):
            data = list("4K7M2P")
            data[first], data[second] = a, b
            free = next(place for place in range(6) if place not in (first, second))
            fillings = ("".join([*data[:free], each, *data[free + 1 :]]) for each in ALPHABET)
            right = next((each for each in fillings if serial_of(f"BES-{each}") is not None), None)
            if right is None:
                continue
            swapped = list(right)
            swapped[first], swapped[second] = right[second], right[first]
            assert serial_of("BES-" + "".join(swapped)) is None
            seen += 1
    assert seen > 7_000


def test_every_double_that_became_another_double_is_caught() -> None:
    for serial in range(4_000):
        right = code(serial)
        for place in range(5):
            if right[place] == right[place + 1]:
                for other in set(ALPHABET) - {right[place]}:
                    assert serial_of(f"BES-{right[:place]}{other * 2}{right[place + 2 :]}") is None


@pytest.mark.parametrize(
    "text",
    [
        "c'est le bes tv2 2px svp",
        "BES-TV2-2PX",
        "bestv22px",
        "Où en est BES TV22PX ?",
        "bes t v 2 2 p x",
        "BES – TV2 – 2PX.",
        "N° BES\u00a0: TV2\u202f2PX",
        "bes-tv22px, merci",
        "BES-TVZ-ZPX",  # Look-alikes.
        "bes_tv2_2px",
        "BES-TV٢-٢PX",  # Arabic digits.
        "ＢＥＳ－ＴＶ２－２ＰＸ",  # Full width, as some keyboards write.
        "tv2-2px",  # Without the prefix.
        "ma demande TV2 2PX n'avance pas",
        "tv22px",
        "besoin de nouvelles de tv22px",
    ],
)
def test_a_number_is_found_as_people_write_it(text: str) -> None:
    assert serial_of(text) == 1


@pytest.mark.parametrize("serial", SOME)
def test_look_alikes_are_read_as_what_they_look_like(serial: int) -> None:
    right = reference.format(serial)
    typed = "BES-" + right[4:].translate(str.maketrans("012568VM", "OIZSGBUN")).lower()
    assert serial_of(typed) == serial
    assert serial_of("BES-" + right[4:].translate(str.maketrans("01", "QL"))) == serial


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("BES-TV2-2PY", "BES-TV2-2PY"),  # A wrong character.
        ("c'est le bes 4k7p svp", "bes 4k7p"),  # Too short.
        ("BES-TV2-2P", "BES-TV2-2P"),
        ("BES-TV22PXX", "BES-TV22PXX"),  # Too long.
        ("bestv22pa", "bestv22pa"),  # A character that no number has.
        ("numero BES-1045 ça en é ou", "BES-1045 ça"),  # A number of another system.
    ],
)
def test_what_is_meant_as_a_number_but_wrong_is_told_apart(text: str, meant: str) -> None:
    found = reference.parse(text)
    assert isinstance(found, Misread)
    assert text[found.start : found.end] == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "besoin d'aide",
        "besoin 3 jours",
        "j'ai besoin de 12 sacs",
        "Besançon 25000",
        "best of 3",
        "bes",
        "BES infos",
        "tv2-2py",  # Wrong, and without a prefix: words.
        "123456",
        "03 81 61 50 50",
        "06 12 34 56 78",
        "12 rue Battant",
        "le 4 mai 2026 à 14h30",
        "ouvert 10h-12h et 14h-18h",
        "AB-123-CD",
        "un trou de 30 cm devant le 12b",
        "KMRTFX",
        "lampadaire 4021",
        "ligne L3 arrêt Micropolis à 8h15",
    ],
)
def test_ordinary_words_and_figures_are_no_number(text: str) -> None:
    assert reference.parse(text) is None


def test_no_pair_of_opening_hours_is_a_number() -> None:
    for opens in range(24):
        for closes in range(24):
            assert reference.parse(f"{opens:02}h-{closes:02}h") is None
            assert reference.parse(f"{opens:02}h {closes:02}m") is None


def test_all_numbers_of_a_text_are_found_in_order_with_their_places() -> None:
    text = f"fusionner {reference.format(7)} et {code(8)}, pas BES-TV2-2PY"
    first, second, third = reference.parse_all(text)
    assert isinstance(first, Reference)
    assert isinstance(second, Reference)
    assert isinstance(third, Misread)
    assert (first.serial, first.prefixed, second.serial, second.prefixed) == (7, True, 8, False)
    assert [text[each.start : each.end] for each in (first, second, third)] == [
        reference.format(7),
        code(8),
        "BES-TV2-2PY",
    ]


def test_a_right_number_comes_before_a_wrong_one() -> None:
    assert serial_of("BES-TV2-2PY ou BES-TV2-2PX") == 1


def test_what_follows_a_number_is_left_to_the_command() -> None:
    text = "TV2-2PX 12 lampes réparées"
    found = reference.parse(text)
    assert isinstance(found, Reference)
    assert text[found.end :] == " 12 lampes réparées"


def test_another_citys_prefix_is_its_own() -> None:
    assert reference.parse("DOLE-TV2-2PX", prefix="dole") == Reference(1, 0, 12, prefixed=True)
    assert isinstance(reference.parse("DOLE-TV2-2PY", prefix="DOLE"), Misread)
    assert reference.parse("BES-TV2-2PY", prefix="DOLE") is None


@given(text=st.text(max_size=60))
@STEADY
def test_any_text_is_read_without_an_error_and_places_lie_inside_it(text: str) -> None:
    for found in reference.parse_all(text):
        assert 0 <= found.start < found.end <= len(text)


@given(before=st.text(max_size=20), serial=SERIALS, after=st.text(max_size=20))
@STEADY
def test_a_number_is_found_between_any_words(before: str, serial: int, after: str) -> None:
    # Set apart by commas, which never stand inside a number.
    found = reference.parse_all(f"{before},{reference.format(serial)},{after}")
    assert any(isinstance(each, Reference) and each.serial == serial for each in found)
