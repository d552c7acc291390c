"""Searching under any request and any directory: it never raises or boasts, and finds every name that is written."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.search.index import Directory, Findings, Widening
from bot.search.records import Association
from bot.search.text import squeeze, words
from bot.search.vocabulary import Vocabulary
from tests.search.listing import ACTIVE, LISTING

DIRECTORY = Directory(LISTING)
VOCABULARY = Vocabulary.packaged()
STEADY = settings(max_examples=300, derandomize=True, deadline=None)

LABELS = sorted({label for (_, key), label in VOCABULARY.labels.items() if key in ("judo", "tennis", "canoe", "choir")})
PIECES = st.sampled_from(
    [*LABELS, "tennis", "Planoise", "à", "Battant", "le", "mercredi", "8 ans", "pour ma fille", "je cherche", "un club",
     "de", "ou", "LES", "AMIS", "du funiculaire", "bascule", "A.R.T.", "St", "(45)", "!", "?", "Association", "kulübü"]
)  # fmt: skip
SENTENCES = st.lists(PIECES, max_size=8).map(" ".join)
NAMES = (SENTENCES | st.text(max_size=30)).filter(words)
NEIGHBOURHOODS = st.sampled_from(["", *VOCABULARY.next_to])


@st.composite
def associations(draw: st.DrawFn) -> list[Association]:
    return [
        Association(
            f"N{number}",
            draw(NAMES),
            draw(st.sampled_from(["", "JCE", "Association", "LE", "TRONQUÉ..."]) | NAMES),
            draw(SENTENCES),
            category_codes=draw(st.sampled_from([(), ("011140",), ("011165", "011045")])),
            neighbourhood=draw(NEIGHBOURHOODS),
        )
        for number in range(draw(st.integers(1, 5)))
    ]


def check(found: Findings, limit: int) -> None:
    """Check what holds for every answer."""
    scores = [hit.score for hit in found.hits]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert len(found.hits) <= limit
    assert all(hit.association.active for hit in found.hits)
    assert len({hit.association.id for hit in found.hits}) == len(found.hits)
    fitting = [hit for hit in found.hits if hit.fits]
    if found.confident:
        assert found.hits[0].fits
        assert found.widened is None
    elif found.widened is None or found.widened.by is Widening.DISSOLVED:
        assert not fitting
    else:
        assert fitting
    if found.widened is not None and found.widened.by is Widening.NEIGHBOURHOOD:
        assert found.widened.neighbourhood == found.hits[0].association.neighbourhood != found.neighbourhood


@STEADY
@given(st.text(max_size=80) | SENTENCES, st.integers(1, 6))
@example("tennis à Planoise", 5)
@example("les amis du funiculaire", 5)
@example("\ud800", 5)
@example("𝕛𝕦𝕕𝕠 ١٢ سنة ½ ²", 5)
def test_any_request_gets_an_answer_that_holds_together(query: str, limit: int) -> None:
    found = DIRECTORY.search(query, limit)
    check(found, limit)
    assert found == DIRECTORY.search(query, limit)


@STEADY
@given(associations(), SENTENCES)
def test_so_it_does_in_any_directory(listed: list[Association], query: str) -> None:
    check(Directory(listed).search(query), 5)


@STEADY
@given(associations(), st.sampled_from(["{}", "{} ", "« {} »"]), st.sampled_from([str, str.upper, str.lower]))
def test_a_name_written_exactly_is_first_and_sure(listed: list[Association], around: str, case: object) -> None:
    directory = Directory(listed)
    assert callable(case)
    for association in listed:
        found = directory.search(around.format(case(association.name)))
        assert found.confident
        assert squeeze(words(found.hits[0].association.name)) == squeeze(words(association.name))
        assert found.hits[0].score == 1


@pytest.mark.parametrize("association", ACTIVE, ids=lambda one: str(one.id))
def test_a_name_of_the_listing_is_found_in_a_sentence(association: Association) -> None:
    found = DIRECTORY.search(f"bonjour, je cherche {association.name.lower()} svp merci")
    assert found.confident
    assert association.id == found.hits[0].association.id


@STEADY
@given(st.sampled_from(ACTIVE).filter(lambda one: len(one.name) > 10), st.data())
def test_one_slip_in_a_name_is_forgiven(association: Association, data: st.DataObject) -> None:
    name = association.name.lower()
    at = data.draw(st.integers(1, len(name) - 2).filter(lambda at: name[at - 1 : at + 1].isalpha()))
    slip = data.draw(st.sampled_from(["left out", "doubled", "turned"]))
    between = {"left out": "", "doubled": name[at] * 2, "turned": name[at - 1]}[slip]
    written = (
        name[: at - 1] + name[at] + between + name[at + 1 :]
        if slip == "turned"
        else name[:at] + between + name[at + 1 :]
    )
    assert association.id in [hit.association.id for hit in DIRECTORY.search(written).hits[:3]]
