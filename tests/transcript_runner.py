"""Plays a transcript (tests/transcript_script.py) against the whole bot: four steps, a real database, a stage.

The stage is a platform with people in front of it. The runner knows nothing else of it, so the same transcripts run on
every platform; what a message *is* (its key, not its copy) is read in the outbox row with the message's receipt.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from unittest import mock

from sqlalchemy import select
from structlog.testing import capture_logs

import bot.app
from bot import outgoing
from bot.app import App
from bot.handling import Context, Registry
from bot.incoming import Account
from bot.outgoing import Card, Choice, Moment, Quoted, Say, Span, Text, Value
from bot.understanding.global_words import fold
from handlers.registry import REGISTRY
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.fakes.city import DIRECTORY
from tests.fakes.clock import PARIS, StillClock
from tests.fakes.platform import Shown, Speaker
from tests.fakes.understander import FakeUnderstander
from tests.places.town import demo_places
from tests.transcript_script import Control, Expected, Place, Said, Step, parse
from tests.transcript_stage import Stage

LOOKS_AT = (0, 30, 59)
"""Minutes of the hour at which ``after`` lets the jobs run: quiet hours begin on the hour, and what comes before them
comes in the last minute."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, and the platform's id of it."""

    speaker: Speaker
    text: str
    receipt: str


@dataclass(slots=True)
class Message:
    """A message on a screen, and how far the transcript has read it."""

    shown: Shown
    said: Say | Card
    lang: str
    read: int = 0

    @property
    def is_read(self) -> bool:
        """Whether every paragraph was expected."""
        return self.read >= len(self.said.paragraphs)


@dataclass(slots=True)
class Runner:
    """Plays one transcript.

    Args:
        stage: the platform and its people.
        build: opens the bot on the same database, each time anew.
        clock: moved by the transcript.
        understander: taught by the transcript.
    """

    stage: Stage
    build: Callable[[], App]
    clock: StillClock
    understander: FakeUnderstander
    registry: Registry = REGISTRY
    app: App = field(init=False)
    citizen: str = "citizen"
    names: dict[str, str] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    latest: Message | None = None
    matched_rows: set[int] = field(default_factory=set)
    line: int = 0
    undo_within: timedelta | None = None

    async def play(self, text: str) -> None:
        """Play a transcript from its first to its last line; nothing may be left unread, nothing logged as an error."""
        steps = parse(text)
        expected_errors = any(isinstance(step, Control) and step.name in ("break", "lose") for step in steps)
        with capture_logs() as logs:
            self._open()
            try:
                for step, following in zip(steps, [*steps[1:], None], strict=True):
                    self.line = step.line
                    await self._step(step, following)
                self._all_read("at the end")
            finally:
                self.app.close()
        errors = [entry for entry in logs if entry["log_level"] == "error"]
        assert expected_errors or not errors, errors

    async def _step(self, step: Step, following: Step | None) -> None:
        match step:
            case Said():
                self._all_read("before this line")
                if step.is_citizen:
                    self.citizen = step.account
                await self._say(step)
                if isinstance(following, Control) and following.name == "crash":
                    await self.app.dispatch.drain()
                    self._reopen()
                await self._settle()
            case Expected():
                self._expect(step)
            case Control():
                await self._control(step)

    async def _say(self, step: Said) -> None:
        speaker = self._speaker(step)
        text = self._filled(step.text)
        if step.meaning:
            # What stands behind a command may be words to be understood, too.
            self.understander.teach(text.partition(" ")[2] if text.startswith("/") else text, step.meaning)
        if step.edits is not None:
            receipt = self._written(speaker, self._filled(step.edits))
            await self.stage.edit(speaker, receipt, text)
            self.written.append(Written(speaker, text, receipt))
        elif step.choice:
            action, number, receipt = self._choice(step, speaker.room)
            await self.stage.press(speaker, action, number, receipt)
        else:
            reply_to = self._latest_receipt(speaker.room, cards=step.place.kind == "team") if step.reply else None
            receipt = await self.stage.write(
                speaker, text, reply_to=reply_to, thing=step.thing, location=step.pin, called=step.called
            )
            self.written.append(Written(speaker, text, receipt))
        await self.stage.hand_over(self.app.intake)

    async def _control(self, step: Control) -> None:
        match step.name:
            case "restart":
                self._reopen()
                await self._settle()
            case "now":
                self.clock.set(step.argument)
                await self._tick()
            case "after":
                await self._pass(step.span)
            case "down":
                self.app.close()
                self.clock.advance(step.span)
                self._open()
                await self._tick()
            case "again":
                before = self._count()
                self.stage.again()
                await self.stage.hand_over(self.app.intake)
                await self._settle()
                assert self._count() == before, self._problem("the repeated event said something more")
            case "invite":
                code, role, team = step.argument.split()
                until = self.clock.now() + timedelta(days=7)
                self.app.database.run_here(lambda uow: uow.members.invite(code, role, team, until))
            case "associations":
                now = self.clock.now()
                self.app.database.run_here(lambda uow: uow.associations.save(DIRECTORY, now))
            case "places":
                now = self.clock.now()
                self.app.database.run_here(lambda uow: uow.places.save(demo_places(), now))
            case "break":
                self.registry = replace(REGISTRY, intents={**REGISTRY.intents, step.argument: _broken})
                self._reopen()
            case "unbreak":
                self.registry = REGISTRY
                self._reopen()
            case "lose":
                await self.stage.lose(step.argument.replace(":", "-"))
                await self.stage.hand_over(self.app.intake)
                await self._settle()
            case "jam" | "unjam":
                self.stage.jam(step.argument.replace(":", "-"), jammed=step.name == "jam")
            case "administrator":
                address = self.stage.address(step.argument)
                named = (Account(address.platform, address.room_id),)
                self.app.city.settings.city.__dict__["administrators"] = named  # As _let_undo.
            case "undo":
                self.undo_within = step.span
                self._reopen()
            case "silence":
                self._all_read("where silence was expected")
            case "...":
                self.messages_read()

    async def _pass(self, length: timedelta) -> None:
        end = self.clock.now() + length
        while (now := self.clock.now()) < end:
            minute = next((each for each in LOOKS_AT if each > now.minute), 60)
            following = now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
            self.clock.advance(min(following, end) - now)
            await self._tick()

    async def _tick(self) -> None:
        await self.app.schedule.tick()
        await self._settle()

    async def _settle(self) -> None:
        await self.app.settle()
        for shown in self.stage.shown():
            said, lang = self.app.database.run_here(partial(self._row, shown=shown))
            message = Message(shown, said, lang)
            kept = self.messages.setdefault(shown.room, [])
            if isinstance(said, Card) and any(_is_card_about(each.said, said.about) for each in kept):
                message.read = len(said.paragraphs)  # A card kept in step says nothing new; card: looks at it.
            kept.append(message)

    def _row(self, uow: UnitOfWork, shown: Shown) -> tuple[Say | Card, str]:
        address = self.stage.address(shown.room)
        rows = uow.connection.execute(
            select(outbox.c.id, outbox.c.payload, outbox.c.lang)
            .where(outbox.c.platform == address.platform, outbox.c.room_id == address.room_id)
            .where(outbox.c.receipt == shown.receipt)
            .order_by(outbox.c.id)
        ).all()
        row = next((row for row in rows if row.id not in self.matched_rows), None)
        assert row is not None, self._problem(f"no outbox row has the receipt of {shown}")
        self.matched_rows.add(row.id)
        return outgoing.load(row.payload), row.lang

    def _expect(self, step: Expected) -> None:
        room = self._room(step.place) if step.place else self.citizen
        kept = self.messages.get(room, [])
        if step.anything:
            for message in kept:
                message.read = len(message.said.paragraphs)
            return
        if step.card:
            self._expect_card(step, room)
            return
        if step.choices:
            assert self.latest, self._problem("no message was read yet")
            for name in step.choices:
                found = any(self._is_choice(choice, name, self.latest.lang) for choice in self.latest.said.choices)
                assert found, self._problem(f"[{name}] is not among {_actions(self.latest)}")
            return
        unread = [each for each in kept if not each.is_read]
        assert unread, self._problem(f"nothing more was said in {room}; unread: {self._unread()}")
        message = unread[0]
        paragraph = message.said.paragraphs[message.read]
        assert self._matches(step, paragraph), self._problem(
            f"expected {step.key or step.quoted} {dict(step.args)}, but this was said: {_written(paragraph)}"
        )
        message.read += 1
        self.latest = message

    def _expect_card(self, step: Expected, room: str) -> None:
        cards = [each for each in self.messages.get(room, []) if isinstance(each.said, Card)]
        assert cards, self._problem(f"there is no card in {room}")
        self.latest = cards[-1]
        if step.choices:
            self._expect(replace(step, card=False))
            return
        shown = cards[-1].said.paragraphs
        assert any(self._matches(step, paragraph) for paragraph in shown), self._problem(
            f"expected {step.key or step.quoted} {dict(step.args)} on the card: {[_written(each) for each in shown]}"
        )

    def _matches(self, step: Expected, paragraph: Text | Quoted) -> bool:
        if isinstance(paragraph, Quoted):
            return step.quoted is not None and self._filled(step.quoted) in paragraph.words
        if step.key != paragraph.key:
            return False
        found = ((name, wanted, _argument(paragraph, name)) for name, wanted in step.args)
        return all(value is not None and self._same(name, wanted, value) for name, wanted, value in found)

    def _same(self, name: str, wanted: str | None, value: Value) -> bool:
        found = _value(value)
        if wanted is None or wanted.startswith("$"):
            bound = self.names.setdefault(name if wanted is None else wanted[1:], found)
            return bound == found
        return self._filled(wanted) == found

    def _choice(self, step: Said, room: str) -> tuple[str, int | None, str]:
        assert step.choice is not None
        newer: set[str] = set()
        for message in reversed(self.messages.get(room, [])):
            receipt = message.shown.receipt
            for number, choice in enumerate(message.said.choices, 1):
                if self._is_choice(choice, self._filled(step.choice), message.lang):
                    # What an edit took away can still be pressed on a screen that lags behind, but not by its number.
                    return choice.action, None if receipt in newer else number, receipt
            newer.add(receipt)
        offered = [_actions(message) for message in self.messages.get(room, [])]
        raise AssertionError(self._problem(f"[{step.choice}] was never offered: {offered}"))

    def _is_choice(self, choice: Choice, name: str, lang: str) -> bool:
        if name == choice.action or choice.action.startswith(f"{name} "):
            return True
        if isinstance(choice.label, Text) and choice.label.key == name:
            return True
        return fold(self.app.city.wording.write(lang, choice.label)) == fold(name)

    def _latest_receipt(self, room: str, *, cards: bool) -> str:
        kept = [each for each in self.messages.get(room, []) if not cards or isinstance(each.said, Card)]
        assert kept, self._problem("there is nothing to reply to")
        return kept[-1].shown.receipt

    def _written(self, speaker: Speaker, text: str) -> str:
        """Give the receipt of the latest message in which somebody wrote this, or of their latest one."""
        found = [each for each in self.written if each.speaker == speaker and (not text or each.text == text)]
        assert found, self._problem(f"nothing to edit: {text}")
        return found[-1].receipt

    def _speaker(self, step: Said) -> Speaker:
        return Speaker(step.account, self._room(step.place), group=step.place.kind != "private")

    @staticmethod
    def _room(place: Place) -> str:
        return place.name if place.kind == "private" else f"{place.kind}-{place.name}"

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self.names.get(match[1], match[0]), text)

    def _all_read(self, when: str) -> None:
        assert not self._unread(), self._problem(f"not expected {when}: {self._unread()}")

    def _unread(self) -> dict[str, list[str]]:
        return {
            room: [_written(each) for message in kept for each in message.said.paragraphs[message.read :]]
            for room, kept in self.messages.items()
            if any(not message.is_read for message in kept)
        }

    def messages_read(self) -> None:
        """Take everything said so far as read."""
        for kept in self.messages.values():
            for message in kept:
                message.read = len(message.said.paragraphs)

    def _count(self) -> int:
        return sum(len(kept) for kept in self.messages.values()) + len(self.matched_rows)

    def _open(self) -> None:
        with _registry(self.registry):
            self.app = self.build()
        if self.undo_within is not None:
            _let_undo(self.app, self.undo_within)

    def _reopen(self) -> None:
        self.app.close()
        self._open()

    def _problem(self, what: str) -> str:
        return f"line {self.line}: {what}"


@contextmanager
def _registry(registry: Registry) -> Iterator[None]:
    with mock.patch.object(bot.app, "REGISTRY", registry):
        yield


def _let_undo(app: App, within: timedelta) -> None:
    """Hold answers back for so long, whatever the configuration of the test city says."""
    # The configuration is frozen, and every step has the same city.
    app.city.settings.promise.__dict__["undo_within"] = within


def _broken(_context: Context) -> None:
    raise RuntimeError("broken for the test")


def _is_card_about(said: Say | Card, about: str) -> bool:
    return isinstance(said, Card) and said.about == about


def _actions(message: Message) -> list[str]:
    return [choice.action for choice in message.said.choices]


def _written(paragraph: Text | Quoted) -> str:
    if isinstance(paragraph, Quoted):
        return f'"{paragraph.words}"'
    return f"{paragraph.key} {{{', '.join(f'{name}: {_value(value)}' for name, value in paragraph.args.items())}}}"


def _argument(paragraph: Text, name: str) -> Value | None:
    """Give an argument; a dot leads into a sentence that is one."""
    first, _, rest = name.partition(".")
    value = paragraph.args.get(first)
    return _argument(value, rest) if rest and isinstance(value, Text) else None if rest else value


def _value(value: Value) -> str:
    match value:
        case Text():
            return value.key
        case Quoted():
            return value.words
        case Moment():
            return value.at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")
        case Span():
            hours, minutes = divmod(value.seconds // 60, 60)
            return f"{hours} h {minutes:02}"
        case _:
            return str(value)
