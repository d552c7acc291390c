"""How whole conversations end: every labelled message is sent through the bot, and a robot answers its questions.

Usage: python -m benchmarks.conversations [FILE] [--misses]

FILE is that of benchmarks/evaluate.py. Each message is a new citizen's first, and all four steps of the bot run, with
the demo city and the understander that ships. The robot knows the right labels: it chooses the right subject as soon as
it is offered, looks through the list if it is not, and has its words passed on to an agent if there is none. It skips
what it may skip. Silence or an error (a row that a handler could not take, an apology, words that got lost) is listed,
and the exit code is then 1.
"""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from sqlalchemy import select

from benchmarks.evaluate import DEFAULT_FILE
from benchmarks.platform import InProcess
from bot import logs, outgoing
from bot.app import App
from bot.cli import demo
from bot.clock import AdjustableClock
from bot.config import load
from bot.incoming import Account, Address, Pressed, Words
from bot.outgoing import Card, Say, Text
from bot.platforms import Rendered
from bot.platforms.terminal import NAME
from bot.understanding.understander import load as load_understander
from handlers.categories import CATEGORIES
from storage.database import Database
from storage.migrate import upgrade
from storage.tables import inbox, outbox, requests
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
"""A Tuesday morning; the clock stands still."""

ENDLESS = 30
"""Messages after which a conversation is taken to go round in circles."""

FITTING: dict[str, str | tuple[str, ...]] = {
    "find_association": "associations-",
    "find_activity": "associations-",
    "check_status": ("status-", "number-"),
    "greeting": "greeting",
    "thanks": "thanks",
    "help": "help-title",
    "talk_to_human": "human-offered",
    "cancel": "cancel",
    "delete_my_data": "data-stored",
    "abuse": "abuse",
    "out_of_scope": "out-of-scope",
}
"""How the keys of a fitting answer begin, by label. Every other label is a subject, and wants a request."""

ANSWERS = {
    "place": "12 rue Battant",
    "school": "école Jean-Macé",
    "class_level": "CE1",
    "day": "samedi 12 juin",
    "hours": "de 14 h à 18 h",
    "people_count": "24",
}
PERSON = "parler à une personne"


class Outcome(StrEnum):
    """How a conversation ended."""

    AT_ONCE = "request, right subject at once"
    CHOSEN = "request, right subject chosen"
    CORRECTED = "request, right subject after a correction"
    OTHER = "request, another subject"
    ANSWER = "fitting answer"
    SILENCE = "silence"
    ERROR = "error"


@dataclass(slots=True)
class Robot:
    """A citizen with one thing to say; ``right`` are the labels that fit it, ``trace`` what was said on both sides."""

    name: str
    text: str
    right: frozenset[str]
    platform: InProcess
    said: int = 0
    waiting: bool = False
    chose: bool = False
    asked_person: bool = False
    corrected: bool = False
    passed_on: bool = False
    pages: set[str] = field(default_factory=set)
    trace: list[str] = field(default_factory=list)
    subject: str = ""
    outcome: Outcome | None = None
    why: str = ""

    @property
    def key(self) -> str:
        """Give the key of the conversation."""
        return f"{Address(NAME, self.name)}|{Account(NAME, self.name)}"

    @property
    def wants_subject(self) -> bool:
        """Whether a request with one of the right subjects can be made at all."""
        return not self.right.isdisjoint(CATEGORIES)

    def say(self, text: str = "", press: str = "") -> None:
        """Write something, or press the button with an action."""
        self.said += 1
        self.waiting = True
        self.trace.append(f"  citizen: {f'[{press}]' if press else text}")
        self.platform.say(self.name, Pressed(press) if press else Words(text))

    def see(self, rendered: Rendered) -> None:
        """Be shown something; what it is, is read in the outbox."""
        self.waiting = False
        buttons = "".join(f" [{choice.label}]" for choice in rendered.choices)
        self.trace.append(f"  bot: {rendered.text}{buttons}".replace("\n", " / "))

    def react(self, said: Say | Card, subject: str) -> None:
        """Do what a patient citizen does; ``subject`` is that of the draft, "" before there is one."""
        keys = [each.key for each in said.paragraphs if isinstance(each, Text)]
        actions = [choice.action for choice in said.choices]
        wrong = bool(subject) and subject not in self.right and self.wants_subject and not self.passed_on
        if "sorry" in keys:
            self.end(Outcome.ERROR, "the bot apologised")
        elif any(key.startswith("report-sent") for key in keys):
            self.end(self._request())
        elif any(key.startswith(FITTING[label]) for label in self.right & FITTING.keys() for key in keys):
            self.end(Outcome.ANSWER)
        elif self.said >= ENDLESS:
            self.end(Outcome.ERROR, "going round in circles")
        elif wrong and not self.corrected and "correct subject" in actions:
            self.corrected = True
            self.say(press="correct subject")
        elif "answer confirm yes" in actions:
            self.subject = subject
            self.say(press="fix" if wrong and not self.corrected else "answer confirm yes")
        elif not (self._choose(actions) or self._answer(keys, actions)):
            if self.asked_person:
                self.end(Outcome.ERROR, "no way on was offered")
            else:
                self.asked_person = True
                self.say(PERSON)

    def end(self, outcome: Outcome, why: str = "") -> None:
        """Stop, with an outcome."""
        self.outcome, self.why = outcome, why

    def _request(self) -> Outcome:
        if self.subject not in self.right:
            return Outcome.OTHER
        return Outcome.CORRECTED if self.corrected else Outcome.CHOSEN if self.chose else Outcome.AT_ONCE

    def _choose(self, actions: Sequence[str]) -> bool:
        labels = [f"{kind} {label}" for kind in ("subject", "intent") for label in self.right]
        wanted = [action for action in actions if action in labels]
        pages = [action for action in actions if action.startswith("subjects ") and action not in self.pages]
        if wanted:
            self.chose = True
            self.say(press=wanted[0])
        elif pages and self.wants_subject:
            self.pages.add(pages[0])
            self.say(press=pages[0])
        elif "forward" in actions:
            self.passed_on = True
            self.say(press="forward")
        else:
            return False
        return True

    def _answer(self, keys: Sequence[str], actions: Sequence[str]) -> bool:
        name = keys[-1].removeprefix("report-") if keys else ""
        offered = [action for action in actions if action.startswith("answer ")]
        answer = {**ANSWERS, "words": self.text}.get(name)
        if offered:
            self.say(press=next((action for action in offered if action.endswith(" -")), offered[0]))
        elif answer:
            self.say(answer)
        return bool(offered or answer)


async def talk(app: App, platform: InProcess, robots: Sequence[Robot]) -> None:
    """Let every robot talk until it has come to an end; nothing is waited for, so what is not answered is silence."""
    heard = 0
    for robot in robots:
        platform.listeners[robot.name] = robot.see
        robot.say(robot.text)
    while any(robot.outcome is None for robot in robots):
        while messages := platform.take():
            await app.intake.accept(platform.name, messages, None)
        await app.settle()
        latest, drafts, heard = app.database.run_here(partial(_look, robots=robots, since=heard))
        for robot in robots:
            if robot.outcome is None and robot.waiting:
                robot.end(Outcome.SILENCE, "nothing was shown")
            elif robot.outcome is None:
                robot.react(latest[robot.name], drafts.get(robot.key, ""))


def _look(uow: UnitOfWork, robots: Sequence[Robot], since: int) -> tuple[dict[str, Say | Card], dict[str, str], int]:
    """Give the latest thing said in each room since an outbox row, the subjects of drafts, and the last row."""
    rows = uow.connection.execute(select(outbox.c.id, outbox.c.room_id, outbox.c.payload).order_by(outbox.c.id)).all()
    latest = {row.room_id: outgoing.load(row.payload) for row in rows if row.id > since}
    found = uow.conversations.find([robot.key for robot in robots])
    return latest, {key: each.answers.get("subject", "") for key, each in found.items()}, rows[-1].id


def examine(app: App, robots: Sequence[Robot]) -> Iterable[str]:
    """Find what citizens cannot see: what was not handled or not delivered, and requests that are not what was said."""
    with app.database.engine.begin() as connection:
        dead = connection.execute(select(inbox.c.conversation, inbox.c.error).where(inbox.c.state == "dead")).all()
        failed = connection.execute(select(outbox.c.room_id, outbox.c.error).where(outbox.c.state != "sent")).all()
        kept = {row.room_id: row for row in connection.execute(select(requests))}
    broken = {row.conversation: (row.error or "").strip().rpartition("\n")[2] for row in dead}
    unsent = {row.room_id: f"not delivered: {row.error}" for row in failed}
    for robot in robots:
        request, problem = kept.get(robot.name), broken.get(robot.key) or unsent.pop(robot.name, None)
        if problem:
            robot.end(Outcome.ERROR, problem)
        elif request and (request.category != robot.subject or robot.text.strip() not in request.words):
            robot.end(Outcome.ERROR, f"stored as {request.category}: {request.words!r}")
    return [f"team {room}: {problem}" for room, problem in unsent.items()]


async def play(rows: Sequence[dict[str, Any]], folder: Path) -> tuple[list[Robot], list[str]]:
    """Let a citizen say each row's text to the demo city, on a new database in a folder.

    Returns:
        The citizens, and what went wrong elsewhere.
    """
    with as_file(files("bot.demo") / "config.toml") as config:
        settings = load(config)
    database, clock = Database(f"sqlite:///{folder / 'conversations.db'}"), AdjustableClock(NOW)
    upgrade(database)
    demo.fill(database)
    platform = InProcess(NAME, clock)
    robots = [
        Robot(f"citizen-{number}", row["text"], frozenset([row["label"], *row.get("also", [])]), platform)
        for number, row in enumerate(rows, 1)
    ]
    app = App(settings, database, [platform], load_understander(), clock)
    try:
        await talk(app, platform, robots)
        return robots, list(examine(app, robots))
    finally:
        app.close()


def summary(robots: Sequence[Robot]) -> Iterable[str]:
    """Write the outcomes as a table: of messages that want a request, and of those that want an answer."""
    groups = [[each for each in robots if each.wants_subject is wanted] for wanted in (True, False)]
    yield f"{'':41}  wants a request   wants an answer  messages said"
    for outcome in Outcome:
        ended = [sum(each.outcome is outcome for each in group) for group in groups]
        shares = " ".join(f"{n:9} {n / max(len(group), 1):7.1%}" for n, group in zip(ended, groups, strict=True))
        said = [each.said for each in robots if each.outcome is outcome] or [0]
        yield f"{outcome:41}{shares}  {mean(said):.1f}, most {max(said)}"
    yield f"{'all':41}{len(groups[0]):9} {'':7} {len(groups[1]):9}"


def main(
    file: Annotated[Path, typer.Argument(help="Labelled messages, one JSON object a line.")] = DEFAULT_FILE,
    misses: Annotated[bool, typer.Option("--misses", help="Show the conversations that missed the subject.")] = False,
) -> None:
    """Print how conversations that begin with the messages of FILE end."""
    if not file.exists():
        typer.echo(f"{file} does not exist: nothing to evaluate.")
        return
    logs.configure("error", "text")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    with TemporaryDirectory() as folder:
        robots, elsewhere = asyncio.run(play(rows, Path(folder)))
    for line in summary(robots):
        typer.echo(line)
    bad = [robot for robot in robots if robot.outcome in (Outcome.SILENCE, Outcome.ERROR)]
    for robot in bad + [each for each in robots if misses and each.outcome is Outcome.OTHER]:
        typer.echo(f"\n{robot.outcome}: {robot.text!r} ({', '.join(sorted(robot.right))}) {robot.why}")
        typer.echo("\n".join(robot.trace))
    for problem in elsewhere:
        typer.echo(f"\n{problem}")
    if bad or elsewhere:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
