"""The places of the demo city, which tests of finding places use, too."""

from functools import cache
from importlib.resources import files

from bot.places.gazetteer import Gazetteer
from bot.places.importing import read_places
from bot.places.records import Place


@cache
def demo_places() -> tuple[Place, ...]:
    """Read the list that ships."""
    read = read_places((files("bot.demo") / "places.csv").read_bytes())
    assert not read.untaken
    return read.places


@cache
def demo() -> Gazetteer:
    """Give the demo city."""
    return Gazetteer(demo_places())
