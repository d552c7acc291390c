"""Long texts become several messages: where they are cut, and that nothing of them is lost."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.splitting import MOST, split, units
from tests.fakes.bot_api_html import plain
from tests.fakes.bot_api_html import units as telegram_units

STEADY = settings(max_examples=300, derandomize=True, deadline=None)


def test_what_fits_stays_as_it_is() -> None:
    assert split("<b>Bonjour</b> &amp; merci") == ("<b>Bonjour</b> &amp; merci",)


def test_markup_does_not_count() -> None:
    """Telegram counts what is shown: tags are nothing, and an entity is one letter."""
    written = "<b>&lt;</b>" * (MOST - 1)
    assert split(written) == (written,)


def test_an_emoji_counts_twice() -> None:
    parts = split("🏮" * (MOST // 2 + 1))
    assert [units(part) for part in parts] == [MOST, 2]
    assert units("é🏮") == telegram_units("é🏮") == 3


@pytest.mark.parametrize(
    ("written", "most", "parts"),
    [
        ("un deux.\ntrois quatre.\ncinq", 24, ("un deux.\ntrois quatre.", "cinq")),
        ("un deux. trois quatre. cinq", 24, ("un deux. trois quatre.", "cinq")),
        ("un deux trois quatre cinq", 22, ("un deux trois quatre", "cinq")),
        ("undeuxtroisquatrecinq", 10, ("undeuxtroi", "squatrecin", "q")),
        ("un\n\n\n\ndeux trois", 12, ("un\n\n\n\ndeux", "trois")),
        ("Où\u00a0? Là-bas", 6, ("Où\u00a0?", "Là-bas")),
        ("un deux\u00a0! trois", 9, ("un deux\u00a0!", "trois")),
        ("a" * 10 + "\n" + "b" * 10, 10, ("a" * 10, "b" * 10)),
    ],
    ids=["paragraph", "sentence", "word", "anywhere", "early paragraph", "sign", "no-break space", "gap at the limit"],
)
def test_where_it_is_cut(written: str, most: int, parts: tuple[str, ...]) -> None:
    assert split(written, most) == parts


def test_bold_is_closed_and_opened_again() -> None:
    assert split("<b>un deux trois quatre</b> cinq", 15) == ("<b>un deux trois</b>", "<b>quatre</b> cinq")


def test_an_entity_is_not_cut() -> None:
    assert split("a&amp;&lt;b", 2) == ("a&amp;", "&lt;b")


@STEADY
@given(
    st.lists(st.tuples(st.booleans(), st.text(st.sampled_from("ab é<>&🏮\n. !\u00a0"), max_size=30)), max_size=12),
    st.integers(min_value=2, max_value=60),
)
def test_nothing_is_lost_and_every_part_is_a_message(runs: list[tuple[bool, str]], most: int) -> None:
    written = "".join(f"<b>{html.escape(text)}</b>" if bold else html.escape(text) for bold, text in runs)
    shown = "".join(text for _bold, text in runs)
    parts = split(written, most)
    if not shown.strip():
        assert parts == (written,)
        return
    assert all(telegram_units(plain(part)) <= most for part in parts)
    assert all(plain(part) for part in parts)
    assert _letters("".join(map(plain, parts))) == _letters(shown)


@STEADY
@given(st.text(st.sampled_from("abc def. \n"), min_size=1, max_size=400))
def test_bold_stays_on_the_same_letters(text: str) -> None:
    parts = split(f"x<b>{text}</b>y", 50)
    assert _letters("".join(re.findall(r"<b>(.*?)</b>", "".join(parts), re.DOTALL))) == _letters(text)


def _letters(text: str) -> str:
    """Leave out what may be dropped at a cut."""
    return re.sub(r"\s", "", text)
