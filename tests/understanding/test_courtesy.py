"""Thanks that go on: what stands behind them, and that thanks alone stay thanks."""

import pytest

from bot.understanding.courtesy import behind_thanks


@pytest.mark.parametrize(
    ("written", "behind"),
    [
        ("Merci ! Il y a aussi un trou rue Battant", "Il y a aussi un trou rue Battant"),
        ("merci beaucoup, et sinon la poubelle déborde encore", "la poubelle déborde encore"),
        ("ok merci. Par contre l’éclairage clignote toujours", "l'éclairage clignote toujours"),
        ("Merci, où en est ma demande ?", "où en est ma demande ?"),
        ("merci bcp y a encore des rats", "y a encore des rats"),
        ("thanks! also there is a big pothole", "there is a big pothole"),
        ("Thank you very much. How do I register?", "How do I register?"),
    ],
)
def test_what_is_said_behind(written: str, behind: str) -> None:
    assert behind_thanks(written) == behind


@pytest.mark.parametrize(
    "written",
    [
        "",
        "merci",
        "Merci beaucoup !",
        "merci pour la réparation du lampadaire rue Battant",
        "merci, à bientôt et bon week-end",
        "merci, la poubelle a été vidée ce matin",
        "merci et bonne soirée",
        "thanks, that was really quick",
        "il y a un trou rue Battant, merci de le reboucher",
        "mercière rue Battant et autres boutiques fermées",
    ],
)
def test_thanks_alone_and_other_words_have_nothing_behind(written: str) -> None:
    assert behind_thanks(written) == ""
