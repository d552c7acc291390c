"""How a request has ended, as its history keeps it and as people read it: every end is a truth of its own.

Who ends a request is in handlers/closing.py and, of the mediator, in handlers/mediation.py.
"""

import re
from dataclasses import dataclass
from typing import Self

from bot.domain.request import MEDIATED, Event, EventKind, Outcome, Request, Status
from bot.handling import Context, Tick
from bot.outgoing import Choice, Quoted, Text, Value, text
from handlers.bodies import ANOTHER, BODIES

PASSED, YOURSELF = "passed", "yourself"
"""Whether the city has passed a request on to another body, or the citizen has to write there."""

_BODY = re.compile(rf"(?P<body>[a-z_]+)/(?P<way>{PASSED}|{YOURSELF})(?: (?P<rest>.*))?", re.DOTALL)

REOPEN, CONTEST = "reopen", "contest"

_WAYS = {
    Outcome.WITHDRAWN: (REOPEN,),
    Outcome.SPAM: (CONTEST,),
    Outcome.UPHELD: (),
    Outcome.CHANGED: (REOPEN,),
    Outcome.CITIZEN_MISTAKE: (REOPEN,),
    Outcome.CITY_MISTAKE: (REOPEN,),
    Outcome.MEETING: (REOPEN,),
    Outcome.NO_AGREEMENT: (),
}
"""What its citizen may do about a request that has ended so; after any other outcome both."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome with what belongs to it.

    ``words`` are the agent's, for the citizen (of spam: for agents only). ``body``: to which other body it was handed
    over, by its code; ``name`` is what the agent wrote in the place of one, and ``way`` who writes to it.
    """

    outcome: Outcome
    words: str = ""
    body: str = ""
    name: str = ""
    way: str = PASSED

    @property
    def written(self) -> str:
        """How an event keeps it."""
        if not self.body:
            return f"{self.outcome.value} {self.words}".strip()
        rest = f"{self.name}\n{self.words}" if self.body == ANOTHER else self.words
        return f"{self.outcome.value} {self.body}/{self.way} {rest}".strip()

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Read what :attr:`written` gave; None if it is nothing of the kind (an erased one)."""
        first, _, rest = written.partition(" ")
        if first not in set(Outcome):
            return None
        outcome, found = Outcome(first), _BODY.fullmatch(rest)
        if outcome is not Outcome.HANDED_OVER or found is None or found["body"] not in {*BODIES, ANOTHER}:
            return cls(outcome, rest)
        name, _, words = (found["rest"] or "").partition("\n") if found["body"] == ANOTHER else ("", "", found["rest"])
        return cls(outcome, words or "", found["body"], name, found["way"])


def last(history: list[Event]) -> Ending | None:
    """Give how a request ended last, if it has and that is not erased."""
    ends = (each for each in reversed(history) if each.kind in (EventKind.CLOSED, EventKind.MEDIATED))
    return next((Ending.read(each.words) for each in ends), None)


def told(hand: Context | Tick, request: Request, ending: Ending) -> tuple[Text | Quoted, ...]:
    """Write for the citizen how a request has ended."""
    number, outcome = request.number, ending.outcome
    if outcome is Outcome.SPAM:
        return (text("closed-spam", number=number, phone=hand.city.settings.city.phone),)
    words = (Quoted(ending.words),) if ending.words else ()
    if outcome in MEDIATED:
        spoken = text("mediated-citizen", number=number, outcome=outcome.value)
        return spoken, *words, text("mediated-remains")
    end = text("closed-citizen", number=number, outcome=outcome.value)
    return end, *_to_whom(ending), *words, text("closed-ways-on", outcome=outcome.value)


def shown(ending: Ending) -> Text:
    """Write for agents how a request has ended, on one line of its history."""
    outcome = text(f"outcome-{ending.outcome.value}")
    if ending.body:
        to = text("history-body", outcome=outcome, body=body_name(ending), way=ending.way)
        return text("history-outcome", outcome=to, words=Quoted(ending.words)) if ending.words else to
    return text("history-outcome", outcome=outcome, words=Quoted(ending.words)) if ending.words else outcome


def ways_on(request: Request) -> tuple[Choice, ...]:
    """Offer what the citizen may do about a request that is answered or has ended.

    What was taken for spam may be contested, but that is not offered: whoever wrote it by mistake needs a person.
    """
    if request.outcome is Outcome.SPAM:
        return (Choice(text("closed-person"), "human"),)
    return tuple(Choice(text(f"answer-{way}"), f"{way} {request.id}") for way in _ways(request))


def may(request: Request, way: str) -> bool:
    """Say whether the citizen may do a thing (`REOPEN`, `CONTEST`) about a request that is answered or has ended."""
    return way in _ways(request)


def _ways(request: Request) -> tuple[str, ...]:
    if request.outcome is None:
        return (REOPEN,) if request.status is Status.WITHDRAWN else (REOPEN, CONTEST)
    return _WAYS.get(request.outcome, (REOPEN, CONTEST))


def _to_whom(ending: Ending) -> list[Text]:
    """Say to whom a request was handed over, how to reach them, and who writes to them."""
    if not ending.body:
        return []
    body = BODIES.get(ending.body)
    said: dict[str, Value] = {"body": body_name(ending), "does": text(f"body-{body.name}-does") if body else ""}
    contact = [text("closed-contact", **_contact(body.phone, body.site))] if body and (body.phone or body.site) else []
    is_known = "yes" if body else "no"
    return [text("closed-body", known=is_known, **said), *contact, text("closed-way", way=ending.way)]


def _contact(phone: str, site: str) -> dict[str, Value]:
    has = "both" if phone and site else "phone" if phone else "site"
    return {"has": has, "phone": phone, "site": site}


def body_name(ending: Ending) -> Text | Quoted:
    """Name the body to which a request was handed over: the city's list knows it, or the agent has written which."""
    return Quoted(ending.name) if ending.body == ANOTHER else text(f"body-{ending.body}")
