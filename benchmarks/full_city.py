"""A database with a million requests of a city, for benchmarks/desk.py: made in bulk, as a restored backup would be.

Usage: python -m benchmarks.full_city URL [--many N] [--waiting N]

The words are those of locales/fr/examples, each subject's own, and in some a name that few share; the places those of
the demo city. The tables are those of the migrations, and every index is there at the end. Moments count from ``NOON``.
"""

import csv
import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import accumulate, islice
from random import Random
from typing import Annotated, Any

import psycopg
import typer
from sqlalchemy import Connection, Engine, Table, func, select

from bot.domain import reference
from bot.domain.request import Outcome, Status
from bot.outgoing import Priority
from bot.places.beside import marks_of
from bot.places.records import Point
from bot.places.spot import Spot
from bot.search.terms import request_terms, terms_of
from bot.search.terms import spellings as spellings_of
from bot.search.text import fold
from handlers.categories import CATEGORIES, Category
from storage import tables
from storage.database import Database
from storage.migrate import upgrade
from storage.words import team_term

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
"""A Tuesday, an hour at which no digest is due and nobody sleeps."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WITHIN = 48 * HOUR
BURST, BURST_AT = 500, NOON + HOUR
"""How many reminders fall due in one moment."""

MINUTE, MINUTE_AT = 300, NOON + 1.5 * HOUR
"""How many fall due in the course of a minute."""

_FIRST_AFTER = 24 * HOUR
_COMMON = ("street_lighting", "illegal_dumping", "cleanliness", "roads", "green_spaces", "parking_traffic")
_PEOPLE = 20_000
_AT_ONCE = 20_000
_SYLLABLES = (
    *("ba", "bé", "chan", "dou", "fer", "gué", "jo", "lan", "mer", "nic"),
    *("our", "pé", "quin", "ro", "sau", "tré", "vil", "ya", "zin", "mau"),
)
_NAMED = 0.3
"""Of the messages, how many are signed."""

Row = Sequence[Any]


@dataclass(slots=True)
class City:
    """What requests are made of.

    Args:
        random: the only source of chance.
    """

    random: Random
    agents: dict[str, list[str]]
    messages: dict[str, list[tuple[str, dict[str, str]]]] = field(init=False)
    places: list[tuple[str, dict[str, str], frozenset[str]]] = field(init=False)
    placed: set[str] = field(init=False)
    subjects: list[Category] = field(init=False)
    weights: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Read the examples and the places."""
        self.subjects = list(CATEGORIES.values())
        self.weights = list(accumulate(6 if each.name in _COMMON else 1 for each in self.subjects))
        self.placed = {each.name for each in self.subjects if any(asked.name == "place" for asked in each.questions)}
        folder = files("locales") / "fr" / "examples"
        self.messages = {
            each.name: [
                (line, terms_of(line))
                for line in (folder / f"{each.name}.txt").read_text("utf-8").splitlines()
                if line.strip() and not line.startswith("#")
            ]
            for each in self.subjects
        }
        written = (files("bot") / "demo" / "places.csv").read_text("utf-8").splitlines()
        self.places = []
        for row in csv.DictReader(written, delimiter=";"):
            point = Point(float(row["lat"]), float(row["lon"])) if row["lat"] else None
            for house in ("", *(f"{number} " for number in range(1, 40, 2))):
                area = row["neighbourhoods"].split("|")[0]
                place = Spot(f"{house}{row['street']}", area, point=point, within=20).written
                answers = json.dumps({"place": place}, ensure_ascii=False)
                self.places.append((answers, request_terms((), place), marks_of(place)))

    def name(self) -> str:
        """Give a family name; there are some hundred thousand."""
        return "".join(self.random.choices(_SYLLABLES, k=4)).capitalize()


@dataclass(slots=True)
class Filling:
    """A database being filled: rows of requests, and the words of each as they come."""

    city: City
    many: int
    waiting: int
    words: "dict[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("i")))
    raws: dict[str, str] = field(default_factory=dict)
    spots: "dict[tuple[str, str], array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("i")))
    received: "array[float]" = field(default_factory=lambda: array("d", [0.0]))

    def requests(self) -> Iterator[tuple[Row, Row]]:
        """Give each request, and the row of its words, the oldest first."""
        columns = tables.requests.columns.keys()
        for number in range(1, self.many + 1):
            values = self._values(number)
            terms = values.pop("terms")
            for term in terms:
                self.words[term].append(number)
            yield tuple(values[name] for name in columns), (number, "\n".join(terms))

    def _values(self, number: int) -> dict[str, Any]:
        random, city = self.city.random, self.city
        subject = random.choices(city.subjects, cum_weights=city.weights)[0]
        words, terms = random.choice(city.messages[subject.name])
        terms = {team_term(subject.team): "", **terms}
        if random.random() < _NAMED:
            name = city.name()
            words, terms = f"{words} {name}", terms | {fold(name): name}
        answers = "{}"
        if subject.name in city.placed:
            answers, of_place, marks = random.choice(city.places)
            terms |= of_place
            for mark in () if subject.confidential else marks:
                self.spots[subject.name, mark].append(number)
        self.raws |= terms
        state = self._state(number, subject)
        self.received.append(state["received_at"].timestamp())
        return {
            "id": number, "number": reference.format(number), "person_id": random.randint(1, _PEOPLE),
            "platform": "terminal", "room_id": f"c{number}", "lang": "fr", "category": subject.name,
            "team": subject.team, "urgent": False, "confidential": subject.confidential, "words": words,
            "answers": answers, "within_seconds": int(WITHIN.total_seconds()),
            "snoozed_until": None, "satisfied": None, "cycle": 1, "joined": 0, "phoned": 0, "recall_at": None,
            "merged_into": None, "terms": list(terms),
            **state,
        }  # fmt: skip

    @staticmethod
    def cards(requests: Iterable[Row]) -> Iterator[Row]:
        """Give the cards of the open ones among some requests, as they were shown in the teams' rooms."""
        names, columns = tables.requests.columns.keys(), tables.outbox.columns.keys()
        for row in requests:
            request = dict(zip(names, row, strict=True))
            if request["closed_at"] or request["answered_at"]:
                continue
            shown = {
                "id": request["id"], "platform": "terminal", "room_id": f"team-{request['team']}", "lang": "fr",
                "priority": int(Priority.CARD), "payload": "{}", "about": f"request:{request['id']}", "is_card": True,
                "offers": True, "created_at": request["received_at"], "not_before": request["received_at"],
                "state": "sent", "attempts": 1, "receipt": f"card-{request['id']}", "sent_at": request["received_at"],
            }  # fmt: skip
            yield tuple(shown.get(name) for name in columns)

    def placed(self) -> Iterator[Row]:
        """Give where the requests are, in the order of the index."""
        for (category, mark), numbers in sorted(self.spots.items()):
            for received, number in sorted((self.received[number], number) for number in numbers):
                yield category, mark, datetime.fromtimestamp(received, UTC), number

    def _state(self, number: int, subject: Category) -> dict[str, Any]:
        """Give the status and the clock: the last ones are open, some of them late, some waiting for the citizen."""
        random, waiting = self.city.random, number - (self.many - self.waiting)
        share = waiting / self.waiting
        if waiting <= 0:
            received = NOON - 60 * DAY - 1500 * DAY * (1 - number / (self.many - self.waiting))
            answered = received + random.uniform(1, 70) * HOUR
            closed = random.random() < 0.8
            over = {"closed_at": answered + DAY, "outcome": Outcome.SOLVED.value} if closed else {}
            status = Status.CLOSED if closed else Status.ANSWERED
            return {**self._clock(received, status, subject), "answered_at": answered, **over, "step_done": 3}
        if share <= 0.3:
            late = self._clock(NOON - 60 * DAY + 57 * DAY * share / 0.3, Status.NEW, subject)
            return {**late, "step_done": 3, "escalated": True, "citizen_told": True}
        received = NOON - 21 * HOUR + 3 * HOUR * random.random()
        if share <= 0.4:
            return {**self._clock(received, Status.ASKED, subject), "paused_at": NOON - random.random() * DAY}
        if waiting > self.waiting - BURST:
            received = BURST_AT - _FIRST_AFTER
        elif waiting > self.waiting - BURST - MINUTE:
            received = MINUTE_AT - _FIRST_AFTER + timedelta(minutes=1) * random.random()
        fresh = self._clock(received, Status.NEW, subject)
        return {**fresh, "next_step_at": received + _FIRST_AFTER, "notice_at": received + WITHIN}

    def _clock(self, received: datetime, status: Status, subject: Category) -> dict[str, Any]:
        taken = status is not Status.NEW or self.city.random.random() < 0.6
        who = self.city.random.choice(self.city.agents[subject.team]) if taken else None
        return {
            "status": (Status.TAKEN if status is Status.NEW and taken else status).value,
            "assignee": who, "assignee_name": who, "received_at": received, "since": received,
            "due_at": received + WITHIN, "step_done": 0, "escalated": False, "citizen_told": False,
            "paused_at": None, "answered_at": None, "next_step_at": None, "notice_at": None, "closed_at": None,
            "outcome": None,
        }  # fmt: skip


def fill(url: str, agents: dict[str, list[str]], many: int, waiting: int) -> None:
    """Fill a new database.

    Args:
        url: of a database without any table.
        agents: accounts by team, whose requests these are.
        many: how many requests. waiting: how many of them are open.
    """
    # Written as storage/tables/base.py's Moment does it: in UTC, without the zone.
    sqlite3.register_adapter(datetime, lambda moment: moment.isoformat(" ", "microseconds")[:26])
    with closing(Database(url)) as database:
        upgrade(database)
        filled = (tables.requests, tables.terms, tables.request_terms, tables.spellings, tables.spots, tables.outbox)
        indexes = [index for table in filled for index in table.indexes]
        with database.engine.begin() as connection:
            for index in indexes:
                index.drop(connection)
        _write(database.engine, Filling(City(Random(1), agents), many, waiting))
        for index in indexes:
            with database.engine.begin() as connection:
                index.create(connection)
        if url.startswith("postgresql"):
            with database.engine.begin() as connection:
                for table in (tables.people, tables.requests, tables.outbox):
                    latest = select(func.max(table.c.id)).scalar_subquery()
                    connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), latest)))
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute("VACUUM ANALYZE")  # As the server does by itself after a while.


def _write(engine: Engine, filling: Filling) -> None:
    people = ((number, "fr", False, NOON - 2000 * DAY) for number in range(1, _PEOPLE + 1))
    _copy(engine, tables.people, people)
    rows = filling.requests()
    while some := list(islice(rows, _AT_ONCE)):
        _copy(engine, tables.requests, [request for request, _words in some])
        _copy(engine, tables.request_terms, [words for _request, words in some])
        _copy(engine, tables.outbox, filling.cards(request for request, _words in some))
    words = sorted(filling.words)
    found: Iterator[Row] = ((word, number) for word in words for number in filling.words[word])
    while part := list(islice(found, 10 * _AT_ONCE)):
        _copy(engine, tables.terms, part)
    placed = filling.placed()
    while part := list(islice(placed, 10 * _AT_ONCE)):
        _copy(engine, tables.spots, part)
    spelt: Iterator[Row] = ((word, each) for word in words for each in sorted(spellings_of(word, filling.raws[word])))
    while part := list(islice(spelt, 10 * _AT_ONCE)):
        _copy(engine, tables.spellings, part)


def _copy(engine: Engine, table: Table, rows: Iterable[Row]) -> None:
    """Write rows in a transaction, the columns in the table's order, in the way that is fastest on this database."""
    with engine.begin() as connection:
        _copy_within(connection, table, rows)


def _copy_within(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    driver = connection.connection.driver_connection
    columns = ", ".join(table.columns.keys())
    if isinstance(driver, sqlite3.Connection):
        places = ", ".join("?" * len(table.columns))
        driver.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({places})",  # noqa: S608  # Names of our own tables.
            rows,
        )
        return
    assert isinstance(driver, psycopg.Connection)  # noqa: S101  # There are two kinds.
    with driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def main(
    url: Annotated[str, typer.Argument(help="A database without any table.")],
    agents: Annotated[str, typer.Argument(help="Accounts by team, as JSON.")],
    many: Annotated[int, typer.Option(min=1_000, help="How many requests.")] = 1_000_000,
    waiting: Annotated[int, typer.Option(min=1_000, help="How many of them are open.")] = 100_000,
) -> None:
    """Fill a database."""
    fill(url, json.loads(agents), many, waiting)


if __name__ == "__main__":
    typer.run(main)
