"""Reads a transcript (tests/transcripts/*.txt): a chat, line by line, with what is to be expected in between.

What people do::

    citizen> y a plus de lumière rue Battant        # category street_lighting
    citizen> [report-send]                          a choice: by its action, the key of its label, or the label
    citizen> (photo lampe.jpg) voilà                also (document plan.pdf), (voice a.ogg), (video a.mp4), with a
                                                    size where it matters: (document plan.pdf 31 MB)
    citizen> (pin 47.24, 6.02)                      also (pin 47.24, 6.02 École Battant), (sticker), (contact), (poll),
                                                    (nothing)
    citizen> (edit rue Batant) rue Battant          what they wrote becomes something else; (edit) is their latest
    léa> bonjour                                    # intent greeting
    agent:street_lighting> /prendre {number}        an agent of the team, in the team's room
    agent:street_lighting/nadia> [take]             another one
    agent:street_lighting>> Réparé ce matin         a reply to the latest card in the room; also citizen>> ...
    private/agent:social_aid> /voir {number}        anybody in their private chat with the bot
    conseil/léa> /sondage ...                       in a council's group; @bot in front calls the bot

What was said, one paragraph a line, in order::

    bot>     report-understood {category: category-street_lighting}
    bot>     "quoted words"                         somebody's own words, or a part of them
    bot>     [report-send] [report-fix]             choices offered by the message just read
    bot>     ...                                    whatever else was said to them
    bot/léa> passed-on {number}                     bot> is the citizen who spoke last
    team:street_lighting> card-title {number}       also mediator> (the mediation team's room), conseil>, head:TEAM>
    card:street_lighting> card-state {status: taken}    the latest card in the room, as it stands now

Arguments: ``{number}`` binds the name on first sight and must be the same later; ``{number: $other}`` binds another
name; ``{due: 2026-03-05 10:00}`` compares (moments by the city's clock, spans as ``1 h 30``, sentences by their key;
``{value.name: rue Battant}`` compares an argument of such a sentence).
A value with a comma or a line break in it is quoted: ``{value: "a lamp, out\\nfor a week"}``.

What happens: ``restart`` · ``now 2026-03-07 18:30`` · ``after 47 h`` (jobs run on the way) · ``down 60 h`` (the bot is
off meanwhile) · ``again`` (the latest event comes twice) · ``crash`` (after an input: the process dies before anything
is sent) · ``invite CODE agent TEAM`` · ``associations`` (the test directory is imported) · ``places`` (the demo city's
streets are) · ``break INTENT`` (its handler raises) · ``unbreak`` ·
``lose team:TEAM`` (the bot is thrown out of the room), ``lose citizen`` (they block it) ·
``jam team:TEAM`` (the platform takes nothing for the room: "later") · ``unjam team:TEAM`` · ``administrator NAME`` ·
``undo 30 s`` (an answer can be undone for so long) · ``silence`` (nothing more was said to anybody) ·
``...`` (whatever was said, anywhere).
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.fakes.things import Thing

_INPUT = re.compile(r"(?P<who>[^\s>]+?)(?P<reply>>>|>)(?:\s+(?P<rest>.*))?")
_MEANING = re.compile(r"\s{2,}#\s(?P<meaning>.*)$")
_CHOICE = re.compile(r"\[(?P<choice>[^\]]+)\]")
_THING = re.compile(
    r"\((?P<what>photo|document|voice|video|sticker|contact|poll|pin|nothing|edit)\s*(?P<value>[^)]*)\)\s*(?P<rest>.*)"
)
_SIZED = re.compile(r"(?P<name>.*?)(?:\s+(?P<size>\d+) MB)?")
_PIN = re.compile(r"(-?[\d.]+),\s*(-?[\d.]+)\s*(.*)")
_ARGUMENT = re.compile(r'([\w.]+)(?:\s*:\s*("[^"]*"|[^,}]+))?')
_PARAGRAPH = re.compile(r"(?P<key>[a-z][\w-]*)\s*(?:\{(?P<args>.*)\})?")
_SPAN = re.compile(r"(\d+)\s*(s|min|h|d)")
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
_OUTPUTS = ("team:", "card:", "head:")
CONTROLS = frozenset(
    {
        "restart",
        "now",
        "after",
        "down",
        "again",
        "crash",
        "invite",
        "lose",
        "jam",
        "unjam",
        "administrator",
        "associations",
        "places",
        "break",
        "unbreak",
        "undo",
        "silence",
        "...",
    }
)
COUNCIL = "conseil"


class BadTranscript(Exception):
    """A line that is none of the above."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room: a team's, a council's, or the private chat of an account."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody does something."""

    line: int
    account: str
    place: Place
    text: str = ""
    reply: bool = False
    meaning: str | None = None
    choice: str | None = None
    thing: Thing | None = None
    pin: tuple[float, float] | None = None
    edits: str | None = None
    called: bool = True

    @property
    def is_citizen(self) -> bool:
        """Whether ``bot>`` is now what is said to them."""
        return self.place.kind == "private" and not self.account.startswith(("agent-", "head-"))


@dataclass(frozen=True, slots=True)
class Expected:
    """A paragraph, quoted words, choices, or anything (``...``), said in a place (None: to the latest citizen)."""

    line: int
    place: Place | None
    key: str = ""
    args: tuple[tuple[str, str | None], ...] = ()
    quoted: str | None = None
    choices: tuple[str, ...] = ()
    anything: bool = False
    card: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """Something happens to the bot or to time."""

    line: int
    name: str
    argument: str = ""

    @property
    def span(self) -> timedelta:
        """Give the argument as a length of time."""
        return span(self.argument)


Step = Said | Expected | Control


def span(text: str) -> timedelta:
    """Read ``47 h``, ``2 d 3 h``, ``90 min``.

    Raises:
        BadTranscript: it is not a length of time.
    """
    found = {_UNITS[unit]: int(number) for number, unit in _SPAN.findall(text)}
    if not found or _SPAN.sub("", text).strip():
        raise BadTranscript(f"not a length of time: {text!r}")
    return timedelta(**found)


def parse(text: str) -> list[Step]:
    """Read a transcript.

    Raises:
        BadTranscript: a line that is none of the above, with its number.
    """
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            steps.append(_step(number, line.strip()))
        except BadTranscript as error:
            raise BadTranscript(f"line {number}: {error}") from error
    return steps


def _step(number: int, line: str) -> Step:
    name, _, argument = line.partition(" ")
    if name in CONTROLS:
        if name in ("after", "down", "undo"):
            span(argument)
        return Control(number, name, argument.strip())
    found = _INPUT.fullmatch(line)
    if not found:
        raise BadTranscript(f"neither said nor expected: {line!r}")
    who, rest = found["who"], (found["rest"] or "").strip()
    if who in ("bot", "mediator", COUNCIL) or who.startswith(("bot/", *_OUTPUTS)):
        return _expected(number, who, rest)
    return _said(number, who, rest, reply=found["reply"] == ">>")


def _said(number: int, who: str, rest: str, *, reply: bool) -> Said:
    account, place = _speaker(who)
    meaning = _MEANING.search(rest)
    text = _MEANING.sub("", rest).strip()
    called = place.kind == "private" or reply or text.startswith(("/", "!", "@bot"))
    common = {"reply": reply, "meaning": meaning["meaning"].strip() if meaning else None, "called": called}
    text = text.removeprefix("@bot").strip()
    if choice := _CHOICE.fullmatch(text):
        return Said(number, account, place, choice=choice["choice"], reply=reply)
    if found := _THING.fullmatch(text):
        said = Said(number, account, place, found["rest"], **common)  # type: ignore[arg-type]  # As below.
        return _with_thing(said, found["what"], found["value"].strip())
    return Said(number, account, place, text, **common)  # type: ignore[arg-type]  # The values have different types.


def _with_thing(said: Said, what: str, value: str) -> Said:
    if what == "edit":
        return replace(said, edits=value)
    if what == "nothing":
        return said
    if what == "pin":
        point = _PIN.fullmatch(value)
        if not point:
            raise BadTranscript(f"not a point on the map: {value!r}")
        name = Thing("venue", point[3]) if point[3] else None
        return replace(said, pin=(float(point[1]), float(point[2])), thing=name)
    sized = _SIZED.fullmatch(value)
    assert sized is not None
    return replace(said, thing=Thing(what, sized["name"], int(sized["size"] or 0) * 1_000_000))  # type: ignore[arg-type]  # One of the kinds.


def _speaker(who: str) -> tuple[str, Place]:
    where, _, name = who.partition("/")
    if where == "private":
        account = name.replace(":", "-")
        return account, Place("private", account)
    if where == COUNCIL:
        return name, Place("council", COUNCIL)
    if where.startswith("agent:"):
        team = where.removeprefix("agent:")
        return name or f"agent-{team}", Place("team", team)
    if name or ":" in where:
        raise BadTranscript(f"nobody is called {who!r}")
    return where, Place("private", where)


def _expected(number: int, who: str, rest: str) -> Expected:
    place, card = _listener(who), who.startswith("card:")
    if rest == "...":
        return Expected(number, place, anything=True)
    if rest.startswith('"') and rest.endswith('"') and len(rest) > 2:
        return Expected(number, place, quoted=rest[1:-1], card=card)
    if rest.startswith("["):
        return Expected(number, place, choices=tuple(_CHOICE.findall(rest)), card=card)
    paragraph = _PARAGRAPH.fullmatch(rest)
    if not paragraph:
        raise BadTranscript(f"not something to expect: {rest!r}")
    args = tuple((name, _unquoted(value.strip()) or None) for name, value in _ARGUMENT.findall(paragraph["args"] or ""))
    return Expected(number, place, paragraph["key"], args, card=card)


def _unquoted(value: str) -> str:
    return value.strip('"').replace("\\n", "\n")


def _listener(who: str) -> Place | None:
    kind, _, name = who.partition(":")
    if who == "bot":
        return None
    if who.startswith("bot/"):
        account = who.removeprefix("bot/").replace(":", "-")
        return Place("private", account)
    if who == "mediator":
        return Place("team", "mediation")
    if who == COUNCIL:
        return Place("council", COUNCIL)
    return Place("private", f"head-{name}") if kind == "head" else Place("team", name)
