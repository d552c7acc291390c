"""Who may do what, on which requests, and in which room: the one table of it. Pure.

Every command, every action and every flow names a row (handlers/registry.py), and bot/rights.py looks it up at each
step, at the moment of acting. docs/permissions.md is written from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is; they may be several of these, and each gives its own rights."""

    CITIZEN = "citizen"
    """Everybody."""
    VOTER = "voter"
    """In the register of the council in whose room it happens."""
    FACILITATOR = "facilitator"
    """Of that council."""
    AGENT = "agent"
    """In a team."""
    HEAD = "head"
    """Head of a team, and an agent of it."""
    DESK = "desk"
    """In the team that triages (``desk_team``)."""
    MEDIATOR = "mediator"
    """In the team that works contested requests (``mediation_team``)."""
    ADMINISTRATOR = "administrator"
    """Named in ``[city] administrators``."""


class Whose(StrEnum):
    """Which requests, seen from somebody's role."""

    NONE = "none"
    """The action concerns no request."""
    OWN = "own"
    """A citizen's: those they sent or joined; an agent's and a head's: their team's."""
    CONTESTED = "contested"
    """Before the mediator."""
    LATE = "late"
    """Open, and the promised moment has passed."""
    ANY = "any"


class Place(StrEnum):
    """In which kind of room."""

    PRIVATE = "private"
    TEAM = "team"
    """A team's room; a request is shown there if that team's agents may read it."""
    COUNCIL = "council"
    OTHER = "other"
    """Any other group."""


class Permission(StrEnum):
    """A row of the table; ``permission-<value>`` says it in words."""

    TALK = "talk"
    PERSONAL = "personal"
    OWN = "own"
    VOTE = "vote"
    POLL = "poll"
    SERVE = "serve"
    READ = "read"
    WRITE = "write"
    HANDLE = "handle"
    ASSIGN = "assign"
    FIGURES = "figures"
    LEAVE = "leave"
    REMOVE = "remove"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may, on which requests; in which rooms; and in which rooms if the request is confidential."""

    who: Mapping[Role, frozenset[Whose]]
    where: frozenset[Place]
    confidential: frozenset[Place] = frozenset()


NO_REQUEST = frozenset({Whose.NONE})
EVERYBODY = {Role.CITIZEN: NO_REQUEST}
STAFF = dict.fromkeys((Role.AGENT, Role.HEAD, Role.DESK, Role.MEDIATOR), NO_REQUEST)
WORKERS = {
    Role.AGENT: frozenset({Whose.OWN}),
    Role.HEAD: frozenset({Whose.OWN}),
    Role.DESK: frozenset({Whose.ANY}),
    Role.MEDIATOR: frozenset({Whose.CONTESTED, Whose.LATE}),
}
HEADS = {Role.HEAD: frozenset({Whose.OWN})}
ANYWHERE = frozenset(Place)
PRIVATE = frozenset({Place.PRIVATE})
WORK = frozenset({Place.PRIVATE, Place.TEAM})
COUNCIL = frozenset({Place.COUNCIL})

TABLE: Mapping[Permission, Rule] = {
    # Row                      Who, on which requests                        Where     If it is confidential
    Permission.TALK: Rule(EVERYBODY, ANYWHERE),
    Permission.PERSONAL: Rule(EVERYBODY, PRIVATE),
    Permission.OWN: Rule({Role.CITIZEN: frozenset({Whose.OWN})}, PRIVATE, PRIVATE),
    Permission.VOTE: Rule({Role.VOTER: NO_REQUEST, Role.FACILITATOR: NO_REQUEST}, COUNCIL),
    Permission.POLL: Rule({Role.FACILITATOR: NO_REQUEST}, COUNCIL),
    Permission.SERVE: Rule(STAFF, WORK),
    Permission.READ: Rule(WORKERS, WORK, PRIVATE),
    Permission.WRITE: Rule(WORKERS, WORK, PRIVATE),
    Permission.HANDLE: Rule(WORKERS, WORK, WORK),
    Permission.ASSIGN: Rule(HEADS, WORK, WORK),
    Permission.FIGURES: Rule({**STAFF, Role.ADMINISTRATOR: NO_REQUEST}, WORK),
    Permission.LEAVE: Rule(STAFF, PRIVATE),
    Permission.REMOVE: Rule({Role.HEAD: NO_REQUEST, Role.ADMINISTRATOR: NO_REQUEST}, WORK),
    Permission.INVITE: Rule({Role.HEAD: NO_REQUEST, Role.ADMINISTRATOR: NO_REQUEST}, PRIVATE),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is: the teams they work in, those of these they head, and their other roles.

    A team's room has one, too: that of an agent of the team.
    """

    teams: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    others: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that they have."""
        found = {Role.CITIZEN, *self.others}
        if self.teams:
            found.add(Role.AGENT)
        if self.headed:
            found.add(Role.HEAD)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Case:
    """A request, as far as rights to it are concerned."""

    team: str
    contested: bool = False
    late: bool = False
    confidential: bool = False


class Verdict(StrEnum):
    """What the table says."""

    YES = "yes"
    NOT_THEIRS = "not_theirs"
    """Their role does not allow it, or not on this request; it is recorded."""
    NOT_HERE = "not_here"
    """They may, but the room is not the place for it."""
    IN_PRIVATE = "in_private"
    """They may, in a private chat only: the request is confidential."""


def concerns_requests(permission: Permission) -> bool:
    """Say whether a row is about requests of the city's, which :func:`judge_on` then judges one by one."""
    return all(role is not Role.CITIZEN and Whose.NONE not in whose for role, whose in TABLE[permission].who.items())


def judge(permission: Permission, who: Standing, place: Place) -> Verdict:
    """Say whether somebody may do a thing at all, in a kind of room; where, comes before who."""
    rule = TABLE[permission]
    if place not in rule.where:
        return Verdict.NOT_HERE
    return Verdict.YES if rule.who.keys() & who.roles else Verdict.NOT_THEIRS


def judge_on(permission: Permission, who: Standing, case: Case, place: Place, room: Standing) -> Verdict:
    """Say whether somebody may do a thing with a request in a room.

    Args:
        permission: a row that concerns requests of the city's.
        who: who acts.
        case: the request.
        place: in which kind of room.
        room: the standing of the team whose room it is.
    """
    rule = TABLE[permission]
    if not _reaches(rule, who, case):
        return Verdict.NOT_THEIRS
    is_shown = place is Place.PRIVATE or _reaches(TABLE[Permission.READ], room, case)
    if place not in rule.where or not is_shown:
        return Verdict.NOT_HERE
    return Verdict.IN_PRIVATE if case.confidential and place not in rule.confidential else Verdict.YES


def _reaches(rule: Rule, who: Standing, case: Case) -> bool:
    return any(rule.who[role] & _seen_by(role, who, case) for role in rule.who.keys() & who.roles)


def _seen_by(role: Role, who: Standing, case: Case) -> frozenset[Whose]:
    """Say what a request is to somebody in one of their roles."""
    is_own = case.team in (who.headed if role is Role.HEAD else who.teams)
    facts = {Whose.OWN: is_own, Whose.CONTESTED: case.contested, Whose.LATE: case.late, Whose.ANY: True}
    return frozenset(whose for whose, is_so in facts.items() if is_so)
