"""How well places are found in messages: figures over labelled sentences, and the time it takes.

Usage: python -m benchmarks.places [STREETS] [--sentences FILE] [--messages FILE] [--misses]

STREETS is the city's list, in any form that ``proximcite places import`` reads. A sentence is a JSON object a line:
`text` and `kind`, and what it names: `streets` (all of them must be found, surely, with their house numbers), `choices`
(it has to be asked which of these), `words` (a place that no list has), `neighbourhood`, `town` (another one); nothing
of these where no street may be found. With `line` in place of `text`, the text is that line of MESSAGES, from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from string import ascii_lowercase
from time import perf_counter
from typing import Annotated, Any

import typer

from benchmarks.evaluate import DEFAULT_FILE
from bot.places.gazetteer import Gazetteer
from bot.places.importing import read_places
from bot.places.mentions import Certainty
from bot.places.naming import read_name
from bot.places.records import Place
from bot.places.where import Where, where
from bot.search.text import fold

DEFAULT_STREETS = DEFAULT_FILE.with_name("streets.csv")
DEFAULT_SENTENCES = Path(__file__).with_name("places.jsonl")
COMMUNE = "25056"
ROUNDS = 5
"""Times that every sentence is read, to measure how long it takes."""

SLIPS = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled sentence beside what was found, by names of streets with their house numbers."""

    text: str
    kind: str
    label: Mapping[str, Any]
    named: tuple[str, ...]
    found: Where

    @property
    def is_right(self) -> bool:
        """Whether what the sentence names is what was found."""
        spot = self.found.spot
        if wanted := self.label.get("streets"):
            return {_same(name) for name in wanted} <= {_same(name) for name in self.named}
        if wanted := self.label.get("choices"):
            return {_same(name) for name in wanted} == {_same(choice.name) for choice in self.found.choices}
        if wanted := self.label.get("town"):
            return spot is not None and spot.town == wanted
        if wanted := self.label.get("neighbourhood"):
            return spot is not None and spot.area == wanted
        if wanted := self.label.get("words"):
            return spot is not None and fold(spot.name) == fold(wanted)
        return not self.is_wrong

    @property
    def is_wrong(self) -> bool:
        """Whether a street was claimed with confidence that the sentence does not name."""
        wanted = {_same(name)[1] for name in self.label.get("streets", ())}
        return any(_same(name)[1] not in wanted for name in self.named)

    @property
    def is_offered(self) -> bool:
        """Whether the right street is found, or is among those that would be offered."""
        wanted = {_same(name)[1] for name in self.label.get("streets", ())}
        return self.is_right or any(_same(choice.name)[1] in wanted for choice in self.found.choices)


def _same(name: str) -> tuple[str, str]:
    """Give a house number and the key of a street, however both are written."""
    house = re.match(r"(\d+)\s*(bis|ter|quater|[a-d])?\s+", name, re.IGNORECASE)
    street = read_name(name[house.end() :] if house else name, Gazetteer().language)
    return (house[0].replace(" ", "").lower() if house else "", street.key if street else name)


def read(gazetteer: Gazetteer, rows: Iterable[Mapping[str, Any]], messages: Sequence[str]) -> list[Case]:
    """Read every sentence."""
    cases = []
    for row in rows:
        text = row["text"] if "text" in row else messages[row["line"]]
        sure = [each for each in gazetteer.find(text) if each.places and each.certainty is Certainty.SURE]
        meant = [each for each in sure if not each.is_home] or sure
        named = tuple(f"{each.house or ''} {each.places[0].name}".strip() for each in meant)
        found = where(gazetteer, text)
        is_outside = found.spot is not None and found.spot.town is not None
        cases.append(Case(text, row.get("kind", ""), row, () if is_outside else named, found))
    return cases


def line(name: str, cases: Sequence[Case]) -> str:
    """Write the figures of some cases as one line of a table."""
    right, wrong = sum(case.is_right for case in cases), sum(case.is_wrong for case in cases)
    return f"{name:12} {len(cases):4} {right / len(cases):7.1%} {wrong:6}"


def report(cases: Sequence[Case]) -> Iterable[str]:
    """Write the table: of all, of each kind, and the streets by themselves."""
    yield f"{'':12}    n   right  wrong street claimed"
    yield line("all", cases)
    kinds = dict.fromkeys(case.kind for case in cases)
    if len(kinds) > 1:
        for kind in kinds:
            yield line(kind, [case for case in cases if case.kind == kind])
    streets = [case for case in cases if "streets" in case.label]
    found, offered = sum(case.is_right for case in streets), sum(case.is_offered for case in streets)
    yield f"streets named: {found} of {len(streets)} found ({found / len(streets):.1%}), {offered} found or offered"


def times(gazetteer: Gazetteer, cases: Sequence[Case]) -> list[float]:
    """Measure how long a message takes, in seconds, ascending."""
    measured = []
    for _ in range(ROUNDS):
        for case in cases:
            start = perf_counter()
            where(gazetteer, case.text)
            measured.append(perf_counter() - start)
    return sorted(measured)


def slips(gazetteer: Gazetteer, places: Sequence[Place]) -> str:
    """Tell what becomes of the city's own names when the finger slips once: two of each name, the same every time."""
    chance, tried, found, wrong = Random(1), 0, 0, 0
    for place in places:
        begin = place.name.find(" ") + 1
        for _ in range(SLIPS):
            at = chance.randrange(begin, len(place.name))
            if not place.name[at].isalpha():
                continue
            tried += 1
            letter = chance.choice(ascii_lowercase)
            spot = where(gazetteer, place.name[:at] + chance.choice(("", letter)) + place.name[at + 1 :]).spot
            sure = spot is not None and spot.point == gazetteer.point_of(place) and _same(spot.name)[1] == place.key
            found += sure
            wrong += spot is not None and spot.within is not None and not sure
    return f"one slip in a name: {found / tried:.1%} of {tried} found, {wrong} taken for another street"


def main(
    streets: Annotated[Path, typer.Argument(help="The city's list of streets.")] = DEFAULT_STREETS,
    sentences: Annotated[Path, typer.Option(help="Labelled sentences, one JSON object a line.")] = DEFAULT_SENTENCES,
    messages: Annotated[Path, typer.Option(help="The messages that sentences name by their line.")] = DEFAULT_FILE,
    misses: Annotated[bool, typer.Option("--misses", help="Name the sentences that went wrong.")] = False,
) -> None:
    """Print how well the places of SENTENCES are found with the list STREETS."""
    if not streets.exists():
        typer.echo(f"{streets} does not exist: nothing to measure.")
        return
    places = read_places(streets.read_bytes(), COMMUNE).places
    start = perf_counter()
    gazetteer = Gazetteer(places)
    built = perf_counter() - start
    rows = [json.loads(each) for each in sentences.read_text(encoding="utf-8").splitlines() if each.strip()]
    texts = [json.loads(each)["text"] for each in messages.read_text("utf-8").splitlines()] if messages.exists() else []
    cases = read(gazetteer, rows, texts)
    measured = times(gazetteer, cases)
    typer.echo(
        f"{len(places)} places, index in {built:.2f} s, a message in {median(measured) * 1000:.2f} ms "
        f"(of 100, the slowest {measured[int(len(measured) * 0.99)] * 1000:.2f} ms)"
    )
    for each in report(cases):
        typer.echo(each)
    typer.echo(slips(gazetteer, places))
    for case in cases if misses else ():
        if not case.is_right or case.is_wrong:
            spot, choices = case.found.spot, ", ".join(choice.name for choice in case.found.choices)
            typer.echo(f"  {case.kind}: {case.text!r} -> {spot.written if spot else None} [{choices}] {case.named}")


if __name__ == "__main__":
    typer.run(main)
