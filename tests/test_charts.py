"""The chart: a picture of the right kind in the reader's language, also of nothing; without it the words go alone."""

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest import mock

import pytest
from PIL import Image

from bot import charts
from bot.i18n import Words
from bot.outgoing import Chart, Moment, Say, dump, load, text
from tests.fakes.clock import PARIS

WORDS = Words.packaged(PARIS)
FIRST = datetime(2026, 10, 5, 10, tzinfo=UTC)


def chart(kept: tuple[int, ...], broken: tuple[int, ...]) -> Chart:
    weeks = tuple(Moment(FIRST + timedelta(days=7 * number), "short") for number in range(len(kept)))
    return Chart(text("chart-title", team=text("team-street_lighting")), weeks, kept, broken)


BUSY = chart((31, 28, 40, 0, 35, 52, 44, 47), (4, 1, 0, 0, 9, 3, 12, 2))


@pytest.mark.parametrize(
    "shown", [BUSY, chart((0,) * 8, (0,) * 8), chart((1,), (0,)), chart((0, 100_000), (100_000, 0)), chart((), ())]
)
def test_a_chart_is_a_picture_that_fits_a_telephone(shown: Chart) -> None:
    drawn = charts.draw(shown, "fr", WORDS)
    assert (drawn.media_type, drawn.name) == ("image/png", "chart.png")
    assert drawn.instead
    with Image.open(io.BytesIO(drawn.data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (960, 960))
    assert len(drawn.data) < 200_000


def test_every_language_has_its_own_and_the_same_numbers_give_the_same() -> None:
    french, english = (charts.draw(BUSY, lang, WORDS).data for lang in ("fr", "en"))
    assert french != english
    assert charts.draw(BUSY, "fr", WORDS).data == french


def test_its_colours_are_told_apart_without_seeing_colour() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = sorted(map(lightness, (charts.KEPT, charts.BROKEN, charts.SHARE)))
    assert all(later - earlier > 50 for earlier, later in pairwise(shades))


def test_a_message_keeps_its_chart_in_the_outbox() -> None:
    said = Say((text("week-moved", count=1),), chart=BUSY)
    assert load(dump(said)) == said


def test_nothing_is_loaded_before_something_is_drawn() -> None:
    with mock.patch.dict("sys.modules", {"matplotlib.figure": None}), pytest.raises(ImportError):
        charts.draw(BUSY, "fr", WORDS)
