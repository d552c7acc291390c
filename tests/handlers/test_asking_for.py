"""What an agent looks for, read from one line: a table of lines, and lines that mean harm."""

from datetime import datetime

import pytest

from bot.places.gazetteer import Gazetteer
from handlers.asking_for import LONGEST_LINE, MOST_WORDS, AskedFor, read_line, read_queue
from storage.searching import Which
from tests.fakes.clock import PARIS
from tests.places.town import demo_places

NOW = datetime(2026, 11, 26, 10, tzinfo=PARIS)
LABELS = {
    "street_lighting": ("éclairage public", "street lighting"),
    "roads": ("voirie", "roads"),
    "social_aid": ("aide sociale", "social aid"),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(demo_places())


def told(asked: AskedFor) -> dict[str, object]:
    """Write what was read shortly; days as the local date of the first and the last."""
    found: dict[str, object] = {}
    if asked.words:
        found["words"] = " ".join(raw for _stem, raw in asked.words)
    if asked.streets:
        found["streets"] = [street.shown for street in asked.streets]
    if asked.categories:
        found["categories"] = list(asked.categories)
    if asked.states:
        found["states"] = list(asked.states)
    if asked.dates:
        ends = (asked.dates.since, asked.dates.last)
        found["days"] = " to ".join(f"{each.astimezone(PARIS):%d/%m}" if each else "" for each in ends)
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lampadaire battant en retard", {"words": "lampadaire battant", "states": ["late"]}),
        ("lampadaire r. battant hier", {"words": "lampadaire", "streets": ["rue Battant"], "days": "25/11 to 25/11"}),
        ("12 rue batant", {"words": "12", "streets": ["rue Battant"]}),
        ("l'éclairage d'la rue Bersot", {"words": "éclairage", "streets": ["rue Bersot"]}),
        ("Éclairage Public clos", {"categories": ["street_lighting"], "states": ["closed"]}),
        ("street_lighting", {"categories": ["street_lighting"]}),
        ("VOIRIE aide sociale", {"categories": ["roads", "social_aid"]}),
        ("en attente, répondue", {"states": ["asked", "answered"]}),
        ("nouveaux trous en octobre", {"words": "trous", "states": ["new"], "days": "01/10 to 31/10"}),
        ("du 3 au 10 novembre", {"days": "03/11 to 10/11"}),
        ("depuis lundi", {"days": "23/11 to "}),
        ("depuis le 3", {"days": "03/11 to "}),
        ("jusqu'à mercredi", {"days": " to 25/11"}),
        ("depuis lundi 12 rue Battant", {"words": "12", "streets": ["rue Battant"], "days": "23/11 to "}),
        ("trou rue du 8 mai", {"words": "trou", "streets": ["rue du 8 mai"]}),
        ("grande rue", {"streets": ["Grande-Rue"]}),
        ("open lamp", {"words": "lamp", "states": ["open"]}),
        ("31 novembre", {"words": "31 novembre"}),
        ("", {}),
        ("de la, et !!!", {}),
        ("🙂 \x00 %_ \u202e", {}),
        ("'; DROP TABLE requests; --", {"words": "drop table requests"}),
    ],
)
def test_a_line(line: str, expected: dict[str, object], gazetteer: Gazetteer) -> None:
    asked = read_line(line, "fr", NOW, gazetteer, LABELS)
    assert told(asked) == expected
    assert bool(asked) == bool(expected)


def test_a_line_is_read_so_far_and_no_further(gazetteer: Gazetteer) -> None:
    assert not read_line("a" * 100_000, "fr", NOW, gazetteer, LABELS)
    many = " ".join(f"mot{number}" for number in range(1_000))
    assert len(read_line(many, "fr", NOW, gazetteer, LABELS).words) == MOST_WORDS
    hidden = " " * LONGEST_LINE + "lampadaire"
    assert not read_line(hidden, "fr", NOW, gazetteer, LABELS)


def test_without_a_list_of_streets_a_street_is_still_one() -> None:
    asked = read_line("trou rue de l'Attente en attente", "fr", NOW, Gazetteer(), LABELS)
    assert told(asked) == {"words": "trou", "streets": ["rue de l'Attente"], "states": ["asked"]}
    assert asked.streets[0].terms == ("rue de l attente",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("moi", Which.MINE), ("À moi", Which.MINE), ("mine", Which.MINE), ("en retard", Which.LATE),
        ("late", Which.LATE), ("à prendre", Which.UNASSIGNED), ("équipe", Which.TEAM), ("", None), ("girafe", None),
    ],
)  # fmt: skip
def test_a_part_of_the_queue(line: str, expected: Which | None) -> None:
    assert read_queue(line) is expected
