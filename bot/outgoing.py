"""What the bot says, before it is words: locale keys and arguments, no sentence and no platform.

An outgoing thing is committed as an outbox row together with the reason for it, and becomes sentences only when
delivery renders it (bot/rendering.py) for one person's language and one platform's abilities.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter

from bot.payloads import Payloads


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time to be written in the reader's language and the city's zone.

    ``form``: ``full``, ``day`` (without the year), ``date`` (with it), ``month`` (with it), ``short`` (day and month)
    or ``time``.
    """

    at: datetime
    form: Literal["full", "day", "date", "month", "short", "time"] = "full"
    type: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in seconds, to be written as people say it: "3 h 20", "2 jours"."""

    seconds: int
    type: Literal["span"] = "span"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's own words (a citizen's, an agent's, a register's): never a key, escaped by the renderer."""

    words: str
    type: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class Text:
    """A locale key with its arguments. Several of them are written as paragraphs.

    ``lang`` is the language it is written in whatever the reader's; empty: the reader's.
    """

    key: str
    args: "dict[str, Value]"
    lang: str = ""
    type: Literal["text"] = "text"


Said = Annotated[Text | Quoted, Discriminator("type")]
"""A paragraph or a label: a sentence of ours, or somebody's words."""

Value = str | int | Annotated[Moment | Span | Quoted | Text, Discriminator("type")]


def text(key: str, **args: Value) -> Text:
    """Name a sentence: ``text("report-sent", number="BES-4K7-P", due=Moment(due_at))``.

    Plain strings are codes (a category, an outcome) that the sentence selects on, or numbers to be shown as they are;
    what a person wrote goes in as :class:`Quoted`.
    """
    return Text(key, args)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the reader can choose: by button where there are some, else by number, label or a word of it."""

    label: Said
    action: str


@dataclass(frozen=True, slots=True)
class Chart:
    """How promises were kept, to be drawn (bot/charts.py): promises kept and broken by week, and the share kept.

    ``weeks``, ``kept`` and ``broken`` are equally long, oldest first. The numbers stand in the message, and the picture
    is drawn when that is sent: nothing of it is stored. What it shows, the message's words say too.
    """

    title: Text
    weeks: tuple[Moment, ...]
    kept: tuple[int, ...]
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A message: paragraphs, then choices. ``files`` are references of files to show with it (bot/files.py).

    ``chart`` is a picture to draw and show with it.

    ``door`` shows a link into the private chat, on a platform that has such links. It does there what the command of
    that name does (``voir_12``: "/voir 12"); empty, it only opens the chat. ``thread`` is the platform's name of the
    branch of the room's talk that it belongs in, if in one.

    ``renewal`` is how it is made anew, or found to be no longer worth saying, at the moment when it is handed to the
    platform: a name in ``Registry.renewals`` and what that needs; empty, it is said as it is.
    """

    paragraphs: tuple[Said, ...]
    choices: tuple[Choice, ...] = ()
    files: tuple[str, ...] = ()
    door: str | None = None
    thread: str | None = None
    chart: Chart | None = None
    renewal: str = ""
    type: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class AsPoll:
    """How a card is shown where the platform has polls of its own: its choices are what one can vote for.

    ``paragraphs`` stand there in the place of the card's, until it is ``closed``. ``withdraw`` is the action of a vote
    that is taken back, or is none.
    """

    question: Said
    paragraphs: tuple[Said, ...]
    withdraw: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A message that stays in step with a thing (``about``, e.g. ``request:12``): sent once a room, then edited.

    ``minor``: the change is worth an edit but no new message (one more voter, a poll that is closed); a platform that
    cannot edit shows none, and one that shows the poll itself only its close. Choices may go away in a minor change but
    not become others, because the reader goes on choosing from the card before. ``renewal``: as of a ``Say``.
    """

    about: str
    paragraphs: tuple[Said, ...]
    choices: tuple[Choice, ...] = ()
    minor: bool = False
    as_poll: AsPoll | None = None
    renewal: str = ""
    type: Literal["card"] = "card"


Renewed = Say | Card | datetime | None
"""What becomes of a message that is made anew: what it says, the moment until which it waits, or nothing any more."""


Outgoing = Annotated[Say | Card, Discriminator("type")]


SIGNS = {"\u23f0": "snooze"}
"""Reactions that choose, on a platform whose reactions reach us: each stands for the first choice on the message whose
action begins with this word."""


class Priority(IntEnum):
    """Who goes first when a platform's limit makes messages wait; lower is sooner."""

    ANSWER = 0
    """Something a person is waiting for now."""
    CARD = 1
    """New work for agents."""
    REMINDER = 2
    DIGEST = 3


_PAYLOADS: Payloads[Say | Card] = Payloads(TypeAdapter(Outgoing))


def dump(outgoing: Say | Card) -> str:
    """Write as JSON text for the outbox."""
    return _PAYLOADS.dump(outgoing)


def load(payload: str) -> Say | Card:
    """Read back what :func:`dump` wrote.

    Raises:
        pydantic.ValidationError: the payload was not written by this or an earlier version.
    """
    return _PAYLOADS.load(payload)
