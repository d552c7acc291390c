"""How well neighbours' requests about the same thing are found: figures over neighbours.tsv (`make evaluate`).

Usage: python -m benchmarks.neighbours [--wrong]

A line of the file: "same" or "not", the subject, the place and the words of a request that was sent, and of one that is
being told. Places stand there as they are stored (bot/places/spot.py). Written by hand: the same thing told by two
people in their own words; and what is not the same: another lamp of the street, its other end, another problem in the
same spot, a street of the same name, another town. Beside the rule three simpler ones are measured.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.places.beside import apart, site_of
from bot.places.gazetteer import Gazetteer
from bot.places.importing import read_places
from bot.understanding.alike import alike
from handlers.categories import CATEGORIES
from handlers.neighbours import compare
from storage.requests import Reported

FILE = Path(__file__).with_name("neighbours.tsv")
RADIUS = 50
WORDS_ALONE = 0.5
"""How much alike words have to be for the rule that looks at nothing else; the best of those tried."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A request that was sent, and what is being told."""

    same: bool
    subject: str
    sent_place: str
    sent: str
    place: str
    words: str

    @property
    def radius(self) -> int:
        """The subject's, in metres."""
        return CATEGORIES[self.subject].duplicate_radius or RADIUS


def read(file: Path = FILE) -> list[Pair]:
    """Read the pairs."""
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines() if line)
    return [Pair(same == "same", *rest) for same, *rest in rows]


def offered(pair: Pair, gazetteer: Gazetteer) -> bool:
    """Say whether the bot offers to join what was sent."""
    site = partial(site_of, gazetteer=gazetteer)
    sent = Reported(1, 1, "fr", pair.sent, {"place": pair.sent_place})
    return compare(site(pair.place), "fr", pair.words, sent, pair.radius, site) is not None


def by_place(pair: Pair, gazetteer: Gazetteer) -> bool:
    """Say whether the places alone would do."""
    return apart(site_of(pair.place, gazetteer), site_of(pair.sent_place, gazetteer), pair.radius) is not None


def main(wrong: Annotated[bool, typer.Option(help="List what is wrong.")] = False) -> None:
    """Print precision and recall of what is offered."""
    gazetteer = Gazetteer(read_places((files("bot.demo") / "places.csv").read_bytes()).places)
    pairs = read()
    rules: dict[str, Callable[[Pair], bool]] = {
        "offered": partial(offered, gazetteer=gazetteer),
        "place alone": partial(by_place, gazetteer=gazetteer),
        "same answer": lambda pair: pair.place == pair.sent_place,
        "words alone": lambda pair: alike(pair.words, pair.sent) >= WORDS_ALONE,
    }
    print(f"neighbours        pairs {len(pairs)}, {sum(pair.same for pair in pairs)} of them the same")
    for name, rule in rules.items():
        said = [pair for pair in pairs if rule(pair)]
        right = sum(pair.same for pair in said)
        recall = right / sum(pair.same for pair in pairs)
        print(f"{name:16}  precision {right / max(len(said), 1):6.1%}  recall {recall:6.1%}")
    for pair in pairs if wrong else ():
        if offered(pair, gazetteer) != pair.same:
            likeness = alike(pair.words, pair.sent, f"{pair.place} {pair.sent_place}")
            print(f"  {'missed' if pair.same else 'wrong'}  {likeness:.2f}  {pair.subject}: {pair.sent} / {pair.words}")


if __name__ == "__main__":
    typer.run(main)
