"""Beside step 3 of a message: a chart becomes a picture (PNG), drawn when it is sent, for the reader's language.

Readable on a telephone held upright, and without telling colours apart: the two parts of a bar differ in lightness and
one is hatched, and the line has its figures written on it.
"""

import io
from collections.abc import Mapping
from math import nan
from threading import Lock
from typing import TYPE_CHECKING

from bot.i18n import Words
from bot.outgoing import Chart
from bot.platforms import Enclosure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDE = 6.0
"""Inches."""

DOTS = 160
"""Dots per inch; 960 pixels a side are what a telephone shows, and some 50 kB."""

KEPT, BROKEN, SHARE = "#0072B2", "#E69F00", "#000000"
"""Of the palette of Okabe and Ito (https://jfly.uni-koeln.de/color/), which the colour-blind tell apart."""

ROOM_ABOVE = 1.25
"""How much higher than the highest value an axis goes, for the figures written there."""

_ONE_AT_A_TIME = Lock()
"""The library does not promise that two threads may draw at once."""


def draw(chart: Chart, lang: str, words: Words) -> Enclosure:
    """Draw a chart: above a line of the share kept, below stacked bars of promises kept and broken, week by week.

    Args:
        chart: what to show.
        lang: the reader's language.
        words: the sentences, for title, axes and legend.
    """
    # It takes a second to load and some 40 MB, and most processes never draw anything.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    named = {name: words.text(lang, f"chart-{name}") for name in ("share", "requests", "kept", "broken", "weeks")}
    weeks = [words.text(lang, "chart-week", {"day": each}) for each in chart.weeks]
    with _ONE_AT_A_TIME:
        figure = Figure(figsize=(SIDE, SIDE), dpi=DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        line, bars = figure.subplots(2, 1, sharex=True, height_ratios=(2, 3))
        figure.suptitle(words.write(lang, chart.title), fontsize=14, fontweight="bold", wrap=True)
        _draw_share(line, chart, named)
        _draw_bars(bars, chart, weeks, named)
        written = io.BytesIO()
        figure.savefig(written, format="png")
    return Enclosure(written.getvalue(), "image/png", "chart.png", words.text(lang, "chart-instead"))


def _draw_share(axes: "Axes", chart: Chart, named: Mapping[str, str]) -> None:
    """Draw the line; it is broken at a week in which nothing was decided."""
    pairs = zip(chart.kept, chart.broken, strict=True)
    shares = [kept * 100 // (kept + broken) if kept + broken else None for kept, broken in pairs]
    line = [nan if share is None else float(share) for share in shares]
    axes.plot(range(len(line)), line, color=SHARE, marker="o", linewidth=2.5)
    for place, share in enumerate(shares):
        if share is not None:
            at, above = (place, share), (0, 8)
            written = axes.annotate(f"{share}", at, above, textcoords="offset points", ha="center", fontsize=13)
            written.set_fontweight("bold")
    axes.set_ylim(0, 100 * ROOM_ABOVE)
    axes.set_yticks([0, 50, 100], ["0", "50", "100"], fontsize=12)
    axes.grid(axis="y", alpha=0.3)
    axes.set_ylabel(named["share"], fontsize=13)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_bars(axes: "Axes", chart: Chart, weeks: list[str], named: Mapping[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(weeks))
    axes.bar(places, chart.kept, color=KEPT, label=named["kept"])
    late = axes.bar(places, chart.broken, bottom=chart.kept, color=BROKEN, edgecolor="white", label=named["broken"])
    for part in late.patches:
        part.set_hatch("//")
    axes.set_xticks(list(places), weeks, fontsize=12)
    axes.set_ylim(0, max((*map(sum, zip(chart.kept, chart.broken, strict=True)), 1)) * ROOM_ABOVE)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.tick_params(axis="y", labelsize=12)
    axes.set_xlabel(named["weeks"], fontsize=13)
    axes.set_ylabel(named["requests"], fontsize=13)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=13, frameon=False)
