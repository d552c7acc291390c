"""How well dates, hours, ages, phone numbers and amounts are read: figures over values.tsv (`make evaluate`).

Usage: python -m benchmarks.values [--wrong]

A line of the file: language, kind (with `asked`, `future` or `past` as the reader is told), message, what it tells.
Several values are separated by ";", readings of one by "|"; "-" is no value at all, "none" one that cannot be. It is
read as if it had been written on Tuesday, 3 March 2026, at 11 in Besançon. What is claimed are the values that are
sure, and all in answers to a question; a value with several readings is not claimed but offered to choose from, and
found when these are the right ones. dateparser reads the same dates beside us, for it knows all eight languages.
"""

import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from benchmarks.evaluate import DEFAULT_FILE
from bot.understanding.values import (
    Certainty,
    FoundDate,
    FoundHours,
    Prefer,
    read_ages,
    read_amounts,
    read_dates,
    read_hours,
    read_phones,
)
from bot.understanding.values.canonical import when_of, write_age, write_hours
from bot.understanding.values.tokens import line_of

FILE = Path(__file__).with_name("values.tsv")
NOW = datetime(2026, 3, 3, 11, tzinfo=ZoneInfo("Europe/Paris"))
NOTHING = "none"
OR = " | "


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the file."""

    lang: str
    kind: str
    options: frozenset[str]
    text: str
    expected: tuple[str, ...]

    @property
    def prefer(self) -> Prefer | None:
        """Which way to look."""
        return next((each for each in Prefer if each.value in self.options), None)


@dataclass(slots=True)
class Figures:
    """Counts of values: told by the messages, claimed (one reading), offered (several), and how many rightly."""

    told: int = 0
    claimed: int = 0
    right: int = 0
    offered: int = 0
    offered_right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, case: Case, claims: Sequence[str]) -> None:
        """Count one message."""
        left = list(case.expected)
        self.told += len(left)
        for claim in claims:
            several, right = OR in claim, claim in left
            if right:
                left.remove(claim)
            if several:
                self.offered, self.offered_right = self.offered + 1, self.offered_right + right
            else:
                self.claimed, self.right = self.claimed + 1, self.right + right
        if left or len(claims) > len(case.expected):
            self.wrong.append(f"{case.lang} {case.kind}: {case.text!r}: {'; '.join(claims) or '-'}, not "
                              f"{'; '.join(case.expected) or '-'}")  # fmt: skip

    def row(self, name: str) -> str:
        """Write as a line of a table."""
        right = f"{self.right / self.claimed:6.1%}" if self.claimed else "     -"
        found = f"{(self.right + self.offered_right) / self.told:6.1%}" if self.told else "     -"
        return f"{name:12} {self.told:5} {self.claimed:7} {right} {self.offered:7} {found}"


def cases(path: Path = FILE) -> list[Case]:
    """Read the file."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        lang, kind, text, told = line.split("\t")
        name, *options = kind.split()
        expected = () if told == "-" else tuple(_ordered(each) for each in told.split(" ; "))
        found.append(Case(lang, name, frozenset(options), text, expected))
    return found


def _ordered(readings: str) -> str:
    return OR.join(sorted(each.strip() for each in readings.split("|")))


def claims(case: Case) -> list[str]:
    """Read a message as the bot does, and write what is claimed as the file does."""
    asked = "asked" in case.options
    match case.kind:
        case "date":
            dates = read_dates(case.text, case.lang, NOW, asked=asked, prefer=case.prefer)
            return [_date(each) for each in dates if asked or each.certainty is Certainty.SURE]
        case "hours":
            hours = read_hours(case.text, case.lang, asked=asked)
            return [_hours(each) for each in hours if asked or each.certainty is Certainty.SURE]
        case "age":
            ages = read_ages(case.text, case.lang, NOW, asked=asked)
            return [write_age(each.age) for each in ages if asked or each.certainty is Certainty.SURE]
        case "phone":
            return [each.number or NOTHING for each in read_phones(case.text)]
        case _:
            return [f"{one.cents / 100:.2f} {one.currency}" for one in read_amounts(case.text, case.lang)]


def _date(found: FoundDate) -> str:
    whens = [when_of(found, number).written for number in range(len(found.readings))]
    return OR.join(sorted(whens)) or NOTHING


def _hours(found: FoundHours) -> str:
    return OR.join(sorted(map(write_hours, found.readings)))


def peer(case: Case) -> list[str]:
    """Read the dates of a message with dateparser, told the language, the moment and which way to look."""
    from dateparser.search import search_dates

    way = "past" if case.prefer is Prefer.PAST else "future"
    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": way, "DATE_ORDER": "DMY"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = search_dates(case.text, languages=[case.lang], settings=settings)
    return [moment.date().isoformat() for _, moment in found or ()]


def _day_only(told: str) -> str:
    # dateparser gives a moment: of what a message tells, only the first day is asked of it.
    first = told.split(OR)[0]
    return first.removeprefix("since ").removeprefix("from ").removeprefix("until ")[:10]


def measure(read: Callable[[Case], list[str]], chosen: Sequence[Case]) -> tuple[dict[str, Figures], list[float]]:
    """Count over some cases, by language and kind, and measure the milliseconds of processor time of each message."""
    tables: dict[str, Figures] = defaultdict(Figures)
    spent = []
    for case in chosen:
        line_of.cache_clear()
        begun = time.thread_time()
        found = read(case)
        spent.append((time.thread_time() - begun) * 1_000)
        for name in ("all", case.lang, case.kind):
            tables[name].add(case, found)
    return tables, spent


def _development() -> Iterator[str]:
    import json

    if DEFAULT_FILE.exists():
        yield from (json.loads(line)["text"] for line in DEFAULT_FILE.read_text("utf-8").splitlines() if line.strip())


def _quantiles(spent: Sequence[float]) -> str:
    ordered = sorted(spent)
    return f"p50 {median(ordered):.2f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.2f} ms, max {ordered[-1]:.2f} ms"


def main(
    wrong: Annotated[bool, typer.Option("--wrong", help="Show every message that is read wrongly.")] = False,
) -> None:
    """Print how well values are read."""
    every = cases()
    for case in every:
        claims(case)  # Not timed: the language files are read at the first message.
    tables, spent = measure(claims, every)
    print(f"{'values':12} {'told':>5} {'claimed':>7}  right offered  found")
    for name in sorted(tables, key=lambda each: (each != "all", len(each) > 2, each)):
        print(tables[name].row(name))
    print(f"a message: {_quantiles(spent)}")
    if written := list(_development()):
        told = [Case("fr", "date", frozenset(), text, ()) for text in written]
        _, further = measure(lambda case: [*claims(case), *map(str, read_hours(case.text, case.lang))], told)
        print(f"a development message, dates and hours: {_quantiles(further)}")
    dates = [case for case in every if case.kind == "date"]
    days = [Case(one.lang, one.kind, one.options, one.text, tuple(map(_day_only, one.expected))) for one in dates]
    for case in days:
        peer(case)
    theirs, their_time = measure(peer, days)
    ours, our_time = measure(lambda case: [_day_only(each) for each in claims(case)], days)
    print("\nfirst days only, beside dateparser")
    print(ours["all"].row("ours"), _quantiles(our_time))
    print(theirs["all"].row("dateparser"), _quantiles(their_time))
    if wrong:
        print("\n".join(["", *tables["all"].wrong]))


if __name__ == "__main__":
    typer.run(main)
